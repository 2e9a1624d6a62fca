//! `/unsubscribe/{token}`: stops the mails about one letter to one contact. The POST of RFC 8058 comes from a mail program
//! without cookie or form token, and is answered without a redirect.

use actix_web::http::StatusCode;
use actix_web::web::{Data, Path, Payload};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;

use crate::actions::decline::stop_mails;
use crate::error::Error;
use crate::render::public::StatusPage;
use crate::store::token::Purpose;
use crate::store::{Lane, invitation};
use crate::web::answer::page;
use crate::web::error::Result;
use crate::web::guarded::unguarded;
use crate::web::links;
use crate::web::page::Shell;
use crate::web::site::Site;

#[derive(Template)]
#[template(path = "signing/unsubscribe.html")]
struct UnsubscribePage {
    shell: Shell,
}

/// `GET /unsubscribe/{token}`
pub async fn show(site: Data<Site>, secret: Path<String>, request: HttpRequest) -> Result<HttpResponse> {
    links::find(&site, &request, Purpose::Unsubscribe, &secret).await?;
    page(StatusCode::OK, &UnsubscribePage { shell: site.form_shell(&request) })
}

/// `POST /unsubscribe/{token}`: needs no token of ours (RFC 8058 §3.2); the secret in the path is proof enough, and all
/// that can be done with it is to stop mails.
pub async fn stop(
    site: Data<Site>,
    secret: Path<String>,
    request: HttpRequest,
    payload: Payload,
) -> Result<HttpResponse> {
    unguarded(&request, payload.into_inner()).await?;
    let link = links::find(&site, &request, Purpose::Unsubscribe, &secret).await?;
    let (id, now) = (link.invitation_id.ok_or(Error::NotFound)?, site.now());
    site.store
        .write(Lane::Public, move |tx| {
            let row = invitation::find(tx, &id)?;
            stop_mails(tx, &row, now)
        })
        .await?;
    let words = site.words();
    let (heading, text) = (words.say("unsubscribe-done").text(), words.say("unsubscribe-done-note").text());
    page(StatusCode::OK, &StatusPage::new(site.shell(), heading, text))
}
