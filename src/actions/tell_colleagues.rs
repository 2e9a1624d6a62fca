//! "Somebody signed for your organisation": to the other known contacts of the same card, so that a signature without
//! authority does not stand unseen (users.md, A6). Never about a withheld name.

use crate::clock::Moment;
use crate::domain::email::EmailAddress;
use crate::domain::signature::{Listing, SignsAs};
use crate::error::{Error, Result};
use crate::store::letter::Letter;
use crate::store::organisation::{self, book};
use crate::store::outbox::{self, About, MailKind, NewMail, lane};
use crate::store::signature::Signature;
use crate::store::{Tx, invitee};

use super::send_mailing::NoParameters;

/// At most so many contacts of one card are told.
const MOST: usize = 5;

/// Tells them, but not the signer, not those who stopped the mails about this letter, and no address that takes no mail.
pub(super) fn tell_colleagues(tx: &mut Tx<'_>, letter: &Letter, row: &Signature, now: Moment) -> Result<()> {
    let Some(card) = &row.organisation_id else { return Ok(()) };
    if row.listing != Listing::Named || row.kind.signs_as() != SignsAs::Organisation {
        return Ok(());
    }
    let signer = row.signer(tx)?.ok_or(Error::NotFound)?;
    // Cards that were merged into this one are the same organisation.
    let family = book::family(tx, card)?;
    let mut stopped = Vec::new();
    for one in &family {
        stopped.extend(invitee::stopped_contacts(tx, &letter.id, one)?);
    }
    let mut told = 0;
    for contact in organisation::contacts(tx, &family)? {
        let to =
            EmailAddress::parse(&contact.email(tx)?).map_err(|fault| Error::internal("a contact's address", fault))?;
        let is_signer = EmailAddress::parse(&signer.email).is_ok_and(|own| own.canonical() == to.canonical());
        if told == MOST
            || is_signer
            || stopped.contains(&contact.id)
            || outbox::is_suppressed(tx, &contact.email_index)?
        {
            continue;
        }
        let about = About { letter: Some(letter.id.clone()), signature: Some(row.id.clone()), ..About::default() };
        let (lane, kind, parameters) = (lane::PERSONAL, MailKind::ColleagueSigned, &NoParameters {});
        outbox::enqueue(tx, &NewMail { lane, kind, recipient: &to, parameters, about, not_before: now }, now)?;
        told += 1;
    }
    Ok(())
}
