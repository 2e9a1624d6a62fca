//! Comments on a draft: what a reviewer says of each piece of the text, what each sentence costs, and who is asked.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};
use unicode_segmentation::UnicodeSegmentation;

use crate::domain::country::{CountryCode, Recognition, recognise};
use crate::domain::email::EmailAddress;
use crate::domain::ids::CoordinatorId;
use crate::domain::text::line;
use crate::word_enum;

/// The longest comment, proposal or condition, in characters.
pub const COMMENT_CHARS: usize = 4000;
/// The most people who can be asked in one round.
pub const MOST_REVIEWERS: usize = 500;
/// The longest name of a person or organisation, in characters.
pub const NAME_CHARS: usize = 300;

/// What parts a pasted line, also as Arabic and Chinese keyboards type it.
const SEPARATORS: [char; 7] = [',', '\t', ';', '،', '؛', '，', '；'];

/// White space, and the marks that a program puts around words of another direction when it copies them.
fn is_blank(letter: char) -> bool {
    letter.is_whitespace()
        || matches!(letter, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

word_enum! {
    /// What a reviewer says of one paragraph.
    Stance {
        /// Nothing against it.
        Fine => "fine",
        /// Not liked, and no obstacle.
        CanLive => "can_live",
        /// The organisation does not sign with this paragraph.
        CannotSign => "cannot_sign",
    }
}

word_enum! {
    /// What became of a proposed wording.
    Outcome {
        /// It stands in the draft, as proposed or merged with others.
        Accepted => "accepted",
        /// It does not, and the reviewer was told why.
        Refused => "refused",
    }
}

/// Who comments: asked by mail, or a coordinator at the desk.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reviewer {
    /// The organisation; empty for a coordinator who speaks for none.
    pub organisation: String,
    /// The person's name.
    pub name: String,
    /// Where the link goes.
    pub email: String,
    /// The code of the organisation's country; empty without an organisation.
    pub country: String,
    /// The account of a coordinator who comments at the desk; `None` for whoever was sent a link.
    #[serde(default)]
    pub coordinator: Option<CoordinatorId>,
}

impl Reviewer {
    /// The organisation and the person, as voices are told apart; a person who speaks for no organisation stands alone.
    pub fn label(&self) -> String {
        if self.organisation.is_empty() { self.name.clone() } else { format!("{}, {}", self.organisation, self.name) }
    }

    /// Reads a line "Organisation, name, address, country". The organisation may have commas.
    pub fn parse(typed: &str) -> Option<Reviewer> {
        let mut parts = typed.rsplitn(4, SEPARATORS).map(|part| part.trim_matches(is_blank));
        let (country, email, name, organisation) = (parts.next()?, parts.next()?, parts.next()?, parts.next()?);
        let Recognition::Known(country) = recognise(country) else { return None };
        Some(Reviewer {
            organisation: line(organisation, NAME_CHARS).ok()?,
            name: line(name, NAME_CHARS).ok()?,
            email: EmailAddress::parse(email).ok()?.as_str().to_owned(),
            country: country.as_str().to_owned(),
            coordinator: None,
        })
    }
}

/// What a reviewer says of one piece.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Said {
    /// Whether the organisation could sign with it.
    pub stance: Option<Stance>,
    /// A comment, or empty.
    pub comment: String,
    /// The words that the comment is about, or empty.
    pub quoted: String,
    /// Another wording of the whole piece, or empty.
    pub proposal: String,
}

impl Said {
    /// Whether nothing is said.
    pub fn is_empty(&self) -> bool {
        *self == Said::default()
    }
}

/// All that a reviewer says.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answer {
    /// By the place of each piece in the commented text.
    pub pieces: BTreeMap<String, Said>,
    /// "We sign if …", or empty.
    pub condition: String,
}

impl Answer {
    /// Whether nothing is said.
    pub fn is_empty(&self) -> bool {
        self.condition.is_empty() && self.pieces.values().all(Said::is_empty)
    }
}

/// What was decided on one proposal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Decision {
    /// Accepted or refused.
    pub outcome: Outcome,
    /// Why it was refused, or empty.
    pub reason: String,
    /// The wording that was decided on: a later one is open again.
    pub proposal: String,
    /// The edit that it entered, when accepted.
    pub edit: Option<i32>,
}

