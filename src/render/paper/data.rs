//! What the templates are given, as JSON: every word of the letter and of its list, and every label in the reader's language.

use serde::Serialize;

use crate::domain::country::CountryCode;
use crate::error::{Error, Result};
use crate::render::markdown::{Node, to_tree};
use crate::render::public::{Phrases, PrintedLink, PublicLetter};
use crate::render::register::{PublicSignatory, Register};
use crate::render::seal;
use crate::render::shell::Shell;
use crate::render::when;

/// Letters with more names are printed without the list; it says where the list is. A book of a thousand pages serves nobody, and
/// setting it would take the server's memory.
pub const LONGEST: usize = 5_000;

#[derive(Serialize)]
struct LetterData<'a> {
    page: &'a str,
    page_dir: &'static str,
    language: &'a str,
    dir: &'static str,
    kind: String,
    title: &'a str,
    authors: Vec<&'a str>,
    description: String,
    year: i32,
    month: u32,
    day: u32,
    to: String,
    addressees: Vec<String>,
    from: String,
    signed_by: String,
    convened: String,
    /// What readers of a translation are told.
    translation: Vec<String>,
    reacts: String,
    occasion: Option<PrintedLink>,
    source: Option<PrintedLink>,
    filed: String,
    tags: &'a [String],
    beside: String,
    related: Vec<PrintedLink>,
    place_and_date: String,
    re_line: &'a str,
    salutation: Vec<&'a str>,
    body: Vec<Node>,
    closing: Vec<&'a str>,
    officers: Vec<(&'a str, &'a str)>,
    signatories: String,
    items: Vec<(usize, String)>,
    as_of: String,
    at_publication: Option<String>,
    instead: Option<String>,
    groups: Vec<Group<'a>>,
    individuals: String,
    persons: Vec<Line<'a>>,
    late: Vec<(String, Vec<Line<'a>>)>,
    withheld: Vec<String>,
    version: String,
    fingerprint: String,
    rays: String,
    number: i32,
    url: String,
    /// With `{page}` and `{pages}` in their places.
    numbering: String,
}

#[derive(Serialize)]
struct Group<'a> {
    heading: String,
    count: usize,
    names: Vec<Line<'a>>,
}

/// One signatory.
#[derive(Serialize)]
struct Line<'a> {
    name: &'a str,
    /// Decides the shapes of Chinese characters.
    language: &'static str,
    is_tall: bool,
    acronym: Option<&'a str>,
    latin: Option<&'a str>,
    /// What stands below the name.
    notes: Vec<String>,
}

/// The data of `letter.pdf`.
///
/// # Errors
/// `Internal` if it cannot be written as JSON.
pub fn letter_data(shell: &Shell, letter: &PublicLetter, register: &Register) -> Result<String> {
    let t = &shell.t;
    let phrases = Phrases::new(t, register.counts(), &letter.country_noun);
    let view = register.printed();
    let is_too_long = view.matching > LONGEST;
    let instead = if register.names_hidden {
        Some(t.say("register-hidden").text())
    } else if is_too_long {
        Some(t.say("paper-too-long").with("count", view.matching).text())
    } else {
        None
    };
    let shows = instead.is_none();
    let countries = view.initials.iter().flat_map(|block| &block.countries).chain(&view.flow);
    let groups = countries.map(|group| Group {
        heading: group.heading.clone(),
        count: group.lines.len(),
        names: group.lines.iter().map(|one| line(shell, one, false)).collect(),
    });
    let groups: Vec<Group<'_>> = groups.filter(|_| shows).collect();
    let day = |day: chrono::NaiveDate| when::date(day.and_time(chrono::NaiveTime::MIN), t);
    let late = view.late.iter().filter(|_| shows).map(|wave| {
        let names = wave.lines.iter().map(|one| line(shell, one, true)).collect();
        (t.say("register-late").with("day", day(wave.day)).text(), names)
    });
    let withheld = register.withheld_places().into_iter().map(|one| match one.place {
        Some(place) => t.say("withheld-from").with("count", one.count).with("place", place).text(),
        None => t.say("withheld-nowhere").with("count", one.count).text(),
    });
    let shown = letter.shown(&register.as_of, t);
    let date = register.as_of.date();
    let data = LetterData {
        page: t.lang(),
        page_dir: t.dir(),
        language: &letter.language,
        dir: letter.dir(),
        kind: t.say_of("letter-kind", letter.kind).text(),
        title: &letter.text.title,
        authors: letter.conveners.iter().map(|one| one.name.as_str()).collect(),
        description: phrases.signatories_in_countries(),
        year: chrono::Datelike::year(&date),
        month: chrono::Datelike::month(&date),
        day: chrono::Datelike::day(&date),
        to: t.say("letter-to").text(),
        addressees: letter.text.addressees.iter().map(|one| one.line(&letter.language)).collect(),
        from: t.say("letter-from").text(),
        signed_by: if phrases.counts.signatories() > 0 { phrases.signatories_in_countries() } else { String::new() },
        convened: convened(shell, letter),
        translation: letter.printed_translation(t),
        reacts: t.say("kind-occasion").text(),
        occasion: letter.printed_occasion(),
        source: letter.printed_source(t),
        filed: t.say("kind-tags").text(),
        tags: &letter.particulars.tags,
        beside: t.say("kind-related").text(),
        related: letter.printed_related(t, &shell.base_url),
        place_and_date: letter.place_and_date(),
        re_line: &letter.text.re_line,
        salutation: letter.text.salutation.lines().collect(),
        body: to_tree(&letter.text.whole_body()),
        closing: letter.text.closing.lines().collect(),
        officers: letter.text.officers.iter().map(|one| (one.name.as_str(), one.title.as_str())).collect(),
        signatories: t.say("letter-signatories").text(),
        items: phrases.items().into_iter().map(|item| (item.number, item.noun)).collect(),
        as_of: format!(
            "{} {}, {} {} ({})",
            t.say("counts-as-of").text(),
            shown.date,
            shown.time,
            shown.label,
            shown.utc
        ),
        at_publication: phrases
            .at_publication(register.at_publication)
            .map(|then| t.say("counts-at-publication").with("count", then).text()),
        groups,
        individuals: t.say("register-individuals").text(),
        persons: view.individuals.iter().filter(|_| shows).map(|one| line(shell, one, false)).collect(),
        late: late.collect(),
        withheld: withheld.collect(),
        instead,
        version: t.say("letter-version-final").with("version", letter.version).text(),
        fingerprint: format!("sha256 {}", seal::short_fingerprint(&letter.text_sha256)),
        rays: letter.rays(),
        number: letter.version,
        url: format!("{}{}", shell.base_url, letter.path("")),
        numbering: t.say("paper-page").with("page", "{page}").with("pages", "{pages}").text(),
    };
    serde_json::to_string(&data).map_err(|fault| Error::internal("writing a letter's data", fault))
}

