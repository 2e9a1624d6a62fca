//! The log of calls: that somebody who is invited was called, by whom, when, and what came of it in one of a few words. What was
//! said belongs into the sealed note.

use crate::clock::Moment;
use crate::domain::event::{Actor, Verb};
use crate::domain::ids::{CoordinatorId, InvitationId, LetterId};
use crate::domain::invitation::CallOutcome;
use crate::error::{Error, Result};
use crate::store::{Tx, event, invitation};

/// Writes down one call to each of these contacts; gives how many. Ids of other letters are passed over.
pub fn log_calls(
    tx: &mut Tx<'_>,
    letter: &LetterId,
    ids: &[InvitationId],
    outcome: CallOutcome,
    by: &CoordinatorId,
    now: Moment,
) -> Result<usize> {
    let (actor, mut logged) = (Actor::Coordinator(by.clone()), 0);
    for id in ids {
        match invitation::find(tx, id) {
            Ok(row) if row.letter_id == *letter => {}
            Ok(_) | Err(Error::NotFound) => continue,
            Err(fault) => return Err(fault),
        }
        let object = ("invitation", id.as_str());
        event::record_word(tx, now, &actor, Verb::Call, letter, object, outcome.as_str())?;
        logged += 1;
    }
    Ok(logged)
}
