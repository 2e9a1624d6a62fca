//! What the page of the text asks while somebody writes: saving by itself, who else writes, a part of the preview, and what was
//! pasted. The answers are JSON for its script; nothing here is needed by the plain form.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Path};
use serde_json::json;

use crate::actions::autosave::{self, Autosaved, Writer};
use crate::domain::revision::LetterText;
use crate::error::Error;
use crate::render::markdown::{HtmlOptions, to_html};
use crate::render::pasted;
use crate::render::when::{in_utc, iso};
use crate::render::words::direction_of;
use crate::store::edit_lock::{self, EditLock};
use crate::store::{Lane, coordinator};
use crate::web::answer::see_other;
use crate::web::desk::Work;
use crate::web::error::Result;
use crate::web::form::FormState;
use crate::web::guarded::DeskForm;
use crate::web::session::SignedIn;
use crate::web::site::Site;

/// The longest word that a tab may call itself.
const TAB_MAX: usize = 64;

/// What the script of the page must know from the start.
#[derive(Debug, Clone)]
pub struct Writing {
    /// The letter, for the name of what is kept in the browser.
    pub letter: String,
    /// The letter's language.
    pub language: String,
    /// Its direction.
    pub dir: &'static str,
    /// Who looks at the page.
    pub who: String,
    /// Whether the form holds what was not saved.
    pub is_unsaved: bool,
    /// A sentence on who writes now.
    pub told: Option<String>,
    /// The tab in which the person who looks writes already.
    pub own_tab: String,
    /// Whether the person may change the text.
    pub may_write: bool,
    /// Where pasted text is sent.
    pub paste_path: String,
}

impl Writing {
    /// Reads who writes now.
    ///
    /// # Errors
    /// What the database says.
    pub async fn load(site: &Site, who: &SignedIn, work: &Work) -> Result<Writing> {
        let held = writing_now(site, work).await?;
        let is_own = held.as_ref().is_some_and(|(lock, _)| lock.coordinator_id == who.coordinator.id);
        Ok(Writing {
            letter: work.letter.id.to_string(),
            language: work.letter.language.clone(),
            dir: direction_of(&work.letter.language),
            who: who.coordinator.id.to_string(),
            is_unsaved: false,
            may_write: work.member.rights.may_write(),
            own_tab: held.as_ref().filter(|_| is_own).map(|(lock, _)| lock.tab.clone()).unwrap_or_default(),
            told: held.map(|(lock, name)| told(site, who, &lock, &name)),
            paste_path: work.path("text/paste"),
        })
    }
}

/// Who writes now, with the person's name.
async fn writing_now(site: &Site, work: &Work) -> Result<Option<(EditLock, String)>> {
    let (letter, now) = (work.letter.clone(), site.now());
    Ok(site
        .store
        .read(move |db| {
            let Some(lock) = autosave::writing_now(db, &letter, now)? else { return Ok(None) };
            let name = coordinator::find(db, &lock.coordinator_id)?.name;
            Ok(Some((lock, name)))
        })
        .await?)
}

fn told(site: &Site, who: &SignedIn, lock: &EditLock, name: &str) -> String {
    let words = site.words();
    let time = in_utc(lock.taken_at, &words);
    if lock.coordinator_id == who.coordinator.id {
        return words.say("writing-own-tab").with("time", time).text();
    }
    words.say("writing-held").with("name", name).with("time", time).text()
}

fn writer(who: &SignedIn, form: &FormState) -> Option<Writer> {
    let tab: String = form.value("tab").chars().take(TAB_MAX).collect();
    (!tab.is_empty()).then(|| Writer { who: who.coordinator.id.clone(), tab })
}

/// Answers what is no save: `look`, `take`, `release`, `preview-part`; `None` for everything else.
///
/// # Errors
/// What the database says.
pub async fn act(site: &Site, who: &SignedIn, work: &Work, form: &FormState) -> Result<Option<HttpResponse>> {
    Ok(Some(match form.value("action") {
        "look" => look(site, who, work, form).await?,
        "take" => take(site, who, work, form).await?,
        "release" => release(site, who, work, form).await?,
        "preview-part" => preview_part(site, work, form),
        _ => return Ok(None),
    }))
}

async fn look(site: &Site, who: &SignedIn, work: &Work, form: &FormState) -> Result<HttpResponse> {
    let held = writing_now(site, work).await?;
    let is_mine = |lock: &EditLock| lock.coordinator_id == who.coordinator.id && lock.tab == form.value("tab");
    let n = work.edit.n;
    Ok(HttpResponse::Ok().json(match held {
        None => json!({ "state": "free", "n": n }),
        Some((lock, _)) if is_mine(&lock) => json!({ "state": "mine", "n": n, "saved": lock.saved_n }),
        Some((lock, name)) => json!({ "state": "taken", "n": n, "told": told(site, who, &lock, &name) }),
    }))
}

