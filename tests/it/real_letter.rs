//! A whole letter through the front door: the list is imported, everybody is invited by mail, signs through the mailed link, is
//! checked and published; then page, register, CSV and JSON are compared with the list. The list is the real one of 400
//! organisations where it is at hand beside the project, and always the invented one of the fixtures.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Mutex;

use chrono::TimeDelta;
use sha2::{Digest, Sha256};
use undersigned::jobs::run_mailings;

use crate::support::campaign::{Campaign, Draft, filled, mailed_link, sign, sign_form};
use crate::support::smtp_sink::SmtpSink;
use crate::support::{Answer, Browser, Database, TestApp};

/// A list of signatories (`name,country,type`) and the text that they signed.
struct Material {
    title: String,
    body: String,
    rows: Vec<Row>,
}

#[derive(Debug, Clone)]
struct Row {
    name: String,
    country: String,
    is_network: bool,
    email: String,
}

impl Material {
    fn read(folder: &Path, list: &str, text: &str) -> Material {
        let text = std::fs::read_to_string(folder.join(text)).expect("the text");
        let (title, body) = text.split_once('\n').expect("a title and a body");
        let file = std::fs::read(folder.join(list)).expect("the list");
        let mut reader = csv::Reader::from_reader(file.as_slice());
        let rows = reader.records().enumerate().map(|(nth, record)| {
            let record = record.expect("a row");
            Row {
                name: record[0].to_owned(),
                country: record[1].to_owned(),
                is_network: record[2].contains("network"),
                email: format!("office@organisation-{nth}.example"),
            }
        });
        Material { title: title.trim().to_owned(), body: body.trim().to_owned(), rows: rows.collect() }
    }

    /// The list as a coordinator would have it, with the addresses that this test invents.
    fn csv(&self) -> Vec<u8> {
        let mut writer = csv::Writer::from_writer(Vec::new());
        writer.write_record(["Organisation", "Country", "Type", "E-mail"]).expect("written");
        for row in &self.rows {
            let kind = if row.is_network { "network" } else { "organisation" };
            writer.write_record([&row.name, &row.country, kind, &row.email]).expect("written");
        }
        writer.into_inner().expect("written")
    }

    /// The row whose name another one repeats.
    fn repeat(&self) -> usize {
        let is_repeat = |nth: &usize| self.rows[..*nth].iter().any(|row| row.name == self.rows[*nth].name);
        (0..self.rows.len()).find(is_repeat).expect("an exact repeat")
    }
}

/// What a person chooses for a spelling that the import rightly did not guess.
fn choose(spelling: &str) -> Option<&'static str> {
    let chosen = match spelling.trim() {
        "Marocco" => "MA",
        "Colomba" => "CO",
        "Bosnia" => "BA",
        "Unites States" => "US",
        "Switzerlnd" => "CH",
        "Czech Republic" => "CZ",
        "Cape Verde" => "CV",
        _ => return None,
    };
    Some(chosen)
}

/// How a country of the list is printed in English, where the list has it otherwise.
fn printed(country: &str) -> &str {
    match country.trim_matches(|c: char| c.is_whitespace() || c == '\u{a0}') {
        "" => "International",
        "Marocco" => "Morocco",
        "Colomba" => "Colombia",
        "Bosnia" => "Bosnia and Herzegovina",
        "Unites States" => "United States",
        "Switzerlnd" => "Switzerland",
        "Czech Republic" => "Czechia",
        "Côte d'Ivoire" => "Côte d’Ivoire",
        other => other,
    }
}

fn real_folder() -> Option<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data");
    folder.is_dir().then_some(folder)
}

fn with_relay(database: Database, walk: impl Fn(&TestApp, &SmtpSink)) {
    let sink = SmtpSink::start();
    let app = TestApp::with(database, &[("UNDERSIGNED_SMTP_URL", &sink.url())]);
    walk(&app, &sink);
}

fn invented() -> Material {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/fixtures/letter");
    Material::read(&folder, "signatories.csv", "text.md")
}

