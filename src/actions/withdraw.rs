//! A signatory takes its signature back; it is gone from every public output before the answer is sent.

use crate::actions::tell_signer::tell;
use crate::clock::Moment;
use crate::domain::event::{Actor, PublicEffect, Verb};
use crate::domain::refusal::Refusal;
use crate::domain::signature::{Act, Status};
use crate::error::Result;
use crate::mail::messages::ListingChange;
use crate::store::letter::{self, Letter};
use crate::store::signature::Signature;
use crate::store::{Tx, event, signature};

/// Withdraws a signature for good.
///
/// # Errors
/// `WrongStatus` when it ended already.
pub fn withdraw(tx: &mut Tx<'_>, letter: &Letter, row: &Signature, now: Moment) -> Result<()> {
    end(tx, letter, row, Act::Withdraw, Verb::Withdraw, now)?;
    tell(tx, row, ListingChange::Withdrawn, now)
}

/// Moves a living signature to its end and, when it was listed, makes the public pages forget it at once.
pub(super) fn end(tx: &mut Tx<'_>, letter: &Letter, row: &Signature, act: Act, verb: Verb, now: Moment) -> Result<()> {
    let to = row.status.after(act)?;
    if !signature::move_status(tx, &row.id, row.status, to)? {
        return Err(Refusal::WrongStatus.into());
    }
    signature::set_ended(tx, &row.id, Some(now), None)?;
    if row.status == Status::Listed {
        letter::strict_change(tx, &letter.id, now, &Actor::Signer, verb)
    } else {
        let object = Some(("signature", row.id.as_str()));
        event::record(tx, now, &Actor::Signer, verb, Some(&letter.id), object, PublicEffect::None)
    }
}