/// The button "Take over": this tab writes now, whoever did. Without a script there is no tab, and saving works as it is.
async fn take(site: &Site, who: &SignedIn, work: &Work, form: &FormState) -> Result<HttpResponse> {
    if let Some(writer) = writer(who, form) {
        let (letter, now) = (work.letter.clone(), site.now());
        let taken =
            site.store.write(Lane::Desk, move |tx| autosave::take(tx, &letter, &writer, true, now).map(|_| ())).await;
        taken?;
    }
    Ok(see_other(&work.path("text")))
}

/// The page was left, so nobody has to wait for two minutes.
async fn release(site: &Site, who: &SignedIn, work: &Work, form: &FormState) -> Result<HttpResponse> {
    if let Some(Writer { who, tab }) = writer(who, form) {
        let (id, language) = (work.letter.id.clone(), work.letter.language.clone());
        site.store.write(Lane::Desk, move |tx| edit_lock::release(tx, &id, &language, &who, &tab)).await?;
    }
    Ok(HttpResponse::Ok().json(json!({ "state": "free" })))
}

fn preview_part(site: &Site, work: &Work, form: &FormState) -> HttpResponse {
    let text = LetterText { body: form.value("body").replace("\r\n", "\n"), ..work.text.clone() };
    let options = HtmlOptions { top_heading: 2, id_prefix: "preview-", ..HtmlOptions::default() };
    let html = to_html(&text.whole_body(), &options, &site.words());
    HttpResponse::Ok().json(json!({ "state": "shown", "html": html.as_str() }))
}

/// `POST /desk/letters/{id}/text` with `autosave`: 200 saved, 409 somebody else writes or saved, 422 the text has faults.
///
/// # Errors
/// What the database says.
pub async fn autosave(
    site: &Site,
    who: &SignedIn,
    work: &Work,
    form: &FormState,
    text: LetterText,
) -> Result<HttpResponse> {
    if let Some(error) = form.errors().first() {
        return Ok(HttpResponse::UnprocessableEntity().json(json!({ "state": "faulty", "told": error.message })));
    }
    let Some(writer) = writer(who, form) else {
        let told = site.words().say("form-no-action").text();
        return Ok(HttpResponse::UnprocessableEntity().json(json!({ "state": "faulty", "told": told })));
    };
    let based_on = form.value("based_on").parse().unwrap_or(0);
    let (letter, now) = (work.letter.clone(), site.now());
    let saved =
        site.store.write(Lane::Desk, move |tx| autosave::autosave(tx, &letter, &text, based_on, &writer, now)).await?;
    Ok(match saved {
        Autosaved::Kept(n) => HttpResponse::Ok().json(json!({ "state": "saved", "n": n, "at": iso(now) })),
        Autosaved::Meanwhile => HttpResponse::Conflict().json(json!({ "state": "conflict" })),
        Autosaved::Taken(lock) => {
            let holder = lock.coordinator_id.clone();
            let name = site.store.read(move |db| Ok(coordinator::find(db, &holder)?.name)).await?;
            let told = told(site, who, &lock, &name);
            HttpResponse::build(StatusCode::CONFLICT).json(json!({ "state": "taken", "told": told }))
        }
    })
}

/// `POST /desk/letters/{id}/text/paste`: `html` as a word processor or a page gave it; Markdown, and what was left out.
///
/// # Errors
/// `NotAllowed`; what the database says.
pub async fn paste(site: Data<Site>, id: Path<String>, sent: DeskForm) -> Result<HttpResponse> {
    let DeskForm { who, form, .. } = sent;
    let work = Work::find(&site, &who, &id).await?;
    work.must_write()?;
    let (html, body) = (form.value("html").to_owned(), form.value("body").to_owned());
    let found = actix_web::web::block(move || pasted::to_markdown(&html, &body)).await;
    let found = found.map_err(|fault| Error::internal("reading what was pasted", fault))?;
    let words = site.words();
    let dropped: Vec<String> = found
        .dropped
        .iter()
        .map(|(what, count)| words.say_of("paste-dropped", *what).with("count", *count).text())
        .collect();
    Ok(HttpResponse::Ok().json(json!({ "state": "read", "markdown": found.markdown, "dropped": dropped })))
}
