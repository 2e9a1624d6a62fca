//! Text to rows of cells: an uploaded CSV or a pasted piece of it, or plain addresses.

use serde::{Deserialize, Serialize};

use super::columns::Columns;
use super::decode::{Decoded, decode};
use super::fault::ImportFault;
use super::guess::{guess_columns, is_email_word, is_header};
use super::{MAX_BYTES, MAX_ROWS};
use crate::domain::email::{PastedAddress, find_addresses};

crate::word_enum!(
    /// What stands between two cells.
    Delimiter {
        /// `,`
        Comma => "comma",
        /// `;`, as spreadsheets write where the comma is the decimal sign.
        Semicolon => "semicolon",
        /// A tab, as cells copied from a spreadsheet have it.
        Tab => "tab",
        /// Nothing: one cell a line, or plain addresses.
        OneColumn => "one-column",
    }
);

/// A list as read, before its rows are checked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Table {
    /// The encoding found, by its WHATWG name.
    pub encoding: String,
    /// The delimiter found.
    pub delimiter: Delimiter,
    /// The first row, where it names the columns.
    pub header: Option<Vec<String>>,
    /// The guess which column holds what.
    pub columns: Columns,
    /// How many cells a row should have.
    pub width: usize,
    /// The rows behind the header; rows without any text are left out.
    pub rows: Vec<Row>,
}

impl Table {
    /// The same table with its first row as the heading, or as an ordinary row.
    pub fn with_header(mut self, names_columns: bool) -> Table {
        if names_columns && self.header.is_none() && self.rows.len() > 1 {
            self.header = Some(self.rows.remove(0).cells);
        } else if !names_columns && let Some(cells) = self.header.take() {
            let number = self.rows.first().map_or(1, |first| first.number.saturating_sub(1).max(1));
            self.rows.insert(0, Row { number, cells, ragged: false });
        }
        self
    }
}

/// One row of a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Row {
    /// Its number as a spreadsheet shows it, the first line being 1.
    pub number: usize,
    /// Its cells, ends trimmed.
    pub cells: Vec<String>,
    /// Whether it has more or fewer cells than the table is wide, so that cells may stand under a wrong heading.
    pub ragged: bool,
}

/// Reads an uploaded file: at most [`MAX_BYTES`], at most [`MAX_ROWS`] rows.
pub fn read_file(bytes: &[u8]) -> Result<Table, ImportFault> {
    if bytes.len() > MAX_BYTES {
        return Err(ImportFault::TooBig);
    }
    read(decode(bytes)?)
}

/// Reads pasted text, cells or plain addresses, under the same limits as a file.
pub fn read_pasted(text: &str) -> Result<Table, ImportFault> {
    if text.len() > MAX_BYTES {
        return Err(ImportFault::TooBig);
    }
    read(Decoded { text: text.replace("\r\n", "\n").replace('\r', "\n"), encoding: "UTF-8" })
}

fn read(decoded: Decoded) -> Result<Table, ImportFault> {
    let text = decoded.text.trim_start_matches('\u{FEFF}');
    if text.trim().is_empty() {
        return Err(ImportFault::Empty);
    }
    let table = match plain_addresses(text) {
        Some(addresses) => address_table(addresses),
        None => cell_table(text),
    };
    match table.rows.len() {
        0 => Err(ImportFault::Empty),
        rows if rows > MAX_ROWS => Err(ImportFault::TooManyRows),
        _ => Ok(Table { encoding: decoded.encoding.to_owned(), ..table }),
    }
}

/// The addresses of a text that is nothing but addresses, perhaps below a heading such as "E-mail".
fn plain_addresses(text: &str) -> Option<Vec<PastedAddress>> {
    let mut found = find_addresses(text);
    if found.first().is_some_and(|first| is_email_word(&first.written)) {
        found.remove(0);
    }
    let with_at = found.iter().filter(|piece| piece.written.contains('@')).count();
    (with_at > 0 && with_at * 5 >= found.len() * 4).then_some(found)
}

fn address_table(addresses: Vec<PastedAddress>) -> Table {
    let any_name = addresses.iter().any(|one| one.name.is_some());
    let cells = |one: PastedAddress| {
        let address = match one.address {
            Ok(address) => address.as_str().to_owned(),
            Err(_) => one.written,
        };
        if any_name { vec![one.name.unwrap_or_default(), address] } else { vec![address] }
    };
    let rows = addresses.into_iter().map(|one| Row { number: one.line, cells: cells(one), ragged: false });
    let columns = Columns { name: any_name.then_some(0), email: Some(usize::from(any_name)), ..Columns::default() };
    Table {
        encoding: String::new(),
        delimiter: Delimiter::OneColumn,
        header: None,
        columns,
        width: 1 + usize::from(any_name),
        rows: rows.collect(),
    }
}