on_both! {
    fn a_list_becomes_a_published_letter(database: Database) {
        with_relay(database, |app, sink| {
            let counts = from_list_to_public(app, sink, &invented());
            assert_eq!((counts.organisations, counts.named, counts.withheld), (36, 35, 1));
        });
    }

    fn the_real_letter_of_400_organisations_is_signed_and_published(database: Database) {
        let Some(folder) = real_folder() else { return };
        let material = Material::read(&folder, "owinfs-2020-covid-trade-letter.csv", "owinfs-2020-covid-trade.en.txt");
        assert_eq!(material.rows.len(), 400);
        with_relay(database, |app, sink| {
            let counts = from_list_to_public(app, sink, &material);
            assert_eq!((counts.organisations, counts.named, counts.withheld), (398, 397, 1));
        });
    }
}

/// What the outputs said in the end.
struct Counts {
    organisations: usize,
    named: usize,
    withheld: usize,
}

/// Who does not simply sign by the mailed link.
struct Cast {
    withheld: usize,
    declined: usize,
    by_open_form: usize,
    repeat: usize,
}

fn from_list_to_public(app: &TestApp, sink: &SmtpSink, material: &Material) -> Counts {
    let repeat = material.repeat();
    // The open form does not ask whether an organisation is a network; only an import tells.
    let by_open_form = (11..).find(|nth| !material.rows[*nth].is_network && *nth != repeat).expect("an organisation");
    let cast = Cast { withheld: 3, declined: 7, by_open_form, repeat };
    let desk = app.operator();
    let letter = Campaign::draft(
        &desk,
        &Draft {
            title: &material.title,
            slug: "a-real-letter",
            signers: "organisations",
            collects: "before_publication",
            body: &material.body,
        },
    );
    letter.open(&desk);
    letter.import(&desk, &material.csv(), &[], choose);
    let shared = letter.shared_link(&desk, "a mailing list");
    letter.send(&desk);
    // The clockwork writes what the press of the button had no time for.
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    runtime.block_on(run_mailings::run(app.store(), app.now())).expect("the database");
    app.wait(TimeDelta::seconds(61));
    wait_for_mails(sink, material.rows.len());

    everybody_answers(app, sink, material, &cast);
    answer_by_open_form(app, sink, &shared, &material.rows[cast.by_open_form]);
    check(&desk, &letter, material, &cast);
    letter.publish(&desk);
    compare(app, &letter, material, &cast)
}

fn wait_for_mails(sink: &SmtpSink, count: usize) {
    let limit = std::time::Instant::now() + std::time::Duration::from_secs(120);
    while sink.mails().len() < count {
        assert!(std::time::Instant::now() < limit, "{} of {count} mails came", sink.mails().len());
        std::thread::sleep(std::time::Duration::from_millis(50));
    }
}

/// Four people at a time; each opens the link as scanners and humans do before anybody presses a button.
fn everybody_answers(app: &TestApp, sink: &SmtpSink, material: &Material, cast: &Cast) {
    let next = Mutex::new(0..material.rows.len());
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                loop {
                    let Some(nth) = next.lock().unwrap().next() else { return };
                    answer(app, sink, nth, &material.rows[nth], cast);
                }
            });
        }
    });
}

fn answer(app: &TestApp, sink: &SmtpSink, nth: usize, row: &Row, cast: &Cast) {
    let link = mailed_link(sink, &row.email, "/sign/");
    let robot = app.browser();
    robot.send(robot.request("HEAD", &link)).expect_status(200);
    robot.get(&link).expect_status(200);
    robot.get(&link).expect_status(200);
    let browser = app.browser();
    if nth == cast.by_open_form {
        return;
    }
    if nth == cast.declined {
        let page = browser.get(&format!("{link}/decline")).expect_status(200);
        browser.send_form(&page.form("decline")).expect_status(303);
        return;
    }
    let form = sign_form(&browser, &link);
    assert_eq!(clean(form.value("organisation_name")), clean(&row.name), "the name is prefilled as the list has it");
    let form = filled(form, &row.name, &row.email, "international");
    let form = if nth == cast.withheld { form.set("listing", "withheld").set("withheld_place", "none") } else { form };
    sign(&browser, &form);
    // A second click on the same link finds it used.
    assert_eq!(browser.get(&format!("{link}/sign")).status, 410);
}

