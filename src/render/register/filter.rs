//! What a reader asked of the register: `?country=KE&region=…&kind=…&q=…&after=…`, and the lines that answer it.

use crate::domain::country::{CountryCode, Region};
use crate::domain::signature::SignatoryKind;

use super::{PublicSignatory, Register};

/// How many characters of a search are looked at.
const QUERY_MAX: usize = 300;

/// A view of the register. Values that mean nothing are left out, so an old link still shows something.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RegisterFilter {
    /// Only this country, `international` or `regional`.
    pub country: Option<CountryCode>,
    /// Only this part of the world.
    pub region: Option<Region>,
    /// `organisation` means networks too, as in the counts.
    pub kind: Option<SignatoryKind>,
    /// Words that must all occur in name, Latin name, acronym, country or affiliation.
    pub q: String,
    /// Continue behind this line; a value from [`super::View::next`].
    pub after: Option<String>,
}

impl RegisterFilter {
    /// Reads the query of a URL.
    pub fn read<'a>(pairs: impl IntoIterator<Item = (&'a str, &'a str)>) -> RegisterFilter {
        let mut filter = RegisterFilter::default();
        for (name, value) in pairs {
            let value = value.trim();
            match name {
                "country" => filter.country = country(value),
                "region" => filter.region = value.to_lowercase().parse().ok(),
                "kind" => filter.kind = value.to_lowercase().parse().ok(),
                "q" => filter.q = value.chars().filter(|letter| !letter.is_control()).take(QUERY_MAX).collect(),
                "after" if !value.is_empty() => filter.after = Some(value.to_owned()),
                _ => {}
            }
        }
        filter
    }

    /// Whether anything narrows the register.
    pub fn is_narrow(&self) -> bool {
        self.country.is_some() || self.region.is_some() || self.kind.is_some() || !self.q.is_empty()
    }

    /// The query of this view, `?` included; empty for the whole register.
    pub fn query(&self) -> String {
        let mut pairs: Vec<(&str, &str)> = Vec::new();
        pairs.extend(self.country.map(|code| ("country", code.as_str())));
        pairs.extend(self.region.map(|region| ("region", region.as_str())));
        pairs.extend(self.kind.map(|kind| ("kind", kind.as_str())));
        if !self.q.is_empty() {
            pairs.push(("q", &self.q));
        }
        pairs.extend(self.after.as_deref().map(|after| ("after", after)));
        if pairs.is_empty() {
            return String::new();
        }
        format!("?{}", serde_urlencoded::to_string(pairs).unwrap_or_default())
    }

    fn takes(&self, public: &PublicSignatory) -> bool {
        let kind = match self.kind {
            None => true,
            Some(SignatoryKind::Organisation) => !public.is_individual(),
            Some(kind) => public.kind == kind,
        };
        kind && self.country.is_none_or(|code| public.code == Some(code))
            && self.region.is_none_or(|region| public.region == Some(region))
    }
}

/// A code typed into an address by hand may be in any case.
fn country(code: &str) -> Option<CountryCode> {
    CountryCode::parse(&code.to_uppercase()).or_else(|| CountryCode::parse(&code.to_lowercase()))
}

impl Register {
    /// The named lines that a filter takes, however many pages they fill.
    pub fn taken<'r>(&'r self, filter: &RegisterFilter) -> impl Iterator<Item = &'r PublicSignatory> {
        self.matching(filter).into_iter().map(|row| &row.public)
    }

    /// The named lines that a filter takes, in the order of the page, `after` left aside. None while names are hidden.
    pub(super) fn matching<'r>(&'r self, filter: &RegisterFilter) -> Vec<&'r super::Row> {
        if self.names_hidden {
            return Vec::new();
        }
        let takes = |row: &&super::Row| filter.takes(&row.public);
        match self.texts.with(&filter.q) {
            Some(found) => found.into_iter().filter_map(|at| self.rows.get(at)).filter(takes).collect(),
            None => self.rows.iter().filter(takes).collect(),
        }
    }
}
