//! A signer wants no more news of the letter.

use crate::clock::Moment;
use crate::domain::event::{Actor, PublicEffect, Verb};
use crate::error::Result;
use crate::store::signature::Signature;
use crate::store::{Tx, event, signature};

/// Takes the wish for news back. Mails that the signer causes, such as receipts, still come.
pub fn stop_updates(tx: &mut Tx<'_>, row: &Signature, now: Moment) -> Result<()> {
    if !row.wants_updates {
        return Ok(());
    }
    signature::forget_updates(tx, &row.id)?;
    let object = Some(("signature", row.id.as_str()));
    event::record(tx, now, &Actor::Signer, Verb::StopMails, Some(&row.letter_id), object, PublicEffect::None)
}