/// One organisation's person found the link on a list, and signs with an address of their own.
fn answer_by_open_form(app: &TestApp, sink: &SmtpSink, shared: &str, row: &Row) {
    let browser = app.browser();
    let other = "director@another-address.example";
    let form = sign_form(&browser, shared);
    let country = form.options("country").into_iter().find(|(_, words)| words == printed(&row.country));
    let country = country.map_or_else(|| "international".to_owned(), |(code, _)| code);
    sign(&browser, &filled(form, &row.name, other, &country));
    let link = mailed_link(sink, other, "/confirm/");
    let robot = app.browser();
    robot.send(robot.request("HEAD", &link)).expect_status(200);
    robot.get(&link).expect_status(200);
    let page = browser.get(&link).expect_status(200);
    browser.send_form(&page.form("confirm")).expect_status(303);
}

/// The coordinator refuses the second line of the organisation that the list has twice, and lists the rest.
fn check(desk: &Browser, letter: &Campaign, material: &Material, cast: &Cast) {
    let name = &material.rows[cast.repeat].name;
    let doubled = waiting_under(desk, letter, name);
    assert_eq!(doubled.len(), 2, "{name} waits twice");
    let (second, chosen) = &doubled[1];
    let form = desk.get(chosen).expect_status(200).form("refuse");
    assert_eq!(form.values("signature"), [second.as_str()]);
    desk.press(&form.set("reason", "Listed already, by a colleague"));
    let listed = letter.check_all(desk, "list");
    // One declined, one was refused; the one by the open form counts for its invitation.
    assert_eq!(listed, material.rows.len() - 2);
}

/// The signatures that wait under this name on any page of the check desk, with the path where each is looked at.
fn waiting_under(desk: &Browser, letter: &Campaign, name: &str) -> Vec<(String, String)> {
    let selector = |words: &str| scraper::Selector::parse(words).expect("a selector");
    let (boxes, links) = (selector("input[name='signature'][type='checkbox']"), selector("a[href*='after=']"));
    let (mut found, mut next) = (Vec::new(), Some(letter.desk("signatures")));
    while let Some(path) = next {
        let page = desk.get(&path).expect_status(200);
        let html = scraper::Html::parse_document(&page.text());
        for input in html.select(&boxes) {
            let id = input.value().attr("value").expect("an id").to_owned();
            let link = selector(&format!("#row-{id}"));
            let link = html.select(&link).next().expect("a link beside the box");
            if clean(&link.text().collect::<String>()).contains(&clean(name)) {
                found.push((id, link.value().attr("href").expect("an address").to_owned()));
            }
        }
        let is_next =
            |link: &scraper::ElementRef<'_>| !link.value().attr("href").unwrap_or_default().contains("chosen=");
        let link = html.select(&links).rfind(is_next);
        next = link.and_then(|link| link.value().attr("href")).filter(|href| *href != path).map(str::to_owned);
    }
    found
}

