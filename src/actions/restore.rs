//! What becomes of a database that was restored from a copy: quarantine. The world went on since the copy was made, so it
//! mails nobody, publishes nothing by itself and lets nobody in by an old session until an operator releases it.

use crate::clock::Moment;
use crate::domain::event::{Actor, PublicEffect, Verb};
use crate::error::Result;
use crate::store::{Tx, event, quarantine, setting};

/// Begins the quarantine; gives how many mails were on their way in the copy. They are `unknown` from now on, since they
/// may have left after it was made, and are never sent by themselves.
pub fn restore(tx: &mut Tx<'_>, now: Moment) -> Result<usize> {
    setting::set_quarantined(tx, true)?;
    quarantine::shut_doors(tx, now)?;
    let doubted = quarantine::doubt_unsent_mail(tx, now)?;
    event::record(tx, now, &Actor::Command, Verb::Restore, None, None, PublicEffect::None)?;
    Ok(doubted)
}
