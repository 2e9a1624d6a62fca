//! Notes that signing is over once a letter's closing time has passed. The forms refuse by the clock before that.

use crate::actions::close::close;
use crate::clock::Moment;
use crate::domain::event::Actor;
use crate::error::Result;
use crate::store::{Lane, Store, letter};

/// Closes what is due; gives how many letters were closed.
pub async fn run(store: &Store, now: Moment) -> Result<usize> {
    let running = store.read(letter::list_running).await?;
    let mut closed = 0;
    for row in running.into_iter().filter(|row| row.facts().is_closing_due(now)) {
        store
            .write(Lane::Desk, move |tx| {
                let row = letter::find(tx, &row.id)?;
                // Somebody may have extended the time meanwhile.
                if row.facts().is_closing_due(now) { close(tx, &row, &Actor::Server, now) } else { Ok(()) }
            })
            .await?;
        closed += 1;
    }
    Ok(closed)
}
