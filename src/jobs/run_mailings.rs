//! Carries mailings on: writes the mails of those whose day has come or whose server died in between, and tells whoever sent one
//! that it is through.

use crate::actions::send_mailing::queue_due;
use crate::actions::tell_sender::tell_sender;
use crate::clock::Moment;
use crate::error::Result;
use crate::store::{Lane, Store, job};

/// Does what is due; gives how many jobs were carried on or told of.
pub async fn run(store: &Store, now: Moment) -> Result<usize> {
    let mut done = 0;
    for id in store.read(move |db| job::due_to_queue(db, now)).await? {
        let mut left = usize::MAX;
        while left > 0 {
            let id = id.clone();
            left = store.write(Lane::Desk, move |tx| queue_due(tx, &id, now)).await?;
        }
        done += 1;
    }
    for row in store.read(job::untold).await? {
        done += usize::from(store.write(Lane::Public, move |tx| tell_sender(tx, &row.id, now)).await?);
    }
    Ok(done)
}
