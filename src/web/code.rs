//! `/code`: for those who press no links in mails. They type the site's address and the two codes of the mail, and come to
//! the same page as the link.

use actix_web::http::StatusCode;
use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;

use crate::actions::enter_code::{Entered, enter_code};
use crate::domain::code::{CODE_CHARS, LETTER_CHARS, read};
use crate::render::shell::Shell;
use crate::store::Lane;
use crate::web::answer;
use crate::web::error::{Failure, Result};
use crate::web::form::FormState;
use crate::web::guarded::Guarded;
use crate::web::limits::{self, Try};
use crate::web::site::Site;

/// Seconds until the count of a letter's wrong codes may begin anew.
const LETTER_SECONDS: u64 = 3600;

#[derive(Template)]
#[template(path = "code/code.html")]
pub struct CodePage {
    pub shell: Shell,
    /// `letter` and `code`.
    pub form: FormState,
}

/// `GET /code`
pub async fn form(site: Data<Site>, request: HttpRequest) -> Result<HttpResponse> {
    answer::ok(&CodePage { shell: site.form_shell(&request), form: FormState::new() })
}

/// `POST /code`: `open` with `letter` and `code`.
pub async fn submit(site: Data<Site>, request: HttpRequest, sent: Guarded) -> Result<HttpResponse> {
    // Counted before anything is looked up: a right code among too many tries must not show itself.
    limits::count(&site, &request, Try::Code)?;
    let mut form = sent.form;
    let (letter, code) = (read(form.value("letter"), LETTER_CHARS), read(form.value("code"), CODE_CHARS));
    let words = site.words();
    if letter.is_none() {
        form.refuse("letter", words.say("code-letter-form").with("count", LETTER_CHARS));
    }
    if code.is_none() {
        form.refuse("code", words.say("code-code-form").with("count", CODE_CHARS));
    }
    let (Some(letter), Some(code)) = (letter, code) else {
        return answer::refused(&CodePage { shell: site.form_shell(&request), form });
    };
    let now = site.now();
    match site.store.write(Lane::Public, move |tx| enter_code(tx, &letter, &code, now)).await? {
        Entered::Link(secret) => Ok(answer::see_other(&format!("/sign/{secret}"))),
        Entered::TooMany => Err(Failure::TooMany(LETTER_SECONDS)),
        Entered::Unknown => {
            form.refuse_whole(words.say("code-unknown"));
            answer::page(StatusCode::UNPROCESSABLE_ENTITY, &CodePage { shell: site.form_shell(&request), form })
        }
    }
}
