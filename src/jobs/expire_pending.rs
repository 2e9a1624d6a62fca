//! Ends signatures whose address was not confirmed in time, so that they are purged and hold nothing.

use crate::clock::Moment;
use crate::domain::event::{Actor, PublicEffect, Verb};
use crate::domain::retention::{CONTACTS_KEPT_DAYS, PENDING_KEPT_DAYS};
use crate::domain::signature::{Act, Status};
use crate::error::Result;
use crate::store::{Lane, Store, Tx, event, letter, signature};

/// Expires what is due; gives how many signatures ended.
pub async fn run(store: &Store, now: Moment) -> Result<usize> {
    let pending = store.read(signature::list_pending).await?;
    let mut expired = 0;
    for row in pending {
        let due = store.write(Lane::Public, move |tx| expire(tx, &row, now)).await?;
        expired += usize::from(due);
    }
    Ok(expired)
}

fn expire(tx: &mut Tx<'_>, row: &signature::Signature, now: Moment) -> Result<bool> {
    let facts = letter::find(tx, &row.letter_id)?.facts();
    // A letter that collects without end would keep unconfirmed addresses, and requests to approve, for ever.
    let kept_days = if row.awaits_approval() { CONTACTS_KEPT_DAYS } else { PENDING_KEPT_DAYS };
    let too_old = now - row.submitted_at > chrono::TimeDelta::days(kept_days);
    let over = facts.confirms_until().is_some_and(|last| now > last) && !facts.is_late(row.submitted_at);
    if !over && !too_old && facts.withdrawn_at.is_none() {
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
