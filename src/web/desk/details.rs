//! `/desk/letters/{id}/details`: what stands around the body: title, addressees, conveners, place, who may sign.
//! Title, addressees, re line and officers are part of the frozen wording, so they are saved as an edit; the rest is not.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Path};
use askama::Template;

use crate::actions::save_draft::{Save, save_draft, set_language};
use crate::actions::set_details::set_details;
use crate::domain::email::Website;
use crate::domain::letter::Slug;
use crate::domain::refusal::Refusal;
use crate::domain::revision::{Addressee, LetterText, Officer};
use crate::domain::text::{OrganisationName, optional_line};
use crate::error::Error;
use crate::store::letter::{Convener, Details};
use crate::store::{Lane, Tx};
use crate::web::answer::{page, see_other};
use crate::web::desk::letters::{KINDS, LANGUAGES, kind_choices, native_name, signer_choices};
use crate::web::desk::{Work, actor, refuse_text, status_of};
use crate::web::error::Result;
use crate::web::form::FormState;
use crate::web::guarded::DeskForm;
use crate::web::page::Shell;
use crate::web::session::SignedIn;
use crate::web::site::Site;

/// Empty rows offered after the filled ones, so that the page works without JavaScript.
const SPARE_ROWS: usize = 2;
/// The longest place, date line and the like, in characters.
const SHORT_MAX: usize = 200;
/// The longest summary, in characters.
const SUMMARY_MAX: usize = 1000;

