//! Every button of the pages of signing, by its word: one way in for a mailed invitation, one for a shared link, one for
//! the open form of a public letter.

use actix_web::http::{StatusCode, header};
use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse};

use crate::actions::decline::undo_decline;
use crate::actions::mail_new_link::mail_new_link;
use crate::actions::remind::mail_own_link;
use crate::domain::refusal::Refusal;
use crate::error::Error;
use crate::store::token::{self, Purpose};
use crate::store::{Lane, Tx, invitation, letter};
use crate::web::answer::{page, see_other};
use crate::web::error::{Failure, Result};
use crate::web::form::FormState;
use crate::web::guarded::Guarded;
use crate::web::limits::{self, Try};
use crate::web::receipt;
use crate::web::signing::ended::{self, Link};
use crate::web::signing::form::FormPage;
use crate::web::signing::{Visit, decline, submit};
use crate::web::site::Site;

/// `POST /sign/{token}` and below it. On its own page: `visit` goes to the form, `undo` takes a decline back, `mail_link`
/// mails the signer's own link, `new_link` one in the place of a dead one. On the form: `check`, `change`, `sign`. On the page for it: `decline`.
pub async fn invited_press(
    site: Data<Site>,
    secret: Path<String>,
    request: HttpRequest,
    sent: Guarded,
) -> Result<HttpResponse> {
    let answered = invited(&site, &request, &secret, sent.form).await;
    ended::explain(&site, &request, Link::Secret(Purpose::Sign, &secret), answered).await
}

/// `POST /join/{token}/sign`: `check`, `change`, `sign`.
pub async fn shared_press(
    site: Data<Site>,
    secret: Path<String>,
    request: HttpRequest,
    sent: Guarded,
) -> Result<HttpResponse> {
    let answered = match Visit::by_shared_link(&site, &request, &secret).await {
        Ok(visit) => open(&site, &request, visit, sent.form).await,
        Err(failure) => Err(failure),
    };
    ended::explain(&site, &request, Link::Secret(Purpose::Join, &secret), answered).await
}

/// `POST /letters/{slug}/sign`: `check`, `change`, `sign`.
pub async fn open_press(
    site: Data<Site>,
    slug: Path<String>,
    request: HttpRequest,
    sent: Guarded,
) -> Result<HttpResponse> {
    let answered = match Visit::by_slug(&site, &request, &slug).await {
        Ok(visit) => open(&site, &request, visit, sent.form).await,
        Err(failure) => Err(failure),
    };
    ended::explain(&site, &request, Link::Slug(&slug), answered).await
}

async fn open(site: &Data<Site>, request: &HttpRequest, visit: Visit, form: FormState) -> Result<HttpResponse> {
    match limits::count(site, request, Try::OpenForm) {
        Err(Failure::TooMany(seconds)) => too_many(site, request, &visit, form, seconds),
        counted => {
            counted?;
            submit::submit(site, request, visit, form).await
        }
    }
}

/// The form again with everything typed, to be sent once the time is over: many may sit behind one address.
fn too_many(
    site: &Site,
    request: &HttpRequest,
    visit: &Visit,
    mut form: FormState,
    seconds: u64,
) -> Result<HttpResponse> {
    visit.must_accept(site)?;
    form.refuse_whole(site.words().say("sign-too-many").with("seconds", seconds));
    let mut answered = page(StatusCode::TOO_MANY_REQUESTS, &FormPage::new(site, request, visit, form)?)?;
    answered.headers_mut().insert(header::RETRY_AFTER, header::HeaderValue::from(seconds));
    Ok(answered)
}

async fn invited(site: &Data<Site>, request: &HttpRequest, secret: &str, form: FormState) -> Result<HttpResponse> {
    if form.is("action", "new_link") {
        return new_link(site, request, secret).await;
    }
    let visit = Visit::by_invitation(site, request, secret).await?;
    if visit.waits(site) {
        // An older page in the browser: the newest one says for whom the signature waits.
        return Ok(see_other(&visit.base));
    }
    match form.value("action") {
        "visit" => {
            let next = visit.path("/sign");
            note(site, &visit, |tx, row, now| invitation::set_visited(tx, &row.id, now)).await?;
            Ok(see_other(&next))
        }
        "undo" => {
            let next = visit.path("");
            note(site, &visit, undo_decline).await?;
            Ok(see_other(&next))
        }
        "mail_link" => {
            let mail = |tx: &mut Tx<'_>, row: &invitation::Invitation, now| {
                let letter = letter::find(tx, &row.letter_id)?;
                mail_own_link(tx, &letter, row, now)
            };
            note(site, &visit, mail).await?;
            Ok(receipt::told(site, receipt::Told::Link))
        }
        "decline" => decline::submit(site, request, &visit, form).await,
        _ => submit::submit(site, request, visit, form).await,
    }
}

/// Mails a new link to the invited address in the place of one that works no more. The answer is the same whatever became
/// of the invitation.
async fn new_link(site: &Data<Site>, request: &HttpRequest, secret: &str) -> Result<HttpResponse> {
    limits::count(site, request, Try::OpenForm)?;
    let (secret, now) = (secret.to_owned(), site.now());
    let known = site.store.read(move |db| token::find(db, Purpose::Sign, &secret)).await?;
    let Some(link) = known else {
        limits::count(site, request, Try::BadToken)?;
        return Err(Error::NotFound.into());
    };
    if let Some(id) = link.invitation_id.filter(|_| !link.is_test) {
        site.store.write(Lane::Public, move |tx| mail_new_link(tx, &id, now)).await?;
    }
    Ok(receipt::told(site, receipt::Told::NewLink))
}

/// Writes what a button notes about the invitation. A test mail's link notes nothing.
async fn note<F>(site: &Data<Site>, visit: &Visit, mut write: F) -> Result<()>
where
    F: FnMut(&mut Tx<'_>, &invitation::Invitation, crate::clock::Moment) -> crate::error::Result<()> + Send + 'static,
{
    let Some(invited) = visit.invited().filter(|invited| !invited.is_test) else { return Ok(()) };
    let (id, now) = (invited.invitation.id.clone(), site.now());
    let act = move |tx: &mut Tx<'_>| {
        let row = invitation::find(tx, &id)?;
        if row.revoked_at.is_some() {
            return Err(Refusal::LinkRevoked.into());
        }
        write(tx, &row, now)
    };
    Ok(site.store.write(Lane::Public, act).await?)
}
