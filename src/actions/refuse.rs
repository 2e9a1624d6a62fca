//! Refusing a signature, with a reason that is told to the signer. The mail waits ten minutes, so that it can be undone.

use chrono::TimeDelta;

use crate::clock::Moment;
use crate::domain::email::EmailAddress;
use crate::domain::event::{Actor, PublicEffect, Verb};
use crate::domain::ids::SignatureId;
use crate::domain::refusal::Refusal;
use crate::domain::signature::{Act, Origin};
use crate::error::{Error, Result};
use crate::store::letter::Letter;
use crate::store::outbox::MailKind;
use crate::store::{Tx, event, signature};

/// How long a refusal can be undone before the signer hears of it (U-25).
pub const UNDO_MINUTES: i64 = 10;

/// Refuses a signature.
///
/// # Errors
/// `WrongStatus` when it does not wait for the check any more.
pub fn refuse(
    tx: &mut Tx<'_>,
    letter: &Letter,
    id: &SignatureId,
    reason: &str,
    actor: &Actor,
    now: Moment,
) -> Result<()> {
    let row = signature::find_in(tx, &letter.id, id)?;
    let to = row.status.after(Act::Refuse)?;
    if !signature::move_status(tx, id, row.status, to)? {
        return Err(Refusal::WrongStatus.into());
    }
    signature::set_ended(tx, id, Some(now), Some(reason))?;
    if let Some(signer) = row.signer(tx)?.filter(|_| row.origin != Origin::Recorded) {
        let email = EmailAddress::parse(&signer.email).map_err(|fault| Error::internal("a signer's address", fault))?;
        let after_undo = now + TimeDelta::minutes(UNDO_MINUTES);
        super::sign::mail_signer(tx, &row, MailKind::SignatureRefused, &email, after_undo)?;
    }
    let object = Some(("signature", id.as_str()));
    event::record(tx, now, actor, Verb::Refuse, Some(&letter.id), object, PublicEffect::None)
}
