use std::collections::BTreeMap;

use super::*;

fn code(code: &str) -> CountryCode {
    CountryCode::parse(code).unwrap()
}

#[test]
fn every_iso_country_and_our_own_codes_are_there() {
    let all = CountryCode::all();
    assert_eq!(all.len(), 249 + 2 + 2, "ISO 3166-1, XK and XT, international and regional");
    assert!(all.windows(2).all(|pair| pair[0] < pair[1]), "each once, in a stable order");
    for wanted in ["KE", "TW", "HK", "PS", "EH", "XK", "XT", "international", "regional"] {
        assert_eq!(code(wanted).as_str(), wanted);
    }
    for wrong in ["", "ke", "XX", "UK", "EU", "International", "KEN"] {
        assert_eq!(CountryCode::parse(wrong), None, "{wrong}");
    }
}

#[test]
fn international_and_regional_do_not_count_as_countries() {
    let uncounted: Vec<&str> =
        CountryCode::all().iter().filter(|code| !code.is_counted()).map(|code| code.as_str()).collect();
    assert_eq!(uncounted, ["international", "regional"]);
    assert!(code("XK").is_counted() && code("XT").is_counted());
}

#[test]
fn every_country_has_a_name_in_every_language_and_a_region() {
    for language in &table::TABLE.languages {
        for code in CountryCode::all() {
            let name = name(*code, language.tag);
            assert!(!name.is_empty() && name != code.as_str(), "{code} in {}", language.tag);
        }
        assert_eq!(language.regions.len(), Region::ALL.len(), "{}", language.tag);
    }
    for code in CountryCode::all() {
        assert_eq!(region(*code).is_some(), code.is_counted(), "{code}");
    }
}

#[test]
fn english_names_are_the_everyday_ones() {
    let table = [
        ("TW", "Taiwan"),
        ("HK", "Hong Kong"),
        ("MO", "Macao"),
        ("PS", "Palestine"),
        ("XK", "Kosovo"),
        ("XT", "Tibet"),
        ("EH", "Western Sahara"),
        ("TR", "Türkiye"),
        ("CZ", "Czechia"),
        ("MM", "Myanmar"),
        ("CI", "Côte d’Ivoire"),
        ("BA", "Bosnia and Herzegovina"),
        ("LC", "Saint Lucia"),
        ("CD", "Congo (DRC)"),
        ("CG", "Congo (Republic)"),
        ("GB", "United Kingdom"),
        ("international", "International"),
    ];
    for (country, english) in table {
        assert_eq!(name(code(country), "en"), english);
    }
    let names: Vec<&str> = CountryCode::all().iter().map(|code| name(*code, "en")).collect();
    assert!(names.iter().all(|name| !name.contains('&') && !name.contains("SAR") && !name.starts_with("St.")));
}

#[test]
fn names_follow_the_language_of_the_page() {
    let table = [
        ("KE", "ar", "كينيا"),
        ("TW", "zh", "台湾"),
        ("TW", "zh-TW", "台灣"),
        ("TW", "zh-Hant-HK", "台灣"),
        ("HK", "zh-Hans-HK", "香港"),
        ("DE", "fr-CA", "Allemagne"),
        ("DE", "ES_mx", "Alemania"),
        ("DE", "xx", "Germany"),
        ("DE", "", "Germany"),
        ("XT", "fr", "Tibet"),
    ];
    for (country, language, expected) in table {
        assert_eq!(name(code(country), language), expected, "{country} in {language}");
    }
    assert_eq!(region_name(Region::Africa, "fr"), "Afrique");
    assert_eq!(region_name(Region::Oceania, "en"), "Oceania");
}

#[test]
fn regions_follow_the_un_split_and_our_own_codes() {
    let table = [
        ("KE", Region::Africa),
        ("JM", Region::Americas),
        ("TW", Region::Asia),
        ("XT", Region::Asia),
        ("CY", Region::Asia),
        ("XK", Region::Europe),
        ("RU", Region::Europe),
        ("FJ", Region::Oceania),
    ];
    for (country, expected) in table {
        assert_eq!(region(code(country)), Some(expected), "{country}");
    }
}

#[test]
fn the_list_of_a_form_is_sorted_for_its_readers_and_takes_the_letters_labels() {
    let labels = BTreeMap::from([(code("TW"), "Aotea Taiwan".to_owned())]);
    let choices = choices("en", &labels);
    assert_eq!(choices.len(), CountryCode::all().len());
    let place = |country: &str| choices.iter().position(|(code, _)| code.as_str() == country);
    assert!(place("AF") < place("AX") && place("AX") < place("AL"), "Å sorts with A");
    assert!(place("TW") < place("AR"), "the label decides the place");
    assert_eq!(
        choices.iter().find(|(code, _)| code.as_str() == "TW").map(|(_, label)| label.as_str()),
        Some("Aotea Taiwan")
    );
    let last: Vec<&str> = choices[choices.len() - 2..].iter().map(|(code, _)| code.as_str()).collect();
    assert_eq!(last, ["international", "regional"]);
    let swedish = super::choices("sv", &BTreeMap::new());
    assert_eq!(swedish.last().map(|(code, _)| code.as_str()), Some("regional"));
    assert!(
        swedish.iter().position(|(code, _)| code.as_str() == "ZW")
            < swedish.iter().position(|(code, _)| code.as_str() == "AX")
    );
}

