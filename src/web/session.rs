//! Who is signed in. A session is a random cookie of which the database keeps a keyed hash; it ends after four hours
//! without use and twelve hours in all (see [`crate::domain::coordinator`]).

use std::future::Future;
use std::pin::Pin;

use actix_web::cookie::{Cookie, SameSite};
use actix_web::dev::Payload;
use actix_web::http::header::{HeaderName, HeaderValue};
use actix_web::web::Data;
use actix_web::{FromRequest, HttpRequest, HttpResponse};
use url::form_urlencoded;

use crate::domain::coordinator::SessionClock;
use crate::domain::event::Actor;
use crate::error::Error;
use crate::render::shell::{self, Shell};
use crate::store::Lane;
use crate::store::coordinator::{self, Coordinator};
use crate::store::keys::Keys;
use crate::store::session::{self, Session};
use crate::store::setting;
use crate::web::csrf;
use crate::web::error::{Failure, Instead, Result};
use crate::web::site::Site;

/// What a page of the desk takes first: the coordinator and their session.
///
/// On a GET a visitor who is not signed in is sent to `/signin` and comes back after it. A POST takes
/// [`crate::web::guarded::DeskForm`] instead, which keeps what was typed.
#[derive(Debug, Clone)]
pub struct SignedIn {
    /// Who.
    pub coordinator: Coordinator,
    /// Their session.
    pub session: Session,
    csrf: String,
    is_quarantined: bool,
}

impl SignedIn {
    /// The shell of a desk page: name, menu entries, the token for its forms.
    pub fn shell(&self, site: &Site) -> Shell {
        let (name, is_operator) = (self.coordinator.name.clone(), self.coordinator.is_operator);
        let is_caught = site.config.smtp.is_none();
        let person = shell::SignedIn { name, is_operator, sees_mailbox: is_operator && is_caught };
        let mut shell = Shell { csrf: Some(self.csrf.clone()), coordinator: Some(person), ..site.shell() };
        if self.is_quarantined {
            let warning = shell.t.say("quarantine-banner").text();
            shell = shell.with_banner(shell::Tone::Fault, warning);
        }
        if !is_caught {
            return shell;
        }
        let warning = shell.t.say("mailbox-banner").text();
        shell.with_banner(shell::Tone::Look, warning)
    }

    /// The person as the audit trail names them.
    pub fn actor(&self) -> Actor {
        Actor::Coordinator(self.coordinator.id.clone())
    }

    /// Lets only operators pass.
    ///
    /// # Errors
    /// `NotFound`: the operator's pages do not exist for others (contract: "Not found, not yours: 404").
    pub fn as_operator(&self) -> Result<&Coordinator> {
        if self.coordinator.is_operator { Ok(&self.coordinator) } else { Err(Error::NotFound.into()) }
    }
}

impl FromRequest for SignedIn {
    type Error = Failure;
    type Future = Pin<Box<dyn Future<Output = Result<SignedIn>>>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let request = request.clone();
        Box::pin(async move {
            let site = site_of(&request)?;
            find(&site, &request).await?.ok_or_else(|| Failure::Instead(Instead::SeeOther(sign_in_path(&request))))
        })
    }
}

/// The coordinator whose living session this request belongs to.
pub async fn find(site: &Data<Site>, request: &HttpRequest) -> Result<Option<SignedIn>> {
    let Some(secret) = cookie_of(site, request) else { return Ok(None) };
    let (hash, now) = (hash(&site.keys, &secret), site.now());
    let wanted = hash.clone();
    let found = site
        .store
        .read(move |db| {
            let Some(session) = session::find(db, &wanted)? else { return Ok(None) };
            let coordinator = coordinator::find(db, &session.coordinator_id)?;
            Ok(Some((coordinator, session, setting::is_quarantined(db)?)))
        })
        .await?;
    let Some((coordinator, session, is_quarantined)) = found else { return Ok(None) };
    let clock = SessionClock { created_at: session.created_at, last_used_at: session.last_used_at };
    if coordinator.disabled_at.is_some() || clock.is_over(now) {
        return Ok(None);
    }
    if clock.is_worth_moving(now) {
        // The one thing that a GET may change (contract, URLs); nobody waits for it.
        let site = site.clone();
        actix_web::rt::spawn(async move {
            let moved = site.store.write(Lane::Desk, move |tx| session::touch(tx, &hash, now)).await;
            if let Err(fault) = moved {
                log::warn!("the session's clock did not move: {fault}");
            }
        });
    }
    Ok(Some(SignedIn { csrf: csrf::token(site, request), coordinator, session, is_quarantined }))
}

