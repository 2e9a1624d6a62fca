//! Sending a mailing: the covering text, its job, and one mail for each contact who was not written to yet. The mails leave a
//! minute later, so that a person can still take it back.

use chrono::TimeDelta;

use crate::clock::Moment;
use crate::domain::email::EmailAddress;
use crate::domain::event::{Actor, PublicEffect, Verb};
use crate::domain::ids::{CoordinatorId, JobId, LetterId, MailingId};
use crate::domain::mailing::Covering;
use crate::error::{Error, Result};
use crate::store::letter::{self, Letter};
use crate::store::mailing::{self, Job, Mailing, MailingKind};
use crate::store::outbox::{self, About, MailKind, NewMail, lane};
use crate::store::{Tx, event, invitee, job};

/// How long a mailing can be taken back whole, in seconds (U-25).
pub const UNDO_SECONDS: i64 = 60;
/// How many mails one transaction writes, so that signers wait for none of it.
pub const MAILS_AT_ONCE: usize = 250;

/// A mailing on its way into the outbox.
#[derive(Debug, Clone)]
pub struct Queued {
    /// Its job.
    pub job: Job,
    /// How many contacts are still to be written to; [`queue_more`] takes the next.
    pub left: usize,
}

/// Begins a mailing under the id that its form carried, with its first mails in the same transaction. A second click brings
/// the same id and meets the same job; nobody is written to twice.
///
/// # Errors
/// `NotCollecting`, `LetterClosed`: nobody could sign; `NotReady`: everybody was written to.
pub fn send_mailing(
    tx: &mut Tx<'_>,
    letter: &LetterId,
    id: &JobId,
    covering: &Covering,
    by: &CoordinatorId,
    now: Moment,
) -> Result<Queued> {
    job::one_at_a_time(tx, letter)?;
    if let Some(job) = job::find_made(tx, id)? {
        return if job.letter_id == *letter { Ok(Queued { job, left: 0 }) } else { Err(Error::NotFound) };
    }
    let letter = letter::find(tx, letter)?;
    letter.facts().accepts_submission(now)?;
    let job = begin(tx, &letter, id, covering, by, now)?;
    let (queued, left) = queue(tx, &job, now)?;
    if queued == 0 {
        return Err(crate::domain::refusal::Refusal::NotReady.into());
    }
    let actor = Actor::Coordinator(by.clone());
    let object = Some(("job", job.id.as_str()));
    event::record(tx, now, &actor, Verb::Send, Some(&letter.id), object, PublicEffect::None)?;
    Ok(Queued { job, left })
}

/// Queues the next mails of a job that was just begun; gives how many contacts are left. A stopped job gets no more.
pub fn queue_more(tx: &mut Tx<'_>, id: &JobId, now: Moment) -> Result<usize> {
    let job = mailing::find_job(tx, id)?;
    job::one_at_a_time(tx, &job.letter_id)?;
    let job = mailing::find_job(tx, id)?;
    if job.cancelled_at.is_some() {
        return Ok(0);
    }
    Ok(queue(tx, &job, now)?.1)
}

/// Sends the mailing as it stands to the coordinator who writes it; the link in it shows the pages and cannot sign.
pub fn send_test(
    tx: &mut Tx<'_>,
    letter: &Letter,
    covering: &Covering,
    by: &CoordinatorId,
    to: &EmailAddress,
    now: Moment,
) -> Result<()> {
    let about = About { letter: Some(letter.id.clone()), coordinator: Some(by.clone()), ..About::default() };
    let new = NewMail {
        lane: lane::PERSONAL,
        kind: MailKind::TestInvitation,
        recipient: to,
        parameters: covering,
        about,
        not_before: now,
    };
    outbox::enqueue(tx, &new, now)?;
    Ok(())
}

fn begin(
    tx: &mut Tx<'_>,
    letter: &Letter,
    id: &JobId,
    covering: &Covering,
    by: &CoordinatorId,
    now: Moment,
) -> Result<Job> {
    let mailing_id = MailingId::new();
    let mailing = Mailing {
        letter_id: letter.id.clone(),
        kind: MailingKind::Invitation,
        language: covering.language.clone(),
        from_name: covering.from_name.clone(),
        reply_to_sealed: tx.keys.seal("mailing", "reply_to", mailing_id.as_str(), &covering.reply_to),
        subject: covering.subject.clone(),
        message: covering.message.clone(),
        created_by: by.clone(),
        created_at: now,
        id: mailing_id.clone(),
    };
    mailing::insert(tx, &mailing)?;
    let job = Job {
        id: id.clone(),
        letter_id: letter.id.clone(),
        kind: "send".to_owned(),
        mailing_id: Some(mailing_id),
        created_by: by.clone(),
        created_at: now,
        starts_at: now + TimeDelta::seconds(UNDO_SECONDS),
        cancelled_at: None,
    };
    mailing::insert_job(tx, &job)?;
    Ok(job)
}

/// Writes the next mails; gives how many, and how many contacts are left.
fn queue(tx: &mut Tx<'_>, job: &Job, now: Moment) -> Result<(usize, usize)> {
    let unmailed = invitee::unmailed(tx, &job.letter_id)?;
    let next = &unmailed[..unmailed.len().min(MAILS_AT_ONCE)];
    for invitee in next {
        let email = invitee.email(tx)?;
        let email = EmailAddress::parse(&email).map_err(|fault| Error::internal("a contact's address", fault))?;
        let about = About {
            letter: Some(job.letter_id.clone()),
            job: Some(job.id.clone()),
            invitation: Some(invitee.id.clone()),
            ..About::default()
        };
        let new = NewMail {
            lane: lane::BULK,
            kind: MailKind::Invitation,
            recipient: &email,
            parameters: &NoParameters {},
            about,
            not_before: job.starts_at,
        };
        outbox::enqueue(tx, &new, now)?;
    }
    Ok((next.len(), unmailed.len() - next.len()))
}

/// An invitation's mail finds all it needs in the rows that it is about.
#[derive(Debug, serde::Serialize)]
pub(super) struct NoParameters {}
