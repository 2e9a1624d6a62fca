//! `/preview/{token}`: a letter under embargo, for one journalist: first its terms alone, then all that will be public, with the
//! journalist's name on every page.

use std::sync::Arc;

use askama::Template;
use chrono::{NaiveDate, NaiveTime};

use super::{Phrases, PressPage, PublicLetter};
use crate::domain::press::Journalist;
use crate::render::register::{Register, RegisterFilter, View};
use crate::render::shell::Shell;
use crate::render::when::{self, Shown};

/// Before the button: until when the embargo holds, and nothing of the letter.
#[derive(Debug, Template)]
#[template(path = "embargo/terms.html")]
pub struct TermsPage {
    /// Around the page; with the form's token.
    pub shell: Shell,
    /// The planned publication in the letter's zone, if it is set and to come.
    pub until: Option<Shown>,
    /// The same moment elsewhere.
    pub elsewhere: Vec<Shown>,
}

/// After the button: the letter as it will be published.
#[derive(Debug, Template)]
#[template(path = "embargo/letter.html")]
pub struct EmbargoedPage {
    /// Around the page.
    pub shell: Shell,
    /// The letter; not published yet.
    pub letter: Arc<PublicLetter>,
    /// Who signed and is listed so far.
    pub register: Arc<Register>,
    /// The press kit, with its facts.
    pub press: PressPage,
    /// For whom the link was made.
    pub journalist: Journalist,
    /// As on [`TermsPage`].
    pub until: Option<Shown>,
    /// The page's own path, for long registers.
    pub path: String,
    /// Where the page of names begins.
    pub filter: RegisterFilter,
}

impl EmbargoedPage {
    fn phrases(&self) -> Phrases<'_> {
        Phrases::new(&self.shell.t, self.register.counts(), &self.letter.country_noun)
    }

    fn view(&self) -> View<'_> {
        self.register.view(&self.filter)
    }

    fn day(&self, day: &NaiveDate) -> String {
        when::date(day.and_time(NaiveTime::MIN), &self.shell.t)
    }

    fn next_href(&self, after: &str) -> String {
        let filter = RegisterFilter { after: Some(after.to_owned()), ..RegisterFilter::default() };
        format!("{}{}", self.path, filter.query())
    }

    /// Who reads, as it stands on every page: "Ines Example, The Daily".
    fn reader(&self) -> String {
        match self.journalist.outlet.as_str() {
            "" => self.journalist.name.clone(),
            outlet => format!("{}, {outlet}", self.journalist.name),
        }
    }
}
