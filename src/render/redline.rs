//! Two wordings of a letter side by side in one text, part by part, with numbered paragraphs: what a lawyer gets to print. The
//! words stand as readers see them, bold where they are bold; what only looks otherwise, or leads elsewhere, is told.

mod leaf;
mod line;

pub use leaf::{Leaf, Look, Shape};
pub use line::{RedlineLine, Span, Told};

use leaf::leaves;

use super::diff::{BlockKind, pairs};
use crate::domain::revision::LetterText;

/// A part of the letter, and what happened to its paragraphs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RedlinePart {
    /// The word of the part, for the catalogue: `redline-part-` + word.
    pub word: &'static str,
    /// Its paragraphs in reading order.
    pub lines: Vec<RedlineLine>,
    /// Whether only marks differ that no reader sees: the title of a link, one sign for bold or the other.
    pub is_hidden_change: bool,
}

/// Everything that differs between two wordings, and everything that stayed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Redline {
    /// The parts that have words in either wording.
    pub parts: Vec<RedlinePart>,
    /// How many paragraphs were changed, added or taken out.
    pub changed: usize,
}

impl Redline {
    /// From `old` to `new`.
    pub fn between(old: &LetterText, new: &LetterText) -> Redline {
        let mut number = 0;
        let mut redline = Redline { parts: Vec::new(), changed: 0 };
        for ((word, before), (_, after)) in parts(old).into_iter().zip(parts(new)) {
            let mut lines = lines(&before.leaves, &after.leaves);
            for line in &mut lines {
                let counts = matches!(word, "body" | "quotes" | "asks" | "background")
                    && line.kind != BlockKind::Removed
                    && !matches!(line.shape, Shape::Rule | Shape::Note);
                number += usize::from(counts);
                line.number = counts.then_some(number);
            }
            let changed = lines.iter().filter(|line| line.kind != BlockKind::Same).count();
            redline.changed += changed;
            if !lines.is_empty() {
                let is_hidden_change = changed == 0 && before.source != after.source;
                redline.parts.push(RedlinePart { word, lines, is_hidden_change });
            }
        }
        redline
    }
}

fn lines(before: &[Leaf], after: &[Leaf]) -> Vec<RedlineLine> {
    let texts = |leaves: &[Leaf]| leaves.iter().map(Leaf::text).collect::<Vec<_>>();
    let (old, new) = (texts(before), texts(after));
    let (old, new): (Vec<&str>, Vec<&str>) =
        (old.iter().map(String::as_str).collect(), new.iter().map(String::as_str).collect());
    let line = |(at, with): (Option<usize>, Option<usize>)| {
        RedlineLine::of(at.and_then(|at| before.get(at)), with.and_then(|with| after.get(with)))
    };
    pairs(&old, &new).into_iter().filter_map(line).collect()
}

/// A part as readers see it, and as it was written.
#[derive(Default)]
struct Part {
    leaves: Vec<Leaf>,
    source: String,
}

impl Part {
    fn markdown(mut self, text: &str) -> Part {
        self.leaves.extend(leaves(text));
        self.source.push_str(text.trim());
        self
    }

    fn plain(mut self, text: &str) -> Part {
        let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
        self.leaves.extend(lines.map(Leaf::plain));
        self
    }
}

/// The parts in reading order.
fn parts(text: &LetterText) -> [(&'static str, Part); 10] {
    let row = |pieces: &[&String]| {
        pieces.iter().map(|piece| piece.trim()).filter(|piece| !piece.is_empty()).collect::<Vec<_>>().join(", ")
    };
    let plain = |words: &str| Part::default().plain(words);
    let rows = |rows: Vec<String>| rows.iter().fold(Part::default(), |part, row| part.plain(row));
    let quotes = text.quotes.iter().fold(Part::default(), |part, quote| {
        let said_by = row(&[&quote.name, &quote.title, &quote.organisation]);
        let part = part.markdown(&quote.text);
        if said_by.is_empty() { part } else { part.plain(&format!("— {said_by}")) }
    });
    let asks = text.asks.iter().fold(Part::default(), |part, ask| part.markdown(ask));
    [
        ("title", plain(&text.title)),
        ("to", rows(text.addressees.iter().map(|one| row(&[&one.name, &one.role, &one.body, &one.place])).collect())),
        ("re_line", plain(&text.re_line)),
        ("salutation", plain(&text.salutation)),
        ("body", Part::default().markdown(&text.body)),
        ("quotes", quotes),
        ("asks", asks),
        ("background", plain(&text.background_heading).markdown(&text.background)),
        ("closing", plain(&text.closing)),
        ("officers", rows(text.officers.iter().map(|one| row(&[&one.name, &one.title])).collect())),
    ]
}

#[cfg(test)]
mod tests;
