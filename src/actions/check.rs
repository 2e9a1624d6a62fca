//! Decisions at the check desk, one signature or many: who may decide, on what was seen, and what became of each.

use crate::actions::list::{accept_correction, drop_correction, list};
use crate::actions::refuse::refuse;
use crate::actions::undo::undo;
use crate::clock::Moment;
use crate::domain::event::{Actor, PublicEffect, Verb};
use crate::domain::ids::{CoordinatorId, LetterId, SignatureId};
use crate::domain::refusal::Refusal;
use crate::domain::signature::Listing;
use crate::error::{Error, Result};
use crate::store::letter::LetterMember;
use crate::store::signature::{self, Signature};
use crate::store::{Tx, check, event, letter};

/// What a checker decided.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Decision {
    /// It goes on the list.
    List,
    /// It is not taken, for this reason, which the signer is told.
    Refuse(String),
    /// What was decided is taken back.
    Undo,
    /// The printed line that the signatory asks for is taken over.
    AcceptCorrection,
    /// The printed line stays.
    DropCorrection,
}

/// A signature as the checker saw it.
#[derive(Debug, Clone)]
pub struct Seen {
    /// Which.
    pub id: SignatureId,
    /// Its [`check::fingerprint`] on the page; none when the page is not known.
    pub fingerprint: Option<String>,
}

/// Why one of many was left as it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Missed {
    /// A rule said no.
    Refused(Refusal),
    /// The name is withheld from the checker.
    Withheld,
    /// There is no such signature on this letter.
    Gone,
}

/// Decides on one signature.
///
/// # Errors
/// `NotAllowed` for members who may not check, or may not see a withheld name; `LineChanged` when the signatory changed the
/// line meanwhile; what [`list`], [`refuse`] and [`undo`] say.
pub fn decide(
    tx: &mut Tx<'_>,
    id: &LetterId,
    seen: &Seen,
    decision: &Decision,
    checker: &CoordinatorId,
    now: Moment,
) -> Result<()> {
    let (letter, member) = letter::find_for(tx, id, checker)?;
    let row = signature::find_in(tx, id, &seen.id)?;
    must_check(&member, &row)?;
    // Before listing, a signatory's correction counts at once; nothing may reach the list that nobody has read.
    let is_other = seen.fingerprint.as_ref().is_some_and(|seen| *seen != check::fingerprint(&row));
    if is_other && *decision != Decision::Undo {
        return Err(Refusal::LineChanged.into());
    }
    let actor = Actor::Coordinator(checker.clone());
    match decision {
        Decision::List => list(tx, &letter, &row.id, &actor, now),
        Decision::Refuse(reason) => refuse(tx, &letter, &row.id, reason, &actor, now),
        Decision::Undo => undo(tx, &letter, &row.id, &actor, now),
        Decision::AcceptCorrection => accept_correction(tx, &letter, &row.id, &actor, now),
        Decision::DropCorrection => drop_correction(tx, &letter, &row.id, &actor, now),
    }
}

/// Decides on many, stopping at none: each is decided or left whole. Gives those that were left, with the reason.
///
/// # Errors
/// `NotFound` for who is no member; the database's, and then nothing is decided.
pub fn decide_all(
    tx: &mut Tx<'_>,
    id: &LetterId,
    seen: &[Seen],
    decision: &Decision,
    checker: &CoordinatorId,
    now: Moment,
) -> Result<Vec<(SignatureId, Missed)>> {
    letter::find_for(tx, id, checker)?;
    let mut missed = Vec::new();
    for one in seen {
        let why = match decide(tx, id, one, decision, checker, now) {
            Ok(()) => continue,
            Err(Error::Refused(refusal)) => Missed::Refused(refusal),
            Err(Error::NotAllowed) => Missed::Withheld,
            Err(Error::NotFound) => Missed::Gone,
            Err(fault) => return Err(fault),
        };
        missed.push((one.id.clone(), why));
    }
    Ok(missed)
}

/// Records that a coordinator looks at withheld names: at the one of this signature, or at those it is compared with.
///
/// # Errors
/// `NotAllowed` for members without that right.
pub fn see_withheld(tx: &mut Tx<'_>, id: &LetterId, of: &SignatureId, who: &CoordinatorId, now: Moment) -> Result<()> {
    let (letter, member) = letter::find_for(tx, id, who)?;
    let row = signature::find_in(tx, id, of)?;
    if !member.rights.may_check() || !member.sees_withheld {
        return Err(Error::NotAllowed);
    }
    let object = Some(("signature", of.as_str())).filter(|_| row.listing == Listing::Withheld);
    let actor = Actor::Coordinator(who.clone());
    event::record(tx, now, &actor, Verb::SeeWithheld, Some(&letter.id), object, PublicEffect::None)
}

/// Whoever may not see a withheld name cannot vouch for it.
fn must_check(member: &LetterMember, row: &Signature) -> Result<()> {
    let sees = row.listing == Listing::Named || member.sees_withheld;
    if member.rights.may_check() && sees { Ok(()) } else { Err(Error::NotAllowed) }
}
