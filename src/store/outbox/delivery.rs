//! A mail's way out: leased by one sender, marked as `sending` before the relay hears of it, and ended. Every step is one
//! UPDATE that names the state it comes from and the lease it holds, so of two senders, or a sender and its own ghost,
//! only one does it, on both databases.

use chrono::TimeDelta;
use diesel::prelude::*;

use super::{Mail, State, lane};
use crate::clock::Moment;
pub use crate::domain::delivery::FailureReason;
use crate::domain::ids::{JobId, OutboxId};
use crate::error::Result;
use crate::store::schema::{job, outbox, suppression};
use crate::store::{Db, Tx};

/// A sender that says nothing for so long is dead, and others take over what it held.
pub const LEASE: TimeDelta = TimeDelta::minutes(2);

/// What became of one attempt.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Ending {
    /// The relay took it; recipient and parameters are erased.
    Sent,
    /// It is tried again.
    Later {
        /// Not before this moment.
        at: Moment,
        /// The relay's code, where it gave one.
        code: Option<i32>,
        /// Why not at once.
        reason: Option<FailureReason>,
        /// The first attempt may have arrived: the one repeat is flagged.
        possible_duplicate: bool,
    },
    /// It will not be sent.
    Failed {
        /// Why.
        reason: FailureReason,
        /// The relay's code, where it gave one.
        code: Option<i32>,
    },
    /// Nobody knows whether it arrived.
    Unknown,
}

/// Whose mails are taken back.
#[derive(Debug, Clone, Copy)]
pub enum Hands<'a> {
    /// Of senders whose lease is over.
    Dead,
    /// Of this one, which knows that it sends nothing.
    Of(&'a str),
    /// Of everybody: the only server of a database has just begun.
    All,
}

/// Failed mails of a job that have the same reason.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure {
    /// A word of [`FailureReason`], or what another part of the program noted.
    pub reason: String,
    /// The relay's code.
    pub code: Option<i32>,
    /// How many.
    pub count: i64,
}

/// The jobs whose mails stay until a person lets them go on.
macro_rules! paused_jobs {
    () => {
        job::table.filter(job::paused_at.is_not_null()).select(job::id.nullable())
    };
}

/// Whether any mail up to this lane could leave now. Cheap; asked before a lease is written.
pub fn has_due(db: &mut Db<'_>, up_to: i32, now: Moment) -> Result<bool> {
    let due: Option<OutboxId> = outbox::table
        .filter(outbox::state.eq(State::Queued))
        .filter(outbox::lane.le(up_to))
        .filter(outbox::next_at.le(now))
        .filter(outbox::job_id.is_null().or(outbox::job_id.ne_all(paused_jobs!())))
        .select(outbox::id)
        .first(db.conn)
        .optional()?;
    Ok(due.is_some())
}

/// Takes at most `most` mails whose time has come and whose job is not paused for this sender, personal ones first, until the
/// lease ends.
///
/// `owner` must be a name that no other sender has, and it must hold nothing yet.
pub fn lease_due(tx: &mut Tx<'_>, owner: &str, up_to: i32, most: i64, now: Moment) -> Result<Vec<Mail>> {
    let due: Vec<OutboxId> = outbox::table
        .filter(outbox::state.eq(State::Queued))
        .filter(outbox::lane.le(up_to))
        .filter(outbox::next_at.le(now))
        .filter(outbox::job_id.is_null().or(outbox::job_id.ne_all(paused_jobs!())))
        .order((outbox::lane, outbox::next_at, outbox::id))
        .limit(most)
        .select(outbox::id)
        .load(tx.conn)?;
    if due.is_empty() {
        return Ok(Vec::new());
    }
    // Another sender may have been faster since: the state is asked again in the same statement that changes it.
    diesel::update(outbox::table.filter(outbox::id.eq_any(due)).filter(outbox::state.eq(State::Queued)))
        .set((
            outbox::state.eq(State::Leased),
            outbox::lease_owner.eq(Some(owner)),
            outbox::lease_until.eq(Some(now + LEASE)),
            outbox::fence.eq(outbox::fence + 1),
        ))
        .execute(tx.conn)?;
    Ok(outbox::table
        .filter(outbox::lease_owner.eq(owner))
        .filter(outbox::state.eq(State::Leased))
        .order((outbox::lane, outbox::next_at, outbox::id))
        .select(Mail::as_select())
        .load(tx.conn)?)
}

