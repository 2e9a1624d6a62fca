//! The public pages of a letter, as pure functions of plain data: the letter, its register, one wording, the front page.
//! Nothing in them belongs to a visitor, so their bytes can be stored and sent to everybody.

mod changes;
mod embargo;
mod front;
mod notes;
mod phrases;
mod press;
mod printed;
#[cfg(test)]
pub(crate) mod samples;
mod status;

use std::sync::Arc;

use askama::Template;
use chrono::{NaiveDate, NaiveTime};
use chrono_tz::Tz;
use serde_json::json;

use crate::clock::Moment;
use crate::domain::country::{self, CountryCode};
use crate::domain::dates::When;
use crate::domain::language::comma;
use crate::domain::letter::{Kind, Particulars};
use crate::domain::press::MediaContact;
use crate::domain::revision::{LetterText, Place};
use crate::domain::signature::SignatoryKind;
use crate::render::diff::DiffBlock;
use crate::render::markdown::SafeHtml;
use crate::render::register::{Choice, Register, RegisterFilter, View};
use crate::render::seal;
use crate::render::shell::Shell;
use crate::render::when::{self, Shown};
use crate::render::words::{Words, direction_of};

pub use changes::{ChangesPage, NewVersion, PublicLog, PublicNote, Translated, TranslationChange};
pub use embargo::{EmbargoedPage, TermsPage};
pub use front::{FrontLetter, FrontPage};
pub use notes::BodyHtml;
pub use phrases::{CountItem, Phrases};
pub use press::{EmbedPage, PressPage};
pub use printed::PrintedLink;
pub use status::StatusPage;

/// A letter as the public reads it: the published revision in one language and what stands around it.
#[derive(Debug, Clone)]
pub struct PublicLetter {
    /// The short name in the URL.
    pub slug: String,
    /// Decides the words around the letter.
    pub kind: Kind,
    /// BCP 47 tag of the text.
    pub language: String,
    /// The signed parts; its `body` is Markdown and is not read here.
    pub text: LetterText,
    /// The body as sanitised HTML, notes at its end.
    pub body_html: SafeHtml,
    /// A few sentences for lists and link previews; may be empty.
    pub summary: String,
    /// Printed before the date; may be empty.
    pub place: String,
    /// The date as the letter prints it; may be empty.
    pub dated: String,
    /// Who runs the letter.
    pub conveners: Vec<PublicConvener>,
    /// The number of the published revision.
    pub version: i32,
    /// SHA-256 of its canonical text, hexadecimal.
    pub text_sha256: String,
    /// When the wording was frozen.
    pub frozen_at: Moment,
    /// When the letter became public; `None` in a preview.
    pub published_at: Option<Moment>,
    /// Whether the public may sign now.
    pub is_collecting: bool,
    /// The closing time, if there is one.
    pub closes_at: Option<Moment>,
    /// The letter's zone.
    pub zone: Tz,
    /// Its printed name, e.g. "Geneva".
    pub zone_label: String,
    /// What the letter calls countries, e.g. "countries and territories"; empty: the catalogue's word.
    pub country_noun: String,
    /// The correction notes that stand, the newest first.
    pub notes: Vec<PublicNote>,
    /// What it answers, what it is taken from, tags.
    pub particulars: Particulars,
    /// Whom journalists may ask; filled only for kinds whose page itself tells them.
    pub contacts: Vec<MediaContact>,
    /// The public letters that belong together with it.
    pub related: Vec<RelatedLetter>,
    /// When a change was agreed that its signatories are being asked about; never of a letter that is dangerous to sign.
    pub change_agreed: Option<Moment>,
    /// What readers are told of a translation; `None` for the text that is signed.
    pub translation: Option<TranslationNote>,
}

/// Another public letter of the same set.
#[derive(Debug, Clone)]
pub struct RelatedLetter {
    /// Its kind.
    pub kind: Kind,
    /// Its title.
    pub title: String,
    /// BCP 47 tag of the title.
    pub language: String,
    /// The path of its page.
    pub href: String,
}

