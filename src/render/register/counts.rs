//! The one place where the public numbers come from (contract, "Counts"; U-28).

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::domain::country::{CountryCode, Region};
use crate::domain::signature::SignatoryKind;

use super::{PublicSignatory, Register, Withheld};

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

/// What is counted once for a register: how many named lines stand under each place, and of which kinds they are.
#[derive(Debug)]
pub(super) struct Tally {
    counts: Counts,
    places: BTreeMap<(CountryCode, Option<Region>), usize>,
    kinds: Vec<SignatoryKind>,
}

impl Tally {
    pub(super) fn of<'r>(named: impl Iterator<Item = &'r PublicSignatory>, withheld: &[Withheld]) -> Tally {
        let (mut places, mut kinds) = (BTreeMap::new(), Vec::new());
        let mut counts = Counts { withheld: withheld.len(), ..Counts::default() };
        let mut count = |kind: SignatoryKind| match kind {
            SignatoryKind::Individual => counts.individuals += 1,
            SignatoryKind::Organisation | SignatoryKind::Network => counts.organisations += 1,
        };
        withheld.iter().for_each(|one| count(one.kind));
        for one in named {
            count(one.kind);
            if !kinds.contains(&one.kind) {
                kinds.push(one.kind);
            }
            if let Some(code) = one.code {
                *places.entry((code, one.region)).or_default() += 1;
            }
        }
        let codes: BTreeSet<CountryCode> = places.keys().map(|(code, _)| *code).collect();
        counts.countries = codes.iter().filter(|code| code.is_counted()).count();
        Tally { counts, places, kinds }
    }
}

impl Register {
    /// The numbers that every output prints. Hiding the names does not change them.
    pub fn counts(&self) -> Counts {
        self.tally.counts
    }

    /// The kinds of the named lines. None while names are hidden.
    pub fn kinds(&self) -> Vec<SignatoryKind> {
        let of = |kind: &&SignatoryKind| !self.names_hidden && self.tally.kinds.contains(kind);
        SignatoryKind::ALL.iter().filter(of).copied().collect()
    }

    /// Each place with its named lines. None while names are hidden: a place with a single signatory would be as good as a name.
    fn places(&self) -> impl Iterator<Item = (CountryCode, Option<Region>, usize)> {
        let shown = self.tally.places.iter().filter(|_| !self.names_hidden);
        shown.map(|((code, region), count)| (*code, *region, *count))
    }

    /// The parts of the world in the order of the language, international bodies last.
    pub fn regions(&self) -> Vec<RegionLine> {
        let count = |wanted: &dyn Fn(CountryCode, Option<Region>) -> bool| {
            self.places().filter(|(code, region, _)| wanted(*code, *region)).map(|(_, _, count)| count).sum()
        };
        let mut lines: Vec<RegionLine> = Region::ALL
            .iter()
            .map(|region| RegionLine {
                region: Some(*region),
                label: self.labels.region(*region).to_owned(),
                count: count(&|_, own| own == Some(*region)),
            })
            .collect();
        self.collation.sort_by_name(&mut lines, |line| &line.label);
        lines.push(RegionLine {
            region: None,
            label: self.labels.country(CountryCode::INTERNATIONAL).to_owned(),
            count: count(&|code, _| code == CountryCode::INTERNATIONAL),
        });
        lines.retain(|line| line.count > 0);
        lines
    }

    /// The countries that occur, in the order of the language, with how many lines each; those of one region when it
    /// is given.
    pub fn country_choices(&self, region: Option<Region>) -> Vec<Choice> {
        let mut codes: BTreeMap<CountryCode, usize> = BTreeMap::new();
        for (code, _, count) in self.places().filter(|(_, own, _)| region.is_none() || *own == region) {
            *codes.entry(code).or_default() += count;
        }
        let mut choices: Vec<Choice> = codes
            .into_iter()
            .map(|(code, count)| Choice { value: code.as_str(), label: self.labels.country(code).to_owned(), count })
            .collect();
        self.collation.sort_by_name(&mut choices, |choice| &choice.label);
        // Bodies of no single country stand behind the countries.
        choices.sort_by_key(|choice| !CountryCode::parse(choice.value).is_some_and(CountryCode::is_counted));
        choices
    }
}
