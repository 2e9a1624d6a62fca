//! Sending a mailing: the covering text, its job, and one mail for each of its audience. The mails leave a minute later, so that
//! a person can still take it back, or on the day that was set.

use chrono::TimeDelta;

use crate::clock::Moment;
use crate::domain::email::EmailAddress;
use crate::domain::event::{Actor, PublicEffect, Verb};
use crate::domain::ids::{CoordinatorId, JobId, LetterId, MailingId};
use crate::domain::mailing::{Audience, Circle, Covering, MailingKind, Translation};
use crate::domain::refusal::Refusal;
use crate::error::{Error, Result};
use crate::store::audience::{self, Addressee};
use crate::store::letter::{self, Letter};
use crate::store::mailing::{self, Job, Mailing};
use crate::store::outbox::{self, About, MailKind, NewMail, lane};
use crate::store::{Tx, event, job};

/// How long a mailing can be taken back whole, in seconds (U-25).
pub const UNDO_SECONDS: i64 = job::WRITTEN_AHEAD.num_seconds();
/// How many mails one transaction writes, so that signers wait for none of it.
pub const MAILS_AT_ONCE: usize = 250;

/// What to send, to whom and when.
#[derive(Debug, Clone)]
pub struct Order {
    /// What it is for.
    pub kind: MailingKind,
    /// Sender, address for answers, and the words in the mailing's own language.
    pub covering: Covering,
    /// The words in further languages.
    pub translations: Vec<Translation>,
    /// To whom.
    pub audience: Audience,
    /// A later time; `None`: now, which is in a minute.
    pub starts_at: Option<Moment>,
}

impl Order {
    /// The invitation to everybody who was not written to yet.
    pub fn invitation(covering: Covering) -> Order {
        let audience = Audience::whole(Circle::Unmailed);
        Order { kind: MailingKind::Invitation, covering, translations: Vec::new(), audience, starts_at: None }
    }
}

/// A mailing on its way into the outbox.
#[derive(Debug, Clone)]
pub struct Queued {
    /// Its job.
    pub job: Job,
    /// How many contacts are still to be written to; [`queue_more`] takes the next.
    pub left: usize,
}

/// Begins a mailing under the id that its form carried, with its first mails in the same transaction. A second click brings
/// the same id and meets the same job; nobody is written to twice. One for a later day only gets its job: to whom it goes is
/// found on that day ([`queue_due`]).
///
/// # Errors
/// `NotCollecting`, `LetterClosed`: nobody could sign, now or on that day; `NotReady`: there is nobody to write to.
pub fn send_mailing(
    tx: &mut Tx<'_>,
    letter: &LetterId,
    id: &JobId,
    order: &Order,
    by: &CoordinatorId,
    now: Moment,
) -> Result<Queued> {
    job::one_at_a_time(tx, letter)?;
    if let Some(job) = job::find_made(tx, id)? {
        return if job.letter_id == *letter { Ok(Queued { job, left: 0 }) } else { Err(Error::NotFound) };
    }
    let letter = letter::find(tx, letter)?;
    may_send(&letter, order.kind, now)?;
    if let Some(at) = order.starts_at {
        may_send(&letter, order.kind, at)?;
    }
    let job = begin(tx, &letter, id, order, by, now)?;
    let left = match order.starts_at {
        Some(_) => 0,
        None => match queue(tx, &job, now)? {
            (0, _) => return Err(Refusal::NotReady.into()),
            (_, left) => left,
        },
    };
    let verb = if order.starts_at.is_some() { Verb::Plan } else { Verb::Send };
    let object = Some(("job", job.id.as_str()));
    event::record(tx, now, &Actor::Coordinator(by.clone()), verb, Some(&letter.id), object, PublicEffect::None)?;
    Ok(Queued { job, left })
}

/// Whether a mailing of this kind has a place: what asks for a signature only while one can be given.
fn may_send(letter: &Letter, kind: MailingKind, at: Moment) -> Result<()> {
    if kind.asks() {
        return Ok(letter.facts().accepts_submission(at)?);
    }
    if letter.opened_at.is_none() { Err(Refusal::NotCollecting.into()) } else { Ok(()) }
}

/// Queues the next mails of a job that was just begun; gives how many contacts are left. A stopped job gets no more.
pub fn queue_more(tx: &mut Tx<'_>, id: &JobId, now: Moment) -> Result<usize> {
    let job = mailing::find_job(tx, id)?;
    job::one_at_a_time(tx, &job.letter_id)?;
    let job = mailing::find_job(tx, id)?;
    if job.cancelled_at.is_some() || job.queued_at.is_some() {
        return Ok(0);
    }
    Ok(queue(tx, &job, now)?.1)
}

