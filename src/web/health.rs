//! What monitoring asks: does the process live, does the database answer, how much was done.

use actix_web::web::Data;
use actix_web::{HttpResponse, http::StatusCode};

use crate::store::outbox;
use crate::web::error::Result;
use crate::web::site::Site;

/// `GET /healthz`: the process lives.
pub async fn lives() -> HttpResponse {
    HttpResponse::Ok().content_type("text/plain; charset=utf-8").body("ok\n")
}

/// `GET /readyz`: the database answers and its migrations are current.
pub async fn ready(site: Data<Site>) -> HttpResponse {
    let store = site.store.clone();
    let current = actix_web::web::block(move || store.migrations_current()).await;
    let (status, text) = match current {
        Ok(Ok(true)) => (StatusCode::OK, "ok\n"),
        Ok(Ok(false)) => (StatusCode::SERVICE_UNAVAILABLE, "migrations are missing\n"),
        _ => (StatusCode::SERVICE_UNAVAILABLE, "the database does not answer\n"),
    };
    HttpResponse::build(status).content_type("text/plain; charset=utf-8").body(text)
}

/// `GET /metrics` on the private port.
pub async fn metrics(site: Data<Site>) -> Result<HttpResponse> {
    let outbox = site.store.read(outbox::count_all_by_state).await?;
    let outbox = outbox.into_iter().map(|(state, count)| (state.to_string(), count)).collect::<Vec<_>>();
    let text = site.metrics.to_text(&outbox);
    Ok(HttpResponse::Ok().content_type("text/plain; version=0.0.4; charset=utf-8").body(text))
}
