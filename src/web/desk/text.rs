//! `/desk/letters/{id}/text`: the draft's body, with a preview from the template of the public page.

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
use crate::web::answer::{page, see_other};
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
}

impl TextPage {
    fn new(site: &Site, who: &SignedIn, work: &Work, form: FormState) -> TextPage {
        TextPage {
            shell: work.shell(site, who, "text"),
            word_count: form.value("body").split_whitespace().count(),
            form,
            conflict: None,
            saved_n: work.edit.n,
            is_frozen: work.revision.is_some(),
            preview_path: work.path("text/preview"),
            history_path: work.path("text/history"),
        }
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
    page(StatusCode::OK, &TextPage::new(&site, &who, &work, form))
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

/// `POST /desk/letters/{id}/text`: `save` or `preview`.
pub async fn save(site: Data<Site>, id: Path<String>, sent: DeskForm) -> Result<HttpResponse> {
    let DeskForm { who, mut form, .. } = sent;
    let work = Work::find(&site, &who, &id).await?;
    work.must_write()?;
    let text = LetterText {
        body: form.value("body").replace("\r\n", "\n"),
        salutation: form.value("salutation").replace("\r\n", "\n"),
        closing: form.value("closing").replace("\r\n", "\n"),
        ..base_of(&site, &work, &form).await?
    };
    refuse_text(&site, &mut form, &text.faults());
    if form.has_errors() {
        return page(StatusCode::UNPROCESSABLE_ENTITY, &TextPage::new(&site, &who, &work, form));
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
        Err(Error::Refused(Refusal::EditedMeanwhile)) => conflict(&site, &who, &id, &text, form.value("note")).await,
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

/// The second of two savers: their own text stays in the form, the other one stands beside it with the differences.
async fn conflict(site: &Site, who: &SignedIn, id: &str, typed: &LetterText, note: &str) -> Result<HttpResponse> {
    let work = Work::find(site, who, id).await?;
    let mut form = filled(typed, work.edit.n).with("note", note);
    form.refuse_whole(site.words().say_of("refusal", Refusal::EditedMeanwhile));
    let mut shown = TextPage::new(site, who, &work, form);
    shown.conflict =
        Some(Conflict { theirs: work.text.canonical(), blocks: diff(&work.text.canonical(), &typed.canonical()) });
    page(StatusCode::CONFLICT, &shown)
}
