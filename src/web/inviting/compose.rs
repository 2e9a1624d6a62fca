//! `/desk/letters/{id}/mail`: the covering text of an invitation in the coordinator's own words; how it will look, a test to
//! oneself, then the button with the count. A second click meets the same job.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::http::header::{CONTENT_SECURITY_POLICY, CONTENT_TYPE};
use actix_web::web::{Data, Path};
use askama::Template;

use crate::actions::send_mailing::{Queued, UNDO_SECONDS, queue_more, send_mailing, send_test};
use crate::domain::email::EmailAddress;
use crate::domain::ids::JobId;
use crate::domain::mailing::{Covering, CoveringFault, SUBJECT_SHOWN_CHARS};
use crate::domain::refusal::Refusal;
use crate::error::Error;
use crate::mail::messages::Written;
use crate::mail::placeholders;
use crate::render::when::date;
use crate::store::job::Tally;
use crate::store::mailing::{self, Mailing};
use crate::store::{Db, Lane, invitation, invitee, outbox, revision};
use crate::web::answer::{page, see_other};
use crate::web::desk::Work;
use crate::web::error::Result;
use crate::web::form::FormState;
use crate::web::guarded::DeskForm;
use crate::web::inviting::{language_name, must_see_contacts, preview};
use crate::web::page::{Shell, Tone};
use crate::web::session::SignedIn;
use crate::web::site::Site;

/// What the preview of a mail in HTML may load: its own style sheet, which stands inside it, and nothing else.
const PREVIEW_POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; form-action 'none'; base-uri 'none'; \
     frame-ancestors 'none'; sandbox";

/// Languages of contacts that a hint names; the others are added up.
const LANGUAGES_NAMED: usize = 5;

/// A mailing that was sent before.
pub struct SentMailing {
    href: String,
    subject: String,
    begun: String,
    sent: i64,
    total: i64,
}

/// What stands in the way of sending, with the page where it is settled.
pub struct Obstacle {
    word: &'static str,
    href: String,
}

#[derive(Template)]
#[template(path = "inviting/compose.html")]
struct ComposePage {
    shell: Shell,
    form: FormState,
    unmailed: usize,
    obstacles: Vec<Obstacle>,
    hints: Vec<String>,
    languages: Vec<(String, String)>,
    placeholders: [&'static str; 5],
    written: Option<Written>,
    sent: Vec<SentMailing>,
    own_address: String,
    undo_seconds: i64,
    invitations: String,
    may_write: bool,
}

/// What the page needs of the database, read in one go.
struct Rows {
    invited: usize,
    unmailed: usize,
    invitee_languages: Vec<(String, usize)>,
    text_languages: Vec<String>,
    latest: Option<(Mailing, String)>,
    sent: Vec<(String, Mailing, Tally)>,
    own_address: String,
}

impl Rows {
    async fn read(site: &Site, who: &SignedIn, work: &Work) -> Result<Rows> {
        let (letter, coordinator) = (work.letter.clone(), who.coordinator.clone());
        let read = move |db: &mut Db<'_>| {
            let latest = mailing::latest(db, &letter.id)?;
            let latest = latest.map(|mailing| mailing.reply_to(db).map(|reply_to| (mailing, reply_to)));
            let mut sent = Vec::new();
            for job in mailing::jobs(db, &letter.id)? {
                let Some(mailing) = &job.mailing_id else { continue };
                let mailing = mailing::find(db, mailing)?;
                sent.push((job.id.to_string(), mailing, Tally::of(&outbox::count_by_state(db, &job.id)?)));
            }
            let mut text_languages = vec![letter.language.clone()];
            if let Some(newest) = revision::latest(db, &letter.id)? {
                let translated = revision::languages(db, &letter.id, newest.n)?.into_iter().map(|(tag, _)| tag);
                text_languages.extend(translated.filter(|tag| *tag != letter.language));
            }
            Ok(Rows {
                invited: invitation::count(db, &letter.id)?,
                unmailed: invitee::unmailed(db, &letter.id)?.len(),
                invitee_languages: invitee::languages(&invitation::list(db, &letter.id)?).into_iter().collect(),
                text_languages,
                latest: latest.transpose()?,
                sent,
                own_address: coordinator.email(db)?,
            })
        };
        Ok(site.store.read(read).await?)
    }
}

