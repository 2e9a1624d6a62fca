//! `/forgot`: asks for a link by mail. The answer never tells whether the address is known.

use actix_web::web::{Data, Query};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;
use serde::Deserialize;

use crate::actions::forgot_password::forgot_password;
use crate::domain::email::EmailAddress;
use crate::render::shell::Shell;
use crate::store::Lane;
use crate::web::answer;
use crate::web::error::Result;
use crate::web::form::FormState;
use crate::web::guarded::Guarded;
use crate::web::limits::{self, Try};
use crate::web::site::Site;

/// Ask for a link, or: it is on its way if the address is known.
#[derive(Template)]
#[template(path = "account/forgot.html")]
pub struct ForgotPage {
    /// Around the page.
    pub shell: Shell,
    /// `email`.
    pub form: FormState,
    /// Whether the form was sent.
    pub is_sent: bool,
    /// Whether mail is caught here instead of sent.
    pub is_caught: bool,
}

impl ForgotPage {
    /// For the test that renders every page.
    pub fn sample() -> ForgotPage {
        ForgotPage { shell: Shell::sample(), form: FormState::new(), is_sent: false, is_caught: true }
    }
}

/// `?sent=yes`.
#[derive(Deserialize)]
pub struct Sent {
    sent: Option<String>,
}

/// `GET /forgot`.
pub async fn form(site: Data<Site>, request: HttpRequest, query: Query<Sent>) -> Result<HttpResponse> {
    answer::ok(&ForgotPage {
        shell: site.form_shell(&request),
        form: FormState::new(),
        is_sent: query.sent.is_some(),
        is_caught: site.config.smtp.is_none(),
    })
}

/// `POST /forgot`: `email`.
pub async fn submit(site: Data<Site>, request: HttpRequest, sent: Guarded) -> Result<HttpResponse> {
    limits::count(&site, &request, Try::Forgot)?;
    let mut form = sent.form;
    match EmailAddress::parse(form.value("email")) {
        Ok(email) => {
            let now = site.now();
            site.store.write(Lane::Desk, move |tx| forgot_password(tx, &email, now)).await?;
            Ok(answer::see_other("/forgot?sent=yes"))
        }
        Err(fault) => {
            form.refuse("email", site.words().say_of("fault", fault.code()));
            let is_caught = site.config.smtp.is_none();
            answer::refused(&ForgotPage { shell: site.form_shell(&request), form, is_sent: false, is_caught })
        }
    }
}
