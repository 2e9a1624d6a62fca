//! Another link in the place of one that is too old or was replaced; only to the address that was invited, so that whoever
//! found an old link learns and gains nothing.

use chrono::TimeDelta;

use crate::clock::Moment;
use crate::domain::email::EmailAddress;
use crate::domain::event::{Actor, PublicEffect, Verb};
use crate::domain::ids::InvitationId;
use crate::error::{Error, Result};
use crate::store::outbox::{self, About, MailKind, NewMail, lane};
use crate::store::{Tx, event, invitation, letter, limit};

use super::send_mailing::NoParameters;

/// At most so many in an hour, and in a day, for one invitation.
const AN_HOUR: i32 = 2;
const A_DAY: i32 = 5;

/// Mails a new link. Nothing happens, and nothing is told, when the invitation was taken back or answered, the mails were
/// stopped, nobody can sign, or there were too many.
pub fn mail_new_link(tx: &mut Tx<'_>, id: &InvitationId, now: Moment) -> Result<()> {
    let (row, _, contact) = match invitation::find_invitee(tx, id) {
        Err(Error::NotFound) => return Ok(()),
        found => found?,
    };
    let letter = letter::find(tx, &row.letter_id)?;
    let is_open = row.revoked_at.is_none() && row.answer.is_none() && row.stopped_at.is_none();
    if !is_open || letter.facts().accepts_submission(now).is_err() {
        return Ok(());
    }
    let key = tx.keys.blind_index("new links", id.as_str());
    let may = limit::count(tx, &format!("{key} h"), TimeDelta::hours(1), AN_HOUR, now)?
        && limit::count(tx, &format!("{key} d"), TimeDelta::days(1), A_DAY, now)?;
    if !may {
        return Ok(());
    }
    let to = EmailAddress::parse(&contact.email(tx)?).map_err(|fault| Error::internal("a contact's address", fault))?;
    let about = About { letter: Some(letter.id.clone()), invitation: Some(row.id.clone()), ..About::default() };
    let (lane, kind, parameters) = (lane::PERSONAL, MailKind::NewLink, &NoParameters {});
    outbox::enqueue(tx, &NewMail { lane, kind, recipient: &to, parameters, about, not_before: now }, now)?;
    let object = Some(("invitation", row.id.as_str()));
    event::record(tx, now, &Actor::Signer, Verb::MailLink, Some(&letter.id), object, PublicEffect::None)
}
