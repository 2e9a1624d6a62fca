//! One leaf of the old wording against the leaf of the new one that it became.

use super::leaf::{Leaf, Look, Shape};
use crate::render::diff::{BlockKind, PieceKind, word_pieces};

/// A leaf, and what happened to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RedlineLine {
    /// Its number in the new wording, from 1; `None` for what was taken out, and outside the numbered parts.
    pub number: Option<usize>,
    /// What happened to it.
    pub kind: BlockKind,
    /// What it is now; what it was, when it was taken out.
    pub shape: Shape,
    /// As in [`Leaf::level`].
    pub level: u8,
    /// As in [`Leaf::marker`].
    pub marker: String,
    /// Its words in reading order; removed ones stand before what replaced them.
    pub spans: Vec<Span>,
    /// What the marks alone cannot show.
    pub told: Vec<Told>,
}

/// Words of one look that had one fate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Span {
    /// What happened to them.
    pub kind: PieceKind,
    /// How they look now; how they looked, when they were taken out.
    pub look: Look,
    /// Whether they stayed and look otherwise now.
    pub is_restyled: bool,
    /// The words.
    pub words: String,
}

/// A change that is not one of words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Told {
    /// The leaf was something else: what, and what it is now, each with its level.
    Shape((Shape, u8), (Shape, u8)),
    /// These words looked otherwise: the words of both looks ([`Look::word`]).
    Look(String, &'static str, &'static str),
    /// A link of these words: where it led and where it leads; empty for no link.
    Link(String, String, String),
}

impl RedlineLine {
    /// What became of a leaf; `None` on one side: it came or went.
    pub fn of(before: Option<&Leaf>, after: Option<&Leaf>) -> Option<RedlineLine> {
        let now = after.or(before)?;
        let (spans, mut told) = match (before, after) {
            (Some(before), Some(after)) => changed(before, after),
            (Some(gone), None) => whole(gone, PieceKind::Removed),
            (_, _) => whole(now, PieceKind::Added),
        };
        if let (Some(before), Some(after)) = (before, after)
            && (before.shape, before.level) != (after.shape, after.level)
        {
            told.insert(0, Told::Shape((before.shape, before.level), (after.shape, after.level)));
        }
        let kind = match (before, after) {
            (Some(_), None) => BlockKind::Removed,
            (None, _) => BlockKind::Added,
            _ if told.is_empty() && spans.iter().all(|span| span.kind == PieceKind::Same) => BlockKind::Same,
            _ => BlockKind::Changed,
        };
        let (shape, level, marker) = (now.shape, now.level, now.marker.clone());
        Some(RedlineLine { number: None, kind, shape, level, marker, spans, told })
    }
}

fn whole(leaf: &Leaf, kind: PieceKind) -> (Vec<Span>, Vec<Told>) {
    let mut telling = Telling::default();
    for (look, words) in &leaf.runs {
        telling.link(words, look, kind);
    }
    let span =
        |(look, words): &(Look, String)| Span { kind, look: look.clone(), is_restyled: false, words: words.clone() };
    (leaf.runs.iter().map(span).collect(), telling.told)
}

fn changed(before: &Leaf, after: &Leaf) -> (Vec<Span>, Vec<Told>) {
    let (old, new) = (before.text(), after.text());
    let pieces = if old == new { vec![(PieceKind::Same, new)] } else { word_pieces(&old, &new) };
    let (mut was, mut is) = (Cursor::at(&before.runs), Cursor::at(&after.runs));
    let (mut spans, mut telling) = (Vec::new(), Telling::default());
    for (kind, words) in pieces {
        let mut rest = words.as_str();
        while !rest.is_empty() {
            let length = match kind {
                PieceKind::Same => was.left().min(is.left()),
                PieceKind::Removed => was.left(),
                PieceKind::Added => is.left(),
            };
            // Every piece is a stretch of the leaf's own words, so a run never ends inside a letter.
            let length = if length == 0 { rest.len() } else { length.min(rest.len()) };
            let (words, others) = rest.split_at(length);
            let look = if kind == PieceKind::Removed { was.look() } else { is.look() };
            let is_restyled = kind == PieceKind::Same && was.look() != look;
            if kind == PieceKind::Same {
                telling.stayed(words, was.look(), look);
            } else if !has_link(if kind == PieceKind::Added { before } else { after }, look) {
                telling.link(words, look, kind);
            }
            spans.push(Span { kind, look: look.clone(), is_restyled, words: words.to_owned() });
            if kind != PieceKind::Added {
                was.pass(words.len());
            }
            if kind != PieceKind::Removed {
                is.pass(words.len());
            }
            rest = others;
        }
    }
    (spans, telling.told)
}

fn has_link(leaf: &Leaf, look: &Look) -> bool {
    look.link.as_deref().is_some_and(|to| leaf.links().any(|link| link == to))
}

/// What is told, one line for neighbouring words with one change.
#[derive(Default)]
struct Telling {
    told: Vec<Told>,
    /// Whether the last words were told of, so that the next ones may go on.
    is_open: [bool; 2],
}

impl Telling {
    fn stayed(&mut self, words: &str, was: &Look, is: &Look) {
        let (before, after) = (was.word(), is.word());
        self.look(words, before, after);
        self.target(words, was.link.as_deref().unwrap_or_default(), is.link.as_deref().unwrap_or_default());
    }

    fn look(&mut self, words: &str, before: &'static str, after: &'static str) {
        // A space looks the same in every look.
        if before == after || words.trim().is_empty() {
            self.is_open[0] = false;
            return;
        }
        let same = self.told.iter_mut().rev().find_map(|told| match told {
            Told::Look(run, from, to) if *from == before && *to == after => Some(run),
            _ => None,
        });
        match same.filter(|_| self.is_open[0]) {
            Some(run) => run.push_str(words),
            None => self.told.push(Told::Look(words.to_owned(), before, after)),
        }
        self.is_open[0] = true;
    }

    fn link(&mut self, words: &str, look: &Look, kind: PieceKind) {
        let to = look.link.as_deref().unwrap_or_default();
        if kind == PieceKind::Added { self.target(words, "", to) } else { self.target(words, to, "") }
    }

    fn target(&mut self, words: &str, before: &str, after: &str) {
        if before == after {
            self.is_open[1] = false;
            return;
        }
        let same = self.told.iter_mut().rev().find_map(|told| match told {
            Told::Link(run, from, to) if from == before && to == after => Some(run),
            _ => None,
        });
        match same.filter(|_| self.is_open[1]) {
            Some(run) => run.push_str(words),
            None => self.told.push(Told::Link(words.to_owned(), before.to_owned(), after.to_owned())),
        }
        self.is_open[1] = true;
    }
}

/// A place in a leaf's runs.
struct Cursor<'a> {
    runs: &'a [(Look, String)],
    within: usize,
    none: Look,
}

impl<'a> Cursor<'a> {
    fn at(runs: &'a [(Look, String)]) -> Cursor<'a> {
        Cursor { runs, within: 0, none: Look::default() }
    }

    fn look(&self) -> &Look {
        self.runs.first().map_or(&self.none, |(look, _)| look)
    }

    /// Bytes to the end of this run.
    fn left(&self) -> usize {
        self.runs.first().map_or(usize::MAX, |(_, words)| words.len() - self.within)
    }

    /// Goes on by so many bytes, at most to the end of the run.
    fn pass(&mut self, bytes: usize) {
        self.within += bytes;
        if self.left() == 0 {
            (self.runs, self.within) = (self.runs.get(1..).unwrap_or_default(), 0);
        }
    }
}
