//! The mail that asks to sign: the coordinator's covering text, the facts of the letter, the letter itself.

use crate::clock::Moment;
use crate::domain::letter::LetterState;
use crate::domain::mailing::Covering;
use crate::domain::revision::{Addressee, LetterText};
use crate::error::{Error, Result};
use crate::mail::message::Mailbox;
use crate::mail::messages::{self, FullText, Invitation, TestInvitation, Wanted, Write};
use crate::mail::placeholders::{self, Values};
use crate::render::when::Shown;
use crate::render::words::Words;
use crate::store::letter::{self, Letter};
use crate::store::outbox::Mail;
use crate::store::token::{Purpose, Subject};
use crate::store::{Db, coordinator, invitation, mailing, revision};

use super::Office;
use super::compose::named;
use super::draft::{Draft, Link, Urls};

pub(super) fn invitation(db: &mut Db<'_>, mail: &Mail, office: &Office, now: Moment) -> Result<Draft> {
    let (row, card, contact) = invitation::find_invitee(db, mail.invitation_id.as_ref().ok_or(Error::NotFound)?)?;
    let covering = covering_of(db, mail)?;
    let t = messages::words(&covering.language);
    let name = contact.name(db)?.filter(|name| !name.trim().is_empty());
    let person = name.unwrap_or_else(|| t.say("mail-no-name").text());
    let ask = Ask::read(db, &row.letter_id, &covering, t, now)?.to(person, card.name);
    let subject = Subject { letter: Some(row.letter_id), invitation: Some(row.id), ..Subject::default() };
    let link = |purpose| Link { purpose, subject: subject.clone(), lives: None, is_test: false };
    let write = Box::new(move |urls: &Urls| Invitation(ask.filled(urls)).write());
    Ok(Draft {
        main: Some(link(Purpose::Sign)),
        stop: Some(link(Purpose::Unsubscribe)),
        from: named(&covering.from_name, &office.mail_from.address),
        reply_to: Some(Mailbox::bare(&covering.reply_to)),
        to: mail.recipient(db)?,
        is_automatic: false,
        write,
    })
}

/// The covering text comes with the mail: nothing of it is kept before it is really sent.
pub(super) fn test_invitation(db: &mut Db<'_>, mail: &Mail, office: &Office, now: Moment) -> Result<Draft> {
    let letter_id = mail.letter_id.clone().ok_or(Error::NotFound)?;
    let covering: Covering = mail.parameters(db)?;
    let t = messages::words(&covering.language);
    let person = match &mail.coordinator_id {
        Some(id) => coordinator::find(db, id)?.name,
        None => t.say("mail-test-name").text(),
    };
    let organisation = t.say("mail-test-organisation").text();
    let ask = Ask::read(db, &letter_id, &covering, t, now)?.to(person, organisation);
    let write = Box::new(move |urls: &Urls| TestInvitation(ask.filled(urls)).write());
    Ok(Draft {
        main: Some(Link {
            purpose: Purpose::Sign,
            subject: Subject { letter: Some(letter_id), ..Subject::default() },
            lives: None,
            is_test: true,
        }),
        stop: None,
        from: named(&covering.from_name, &office.mail_from.address),
        reply_to: Some(Mailbox::bare(&covering.reply_to)),
        to: mail.recipient(db)?,
        is_automatic: false,
        write,
    })
}

fn covering_of(db: &mut Db<'_>, mail: &Mail) -> Result<Covering> {
    let job = mailing::find_job(db, mail.job_id.as_ref().ok_or(Error::NotFound)?)?;
    let row = mailing::find(db, &job.mailing_id.ok_or(Error::NotFound)?)?;
    Ok(Covering {
        reply_to: row.reply_to(db)?,
        language: row.language,
        from_name: row.from_name,
        subject: row.subject,
        message: row.message,
    })
}

/// What an invitation says before it has its links.
struct Ask {
    wanted: Wanted,
    values: Values,
}

impl Ask {
    fn read(
        db: &mut Db<'_>,
        letter_id: &crate::domain::ids::LetterId,
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

    fn to(mut self, person: String, organisation: String) -> Ask {
        self.wanted.organisation.clone_from(&organisation);
        self.values.name = person;
        self.values.organisation = organisation;
        self
    }

    fn filled(self, urls: &Urls) -> Wanted {
        let values = Values { link: urls.main.clone(), ..self.values };
        Wanted {
            subject: placeholders::fill(&self.wanted.subject, &values),
            message: placeholders::fill(&self.wanted.message, &values),
            link: values.link,
            stop_link: urls.stop.clone(),
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
