//! Saving what journalists find beside a letter.

use crate::clock::Moment;
use crate::domain::event::{Actor, PublicEffect, Verb};
use crate::domain::press::PressKit;
use crate::domain::refusal::Refusal;
use crate::error::Result;
use crate::store::letter::{self, Letter};
use crate::store::{Tx, event, press};

/// Saves the kit; a public letter shows it at once.
///
/// # Errors
/// `EditedMeanwhile`.
pub fn set_press(
    tx: &mut Tx<'_>,
    row: &Letter,
    kit: &PressKit,
    based_on: i32,
    actor: &Actor,
    now: Moment,
) -> Result<()> {
    if !press::save(tx, &row.id, kit, based_on, now)? {
        return Err(Refusal::EditedMeanwhile.into());
    }
    if row.published_at.is_some() {
        letter::strict_change(tx, &row.id, now, actor, Verb::SetPress)
    } else {
        event::record(tx, now, actor, Verb::SetPress, Some(&row.id), None, PublicEffect::None)
    }
}
