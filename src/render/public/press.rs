//! `/letters/{slug}/press`: what a journalist needs in forty minutes, and `/letters/{slug}/embed`: the letter's link and numbers
//! in somebody else's page.

use std::sync::Arc;

use askama::Template;

use super::{Phrases, PublicLetter};
use crate::domain::press::PressKit;
use crate::render::register::Register;
use crate::render::shell::Shell;
use crate::render::when;

/// The press page.
#[derive(Debug, Template)]
#[template(path = "letters/press.html")]
pub struct PressPage {
    /// Around the page.
    pub shell: Shell,
    /// The letter.
    pub letter: Arc<PublicLetter>,
    /// Who signed.
    pub register: Arc<Register>,
    /// Contacts and quotes that everybody may read.
    pub kit: PressKit,
    /// Whether a person looks at each signature before it is listed.
    pub is_checked_by_hand: bool,
}

impl PressPage {
    fn phrases(&self) -> Phrases<'_> {
        Phrases::new(&self.shell.t, self.register.counts(), &self.letter.country_noun)
    }

    /// "321 organisations in 63 countries, from Azerbaijan to Zambia"; names of countries are left out while all names are hidden.
    pub(super) fn fact_line(&self) -> String {
        let counted = self.phrases().signatories_in_countries();
        let countries = self.register.country_choices(None);
        let counted_only = countries
            .iter()
            .filter(|one| crate::domain::country::CountryCode::parse(one.value).is_some_and(|code| code.is_counted()));
        let labels: Vec<&str> = counted_only.map(|one| one.label.as_str()).collect();
        match labels.as_slice() {
            [first, .., last] if !self.register.names_hidden => {
                let sentence = self.shell.t.say("press-from-to").with("counted", counted);
                sentence.with("first", *first).with("last", *last).text()
            }
            _ => counted,
        }
    }

    fn published_on(&self) -> String {
        self.letter.published_at.map(|at| when::date(at, &self.shell.t)).unwrap_or_default()
    }

    fn version_link(&self) -> String {
        format!("{}{}{}", self.shell.base_url, self.letter.path("/versions/"), self.letter.version)
    }

    /// What another site puts into its page; it runs no script.
    fn embed_code(&self) -> String {
        let title = self.letter.text.title.replace('&', "&amp;").replace('"', "&quot;").replace('<', "&lt;");
        let link = format!("{}{}", self.shell.base_url, self.letter.path("/embed"));
        format!("<iframe src=\"{link}\" title=\"{title}\" width=\"420\" height=\"180\" loading=\"lazy\"></iframe>")
    }
}

/// The letter in a frame of another site.
#[derive(Debug, Template)]
#[template(path = "letters/embed.html")]
pub struct EmbedPage {
    /// Around the page.
    pub shell: Shell,
    /// The letter.
    pub letter: Arc<PublicLetter>,
    /// Who signed.
    pub register: Arc<Register>,
}

impl EmbedPage {
    fn phrases(&self) -> Phrases<'_> {
        Phrases::new(&self.shell.t, self.register.counts(), &self.letter.country_noun)
    }
}
