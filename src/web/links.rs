//! Finding what a link in a path is for. Unknown and mangled secrets are counted per client; working ones never are.

use actix_web::HttpRequest;
use actix_web::web::Data;

use crate::domain::refusal::Refusal;
use crate::error::Error;
use crate::store::token::{self, Purpose, TokenRow};
use crate::web::error::Result;
use crate::web::limits::{self, Try};
use crate::web::site::Site;

/// The link behind a secret, if it still works. Whether its one act was done already (`used_at`) is for the caller to say:
/// a sign link keeps showing its pages.
///
/// # Errors
/// `NotFound` (404) for what never was a link of this purpose, `TooMany` (429) after many of those, `LinkRevoked` and
/// `LinkExpired` (410).
pub async fn find(site: &Data<Site>, request: &HttpRequest, purpose: Purpose, secret: &str) -> Result<TokenRow> {
    let wanted = secret.to_owned();
    let Some(link) = site.store.read(move |db| token::find(db, purpose, &wanted)).await? else {
        limits::count(site, request, Try::BadToken)?;
        return Err(Error::NotFound.into());
    };
    if link.revoked_at.is_some() {
        return Err(Refusal::LinkRevoked.into());
    }
    if link.is_expired(site.now()) {
        return Err(Refusal::LinkExpired.into());
    }
    Ok(link)
}
