//! The outermost layer around every handler: refuses what is not for us, waits no longer than it should, survives panics,
//! turns failures into pages, dresses every response in its headers and writes the one log line.

mod headers;
pub(in crate::web) mod page;

use std::panic::AssertUnwindSafe;
use std::time::{Duration, Instant};

use actix_web::body::{BodySize, BoxBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::header::{ALLOW, CONTENT_TYPE, HeaderValue};
use actix_web::http::{Method, StatusCode};
use actix_web::middleware::Next;
use actix_web::web::Data;
use actix_web::{HttpMessage, HttpRequest, HttpResponse, ResponseError};
use futures_util::FutureExt;

pub use headers::{CONTENT_SECURITY_POLICY, FRAMED_ANYWHERE, Place, WITH_SCRIPT};
pub use page::FailurePage;

use crate::web::csrf::NewFormCookie;
use crate::web::error::Failure;
use crate::web::moved;
use crate::web::site::Site;

/// How long a request may take, its body included.
const PATIENCE: Duration = Duration::from_secs(10);
/// The same for an uploaded list, which may come over a slow line.
const PATIENCE_FOR_UPLOADS: Duration = Duration::from_secs(60);

/// Names one request in the log and on the page that tells of a fault.
#[derive(Debug, Clone, Copy)]
pub struct RequestId(u64);

impl std::fmt::Display for RequestId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:012x}", self.0)
    }
}

/// What is remembered of a request while the handler has it.
struct Visit {
    id: RequestId,
    method: Method,
    place: Place,
    /// Whether it is a page for setting a password.
    is_account: bool,
    started: Instant,
}

