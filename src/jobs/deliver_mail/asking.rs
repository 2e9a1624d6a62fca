//! The mail that asks to sign, to an invited contact or as a test to its writer; what it says is [`Ask`]'s.

use crate::actions::ask::{Ask, Recipient};
use crate::clock::Moment;
use crate::domain::ids::LetterId;
use crate::domain::mailing::Covering;
use crate::error::{Error, Result};
use crate::mail::message::Mailbox;
use crate::mail::messages::{
    self, HandedOver, HandedOverBy, Invitation, NewLink, TestInvitation, Wanted, Write, Written,
};
use crate::store::mailing::Mailing;
use crate::store::outbox::Mail;
use crate::store::token::{Purpose, Subject};
use crate::store::{Db, invitation, letter, mailing};

use super::Office;
use super::compose::named;
use super::draft::{Draft, Link, Urls};

pub(super) fn invitation(db: &mut Db<'_>, mail: &Mail, office: &Office, now: Moment) -> Result<Draft> {
    let (row, card, contact) = invitation::find_invitee(db, mail.invitation_id.as_ref().ok_or(Error::NotFound)?)?;
    let covering = covering_of(db, mail)?;
    let t = messages::words(&covering.language);
    let recipient = Recipient::of(db, &row, &card, &contact)?;
    let ask = Ask::read(db, &row.letter_id, &covering, t, now)?.to(recipient);
    let subject = Subject { letter: Some(row.letter_id), invitation: Some(row.id), ..Subject::default() };
    let link = |purpose| Link { purpose, subject: subject.clone(), lives: None, is_test: false };
    let write = Box::new(move |urls: &Urls| {
        Invitation(ask.filled(&urls.main, urls.code.clone(), urls.stop.as_deref())).write()
    });
    Ok(Draft {
        main: Some(link(Purpose::Sign)),
        stop: Some(link(Purpose::Unsubscribe)),
        has_code: true,
        from: named(&covering.from_name, &office.mail_from.address),
        reply_to: Some(Mailbox::bare(&covering.reply_to)),
        to: mail.recipient(db)?,
        is_automatic: false,
        write,
    })
}

/// The covering text comes with the mail: nothing of it is kept before it is really sent. It reads, and its link shows,
/// what the next recipient would get, as the preview did.
pub(super) fn test_invitation(db: &mut Db<'_>, mail: &Mail, office: &Office, now: Moment) -> Result<Draft> {
    let letter_id = mail.letter_id.clone().ok_or(Error::NotFound)?;
    let covering: Covering = mail.parameters(db)?;
    let t = messages::words(&covering.language);
    let example = Recipient::example(db, &letter_id, &t)?;
    let invitation = example.invitation.clone();
    let ask = Ask::read(db, &letter_id, &covering, t, now)?.to(example);
    let write = Box::new(move |urls: &Urls| {
        TestInvitation(ask.filled(&urls.main, urls.code.clone(), urls.stop.as_deref())).write()
    });
    Ok(Draft {
        main: Some(Link {
            purpose: Purpose::Sign,
            subject: Subject { letter: Some(letter_id), invitation, ..Subject::default() },
            lives: None,
            is_test: true,
        }),
        stop: None,
        has_code: true,
        from: named(&covering.from_name, &office.mail_from.address),
        reply_to: Some(Mailbox::bare(&covering.reply_to)),
        to: mail.recipient(db)?,
        is_automatic: false,
        write,
    })
}

/// To the colleague whom a contact named; from the same asker, with a word on who passed it on.
pub(super) fn handed_over(db: &mut Db<'_>, mail: &Mail, office: &Office, now: Moment) -> Result<Draft> {
    let HandedOverBy { person } = mail.parameters(db)?;
    once_more(db, mail, office, now, move |wanted| {
        HandedOver { wanted: Wanted { passed_on_by: Some(person), ..wanted } }.write()
    })
}

/// Another link to the same invitation, to the invited address and no other.
pub(super) fn new_link(db: &mut Db<'_>, mail: &Mail, office: &Office, now: Moment) -> Result<Draft> {
    once_more(db, mail, office, now, |wanted| NewLink { wanted }.write())
}

/// The invitation as its newest mailing has it, outside any mailing.
fn once_more(
    db: &mut Db<'_>,
    mail: &Mail,
    office: &Office,
    now: Moment,
    write: impl FnOnce(Wanted) -> askama::Result<Written> + 'static,
) -> Result<Draft> {
    let (row, card, contact) = invitation::find_invitee(db, mail.invitation_id.as_ref().ok_or(Error::NotFound)?)?;
    let covering = newest_covering(db, &row.letter_id, office)?;
    let t = messages::words(&covering.language);
    let recipient = Recipient::of(db, &row, &card, &contact)?;
    let ask = Ask::read(db, &row.letter_id, &covering, t, now)?.to(recipient);
    let subject = Subject { letter: Some(row.letter_id), invitation: Some(row.id), ..Subject::default() };
    let link = |purpose| Link { purpose, subject: subject.clone(), lives: None, is_test: false };
    let reply_to = Some(covering.reply_to).filter(|address| !address.is_empty());
    Ok(Draft {
        main: Some(link(Purpose::Sign)),
        stop: Some(link(Purpose::Unsubscribe)),
        has_code: true,
        from: named(&covering.from_name, &office.mail_from.address),
        reply_to: reply_to.map(|address| Mailbox::bare(&address)),
        to: mail.recipient(db)?,
        is_automatic: true,
        write: Box::new(move |urls: &Urls| write(ask.filled(&urls.main, urls.code.clone(), urls.stop.as_deref()))),
    })
}

/// The letter's newest covering text; where nothing was sent yet, its first convener asks without one.
fn newest_covering(db: &mut Db<'_>, letter_id: &LetterId, office: &Office) -> Result<Covering> {
    if let Some(newest) = mailing::latest(db, letter_id)? {
        return covering(db, newest);
    }
    let row = letter::find(db, letter_id)?;
    let convener = row.conveners().into_iter().next().map(|convener| convener.name);
    Ok(Covering {
        language: row.language,
        from_name: convener.unwrap_or_else(|| office.site_name.clone()),
        reply_to: String::new(),
        subject: String::new(),
        message: String::new(),
    })
}

fn covering_of(db: &mut Db<'_>, mail: &Mail) -> Result<Covering> {
    let job = mailing::find_job(db, mail.job_id.as_ref().ok_or(Error::NotFound)?)?;
    let row = mailing::find(db, &job.mailing_id.ok_or(Error::NotFound)?)?;
    covering(db, row)
}

fn covering(db: &Db<'_>, row: Mailing) -> Result<Covering> {
    Ok(Covering {
        reply_to: row.reply_to(db)?,
        language: row.language,
        from_name: row.from_name,
        subject: row.subject,
        message: row.message,
    })
}