impl ComposePage {
    fn new(site: &Site, who: &SignedIn, work: &Work, rows: Rows, form: Option<FormState>) -> ComposePage {
        let shell = work.shell(site, who, "mail");
        let form = form.unwrap_or_else(|| filled(&shell, who, work, &rows));
        // The number that the button names goes with the form, so that nobody is written to unseen.
        let form = form.replaced("recipients", rows.unmailed.to_string());
        let sent = |(id, mailing, tally): (String, Mailing, Tally)| SentMailing {
            href: format!("/desk/jobs/{id}"),
            subject: mailing.subject,
            begun: date(mailing.created_at, &shell.t),
            sent: tally.sent,
            total: tally.total(),
        };
        ComposePage {
            obstacles: obstacles(site, work, &rows),
            hints: hints(&shell, work, &rows, &form),
            languages: rows.text_languages.iter().map(|tag| (tag.clone(), language_name(tag))).collect(),
            placeholders: placeholders::PLACEHOLDERS,
            unmailed: rows.unmailed,
            own_address: rows.own_address.clone(),
            sent: rows.sent.into_iter().map(sent).collect(),
            undo_seconds: UNDO_SECONDS,
            written: None,
            invitations: work.path("invitations"),
            may_write: work.member.rights.may_write(),
            shell,
            form,
        }
    }
}

/// The form to begin with: the last mailing's words, or the catalogue's.
fn filled(shell: &Shell, who: &SignedIn, work: &Work, rows: &Rows) -> FormState {
    let form = FormState::new().with("once", JobId::new().as_str());
    match &rows.latest {
        Some((mailing, reply_to)) => form
            .with("language", &*mailing.language)
            .with("from_name", &*mailing.from_name)
            .with("reply_to", reply_to)
            .with("subject", &*mailing.subject)
            .with("message", &*mailing.message),
        None => form
            .with("language", &*work.letter.language)
            .with("from_name", &*who.coordinator.name)
            .with("reply_to", &*rows.own_address)
            .with("subject", shell.t.say("compose-usual-subject").to_string())
            .with("message", shell.t.say("compose-usual-message").with("name", &who.coordinator.name).to_string()),
    }
}

/// What must be settled before anything can be sent.
fn obstacles(site: &Site, work: &Work, rows: &Rows) -> Vec<Obstacle> {
    let mut obstacles = Vec::new();
    match work.letter.facts().accepts_submission(site.now()) {
        Ok(()) => {}
        Err(_) if work.letter.opened_at.is_none() => {
            obstacles.push(Obstacle { word: "not-open", href: work.path("publish") });
        }
        Err(Refusal::LetterClosed) => obstacles.push(Obstacle { word: "closed", href: work.path("dates") }),
        Err(_) => obstacles.push(Obstacle { word: "paused", href: work.path("safety") }),
    }
    if rows.invited == 0 {
        obstacles.push(Obstacle { word: "nobody-invited", href: work.path("invitations") });
    } else if rows.unmailed == 0 {
        obstacles.push(Obstacle { word: "nobody", href: work.path("invitations") });
    }
    obstacles
}

