//! The two answers that nearly every handler gives: a rendered page, or a redirect after a POST.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::http::header::{self, HeaderValue};
use askama::Template;

use crate::error::Error;
use crate::web::edge::WITH_SCRIPT;
use crate::web::error::Result;

/// A page with its status: 200 when asked for, 422 for a refused form, 409 for a conflict.
pub fn page(status: StatusCode, page: &impl Template) -> Result<HttpResponse> {
    let html = page.render().map_err(|fault| Error::internal("rendering a page", fault))?;
    Ok(HttpResponse::build(status).content_type("text/html; charset=utf-8").body(html))
}

/// A page whose script talks to this server, with its status.
pub fn page_that_saves(status: StatusCode, shown: &impl Template) -> Result<HttpResponse> {
    let mut answer = page(status, shown)?;
    answer.headers_mut().insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(WITH_SCRIPT));
    Ok(answer)
}

/// A page that was asked for.
pub fn ok(template: &impl Template) -> Result<HttpResponse> {
    page(StatusCode::OK, template)
}

/// The form again, with what is wrong and everything typed (contract: "A refused form answers 422").
pub fn refused(template: &impl Template) -> Result<HttpResponse> {
    page(StatusCode::UNPROCESSABLE_ENTITY, template)
}

/// After a POST: load this path of ours with GET.
pub fn see_other(path: &str) -> HttpResponse {
    HttpResponse::SeeOther().insert_header((header::LOCATION, path)).finish()
}
