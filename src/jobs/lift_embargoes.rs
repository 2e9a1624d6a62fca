//! Publishes armed letters at their minute, with no human awake (U-34). A restored copy publishes nothing by itself: what was
//! decided after it was made is not in it.

use crate::actions::publish::publish;
use crate::clock::Moment;
use crate::domain::event::Actor;
use crate::error::Result;
use crate::store::{Lane, Store, letter, setting};

/// Publishes what is due; gives how many letters became public.
pub async fn run(store: &Store, now: Moment) -> Result<usize> {
    let running =
        store.read(|db| if setting::is_quarantined(db)? { Ok(Vec::new()) } else { letter::list_running(db) }).await?;
    let mut published = 0;
    for row in running.into_iter().filter(|row| row.facts().is_publication_due(now)) {
        store
            .write(Lane::Desk, move |tx| {
                let row = letter::find(tx, &row.id)?;
                // Somebody may have disarmed it meanwhile.
                if row.facts().is_publication_due(now) { publish(tx, &row, &Actor::Server, now) } else { Ok(()) }
            })
            .await?;
        published += 1;
    }
    Ok(published)
}
