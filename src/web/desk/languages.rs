//! `/desk/letters/{id}/languages`: which languages the letter has and how far each is; below it one page for each language, where
//! a second person reads it beside the text and approves exactly what was read.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Path, Query};
use askama::Template;

use crate::actions::{second_read, translate};
use crate::domain::email::EmailAddress;
use crate::domain::event::Actor;
use crate::domain::language;
use crate::domain::refusal::Refusal;
use crate::domain::translation::{Beside, Condition, Slot, is_tag};
use crate::error::Error;
use crate::render::public::place_name;
use crate::render::when;
use crate::render::words::direction_of;
use crate::store::letter;
use crate::store::revision::TextStatus;
use crate::store::second_reader::{self, SecondReader};
use crate::store::translation::{self, About, Translation};
use crate::store::{Db, Lane, Tx, coordinator};
use crate::web::answer::{page, see_other};
use crate::web::desk::{Work, status_of};
use crate::web::done::{After, Done};
use crate::web::error::Result;
use crate::web::form::FormState;
use crate::web::guarded::DeskForm;
use crate::web::page::Shell;
use crate::web::session::SignedIn;
use crate::web::site::Site;

/// The page's path below the letter's.
pub const PAGE: &str = "languages";

/// The longest name of a translator, and the longest glossary, in characters.
const NAME_MAX: usize = 400;
const GLOSSARY_MAX: usize = 20_000;

/// One language in the table.
struct Row {
    language: String,
    name: String,
    done: usize,
    stale: usize,
    missing: usize,
    is_approved: bool,
    is_shown: bool,
    status: TextStatus,
}

/// One part of the letter in the matrix.
struct Part {
    name: String,
    begin: String,
    conditions: Vec<Condition>,
}

#[derive(Template)]
#[template(path = "desk/languages.html")]
struct LanguagesPage {
    shell: Shell,
    form: FormState,
    rows: Vec<Row>,
    parts: Vec<Part>,
    choices: Vec<(String, String)>,
    standings: Vec<(String, String, String)>,
    source_name: String,
    source_language: String,
    here: String,
    may_write: bool,
}

fn standings(site: &Site) -> Vec<(String, String, String)> {
    let words = site.words();
    let choice = |one: TextStatus| {
        let (label, hint) = (words.say_of("languages-standing", one), words.say_of("languages-standing-hint", one));
        (one.to_string(), label.text(), hint.text())
    };
    [TextStatus::Official, TextStatus::Unofficial].map(choice).to_vec()
}

impl LanguagesPage {
    async fn load(site: &Site, who: &SignedIn, work: &Work, form: FormState) -> Result<LanguagesPage> {
        let (id, source) = (work.letter.id.clone(), work.text.clone());
        let read = move |db: &mut Db<'_>| {
            let all = translation::list(db, &id)?;
            let beside = |row: Translation| Ok((Beside::new(&source, &translation::renderings(db, &row.id)?), row));
            all.into_iter().map(beside).collect::<crate::error::Result<Vec<(Beside, Translation)>>>()
        };
        let all = site.store.read(read).await?;
        let words = site.words();
        let rows = all.iter().map(|(beside, row)| {
            let sha256 = beside.fingerprint(&work.text);
            Row {
                language: row.language.clone(),
                name: language::name_of(&row.language).to_owned(),
                done: beside.count(Condition::Done),
                stale: beside.count(Condition::Stale),
                missing: beside.count(Condition::Missing),
                is_approved: row.approved_sha256.as_deref() == Some(&*sha256),
                is_shown: row.is_shown,
                status: row.status_of(&sha256),
            }
        });
        let part = |(at, piece): (usize, crate::domain::revision::Piece)| Part {
            name: place_name(&words, piece.place),
            begin: piece.text.chars().take(40).collect(),
            conditions: all.iter().filter_map(|(beside, _)| Some(beside.slots.get(at)?.condition)).collect(),
        };
        let taken = |tag: &str| tag == work.letter.language || all.iter().any(|(_, row)| row.language == tag);
        let free = language::all().iter().filter(|(tag, _)| !taken(tag));
        let empty = (String::new(), words.say("languages-choose").text());
        Ok(LanguagesPage {
            rows: rows.collect(),
            parts: work.text.pieces().into_iter().enumerate().map(part).collect(),
            choices: std::iter::once(empty)
                .chain(free.map(|(tag, name)| ((*tag).to_owned(), (*name).to_owned())))
                .collect(),
            standings: standings(site),
            source_name: language::name_of(&work.letter.language).to_owned(),
            source_language: work.letter.language.clone(),
            here: work.path(PAGE),
            may_write: work.member.rights.may_write(),
            shell: work.shell(site, who, PAGE),
            form,
        })
    }
}