/// What a piece costs: how many organisations, of how many countries, say so.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Cost {
    /// Organisations that cannot sign.
    pub cannot_sign: usize,
    /// Their countries.
    pub cannot_sign_countries: usize,
    /// Organisations that can live with it.
    pub can_live: usize,
    /// Their countries.
    pub can_live_countries: usize,
    /// Organisations that are fine with it.
    pub fine: usize,
}

/// Counts the stances on one place. Two reviewers of one organisation count once, by the harder stance; who speaks for no
/// organisation does not count.
pub fn cost<'a>(answers: impl Iterator<Item = (&'a Reviewer, &'a Answer)>, place: &str) -> Cost {
    counted(answers.filter_map(|(who, answer)| Some((who, answer.pieces.get(place)?.stance?))))
}

/// What single sentences of one place cost: whoever quoted words of a sentence says of it what they say of the paragraph. In reading
/// order; sentences that nobody quoted are left out, and a paragraph of one sentence has none. Words that stand in several sentences
/// count for the first. `plain` is the paragraph as readers see it.
pub fn sentence_costs<'a>(
    answers: impl Iterator<Item = (&'a Reviewer, &'a Answer)>,
    place: &str,
    plain: &str,
) -> Vec<(String, Cost)> {
    let plain = one_line(plain);
    // Where each sentence begins and ends (UAX #29).
    let bounds = plain.split_sentence_bound_indices().map(|(at, words)| (at, at + words.len()));
    let sentences: Vec<(usize, usize)> = bounds.collect();
    if sentences.len() < 2 {
        return Vec::new();
    }
    let mut voices: Vec<Vec<(&Reviewer, Stance)>> = vec![Vec::new(); sentences.len()];
    for (who, answer) in answers {
        let Some(said) = answer.pieces.get(place) else { continue };
        let Some(stance) = said.stance else { continue };
        for quoted in said.quoted.lines().map(one_line).filter(|quoted| !quoted.is_empty()) {
            let Some(from) = plain.find(&quoted) else { continue };
            let to = from + quoted.len();
            for (of, (begin, end)) in voices.iter_mut().zip(&sentences) {
                if from < *end && to > *begin {
                    of.push((who, stance));
                }
            }
        }
    }
    let quoted = sentences.iter().zip(voices).filter(|(_, voices)| !voices.is_empty());
    quoted.map(|((begin, end), voices)| (plain[*begin..*end].trim().to_owned(), counted(voices.into_iter()))).collect()
}

