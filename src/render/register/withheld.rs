//! Who is counted and not named. A place is printed only when at least five share it, else the next wider one, so that
//! nobody can be found by being the only one of a place (contract, "Withheld").

use std::collections::BTreeMap;

use crate::domain::country::{CountryCode, Region, region};
use crate::domain::signature::{SignatoryKind, WithheldPlace};

use super::Register;

/// How many withheld signatories must share a place before it is printed.
pub const SHARED_BY: usize = 5;

/// All that the register knows of a withheld signatory: what it is, and the place that its signer allowed to be counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Withheld {
    /// Organisation, network or individual.
    pub kind: SignatoryKind,
    country: Option<CountryCode>,
    region: Option<Region>,
}

impl Withheld {
    /// Keeps of the place only what the signer allowed. `international` and `regional` are no places to be found in.
    pub fn new(kind: SignatoryKind, allowed: WithheldPlace, country: Option<CountryCode>) -> Withheld {
        let country = country.filter(|code| code.is_counted());
        match allowed {
            WithheldPlace::None => Withheld { kind, country: None, region: None },
            WithheldPlace::Region => Withheld { kind, country: None, region: country.and_then(region) },
            WithheldPlace::Country => Withheld { kind, country, region: country.and_then(region) },
        }
    }
}

/// How many withheld signatories share a printed place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WithheldPlaceCount {
    /// A country or a region; `None` for everybody whose place is not printed.
    pub place: Option<String>,
    /// How many.
    pub count: usize,
}

impl Register {
    /// The withheld signatories by printed place: countries, regions, then the rest without a place.
    pub fn withheld_places(&self) -> Vec<WithheldPlaceCount> {
        let mut countries: BTreeMap<CountryCode, Vec<Withheld>> = BTreeMap::new();
        let mut wider: Vec<Withheld> = Vec::new();
        for one in &self.withheld {
            match one.country {
                Some(code) => countries.entry(code).or_default().push(*one),
                None => wider.push(*one),
            }
        }
        let mut places = Vec::new();
        for (code, here) in countries {
            if here.len() >= SHARED_BY {
                places.push((self.labels.country(code).to_owned(), here.len()));
            } else {
                wider.extend(here);
            }
        }
        self.collation.sort_by_name(&mut places, |(label, _)| label);

        let mut regions: BTreeMap<Region, usize> = BTreeMap::new();
        wider.iter().filter_map(|one| one.region).for_each(|region| *regions.entry(region).or_default() += 1);
        let mut parts: Vec<(String, usize)> = regions
            .into_iter()
            .filter(|(_, count)| *count >= SHARED_BY)
            .map(|(region, count)| (self.labels.region(region).to_owned(), count))
            .collect();
        self.collation.sort_by_name(&mut parts, |(label, _)| label);
        places.extend(parts);

        let rest = self.withheld.len() - places.iter().map(|(_, count)| count).sum::<usize>();
        let mut lines: Vec<WithheldPlaceCount> =
            places.into_iter().map(|(place, count)| WithheldPlaceCount { place: Some(place), count }).collect();
        if rest > 0 {
            lines.push(WithheldPlaceCount { place: None, count: rest });
        }
        lines
    }
}
