//! Importing a list: it is kept sealed while a person chooses its columns and looks at its faults, then its good rows become
//! invitations, some hundred at a time, and the rest of it is erased.

use std::collections::BTreeMap;

use crate::clock::Moment;
use crate::domain::country::CountryCode;
use crate::domain::event::{Actor, PublicEffect, Verb};
use crate::domain::ids::{CoordinatorId, ImportId, LetterId};
use crate::domain::import::{Columns, ReadyRow, Table};
use crate::error::{Error, Result};
use crate::store::invitation::{self, Import};
use crate::store::letter::Letter;
use crate::store::{Tx, event, import, job, organisation};

use super::invite::{NewInvitee, invite, invite_unknown};

/// How many rows one transaction takes, so that signers wait for none of it.
pub const ROWS_AT_ONCE: usize = 250;
/// The longest name of a file that is shown again, in characters.
const FILE_NAME_CHARS: usize = 200;

/// Keeps an uploaded or pasted list until its columns are chosen. Only this row is written; nobody is invited by it.
pub fn keep_list(
    tx: &mut Tx<'_>,
    letter: &LetterId,
    file_name: &str,
    table: &Table,
    by: &CoordinatorId,
    now: Moment,
) -> Result<ImportId> {
    let id = ImportId::new();
    let columns = serde_json::to_string(&table.columns).map_err(|fault| Error::internal("keeping columns", fault))?;
    let row = Import {
        letter_id: letter.clone(),
        file_name: file_name.chars().filter(|c| !c.is_control()).take(FILE_NAME_CHARS).collect(),
        encoding: table.encoding.clone(),
        delimiter: table.delimiter.as_str().to_owned(),
        rows_sealed: Some(import::seal(tx, &id, table)?),
        column_map: columns,
        has_header: table.header.is_some(),
        created_by: by.clone(),
        created_at: now,
        finished_at: None,
        imported_count: 0,
        id: id.clone(),
    };
    invitation::insert_import(tx, &row)?;
    Ok(id)
}

/// Keeps a choice of columns, and whether the first row names them.
pub fn choose_columns(
    tx: &mut Tx<'_>,
    letter: &LetterId,
    id: &ImportId,
    columns: &Columns,
    names_columns: bool,
) -> Result<()> {
    let row = invitation::find_import(tx, letter, id)?;
    if row.has_header != names_columns && row.finished_at.is_none() {
        let table = row.table(tx)?.with_header(names_columns);
        import::set_table(tx, &row.id, &table)?;
    }
    import::set_columns(tx, &row.id, columns)
}

/// Invites the contacts of some rows; gives how many of them were not invited before. Doing it twice does it once.
pub fn import_rows(
    tx: &mut Tx<'_>,
    letter: &Letter,
    id: &ImportId,
    rows: &[ReadyRow],
    chosen: &BTreeMap<String, CountryCode>,
    now: Moment,
) -> Result<usize> {
    job::one_at_a_time(tx, &letter.id)?;
    let indexes: Vec<String> = rows.iter().map(|row| organisation::email_index(tx, &row.email)).collect();
    let known = organisation::known_addresses(tx, &indexes)?;
    let mut invited = 0;
    for (row, index) in rows.iter().zip(&indexes) {
        let new = as_invitee(row, chosen);
        let is_new = if known.contains(index) {
            invite(tx, letter, &new, Some(id), now)?.is_some()
        } else {
            invite_unknown(tx, letter, &new, Some(id), now)?;
            true
        };
        invited += usize::from(is_new);
    }
    let rows = i32::try_from(invited).map_err(|fault| Error::internal("counting rows", fault))?;
    import::count_rows(tx, id, rows)?;
    Ok(invited)
}

/// Ends an import: its rows are erased, but for the faulty ones that `left` keeps for download until they are purged.
pub fn finish_import(
    tx: &mut Tx<'_>,
    letter: &LetterId,
    id: &ImportId,
    left: Option<&Table>,
    by: &CoordinatorId,
    now: Moment,
) -> Result<()> {
    let row = invitation::find_import(tx, letter, id)?;
    if import::finish(tx, &row.id, left, now)? {
        let actor = Actor::Coordinator(by.clone());
        let object = Some(("import", id.as_str()));
        event::record(tx, now, &actor, Verb::Import, Some(letter), object, PublicEffect::None)?;
    }
    Ok(())
}

/// Erases a list that nobody wants to import any more, or what is left of a finished one.
pub fn erase_list(tx: &mut Tx<'_>, letter: &LetterId, id: &ImportId) -> Result<()> {
    let row = invitation::find_import(tx, letter, id)?;
    import::erase_rows(tx, &row.id)
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