/// With single spaces and without the marks of notes, as it is copied from a page or typed from it.
fn one_line(text: &str) -> String {
    let mut words = String::new();
    let mut rest = text;
    while let Some((before, (_, after))) =
        rest.split_once("[^").and_then(|(before, mark)| Some((before, mark.split_once(']')?)))
    {
        words.push_str(before);
        rest = after;
    }
    words.push_str(rest);
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn counted<'a>(stances: impl Iterator<Item = (&'a Reviewer, Stance)>) -> Cost {
    let mut hardest: BTreeMap<String, (Stance, &str)> = BTreeMap::new();
    for (who, stance) in stances.filter(|(who, _)| !who.organisation.is_empty()) {
        let one = hardest.entry(who.organisation.to_lowercase()).or_insert((stance, &who.country));
        if stance > one.0 {
            *one = (stance, &who.country);
        }
    }
    let of = |wanted: Stance| -> (usize, usize) {
        let all: Vec<&str> = hardest.values().filter(|(stance, _)| *stance == wanted).map(|(_, code)| *code).collect();
        let is_counted = |code: &&str| CountryCode::parse(code).is_some_and(CountryCode::is_counted);
        (all.len(), all.iter().copied().filter(is_counted).collect::<BTreeSet<_>>().len())
    };
    let ((cannot_sign, cannot_sign_countries), (can_live, can_live_countries)) =
        (of(Stance::CannotSign), of(Stance::CanLive));
    Cost { cannot_sign, cannot_sign_countries, can_live, can_live_countries, fine: of(Stance::Fine).0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn who(organisation: &str, country: &str) -> Reviewer {
        Reviewer {
            organisation: organisation.into(),
            name: "A".into(),
            email: "a@b.example".into(),
            country: country.into(),
            coordinator: None,
        }
    }

    #[test]
    fn a_pasted_line_names_a_reviewer_even_when_the_organisation_has_a_comma() {
        let read =
            Reviewer::parse("Rivers, Lakes and Seas, Salma al-Wadi, salma@rivers.example, Lebanon").expect("one");
        assert_eq!((&*read.organisation, &*read.country), ("Rivers, Lakes and Seas", "LB"));
        for line in ["", "Rivers, Salma, LB", "Rivers, Salma, no address, LB", "Rivers, Salma, a@b.example, Atlantis"] {
            assert_eq!(Reviewer::parse(line), None, "{line}");
        }
    }

    #[test]
    fn a_line_of_mixed_directions_and_decomposed_letters_is_read_as_the_same_people() {
        let arabic = Reviewer::parse("جمعية زيتون، سلمى حداد، \u{200e}salma@zaytun.example\u{200f}، LB").expect("one");
        assert_eq!((&*arabic.organisation, &*arabic.email), ("جمعية زيتون", "salma@zaytun.example"));
        let (composed, decomposed) =
            ("Señales, José, jose@a.example, CL", "Sen\u{303}ales, Jose\u{301}, jose@a.example, CL");
        assert_eq!(Reviewer::parse(composed), Reviewer::parse(decomposed));
        assert_eq!(Reviewer::parse("Rivers \u{202e}evil, A, a@b.example, LB"), None);
    }

    #[test]
    fn a_paragraph_costs_each_organisation_once_by_its_harder_stance() {
        let says = |stance| Answer {
            pieces: [("body-0".to_owned(), Said { stance: Some(stance), ..Said::default() })].into(),
            ..Answer::default()
        };
        let rows = [
            (who("Rivers", "LB"), says(Stance::Fine)),
            (who("rivers", "LB"), says(Stance::CannotSign)),
            (who("Wells", "LB"), says(Stance::CannotSign)),
            (who("Lakes", "KE"), says(Stance::CanLive)),
            // A lawyer at the desk, who speaks for nobody.
            (who("", ""), says(Stance::CannotSign)),
        ];
        let cost = cost(rows.iter().map(|(who, said)| (who, said)), "body-0");
        assert_eq!((cost.cannot_sign, cost.cannot_sign_countries, cost.can_live, cost.fine), (2, 1, 1, 0));
    }

    #[test]
    fn a_sentence_costs_those_who_quoted_words_of_it() {
        let says = |stance, quoted: &str| Answer {
            pieces: [("body-0".to_owned(), Said { stance: Some(stance), quoted: quoted.into(), ..Said::default() })]
                .into(),
            ..Answer::default()
        };
        let costs = |plain: &str, rows: &[(Reviewer, Answer)]| -> Vec<(String, usize, usize, usize)> {
            sentence_costs(rows.iter().map(|(who, said)| (who, said)), "body-0", plain)
                .into_iter()
                .map(|(sentence, cost)| (sentence, cost.cannot_sign, cost.cannot_sign_countries, cost.can_live))
                .collect()
        };
        let rows = [
            (who("Rivers", "LB"), says(Stance::CannotSign, "stop[^2] every\n")),
            (who("Wells", "LB"), says(Stance::CannotSign, "dam")),
            (who("Wells", "LB"), says(Stance::CanLive, "dam")),
            // From the middle of one sentence into the next.
            (who("Lakes", "KE"), says(Stance::CanLive, "We stop every dam. Water")),
            (who("Seas", "KE"), says(Stance::CannotSign, "words of an older draft")),
            (who("Bogs", "IE"), says(Stance::Fine, "")),
        ];
        let found = costs("The river is ours. We stop every[^note]\ndam. Water is life.", &rows);
        assert_eq!(found, [("We stop every dam.".to_owned(), 2, 1, 1), ("Water is life.".to_owned(), 0, 0, 1)]);
        let open = [(who("Rivers", "LB"), says(Stance::CannotSign, "a mark [^ without an end"))];
        assert_eq!(costs("One. Here is a mark [^ without an end.", &open).len(), 1);
        assert!(costs("We stop every dam.", &rows).is_empty(), "of one sentence the paragraph tells all");
        let chinese = [(who("Rivers", "CN"), says(Stance::CannotSign, "水坝"))];
        assert_eq!(costs("河流是我们的。我们反对水坝。", &chinese), [("我们反对水坝。".to_owned(), 1, 1, 0)]);
        let arabic = [(who("Rivers", "LB"), says(Stance::CannotSign, "السدود"))];
        assert_eq!(costs("هل النهر لنا؟ نرفض السدود.", &arabic), [("نرفض السدود.".to_owned(), 1, 1, 0)]);
    }
}
