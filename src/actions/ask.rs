//! What an invitation says, read once: the sender fills it for each recipient, the compose page for the first. Nothing is
//! written here, and no link is made.

use crate::clock::Moment;
use crate::domain::ids::{InvitationId, LetterId};
use crate::domain::letter::LetterState;
use crate::domain::mailing::{Covering, MailingKind};
use crate::domain::revision::LetterText;
use crate::error::Result;
use crate::mail::messages::{FullText, TypedCode, Wanted};
use crate::mail::placeholders::{self, Values};
use crate::render::when::{Shown, distance};
use crate::render::words::Words;
use crate::store::invitation::Invitation;
use crate::store::letter::{self, Letter};
use crate::store::organisation::{Contact, Organisation};
use crate::store::{Db, invitation, invitee, revision};

/// Who is addressed.
#[derive(Debug, Clone)]
pub struct Recipient {
    /// The person's name, or empty.
    pub person: String,
    /// The organisation's, or empty.
    pub organisation: String,
    /// The invitation; none for an example.
    pub invitation: Option<InvitationId>,
}

impl Recipient {
    /// The contact of an invitation.
    ///
    /// # Errors
    /// `Internal` when the name was sealed by another key.
    pub fn of(db: &Db<'_>, row: &Invitation, card: &Organisation, contact: &Contact) -> Result<Recipient> {
        Ok(Recipient {
            person: contact.name(db)?.unwrap_or_default(),
            organisation: card.name.clone(),
            invitation: Some(row.id.clone()),
        })
    }

    /// The next who would be written to, else the first who was invited, else an invented one.
    ///
    /// # Errors
    /// What the database says.
    pub fn example(db: &mut Db<'_>, letter: &LetterId, t: &Words) -> Result<Recipient> {
        let next = invitee::unmailed(db, letter)?.into_iter().next().map(|one| one.id);
        let invited = match next {
            Some(id) => Some(invitation::find_invitee(db, &id)?),
            None => invitation::list(db, letter)?.into_iter().next(),
        };
        match invited {
            Some((row, card, contact)) => Recipient::of(db, &row, &card, &contact),
            None => Ok(Recipient {
                person: t.say("mail-test-name").text(),
                organisation: t.say("mail-test-organisation").text(),
                invitation: None,
            }),
        }
    }
}

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
        purpose: MailingKind,
        covering: &Covering,
        t: Words,
        now: Moment,
    ) -> Result<Ask> {
        let row = letter::find(db, letter_id)?;
        let (text, language, version) = text_of(db, &row, &covering.language)?;
        let dates = letter::dates(&row)?;
        // What is last or has moved is the hard end; a free message may come after it.
        let due =
            dates.due.filter(|due| due.at > now && !matches!(purpose, MailingKind::LastCall | MailingKind::Extension));
        let end = due.or(dates.closes).filter(|end| purpose == MailingKind::Invitation || end.at > now);
        let left = end.as_ref().filter(|_| matches!(purpose, MailingKind::Reminder | MailingKind::LastCall));
        let left = left.map(|end| distance(end.at, now, &t));
        let deadline = end.map(|at| Shown::of(&at, &t).line(&t));
        let names_at = dates.publishes.map(|at| Shown::of(&at, &t).line(&t));
        let wanted = Wanted {
            purpose,
            is_discreet: row.high_risk,
            from_name: covering.from_name.clone(),
            kind: row.kind,
            organisation: String::new(),
            subject: covering.subject.clone(),
            message: covering.message.clone(),
            title: text.title.clone(),
            addressees: text.addressees.iter().map(|one| one.line(&language)).filter(|line| !line.is_empty()).collect(),
            deadline: deadline.clone(),
            left,
            version,
            is_public: matches!(row.facts().state(now), LetterState::Published { .. }),
            names_at,
            link: String::new(),
            code: None,
            passed_on_by: None,
            stop_link: None,
            full_text: FullText::of(&text, &language, &t).filter(|_| !row.high_risk),
            t,
        };
        let values = Values { title: text.title, deadline: deadline.unwrap_or_default(), ..Values::default() };
        Ok(Ask { wanted, values })
    }

    /// Whether the mail must not tell what it is about.
    pub fn is_discreet(&self) -> bool {
        self.wanted.is_discreet
    }

    /// For one recipient; where neither person nor organisation is known, a general word stands.
    pub fn to(mut self, recipient: Recipient) -> Ask {
        let Recipient { person, organisation, .. } = recipient;
        let either = |first: &str, second: &str, word: &str| {
            let known = [first, second].into_iter().find(|text| !text.trim().is_empty());
            known.map_or_else(|| self.wanted.t.say_of("mail-no", word).text(), str::to_owned)
        };
        self.values.name = either(&person, &organisation, "name");
        self.values.organisation = either(&organisation, "", "organisation");
        self.wanted.organisation.clone_from(&self.values.organisation);
        self
    }

    /// With its links, to the page and to the end of these mails, and the codes that can be typed instead.
    pub fn filled(self, link: &str, code: Option<TypedCode>, stop_link: Option<&str>) -> Wanted {
        let values = Values { link: link.to_owned(), ..self.values };
        Wanted {
            subject: placeholders::fill(&self.wanted.subject, &values),
            message: placeholders::fill(&self.wanted.message, &values),
            link: values.link,
            code,
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
    let found = revision::find_shown(db, &row.id, newest.n, language, &row.language)?;
    Ok((found.text()?, found.language, newest.n))
}
