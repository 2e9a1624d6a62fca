//! What was copied from a word processor or a page, as the Markdown of a letter: headings, bold, italic, lists, quotes, links and
//! footnotes stay, everything else goes and is counted. Time is linear in the input, and nesting takes no stack.

mod blocks;
mod reader;
mod tokens;

use std::collections::BTreeMap;

use crate::word_enum;

word_enum! {
    /// What was left out or changed. The catalogue has a sentence for each: `paste-dropped-` + word.
    Dropped {
        /// Pictures.
        Images => "images",
        /// Comments in the margin.
        Comments => "comments",
        /// Words that somebody had deleted with changes tracked; they are left out.
        Deletions => "deletions",
        /// Words that somebody had inserted with changes tracked; they stay.
        Insertions => "insertions",
        /// Tables; their cells stay as lines of text.
        Tables => "tables",
        /// Struck-out words; they stay as plain text.
        Struck => "struck",
        /// Fonts, sizes, colours.
        Fonts => "fonts",
        /// Films, forms and other things inside.
        Objects => "objects",
        /// Footnotes whose text was not copied.
        Notes => "notes",
    }
}

/// What became of it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Pasted {
    /// The Markdown; no line of it is HTML.
    pub markdown: String,
    /// What was left out, with how often.
    pub dropped: BTreeMap<&'static str, usize>,
}

/// Reads HTML. Footnotes get numbers that `beside`, the text it will stand in, has no note of yet.
pub fn to_markdown(html: &str, beside: &str) -> Pasted {
    let mut reader = reader::Reader::default();
    for token in tokens::Tokens::new(html) {
        reader.take(token);
    }
    let (blocks, mut dropped) = reader.finish();
    let (markdown, lost_notes) = blocks::to_markdown(&blocks, beside);
    if lost_notes > 0 {
        dropped.insert(Dropped::Notes.as_str(), lost_notes);
    }
    Pasted { markdown, dropped }
}

#[cfg(test)]
mod tests;
