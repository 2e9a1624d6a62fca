//! Page, register, CSV and JSON of a public letter: they never disagree, never tell who is withheld, never show what is gone,
//! and do not exist before publication.

use std::collections::BTreeSet;
use std::time::{Duration, Instant};

use rand::rngs::StdRng;
use rand::seq::IndexedRandom;
use rand::{RngExt, SeedableRng};
use undersigned::domain::signature::WithheldPlace;

use crate::support::campaign::{Campaign, Draft};
use crate::support::signatories::{Signatory, Who};
use crate::support::{Browser, Database, Program, TestApp};

/// Where names are printed.
const OUTPUTS: [&str; 4] = ["", "signatories", "signatories.csv", "signatories.json"];

/// The codes of countries that the random signatories come from.
const COUNTRIES: [(&str, &str); 5] =
    [("KE", "Kenya"), ("LB", "Lebanon"), ("CL", "Chile"), ("NP", "Nepal"), ("international", "International")];

/// What the outputs of one moment said, all of them the same.
#[derive(Debug, Clone, PartialEq)]
struct Told {
    organisations: usize,
    countries: usize,
    withheld: usize,
    names: BTreeSet<String>,
    as_of: String,
}

fn letter(app: &TestApp, collects: &str) -> (Browser, Campaign) {
    let desk = app.operator();
    let letter = Campaign::draft(
        &desk,
        &Draft {
            title: "For the rivers we share",
            slug: "the-rivers-we-share",
            signers: "both",
            collects,
            body: "We ask the delegates to hear those who live by the river.",
        },
    );
    letter.open(&desk);
    (desk, letter)
}

/// Reads every output and fails when two of them disagree.
fn told(reader: &Browser, letter: &Campaign) -> Told {
    let json = reader.get(&letter.public("signatories.json")).expect_status(200);
    let json: serde_json::Value = serde_json::from_slice(&json.bytes).expect("JSON");
    let count = |name: &str| json["counts"][name].as_u64().expect("a count") as usize;
    let people = json["signatories"].as_array().expect("a list");
    let names: BTreeSet<String> = people.iter().map(|one| one["name"].as_str().expect("a name").to_owned()).collect();
    let as_of = json["as_of"].as_str().expect("a time").to_owned();
    let told = Told {
        organisations: count("organisations"),
        countries: count("countries"),
        withheld: count("withheld"),
        names,
        as_of,
    };

    let file = reader.get(&letter.public("signatories.csv")).expect_status(200);
    let mut rows = csv::Reader::from_reader(file.bytes.strip_prefix("\u{feff}".as_bytes()).expect("a byte order mark"));
    let of_csv: BTreeSet<String> = rows.records().map(|row| row.expect("a row")[0].to_owned()).collect();
    assert_eq!(of_csv, told.names, "CSV and JSON name the same");

    for page in ["", "signatories"] {
        let page = reader.get(&letter.public(page)).expect_status(200);
        let (html, text) = (page.text(), page.main_text());
        assert!(html.contains(&format!("datetime=\"{}\"", told.as_of)), "{}: not as of {}", page.asked, told.as_of);
        if told.organisations > 0 {
            let noun = if told.organisations == 1 { "organisation" } else { "organisations" };
            let sentence = format!("{} {noun}", told.organisations);
            assert!(text.contains(&sentence), "{}: {sentence:?} is not in\n{text}", page.asked);
        }
        for name in &told.names {
            assert!(text.contains(name.as_str()), "{}: {name} is missing", page.asked);
        }
    }
    others_agree(reader, letter, &told);
    told
}

