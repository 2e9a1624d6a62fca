//! Ending the quarantine of a restored copy: mail leaves and letters are published at their minute again.

use crate::clock::Moment;
use crate::domain::event::{Actor, PublicEffect, Verb};
use crate::error::Result;
use crate::store::{Tx, event, setting};

/// Releases the copy; `false` when it was not in quarantine, and then nothing changes.
pub fn release(tx: &mut Tx<'_>, actor: &Actor, now: Moment) -> Result<bool> {
    if !setting::is_quarantined(tx)? {
        return Ok(false);
    }
    setting::set_quarantined(tx, false)?;
    event::record(tx, now, actor, Verb::Release, None, None, PublicEffect::None)?;
    // Mail that was written meanwhile has waited.
    tx.mail_queued();
    Ok(true)
}