/// `GET /desk/letters/{id}/languages`
pub async fn show(site: Data<Site>, who: SignedIn, id: Path<String>) -> Result<HttpResponse> {
    let work = Work::find(&site, &who, &id).await?;
    let form = FormState::new().with("standing", TextStatus::Unofficial.as_str());
    page(StatusCode::OK, &LanguagesPage::load(&site, &who, &work, form).await?)
}

/// `POST /desk/letters/{id}/languages`: `add`.
pub async fn add(site: Data<Site>, id: Path<String>, sent: DeskForm) -> Result<HttpResponse> {
    let DeskForm { who, mut form, .. } = sent;
    let work = Work::find(&site, &who, &id).await?;
    work.must_write()?;
    let tag = match form.value("tag").trim() {
        "" => form.value("language").to_owned(),
        typed => typed.to_owned(),
    };
    if !is_tag(&tag) {
        form.refuse("tag", site.words().say("languages-tag-fault"));
    }
    let about = about(&site, &mut form);
    if form.has_errors() {
        return page(status_of(&form), &LanguagesPage::load(&site, &who, &work, form).await?);
    }
    let (letter_id, by, now, language) = (work.letter.id.clone(), who.coordinator.id.clone(), site.now(), tag.clone());
    let make = move |tx: &mut Tx<'_>| {
        let row = letter::find(tx, &letter_id)?;
        translate::add_language(tx, &row, &language, &about, &by, now).map(|_| ())
    };
    match site.store.write(Lane::Desk, make).await {
        Ok(()) => Ok(see_other(&work.path(&format!("{PAGE}/{tag}")))),
        Err(Error::Refused(Refusal::EditedMeanwhile)) => {
            form.refuse("tag", site.words().say("languages-taken"));
            page(StatusCode::CONFLICT, &LanguagesPage::load(&site, &who, &work, form).await?)
        }
        Err(fault) => Err(fault.into()),
    }
}

fn about(site: &Site, form: &mut FormState) -> About {
    let words = site.words();
    for (field, max) in [("translator", NAME_MAX), ("glossary", GLOSSARY_MAX)] {
        if form.value(field).chars().count() > max {
            form.refuse(field, words.say("translate-too-long").with("limit", max));
        }
    }
    About {
        translator: form.value("translator").split_whitespace().collect::<Vec<_>>().join(" "),
        is_credited: form.is("credited", "yes"),
        standing: if form.is("standing", "official") { TextStatus::Official } else { TextStatus::Unofficial },
        glossary: form.value("glossary").replace("\r\n", "\n"),
    }
}

#[derive(Template)]
#[template(path = "desk/language.html")]
struct LanguagePage {
    shell: Shell,
    form: FormState,
    language: String,
    name: String,
    dir: &'static str,
    source_language: String,
    source_dir: &'static str,
    slots: Vec<Slot>,
    done: usize,
    stale: usize,
    is_complete: bool,
    is_approved: bool,
    is_shown: bool,
    text_sha256: String,
    link: Option<String>,
    /// When the translator was asked by mail last, in UTC.
    asked: Option<String>,
    /// When the second reader was asked by mail, in UTC.
    reader_asked: Option<String>,
    /// What the second reader wants changed.
    remark: String,
    /// Who approved: a coordinator's name, or the second reader's; empty once it is erased.
    approved_by: String,
    public: Option<String>,
    standings: Vec<(String, String, String)>,
    here: String,
    back: String,
    may_write: bool,
}

/// One language as the page shows it.
struct One {
    row: Translation,
    translator: String,
    email: Option<String>,
    secret: Option<String>,
    reader: Option<SecondReader>,
    remark: String,
    approved_by: String,
    beside: Beside,
}