#[derive(Template)]
#[template(path = "desk/details.html")]
struct DetailsPage {
    shell: Shell,
    form: FormState,
    kinds: Vec<(&'static str, String, String)>,
    signers: Vec<(&'static str, String, String)>,
    addressee_rows: std::ops::Range<usize>,
    convener_rows: std::ops::Range<usize>,
    officer_rows: std::ops::Range<usize>,
    languages: Vec<(String, String)>,
    is_open: bool,
    is_public: bool,
    /// The word of what a change of the title does.
    title_hint: &'static str,
    public_link: String,
}

impl DetailsPage {
    fn new(site: &Site, who: &SignedIn, work: &Work, form: FormState) -> DetailsPage {
        let shell = work.shell(site, who, "details");
        let rows = |name: &str| {
            form.all(name).iter().rposition(|value| !value.is_empty()).map_or(0, |last| last + 1) + SPARE_ROWS
        };
        DetailsPage {
            kinds: kind_choices(&shell),
            signers: signer_choices(&shell),
            addressee_rows: 0..rows("addressee_name"),
            convener_rows: 0..rows("convener_name"),
            officer_rows: 0..rows("officer_name"),
            languages: languages(work),
            is_open: work.letter.opened_at.is_some(),
            is_public: work.letter.facts().is_public(),
            title_hint: if work.letter.opened_at.is_some() { "open" } else { "draft" },
            public_link: site.config.link(&format!("/letters/{}", work.letter.slug)),
            shell,
            form,
        }
    }
}

/// The languages to choose from; the letter's own is among them whatever it is.
fn languages(work: &Work) -> Vec<(String, String)> {
    let own = &work.letter.language;
    let mut languages: Vec<_> = LANGUAGES.iter().map(|(tag, name)| ((*tag).to_owned(), (*name).to_owned())).collect();
    if languages.iter().all(|(tag, _)| tag != own) {
        languages.push((own.clone(), native_name(own).to_owned()));
    }
    languages
}

/// `GET /desk/letters/{id}/details`
pub async fn show(site: Data<Site>, who: SignedIn, id: Path<String>) -> Result<HttpResponse> {
    let work = Work::find(&site, &who, &id).await?;
    page(StatusCode::OK, &DetailsPage::new(&site, &who, &work, filled(&work)))
}

fn filled(work: &Work) -> FormState {
    let (letter, text) = (&work.letter, &work.text);
    let mut form = FormState::new()
        .with("title", &*text.title)
        .with("slug", &*letter.slug)
        .with("kind", letter.kind.as_str())
        .with("signers", letter.signers.as_str())
        .with("language", &*letter.language)
        .with("place", &*letter.place)
        .with("dated", &*letter.dated)
        .with("re_line", &*text.re_line)
        .with("summary", &*letter.summary)
        .with("based_on", format!("{}.{}", work.edit.n, letter.details_version));
    for one in &text.addressees {
        form = form
            .with("addressee_name", &*one.name)
            .with("addressee_role", &*one.role)
            .with("addressee_body", &*one.body)
            .with("addressee_place", &*one.place);
    }
    for one in letter.conveners() {
        form = form.with("convener_name", one.name).with("convener_website", one.website);
    }
    for one in &text.officers {
        form = form.with("officer_name", &*one.name).with("officer_title", &*one.title);
    }
    if letter.asks_representative { form.with("asks_representative", "yes") } else { form }
}

/// `POST /desk/letters/{id}/details`: `save`.
pub async fn save(site: Data<Site>, id: Path<String>, sent: DeskForm) -> Result<HttpResponse> {
    let DeskForm { who, mut form, .. } = sent;
    let work = Work::find(&site, &who, &id).await?;
    work.must_write()?;
    let text = LetterText {
        title: form.value("title").trim().to_owned(),
        re_line: form.value("re_line").trim().to_owned(),
        addressees: addressees(&form),
        officers: officers(&form),
        ..work.text.clone()
    };
    refuse_text(&site, &mut form, &text.faults());
    let details = parse_details(&site, &work, &mut form);
    let Some(details) = details.filter(|_| !form.has_errors()) else {
        return page(status_of(&form), &DetailsPage::new(&site, &who, &work, form));
    };
    let (letter, by, now) = (work.letter.clone(), actor(&who), site.now());
    let author = who.coordinator.id.clone();
    let (edit_n, details_version) = based_on(&form);
    let language = form.value("language").to_owned();
    let save = Save { based_on: edit_n, text, note: String::new() };
    let saved = site
        .store
        .write(Lane::Desk, move |tx: &mut Tx<'_>| {
            save_draft(tx, &letter, &save, &author, now)?;
            set_details(tx, &letter, &details, details_version, &by, now)?;
            if language.is_empty() { Ok(()) } else { set_language(tx, &letter, &language, &author, now) }
        })
        .await;
    let status = match saved {
        Ok(()) => return Ok(see_other(&work.path("details"))),
        Err(Error::Refused(Refusal::SlugTaken)) => {
            form.refuse("slug", site.words().say_of("refusal", Refusal::SlugTaken));
            StatusCode::UNPROCESSABLE_ENTITY
        }
        Err(Error::Refused(refusal @ (Refusal::EditedMeanwhile | Refusal::WrongLetterState))) => {
            form.refuse_whole(site.words().say_of("refusal", refusal));
            StatusCode::CONFLICT
        }
        Err(fault) => return Err(fault.into()),
    };
    // What was typed stays; saving once more is then based on what the other person saved.
    let work = Work::find(&site, &who, &id).await?;
    let form = form.replaced("based_on", format!("{}.{}", work.edit.n, work.letter.details_version));
    page(status, &DetailsPage::new(&site, &who, &work, form))
}

fn based_on(form: &FormState) -> (i32, i32) {
    let (edit, details) = form.value("based_on").split_once('.').unwrap_or_default();
    (edit.parse().unwrap_or(0), details.parse().unwrap_or(-1))
}

fn addressees(form: &FormState) -> Vec<Addressee> {
    let value = |name: &str, row: usize| form.value_at(name, row).trim().to_owned();
    (0..form.all("addressee_name").len())
        .map(|row| Addressee {
            name: value("addressee_name", row),
            role: value("addressee_role", row),
            body: value("addressee_body", row),
            place: value("addressee_place", row),
        })
        .filter(|one| *one != Addressee::default())
        .collect()
}

fn officers(form: &FormState) -> Vec<Officer> {
    let value = |name: &str, row: usize| form.value_at(name, row).trim().to_owned();
    (0..form.all("officer_name").len())
        .map(|row| Officer { name: value("officer_name", row), title: value("officer_title", row) })
        .filter(|one| *one != Officer::default())
        .collect()
}

fn parse_details(site: &Site, work: &Work, form: &mut FormState) -> Option<Details> {
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
    let conveners = parse_conveners(site, form);
    let kind = form.value("kind").parse().ok().filter(|kind| KINDS.contains(kind) || *kind == work.letter.kind);
    if kind.is_none() {
        form.refuse("kind", words.say("letter-kind-choose"));
    }
    let signers = form.value("signers").parse().ok();
    if signers.is_none() {
        form.refuse("signers", words.say("letter-signers-choose"));
    }
    let language = form.value("language").to_owned();
    let is_known = LANGUAGES.iter().any(|(tag, _)| *tag == language) || language == work.letter.language;
    if !language.is_empty() && !is_known {
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
