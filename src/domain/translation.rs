//! A translation is kept piece by piece, each under the mark of the source words it was made from. So a paragraph that moved keeps
//! its translation, one whose words changed is stale, and one that is gone is kept and not used.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use unicode_normalization::UnicodeNormalization;

use crate::domain::revision::{BODY_MAX, LINE_MAX, LetterText, PART_MAX, Piece, Place, mark, paragraphs, text_sha256};
use crate::word_enum;

word_enum!(
    /// Where the translation of one piece stands.
    Condition {
        /// It was made from these very words.
        Done => "done",
        /// The source words changed since.
        Stale => "stale",
        /// Nobody translated it yet.
        Missing => "missing",
    }
);

/// The newest translation of some source words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rendering {
    /// The mark of the source words.
    pub mark: String,
    /// How often these words were saved.
    pub n: i32,
    /// Where they stood when it was saved last.
    pub place: String,
    /// The source words.
    pub source: String,
    /// Their translation; may be empty.
    pub text: String,
}

/// One piece of the source with its translation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Slot {
    /// The source words and where they stand.
    pub piece: Piece,
    /// The mark of the source words.
    pub mark: String,
    /// Where the translation stands.
    pub condition: Condition,
    /// The translation; of other words while it is stale, empty while it is missing.
    pub text: String,
    /// The number of the newest save of these very words; 0 without one.
    pub n: i32,
    /// The words it was made from, while it is stale.
    pub was: Option<String>,
}

/// A source text beside its translation.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Beside {
    /// The source's pieces in the order of reading.
    pub slots: Vec<Slot>,
    /// Translations of words that the source does not have any more.
    pub unused: Vec<Rendering>,
}

impl Beside {
    /// Puts each translation beside the words that it is of.
    pub fn new(source: &LetterText, renderings: &[Rendering]) -> Beside {
        let pieces: Vec<(Piece, String)> =
            source.pieces().into_iter().map(|piece| (piece.clone(), piece.mark())).collect();
        let used: HashSet<&str> = pieces.iter().map(|(_, mark)| mark.as_str()).collect();
        let mut left: Vec<&Rendering> =
            renderings.iter().filter(|one| !used.contains(one.mark.as_str()) && !one.text.is_empty()).collect();
        let mut slots = Vec::with_capacity(pieces.len());
        for (piece, mark) in pieces {
            let own = renderings.iter().find(|one| one.mark == mark);
            let mut slot = Slot {
                condition: Condition::Missing,
                text: String::new(),
                n: own.map_or(0, |one| one.n),
                was: None,
                piece,
                mark,
            };
            if let Some(own) = own.filter(|one| !one.text.is_empty()) {
                slot.condition = Condition::Done;
                slot.text.clone_from(&own.text);
            } else if let Some(at) = earlier(&slot.piece, &left) {
                let before = left.remove(at);
                slot.condition = Condition::Stale;
                slot.text.clone_from(&before.text);
                slot.was = Some(before.source.clone());
            }
            slots.push(slot);
        }
        Beside { slots, unused: left.into_iter().cloned().collect() }
    }

    /// How many pieces are in this condition.
    pub fn count(&self, condition: Condition) -> usize {
        self.slots.iter().filter(|slot| slot.condition == condition).count()
    }

    /// Whether every piece is translated from its present words.
    pub fn is_complete(&self) -> bool {
        !self.slots.is_empty() && self.slots.iter().all(|slot| slot.condition == Condition::Done)
    }

    /// The places that are printed in the source's language, because nothing is translated from their present words.
    pub fn left_in_source(&self) -> Vec<Place> {
        self.slots.iter().filter(|slot| slot.condition != Condition::Done).map(|slot| slot.piece.place).collect()
    }

    /// The fingerprint of the source and its translation together: what was approved beside other words is not approved.
    pub fn fingerprint(&self, source: &LetterText) -> String {
        text_sha256(&format!("{}\0{}", source.canonical(), self.text(source).canonical()))
    }

    /// The translated text: what is stale or missing stands in the source's language.
    pub fn text(&self, source: &LetterText) -> LetterText {
        let done: BTreeMap<Place, &str> = self
            .slots
            .iter()
            .filter(|slot| slot.condition == Condition::Done)
            .map(|slot| (slot.piece.place, slot.text.as_str()))
            .collect();
        source.map_pieces(|place, _| done.get(&place).map(|text| (*text).to_owned()))
    }
}

/// The translation that was most likely made for this piece before its words changed: of the same kind and place, else of the same
/// kind with at least half of the words in common.
fn earlier(piece: &Piece, left: &[&Rendering]) -> Option<usize> {
    let alike = |one: &Rendering| {
        let word = one.place.parse::<Place>().map(Place::word);
        if word != Ok(piece.place.word()) {
            return 0;
        }
        likeness(&piece.text, &one.source)
    };
    let best = (0..left.len()).max_by_key(|at| alike(left[*at])).filter(|at| alike(left[*at]) >= 50);
    best.or_else(|| left.iter().position(|one| one.place == piece.place.to_string()))
}

/// How many of a hundred words two texts share.
fn likeness(one: &str, other: &str) -> usize {
    let words = |text: &str| text.split_whitespace().map(str::to_lowercase).collect::<BTreeSet<_>>();
    let (one, other) = (words(one), words(other));
    let all = one.union(&other).count();
    (one.intersection(&other).count() * 100).checked_div(all).unwrap_or(0)
}

