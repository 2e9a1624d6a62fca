//! One row of a list: its cells read into the words of the domain, or every fault in it.

use super::columns::{Column, Columns};
use super::fault::{Fault, FaultKind};
use super::language::read_language;
use super::table::Row;
use crate::domain::country::{CountryCode, Recognition, recognise};
use crate::domain::email::{EmailAddress, Website};
use crate::domain::signature::SignatoryKind;
use crate::domain::text::{OrganisationName, PersonName, TextFault, name_key, optional_line};

/// Longest acronym, in characters.
pub(super) const ACRONYM_CHARS: usize = 40;

/// A row that can be imported.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReadyRow {
    /// The row's number in the spreadsheet.
    pub row_number: usize,
    /// `None` only where the list has no such column, or for an individual.
    pub organisation: Option<OrganisationName>,
    /// The contact's address.
    pub email: EmailAddress,
    /// `None`: asked at signing.
    pub country: Option<CountryCode>,
    /// What stood in the cell, where it was not recognised.
    pub country_as_written: Option<String>,
    /// BCP 47 tag.
    pub language: Option<String>,
    /// The contact's name.
    pub name: Option<PersonName>,
    /// `None`: an organisation, as far as the list tells.
    pub kind: Option<SignatoryKind>,
    /// The organisation's acronym.
    pub acronym: Option<String>,
    /// The organisation's name in Latin letters.
    pub latin_name: Option<OrganisationName>,
    /// The organisation's website.
    pub website: Option<Website>,
}

/// A good row and the words in it that were not understood.
pub(super) struct Read {
    /// The row.
    pub row: ReadyRow,
    /// The language as written.
    pub unknown_language: Option<String>,
    /// The kind as written.
    pub unknown_kind: Option<String>,
}

/// Reads one row under a choice of columns: the row, or everything that is wrong with it.
pub(super) fn read_row(row: &Row, columns: &Columns) -> Result<Read, Vec<Fault>> {
    Reader { row, columns, faults: Vec::new() }.read()
}

/// Reads the cells of one row and gathers every fault, so that a person mends them all at once.
struct Reader<'r> {
    row: &'r Row,
    columns: &'r Columns,
    faults: Vec<Fault>,
}

impl<'r> Reader<'r> {
    fn read(mut self) -> Result<Read, Vec<Fault>> {
        if self.row.ragged {
            let value = self.row.cells.join(" | ");
            return Err(vec![Fault { column: None, kind: FaultKind::Ragged, value }]);
        }
        let written_kind = self.cell(Column::Kind);
        let kind = read_kind(written_kind);
        let organisation = self.organisation(kind);
        let email = EmailAddress::parse(self.cell(Column::Email))
            .map_err(|fault| self.fault(Column::Email, FaultKind::Email(fault)))
            .ok();
        let written_country = self.cell(Column::Country);
        let country = recognise(written_country);
        let written_language = self.cell(Column::Language);
        let language = read_language(written_language);
        let name = self.optional(Column::Name, PersonName::parse);
        let latin_name = self.optional(Column::LatinName, OrganisationName::parse);
        let acronym = self.optional(Column::Acronym, |text| optional_line(text, ACRONYM_CHARS)).flatten();
        let website = self.website();
        let Some(email) = email.filter(|_| self.faults.is_empty()) else { return Err(self.faults) };
        let unknown = |written: &str, is_known: bool| (!is_known && !is_nothing(written)).then(|| written.to_owned());
        Ok(Read {
            unknown_language: unknown(written_language, language.is_some()),
            unknown_kind: unknown(written_kind, kind.is_some()),
            row: ReadyRow {
                row_number: self.row.number,
                organisation,
                email,
                country: country.code(),
                country_as_written: unknown(written_country, country != Recognition::Unknown),
                language,
                name,
                kind,
                acronym,
                latin_name,
                website,
            },
        })
    }

    /// The cell under a heading; empty where there is no such column.
    fn cell(&self, column: Column) -> &'r str {
        self.columns.get(column).and_then(|index| self.row.cells.get(index)).map_or("", String::as_str)
    }

    /// The organisation must be named if the list has a column for it; an individual may stand without one.
    fn organisation(&mut self, kind: Option<SignatoryKind>) -> Option<OrganisationName> {
        let name = OrganisationName::parse(self.cell(Column::Organisation));
        let may_be_missing = self.columns.organisation.is_none() || kind == Some(SignatoryKind::Individual);
        match name {
            Err(TextFault::Missing) if may_be_missing => None,
            Err(fault) => {
                self.fault(Column::Organisation, FaultKind::Text(fault));
                None
            }
            Ok(name) => Some(name),
        }
    }

    fn optional<T>(&mut self, column: Column, parse: impl Fn(&str) -> Result<T, TextFault>) -> Option<T> {
        match parse(self.cell(column)) {
            Ok(value) => Some(value),
            Err(TextFault::Missing) => None,
            Err(fault) => {
                self.fault(column, FaultKind::Text(fault));
                None
            }
        }
    }

    fn website(&mut self) -> Option<Website> {
        let written = self.cell(Column::Website);
        if is_nothing(written) {
            return None;
        }
        Website::parse(written).map_err(|fault| self.fault(Column::Website, FaultKind::Website(fault))).ok()
    }

    fn fault(&mut self, column: Column, kind: FaultKind) {
        let value = self.cell(column).to_owned();
        self.faults.push(Fault { column: Some(column), kind, value });
    }
}

/// What people write into a cell to say that there is nothing.
fn is_nothing(written: &str) -> bool {
    matches!(name_key(written).as_str(), "" | "-" | "–" | "—" | "?" | "n a" | "na" | "none" | "no" | "nil")
}

/// Reads "NGO", "national_organization", "regional network", "réseau", "individual" …
fn read_kind(written: &str) -> Option<SignatoryKind> {
    let key = name_key(written);
    let has = |words: &[&str]| key.split(' ').any(|word| words.contains(&word));
    if has(&[
        "network",
        "networks",
        "coalition",
        "alliance",
        "federation",
        "reseau",
        "red",
        "rede",
        "netzwerk",
        "federacion",
    ]) {
        return Some(SignatoryKind::Network);
    }
    if has(&[
        "individual",
        "individuals",
        "person",
        "expert",
        "academic",
        "individuel",
        "persona",
        "pessoa",
        "einzelperson",
    ]) {
        return Some(SignatoryKind::Individual);
    }
    let organisation = [
        "organisation",
        "organization",
        "organisations",
        "organizations",
        "ngo",
        "ong",
        "org",
        "association",
        "group",
        "organizacion",
        "organizacao",
        "verein",
        "verband",
        "union",
        "foundation",
    ];
    has(&organisation).then_some(SignatoryKind::Organisation)
}
