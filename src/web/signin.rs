//! `/signin` and `/signout`. The answer is the same for an unknown address and a wrong password, and takes as long.

use actix_web::http::{StatusCode, header};
use actix_web::web::{Data, Query};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;
use serde::Deserialize;

use crate::actions::sign_in::{self, Attempt};
use crate::actions::sign_out;
use crate::domain::email::EmailAddress;
use crate::domain::refusal::Refusal;
use crate::render::shell::Shell;
use crate::store::{Lane, token};
use crate::web::answer;
use crate::web::done::After;
use crate::web::error::Result;
use crate::web::form::FormState;
use crate::web::guarded::Guarded;
use crate::web::limits::{self, Try};
use crate::web::resume::{self, AgainPage, Carried};
use crate::web::session::{self, safe_next};
use crate::web::site::Site;

/// The way to the desk.
#[derive(Template)]
#[template(path = "account/sign_in.html")]
pub struct SignInPage {
    /// Around the page.
    pub shell: Shell,
    /// `email`, `password`.
    pub form: FormState,
    /// The page to go to afterwards, or empty.
    pub next: String,
    /// A form that waits for this sign-in.
    pub carried: Option<Carried>,
}

impl SignInPage {
    /// For the test that renders every page.
    pub fn sample() -> SignInPage {
        let form = FormState::new().with("email", "nadia@confluence.example");
        SignInPage { shell: Shell::sample(), form, next: "/desk".into(), carried: None }
    }
}

/// `?next=…`, a page of the desk.
#[derive(Deserialize)]
pub struct Next {
    next: Option<String>,
}

/// `GET /signin`.
pub async fn form(
    site: Data<Site>,
    request: HttpRequest,
    query: Query<Next>,
    after: Query<After>,
) -> Result<HttpResponse> {
    let next = query.next.as_deref().and_then(safe_next).unwrap_or_default();
    if session::find(&site, &request).await?.is_some() {
        return Ok(answer::see_other(if next.is_empty() { "/desk" } else { next }));
    }
    let shell = after.tell(site.form_shell(&request));
    answer::ok(&SignInPage { shell, form: FormState::new(), next: next.into(), carried: None })
}

/// `POST /signin`: `email`, `password`, and where to go on.
pub async fn submit(site: Data<Site>, request: HttpRequest, guarded: Guarded) -> Result<HttpResponse> {
    limits::count(&site, &request, Try::SignIn)?;
    let form = guarded.form;
    let (now, password) = (site.now(), form.value("password").to_owned());
    let Ok(email) = EmailAddress::parse(form.value("email")) else {
        return refuse(&site, &request, form, Refusal::SignInFailed, None);
    };
    let tried = email.clone();
    let attempt = site.store.write(Lane::Desk, move |tx| sign_in::begin(tx, &tried, now)).await?;
    let known = match attempt {
        Attempt::Wait(time) => return refuse(&site, &request, form, Refusal::TooMany, Some(time.num_seconds() + 1)),
        Attempt::Check(known) => known,
    };
    let hash = known.as_ref().and_then(|known| known.password_hash.clone());
    let fits = site.passwords.verify(password, hash).await?;
    let Some(who) = known.as_ref().filter(|_| fits).cloned() else {
        site.store.write(Lane::Desk, move |tx| sign_in::fail(tx, known.as_deref(), now)).await?;
        return refuse(&site, &request, form, Refusal::SignInFailed, None);
    };
    // A fresh cookie for a fresh session: one that was there before, ours or planted, never becomes valid.
    let secret = token::new_secret();
    let hash = session::hash(&site.keys, &secret);
    let earlier = session::cookie_of(&site, &request).map(|earlier| session::hash(&site.keys, &earlier));
    let begun = hash.clone();
    site.store
        .write(Lane::Desk, move |tx| sign_in::complete(tx, &who, &email, &begun, earlier.as_deref(), now))
        .await?;
    let mut answer = go_on(&site, &form, &hash)?;
    session::begin(&site, &mut answer, secret);
    Ok(answer)
}

/// `POST /signout`: ends this session and clears what the browser keeps of us.
pub async fn sign_out(site: Data<Site>, request: HttpRequest, _form: Guarded) -> Result<HttpResponse> {
    if let Some(secret) = session::cookie_of(&site, &request) {
        let hash = session::hash(&site.keys, &secret);
        site.store.write(Lane::Desk, move |tx| sign_out::sign_out(tx, &hash)).await?;
    }
    let mut answer = answer::see_other("/signin");
    session::end(&site, &mut answer);
    Ok(answer)
}

/// To the page asked for; or the form that waited, to be sent with one button.
fn go_on(site: &Site, form: &FormState, session_hash: &str) -> Result<HttpResponse> {
    if let Some(carried) = resume::carried(form) {
        let fields = carried.open(site)?;
        let csrf = Some(crate::web::csrf::token_of_session(site, session_hash));
        return answer::ok(&AgainPage { shell: Shell { csrf, ..site.shell() }, path: carried.path, fields });
    }
    Ok(answer::see_other(safe_next(form.value("next")).unwrap_or("/desk")))
}

fn refuse(
    site: &Site,
    request: &HttpRequest,
    mut form: FormState,
    refusal: Refusal,
    wait: Option<i64>,
) -> Result<HttpResponse> {
    form.refuse_whole(site.words().say_of("refusal", refusal));
    let next = safe_next(form.value("next")).unwrap_or_default().to_owned();
    let carried = resume::carried(&form);
    let page = SignInPage { shell: site.form_shell(request), form, next, carried };
    let status = if wait.is_some() { StatusCode::TOO_MANY_REQUESTS } else { StatusCode::UNPROCESSABLE_ENTITY };
    let mut answer = answer::page(status, &page)?;
    if let Some(seconds) = wait {
        answer.headers_mut().insert(header::RETRY_AFTER, header::HeaderValue::from(seconds));
    }
    Ok(answer)
}
