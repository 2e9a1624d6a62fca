//! What coordinators know of somebody who is invited, for each other: one sealed text.

use crate::clock::Moment;
use crate::domain::event::{Actor, PublicEffect, Verb};
use crate::domain::ids::CoordinatorId;
use crate::error::Result;
use crate::store::invitation::{self, Invitation};
use crate::store::{Tx, event};

/// Longest note, in characters.
pub const NOTE_CHARS: usize = 2000;

/// Keeps the note, or clears it; the same text again changes nothing.
pub fn note(tx: &mut Tx<'_>, row: &Invitation, text: &str, by: &CoordinatorId, now: Moment) -> Result<()> {
    if row.note(tx)?.unwrap_or_default() == text {
        return Ok(());
    }
    invitation::set_note(tx, &row.id, text)?;
    let object = Some(("invitation", row.id.as_str()));
    let actor = Actor::Coordinator(by.clone());
    event::record(tx, now, &actor, Verb::Note, Some(&row.letter_id), object, PublicEffect::None)
}