/// What carries the numbers without the list says the same.
fn others_agree(reader: &Browser, letter: &Campaign, told: &Told) {
    let plural = |count: usize, one: &str, more: &str| format!("{count} {}", if count == 1 { one } else { more });
    let organisations = plural(told.organisations, "organisation", "organisations");
    let sentence = match told.countries {
        0 => organisations,
        count => format!("{organisations} in {}", plural(count, "country", "countries")),
    };
    let press = reader.get(&letter.public("press")).expect_status(200);
    assert!(press.text().contains(&format!("datetime=\"{}\"", told.as_of)), "the press page is as of {}", told.as_of);
    for page in ["press", "embed"] {
        let text = reader.get(&letter.public(page)).expect_status(200).main_text();
        assert!(told.organisations == 0 || text.contains(&sentence), "{page}: {sentence:?} is not in\n{text}");
    }
    let feed = reader.get("/feed.atom").expect_status(200).text();
    assert!(feed.contains(&format!("<updated>{}</updated>", told.as_of)), "as of {} is not in\n{feed}", told.as_of);
    assert!(feed.contains(&format!("<summary>{sentence}</summary>")), "{sentence:?} is not in\n{feed}");
    let zip = reader.get(&letter.public("proof.zip")).expect_status(200).bytes;
    let proof = undersigned::render::proof::check(&zip);
    assert!(proof.is_right(), "{:?}", proof.checks);
    assert_eq!(proof.named, told.names.len(), "the proof");
}

/// What is expected to be public.
#[derive(Debug, Default)]
struct Model {
    named: Vec<(Signatory, &'static str)>,
    withheld: Vec<Signatory>,
    gone: Vec<Signatory>,
    is_hidden: bool,
}

impl Model {
    fn matches(&self, told: &Told) -> bool {
        let names: BTreeSet<String> = self.named.iter().map(|(one, _)| one.name.clone()).collect();
        let own: BTreeSet<&str> =
            self.named.iter().map(|(_, code)| *code).filter(|code| *code != "international").collect();
        told.organisations == self.named.len() + self.withheld.len()
            && told.withheld == self.withheld.len()
            && told.countries == own.len()
            && told.names == if self.is_hidden { BTreeSet::new() } else { names }
    }
}

/// Additions may be some hundred milliseconds late; what is taken away may not.
fn settle(reader: &Browser, letter: &Campaign, model: &Model, may_be_late: bool) -> Told {
    let limit = Instant::now() + Duration::from_secs(5);
    let expected = model.named.len() + model.withheld.len();
    let organisations = || {
        let json = reader.get(&letter.public("signatories.json")).expect_status(200);
        let json: serde_json::Value = serde_json::from_slice(&json.bytes).expect("JSON");
        json["counts"]["organisations"].as_u64().expect("a count") as usize
    };
    while may_be_late && organisations() != expected {
        assert!(Instant::now() < limit, "the addition never shows");
        std::thread::sleep(Duration::from_millis(25));
    }
    let seen = told(reader, letter);
    assert!(model.matches(&seen), "expected {model:#?}\nread {seen:#?}");
    seen
}

on_both! {
    fn page_register_and_files_agree_after_every_change(app) {
        let (desk, letter) = letter(&app, "in_public");
        letter.publish(&desk);
        let reader = app.browser();
        let seed: u64 = rand::random();
        let mut chance = StdRng::seed_from_u64(seed);
        let mut model = Model::default();
        for step in 0..40 {
            let may_be_late = change(&app, &desk, &letter, &mut model, &mut chance, step);
            let seen = settle(&reader, &letter, &model, may_be_late);
            for gone in model.gone.iter().chain(&model.withheld) {
                assert!(!seen.names.contains(&gone.name), "seed {seed}, step {step}: {} is back", gone.name);
                assert_gone(&reader, &letter, &gone.name);
            }
        }
    }

    fn a_withdrawn_name_is_gone_from_every_output_before_the_signer_is_answered(app) {
        let (desk, letter) = letter(&app, "in_public");
        letter.publish(&desk);
        app.signatory(&letter, &Who::named("Kestrel Field Workers", "KE"), true);
        let leaving = app.signatory(&letter, &Who::named("Olive Terrace Women", "LB"), true);
        let reader = app.browser();
        let mut model = Model::default();
        model.named.push((leaving.clone(), "LB"));
        std::thread::sleep(Duration::from_millis(300));
        let before: Vec<_> = OUTPUTS.iter().map(|page| reader.get(&letter.public(page)).expect_status(200)).collect();
        assert!(before.iter().all(|page| page.text().contains(&leaving.name)));
        withdraw(&app.browser(), &leaving);
        for (page, before) in OUTPUTS.iter().zip(&before) {
            // A browser that has the old page asks whether it still holds.
            let asked = reader.request("GET", &letter.public(page)).header("if-none-match", before.header("etag"));
            let after = reader.send(asked).expect_status(200);
            assert!(!after.text().contains(&leaving.name), "{} still names the one that left", after.asked);
            assert_eq!(after.header("cache-control"), "no-cache");
        }
    }

    fn no_output_tells_who_is_withheld(database: Database) {
        let outputs = |database: Database, withheld: Who<'static>| {
            let app = TestApp::from(database);
            let (desk, letter) = letter(&app, "before_publication");
            for (name, country) in [("Amber Valley", "KE"), ("Mesa Viva", "CL"), ("Zebra Crossing", "NP")] {
                app.signatory(&letter, &Who::named(name, country), true);
            }
            app.signatory(&letter, &withheld, true);
            letter.publish(&desk);
            let reader = app.browser();
            let read = |page: &&str| {
                let answer = reader.get(&letter.public(page)).expect_status(200);
                masked(&answer.text(), &app.base)
            };
            ["", "signatories", "signatories.csv", "signatories.json", "signatories?country=NP"].map(|page| read(&page))
        };
        let other = if database.is_postgres() { Database::postgres() } else { Database::sqlite() };
        let withheld = |name, country| Who { is_withheld: true, ..Who::named(name, country) };
        let first = outputs(database, withheld("Aardvark Alliance", "TV"));
        // A place that it would allow is not printed either, as long as fewer than five share it.
        let second = outputs(other, Who { place: WithheldPlace::Country, ..withheld("Last of All", "NP") });
        for (one, two) in first.iter().zip(&second) {
            assert_eq!(one, two);
        }
    }

