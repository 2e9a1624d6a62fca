//! `/desk/letters/{id}/text`: the draft's body, with a preview from the template of the public page. It is a plain form; what its
//! script asks while somebody writes is answered in [`super::writing`].

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Path};
use askama::Template;

use crate::actions::save_draft::{Save, save_draft};
use crate::domain::refusal::Refusal;
use crate::domain::revision::LetterText;
use crate::error::Error;
use crate::render::diff::{DiffBlock, diff};
use crate::render::public::LetterPage;
use crate::store::{Lane, revision};
use crate::web::answer::{page, page_that_saves, see_other};
use crate::web::desk::writing::{self, Writing};
use crate::web::desk::{Work, refuse_text};
use crate::web::error::Result;
use crate::web::form::FormState;
use crate::web::guarded::DeskForm;
use crate::web::page::{Shell, Tone};
use crate::web::preview;
use crate::web::session::SignedIn;
use crate::web::site::Site;

/// What a person who saved second sees: both texts and where they differ.
pub struct Conflict {
    /// The text that somebody else saved meanwhile.
    pub theirs: String,
    /// From their text to the one just typed.
    pub blocks: Vec<DiffBlock>,
    /// Whether the text was kept in the browser, rather than just sent.
    pub was_kept: bool,
}

#[derive(Template)]
#[template(path = "desk/text.html")]
struct TextPage {
    shell: Shell,
    form: FormState,
    conflict: Option<Conflict>,
    saved_n: i32,
    word_count: usize,
    is_frozen: bool,
    preview_path: String,
    history_path: String,
    writing: Writing,
}

impl TextPage {
    async fn new(site: &Site, who: &SignedIn, work: &Work, form: FormState) -> Result<TextPage> {
        Ok(TextPage {
            writing: Writing::load(site, who, work).await?,
            shell: work.shell(site, who, "text"),
            word_count: form.value("body").split_whitespace().count(),
            form,
            conflict: None,
            saved_n: work.edit.n,
            is_frozen: work.revision.is_some(),
            preview_path: work.path("text/preview"),
            history_path: work.path("text/history"),
        })
    }

    /// A form that holds what was not saved: its script saves nothing before somebody presses a button.
    async fn unsaved(site: &Site, who: &SignedIn, work: &Work, form: FormState) -> Result<TextPage> {
        let mut shown = TextPage::new(site, who, work, form).await?;
        shown.writing.is_unsaved = true;
        Ok(shown)
    }

    fn answer(&self, status: StatusCode) -> Result<HttpResponse> {
        page_that_saves(status, self)
    }
}

fn filled(text: &LetterText, based_on: i32) -> FormState {
    FormState::new()
        .with("body", &*text.body)
        .with("salutation", &*text.salutation)
        .with("closing", &*text.closing)
        .with("based_on", based_on.to_string())
}

/// `GET /desk/letters/{id}/text`
pub async fn show(site: Data<Site>, who: SignedIn, id: Path<String>) -> Result<HttpResponse> {
    let work = Work::find(&site, &who, &id).await?;
    let form = filled(&work.text, work.edit.n);
    TextPage::new(&site, &who, &work, form).await?.answer(StatusCode::OK)
}

/// `GET /desk/letters/{id}/text/preview`: the saved draft as the public will read it.
pub async fn saved_preview(site: Data<Site>, who: SignedIn, id: Path<String>) -> Result<HttpResponse> {
    let work = Work::find(&site, &who, &id).await?;
    page(StatusCode::OK, &preview_page(&site, &work, &work.text).await?)
}

async fn preview_page(site: &Site, work: &Work, text: &LetterText) -> Result<LetterPage> {
    let newest = match work.revision.clone() {
        Some(newest) => {
            let (id, n, language) = (work.letter.id.clone(), newest.n, work.letter.language.clone());
            let frozen = site.store.read(move |db| revision::find_text(db, &id, n, &language)).await?;
            Some((newest, frozen.text_sha256))
        }
        None => None,
    };
    let mut preview = preview::of_draft(site, &work.letter, newest, text)?;
    let words = site.words();
    let (sentence, back) = (words.say("preview-banner").text(), words.say("preview-back").text());
    preview.shell = preview.shell.with_linked_banner(Tone::Look, sentence, &work.path("text"), back);
    Ok(preview)
}

