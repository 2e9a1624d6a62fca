//! `/`: the letters that are public on this server.

use askama::Template;

use crate::domain::letter::Kind;
use crate::render::register::Counts;
use crate::render::shell::Shell;
use crate::render::when::Shown;
use crate::render::words::direction_of;

use super::Phrases;

/// The front page.
#[derive(Debug, Template)]
#[template(path = "letters/front.html")]
pub struct FrontPage {
    /// Around the page.
    pub shell: Shell,
    /// Published letters, the newest first.
    pub letters: Vec<FrontLetter>,
}

/// A published letter in the list.
#[derive(Debug, Clone)]
pub struct FrontLetter {
    /// The short name in the URL.
    pub slug: String,
    /// Its kind.
    pub kind: Kind,
    /// Its title.
    pub title: String,
    /// BCP 47 tag of the title and summary.
    pub language: String,
    /// A few sentences; may be empty.
    pub summary: String,
    /// Who runs it, the first convener; may be empty.
    pub convener: String,
    /// When it became public.
    pub published: Shown,
    /// Until when it can be signed, if it collects and an end is set.
    pub closes: Option<Shown>,
    /// Whether it can be signed now.
    pub is_collecting: bool,
    /// Its public numbers.
    pub counts: Counts,
    /// What it calls countries; empty: the catalogue's word.
    pub country_noun: String,
}

impl FrontPage {
    fn phrases<'a>(&'a self, letter: &'a FrontLetter) -> Phrases<'a> {
        Phrases::new(&self.shell.t, letter.counts, &letter.country_noun)
    }
}

impl FrontLetter {
    /// `ltr` or `rtl`, for title and summary.
    pub fn dir(&self) -> &'static str {
        direction_of(&self.language)
    }
}
