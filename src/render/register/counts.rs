//! The one place where the public numbers come from (contract, "Counts"; U-28).

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::domain::country::{CountryCode, Region};
use crate::domain::signature::SignatoryKind;

use super::{PublicSignatory, Register};

/// The public numbers of a letter.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counts {
    /// Organisations and networks, withheld ones included.
    pub organisations: usize,
    /// Distinct countries of named signatories; `international` and `regional` are none.
    pub countries: usize,
    /// Persons, withheld ones included.
    pub individuals: usize,
    /// Organisations, networks and persons that are counted and not named.
    pub withheld: usize,
}

impl Counts {
    /// Everybody who signed.
    pub fn signatories(&self) -> usize {
        self.organisations + self.individuals
    }
}

/// A choice in a filter, with how many lines it would show.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// The value of the form field.
    pub value: &'static str,
    /// What the reader sees.
    pub label: String,
    /// Named lines behind it.
    pub count: usize,
}

/// A row of the dots: one part of the world.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RegionLine {
    /// `None` for international bodies.
    pub region: Option<Region>,
    /// What the reader sees.
    pub label: String,
    /// Named signatories there.
    pub count: usize,
}

impl Register {
    /// The numbers that every output prints. Hiding the names does not change them.
    pub fn counts(&self) -> Counts {
        let kinds = || self.rows.iter().map(|row| row.public.kind).chain(self.withheld.iter().map(|one| one.kind));
        let individuals = kinds().filter(|kind| *kind == SignatoryKind::Individual).count();
        Counts {
            organisations: kinds().count() - individuals,
            individuals,
            countries: self.country_codes().count(),
            withheld: self.withheld.len(),
        }
    }

    fn country_codes(&self) -> impl Iterator<Item = CountryCode> {
        let codes = self.rows.iter().filter_map(|row| row.public.code).filter(|code| code.is_counted());
        codes.collect::<BTreeSet<_>>().into_iter()
    }

    /// The parts of the world in the order of the language, international bodies last. None while names are hidden:
    /// a part with a single signatory would be as good as a name.
    pub fn regions(&self) -> Vec<RegionLine> {
        let count = |wanted: &dyn Fn(&PublicSignatory) -> bool| self.named().filter(|one| wanted(one)).count();
        let mut lines: Vec<RegionLine> = Region::ALL
            .iter()
            .map(|region| RegionLine {
                region: Some(*region),
                label: self.labels.region(*region).to_owned(),
                count: count(&|one| one.region == Some(*region)),
            })
            .collect();
        self.collation.sort_by_name(&mut lines, |line| &line.label);
        lines.push(RegionLine {
            region: None,
            label: self.labels.country(CountryCode::INTERNATIONAL).to_owned(),
            count: count(&|one| one.code == Some(CountryCode::INTERNATIONAL)),
        });
        lines.retain(|line| line.count > 0);
        lines
    }

    /// The countries that occur, in the order of the language, of one region or of all.
    pub fn country_choices(&self, region: Option<Region>) -> Vec<Choice> {
        let here: Vec<&PublicSignatory> = self.named().filter(|one| region.is_none() || one.region == region).collect();
        let codes: BTreeSet<CountryCode> = here.iter().filter_map(|one| one.code).collect();
        let mut choices: Vec<Choice> = codes
            .into_iter()
            .map(|code| Choice {
                value: code.as_str(),
                label: self.labels.country(code).to_owned(),
                count: here.iter().filter(|one| one.code == Some(code)).count(),
            })
            .collect();
        self.collation.sort_by_name(&mut choices, |choice| &choice.label);
        // Bodies of no single country stand behind the countries.
        choices.sort_by_key(|choice| !CountryCode::parse(choice.value).is_some_and(CountryCode::is_counted));
        choices
    }
}
