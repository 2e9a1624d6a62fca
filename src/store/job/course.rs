//! The course of a job: written into the outbox, paused and let go on, done. Each step is one UPDATE that names where it comes
//! from, so of two servers, or two people, only one takes it.

use std::collections::HashSet;

use chrono::TimeDelta;
use diesel::prelude::*;

use crate::clock::Moment;
use crate::domain::email::EmailAddress;
use crate::domain::ids::{InvitationId, JobId, LetterId, OutboxId, SignatureId};
use crate::domain::signature::{Listing, Status};
use crate::error::Result;
use crate::store::mailing::Job;
use crate::store::outbox::State;
use crate::store::schema::{job, outbox, signature};
use crate::store::signature::Signature;
use crate::store::{Db, Tx};

/// So far back a job's pace is reckoned.
const RECENT: TimeDelta = TimeDelta::minutes(2);

/// For whom a job has mails already.
#[derive(Debug, Default)]
pub struct Written {
    invitations: HashSet<InvitationId>,
    signatures: HashSet<SignatureId>,
}

impl Written {
    /// Whether there is one for this invitation.
    pub fn has_invitation(&self, id: &InvitationId) -> bool {
        self.invitations.contains(id)
    }

    /// Whether there is one about this signature.
    pub fn has_signature(&self, id: &SignatureId) -> bool {
        self.signatures.contains(id)
    }
}

/// For whom this job has mails, whatever became of them.
pub fn written(db: &mut Db<'_>, id: &JobId) -> Result<Written> {
    let rows: Vec<(Option<InvitationId>, Option<SignatureId>)> = outbox::table
        .filter(outbox::job_id.eq(id))
        .select((outbox::invitation_id, outbox::signature_id))
        .load(db.conn)?;
    let mut written = Written::default();
    for (invitation, signature) in rows {
        written.invitations.extend(invitation);
        written.signatures.extend(signature);
    }
    Ok(written)
}

/// Notes that a job's last mail is written; `false` when that was noted before.
pub fn set_queued(tx: &mut Tx<'_>, id: &JobId, now: Moment) -> Result<bool> {
    let rows = diesel::update(job::table.find(id).filter(job::queued_at.is_null()))
        .set(job::queued_at.eq(Some(now)))
        .execute(tx.conn)?;
    Ok(rows == 1)
}

/// How long before its mails may leave a job is written: the minute in which it can be undone.
pub const WRITTEN_AHEAD: TimeDelta = TimeDelta::seconds(60);

/// The jobs whose time has come and whose mails are not all written: a day was set, the list is long, or a server died in the
/// middle.
pub fn due_to_queue(db: &mut Db<'_>, now: Moment) -> Result<Vec<JobId>> {
    Ok(job::table
        .filter(job::queued_at.is_null())
        .filter(job::cancelled_at.is_null())
        .filter(job::starts_at.le(now + WRITTEN_AHEAD))
        .order(job::starts_at)
        .select(job::id)
        .load(db.conn)?)
}

/// Holds a job's mails, or lets them go on; `false` when it was so before, or when the job is stopped.
pub fn set_paused(tx: &mut Tx<'_>, id: &JobId, at: Option<Moment>) -> Result<bool> {
    let running = job::table.find(id).filter(job::cancelled_at.is_null());
    let rows = match at {
        Some(at) => diesel::update(running.filter(job::paused_at.is_null()))
            .set(job::paused_at.eq(Some(at)))
            .execute(tx.conn)?,
        None => {
            let rows = diesel::update(running.filter(job::paused_at.is_not_null()))
                .set(job::paused_at.eq(None::<Moment>))
                .execute(tx.conn)?;
            tx.mail_queued();
            rows
        }
    };
    Ok(rows == 1)
}

/// Whether a job's mails are held.
pub fn is_paused(db: &mut Db<'_>, id: &JobId) -> Result<bool> {
    let paused: Option<Option<Moment>> = job::table.find(id).select(job::paused_at).first(db.conn).optional()?;
    Ok(paused.flatten().is_some())
}

