//! Shutting a coordinator out and letting them in again. Their letters and the trail stay as they are.

use crate::clock::Moment;
use crate::domain::event::{Actor, PublicEffect, Verb};
use crate::domain::refusal::Refusal;
use crate::error::Result;
use crate::store::coordinator::{self, Coordinator};
use crate::store::{Tx, event, session, token};

/// Ends every session and link of a coordinator; they cannot sign in any more.
///
/// # Errors
/// `LastOne` for the last operator.
pub fn disable(tx: &mut Tx<'_>, who: &Coordinator, actor: &Actor, now: Moment) -> Result<()> {
    if who.is_operator && who.disabled_at.is_none() && coordinator::count_operators(tx)? <= 1 {
        return Err(Refusal::LastOne.into());
    }
    coordinator::set_disabled(tx, &who.id, Some(now))?;
    session::delete_for(tx, &who.id)?;
    token::revoke_password_links(tx, Some(&who.id), now)?;
    record(tx, who, actor, Verb::DisableCoordinator, now)
}

/// Lets a coordinator sign in again with the password they had.
pub fn enable(tx: &mut Tx<'_>, who: &Coordinator, actor: &Actor, now: Moment) -> Result<()> {
    coordinator::set_disabled(tx, &who.id, None)?;
    record(tx, who, actor, Verb::EnableCoordinator, now)
}

fn record(tx: &mut Tx<'_>, who: &Coordinator, actor: &Actor, verb: Verb, now: Moment) -> Result<()> {
    event::record(tx, now, actor, verb, None, Some(("coordinator", who.id.as_str())), PublicEffect::None)
}
