//! `/mine/{token}/proof.json`: the signatory's own path to the signed list. It names who is withheld, so it is given only by the link
//! of the signature, is kept nowhere, and has a file name that tells of no letter.

use actix_web::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE, HeaderValue};
use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse};

use super::{Mine, find};
use crate::actions::prove;
use crate::domain::signature::Status;
use crate::error::Error;
use crate::store::token::Purpose;
use crate::web::error::Result;
use crate::web::signing::ended::{self, Link};
use crate::web::site::Site;

impl Mine {
    /// Whether the signature is on a public list whose names are shown: only then there is a path to it.
    pub(super) fn has_proof(&self) -> bool {
        let is_listed = self.row.status == Status::Listed && self.line.is_some();
        is_listed && self.leaf.is_some() && self.letter.facts().is_public() && !self.letter.names_hidden
    }
}

/// `GET /mine/{token}/proof.json`
pub async fn proof(site: Data<Site>, secret: Path<String>, request: HttpRequest) -> Result<HttpResponse> {
    let answered = match find(&site, &request, &secret).await {
        Ok(mine) if mine.has_proof() => file(&site, mine).await,
        Ok(_) => Err(Error::NotFound.into()),
        Err(failure) => Err(failure),
    };
    ended::explain(&site, &request, Link::Secret(Purpose::Mine, &secret), answered).await
}

async fn file(site: &Data<Site>, mine: Mine) -> Result<HttpResponse> {
    let (shared, now) = (site.clone(), site.now());
    let made = actix_web::rt::task::spawn_blocking(move || {
        let url = shared.config.link(&format!("/letters/{}", mine.letter.slug));
        prove::path(&shared.store, &mine.letter.slug, &url, &mine.row.id, now)
    });
    let bytes = made.await.unwrap_or_else(|fault| Err(Error::internal("making a path", fault)))?;
    Ok(HttpResponse::Ok()
        .insert_header((CONTENT_TYPE, HeaderValue::from_static("application/json; charset=utf-8")))
        .insert_header((CONTENT_DISPOSITION, HeaderValue::from_static("attachment; filename=\"signature-proof.json\"")))
        .body(bytes))
}
