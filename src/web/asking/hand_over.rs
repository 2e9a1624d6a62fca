//! `/sign/{token}/hand-over`: the contact names a colleague; a new link goes there, and this one dies.

use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;

use crate::actions::hand_over::{Colleague, hand_over};
use crate::domain::email::EmailAddress;
use crate::domain::refusal::Refusal;
use crate::domain::text::{NAME_CHARS, PersonName, TextFault};
use crate::render::shell::Shell;
use crate::store::token::Purpose;
use crate::store::{Lane, Tx, invitation, letter};
use crate::web::answer::{self, see_other};
use crate::web::error::Result;
use crate::web::form::FormState;
use crate::web::guarded::Guarded;
use crate::web::receipt::{self, Told};
use crate::web::signing::Visit;
use crate::web::signing::ended::{self, Link};
use crate::web::site::Site;

#[derive(Template)]
#[template(path = "asking/hand_over.html")]
pub struct HandOverPage {
    pub shell: Shell,
    pub form: FormState,
    pub text_path: String,
    pub title: String,
    pub language: String,
    pub organisation: String,
}

impl HandOverPage {
    fn new(site: &Site, request: &HttpRequest, visit: &Visit, form: FormState) -> Result<HandOverPage> {
        let organisation = visit.invited().map(|invited| invited.card.name.clone()).unwrap_or_default();
        Ok(HandOverPage {
            shell: visit.shell(site, request),
            form,
            text_path: visit.text_path(),
            title: visit.frozen.text()?.title,
            language: visit.frozen.language.clone(),
            organisation,
        })
    }
}

/// `GET /sign/{token}/hand-over`
pub async fn form(site: Data<Site>, secret: Path<String>, request: HttpRequest) -> Result<HttpResponse> {
    let answered = match Visit::by_invitation(&site, &request, &secret).await {
        Ok(visit) if visit.waits(&site) => Ok(see_other(&visit.base)),
        Ok(visit) => show(&site, &request, &visit),
        Err(failure) => Err(failure),
    };
    ended::explain(&site, &request, Link::Secret(Purpose::Sign, &secret), answered).await
}

fn show(site: &Site, request: &HttpRequest, visit: &Visit) -> Result<HttpResponse> {
    visit.must_accept(site)?;
    answer::ok(&HandOverPage::new(site, request, visit, FormState::new())?)
}

/// `POST /sign/{token}/hand-over`: `hand_over` with `email` and, if known, `name`.
pub async fn act(site: Data<Site>, secret: Path<String>, request: HttpRequest, sent: Guarded) -> Result<HttpResponse> {
    let answered = press(&site, &request, &secret, sent.form).await;
    ended::explain(&site, &request, Link::Secret(Purpose::Sign, &secret), answered).await
}

async fn press(site: &Data<Site>, request: &HttpRequest, secret: &str, mut form: FormState) -> Result<HttpResponse> {
    let visit = Visit::by_invitation(site, request, secret).await?;
    visit.must_accept(site)?;
    let Some(colleague) = colleague(site, &mut form) else {
        return answer::refused(&HandOverPage::new(site, request, &visit, form)?);
    };
    let Some(invited) = visit.invited().filter(|invited| !invited.is_test) else {
        return Err(Refusal::TestLink.into());
    };
    let (id, now) = (invited.invitation.id.clone(), site.now());
    let act = move |tx: &mut Tx<'_>| {
        let row = invitation::find(tx, &id)?;
        if row.revoked_at.is_some() {
            return Err(Refusal::LinkRevoked.into());
        }
        let letter = letter::find(tx, &row.letter_id)?;
        hand_over(tx, &letter, &row, &colleague, now)
    };
    site.store.write(Lane::Public, act).await?;
    Ok(receipt::told(site, Told::HandedOver))
}

fn colleague(site: &Site, form: &mut FormState) -> Option<Colleague> {
    let words = site.words();
    let name = match PersonName::parse(form.value("name")) {
        Ok(name) => Some(String::from(name)),
        Err(TextFault::Missing) => None,
        Err(fault) => {
            form.refuse("name", words.say_of("fault", fault.code()).with("limit", NAME_CHARS));
            None
        }
    };
    let email = EmailAddress::parse(form.value("email"));
    let email = email.map_err(|fault| form.refuse("email", words.say_of("fault", fault.code()))).ok();
    let email = email.filter(|_| !form.has_errors())?;
    Some(Colleague { name, email })
}
