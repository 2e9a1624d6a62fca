//! The mails of one job: how many are where, which failed and why, stopping those that wait, sending failed ones again.

use diesel::prelude::*;

use crate::clock::Moment;
use crate::domain::email::EmailAddress;
use crate::domain::ids::{CoordinatorId, InvitationId, JobId, LetterId, OutboxId};
use crate::error::Result;
use crate::store::answered::Signed;
use crate::store::mailing::Job;
use crate::store::organisation::{Contact, Organisation};
use crate::store::outbox::State;
use crate::store::schema::{contact, invitation, job, letter, letter_member, organisation, outbox, suppression};
use crate::store::{Db, Tx};

mod course;

pub use course::{
    WRITTEN_AHEAD, due_to_queue, is_paused, let_rest, recent_ends, set_paused, set_queued, set_told, signers_again,
    signers_mails, untold, written,
};

/// How many mails of a job are where.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tally {
    /// Waiting for their time or for a worker.
    pub waiting: i64,
    /// Just being handed to the relay.
    pub sending: i64,
    /// Taken by the relay.
    pub sent: i64,
    /// Failed for good.
    pub failed: i64,
    /// The relay did not answer; nobody knows.
    pub unknown: i64,
    /// Stopped before they left.
    pub cancelled: i64,
}

impl Tally {
    /// Sorts the counts by state.
    pub fn of(counts: &[(State, i64)]) -> Tally {
        let mut tally = Tally::default();
        for (state, count) in counts {
            match state {
                State::Queued => tally.waiting += count,
                State::Leased | State::Sending => tally.sending += count,
                State::Sent => tally.sent += count,
                State::Failed => tally.failed += count,
                State::Unknown => tally.unknown += count,
                State::Cancelled => tally.cancelled += count,
            }
        }
        tally
    }

    /// All of them.
    pub fn total(&self) -> i64 {
        self.open() + self.done() + self.cancelled
    }

    /// Those that still have something to wait for.
    pub fn open(&self) -> i64 {
        self.waiting + self.sending
    }

    /// Those whose outcome is there.
    pub fn done(&self) -> i64 {
        self.sent + self.failed + self.unknown
    }
}

/// A mail of a job with whom it is for.
#[derive(Debug, Clone)]
pub struct JobMail {
    /// The mail.
    pub id: OutboxId,
    /// The invitation that it carries.
    pub invitation: InvitationId,
    /// The relay's code, where it gave one.
    pub reply_code: Option<i32>,
    /// How often it came back after the relay had taken it.
    pub came_back: i32,
    /// What went wrong, in the relay's or our own words.
    pub failure: Option<String>,
    /// The card.
    pub organisation: Organisation,
    /// Whom it goes to.
    pub contact: Contact,
}

/// The job, if the asker is a member of its letter.
///
/// # Errors
/// `NotFound` also when the job exists but is not theirs.
pub fn find_for(db: &mut Db<'_>, id: &JobId, asker: &CoordinatorId) -> Result<Job> {
    Ok(job::table
        .inner_join(letter_member::table.on(letter_member::letter_id.eq(job::letter_id)))
        .filter(job::id.eq(id))
        .filter(letter_member::coordinator_id.eq(asker))
        .select(Job::as_select())
        .first(db.conn)?)
}

/// The job with this id, if it was ever made.
pub fn find_made(db: &mut Db<'_>, id: &JobId) -> Result<Option<Job>> {
    Ok(job::table.find(id).select(Job::as_select()).first(db.conn).optional()?)
}

/// The mails of a job in one state, at most `limit`, with whom they are for.
pub fn mails(db: &mut Db<'_>, id: &JobId, state: State, limit: i64) -> Result<Vec<JobMail>> {
    type Row = (OutboxId, InvitationId, Option<i32>, i32, Option<String>, Organisation, Contact);
    let rows: Vec<Row> = outbox::table
        .inner_join(invitation::table.on(outbox::invitation_id.eq(invitation::id.nullable())))
        .inner_join(organisation::table.on(organisation::id.eq(invitation::organisation_id)))
        .inner_join(contact::table.on(contact::id.eq(invitation::contact_id)))
        .filter(outbox::job_id.eq(id))
        .filter(outbox::state.eq(state))
        .order(outbox::id)
        .limit(limit)
        .select((
            outbox::id,
            invitation::id,
            outbox::reply_code,
            outbox::came_back,
            outbox::failure,
            Organisation::as_select(),
            Contact::as_select(),
        ))
        .load(db.conn)?;
    let mail = |(id, invitation, reply_code, came_back, failure, organisation, contact)| JobMail {
        id,
        invitation,
        reply_code,
        came_back,
        failure,
        organisation,
        contact,
    };
    Ok(rows.into_iter().map(mail).collect())
}

