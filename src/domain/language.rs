//! Languages by their BCP 47 tags, and what each calls itself. Readers find their language by its own name, whatever the page is
//! written in (W3C, "Indicating the language of a link destination").

use std::sync::LazyLock;

/// Tag and name: those that most letters are in first.
static NAMES: LazyLock<Vec<(&str, &str)>> = LazyLock::new(|| {
    let rows = include_str!("language/names.tsv").lines().filter(|line| !line.starts_with('#'));
    rows.filter_map(|line| line.split_once('\t')).collect()
});

/// The languages that are offered in lists, each as tag and own name.
pub fn all() -> &'static [(&'static str, &'static str)] {
    &NAMES
}

/// What a language calls itself, e.g. `Español` for `es`; that of `sr` for a variant like `sr-Cyrl` that has no name of its own.
pub fn native_name(tag: &str) -> Option<&'static str> {
    let named = |tag: &str| NAMES.iter().find(|(known, _)| *known == tag).map(|(_, name)| *name);
    named(tag).or_else(|| named(tag.split('-').next()?))
}

/// What a language is called on pages: its own name, else its tag.
pub fn name_of(tag: &str) -> &str {
    native_name(tag).unwrap_or(tag)
}

/// What parts the items of a list in this language: a comma of its own script, and the space that stands there.
pub fn comma(tag: &str) -> &'static str {
    match tag.split('-').next().unwrap_or_default() {
        "ar" | "ckb" | "fa" | "ps" | "sd" | "ug" | "ur" => "، ",
        "zh" | "ja" => "，",
        _ => ", ",
    }
}

/// Of the tags that there are, the one for somebody who reads `wanted`: the same, else the language without its variant, else any
/// variant of the language (RFC 4647, lookup, and then a step further: Spanish of any country is better than none).
pub fn best<'a>(wanted: &str, there: impl Iterator<Item = &'a str> + Clone) -> Option<&'a str> {
    let language = |tag: &str| tag.split('-').next().unwrap_or_default().to_ascii_lowercase();
    let own = language(wanted);
    let same = there.clone().find(|tag| tag.eq_ignore_ascii_case(wanted));
    let plain = || there.clone().find(|tag| tag.eq_ignore_ascii_case(&own));
    same.or_else(plain).or_else(|| there.clone().find(|tag| language(tag) == own))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_language_in_the_list_has_a_tag_and_a_name_and_none_stands_twice() {
        let mut tags: Vec<&str> = all().iter().map(|(tag, _)| *tag).collect();
        assert!(
            tags.len() > 90
                && all().iter().all(|(tag, name)| crate::domain::translation::is_tag(tag) && name.len() > 1)
        );
        tags.sort_unstable();
        tags.dedup();
        assert_eq!(tags.len(), all().len());
    }

    #[test]
    fn a_variant_without_a_name_has_that_of_its_language() {
        assert_eq!(name_of("fa"), "فارسی");
        assert_eq!(name_of("sr-Cyrl"), "Српски");
        assert_eq!(name_of("zh-Hant"), "繁體中文");
        assert_eq!(name_of("tlh"), "tlh");
    }

    #[test]
    fn items_of_a_list_are_parted_as_the_script_parts_them() {
        assert_eq!(["en", "ar", "fa-AF", "zh-Hant", "ru"].map(comma), [", ", "، ", "، ", "，", ", "]);
    }

    #[test]
    fn somebody_reads_the_text_in_the_nearest_language_that_there_is() {
        let there = ["en", "es-419", "pt", "zh-Hant"];
        let best = |wanted| best(wanted, there.iter().copied());
        assert_eq!(best("es"), Some("es-419"));
        assert_eq!(best("pt-BR"), Some("pt"));
        assert_eq!(best("ZH-hant"), Some("zh-Hant"));
        assert_eq!(best("fr"), None);
    }
}