/// What readers are told of a translation.
#[derive(Debug, Clone)]
pub struct TranslationNote {
    /// BCP 47 tag of the text that is signed.
    pub signed: String,
    /// That language's own name.
    pub signed_name: String,
    /// Whether the conveners stand by this very text.
    pub is_official: bool,
    /// The parts that stand in the language that is signed.
    pub left: Vec<Place>,
    /// Who translated; empty when that is not told.
    pub credit: String,
}

/// What stands at a place, in words: "Paragraph 3".
pub fn place_name(t: &Words, place: Place) -> String {
    let n = place.to_string().rsplit('-').next().and_then(|n| n.parse::<usize>().ok()).unwrap_or_default() + 1;
    t.say_of("place", place.word()).with("n", n).text()
}

/// An organisation that runs the letter.
#[derive(Debug, Clone, Default)]
pub struct PublicConvener {
    /// Its name.
    pub name: String,
    /// Its website; empty without one.
    pub website: String,
}

impl PublicLetter {
    /// A moment in the letter's zone, for the page.
    pub fn shown(&self, at: &Moment, t: &Words) -> Shown {
        Shown::of(&When::of(*at, self.zone, &self.zone_label), t)
    }

    /// What parts the items of a list in the letter's language.
    pub fn comma(&self) -> &'static str {
        comma(&self.language)
    }

    /// `ltr` or `rtl`, for the letter's own text.
    pub fn dir(&self) -> &'static str {
        direction_of(&self.language)
    }

    /// Whether its page has a list of signatories.
    pub fn shows_register(&self, signatories: usize) -> bool {
        self.kind.expects_signatories() || signatories > 0
    }

    /// Whether place and date stand at the head of the text itself, as on paper, and not among the facts above it.
    pub fn has_dateline(&self) -> bool {
        matches!(self.kind, Kind::Letter | Kind::PressRelease) && !self.place_and_date().is_empty()
    }

    /// What the document answers, where and when, in one line; empty when it answers nothing.
    pub fn occasion(&self) -> String {
        let one = &self.particulars.occasion;
        let parts = [&one.what, &one.place, &one.dated].into_iter().filter(|part| !part.is_empty());
        parts.cloned().collect::<Vec<_>>().join(", ")
    }

    /// The path of the letter, or of something below it.
    pub fn path(&self, below: &str) -> String {
        match &self.translation {
            Some(_) => format!("/letters/{}/{}{below}", self.slug, self.language),
            None => format!("/letters/{}{below}", self.slug),
        }
    }

    /// The page in the language that is signed.
    pub fn signed_path(&self) -> String {
        format!("/letters/{}", self.slug)
    }

    /// The form, in the language that is read.
    pub fn sign_path(&self) -> String {
        let query = self.translation.as_ref().map(|_| format!("?lang={}", self.language)).unwrap_or_default();
        format!("/letters/{}/sign{query}", self.slug)
    }

    /// The parts of a translation that nobody translated from their present words, by name.
    pub fn left_parts(&self, t: &Words) -> String {
        let left = self.translation.iter().flat_map(|note| &note.left);
        left.map(|place| place_name(t, *place)).collect::<Vec<_>>().join(", ")
    }

    /// The body with its notes beside the paragraphs that mention them.
    pub fn body(&self) -> BodyHtml {
        notes::beside(&self.body_html)
    }

    /// The rays of the seal.
    pub fn rays(&self) -> String {
        seal::rays(&self.text_sha256)
    }

    /// Place and date in one line, as far as they are given.
    pub fn place_and_date(&self) -> String {
        [&self.place, &self.dated].into_iter().filter(|part| !part.is_empty()).cloned().collect::<Vec<_>>().join(", ")
    }
}

/// `/letters/{slug}`: the letter with its register.
#[derive(Debug, Template)]
#[template(path = "letters/letter.html")]
pub struct LetterPage {
    /// Around the page.
    pub shell: Shell,
    /// The letter.
    pub letter: Arc<PublicLetter>,
    /// Who signed.
    pub register: Arc<Register>,
}

