//! The register's promises: one set of numbers, no place that could name a withheld signatory, no time of signing.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use proptest::prelude::*;

use super::*;
use crate::domain::signature::WithheldPlace;
use crate::render::files::{LetterFacts, signatories_csv, signatories_json};
use crate::render::public::samples::moment;

fn line(kind: SignatoryKind, name: &str, country: &str) -> PrintedLine {
    PrintedLine {
        kind,
        name: name.into(),
        latin_name: None,
        acronym: None,
        country: Some(country.into()),
        region: None,
        affiliation: None,
        website: None,
        representative: None,
        role: None,
    }
}

fn organisation(name: &str, country: &str) -> PrintedLine {
    line(SignatoryKind::Organisation, name, country)
}

fn register(lines: Vec<(PrintedLine, Wave)>, withheld: Vec<Withheld>) -> Register {
    let labels = Labels::new("en", BTreeMap::new());
    let named = lines.into_iter().map(|(line, wave)| PublicSignatory::new(line, wave, false, &labels)).collect();
    Register::new(labels, named, withheld, moment("2026-11-25T09:00"))
}

fn initial(lines: Vec<PrintedLine>) -> Register {
    register(lines.into_iter().map(|line| (line, Wave::Initial)).collect(), Vec::new())
}

fn names(register: &Register) -> Vec<&str> {
    register.named().map(|one| one.name.as_str()).collect()
}

fn withheld(allowed: WithheldPlace, country: &str, count: usize) -> Vec<Withheld> {
    vec![Withheld::new(SignatoryKind::Organisation, allowed, CountryCode::parse(country)); count]
}

fn places(register: &Register) -> Vec<(Option<String>, usize)> {
    register.withheld_places().into_iter().map(|one| (one.place, one.count)).collect()
}

#[test]
fn networks_and_withheld_organisations_count_as_organisations_and_only_named_countries_count() {
    let mut lines = vec![
        organisation("A", "KE"),
        line(SignatoryKind::Network, "B", "KE"),
        organisation("C", "XK"),
        organisation("D", "international"),
        organisation("E", "regional"),
        line(SignatoryKind::Individual, "F", "BR"),
    ];
    lines[4].region = Some("asia".into());
    let mut hidden = withheld(WithheldPlace::Country, "UG", 2);
    hidden.push(Withheld::new(SignatoryKind::Individual, WithheldPlace::None, None));
    let register = register(lines.into_iter().map(|line| (line, Wave::Initial)).collect(), hidden);
    let counts = register.counts();
    assert_eq!(counts, Counts { organisations: 7, individuals: 2, countries: 3, withheld: 3 });
    assert_eq!(counts.signatories(), 9);
}

#[test]
fn hiding_all_names_leaves_the_counts_and_empties_every_output() {
    let mut register =
        register(vec![(organisation("Deep Ford Forum", "KE"), Wave::Initial)], withheld(WithheldPlace::None, "KE", 1));
    let counts = register.counts();
    register.names_hidden = true;
    assert_eq!(register.counts(), counts);
    assert_eq!(names(&register), Vec::<&str>::new());
    assert!(register.regions().is_empty() && register.country_choices(None).is_empty());
    assert_eq!(register.view(&RegisterFilter::read([("q", "ford")])).matching, 0);
    let csv = String::from_utf8(signatories_csv(register.named()).expect("written")).expect("UTF-8");
    assert_eq!(csv.lines().count(), 1);
    let json = String::from_utf8(signatories_json(&facts(), &register).expect("written")).expect("UTF-8");
    assert!(json.contains("\"organisations\": 2") && !json.contains("Ford"), "{json}");
}