/// What is worth a second look and stops nothing.
fn hints(shell: &Shell, work: &Work, rows: &Rows, form: &FormState) -> Vec<String> {
    let mut hints = Vec::new();
    let mut others: Vec<_> = rows
        .invitee_languages
        .iter()
        .filter(|(tag, _)| !tag.is_empty() && !rows.text_languages.contains(tag))
        .collect();
    if !others.is_empty() {
        others.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
        let (named, further) = others.split_at(others.len().min(LANGUAGES_NAMED));
        let mut words: Vec<_> = named.iter().map(|(tag, count)| format!("{} {count}", language_name(tag))).collect();
        let further: usize = further.iter().map(|(_, count)| count).sum();
        if further > 0 {
            words.push(shell.t.say("compose-further-languages").with("count", further).to_string());
        }
        hints.push(shell.t.say("compose-other-languages").with("languages", words.join(", ")).to_string());
    }
    if work.letter.high_risk {
        hints.push(shell.t.say("compose-discreet").to_string());
    }
    if form.value("subject").chars().count() > SUBJECT_SHOWN_CHARS {
        hints.push(shell.t.say("compose-long-subject").with("limit", SUBJECT_SHOWN_CHARS).to_string());
    }
    hints
}

/// `GET /desk/letters/{id}/mail`
pub async fn show(site: Data<Site>, who: SignedIn, id: Path<String>) -> Result<HttpResponse> {
    let work = Work::find(&site, &who, &id).await?;
    must_see_contacts(&work)?;
    let rows = Rows::read(&site, &who, &work).await?;
    page(StatusCode::OK, &ComposePage::new(&site, &who, &work, rows, None))
}

/// `POST /desk/letters/{id}/mail`: `preview`, `preview_html`, `test`, `send`.
pub async fn act(site: Data<Site>, id: Path<String>, sent: DeskForm) -> Result<HttpResponse> {
    let DeskForm { who, mut form, .. } = sent;
    let work = Work::find(&site, &who, &id).await?;
    work.must_write()?;
    if let Some(job) = made_before(&site, &work, form.value("once")).await? {
        return Ok(see_other(&format!("/desk/jobs/{job}")));
    }
    let rows = Rows::read(&site, &who, &work).await?;
    let Some(covering) = parse(&site, &rows, &mut form) else {
        return page(StatusCode::UNPROCESSABLE_ENTITY, &ComposePage::new(&site, &who, &work, rows, Some(form)));
    };
    match form.value("action") {
        "send" => send(&site, &who, &work, rows, covering, form).await,
        "test" => test(&site, &who, &work, rows, &covering, form).await,
        "preview_html" => {
            let written = preview::of_first(&site, &work, &covering).await?;
            Ok(HttpResponse::Ok()
                .insert_header((CONTENT_TYPE, "text/html; charset=utf-8"))
                .insert_header((CONTENT_SECURITY_POLICY, PREVIEW_POLICY))
                .body(written.html))
        }
        _ => {
            let written = preview::of_first(&site, &work, &covering).await?;
            let mut shown = ComposePage::new(&site, &who, &work, rows, Some(form));
            shown.written = Some(written);
            page(StatusCode::OK, &shown)
        }
    }
}

/// The job that a first click made.
async fn made_before(site: &Site, work: &Work, once: &str) -> Result<Option<JobId>> {
    let (id, letter) = (JobId(once.to_owned()), work.letter.id.clone());
    let made = site.store.read(move |db| crate::store::job::find_made(db, &id)).await?;
    Ok(made.filter(|job| job.letter_id == letter).map(|job| job.id))
}

fn parse(site: &Site, rows: &Rows, form: &mut FormState) -> Option<Covering> {
    let words = site.words();
    let language = form.value("language").to_owned();
    if !rows.text_languages.contains(&language) {
        form.refuse("language", words.say("compose-language-missing"));
    }
    let parsed = Covering::parse(
        &language,
        form.value("from_name"),
        form.value("reply_to"),
        form.value("subject"),
        form.value("message"),
    );
    match &parsed {
        Err(faults) => {
            for fault in faults {
                let (field, code, limit) = match fault {
                    CoveringFault::Text(field, fault, limit) => (*field, fault.code(), *limit),
                    CoveringFault::ReplyTo(fault) => ("reply_to", fault.code(), crate::domain::email::EMAIL_CHARS),
                };
                form.refuse(field, words.say_of("fault", code).with("limit", limit));
            }
        }
        Ok(covering) => {
            let checks = [
                ("subject", placeholders::check_subject(&covering.subject)),
                ("message", placeholders::check(&covering.message)),
            ];
            for (field, check) in checks {
                if let Err(unknown) = check {
                    form.refuse(field, words.say("compose-unknown-placeholder").with("words", unknown.join(", ")));
                }
            }
        }
    }
    parsed.ok().filter(|_| !form.has_errors())
}

