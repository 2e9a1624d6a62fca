//! Declining: its own page with one button; a reason is optional and only for the conveners. It can be taken back.

use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;

use crate::actions::decline::decline;
use crate::domain::refusal::Refusal;
use crate::domain::text::lines;
use crate::render::shell::Shell;
use crate::store::token::Purpose;
use crate::store::{Lane, invitation};
use crate::web::answer;
use crate::web::error::Result;
use crate::web::form::FormState;
use crate::web::receipt;
use crate::web::signing::Visit;
use crate::web::signing::ended::{self, Link};
use crate::web::site::Site;

/// The longest reason, in characters.
const REASON_MAX: usize = 1000;

#[derive(Template)]
#[template(path = "signing/decline.html")]
pub struct DeclinePage {
    pub shell: Shell,
    pub form: FormState,
    pub text_path: String,
    pub title: String,
    pub language: String,
}

impl DeclinePage {
    fn new(site: &Site, request: &HttpRequest, visit: &Visit, form: FormState) -> Result<DeclinePage> {
        let title = visit.frozen.text()?.title;
        let language = visit.frozen.language.clone();
        let shell = Shell { languages: Vec::new(), ..visit.shell(site, request) };
        Ok(DeclinePage { shell, form, text_path: visit.text_path(), title, language })
    }
}

/// `GET /sign/{token}/decline`
pub async fn decline_form(site: Data<Site>, secret: Path<String>, request: HttpRequest) -> Result<HttpResponse> {
    let answered = match Visit::by_invitation(&site, &request, &secret).await {
        Ok(visit) => show(&site, &request, &visit),
        Err(failure) => Err(failure),
    };
    ended::explain(&site, &request, Link::Secret(Purpose::Sign, &secret), answered).await
}

fn show(site: &Site, request: &HttpRequest, visit: &Visit) -> Result<HttpResponse> {
    if visit.is_used() {
        return Err(Refusal::LinkUsed.into());
    }
    answer::ok(&DeclinePage::new(site, request, visit, FormState::new())?)
}

/// `decline` with its `reason`.
pub(super) async fn submit(
    site: &Data<Site>,
    request: &HttpRequest,
    visit: &Visit,
    mut form: FormState,
) -> Result<HttpResponse> {
    let reason = match form.value("reason").trim() {
        "" => String::new(),
        typed => match lines(typed, REASON_MAX) {
            Ok(reason) => reason,
            Err(fault) => {
                form.refuse("reason", site.words().say_of("fault", fault.code()).with("limit", REASON_MAX));
                return answer::refused(&DeclinePage::new(site, request, visit, form)?);
            }
        },
    };
    if visit.is_test() {
        return Err(Refusal::TestLink.into());
    }
    let Some(invited) = visit.invited() else { return Err(Refusal::LinkUsed.into()) };
    let (id, now) = (invited.invitation.id.clone(), site.now());
    let act = move |tx: &mut crate::store::Tx<'_>| {
        let row = invitation::find(tx, &id)?;
        if row.revoked_at.is_some() {
            return Err(Refusal::LinkRevoked.into());
        }
        decline(tx, &row, &reason, now)
    };
    site.store.write(Lane::Public, act).await?;
    Ok(receipt::told(site, receipt::Told::Declined))
}
