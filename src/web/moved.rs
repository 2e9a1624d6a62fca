//! Addresses that public letters had before: they lead to the new one for ever, with everything below them. A letter that is not
//! public leads nowhere, like one that never was.

use actix_web::HttpResponse;
use actix_web::body::BoxBody;
use actix_web::dev::ServiceResponse;
use actix_web::http::{StatusCode, header};

use crate::domain::letter::Slug;
use crate::store::old_slug;
use crate::web::site::Site;

/// Puts a redirect in the place of "not found" where the letter has another address now. The method and the form stay, so that
/// nothing typed under the old address is lost.
pub async fn lead_on(site: &Site, response: ServiceResponse<BoxBody>) -> ServiceResponse<BoxBody> {
    if response.status() != StatusCode::NOT_FOUND {
        return response;
    }
    let asked = response.request().uri().path_and_query().map(|asked| asked.as_str()).unwrap_or_default();
    let Some(target) = target(site, asked).await else { return response };
    let (request, _) = response.into_parts();
    let answer = HttpResponse::PermanentRedirect().insert_header((header::LOCATION, target)).finish();
    ServiceResponse::new(request, answer)
}

async fn target(site: &Site, asked: &str) -> Option<String> {
    let rest = asked.strip_prefix("/letters/")?;
    let end = rest.find(['/', '?']).unwrap_or(rest.len());
    let (old, tail) = rest.split_at(end);
    let old = Slug::parse(old).ok()?;
    // A database that does not answer leaves "not found" as it is: the page that was asked for is not there either way.
    let letter = site.store.read(move |db| old_slug::find_letter(db, old.as_str())).await.ok()??;
    let is_shown = letter.facts().is_public() || letter.facts().shows_withdrawal();
    is_shown.then(|| format!("/letters/{}{tail}", letter.slug))
}
