//! The address book: organisation cards and their contacts. Cards outlive a letter; addresses are sealed.

pub mod book;
pub mod history;
pub mod merge;
pub mod tag;

use std::collections::HashSet;

use diesel::prelude::*;

use crate::clock::Moment;
use crate::domain::email::EmailAddress;
use crate::domain::ids::{ContactId, OrganisationId, TeamId};
use crate::domain::organisation::{CardFacts, ContactFacts};
use crate::domain::signature::SignatoryKind;
use crate::error::Result;
use crate::store::schema::{self, contact, invitation, organisation, signature};
use crate::store::{Db, Tx};

/// A card in the address book of one team.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = schema::organisation)]
pub struct Organisation {
    pub id: OrganisationId,
    pub team_id: TeamId,
    pub name: String,
    pub name_key: String,
    pub latin_name: Option<String>,
    pub acronym: Option<String>,
    pub country: Option<String>,
    pub region: Option<String>,
    pub kind: SignatoryKind,
    pub website: Option<String>,
    pub notes_sealed: Option<String>,
    pub merged_into: Option<OrganisationId>,
    pub created_at: Moment,
}

/// A person, or a desk, at an organisation.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = schema::contact)]
pub struct Contact {
    pub id: ContactId,
    pub organisation_id: OrganisationId,
    pub email_sealed: String,
    pub email_index: String,
    pub name_sealed: Option<String>,
    pub phone_sealed: Option<String>,
    pub role: Option<String>,
    pub language: Option<String>,
    pub created_at: Moment,
}

/// The purpose under which addresses are indexed everywhere, so that one address is found in every table.
pub const EMAIL_INDEX: &str = "email";

/// The keyed hash under which an address is found.
pub fn email_index(db: &Db<'_>, email: &EmailAddress) -> String {
    db.keys.blind_index(EMAIL_INDEX, email.canonical())
}

impl Organisation {
    /// What the card says, without what is sealed.
    pub fn facts(&self) -> CardFacts {
        CardFacts {
            name: self.name.clone(),
            latin_name: self.latin_name.clone(),
            acronym: self.acronym.clone(),
            country: self.country.clone(),
            region: self.region.clone(),
            kind: self.kind,
            website: self.website.clone(),
        }
    }

    /// The coordinators' notes, opened.
    pub fn notes(&self, db: &Db<'_>) -> Result<Option<String>> {
        let open = |sealed| db.keys.open("organisation", "notes", self.id.as_str(), sealed);
        self.notes_sealed.as_deref().map(open).transpose()
    }
}

impl Contact {
    /// The address, opened.
    pub fn email(&self, db: &Db<'_>) -> Result<String> {
        db.keys.open("contact", "email", self.id.as_str(), &self.email_sealed)
    }

    /// The person's name, opened.
    pub fn name(&self, db: &Db<'_>) -> Result<Option<String>> {
        self.name_sealed.as_ref().map(|sealed| db.keys.open("contact", "name", self.id.as_str(), sealed)).transpose()
    }
}

impl Contact {
    /// The phone number, opened.
    pub fn phone(&self, db: &Db<'_>) -> Result<Option<String>> {
        self.phone_sealed.as_ref().map(|sealed| db.keys.open("contact", "phone", self.id.as_str(), sealed)).transpose()
    }
}

/// A contact as typed or imported.
#[derive(Debug, Clone)]
pub struct NewContact<'a> {
    /// Where to write.
    pub email: &'a EmailAddress,
    /// The person's name, or none for a desk.
    pub name: Option<&'a str>,
    /// BCP 47 tag of the language to write in.
    pub language: Option<&'a str>,
}

/// The card with this id.
pub fn find(db: &mut Db<'_>, id: &OrganisationId) -> Result<Organisation> {
    Ok(organisation::table.find(id).select(Organisation::as_select()).first(db.conn)?)
}

/// The card with this id, if it is in this team's address book.
///
/// # Errors
/// `NotFound` also when it is another team's.
pub fn find_in(db: &mut Db<'_>, team: &TeamId, id: &OrganisationId) -> Result<Organisation> {
    Ok(organisation::table
        .find(id)
        .filter(organisation::team_id.eq(team))
        .select(Organisation::as_select())
        .first(db.conn)?)
}