impl LetterPage {
    fn phrases(&self) -> Phrases<'_> {
        Phrases::new(&self.shell.t, self.register.counts(), &self.letter.country_noun)
    }

    fn view(&self) -> View<'_> {
        self.register.view(&RegisterFilter::default())
    }

    fn at_publication(&self) -> Option<usize> {
        self.phrases().at_publication(self.register.at_publication)
    }

    fn short_fingerprint(&self) -> String {
        seal::short_fingerprint(&self.letter.text_sha256)
    }

    fn day(&self, day: &NaiveDate) -> String {
        when::date(day.and_time(NaiveTime::MIN), &self.shell.t)
    }

    /// Whether this program was built with `letter.pdf` and `card.png`.
    fn has_papers(&self) -> bool {
        cfg!(feature = "pdf")
    }

    /// What search engines read of the letter (schema.org); never a name of a signatory.
    fn linked_data(&self) -> String {
        let url = format!("{}{}", self.shell.base_url, self.letter.path(""));
        let author: Vec<_> =
            self.letter.conveners.iter().map(|one| json!({"@type": "Organization", "name": one.name})).collect();
        let mut data = json!({
            "@context": "https://schema.org", "@type": "Article", "headline": self.letter.text.title,
            "inLanguage": self.letter.language, "url": url, "author": author, "version": self.letter.version,
            "dateModified": when::iso(self.register.as_of), "description": self.phrases().signatories_in_countries(),
        });
        if let Some(at) = self.letter.published_at {
            data["datePublished"] = json!(when::iso(at));
        }
        // Inside a script element only "<" could end it.
        data.to_string().replace('<', "\\u003c")
    }

    /// The link that continues a register too long for one page.
    fn next_href(&self, after: &str) -> String {
        let filter = RegisterFilter { after: Some(after.to_owned()), ..RegisterFilter::default() };
        self.letter.path(&format!("/signatories{}", filter.query()))
    }
}

/// `/letters/{slug}/signatories`: the register for work, under a filter.
#[derive(Debug, Template)]
#[template(path = "letters/signatories.html")]
pub struct RegisterPage {
    /// Around the page.
    pub shell: Shell,
    /// The letter.
    pub letter: Arc<PublicLetter>,
    /// Who signed.
    pub register: Arc<Register>,
    /// What the reader asked for.
    pub filter: RegisterFilter,
}