/// The server's parts, which every route has.
pub(super) fn site_of(request: &HttpRequest) -> Result<Data<Site>> {
    let site = request.app_data::<Data<Site>>().cloned();
    site.ok_or_else(|| Error::Internal("a route without its site".into()).into())
}

/// The session's cookie, as the browser sent it.
pub fn cookie_of(site: &Site, request: &HttpRequest) -> Option<String> {
    let value = request.cookie(cookie_name(site))?.value().to_owned();
    (!value.is_empty()).then_some(value)
}

/// What the database keeps of a session's secret.
pub fn hash(keys: &Keys, secret: &str) -> String {
    keys.token_hash("session", secret)
}

/// Sets the cookie that begins a session.
pub fn begin(site: &Site, answer: &mut HttpResponse, secret: String) {
    // The only failure is a cookie that is no header value; ours is base64.
    let _ = answer.add_cookie(&cookie(site, secret));
}

/// Removes the cookie of a session that has ended, and what the browser kept of its pages (ASVS 14.3.1).
pub fn end(site: &Site, answer: &mut HttpResponse) {
    let mut cookie = cookie(site, String::new());
    cookie.make_removal();
    let _ = answer.add_cookie(&cookie);
    answer.headers_mut().insert(HeaderName::from_static("clear-site-data"), HeaderValue::from_static("\"cache\""));
}

/// Gone when the browser closes; the database decides when it ends.
fn cookie(site: &Site, secret: String) -> Cookie<'static> {
    Cookie::build(cookie_name(site), secret)
        .path("/")
        .http_only(true)
        .secure(site.config.is_https())
        .same_site(SameSite::Lax)
        .finish()
}

fn cookie_name(site: &Site) -> &'static str {
    if site.config.is_https() { "__Host-undersigned" } else { "undersigned" }
}

/// Where to sign in, and back to this page after it.
fn sign_in_path(request: &HttpRequest) -> String {
    let path = request.uri().path_and_query().map_or("/desk", |path| path.as_str());
    match safe_next(path) {
        None => "/signin".into(),
        Some(next) => {
            let query = form_urlencoded::Serializer::new(String::new()).append_pair("next", next).finish();
            format!("/signin?{query}")
        }
    }
}

/// A place to go after signing in: a page of the desk on this very server, or nothing (ASVS 3.7.2).
pub fn safe_next(next: &str) -> Option<&str> {
    let is_desk = next == "/desk" || next.starts_with("/desk/") || next.starts_with("/desk?");
    let is_plain = next.bytes().all(|byte| byte.is_ascii_graphic() && !matches!(byte, b'\\' | b'"' | b'<' | b'>'));
    (is_desk && is_plain && next.len() <= 500 && !next.contains("//")).then_some(next)
}

#[cfg(test)]
mod tests {
    use super::safe_next;

    #[test]
    fn after_signing_in_only_pages_of_the_desk_can_come() {
        for good in ["/desk", "/desk/letters/1/text", "/desk?page=2"] {
            assert_eq!(safe_next(good), Some(good));
        }
        for bad in [
            "",
            "/",
            "//evil.example",
            "/\\evil.example",
            "https://evil.example/desk",
            "/deskevil",
            "/desk//evil.example",
            "/desk\r\nX: y",
            "/desk/%0a\n",
            "javascript:alert(1)",
            "/desk/\\..",
            "/desk/é",
        ] {
            assert_eq!(safe_next(bad), None, "{bad:?}");
        }
    }
}