/// [`queue_more`] for a job whose time has come: on its day, when its list was too long for one answer, or after a server died
/// while it wrote the mails. What asks for a
/// signature is given up when none can be given any more. Of several servers that try, one at a time does.
pub fn queue_due(tx: &mut Tx<'_>, id: &JobId, now: Moment) -> Result<usize> {
    let job = mailing::find_job(tx, id)?;
    job::one_at_a_time(tx, &job.letter_id)?;
    let job = mailing::find_job(tx, id)?;
    let Some(mailing_id) = &job.mailing_id else { return Ok(0) };
    if job.cancelled_at.is_some() || job.queued_at.is_some() || job.starts_at > now + job::WRITTEN_AHEAD {
        return Ok(0);
    }
    let kind = mailing::find(tx, mailing_id)?.kind;
    match may_send(&letter::find(tx, &job.letter_id)?, kind, now.max(job.starts_at)) {
        Err(Error::Refused(_)) => {
            job::cancel(tx, id, now)?;
            let object = Some(("job", id.as_str()));
            let verb = Verb::CancelSending;
            event::record(tx, now, &Actor::Server, verb, Some(&job.letter_id), object, PublicEffect::None)?;
            Ok(0)
        }
        Err(fault) => Err(fault),
        Ok(()) => Ok(queue(tx, &job, now)?.1),
    }
}

/// A mailing as a test brings it along: nothing of it is kept before it is really sent.
#[derive(Debug, Clone, serde::Serialize, serde::Deserialize)]
pub struct Trial {
    /// What it is for.
    pub kind: MailingKind,
    /// Whether it goes to those who signed.
    pub is_news: bool,
    /// The words.
    pub covering: Covering,
}

/// Sends the mailing as it stands to the coordinator who writes it; the link in it shows the pages and cannot sign.
pub fn send_test(
    tx: &mut Tx<'_>,
    letter: &Letter,
    trial: &Trial,
    by: &CoordinatorId,
    to: &EmailAddress,
    now: Moment,
) -> Result<()> {
    let about = About { letter: Some(letter.id.clone()), coordinator: Some(by.clone()), ..About::default() };
    let new = NewMail {
        lane: lane::PERSONAL,
        kind: MailKind::TestInvitation,
        recipient: to,
        parameters: trial,
        about,
        not_before: now,
    };
    outbox::enqueue(tx, &new, now)?;
    Ok(())
}

fn begin(tx: &mut Tx<'_>, letter: &Letter, id: &JobId, order: &Order, by: &CoordinatorId, now: Moment) -> Result<Job> {
    let (mailing_id, covering) = (MailingId::new(), &order.covering);
    let mailing = Mailing {
        letter_id: letter.id.clone(),
        kind: order.kind,
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
    for translation in order.translations.iter().filter(|one| one.language != covering.language) {
        mailing::insert_translation(tx, &mailing_id, translation)?;
    }
    let audience =
        serde_json::to_string(&order.audience).map_err(|fault| Error::internal("writing an audience", fault))?;
    let job = Job {
        id: id.clone(),
        letter_id: letter.id.clone(),
        kind: "send".to_owned(),
        mailing_id: Some(mailing_id),
        created_by: by.clone(),
        created_at: now,
        starts_at: order.starts_at.unwrap_or(now + TimeDelta::seconds(UNDO_SECONDS)),
        cancelled_at: None,
        audience,
        queued_at: None,
        paused_at: None,
        told_at: None,
    };
    mailing::insert_job(tx, &job)?;
    Ok(job)
}

/// Writes the next mails; gives how many, and how many contacts are left. Whoever has a mail of this job gets no second one.
fn queue(tx: &mut Tx<'_>, job: &Job, now: Moment) -> Result<(usize, usize)> {
    let audience = job.audience()?;
    let written = job::written(tx, &job.id)?;
    let is_new = |one: &Addressee| match one {
        Addressee::Contact(id, _) => !written.has_invitation(id),
        Addressee::Signer(id, ..) => !written.has_signature(id),
    };
    let wanted: Vec<_> = audience::reach(tx, &job.letter_id, &audience)?.to.into_iter().filter(is_new).collect();
    let next = &wanted[..wanted.len().min(MAILS_AT_ONCE)];
    for one in next {
        let email = one.email(tx)?;
        let (kind, invitation, signature) = match one {
            Addressee::Contact(id, _) if audience.circle == Circle::Unmailed => {
                (MailKind::Invitation, Some(id.clone()), None)
            }
            Addressee::Contact(id, _) => (MailKind::Reminder, Some(id.clone()), None),
            Addressee::Signer(id, ..) => (MailKind::News, None, Some(id.clone())),
        };
        let (letter, job_id) = (Some(job.letter_id.clone()), Some(job.id.clone()));
        let about = About { letter, job: job_id, invitation, signature, ..About::default() };
        let (recipient, not_before) = (&email, job.starts_at);
        outbox::enqueue(
            tx,
            &NewMail { lane: lane::BULK, kind, recipient, parameters: &NoParameters {}, about, not_before },
            now,
        )?;
    }
    if next.len() == wanted.len() {
        job::set_queued(tx, &job.id, now)?;
    }
    Ok((next.len(), wanted.len() - next.len()))
}

/// A mailing's mail finds all it needs in the rows that it is about.
#[derive(Debug, serde::Serialize)]
pub(super) struct NoParameters {}
