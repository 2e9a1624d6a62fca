//! `/confirm/{token}`: the address of an open form, confirmed by a button. Opening the page confirms nothing.

use actix_web::http::StatusCode;
use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;

use crate::actions::confirm::confirm;
use crate::actions::suspend::suspend;
use crate::domain::refusal::Refusal;
use crate::domain::signature::Status;
use crate::error::Error;
use crate::store::letter::Letter;
use crate::store::signature::Signature;
use crate::store::token::Purpose;
use crate::store::{Lane, letter, revision, signature};
use crate::web::answer::{page, see_other};
use crate::web::error::Result;
use crate::web::guarded::Guarded;
use crate::web::links;
use crate::web::page::Shell;
use crate::web::receipt;
use crate::web::site::Site;

#[derive(Template)]
#[template(path = "signing/confirm.html")]
struct ConfirmPage {
    shell: Shell,
    title: String,
    language: String,
    name: String,
    latin_name: String,
}

struct Pending {
    letter: Letter,
    row: Signature,
    title: String,
    name: String,
    latin_name: String,
}

async fn find(site: &Data<Site>, request: &HttpRequest, secret: &str) -> Result<Pending> {
    let link = links::find(site, request, Purpose::Confirm, secret).await?;
    let pending = site
        .store
        .read(move |db| {
            let row = signature::find(db, link.signature_id.as_ref().ok_or(Error::NotFound)?)?;
            let letter = letter::find(db, &row.letter_id)?;
            let title = revision::find_text(db, &letter.id, row.revision, &row.language)?.text()?.title;
            // An erased line leaves a link that is too old.
            let line = row.line(db).map_err(|fault| match fault {
                Error::NotFound => Refusal::LinkExpired.into(),
                other => other,
            })?;
            Ok(Pending { letter, row, title, name: line.name, latin_name: line.latin_name.unwrap_or_default() })
        })
        .await?;
    Ok(pending)
}

/// `GET /confirm/{token}`
pub async fn show(site: Data<Site>, secret: Path<String>, request: HttpRequest) -> Result<HttpResponse> {
    let pending = find(&site, &request, &secret).await?;
    match pending.row.status {
        Status::Pending => {}
        Status::Expired => return Err(Refusal::LinkExpired.into()),
        _ => return Err(Refusal::LinkUsed.into()),
    }
    pending.letter.facts().accepts_confirmation(site.now())?;
    page(
        StatusCode::OK,
        &ConfirmPage {
            shell: site.form_shell(&request),
            title: pending.title,
            language: pending.row.language.clone(),
            name: pending.name,
            latin_name: pending.latin_name,
        },
    )
}

/// `POST /confirm/{token}`: `confirm`, or `suspend` for "this was not us".
pub async fn act(site: Data<Site>, secret: Path<String>, request: HttpRequest, sent: Guarded) -> Result<HttpResponse> {
    let pending = find(&site, &request, &secret).await?;
    let (letter, id, now) = (pending.letter, pending.row.id.clone(), site.now());
    let says_no = sent.form.is("action", "suspend");
    site.store
        .write(Lane::Public, move |tx| {
            let row = signature::find(tx, &id)?;
            if says_no { suspend(tx, &letter, &row, now) } else { confirm(tx, &letter, &row, now) }
        })
        .await?;
    if says_no {
        return Ok(see_other("/done"));
    }
    Ok(receipt::done(&site, Some(&pending.row.id), false))
}