    fn before_publication_a_letter_answers_like_one_that_never_existed(app) {
        let (_, letter) = letter(&app, "before_publication");
        app.signatory(&letter, &Who::named("Kestrel Field Workers", "KE"), true);
        let never = Campaign { id: String::new(), slug: "a-slug-that-was-never-used".to_owned() };
        let stranger = app.browser();
        let pages = [
            "", "signatories", "signatories.csv", "signatories.json", "letter.pdf", "letter.docx", "press", "versions/1",
            "versions/1.md", "changes", "proof.zip", "card.png", "embed", "sign", "fr", "fr/signatories",
            "signatories?country=KE",
        ];
        for page in pages {
            for method in ["GET", "HEAD"] {
                let ask = |of: &Campaign| stranger.send(stranger.request(method, &of.public(page)));
                let (hidden, none) = (ask(&letter), ask(&never));
                assert_eq!(hidden.status, 404, "{}", hidden.asked);
                assert_eq!(none.status, 404);
                assert_eq!(headers(&hidden), headers(&none), "{}", hidden.asked);
                let body = |text: &str, of: &Campaign| text.replace(&of.slug, "SLUG");
                assert_eq!(body(&hidden.text(), &letter), body(&none.text(), &never), "{}", hidden.asked);
            }
        }
        assert!(!stranger.get("/").expect_status(200).text().contains(&letter.slug));
    }
}

