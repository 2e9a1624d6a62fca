//! Listing: the step after which a signature is counted, and named unless it is withheld.

use crate::clock::Moment;
use crate::domain::event::{Actor, PublicEffect, Verb};
use crate::domain::ids::{OrganisationId, SignatureId};
use crate::domain::refusal::Refusal;
use crate::domain::signature::{Act, Listing, PrintedLine, SignsAs};
use crate::domain::text::name_key;
use crate::error::Result;
use crate::store::letter::{self, Letter};
use crate::store::organisation::{self, Organisation};
use crate::store::signature::{self, Signature};
use crate::store::{Tx, event};

/// Puts a confirmed signature on the list of its letter.
///
/// # Errors
/// `AlreadyListed` when the organisation's card is listed on this letter; `WrongStatus` when somebody was faster.
pub fn list(tx: &mut Tx<'_>, letter: &Letter, id: &SignatureId, actor: &Actor, now: Moment) -> Result<()> {
    let row = signature::find_in(tx, &letter.id, id)?;
    row.status.after(Act::List)?;
    let wave = letter.facts().wave(now)?;
    give_card(tx, letter, &row, now)?;
    match signature::set_listed(tx, id, &wave.to_string(), actor.coordinator(), now)? {
        None => return Err(Refusal::AlreadyListed.into()),
        Some(false) => return Err(Refusal::WrongStatus.into()),
        Some(true) => {}
    }
    letter::addition(tx, &letter.id);
    let object = Some(("signature", id.as_str()));
    event::record(tx, now, actor, Verb::List, Some(&letter.id), object, PublicEffect::Addition)
}

/// Takes over a correction that the signatory asked for: the listed line changes, visibly, at once.
pub fn accept_correction(tx: &mut Tx<'_>, letter: &Letter, id: &SignatureId, actor: &Actor, now: Moment) -> Result<()> {
    let row = signature::find_in(tx, &letter.id, id)?;
    let Some(line) = row.proposal(tx)? else { return Err(Refusal::WrongStatus.into()) };
    let columns = signature::LineColumns::new(tx, &letter.id, id, row.listing, &line)?;
    signature::set_line(tx, id, &columns)?;
    signature::set_proposal(tx, id, None)?;
    letter::strict_change(tx, &letter.id, now, actor, Verb::AcceptCorrection)
}

/// Leaves the listed line as it is.
pub fn drop_correction(tx: &mut Tx<'_>, letter: &Letter, id: &SignatureId) -> Result<()> {
    let row = signature::find_in(tx, &letter.id, id)?;
    signature::set_proposal(tx, &row.id, None)
}

/// A named organisation that came by an open form gets a card in the address book. A withheld one gets none: the book
/// is not sealed.
fn give_card(tx: &mut Tx<'_>, letter: &Letter, row: &Signature, now: Moment) -> Result<()> {
    let named_organisation = row.listing == Listing::Named && row.kind.signs_as() == SignsAs::Organisation;
    if row.organisation_index.is_some() || !named_organisation {
        return Ok(());
    }
    let line = row.line(tx)?;
    let card = new_card(letter, &line, now);
    organisation::insert(tx, &card)?;
    signature::set_card(tx, row, &card.id)
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
