//! The daily mail to a coordinator: what waits, letter by letter.

use super::templates;
use crate::render::words::Words;

/// Once a day, and only when something waits.
#[derive(Debug, Clone)]
pub struct Digest {
    /// The catalogue of the server's language.
    pub t: Words,
    /// The name of the server.
    pub site: String,
    /// The person's name.
    pub name: String,
    /// The letters in which something waits; at least one.
    pub letters: Vec<DigestLetter>,
    /// `/desk`, behind the button.
    pub desk: String,
    /// `/desk/account`, where these mails are stopped.
    pub account: String,
}

/// What waits in one letter.
#[derive(Debug, Clone)]
pub struct DigestLetter {
    /// Its title; of a high-risk letter only that it is one.
    pub title: String,
    /// Its overview.
    pub link: String,
    /// How many of what, by the words of the overview.
    pub needs: Vec<(&'static str, i64)>,
}

impl DigestLetter {
    fn lines(&self) -> impl Iterator<Item = (&'static str, i64)> {
        self.needs.iter().copied().filter(|(_, count)| *count > 0)
    }
}

impl Digest {
    fn words(&self) -> &Words {
        &self.t
    }

    /// How many things wait in all.
    fn count(&self) -> i64 {
        self.letters.iter().flat_map(DigestLetter::lines).map(|(_, count)| count).sum()
    }
}

templates!(Digest, "mail/digest/subject.txt", "mail/digest/body.txt", "mail/digest/body.html");
