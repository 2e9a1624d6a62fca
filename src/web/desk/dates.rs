//! `/desk/letters/{id}/dates`: due, closing and publication time in one zone, shown in others; contradictions in words.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Path};
use askama::Template;

use crate::actions::extend::{can_be_extended, extend};
use crate::actions::set_details::set_dates;
use crate::domain::dates::{Collects, Dates, DatesForm, When, ZONE_LABEL_MAX};
use crate::domain::mailing::{Audience, Circle, MailingKind};
use crate::domain::refusal::Refusal;
use crate::error::Error;
use crate::render::when::{Shown, in_other_zones};
use crate::store::letter::{self, Letter};
use crate::store::mailing::{self, Job};
use crate::store::{Db, Lane, audience};
use crate::web::answer::{page, see_other};
use crate::web::desk::{Work, actor};
use crate::web::error::Result;
use crate::web::form::FormState;
use crate::web::guarded::DeskForm;
use crate::web::inviting::compose::in_zone;
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
    /// How many are silent, where the closing time can be moved.
    silent: Option<usize>,
    /// Mailings that wait for their day: where, what for, when, to how many now.
    planned: Vec<(String, MailingKind, String, usize)>,
}

/// What the page needs of the database.
struct Following {
    silent: usize,
    planned: Vec<(Job, MailingKind, usize)>,
}

impl Following {
    async fn read(site: &Site, work: &Work) -> Result<Following> {
        let (id, now) = (work.letter.id.clone(), site.now());
        let read = move |db: &mut Db<'_>| {
            let mut planned = Vec::new();
            for job in mailing::jobs(db, &id)?.into_iter().filter(|job| job.is_planned(now)) {
                let Some(kind) = job.mailing_id.as_ref().map(|id| mailing::find(db, id)).transpose()? else { continue };
                let count = audience::reach(db, &id, &job.audience()?)?.to.len();
                planned.push((job, kind.kind, count));
            }
            let silent = audience::reach(db, &id, &Audience::whole(Circle::Silent))?.to.len();
            Ok(Following { silent, planned })
        };
        Ok(site.store.read(read).await?)
    }
}

impl DatesPage {
    async fn read(site: &Site, who: &SignedIn, work: &Work, form: FormState) -> Result<DatesPage> {
        let following = Following::read(site, work).await?;
        Ok(DatesPage::new(site, who, work, following, form))
    }

    fn new(site: &Site, who: &SignedIn, work: &Work, following: Following, form: FormState) -> DatesPage {
        let shell = work.shell(site, who, "dates");
        let choice = |collects: &Collects| {
            let note = shell.t.say_of("dates-collects-note", collects).to_string();
            (collects.as_str(), shell.t.say_of("dates-collects", collects).to_string(), note)
        };
        DatesPage {
            collects: Collects::ALL.iter().map(choice).collect(),
            zones: chrono_tz::TZ_VARIANTS.iter().map(|zone| zone.name()).collect(),
            times: times(site, &work.letter),
            silent: can_be_extended(&work.letter, site.now()).then_some(following.silent),
            planned: following
                .planned
                .into_iter()
                .map(|(job, kind, count)| {
                    let when = in_zone(&work.letter, job.starts_at, &shell);
                    (format!("/desk/jobs/{}", job.id), kind, when, count)
                })
                .collect(),
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
    page(StatusCode::OK, &DatesPage::read(&site, &who, &work, filled(&work.letter)).await?)
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

/// `POST /desk/letters/{id}/dates`: `save`; `extend` and `extend_tell` (then the words to the silent are written).
pub async fn save(site: Data<Site>, id: Path<String>, sent: DeskForm) -> Result<HttpResponse> {
    let DeskForm { who, mut form, .. } = sent;
    let work = Work::find(&site, &who, &id).await?;
    work.must_write()?;
    if matches!(form.value("action"), "extend" | "extend_tell") {
        return extended(&site, &who, &work, form).await;
    }
    let Some(dates) = parse(&site, &mut form) else {
        return page(StatusCode::UNPROCESSABLE_ENTITY, &DatesPage::read(&site, &who, &work, form).await?);
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
            page(StatusCode::CONFLICT, &DatesPage::read(&site, &who, &work, form).await?)
        }
        Err(fault) => Err(fault.into()),
    }
}

/// Moves the closing time to the later one that was typed.
async fn extended(site: &Site, who: &SignedIn, work: &Work, sent: FormState) -> Result<HttpResponse> {
    let tells = sent.is("action", "extend_tell");
    let mut form = filled(&work.letter).with("extended_to", sent.value("extended_to"));
    if let Some(dates) = later(site, &work.letter, &mut form) {
        let (id, by, now) = (work.letter.id.clone(), actor(who), site.now());
        let write = move |tx: &mut crate::store::Tx<'_>| {
            let row = letter::find(tx, &id)?;
            extend(tx, &row, &dates, &by, now)
        };
        match site.store.write(Lane::Desk, write).await {
            Ok(()) if tells => return Ok(see_other(&work.path("mail?kind=extension"))),
            Ok(()) => return Ok(see_other(&work.path("dates"))),
            Err(Error::Refused(refusal)) => form.refuse_whole(site.words().say_of("refusal", refusal)),
            Err(fault) => return Err(fault.into()),
        }
    }
    page(StatusCode::UNPROCESSABLE_ENTITY, &DatesPage::read(site, who, work, form).await?)
}

/// The letter's dates with the closing time that was typed; it must be a later one and contradict no other.
fn later(site: &Site, row: &Letter, form: &mut FormState) -> Option<Dates> {
    let words = site.words();
    let typed = form.value("extended_to").to_owned();
    let local = |text: &Option<String>| text.clone().unwrap_or_default();
    let parsed = Dates::parse(&DatesForm {
        due_at: &local(&row.due_local),
        closes_at: &typed,
        publishes_at: &local(&row.publishes_local),
        time_zone: &row.time_zone,
        zone_label: &row.zone_label,
        collects: row.collects.as_str(),
    });
    match parsed {
        Ok(Dates { closes: Some(ref when), .. }) if when.at > site.now() && Some(when.at) > row.closes_at => {}
        Ok(_) => form.refuse("extended_to", words.say("dates-extend-later")),
        Err(ref faults) => {
            for fault in faults {
                let sentence = words.say_of("fault", fault.fault.code()).with("limit", ZONE_LABEL_MAX);
                form.refuse("extended_to", sentence);
            }
        }
    }
    parsed.ok().filter(|_| !form.has_errors())
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
