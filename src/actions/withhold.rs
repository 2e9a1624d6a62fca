//! A signatory has its name withheld, at once; or asks to be named again, which waits for the check like a new name.

use crate::actions::tell_signer::tell;
use crate::clock::Moment;
use crate::domain::event::{Actor, PublicEffect, Verb};
use crate::domain::refusal::Refusal;
use crate::domain::signature::{Act, Listing, Status, WithheldPlace};
use crate::error::Result;
use crate::mail::messages::ListingChange;
use crate::store::letter::{self, Letter};
use crate::store::signature::{LineColumns, Signature};
use crate::store::{Tx, event, organisation, signature};

/// Withholds the name: the line is sealed, the plain link to the card cut, the public pages forget it at once.
pub fn withhold(tx: &mut Tx<'_>, letter: &Letter, row: &Signature, place: WithheldPlace, now: Moment) -> Result<()> {
    must_live(row)?;
    let line = row.proposal(tx)?.map_or_else(|| row.line(tx), Ok)?;
    signature::forget_card(tx, &row.id)?;
    if let Some(card) = &row.organisation_id {
        // A card that only this signature brought into the address book would go on telling who signed.
        organisation::delete_unused(tx, card)?;
    }
    signature::set_proposal(tx, &row.id, None)?;
    signature::set_line(tx, &row.id, &LineColumns::new(tx, &letter.id, &row.id, Listing::Withheld, &line)?)?;
    signature::set_withheld_place(tx, &row.id, place)?;
    tell(tx, row, ListingChange::Withheld, now)?;
    note(tx, letter, row, Verb::Withhold, now)
}

/// Names a withheld signatory again. A listed one leaves the list until a coordinator has checked the name.
pub fn show_name(tx: &mut Tx<'_>, letter: &Letter, row: &Signature, now: Moment) -> Result<()> {
    must_live(row)?;
    let line = row.line(tx)?;
    signature::set_line(tx, &row.id, &LineColumns::new(tx, &letter.id, &row.id, Listing::Named, &line)?)?;
    if row.status == Status::Listed {
        let to = row.status.after(Act::Undo)?;
        signature::revive(tx, &row.id, row.status, to)?;
    }
    tell(tx, row, ListingChange::Named, now)?;
    note(tx, letter, row, Verb::ShowName, now)
}

fn must_live(row: &Signature) -> Result<()> {
    if signature::ALIVE.contains(&row.status) { Ok(()) } else { Err(Refusal::WrongStatus.into()) }
}

fn note(tx: &mut Tx<'_>, letter: &Letter, row: &Signature, verb: Verb, now: Moment) -> Result<()> {
    if row.status == Status::Listed {
        letter::strict_change(tx, &letter.id, now, &Actor::Signer, verb)
    } else {
        let object = Some(("signature", row.id.as_str()));
        event::record(tx, now, &Actor::Signer, verb, Some(&letter.id), object, PublicEffect::None)
    }
}
