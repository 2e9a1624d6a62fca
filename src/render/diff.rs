//! What changed between two texts: paragraph by paragraph, and inside a changed paragraph word by word.
//! For edit conflicts, stale revisions and the pages of versions; the result is plain data for templates.

mod align;

use std::time::Duration;

use similar::{ChangeTag, DiffTag, TextDiff, TextDiffConfig};

use crate::word_enum;

word_enum!(
    /// What happened to a paragraph; also the name of its class on a page.
    BlockKind {
        /// Word for word as before.
        Same => "same",
        /// Only in the new text.
        Added => "added",
        /// Only in the old text.
        Removed => "removed",
        /// In both, with other words.
        Changed => "changed",
    }
);

word_enum!(
    /// What happened to some words of a paragraph: plain, `<ins>` or `<del>`.
    PieceKind {
        /// In both texts.
        Same => "same",
        /// Only in the new text.
        Added => "added",
        /// Only in the old text.
        Removed => "removed",
    }
);

/// A paragraph and what happened to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DiffBlock {
    /// What happened to it.
    pub kind: BlockKind,
    /// Its words in reading order; removed ones stand before what replaced them.
    pub pieces: Vec<(PieceKind, String)>,
}

/// Beyond this the search for the shortest difference stops and a longer one is shown; texts have at most 100 KB.
const PATIENCE: Duration = Duration::from_millis(300);

/// Places in the old and the new list; `None` on one side: removed or added.
pub(super) type Pair = (Option<usize>, Option<usize>);

/// The difference from `old` to `new`. Paragraphs are what empty lines part; how many of them makes no difference.
pub fn diff(old: &str, new: &str) -> Vec<DiffBlock> {
    let (old, new) = (paragraphs(old), paragraphs(new));
    let block = |(before, after): Pair| block_of((before.map(|at| old[at]), after.map(|at| new[at])));
    pairs(&old, &new).into_iter().map(block).collect()
}

/// Which paragraph of `old` became which of `new`; every place of both, in reading order.
pub(super) fn pairs(old: &[&str], new: &[&str]) -> Vec<Pair> {
    let mut pairs = Vec::new();
    for op in config().diff_slices(old, new).ops() {
        let (tag, before, after) = op.as_tag_tuple();
        match tag {
            DiffTag::Equal => pairs.extend(before.zip(after).map(|(at, with)| (Some(at), Some(with)))),
            DiffTag::Delete => pairs.extend(before.map(|at| (Some(at), None))),
            DiffTag::Insert => pairs.extend(after.map(|with| (None, Some(with)))),
            DiffTag::Replace => {
                let (i, j) = (before.start, after.start);
                let found = align::paired(&old[before], &new[after]).into_iter();
                pairs.extend(found.map(|(at, with)| (at.map(|at| at + i), with.map(|with| with + j))));
            }
        }
    }
    pairs
}

/// Whether the difference shows nothing new: the texts differ in nothing but empty lines.
pub fn is_unchanged(blocks: &[DiffBlock]) -> bool {
    blocks.iter().all(|block| block.kind == BlockKind::Same)
}

fn block_of((before, after): (Option<&str>, Option<&str>)) -> DiffBlock {
    match (before, after) {
        (Some(before), Some(after)) if before == after => whole(BlockKind::Same, after),
        (Some(before), Some(after)) => DiffBlock { kind: BlockKind::Changed, pieces: word_pieces(before, after) },
        (Some(before), None) => whole(BlockKind::Removed, before),
        (None, after) => whole(BlockKind::Added, after.unwrap_or_default()),
    }
}

fn whole(kind: BlockKind, text: &str) -> DiffBlock {
    let piece = match kind {
        BlockKind::Added => PieceKind::Added,
        BlockKind::Removed => PieceKind::Removed,
        BlockKind::Same | BlockKind::Changed => PieceKind::Same,
    };
    DiffBlock { kind, pieces: vec![(piece, text.to_owned())] }
}

fn paragraphs(text: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let (mut start, mut end) = (None, 0);
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        if line.trim().is_empty() {
            found.extend(start.take().map(|from: usize| text[from..end].trim_end()));
        } else {
            start.get_or_insert(at);
            end = at + line.len();
        }
        at += line.len();
    }
    found.extend(start.map(|from| text[from..end].trim_end()));
    found
}

fn config() -> TextDiffConfig {
    let mut config = TextDiff::configure();
    config.timeout(PATIENCE);
    config
}

/// What happened to the words of a paragraph, in reading order. Words as Unicode parts them (UAX 29), so that Chinese and Thai
/// are compared by words too and not by the line.
pub(super) fn word_pieces(before: &str, after: &str) -> Vec<(PieceKind, String)> {
    let words = config().diff_unicode_words(before, after);
    let mut hunks: Vec<Hunk> = Vec::new();
    for change in words.iter_all_changes() {
        let is_same = change.tag() == ChangeTag::Equal;
        if hunks.last().is_none_or(|last| last.is_same() != is_same) {
            hunks.push(Hunk::default());
        }
        let Some(hunk) = hunks.last_mut() else { continue };
        match change.tag() {
            ChangeTag::Equal => hunk.same.push_str(change.value()),
            ChangeTag::Delete => hunk.removed.push_str(change.value()),
            ChangeTag::Insert => hunk.added.push_str(change.value()),
        }
    }
    phrases(hunks).into_iter().flat_map(Hunk::pieces).collect()
}

/// Words that stayed, or words that were replaced; never both.
#[derive(Default)]
struct Hunk {
    same: String,
    removed: String,
    added: String,
}

impl Hunk {
    fn is_same(&self) -> bool {
        !self.same.is_empty()
    }

    fn is_replacement(&self) -> bool {
        !self.removed.trim().is_empty() && !self.added.trim().is_empty()
    }

    fn pieces(self) -> impl Iterator<Item = (PieceKind, String)> {
        let pieces = [(PieceKind::Same, self.same), (PieceKind::Removed, self.removed), (PieceKind::Added, self.added)];
        pieces.into_iter().filter(|(_, words)| !words.is_empty())
    }
}

/// A lone space between two replacements belongs to both, so that a phrase is struck out whole and not word by word.
fn phrases(hunks: Vec<Hunk>) -> Vec<Hunk> {
    let mut done: Vec<Hunk> = Vec::new();
    for hunk in hunks {
        let joins = hunk.is_replacement()
            && matches!(done.as_slice(), [.., first, space] if first.is_replacement() && space.is_same() && space.same.trim().is_empty());
        let space = if joins { done.pop() } else { None };
        match (done.last_mut(), space) {
            (Some(phrase), Some(space)) => {
                phrase.removed = format!("{}{}{}", phrase.removed, space.same, hunk.removed);
                phrase.added = format!("{}{}{}", phrase.added, space.same, hunk.added);
            }
            _ => done.push(hunk),
        }
    }
    done
}

#[cfg(test)]
mod tests;
