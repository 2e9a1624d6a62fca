//! Declining an invitation, taking that back, and stopping the mails about a letter.

use crate::clock::Moment;
use crate::domain::event::{Actor, PublicEffect, Verb};
use crate::domain::refusal::Refusal;
use crate::error::Result;
use crate::store::invitation::{Answer, Invitation};
use crate::store::{Tx, event, invitation, outbox, signature};

/// Declines; the reason is private to the conveners and may be empty. Mails that have not left are stopped.
///
/// # Errors
/// `LinkUsed` when the organisation has signed: it can withdraw through its own link instead.
pub fn decline(tx: &mut Tx<'_>, row: &Invitation, reason: &str, now: Moment) -> Result<()> {
    if signature::find_by_invitation(tx, &row.letter_id, &row.id)?.is_some() {
        return Err(Refusal::LinkUsed.into());
    }
    invitation::set_answer(tx, &row.id, Some(Answer::Declined), Some(reason), now)?;
    invitation::set_visited(tx, &row.id, now)?;
    outbox::cancel_for_invitation(tx, &row.id, now)?;
    record(tx, row, Verb::Decline, now)
}

/// Takes a decline back, so that the organisation can still sign.
pub fn undo_decline(tx: &mut Tx<'_>, row: &Invitation, now: Moment) -> Result<()> {
    if row.answer != Some(Answer::Declined) {
        return Ok(());
    }
    invitation::set_answer(tx, &row.id, None, None, now)?;
    record(tx, row, Verb::UndoDecline, now)
}

/// Stops all mails about this letter to this contact.
pub fn stop_mails(tx: &mut Tx<'_>, row: &Invitation, now: Moment) -> Result<()> {
    invitation::set_stopped(tx, &row.id, now)?;
    outbox::cancel_for_invitation(tx, &row.id, now)?;
    record(tx, row, Verb::StopMails, now)
}

fn record(tx: &mut Tx<'_>, row: &Invitation, verb: Verb, now: Moment) -> Result<()> {
    let object = Some(("invitation", row.id.as_str()));
    event::record(tx, now, &Actor::Signer, verb, Some(&row.letter_id), object, PublicEffect::None)
}