/// Stops the mails of a job that have not left, and notes it on the job; gives whether it was not stopped before, and how many
/// stay. A mail that the worker holds already is on its way.
pub fn cancel(tx: &mut Tx<'_>, id: &JobId, now: Moment) -> Result<(bool, usize)> {
    let waiting = outbox::table.filter(outbox::job_id.eq(id)).filter(outbox::state.eq(State::Queued));
    let stopped = diesel::update(waiting)
        .set((outbox::state.eq(State::Cancelled), outbox::ended_at.eq(Some(now))))
        .execute(tx.conn)?;
    let noted = diesel::update(job::table.find(id).filter(job::cancelled_at.is_null()))
        .set((job::cancelled_at.eq(Some(now)), job::paused_at.eq(None::<Moment>)))
        .execute(tx.conn)?;
    Ok((noted == 1, stopped))
}

/// The mails of a job in one state whose contacts may still be written to; `only` narrows them to some invitations.
pub fn sendable_again(
    db: &mut Db<'_>,
    id: &JobId,
    state: State,
    only: Option<&[InvitationId]>,
) -> Result<Vec<(OutboxId, Contact)>> {
    let suppressed: Vec<String> = suppression::table.select(suppression::email_index).load(db.conn)?;
    let rows: Vec<(OutboxId, InvitationId, Contact)> = outbox::table
        .inner_join(invitation::table.on(outbox::invitation_id.eq(invitation::id.nullable())))
        .inner_join(contact::table.on(contact::id.eq(invitation::contact_id)))
        .filter(outbox::job_id.eq(id))
        .filter(outbox::state.eq(state))
        .filter(invitation::answer.is_null())
        .filter(invitation::stopped_at.is_null())
        .filter(invitation::revoked_at.is_null())
        .order(outbox::id)
        .select((outbox::id, invitation::id, Contact::as_select()))
        .load(db.conn)?;
    let letter: LetterId = job::table.find(id).select(job::letter_id).first(db.conn)?;
    // What the asker may not know must not show in how many are written to again; the sender looks again before each mail.
    let signed = Signed::read(db, &letter, false)?;
    let is_wanted = |invitation: &InvitationId| {
        only.is_none_or(|only| only.contains(invitation)) && signed.at(db, invitation).is_none()
    };
    let wanted = rows
        .into_iter()
        .filter(|(_, invitation, contact)| is_wanted(invitation) && !suppressed.contains(&contact.email_index));
    Ok(wanted.map(|(id, _, contact)| (id, contact)).collect())
}

/// Puts an ended mail back into the outbox, to the contact's address of today; `false` when it has left that state meanwhile.
/// Its Message-ID stays, so that a mailbox that has it already can tell.
pub fn queue_again(
    tx: &mut Tx<'_>,
    id: &OutboxId,
    from: State,
    to: &EmailAddress,
    parameters: &str,
    now: Moment,
) -> Result<bool> {
    let rows = diesel::update(outbox::table.find(id).filter(outbox::state.eq(from)))
        .set((
            outbox::state.eq(State::Queued),
            outbox::recipient_sealed.eq(Some(tx.keys.seal("outbox", "recipient", id.as_str(), to.as_str()))),
            outbox::parameters_sealed.eq(Some(tx.keys.seal("outbox", "parameters", id.as_str(), parameters))),
            outbox::attempts.eq(0),
            outbox::next_at.eq(now),
            outbox::ended_at.eq(None::<Moment>),
            outbox::reply_code.eq(None::<i32>),
            outbox::failure.eq(None::<String>),
            outbox::possible_duplicate.eq(from == State::Unknown),
        ))
        .execute(tx.conn)?;
    tx.mail_queued();
    Ok(rows == 1)
}

/// Lets a stopped job go on, because a person asked for some of its mails again; who sent it is told of its end anew.
pub fn reopen(tx: &mut Tx<'_>, id: &JobId) -> Result<()> {
    diesel::update(job::table.find(id))
        .set((job::cancelled_at.eq(None::<Moment>), job::told_at.eq(None::<Moment>)))
        .execute(tx.conn)?;
    Ok(())
}

/// Lets one sending or import of a letter at a time pass; the next one waits until this transaction ends, and then sees what it
/// wrote. (On SQLite there is one writer anyway.) Signing never takes this lock.
pub fn one_at_a_time(tx: &mut Tx<'_>, id: &LetterId) -> Result<()> {
    diesel::update(letter::table.find(id)).set(letter::details_version.eq(letter::details_version)).execute(tx.conn)?;
    Ok(())
}
