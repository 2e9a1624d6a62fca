//! The headers of every response (contract, Headers): errors, refusals and panics included. A handler may set one itself
//! first; what it set stands.

use actix_web::http::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY as CSP, HeaderMap, HeaderName, HeaderValue, REFERRER_POLICY,
    STRICT_TRANSPORT_SECURITY, X_CONTENT_TYPE_OPTIONS,
};

/// What a page of ours may load and where its forms may go; nothing inline.
pub const CONTENT_SECURITY_POLICY: &str = "default-src 'none'; style-src 'self'; font-src 'self'; img-src 'self'; \
     script-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
/// The same for a page whose script talks to this server.
pub const WITH_SCRIPT: &str = "default-src 'none'; style-src 'self'; font-src 'self'; img-src 'self'; script-src 'self'; connect-src 'self'; \
     form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
/// The same for `/embed`, which any site may frame; it has no form.
pub const FRAMED_ANYWHERE: &str = "default-src 'none'; style-src 'self'; font-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'; \
     frame-ancestors *";

const PERMISSIONS: &str = "accelerometer=(), browsing-topics=(), camera=(), display-capture=(), geolocation=(), \
     gyroscope=(), microphone=(), payment=(), usb=()";

/// Which side of the house a path is on; decides what a page tells the next one and the search engines.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// For everybody.
    Public,
    /// Behind a mailed or printed link.
    Token,
    /// The coordinators' side, with its sign-in.
    Desk,
}

impl Place {
    /// The side a path is on, by its first word.
    pub fn of(path: &str) -> Place {
        let first = path.trim_start_matches('/').split('/').next().unwrap_or_default();
        match first {
            "desk" | "signin" | "signout" | "forgot" => Place::Desk,
            "sign" | "join" | "confirm" | "mine" | "approve" | "comment" | "translate" | "read" | "preview"
            | "suspend" | "unsubscribe" | "code" | "done" | "setup" | "password" => Place::Token,
            _ => Place::Public,
        }
    }
}

/// Adds what the handler did not set itself.
pub fn dress(headers: &mut HeaderMap, place: Place, is_https: bool) {
    let referrer = if place == Place::Desk { "same-origin" } else { "no-referrer" };
    add(headers, CSP, CONTENT_SECURITY_POLICY);
    add(headers, X_CONTENT_TYPE_OPTIONS, "nosniff");
    add(headers, REFERRER_POLICY, referrer);
    add(headers, CACHE_CONTROL, "no-store");
    add(headers, HeaderName::from_static("cross-origin-resource-policy"), "same-origin");
    add(headers, HeaderName::from_static("cross-origin-opener-policy"), "same-origin");
    add(headers, HeaderName::from_static("permissions-policy"), PERMISSIONS);
    if place != Place::Public {
        add(headers, HeaderName::from_static("x-robots-tag"), "noindex, nofollow");
    }
    if is_https {
        add(headers, STRICT_TRANSPORT_SECURITY, "max-age=31536000; includeSubDomains");
    }
}

fn add(headers: &mut HeaderMap, name: HeaderName, value: &'static str) {
    if !headers.contains_key(&name) {
        headers.insert(name, HeaderValue::from_static(value));
    }
}
