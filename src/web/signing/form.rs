//! The form: one page, prefilled with what the invitation knows; each field says who will see it.

use std::sync::Arc;

use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;
use chrono::TimeDelta;

use crate::clock::Moment;
use crate::domain::country::{self, Region, region_name};
use crate::domain::letter::Signers;
use crate::domain::retention::WITHHELD_KEPT_DAYS;
use crate::domain::signature::{Listing, SignsAs, WithheldPlace};
use crate::render::diff::DiffBlock;
use crate::render::public::PublicLetter;
use crate::render::shell::Shell;
use crate::render::when::{self, Shown};
use crate::render::words::Words;
use crate::store::letter::Letter;
use crate::store::token::Purpose;
use crate::web::answer;
use crate::web::error::Result;
use crate::web::form::FormState;
use crate::web::signing::ended::{self, Link};
use crate::web::signing::wanted::Wanted;
use crate::web::signing::{Visit, Way, fields};
use crate::web::site::Site;

/// A value, its label and a note, for radio choices.
pub type Choice = (&'static str, String, String);

/// The other name in which the same letter can be signed.
pub struct Other {
    /// The button's words.
    pub label: String,
    /// Where it sends the form, to come back for that name.
    pub path: String,
}

#[derive(Template)]
#[template(path = "signing/form.html")]
pub struct FormPage {
    pub shell: Shell,
    pub form: FormState,
    pub title: String,
    pub language: String,
    pub version: i32,
    /// Where the form is sent.
    pub path: String,
    pub text_path: String,
    /// What the page prints of the letter.
    pub letter: Arc<PublicLetter>,
    /// Until when signatories answer, of a text that readers do not see yet.
    pub comes: Option<Shown>,
    /// Whether the text stands on this page, because it stands nowhere else that the visitor can open.
    pub shows_text: bool,
    pub signs_as: SignsAs,
    /// On a letter that takes both organisations and individuals.
    pub other: Option<Other>,
    pub countries: Vec<(String, String)>,
    pub regions: Vec<(String, String)>,
    pub listings: Vec<Choice>,
    pub places: Vec<Choice>,
    pub asks_representative: bool,
    /// Whether signing can be dangerous: what is said about withheld names stands open.
    pub is_high_risk: bool,
    pub is_test: bool,
    /// When a withheld name is erased, in a sentence.
    pub erased: String,
    /// Where the invitations take their answers.
    pub contact: Option<String>,
    /// What changed since the visitor saw the text, after a new revision was frozen.
    pub changes: Vec<DiffBlock>,
}

impl FormPage {
    /// The page for this visit with what `form` holds.
    pub fn new(site: &Site, request: &HttpRequest, visit: &Visit, form: FormState) -> Result<FormPage> {
        let shell = visit.shell(site, request);
        let words = &shell.t;
        let row = &visit.letter;
        let signs_as = fields::signs_as(visit, &form);
        Ok(FormPage {
            title: visit.frozen.text()?.title,
            language: visit.frozen.language.clone(),
            version: visit.revision.n,
            path: visit.path("/sign"),
            text_path: visit.text_path(),
            letter: visit.public_letter(site)?,
            comes: visit.shown(site, visit.comes),
            shows_text: visit.comes.is_some() && matches!(visit.way, Way::Open),
            other: (row.signers == Signers::Both).then(|| other(visit, signs_as, words)),
            signs_as,
            countries: country_choices(words, &visit.labels),
            regions: region_choices(words),
            listings: listing_choices(words, row.high_risk),
            places: place_choices(words),
            asks_representative: row.asks_representative,
            is_high_risk: row.high_risk,
            is_test: visit.is_test(),
            erased: erased(row, site.now(), words),
            contact: visit.contact.clone(),
            changes: Vec::new(),
            form,
            shell,
        })
    }

    /// With what changed since the visitor saw the text.
    pub fn with_changes(self, changes: Vec<DiffBlock>) -> FormPage {
        FormPage { changes, ..self }
    }

    fn is_organisation(&self) -> bool {
        self.signs_as == SignsAs::Organisation
    }
}

fn other(visit: &Visit, signs_as: SignsAs, words: &Words) -> Other {
    let other = match signs_as {
        SignsAs::Organisation => SignsAs::Individual,
        SignsAs::Individual => SignsAs::Organisation,
    };
    let query =
        Wanted { signs_as: Some(other), ..Wanted::default() }.query_in(visit.asked_language(&visit.frozen.language));
    Other { label: words.say_of("sign-instead", other).text(), path: format!("{}/sign{query}", visit.base) }
}

/// The native list of countries in the page's language with the letter's own labels; first the empty choice.
pub fn country_choices(
    words: &Words,
    labels: &std::collections::BTreeMap<country::CountryCode, String>,
) -> Vec<(String, String)> {
    let blank = (String::new(), words.say("sign-choose").text());
    let countries = country::choices(words.lang(), labels).into_iter();
    std::iter::once(blank).chain(countries.map(|(code, name)| (code.as_str().to_owned(), name))).collect()
}

/// The parts of the world, for bodies that work in several countries of one.
pub fn region_choices(words: &Words) -> Vec<(String, String)> {
    let blank = (String::new(), words.say("sign-choose").text());
    let regions = Region::ALL.iter();
    let regions = regions.map(|one| (one.as_str().to_owned(), region_name(*one, words.lang()).to_owned()));
    std::iter::once(blank).chain(regions).collect()
}

/// How much may be said about a withheld signatory's place.
pub fn place_choices(words: &Words) -> Vec<Choice> {
    let choice =
        |place: &WithheldPlace| (place.as_str(), words.say_of("sign-withheld-place", place).text(), String::new());
    WithheldPlace::ALL.iter().map(choice).collect()
}

/// By name or withheld. On a letter that is dangerous to sign, the safe way stands first.
pub fn listing_choices(words: &Words, high_risk: bool) -> Vec<Choice> {
    let choice = |listing: Listing| {
        let note = words.say_of("sign-listing-note", listing).text();
        (listing.as_str(), words.say_of("sign-listing", listing).text(), note)
    };
    let mut choices = vec![choice(Listing::Named), choice(Listing::Withheld)];
    if high_risk {
        choices.reverse();
    }
    choices
}

/// When the name of somebody who signs now is erased, if it is withheld: the day, or how long after publication.
pub(super) fn erased(row: &Letter, now: Moment, words: &Words) -> String {
    match erased_at(row, now) {
        Some(at) => words.say("sign-withheld-erased-on").with("date", when::date(at, words)).text(),
        None => words.say("sign-withheld-erased").with("days", WITHHELD_KEPT_DAYS).text(),
    }
}

/// When the name of somebody who signs now is erased, if it is withheld; as the purge job does it.
fn erased_at(row: &Letter, now: Moment) -> Option<Moment> {
    let kept = TimeDelta::days(WITHHELD_KEPT_DAYS);
    let after_publication = row.withheld_purge_at.or(row.publishes_at.map(|at| at + kept))?;
    Some(if row.published_at.is_some() { after_publication.max(now + kept) } else { after_publication })
}

/// What the invitation knows already (U-14: nothing known is asked again).
pub fn prefilled(visit: &Visit) -> FormState {
    let form = FormState::new()
        .with("revision", visit.revision.n.to_string())
        .with("text_sha256", &*visit.frozen.text_sha256)
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
        .with("representative_role", &*invited.role)
        .with("email", invited.email.display())
}

fn show(site: &Site, request: &HttpRequest, visit: &Visit) -> Result<HttpResponse> {
    visit.must_accept(site)?;
    answer::ok(&FormPage::new(site, request, visit, prefilled(visit))?)
}

/// `GET /sign/{token}/sign`
pub async fn invited_form(site: Data<Site>, secret: Path<String>, request: HttpRequest) -> Result<HttpResponse> {
    let answered = match Visit::by_invitation(&site, &request, &secret).await {
        Ok(visit) if visit.waits(&site) => Ok(answer::see_other(&visit.base)),
        Ok(visit) => show(&site, &request, &visit),
        Err(failure) => Err(failure),
    };
    ended::explain(&site, &request, Link::Secret(Purpose::Sign, &secret), answered).await
}

/// `GET /join/{token}/sign`
pub async fn shared_form(site: Data<Site>, secret: Path<String>, request: HttpRequest) -> Result<HttpResponse> {
    let answered = match Visit::by_shared_link(&site, &request, &secret).await {
        Ok(visit) => show(&site, &request, &visit),
        Err(failure) => Err(failure),
    };
    ended::explain(&site, &request, Link::Secret(Purpose::Join, &secret), answered).await
}

/// `GET /letters/{slug}/sign`
pub async fn open_form(site: Data<Site>, slug: Path<String>, request: HttpRequest) -> Result<HttpResponse> {
    let answered = match Visit::by_slug(&site, &request, &slug).await {
        Ok(visit) => show(&site, &request, &visit),
        Err(failure) => Err(failure),
    };
    ended::explain(&site, &request, Link::Slug(&slug), answered).await
}
