//! `/desk/letters/{id}/safety`: the switches for the signers' safety, how names reach the list, and what the letter calls
//! countries. "Hide all names" acts at once.

use std::collections::BTreeMap;

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Path};
use askama::Template;

use crate::actions::hide::set_names_hidden;
use crate::actions::set_details::set_safety;
use crate::domain::country::{self, CountryCode};
use crate::domain::letter::ListingRule;
use crate::domain::text::optional_line;
use crate::store::letter::{self, Safety};
use crate::store::{Lane, Tx};
use crate::web::answer::{page, see_other};
use crate::web::desk::{Work, actor, status_of};
use crate::web::error::Result;
use crate::web::form::FormState;
use crate::web::guarded::DeskForm;
use crate::web::page::Shell;
use crate::web::session::SignedIn;
use crate::web::site::Site;

/// The longest name for a country, in characters.
const LABEL_MAX: usize = 100;
/// Empty rows for own names of countries.
const SPARE_ROWS: usize = 3;

#[derive(Template)]
#[template(path = "desk/safety.html")]
struct SafetyPage {
    shell: Shell,
    form: FormState,
    rules: Vec<(&'static str, String, String)>,
    countries: Vec<(String, String)>,
    label_rows: std::ops::Range<usize>,
    names_hidden: bool,
    is_owner: bool,
}

impl SafetyPage {
    fn new(site: &Site, who: &SignedIn, work: &Work, form: FormState) -> SafetyPage {
        let shell = work.shell(site, who, "safety");
        let rule = |rule: &ListingRule| {
            let note = shell.t.say_of("safety-listing-note", rule).to_string();
            (rule.as_str(), shell.t.say_of("safety-listing", rule).to_string(), note)
        };
        let mut countries = vec![(String::new(), String::new())];
        let own = country::choices(shell.t.lang(), &BTreeMap::new());
        countries.extend(own.into_iter().map(|(code, name)| (code.as_str().to_owned(), name)));
        SafetyPage {
            rules: ListingRule::ALL.iter().map(rule).collect(),
            countries,
            label_rows: 0..form.all("label_country").iter().filter(|code| !code.is_empty()).count() + SPARE_ROWS,
            names_hidden: work.letter.names_hidden,
            is_owner: work.member.rights.may_publish(),
            shell,
            form,
        }
    }
}

/// `GET /desk/letters/{id}/safety`
pub async fn show(site: Data<Site>, who: SignedIn, id: Path<String>) -> Result<HttpResponse> {
    let work = Work::find(&site, &who, &id).await?;
    let letter_id = work.letter.id.clone();
    let labels = site.store.read(move |db| letter::country_labels(db, &letter_id)).await?;
    let mut form = FormState::new()
        .with("listing_rule", work.letter.listing_rule.as_str())
        .with("countries_noun", &*work.letter.countries_noun);
    for (switch, on) in [("high_risk", work.letter.high_risk), ("signing_paused", work.letter.signing_paused)] {
        if on {
            form = form.with(switch, "yes");
        }
    }
    for (code, label) in &labels {
        form = form.with("label_country", code.as_str()).with("label", &**label);
    }
    page(StatusCode::OK, &SafetyPage::new(&site, &who, &work, form))
}

/// `POST /desk/letters/{id}/safety`: `save`, `hide`, `unhide`.
pub async fn act(site: Data<Site>, id: Path<String>, sent: DeskForm) -> Result<HttpResponse> {
    let DeskForm { who, mut form, .. } = sent;
    let work = Work::find(&site, &who, &id).await?;
    let (letter_id, by, now) = (work.letter.id.clone(), actor(&who), site.now());
    let hidden = match form.value("action") {
        "hide" => Some(true),
        "unhide" => Some(false),
        _ => None,
    };
    if let Some(hidden) = hidden {
        work.must_own()?;
        let hide = move |tx: &mut Tx<'_>| {
            let row = letter::find(tx, &letter_id)?;
            set_names_hidden(tx, &row, hidden, &by, now)
        };
        site.store.write(Lane::Desk, hide).await?;
        return Ok(see_other(&work.path("safety")));
    }
    work.must_write()?;
    let (safety, labels) = parse(&site, &mut form);
    if form.has_errors() {
        return page(status_of(&form), &SafetyPage::new(&site, &who, &work, form));
    }
    let save = move |tx: &mut Tx<'_>| {
        let row = letter::find(tx, &letter_id)?;
        set_safety(tx, &row, &safety, &labels, &by, now)
    };
    site.store.write(Lane::Desk, save).await?;
    Ok(see_other(&work.path("safety")))
}

fn parse(site: &Site, form: &mut FormState) -> (Safety, BTreeMap<CountryCode, String>) {
    let words = site.words();
    let noun = match optional_line(form.value("countries_noun"), LABEL_MAX) {
        Ok(noun) => noun.unwrap_or_default(),
        Err(fault) => {
            form.refuse("countries_noun", words.say_of("fault", fault.code()).with("limit", LABEL_MAX));
            String::new()
        }
    };
    let mut labels = BTreeMap::new();
    for row in 0..form.all("label_country").len() {
        let (code, typed) = (form.value_at("label_country", row).to_owned(), form.value_at("label", row).to_owned());
        let Some(code) = CountryCode::parse(&code) else { continue };
        match optional_line(&typed, LABEL_MAX) {
            Ok(Some(label)) => _ = labels.insert(code, label),
            Ok(None) => {}
            Err(fault) => form.refuse("label", words.say_of("fault", fault.code()).with("limit", LABEL_MAX)),
        }
    }
    let rule = form.value("listing_rule").parse().unwrap_or(ListingRule::CheckFirst);
    let safety = Safety {
        high_risk: form.is("high_risk", "yes"),
        signing_paused: form.is("signing_paused", "yes"),
        listing_rule: rule,
        countries_noun: noun,
    };
    (safety, labels)
}
