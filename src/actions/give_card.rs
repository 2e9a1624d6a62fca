//! The card in the address book of an organisation that signed by an open form: the one it has already, where name, country
//! and address agree, or a new one. Whoever else is known there is told.

use crate::actions::tell_colleagues::tell_colleagues;
use crate::clock::Moment;
use crate::domain::email::{EmailAddress, Website};
use crate::domain::ids::OrganisationId;
use crate::domain::signature::{Listing, PrintedLine, SignsAs};
use crate::domain::text::name_key;
use crate::error::Result;
use crate::store::letter::Letter;
use crate::store::organisation::{self, Organisation, book};
use crate::store::signature::{self, Signature};
use crate::store::{Db, Tx};

/// Ties a named signature without a card to one. A withheld one gets none: the book is not sealed.
pub(super) fn give_card(tx: &mut Tx<'_>, letter: &Letter, row: &Signature, now: Moment) -> Result<()> {
    let named_organisation = row.listing == Listing::Named && row.kind.signs_as() == SignsAs::Organisation;
    if row.organisation_index.is_some() || !named_organisation {
        return Ok(());
    }
    let line = row.line(tx)?;
    if let Some(known) = known_card(tx, letter, row, &line)? {
        signature::set_card(tx, row, &known)?;
        let tied = signature::find(tx, &row.id)?;
        return tell_colleagues(tx, letter, &tied, now);
    }
    let card = new_card(letter, &line, now);
    organisation::insert(tx, &card)?;
    signature::set_card(tx, row, &card.id)
}

/// The team's card of the same name and country to which the signer's address belongs, unless it is listed on this letter
/// already. A name alone proves nothing: two organisations may have the same, and anybody may type it.
fn known_card(db: &mut Db<'_>, letter: &Letter, row: &Signature, line: &PrintedLine) -> Result<Option<OrganisationId>> {
    let Some(signer) = row.signer(db)? else { return Ok(None) };
    let Ok(address) = EmailAddress::parse(&signer.email) else { return Ok(None) };
    let (team, key) = (&letter.team_id, name_key(&line.name));
    let mut cards = organisation::find_by_name_key(db, team, &key)?;
    let index = organisation::email_index(db, &address);
    // Also under a name that the card had before it was merged into another one.
    cards.extend(organisation::find_by_name_and_email(db, team, &key, &index)?);
    for card in cards {
        let same_country = card.country.is_none() || line.country.is_none() || card.country == line.country;
        if same_country && speaks_for(db, &address, &card)? && !signature::is_card_listed(db, &letter.id, &card.id)? {
            return Ok(Some(card.id));
        }
    }
    Ok(None)
}

/// Whether an address is one of the card's contacts, or of the domain of its website or of a contact.
fn speaks_for(db: &mut Db<'_>, address: &EmailAddress, card: &Organisation) -> Result<bool> {
    let (index, domain) = (organisation::email_index(db, address), address.registrable_domain());
    let family = book::family(db, &card.id)?;
    let contacts = organisation::contacts(db, &family)?;
    if contacts.iter().any(|contact| contact.email_index == index) {
        return Ok(true);
    }
    if address.is_free_mail() {
        return Ok(false);
    }
    let website = card.website.as_deref().and_then(|website| Website::parse(website).ok());
    if website.is_some_and(|website| website.registrable_domain() == domain) {
        return Ok(true);
    }
    for contact in contacts {
        let known = EmailAddress::parse(&contact.email(db)?);
        if known.is_ok_and(|known| known.registrable_domain() == domain) {
            return Ok(true);
        }
    }
    Ok(false)
}

fn new_card(letter: &Letter, line: &PrintedLine, now: Moment) -> Organisation {
    Organisation {
        id: OrganisationId::new(),
        team_id: letter.team_id.clone(),
        name: line.name.clone(),
        name_key: name_key(&line.name),
        latin_name: line.latin_name.clone(),
        acronym: line.acronym.clone(),
        country: line.country.clone(),
        region: line.region.clone(),
        kind: line.kind,
        website: line.website.clone(),
        notes_sealed: None,
        merged_into: None,
        created_at: now,
    }
}
