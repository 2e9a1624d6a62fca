//! A letter's rows as the plain data of the public page, for the stored pages and for previews from the same template.

use std::sync::Arc;

use crate::clock::Moment;
use crate::domain::letter::LetterState;
use crate::domain::revision::{LetterText, text_sha256};
use crate::error::Result;
use crate::render::markdown::{HtmlOptions, to_html};
use crate::render::public::{LetterPage, PublicConvener, PublicLetter};
use crate::render::register::{Labels, Register};
use crate::render::words::Words;
use crate::store::letter::Letter;
use crate::store::revision::{Revision, RevisionText};
use crate::web::site::Site;

/// The wording that a page shows, with its number and fingerprint.
pub struct Wording<'a> {
    /// Its parts.
    pub text: &'a LetterText,
    /// Its number; readers see "version n".
    pub version: i32,
    /// Its fingerprint.
    pub text_sha256: String,
    /// When it was frozen.
    pub frozen_at: Moment,
    /// BCP 47.
    pub language: &'a str,
}

impl<'a> Wording<'a> {
    /// A frozen wording.
    pub fn frozen(revision: &Revision, row: &'a RevisionText, text: &'a LetterText) -> Wording<'a> {
        Wording {
            text,
            version: revision.n,
            text_sha256: row.text_sha256.clone(),
            frozen_at: revision.frozen_at,
            language: &row.language,
        }
    }
}

/// What the public page prints of a letter.
pub fn public_letter(words: &Words, row: &Letter, wording: &Wording<'_>, now: Moment) -> PublicLetter {
    // The page's own heading is the title, so the text's headings begin one step below.
    let options = HtmlOptions { top_heading: 2, ..HtmlOptions::default() };
    PublicLetter {
        slug: row.slug.clone(),
        kind: row.kind,
        language: wording.language.to_owned(),
        text: wording.text.clone(),
        body_html: to_html(&wording.text.whole_body(), &options, words),
        summary: row.summary.clone(),
        place: row.place.clone(),
        dated: row.dated.clone(),
        conveners: row
            .conveners()
            .into_iter()
            .map(|convener| PublicConvener { name: convener.name, website: convener.website })
            .collect(),
        version: wording.version,
        text_sha256: wording.text_sha256.clone(),
        frozen_at: wording.frozen_at,
        published_at: row.published_at,
        is_collecting: row.facts().state(now) == LetterState::Published { collecting: true },
        closes_at: row.closes_at,
        zone: row.time_zone.parse().unwrap_or(chrono_tz::UTC),
        zone_label: row.zone_label.clone(),
        country_noun: row.countries_noun.clone(),
        notes: Vec::new(),
        particulars: row.particulars(),
        contacts: Vec::new(),
        related: Vec::new(),
        change_agreed: None,
        translation: None,
    }
}

/// A draft as the public would read it: the very template of the public page, without signatories. `newest` is the wording
/// that was frozen last; a text that differs from it would be the next version.
pub fn of_draft(
    site: &Site,
    row: &Letter,
    newest: Option<(Revision, String)>,
    text: &LetterText,
) -> Result<LetterPage> {
    let (words, now) = (site.words(), site.now());
    let text_sha256 = text_sha256(&text.canonical());
    let (version, frozen_at) = match newest {
        Some((frozen, sha256)) if sha256 == text_sha256 => (frozen.n, frozen.frozen_at),
        Some((frozen, _)) => (frozen.n + 1, now),
        None => (1, now),
    };
    let wording = Wording { text, version, text_sha256, frozen_at, language: &row.language };
    let labels = Labels::new(words.lang(), std::collections::BTreeMap::new());
    Ok(LetterPage {
        // What the files and versions would be is not there yet, so nothing links to them.
        letter: Arc::new(PublicLetter { published_at: None, ..public_letter(&words, row, &wording, now) }),
        register: Arc::new(Register::new(labels, Vec::new(), Vec::new(), now)),
        shell: site.shell(),
    })
}
