//! Moving the closing time of an open letter to a later one. Whom to tell, and in which words, is a mailing of its own.

use crate::actions::set_details::set_dates;
use crate::clock::Moment;
use crate::domain::dates::Dates;
use crate::domain::event::{Actor, PublicEffect, Verb};
use crate::domain::refusal::Refusal;
use crate::error::Result;
use crate::store::letter::Letter;
use crate::store::{Tx, event};

/// Whether there is a closing time to move: the letter was opened, and nobody closed or withdrew it by hand.
pub fn can_be_extended(row: &Letter, now: Moment) -> bool {
    let by_clock = row.closes_at.is_some_and(|at| at <= now);
    let is_closed_by_hand = row.closed_at.is_some() && !by_clock;
    let is_over = row.withdrawn_at.is_some() || (by_clock && row.published_at.is_some());
    row.opened_at.is_some() && row.closes_at.is_some() && !is_closed_by_hand && !is_over
}

/// Extends; what the clock alone had closed is open again.
///
/// # Errors
/// `WrongLetterState` when there is nothing to extend or the new time is not a later one; `EditedMeanwhile`.
pub fn extend(tx: &mut Tx<'_>, row: &Letter, dates: &Dates, by: &Actor, now: Moment) -> Result<()> {
    let is_later = dates.closes.as_ref().is_some_and(|when| when.at > now && Some(when.at) > row.closes_at);
    if !can_be_extended(row, now) || !is_later {
        return Err(Refusal::WrongLetterState.into());
    }
    set_dates(tx, row, dates, row.dates_version, by, now)?;
    event::record(tx, now, by, Verb::Extend, Some(&row.id), None, PublicEffect::None)
}
