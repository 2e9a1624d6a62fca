//! Mails that came back after the relay had taken them, and the addresses that get no more mailings because of it.

use std::collections::HashMap;

use diesel::prelude::*;
use subtle::ConstantTimeEq;

use super::outbox::State;
use crate::clock::Moment;
use crate::domain::delivery::FailureReason;
use crate::domain::ids::{InvitationId, JobId, LetterId, OutboxId};
use crate::error::Result;
use crate::mail::return_path::{CHECK_BYTES, Tag};
use crate::store::outbox::Failure;
use crate::store::schema::{contact, invitation, outbox, suppression};
use crate::store::{Db, Keys, Tx};

/// The tag of a mail's return path.
pub fn tag(keys: &Keys, row: &OutboxId) -> Tag {
    let mut check = [0; CHECK_BYTES];
    let mac = keys.mac("return path", row.as_str().as_bytes());
    check.copy_from_slice(&mac[..CHECK_BYTES]);
    Tag { row: row.clone(), check }
}

/// Whether this server made a tag.
pub fn is_ours(keys: &Keys, found: &Tag) -> bool {
    tag(keys, &found.row).check.ct_eq(&found.check).into()
}

/// A mail of ours as far as a bounce concerns it.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = outbox)]
pub struct Returned {
    pub id: OutboxId,
    pub state: State,
    pub letter_id: Option<LetterId>,
    pub invitation_id: Option<InvitationId>,
    pub recipient_index: String,
}

/// The mail with this id, if there was one.
pub fn find(db: &mut Db<'_>, id: &OutboxId) -> Result<Option<Returned>> {
    Ok(outbox::table.find(id).select(Returned::as_select()).first(db.conn).optional()?)
}

/// Notes that a mail which the relay had taken did not arrive. `false` when that is known already, or the mail is on its way
/// once more.
pub fn note_return(tx: &mut Tx<'_>, id: &OutboxId, reason: FailureReason, now: Moment) -> Result<bool> {
    let taken = outbox::table.find(id).filter(outbox::state.eq_any([State::Sent, State::Unknown]));
    let noted = diesel::update(taken)
        .set((
            outbox::state.eq(State::Failed),
            outbox::failure.eq(Some(reason.as_str())),
            outbox::reply_code.eq(None::<i32>),
            outbox::came_back.eq(outbox::came_back + 1),
            outbox::ended_at.eq(Some(now)),
        ))
        .execute(tx.conn)?;
    Ok(noted == 1)
}

/// How often mails to this address came back, as far as they are remembered (30 days).
pub fn count_returns(db: &mut Db<'_>, email_index: &str) -> Result<i64> {
    let sum: Option<i64> = outbox::table
        .filter(outbox::recipient_index.eq(email_index))
        .select(diesel::dsl::sum(outbox::came_back))
        .first(db.conn)?;
    Ok(sum.unwrap_or_default())
}

/// Lets no more mailings go to an address; `false` when none do already.
pub fn suppress(tx: &mut Tx<'_>, email_index: &str, reason: FailureReason, now: Moment) -> Result<bool> {
    let row = (
        suppression::email_index.eq(email_index),
        suppression::reason.eq(reason.as_str()),
        suppression::created_at.eq(now),
    );
    let inserted = tx.try_insert(|conn| diesel::insert_into(suppression::table).values(row).execute(conn))?;
    Ok(inserted.is_some())
}

/// Lets mailings go to an address again, and forgets what came back before; `false` when nothing stopped them.
pub fn release(tx: &mut Tx<'_>, email_index: &str) -> Result<bool> {
    let released = diesel::delete(suppression::table.find(email_index)).execute(tx.conn)?;
    diesel::update(outbox::table.filter(outbox::recipient_index.eq(email_index)))
        .set(outbox::came_back.eq(0))
        .execute(tx.conn)?;
    Ok(released == 1)
}

/// Why an invitation's mails do not reach its contact.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Trouble {
    /// Why its last failed mail failed.
    pub reason: Option<FailureReason>,
    /// How often mails came back.
    pub came_back: i32,
    /// Why no more mailings go to the address.
    pub suppressed: Option<FailureReason>,
}

/// What stands between us and the contacts of a letter; only invitations that have any trouble.
pub fn troubles(db: &mut Db<'_>, letter: &LetterId) -> Result<HashMap<InvitationId, Trouble>> {
    let mut troubles: HashMap<InvitationId, Trouble> = HashMap::new();
    let stopped: Vec<(InvitationId, String)> = invitation::table
        .inner_join(contact::table)
        .inner_join(suppression::table.on(suppression::email_index.eq(contact::email_index)))
        .filter(invitation::letter_id.eq(letter))
        .select((invitation::id, suppression::reason))
        .load(db.conn)?;
    for (id, reason) in stopped {
        troubles.entry(id).or_default().suppressed = Some(reason.parse().unwrap_or(FailureReason::Refused));
    }
    let failed: Vec<(Option<InvitationId>, State, Option<String>, i32)> = outbox::table
        .filter(outbox::letter_id.eq(letter))
        .filter(outbox::invitation_id.is_not_null())
        .filter(outbox::state.eq(State::Failed).or(outbox::came_back.gt(0)))
        .order(outbox::id)
        .select((outbox::invitation_id, outbox::state, outbox::failure, outbox::came_back))
        .load(db.conn)?;
    for (id, state, reason, came_back) in failed {
        let Some(id) = id else { continue };
        let trouble = troubles.entry(id).or_default();
        trouble.came_back += came_back;
        if state == State::Failed {
            trouble.reason = reason.and_then(|word| word.parse().ok()).or(trouble.reason);
        }
    }
    Ok(troubles)
}

/// Why mails of a job that were tried already still wait, the most frequent reason first.
pub fn waiting_for(db: &mut Db<'_>, job: &JobId) -> Result<Vec<Failure>> {
    let mut rows: Vec<(Option<String>, Option<i32>, i64)> = outbox::table
        .filter(outbox::job_id.eq(job))
        .filter(outbox::state.eq(State::Queued))
        .filter(outbox::failure.is_not_null())
        .group_by((outbox::failure, outbox::reply_code))
        .select((outbox::failure, outbox::reply_code, diesel::dsl::count_star()))
        .load(db.conn)?;
    rows.sort_by_key(|(reason, code, count)| (-count, *code, reason.clone()));
    let waiting =
        |(reason, code, count): (Option<String>, _, _)| Failure { reason: reason.unwrap_or_default(), code, count };
    Ok(rows.into_iter().map(waiting).collect())
}
