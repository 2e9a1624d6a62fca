//! Taking a whole imported list out again: every contact of it that nobody has written to and that has not answered, with the
//! cards and contacts that came with it. What was mailed stays, and is counted.

use crate::clock::Moment;
use crate::domain::event::{Actor, PublicEffect, Verb};
use crate::domain::ids::{CoordinatorId, ImportId, LetterId};
use crate::error::Result;
use crate::store::{Tx, event, import, invitation, invitee, job, token};

/// How many invitations one transaction takes out, so that signers wait for none of it.
pub const AT_ONCE: usize = 250;

/// Takes at most [`AT_ONCE`] invitations of a list out; gives how many. Call it until it gives none.
pub fn undo_import(tx: &mut Tx<'_>, letter: &LetterId, id: &ImportId, now: Moment) -> Result<usize> {
    job::one_at_a_time(tx, letter)?;
    invitation::find_import(tx, letter, id)?;
    let mut rows = import::untouched(tx, letter, id)?;
    rows.truncate(AT_ONCE);
    for row in &rows {
        // One that was taken back, and came again with this list, may have had a link: it is taken back again instead.
        if token::revoke_for_invitation(tx, &row.id, now)? > 0 || import::is_older(row) {
            invitee::revoke(tx, letter, std::slice::from_ref(&row.id), now)?;
            import::forget(tx, &row.id)?;
        } else {
            import::take_out(tx, row)?;
        }
    }
    Ok(rows.len())
}

/// Notes that a list was taken out.
pub fn record_undo(tx: &mut Tx<'_>, letter: &LetterId, id: &ImportId, by: &CoordinatorId, now: Moment) -> Result<()> {
    let actor = Actor::Coordinator(by.clone());
    let object = Some(("import", id.as_str()));
    event::record(tx, now, &actor, Verb::UndoImport, Some(letter), object, PublicEffect::None)
}
