//! Erases personal data when its letter's date has come (`/privacy` says what and when).

use crate::clock::Moment;
use crate::domain::event::Actor;
use crate::error::Result;
use crate::store::purge::{Due, due, erase};
use crate::store::{Lane, Store, event};

/// What would be erased now; nothing is.
pub async fn dry_run(store: &Store, now: Moment) -> Result<Due> {
    store.read(move |db| due(db, now)).await
}

/// Erases what is due and tells what it was. Afterwards the erased words are in none of SQLite's files either.
pub async fn run(store: &Store, now: Moment) -> Result<Due> {
    let planned = dry_run(store, now).await?;
    if planned.total() == 0 {
        return Ok(planned);
    }
    let erased = store
        .write(Lane::Public, move |tx| {
            let due = due(tx, now)?;
            erase(tx, &due, now)?;
            event::record_purge(tx, now, &Actor::Server, &due.counts())?;
            Ok(due)
        })
        .await?;
    if erased.total() > erased.traces {
        store.forget_log().await?;
    }
    Ok(erased)
}
