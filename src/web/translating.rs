//! `/translate/{token}`: a translator works paragraph beside paragraph, without an account. Every save is kept; of two people who
//! work on the same words the second sees both, and nothing typed is lost.

use std::collections::{HashMap, HashSet};

use actix_web::HttpRequest;
use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Path};
use askama::Template;
use serde_json::{Map, Value, json};

use crate::actions::translate::{NotSaved, Saving, Typed, save_pieces};
use crate::domain::language::name_of;
use crate::domain::refusal::Refusal;
use crate::domain::revision::{LetterText, mark};
use crate::domain::translation::{Beside, Condition, Rendering, Term, terms};
use crate::render::diff::{DiffBlock, diff};
use crate::render::shell::{Shell, Tone};
use crate::render::when::iso;
use crate::render::words::{Words, direction_of};
use crate::store::letter::{self, Letter};
use crate::store::revision::latest_edit;
use crate::store::second_reader;
use crate::store::token::{self, Purpose};
use crate::store::translation::{self, Translation};
use crate::store::{Db, Lane};
use crate::web::answer::{self, see_other};
use crate::web::done::{After, Done};
use crate::web::error::Result;
use crate::web::form::FormState;
use crate::web::guarded::Guarded;
use crate::web::limits::{self, Try};
use crate::web::preview;
use crate::web::signing::ended::{self, Link};
use crate::web::site::Site;

/// What a translator's link leads to.
struct Desk {
    row: Translation,
    letter: Letter,
    source: LetterText,
    beside: Beside,
    /// What the second reader wants changed.
    remark: String,
}

fn load(db: &mut Db<'_>, secret: &str) -> crate::error::Result<Option<Desk>> {
    let Some(link) = token::find(db, Purpose::Translate, secret)? else { return Ok(None) };
    let Some(id) = link.translation_id else { return Ok(None) };
    let row = translation::find(db, &id)?;
    let letter = letter::find(db, &row.letter_id)?;
    if link.revoked_at.is_some() || row.revoked_at.is_some() || letter.withdrawn_at.is_some() {
        return Err(Refusal::LinkRevoked.into());
    }
    let source = latest_edit(db, &letter.id, &letter.language)?.text()?;
    let beside = Beside::new(&source, &translation::renderings(db, &row.id)?);
    Ok(Some(Desk { remark: second_reader::remark(&row, db)?, row, letter, source, beside }))
}

async fn find(site: &Data<Site>, request: &HttpRequest, secret: &str) -> Result<Desk> {
    let wanted = secret.to_owned();
    let found = site.store.read(move |db| load(db, &wanted)).await?;
    if found.is_none() {
        limits::count(site, request, Try::BadToken)?;
    }
    found.ok_or_else(|| crate::error::Error::NotFound.into())
}

/// One piece on the page.
pub struct Row {
    /// The mark of the source words: the names of the fields end in it.
    pub mark: String,
    /// What stands here, in words.
    pub name: String,
    /// The source words.
    pub source: String,
    /// Where the translation stands.
    pub condition: Condition,
    /// What is in the field.
    pub text: String,
    /// The save that the field is based on.
    pub based_on: i32,
    /// The fingerprint of what the field shows at first.
    pub seen: String,
    /// How many lines the field has.
    pub lines: usize,
    /// What changed in the source since it was translated.
    pub changed: Vec<DiffBlock>,
    /// What somebody else saved meanwhile.
    pub theirs: Option<String>,
    /// What is wrong with it.
    pub refusal: Option<String>,
}

#[derive(Template)]
#[template(path = "translating/translate.html")]
pub struct TranslatePage {
    pub shell: Shell,
    pub form: FormState,
    pub title: String,
    pub source_language: String,
    pub language: String,
    pub language_name: String,
    pub rows: Vec<Row>,
    pub terms: Vec<Term>,
    /// What the second reader wants changed; empty when nothing.
    pub remark: String,
    pub unused: Vec<Rendering>,
    /// Typed beside words that the letter never had.
    pub lost: Vec<String>,
    pub done: usize,
    pub stale: usize,
    /// How many parts the letter has; equal words are several parts and one field.
    pub parts: usize,
    pub path: String,
    /// Under this name the browser keeps what is not saved.
    pub key: String,
}