/// Page, register, CSV and JSON against the list and against each other.
fn compare(app: &TestApp, letter: &Campaign, material: &Material, cast: &Cast) -> Counts {
    let reader = app.browser();
    let skipped = [cast.withheld, cast.declined, cast.repeat];
    let named = material.rows.iter().enumerate().filter(|(nth, _)| !skipped.contains(nth)).map(|(_, row)| row);
    let expected: BTreeSet<(String, String, bool)> =
        named.map(|row| (clean(&row.name), printed(&row.country).to_owned(), row.is_network)).collect();
    let countries: BTreeSet<&str> =
        expected.iter().map(|(_, country, _)| country.as_str()).filter(|one| *one != "International").collect();

    let json = reader.get(&letter.public("signatories.json")).expect_status(200);
    let json: serde_json::Value = serde_json::from_slice(&json.bytes).expect("JSON");
    let told = |name: &str| json["counts"][name].as_u64().expect("a count") as usize;
    assert_eq!(told("countries"), countries.len());
    let people = json["signatories"].as_array().expect("a list");
    let of_json = people.iter().map(|one| {
        let word = |name: &str| one[name].as_str().unwrap_or_default().to_owned();
        (clean(&word("name")), word("country"), word("kind") == "network")
    });
    let of_json = of_json.collect::<BTreeSet<_>>();
    assert_same(&of_json, &expected, "signatories.json");
    assert_eq!(people.len(), expected.len(), "nobody stands twice in signatories.json");
    assert!(people.iter().all(|one| one["wave"] == "initial"));

    let file = reader.get(&letter.public("signatories.csv")).expect_status(200);
    let rows = csv_rows(&file);
    let of_csv: BTreeSet<_> = rows
        .iter()
        .filter(|row| row["listing"] == "named")
        .map(|row| (clean(&row["name"]), row["country"].clone(), row["kind"] == "network"))
        .collect();
    assert_same(&of_csv, &expected, "signatories.csv");

    let counts = Counts { organisations: told("organisations"), named: people.len(), withheld: told("withheld") };
    assert_eq!(counts.named + counts.withheld, counts.organisations);
    for page in ["", "signatories"] {
        let page = reader.get(&letter.public(page)).expect_status(200);
        let html = page.text();
        let text = page.main_text();
        for number in [counts.organisations, countries.len()] {
            assert!(text.contains(&number.to_string()), "{} does not say {number}", page.asked);
        }
        let printed: BTreeSet<String> = bdi_texts(&html);
        for (name, _, _) in &expected {
            assert!(printed.contains(name.as_str()), "{}: {name} is missing", page.asked);
        }
        assert!(!printed.contains(&clean(&material.rows[cast.withheld].name)), "{} names the withheld one", page.asked);
        assert!(!printed.contains(&clean(&material.rows[cast.declined].name)), "{} names who declined", page.asked);
    }
    let hidden = clean(&material.rows[cast.withheld].name);
    assert!(!file.text().contains(&hidden) && !json.to_string().contains(&hidden), "a file names the withheld one");

    let text = reader.get(&letter.public("versions/1.md")).expect_status(200);
    let sum: String = Sha256::digest(&text.bytes).iter().map(|byte| format!("{byte:02x}")).collect();
    assert_eq!(json["letter"]["text_sha256"], sum.as_str());
    let version = reader.get(&letter.public("versions/1")).expect_status(200);
    // It is printed in groups of four, to be read aloud.
    let printed: String = version.main_text().split_whitespace().collect();
    assert!(printed.contains(&sum), "the version page tells the sum of the file");
    let first_words = material.body.split('\n').rfind(|line| line.len() > 80).expect("a paragraph");
    assert!(text.text().contains(&first_words[..60]), "the whole text is there");
    counts
}

/// A name as it is printed: white space folded, as any form does it.
fn clean(name: &str) -> String {
    name.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn assert_same(found: &BTreeSet<(String, String, bool)>, expected: &BTreeSet<(String, String, bool)>, what: &str) {
    let missing: Vec<_> = expected.difference(found).collect();
    let surplus: Vec<_> = found.difference(expected).collect();
    assert!(missing.is_empty() && surplus.is_empty(), "{what}\nmissing: {missing:#?}\nsurplus: {surplus:#?}");
}

fn csv_rows(answer: &Answer) -> Vec<BTreeMap<String, String>> {
    let bytes = answer.bytes.strip_prefix("\u{feff}".as_bytes()).expect("a byte order mark");
    let mut reader = csv::Reader::from_reader(bytes);
    let heads = reader.headers().expect("a header").clone();
    assert_eq!(
        heads.iter().collect::<Vec<_>>().join(","),
        "name,latin_name,acronym,country_code,country,region,kind,representative,role,listing,wave"
    );
    let rows = reader.records().map(|row| {
        let row = row.expect("a row");
        heads.iter().zip(row.iter()).map(|(head, cell)| (head.to_owned(), cell.to_owned())).collect()
    });
    rows.collect()
}

/// The words of every `<bdi>`: what signatories wrote.
fn bdi_texts(html: &str) -> BTreeSet<String> {
    let html = scraper::Html::parse_document(html);
    let bdi = scraper::Selector::parse("bdi").expect("a selector");
    html.select(&bdi).map(|one| clean(&one.text().collect::<String>())).collect()
}
