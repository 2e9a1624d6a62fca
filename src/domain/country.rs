//! Countries: ISO 3166-1 alpha-2, our own codes, `international` and `regional` (contract "Countries"). Their names
//! and regions are data under `country/`; which label a letter prints instead is the letter's own choice.

mod names;
mod recognise;
mod suggest;
mod table;
#[cfg(test)]
mod tests;

use std::borrow::Cow;

pub use names::{choices, name, region_name};
pub use recognise::{Recognition, recognise};
pub use suggest::suggestions;

use crate::domain::words::UnknownWord;

/// A country code as stored, sent in forms and exported: two capitals, `international` or `regional`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct CountryCode(&'static str);

impl CountryCode {
    /// Works in many countries of several regions; belongs to none.
    pub const INTERNATIONAL: CountryCode = CountryCode("international");
    /// Works in several countries of one region, which the signature names beside it.
    pub const REGIONAL: CountryCode = CountryCode("regional");

    /// Every code: countries by code, then `international` and `regional`. The order is stable.
    pub fn all() -> &'static [CountryCode] {
        &table::TABLE.codes
    }

    /// The code of exactly this spelling. For what people write, see [`recognise`].
    pub fn parse(code: &str) -> Option<CountryCode> {
        table::TABLE.index_of(code).map(|index| table::TABLE.codes[index])
    }

    /// The code as text.
    pub const fn as_str(self) -> &'static str {
        self.0
    }

    /// Whether it adds to the number of countries: every code but `international` and `regional` (contract "Counts").
    pub fn is_counted(self) -> bool {
        self != CountryCode::INTERNATIONAL && self != CountryCode::REGIONAL
    }
}

impl std::fmt::Display for CountryCode {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.0)
    }
}

impl std::str::FromStr for CountryCode {
    type Err = UnknownWord;
    fn from_str(code: &str) -> Result<Self, Self::Err> {
        CountryCode::parse(code).ok_or(UnknownWord("CountryCode"))
    }
}

impl serde::Serialize for CountryCode {
    fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(self.0)
    }
}

impl<'de> serde::Deserialize<'de> for CountryCode {
    fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let code = <Cow<'de, str> as serde::Deserialize>::deserialize(from)?;
        code.parse().map_err(serde::de::Error::custom)
    }
}

crate::word_enum!(
    /// The five regions of UN M49. Antarctica, which M49 leaves out, counts as Oceania, as in CLDR.
    Region {
        /// Africa.
        Africa => "africa",
        /// The Americas and the Caribbean.
        Americas => "americas",
        /// Asia, with Cyprus, Türkiye and the Caucasus as M49 has it; Taiwan and Tibet.
        Asia => "asia",
        /// Europe, with Kosovo.
        Europe => "europe",
        /// Australia, New Zealand and the Pacific.
        Oceania => "oceania",
    }
);

/// The region of a country; `None` for `international` and for `regional`, whose region the signature names itself.
pub fn region(code: CountryCode) -> Option<Region> {
    table::TABLE.index_of(code.as_str()).and_then(|index| table::TABLE.regions.get(index).copied())
}

/// The region of a place as it is stored: its country's, or its own where it is `regional`.
pub fn region_of(code: Option<&str>, own: Option<&str>) -> Option<&'static str> {
    let of_country = code.and_then(CountryCode::parse).and_then(region);
    let own = || own.and_then(|region| region.parse::<Region>().ok());
    of_country.or_else(own).map(Region::as_str)
}
