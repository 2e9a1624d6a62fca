//! Importing a checked list: its good rows become invitations, some hundred at a time, and the rest of it is erased. The list
//! itself is the job: it knows how many rows are behind it, so whoever carries it on, after a pause, a crash or on another
//! server, goes on where the last transaction ended.
//!
//! A row fails only for what stands in it, so there is nothing to retry: faulty rows are kept for download, to be mended and
//! uploaded again.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::clock::Moment;
use crate::domain::country::CountryCode;
use crate::domain::event::{Actor, PublicEffect, Verb};
use crate::domain::ids::{CoordinatorId, ImportId, LetterId, OrganisationId};
use crate::domain::import::{Checked, Columns, FaultyRow, ReadyRow, Table, check};
use crate::error::{Error, Result};
use crate::store::invitation::{self, Import};
use crate::store::letter::{self, Letter};
use crate::store::organisation::{self, Organisation, book};
use crate::store::{Db, Tx, event, import, invitee, job};

use super::invite::{NewInvitee, invite, invite_at, invite_unknown};

/// How many rows one transaction takes, so that signers wait for none of it.
pub const ROWS_AT_ONCE: usize = 250;

/// What a person chose in the check.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Choices {
    /// The country that a spelling means.
    pub countries: BTreeMap<String, CountryCode>,
    /// On which card a row's contact goes, by the row's number; rows that are not named are met by name and address.
    pub cards: BTreeMap<usize, OrganisationId>,
}

/// Begins the job: from here on it goes through by itself. `false` when it was begun before.
pub fn begin_import(
    tx: &mut Tx<'_>,
    letter: &LetterId,
    id: &ImportId,
    (columns, choices): (&Columns, &Choices),
    rows: usize,
    by: &CoordinatorId,
    now: Moment,
) -> Result<bool> {
    let row = invitation::find_import(tx, letter, id)?;
    let json = serde_json::to_string(choices).map_err(|fault| Error::internal("keeping choices", fault))?;
    let sealed = tx.keys.seal("import", "choices", id.as_str(), &json);
    let rows = i32::try_from(rows).map_err(|fault| Error::internal("counting rows", fault))?;
    if !import::begin(tx, &row.id, sealed, rows, by, now)? {
        return Ok(false);
    }
    import::set_columns(tx, &row.id, columns)?;
    Ok(true)
}

/// The rows of a begun import that are still to come, with what was chosen for them.
pub struct Rest {
    /// The list.
    pub import: Import,
    /// The good rows behind the last one taken.
    pub rows: Vec<ReadyRow>,
    /// What was chosen.
    pub choices: Choices,
    /// The faulty rows, to be kept.
    pub left: Option<Table>,
}

/// Reads what is left to do of an import.
///
/// # Errors
/// `NotFound` when its rows were erased.
pub fn rest(db: &mut Db<'_>, id: &ImportId) -> Result<Rest> {
    let import = import::find(db, id)?;
    let (table, columns, choices) = (import.table(db)?, import.columns(), choices(db, &import)?);
    let known = invitee::invited_addresses_lowercase(db, &import.letter_id)?;
    let Checked { ready, faulty, .. } =
        check(&table.rows, &columns, |email| known.contains(&email.canonical().to_lowercase()));
    let behind = usize::try_from(import.last_row).unwrap_or_default();
    let rows = ready.into_iter().filter(|row| row.row_number > behind).collect();
    Ok(Rest { rows, choices, left: faulty_rows(&table, &columns, &faulty), import })
}

fn choices(db: &Db<'_>, import: &Import) -> Result<Choices> {
    let Some(sealed) = &import.choices_sealed else { return Ok(Choices::default()) };
    let json = db.keys.open("import", "choices", import.id.as_str(), sealed)?;
    serde_json::from_str(&json).map_err(|fault| Error::internal("reading choices", fault))
}

/// Takes some rows, the next ones behind row `behind`; gives the number of the last of them. `None` when the import is held,
/// stopped or finished, or when somebody else has taken rows since `behind` was read.
pub fn take_rows(
    tx: &mut Tx<'_>,
    id: &ImportId,
    (behind, rows): (i32, &[ReadyRow]),
    choices: &Choices,
    now: Moment,
) -> Result<Option<i32>> {
    let Some(last) = rows.last().and_then(|row| i32::try_from(row.row_number).ok()) else { return Ok(None) };
    let import = import::find(tx, id)?;
    job::one_at_a_time(tx, &import.letter_id)?;
    let letter = letter::find(tx, &import.letter_id)?;
    let taken = i32::try_from(rows.len()).map_err(|fault| Error::internal("counting rows", fault))?;
    if !import::advance(tx, id, (behind, last), taken)? {
        return Ok(None);
    }
    let invited = invite_rows(tx, &letter, id, rows, choices, now)?;
    import::count_rows(tx, id, i32::try_from(invited).map_err(|fault| Error::internal("counting rows", fault))?)?;
    Ok(Some(last))
}

/// Ends an import whose rows are all behind it: they are erased, but for the faulty ones that `left` keeps for download until
/// they are purged. `false` when it had ended, or is held.
pub fn finish_import(tx: &mut Tx<'_>, id: &ImportId, left: Option<&Table>, now: Moment) -> Result<bool> {
    let row = import::find(tx, id)?;
    if row.paused_at.is_some() || !import::finish(tx, &row.id, left, now)? {
        return Ok(false);
    }
    note(tx, &row, Verb::Import, row.begun_by.as_ref().unwrap_or(&row.created_by), now)?;
    Ok(true)
}

