//! What every POST handler takes: a form whose sender was checked and whose bytes are text.
//!
//! [`Guarded`] is for visitors, [`DeskForm`] for signed-in coordinators. Both read `application/x-www-form-urlencoded` and
//! `multipart/form-data`, refuse invalid UTF-8 and NUL (400), too many bytes (413) and a wrong `csrf_token` (403).

use actix_web::dev::Payload;
use actix_web::http::header::{self, CONTENT_LENGTH, CONTENT_TYPE};
use actix_web::{FromRequest, HttpRequest};
use futures_util::future::LocalBoxFuture;

use crate::web::csrf::{self, Origin};
use crate::web::decode::{self, Sent, Upload};
use crate::web::error::{BadInput, Failure, Result};
use crate::web::form::FormState;
use crate::web::resume;
use crate::web::session::{self, SignedIn};
use crate::web::site::Site;

/// How many bytes a form may have; set per route with `.app_data(…)`, else [`BodyLimit::FORM`].
#[derive(Debug, Clone, Copy)]
pub struct BodyLimit(pub usize);

impl BodyLimit {
    /// An ordinary form.
    pub const FORM: BodyLimit = BodyLimit(16 * 1024);
    /// A letter's text, a long list of ticked rows, or words of up to 20,000 characters, each of which may be sent as twelve
    /// (`%F0%90%8E%80`).
    pub const TEXT: BodyLimit = BodyLimit(256 * 1024);
    /// A form that carries another one, sealed (see [`resume`]).
    pub const CARRIED: BodyLimit = BodyLimit(512 * 1024);
    /// An uploaded list: 2 MiB and what multipart adds (contract, Limits).
    pub const IMPORT: BodyLimit = BodyLimit(2 * 1024 * 1024 + 64 * 1024);
}

/// A form sent by our own page.
#[derive(Debug)]
pub struct Guarded {
    /// What was typed; ready to be shown again with what is wrong.
    pub form: FormState,
    /// The files, in the order sent.
    pub files: Vec<Upload>,
}

/// A form sent by a signed-in coordinator.
#[derive(Debug)]
pub struct DeskForm {
    /// Who sent it.
    pub who: SignedIn,
    /// What was typed; ready to be shown again with what is wrong.
    pub form: FormState,
    /// The files, in the order sent.
    pub files: Vec<Upload>,
}

impl FromRequest for Guarded {
    type Error = Failure;
    type Future = LocalBoxFuture<'static, Result<Guarded>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let (request, payload) = (request.clone(), payload.take());
        Box::pin(async move {
            let site = session::site_of(&request)?;
            let (_, sent) = receive(&site, &request, payload).await?;
            if !csrf::fits(&site, &request, sent.form.value("csrf_token")) {
                return Err(Failure::Forged);
            }
            Ok(Guarded { form: sent.form, files: sent.files })
        })
    }
}

impl FromRequest for DeskForm {
    type Error = Failure;
    type Future = LocalBoxFuture<'static, Result<DeskForm>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let (request, payload) = (request.clone(), payload.take());
        Box::pin(async move {
            let site = session::site_of(&request)?;
            let (origin, sent) = receive(&site, &request, payload).await?;
            let token_fits = csrf::fits(&site, &request, sent.form.value("csrf_token"));
            if !token_fits && origin != Origin::Own {
                return Err(Failure::Forged);
            }
            let who = session::find(&site, &request).await?;
            match who {
                Some(who) if token_fits => Ok(DeskForm { who, form: sent.form, files: sent.files }),
                // Our own page, but from before this sign-in: nothing is done and nothing typed is lost.
                Some(who) if wants_json(&request) => Err(resume::tell_script(Some((&site, &request, &who)))),
                Some(who) => Err(resume::ask_again(&site, &request, &who, &sent.form)),
                None if wants_json(&request) => Err(resume::tell_script(None)),
                None => Err(resume::ask_to_sign_in(&site, &request, &sent.form)),
            }
        })
    }
}

/// Whether a script of ours asks, which shows no page.
fn wants_json(request: &HttpRequest) -> bool {
    let accept = request.headers().get(header::ACCEPT).and_then(|value| value.to_str().ok());
    accept.is_some_and(|accept| accept.starts_with("application/json"))
}

/// Reads the form of a POST that needs no token: one-click unsubscribing (RFC 8058 §3.2).
pub async fn unguarded(request: &HttpRequest, payload: Payload) -> Result<FormState> {
    Ok(read(request, payload).await?.form)
}

async fn receive(site: &Site, request: &HttpRequest, payload: Payload) -> Result<(Origin, Sent)> {
    let origin = csrf::check_origin(site, request)?;
    Ok((origin, read(request, payload).await?))
}

async fn read(request: &HttpRequest, payload: Payload) -> Result<Sent> {
    let BodyLimit(limit) = request.app_data::<BodyLimit>().copied().unwrap_or(BodyLimit::FORM);
    let header = |name| request.headers().get(name).and_then(|value: &header::HeaderValue| value.to_str().ok());
    let announced = header(CONTENT_LENGTH).and_then(|length| length.parse::<usize>().ok());
    if announced.is_some_and(|length| length > limit) {
        return Err(Failure::TooLarge);
    }
    let kind = header(CONTENT_TYPE).unwrap_or_default().to_ascii_lowercase();
    match kind.split(';').next().unwrap_or_default().trim() {
        "application/x-www-form-urlencoded" => decode::urlencoded(payload, limit).await,
        "multipart/form-data" => decode::multipart(request.headers(), payload, limit).await,
        "" if announced.unwrap_or_default() == 0 => Ok(Sent::default()),
        _ => Err(Failure::BadInput(BadInput::Shape)),
    }
}
