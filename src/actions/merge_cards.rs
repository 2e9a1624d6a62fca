//! Merging two cards of the address book, and parting them again. Both rows stay with their contacts, invitations and
//! signatures; the second one leads to the first. No printed line changes.

use crate::clock::Moment;
use crate::domain::event::{Actor, PublicEffect, Verb};
use crate::domain::ids::{CoordinatorId, MergeId, OrganisationId, TeamId};
use crate::domain::organisation::{CardFacts, TAGS_MOST, tag_key};
use crate::domain::refusal::Refusal;
use crate::error::{Error, Result};
use crate::store::organisation::merge::{self, Merge, Undo};
use crate::store::organisation::{self, book, tag};
use crate::store::{Tx, event};

/// Merges the second card into the first, which then says `facts`.
///
/// # Errors
/// `BothListed` when both are listed by name on one letter; `EditedMeanwhile` when either was merged since the form was
/// shown; `NotFound` for cards of another team, or one card twice.
pub fn merge_cards(
    tx: &mut Tx<'_>,
    team: &TeamId,
    kept: &OrganisationId,
    merged: &OrganisationId,
    facts: &CardFacts,
    by: &CoordinatorId,
    now: Moment,
) -> Result<MergeId> {
    let (one, other) = (organisation::find_in(tx, team, kept)?, organisation::find_in(tx, team, merged)?);
    if kept == merged {
        return Err(Error::NotFound);
    }
    if one.merged_into.is_some() || other.merged_into.is_some() {
        return Err(Refusal::EditedMeanwhile.into());
    }
    let (ours, theirs) = (book::family(tx, kept)?, book::family(tx, merged)?);
    if merge::are_both_listed(tx, &ours, &theirs)? {
        return Err(Refusal::BothListed.into());
    }
    let mut tags = tag::of(tx, kept)?;
    let mut tags_added = Vec::new();
    for new in tag::of(tx, merged)? {
        if tags.len() < TAGS_MOST && !tags.iter().any(|known| tag_key(known) == tag_key(&new)) {
            tags.push(new.clone());
            tags_added.push(new);
        }
    }
    tag::set(tx, kept, &tags)?;
    organisation::set_facts(tx, kept, facts)?;
    organisation::set_merged(tx, merged, Some(kept))?;
    let turned = merge::turn(tx, team, merged, kept)?;
    let id = MergeId::new();
    let undo = Undo { before: one.facts(), after: facts.clone(), tags_added, turned };
    let row = Merge {
        team_id: team.clone(),
        kept_id: kept.clone(),
        merged_id: merged.clone(),
        undo_sealed: merge::seal(tx, &id, &undo)?,
        merged_by: by.clone(),
        merged_at: now,
        undone_at: None,
        id: id.clone(),
    };
    merge::insert(tx, &row)?;
    record(tx, Verb::MergeCards, &id, by, now)?;
    Ok(id)
}

/// Parts two cards again. What the kept card got from the other goes, unless somebody has changed it since. Gives the card
/// that is there again.
///
/// # Errors
/// `WrongStatus` when they were parted before.
pub fn split_cards(
    tx: &mut Tx<'_>,
    team: &TeamId,
    id: &MergeId,
    by: &CoordinatorId,
    now: Moment,
) -> Result<OrganisationId> {
    let row = merge::find_in(tx, team, id)?;
    if !merge::set_undone(tx, id, now)? {
        return Err(Refusal::WrongStatus.into());
    }
    let undo = row.undo(tx)?;
    let now_says = organisation::find(tx, &row.kept_id)?.facts();
    organisation::set_facts(tx, &row.kept_id, &restored(&now_says, &undo))?;
    let mut tags = tag::of(tx, &row.kept_id)?;
    tags.retain(|known| !undo.tags_added.iter().any(|added| tag_key(added) == tag_key(known)));
    tag::set(tx, &row.kept_id, &tags)?;
    // The kept card may have been merged into a third one since, which then holds the signatures.
    let holder = book::root(tx, &row.kept_id)?;
    organisation::set_merged(tx, &row.merged_id, None)?;
    let family = book::family(tx, &row.merged_id)?;
    merge::turn_back(tx, &undo.turned, &holder, &row.merged_id, &family)?;
    merge::forget_turned(tx, &row)?;
    record(tx, Verb::SplitCards, id, by, now)?;
    Ok(row.merged_id)
}

/// Field by field what stood there before the merging, but for what was changed after it.
fn restored(now_says: &CardFacts, undo: &Undo) -> CardFacts {
    fn one<T: PartialEq + Clone>(now: &T, before: &T, after: &T) -> T {
        if now == after { before.clone() } else { now.clone() }
    }
    let (before, after) = (&undo.before, &undo.after);
    CardFacts {
        name: one(&now_says.name, &before.name, &after.name),
        latin_name: one(&now_says.latin_name, &before.latin_name, &after.latin_name),
        acronym: one(&now_says.acronym, &before.acronym, &after.acronym),
        country: one(&now_says.country, &before.country, &after.country),
        region: one(&now_says.region, &before.region, &after.region),
        kind: one(&now_says.kind, &before.kind, &after.kind),
        website: one(&now_says.website, &before.website, &after.website),
    }
}

fn record(tx: &mut Tx<'_>, verb: Verb, id: &MergeId, by: &CoordinatorId, now: Moment) -> Result<()> {
    let actor = Actor::Coordinator(by.clone());
    event::record(tx, now, &actor, verb, None, Some(("organisation_merge", id.as_str())), PublicEffect::None)
}
