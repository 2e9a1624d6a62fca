//! Removes what only counts for a while: sessions that are over, counters of tries.

use chrono::TimeDelta;

use crate::clock::Moment;
use crate::domain::coordinator::{SESSION_IDLE, SESSION_WHOLE};
use crate::error::Result;
use crate::store::{Lane, Store, limit, session};

/// Longer than any counter's window.
const COUNTERS_LAST: TimeDelta = TimeDelta::days(2);

/// Removes them; gives how many. When there are none, nothing is written.
pub async fn run(store: &Store, now: Moment) -> Result<usize> {
    let is_there = store.read(move |db| {
        Ok(session::has_over(db, now - SESSION_WHOLE, now - SESSION_IDLE)?
            || limit::has_older(db, now - COUNTERS_LAST)?)
    });
    if !is_there.await? {
        return Ok(0);
    }
    let removed = store.write(Lane::Public, move |tx| {
        let sessions = session::delete_over(tx, now - SESSION_WHOLE, now - SESSION_IDLE)?;
        Ok(sessions + limit::forget_older(tx, now - COUNTERS_LAST)?)
    });
    removed.await
}
