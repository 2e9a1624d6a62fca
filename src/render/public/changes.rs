//! `/letters/{slug}/changes`: what happened to a public letter, by day. It tells of nobody who does not stand on the register by
//! name, and of those who left it only how many stood there by name: what a withheld signatory does leaves no trace here, not
//! even a number, because a number on a day can be as good as a name.

use std::collections::BTreeMap;
use std::sync::Arc;

use askama::Template;
use chrono::{NaiveDate, NaiveTime};

use super::{Phrases, PublicLetter};
use crate::clock::Moment;
use crate::domain::letter::Wave;
use crate::domain::signature::SignatoryKind;
use crate::render::register::{Counts, PublicSignatory, Register};
use crate::render::shell::Shell;
use crate::render::when;
use crate::word_enum;

/// So many names stand on the page at most; of days with more, only how many.
const NAMES: usize = 1000;
/// The longest beginning of a note on the letter's own page, in characters.
const SHORT_NOTE: usize = 240;

/// What the conveners say about an error.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublicNote {
    /// Its anchor.
    pub id: String,
    /// When it was written.
    pub at: Moment,
    /// Its words; none when it was taken back.
    pub words: Option<String>,
}

impl PublicNote {
    /// Its beginning, for the letter's own page.
    pub fn short(&self) -> String {
        let words = self.words.as_deref().unwrap_or_default();
        let cut: String = words.chars().take(SHORT_NOTE).collect();
        if cut.len() < words.len() { format!("{}…", cut.trim_end()) } else { cut }
    }
}

/// A wording that was frozen after publication.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewVersion {
    /// Its number.
    pub n: i32,
    /// When it was frozen.
    pub at: Moment,
    /// What the conveners say of it; may be empty.
    pub note: String,
}

word_enum!(
    /// What happened to a translation on the public pages.
    Translated {
        /// Readers see it since then.
        Added => "added",
        /// Its words, or what it is to the conveners, were changed.
        Changed => "changed",
        /// Readers do not see it any more.
        TakenOff => "taken-off",
    }
);

/// Something that happened to a translation after publication.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TranslationChange {
    /// When.
    pub at: Moment,
    /// BCP 47 tag of the translation.
    pub language: String,
    /// That language's own name for itself.
    pub name: String,
    /// What happened.
    pub what: Translated,
}

/// What the register alone does not tell.
#[derive(Debug, Clone, Default)]
pub struct PublicLog {
    /// When it became public.
    pub published_at: Option<Moment>,
    /// Wordings since then.
    pub versions: Vec<NewVersion>,
    /// The numbers of the versions that there are in the page's language.
    pub in_language: Vec<i32>,
    /// Translations that came, changed or went since then.
    pub translations: Vec<TranslationChange>,
    /// Days on which printed lines were corrected, and how many.
    pub corrected: BTreeMap<NaiveDate, usize>,
    /// Days on which signatories withdrew who stood there by name: organisations and individuals.
    pub withdrawn: BTreeMap<NaiveDate, Counts>,
    /// The conveners' notes, the newest first.
    pub notes: Vec<PublicNote>,
}

/// `/letters/{slug}/changes`.
#[derive(Debug, Template)]
#[template(path = "letters/changes.html")]
pub struct ChangesPage {
    /// Around the page.
    pub shell: Shell,
    /// The letter.
    pub letter: Arc<PublicLetter>,
    /// Who signed.
    pub register: Arc<Register>,
    /// The rest.
    pub log: PublicLog,
}

/// What happened on one day.
#[derive(Debug, Default)]
struct Day<'a> {
    /// It became public, with so many signatories.
    published: Option<String>,
    notes: Vec<&'a PublicNote>,
    versions: Vec<&'a NewVersion>,
    translations: Vec<&'a TranslationChange>,
    /// How many were added, and who.
    added: Option<(String, Vec<&'a PublicSignatory>)>,
    corrected: usize,
    withdrawn: Option<String>,
}

impl ChangesPage {
    /// The days on which something happened, the newest first. While all names are hidden, the list says nothing of signatories.
    fn days(&self) -> Vec<(String, Day<'_>)> {
        let mut days: BTreeMap<NaiveDate, Day<'_>> = BTreeMap::new();
        if let Some(at) = self.log.published_at {
            let then = self.register.at_publication.unwrap_or_default();
            let words = Phrases::new(&self.shell.t, then, &self.letter.country_noun).signatories_in_countries();
            days.entry(at.date()).or_default().published = Some(words);
        }
        for note in &self.log.notes {
            days.entry(note.at.date()).or_default().notes.push(note);
        }
        for version in &self.log.versions {
            days.entry(version.at.date()).or_default().versions.push(version);
        }
        for change in &self.log.translations {
            days.entry(change.at.date()).or_default().translations.push(change);
        }
        for (day, lines) in self.late() {
            days.entry(day).or_default().added = Some((self.counted(lines.iter().copied()), lines));
        }
        if !self.register.names_hidden {
            for (day, count) in &self.log.corrected {
                days.entry(*day).or_default().corrected = *count;
            }
            for (day, counts) in &self.log.withdrawn {
                let words = Phrases::new(&self.shell.t, *counts, "").signatories();
                days.entry(*day).or_default().withdrawn = Some(words);
            }
        }
        let mut told = 0;
        let mut days: Vec<_> = days.into_iter().rev().collect();
        for (_, day) in &mut days {
            if let Some((_, lines)) = &mut day.added {
                told += lines.len();
                if told > NAMES {
                    lines.clear();
                }
            }
        }
        days.into_iter().map(|(day, what)| (when::date(day.and_time(NaiveTime::MIN), &self.shell.t), what)).collect()
    }

    fn late(&self) -> BTreeMap<NaiveDate, Vec<&PublicSignatory>> {
        let mut late: BTreeMap<NaiveDate, Vec<&PublicSignatory>> = BTreeMap::new();
        for one in self.register.named() {
            if let Wave::Late(day) = one.wave {
                late.entry(day).or_default().push(one);
            }
        }
        late
    }

    fn counted<'a>(&self, lines: impl Iterator<Item = &'a PublicSignatory>) -> String {
        let mut counts = Counts::default();
        for one in lines {
            match one.kind {
                SignatoryKind::Individual => counts.individuals += 1,
                SignatoryKind::Organisation | SignatoryKind::Network => counts.organisations += 1,
            }
        }
        Phrases::new(&self.shell.t, counts, "").signatories()
    }

    /// Every version, the newest first.
    fn versions(&self) -> Vec<i32> {
        (1..=self.letter.version).rev().collect()
    }

    /// Where a version stands: in the page's language where there is such a text, else in the letter's own.
    fn version_path(&self, n: &i32) -> String {
        if self.log.in_language.contains(n) {
            self.letter.path(&format!("/versions/{n}"))
        } else {
            format!("{}/versions/{n}", self.letter.signed_path())
        }
    }
}
