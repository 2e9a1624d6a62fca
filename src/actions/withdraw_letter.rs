//! The conveners take the whole letter back; a public one leaves a page that says so, with the reason.

use crate::clock::Moment;
use crate::domain::event::{Actor, Verb};
use crate::domain::refusal::Refusal;
use crate::error::Result;
use crate::store::Tx;
use crate::store::letter::{self, Letter};

/// Withdraws a letter for good.
///
/// # Errors
/// `WrongLetterState` when it was never opened or is withdrawn.
pub fn withdraw_letter(tx: &mut Tx<'_>, row: &Letter, reason: &str, actor: &Actor, now: Moment) -> Result<()> {
    if row.opened_at.is_none() || row.withdrawn_at.is_some() {
        return Err(Refusal::WrongLetterState.into());
    }
    letter::set_withdrawn(tx, &row.id, now, reason)?;
    letter::strict_change(tx, &row.id, now, actor, Verb::WithdrawLetter)
}
