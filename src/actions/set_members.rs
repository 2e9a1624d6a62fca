//! Who works on a letter: an owner adds colleagues, changes what they may do and takes them off again. A letter always has an
//! owner who can sign in; the right to see withheld names is passed on only by those who have it.

use crate::clock::Moment;
use crate::domain::event::{Actor, PublicEffect, Verb};
use crate::domain::ids::{CoordinatorId, LetterId};
use crate::domain::letter::Rights;
use crate::domain::refusal::Refusal;
use crate::error::{Error, Result};
use crate::store::letter::{self, LetterMember};
use crate::store::{Tx, coordinator, event, member};

/// What a colleague may do.
#[derive(Debug, Clone)]
pub struct Grant {
    /// Who.
    pub who: CoordinatorId,
    /// What.
    pub rights: Rights,
    /// Whether they may look at withheld names.
    pub sees_withheld: bool,
}

/// Adds a colleague, or changes what one may do.
///
/// # Errors
/// `NotFound` for who is no member or of another team; `NotAllowed` for members who are no owners, or who give a sight of
/// withheld names that they do not have; `LastOne` for the last owner's own rights.
pub fn set_member(tx: &mut Tx<'_>, id: &LetterId, by: &CoordinatorId, grant: &Grant, now: Moment) -> Result<()> {
    let (letter, owner) = owner_of(tx, id, by)?;
    let them = coordinator::find(tx, &grant.who)?;
    if them.team_id != letter.team_id {
        return Err(Error::NotFound);
    }
    let before = member::find(tx, id, &grant.who)?;
    let saw = before.as_ref().is_some_and(|before| before.sees_withheld);
    if grant.sees_withheld && !saw && !owner.sees_withheld {
        return Err(Error::NotAllowed);
    }
    let row = LetterMember {
        letter_id: id.clone(),
        coordinator_id: grant.who.clone(),
        rights: grant.rights,
        sees_withheld: grant.sees_withheld,
        added_at: before.as_ref().map_or(now, |before| before.added_at),
    };
    match before {
        Some(before) => {
            if before.rights.may_publish() && !row.rights.may_publish() {
                must_leave_an_owner(tx, id, &grant.who)?;
            }
            member::set_rights(tx, &row)?;
        }
        None if them.disabled_at.is_some() => return Err(Error::NotFound),
        None => letter::add_member(tx, &row)?,
    }
    record(tx, id, by, &grant.who, Verb::AddMember, now)
}

/// Takes a colleague off the letter. Their sessions go on; the letter is not there for them any more.
///
/// # Errors
/// As [`set_member`].
pub fn remove_member(
    tx: &mut Tx<'_>,
    id: &LetterId,
    by: &CoordinatorId,
    who: &CoordinatorId,
    now: Moment,
) -> Result<()> {
    owner_of(tx, id, by)?;
    let row = member::find(tx, id, who)?.ok_or(Error::NotFound)?;
    if row.rights.may_publish() {
        must_leave_an_owner(tx, id, who)?;
    }
    member::remove(tx, id, who)?;
    record(tx, id, by, who, Verb::RemoveMember, now)
}

/// The letter, and the rights of who acts, as they are in this transaction.
fn owner_of(tx: &mut Tx<'_>, id: &LetterId, by: &CoordinatorId) -> Result<(letter::Letter, LetterMember)> {
    let (letter, member) = letter::find_for(tx, id, by)?;
    if member.rights.may_publish() { Ok((letter, member)) } else { Err(Error::NotAllowed) }
}

fn must_leave_an_owner(tx: &mut Tx<'_>, id: &LetterId, without: &CoordinatorId) -> Result<()> {
    let others = member::list(tx, id)?.into_iter().any(|(member, account)| {
        member.rights.may_publish() && account.id != *without && account.disabled_at.is_none()
    });
    if others { Ok(()) } else { Err(Refusal::LastOne.into()) }
}

fn record(
    tx: &mut Tx<'_>,
    id: &LetterId,
    by: &CoordinatorId,
    who: &CoordinatorId,
    verb: Verb,
    now: Moment,
) -> Result<()> {
    let actor = Actor::Coordinator(by.clone());
    event::record(tx, now, &actor, verb, Some(id), Some(("coordinator", who.as_str())), PublicEffect::None)
}
