//! Searching the register: one folded text for each line, all of them behind one another, so that every line with a word is
//! found in one pass over some megabytes even with 100,000 names.

use memchr::memmem::Finder;

use crate::domain::text::name_key;

use super::PublicSignatory;

/// More words than this are not looked at.
const WORDS_MAX: usize = 5;

/// The folded texts of all lines.
#[derive(Debug)]
pub(super) struct Texts {
    text: String,
    /// Where each line's text ends.
    ends: Vec<usize>,
}

impl Texts {
    pub(super) fn of<'r>(lines: impl Iterator<Item = &'r PublicSignatory>) -> Texts {
        let mut texts = Texts { text: String::new(), ends: Vec::new() };
        for line in lines {
            let parts = [
                Some(line.name.as_str()),
                line.latin_name.as_deref(),
                line.acronym.as_deref(),
                Some(line.country.as_str()),
                line.affiliation.as_deref(),
            ];
            for part in parts.into_iter().flatten() {
                texts.text.push_str(&name_key(part));
                // No folded word has a line break, so none is found across two parts or two lines.
                texts.text.push('\n');
            }
            texts.ends.push(texts.text.len());
        }
        texts
    }

    /// The numbers of the lines in which every word of a search occurs, in order; none for a search without words.
    pub(super) fn with(&self, query: &str) -> Option<Vec<usize>> {
        let key = name_key(query);
        let mut words: Vec<&str> = key.split_whitespace().take(WORDS_MAX).collect();
        // The longest word leaves the fewest lines to look at.
        words.sort_by_key(|word| std::cmp::Reverse(word.len()));
        let (first, others) = words.split_first()?;
        let finder = Finder::new(first);
        let (mut found, mut line, mut at) = (Vec::new(), 0, 0);
        while let Some(hit) = finder.find(&self.text.as_bytes()[at..]) {
            line += self.ends[line..].partition_point(|end| *end <= at + hit);
            let start = if line == 0 { 0 } else { self.ends[line - 1] };
            let Some(end) = self.ends.get(line) else { break };
            if others.iter().all(|word| self.text[start..*end].contains(word)) {
                found.push(line);
            }
            at = *end;
        }
        Some(found)
    }
}
