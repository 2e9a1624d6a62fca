//! What can be wrong with a list as a whole and with one of its rows.

use super::columns::Column;
use super::row::ACRONYM_CHARS;
use super::{MAX_BYTES, MAX_ROWS};
use crate::domain::email::{EMAIL_CHARS, EmailFault, WEBSITE_CHARS, WebsiteFault};
use crate::domain::text::{NAME_CHARS, TextFault};

/// Why a whole list is refused. The sentence stands in the catalogue under `fault-` + [`ImportFault::code`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ImportFault {
    /// Nothing in it.
    Empty,
    /// More than [`super::MAX_BYTES`].
    TooBig,
    /// More than [`super::MAX_ROWS`].
    TooManyRows,
    /// A spreadsheet's own format (XLSX, XLS, ODS): to be saved as CSV first.
    Spreadsheet,
    /// Not text at all.
    NotText,
}

impl ImportFault {
    /// Every variant: the catalogue must have a sentence for each.
    pub const ALL: &'static [ImportFault] = &[
        ImportFault::Empty,
        ImportFault::TooBig,
        ImportFault::TooManyRows,
        ImportFault::Spreadsheet,
        ImportFault::NotText,
    ];

    /// The stable code, used in message keys.
    pub const fn code(self) -> &'static str {
        match self {
            ImportFault::Empty => "import-empty",
            ImportFault::TooBig => "import-too-big",
            ImportFault::TooManyRows => "import-too-many-rows",
            ImportFault::Spreadsheet => "import-spreadsheet",
            ImportFault::NotText => "import-not-text",
        }
    }

    /// The limit that its sentence names: rows, or megabytes.
    pub const fn limit(self) -> usize {
        match self {
            ImportFault::TooBig => MAX_BYTES / (1024 * 1024),
            _ => MAX_ROWS,
        }
    }
}

impl std::fmt::Display for ImportFault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.code())
    }
}

impl std::error::Error for ImportFault {}

/// One thing wrong with a row: in which cell, what, and what stood there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// The column, or `None` where the row as a whole is wrong.
    pub column: Option<Column>,
    /// What is wrong.
    pub kind: FaultKind,
    /// The cell as written.
    pub value: String,
}

impl Fault {
    /// How many characters the cell may have, for the sentences that say so.
    pub const fn limit(&self) -> usize {
        match self.column {
            Some(Column::Email) => EMAIL_CHARS,
            Some(Column::Website) => WEBSITE_CHARS,
            Some(Column::Acronym) => ACRONYM_CHARS,
            _ => NAME_CHARS,
        }
    }
}

/// What is wrong with a cell or a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum FaultKind {
    /// The text cannot stand in its field.
    Text(TextFault),
    /// Not an address.
    Email(EmailFault),
    /// Not a website.
    Website(WebsiteFault),
    /// More or fewer cells than the header.
    Ragged,
}

impl FaultKind {
    /// The stable code of what is wrong; its sentence stands in the catalogue under `fault-` + this.
    pub const fn code(self) -> &'static str {
        match self {
            FaultKind::Text(fault) => fault.code(),
            FaultKind::Email(fault) => fault.code(),
            FaultKind::Website(fault) => fault.code(),
            FaultKind::Ragged => "row-ragged",
        }
    }
}

/// A row that cannot be imported, with everything that is wrong with it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FaultyRow {
    /// The row's number in the spreadsheet, the header being row 1.
    pub row_number: usize,
    /// All its cells as written.
    pub cells: Vec<String>,
    /// At least one.
    pub faults: Vec<Fault>,
}
