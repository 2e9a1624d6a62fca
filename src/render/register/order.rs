//! The order of the register: organisations by country and name, then individuals by name, then later waves by day.
//! Never by time of signing, which could tell who is withheld. The same order on page, CSV and JSON.

use std::collections::HashMap;

use crate::domain::country::CountryCode;
use crate::domain::letter::Wave;
use crate::domain::text::Collation;

use super::{PublicSignatory, Register};

/// Where a line stands; comparing keys is comparing lines.
pub(super) type Key = (Section, String, u8, Vec<u8>, Vec<u8>);

/// The parts of the register, in their order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Section {
    Organisations,
    Individuals,
    Late,
}

impl Section {
    pub(super) fn of(public: &PublicSignatory) -> Section {
        match (public.wave, public.is_individual()) {
            (Wave::Late(_), _) => Section::Late,
            (Wave::Initial, true) => Section::Individuals,
            (Wave::Initial, false) => Section::Organisations,
        }
    }
}

/// Makes the keys of many lines; those of the headings, of which there are few, once.
pub(super) struct Keys<'c> {
    collation: &'c Collation,
    headings: HashMap<String, Vec<u8>>,
}

impl Keys<'_> {
    pub(super) fn new(collation: &Collation) -> Keys<'_> {
        Keys { collation, headings: HashMap::new() }
    }

    pub(super) fn key(&mut self, public: &PublicSignatory) -> Key {
        let section = Section::of(public);
        let name = self.collation.sort_key(&public.name);
        match section {
            Section::Organisations => {
                let heading = public.heading();
                let key = match self.headings.get(&heading) {
                    Some(key) => key.clone(),
                    None => {
                        let key = self.collation.sort_key(&heading);
                        self.headings.insert(heading, key.clone());
                        key
                    }
                };
                (section, String::new(), rank(public.code), key, name)
            }
            Section::Individuals => (section, String::new(), 0, Vec::new(), name),
            Section::Late => (section, public.wave.to_string(), 0, Vec::new(), name),
        }
    }
}

/// Countries first, then regional bodies, then international ones, then lines without a place.
fn rank(code: Option<CountryCode>) -> u8 {
    match code {
        Some(CountryCode::REGIONAL) => 1,
        Some(CountryCode::INTERNATIONAL) => 2,
        Some(_) => 0,
        None => 3,
    }
}

impl Register {
    /// The value of `after` that continues behind this line. It names a place in the order, so it still works when
    /// the line itself is gone.
    pub(super) fn cursor(public: &PublicSignatory) -> String {
        let code = public.code.map_or("", CountryCode::as_str);
        match Section::of(public) {
            Section::Organisations => {
                let region = public.region.filter(|_| public.code == Some(CountryCode::REGIONAL));
                format!("o~{code}~{}~{}", region.map_or("", |region| region.as_str()), public.name)
            }
            Section::Individuals => format!("i~{}", public.name),
            Section::Late => format!("l~{}~{}", public.wave, public.name),
        }
    }

    /// The place that a cursor names; `None` for anything that [`Register::cursor`] did not write.
    pub(super) fn key_of_cursor(&self, cursor: &str) -> Option<Key> {
        let (section, rest) = cursor.split_once('~')?;
        let name = |name: &str| self.collation.sort_key(name);
        match section {
            "o" => {
                let mut parts = rest.splitn(3, '~');
                let (code, region, last) = (parts.next()?, parts.next()?, parts.next()?);
                let code = CountryCode::parse(code);
                let country = code.map_or("", |code| self.labels.country(code));
                let heading = match region.parse() {
                    Ok(region) => format!("{country}: {}", self.labels.region(region)),
                    Err(_) => country.to_owned(),
                };
                let country_key = self.collation.sort_key(&heading);
                Some((Section::Organisations, String::new(), rank(code), country_key, name(last)))
            }
            "i" => Some((Section::Individuals, String::new(), 0, Vec::new(), name(rest))),
            "l" => {
                let (day, last) = rest.split_once('~')?;
                Some((Section::Late, day.to_owned(), 0, Vec::new(), name(last)))
            }
            _ => None,
        }
    }
}
