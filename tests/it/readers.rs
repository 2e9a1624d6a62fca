//! What a reader of the public register asks for: one country, one kind, a file of just that.

use undersigned::domain::letter::Signers;
use undersigned::domain::signature::SignatoryKind;

use crate::support::{Guest, Plan, TYPED, TestApp, changed};

/// A public letter signed by an organisation in Lebanon, a network in Kenya and two people in France.
fn signed_by_many(app: &TestApp) -> String {
    let letter = app.open_letter(&Plan { signers: Signers::Both, closes_in_days: None, ..Plan::default() });
    let sign = |guest: Guest, changes: &[(&'static str, &'static str)]| {
        let path = app.invite(&letter, &guest);
        let form = changed(&changed(&TYPED, &[("action", "sign"), ("email", guest.email)]), changes);
        app.browser().submit(&format!("{path}/sign"), &form).expect_status(303);
        app.list(&app.signatures(&letter).pop().unwrap());
    };
    sign(Guest { email: "a@banks.example", ..Guest::default() }, &[]);
    let network = Guest {
        organisation: "Lake Network",
        email: "b@lake.example",
        kind: SignatoryKind::Network,
        ..Guest::default()
    };
    sign(network, &[("organisation_name", "Lake Network"), ("country", "KE")]);
    let person = |email: &'static str| Guest {
        organisation: "Somebody",
        email,
        kind: SignatoryKind::Individual,
        ..Guest::default()
    };
    let as_person = [("signs_as", "individual"), ("country", "FR")];
    let ana = [
        ("person_name", "Ana Ruiz Vega"),
        ("representative_role", "Professor"),
        ("affiliation", "University of the South"),
    ];
    sign(person("ana@south.example"), &[&as_person[..], &ana].concat());
    sign(
        person("bo@north.example"),
        &[&as_person[..], &[("person_name", "Bo Lind"), ("representative_role", "")]].concat(),
    );
    format!("/letters/{}/signatories", app.publish(&letter))
}

on_both! {
    fn a_view_says_how_many_of_which_kind_it_shows(app) {
        let register = signed_by_many(&app);
        let heading = |query: &str| app.browser().get(&format!("{register}{query}")).expect_status(200).texts_of("h1").remove(0);
        assert_eq!(heading("?kind=individual"), "2 of 2 individuals");
        assert_eq!(heading("?kind=organisation"), "2 of 2 organisations");
        assert_eq!(heading("?kind=network"), "1 of 2 organisations: Networks");
        assert_eq!(heading("?country=ke"), heading("?country=KE"), "however the code is written");
        assert_eq!(heading("?country=KE"), "1 of 2 organisations and 2 individuals: Kenya");
    }

    fn a_country_without_a_name_leads_to_its_neighbours(app) {
        let register = signed_by_many(&app);
        let page = app.browser().get(&format!("{register}?country=TZ")).expect_status(200);
        let page = page.expect_text("No signatory from Tanzania.").expect_text("1 from Africa");
        assert!(page.href_of(".prose a").ends_with("?region=africa"));
    }

    fn the_file_of_a_view_holds_the_lines_of_that_view(app) {
        let register = signed_by_many(&app);
        let browser = app.browser();
        let page = browser.get(&format!("{register}?country=FR&kind=individual&q=vega")).expect_status(200);
        let file = page.expect_text("CSV of this view").href_of(".files a:last-child");
        assert_eq!(file, format!("{register}.csv?country=FR&kind=individual&q=vega"));
        let csv = browser.get(&file).expect_status(200);
        let text = csv.text();
        let lines: Vec<&str> = text.lines().collect();
        assert_eq!(lines.len(), 2, "{text}");
        assert!(lines[1].starts_with("Ana Ruiz Vega,,,FR,France,Europe,individual,,"), "{text}");
        assert!(lines[1].contains("\"Professor, University of the South\",named,"), "role and affiliation, as on the page");
        assert_eq!(browser.get(&format!("{register}.csv")).text().lines().count(), 5);
        let json: serde_json::Value = serde_json::from_str(&browser.get(&format!("{register}.json")).text()).unwrap();
        let roles: Vec<_> = json["signatories"].as_array().unwrap().iter().filter_map(|one| one["role"].as_str()).collect();
        assert_eq!(roles, ["Professor, University of the South"]);
    }

    fn a_letter_that_nobody_signed_is_not_said_to_have_no_organisations(app) {
        let letter = app.open_letter(&Plan::default());
        app.publish(&letter);
        let front = app.browser().get("/").expect_status(200).expect_text("Convened by Still Waters Network");
        assert!(!front.text().contains("0 organisations"));
    }
}
