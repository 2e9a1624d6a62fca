//! The wording of a letter: its parts, its canonical text and hash, and for which revision a signature counts.
//! Storing and freezing are elsewhere; rendering is `render::markdown`'s.

mod canonical;
mod faults;
mod pieces;

use sha2::{Digest, Sha256};

use crate::domain::language::comma;
use crate::word_enum;

pub use faults::{BODY_MAX, LINE_MAX, PART_MAX, TITLE_MAX, TextFault, TextFaultKind};
pub use pieces::{Piece, Place, mark, paragraphs};

word_enum!(
    /// How a revision differs from the one before it.
    Change {
        /// The first frozen wording.
        First => "first",
        /// Signatures stand.
        Minor => "minor",
        /// Each signatory is asked again.
        Substantive => "substantive",
    }
);

word_enum!(
    /// What it means when a signatory says nothing to a substantive change.
    Silence {
        /// The signature does not stand for the new text. The default.
        Out => "out",
        /// It does, if the question reached the signatory.
        In => "in",
    }
);

word_enum!(
    /// What a signatory answered. "Out" is no answer that is kept: the signature is withdrawn.
    Stand {
        /// The signature stands for the new text too.
        In => "in",
        /// First they want to talk.
        Talk => "talk",
    }
);

/// To whom the letter speaks.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(default)]
pub struct Addressee {
    /// The name of a person or body.
    pub name: String,
    /// The office.
    pub role: String,
    /// The body that the person speaks for.
    pub body: String,
    /// The place.
    pub place: String,
}

impl Addressee {
    /// What is given of it, in the order of a line.
    pub fn parts(&self) -> impl Iterator<Item = &str> {
        let all = [&self.name, &self.role, &self.body, &self.place];
        all.into_iter().map(String::as_str).filter(|part| !part.is_empty())
    }

    /// In one line of a letter in this language.
    pub fn line(&self, language: &str) -> String {
        self.parts().collect::<Vec<_>>().join(comma(language))
    }
}

/// Who signs at the foot of the letter by office, apart from the signatories.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(default)]
pub struct Officer {
    /// The person's name.
    pub name: String,
    /// The person's title.
    pub title: String,
}

/// What somebody said, printed with the person's name.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(default)]
pub struct Quote {
    /// The words; Markdown, may have several paragraphs.
    pub text: String,
    /// Who said it.
    pub name: String,
    /// The person's title.
    pub title: String,
    /// Whom the person speaks for.
    pub organisation: String,
}

/// Everything that is signed, in one language. What is not in it (place, date, conveners) may change freely.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(default)]
pub struct LetterText {
    /// One line, at most 400 characters.
    pub title: String,
    /// In the order in which they are printed; may be empty.
    pub addressees: Vec<Addressee>,
    /// What it is about, in one line.
    pub re_line: String,
    /// "Dear …"; may have several lines.
    pub salutation: String,
    /// Markdown; with quotes, asks and background at most 100 KB.
    pub body: String,
    /// In the order in which they are printed, after the body; may be empty.
    pub quotes: Vec<Quote>,
    /// The demands, printed as a numbered list; each is Markdown of one line. May be empty.
    pub asks: Vec<String>,
    /// The heading above the background, in the letter's language; empty: a rule stands there.
    pub background_heading: String,
    /// What readers should know beside the statement itself; Markdown, may be empty.
    pub background: String,
    /// "Yours sincerely"; may have several lines.
    pub closing: String,
    /// In the order in which they are printed; may be empty.
    pub officers: Vec<Officer>,
}

/// The SHA-256 of a canonical text in 64 lower-case hexadecimal digits.
pub fn text_sha256(canonical: &str) -> String {
    use std::fmt::Write;
    Sha256::digest(canonical.as_bytes()).iter().fold(String::with_capacity(64), |mut hex, byte| {
        // Writing to a String cannot fail.
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}

/// Whether a signature of revision `signed` counts for `revision`: only minor changes lie between.
///
/// `changes` names each revision's change. A revision that is not named counts as substantive, and a signature never
/// counts for an older wording than the one it saw.
pub fn counts_for(signed: i32, revision: i32, changes: &[(i32, Change)]) -> bool {
    let is_minor = |n: i32| changes.iter().any(|&(number, change)| number == n && change == Change::Minor);
    signed <= revision && (signed.saturating_add(1)..=revision).all(is_minor)
}

#[cfg(test)]
mod tests;
