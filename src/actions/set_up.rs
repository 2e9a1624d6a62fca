//! The first account of an empty server: whoever holds the link that the server printed becomes its operator.

use chrono::TimeDelta;

use super::add_coordinator::{self, Person};
use crate::clock::Moment;
use crate::domain::event::Actor;
use crate::domain::refusal::Refusal;
use crate::error::Result;
use crate::store::coordinator::{self, Coordinator};
use crate::store::token::{self, Purpose, Subject, TokenRow};
use crate::store::{Tx, setting};

/// How long the printed link works; a restart prints another one.
const SET_UP_LINK: TimeDelta = TimeDelta::days(7);

/// The secret of the link to print, if nobody has an account yet. Earlier ones stop working.
pub fn set_up_link(tx: &mut Tx<'_>, now: Moment) -> Result<Option<String>> {
    if !coordinator::is_empty(tx)? {
        return Ok(None);
    }
    token::revoke_password_links(tx, None, now)?;
    token::mint(tx, Purpose::Password, Subject::default(), Some(now + SET_UP_LINK), false, now).map(Some)
}

/// Makes the first coordinator, an operator, with the password's hash.
///
/// # Errors
/// `LinkUsed` when the link was used, or somebody has an account already.
pub fn set_up(tx: &mut Tx<'_>, link: &TokenRow, person: &Person, hash: &str, now: Moment) -> Result<Coordinator> {
    if link.coordinator_id.is_some() || !token::use_once(tx, &link.id, now)? || !coordinator::is_empty(tx)? {
        return Err(Refusal::LinkUsed.into());
    }
    let operator = Person { is_operator: true, ..person.clone() };
    let made = add_coordinator::insert(tx, &operator, Some(hash.to_owned()), &Actor::Server, now)?;
    // Two set-ups at one moment with two links: the second one fails on this row.
    setting::claim(tx, setting::FIRST_COORDINATOR, made.id.as_str())?.ok_or(Refusal::LinkUsed)?;
    Ok(made)
}
