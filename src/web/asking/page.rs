//! The pages of asking one's own organisation.

use actix_web::HttpRequest;
use askama::Template;

use super::Asked;
use crate::domain::approval::Decision;
use crate::domain::signature::SignsAs;
use crate::render::shell::Shell;
use crate::render::when::{self, Shown};
use crate::web::error::Result;
use crate::web::form::FormState;
use crate::web::signing::{
    Choice, Invited, Visit, country_choices, listing_choices, place_choices, prefilled as signing_prefilled,
    region_choices,
};
use crate::web::site::Site;

#[derive(Template)]
#[template(path = "asking/request.html")]
pub struct RequestPage {
    pub shell: Shell,
    pub form: FormState,
    /// Where the form is sent.
    pub path: String,
    pub text_path: String,
    pub title: String,
    pub language: String,
    pub version: i32,
    /// The contact's address, which the link proves.
    pub email: String,
    pub sign_by: Option<Shown>,
    pub countries: Vec<(String, String)>,
    pub regions: Vec<(String, String)>,
    pub listings: Vec<Choice>,
    pub places: Vec<Choice>,
    pub asks_representative: bool,
    pub is_high_risk: bool,
    pub is_test: bool,
}

impl RequestPage {
    pub(super) fn new(
        site: &Site,
        request: &HttpRequest,
        visit: &Visit,
        invited: &Invited,
        form: FormState,
    ) -> Result<RequestPage> {
        let shell = visit.shell(site, request);
        let words = &shell.t;
        Ok(RequestPage {
            path: visit.path("/approve-request"),
            text_path: visit.text_path(),
            title: visit.frozen.text()?.title,
            language: visit.frozen.language.clone(),
            version: visit.revision.n,
            email: invited.email.display(),
            sign_by: visit.shown(site, visit.letter.facts().closing()),
            countries: country_choices(words, &visit.labels),
            regions: region_choices(words),
            listings: listing_choices(words, visit.letter.high_risk),
            places: place_choices(words),
            asks_representative: visit.letter.asks_representative,
            is_high_risk: visit.letter.high_risk,
            is_test: visit.is_test(),
            form,
            shell,
        })
    }
}

/// What the invitation knows already.
pub(super) fn prefilled(visit: &Visit) -> FormState {
    signing_prefilled(visit).replaced("signs_as", SignsAs::Organisation.as_str())
}

/// One of the persons who are asked, in finished words.
pub struct AskedView {
    pub name: String,
    pub email: String,
    /// `approved` or `waiting`.
    pub word: &'static str,
    pub asked_on: String,
    pub reminded_on: Option<String>,
    pub comment: Option<String>,
}

#[derive(Template)]
#[template(path = "asking/waiting.html")]
pub struct WaitingPage {
    pub shell: Shell,
    /// Where the buttons are sent.
    pub path: String,
    pub title: String,
    pub language: String,
    /// The first person whose answer is missing.
    pub awaited: String,
    pub approved: usize,
    pub asked: Vec<AskedView>,
    pub may_remind: bool,
    /// The version that they read now, when the text changed after they were asked.
    pub changed_to: Option<i32>,
    pub sign_by: Option<Shown>,
    pub letter: std::sync::Arc<crate::render::public::PublicLetter>,
}

impl WaitingPage {
    pub(super) fn new(site: &Site, shell: Shell, visit: &Visit) -> Result<WaitingPage> {
        let asked = visit.invited().map(|invited| invited.asked.as_slice()).unwrap_or_default();
        let t = shell.t.clone();
        let view = |one: &Asked| AskedView {
            name: one.name.clone(),
            email: one.email.clone(),
            word: if one.decision == Some(Decision::Approved) { "approved" } else { "waiting" },
            asked_on: when::in_utc(one.asked_at, &t),
            reminded_on: one.reminded_at.map(|at| when::in_utc(at, &t)),
            comment: one.comment.clone(),
        };
        let awaited = asked.iter().find(|one| one.decision.is_none());
        Ok(WaitingPage {
            path: format!("{}/approve-request", visit.base),
            title: visit.frozen.text()?.title,
            language: visit.frozen.language.clone(),
            awaited: awaited.map(|one| one.name.clone()).unwrap_or_default(),
            approved: asked.iter().filter(|one| one.decision == Some(Decision::Approved)).count(),
            may_remind: asked.iter().any(|one| one.may_be_reminded(site.now())),
            changed_to: asked.iter().any(|one| one.was_moved).then_some(visit.revision.n),
            asked: asked.iter().map(view).collect(),
            sign_by: visit.shown(site, visit.letter.facts().closing()),
            letter: visit.public_letter(site)?,
            shell,
        })
    }
}
