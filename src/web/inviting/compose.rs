//! `/desk/letters/{id}/mail`: a mailing in the coordinator's own words, to whom it goes and who is left out; how it will look, a
//! test to oneself, then the button with the count. A second click meets the same job.

mod order;
mod page;
mod rows;

use std::time::{Duration, Instant};

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::http::header::{CONTENT_SECURITY_POLICY, CONTENT_TYPE};
use actix_web::web::{Data, Path};

use crate::actions::send_mailing::{Order, Queued, Trial, queue_more, send_mailing, send_test};
use crate::domain::email::EmailAddress;
use crate::domain::ids::JobId;
use crate::domain::mailing::Circle;
use crate::error::Error;
use crate::store::Lane;
use crate::web::answer::{page, see_other};
use crate::web::desk::Work;
use crate::web::error::Result;
use crate::web::form::FormState;
use crate::web::guarded::DeskForm;
use crate::web::inviting::{Asked, asked, must_see_contacts, preview};
use crate::web::page::Tone;
use crate::web::session::SignedIn;
use crate::web::site::Site;

use page::{ComposePage, obstacles};
use rows::{Choice, Rows};

pub(in crate::web) use page::in_zone;

/// What the preview of a mail in HTML may load: its own style sheet, which stands inside it, and nothing else.
const PREVIEW_POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; form-action 'none'; base-uri 'none'; \
     frame-ancestors 'none'; sandbox";

/// `GET /desk/letters/{id}/mail`: `kind`, and for some `circle`, `region`, `reads`.
pub async fn show(site: Data<Site>, who: SignedIn, id: Path<String>, query: Asked) -> Result<HttpResponse> {
    let work = Work::find(&site, &who, &id).await?;
    must_see_contacts(&work)?;
    let choice = Choice::of(&asked(query));
    let rows = Rows::read(&site, &who, &work, &choice).await?;
    page(StatusCode::OK, &ComposePage::new(&site, &who, &work, &choice, rows, None))
}

/// `POST /desk/letters/{id}/mail`: `choose` (those ticked in a list), `preview`, `preview_html`, `test`, `plan`, `send`.
pub async fn act(site: Data<Site>, id: Path<String>, sent: DeskForm) -> Result<HttpResponse> {
    let DeskForm { who, mut form, .. } = sent;
    let work = Work::find(&site, &who, &id).await?;
    work.must_write()?;
    if let Some(job) = made_before(&site, &work, form.value("once")).await? {
        return Ok(see_other(&format!("/desk/jobs/{job}")));
    }
    let choice = Choice::of(&form);
    let rows = Rows::read(&site, &who, &work, &choice).await?;
    if form.is("action", "choose") {
        return choose(&site, &who, &work, &choice, rows);
    }
    let Some(order) = order::parse(&site, &work, &choice, &rows, &mut form) else {
        let shown = ComposePage::new(&site, &who, &work, &choice, rows, Some(form));
        return page(StatusCode::UNPROCESSABLE_ENTITY, &shown);
    };
    match form.value("action") {
        "send" | "plan" => send(&site, &who, &work, &choice, rows, order, form).await,
        "test" => test(&site, &who, &work, &choice, rows, order, form).await,
        "preview_html" => {
            let written = preview::of_first(&site, &work, &order).await?;
            Ok(HttpResponse::Ok()
                .insert_header((CONTENT_TYPE, "text/html; charset=utf-8"))
                .insert_header((CONTENT_SECURITY_POLICY, PREVIEW_POLICY))
                .body(written.html))
        }
        _ => {
            let written = preview::of_first(&site, &work, &order).await?;
            let mut shown = ComposePage::new(&site, &who, &work, &choice, rows, Some(form));
            shown.written = Some(written);
            page(StatusCode::OK, &shown)
        }
    }
}

/// Those who were ticked in the list of invitations, in a form of their own.
fn choose(site: &Site, who: &SignedIn, work: &Work, choice: &Choice, rows: Rows) -> Result<HttpResponse> {
    let is_empty = choice.audience.only.is_empty();
    let mut shown = ComposePage::new(site, who, work, choice, rows, None);
    if is_empty {
        let sentence = shown.shell.t.say("invitations-none-chosen").to_string();
        shown.shell = shown.shell.with_banner(Tone::Look, sentence);
    }
    page(StatusCode::OK, &shown)
}

