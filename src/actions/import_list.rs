//! Importing a list: it is kept sealed while a person chooses its columns and looks at its faults, then its good rows become
//! invitations, some hundred at a time, and the rest of it is erased.

use std::collections::BTreeMap;

use crate::clock::Moment;
use crate::domain::country::CountryCode;
use crate::domain::event::{Actor, PublicEffect, Verb};
use crate::domain::ids::{CoordinatorId, ImportId, LetterId, OrganisationId, TeamId};
use crate::domain::import::{Columns, ReadyRow, Table};
use crate::domain::text::name_key;
use crate::error::{Error, Result};
use crate::store::invitation::{self, Import};
use crate::store::letter::Letter;
use crate::store::organisation::book::{self, Listed};
use crate::store::{Db, Tx, event, import, invitee, job, organisation};

use super::invite::{NewInvitee, invite, invite_at, invite_unknown};

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

crate::word_enum! {
    /// How a row of a list meets a card of the address book. Declared from the surest to the weakest.
    Meets {
        /// Name and address are the card's: it is the same one.
        Both => "both",
        /// The name is the card's, the address is new to it.
        Name => "name",
        /// The address is the card's, the name is another one.
        Address => "address",
    }
}

/// A row whose organisation the address book may have already.
#[derive(Debug, Clone)]
pub struct Known {
    /// The row's number in the list.
    pub row_number: usize,
    /// The card.
    pub card: OrganisationId,
    /// Its name.
    pub name: String,
    /// Its country's code.
    pub country: Option<String>,
    /// Why.
    pub meets: Meets,
    /// Whether the card is used unless a person says otherwise: it is the same one, or name and country are equal and no
    /// other card has both.
    pub is_usual: bool,
}

/// The rows whose organisation the address book may have, in the order of the list. Equal names alone can be two bodies, and
/// one address can serve two, so a person decides where it is not sure.
pub fn known_cards(db: &mut Db<'_>, team: &TeamId, rows: &[ReadyRow]) -> Result<Vec<Known>> {
    let cards = book::all(db, team)?;
    let mut by_name: BTreeMap<String, Vec<&Listed>> = BTreeMap::new();
    let mut by_address: BTreeMap<&str, Vec<&Listed>> = BTreeMap::new();
    for card in &cards {
        for name in std::iter::once(&card.name).chain(&card.also).filter(|name| !name.is_empty()) {
            by_name.entry(name_key(name)).or_default().push(card);
        }
        for contact in &card.contacts {
            by_address.entry(&contact.email_index).or_default().push(card);
        }
    }
    let mut known = Vec::new();
    for row in rows {
        let index = organisation::email_index(db, &row.email);
        let key = row.organisation.as_ref().map(|name| name.key()).unwrap_or_default();
        let named = by_name.get(&key).map(Vec::as_slice).unwrap_or_default();
        let addressed = by_address.get(index.as_str()).map(Vec::as_slice).unwrap_or_default();
        let both = named.iter().find(|card| addressed.iter().any(|other| other.id == card.id));
        let same_place =
            |card: &&&Listed| row.country.is_some() && card.country.as_deref() == row.country.map(CountryCode::as_str);
        let (card, meets, is_usual) = match (both, named, addressed) {
            (Some(card), ..) => (*card, Meets::Both, true),
            (None, [first, ..], _) => {
                let placed: Vec<&&Listed> = named.iter().filter(same_place).collect();
                match placed.as_slice() {
                    [only] => (**only, Meets::Name, true),
                    _ => (*first, Meets::Name, false),
                }
            }
            (None, [], [first, ..]) => (*first, Meets::Address, false),
            (None, [], []) => continue,
        };
        known.push(Known {
            row_number: row.row_number,
            card: card.id.clone(),
            name: card.name.clone(),
            country: card.country.clone(),
            meets,
            is_usual,
        });
    }
    Ok(known)
}

/// Invites the contacts of some rows; gives how many of them were not invited before. Doing it twice does it once. `cards`
/// says on which card a row's contact goes, by the row's number; rows it does not name are met by name and address.
pub fn import_rows(
    tx: &mut Tx<'_>,
    letter: &Letter,
    id: &ImportId,
    rows: &[ReadyRow],
    chosen: &BTreeMap<String, CountryCode>,
    cards: &BTreeMap<usize, OrganisationId>,
    now: Moment,
) -> Result<usize> {
    job::one_at_a_time(tx, &letter.id)?;
    let indexes: Vec<String> = rows.iter().map(|row| organisation::email_index(tx, &row.email)).collect();
    let known = organisation::known_addresses(tx, &indexes)?;
    let mut invited = 0;
    for (row, index) in rows.iter().zip(&indexes) {
        let new = as_invitee(row, chosen);
        let is_new = if let Some(card) = cards.get(&row.row_number) {
            invite_on(tx, letter, card, &new, index, id, now)?
        } else if known.contains(index) {
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

/// Puts a row's contact on a card that was chosen for it.
fn invite_on(
    tx: &mut Tx<'_>,
    letter: &Letter,
    card: &OrganisationId,
    new: &NewInvitee,
    index: &str,
    id: &ImportId,
    now: Moment,
) -> Result<bool> {
    if invitee::is_invited(tx, &letter.id, index)? {
        return Ok(false);
    }
    let chosen = organisation::find_in(tx, &letter.team_id, card)?;
    let root = book::root(tx, &chosen.id)?;
    let card = organisation::find(tx, &root)?;
    Ok(invite_at(tx, letter, &card, new, Some(id), now)?.is_some())
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
