//! Searching the register: one folded text for each line, all of them behind one another, so that every line with a word is
//! found in one pass over some megabytes even with 100,000 names.

use memchr::memmem::Finder;

use crate::domain::text::name_key;

use super::PublicSignatory;

/// More words than this are not looked at.
const WORDS_MAX: usize = 5;

/// A word that more lines have than this does not narrow a search well; another one may.
const MANY: usize = 2_000;

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
        // The longest word is likely to be the rarest.
        words.sort_by_key(|word| std::cmp::Reverse(word.len()));
        let longest = words.first()?;
        let rare = words.iter().find_map(|word| self.lines_with(word, MANY));
        let found = rare.or_else(|| self.lines_with(longest, usize::MAX)).unwrap_or_default();
        Some(found.into_iter().filter(|line| words.iter().all(|word| self.line(*line).contains(word))).collect())
    }

    fn line(&self, line: usize) -> &str {
        let start = line.checked_sub(1).and_then(|before| self.ends.get(before)).copied().unwrap_or(0);
        self.ends.get(line).map_or("", |end| &self.text[start..*end])
    }

    /// The lines with this word, unless they are more than `most`.
    fn lines_with(&self, word: &str, most: usize) -> Option<Vec<usize>> {
        let finder = Finder::new(word);
        let (mut found, mut line, mut at) = (Vec::new(), 0, 0);
        while let Some(hit) = finder.find(&self.text.as_bytes()[at..]) {
            line += self.ends[line..].partition_point(|end| *end <= at + hit);
            let Some(end) = self.ends.get(line) else { break };
            if found.len() == most {
                return None;
            }
            found.push(line);
            at = *end;
        }
        Some(found)
    }
}
