//! Publishes armed letters at their minute, with no human awake (U-34). A restored copy publishes nothing by itself: what was
//! decided after it was made is not in it.

use chrono::{TimeDelta, Timelike};

use crate::actions::publish::publish;
use crate::clock::Moment;
use crate::domain::event::Actor;
use crate::domain::refusal::Refusal;
use crate::error::{Error, Result};
use crate::store::{Lane, Store, event, letter, setting};

/// How far the newest row may be ahead of the clock: those of several servers differ a little.
const AHEAD: TimeDelta = TimeDelta::minutes(2);

/// Publishes what is due; gives how many letters became public.
pub async fn run(store: &Store, now: Moment) -> Result<usize> {
    let running =
        store.read(|db| if setting::is_quarantined(db)? { Ok(Vec::new()) } else { letter::list_running(db) }).await?;
    let due: Vec<_> = running.into_iter().filter(|row| row.facts().is_publication_due(now)).collect();
    if due.is_empty() || is_behind(store, now).await? {
        return Ok(0);
    }
    let mut published = 0;
    for row in due {
        let outcome = store
            .write(Lane::Desk, move |tx| {
                let row = letter::find(tx, &row.id)?;
                // Somebody may have disarmed it meanwhile.
                if row.facts().is_publication_due(now) { publish(tx, &row, &Actor::Server, now) } else { Ok(()) }
            })
            .await;
        match outcome {
            Ok(()) => published += 1,
            // Listed signatures belong to another text: a coordinator decides on them first, and the desk says so.
            Err(Error::Refused(Refusal::Undecided)) => {
                if now.second() == 0 {
                    log::warn!(
                        "a letter is due, and signatures of an older text are listed: it waits for a coordinator"
                    );
                }
            }
            Err(fault) => return Err(fault),
        }
    }
    Ok(published)
}

/// Whether the clock is earlier than what is in the database already: then it, or the one before it, is wrong, and what it
/// calls due may not be (security F20).
async fn is_behind(store: &Store, now: Moment) -> Result<bool> {
    let newest = store.read(event::newest_at).await?;
    let is_behind = newest.is_some_and(|newest| newest > now + AHEAD);
    // The job runs every second; a line a minute is enough.
    if is_behind && now.second() == 0 {
        log::error!("the clock is earlier than the newest row: nothing is published by itself until it has caught up");
    }
    Ok(is_behind)
}
