//! `/verify`: checks a proof bundle, or one signatory's path, that somebody uploads. The file is looked at in memory and not kept, and the page says how to
//! check without this server, which is worth more.

use actix_web::http::StatusCode;
use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;

use crate::actions::prove::signing_key;
use crate::render::proof::{PathReport, Report, check, check_path};
use crate::render::shell::Shell;
use crate::web::answer;
use crate::web::error::Result;
use crate::web::form::FormState;
use crate::web::guarded::Guarded;
use crate::web::limits::{self, Try};
use crate::web::site::Site;

#[derive(Template)]
#[template(path = "verify/verify.html")]
pub struct VerifyPage {
    pub shell: Shell,
    pub form: FormState,
    /// The second line of this server's public key.
    pub key: String,
    /// What was found in the file that was sent.
    pub found: Option<Found>,
    /// What was found in it when it is one signatory's path.
    pub found_path: Option<FoundPath>,
}

/// What was found in a file.
pub struct Found {
    pub report: Report,
    /// Whether this server's key signed it.
    pub is_ours: bool,
}

impl Found {
    /// Whether the file can be relied on.
    pub fn is_right(&self) -> bool {
        self.is_ours && self.report.is_right()
    }
}

/// What was found in one signatory's path.
pub struct FoundPath {
    pub report: PathReport,
    /// Whether this server's key signed it.
    pub is_ours: bool,
}

impl FoundPath {
    /// Whether the file can be relied on.
    pub fn is_right(&self) -> bool {
        self.is_ours && self.report.is_right()
    }
}

/// `GET /verify`
pub async fn form(site: Data<Site>, request: HttpRequest) -> Result<HttpResponse> {
    let key = signing_key(&site.keys)?.public().line();
    answer::ok(&VerifyPage {
        shell: site.form_shell(&request),
        form: FormState::new(),
        key,
        found: None,
        found_path: None,
    })
}

/// `POST /verify`: `check` with the file `bundle`.
pub async fn submit(site: Data<Site>, request: HttpRequest, sent: Guarded) -> Result<HttpResponse> {
    limits::count(&site, &request, Try::OpenForm)?;
    let mut form = sent.form;
    let signing = signing_key(&site.keys)?;
    let key = signing.public().line();
    let shell = site.form_shell(&request);
    let file = sent.files.into_iter().find(|file| file.field == "bundle" && !file.bytes.is_empty());
    let Some(file) = file else {
        form.refuse("bundle", site.words().say("verify-no-file"));
        return answer::refused(&VerifyPage { shell, form, key, found: None, found_path: None });
    };
    if file.bytes.first() == Some(&b'{') {
        let report = check_path(&file.bytes);
        let is_ours = report.key.as_ref() == Some(signing.public());
        let found = FoundPath { report, is_ours };
        let status = status(found.is_right());
        return answer::page(status, &VerifyPage { shell, form, key, found: None, found_path: Some(found) });
    }
    let report = check(&file.bytes);
    let is_ours = report.key.as_ref() == Some(signing.public());
    let found = Found { report, is_ours };
    let status = status(found.is_right());
    answer::page(status, &VerifyPage { shell, form, key, found: Some(found), found_path: None })
}

fn status(is_right: bool) -> StatusCode {
    if is_right { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY }
}