impl TranslatePage {
    fn new(site: &Site, request: &HttpRequest, secret: &str, desk: Desk) -> TranslatePage {
        let words = site.words();
        let Desk { row, letter, beside, source, remark } = desk;
        let mut seen = HashSet::new();
        // Equal words of the source have one field.
        let once = beside.slots.iter().filter(|slot| seen.insert(slot.mark.clone()));
        let rows = once.map(|slot| Row {
            mark: slot.mark.clone(),
            name: crate::render::public::place_name(&words, slot.piece.place),
            source: slot.piece.text.clone(),
            condition: slot.condition,
            text: slot.text.clone(),
            based_on: slot.n,
            seen: mark(&slot.text),
            lines: (slot.piece.text.chars().count() / 50 + 2).min(16),
            changed: slot.was.as_ref().map(|was| diff(was, &slot.piece.text)).unwrap_or_default(),
            theirs: None,
            refusal: None,
        });
        TranslatePage {
            rows: rows.collect(),
            terms: terms(&row.glossary),
            remark,
            done: beside.count(Condition::Done),
            stale: beside.count(Condition::Stale),
            parts: beside.slots.len(),
            unused: beside.unused,
            lost: Vec::new(),
            title: source.title,
            source_language: letter.language,
            language_name: name_of(&row.language).to_owned(),
            key: row.id.to_string(),
            language: row.language,
            path: format!("/translate/{secret}"),
            form: FormState::new(),
            shell: After::of(request).tell(site.form_shell(request)),
        }
    }

    fn source_dir(&self) -> &'static str {
        direction_of(&self.source_language)
    }

    fn dir(&self) -> &'static str {
        direction_of(&self.language)
    }

    /// Puts what was typed and what became of it into the fields.
    fn refuse(&mut self, site: &Site, typed: &[Typed], refused: Vec<(String, NotSaved)>) {
        let words = site.words();
        let mut refused: HashMap<String, NotSaved> = refused.into_iter().collect();
        self.form.refuse_whole(words.say("translate-not-all-saved"));
        for one in typed {
            let Some(why) = refused.remove(&one.mark) else { continue };
            let Some(row) = self.rows.iter_mut().find(|row| row.mark == one.mark) else {
                self.lost.push(one.text.clone());
                continue;
            };
            row.text.clone_from(&one.text);
            row.refusal = Some(refusal_of(&words, &why));
            if let NotSaved::Meanwhile(theirs) = why {
                row.based_on = theirs.n;
                row.theirs = Some(theirs.text);
            }
        }
    }
}

/// `GET /translate/{token}`
pub async fn show(site: Data<Site>, secret: Path<String>, request: HttpRequest) -> Result<HttpResponse> {
    let answered = match find(&site, &request, &secret).await {
        Ok(desk) => answer::page_that_saves(StatusCode::OK, &TranslatePage::new(&site, &request, &secret, desk)),
        Err(failure) => Err(failure),
    };
    ended::explain(&site, &request, Link::Secret(Purpose::Translate, &secret), answered).await
}

/// `POST /translate/{token}`: saves every field that was changed.
pub async fn save(site: Data<Site>, secret: Path<String>, request: HttpRequest, sent: Guarded) -> Result<HttpResponse> {
    let answered = match find(&site, &request, &secret).await {
        Ok(desk) => save_all(&site, &secret, &request, desk, &sent.form).await,
        Err(failure) => Err(failure),
    };
    ended::explain(&site, &request, Link::Secret(Purpose::Translate, &secret), answered).await
}

