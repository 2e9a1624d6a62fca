//! `/about`, `/accessibility` and `/.well-known/security.txt`: what this site is and whom to write to.

use actix_web::HttpResponse;
use actix_web::web::Data;
use askama::Template;
use chrono::TimeDelta;

use crate::render::shell::Shell;
use crate::web::answer;
use crate::web::error::Result;
use crate::web::site::Site;

/// What this site is.
#[derive(Template)]
#[template(path = "about/about.html")]
pub struct AboutPage {
    /// Around the page.
    pub shell: Shell,
    /// Whom to write to.
    pub contact: String,
}

/// For people who read, see or move in other ways.
#[derive(Template)]
#[template(path = "about/accessibility.html")]
pub struct AccessibilityPage {
    /// Around the page.
    pub shell: Shell,
    /// Whom to write to.
    pub contact: String,
}

impl AboutPage {
    /// For the test that renders every page.
    pub fn sample() -> AboutPage {
        AboutPage { shell: Shell::sample(), contact: "letters@confluence.example".into() }
    }
}

impl AccessibilityPage {
    /// For the test that renders every page.
    pub fn sample() -> AccessibilityPage {
        AccessibilityPage { shell: Shell::sample(), contact: "letters@confluence.example".into() }
    }
}

/// `GET /about`.
pub async fn about(site: Data<Site>) -> Result<HttpResponse> {
    answer::ok(&AboutPage { shell: site.shell(), contact: contact(&site) })
}

/// `GET /accessibility`.
pub async fn accessibility(site: Data<Site>) -> Result<HttpResponse> {
    answer::ok(&AccessibilityPage { shell: site.shell(), contact: contact(&site) })
}

/// `GET /.well-known/security.txt` (RFC 9116): contact, and when this file grows stale.
pub async fn security(site: Data<Site>) -> HttpResponse {
    let expires = (site.now() + TimeDelta::days(180)).and_utc().format("%Y-%m-%dT%H:%M:%SZ");
    let text = format!(
        "Contact: mailto:{}\nExpires: {expires}\nPreferred-Languages: en\nCanonical: {}\n",
        contact(&site),
        site.config.link("/.well-known/security.txt"),
    );
    HttpResponse::Ok().content_type("text/plain; charset=utf-8").body(text)
}

/// The address that the operator set for people's questions.
pub(super) fn contact(site: &Site) -> String {
    site.config.mail_from.address.clone()
}