#[test]
fn a_place_of_withheld_names_is_printed_only_when_five_share_it() {
    use WithheldPlace::{Country, None as Nowhere, Region};
    let of = |parts: Vec<Vec<Withheld>>| places(&register(Vec::new(), parts.concat()));
    let africa = Some("Africa".to_owned());
    assert_eq!(of(vec![withheld(Country, "KE", 5)]), [(Some("Kenya".to_owned()), 5)]);
    assert_eq!(of(vec![withheld(Country, "KE", 4)]), [(None, 4)]);
    assert_eq!(of(vec![withheld(Country, "KE", 4), withheld(Region, "UG", 1)]), [(africa.clone(), 5)]);
    assert_eq!(of(vec![withheld(Region, "KE", 4), withheld(Nowhere, "UG", 3)]), [(None, 7)]);
    assert_eq!(
        of(vec![
            withheld(Country, "KE", 6),
            withheld(Country, "UG", 4),
            withheld(Region, "GH", 1),
            withheld(Nowhere, "GH", 1)
        ]),
        [(Some("Kenya".to_owned()), 6), (africa, 5), (None, 1)]
    );
    assert_eq!(of(vec![withheld(Country, "international", 9)]), [(None, 9)]);
    assert_eq!(of(vec![]), []);
}

#[test]
fn names_stand_by_country_and_name_then_persons_then_later_waves() {
    let day = NaiveDate::from_ymd_opt(2026, 11, 27).expect("a day");
    let lines = vec![
        (organisation("Late", "AR"), Wave::Late(day)),
        (line(SignatoryKind::Individual, "Zoe", "AR"), Wave::Initial),
        (organisation("Beyond borders", "international"), Wave::Initial),
        (organisation("The Zebra", "ZM"), Wave::Initial),
        (organisation("Éclair", "FR"), Wave::Initial),
        (organisation("Dove", "FR"), Wave::Initial),
        (organisation("Fjord", "FR"), Wave::Initial),
    ];
    let register = register(lines, Vec::new());
    assert_eq!(names(&register), ["Dove", "Éclair", "Fjord", "The Zebra", "Beyond borders", "Zoe", "Late"]);
    let view = register.view(&RegisterFilter::default());
    assert_eq!(
        view.flow.iter().map(|group| group.heading.as_str()).collect::<Vec<_>>(),
        ["France", "Zambia", "International"]
    );
    assert_eq!((view.individuals.len(), view.late.len(), view.late[0].day), (1, 1, day));
}

#[test]
fn a_letter_may_call_a_country_by_its_own_name_everywhere() {
    let own = BTreeMap::from([(CountryCode::parse("TW").expect("a code"), "Formosa".to_owned())]);
    let labels = Labels::new("en", own);
    let named = vec![PublicSignatory::new(organisation("河岸公民會", "TW"), Wave::Initial, false, &labels)];
    let register = Register::new(labels, named, Vec::new(), moment("2026-11-25T09:00"));
    assert_eq!(register.view(&RegisterFilter::default()).flow[0].heading, "Formosa");
    assert_eq!(register.country_choices(None)[0].label, "Formosa");
    assert_eq!(register.view(&RegisterFilter::read([("q", "formosa")])).matching, 1);
}

#[test]
fn the_filter_finds_by_country_region_kind_and_folded_words() {
    let mut third = organisation("جمعية ضفاف النهر", "LB");
    third.latin_name = Some("River Banks Association".into());
    let mut network = line(SignatoryKind::Network, "Peoples’ Network", "KE");
    network.acronym = Some("PNK".into());
    let register = initial(vec![
        organisation("Réseau Égalité", "FR"),
        network,
        third,
        line(SignatoryKind::Individual, "Éva Reséau", "FR"),
    ]);
    let found = |pairs: &[(&str, &str)]| {
        let view = register.view(&RegisterFilter::read(pairs.iter().copied()));
        let flow = view.flow.iter().flat_map(|group| group.lines.iter());
        flow.chain(view.individuals.iter()).map(|one| one.name.as_str()).collect::<Vec<_>>()
    };
    assert_eq!(found(&[("q", "reseau EGALITE")]), ["Réseau Égalité"]);
    assert_eq!(found(&[("q", "river banks")]), ["جمعية ضفاف النهر"]);
    assert_eq!(found(&[("q", "pnk kenya")]), ["Peoples’ Network"]);
    assert_eq!(found(&[("country", "FR")]), ["Réseau Égalité", "Éva Reséau"]);
    assert_eq!(found(&[("country", "FR"), ("kind", "organisation")]), ["Réseau Égalité"]);
    assert_eq!(found(&[("kind", "network")]), ["Peoples’ Network"]);
    assert_eq!(found(&[("region", "asia")]), ["جمعية ضفاف النهر"]);
    assert_eq!(found(&[("country", "nowhere"), ("kind", "?"), ("surprise", "1")]).len(), 4);
    assert!(found(&[("country", "FJ")]).is_empty());
}