fn convened(shell: &Shell, letter: &PublicLetter) -> String {
    let Some((first, others)) = letter.conveners.split_first() else { return String::new() };
    let t = &shell.t;
    match others.len() {
        0 => t.say("letter-convened-by").with("convener", first.name.clone()).text(),
        count => t.say("letter-convened-by-more").with("convener", first.name.clone()).with("count", count).text(),
    }
}

fn line<'a>(shell: &Shell, one: &'a PublicSignatory, with_place: bool) -> Line<'a> {
    let mut notes = Vec::new();
    let join = |parts: [Option<&str>; 2]| parts.into_iter().flatten().collect::<Vec<_>>().join(", ");
    if one.is_individual() {
        notes.push(join([one.role.as_deref(), one.affiliation.as_deref()]));
    } else if let Some(person) = &one.representative {
        notes.push(join([Some(person), one.role.as_deref()]));
    }
    if with_place {
        notes.push(one.heading());
    }
    if one.is_recorded {
        notes.push(shell.t.say("register-recorded").text());
    }
    notes.retain(|note| !note.is_empty());
    Line {
        name: &one.name,
        language: language(one.code),
        is_tall: one.name.chars().any(is_tall),
        acronym: one.acronym_apart(),
        latin: one.latin_name.as_deref(),
        notes,
    }
}

/// Whether a letter belongs to a script of South and South-East Asia, which reach further from the line than Latin.
fn is_tall(letter: char) -> bool {
    matches!(letter, '\u{900}'..='\u{109F}' | '\u{1780}'..='\u{17FF}')
}

/// Chinese characters have other shapes in each of these places.
fn language(code: Option<CountryCode>) -> &'static str {
    match code.map_or("", CountryCode::as_str) {
        "JP" => "ja",
        "KR" | "KP" => "ko",
        "CN" | "SG" => "zh",
        "TW" | "HK" | "MO" => "zh-tw",
        _ => "",
    }
}

#[derive(Serialize)]
struct CardData<'a> {
    page: &'a str,
    page_dir: &'static str,
    language: &'a str,
    dir: &'static str,
    kind: String,
    title: &'a str,
    convened: String,
    /// Whether a translation is official, and which text is signed; empty for that text.
    translation: String,
    items: Vec<(usize, String)>,
    as_of: String,
    site: String,
    rays: String,
    number: i32,
}

/// The data of `card.png`.
///
/// # Errors
/// `Internal` if it cannot be written as JSON.
pub fn card_data(shell: &Shell, letter: &PublicLetter, register: &Register) -> Result<String> {
    let t = &shell.t;
    let phrases = Phrases::new(t, register.counts(), &letter.country_noun);
    let items = phrases.items().into_iter().filter(|_| phrases.counts.signatories() > 0);
    let shown = letter.shown(&register.as_of, t);
    let site = shell.base_url.split_once("://").map_or(shell.base_url.as_str(), |(_, host)| host);
    let data = CardData {
        page: t.lang(),
        page_dir: t.dir(),
        language: &letter.language,
        dir: letter.dir(),
        kind: t.say_of("letter-kind", letter.kind).text(),
        title: &letter.text.title,
        convened: convened(shell, letter),
        translation: letter.printed_translation(t).into_iter().next().unwrap_or_default(),
        items: items.map(|item| (item.number, item.noun)).collect(),
        as_of: format!("{} {}", t.say("counts-as-of").text(), shown.date),
        site: site.to_owned(),
        rays: letter.rays(),
        number: letter.version,
    };
    serde_json::to_string(&data).map_err(|fault| Error::internal("writing a card's data", fault))
}
