//! A journalist's personal link to a letter under embargo: made, taken back, opened.

use crate::clock::Moment;
use crate::domain::event::{Actor, PublicEffect, Verb};
use crate::domain::ids::{CoordinatorId, LetterId, PreviewId};
use crate::domain::press::Journalist;
use crate::domain::refusal::Refusal;
use crate::error::{Error, Result};
use crate::store::letter::{self, Letter};
use crate::store::token::{self, Purpose, Subject};
use crate::store::{Tx, event, preview};

/// Makes a link and keeps it sealed, so that it can be shown again.
///
/// # Errors
/// `WrongLetterState` before the first wording is frozen, and when the letter is public, withdrawn or on hold.
pub fn make_preview(
    tx: &mut Tx<'_>,
    row: &Letter,
    journalist: &Journalist,
    expires_at: Option<Moment>,
    by: &CoordinatorId,
    now: Moment,
) -> Result<PreviewId> {
    if !row.facts().is_under_embargo() {
        return Err(Refusal::WrongLetterState.into());
    }
    let id = preview::insert(tx, &row.id, journalist, expires_at, by, now)?;
    let subject = Subject { letter: Some(row.id.clone()), preview: Some(id.clone()), ..Subject::default() };
    let secret = token::mint(tx, Purpose::Preview, subject, expires_at, false, now)?;
    preview::keep_secret(tx, &id, &secret)?;
    note(tx, &row.id, &id, by, Verb::MakePreview, now)?;
    Ok(id)
}

/// Takes a link back: whoever follows it reads so.
///
/// # Errors
/// `NotFound` for a link of another letter.
pub fn revoke_preview(
    tx: &mut Tx<'_>,
    letter: &LetterId,
    id: &PreviewId,
    by: &CoordinatorId,
    now: Moment,
) -> Result<()> {
    if preview::find(tx, id)?.letter_id != *letter {
        return Err(Error::NotFound);
    }
    if !preview::revoke(tx, id, now)? {
        return Ok(());
    }
    token::revoke_for_preview(tx, id, now)?;
    note(tx, letter, id, by, Verb::RevokePreview, now)
}

/// Whoever holds the link accepts the embargo. It is counted, and nothing else is noted: neither when nor from where.
///
/// # Errors
/// `LinkRevoked` when the link or the letter's embargo ended meanwhile.
pub fn accept_embargo(tx: &mut Tx<'_>, id: &PreviewId, now: Moment) -> Result<()> {
    let row = preview::find(tx, id)?;
    let letter = letter::find(tx, &row.letter_id)?;
    if row.is_over(now) || !letter.facts().is_under_embargo() {
        return Err(Refusal::LinkRevoked.into());
    }
    preview::count_opening(tx, id)
}

fn note(tx: &mut Tx<'_>, letter: &LetterId, id: &PreviewId, by: &CoordinatorId, verb: Verb, now: Moment) -> Result<()> {
    let (actor, object) = (Actor::Coordinator(by.clone()), Some(("preview", id.as_str())));
    event::record(tx, now, &actor, verb, Some(letter), object, PublicEffect::None)
}
