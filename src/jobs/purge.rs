//! Erases personal data when its letter's date has come (`/privacy` says what and when).

use crate::clock::Moment;
use crate::domain::event::{Actor, PublicEffect, Verb};
use crate::error::Result;
use crate::store::purge::{Due, due, erase};
use crate::store::{Lane, Store, event};

/// What would be erased now; nothing is.
pub async fn dry_run(store: &Store, now: Moment) -> Result<Due> {
    store.read(move |db| due(db, now)).await
}

/// Erases what is due and tells what it was.
pub async fn run(store: &Store, now: Moment) -> Result<Due> {
    let planned = dry_run(store, now).await?;
    if planned.total() == 0 {
        return Ok(planned);
    }
    store
        .write(Lane::Public, move |tx| {
            let due = due(tx, now)?;
            erase(tx, &due, now)?;
            event::record(tx, now, &Actor::Server, Verb::Purge, None, None, PublicEffect::None)?;
            Ok(due)
        })
        .await
}
