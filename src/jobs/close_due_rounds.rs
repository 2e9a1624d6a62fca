//! Notes that a round of comments is over once its time has passed. The form refuses by the clock before that.

use crate::actions::comment_round::close_round;
use crate::clock::Moment;
use crate::domain::event::Actor;
use crate::error::Result;
use crate::store::{Lane, Store, comment};

/// Closes what is due; gives how many rounds were closed.
pub async fn run(store: &Store, now: Moment) -> Result<usize> {
    let due = store.read(move |db| comment::due(db, now)).await?;
    let mut closed = 0;
    for round in due {
        let id = round.id;
        let write = move |tx: &mut crate::store::Tx<'_>| {
            let round = comment::find_round(tx, &id)?;
            // Somebody may have moved the end meanwhile.
            if round.is_open(now) { Ok(false) } else { close_round(tx, &round, &Actor::Server, now) }
        };
        closed += usize::from(store.write(Lane::Desk, write).await?);
    }
    Ok(closed)
}