/// What a translator typed, as it is kept: NFC, ends of lines as one character, and as one piece: an empty line would make two
/// paragraphs of one, and the places would not agree any more.
pub fn tidy(place: Place, typed: &str) -> String {
    let text: String = typed.replace("\r\n", "\n").replace('\r', "\n").nfc().collect();
    let text = text.trim();
    match place {
        Place::Salutation | Place::Closing => text.to_owned(),
        _ if !place.is_markdown() || matches!(place, Place::Ask(_)) => {
            text.split_whitespace().collect::<Vec<_>>().join(" ")
        }
        _ if paragraphs(text).len() > 1 => {
            text.lines().filter(|line| !line.trim().is_empty()).collect::<Vec<_>>().join("\n")
        }
        _ => text.to_owned(),
    }
}

/// The most characters that the translation of a piece may have.
pub fn limit(place: Place) -> usize {
    match place {
        Place::Salutation | Place::Closing => PART_MAX,
        _ if place.is_markdown() => BODY_MAX / 4,
        _ => LINE_MAX,
    }
}

/// The piece of a text with this mark.
pub fn piece_with(text: &LetterText, wanted: &str) -> Option<Piece> {
    text.pieces().into_iter().find(|piece| mark(&piece.text) == wanted)
}

/// A BCP 47 tag as it stands in addresses: two or three letters and further parts of letters and digits, e.g. `pt-BR`.
pub fn is_tag(tag: &str) -> bool {
    let mut parts = tag.split('-');
    let first = parts.next().unwrap_or_default();
    (2..=3).contains(&first.len())
        && first.bytes().all(|byte| byte.is_ascii_lowercase())
        && tag.len() <= 35
        && parts.all(|part| (1..=8).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphanumeric()))
}

/// One line of a glossary: a term and what it is called in the other language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Term {
    /// In the letter's language.
    pub source: String,
    /// In the translation's.
    pub target: String,
}

/// The glossary's lines, each `term = its translation`. Lines of another form are left out.
pub fn terms(glossary: &str) -> Vec<Term> {
    let line = |line: &str| {
        let (source, target) = line.split_once('=')?;
        let term = Term { source: source.trim().to_owned(), target: target.trim().to_owned() };
        (!term.source.is_empty() && !term.target.is_empty()).then_some(term)
    };
    glossary.lines().filter_map(line).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn source(body: &str) -> LetterText {
        LetterText { title: "For the rivers".into(), body: body.into(), ..LetterText::default() }
    }

    fn rendering(place: &str, source: &str, text: &str) -> Rendering {
        Rendering { mark: mark(source), n: 1, place: place.into(), source: source.into(), text: text.into() }
    }

    #[test]
    fn a_paragraph_that_moved_keeps_its_translation_and_one_that_changed_is_stale() {
        let made = [
            rendering("title", "For the rivers", "من أجل الأنهار"),
            rendering("body-0", "We ask for a body.", "نطلب هيئة."),
            rendering("body-1", "It must report in public.", "يجب أن تقدم تقاريرها علنا."),
            rendering("body-2", "Nobody else says this.", "لا أحد."),
        ];
        let now = source("A new beginning, unlike all.\n\nWe ask for a body.\n\nIt must report in public every year.");
        let beside = Beside::new(&now, &made);
        let told: Vec<_> = beside.slots.iter().map(|slot| (slot.piece.place.to_string(), slot.condition)).collect();
        let expected = [
            ("title", Condition::Done),
            ("body-0", Condition::Missing),
            ("body-1", Condition::Done),
            ("body-2", Condition::Stale),
        ];
        assert_eq!(told, expected.map(|(place, condition)| (place.to_owned(), condition)));
        assert_eq!(beside.slots[3].was.as_deref(), Some("It must report in public."));
        assert_eq!(beside.unused.len(), 1, "what is gone is kept");
        let text = beside.text(&now);
        assert_eq!(text.title, "من أجل الأنهار");
        assert_eq!(text.body, "A new beginning, unlike all.\n\nنطلب هيئة.\n\nIt must report in public every year.");
    }

    #[test]
    fn an_empty_line_in_a_translation_makes_no_second_paragraph() {
        assert_eq!(tidy(Place::Body(0), "Una.\r\n\r\nDos."), "Una.\nDos.");
        assert_eq!(tidy(Place::Title, " a\n b "), "a b");
        assert_eq!(tidy(Place::Body(0), "e\u{301}"), "é");
    }

    #[test]
    fn tags_and_glossary_lines_of_another_form_are_left_out() {
        for good in ["es", "ar", "zh-Hant", "pt-BR", "es-419"] {
            assert!(is_tag(good), "{good}");
        }
        for bad in ["", "e", "ES", "card.png", "es-", "-es", "signatories", "a/b"] {
            assert!(!is_tag(bad), "{bad}");
        }
        assert_eq!(terms("TRIPS = ADPIC\nnothing\n= x").len(), 1);
    }

    proptest! {
        #[test]
        fn a_translated_text_has_its_pieces_at_the_same_places(
            body in proptest::collection::vec("[a-z]{1,8}( [a-z]{1,8}){0,5}", 1..8),
            typed in proptest::collection::vec("\\PC{0,40}(\r\n\r\n)?[ا-ي]{1,9}", 8),
        ) {
            let text = source(&body.join("\n\n"));
            let made: Vec<Rendering> = text
                .pieces()
                .into_iter()
                .zip(typed.iter().cycle())
                .map(|(piece, typed)| {
                    rendering(&piece.place.to_string(), &piece.text, &format!("ن{}", tidy(piece.place, typed)))
                })
                .collect();
            let beside = Beside::new(&text, &made);
            prop_assert!(beside.is_complete());
            let places = |text: &LetterText| text.pieces().into_iter().map(|piece| piece.place).collect::<Vec<_>>();
            prop_assert_eq!(places(&beside.text(&text)), places(&text));
        }
    }
}