/// The middleware itself.
pub async fn edge(
    site: Data<Site>,
    mut request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, actix_web::Error> {
    let visit = Visit {
        id: RequestId(rand::random::<u64>() >> 16),
        method: request.method().clone(),
        place: Place::of(request.path()),
        is_account: ["/password/", "/setup/"].iter().any(|page| request.path().starts_with(page)),
        started: Instant::now(),
    };
    if let Some(failure) = refuse_early(&site, &request) {
        return Ok(finish(&site, &visit, request.error_response(failure)));
    }
    let patience = if request.path().ends_with("/import") { PATIENCE_FOR_UPLOADS } else { PATIENCE };
    if visit.method == Method::HEAD {
        // Routes know GET only; the connection remembers that this answer has no body.
        request.head_mut().method = Method::GET;
    }
    let answered = tokio::time::timeout(patience, AssertUnwindSafe(next.call(request)).catch_unwind()).await;
    let failure = match answered {
        Ok(Ok(Ok(response))) => {
            let response = moved::lead_on(&site, response.map_into_boxed_body()).await;
            return Ok(finish(&site, &visit, response));
        }
        Ok(Ok(Err(error))) => error,
        Ok(Err(_panic)) => Failure::Panic.into(),
        Err(_elapsed) => Failure::TooSlow.into(),
    };
    // The request is gone with its handler, so this answer is finished without it.
    let mut answer = HttpResponse::from_error(failure);
    complete(&site, &visit, &mut answer, None);
    log_line(&site, &visit, None, answer.status());
    Err(Finished::from(answer).await.into())
}

fn refuse_early(site: &Site, request: &ServiceRequest) -> Option<Failure> {
    let authority = request.uri().authority().map(|authority| authority.as_str());
    let anywhere = matches!(request.path(), "/healthz" | "/readyz");
    if !anywhere && !site.hosts.accept(request.headers(), authority) {
        return Some(Failure::ForeignHost);
    }
    let known = [Method::GET, Method::HEAD, Method::POST];
    (!known.contains(request.method())).then_some(Failure::Method)
}

/// Puts a page around a bare failure, sets cookies and headers, logs.
fn finish(site: &Site, visit: &Visit, response: ServiceResponse<BoxBody>) -> ServiceResponse<BoxBody> {
    let (request, mut answer) = response.into_parts();
    let cookie = request.extensions_mut().remove::<NewFormCookie>();
    complete(site, visit, &mut answer, cookie);
    log_line(site, visit, Some(&request), answer.status());
    ServiceResponse::new(request, answer)
}

fn complete(site: &Site, visit: &Visit, answer: &mut HttpResponse, cookie: Option<NewFormCookie>) {
    tell_fault(visit, answer);
    if needs_page(answer) {
        allow_head(answer);
        page::put_around(site, visit.place, visit.is_account, visit.id, answer);
    }
    if let Some(cookie) = cookie {
        cookie.set_on(answer);
    }
    headers::dress(answer.headers_mut(), visit.place, site.config.is_https());
}

/// The framework names the methods that a route knows; HEAD is always one of them where GET is (RFC 9110 §9.3.2).
fn allow_head(answer: &mut HttpResponse) {
    let allowed = answer.headers().get(ALLOW).and_then(|allowed| allowed.to_str().ok()).unwrap_or_default();
    if !allowed.contains("GET") || allowed.contains("HEAD") {
        return;
    }
    if let Ok(with_head) = HeaderValue::from_str(&allowed.replace("GET", "GET, HEAD")) {
        answer.headers_mut().insert(ALLOW, with_head);
    }
}

/// A failure, or a refusal of the framework's own that has no page yet.
fn needs_page(answer: &HttpResponse) -> bool {
    if answer.status().as_u16() < 400 {
        return false;
    }
    match answer.error() {
        Some(error) => !matches!(error.as_error::<Failure>(), Some(Failure::Instead(_))),
        None => matches!(answer.body().size(), BodySize::None | BodySize::Sized(0)) && !has_type(answer),
    }
}

fn has_type(answer: &HttpResponse) -> bool {
    answer.headers().contains_key(CONTENT_TYPE)
}

/// Faults of ours go to the log once, under the reference that the page shows.
fn tell_fault(visit: &Visit, answer: &HttpResponse) {
    let Some(failure) = answer.error().and_then(|error| error.as_error::<Failure>()) else { return };
    if failure.is_ours() || matches!(failure, Failure::TooSlow | Failure::Error(crate::Error::Busy(_))) {
        log::error!(request_id:% = visit.id; "{failure}");
    }
}

/// One line a request: never a path's values, a query, an address or a name.
fn log_line(site: &Site, visit: &Visit, request: Option<&HttpRequest>, status: StatusCode) {
    const TARGET: &str = "undersigned::request";
    site.metrics.count(status);
    if !log::log_enabled!(target: TARGET, log::Level::Info) {
        return;
    }
    let template = request.and_then(HttpRequest::match_pattern);
    log::info!(
        target: TARGET,
        request_id:% = visit.id,
        method = visit.method.as_str(),
        route = template.as_deref().unwrap_or("-"),
        status = status.as_u16(),
        ms = u64::try_from(visit.started.elapsed().as_millis()).unwrap_or(u64::MAX);
        "answered"
    );
}

/// A finished answer that outlived its request; the framework takes it as an error.
#[derive(Debug)]
struct Finished {
    status: StatusCode,
    headers: actix_web::http::header::HeaderMap,
    body: actix_web::web::Bytes,
}

impl Finished {
    async fn from(answer: HttpResponse) -> Finished {
        let (head, body) = answer.into_parts();
        let body = actix_web::body::to_bytes(body).await.unwrap_or_default();
        Finished { status: head.status(), headers: head.headers().clone(), body }
    }
}

impl std::fmt::Display for Finished {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}", self.status)
    }
}

impl ResponseError for Finished {
    fn status_code(&self) -> StatusCode {
        self.status
    }

    fn error_response(&self) -> HttpResponse {
        let mut answer = HttpResponse::with_body(self.status, BoxBody::new(self.body.clone()));
        *answer.headers_mut() = self.headers.clone();
        answer
    }
}
