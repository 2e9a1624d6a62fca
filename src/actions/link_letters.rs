//! Letters that belong together: a coordinator says which.

use crate::clock::Moment;
use crate::domain::event::{Actor, PublicEffect, Verb};
use crate::domain::ids::{CoordinatorId, LetterId};
use crate::error::{Error, Result};
use crate::store::letter::{self, Letter, set};
use crate::store::{Tx, event};

/// Lets a letter belong together with `chosen` and with those of its set on which `by` may not write. A letter that is in no set
/// joins the one of the first chosen that is in one.
///
/// # Errors
/// `NotFound` for a chosen letter that is not theirs, `NotAllowed` for one on which they may not write.
pub fn link_letters(tx: &mut Tx<'_>, row: &Letter, chosen: &[LetterId], by: &CoordinatorId, now: Moment) -> Result<()> {
    let mut gone: Vec<Letter> = Vec::new();
    let mut kept = 0;
    for other in set::others(tx, row)? {
        let is_theirs = letter::find_for(tx, &other.id, by).is_ok_and(|(_, member)| member.rights.may_write());
        if chosen.contains(&other.id) || !is_theirs {
            kept += 1;
        } else {
            gone.push(other);
        }
    }
    let mut new = Vec::new();
    for id in chosen.iter().filter(|id| **id != row.id) {
        let (other, member) = letter::find_for(tx, id, by)?;
        if !member.rights.may_write() {
            return Err(Error::NotAllowed);
        }
        if row.set_id.is_none() || other.set_id != row.set_id {
            new.push(other);
        }
    }
    if gone.is_empty() && new.is_empty() {
        return Ok(());
    }
    gone.iter().try_for_each(|other| set::put(tx, &other.id, None))?;
    let is_alone = kept == 0 && new.is_empty();
    let joined = new.iter().find_map(|other| other.set_id.as_ref());
    let name = row.set_id.as_ref().or(joined).unwrap_or(&row.id);
    new.iter().try_for_each(|other| set::put(tx, &other.id, Some(name)))?;
    set::put(tx, &row.id, if is_alone { None } else { Some(name) })?;
    for other in new.iter().chain(&gone) {
        letter_alone(tx, other)?;
        let actor = Actor::Coordinator(by.clone());
        event::record(
            tx,
            now,
            &actor,
            Verb::LinkLetters,
            Some(&row.id),
            Some(("letter", other.id.as_str())),
            PublicEffect::None,
        )?;
    }
    // The others of the set tell of the new ones too.
    let row = letter::find(tx, &row.id)?;
    set::others(tx, &row)?.iter().try_for_each(|other| set::refresh(tx, &other.id))
}

/// Who was left behind alone in another set is in none.
fn letter_alone(tx: &mut Tx<'_>, moved: &Letter) -> Result<()> {
    let left = set::others(tx, moved)?;
    match left.as_slice() {
        [one] if letter::find(tx, &moved.id)?.set_id != moved.set_id => set::put(tx, &one.id, None),
        _ => left.iter().try_for_each(|other| set::refresh(tx, &other.id)),
    }
}
