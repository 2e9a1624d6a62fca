//! Tells coordinators once a day what waits for them.

use crate::actions::send_digest::{is_due, send_digest};
use crate::clock::Moment;
use crate::error::Result;
use crate::store::{Lane, Store, coordinator};

/// Writes the mails that are due; gives how many.
pub async fn run(store: &Store, now: Moment) -> Result<usize> {
    let due = store.read(move |db| {
        let mut due = Vec::new();
        for who in coordinator::list(db)? {
            if is_due(db, &who.id, now)? {
                due.push(who.id);
            }
        }
        Ok(due)
    });
    let mut sent = 0;
    for id in due.await? {
        sent += usize::from(store.write(Lane::Public, move |tx| send_digest(tx, &id, now)).await?);
    }
    Ok(sent)
}
