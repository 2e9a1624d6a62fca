//! What an invitation says, read once: the sender fills it for each recipient, the compose page for the first. Nothing is
//! written here, and no link is made.

use crate::clock::Moment;
use crate::domain::ids::LetterId;
use crate::domain::letter::LetterState;
use crate::domain::mailing::Covering;
use crate::domain::revision::{Addressee, LetterText};
use crate::error::{Error, Result};
use crate::mail::messages::{FullText, Wanted};
use crate::mail::placeholders::{self, Values};
use crate::render::when::Shown;
use crate::render::words::Words;
use crate::store::letter::{self, Letter};
use crate::store::{Db, revision};

/// What an invitation says before it has its links.
pub struct Ask {
    wanted: Wanted,
    values: Values,
}

impl Ask {
    /// Reads the letter's newest text, its dates and its addressees.
    ///
    /// # Errors
    /// `NotFound` when the letter is gone.
    pub fn read(
        db: &mut Db<'_>,
        letter_id: &LetterId,
        covering: &Covering,
        t: Words,
        now: Moment,
    ) -> Result<Ask> {
        let row = letter::find(db, letter_id)?;
        let (text, language, version) = text_of(db, &row, &covering.language)?;
        let dates = letter::dates(&row)?;
        let due = dates.due.filter(|due| due.at > now);
        let deadline = due.or(dates.closes).map(|at| Shown::of(&at, &t).line(&t));
        let names_at = dates.publishes.map(|at| Shown::of(&at, &t).line(&t));
        let wanted = Wanted {
            is_discreet: row.high_risk,
            from_name: covering.from_name.clone(),
            kind: row.kind,
            organisation: String::new(),
            subject: covering.subject.clone(),
            message: covering.message.clone(),
            title: text.title.clone(),
            addressees: text.addressees.iter().map(addressee).filter(|line| !line.is_empty()).collect(),
            deadline: deadline.clone(),
            version,
            is_public: matches!(row.facts().state(now), LetterState::Published { .. }),
            names_at,
            link: String::new(),
            stop_link: None,
            full_text: FullText::of(&text, &language, &t).filter(|_| !row.high_risk),
            t,
        };
        let values = Values { title: text.title, deadline: deadline.unwrap_or_default(), ..Values::default() };
        Ok(Ask { wanted, values })
    }

    /// For one contact; where the person or the organisation is not known, a general word stands.
    pub fn to(mut self, person: Option<String>, organisation: String) -> Ask {
        let known = |text: &String| !text.trim().is_empty();
        let person = person.filter(known).unwrap_or_else(|| self.wanted.t.say("mail-no-name").text());
        let organisation = Some(organisation).filter(known);
        let organisation = organisation.unwrap_or_else(|| self.wanted.t.say("mail-no-organisation").text());
        self.wanted.organisation.clone_from(&organisation);
        self.values.name = person;
        self.values.organisation = organisation;
        self
    }

    /// With its links: to the page, and to the end of these mails.
    pub fn filled(self, link: &str, stop_link: Option<&str>) -> Wanted {
        let values = Values { link: link.to_owned(), ..self.values };
        Wanted {
            subject: placeholders::fill(&self.wanted.subject, &values),
            message: placeholders::fill(&self.wanted.message, &values),
            link: values.link,
            stop_link: stop_link.map(str::to_owned),
            ..self.wanted
        }
    }
}

/// The newest frozen text in this language, else in the letter's own; a test mail may come before anything is frozen.
fn text_of(db: &mut Db<'_>, row: &Letter, language: &str) -> Result<(LetterText, String, i32)> {
    let Some(newest) = revision::latest(db, &row.id)? else {
        let edit = revision::latest_edit(db, &row.id, &row.language)?;
        return Ok((edit.text()?, row.language.clone(), 1));
    };
    let found = match revision::find_text(db, &row.id, newest.n, language) {
        Err(Error::NotFound) => revision::find_text(db, &row.id, newest.n, &row.language)?,
        found => found?,
    };
    Ok((found.text()?, found.language, newest.n))
}

fn addressee(one: &Addressee) -> String {
    let parts = [&one.name, &one.role, &one.body, &one.place];
    parts.into_iter().filter(|part| !part.is_empty()).cloned().collect::<Vec<_>>().join(", ")
}