/// Holds an import after the rows that are just being taken, on every server; `false` when it was held or had ended.
pub fn pause_import(tx: &mut Tx<'_>, row: &Import, by: &CoordinatorId, now: Moment) -> Result<bool> {
    let done = import::set_paused(tx, &row.id, Some(now))?;
    if done { note(tx, row, Verb::PauseImport, by, now).map(|()| true) } else { Ok(false) }
}

/// Lets it go on; `false` when it was not held.
pub fn resume_import(tx: &mut Tx<'_>, row: &Import, by: &CoordinatorId, now: Moment) -> Result<bool> {
    let done = import::set_paused(tx, &row.id, None)?;
    if done { note(tx, row, Verb::ResumeImport, by, now).map(|()| true) } else { Ok(false) }
}

/// Gives up the rows that were not taken; what was imported stays, and can be taken out again. The same list can be uploaded
/// again: who is invited already is passed over.
pub fn stop_import(tx: &mut Tx<'_>, row: &Import, by: &CoordinatorId, now: Moment) -> Result<bool> {
    job::one_at_a_time(tx, &row.letter_id)?;
    let (table, columns) = (row.table(tx), row.columns());
    let left = match table {
        Ok(table) => faulty_rows(&table, &columns, &check(&table.rows, &columns, |_| false).faulty),
        Err(Error::NotFound) => None,
        Err(fault) => return Err(fault),
    };
    if !import::stop(tx, &row.id, left.as_ref(), now)? {
        return Ok(false);
    }
    note(tx, row, Verb::StopImport, by, now)?;
    Ok(true)
}

fn note(tx: &mut Tx<'_>, row: &Import, verb: Verb, by: &CoordinatorId, now: Moment) -> Result<()> {
    let object = Some(("import", row.id.as_str()));
    event::record(tx, now, &Actor::Coordinator(by.clone()), verb, Some(&row.letter_id), object, PublicEffect::None)
}

/// The table with its faulty rows alone; nothing when all are good.
pub fn faulty_rows(table: &Table, columns: &Columns, faulty: &[FaultyRow]) -> Option<Table> {
    let numbers: BTreeSet<usize> = faulty.iter().map(|row| row.row_number).collect();
    let rows = table.rows.iter().filter(|row| numbers.contains(&row.number)).cloned().collect();
    (!faulty.is_empty()).then(|| Table { rows, columns: columns.clone(), ..table.clone() })
}

/// Invites the contacts of some rows; gives how many of them were not invited before. Doing it twice does it once.
fn invite_rows(
    tx: &mut Tx<'_>,
    letter: &Letter,
    id: &ImportId,
    rows: &[ReadyRow],
    choices: &Choices,
    now: Moment,
) -> Result<usize> {
    let indexes: Vec<String> = rows.iter().map(|row| organisation::email_index(tx, &row.email)).collect();
    let known = organisation::known_addresses(tx, &indexes)?;
    let mut invited = 0;
    for (row, index) in rows.iter().zip(&indexes) {
        let new = as_invitee(row, &choices.countries);
        let chosen = match choices.cards.get(&row.row_number) {
            Some(card) => root_of(tx, letter, card)?,
            None => None,
        };
        let is_new = if let Some(card) = chosen {
            invite_on(tx, letter, &card, &new, index, id, now)?
        } else if known.contains(index) {
            invite(tx, letter, &new, Some(id), now)?.is_some()
        } else {
            invite_unknown(tx, letter, &new, Some(id), now)?;
            true
        };
        invited += usize::from(is_new);
    }
    Ok(invited)
}

/// The card that a chosen one leads to; none when it has left the book since, which is no fault of the row.
fn root_of(tx: &mut Tx<'_>, letter: &Letter, card: &OrganisationId) -> Result<Option<Organisation>> {
    let chosen = match organisation::find_in(tx, &letter.team_id, card) {
        Err(Error::NotFound) => return Ok(None),
        found => found?,
    };
    let root = book::root(tx, &chosen.id)?;
    organisation::find(tx, &root).map(Some)
}

/// Puts a row's contact on a card that was chosen for it.
fn invite_on(
    tx: &mut Tx<'_>,
    letter: &Letter,
    card: &Organisation,
    new: &NewInvitee,
    index: &str,
    id: &ImportId,
    now: Moment,
) -> Result<bool> {
    if invitee::is_invited(tx, &letter.id, index)? {
        return Ok(false);
    }
    Ok(invite_at(tx, letter, card, new, Some(id), now)?.is_some())
}

fn as_invitee(row: &ReadyRow, chosen: &BTreeMap<String, CountryCode>) -> NewInvitee {
    let chosen = row.country_as_written.as_ref().and_then(|written| chosen.get(written)).copied();
    NewInvitee {
        organisation: row.organisation.clone(),
        email: row.email.clone(),
        name: row.name.clone(),
        country: row.country.or(chosen),
        country_as_written: row.country_as_written.clone().filter(|_| chosen.is_none()),
        language: row.language.clone(),
        kind: row.kind,
        acronym: row.acronym.clone(),
        latin_name: row.latin_name.clone(),
        website: row.website.clone(),
    }
}