/// The job that a first click made.
async fn made_before(site: &Site, work: &Work, once: &str) -> Result<Option<JobId>> {
    let (id, letter) = (JobId(once.to_owned()), work.letter.id.clone());
    let made = site.store.read(move |db| crate::store::job::find_made(db, &id)).await?;
    Ok(made.filter(|job| job.letter_id == letter).map(|job| job.id))
}

async fn test(
    site: &Site,
    who: &SignedIn,
    work: &Work,
    choice: &Choice,
    rows: Rows,
    order: Order,
    mut form: FormState,
) -> Result<HttpResponse> {
    if work.revision.is_none() {
        form.refuse_whole(site.words().say("compose-obstacle-not-open"));
        let shown = ComposePage::new(site, who, work, choice, rows, Some(form));
        return page(StatusCode::UNPROCESSABLE_ENTITY, &shown);
    }
    let to =
        EmailAddress::parse(&rows.own_address).map_err(|fault| Error::internal("a coordinator's address", fault))?;
    let (letter, by, now) = (work.letter.clone(), who.coordinator.id.clone(), site.now());
    let is_news = order.audience.circle == Circle::Signed;
    let trials = order::languages(&order).map(|covering| Trial { kind: order.kind, is_news, covering });
    let trials: Vec<Trial> = trials.collect();
    let write = move |tx: &mut crate::store::Tx<'_>| {
        trials.iter().try_for_each(|trial| send_test(tx, &letter, trial, &by, &to, now))
    };
    site.store.write(Lane::Desk, write).await?;
    let mut shown = ComposePage::new(site, who, work, choice, rows, Some(form));
    let sentence = shown.shell.t.say("compose-test-sent").with("address", &shown.own_address).to_string();
    shown.shell = shown.shell.with_banner(Tone::Done, sentence);
    page(StatusCode::OK, &shown)
}

async fn send(
    site: &Site,
    who: &SignedIn,
    work: &Work,
    choice: &Choice,
    rows: Rows,
    order: Order,
    mut form: FormState,
) -> Result<HttpResponse> {
    let words = site.words();
    let is_planned = order.starts_at.is_some();
    let in_the_way = obstacles(site, work, choice, &rows);
    // Whom a planned mailing goes to is found on its day.
    if let Some(obstacle) = in_the_way.iter().find(|one| !is_planned || !one.word.starts_with("nobody")) {
        form.refuse_whole(words.say_of("compose-obstacle", obstacle.word));
        let shown = ComposePage::new(site, who, work, choice, rows, Some(form));
        return page(StatusCode::UNPROCESSABLE_ENTITY, &shown);
    }
    let (seen, count) = (form.value("recipients"), rows.reach.to.len());
    if !is_planned && !seen.is_empty() && seen != count.to_string() {
        form.refuse_whole(words.say("compose-others-now").with("count", count));
        return page(StatusCode::CONFLICT, &ComposePage::new(site, who, work, choice, rows, Some(form)));
    }
    let job = match form.value("once") {
        "" => JobId::new(),
        once => JobId(once.to_owned()),
    };
    match queue_all(site, who, work, &job, order).await {
        Ok(job) => Ok(see_other(&format!("/desk/jobs/{job}"))),
        Err(Error::Refused(refusal)) => {
            form.refuse_whole(words.say_of("refusal", refusal));
            page(StatusCode::CONFLICT, &ComposePage::new(site, who, work, choice, rows, Some(form)))
        }
        Err(fault) => Err(fault.into()),
    }
}

/// So long the page writes mails itself; the rest of a long list is the clockwork's, so that the answer comes within a second
/// (U-24) and the mails are there before their minute is over.
const BUDGET: Duration = Duration::from_millis(700);

/// Writes the mailing and its mails, some hundred in each transaction. What is left after a moment, or after the server's end,
/// `jobs/run_mailings.rs` writes.
async fn queue_all(site: &Site, who: &SignedIn, work: &Work, job: &JobId, order: Order) -> crate::error::Result<JobId> {
    let (letter, by, id, now) = (work.letter.id.clone(), who.coordinator.id.clone(), job.clone(), site.now());
    let begun = Instant::now();
    let begin = move |tx: &mut crate::store::Tx<'_>| send_mailing(tx, &letter, &id, &order, &by, now);
    let Queued { job, mut left } = site.store.write(Lane::Desk, begin).await?;
    while left > 0 && begun.elapsed() < BUDGET {
        let id = job.id.clone();
        left = site.store.write(Lane::Desk, move |tx| queue_more(tx, &id, now)).await?;
    }
    Ok(job.id)
}
