//! `/read/{token}`: a second reader reads a translation beside the original, without an account, and approves exactly what was read
//! or says what must change. Opening the page does neither.

use actix_web::http::StatusCode;
use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;

use crate::actions::second_read::{approve_as_reader, remark};
use crate::domain::language::name_of;
use crate::domain::refusal::Refusal;
use crate::domain::revision::LetterText;
use crate::domain::text::{TextFault, lines};
use crate::domain::translation::{Beside, Condition, Slot, Term, terms};
use crate::error::Error;
use crate::render::shell::Shell;
use crate::render::words::direction_of;
use crate::store::letter::{self, Letter};
use crate::store::revision::latest_edit;
use crate::store::second_reader;
use crate::store::token::Purpose;
use crate::store::translation::{self, Translation};
use crate::store::{Db, Lane};
use crate::web::answer::{self, see_other};
use crate::web::done::{After, Done};
use crate::web::error::Result;
use crate::web::form::FormState;
use crate::web::guarded::Guarded;
use crate::web::links;
use crate::web::signing::ended::{self, Link};
use crate::web::site::Site;

/// The longest remark, in characters.
const REMARK_MAX: usize = 4000;

/// What a second reader's link leads to.
struct Reading {
    row: Translation,
    letter: Letter,
    source: LetterText,
    beside: Beside,
    remark: String,
}

fn load(db: &mut Db<'_>, secret: &str) -> crate::error::Result<Reading> {
    let row = second_reader::by_link(db, secret)?;
    let letter = letter::find(db, &row.letter_id)?;
    let source = latest_edit(db, &letter.id, &letter.language)?.text()?;
    let beside = Beside::new(&source, &translation::renderings(db, &row.id)?);
    Ok(Reading { remark: second_reader::remark(&row, db)?, row, letter, source, beside })
}

async fn find(site: &Data<Site>, request: &HttpRequest, secret: &str) -> Result<Reading> {
    links::find(site, request, Purpose::ReadTranslation, secret).await?;
    let secret = secret.to_owned();
    Ok(site.store.read(move |db| load(db, &secret)).await?)
}

#[derive(Template)]
#[template(path = "translating/read.html")]
struct ReadPage {
    shell: Shell,
    form: FormState,
    title: String,
    source_language: String,
    language: String,
    language_name: String,
    terms: Vec<Term>,
    slots: Vec<Slot>,
    done: usize,
    stale: usize,
    is_complete: bool,
    is_approved: bool,
    text_sha256: String,
    path: String,
}

impl ReadPage {
    fn new(site: &Site, request: &HttpRequest, secret: &str, reading: Reading, form: Option<FormState>) -> ReadPage {
        let Reading { row, letter, source, beside, remark } = reading;
        let text_sha256 = beside.fingerprint(&source);
        ReadPage {
            terms: terms(&row.glossary),
            done: beside.count(Condition::Done),
            stale: beside.count(Condition::Stale),
            is_complete: beside.is_complete(),
            is_approved: row.approved_sha256.as_ref() == Some(&text_sha256),
            slots: beside.slots,
            title: source.title,
            source_language: letter.language,
            language_name: name_of(&row.language).to_owned(),
            language: row.language,
            path: format!("/read/{secret}"),
            form: form.unwrap_or_else(|| FormState::new().with("remark", remark)),
            shell: After::of(request).tell(site.form_shell(request)),
            text_sha256,
        }
    }

    fn source_dir(&self) -> &'static str {
        direction_of(&self.source_language)
    }

    fn dir(&self) -> &'static str {
        direction_of(&self.language)
    }
}

/// `GET /read/{token}`
pub async fn show(site: Data<Site>, secret: Path<String>, request: HttpRequest) -> Result<HttpResponse> {
    let answered = match find(&site, &request, &secret).await {
        Ok(reading) => answer::ok(&ReadPage::new(&site, &request, &secret, reading, None)),
        Err(failure) => Err(failure),
    };
    ended::explain(&site, &request, Link::Secret(Purpose::ReadTranslation, &secret), answered).await
}

/// `POST /read/{token}`: `approve` or `remark`.
pub async fn act(site: Data<Site>, secret: Path<String>, request: HttpRequest, sent: Guarded) -> Result<HttpResponse> {
    let answered = match find(&site, &request, &secret).await {
        Ok(reading) => decide(&site, &request, &secret, reading, sent.form).await,
        Err(failure) => Err(failure),
    };
    ended::explain(&site, &request, Link::Secret(Purpose::ReadTranslation, &secret), answered).await
}

async fn decide(
    site: &Data<Site>,
    request: &HttpRequest,
    secret: &str,
    reading: Reading,
    mut form: FormState,
) -> Result<HttpResponse> {
    let (words, now, own) = (site.words(), site.now(), secret.to_owned());
    let here = format!("/read/{secret}");
    if form.is("action", "approve") {
        let read = form.value("text_sha256").to_owned();
        let done = site.store.write(Lane::Public, move |tx| approve_as_reader(tx, &own, &read, now)).await;
        return match done {
            Ok(()) => Ok(see_other(&Done::TranslationApproved.at(&here))),
            Err(Error::Refused(refusal @ (Refusal::EditedMeanwhile | Refusal::NotReady))) => {
                form.refuse_whole(match refusal {
                    Refusal::NotReady => words.say("languages-not-ready"),
                    _ => words.say("languages-changed"),
                });
                let reading = find(site, request, secret).await?;
                let form = form.replaced("remark", reading.remark.clone());
                answer::page(StatusCode::CONFLICT, &ReadPage::new(site, request, secret, reading, Some(form)))
            }
            Err(fault) => Err(fault.into()),
        };
    }
    if !form.is("action", "remark") {
        form.refuse_whole(words.say("form-no-action"));
        return answer::refused(&ReadPage::new(site, request, secret, reading, Some(form)));
    }
    match lines(form.value("remark"), REMARK_MAX) {
        Ok(said) => {
            site.store.write(Lane::Public, move |tx| remark(tx, &own, &said, now)).await?;
            Ok(see_other(&Done::RemarkSent.at(&here)))
        }
        Err(fault) => {
            form.refuse(
                "remark",
                match fault {
                    TextFault::Missing => words.say("read-remark-missing"),
                    fault => words.say_of("fault", fault.code()).with("limit", REMARK_MAX),
                },
            );
            answer::refused(&ReadPage::new(site, request, secret, reading, Some(form)))
        }
    }
}
