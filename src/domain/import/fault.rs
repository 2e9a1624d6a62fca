//! What can be wrong with a list as a whole and with one of its rows.

use super::columns::Column;
use crate::domain::email::{EmailFault, WebsiteFault};
use crate::domain::text::TextFault;

/// Why a whole list is refused. The sentence stands in the catalogue under `import-` + [`ImportFault::code`].
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
            ImportFault::Empty => "empty",
            ImportFault::TooBig => "too-big",
            ImportFault::TooManyRows => "too-many-rows",
            ImportFault::Spreadsheet => "spreadsheet",
            ImportFault::NotText => "not-text",
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
    /// The key of its sentence in the catalogue: `text-…`, `email-…`, `website-…` or `row-ragged`.
    pub fn key(self) -> String {
        match self {
            FaultKind::Text(fault) => format!("text-{}", fault.code()),
            FaultKind::Email(fault) => format!("email-{}", fault.code()),
            FaultKind::Website(fault) => format!("website-{}", fault.code()),
            FaultKind::Ragged => "row-ragged".to_owned(),
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
