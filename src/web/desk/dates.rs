//! `/desk/letters/{id}/dates`: due, closing and publication time in one zone, shown in others; contradictions in words.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Path};
use askama::Template;

use crate::actions::set_details::set_dates;
use crate::domain::dates::{Collects, Dates, DatesForm, When, ZONE_LABEL_MAX};
use crate::domain::refusal::Refusal;
use crate::error::Error;
use crate::render::when::{Shown, in_other_zones};
use crate::store::Lane;
use crate::store::letter::{self, Letter};
use crate::web::answer::{page, see_other};
use crate::web::desk::{Work, actor};
use crate::web::error::Result;
use crate::web::form::FormState;
use crate::web::guarded::DeskForm;
use crate::web::page::Shell;
use crate::web::session::SignedIn;
use crate::web::site::Site;

/// One of the letter's times in its own zone, in UTC and elsewhere.
pub struct TimeRow {
    /// `due`, `closes` or `publishes`.
    pub word: &'static str,
    /// In the letter's zone.
    pub here: Shown,
    /// In other zones.
    pub elsewhere: Vec<Shown>,
}

#[derive(Template)]
#[template(path = "desk/dates.html")]
struct DatesPage {
    shell: Shell,
    form: FormState,
    collects: Vec<(&'static str, String, String)>,
    zones: Vec<&'static str>,
    times: Vec<TimeRow>,
}

impl DatesPage {
    fn new(site: &Site, who: &SignedIn, work: &Work, form: FormState) -> DatesPage {
        let shell = work.shell(site, who, "dates");
        let choice = |collects: &Collects| {
            let note = shell.t.say_of("dates-collects-note", collects).to_string();
            (collects.as_str(), shell.t.say_of("dates-collects", collects).to_string(), note)
        };
        DatesPage {
            collects: Collects::ALL.iter().map(choice).collect(),
            zones: chrono_tz::TZ_VARIANTS.iter().map(|zone| zone.name()).collect(),
            times: times(site, &work.letter),
            shell,
            form,
        }
    }
}

/// The times that a letter has, as rows for a page.
pub fn times(site: &Site, row: &Letter) -> Vec<TimeRow> {
    let words = site.words();
    let zone = row.time_zone.parse().unwrap_or(chrono_tz::UTC);
    let is_closed = row.closes_at.is_some_and(|at| at <= site.now());
    let closes = (if is_closed { "closed" } else { "closes" }, row.closes_at);
    let publishes = match row.published_at {
        Some(at) => ("published", Some(at)),
        None => ("publishes", row.publishes_at),
    };
    [("due", row.due_at), closes, publishes]
        .into_iter()
        .filter_map(|(word, at)| {
            let at = at?;
            let here = Shown::of(&When::of(at, zone, &row.zone_label), &words);
            Some(TimeRow { word, here, elsewhere: in_other_zones(at, &words) })
        })
        .collect()
}

/// `GET /desk/letters/{id}/dates`
pub async fn show(site: Data<Site>, who: SignedIn, id: Path<String>) -> Result<HttpResponse> {
    let work = Work::find(&site, &who, &id).await?;
    page(StatusCode::OK, &DatesPage::new(&site, &who, &work, filled(&work.letter)))
}

fn filled(row: &Letter) -> FormState {
    let local = |text: &Option<String>| text.clone().unwrap_or_default();
    FormState::new()
        .with("collects", row.collects.as_str())
        .with("due_at", local(&row.due_local))
        .with("closes_at", local(&row.closes_local))
        .with("publishes_at", local(&row.publishes_local))
        .with("time_zone", &*row.time_zone)
        .with("zone_label", &*row.zone_label)
        .with("based_on", row.dates_version.to_string())
}

/// `POST /desk/letters/{id}/dates`: `save`.
pub async fn save(site: Data<Site>, id: Path<String>, sent: DeskForm) -> Result<HttpResponse> {
    let DeskForm { who, mut form, .. } = sent;
    let work = Work::find(&site, &who, &id).await?;
    work.must_write()?;
    let Some(dates) = parse(&site, &mut form) else {
        return page(StatusCode::UNPROCESSABLE_ENTITY, &DatesPage::new(&site, &who, &work, form));
    };
    let based_on = form.value("based_on").parse().unwrap_or(-1);
    let (letter_id, by, now) = (work.letter.id.clone(), actor(&who), site.now());
    let saved = site
        .store
        .write(Lane::Desk, move |tx| {
            let row = letter::find(tx, &letter_id)?;
            set_dates(tx, &row, &dates, based_on, &by, now)
        })
        .await;
    match saved {
        Ok(()) => Ok(see_other(&work.path("dates"))),
        Err(Error::Refused(refusal @ (Refusal::EditedMeanwhile | Refusal::WrongLetterState))) => {
            let words = site.words();
            let sentence = match refusal {
                Refusal::EditedMeanwhile => words.say("dates-edited-meanwhile").to_string(),
                _ => words.say_of("refusal", refusal).to_string(),
            };
            form.refuse_whole(sentence);
            let work = Work::find(&site, &who, &id).await?;
            let form = form.replaced("based_on", work.letter.dates_version.to_string());
            page(StatusCode::CONFLICT, &DatesPage::new(&site, &who, &work, form))
        }
        Err(fault) => Err(fault.into()),
    }
}

fn parse(site: &Site, form: &mut FormState) -> Option<Dates> {
    let parsed = Dates::parse(&DatesForm {
        due_at: form.value("due_at"),
        closes_at: form.value("closes_at"),
        publishes_at: form.value("publishes_at"),
        time_zone: form.value("time_zone"),
        zone_label: form.value("zone_label"),
        collects: form.value("collects"),
    });
    match parsed {
        Ok(dates) => Some(dates),
        Err(faults) => {
            let words = site.words();
            for fault in faults {
                let sentence = words.say_of("fault", fault.fault.code()).with("limit", ZONE_LABEL_MAX);
                form.refuse(fault.field.as_str(), sentence);
            }
            None
        }
    }
}
