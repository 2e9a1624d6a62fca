//! What the kinds of documents say around their text: what a reaction answers, where an excerpt comes from, tags. Printed with
//! the text and no part of what is signed.

use serde::{Deserialize, Serialize};

use super::Kind;
use crate::domain::email::Website;
use crate::domain::organisation::parse_tags;
use crate::domain::text::optional_line;
use crate::word_enum;

/// The longest part, in characters.
pub const PARTICULAR_CHARS: usize = 400;

/// The event or text that a document answers.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Occasion {
    /// What happened, or what was said.
    pub what: String,
    /// Where.
    pub place: String,
    /// When, as it is printed.
    pub dated: String,
    /// A link to it, or empty.
    pub link: String,
}

/// The document that this one is an excerpt of.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Source {
    /// Its title.
    pub title: String,
    /// Who published it.
    pub publisher: String,
    /// When it was released, as it is printed; may differ from this document's own date.
    pub dated: String,
    /// A link to the whole, or empty.
    pub link: String,
}

/// All of it. Every part may be empty.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Particulars {
    /// What the document answers.
    pub occasion: Occasion,
    /// What it is taken from.
    pub source: Source,
    /// Words under which it is filed, in the order typed.
    pub tags: Vec<String>,
}

/// What is wrong with a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ParticularFault {
    /// The form field.
    pub field: &'static str,
    /// The code of the sentence.
    pub code: &'static str,
    /// What the sentence counts.
    pub limit: usize,
}

impl Particulars {
    /// Tidies what was typed.
    ///
    /// # Errors
    /// Everything that is wrong, so that a person mends it all at once.
    pub fn parse(typed: Particulars, tags: &str) -> Result<Particulars, Vec<ParticularFault>> {
        let mut faults = Vec::new();
        let Particulars { mut occasion, mut source, .. } = typed;
        let mut line = |field, text: &mut String| match optional_line(text, PARTICULAR_CHARS) {
            Ok(tidy) => *text = tidy.unwrap_or_default(),
            Err(fault) => faults.push(ParticularFault { field, code: fault.code(), limit: PARTICULAR_CHARS }),
        };
        line("event_what", &mut occasion.what);
        line("event_place", &mut occasion.place);
        line("event_dated", &mut occasion.dated);
        line("source_title", &mut source.title);
        line("source_publisher", &mut source.publisher);
        line("source_dated", &mut source.dated);
        for (field, link) in [("event_link", &mut occasion.link), ("source_link", &mut source.link)] {
            match link.trim() {
                "" => link.clear(),
                typed => match Website::parse(typed) {
                    Ok(website) => *link = website.as_url().to_owned(),
                    Err(fault) => faults.push(ParticularFault { field, code: fault.code(), limit: 0 }),
                },
            }
        }
        let tags = parse_tags(tags).unwrap_or_else(|fault| {
            faults.push(ParticularFault { field: "tags", code: fault.code, limit: fault.limit });
            Vec::new()
        });
        if faults.is_empty() { Ok(Particulars { occasion, source, tags }) } else { Err(faults) }
    }
}

word_enum!(
    /// A part of a document's form. The word is the section's in ids and in the catalogue.
    Section {
        /// To whom it speaks.
        To => "to",
        /// Who convenes it.
        From => "from",
        /// What it answers.
        Occasion => "occasion",
        /// What it is taken from.
        Source => "source",
        /// Who said what.
        Quotes => "quotes",
        /// What it demands.
        Asks => "asks",
        /// What readers should know beside it.
        Background => "background",
        /// Who signs by office.
        Officers => "officers",
        /// Under which words it is filed.
        Tags => "tags",
    }
);

/// What a kind of document cannot do without.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Need {
    /// Somebody to whom it speaks.
    Addressee,
    /// What it answers.
    Occasion,
    /// Whom the press may ask, or who convenes it.
    Asked,
}

impl Kind {
    /// The sections that this kind usually has, in the order of its form; the others stay folded below.
    pub const fn sections(self) -> &'static [Section] {
        match self {
            Kind::OpenLetter => &[Section::To, Section::From, Section::Asks, Section::Officers],
            Kind::Letter => &[Section::To, Section::From, Section::Officers, Section::Asks],
            Kind::JointStatement => &[Section::From, Section::Asks, Section::Source, Section::Tags],
            Kind::PressRelease => &[Section::From, Section::Quotes, Section::Background, Section::Tags],
            Kind::Reaction => &[Section::Occasion, Section::Quotes, Section::Background, Section::From, Section::Tags],
        }
    }

    /// The sections of its form: the usual ones first.
    pub fn all_sections(self) -> impl Iterator<Item = Section> {
        let usual = self.sections();
        usual.iter().copied().chain(Section::ALL.iter().copied().filter(move |one| !usual.contains(one)))
    }

    /// What it must have before it is opened, beyond a title and a text.
    pub const fn needs(self) -> Option<Need> {
        match self {
            Kind::OpenLetter | Kind::JointStatement => None,
            Kind::Letter => Some(Need::Addressee),
            Kind::PressRelease => Some(Need::Asked),
            Kind::Reaction => Some(Need::Occasion),
        }
    }

    /// Whether readers expect a list of signatories. The other kinds show one only when somebody signed.
    pub const fn expects_signatories(self) -> bool {
        matches!(self, Kind::OpenLetter | Kind::JointStatement)
    }

    /// Whether its page itself tells journalists whom to ask.
    pub const fn prints_contacts(self) -> bool {
        matches!(self, Kind::PressRelease | Kind::Reaction)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_has_a_form_of_its_own_that_leaves_no_section_out() {
        for kind in Kind::ALL {
            let mut sections: Vec<Section> = kind.all_sections().collect();
            sections.sort();
            assert_eq!(sections, Section::ALL, "{kind}");
            assert!(Kind::ALL.iter().filter(|other| other.sections() == kind.sections()).count() == 1, "{kind}");
        }
    }

    #[test]
    fn every_fault_is_told_beside_its_field() {
        let typed = Particulars {
            occasion: Occasion { what: "x".repeat(401), link: "not a link".into(), ..Occasion::default() },
            source: Source { title: " The  whole\u{7} ".into(), ..Source::default() },
            tags: Vec::new(),
        };
        let faults = Particulars::parse(typed, "water, Water, floods").expect_err("faults");
        let fields: Vec<_> = faults.iter().map(|fault| fault.field).collect();
        assert_eq!(fields, ["event_what", "source_title", "event_link"]);
        let fine = Particulars::parse(Particulars::default(), "water, Water، floods").expect("tags");
        assert_eq!(fine.tags, ["water", "floods"]);
    }
}
