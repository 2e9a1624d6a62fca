//! Telling a signatory that its listing changed (M13), in the transaction of the change. Who did it is not asked: whoever holds
//! the link in a receipt can act, and the signatory hears of it at the address that it confirmed.

use chrono::TimeDelta;

use crate::actions::refuse::UNDO_MINUTES;
use crate::clock::Moment;
use crate::domain::email::EmailAddress;
use crate::domain::signature::{Origin, PrintedLine};
use crate::error::{Error, Result};
use crate::mail::messages::{ListingChange, ListingChangeFacts};
use crate::store::Tx;
use crate::store::outbox::{self, About, MailKind, NewMail, lane};
use crate::store::signature::Signature;

/// Tells what happened to a signature. Nobody is told whose address was never confirmed, or is erased.
pub(super) fn tell(tx: &mut Tx<'_>, row: &Signature, change: ListingChange, now: Moment) -> Result<()> {
    // A coordinator's slip is undone within minutes; nobody needs to hear of it.
    let not_before = if change == ListingChange::Unlisted { now + TimeDelta::minutes(UNDO_MINUTES) } else { now };
    enqueue(tx, row, ListingChangeFacts { change, before: None, after: None }, not_before, now)
}

/// Tells that the printed line reads otherwise.
pub(super) fn tell_correction(
    tx: &mut Tx<'_>,
    row: &Signature,
    before: PrintedLine,
    after: PrintedLine,
    now: Moment,
) -> Result<()> {
    let (before, after) = (Some(before), Some(after));
    enqueue(tx, row, ListingChangeFacts { change: ListingChange::Corrected, before, after }, now, now)
}

fn enqueue(tx: &mut Tx<'_>, row: &Signature, facts: ListingChangeFacts, not_before: Moment, now: Moment) -> Result<()> {
    if !row.address_confirmed || row.origin == Origin::Recorded {
        return Ok(());
    }
    let Some(signer) = row.signer(tx)? else { return Ok(()) };
    let to = EmailAddress::parse(&signer.email).map_err(|fault| Error::internal("a signer's address", fault))?;
    let about = About { letter: Some(row.letter_id.clone()), signature: Some(row.id.clone()), ..About::default() };
    let (lane, kind) = (lane::PERSONAL, MailKind::ListingChanged);
    let mail = NewMail { lane, kind, recipient: &to, parameters: &facts, about, not_before };
    outbox::enqueue(tx, &mail, now)?;
    Ok(())
}
