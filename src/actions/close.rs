//! Closing the signing: by hand, or by the clock once the closing time has passed.

use crate::clock::Moment;
use crate::domain::event::{Actor, Verb};
use crate::domain::refusal::Refusal;
use crate::error::Result;
use crate::store::Tx;
use crate::store::letter::{self, Letter};

/// Closes the signing of a letter. Closing what is closed changes nothing.
///
/// # Errors
/// `WrongLetterState` when it was never opened.
pub fn close(tx: &mut Tx<'_>, row: &Letter, actor: &Actor, now: Moment) -> Result<()> {
    if row.opened_at.is_none() {
        return Err(Refusal::WrongLetterState.into());
    }
    if letter::set_closed(tx, &row.id, now)? {
        letter::strict_change(tx, &row.id, now, actor, Verb::Close)?;
    }
    Ok(())
}
