//! A form that arrived after its session had ended, or from before a new one: nothing is done and nothing typed is lost.
//!
//! The fields travel sealed through the sign-in page (so nobody can plant a form of their own there) and are offered
//! again with one button. Passwords and files are not carried.

use actix_web::HttpRequest;
use actix_web::http::StatusCode;
use askama::Template;
use serde::{Deserialize, Serialize};

use crate::error::Error;
use crate::render::shell::Shell;
use crate::web::csrf;
use crate::web::error::{Failure, Instead, Result};
use crate::web::form::FormState;
use crate::web::session::{SignedIn, safe_next};
use crate::web::signin::SignInPage;
use crate::web::site::Site;

/// Fields that never travel through another page.
const LEFT_BEHIND: [&str; 4] = ["csrf_token", "password", "current_password", "code"];

/// A form on its way through the sign-in page.
#[derive(Debug, Clone)]
pub struct Carried {
    /// Where it was sent to.
    pub path: String,
    /// Its fields, sealed for this path.
    pub sealed: String,
}

/// The fields of a form that is offered again.
#[derive(Debug, Serialize, Deserialize)]
pub struct Fields(pub Vec<(String, String)>);

/// "Send it once more": the form as it came, with a fresh token.
#[derive(Template)]
#[template(path = "account/again.html")]
pub struct AgainPage {
    /// Around the page.
    pub shell: Shell,
    /// Where the form goes.
    pub path: String,
    /// Every field as it came.
    pub fields: Vec<(String, String)>,
}

impl AgainPage {
    /// For the test that renders every page.
    pub fn sample() -> AgainPage {
        AgainPage {
            shell: Shell::desk_sample(),
            path: "/desk/letters/1/text".into(),
            fields: vec![("body".into(), "We, the undersigned".into()), ("action".into(), "save".into())],
        }
    }
}

/// The answer to a form of our own page whose token is from before this sign-in.
pub fn ask_again(site: &Site, request: &HttpRequest, who: &SignedIn, form: &FormState) -> Failure {
    let Some(path) = path_of(request) else { return Failure::Forged };
    let page = AgainPage { shell: who.shell(site), path, fields: fields_of(form) };
    instead(&page)
}

/// The answer to a form of somebody who is not signed in any more.
pub fn ask_to_sign_in(site: &Site, request: &HttpRequest, form: &FormState) -> Failure {
    let Some(path) = path_of(request) else { return Failure::Forged };
    let json = serde_json::to_string(&Fields(fields_of(form))).unwrap_or_default();
    let sealed = site.keys.seal("resume", "form", &path, &json);
    let shell = site.form_shell(request);
    instead(&SignInPage { shell, form: FormState::new(), next: String::new(), carried: Some(Carried { path, sealed }) })
}

/// The same two answers for a script of our own page, which keeps what was typed by itself (401): nobody is signed in, or
/// somebody is anew, and then with the token for going on. Only who they are decides whether it may.
pub fn tell_script(anew: Option<(&Site, &HttpRequest, &SignedIn)>) -> Failure {
    let said = match anew {
        None => serde_json::json!({ "state": "signed-out" }),
        Some((site, request, who)) => serde_json::json!({
            "state": "signed-in", "who": who.coordinator.id.as_str(), "csrf": csrf::token(site, request),
        }),
    };
    Failure::Instead(Instead::Json(StatusCode::UNAUTHORIZED, said))
}

/// What the sign-in form carried, if it is of our making.
pub fn carried(form: &FormState) -> Option<Carried> {
    let path = safe_next(form.value("resume_path"))?.to_owned();
    let sealed = form.value("resume_form").to_owned();
    (!sealed.is_empty()).then_some(Carried { path, sealed })
}

impl Carried {
    /// Opens the fields again.
    ///
    /// # Errors
    /// `Internal` when somebody changed them on the way.
    pub fn open(&self, site: &Site) -> Result<Vec<(String, String)>> {
        let json = site.keys.open("resume", "form", &self.path, &self.sealed).map_err(|_| Failure::Forged)?;
        let Fields(fields) = serde_json::from_str(&json).map_err(|fault| Error::internal("a carried form", fault))?;
        Ok(fields)
    }
}

fn path_of(request: &HttpRequest) -> Option<String> {
    safe_next(request.path()).map(str::to_owned)
}

fn fields_of(form: &FormState) -> Vec<(String, String)> {
    let fields = form.fields().filter(|(name, _)| !LEFT_BEHIND.contains(name));
    fields.map(|(name, value)| (name.to_owned(), value.to_owned())).collect()
}

fn instead(page: &impl Template) -> Failure {
    match page.render() {
        Ok(html) => Failure::Instead(Instead::Page(StatusCode::FORBIDDEN, html)),
        Err(fault) => Error::internal("rendering a page", fault).into(),
    }
}
