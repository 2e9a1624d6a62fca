//! `/unsubscribe/{token}`: stops the mails about one letter to one contact, or the news of it to one who signed. The POST of RFC 8058 comes from a mail program
//! without cookie or form token, and is answered without a redirect.

use actix_web::web::{Data, Path, Payload};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;

use crate::actions::decline::stop_mails;
use crate::actions::stop_updates::stop_updates;
use crate::error::Error;
use crate::render::shell::Shell;
use crate::store::token::Purpose;
use crate::store::{Lane, invitation, signature};
use crate::web::answer;
use crate::web::error::Result;
use crate::web::guarded::unguarded;
use crate::web::links;
use crate::web::signing::ended::{self, Link};
use crate::web::site::Site;

#[derive(Template)]
#[template(path = "unsubscribe/unsubscribe.html")]
pub struct UnsubscribePage {
    pub shell: Shell,
    /// Whether it was done just now.
    pub is_stopped: bool,
}

/// `GET /unsubscribe/{token}`
pub async fn show(site: Data<Site>, secret: Path<String>, request: HttpRequest) -> Result<HttpResponse> {
    let answered = match links::find(&site, &request, Purpose::Unsubscribe, &secret).await {
        Ok(_) => answer::ok(&UnsubscribePage { shell: site.form_shell(&request), is_stopped: false }),
        Err(failure) => Err(failure),
    };
    ended::explain(&site, &request, Link::Secret(Purpose::Unsubscribe, &secret), answered).await
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
    let answered = write(&site, &request, &secret).await;
    ended::explain(&site, &request, Link::Secret(Purpose::Unsubscribe, &secret), answered).await
}

async fn write(site: &Data<Site>, request: &HttpRequest, secret: &str) -> Result<HttpResponse> {
    let link = links::find(site, request, Purpose::Unsubscribe, secret).await?;
    // A test mail's link shows the page and stops nothing.
    if !link.is_test {
        let now = site.now();
        site.store
            .write(Lane::Public, move |tx| match (&link.invitation_id, &link.signature_id) {
                (Some(id), _) => {
                    let row = invitation::find(tx, id)?;
                    if row.stopped_at.is_some() { Ok(()) } else { stop_mails(tx, &row, now) }
                }
                (None, Some(id)) => {
                    let row = signature::find(tx, id)?;
                    stop_updates(tx, &row, now)
                }
                (None, None) => Err(Error::NotFound),
            })
            .await?;
    }
    answer::ok(&UnsubscribePage { shell: site.shell(), is_stopped: true })
}
