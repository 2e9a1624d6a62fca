//! What stands around the text and in no frozen wording: slug, kind, who may sign, place and date, conveners, summary.

use std::collections::BTreeMap;

use crate::clock::Moment;
use crate::domain::country::CountryCode;
use crate::domain::dates::Dates;
use crate::domain::event::{Actor, PublicEffect, Verb};
use crate::domain::refusal::Refusal;
use crate::error::Result;
use crate::store::letter::{self, Details, Letter, Safety};
use crate::store::{Tx, event, old_slug};

/// Saves the details.
///
/// # Errors
/// `EditedMeanwhile` when somebody saved them since `based_on`; `SlugTaken`; `WrongLetterState` for new rules of signing after
/// opening (people have signed under them), and for a new slug between opening and publication (links are out, and nothing
/// leads from the old address to the new one before the letter is public).
pub fn set_details(
    tx: &mut Tx<'_>,
    row: &Letter,
    details: &Details,
    based_on: i32,
    actor: &Actor,
    now: Moment,
) -> Result<()> {
    let is_renamed = row.slug != details.slug;
    let fixed = row.signers != details.signers || (is_renamed && !row.facts().is_public());
    if row.opened_at.is_some() && fixed {
        return Err(Refusal::WrongLetterState.into());
    }
    match letter::set_details(tx, &row.id, details, based_on)? {
        None => return Err(Refusal::SlugTaken.into()),
        Some(false) => return Err(Refusal::EditedMeanwhile.into()),
        Some(true) => {}
    }
    if is_renamed {
        rename(tx, row, &details.slug, actor, now)?;
    }
    note(tx, row, actor, Verb::Save, now)
}

/// Lets the old address of a public letter lead to the new one, for ever.
fn rename(tx: &mut Tx<'_>, row: &Letter, slug: &str, actor: &Actor, now: Moment) -> Result<()> {
    if old_slug::is_of_another(tx, slug, &row.id)? {
        return Err(Refusal::SlugTaken.into());
    }
    if row.published_at.is_none() {
        return Ok(());
    }
    old_slug::replace(tx, &row.id, &row.slug, slug, now)?;
    event::record(tx, now, actor, Verb::Rename, Some(&row.id), None, PublicEffect::None)
}

/// Saves the dates, which do not contradict each other any more.
///
/// # Errors
/// `EditedMeanwhile`; `WrongLetterState` for a publication time of what is public.
pub fn set_dates(
    tx: &mut Tx<'_>,
    row: &Letter,
    dates: &Dates,
    based_on: i32,
    actor: &Actor,
    now: Moment,
) -> Result<()> {
    let publication_moved = row.publishes_at != dates.publishes.as_ref().map(|when| when.at);
    if row.published_at.is_some() && (publication_moved || row.collects != dates.collects) {
        return Err(Refusal::WrongLetterState.into());
    }
    if !letter::set_dates(tx, &row.id, dates, based_on)? {
        return Err(Refusal::EditedMeanwhile.into());
    }
    // An extension opens again what the clock alone had closed.
    let extended = row.closes_at.is_some_and(|at| at <= now)
        && row.published_at.is_none()
        && dates.closes.as_ref().is_none_or(|when| when.at > now);
    if extended {
        letter::set_reopened(tx, &row.id)?;
    }
    note(tx, row, actor, Verb::SetDates, now)
}

/// Saves the safety switches and the letter's own names for countries.
pub fn set_safety(
    tx: &mut Tx<'_>,
    row: &Letter,
    safety: &Safety,
    labels: &BTreeMap<CountryCode, String>,
    actor: &Actor,
    now: Moment,
) -> Result<()> {
    letter::set_safety(tx, &row.id, safety)?;
    letter::set_country_labels(tx, &row.id, labels)?;
    note(tx, row, actor, Verb::SetSafety, now)
}

/// What a public letter shows must change at once; a hidden one only leaves its trail.
fn note(tx: &mut Tx<'_>, row: &Letter, actor: &Actor, verb: Verb, now: Moment) -> Result<()> {
    if row.published_at.is_some() {
        letter::strict_change(tx, &row.id, now, actor, verb)
    } else {
        event::record(tx, now, actor, verb, Some(&row.id), None, PublicEffect::None)
    }
}