fn cell_table(text: &str) -> Table {
    let (declared, body, skipped) = declared_delimiter(text);
    let delimiter = declared.unwrap_or_else(|| find_delimiter(body));
    let mut rows = parse(body, delimiter, usize::MAX);
    for row in &mut rows {
        row.number += skipped;
    }
    let header = rows.first().filter(|first| is_header(&first.cells, &rows[1..])).map(|first| first.cells.clone());
    if header.is_some() {
        rows.remove(0);
    }
    let width = header.as_ref().map_or_else(|| usual_width(&rows), Vec::len);
    for row in &mut rows {
        row.ragged = row.cells.len() < width || row.cells[width..].iter().any(|cell| !cell.is_empty());
        if !row.ragged {
            row.cells.truncate(width);
        }
    }
    let columns = guess_columns(header.as_deref(), &rows, width);
    Table { encoding: String::new(), delimiter, header, columns, width, rows }
}

/// Excel's first line `sep=;`, which it reads and does not show.
fn declared_delimiter(text: &str) -> (Option<Delimiter>, &str, usize) {
    let (first, rest) = text.split_once('\n').unwrap_or((text, ""));
    match first.trim_matches('"').strip_prefix("sep=") {
        Some(",") => (Some(Delimiter::Comma), rest, 1),
        Some(";") => (Some(Delimiter::Semicolon), rest, 1),
        Some("\t") => (Some(Delimiter::Tab), rest, 1),
        _ => (None, text, 0),
    }
}

/// The delimiter by which the first rows fall most evenly into more than one cell.
fn find_delimiter(text: &str) -> Delimiter {
    let evenness = |delimiter: &Delimiter| {
        let rows = parse(text, *delimiter, 50);
        let width = usual_width(&rows);
        let even = rows.iter().filter(|row| row.cells.len() == width).count();
        let header_fits = rows.first().is_some_and(|first| first.cells.len() == width);
        let score = even * 100 / rows.len().max(1) + 50 * usize::from(header_fits) + width.min(20);
        if width > 1 { score } else { 0 }
    };
    let candidates = [Delimiter::Comma, Delimiter::Semicolon, Delimiter::Tab];
    candidates.into_iter().max_by_key(evenness).filter(|best| evenness(best) > 0).unwrap_or(Delimiter::OneColumn)
}

/// The rows that have any text, at most `at_most` of them. Never fails: the csv reader takes whatever it is given.
fn parse(text: &str, delimiter: Delimiter, at_most: usize) -> Vec<Row> {
    let byte = match delimiter {
        Delimiter::Comma => b',',
        Delimiter::Semicolon => b';',
        Delimiter::Tab => b'\t',
        Delimiter::OneColumn => 0x1F,
    };
    let mut reader =
        csv::ReaderBuilder::new().has_headers(false).flexible(true).delimiter(byte).from_reader(text.as_bytes());
    // A cell may span lines, a spreadsheet still counts one row; csv leaves blank lines out, a spreadsheet counts them.
    let mut lines_inside_cells = 0;
    let mut rows = Vec::new();
    for record in reader.records().flatten() {
        let line = record.position().map_or(0, |position| position.line() as usize);
        let number = line.saturating_sub(lines_inside_cells);
        lines_inside_cells += record.iter().map(|cell| cell.matches('\n').count()).sum::<usize>();
        let cells: Vec<String> = record.iter().map(|cell| unguarded(cell.trim()).to_owned()).collect();
        if cells.iter().any(|cell| !cell.is_empty()) {
            rows.push(Row { number, cells, ragged: false });
        }
        if rows.len() >= at_most || rows.len() > MAX_ROWS + 1 {
            break;
        }
    }
    rows
}

/// Takes back the `'` that [`crate::domain::text::formula_safe`] put before a cell on its way out.
fn unguarded(cell: &str) -> &str {
    cell.strip_prefix('\'').filter(|rest| rest.starts_with(['=', '+', '-', '@'])).unwrap_or(cell)
}

/// The width that most rows have; of equally common ones the larger.
fn usual_width(rows: &[Row]) -> usize {
    let mut counts = std::collections::BTreeMap::new();
    for row in rows {
        *counts.entry(row.cells.len()).or_insert(0_usize) += 1;
    }
    counts.into_iter().max_by_key(|(_, count)| *count).map_or(0, |(width, _)| width)
}