#[test]
fn a_link_keeps_its_view() {
    let pairs =
        [("country", "KE"), ("region", "africa"), ("kind", "network"), ("q", "a & b=c"), ("after", "o~KE~~A+B")];
    let filter = RegisterFilter::read(pairs);
    let query = filter.query();
    let read: Vec<(String, String)> = serde_urlencoded::from_str(query.trim_start_matches('?')).expect("a query");
    assert_eq!(RegisterFilter::read(read.iter().map(|(name, value)| (name.as_str(), value.as_str()))), filter);
    assert_eq!(RegisterFilter::default().query(), "");
}

#[test]
fn pages_of_a_long_register_show_every_name_once_even_when_a_name_goes_meanwhile() {
    let lines = |without: &str| -> Vec<PrintedLine> {
        let all = (0..2500).map(|at| format!("Name {at:04}~{}", at % 7));
        let mut lines: Vec<PrintedLine> = all
            .zip(["KE", "FR", "regional"].iter().cycle())
            .map(|(name, country)| organisation(&name, country))
            .collect();
        lines.extend((0..20).map(|at| line(SignatoryKind::Individual, &format!("Person {at}"), "KE")));
        lines
            .iter_mut()
            .filter(|line| line.country.as_deref() == Some("regional"))
            .for_each(|line| line.region = Some("asia".into()));
        lines.retain(|line| line.name != without);
        lines
    };
    let whole = initial(lines(""));
    let mut seen: Vec<String> = Vec::new();
    let mut register = &whole;
    let mut filter = RegisterFilter::default();
    let mut first_page = true;
    let without_last = {
        let view = whole.view(&filter);
        let last_block = view.initials.iter().flat_map(|block| block.countries.iter()).chain(view.flow.iter()).last();
        initial(lines(&last_block.and_then(|group| group.lines.last()).expect("a name").name))
    };
    loop {
        let view = register.view(&filter);
        let blocks = view.initials.iter().flat_map(|block| block.countries.iter()).chain(view.flow.iter());
        seen.extend(blocks.flat_map(|group| group.lines.iter()).map(|one| one.name.clone()));
        seen.extend(view.individuals.iter().map(|one| one.name.clone()));
        let Some(next) = view.next else { break };
        filter.after = Some(next);
        if first_page {
            // The line that the cursor names is withdrawn between two pages.
            register = &without_last;
            first_page = false;
        }
    }
    assert_eq!(seen.len(), 2520);
    assert_eq!(seen.iter().collect::<BTreeSet<_>>().len(), 2520);
    for broken in ["", "~", "x~y", "o~", "o~KE", "l~2026", "i~\u{202E}"] {
        filter.after = Some(broken.into());
        assert!(register.view(&filter).matching > 0);
    }
}

fn facts() -> LetterFacts {
    LetterFacts {
        slug: "rivers-we-share".into(),
        title: "Rivers & borders".into(),
        kind: crate::domain::letter::Kind::OpenLetter,
        language: "en".into(),
        version: 3,
        text_sha256: "ab".repeat(32),
        published_at: "2026-11-25T09:00:00Z".into(),
        url: "https://letters.example/letters/rivers-we-share".into(),
    }
}

