//! The order of names: the page language's collation, the same on page, CSV and PDF (users.md U-23).

use std::cmp::Ordering;

use icu_collator::options::CollatorOptions;
use icu_collator::preferences::CollationNumericOrdering;
use icu_collator::{Collator, CollatorBorrowed, CollatorPreferences};
use icu_locale_core::Locale;

/// Compares names as readers of one language expect. Making one costs some microseconds; sort a list with one.
#[derive(Debug)]
pub struct Collation {
    /// `None` only if the compiled data lacked even the root order; then code points decide.
    collator: Option<CollatorBorrowed<'static>>,
}

impl Collation {
    /// The collation of a BCP 47 tag; an unknown or malformed tag gets the root order of Unicode (CLDR root).
    /// Numbers sort by value: "Article 9" before "Article 19".
    pub fn for_language(tag: &str) -> Collation {
        let locale = tag.parse::<Locale>().unwrap_or(Locale::UNKNOWN);
        let mut preferences = CollatorPreferences::from(&locale);
        preferences.numeric_ordering = Some(CollationNumericOrdering::True);
        let collator = Collator::try_new(preferences, CollatorOptions::default())
            .or_else(|_| Collator::try_new(CollatorPreferences::default(), CollatorOptions::default()));
        Collation { collator: collator.ok() }
    }

    /// The order of two names; equal only if they are the same text.
    pub fn compare(&self, one: &str, other: &str) -> Ordering {
        let (sort_one, sort_other) = (sorted_under(one), sorted_under(other));
        let by_language = match &self.collator {
            Some(collator) => collator.compare(sort_one, sort_other),
            None => sort_one.cmp(sort_other),
        };
        by_language.then_with(|| one.cmp(other))
    }

    /// Bytes whose order is the order of the names; only for comparing with keys of the same collation and release.
    pub fn sort_key(&self, name: &str) -> Vec<u8> {
        let mut key = Vec::new();
        match &self.collator {
            Some(collator) => {
                let Ok(()) = collator.write_sort_key_to(sorted_under(name), &mut key);
            }
            None => key.extend_from_slice(sorted_under(name).as_bytes()),
        }
        key.push(0);
        key.extend_from_slice(name.as_bytes());
        key
    }

    /// Sorts rows by their name.
    pub fn sort_by_name<T>(&self, rows: &mut [T], name: impl Fn(&T) -> &str) {
        rows.sort_by(|one, other| self.compare(name(one), name(other)));
    }
}

/// The part of a name that decides its place: without opening quotes and brackets and without a leading "The".
fn sorted_under(name: &str) -> &str {
    let opened = name.trim_start_matches(|c: char| !c.is_alphanumeric());
    let rest = opened.get(..4).filter(|start| start.eq_ignore_ascii_case("the ")).map(|_| opened[4..].trim_start());
    match rest {
        Some(rest) if !rest.is_empty() => rest,
        _ if opened.is_empty() => name,
        _ => opened,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sorted(language: &str, names: &[&str]) -> Vec<String> {
        let mut names: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
        Collation::for_language(language).sort_by_name(&mut names, |name| name);
        names
    }

    #[test]
    fn each_language_has_its_own_order() {
        assert_eq!(
            sorted("en", &["Zebra", "Éclair", "Östra", "Dove", "apple"]),
            ["apple", "Dove", "Éclair", "Östra", "Zebra"]
        );
        assert_eq!(sorted("sv", &["Östra", "Zebra", "Ängel"]), ["Zebra", "Ängel", "Östra"]);
        assert_eq!(sorted("cs", &["Chata", "Cíl", "Duha", "Hora"]), ["Cíl", "Duha", "Hora", "Chata"]);
        assert_eq!(sorted("zh", &["中国", "北京", "阿富汗"]), ["阿富汗", "北京", "中国"]);
    }

    #[test]
    fn a_leading_the_and_quotes_do_not_decide() {
        assert_eq!(
            sorted("en", &["The Zoo", "“Apple”", "Theatre", "the Bee"]),
            ["“Apple”", "the Bee", "Theatre", "The Zoo"]
        );
        assert_eq!(sorted("en", &["The", "!!!", "A"]).len(), 3);
    }

    #[test]
    fn numbers_sort_by_value() {
        assert_eq!(sorted("en", &["Article 19", "Article 9"]), ["Article 9", "Article 19"]);
    }

    #[test]
    fn sort_keys_and_comparison_agree_and_bad_tags_do_no_harm() {
        for tag in ["en", "zh-Hant", "ar", "not a tag", "", "x-klingon"] {
            let collation = Collation::for_language(tag);
            for (one, other) in [("Éa", "Eb"), ("The B", "C"), ("a", "A"), ("中", "北"), ("", "x")] {
                let by_key = collation.sort_key(one).cmp(&collation.sort_key(other));
                assert_eq!(by_key, collation.compare(one, other), "{tag}: {one} / {other}");
            }
        }
    }
}
