//! Mailing a signer the link to its own signature again; only to the address that the signature has. One that a coordinator
//! recorded has none: its link goes to the invited address, whose organisation is printed.

use chrono::TimeDelta;

use crate::actions::sign::{RESEND_MINUTES, mail_signer};
use crate::clock::Moment;
use crate::domain::email::EmailAddress;
use crate::domain::signature::Origin;
use crate::error::{Error, Result};
use crate::store::invitation::Invitation;
use crate::store::letter::Letter;
use crate::store::outbox::{self, MailKind};
use crate::store::{Tx, organisation, signature};

/// Mails the receipt again, at most every ten minutes. Where nothing was signed nothing happens, so nothing is told.
pub fn mail_own_link(tx: &mut Tx<'_>, letter: &Letter, invitation: &Invitation, now: Moment) -> Result<()> {
    let Some(row) = signature::find_by_invitation(tx, &letter.id, &invitation.id)? else { return Ok(()) };
    let last = outbox::last_about_signature(tx, &row.id, MailKind::Receipt)?;
    if last.is_some_and(|at| now - at < TimeDelta::minutes(RESEND_MINUTES)) {
        return Ok(());
    }
    let Some(signer) = row.signer(tx)? else { return Ok(()) };
    let address = match row.origin {
        Origin::Recorded => organisation::find_contact(tx, &invitation.contact_id)?.email(tx)?,
        _ => signer.email,
    };
    let email = EmailAddress::parse(&address).map_err(|fault| Error::internal("a signer's address", fault))?;
    mail_signer(tx, &row, MailKind::Receipt, &email, now)
}
