//! A signatory corrects its line: before listing at once, afterwards as a proposal that a coordinator takes over.

use crate::clock::Moment;
use crate::domain::event::{Actor, PublicEffect, Verb};
use crate::domain::refusal::Refusal;
use crate::domain::signature::{Listing, PrintedLine, Status};
use crate::error::Result;
use crate::store::letter::{self, Letter};
use crate::store::signature::{LineColumns, Signature};
use crate::store::{Tx, event, signature};

/// What became of a correction.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Corrected {
    /// The line is changed.
    Done,
    /// The listed line stands until a coordinator has looked.
    Proposed,
}

/// Corrects the printed line of a living signature. A withheld line is nobody's to read, so it changes at once.
///
/// # Errors
/// `WrongStatus` when the signature ended.
pub fn correct(
    tx: &mut Tx<'_>,
    letter: &Letter,
    row: &Signature,
    line: &PrintedLine,
    now: Moment,
) -> Result<Corrected> {
    if !signature::ALIVE.contains(&row.status) {
        return Err(Refusal::WrongStatus.into());
    }
    let proposed = row.status == Status::Listed && row.listing == Listing::Named;
    if proposed {
        let same = row.line(tx)?.same_line(line);
        signature::set_proposal(tx, &row.id, Some(line).filter(|_| !same))?;
    } else {
        signature::set_line(tx, &row.id, &LineColumns::new(tx, &letter.id, &row.id, row.listing, line)?)?;
        // An earlier wish, from before the listing was taken back, must not overwrite this one.
        signature::set_proposal(tx, &row.id, None)?;
    }
    // A listed withheld line prints no name, but may count for another place now.
    let effect = if row.status == Status::Listed && !proposed { PublicEffect::Addition } else { PublicEffect::None };
    if effect == PublicEffect::Addition {
        letter::addition(tx, &letter.id);
    }
    let object = Some(("signature", row.id.as_str()));
    event::record(tx, now, &Actor::Signer, Verb::Correct, Some(&letter.id), object, effect)?;
    Ok(if proposed { Corrected::Proposed } else { Corrected::Done })
}