#[test]
fn every_printed_name_is_recognised_in_every_language() {
    for language in &table::TABLE.languages {
        for (code, name) in CountryCode::all().iter().zip(&language.names) {
            let known = recognise(name);
            let shared = known == Recognition::Unknown;
            assert!(known.code() == Some(*code) || shared, "{name} ({}) is not {known:?}", language.tag);
            assert!(!shared || language.tag != "en", "{name} is ambiguous in English");
        }
    }
    for code in CountryCode::all().iter().filter(|code| code.as_str() != "NA") {
        assert_eq!(recognise(code.as_str()), Recognition::Known(*code));
    }
}

#[test]
fn common_spellings_are_recognised() {
    let table = [
        ("UK", "GB"),
        ("U.S.", "US"),
        ("usa", "US"),
        ("United States of America", "US"),
        ("Unites States", "US"),
        ("Marocco", "MA"),
        ("Viet Nam", "VN"),
        ("Ivory Coast", "CI"),
        ("Cote d'Ivoire", "CI"),
        ("DRC", "CD"),
        ("DRC Congo", "CD"),
        ("South Korea", "KR"),
        ("Republic of Korea", "KR"),
        ("Macedonia", "MK"),
        ("The Netherlands", "NL"),
        ("\u{a0}France\u{a0} ", "FR"),
        ("Bangladesh.", "BD"),
        ("austria", "AT"),
        ("MÉXICO", "MX"),
        ("Mexico", "MX"),
        ("Deutschland", "DE"),
        ("Côte d’Ivoire", "CI"),
        ("Türkiye", "TR"),
        ("Turkey", "TR"),
        ("台灣", "TW"),
        ("臺灣", "TW"),
        ("الإمارات العربية المتحدة", "AE"),
        ("Россия", "RU"),
        ("Mỹ", "US"),
        ("de", "DE"),
        ("GB", "GB"),
        ("KEN", "KE"),
        ("my", "MY"),
        ("NO", "NO"),
        ("Kosovo*", "XK"),
        ("Guinea", "GN"),
        ("Niger", "NE"),
        ("Dominica", "DM"),
        ("Tibet", "XT"),
        ("Global", "international"),
        ("International", "international"),
        ("Regional", "regional"),
    ];
    for (spelling, expected) in table {
        assert_eq!(recognise(spelling), Recognition::Known(code(expected)), "{spelling}");
    }
}

#[test]
fn what_may_mean_two_places_or_none_is_not_guessed() {
    let unknown = [
        "",
        " ",
        "-",
        "Korea",
        "Congo",
        "KONGO",
        "Ireland/UK",
        "Switzerland, Italy",
        "Argentina - Spain",
        "Geneva",
        "Munich",
        "Europe",
        "Caribbean",
        "Global South",
        "Latin America",
        "Colomba",
        "Columbia",
        "NA",
        "N/A",
        "no",
        "XX",
        "EU",
        "AFR",
        "Jordan (ENP member)",
        "Guineaa",
        "St",
        "1",
        "\0",
        "=cmd()",
    ];
    for spelling in unknown {
        assert_eq!(recognise(spelling), Recognition::Unknown, "{spelling:?}");
    }
}

#[test]
fn suggestions_are_offered_beside_an_unrecognised_spelling() {
    let table: &[(&str, &[&str])] = &[
        ("Korea", &["KR", "KP"]),
        ("Congo", &["CD", "CG"]),
        ("Colomba", &["CO"]),
        ("Argentina - Spain", &["AR", "ES"]),
        ("Switzerland, Italy", &["CH", "IT"]),
        ("Jordan (ENP member)", &["JO"]),
        ("Europe", &["regional"]),
        ("Caribbean", &["regional"]),
        ("Munich", &[]),
        ("", &[]),
    ];
    for (spelling, expected) in table {
        let found: Vec<&str> = suggestions(spelling).into_iter().map(CountryCode::as_str).collect();
        assert_eq!(&found, expected, "{spelling}");
    }
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig::with_cases(48))]
    #[test]
    fn any_spelling_is_answered_without_a_fault(spelling in proptest::prelude::any::<String>()) {
        let _ = (recognise(&spelling), suggestions(&spelling), name(CountryCode::INTERNATIONAL, &spelling));
        proptest::prop_assert!(suggestions(&spelling).len() <= 3);
    }
}

/// Real spellings from public letters, where the folder with them is there.
#[test]
fn real_spellings_are_recognised_but_for_those_that_are_no_single_country() {
    let file = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data/country_spellings.csv");
    let Ok(mut reader) = csv::Reader::from_path(file) else { return };
    let spellings: Vec<String> = reader.records().map(|record| record.unwrap()[0].to_owned()).collect();
    assert_eq!(spellings.len(), 182);
    let mut unknown: Vec<&str> =
        spellings.iter().map(String::as_str).filter(|spelling| recognise(spelling) == Recognition::Unknown).collect();
    unknown.sort_unstable();
    let expected = [
        "Argentina - Spain",
        "Caribbean",
        "Colomba",
        "Europe",
        "Geneva",
        "Global South",
        "Jordan (ENP member)",
        "Korea",
        "Munich",
        "Nantes University",
        "Switzerland, Italy",
    ];
    assert_eq!(unknown, expected);
}
