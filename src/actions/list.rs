//! Listing: the step after which a signature is counted, and named unless it is withheld.

use crate::actions::give_card::give_card;
use crate::actions::tell_signer::tell_correction;
use crate::clock::Moment;
use crate::domain::check::needs_a_person;
use crate::domain::event::{Actor, PublicEffect, Verb};
use crate::domain::ids::SignatureId;
use crate::domain::refusal::Refusal;
use crate::domain::revision::counts_for;
use crate::domain::signature::{Act, Listing, PrintedLine, Status};
use crate::error::{Error, Result};
use crate::store::letter::{self, Letter};
use crate::store::signature::{self, Signature};
use crate::store::{Tx, check, event, revision};

/// Puts a confirmed signature on the list of its letter. A refusal leaves nothing written, so that the next of several can
/// go on in the same transaction.
///
/// # Errors
/// `RevisionChanged` when it belongs to a text before a substantive change, `TextToCome` to one that readers do not see yet; `AlreadyListed` when the organisation's card is listed
/// on this letter; `WrongStatus` when somebody was faster;
/// `WrongLetterState` when the letter was withdrawn or is on hold.
pub fn list(tx: &mut Tx<'_>, letter: &Letter, id: &SignatureId, actor: &Actor, now: Moment) -> Result<()> {
    let row = signature::find_in(tx, &letter.id, id)?;
    row.status.after(Act::List)?;
    must_be_the_text(tx, letter, &row)?;
    let wave = letter.facts().wave(now)?;
    match signature::set_listed(tx, id, &wave.to_string(), actor.coordinator(), now)? {
        None => return Err(Refusal::AlreadyListed.into()),
        Some(false) => return Err(Refusal::WrongStatus.into()),
        Some(true) => {}
    }
    give_card(tx, letter, &row, now)?;
    letter::addition(tx, &letter.id);
    let object = Some(("signature", id.as_str()));
    event::record(tx, now, actor, Verb::List, Some(&letter.id), object, PublicEffect::Addition)
}

/// On the list stands only who signed the text that readers see, and before publication the newest one. Of another text the
/// signatory is asked first (`actions/keep.rs`), or the text comes out with the answers (`actions/settle.rs`).
fn must_be_the_text(tx: &mut Tx<'_>, letter: &Letter, row: &Signature) -> Result<()> {
    let newest = revision::latest(tx, &letter.id)?.map_or(row.revision, |newest| newest.n);
    let shown = letter.published_revision.unwrap_or(newest);
    if counts_for(row.revision, shown, &revision::changes(tx, &letter.id)?) {
        return Ok(());
    }
    Err(if row.revision > shown { Refusal::TextToCome } else { Refusal::RevisionChanged }.into())
}

/// Lists a signature by the letter's rule, unless a person must look first: a name that imitates another, an equal name that
/// is listed, a card that is listed. Such a one waits at the check desk like any other.
pub(super) fn list_by_rule(tx: &mut Tx<'_>, letter: &Letter, id: &SignatureId, now: Moment) -> Result<()> {
    let row = signature::find_in(tx, &letter.id, id)?;
    if row.listing == Listing::Named {
        let line = row.line(tx)?;
        if needs_a_person(&line, &check::listed_organisations(tx, &letter.id)?) {
            return Ok(());
        }
    }
    match list(tx, letter, id, &Actor::Server, now) {
        Ok(()) | Err(Error::Refused(Refusal::AlreadyListed | Refusal::RevisionChanged | Refusal::TextToCome)) => Ok(()),
        Err(fault) => Err(fault),
    }
}

/// Takes over a correction that the signatory asked for: a listed line changes, visibly, at once.
///
/// # Errors
/// `WrongStatus` when nothing is asked for any more, or the signature ended.
pub fn accept_correction(tx: &mut Tx<'_>, letter: &Letter, id: &SignatureId, actor: &Actor, now: Moment) -> Result<()> {
    let row = signature::find_in(tx, &letter.id, id)?;
    let (before, line) = (row.line(tx)?, wish(tx, &row)?);
    let columns = signature::LineColumns::new(tx, &letter.id, id, row.listing, &line)?;
    signature::set_line(tx, id, &columns)?;
    signature::set_proposal(tx, id, None)?;
    tell_correction(tx, &row, before, line, now)?;
    if row.status == Status::Listed {
        return letter::strict_change(tx, &letter.id, now, actor, Verb::AcceptCorrection);
    }
    let object = Some(("signature", id.as_str()));
    event::record(tx, now, actor, Verb::AcceptCorrection, Some(&letter.id), object, PublicEffect::None)
}

/// Leaves the line as it is.
///
/// # Errors
/// `WrongStatus` when nothing is asked for any more.
pub fn drop_correction(tx: &mut Tx<'_>, letter: &Letter, id: &SignatureId, actor: &Actor, now: Moment) -> Result<()> {
    let row = signature::find_in(tx, &letter.id, id)?;
    wish(tx, &row)?;
    signature::set_proposal(tx, &row.id, None)?;
    let object = Some(("signature", id.as_str()));
    event::record(tx, now, actor, Verb::DropCorrection, Some(&letter.id), object, PublicEffect::None)
}

fn wish(tx: &Tx<'_>, row: &Signature) -> Result<PrintedLine> {
    let wish = if signature::ALIVE.contains(&row.status) { row.proposal(tx)? } else { None };
    wish.ok_or_else(|| Refusal::WrongStatus.into())
}
