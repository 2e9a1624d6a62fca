//! The mailed link: who asks, for what, to whom, by when, and the frozen text. Opening it changes nothing; "visited" is
//! noted only when a button is pressed.

use std::sync::Arc;

use actix_web::http::StatusCode;
use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;

use crate::actions::decline::undo_decline;
use crate::actions::remind::mail_own_link;
use crate::render::public::PublicLetter;
use crate::render::when::Shown;
use crate::store::invitation::{self, Answer};
use crate::store::{Lane, letter};
use crate::web::answer::{page, see_other};
use crate::web::error::Result;
use crate::web::guarded::Guarded;
use crate::web::page::Shell;
use crate::web::signing::Visit;
use crate::web::site::Site;

#[derive(Template)]
#[template(path = "signing/landing.html")]
struct LandingPage {
    shell: Shell,
    letter: Arc<PublicLetter>,
    asker: String,
    organisation: String,
    latin_name: String,
    kind: &'static str,
    sign_by: Option<Shown>,
    closes: Option<Shown>,
    publishes: Option<Shown>,
    is_invited: bool,
    has_declined: bool,
    is_test: bool,
    base: String,
}

#[derive(Template)]
#[template(path = "signing/used.html")]
struct UsedPage {
    shell: Shell,
}

/// `GET /sign/{token}`
pub async fn invited_landing(site: Data<Site>, secret: Path<String>, request: HttpRequest) -> Result<HttpResponse> {
    let visit = Visit::by_invitation(&site, &request, &secret).await?;
    landing(&site, &request, &visit)
}

/// `GET /join/{token}`
pub async fn shared_landing(site: Data<Site>, secret: Path<String>, request: HttpRequest) -> Result<HttpResponse> {
    let visit = Visit::by_shared_link(&site, &request, &secret).await?;
    landing(&site, &request, &visit)
}

fn landing(site: &Site, request: &HttpRequest, visit: &Visit) -> Result<HttpResponse> {
    if visit.is_used() {
        return page(StatusCode::GONE, &UsedPage { shell: site.form_shell(request) });
    }
    visit.must_accept(site)?;
    let row = &visit.letter;
    let invited = visit.invited();
    page(
        StatusCode::OK,
        &LandingPage {
            letter: visit.public_letter(site)?,
            asker: row.conveners().into_iter().map(|convener| convener.name).next().unwrap_or_default(),
            organisation: invited.map(|invited| invited.card.name.clone()).unwrap_or_default(),
            latin_name: invited.and_then(|invited| invited.card.latin_name.clone()).unwrap_or_default(),
            kind: row.kind.as_str(),
            sign_by: visit.shown(site, row.due_at.filter(|at| *at > site.now()).or(row.closes_at)),
            closes: visit.shown(site, row.closes_at),
            publishes: visit.shown(site, row.publishes_at.filter(|_| row.published_at.is_none())),
            is_invited: invited.is_some(),
            has_declined: invited.is_some_and(|invited| invited.invitation.answer == Some(Answer::Declined)),
            is_test: invited.is_some_and(|invited| invited.is_test),
            base: visit.base.clone(),
            shell: site.form_shell(request),
        },
    )
}

/// `POST /sign/{token}`: `visit` goes to the form, `undo` takes a decline back, `mail_link` mails the signer's own link.
pub async fn invited_press(
    site: Data<Site>,
    secret: Path<String>,
    request: HttpRequest,
    sent: Guarded,
) -> Result<HttpResponse> {
    let visit = Visit::by_invitation(&site, &request, &secret).await?;
    let Some(invited) = visit.invited() else { return Ok(see_other(&visit.base)) };
    let (row, is_test, now) = (invited.invitation.clone(), invited.is_test, site.now());
    let action = sent.form.value("action").to_owned();
    let next = if action == "visit" { format!("{}/sign", visit.base) } else { visit.base.clone() };
    let next = if action == "mail_link" { "/done".to_owned() } else { next };
    if !is_test {
        let act = move |tx: &mut crate::store::Tx<'_>| match action.as_str() {
            "visit" => invitation::set_visited(tx, &row.id, now),
            "undo" => undo_decline(tx, &row, now),
            "mail_link" => {
                let letter = letter::find(tx, &row.letter_id)?;
                mail_own_link(tx, &letter, &row, now)
            }
            _ => Ok(()),
        };
        site.store.write(Lane::Public, act).await?;
    }
    Ok(see_other(&next))
}
