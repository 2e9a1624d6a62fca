//! A list of invitees on its way from bytes to rows that can be invited: decode, part into cells, guess the columns,
//! check row by row. Nothing is dropped unseen: each row of the file ends among the ready, repeated, already invited
//! or faulty ones.

mod check;
mod columns;
mod decode;
mod fault;
mod faulty_csv;
mod guess;
mod headings;
mod language;
mod row;
mod table;
#[cfg(test)]
mod tests;

pub use check::{Checked, RepeatedRow, Unrecognised, check};
pub use columns::{Column, Columns};
pub use decode::Decoded;
pub use fault::{Fault, FaultKind, FaultyRow, ImportFault};
pub use faulty_csv::faulty_csv;
pub use language::{english_name, read_language};
pub use row::ReadyRow;
pub use table::{Delimiter, Row, Table, read_file, read_pasted};

/// Largest file or pasted text, in bytes (contract "Limits").
pub const MAX_BYTES: usize = 2 * 1024 * 1024;
/// Most rows of one import, the header not counted (contract "Limits").
pub const MAX_ROWS: usize = 5_000;