async fn test(
    site: &Site,
    who: &SignedIn,
    work: &Work,
    rows: Rows,
    covering: &Covering,
    mut form: FormState,
) -> Result<HttpResponse> {
    if work.revision.is_none() {
        form.refuse_whole(site.words().say("compose-obstacle-not-open"));
        return page(StatusCode::UNPROCESSABLE_ENTITY, &ComposePage::new(site, who, work, rows, Some(form)));
    }
    let to =
        EmailAddress::parse(&rows.own_address).map_err(|fault| Error::internal("a coordinator's address", fault))?;
    let (letter, by, now, covering) = (work.letter.clone(), who.coordinator.id.clone(), site.now(), covering.clone());
    site.store.write(Lane::Desk, move |tx| send_test(tx, &letter, &covering, &by, &to, now)).await?;
    let mut shown = ComposePage::new(site, who, work, rows, Some(form));
    let sentence = shown.shell.t.say("compose-test-sent").with("address", &shown.own_address).to_string();
    shown.shell = shown.shell.with_banner(Tone::Done, sentence);
    page(StatusCode::OK, &shown)
}

async fn send(
    site: &Site,
    who: &SignedIn,
    work: &Work,
    rows: Rows,
    covering: Covering,
    mut form: FormState,
) -> Result<HttpResponse> {
    let words = site.words();
    if let Some(obstacle) = obstacles(site, work, &rows).first() {
        form.refuse_whole(words.say_of("compose-obstacle", obstacle.word));
        return page(StatusCode::UNPROCESSABLE_ENTITY, &ComposePage::new(site, who, work, rows, Some(form)));
    }
    let seen = form.value("recipients");
    if !seen.is_empty() && seen != rows.unmailed.to_string() {
        form.refuse_whole(words.say("compose-others-now").with("count", rows.unmailed));
        return page(StatusCode::CONFLICT, &ComposePage::new(site, who, work, rows, Some(form)));
    }
    let job = match form.value("once") {
        "" => JobId::new(),
        once => JobId(once.to_owned()),
    };
    match queue_all(site, who, work, &job, covering).await {
        Ok(job) => Ok(see_other(&format!("/desk/jobs/{job}"))),
        Err(Error::Refused(refusal)) => {
            form.refuse_whole(words.say_of("refusal", refusal));
            page(StatusCode::CONFLICT, &ComposePage::new(site, who, work, rows, Some(form)))
        }
        Err(fault) => Err(fault.into()),
    }
}

/// Writes the mailing and its mails, some hundred in each transaction. If the server stops in between, those that are missing
/// count as not written to, and the page offers them again.
async fn queue_all(
    site: &Site,
    who: &SignedIn,
    work: &Work,
    job: &JobId,
    covering: Covering,
) -> crate::error::Result<JobId> {
    let (letter, by, id, now) = (work.letter.id.clone(), who.coordinator.id.clone(), job.clone(), site.now());
    let begin = move |tx: &mut crate::store::Tx<'_>| send_mailing(tx, &letter, &id, &covering, &by, now);
    let Queued { job, mut left } = site.store.write(Lane::Desk, begin).await?;
    while left > 0 {
        let id = job.id.clone();
        left = site.store.write(Lane::Desk, move |tx| queue_more(tx, &id, now)).await?;
    }
    Ok(job.id)
}