impl RegisterPage {
    fn phrases(&self) -> Phrases<'_> {
        Phrases::new(&self.shell.t, self.register.counts(), &self.letter.country_noun)
    }

    fn view(&self) -> View<'_> {
        self.register.view(&self.filter)
    }

    fn at_publication(&self) -> Option<usize> {
        self.phrases().at_publication(self.register.at_publication)
    }

    /// What narrows the register, in words: "Asia, Japan".
    fn narrowed_to(&self) -> String {
        let labels = self.register.labels();
        let region = self.filter.region.map(|region| labels.region(region).to_owned());
        let country = self.filter.country.map(|code| labels.country(code).to_owned());
        let quoted = Some(self.filter.q.clone()).filter(|q| !q.is_empty()).map(|q| format!("“{q}”"));
        let networks = (self.filter.kind == Some(SignatoryKind::Network)).then(|| self.kind(SignatoryKind::Network));
        [region, country, networks, quoted].into_iter().flatten().collect::<Vec<_>>().join(", ")
    }

    fn kind(&self, kind: SignatoryKind) -> String {
        self.shell.t.say_of("register-kind", kind).text()
    }

    /// What a narrowed view is part of: everybody, or those of the kind asked for.
    fn whole(&self) -> String {
        let counts = self.register.counts();
        match self.filter.kind {
            Some(SignatoryKind::Individual) => {
                self.shell.t.say("counts-individuals").with("count", counts.individuals).text()
            }
            Some(SignatoryKind::Organisation | SignatoryKind::Network) => {
                self.shell.t.say("counts-organisations").with("count", counts.organisations).text()
            }
            None => self.phrases().signatories(),
        }
    }

    /// The place asked for, when it was all that was asked for.
    fn nobody_from(&self) -> Option<&str> {
        let code = self.filter.country.filter(|_| self.filter.q.is_empty() && self.filter.kind.is_none())?;
        Some(self.register.labels().country(code))
    }

    /// Where the names nearest to an empty country stand.
    fn around(&self) -> Option<Tab> {
        let region = country::region(self.filter.country?)?;
        let line = self.register.regions().into_iter().find(|line| line.region == Some(region))?;
        let href = self.href(RegisterFilter { region: Some(region), ..RegisterFilter::default() });
        Some(Tab { href, label: line.label, count: line.count, is_current: false }).filter(|tab| tab.count > 0)
    }

    /// The file with the lines of this view.
    fn this_csv(&self) -> String {
        let filter = RegisterFilter { after: None, ..self.filter.clone() };
        self.letter.path(&format!("/signatories.csv{}", filter.query()))
    }

    fn day(&self, day: &NaiveDate) -> String {
        when::date(day.and_time(NaiveTime::MIN), &self.shell.t)
    }

    fn is_country(&self, value: &str) -> bool {
        self.filter.country.is_some_and(|code| code.as_str() == value)
    }

    fn country_href(&self, value: &str) -> String {
        self.href(RegisterFilter { country: CountryCode::parse(value), ..RegisterFilter::default() })
    }

    fn countries(&self) -> Vec<Choice> {
        self.register.country_choices(self.filter.region)
    }

    fn href(&self, filter: RegisterFilter) -> String {
        self.letter.path(&format!("/signatories{}", filter.query()))
    }

    fn next_href(&self, after: &str) -> String {
        self.href(RegisterFilter { after: Some(after.to_owned()), ..self.filter.clone() })
    }

    fn this_view(&self) -> String {
        self.href(self.filter.clone())
    }

    /// The quiet tabs: everything, the parts of the world, international bodies.
    fn tabs(&self) -> Vec<Tab> {
        let regions = self.register.regions();
        let all = Tab {
            href: self.href(RegisterFilter::default()),
            label: self.shell.t.say("register-all").text(),
            count: regions.iter().map(|line| line.count).sum(),
            is_current: self.filter.region.is_none() && self.filter.country != Some(CountryCode::INTERNATIONAL),
        };
        let parts = regions.into_iter().map(|line| {
            let country = line.region.is_none().then_some(CountryCode::INTERNATIONAL);
            let is_current = match line.region {
                Some(region) => self.filter.region == Some(region),
                None => self.filter.country == country,
            };
            let filter = RegisterFilter { region: line.region, country, ..RegisterFilter::default() };
            Tab { href: self.href(filter), label: line.label, count: line.count, is_current }
        });
        std::iter::once(all).chain(parts).collect()
    }

    /// The kinds that occur, for the form; none when there is nothing to choose.
    fn kinds(&self) -> Vec<SignatoryKind> {
        let present = self.register.kinds();
        if present.len() > 1 { present } else { Vec::new() }
    }
}

/// A link to another view of the register.
#[derive(Debug)]
pub struct Tab {
    /// Where it leads.
    pub href: String,
    /// What it shows.
    pub label: String,
    /// How many lines.
    pub count: usize,
    /// Whether it is the one being read.
    pub is_current: bool,
}

/// `/letters/{slug}/versions/{n}`: one frozen wording with its fingerprint, without any name of a signatory.
#[derive(Debug, Template)]
#[template(path = "letters/version.html")]
pub struct VersionPage {
    /// Around the page.
    pub shell: Shell,
    /// The letter with the wording and version of this page.
    pub letter: Arc<PublicLetter>,
    /// The newest version, when this one is older.
    pub newer: Option<i32>,
    /// What changed since the version before; none of the first.
    pub changes: Option<Vec<DiffBlock>>,
}

impl VersionPage {
    fn fingerprint(&self) -> String {
        seal::fingerprint(&self.letter.text_sha256)
    }
}

/// `/letters/{slug}` of a letter that its conveners took back: what it was, when and why; no text and no names.
#[derive(Debug, Template)]
#[template(path = "letters/withdrawn.html")]
pub struct WithdrawnPage {
    /// Around the page.
    pub shell: Shell,
    /// The letter; only its title, kind and times are read.
    pub letter: Arc<PublicLetter>,
    /// When it was taken back.
    pub withdrawn_at: Moment,
    /// Why, in the conveners' words; may be empty.
    pub reason: String,
}
