//! Asking for a link because the password is forgotten. The answer is the same whoever asks; only the mailbox knows more.

use chrono::TimeDelta;

use super::add_coordinator::mail;
use crate::clock::Moment;
use crate::domain::email::EmailAddress;
use crate::error::Result;
use crate::store::outbox::MailKind;
use crate::store::{Tx, coordinator, limit};

/// How many links one address may ask for in an hour.
const LINKS_PER_HOUR: i32 = 3;

/// Mails a link to the coordinator with this address, if there is one and not too often. A person who never set a password
/// gets one too: asking proves nothing, the mailbox does.
pub fn forgot_password(tx: &mut Tx<'_>, email: &EmailAddress, now: Moment) -> Result<()> {
    let key = tx.keys.blind_index("forgotten passwords", email.canonical());
    let within = limit::count(tx, &key, TimeDelta::hours(1), LINKS_PER_HOUR, now)?;
    let known = coordinator::find_by_email(tx, email)?.filter(|known| known.disabled_at.is_none());
    match known {
        Some(known) if within => mail(tx, &known, MailKind::PasswordLink, now),
        _ => Ok(()),
    }
}
