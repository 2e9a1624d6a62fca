//! `/setup/{token}` and `/password/{token}`: the first account of a server, and a new password by a mailed or printed link.
//! GET changes nothing; the link is used up by the POST. Nobody is signed in by a link (OWASP Forgot Password).

use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;

use crate::actions::add_coordinator::Person;
use crate::actions::{set_password, set_up};
use crate::domain::coordinator::{check_password, coordinator_name};
use crate::domain::email::EmailAddress;
use crate::domain::refusal::Refusal;
use crate::error::Error;
use crate::render::shell::Shell;
use crate::store::Lane;
use crate::store::coordinator;
use crate::store::token::{Purpose, TokenRow};
use crate::web::answer;
use crate::web::done::Done;
use crate::web::error::Result;
use crate::web::form::FormState;
use crate::web::guarded::Guarded;
use crate::web::links;
use crate::web::site::Site;

/// The first account of this server.
#[derive(Template)]
#[template(path = "account/set_up.html")]
pub struct SetUpPage {
    /// Around the page.
    pub shell: Shell,
    /// `name`, `email`, `password`.
    pub form: FormState,
}

/// A new password.
#[derive(Template)]
#[template(path = "account/set_password.html")]
pub struct SetPasswordPage {
    /// Around the page.
    pub shell: Shell,
    /// `password`.
    pub form: FormState,
    /// Whose password it is; for the browser's own list of passwords too.
    pub email: String,
}

impl SetUpPage {
    /// For the test that renders every page.
    pub fn sample() -> SetUpPage {
        let mut form = FormState::new().with("name", "Nadia Benali");
        form.refuse("password", "Use at least 15 characters.");
        SetUpPage { shell: Shell::sample(), form }
    }
}

impl SetPasswordPage {
    /// For the test that renders every page.
    pub fn sample() -> SetPasswordPage {
        let email = "nadia@confluence.example".into();
        SetPasswordPage { shell: Shell::sample(), form: FormState::new(), email }
    }
}

/// `GET /setup/{token}`.
pub async fn set_up_form(site: Data<Site>, request: HttpRequest, secret: Path<String>) -> Result<HttpResponse> {
    find_unused(&site, &request, &secret, false).await?;
    answer::ok(&SetUpPage { shell: site.form_shell(&request), form: FormState::new() })
}

/// `POST /setup/{token}`: makes the first coordinator, an operator.
pub async fn set_up(
    site: Data<Site>,
    request: HttpRequest,
    secret: Path<String>,
    sent: Guarded,
) -> Result<HttpResponse> {
    let link = find_unused(&site, &request, &secret, false).await?;
    let mut form = sent.form;
    let words = site.words();
    let name = coordinator_name(form.value("name"))
        .map_err(|fault| form.refuse("name", words.say_of("coordinator-name", fault.code())));
    let email = EmailAddress::parse(form.value("email"))
        .map_err(|fault| form.refuse("email", words.say_of("fault", fault.code())));
    let context = [form.value("name").to_owned(), form.value("email").to_owned()];
    check_new_password(&site, &mut form, &context);
    let (Ok(name), Ok(email), false) = (name, email, form.has_errors()) else {
        return answer::refused(&SetUpPage { shell: site.form_shell(&request), form });
    };
    let hash = site.passwords.hash(form.value("password").to_owned()).await?;
    let (person, now) = (Person { name, email, is_operator: true }, site.now());
    site.store.write(Lane::Desk, move |tx| set_up::set_up(tx, &link, &person, &hash, now)).await?;
    Ok(answer::see_other(&Done::PasswordSet.at("/signin")))
}

/// `GET /password/{token}`.
pub async fn form(site: Data<Site>, request: HttpRequest, secret: Path<String>) -> Result<HttpResponse> {
    let link = find_unused(&site, &request, &secret, true).await?;
    let (_, email) = owner_of(&site, &link).await?;
    answer::ok(&SetPasswordPage { shell: site.form_shell(&request), form: FormState::new(), email })
}

/// `POST /password/{token}`: sets the password and ends every session.
pub async fn submit(
    site: Data<Site>,
    request: HttpRequest,
    secret: Path<String>,
    sent: Guarded,
) -> Result<HttpResponse> {
    let link = find_unused(&site, &request, &secret, true).await?;
    let (name, email) = owner_of(&site, &link).await?;
    let mut form = sent.form;
    check_new_password(&site, &mut form, &[name, email.clone()]);
    if form.has_errors() {
        return answer::refused(&SetPasswordPage { shell: site.form_shell(&request), form, email });
    }
    let hash = site.passwords.hash(form.value("password").to_owned()).await?;
    let now = site.now();
    site.store.write(Lane::Desk, move |tx| set_password::by_link(tx, &link, &hash, now)).await?;
    Ok(answer::see_other(&Done::PasswordSet.at("/signin")))
}

/// Notes in the form what is wrong with its new password. `context`: the words of its owner.
pub fn check_new_password(site: &Site, form: &mut FormState, context: &[String]) {
    let host = site.config.base_url.host_str().unwrap_or_default();
    let context = context.iter().map(String::as_str).chain([site.config.site_name.as_str(), host]).collect::<Vec<_>>();
    if let Err(fault) = check_password(form.value("password"), &context) {
        form.refuse("password", site.words().say_of("password", fault.code()));
    }
}

async fn find_unused(site: &Data<Site>, request: &HttpRequest, secret: &str, has_owner: bool) -> Result<TokenRow> {
    let link = links::find(site, request, Purpose::Password, secret).await?;
    if link.coordinator_id.is_some() != has_owner {
        return Err(Error::NotFound.into());
    }
    if link.used_at.is_some() {
        return Err(Refusal::LinkUsed.into());
    }
    Ok(link)
}

/// Name and address of whose password a link sets.
async fn owner_of(site: &Data<Site>, link: &TokenRow) -> Result<(String, String)> {
    let id = link.coordinator_id.clone().ok_or(Error::NotFound)?;
    let read = move |db: &mut crate::store::Db<'_>| {
        let who = coordinator::find(db, &id)?;
        let email = who.email(db)?;
        Ok((who.name, email))
    };
    Ok(site.store.read(read).await?)
}