async fn save_all(
    site: &Data<Site>,
    secret: &str,
    request: &HttpRequest,
    desk: Desk,
    form: &FormState,
) -> Result<HttpResponse> {
    let typed: Vec<Typed> = form
        .fields()
        .filter_map(|(name, text)| {
            let piece = name.strip_prefix("text-")?;
            let based_on = form.value(&format!("based_on-{piece}")).parse().unwrap_or(0);
            let is_untouched = form.value(&format!("seen-{piece}")) == mark(&text.replace("\r\n", "\n"));
            Some(Typed { mark: piece.to_owned(), based_on, text: text.to_owned(), is_untouched })
        })
        .filter(|one| is_touched(&desk.beside, one) || form.is("fits", &one.mark))
        .collect();
    let saving = if form.is("action", "autosave") { Saving::ByItself } else { Saving::Pressed };
    let (row, now, all) = (desk.row, site.now(), typed.clone());
    let refused = site.store.write(Lane::Public, move |tx| save_pieces(tx, &row, &all, saving, now)).await?;
    if saving == Saving::ByItself {
        let desk = find(site, request, secret).await?;
        return Ok(HttpResponse::Ok().json(told_to_script(site, &desk, &typed, refused)));
    }
    if refused.is_empty() {
        let path = Done::TranslationSaved.at(&format!("/translate/{secret}"));
        let at = form.value("action").strip_prefix("save-").map(|mark| format!("#p-{mark}")).unwrap_or_default();
        return Ok(see_other(&format!("{path}{at}")));
    }
    let is_conflict = refused.iter().any(|(_, why)| matches!(why, NotSaved::Meanwhile(_)));
    let mut shown = TranslatePage::new(site, request, secret, find(site, request, secret).await?);
    shown.refuse(site, &typed, refused);
    let status = if is_conflict { StatusCode::CONFLICT } else { StatusCode::UNPROCESSABLE_ENTITY };
    answer::page_that_saves(status, &shown)
}

/// What the page's script hears: what became of each field that it sent, and how far the translation is.
fn told_to_script(site: &Site, desk: &Desk, typed: &[Typed], refused: Vec<(String, NotSaved)>) -> Value {
    let words = site.words();
    let (mut saved, mut not_saved) = (Map::new(), Map::new());
    for one in typed {
        if let Some(slot) = desk.beside.slots.iter().find(|slot| slot.mark == one.mark) {
            let told = words.say_of("translate-condition", slot.condition).text();
            saved.insert(one.mark.clone(), json!({ "n": slot.n, "condition": slot.condition.as_str(), "told": told }));
        }
    }
    for (piece, why) in refused {
        saved.remove(&piece);
        let told = refusal_of(&words, &why);
        let theirs = if let NotSaved::Meanwhile(theirs) = why { Some((theirs.n, theirs.text)) } else { None };
        let (n, theirs) = theirs.unzip();
        not_saved.insert(piece, json!({ "told": told, "n": n, "theirs": theirs }));
    }
    let (done, all) = (desk.beside.count(Condition::Done), desk.beside.slots.len());
    let told = words.say("translate-done").with("done", done).with("all", all).text();
    json!({ "state": "saved", "at": iso(site.now()), "saved": saved, "refused": not_saved, "told": told })
}

/// Why a field was not saved, as a sentence.
fn refusal_of(words: &Words, why: &NotSaved) -> String {
    match why {
        NotSaved::Meanwhile(_) => words.say("translate-meanwhile").text(),
        NotSaved::TooLong(limit) => words.say("translate-too-long").with("limit", *limit).text(),
        NotSaved::Unknown => words.say("translate-unknown").text(),
    }
}

/// A stale translation stands in its field so that it can be mended; sent back as it was, it is no translation of the new words. A
/// box says that it still fits.
fn is_touched(beside: &Beside, typed: &Typed) -> bool {
    let stale = beside.slots.iter().find(|slot| slot.mark == typed.mark && slot.condition == Condition::Stale);
    stale.is_none_or(|slot| slot.text != typed.text.replace("\r\n", "\n"))
}

/// `GET /translate/{token}/preview`: what is saved, as the public would read it.
pub async fn saved_preview(site: Data<Site>, secret: Path<String>, request: HttpRequest) -> Result<HttpResponse> {
    let answered = match find(&site, &request, &secret).await {
        Ok(Desk { row, letter, source, beside, .. }) => {
            let text = beside.text(&source);
            let mut page = preview::of_draft(&site, &Letter { language: row.language, ..letter }, None, &text)?;
            let words = site.words();
            let (sentence, back) = (words.say("translate-preview").text(), words.say("translate-back").text());
            let path = format!("/translate/{}", secret.as_str());
            page.shell = page.shell.with_linked_banner(Tone::Look, sentence, &path, back);
            answer::ok(&page)
        }
        Err(failure) => Err(failure),
    };
    ended::explain(&site, &request, Link::Secret(Purpose::Translate, &secret), answered).await
}
