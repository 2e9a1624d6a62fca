//! Taking back a listing or a refusal: the signature waits for the check again.

use crate::actions::tell_signer::tell;
use crate::clock::Moment;
use crate::domain::event::{Actor, PublicEffect, Verb};
use crate::domain::ids::SignatureId;
use crate::domain::refusal::Refusal;
use crate::domain::signature::{Act, Status};
use crate::error::Result;
use crate::mail::messages::ListingChange;
use crate::store::letter::{self, Letter};
use crate::store::outbox::{self, MailKind};
use crate::store::{Tx, event, signature};

/// Takes a listing or a refusal back; a refusal's mail that has not left is stopped.
///
/// # Errors
/// `WrongStatus` when it was neither listed nor refused, or an unlisted signature took its place.
pub fn undo(tx: &mut Tx<'_>, letter: &Letter, id: &SignatureId, actor: &Actor, now: Moment) -> Result<()> {
    let row = signature::find_in(tx, &letter.id, id)?;
    let act = if row.status == Status::Suspended { Act::Release } else { Act::Undo };
    let to = row.status.after(act)?;
    match signature::revive(tx, id, row.status, to)? {
        Some(true) => {}
        Some(false) | None => return Err(Refusal::WrongStatus.into()),
    }
    outbox::cancel_for_signature(tx, id, MailKind::SignatureRefused, now)?;
    if row.status == Status::Listed {
        if letter.facts().is_public() {
            tell(tx, &row, ListingChange::Unlisted, now)?;
        }
        letter::strict_change(tx, &letter.id, now, actor, Verb::Undo)
    } else {
        let object = Some(("signature", id.as_str()));
        event::record(tx, now, actor, Verb::Undo, Some(&letter.id), object, PublicEffect::None)
    }
}
