//! Guesses whether the first row names the columns, and which column holds what: by the heading's words in five
//! languages, else by what stands below. The coordinator sees the guess and changes it.

use super::columns::{Column, Columns};
use super::headings::{containing, exact, heading_key};
use super::table::Row;
use crate::domain::country::{Recognition, recognise};
use crate::domain::email::Website;

/// Whether a text is a heading for addresses.
pub(super) fn is_email_word(text: &str) -> bool {
    exact(&heading_key(text)) == Some(Column::Email)
}

/// Whether the first row names the columns: it holds no address or link, and either one of its cells is a known
/// heading, or two contain one, or it stands above a column of addresses.
pub(super) fn is_header(first: &[String], below: &[Row]) -> bool {
    if first.iter().any(|cell| cell.contains('@') || cell.contains("://")) {
        return false;
    }
    let keys: Vec<String> = first.iter().map(|cell| heading_key(cell)).collect();
    let known =
        keys.iter().filter_map(|key| exact(key)).chain(keys.iter().any(|key| key == "name").then_some(Column::Name));
    let parts: std::collections::BTreeSet<Column> = keys.iter().filter_map(|key| containing(key)).collect();
    known.count() > 0 || parts.len() >= 2 || share(below, 0..first.len(), is_address).is_some()
}

/// Guesses the columns of a table; what cannot be guessed stays `None`.
pub(super) fn guess_columns(header: Option<&[String]>, rows: &[Row], width: usize) -> Columns {
    let mut columns = Columns::default();
    let keys: Vec<String> = header.unwrap_or_default().iter().map(|cell| heading_key(cell)).collect();
    for meaning in [exact, containing] {
        for (index, key) in keys.iter().enumerate() {
            let column = meaning(key).filter(|column| columns.get(*column).is_none());
            if let Some(column) = column.filter(|_| columns.meaning(index).is_none()) {
                columns.set(column, Some(index));
            }
        }
    }
    plain_name(&mut columns, &keys);
    let headless = header.is_none() || columns == Columns::default();
    by_content(&mut columns, rows, width, headless);
    columns
}

/// "Name" alone is the organisation's, beside an organisation it is the contact's; so are "Nom" and "Nombre".
fn plain_name(columns: &mut Columns, keys: &[String]) {
    let name = keys.iter().position(|key| key == "name");
    match columns.organisation {
        Some(_) => columns.name = columns.name.or(name),
        None if name.is_some() => columns.organisation = name,
        None => {
            let bare = columns.name.filter(|index| matches!(keys[*index].as_str(), "nom" | "nombre" | "nome"));
            if bare.is_some() {
                (columns.organisation, columns.name) = (bare, None);
            }
        }
    }
}

/// Fills gaps by what stands in the columns: addresses always, the rest only where no heading helps.
fn by_content(columns: &mut Columns, rows: &[Row], width: usize, headless: bool) {
    let free = |columns: &Columns| (0..width).filter(|index| columns.meaning(*index).is_none()).collect::<Vec<_>>();
    if columns.email.is_none() {
        columns.email = share(rows, free(columns), is_address);
    }
    if !headless {
        return;
    }
    if columns.website.is_none() {
        columns.website = share(rows, free(columns), |cell| cell.contains('.') && Website::parse(cell).is_ok());
    }
    if columns.country.is_none() {
        columns.country = share(rows, free(columns), |cell| recognise(cell) != Recognition::Unknown);
    }
    if columns.organisation.is_none() {
        columns.organisation = free(columns).into_iter().find(|index| filled(rows, *index).next().is_some());
    }
}

/// The first of the columns whose filled cells are mostly (three of five) of a kind.
fn share(rows: &[Row], columns: impl IntoIterator<Item = usize>, is_kind: impl Fn(&str) -> bool) -> Option<usize> {
    columns.into_iter().find(|index| {
        let (all, of_kind) =
            filled(rows, *index).fold((0, 0), |(all, of_kind), cell| (all + 1, of_kind + usize::from(is_kind(cell))));
        all > 0 && of_kind * 5 >= all * 3
    })
}

fn filled(rows: &[Row], index: usize) -> impl Iterator<Item = &str> {
    rows.iter()
        .take(200)
        .filter_map(move |row| row.cells.get(index))
        .map(String::as_str)
        .filter(|cell| !cell.is_empty())
}

fn is_address(cell: &str) -> bool {
    cell.contains('@')
}