/// `POST /desk/letters/{id}/text`: `save` or `preview`; `compare` shows kept text beside the saved one, `take` begins to write in
/// the place of somebody else, and the script's `autosave`, `look`, `release` and `preview-part` are answered as JSON.
pub async fn save(site: Data<Site>, id: Path<String>, sent: DeskForm) -> Result<HttpResponse> {
    let DeskForm { who, mut form, .. } = sent;
    let work = Work::find(&site, &who, &id).await?;
    work.must_write()?;
    if let Some(answer) = writing::act(&site, &who, &work, &form).await? {
        return Ok(answer);
    }
    let text = LetterText {
        body: form.value("body").replace("\r\n", "\n"),
        salutation: form.value("salutation").replace("\r\n", "\n"),
        closing: form.value("closing").replace("\r\n", "\n"),
        ..base_of(&site, &work, &form).await?
    };
    refuse_text(&site, &mut form, &text.faults());
    if form.is("action", "autosave") {
        return writing::autosave(&site, &who, &work, &form, text).await;
    }
    if form.has_errors() {
        return TextPage::unsaved(&site, &who, &work, form).await?.answer(StatusCode::UNPROCESSABLE_ENTITY);
    }
    if form.is("action", "compare") {
        return differing(&site, &who, &id, &text, form.value("note"), true).await;
    }
    if form.is("action", "preview") {
        return page(StatusCode::OK, &preview_page(&site, &work, &text).await?);
    }
    let based_on = form.value("based_on").parse().unwrap_or(0);
    let save = Save { based_on, text: text.clone(), note: form.value("note").chars().take(400).collect() };
    let (letter, author, now) = (work.letter.clone(), who.coordinator.id.clone(), site.now());
    let saved = site.store.write(Lane::Desk, move |tx| save_draft(tx, &letter, &save, &author, now)).await;
    match saved {
        Ok(_) => Ok(see_other(&work.path("text"))),
        Err(Error::Refused(Refusal::EditedMeanwhile)) => {
            differing(&site, &who, &id, &text, form.value("note"), false).await
        }
        Err(fault) => Err(fault.into()),
    }
}

/// The parts that this form does not show come from the edit that it was based on; if only those changed since, the
/// newest edit is as good a base and nobody is asked anything.
async fn base_of(site: &Site, work: &Work, form: &FormState) -> Result<LetterText> {
    let based_on: i32 = form.value("based_on").parse().unwrap_or(0);
    if based_on == work.edit.n {
        return Ok(work.text.clone());
    }
    let (id, language) = (work.letter.id.clone(), work.letter.language.clone());
    let base = site.store.read(move |db| revision::find_edit(db, &id, &language, based_on)?.text()).await;
    match base {
        Ok(text) => Ok(text),
        Err(Error::NotFound) => Ok(work.text.clone()),
        Err(fault) => Err(fault.into()),
    }
}

/// The second of two savers, or text that was kept in a browser: it stays in the form, the saved one stands beside it with the
/// differences.
async fn differing(
    site: &Site,
    who: &SignedIn,
    id: &str,
    typed: &LetterText,
    note: &str,
    was_kept: bool,
) -> Result<HttpResponse> {
    let work = Work::find(site, who, id).await?;
    let mut form = filled(typed, work.edit.n).with("note", note);
    if !was_kept {
        form.refuse_whole(site.words().say_of("refusal", Refusal::EditedMeanwhile));
    }
    let mut shown = TextPage::unsaved(site, who, &work, form).await?;
    let (theirs, typed) = (work.text.canonical(), typed.canonical());
    shown.conflict = Some(Conflict { blocks: diff(&theirs, &typed), theirs, was_kept });
    shown.answer(if was_kept { StatusCode::OK } else { StatusCode::CONFLICT })
}
