//! What a country is called in the page's language, and the list for a form.

use std::collections::BTreeMap;

use super::table::TABLE;
use super::{CountryCode, Region};
use crate::domain::text::Collation;

/// The everyday name of a country in a language (BCP 47 tag); English where the language is not at hand.
pub fn name(code: CountryCode, language: &str) -> &'static str {
    let names = &TABLE.language(language).names;
    TABLE.index_of(code.as_str()).and_then(|index| names.get(index).copied()).unwrap_or(code.as_str())
}

/// The name of a region in a language; English where the language is not at hand.
pub fn region_name(region: Region, language: &str) -> &'static str {
    let regions = &TABLE.language(language).regions;
    regions.iter().find(|(known, _)| *known == region).map_or(region.as_str(), |(_, name)| name)
}

/// Every code with its label for a form: a letter's own label or else the name, in the order of the language;
/// `international` and `regional` stand last, in this order.
pub fn choices(language: &str, labels: &BTreeMap<CountryCode, String>) -> Vec<(CountryCode, String)> {
    let label = |code: CountryCode| labels.get(&code).cloned().unwrap_or_else(|| name(code, language).to_owned());
    let mut choices: Vec<(CountryCode, String)> = CountryCode::all().iter().map(|code| (*code, label(*code))).collect();
    let collation = Collation::for_language(language);
    choices.sort_by(|(one, one_label), (other, other_label)| {
        let last_ones = |code: &CountryCode| if code.is_counted() { None } else { Some(code.as_str()) };
        last_ones(one).cmp(&last_ones(other)).then_with(|| collation.compare(one_label, other_label))
    });
    choices
}
