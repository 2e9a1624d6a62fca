//! Whether a form was sent by our own page (contract, Headers: CSRF).
//!
//! A foreign `Origin` or `Sec-Fetch-Site: cross-site` is refused at once. Then the form's `csrf_token` must fit, because a
//! page with `Referrer-Policy: no-referrer` sends `Origin: null`. The token is a keyed tag over something that only the
//! rightful page knows: the secret in a mailed link's path; else the session's cookie; else a cookie made for this form.

use actix_web::cookie::time::Duration;
use actix_web::cookie::{Cookie, SameSite};
use actix_web::http::header;
use actix_web::{HttpMessage, HttpRequest, HttpResponse};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use subtle::ConstantTimeEq;

use crate::web::error::{Failure, Result};
use crate::web::session;
use crate::web::site::Site;

/// How long a form that needs its own cookie may lie open.
const FORM_HOURS: i64 = 12;

/// What the browser said about where a form came from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin {
    /// Our own origin, told by the browser.
    Own,
    /// Nothing, or `null`: only the token can tell.
    Untold,
}

/// The form cookie that the answer to this request must set; picked up by the outermost layer.
pub struct NewFormCookie(Cookie<'static>);

impl NewFormCookie {
    /// Adds the cookie to a finished answer.
    pub fn set_on(self, answer: &mut HttpResponse) {
        // The only failure is a cookie that is no header value; ours is base64.
        let _ = answer.add_cookie(&self.0);
    }
}

/// The token for the forms of the page that answers `request`.
pub fn token(site: &Site, request: &HttpRequest) -> String {
    let basis = basis_of(site, request).unwrap_or_else(|| {
        let value = new_form_value(site);
        let cookie = Cookie::build(form_cookie(site), value.clone())
            .path("/")
            .http_only(true)
            .secure(site.config.is_https())
            .same_site(SameSite::Lax)
            .max_age(Duration::hours(FORM_HOURS))
            .finish();
        request.extensions_mut().insert(NewFormCookie(cookie));
        Basis::Form(value)
    });
    tag(site, &basis)
}

/// The token for a page that begins a session with its own answer.
pub fn token_of_session(site: &Site, session_hash: &str) -> String {
    tag(site, &Basis::Session(session_hash.to_owned()))
}

/// Refuses what another site's page sent.
///
/// # Errors
/// `Forged` for a foreign `Origin` or a cross-site fetch.
pub fn check_origin(site: &Site, request: &HttpRequest) -> Result<Origin> {
    let header = |name: &str| request.headers().get(name).map(|value| value.to_str().unwrap_or("unreadable"));
    if header("sec-fetch-site").is_some_and(|site| site.eq_ignore_ascii_case("cross-site")) {
        return Err(Failure::Forged);
    }
    match header(header::ORIGIN.as_str()) {
        None | Some("null") => Ok(Origin::Untold),
        Some(origin) if origin.eq_ignore_ascii_case(site.hosts.origin()) => Ok(Origin::Own),
        Some(_) => Err(Failure::Forged),
    }
}

/// Whether `given` is the token that our page for this request would carry.
pub fn fits(site: &Site, request: &HttpRequest, given: &str) -> bool {
    let Some(basis) = basis_of(site, request) else { return false };
    // A form cookie's own tag and age were checked when it was read.
    bool::from(tag(site, &basis).as_bytes().ct_eq(given.as_bytes()))
}

/// What a token is made from.
enum Basis {
    /// The secret in a mailed link's path.
    Path(String),
    /// The hash of the session's cookie.
    Session(String),
    /// The form cookie.
    Form(String),
}

fn basis_of(site: &Site, request: &HttpRequest) -> Option<Basis> {
    if let Some(secret) = request.match_info().get("token") {
        return Some(Basis::Path(secret.to_owned()));
    }
    if let Some(secret) = session::cookie_of(site, request) {
        return Some(Basis::Session(session::hash(&site.keys, &secret)));
    }
    let value = request.cookie(form_cookie(site))?.value().to_owned();
    is_valid_form_value(site, &value).then_some(Basis::Form(value))
}

fn tag(site: &Site, basis: &Basis) -> String {
    let (label, data) = match basis {
        Basis::Path(secret) => ("form token of a link", secret),
        Basis::Session(hash) => ("form token of a session", hash),
        Basis::Form(value) => ("form token of a form cookie", value),
    };
    URL_SAFE_NO_PAD.encode(site.keys.mac(label, data.as_bytes()))
}

fn form_cookie(site: &Site) -> &'static str {
    if site.config.is_https() { "__Host-undersigned-form" } else { "undersigned-form" }
}

/// `random.expiry.tag`: signed, so that no other value is taken, and short-lived.
fn new_form_value(site: &Site) -> String {
    let secret = URL_SAFE_NO_PAD.encode(rand::random::<[u8; 16]>());
    let expires = site.now().and_utc().timestamp() + FORM_HOURS * 3600;
    let signed = format!("{secret}.{expires}");
    let tag = URL_SAFE_NO_PAD.encode(site.keys.mac("form cookie", signed.as_bytes()));
    format!("{signed}.{tag}")
}

fn is_valid_form_value(site: &Site, value: &str) -> bool {
    let Some((signed, given)) = value.rsplit_once('.') else { return false };
    let expires = signed.rsplit_once('.').and_then(|(_, expires)| expires.parse::<i64>().ok());
    let tag = URL_SAFE_NO_PAD.encode(site.keys.mac("form cookie", signed.as_bytes()));
    let is_ours = bool::from(tag.as_bytes().ct_eq(given.as_bytes()));
    is_ours && expires.is_some_and(|expires| expires > site.now().and_utc().timestamp())
}