/// The contacts of these cards, the oldest first.
pub fn contacts(db: &mut Db<'_>, cards: &[OrganisationId]) -> Result<Vec<Contact>> {
    Ok(contact::table
        .filter(contact::organisation_id.eq_any(cards))
        .order(contact::id)
        .select(Contact::as_select())
        .load(db.conn)?)
}

/// Replaces what a card says.
pub fn set_facts(tx: &mut Tx<'_>, id: &OrganisationId, facts: &CardFacts) -> Result<()> {
    diesel::update(organisation::table.find(id))
        .set((
            organisation::name.eq(&facts.name),
            organisation::name_key.eq(facts.name_key()),
            organisation::latin_name.eq(&facts.latin_name),
            organisation::acronym.eq(&facts.acronym),
            organisation::country.eq(&facts.country),
            organisation::region.eq(&facts.region),
            organisation::kind.eq(facts.kind),
            organisation::website.eq(&facts.website),
        ))
        .execute(tx.conn)?;
    Ok(())
}

/// Replaces the notes on a card.
pub fn set_notes(tx: &mut Tx<'_>, id: &OrganisationId, notes: Option<&str>) -> Result<()> {
    let sealed = notes.map(|notes| tx.keys.seal("organisation", "notes", id.as_str(), notes));
    diesel::update(organisation::table.find(id)).set(organisation::notes_sealed.eq(sealed)).execute(tx.conn)?;
    Ok(())
}

/// Leads a card to another one, or to itself again.
pub fn set_merged(tx: &mut Tx<'_>, id: &OrganisationId, into: Option<&OrganisationId>) -> Result<()> {
    diesel::update(organisation::table.find(id)).set(organisation::merged_into.eq(into)).execute(tx.conn)?;
    Ok(())
}

/// Replaces what is known of a contact; `None` when its card has another contact with this address.
pub fn set_contact(tx: &mut Tx<'_>, id: &ContactId, facts: &ContactFacts) -> Result<Option<()>> {
    let index = email_index(tx, &facts.email);
    let seal = |column: &str, text: &str| tx.keys.seal("contact", column, id.as_str(), text);
    let changes = (
        contact::email_sealed.eq(seal("email", facts.email.as_str())),
        contact::email_index.eq(index),
        contact::name_sealed.eq(facts.name.as_deref().map(|name| seal("name", name))),
        contact::phone_sealed.eq(facts.phone.as_deref().map(|phone| seal("phone", phone))),
        contact::role.eq(&facts.role),
        contact::language.eq(&facts.language),
    );
    Ok(tx.try_insert(|conn| diesel::update(contact::table.find(id)).set(changes).execute(conn))?.map(|_| ()))
}

/// Takes a contact off its card; `false` when an invitation belongs to it, whose history stays.
pub fn delete_contact(tx: &mut Tx<'_>, id: &ContactId) -> Result<bool> {
    let invitations: i64 = invitation::table.filter(invitation::contact_id.eq(id)).count().get_result(tx.conn)?;
    if invitations > 0 {
        return Ok(false);
    }
    diesel::delete(contact::table.find(id)).execute(tx.conn)?;
    Ok(true)
}

/// The contact with this id.
pub fn find_contact(db: &mut Db<'_>, id: &ContactId) -> Result<Contact> {
    Ok(contact::table.find(id).select(Contact::as_select()).first(db.conn)?)
}

/// The team's cards whose folded name is this one.
pub fn find_by_name_key(db: &mut Db<'_>, team: &TeamId, name_key: &str) -> Result<Vec<Organisation>> {
    Ok(organisation::table
        .filter(organisation::team_id.eq(team))
        .filter(organisation::name_key.eq(name_key))
        .filter(organisation::merged_into.is_null())
        .select(Organisation::as_select())
        .load(db.conn)?)
}

