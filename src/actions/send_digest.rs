//! The daily mail to a coordinator for whom something waits.

use chrono::{NaiveDateTime, Timelike};

use super::add_coordinator::mail;
use crate::clock::Moment;
use crate::domain::dates::{LocalTime, parse_zone};
use crate::domain::ids::CoordinatorId;
use crate::error::Result;
use crate::store::outbox::MailKind;
use crate::store::{Db, Tx, coordinator, waiting};

/// From this hour on, in the zone of the newest letter in which something waits.
const FROM_HOUR: u32 = 7;

/// Whether the coordinator should hear of what waits: something does, the day has begun where the letter is, and this day
/// brought no such mail yet.
pub fn is_due(db: &mut Db<'_>, id: &CoordinatorId, now: Moment) -> Result<bool> {
    let who = coordinator::find(db, id)?;
    if !who.wants_digest || who.disabled_at.is_some() || who.password_hash.is_none() {
        return Ok(false);
    }
    let letters = waiting::for_coordinator(db, id)?;
    let Some((newest, _)) = letters.first() else { return Ok(false) };
    let zone = parse_zone(&newest.time_zone).unwrap_or(chrono_tz::UTC);
    let local = |at: Moment| -> NaiveDateTime { LocalTime::of(at, zone).naive() };
    let today = local(now);
    Ok(today.hour() >= FROM_HOUR && who.digest_at.is_none_or(|last| local(last).date() < today.date()))
}

/// Writes the mail, once a day however many servers ask.
pub fn send_digest(tx: &mut Tx<'_>, id: &CoordinatorId, now: Moment) -> Result<bool> {
    if !is_due(tx, id, now)? {
        return Ok(false);
    }
    let who = coordinator::find(tx, id)?;
    if !coordinator::set_digest_at(tx, id, who.digest_at, now)? {
        return Ok(false);
    }
    mail(tx, &who, MailKind::Digest, now)?;
    Ok(true)
}