async fn find(site: &Site, work: &Work, tag: &str) -> Result<One> {
    let (id, tag, source) = (work.letter.id.clone(), tag.to_owned(), work.text.clone());
    Ok(site
        .store
        .read(move |db| {
            let row = translation::find_in(db, &id, &tag)?;
            let beside = Beside::new(&source, &translation::renderings(db, &row.id)?);
            let reader = second_reader::of(&row, db)?;
            let approved_by = match (&row.approved_by, &reader) {
                (Some(id), _) => coordinator::find(db, id)?.name,
                // Whoever was asked since then is another person, or has not read it again.
                (None, Some(reader)) if row.reader_asked_at <= row.approved_at => reader.label(),
                (None, _) => String::new(),
            };
            let (translator, email, secret) = (row.translator(db)?, row.email(db)?, row.secret(db)?);
            let remark = second_reader::remark(&row, db)?;
            Ok(One { translator, email, secret, reader, remark, approved_by, beside, row })
        })
        .await?)
}

impl LanguagePage {
    fn new(site: &Site, who: &SignedIn, work: &Work, one: One, form: FormState) -> LanguagePage {
        let One { row, secret, beside, reader, remark, approved_by, .. } = one;
        let may_write = work.member.rights.may_write();
        let text_sha256 = beside.fingerprint(&work.text);
        let is_public = work.letter.facts().is_public() && row.is_shown;
        LanguagePage {
            name: language::name_of(&row.language).to_owned(),
            dir: direction_of(&row.language),
            source_dir: direction_of(&work.letter.language),
            source_language: work.letter.language.clone(),
            done: beside.count(Condition::Done),
            stale: beside.count(Condition::Stale),
            is_complete: beside.is_complete(),
            is_approved: row.approved_sha256.as_ref() == Some(&text_sha256),
            is_shown: row.is_shown,
            // Whoever has the link can write.
            reader_asked: reader.and(row.reader_asked_at).map(|at| when::in_utc(at, &site.words())),
            remark,
            // As sealed as the address: for those who may ask.
            approved_by: if may_write { approved_by } else { String::new() },
            asked: row.asked_at.map(|at| when::in_utc(at, &site.words())),
            link: secret.filter(|_| may_write).map(|secret| site.config.link(&format!("/translate/{secret}"))),
            public: is_public.then(|| format!("/letters/{}/{}", work.letter.slug, row.language)),
            standings: standings(site),
            here: work.path(&format!("{PAGE}/{}", row.language)),
            back: work.path(PAGE),
            slots: beside.slots,
            language: row.language,
            shell: work.shell(site, who, PAGE),
            text_sha256,
            may_write,
            form,
        }
    }
}

fn filled(one: &One) -> FormState {
    let form = FormState::new()
        .with("translator", &*one.translator)
        .with("email", one.email.as_deref().unwrap_or_default())
        .with("standing", one.row.standing.as_str())
        .with("glossary", &*one.row.glossary);
    let form = match &one.reader {
        Some(reader) => form.with("reader", &*reader.name).with("reader_email", &*reader.email),
        None => form,
    };
    if one.row.is_credited { form.with("credited", "yes") } else { form }
}

/// `GET /desk/letters/{id}/languages/{lang}`
pub async fn show_one(
    site: Data<Site>,
    who: SignedIn,
    path: Path<(String, String)>,
    after: Query<After>,
) -> Result<HttpResponse> {
    let (id, tag) = path.into_inner();
    let work = Work::find(&site, &who, &id).await?;
    let one = find(&site, &work, &tag).await?;
    let form = filled(&one);
    let mut shown = LanguagePage::new(&site, &who, &work, one, form);
    shown.shell = after.tell(shown.shell);
    page(StatusCode::OK, &shown)
}

/// Everything that can be done with one language.
const ACTIONS: [&str; 9] =
    ["set", "ask", "revoke", "new_link", "ask_reader", "revoke_reader", "approve", "show", "hide"];

/// The address in a field, when the button is the one that writes to it.
fn address(site: &Site, form: &mut FormState, action: &str, field: &'static str) -> Option<EmailAddress> {
    if !form.is("action", action) {
        return None;
    }
    let read = EmailAddress::parse(form.value(field));
    read.map_err(|fault| form.refuse(field, site.words().say_of("fault", fault.code()))).ok()
}

