//! The register: who is listed on a letter, as the public may read it. Page, CSV and JSON are made from this one value,
//! so they always agree; it holds nothing about a withheld signatory but the kind and the place that may be counted.

mod counts;
mod dots;
mod filter;
mod groups;
mod order;
mod search;
#[cfg(test)]
mod tests;
mod withheld;

use std::collections::BTreeMap;

use crate::clock::Moment;
use crate::domain::country::{self, CountryCode, Region};
use crate::domain::letter::Wave;
use crate::domain::signature::{PrintedLine, SignatoryKind};
use crate::domain::text::Collation;

pub use counts::{Choice, Counts, RegionLine};
pub use dots::{DotRow, Dots};
pub use filter::RegisterFilter;
pub use groups::{CountryGroup, InitialGroup, LateGroup, View};
pub use withheld::{SHARED_BY, Withheld, WithheldPlaceCount};

/// The names of countries and regions on one page: a letter's own labels, else the language's names.
#[derive(Debug, Clone)]
pub struct Labels {
    language: String,
    own: BTreeMap<CountryCode, String>,
}

impl Labels {
    /// Labels in a language (BCP 47), with the letter's own where it has some.
    pub fn new(language: &str, own: BTreeMap<CountryCode, String>) -> Labels {
        Labels { language: language.to_owned(), own }
    }

    /// The language that names and sorts.
    pub fn language(&self) -> &str {
        &self.language
    }

    /// What this letter calls a country.
    pub fn country(&self, code: CountryCode) -> &str {
        self.own.get(&code).map_or_else(|| country::name(code, &self.language), String::as_str)
    }

    /// What the language calls a region.
    pub fn region(&self, region: Region) -> &'static str {
        country::region_name(region, &self.language)
    }
}

/// A named line of the register: everything in it is public.
#[derive(Debug, Clone)]
pub struct PublicSignatory {
    /// Organisation, network or individual.
    pub kind: SignatoryKind,
    /// The name exactly as printed.
    pub name: String,
    /// The name in Latin letters, where the own script is another.
    pub latin_name: Option<String>,
    /// The acronym.
    pub acronym: Option<String>,
    /// A country, `international` or `regional`; none on old records only.
    pub code: Option<CountryCode>,
    /// What the letter calls that country; empty without a code.
    pub country: String,
    /// The part of the world; none for `international`.
    pub region: Option<Region>,
    /// What the language calls that part; for `international` the same word as `country`.
    pub region_name: String,
    /// Where an individual works or belongs.
    pub affiliation: Option<String>,
    /// Who signed for the organisation, where that is published.
    pub representative: Option<String>,
    /// The representative's role, where that is published.
    pub role: Option<String>,
    /// Listed by publication, or later.
    pub wave: Wave,
    /// Consent was noted by a coordinator; said wherever the line is listed (contract, "Signature").
    pub is_recorded: bool,
}

impl PublicSignatory {
    /// The public line of a listed, named signature.
    pub fn new(line: PrintedLine, wave: Wave, is_recorded: bool, labels: &Labels) -> PublicSignatory {
        let code = line.country.as_deref().and_then(CountryCode::parse);
        let region = match code {
            Some(CountryCode::REGIONAL) => line.region.as_deref().and_then(|word| word.parse().ok()),
            Some(code) => country::region(code),
            None => None,
        };
        let country = code.map_or(String::new(), |code| labels.country(code).to_owned());
        let region_name = match region {
            Some(region) => labels.region(region).to_owned(),
            None => country.clone(),
        };
        PublicSignatory {
            kind: line.kind,
            name: line.name,
            latin_name: line.latin_name,
            acronym: line.acronym,
            code,
            country,
            region,
            region_name,
            affiliation: line.affiliation,
            representative: line.representative,
            role: line.role,
            wave,
            is_recorded,
        }
    }

    /// The acronym, where the name does not show it already.
    pub fn acronym_apart(&self) -> Option<&str> {
        self.acronym.as_deref().filter(|acronym| !self.name.contains(*acronym))
    }

    /// Whether this is a person.
    pub fn is_individual(&self) -> bool {
        self.kind == SignatoryKind::Individual
    }

    /// The heading under which the line stands: the country, for regional bodies with the region.
    pub fn heading(&self) -> String {
        match (self.code, self.region) {
            (Some(CountryCode::REGIONAL), Some(_)) => format!("{}: {}", self.country, self.region_name),
            _ => self.country.clone(),
        }
    }
}

/// A line and its place in the order, computed once.
#[derive(Debug, Clone)]
struct Row {
    key: order::Key,
    public: PublicSignatory,
}

/// Everything public about who signed one letter. Building it sorts and counts once; reading it is cheap, also with 100,000
/// names.
#[derive(Debug)]
pub struct Register {
    rows: Vec<Row>,
    /// What a search looks through: one text for each row.
    texts: search::Texts,
    tally: counts::Tally,
    withheld: Vec<Withheld>,
    labels: Labels,
    collation: Collation,
    /// The switch "hide all names": counts stay, names go from every output.
    pub names_hidden: bool,
    /// The time of the last public change, from the database.
    pub as_of: Moment,
    /// The counts as they were at publication.
    pub at_publication: Option<Counts>,
}

impl Register {
    /// The register of a letter from its listed signatures: the named ones and the withheld ones.
    pub fn new(labels: Labels, named: Vec<PublicSignatory>, withheld: Vec<Withheld>, as_of: Moment) -> Register {
        let collation = Collation::for_language(labels.language());
        let mut keys = order::Keys::new(&collation);
        let mut rows: Vec<Row> = named.into_iter().map(|public| Row { key: keys.key(&public), public }).collect();
        rows.sort_by(|one, other| one.key.cmp(&other.key));
        let texts = search::Texts::of(rows.iter().map(|row| &row.public));
        let tally = counts::Tally::of(rows.iter().map(|row| &row.public), &withheld);
        Register { rows, texts, tally, withheld, labels, collation, names_hidden: false, as_of, at_publication: None }
    }

    /// Every named line in the order of the page; none while the names are hidden.
    pub fn named(&self) -> impl Iterator<Item = &PublicSignatory> {
        let shown = if self.names_hidden { &[] } else { &self.rows[..] };
        shown.iter().map(|row| &row.public)
    }

    /// The names of countries and regions in use.
    pub fn labels(&self) -> &Labels {
        &self.labels
    }
}
