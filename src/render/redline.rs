//! Two wordings of a letter side by side in one text, part by part, with numbered paragraphs: what a lawyer gets to print.

use super::diff::{BlockKind, DiffBlock, diff};
use crate::domain::revision::LetterText;

/// A part of the letter, and what happened to its paragraphs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RedlinePart {
    /// The word of the part, for the catalogue: `redline-part-` + word.
    pub word: &'static str,
    /// Its paragraphs in reading order.
    pub lines: Vec<RedlineLine>,
}

/// A paragraph.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RedlineLine {
    /// Its number in the new wording, from 1; `None` for what was taken out, and outside the body.
    pub number: Option<usize>,
    /// What happened to it.
    pub block: DiffBlock,
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
            let is_numbered = matches!(word, "body" | "quotes" | "asks" | "background");
            let lines: Vec<RedlineLine> = diff(&before, &after)
                .into_iter()
                .map(|block| {
                    let counts = is_numbered && block.kind != BlockKind::Removed;
                    number += usize::from(counts);
                    RedlineLine { number: counts.then_some(number), block }
                })
                .collect();
            redline.changed += lines.iter().filter(|line| line.block.kind != BlockKind::Same).count();
            if !lines.is_empty() {
                redline.parts.push(RedlinePart { word, lines });
            }
        }
        redline
    }
}

/// The parts in reading order, each as paragraphs between empty lines.
fn parts(text: &LetterText) -> [(&'static str, String); 10] {
    let row = |pieces: &[&String]| {
        pieces.iter().map(|piece| piece.trim()).filter(|piece| !piece.is_empty()).collect::<Vec<_>>().join(", ")
    };
    let rows = |rows: Vec<String>| rows.join("\n\n");
    let quotes = text.quotes.iter().map(|quote| {
        let said_by = row(&[&quote.name, &quote.title, &quote.organisation]);
        if said_by.is_empty() { quote.text.clone() } else { format!("{}\n\n— {said_by}", quote.text.trim_end()) }
    });
    [
        ("title", text.title.clone()),
        ("to", rows(text.addressees.iter().map(|one| row(&[&one.name, &one.role, &one.body, &one.place])).collect())),
        ("re_line", text.re_line.clone()),
        ("salutation", text.salutation.clone()),
        ("body", text.body.clone()),
        ("quotes", rows(quotes.collect())),
        ("asks", rows(text.asks.clone())),
        ("background", rows(vec![text.background_heading.clone(), text.background.clone()])),
        ("closing", text.closing.clone()),
        ("officers", rows(text.officers.iter().map(|one| row(&[&one.name, &one.title])).collect())),
    ]
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::domain::revision::{Officer, Quote};
    use crate::render::diff::PieceKind;

    fn words_of(redline: &Redline, without: PieceKind) -> Vec<String> {
        let pieces = redline.parts.iter().flat_map(|part| &part.lines).map(|line| {
            let kept = line.block.pieces.iter().filter(|(kind, _)| *kind != without);
            kept.map(|(_, words)| words.as_str()).collect::<String>()
        });
        pieces.flat_map(|line| line.split_whitespace().map(str::to_owned).collect::<Vec<_>>()).collect()
    }

    fn words_in(text: &LetterText) -> Vec<String> {
        parts(text)
            .iter()
            .flat_map(|(_, part)| part.split_whitespace().map(str::to_owned).collect::<Vec<_>>())
            .collect()
    }

    #[test]
    fn paragraphs_of_the_new_wording_are_numbered_through() {
        let old = LetterText { body: "One.\n\nTwo words.\n\nThree.".into(), ..LetterText::default() };
        let new = LetterText { body: "One.\n\nThree.".into(), asks: vec!["Pay.".into()], ..LetterText::default() };
        let redline = Redline::between(&old, &new);
        let numbers: Vec<_> = redline.parts.iter().flat_map(|part| &part.lines).map(|line| line.number).collect();
        assert_eq!(numbers, [Some(1), None, Some(2), Some(3)]);
        assert_eq!(redline.changed, 2);
    }

    prop_compose! {
        fn wording()(
            title in "[ab ]{0,8}", body in "[abc\n ]{0,40}", ask in "[ab]{0,4}", quote in "[ab \n]{0,12}", name in "[a-c]{0,3}",
        ) -> LetterText {
            LetterText {
                title, body, asks: vec![ask],
                quotes: vec![Quote { text: quote, name: name.clone(), ..Quote::default() }],
                officers: vec![Officer { name, title: String::new() }],
                ..LetterText::default()
            }
        }
    }

    proptest! {
        #[test]
        fn a_redline_says_every_word_of_both_wordings(old in wording(), new in wording()) {
            let redline = Redline::between(&old, &new);
            prop_assert_eq!(words_of(&redline, PieceKind::Added).concat(), words_in(&old).concat());
            prop_assert_eq!(words_of(&redline, PieceKind::Removed).concat(), words_in(&new).concat());
        }

        #[test]
        fn a_wording_differs_in_nothing_from_itself(text in wording()) {
            prop_assert_eq!(Redline::between(&text, &text).changed, 0);
        }
    }
}