/// The team's card with this folded name that has a contact with this address; of a merged one, the card it leads to.
pub fn find_by_name_and_email(
    db: &mut Db<'_>,
    team: &TeamId,
    name_key: &str,
    email_index: &str,
) -> Result<Option<Organisation>> {
    let found: Option<OrganisationId> = organisation::table
        .inner_join(contact::table.on(contact::organisation_id.eq(organisation::id)))
        .filter(organisation::team_id.eq(team))
        .filter(organisation::name_key.eq(name_key))
        .filter(contact::email_index.eq(email_index))
        .order(organisation::id)
        .select(organisation::id)
        .first(db.conn)
        .optional()?;
    let Some(found) = found else { return Ok(None) };
    let root = book::root(db, &found)?;
    find(db, &root).map(Some)
}

/// Writes down what a card did not say before.
pub fn complete(tx: &mut Tx<'_>, id: &OrganisationId, card: &Organisation) -> Result<()> {
    diesel::update(organisation::table.find(id))
        .set((
            organisation::country.eq(&card.country),
            organisation::latin_name.eq(&card.latin_name),
            organisation::acronym.eq(&card.acronym),
            organisation::website.eq(&card.website),
        ))
        .execute(tx.conn)?;
    Ok(())
}

/// Adds a card.
pub fn insert(tx: &mut Tx<'_>, row: &Organisation) -> Result<()> {
    diesel::insert_into(organisation::table).values(row).execute(tx.conn)?;
    Ok(())
}

/// The contact with this address of the card, or of one merged into it; made when there is none.
pub fn contact_for(tx: &mut Tx<'_>, card: &OrganisationId, new: &NewContact<'_>, now: Moment) -> Result<Contact> {
    let index = email_index(tx, new.email);
    let family = book::family(tx, card)?;
    let known = contact::table
        .filter(contact::organisation_id.eq_any(family))
        .filter(contact::email_index.eq(&index))
        .order(contact::id)
        .select(Contact::as_select())
        .first(tx.conn)
        .optional()?;
    if let Some(known) = known {
        return Ok(known);
    }
    insert_contact(tx, card, new, now)
}

/// Adds a contact to a card that has none with this address.
pub fn insert_contact(tx: &mut Tx<'_>, card: &OrganisationId, new: &NewContact<'_>, now: Moment) -> Result<Contact> {
    let index = email_index(tx, new.email);
    let id = ContactId::new();
    let row = Contact {
        organisation_id: card.clone(),
        email_sealed: tx.keys.seal("contact", "email", id.as_str(), new.email.as_str()),
        email_index: index,
        name_sealed: new.name.map(|name| tx.keys.seal("contact", "name", id.as_str(), name)),
        phone_sealed: None,
        role: None,
        language: new.language.map(str::to_owned),
        created_at: now,
        id,
    };
    diesel::insert_into(contact::table).values(&row).execute(tx.conn)?;
    Ok(row)
}

/// Which of these addresses any card of any team has; told by their keyed hashes.
pub fn known_addresses(db: &mut Db<'_>, email_indexes: &[String]) -> Result<HashSet<String>> {
    let known: Vec<String> = contact::table
        .filter(contact::email_index.eq_any(email_indexes))
        .select(contact::email_index)
        .distinct()
        .load(db.conn)?;
    Ok(known.into_iter().collect())
}

/// Takes a card out of the address book unless something speaks of it: a contact, an invitation, a signature, a merged card.
pub fn delete_unused(tx: &mut Tx<'_>, card: &OrganisationId) -> Result<()> {
    let contacts: i64 = contact::table.filter(contact::organisation_id.eq(card)).count().get_result(tx.conn)?;
    let invitations: i64 =
        invitation::table.filter(invitation::organisation_id.eq(card)).count().get_result(tx.conn)?;
    let signatures: i64 = signature::table.filter(signature::organisation_id.eq(card)).count().get_result(tx.conn)?;
    let merged: i64 = organisation::table.filter(organisation::merged_into.eq(card)).count().get_result(tx.conn)?;
    if contacts + invitations + signatures + merged == 0 {
        diesel::delete(organisation::table.find(card)).execute(tx.conn)?;
    }
    Ok(())
}
