//! A new password, by a mailed or printed link or on one's own page. Every session ends, every other link stops working,
//! and the person is told by mail (ASVS 6.3.7, 7.4.3).

use super::add_coordinator::{address, mail};
use super::sign_in;
use crate::clock::Moment;
use crate::domain::event::{Actor, PublicEffect, Verb};
use crate::domain::refusal::Refusal;
use crate::error::Result;
use crate::store::coordinator::{self, Coordinator};
use crate::store::outbox::MailKind;
use crate::store::token::{self, TokenRow};
use crate::store::{Tx, event, session};

/// Uses up the link and sets its coordinator's password.
///
/// # Errors
/// `LinkUsed` when somebody was faster; `LinkRevoked` when the account was closed.
pub fn by_link(tx: &mut Tx<'_>, link: &TokenRow, hash: &str, now: Moment) -> Result<Coordinator> {
    let id = link.coordinator_id.as_ref().ok_or(Refusal::LinkUsed)?;
    let who = coordinator::find(tx, id)?;
    if who.disabled_at.is_some() {
        return Err(Refusal::LinkRevoked.into());
    }
    if !token::use_once(tx, &link.id, now)? {
        return Err(Refusal::LinkUsed.into());
    }
    replace(tx, &who, hash, now)?;
    Ok(who)
}

/// Sets the password of somebody who is signed in and has typed the present one; goes on under a fresh session.
pub fn by_owner(tx: &mut Tx<'_>, who: &Coordinator, hash: &str, token_hash: &str, now: Moment) -> Result<()> {
    replace(tx, who, hash, now)?;
    sign_in::begin_session(tx, who, token_hash, now)
}

fn replace(tx: &mut Tx<'_>, who: &Coordinator, hash: &str, now: Moment) -> Result<()> {
    coordinator::set_password(tx, &who.id, hash)?;
    session::delete_for(tx, &who.id)?;
    token::revoke_password_links(tx, Some(&who.id), now)?;
    let email = address(tx, who)?;
    sign_in::forgive(tx, &email)?;
    if who.password_hash.is_some() {
        mail(tx, who, MailKind::PasswordChanged, now)?;
    }
    let actor = Actor::Coordinator(who.id.clone());
    event::record(tx, now, &actor, Verb::SetPassword, None, Some(("coordinator", who.id.as_str())), PublicEffect::None)
}
