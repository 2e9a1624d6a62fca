//! Five documents of five shapes go in through the forms and are read back complete: at the desk, on the public page, and as the
//! version's plain text. The invented ones stand in the fixtures; the real ones are read where they are at hand beside the
//! project. What a website put around a document (menus, messages) is left out by its place in the file.

use std::path::{Path, PathBuf};

use chrono::TimeDelta;

use crate::support::{Answer, Browser, Desk, TestApp};

/// What a coordinator types, by form.
#[derive(Default)]
struct Document {
    kind: &'static str,
    title: String,
    /// Fields of the details beside the title.
    details: Vec<(&'static str, String)>,
    /// Salutation and body.
    text: Vec<(&'static str, String)>,
    press: Vec<(&'static str, String)>,
}

impl Document {
    /// Everything that readers must find on the page, in the order of reading.
    fn printed(&self) -> Vec<String> {
        let of = |fields: &[(&str, String)], wanted: &[&str]| -> Vec<String> {
            let found = fields.iter().filter(|(name, _)| wanted.contains(name));
            found.flat_map(|(_, value)| value.split("\n\n").map(str::to_owned).collect::<Vec<_>>()).collect()
        };
        let mut printed = of(&self.details, &["re_line"]);
        printed.extend(of(&self.text, &["salutation", "body"]));
        printed.extend(of(&self.details, &["quote_text", "background"]));
        printed
    }

    /// Everything that readers must find somewhere.
    fn facts(&self) -> Vec<String> {
        let shown =
            |name: &str| !["ask", "quote_text", "background", "tags"].contains(&name) && !name.ends_with("_link");
        let details = self.details.iter().filter(|(name, _)| shown(name)).map(|(_, value)| value.clone());
        let tags = self.details.iter().filter(|(name, _)| *name == "tags").flat_map(|(_, tags)| tags.split(", "));
        let press = self.press.iter().map(|(_, value)| value.clone());
        let all = std::iter::once(self.title.clone()).chain(details).chain(tags.map(str::to_owned)).chain(press);
        all.filter(|fact| !fact.is_empty()).collect()
    }
}

/// The words alone: how a page breaks lines and spaces them makes no difference.
fn words(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn paragraphs(text: &str) -> Vec<String> {
    text.split("\n\n").map(|paragraph| paragraph.trim().to_owned()).filter(|paragraph| !paragraph.is_empty()).collect()
}

/// A news item of one organisation: quotes stand inside the text. Three lines of the website before it, one after.
fn release(text: &str) -> Document {
    let all = paragraphs(text);
    let body = &all[4..all.len() - 1];
    Document {
        kind: "press_release",
        title: all[3].clone(),
        details: vec![("convener_name", "The organisation".to_owned())],
        text: vec![("body", body.join("\n\n"))],
        ..Document::default()
    }
}

/// An excerpt of a joint statement that was released on another day.
fn statement(text: &str) -> Document {
    let all = paragraphs(text);
    let released = all[3].rsplit_once("released on ").expect("a day").1.trim_end_matches(':');
    let publisher = all[all.len() - 2].lines().nth(1).expect("who has the whole");
    Document {
        kind: "joint_statement",
        title: all[2].clone(),
        details: vec![
            ("dated", "27 June".to_owned()),
            ("source_title", "The whole statement".to_owned()),
            ("source_publisher", publisher.to_owned()),
            ("source_dated", released.to_owned()),
            ("source_link", "https://defenders.example/statement".to_owned()),
            ("convener_name", all[1].lines().nth(1).expect("a name").to_owned()),
        ],
        text: vec![("body", all[3..all.len() - 2].join("\n\n"))],
        ..Document::default()
    }
}

/// A reaction: date, who said it about what, a quote of several paragraphs, background, tags.
fn reaction(text: &str) -> Document {
    let all = paragraphs(text);
    let lead = all[1].trim_end_matches(" said:");
    let (event, speaker) = lead.rsplit_once(", ").expect("event and speaker");
    let (organisation, person) = speaker.split_once("’s ").expect("organisation and person");
    let words: Vec<&str> = person.split(' ').collect();
    let (title, name) = words.split_at(words.len() - 2);
    let is_quote = |paragraph: &&String| paragraph.starts_with('“');
    let quote: Vec<String> = all[2..].iter().take_while(is_quote).cloned().collect();
    let background = &all[2 + quote.len()..all.len() - 1];
    let tags = all[all.len() - 1].trim_start_matches("Tags: ").trim_end_matches('.');
    Document {
        kind: "reaction",
        title: event.to_owned(),
        details: vec![
            ("dated", all[0].clone()),
            ("event_what", event.trim_start_matches("Responding to ").to_owned()),
            ("quote_text", quote.join("\n\n")),
            ("quote_name", name.join(" ")),
            ("quote_title", title.join(" ")),
            ("quote_organisation", organisation.to_owned()),
            ("background_heading", "Background".to_owned()),
            ("background", background.join("\n\n")),
            ("tags", tags.to_owned()),
        ],
        text: vec![("body", all[1].clone())],
        ..Document::default()
    }
}

/// A press release with contacts of which some lack a city, a language or a number.
fn campaign(text: &str) -> Document {
    let lines: Vec<&str> = text.lines().collect();
    let asked = lines.iter().position(|line| line.starts_with("For more information")).expect("contacts");
    let mut press = Vec::new();
    for line in &lines[asked + 1..] {
        let (organisation, rest) = line.strip_prefix("For ").and_then(|line| line.split_once(", ")).expect("a contact");
        let email =
            rest.split([' ', ';', ',']).find(|word| word.contains('@') && !word.starts_with('@')).expect("an address");
        let (languages, rest) = match (rest.find('('), rest.find("):")) {
            (Some(from), Some(to)) => (&rest[from + 1..to], format!("{},{}", rest[..from].trim_end(), &rest[to + 2..])),
            _ => ("", rest.to_owned()),
        };
        let (city, rest) = match rest.strip_prefix("in ") {
            // A city may have a comma of its own; a name has a space.
            Some(place) => {
                let mut parts: Vec<&str> = place.split(',').map(str::trim).collect();
                let name = parts.iter().position(|part| part.contains(' ')).expect("a name");
                let city = parts.drain(..name).collect::<Vec<_>>().join(", ");
                (city, parts.join(", "))
            }
            None => (String::new(), rest),
        };
        let name = rest.split(',').next().expect("a name").trim();
        let phone = rest[name.len()..].split(email).next().expect("a number");
        let phone = phone.trim_matches([' ', ',', ';']).trim_end_matches("; or").trim_matches([' ', ',']);
        let twitter = rest.rsplit_once("Twitter: ").map(|(_, handle)| format!("Twitter: {handle}")).unwrap_or_default();
        press.extend([
            ("contact_organisation", organisation.to_owned()),
            ("contact_name", name.to_owned()),
            ("contact_city", city),
            ("contact_languages", languages.to_owned()),
            ("contact_phone", phone.to_owned()),
            ("contact_email", email.trim_end_matches('.').to_owned()),
            ("contact_hours", twitter),
        ]);
    }
    Document {
        kind: "press_release",
        title: lines[0].trim_start_matches("- ").to_owned(),
        text: vec![("body", lines[1..asked].join("\n\n"))],
        press,
        ..Document::default()
    }
}

/// A letter of one organisation: place and date, addressee, Re, salutation, and two officers of whom one has no title.
fn letter(text: &str) -> Document {
    let all = paragraphs(text);
    let (name, office) = all[3].split_once('\n').expect("two lines");
    let (body, place) = office.rsplit_once(", ").expect("body and place");
    let (re_line, _) = all[4].split_once('\n').expect("two lines");
    let error = all.iter().position(|paragraph| paragraph.starts_with("Error | ")).expect("the website's message");
    let (officer, title) = all[error - 1].split_once('\n').expect("two lines");
    Document {
        kind: "letter",
        title: all[1].clone(),
        details: vec![
            ("dated", all[2].clone()),
            ("addressee_name", name.to_owned()),
            ("addressee_role", String::new()),
            ("addressee_body", body.to_owned()),
            ("addressee_place", place.to_owned()),
            ("re_line", re_line.to_owned()),
            ("officer_name", all[error - 2].clone()),
            ("officer_title", String::new()),
            ("officer_name", officer.to_owned()),
            ("officer_title", title.to_owned()),
        ],
        text: vec![("salutation", all[5].clone()), ("body", all[6..error - 2].join("\n\n"))],
        ..Document::default()
    }
}

/// The rows of a repeated field, filled in order into the page's form.
fn fill(browser: &Browser, page: &str, fields: &[(&'static str, String)]) -> Answer {
    let mut form = browser.get(page).expect_status(200).form("save");
    let mut nth = std::collections::BTreeMap::new();
    for (name, value) in fields {
        let at = nth.entry(*name).or_insert(0);
        // A page offers some rows to spare; saving gives more.
        if form.values(name).len() <= *at {
            browser.send_form(&form).expect_status(303);
            form = browser.get(page).expect_status(200).form("save");
        }
        form = form.set_nth(name, *at, value);
        *at += 1;
    }
    browser.send_form(&form)
}

/// Types a document into the forms, publishes it, and reads everything back.
fn goes_in_and_comes_back(app: &TestApp, document: &Document) {
    let browser = app.operator();
    let new = [
        ("action", "save"),
        ("title", document.title.as_str()),
        ("kind", document.kind),
        ("signers", "organisations"),
        ("language", "en"),
    ];
    let begun = browser.submit("/desk/letters/new", &new).expect_status(303);
    let desk = begun.location().expect("the letter");
    let path = |page: &str| format!("{desk}/{page}");
    fill(&browser, &path("details"), &document.details).expect_status(303);
    fill(&browser, &path("text"), &document.text).expect_status(303);
    if !document.press.is_empty() {
        fill(&browser, &path("press"), &document.press).expect_status(303);
    }
    for (page, fields) in [("details", &document.details), ("text", &document.text), ("press", &document.press)] {
        let form = browser.get(&path(page)).expect_status(200).form("save");
        let mut nth = std::collections::BTreeMap::new();
        for (name, value) in fields {
            let at = nth.entry(*name).or_insert(0);
            assert_eq!(words(&form.values(name)[*at].replace("\r\n", "\n")), words(value), "{name} of {page}");
            *at += 1;
        }
    }
    let closes = (app.now() + TimeDelta::days(2)).format("%Y-%m-%dT%H:%M").to_string();
    let dates = browser.get(&path("dates")).form("save").set("closes_at", &closes).set("time_zone", "Europe/Zurich");
    browser.send_form(&dates.set("zone_label", "Geneva")).expect_status(303);
    browser.send_form(&browser.get(&path("publish")).form("open")).expect_status(303);
    browser.submit(&path("publish"), &[("action", "close")]).expect_status(303);
    let slug = browser.get(&path("details")).form("save").value("slug").to_owned();
    browser.submit(&path("publish"), &[("action", "publish"), ("confirm", &slug)]).expect_status(303);
    let visitor = app.browser();
    let public = visitor.get(&format!("/letters/{slug}")).expect_status(200);
    let page = words(&public.main_text());
    let plain =
        words(&visitor.get(&format!("/letters/{slug}/versions/1.md")).expect_status(200).text().replace("> ", ""));
    for whole in [&page, &plain] {
        let mut rest = whole.as_str();
        for paragraph in document.printed() {
            let found = rest.find(&words(&paragraph));
            let at = found.unwrap_or_else(|| panic!("not found, or not in its order: {paragraph}\n{whole}"));
            rest = &rest[at + words(&paragraph).len()..];
        }
    }
    for fact in document.facts() {
        assert!(page.contains(&words(&fact)), "{fact} is not on the page:\n{page}");
    }
}

/// A shape: the invented file, how the real one's name begins, and who reads it.
type Shape = (&'static str, &'static str, fn(&str) -> Document);

const SHAPES: [Shape; 5] = [
    ("release.txt", "000_", release),
    ("statement.txt", "001_", statement),
    ("reaction.txt", "002_", reaction),
    ("campaign.txt", "003_", campaign),
    ("letter.txt", "004_", letter),
];

fn real(prefix: &str) -> Option<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/seeds");
    let files = std::fs::read_dir(folder).ok()?;
    files
        .flatten()
        .map(|file| file.path())
        .find(|path| path.file_name().and_then(|name| name.to_str()).is_some_and(|name| name.starts_with(prefix)))
}

on_both! {
    fn every_kind_of_document_goes_in_through_the_forms_and_comes_back_complete(app) {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/fixtures/documents");
        for (name, _, read) in SHAPES {
            let text = std::fs::read_to_string(folder.join(name)).expect("the fixture");
            goes_in_and_comes_back(&app, &read(&text));
        }
    }

    fn letters_of_a_set_list_each_other_as_soon_as_each_is_public(app) {
        let (one, other, alone) = (Desk::open(&app), Desk::open(&app), Desk::open(&app));
        let link = |desk: &Desk<'_>, ids: &[&str]| {
            let form = desk.get("details").expect_status(200).form("save").untick("linked");
            let form = ids.iter().fold(form, |form, id| form.tick("linked", id));
            desk.browser.send_form(&form).expect_status(303);
        };
        link(&one, &[other.letter.as_str()]);
        assert!(other.get("details").form("save").values("linked").contains(&one.letter.to_string()), "each has the other");
        one.publish();
        let related = |desk: &Desk<'_>| app.browser().get(&desk.public_path()).expect_status(200).hrefs_of(".related a");
        assert!(related(&one).is_empty(), "nothing is told of a letter that is not public");
        other.publish();
        alone.publish();
        assert_eq!(related(&one), [other.public_path()]);
        assert_eq!(related(&other), [one.public_path()]);
        assert!(related(&alone).is_empty());
        link(&other, &[]);
        assert!(related(&one).is_empty() && related(&other).is_empty());
    }

    fn the_five_real_documents_go_in_and_come_back_complete(app) {
        for (_, prefix, read) in SHAPES {
            let Some(path) = real(prefix) else { continue };
            let text = std::fs::read_to_string(path).expect("the document");
            goes_in_and_comes_back(&app, &read(&text));
        }
    }
}