/// Who is asked to read; never whoever translates.
fn reader(site: &Site, form: &mut FormState, one: &One) -> Option<(String, EmailAddress)> {
    let email = address(site, form, "ask_reader", "reader_email")?;
    let words = site.words();
    let name = form.value("reader").split_whitespace().collect::<Vec<_>>().join(" ");
    if name.chars().count() > NAME_MAX {
        form.refuse("reader", words.say("translate-too-long").with("limit", NAME_MAX));
    }
    if one.email.as_ref().is_some_and(|translator| translator.eq_ignore_ascii_case(email.as_str())) {
        form.refuse("reader_email", words.say("languages-same-person"));
    }
    Some((name, email))
}

/// `POST /desk/letters/{id}/languages/{lang}`: one of [`ACTIONS`].
pub async fn act(site: Data<Site>, path: Path<(String, String)>, sent: DeskForm) -> Result<HttpResponse> {
    let (id, tag) = path.into_inner();
    let DeskForm { who, mut form, .. } = sent;
    let work = Work::find(&site, &who, &id).await?;
    work.must_write()?;
    let one = find(&site, &work, &tag).await?;
    let about = about(&site, &mut form);
    let email = address(&site, &mut form, "ask", "email");
    let reader = reader(&site, &mut form, &one);
    if !ACTIONS.contains(&form.value("action")) {
        form.refuse_whole(site.words().say("form-no-action"));
    }
    if form.has_errors() {
        return page(status_of(&form), &LanguagePage::new(&site, &who, &work, one, form));
    }
    let (row, by, now) = (one.row.clone(), who.coordinator.id.clone(), site.now());
    let (action, read) = (form.value("action").to_owned(), form.value("text_sha256").to_owned());
    let done = match &*action {
        "approve" => Done::TranslationApproved,
        "show" => Done::TranslationShown,
        "hide" => Done::TranslationHidden,
        "ask" => Done::TranslatorAsked,
        "revoke" => Done::TranslatorRevoked,
        "ask_reader" => Done::ReaderAsked,
        "revoke_reader" => Done::ReaderRevoked,
        _ => Done::TranslationSaved,
    };
    let work_on = move |tx: &mut Tx<'_>| match &*action {
        "set" => translate::set_translation(tx, &row, &about, &by, now),
        "ask" => {
            let email = email.as_ref().ok_or(Error::NotFound)?;
            translate::ask_translator(tx, &row, &about.translator, email, &by, now)
        }
        "revoke" => translate::revoke_translator(tx, &row, &by, now),
        "new_link" => translate::new_translator_link(tx, &row, &by, now),
        "ask_reader" => {
            let (name, email) = reader.as_ref().ok_or(Error::NotFound)?;
            second_read::ask_reader(tx, &row, name, email, &by, now)
        }
        "revoke_reader" => second_read::revoke_reader(tx, &row, &by, now),
        "approve" => translate::approve_translation(tx, &row, &read, &Actor::Coordinator(by.clone()), now),
        "show" => translate::show_translation(tx, &row, &by, now),
        "hide" => translate::hide_translation(tx, &row, &by, now),
        _ => Err(Error::NotFound),
    };
    match site.store.write(Lane::Desk, work_on).await {
        Ok(()) => Ok(see_other(&done.at(&work.path(&format!("{PAGE}/{tag}"))))),
        Err(Error::Refused(refusal @ (Refusal::EditedMeanwhile | Refusal::NotReady))) => {
            let one = find(&site, &work, &tag).await?;
            let mut form = filled(&one);
            let words = site.words();
            form.refuse_whole(match refusal {
                Refusal::NotReady => words.say("languages-not-ready"),
                _ => words.say("languages-changed"),
            });
            page(StatusCode::CONFLICT, &LanguagePage::new(&site, &who, &work, one, form))
        }
        Err(Error::Refused(refusal @ (Refusal::AddressSuppressed | Refusal::LinkRevoked))) => {
            let field = if form.is("action", "ask_reader") { "reader_email" } else { "email" };
            form.refuse(field, site.words().say_of("refusal", refusal));
            let one = find(&site, &work, &tag).await?;
            page(StatusCode::CONFLICT, &LanguagePage::new(&site, &who, &work, one, form))
        }
        Err(fault) => Err(fault.into()),
    }
}