/// Prolongs the leases of living senders.
pub fn renew(tx: &mut Tx<'_>, owners: &[String], now: Moment) -> Result<usize> {
    let held = outbox::table
        .filter(outbox::lease_owner.eq_any(owners))
        .filter(outbox::state.eq_any([State::Leased, State::Sending]));
    Ok(diesel::update(held).set(outbox::lease_until.eq(Some(now + LEASE))).execute(tx.conn)?)
}

/// Notes that the relay is about to hear of this mail; commit it before the first word. `false` when the lease is lost:
/// then somebody else has the mail.
pub fn mark_sending(tx: &mut Tx<'_>, mail: &Mail, now: Moment) -> Result<bool> {
    let held = outbox::table
        .filter(outbox::id.eq(&mail.id))
        .filter(outbox::state.eq(State::Leased))
        .filter(outbox::fence.eq(mail.fence));
    let marked = diesel::update(held)
        .set((
            outbox::state.eq(State::Sending),
            outbox::attempts.eq(outbox::attempts + 1),
            outbox::lease_until.eq(Some(now + LEASE)),
        ))
        .execute(tx.conn)?;
    Ok(marked == 1)
}

/// Gives back mails that this sender has leased, each named by id and fence and not before its moment. Nothing was tried, so
/// nothing else changes.
pub fn put_off(tx: &mut Tx<'_>, mails: &[(OutboxId, i32, Moment)]) -> Result<()> {
    for (id, fence, at) in mails {
        let held = outbox::table
            .filter(outbox::id.eq(id))
            .filter(outbox::state.eq(State::Leased))
            .filter(outbox::fence.eq(fence));
        diesel::update(held)
            .set((
                outbox::state.eq(State::Queued),
                outbox::next_at.eq(*at),
                outbox::lease_owner.eq(None::<String>),
                outbox::lease_until.eq(None::<Moment>),
            ))
            .execute(tx.conn)?;
    }
    Ok(())
}

/// Stops a mail that this sender has leased and that must not leave any more.
pub fn cancel_held(tx: &mut Tx<'_>, mail: &Mail, now: Moment) -> Result<bool> {
    let held = outbox::table
        .filter(outbox::id.eq(&mail.id))
        .filter(outbox::state.eq(State::Leased))
        .filter(outbox::fence.eq(mail.fence));
    Ok(diesel::update(held).set(ended(State::Cancelled, now)).execute(tx.conn)? == 1)
}

/// Writes down what became of a mail that this sender held. `false` when the lease was lost meanwhile; then nothing is
/// written, because somebody else has judged the mail.
pub fn record_ending(tx: &mut Tx<'_>, mail: &Mail, ending: &Ending, now: Moment) -> Result<bool> {
    let held = outbox::table
        .filter(outbox::id.eq(&mail.id))
        .filter(outbox::state.eq_any([State::Leased, State::Sending]))
        .filter(outbox::fence.eq(mail.fence));
    let rows = match ending {
        Ending::Sent => {
            // What put it off before does not matter any more.
            let why = outbox::failure.eq(None::<&str>);
            diesel::update(held).set((ended(State::Sent, now), why)).execute(tx.conn)?
        }
        Ending::Later { at, code, reason, possible_duplicate } => diesel::update(held)
            .set((
                outbox::state.eq(State::Queued),
                outbox::next_at.eq(*at),
                outbox::reply_code.eq(*code),
                outbox::failure.eq(reason.map(FailureReason::as_str)),
                outbox::possible_duplicate.eq(mail.possible_duplicate || *possible_duplicate),
                outbox::lease_owner.eq(None::<String>),
                outbox::lease_until.eq(None::<Moment>),
            ))
            .execute(tx.conn)?,
        Ending::Failed { reason, code } => {
            let why = (outbox::reply_code.eq(*code), outbox::failure.eq(Some(reason.as_str())));
            diesel::update(held).set((ended(State::Failed, now), why)).execute(tx.conn)?
        }
        Ending::Unknown => {
            let why = outbox::failure.eq(Some(FailureReason::NoAnswer.as_str()));
            diesel::update(held).set((ended(State::Unknown, now), why)).execute(tx.conn)?
        }
    };
    Ok(rows == 1)
}

