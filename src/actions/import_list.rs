//! A list before it is imported: it is kept sealed while a person chooses its columns, looks at its faults and says which cards
//! its rows belong to. Nobody is invited by it yet; [`super::import_rows`] does that.

use std::collections::BTreeMap;

use crate::clock::Moment;
use crate::domain::country::CountryCode;
use crate::domain::ids::{CoordinatorId, ImportId, LetterId, OrganisationId, TeamId};
use crate::domain::import::{Columns, ReadyRow, Table};
use crate::domain::text::name_key;
use crate::error::{Error, Result};
use crate::store::invitation::{self, Import};
use crate::store::organisation::book::{self, Listed};
use crate::store::{Db, Tx, import, organisation};

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
    let columns = serde_json::to_string(&table.columns).map_err(|fault| Error::internal("keeping columns", fault))?;
    let row = Import::new(letter, by, now);
    let row = Import {
        file_name: file_name.chars().filter(|c| !c.is_control()).take(FILE_NAME_CHARS).collect(),
        encoding: table.encoding.clone(),
        delimiter: table.delimiter.as_str().to_owned(),
        rows_sealed: Some(import::seal(tx, &row.id, table)?),
        column_map: columns,
        has_header: table.header.is_some(),
        ..row
    };
    invitation::insert_import(tx, &row)?;
    Ok(row.id)
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
    if row.has_header != names_columns && row.begun_at.is_none() {
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

/// Erases a list that nobody wants to import any more, or what is left of a finished one. One that is just being imported is
/// left alone.
pub fn erase_list(tx: &mut Tx<'_>, letter: &LetterId, id: &ImportId) -> Result<()> {
    let row = invitation::find_import(tx, letter, id)?;
    if row.begun_at.is_some() && row.finished_at.is_none() {
        return Ok(());
    }
    import::erase_rows(tx, &row.id)
}
