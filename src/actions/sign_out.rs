//! Signing out, here or everywhere.

use crate::clock::Moment;
use crate::domain::event::{Actor, PublicEffect, Verb};
use crate::domain::ids::CoordinatorId;
use crate::error::Result;
use crate::store::{Tx, event, session};

/// Ends one session.
pub fn sign_out(tx: &mut Tx<'_>, token_hash: &str) -> Result<()> {
    session::delete(tx, token_hash)
}

/// Ends every session of a coordinator, on every machine.
pub fn sign_out_everywhere(tx: &mut Tx<'_>, who: &CoordinatorId, actor: &Actor, now: Moment) -> Result<()> {
    session::delete_for(tx, who)?;
    let object = Some(("coordinator", who.as_str()));
    event::record(tx, now, actor, Verb::SignOutEverywhere, None, object, PublicEffect::None)
}
