//! Passing an invitation on to a colleague: the colleague is invited instead, with a link of its own, and the old link dies.

use crate::clock::Moment;
use crate::domain::email::EmailAddress;
use crate::domain::event::{Actor, PublicEffect, Verb};
use crate::domain::ids::InvitationId;
use crate::domain::refusal::Refusal;
use crate::error::Result;
use crate::mail::messages::HandedOverBy;
use crate::store::invitation::Invitation;
use crate::store::letter::Letter;
use crate::store::organisation::{self, Contact, NewContact};
use crate::store::outbox::{self, About, MailKind, NewMail, lane};
use crate::store::{Tx, answered, event, invitation, invitee, signature, token};

use super::sign;

/// The colleague, as the contact named it.
#[derive(Debug, Clone)]
pub struct Colleague {
    /// The name, if it was given.
    pub name: Option<String>,
    /// Where the new link goes.
    pub email: EmailAddress,
}

/// Passes an invitation on. The colleague joins the same card of the address book; one who was invited already receives
/// another link to that invitation, and nobody learns which of the two it was.
///
/// # Errors
/// `LetterClosed`, `NotCollecting`; `LinkUsed` when the organisation has signed, waits for an approval, or declined;
/// `TooMany` when that address had too many mails from our forms.
pub fn hand_over(tx: &mut Tx<'_>, letter: &Letter, row: &Invitation, to: &Colleague, now: Moment) -> Result<()> {
    letter.facts().accepts_submission(now)?;
    let has_signed = answered::has_signed(tx, &letter.id, &row.id)?;
    if has_signed || row.answer.is_some() || signature::find_by_invitation(tx, &letter.id, &row.id)?.is_some() {
        return Err(Refusal::LinkUsed.into());
    }
    if !sign::may_mail(tx, letter, &to.email, now)? {
        return Err(Refusal::TooMany.into());
    }
    let (_, _, from) = invitation::find_invitee(tx, &row.id)?;
    let new = NewContact { email: &to.email, name: to.name.as_deref(), language: from.language.as_deref() };
    let contact = organisation::contact_for(tx, &row.organisation_id, &new, now)?;
    let person = person(tx, &from)?;
    if contact.id == from.id {
        // To oneself: the newest link stands, the old ones die as with anybody else.
        token::revoke_for_invitation(tx, &row.id, now)?;
        return mail(tx, letter, &row.id, &to.email, &person, now);
    }
    let invited = invited_instead(tx, row, &contact, now)?;
    invitee::revoke(tx, &letter.id, std::slice::from_ref(&row.id), now)?;
    token::revoke_for_invitation(tx, &row.id, now)?;
    outbox::cancel_for_invitation(tx, &row.id, now)?;
    let object = Some(("invitation", row.id.as_str()));
    event::record(tx, now, &Actor::Signer, Verb::HandOver, Some(&letter.id), object, PublicEffect::None)?;
    mail(tx, letter, &invited, &to.email, &person, now)
}

/// The colleague's own invitation: new, revived, or the one that was there.
fn invited_instead(tx: &mut Tx<'_>, old: &Invitation, contact: &Contact, now: Moment) -> Result<InvitationId> {
    let new = Invitation {
        import_id: old.import_id.clone(),
        country_as_written: old.country_as_written.clone(),
        ..Invitation::new(&old.letter_id, &old.organisation_id, &contact.id, now)
    };
    if invitation::insert(tx, &new)?.is_some() {
        return Ok(new.id);
    }
    match invitee::revive(tx, &old.letter_id, &contact.id, old.import_id.as_ref(), now)? {
        Some(revived) => Ok(revived),
        None => invitee::of_contact(tx, &old.letter_id, &contact.id),
    }
}

/// By whom the mail says it was passed on: the contact's name, else the address that the colleague will know.
fn person(tx: &mut Tx<'_>, from: &Contact) -> Result<String> {
    let name = from.name(tx)?.filter(|name| !name.is_empty());
    match name {
        Some(name) => Ok(name),
        None => from.email(tx),
    }
}

fn mail(
    tx: &mut Tx<'_>,
    letter: &Letter,
    invited: &InvitationId,
    to: &EmailAddress,
    person: &str,
    now: Moment,
) -> Result<()> {
    let about = About { letter: Some(letter.id.clone()), invitation: Some(invited.clone()), ..About::default() };
    let parameters = &HandedOverBy { person: person.to_owned() };
    let (lane, kind) = (lane::PERSONAL, MailKind::HandedOver);
    outbox::enqueue(tx, &NewMail { lane, kind, recipient: to, parameters, about, not_before: now }, now)?;
    Ok(())
}
