//! The mails of a round of comments on a draft.

use crate::domain::dates::{When, parse_zone};
use crate::domain::ids::ReviewerId;
use crate::error::{Error, Result};
use crate::mail::message::Mailbox;
use crate::mail::messages::{self, AboutLetter, CommentNote, CommentRequest, ProposalDecided, ProposalNote, Write};
use crate::render::when::Shown;
use crate::store::comment::{self, Round};
use crate::store::letter::{self, Letter};
use crate::store::outbox::Mail;
use crate::store::token::{Purpose, Subject};
use crate::store::{Db, coordinator, revision};

use super::Office;
use super::compose::named;
use super::draft::{Draft, Link, Urls, Writing};

/// What both mails are about.
struct Known {
    letter: Letter,
    round: Round,
    person: String,
    /// Whether it is a coordinator, who comments at the desk.
    is_at_desk: bool,
    about: AboutLetter,
    /// The coordinator who began the round; answers go there.
    asker: String,
    reply_to: String,
}

impl Known {
    fn read(db: &mut Db<'_>, id: &ReviewerId) -> Result<Known> {
        let row = comment::find(db, id)?;
        let (letter, round) = (letter::find(db, &row.letter_id)?, comment::find_round(db, &row.round_id)?);
        let asker = coordinator::find(db, &round.created_by)?;
        let title = revision::find_edit(db, &letter.id, &round.language, round.edit_n)?.text()?.title;
        let about = AboutLetter {
            t: messages::words(&round.language),
            is_discreet: letter.high_risk,
            title,
            takes_answers: true,
        };
        let (who, reply_to) = (row.person(db)?, asker.email(db)?);
        let is_at_desk = who.coordinator.is_some();
        Ok(Known { letter, round, person: who.name, is_at_desk, about, asker: asker.name, reply_to })
    }

    fn draft(&self, db: &Db<'_>, mail: &Mail, office: &Office, id: ReviewerId, write: Writing) -> Result<Draft> {
        let letter = Some(self.letter.id.clone());
        let subject = Subject { letter, reviewer: Some(id), ..Subject::default() };
        let from = match self.letter.high_risk {
            true => Mailbox::bare(&office.mail_from.address),
            false => named(&self.asker, &office.mail_from.address),
        };
        Ok(Draft {
            // A coordinator's rights are the link; one in a mail would outlive them.
            main: (!self.is_at_desk).then_some(Link {
                purpose: Purpose::Comment,
                subject,
                lives: None,
                is_test: false,
            }),
            stop: None,
            has_code: false,
            from,
            reply_to: Some(Mailbox::bare(&self.reply_to)),
            to: mail.recipient(db)?,
            is_automatic: false,
            write,
        })
    }
}

pub(super) fn request(db: &mut Db<'_>, mail: &Mail, office: &Office) -> Result<Draft> {
    let CommentNote { reviewer } = mail.parameters(db)?;
    let known = Known::read(db, &reviewer)?;
    let zone = parse_zone(&known.letter.time_zone).map_err(|fault| Error::internal("a letter's time zone", fault))?;
    let (about, person, from) = (known.about.clone(), known.person.clone(), known.asker.clone());
    let end = When::of(known.round.closes_at, zone, &known.letter.zone_label);
    let deadline = Shown::of(&end, &about.t).line(&about.t);
    let write =
        Box::new(move |urls: &Urls| CommentRequest { about, person, from, deadline, link: urls.main.clone() }.write());
    known.draft(db, mail, office, reviewer, write)
}

pub(super) fn decided(db: &mut Db<'_>, mail: &Mail, office: &Office) -> Result<Draft> {
    let ProposalNote { reviewer, outcome, reason, .. } = mail.parameters(db)?;
    let known = Known::read(db, &reviewer)?;
    let (about, person, from) = (known.about.clone(), known.person.clone(), known.asker.clone());
    let desk = known.is_at_desk.then(|| office.link(&format!("/desk/letters/{}/comments/mine", known.letter.id)));
    let write = Box::new(move |urls: &Urls| {
        let link = desk.unwrap_or_else(|| urls.main.clone());
        ProposalDecided { about, person, from, outcome, reason, link }.write()
    });
    known.draft(db, mail, office, reviewer, write)
}
