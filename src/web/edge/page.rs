//! The page around a failure: what happened, what to do now, in the frame of every other page.

use actix_web::HttpResponse;
use actix_web::body::BoxBody;
use actix_web::http::header::{CONTENT_LENGTH, CONTENT_TYPE, HeaderValue};
use askama::Template;

use super::{Place, RequestId};
use crate::domain::refusal::Refusal;
use crate::render::shell::Shell;
use crate::web::error::Failure;
use crate::web::site::Site;

/// A failure in words. Its text is the same for every thing that is not there, so that hidden letters stay hidden.
#[derive(Template)]
#[template(path = "errors/failure.html")]
pub struct FailurePage {
    /// Around the page.
    pub shell: Shell,
    /// The key of the catalogue: `failure-<word>-heading`.
    pub word: &'static str,
    /// The refusal whose sentence says more.
    pub refusal: Option<Refusal>,
    /// Under which the log tells of a fault of ours.
    pub reference: Option<String>,
    /// Where a way on is offered.
    pub is_desk: bool,
    /// Whether the page was one for setting a password: the way on is to sign in, or to ask for a new link.
    pub is_account: bool,
}

impl FailurePage {
    /// For the test that renders every page.
    pub fn sample() -> FailurePage {
        FailurePage {
            shell: Shell::sample(),
            word: "internal",
            refusal: None,
            reference: Some("0af31b77c2d4".into()),
            is_desk: false,
            is_account: true,
        }
    }
}

/// Replaces the body of a failed answer by its page; status and headers stay.
pub fn put_around(site: &Site, place: Place, is_account: bool, id: RequestId, answer: &mut HttpResponse) {
    let bare = Failure::Status(answer.status());
    let told = answer.error().and_then(|error| error.as_error::<Failure>()).unwrap_or(&bare);
    let page = FailurePage {
        shell: site.shell(),
        word: word(told, place),
        refusal: told.refusal(),
        reference: told.is_ours().then(|| id.to_string()),
        is_desk: place == Place::Desk,
        is_account,
    };
    // Even without its page the answer keeps its status.
    let html = page.render().unwrap_or_else(|_| answer.status().to_string());
    let bodyless = std::mem::replace(answer, HttpResponse::new(answer.status()));
    *answer = bodyless.set_body(BoxBody::new(html));
    answer.headers_mut().remove(CONTENT_LENGTH);
    answer.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"));
}

/// A link that leads nowhere was mostly cut off by a mail program; its page says so.
fn word(failure: &Failure, place: Place) -> &'static str {
    match failure.word() {
        "not-found" if place == Place::Token => "dead-link",
        word => word,
    }
}
