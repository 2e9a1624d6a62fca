//! Confirming an address that was given in an open form, or that differs from the invited one.

use crate::clock::Moment;
use crate::domain::event::{Actor, PublicEffect, Verb};
use crate::domain::refusal::Refusal;
use crate::domain::signature::{Act, Status};
use crate::error::Result;
use crate::store::letter::Letter;
use crate::store::signature::Signature;
use crate::store::{Tx, event, invitation, signature};

/// Completes a pending signature. A second press of the button meets the confirmed one and changes nothing.
///
/// # Errors
/// `LetterClosed` when the time to confirm is over, `LinkExpired`, `LinkUsed`.
pub fn confirm(tx: &mut Tx<'_>, letter: &Letter, row: &Signature, now: Moment) -> Result<()> {
    if is_done(row) {
        return Ok(());
    }
    if row.awaits_approval() {
        // A link to confirm an address that was given before; who approves has another one.
        return Err(Refusal::LinkUsed.into());
    }
    let to = row.status.after(Act::Confirm)?;
    let facts = letter.facts();
    // Who asked to be added after closing has no less time to answer the mail; the conveners decide anyway.
    if facts.is_late(row.submitted_at) { facts.accepts_late() } else { facts.accepts_confirmation(now) }?;
    if !signature::move_status_confirmed(tx, &row.id, row.status, to, now)? {
        // Somebody was quicker: on PostgreSQL another press of the same button may have ended meanwhile.
        return if is_done(&signature::find(tx, &row.id)?) { Ok(()) } else { Err(Refusal::LinkUsed.into()) };
    }
    let object = Some(("signature", row.id.as_str()));
    event::record(tx, now, &Actor::Signer, Verb::Confirm, Some(&letter.id), object, PublicEffect::None)?;
    // The signature keeps no plain link to its invitation, so the letter's invitations are gone through: only for the few
    // who gave another address than the invited one.
    let invitation = match &row.invitation_index {
        Some(index) => invitation::find_by_index(tx, &letter.id, index)?,
        None => None,
    };
    super::sign::complete(tx, letter, row, invitation.as_ref(), now)
}

fn is_done(row: &Signature) -> bool {
    matches!(row.status, Status::Confirmed | Status::Listed) && row.address_confirmed
}