/// Takes mails out of the hands of senders that do not send them; gives how many.
///
/// What was only leased waits again. What was being sent may have arrived: a personal mail is repeated once, flagged; any
/// other is `unknown`, and only a person may have it repeated.
pub fn reclaim(tx: &mut Tx<'_>, from: Hands<'_>, now: Moment) -> Result<usize> {
    let held = outbox::table.filter(outbox::state.eq_any([State::Leased, State::Sending])).select(outbox::id);
    let ids: Vec<OutboxId> = match from {
        Hands::Dead => held.filter(outbox::lease_until.le(Some(now))).load(tx.conn)?,
        Hands::Of(owner) => held.filter(outbox::lease_owner.eq(owner)).load(tx.conn)?,
        Hands::All => held.load(tx.conn)?,
    };
    if ids.is_empty() {
        return Ok(0);
    }
    let among = |state: State| outbox::table.filter(outbox::id.eq_any(&ids)).filter(outbox::state.eq(state));
    let waiting = || {
        (
            outbox::state.eq(State::Queued),
            outbox::lease_owner.eq(None::<String>),
            outbox::lease_until.eq(None::<Moment>),
        )
    };
    let released = diesel::update(among(State::Leased)).set(waiting()).execute(tx.conn)?;
    let once =
        among(State::Sending).filter(outbox::lane.eq(lane::PERSONAL)).filter(outbox::possible_duplicate.eq(false));
    let flagged = (waiting(), outbox::possible_duplicate.eq(true), outbox::next_at.eq(now));
    let repeated = diesel::update(once).set(flagged).execute(tx.conn)?;
    let why = outbox::failure.eq(Some(FailureReason::NoAnswer.as_str()));
    let doubted = diesel::update(among(State::Sending)).set((ended(State::Unknown, now), why)).execute(tx.conn)?;
    if released + repeated > 0 {
        tx.mail_queued();
    }
    Ok(released + repeated + doubted)
}

/// Why mails of a job failed, the most frequent reason first.
pub fn failures(db: &mut Db<'_>, job: &JobId) -> Result<Vec<Failure>> {
    let mut rows: Vec<(Option<String>, Option<i32>, i64)> = outbox::table
        .filter(outbox::job_id.eq(job))
        .filter(outbox::state.eq(State::Failed))
        .group_by((outbox::failure, outbox::reply_code))
        .select((outbox::failure, outbox::reply_code, diesel::dsl::count_star()))
        .load(db.conn)?;
    rows.sort_by_key(|(reason, code, count)| (-count, *code, reason.clone()));
    let failure =
        |(reason, code, count): (Option<String>, _, _)| Failure { reason: reason.unwrap_or_default(), code, count };
    Ok(rows.into_iter().map(failure).collect())
}

/// Whether nothing may be mailed to this address any more.
pub fn is_suppressed(db: &mut Db<'_>, email_index: &str) -> Result<bool> {
    let found: Option<String> =
        suppression::table.find(email_index).select(suppression::email_index).first(db.conn).optional()?;
    Ok(found.is_some())
}

/// What every ended mail has in common: nobody's address and nobody's name stay in it.
#[derive(AsChangeset)]
#[diesel(table_name = outbox)]
#[diesel(treat_none_as_null = true)]
pub(super) struct Ended {
    state: State,
    ended_at: Option<Moment>,
    recipient_sealed: Option<String>,
    parameters_sealed: Option<String>,
    lease_owner: Option<String>,
    lease_until: Option<Moment>,
}

pub(super) fn ended(state: State, now: Moment) -> Ended {
    Ended {
        state,
        ended_at: Some(now),
        recipient_sealed: None,
        parameters_sealed: None,
        lease_owner: None,
        lease_until: None,
    }
}