/// The jobs whose sender was not told yet that they are done, as far as all their mails are written or they were stopped.
pub fn untold(db: &mut Db<'_>) -> Result<Vec<Job>> {
    Ok(job::table
        .filter(job::told_at.is_null())
        .filter(job::queued_at.is_not_null().or(job::cancelled_at.is_not_null()))
        .select(Job::as_select())
        .load(db.conn)?)
}

/// Notes that the sender was told; `false` when another server did it.
pub fn set_told(tx: &mut Tx<'_>, id: &JobId, now: Moment) -> Result<bool> {
    let rows = diesel::update(job::table.find(id).filter(job::told_at.is_null()))
        .set(job::told_at.eq(Some(now)))
        .execute(tx.conn)?;
    Ok(rows == 1)
}

/// Notes that nobody need be told of the jobs that began by `until`: they belong to a past that was invented or restored.
pub fn let_rest(tx: &mut Tx<'_>, until: Moment, now: Moment) -> Result<usize> {
    Ok(diesel::update(job::table.filter(job::told_at.is_null()).filter(job::starts_at.le(until)))
        .set(job::told_at.eq(Some(now)))
        .execute(tx.conn)?)
}

/// How many mails of a job ended lately, and when the first and last of them did: a pause before does not slow the pace.
pub fn recent_ends(db: &mut Db<'_>, id: &JobId, now: Moment) -> Result<Option<(i64, TimeDelta)>> {
    use diesel::dsl::{count_star, max, min};
    let ended = outbox::table
        .filter(outbox::job_id.eq(id))
        .filter(outbox::state.eq_any([State::Sent, State::Failed, State::Unknown]))
        .filter(outbox::ended_at.gt(Some(now - RECENT)));
    let (count, first, last): (i64, Option<Moment>, Option<Moment>) =
        ended.select((count_star(), min(outbox::ended_at), max(outbox::ended_at))).first(db.conn)?;
    Ok(first.zip(last).map(|(first, last)| (count, last - first)))
}

/// A mail about a signature: the printed name, where it stands by name, the relay's code, the reason.
pub type SignersMail = (Option<String>, Option<i32>, Option<String>);

/// The mails of a job about signatures in one state.
pub fn signers_mails(db: &mut Db<'_>, id: &JobId, state: State, limit: i64) -> Result<Vec<SignersMail>> {
    type Row = (Listing, Option<String>, Option<i32>, Option<String>);
    let rows: Vec<Row> = outbox::table
        .inner_join(signature::table.on(outbox::signature_id.eq(signature::id.nullable())))
        .filter(outbox::job_id.eq(id))
        .filter(outbox::state.eq(state))
        .order(outbox::id)
        .limit(limit)
        .select((signature::listing, signature::name, outbox::reply_code, outbox::failure))
        .load(db.conn)?;
    let shown = |(listing, name, code, failure): Row| (name.filter(|_| listing == Listing::Named), code, failure);
    Ok(rows.into_iter().map(shown).collect())
}

/// The failed mails of a job about signatures that still want news, with the address of today.
pub fn signers_again(db: &mut Db<'_>, id: &JobId, letter: &LetterId) -> Result<Vec<(OutboxId, EmailAddress)>> {
    let rows: Vec<(OutboxId, Signature)> = outbox::table
        .inner_join(signature::table.on(outbox::signature_id.eq(signature::id.nullable())))
        .filter(outbox::job_id.eq(id))
        .filter(outbox::state.eq(State::Failed))
        .filter(signature::letter_id.eq(letter))
        .filter(signature::status.eq_any([Status::Confirmed, Status::Listed]))
        .filter(signature::wants_updates.eq(true))
        .order(outbox::id)
        .select((outbox::id, Signature::as_select()))
        .load(db.conn)?;
    let mut again = Vec::new();
    for (id, row) in rows {
        let Some(signer) = row.signer(db)? else { continue };
        again.extend(EmailAddress::parse(&signer.email).ok().map(|email| (id, email)));
    }
    Ok(again)
}
