//! Inviting one contact: a card in the address book, its contact, the invitation. Nothing is mailed by it.

use crate::clock::Moment;
use crate::domain::country::CountryCode;
use crate::domain::email::{EmailAddress, Website};
use crate::domain::ids::{ImportId, InvitationId, OrganisationId};
use crate::domain::letter::Signers;
use crate::domain::signature::SignatoryKind;
use crate::domain::text::{OrganisationName, PersonName};
use crate::error::Result;
use crate::store::invitation::Invitation;
use crate::store::letter::Letter;
use crate::store::organisation::{self, Contact, NewContact, Organisation};
use crate::store::{Tx, invitation, invitee};

/// Whom to invite, as typed by hand or read from a list.
#[derive(Debug, Clone)]
pub struct NewInvitee {
    /// `None` for plain addresses and individuals: asked at signing.
    pub organisation: Option<OrganisationName>,
    /// Where the invitation goes.
    pub email: EmailAddress,
    /// The person's name.
    pub name: Option<PersonName>,
    /// `None`: asked at signing.
    pub country: Option<CountryCode>,
    /// What a list said about the country where it was not recognised.
    pub country_as_written: Option<String>,
    /// BCP 47 tag of the language that the contact reads.
    pub language: Option<String>,
    /// `None`: whatever the letter asks for.
    pub kind: Option<SignatoryKind>,
    pub acronym: Option<String>,
    pub latin_name: Option<OrganisationName>,
    pub website: Option<Website>,
}

/// Invites a contact to a letter. `None` when this address is invited already; a contact whose invitation was taken back is
/// invited again.
pub fn invite(
    tx: &mut Tx<'_>,
    letter: &Letter,
    new: &NewInvitee,
    import: Option<&ImportId>,
    now: Moment,
) -> Result<Option<InvitationId>> {
    let index = organisation::email_index(tx, &new.email);
    if invitee::is_invited(tx, &letter.id, &index)? {
        return Ok(None);
    }
    // Equal names alone can be two bodies, so a card is the same one only if it knows the address too.
    let name_key = name_key(new);
    let Some(card) = organisation::find_by_name_and_email(tx, &letter.team_id, &name_key, &index)? else {
        return invite_unknown(tx, letter, new, import, now).map(Some);
    };
    invite_at(tx, letter, &card, new, import, now)
}

/// Invites a contact of a card that is known; its contact is made where the card has none with this address. `None` when
/// this address is invited already.
pub(super) fn invite_at(
    tx: &mut Tx<'_>,
    letter: &Letter,
    card: &Organisation,
    new: &NewInvitee,
    import: Option<&ImportId>,
    now: Moment,
) -> Result<Option<InvitationId>> {
    complete(tx, card, new)?;
    let contact = organisation::contact_for(tx, &card.id, &written(new), now)?;
    let row = invitation_of(letter, &card.id, &contact, new.country_as_written.clone(), import, now);
    invite_contact(tx, row)
}

/// Adds an invitation, or brings one back that was taken back.
fn invite_contact(tx: &mut Tx<'_>, row: Invitation) -> Result<Option<InvitationId>> {
    if invitation::insert(tx, &row)?.is_some() {
        return Ok(Some(row.id));
    }
    invitee::revive(tx, &row.letter_id, &row.contact_id, row.import_id.as_ref(), row.created_at)
}

/// Invites a contact that the address book has. `None` when its address is invited to this letter already, or was and the
/// invitation was taken back: a person decides on that one by hand.
pub(super) fn invite_known(
    tx: &mut Tx<'_>,
    letter: &Letter,
    card: &OrganisationId,
    contact: &Contact,
    import: &ImportId,
    now: Moment,
) -> Result<Option<InvitationId>> {
    if invitee::is_invited(tx, &letter.id, &contact.email_index)? {
        return Ok(None);
    }
    let row = invitation_of(letter, card, contact, None, Some(import), now);
    Ok(invitation::insert(tx, &row)?.map(|()| row.id))
}

/// Invites a contact whose address no card has: a new card, a new contact, and no look-ups.
pub(super) fn invite_unknown(
    tx: &mut Tx<'_>,
    letter: &Letter,
    new: &NewInvitee,
    import: Option<&ImportId>,
    now: Moment,
) -> Result<InvitationId> {
    let card = new_card(letter, new, now);
    organisation::insert(tx, &card)?;
    let contact = organisation::insert_contact(tx, &card.id, &written(new), now)?;
    let row = invitation_of(letter, &card.id, &contact, new.country_as_written.clone(), import, now);
    invitee::insert_first(tx, &row)?;
    Ok(row.id)
}

fn new_card(letter: &Letter, new: &NewInvitee, now: Moment) -> Organisation {
    Organisation {
        id: OrganisationId::new(),
        team_id: letter.team_id.clone(),
        // Without an organisation the card has no name: a person's own name belongs to the sealed contact.
        name: new.organisation.as_ref().map(|name| name.as_str().to_owned()).unwrap_or_default(),
        name_key: name_key(new),
        latin_name: latin_name(new),
        acronym: new.acronym.clone(),
        country: country(new),
        region: None,
        kind: new.kind.unwrap_or_else(|| usual_kind(letter)),
        website: website(new),
        notes_sealed: None,
        merged_into: None,
        created_at: now,
    }
}

fn invitation_of(
    letter: &Letter,
    card: &OrganisationId,
    contact: &Contact,
    country_as_written: Option<String>,
    import: Option<&ImportId>,
    now: Moment,
) -> Invitation {
    Invitation { import_id: import.cloned(), country_as_written, ..Invitation::new(&letter.id, card, &contact.id, now) }
}

fn written(new: &NewInvitee) -> NewContact<'_> {
    NewContact { email: &new.email, name: new.name.as_ref().map(PersonName::as_str), language: new.language.as_deref() }
}

fn name_key(new: &NewInvitee) -> String {
    new.organisation.as_ref().map(OrganisationName::key).unwrap_or_default()
}

/// Fills in what the card does not say yet; what it says stays.
fn complete(tx: &mut Tx<'_>, known: &Organisation, new: &NewInvitee) -> Result<()> {
    let fuller = Organisation {
        country: known.country.clone().or_else(|| country(new)),
        latin_name: known.latin_name.clone().or_else(|| latin_name(new)),
        acronym: known.acronym.clone().or_else(|| new.acronym.clone()),
        website: known.website.clone().or_else(|| website(new)),
        ..known.clone()
    };
    let facts = |card: &Organisation| {
        (card.country.clone(), card.latin_name.clone(), card.acronym.clone(), card.website.clone())
    };
    if facts(known) == facts(&fuller) { Ok(()) } else { organisation::complete(tx, &known.id, &fuller) }
}

fn usual_kind(letter: &Letter) -> SignatoryKind {
    match letter.signers {
        Signers::Individuals => SignatoryKind::Individual,
        Signers::Organisations | Signers::Both => SignatoryKind::Organisation,
    }
}

fn country(new: &NewInvitee) -> Option<String> {
    new.country.map(|code| code.as_str().to_owned())
}

fn latin_name(new: &NewInvitee) -> Option<String> {
    new.latin_name.as_ref().map(|name| name.as_str().to_owned())
}

fn website(new: &NewInvitee) -> Option<String> {
    new.website.as_ref().map(|website| website.as_url().to_owned())
}
