//! Declining: its own page with one button; a reason is optional and only for the conveners. It can be taken back.

use actix_web::http::StatusCode;
use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;

use crate::actions::decline::decline;
use crate::domain::refusal::Refusal;
use crate::domain::text::lines;
use crate::store::Lane;
use crate::web::answer::{page, see_other};
use crate::web::error::Result;
use crate::web::form::FormState;
use crate::web::guarded::Guarded;
use crate::web::page::Shell;
use crate::web::signing::Visit;
use crate::web::site::Site;

/// The longest reason, in characters.
const REASON_MAX: usize = 1000;

#[derive(Template)]
#[template(path = "signing/decline.html")]
struct DeclinePage {
    shell: Shell,
    form: FormState,
    base: String,
    title: String,
    language: String,
}

impl DeclinePage {
    fn new(site: &Site, request: &HttpRequest, visit: &Visit, form: FormState) -> Result<DeclinePage> {
        let title = visit.frozen.text()?.title;
        let language = visit.frozen.language.clone();
        Ok(DeclinePage { shell: site.form_shell(request), form, base: visit.base.clone(), title, language })
    }
}

/// `GET /sign/{token}/decline`
pub async fn decline_form(site: Data<Site>, secret: Path<String>, request: HttpRequest) -> Result<HttpResponse> {
    let visit = Visit::by_invitation(&site, &request, &secret).await?;
    if visit.is_used() {
        return Err(Refusal::LinkUsed.into());
    }
    page(StatusCode::OK, &DeclinePage::new(&site, &request, &visit, FormState::new())?)
}

/// `POST /sign/{token}/decline`
pub async fn decline_submit(
    site: Data<Site>,
    secret: Path<String>,
    request: HttpRequest,
    sent: Guarded,
) -> Result<HttpResponse> {
    let visit = Visit::by_invitation(&site, &request, &secret).await?;
    let mut form = sent.form;
    let reason = match form.value("reason").trim() {
        "" => String::new(),
        typed => match lines(typed, REASON_MAX) {
            Ok(reason) => reason,
            Err(fault) => {
                form.refuse("reason", site.words().say_of("fault", fault.code()).with("limit", REASON_MAX));
                return page(StatusCode::UNPROCESSABLE_ENTITY, &DeclinePage::new(&site, &request, &visit, form)?);
            }
        },
    };
    let Some(invited) = visit.invited() else { return Ok(see_other(&visit.base)) };
    if invited.is_test {
        return Err(Refusal::TestLink.into());
    }
    let (row, now) = (invited.invitation.clone(), site.now());
    site.store.write(Lane::Public, move |tx| decline(tx, &row, &reason, now)).await?;
    Ok(see_other("/done"))
}
