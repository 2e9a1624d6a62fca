//! The mailed or shared link: who asks, for what, to whom, by when, and the frozen text. Opening it changes nothing;
//! "visited" is noted only when a button is pressed.

use std::sync::Arc;

use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;

use crate::domain::refusal::Refusal;
use crate::domain::signature::SignsAs;
use crate::render::public::PublicLetter;
use crate::render::seal;
use crate::render::shell::Shell;
use crate::render::when::Shown;
use crate::store::invitation::Answer;
use crate::store::token::Purpose;
use crate::web::answer;
use crate::web::asking;
use crate::web::error::Result;
use crate::web::signing::Visit;
use crate::web::signing::ended::{self, Link};
use crate::web::site::Site;

#[derive(Template)]
#[template(path = "signing/landing.html")]
pub struct LandingPage {
    pub shell: Shell,
    pub letter: Arc<PublicLetter>,
    /// The first convener, or empty.
    pub asker: String,
    /// The person or body that wrote the invitation, or empty.
    pub sender: String,
    /// Where the invitations take their answers.
    pub contact: Option<String>,
    /// Who is asked, or empty.
    pub organisation: String,
    pub latin_name: String,
    pub kind: &'static str,
    pub sign_by: Option<Shown>,
    pub closes: Option<Shown>,
    pub publishes: Option<Shown>,
    /// Until when signatories answer, of a text that readers do not see yet.
    pub comes: Option<Shown>,
    pub is_invited: bool,
    pub has_declined: bool,
    pub is_test: bool,
    /// Where "Read and sign" leads on a link that is shared by many, who are not counted as visitors.
    pub form_path: String,
    pub decline_path: String,
    /// Where the organisation's own people are asked; empty on a letter of individuals.
    pub ask_path: String,
    pub hand_over_path: String,
}

impl LandingPage {
    fn fingerprint(&self) -> String {
        seal::fingerprint(&self.letter.text_sha256)
    }
}

/// `GET /sign/{token}`
pub async fn invited_landing(site: Data<Site>, secret: Path<String>, request: HttpRequest) -> Result<HttpResponse> {
    let answered = match Visit::by_invitation(&site, &request, &secret).await {
        Ok(visit) if visit.waits(&site) => asking::waiting(&site, &request, &visit),
        Ok(visit) => landing(&site, &request, &visit),
        Err(failure) => Err(failure),
    };
    ended::explain(&site, &request, Link::Secret(Purpose::Sign, &secret), answered).await
}

/// `GET /join/{token}`
pub async fn shared_landing(site: Data<Site>, secret: Path<String>, request: HttpRequest) -> Result<HttpResponse> {
    let answered = match Visit::by_shared_link(&site, &request, &secret).await {
        Ok(visit) => landing(&site, &request, &visit),
        Err(failure) => Err(failure),
    };
    ended::explain(&site, &request, Link::Secret(Purpose::Join, &secret), answered).await
}

fn landing(site: &Site, request: &HttpRequest, visit: &Visit) -> Result<HttpResponse> {
    if visit.is_used() {
        return Err(Refusal::LinkUsed.into());
    }
    visit.must_accept(site)?;
    let row = &visit.letter;
    let invited = visit.invited();
    let asks = row.signers.allow(SignsAs::Organisation).then_some(());
    answer::ok(&LandingPage {
        letter: visit.public_letter(site)?,
        asker: row.conveners().into_iter().map(|convener| convener.name).next().unwrap_or_default(),
        sender: invited.map(|invited| invited.sender.clone()).unwrap_or_default(),
        contact: visit.contact.clone(),
        organisation: invited.map(|invited| invited.card.name.clone()).unwrap_or_default(),
        latin_name: invited.and_then(|invited| invited.card.latin_name.clone()).unwrap_or_default(),
        kind: row.kind.as_str(),
        sign_by: visit.shown(site, row.due_at.filter(|at| *at > site.now()).or(row.closes_at)),
        closes: visit.shown(site, row.closes_at.filter(|_| row.due_at.is_some())),
        publishes: visit.shown(site, row.publishes_at.filter(|_| row.published_at.is_none())),
        comes: visit.shown(site, visit.comes),
        is_invited: invited.is_some(),
        has_declined: invited.is_some_and(|invited| invited.invitation.answer == Some(Answer::Declined)),
        is_test: visit.is_test(),
        form_path: visit.path("/sign"),
        decline_path: visit.path("/decline"),
        ask_path: asks.map(|()| visit.path("/approve-request")).unwrap_or_default(),
        hand_over_path: visit.path("/hand-over"),
        shell: visit.shell(site, request),
    })
}
