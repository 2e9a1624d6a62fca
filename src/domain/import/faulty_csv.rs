//! The rows that could not be imported, as a file to mend and upload again.

use super::columns::Columns;
use super::fault::{Fault, FaultyRow};
use super::table::Table;
use crate::domain::text::formula_safe;

/// The faulty rows as CSV: UTF-8 with BOM, CRLF, RFC 4180, formula-safe. Before each row's own cells stand its number
/// in the uploaded file and, through `explain`, its faults in words; uploaded again, these two columns mean nothing.
pub fn faulty_csv(
    table: &Table,
    columns: &Columns,
    faulty: &[FaultyRow],
    explain: impl Fn(&Fault) -> String,
) -> String {
    let mut csv = String::from("\u{FEFF}");
    let named = |index: usize| columns.meaning(index).map_or_else(String::new, |column| column.as_str().to_owned());
    let header = table.header.clone().unwrap_or_else(|| (0..table.width).map(named).collect());
    write_row(&mut csv, ["row", "fault"].into_iter().chain(header.iter().map(String::as_str)));
    for row in faulty {
        let faults: Vec<String> = row.faults.iter().map(&explain).collect();
        let (number, faults) = (row.row_number.to_string(), faults.join(" "));
        let cells = row.cells.iter().map(String::as_str);
        write_row(&mut csv, [number.as_str(), faults.as_str()].into_iter().chain(cells));
    }
    csv
}

fn write_row<'c>(csv: &mut String, cells: impl Iterator<Item = &'c str>) {
    for (index, cell) in cells.enumerate() {
        if index > 0 {
            csv.push(',');
        }
        let cell = formula_safe(cell);
        if cell.contains([',', ';', '\t', '"', '\n', '\r']) || cell.trim() != cell {
            csv.push('"');
            csv.push_str(&cell.replace('"', "\"\""));
            csv.push('"');
        } else {
            csv.push_str(&cell);
        }
    }
    csv.push_str("\r\n");
}
