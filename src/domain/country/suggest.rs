//! Suggestions for a spelling that was not recognised. They are shown to a person beside the question and never
//! applied by themselves.

use super::CountryCode;
use super::recognise::{known_keys, recognise};
use super::table::TABLE;
use crate::domain::text::name_key;

/// How many are shown at most.
const AT_MOST: usize = 3;
/// The least likeness (1 is equal): "Colomba" is 0.88 of "Colombia"; "Munich" is like no country.
const LIKE_ENOUGH: f64 = 0.75;
/// Half names and the countries that share them.
const SHARED: &[(&str, &[&str])] = &[
    ("congo", &["CD", "CG"]),
    ("kongo", &["CD", "CG"]),
    ("конго", &["CD", "CG"]),
    ("korea", &["KR", "KP"]),
    ("corea", &["KR", "KP"]),
    ("coree", &["KR", "KP"]),
    ("корея", &["KR", "KP"]),
    ("na", &["NA"]),
    ("no", &["NO"]),
];

/// Up to three codes that the spelling may mean, the likeliest first: the countries of a half name, those named in
/// parts of the text ("A - B", "A (remark)"), `regional` for a region, then names of nearly the same letters.
pub fn suggestions(spelling: &str) -> Vec<CountryCode> {
    let key = name_key(spelling);
    if key.is_empty() {
        return Vec::new();
    }
    let shared = SHARED.iter().filter(|(half, _)| *half == key).flat_map(|(_, codes)| *codes);
    let mut found: Vec<CountryCode> = shared.filter_map(|code| CountryCode::parse(code)).collect();
    found.extend(recognise(spelling).code());
    found.extend(named_in_parts(spelling));
    found.extend(is_region(&key).then_some(CountryCode::REGIONAL));
    if found.is_empty() {
        found = nearly_spelled(&key);
    }
    let mut seen = std::collections::HashSet::new();
    found.retain(|code| seen.insert(*code));
    found.truncate(AT_MOST);
    found
}

fn named_in_parts(spelling: &str) -> Vec<CountryCode> {
    let parts = spelling.split([',', ';', '/', '(', ')', '&', '+', '–', '|']);
    let parts = parts.flat_map(|part| part.split(" - ")).flat_map(|part| part.split(" and "));
    let whole_words = parts.filter(|part| part.trim().chars().count() >= 2);
    whole_words.filter_map(|part| recognise(part).code()).collect()
}

fn is_region(key: &str) -> bool {
    let regions = TABLE.languages.iter().flat_map(|language| &language.regions);
    let subregions =
        ["caribbean", "latin america", "middle east", "mena", "pacific", "balkans", "central america", "south asia"];
    regions.map(|(_, name)| name_key(name)).any(|name| name == key) || subregions.contains(&key)
}

fn nearly_spelled(key: &str) -> Vec<CountryCode> {
    let mut likely: Vec<(f64, CountryCode)> = known_keys()
        .filter(|(known, _)| known.len().abs_diff(key.len()) <= 1 + key.len() / 3)
        .map(|(known, code)| (strsim::normalized_damerau_levenshtein(known, key), code))
        .filter(|(likeness, code)| *likeness >= LIKE_ENOUGH && recognised(*code))
        .collect();
    likely.sort_by(|(one, one_code), (other, other_code)| other.total_cmp(one).then_with(|| one_code.cmp(other_code)));
    likely.into_iter().map(|(_, code)| code).collect()
}

/// `international` and `regional` are chosen, not spelled by chance.
fn recognised(code: CountryCode) -> bool {
    code.is_counted()
}
