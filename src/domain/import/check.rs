//! The check of each row: what can be imported, what repeats, what is wrong, and what was not recognised. Countries
//! that are not recognised are kept as written and listed; they are asked about, not guessed.

use std::collections::{BTreeMap, HashMap};

use super::columns::Columns;
use super::fault::FaultyRow;
use super::row::{ReadyRow, read_row};
use super::table::Row;
use crate::domain::country::{CountryCode, suggestions};
use crate::domain::email::EmailAddress;

/// For how many spellings suggestions are looked for: a wrong column has thousands, and each look-up takes a while.
const SUGGESTED_AT_MOST: usize = 50;

/// A good row whose address stands further up already.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RepeatedRow {
    /// The row that counts.
    pub first_row: usize,
    /// This row.
    pub row: ReadyRow,
}

/// Something in the list that was not understood, with how often it stands there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unrecognised {
    /// As written, ends trimmed.
    pub spelling: String,
    /// In how many ready rows.
    pub count: usize,
    /// For countries: what may be meant, the likeliest first; at most three.
    pub suggestions: Vec<CountryCode>,
}

/// Every row of a list, sorted by what can be done with it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Checked {
    /// To be imported.
    pub ready: Vec<ReadyRow>,
    /// Good, but the address (small and capital letters made one) stands further up in the same list.
    pub repeated: Vec<RepeatedRow>,
    /// Good, but the address was invited before.
    pub already_invited: Vec<ReadyRow>,
    /// Not importable as they are.
    pub faulty: Vec<FaultyRow>,
    /// Country spellings to ask about, the most frequent first.
    pub unrecognised_countries: Vec<Unrecognised>,
    /// Words for languages that are left out.
    pub unrecognised_languages: Vec<Unrecognised>,
    /// Words for the kind that are left out.
    pub unrecognised_kinds: Vec<Unrecognised>,
}

impl Checked {
    /// Takes a person's answer for a spelling that was not recognised.
    pub fn choose_country(&mut self, spelling: &str, code: CountryCode) {
        for row in self.ready.iter_mut().filter(|row| row.country_as_written.as_deref() == Some(spelling)) {
            row.country = Some(code);
            row.country_as_written = None;
        }
        self.unrecognised_countries.retain(|unrecognised| unrecognised.spelling != spelling);
    }
}

/// Checks rows under a choice of columns. `is_invited` says whether an address was invited to this letter before.
pub fn check(rows: &[Row], columns: &Columns, is_invited: impl Fn(&EmailAddress) -> bool) -> Checked {
    let mut checked = Checked::default();
    let mut first_rows: HashMap<String, usize> = HashMap::new();
    let (mut countries, mut languages, mut kinds) = (Tally::default(), Tally::default(), Tally::default());
    for row in rows {
        let read = match read_row(row, columns) {
            Ok(read) => read,
            Err(faults) => {
                checked.faulty.push(FaultyRow { row_number: row.number, cells: row.cells.clone(), faults });
                continue;
            }
        };
        let known = first_rows.get(&read.row.email.canonical().to_lowercase()).copied();
        if let Some(first_row) = known {
            checked.repeated.push(RepeatedRow { first_row, row: read.row });
            continue;
        }
        first_rows.insert(read.row.email.canonical().to_lowercase(), row.number);
        if is_invited(&read.row.email) {
            checked.already_invited.push(read.row);
            continue;
        }
        countries.add(read.row.country_as_written.as_deref());
        languages.add(read.unknown_language.as_deref());
        kinds.add(read.unknown_kind.as_deref());
        checked.ready.push(read.row);
    }
    checked.unrecognised_countries = countries.listed(suggestions);
    checked.unrecognised_languages = languages.listed(|_| Vec::new());
    checked.unrecognised_kinds = kinds.listed(|_| Vec::new());
    checked
}

/// Counts spellings.
#[derive(Default)]
struct Tally(BTreeMap<String, usize>);

impl Tally {
    fn add(&mut self, spelling: Option<&str>) {
        if let Some(spelling) = spelling {
            *self.0.entry(spelling.to_owned()).or_default() += 1;
        }
    }

    fn listed(self, suggest: impl Fn(&str) -> Vec<CountryCode>) -> Vec<Unrecognised> {
        let unrecognised = |(spelling, count)| Unrecognised { spelling, count, suggestions: Vec::new() };
        let mut listed: Vec<Unrecognised> = self.0.into_iter().map(unrecognised).collect();
        listed.sort_by_key(|unrecognised| std::cmp::Reverse(unrecognised.count));
        for unrecognised in listed.iter_mut().take(SUGGESTED_AT_MOST) {
            unrecognised.suggestions = suggest(&unrecognised.spelling);
        }
        listed
    }
}
