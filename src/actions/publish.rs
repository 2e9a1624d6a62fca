//! Publishing: at the agreed minute by itself once armed, or now by a coordinator who typed the slug.

use chrono::TimeDelta;

use crate::actions::settle::undecided;
use crate::clock::Moment;
use crate::domain::dates::Collects;
use crate::domain::event::{Actor, PublicEffect, Verb};
use crate::domain::refusal::Refusal;
use crate::error::{Error, Result};
use crate::store::letter::{self, Letter, Publication};
use crate::store::{Tx, event, register, revision};

pub use crate::domain::retention::{CONTACTS_KEPT_DAYS, INVITATIONS_KEPT_DAYS, WITHHELD_KEPT_DAYS};

/// Arms the publication time: the letter becomes public then with no human awake.
///
/// # Errors
/// `NotReady` without a publication time, or when it has passed; `WrongLetterState` when never opened or public.
pub fn schedule(tx: &mut Tx<'_>, row: &Letter, actor: &Actor, now: Moment) -> Result<()> {
    must_be_publishable(row)?;
    if row.publishes_at.is_none_or(|at| at <= now) {
        return Err(Refusal::NotReady.into());
    }
    letter::set_scheduled(tx, &row.id, Some(now))?;
    event::record(tx, now, actor, Verb::Schedule, Some(&row.id), None, PublicEffect::None)
}

/// Disarms the publication time.
pub fn unschedule(tx: &mut Tx<'_>, row: &Letter, actor: &Actor, now: Moment) -> Result<()> {
    must_be_publishable(row)?;
    letter::set_scheduled(tx, &row.id, None)?;
    event::record(tx, now, actor, Verb::Unschedule, Some(&row.id), None, PublicEffect::None)
}

/// Makes the letter public now. Publishing what is public changes nothing.
///
/// # Errors
/// `WrongLetterState` when it was never opened, or withdrawn or held; `Undecided` while listed signatures belong to another text.
pub fn publish(tx: &mut Tx<'_>, row: &Letter, actor: &Actor, now: Moment) -> Result<()> {
    if row.published_at.is_some() {
        return Ok(());
    }
    must_be_publishable(row)?;
    let newest = revision::latest(tx, &row.id)?.ok_or(Refusal::WrongLetterState)?;
    if undecided(tx, &row.id)? > 0 {
        return Err(Refusal::Undecided.into());
    }
    if row.collects == Collects::BeforePublication {
        letter::set_closed(tx, &row.id, now)?;
    }
    let counts = register::load(tx, row, newest.n, &row.language)?.counts();
    let counts = serde_json::to_string(&counts).map_err(|fault| Error::internal("writing counts", fault))?;
    let purges = (
        now + TimeDelta::days(CONTACTS_KEPT_DAYS),
        now + TimeDelta::days(WITHHELD_KEPT_DAYS),
        now + TimeDelta::days(INVITATIONS_KEPT_DAYS),
    );
    let publication = Publication { at: now, revision: newest.n, counts: &counts, purges };
    if letter::set_published(tx, &row.id, &publication)? {
        letter::strict_change(tx, &row.id, now, actor, Verb::Publish)?;
    }
    Ok(())
}

fn must_be_publishable(row: &Letter) -> Result<()> {
    let stands = row.withdrawn_at.is_none() && row.held_at.is_none() && row.published_at.is_none();
    if row.opened_at.is_some() && stands { Ok(()) } else { Err(Refusal::WrongLetterState.into()) }
}
