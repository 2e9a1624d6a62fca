//! What the details form says, as the domain's types; a fault is told beside its field.

use crate::domain::email::Website;
use crate::domain::ids::LetterId;
use crate::domain::language;
use crate::domain::letter::{Occasion, Particulars, Slug, Source};
use crate::domain::revision::{Addressee, LetterText, Officer, Quote};
use crate::domain::text::{OrganisationName, optional_line};
use crate::store::letter::{Convener, Details};
use crate::web::desk::Work;
use crate::web::form::FormState;
use crate::web::site::Site;

/// The longest place, date line and the like, in characters.
const SHORT_MAX: usize = 200;
/// The longest summary, in characters.
const SUMMARY_MAX: usize = 1000;

/// The fields of each repeated row of the form, the first one naming it.
pub(super) const ROWS: [&[&str]; 5] = [
    &["addressee_name", "addressee_role", "addressee_body", "addressee_place"],
    &["convener_name", "convener_website"],
    &["officer_name", "officer_title"],
    &["quote_text", "quote_name", "quote_title", "quote_organisation"],
    &["ask"],
];

/// The edit and the details that the form showed.
pub(super) fn based_on(form: &FormState) -> (i32, i32) {
    let (edit, details) = form.value("based_on").split_once('.').unwrap_or_default();
    (edit.parse().unwrap_or(0), details.parse().unwrap_or(-1))
}

/// The parts of the text that stand on this form, over those that do not.
pub(super) fn text(form: &FormState, base: &LetterText) -> LetterText {
    let value = |name: &str, row: usize| form.value_at(name, row).trim().to_owned();
    let rows = |name: &str| 0..form.all(name).len();
    let line = |name: &str| form.value(name).trim().to_owned();
    LetterText {
        title: line("title"),
        re_line: line("re_line"),
        addressees: rows("addressee_name")
            .map(|row| Addressee {
                name: value("addressee_name", row),
                role: value("addressee_role", row),
                body: value("addressee_body", row),
                place: value("addressee_place", row),
            })
            .filter(|one| *one != Addressee::default())
            .collect(),
        officers: rows("officer_name")
            .map(|row| Officer { name: value("officer_name", row), title: value("officer_title", row) })
            .filter(|one| *one != Officer::default())
            .collect(),
        quotes: rows("quote_text")
            .map(|row| Quote {
                text: value("quote_text", row).replace("\r\n", "\n"),
                name: value("quote_name", row),
                title: value("quote_title", row),
                organisation: value("quote_organisation", row),
            })
            .filter(|one| *one != Quote::default())
            .collect(),
        asks: form.all("ask").iter().map(|ask| ask.trim().to_owned()).filter(|ask| !ask.is_empty()).collect(),
        background_heading: line("background_heading"),
        background: line("background").replace("\r\n", "\n"),
        ..base.clone()
    }
}

/// Moves a row up or down (U-17: no dragging): the button's value is the row's first field, its number and `up` or `down`.
/// Nothing is saved. `None` when no such button was pressed.
pub(super) fn moved(form: &FormState) -> Option<FormState> {
    let mut parts = form.value("move").split('.');
    let (field, row, way) = (parts.next()?, parts.next()?.parse::<usize>().ok()?, parts.next()?);
    let fields = ROWS.iter().find(|fields| fields[0] == field)?;
    let other = if way == "up" { row.checked_sub(1)? } else { row.checked_add(1)? };
    let moved = form.clone().without("move");
    Some(fields.iter().fold(moved, |form, name| form.swapped(name, row, other)))
}

/// The letters that were ticked as belonging together with this one.
pub(super) fn linked(form: &FormState) -> Vec<LetterId> {
    form.all("linked").iter().map(|id| LetterId(id.clone())).collect()
}

fn particulars(site: &Site, form: &mut FormState) -> Option<Particulars> {
    let value = |name: &str| form.value(name).to_owned();
    let typed = Particulars {
        occasion: Occasion {
            what: value("event_what"),
            place: value("event_place"),
            dated: value("event_dated"),
            link: value("event_link"),
        },
        source: Source {
            title: value("source_title"),
            publisher: value("source_publisher"),
            dated: value("source_dated"),
            link: value("source_link"),
        },
        tags: Vec::new(),
    };
    match Particulars::parse(typed, &value("tags")) {
        Ok(particulars) => Some(particulars),
        Err(faults) => {
            for fault in faults {
                form.refuse(fault.field, site.words().say_of("fault", fault.code).with("limit", fault.limit));
            }
            None
        }
    }
}

/// What stands around the text.
pub(super) fn details(site: &Site, work: &Work, form: &mut FormState) -> Option<Details> {
    let words = site.words();
    let slug = match Slug::parse(form.value("slug")) {
        Ok(slug) => Some(slug),
        Err(fault) => {
            form.refuse("slug", words.say_of("fault", fault.code()).with("limit", crate::domain::letter::SLUG_MAX));
            None
        }
    };
    let mut short = |name: &'static str, max: usize| match optional_line(form.value(name), max) {
        Ok(text) => text.unwrap_or_default(),
        Err(fault) => {
            form.refuse(name, words.say_of("fault", fault.code()).with("limit", max));
            String::new()
        }
    };
    let (place, dated, summary) = (short("place", SHORT_MAX), short("dated", SHORT_MAX), short("summary", SUMMARY_MAX));
    let (conveners, particulars) = (parse_conveners(site, form), particulars(site, form));
    let kind = form.value("kind").parse().ok();
    if kind.is_none() {
        form.refuse("kind", words.say("letter-kind-choose"));
    }
    let signers = form.value("signers").parse().ok();
    if signers.is_none() {
        form.refuse("signers", words.say("letter-signers-choose"));
    }
    let chosen = form.value("language").to_owned();
    let is_known = language::all().iter().any(|(tag, _)| *tag == chosen) || chosen == work.letter.language;
    if !chosen.is_empty() && !is_known {
        form.refuse("language", words.say("letter-language-choose"));
    }
    Some(Details {
        slug: slug?.as_str().to_owned(),
        kind: kind?,
        signers: signers?,
        place,
        dated,
        summary,
        conveners,
        asks_representative: form.is("asks_representative", "yes"),
        particulars: particulars?,
    })
}

fn parse_conveners(site: &Site, form: &mut FormState) -> Vec<Convener> {
    let words = site.words();
    let mut conveners = Vec::new();
    for row in 0..form.all("convener_name").len() {
        let (name, website) =
            (form.value_at("convener_name", row).trim(), form.value_at("convener_website", row).trim());
        if name.is_empty() && website.is_empty() {
            continue;
        }
        let in_row = |fault: String| words.say("fault-in-row").with("row", row + 1).with("fault", fault).to_string();
        let parsed = OrganisationName::parse(name).map_err(|fault| {
            ("convener_name", in_row(words.say_of("fault", fault.code()).with("limit", 300).to_string()))
        });
        let url = match website {
            "" => Ok(String::new()),
            text => Website::parse(text)
                .map(|website| website.as_url().to_owned())
                .map_err(|fault| ("convener_website", in_row(words.say_of("fault", fault.code()).to_string()))),
        };
        match (parsed, url) {
            (Ok(name), Ok(website)) => conveners.push(Convener { name: name.as_str().to_owned(), website }),
            (Err((field, message)), _) | (_, Err((field, message))) => form.refuse(field, message),
        }
    }
    conveners
}
