//! Signing in. The password is checked between [`begin`] and [`complete`], outside any transaction, because it takes long.
//! An address that nobody has goes the same way at the same pace.

use chrono::TimeDelta;

use crate::clock::Moment;
use crate::domain::coordinator::{FAILURES_COUNT_FOR, delay_after};
use crate::domain::email::EmailAddress;
use crate::domain::event::{Actor, PublicEffect, Verb};
use crate::error::Result;
use crate::store::coordinator::{self, Coordinator};
use crate::store::session::{self, Session};
use crate::store::{Db, Tx, event, limit};

/// Whether the password may be checked now.
#[derive(Debug)]
pub enum Attempt {
    /// Not yet: too many wrong ones shortly before.
    Wait(TimeDelta),
    /// Check it against this account, or against nothing if nobody has the address.
    Check(Option<Box<Coordinator>>),
}

/// Counts the try as failed in advance, so that a thousand parallel guesses are not a thousand guesses; [`complete`] takes
/// it back.
pub fn begin(tx: &mut Tx<'_>, email: &EmailAddress, now: Moment) -> Result<Attempt> {
    let key = ladder(tx, email);
    let (failures, latest) = limit::noted(tx, &key, now - FAILURES_COUNT_FOR)?;
    let wait = latest.map_or(TimeDelta::zero(), |latest| latest + delay_after(failures) - now);
    if wait > TimeDelta::zero() {
        return Ok(Attempt::Wait(wait));
    }
    limit::note(tx, &key, now)?;
    let known = coordinator::find_by_email(tx, email)?;
    Ok(Attempt::Check(known.filter(|known| known.disabled_at.is_none()).map(Box::new)))
}

/// The password fits: begins a session under the hash of a fresh cookie and ends the one this browser had before.
pub fn complete(
    tx: &mut Tx<'_>,
    who: &Coordinator,
    email: &EmailAddress,
    token_hash: &str,
    earlier: Option<&str>,
    now: Moment,
) -> Result<()> {
    let key = ladder(tx, email);
    limit::forget(tx, &key)?;
    if let Some(earlier) = earlier {
        session::delete(tx, earlier)?;
    }
    begin_session(tx, who, token_hash, now)?;
    let actor = Actor::Coordinator(who.id.clone());
    event::record(tx, now, &actor, Verb::SignIn, None, Some(("coordinator", who.id.as_str())), PublicEffect::None)
}

/// The password does not fit, or nobody has the address; the trail keeps that it was tried.
pub fn fail(tx: &mut Tx<'_>, who: Option<&Coordinator>, now: Moment) -> Result<()> {
    let object = who.map(|who| ("coordinator", who.id.as_str()));
    event::record(tx, now, &Actor::Server, Verb::RefuseSignIn, None, object, PublicEffect::None)
}

/// Forgets the failed tries of an address: its owner has proved to be there.
pub(super) fn forgive(tx: &mut Tx<'_>, email: &EmailAddress) -> Result<()> {
    let key = ladder(tx, email);
    limit::forget(tx, &key)
}

pub(super) fn begin_session(tx: &mut Tx<'_>, who: &Coordinator, token_hash: &str, now: Moment) -> Result<()> {
    session::insert(
        tx,
        &Session {
            token_hash: token_hash.to_owned(),
            coordinator_id: who.id.clone(),
            created_at: now,
            last_used_at: now,
        },
    )
}

fn ladder(db: &Db<'_>, email: &EmailAddress) -> String {
    db.keys.blind_index("failed sign-ins", email.canonical())
}