#[test]
fn a_name_withdrawn_at_one_server_is_gone_from_another_within_two_seconds() {
    let app = TestApp::from(Database::postgres());
    let (desk, letter) = letter(&app, "in_public");
    letter.publish(&desk);
    let leaving: Vec<_> = ["Olive Terrace Women", "Boglands Watch", "Steelpan and Soil"]
        .map(|name| app.signatory(&letter, &Who::named(name, "LB"), true))
        .into();
    let servers = [Program::start(&app.database, &[]), Program::start(&app.database, &[])];
    for (nth, one) in leaving.iter().enumerate() {
        let (here, there) = (servers[nth % 2].browser(), servers[(nth + 1) % 2].browser());
        assert!(there.get(&letter.public("")).expect_status(200).text().contains(&one.name));
        withdraw(&here, one);
        assert_gone(&here, &letter, &one.name);
        let answered = Instant::now();
        while there.get(&letter.public("")).expect_status(200).text().contains(&one.name) {
            assert!(answered.elapsed() < Duration::from_secs(2), "{} is still there", one.name);
            std::thread::sleep(Duration::from_millis(10));
        }
        assert_gone(&there, &letter, &one.name);
    }
}

/// One random change; returns whether it may show up a little later.
fn change(
    app: &TestApp,
    desk: &Browser,
    letter: &Campaign,
    model: &mut Model,
    chance: &mut StdRng,
    step: usize,
) -> bool {
    match chance.random_range(0..10) {
        0..=3 => {
            let (code, _) = *COUNTRIES.choose(chance).expect("one");
            let name = format!("Circle number {step} of {code}");
            let one = app.signatory(letter, &Who::named(&name, code), true);
            model.named.push((one, code));
            true
        }
        4 => {
            let name = format!("Quiet circle number {step}");
            let who = Who { is_withheld: true, ..Who::named(&name, "KE") };
            model.withheld.push(app.signatory(letter, &who, true));
            true
        }
        5 | 6 if !model.named.is_empty() => {
            let (one, _) = model.named.remove(chance.random_range(0..model.named.len()));
            let browser = app.browser();
            let page = browser.get(&one.mine).expect_status(200);
            browser.send_form(&page.form("withhold").set("withheld_place", "none")).expect_status(303);
            model.withheld.push(one);
            false
        }
        7 if !model.named.is_empty() => {
            let (one, _) = model.named.remove(chance.random_range(0..model.named.len()));
            withdraw(&app.browser(), &one);
            model.gone.push(one);
            false
        }
        8 if !model.withheld.is_empty() => {
            let one = model.withheld.remove(chance.random_range(0..model.withheld.len()));
            withdraw(&app.browser(), &one);
            model.gone.push(one);
            false
        }
        9 => {
            let verb = if model.is_hidden { "unhide" } else { "hide" };
            let page = desk.get(&letter.desk("safety")).expect_status(200);
            desk.press(&page.form(verb));
            model.is_hidden = !model.is_hidden;
            false
        }
        _ => false,
    }
}

fn withdraw(browser: &Browser, one: &Signatory) {
    let page = browser.get(&format!("{}/withdraw", one.mine)).expect_status(200);
    browser.send_form(&page.form("withdraw")).expect_status(303);
}

fn assert_gone(reader: &Browser, letter: &Campaign, name: &str) {
    for page in OUTPUTS {
        let answer = reader.get(&letter.public(page)).expect_status(200);
        assert!(!answer.text().contains(name), "{} names {name}", answer.asked);
    }
}

/// The headers that do not differ between any two requests.
fn headers(answer: &crate::support::Answer) -> Vec<(String, String)> {
    let own = ["date", "x-request-id", "set-cookie"];
    let all = answer.headers.iter().filter(|(name, _)| !own.contains(&name.as_str()));
    let mut all: Vec<_> = all.map(|(name, value)| (name.to_string(), format!("{value:?}"))).collect();
    all.sort();
    all
}

/// A text with the digits of every time, hash and address of this server made equal.
fn masked(text: &str, base: &str) -> String {
    let text = text.replace(base, "BASE");
    let mut masked = String::with_capacity(text.len());
    for word in text.split_inclusive(|c: char| c.is_whitespace() || matches!(c, '"' | '<' | '>' | ',')) {
        let is_time = word.contains(':') && word.contains(|c: char| c.is_ascii_digit());
        masked.push_str(if is_time { "TIME" } else { word });
    }
    masked
}
