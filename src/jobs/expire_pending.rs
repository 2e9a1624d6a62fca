//! Ends signatures whose address was not confirmed in time, so that they are purged and hold nothing.

use crate::clock::Moment;
use crate::domain::event::{Actor, PublicEffect, Verb};
use crate::domain::retention::{CONTACTS_KEPT_DAYS, PENDING_KEPT_DAYS};
use crate::domain::signature::{Act, Status};
use crate::error::Result;
use crate::store::signature::Signature;
use crate::store::{Db, Lane, Store, Tx, event, letter, signature};

/// Expires what is due; gives how many signatures ended. When nothing is, nothing is written.
pub async fn run(store: &Store, now: Moment) -> Result<usize> {
    let due = store.read(move |db| due(db, now)).await?;
    let mut expired = 0;
    for row in due {
        let ended = store.write(Lane::Public, move |tx| expire(tx, &row, now)).await?;
        expired += usize::from(ended);
    }
    Ok(expired)
}

fn due(db: &mut Db<'_>, now: Moment) -> Result<Vec<Signature>> {
    let mut due = Vec::new();
    for row in signature::list_pending(db)? {
        if is_over(db, &row, now)? {
            due.push(row);
        }
    }
    Ok(due)
}

fn is_over(db: &mut Db<'_>, row: &Signature, now: Moment) -> Result<bool> {
    // A letter that collects without end would keep unconfirmed addresses, and requests to approve, for ever.
    let kept_days = if row.awaits_approval() { CONTACTS_KEPT_DAYS } else { PENDING_KEPT_DAYS };
    if now - row.submitted_at > chrono::TimeDelta::days(kept_days) {
        return Ok(true);
    }
    let facts = letter::find(db, &row.letter_id)?.facts();
    let ended = facts.confirms_until().is_some_and(|last| now > last) && !facts.is_late(row.submitted_at);
    Ok(ended || facts.withdrawn_at.is_some())
}

/// Asks again in the transaction: the letter's dates, or the signature, may have changed since it was read.
fn expire(tx: &mut Tx<'_>, row: &Signature, now: Moment) -> Result<bool> {
    if !is_over(tx, row, now)? {
        return Ok(false);
    }
    let to = row.status.after(Act::Expire)?;
    if !signature::move_status(tx, &row.id, Status::Pending, to)? {
        return Ok(false);
    }
    signature::set_ended(tx, &row.id, Some(now), None)?;
    let object = Some(("signature", row.id.as_str()));
    event::record(tx, now, &Actor::Server, Verb::Expire, Some(&row.letter_id), object, PublicEffect::None)?;
    Ok(true)
}
