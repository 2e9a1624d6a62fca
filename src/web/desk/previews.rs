//! `/desk/letters/{id}/press/previews`: personal links for journalists to read the letter under its embargo.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Path};
use askama::Template;

use crate::actions::make_preview::{make_preview, revoke_preview};
use crate::clock::Moment;
use crate::domain::dates::{LocalTime, When};
use crate::domain::ids::PreviewId;
use crate::domain::press::{Journalist, PRESS_LINE_CHARS};
use crate::domain::refusal::Refusal;
use crate::error::Error;
use crate::render::when::Shown;
use crate::store::letter::{self, Letter};
use crate::store::preview::{self, Preview};
use crate::store::{Db, Lane, Tx};
use crate::web::answer::{page, see_other};
use crate::web::desk::{Work, status_of};
use crate::web::error::Result;
use crate::web::form::FormState;
use crate::web::guarded::DeskForm;
use crate::web::page::Shell;
use crate::web::session::SignedIn;
use crate::web::signing::shown;
use crate::web::site::Site;

/// The page's path below the letter's.
pub const PAGE: &str = "press/previews";

/// One link as coordinators see it.
struct Row {
    id: PreviewId,
    journalist: Journalist,
    /// Empty once it works no more.
    link: String,
    is_revoked: bool,
    opened_count: i32,
    /// Its own end; none where it works until publication.
    expires: Option<Shown>,
}

#[derive(Template)]
#[template(path = "desk/previews.html")]
struct PreviewsPage {
    shell: Shell,
    form: FormState,
    rows: Vec<Row>,
    here: String,
    press: String,
    /// The planned publication, if it is set.
    publishes: Option<Shown>,
    zone_label: String,
    /// Whether links can be made now.
    is_under_embargo: bool,
    may_write: bool,
}

impl PreviewsPage {
    async fn load(site: &Site, who: &SignedIn, work: &Work, form: FormState) -> Result<PreviewsPage> {
        let (letter, now) = (work.letter.clone(), site.now());
        let base = site.config.link("/preview/");
        let read = site.store.read(move |db| rows(db, &letter, &base, now)).await?;
        let row = |(row, journalist, link): (Preview, Journalist, String)| Row {
            expires: shown(site, &work.letter, row.expires_at),
            id: row.id,
            journalist,
            link,
            is_revoked: row.revoked_at.is_some(),
            opened_count: row.opened_count,
        };
        Ok(PreviewsPage {
            rows: read.into_iter().map(row).collect(),
            here: work.path(PAGE),
            press: work.path("press"),
            publishes: shown(site, &work.letter, work.letter.publishes_at),
            zone_label: work.letter.zone_label.clone(),
            is_under_embargo: work.letter.facts().is_under_embargo(),
            may_write: work.member.rights.may_brief_press(),
            shell: work.shell(site, who, "press"),
            form,
        })
    }
}

fn rows(
    db: &mut Db<'_>,
    letter: &Letter,
    base: &str,
    now: Moment,
) -> crate::error::Result<Vec<(Preview, Journalist, String)>> {
    let works = letter.facts().is_under_embargo();
    let all = preview::list(db, &letter.id)?;
    let opened = |row: Preview| {
        let journalist = row.journalist(db)?;
        let link = if works && !row.is_over(now) { format!("{base}{}", row.secret(db)?) } else { String::new() };
        Ok((row, journalist, link))
    };
    all.into_iter().map(opened).collect()
}

/// `GET /desk/letters/{id}/press/previews`
pub async fn show(site: Data<Site>, who: SignedIn, id: Path<String>) -> Result<HttpResponse> {
    let work = Work::find(&site, &who, &id).await?;
    page(StatusCode::OK, &PreviewsPage::load(&site, &who, &work, FormState::new()).await?)
}

/// `POST /desk/letters/{id}/press/previews`: `make`, `revoke`.
pub async fn act(site: Data<Site>, id: Path<String>, sent: DeskForm) -> Result<HttpResponse> {
    let DeskForm { who, mut form, .. } = sent;
    let work = Work::find(&site, &who, &id).await?;
    work.must_brief_press()?;
    let (letter_id, by, now) = (work.letter.id.clone(), who.coordinator.id.clone(), site.now());
    let done = if form.is("action", "revoke") {
        let preview = PreviewId(form.value("preview").to_owned());
        let revoke = move |tx: &mut Tx<'_>| revoke_preview(tx, &letter_id, &preview, &by, now);
        site.store.write(Lane::Desk, revoke).await
    } else {
        let Some((journalist, expires_at)) = parse(&site, &work.letter, &mut form) else {
            return page(status_of(&form), &PreviewsPage::load(&site, &who, &work, form).await?);
        };
        let make = move |tx: &mut Tx<'_>| {
            let row = letter::find(tx, &letter_id)?;
            make_preview(tx, &row, &journalist, expires_at, &by, now).map(|_| ())
        };
        site.store.write(Lane::Desk, make).await
    };
    match done {
        Ok(()) => Ok(see_other(&work.path(PAGE))),
        Err(Error::Refused(refusal @ Refusal::WrongLetterState)) => {
            form.refuse_whole(site.words().say_of("refusal", refusal));
            page(StatusCode::CONFLICT, &PreviewsPage::load(&site, &who, &work, form).await?)
        }
        Err(fault) => Err(fault.into()),
    }
}

fn parse(site: &Site, letter: &Letter, form: &mut FormState) -> Option<(Journalist, Option<Moment>)> {
    let words = site.words();
    let journalist = Journalist::parse(form.value("name"), form.value("outlet"));
    let expires = match form.value("expires_at").trim() {
        "" => Ok(None),
        typed => expiry(site, letter, typed).map(Some),
    };
    if let Err(faults) = &journalist {
        for (field, fault) in faults {
            form.refuse(field, words.say_of("fault", fault.code()).with("limit", PRESS_LINE_CHARS));
        }
    }
    if let Err(code) = expires {
        form.refuse("expires_at", words.say_of("fault", code));
    }
    Some((journalist.ok()?, expires.ok()?))
}

/// The end of a link, in the letter's zone; the code of what is wrong with it otherwise.
fn expiry(site: &Site, letter: &Letter, typed: &str) -> std::result::Result<Moment, &'static str> {
    let zone = letter.time_zone.parse().unwrap_or(chrono_tz::UTC);
    let when = LocalTime::parse(typed).and_then(|local| When::typed(local, zone, &letter.zone_label));
    let at = when.map_err(|fault| fault.code())?.at;
    if at > site.now() { Ok(at) } else { Err("time-past") }
}
