//! The form: one page, prefilled with what the invitation knows; each field says who will see it.

use actix_web::http::StatusCode;
use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;
use chrono::TimeDelta;

use crate::domain::country::{self, Region, region_name};
use crate::domain::letter::Signers;
use crate::domain::retention::WITHHELD_KEPT_DAYS;
use crate::domain::signature::{Listing, SignsAs, WithheldPlace};
use crate::render::diff::DiffBlock;
use crate::render::when;
use crate::web::answer::page;
use crate::web::error::Result;
use crate::web::form::FormState;
use crate::web::page::Shell;
use crate::web::signing::{Visit, fields};
use crate::web::site::Site;

/// A value, its label and a note, for radio choices.
pub type Choice = (&'static str, String, String);

#[derive(Template)]
#[template(path = "signing/form.html")]
pub struct FormPage {
    shell: Shell,
    form: FormState,
    base: String,
    title: String,
    language: String,
    version: i32,
    organisation_signs: bool,
    signs_as: Option<Vec<Choice>>,
    countries: Vec<(String, String)>,
    regions: Vec<(String, String)>,
    listings: Vec<Choice>,
    places: Vec<Choice>,
    asks_representative: bool,
    is_test: bool,
    erased_on: String,
    /// What changed since the visitor saw the text, after a new revision was frozen.
    changes: Vec<DiffBlock>,
}

impl FormPage {
    /// The page for this visit with what `form` holds.
    pub fn new(site: &Site, request: &HttpRequest, visit: &Visit, form: FormState) -> Result<FormPage> {
        let shell = site.form_shell(request);
        let words = &shell.t;
        let row = &visit.letter;
        let signs_as = fields::signs_as(visit, &form);
        let listing = |listing: Listing| {
            let note = words.say_of("sign-listing-note", listing).text();
            (listing.as_str(), words.say_of("sign-listing", listing).text(), note)
        };
        // On a letter that can be dangerous to sign, the safe way stands first.
        let listings = match row.high_risk {
            true => vec![listing(Listing::Withheld), listing(Listing::Named)],
            false => vec![listing(Listing::Named), listing(Listing::Withheld)],
        };
        let place =
            |place: &WithheldPlace| (place.as_str(), words.say_of("sign-withheld-place", place).text(), String::new());
        let choice = |one: &SignsAs| (one.as_str(), words.say_of("sign-as", one).text(), String::new());
        let blank = (String::new(), words.say("sign-choose").text());
        let language = words.lang();
        let countries = country::choices(language, &visit.labels).into_iter();
        let regions = Region::ALL.iter().map(|one| (one.as_str().to_owned(), region_name(*one, language).to_owned()));
        let erased = row.withheld_purge_at.or(row.publishes_at.map(|at| at + TimeDelta::days(WITHHELD_KEPT_DAYS)));
        Ok(FormPage {
            base: visit.base.clone(),
            title: visit.frozen.text()?.title,
            language: visit.frozen.language.clone(),
            version: visit.revision.n,
            organisation_signs: signs_as == SignsAs::Organisation,
            signs_as: (row.signers == Signers::Both).then(|| SignsAs::ALL.iter().map(choice).collect()),
            countries: std::iter::once(blank.clone())
                .chain(countries.map(|(code, name)| (code.as_str().to_owned(), name)))
                .collect(),
            regions: std::iter::once(blank).chain(regions).collect(),
            listings,
            places: WithheldPlace::ALL.iter().map(place).collect(),
            asks_representative: row.asks_representative,
            is_test: visit.invited().is_some_and(|invited| invited.is_test),
            erased_on: erased.map(|at| when::date(at, words)).unwrap_or_default(),
            changes: Vec::new(),
            form,
            shell,
        })
    }

    /// With what changed since the visitor saw the text.
    pub fn with_changes(self, changes: Vec<DiffBlock>) -> FormPage {
        FormPage { changes, ..self }
    }
}

/// What the invitation knows already (U-14: nothing known is asked again).
pub fn prefilled(visit: &Visit) -> FormState {
    let form = FormState::new()
        .with("revision", visit.revision.n.to_string())
        .with("withheld_place", WithheldPlace::None.as_str())
        .with("signs_as", fields::signs_as(visit, &FormState::new()).as_str());
    // A letter that can be dangerous to sign chooses nothing for anybody.
    let form = if visit.letter.high_risk { form } else { form.with("listing", Listing::Named.as_str()) };
    let Some(invited) = visit.invited() else { return form };
    let card = &invited.card;
    let known = |text: &Option<String>| text.clone().unwrap_or_default();
    form.with("organisation_name", &*card.name)
        .with("latin_name", known(&card.latin_name))
        .with("acronym", known(&card.acronym))
        .with("country", known(&card.country))
        .with("region", known(&card.region))
        .with("website", known(&card.website))
        .with("person_name", &*invited.name)
        .with("representative_name", &*invited.name)
        .with("email", invited.email.as_str())
}

fn show(site: &Site, request: &HttpRequest, visit: &Visit) -> Result<HttpResponse> {
    visit.must_accept(site)?;
    page(StatusCode::OK, &FormPage::new(site, request, visit, prefilled(visit))?)
}

/// `GET /sign/{token}/sign`
pub async fn invited_form(site: Data<Site>, secret: Path<String>, request: HttpRequest) -> Result<HttpResponse> {
    show(&site, &request, &Visit::by_invitation(&site, &request, &secret).await?)
}

/// `GET /join/{token}/sign`
pub async fn shared_form(site: Data<Site>, secret: Path<String>, request: HttpRequest) -> Result<HttpResponse> {
    show(&site, &request, &Visit::by_shared_link(&site, &request, &secret).await?)
}

/// `GET /letters/{slug}/sign`
pub async fn open_form(site: Data<Site>, slug: Path<String>, request: HttpRequest) -> Result<HttpResponse> {
    show(&site, &request, &Visit::by_slug(&site, &slug).await?)
}