#[test]
fn the_csv_opens_in_a_spreadsheet_and_runs_nothing() {
    let mut formula = organisation("=HYPERLINK(\"http://evil.example\",\"x\")", "KE");
    formula.representative = Some("@SUM(A1)".into());
    let mut person = line(SignatoryKind::Individual, "Zoë, \"the\" second", "FR");
    person.affiliation = Some("+1 University".into());
    let register = register(
        vec![(formula, Wave::Initial), (person, Wave::Late(NaiveDate::from_ymd_opt(2026, 11, 27).expect("a day")))],
        withheld(WithheldPlace::Country, "UG", 7),
    );
    let bytes = signatories_csv(register.named()).expect("written");
    let text = String::from_utf8(bytes).expect("UTF-8");
    let expected = "\u{FEFF}name,latin_name,acronym,country_code,country,region,kind,representative,role,listing,wave\r\n\
        \"'=HYPERLINK(\"\"http://evil.example\"\",\"\"x\"\")\",,,KE,Kenya,Africa,organisation,'@SUM(A1),,named,initial\r\n\
        \"Zoë, \"\"the\"\" second\",,,FR,France,Europe,individual,,'+1 University,named,2026-11-27\r\n";
    assert_eq!(text, expected);
}

#[test]
fn the_json_has_the_contracts_shape_and_counts_the_withheld_without_a_line() {
    let register =
        register(vec![(organisation("Deep Ford Forum", "KE"), Wave::Initial)], withheld(WithheldPlace::None, "UG", 2));
    let json: serde_json::Value =
        serde_json::from_slice(&signatories_json(&facts(), &register).expect("written")).expect("JSON");
    let expected = serde_json::json!({
        "letter": {"slug": "rivers-we-share", "title": "Rivers & borders", "kind": "open_letter", "language": "en",
            "version": 3, "text_sha256": "ab".repeat(32), "published_at": "2026-11-25T09:00:00Z",
            "url": "https://letters.example/letters/rivers-we-share"},
        "as_of": "2026-11-25T09:00:00Z",
        "counts": {"organisations": 3, "countries": 1, "individuals": 0, "withheld": 2},
        "signatories": [{"name": "Deep Ford Forum", "latin_name": null, "acronym": null, "country_code": "KE",
            "country": "Kenya", "region": "Africa", "kind": "organisation", "representative": null, "role": null,
            "wave": "initial"}]
    });
    assert_eq!(json, expected);
}

proptest! {
    #[test]
    fn no_output_tells_who_is_withheld_only_how_many(
        places_of in prop::collection::vec(0usize..4, 0..12),
    ) {
        let countries = ["KE", "UG", "FR", "TW"];
        let of = |allowed: fn(usize) -> WithheldPlace| {
            let withheld = places_of.iter().enumerate().map(|(n, country)| {
                Withheld::new(SignatoryKind::Organisation, allowed(n), CountryCode::parse(countries[*country]))
            });
            register(vec![(organisation("Deep Ford Forum", "KE"), Wave::Initial)], withheld.collect())
        };
        let nowhere = of(|_| WithheldPlace::None);
        let country = of(|_| WithheldPlace::Country);
        prop_assert_eq!(nowhere.counts(), country.counts());
        prop_assert_eq!(signatories_csv(nowhere.named()).expect("csv"), signatories_csv(country.named()).expect("csv"));
        prop_assert_eq!(signatories_json(&facts(), &nowhere).expect("json"), signatories_json(&facts(), &country).expect("json"));
        prop_assert!(places(&nowhere).iter().all(|(place, _)| place.is_none()));
        prop_assert!(places(&country).iter().all(|(place, count)| place.is_none() || *count >= 5));
        prop_assert_eq!(places(&country).iter().map(|(_, count)| count).sum::<usize>(), places_of.len());
    }
}
