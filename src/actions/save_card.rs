//! Keeping the address book: cards and their contacts. A signature keeps its own printed line, so nothing here reaches what
//! was published.

use sha2::{Digest, Sha256};

use crate::clock::Moment;
use crate::domain::event::{Actor, PublicEffect, Verb};
use crate::domain::ids::{ContactId, CoordinatorId, OrganisationId, TeamId};
use crate::domain::organisation::{CardFacts, ContactFacts};
use crate::domain::refusal::Refusal;
use crate::error::{Error, Result};
use crate::store::organisation::{self, Contact, NewContact, Organisation, tag};
use crate::store::{Db, Tx, event, invitee, outbox, token};

/// Everything that the form of a card can change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Card {
    /// What stands on it.
    pub facts: CardFacts,
    /// Its tags.
    pub tags: Vec<String>,
    /// The coordinators' notes.
    pub notes: Option<String>,
}

/// Reads a card as its form shows it.
///
/// # Errors
/// `Internal` when the notes were sealed with another key.
pub fn read(db: &mut Db<'_>, row: &Organisation) -> Result<Card> {
    Ok(Card { facts: row.facts(), tags: tag::of(db, &row.id)?, notes: row.notes(db)? })
}

impl Card {
    /// What a form is based on: another value when anybody changed the card since. It tells nothing to who has not the form.
    pub fn fingerprint(&self) -> String {
        let text = format!("{:?} {:?} {:?}", self.facts, self.tags, self.notes);
        Sha256::digest(text).iter().take(12).map(|byte| format!("{byte:02x}")).collect()
    }
}

/// Adds a card to the team's address book.
pub fn add_card(
    tx: &mut Tx<'_>,
    team: &TeamId,
    card: &Card,
    by: &CoordinatorId,
    now: Moment,
) -> Result<OrganisationId> {
    let facts = card.facts.clone();
    let row = Organisation {
        id: OrganisationId::new(),
        team_id: team.clone(),
        name_key: facts.name_key(),
        name: facts.name,
        latin_name: facts.latin_name,
        acronym: facts.acronym,
        country: facts.country,
        region: facts.region,
        kind: facts.kind,
        website: facts.website,
        notes_sealed: None,
        merged_into: None,
        created_at: now,
    };
    organisation::insert(tx, &row)?;
    tag::set(tx, &row.id, &card.tags)?;
    organisation::set_notes(tx, &row.id, card.notes.as_deref())?;
    record(tx, Verb::SaveCard, "organisation", row.id.as_str(), by, now)?;
    Ok(row.id)
}

/// Changes a card.
///
/// # Errors
/// `EditedMeanwhile` when it is not as the form was based on; `NotFound` for another team's.
pub fn save_card(
    tx: &mut Tx<'_>,
    team: &TeamId,
    id: &OrganisationId,
    card: &Card,
    based_on: &str,
    by: &CoordinatorId,
    now: Moment,
) -> Result<()> {
    let row = organisation::find_in(tx, team, id)?;
    let stored = read(tx, &row)?;
    if stored.fingerprint() != based_on {
        return Err(Refusal::EditedMeanwhile.into());
    }
    organisation::set_facts(tx, id, &card.facts)?;
    tag::set(tx, id, &card.tags)?;
    organisation::set_notes(tx, id, card.notes.as_deref())?;
    record(tx, Verb::SaveCard, "organisation", id.as_str(), by, now)
}

/// What became of a contact's form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kept {
    /// It is kept.
    Yes,
    /// The card has another contact with this address.
    AddressTaken,
    /// An invitation belongs to it, so it stays.
    Invited,
}

/// Adds a contact to a card.
///
/// # Errors
/// `NotFound` for another team's card.
pub fn add_contact(
    tx: &mut Tx<'_>,
    team: &TeamId,
    card: &OrganisationId,
    facts: &ContactFacts,
    by: &CoordinatorId,
    now: Moment,
) -> Result<Kept> {
    let card = organisation::find_in(tx, team, card)?;
    let index = organisation::email_index(tx, &facts.email);
    let known = organisation::book::family(tx, &card.id)?;
    if organisation::contacts(tx, &known)?.iter().any(|contact| contact.email_index == index) {
        return Ok(Kept::AddressTaken);
    }
    let new = NewContact { email: &facts.email, name: facts.name.as_deref(), language: facts.language.as_deref() };
    let contact = organisation::insert_contact(tx, &card.id, &new, now)?;
    organisation::set_contact(tx, &contact.id, facts)?;
    record(tx, Verb::SaveContact, "contact", contact.id.as_str(), by, now)?;
    Ok(Kept::Yes)
}

/// Changes a contact. When its address changes, links mailed to the old one that are not answered stop working and its
/// invitations count as not mailed: another person may read there.
///
/// # Errors
/// `NotFound` for another team's contact.
pub fn save_contact(
    tx: &mut Tx<'_>,
    team: &TeamId,
    id: &ContactId,
    facts: &ContactFacts,
    by: &CoordinatorId,
    now: Moment,
) -> Result<Kept> {
    let known = contact_of(tx, team, id)?;
    let index = organisation::email_index(tx, &facts.email);
    if organisation::set_contact(tx, id, facts)?.is_none() {
        return Ok(Kept::AddressTaken);
    }
    if known.email_index != index {
        for invitation in invitee::begin_again(tx, id, now)? {
            token::revoke_for_invitation(tx, &invitation, now)?;
            outbox::cancel_for_invitation(tx, &invitation, now)?;
        }
    }
    record(tx, Verb::SaveContact, "contact", id.as_str(), by, now)?;
    Ok(Kept::Yes)
}

/// Takes a contact off its card.
///
/// # Errors
/// `NotFound` for another team's contact.
pub fn remove_contact(tx: &mut Tx<'_>, team: &TeamId, id: &ContactId, by: &CoordinatorId, now: Moment) -> Result<Kept> {
    contact_of(tx, team, id)?;
    if !organisation::delete_contact(tx, id)? {
        return Ok(Kept::Invited);
    }
    record(tx, Verb::SaveContact, "contact", id.as_str(), by, now)?;
    Ok(Kept::Yes)
}

fn contact_of(tx: &mut Tx<'_>, team: &TeamId, id: &ContactId) -> Result<Contact> {
    let contact = organisation::find_contact(tx, id)?;
    let card = organisation::find(tx, &contact.organisation_id)?;
    if card.team_id == *team { Ok(contact) } else { Err(Error::NotFound) }
}

fn record(tx: &mut Tx<'_>, verb: Verb, kind: &str, id: &str, by: &CoordinatorId, now: Moment) -> Result<()> {
    let actor = Actor::Coordinator(by.clone());
    event::record(tx, now, &actor, verb, None, Some((kind, id)), PublicEffect::None)
}
