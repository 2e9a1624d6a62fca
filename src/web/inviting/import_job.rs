//! `/desk/jobs/{id}` of a list that is being imported: how far it is, holding it, giving up the rest. Like the page of a mailing
//! it loads itself again without a script, and may be closed.

use std::collections::BTreeMap;

use actix_web::HttpResponse;
use askama::Template;
use chrono::TimeDelta;

use crate::actions::import_rows::{pause_import, resume_import, stop_import};
use crate::clock::Moment;
use crate::domain::ids::ImportId;
use crate::render::when::{date, distance};
use crate::store::invitation::Import;
use crate::store::{Lane, Tx, import, letter};
use crate::web::answer::see_other;
use crate::web::desk::Work;
use crate::web::error::Result;
use crate::web::form::FormState;
use crate::web::inviting::import_pages::{Checking, source};
use crate::web::inviting::jobs::answer_moving;
use crate::web::inviting::must_see_contacts;
use crate::web::page::Shell;
use crate::web::session::SignedIn;
use crate::web::site::Site;

/// A pace is told once so many rows are behind.
const PACE_FROM: i32 = 250;

#[derive(Template)]
#[template(path = "inviting/import_job.html")]
struct ImportJobPage {
    shell: Shell,
    source: String,
    begun: String,
    /// `running`, `paused`, `stopped`, `done`.
    state: &'static str,
    done: i32,
    total: i32,
    imported: i32,
    to_fix: usize,
    /// Why rows cannot be imported, with how many there are.
    reasons: Vec<(String, usize)>,
    pace: Option<(i64, String)>,
    may_write: bool,
    stands_still: bool,
    here: String,
    end: String,
    invitations: String,
}

impl ImportJobPage {
    fn new(site: &Site, who: &SignedIn, work: &Work, checking: &Checking, asked: &FormState) -> ImportJobPage {
        let (shell, row, now) = (work.shell(site, who, "invitations"), &checking.import, site.now());
        let mut reasons: BTreeMap<String, usize> = BTreeMap::new();
        for fault in checking.checked.faulty.iter().filter_map(|row| row.faults.first()) {
            let sentence = shell.t.say_of("fault", fault.kind.code()).with("limit", fault.limit()).text();
            *reasons.entry(sentence).or_default() += 1;
        }
        let mut reasons: Vec<_> = reasons.into_iter().collect();
        reasons.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
        ImportJobPage {
            source: source(row, &shell),
            begun: row.begun_at.map(|at| date(at, &shell.t)).unwrap_or_default(),
            state: state(row),
            done: row.taken_count,
            total: row.ready_count,
            imported: row.imported_count,
            to_fix: checking.checked.faulty.len(),
            reasons,
            pace: pace(row, now, &shell),
            may_write: work.member.rights.may_write(),
            stands_still: asked.is("still", "yes"),
            here: format!("/desk/jobs/{}", row.id),
            end: format!("{}?list={}", work.path("invitations/import"), row.id),
            invitations: work.path("invitations"),
            shell,
        }
    }

    fn waiting(&self) -> i32 {
        self.total - self.done
    }

    fn is_moving(&self) -> bool {
        self.state == "running"
    }
}

fn state(row: &Import) -> &'static str {
    match (row.stopped_at, row.finished_at, row.paused_at) {
        (Some(_), ..) => "stopped",
        (None, Some(_), _) => "done",
        (None, None, Some(_)) => "paused",
        (None, None, None) => "running",
    }
}

/// Rows a minute since it was begun, and how long the rest takes at that pace.
fn pace(row: &Import, now: Moment, shell: &Shell) -> Option<(i64, String)> {
    let begun = row.begun_at.filter(|_| state(row) == "running" && row.taken_count >= PACE_FROM)?;
    let (taken, open) = (i64::from(row.taken_count), i64::from(row.ready_count - row.taken_count));
    let seconds = (now - begun).num_seconds().max(1);
    let left = distance(now + TimeDelta::seconds(open * seconds / taken + 1), now, &shell.t);
    Some((taken * 60 / seconds, left))
}

async fn find(site: &Site, who: &SignedIn, id: &str) -> Result<(Import, Work)> {
    let (id, asker) = (ImportId(id.to_owned()), who.coordinator.id.clone());
    let found = site.store.read(move |db| {
        let row = import::find_for(db, &id, &asker)?;
        let (letter, member) = letter::find_for(db, &row.letter_id, &asker)?;
        Ok((row, Work::load(db, letter, member)?))
    });
    let (row, work) = found.await?;
    must_see_contacts(&work)?;
    Ok((row, work))
}

/// The page of an import; `NotFound` when there is none with this id.
pub(super) async fn show(site: &Site, who: &SignedIn, id: &str, asked: &FormState) -> Result<HttpResponse> {
    let (row, work) = find(site, who, id).await?;
    let checking = Checking::read(site, &work, row.id.as_str(), None).await?;
    let page = ImportJobPage::new(site, who, &work, &checking, asked);
    let loads_again = (page.is_moving() && !page.stands_still).then(|| page.here.clone());
    answer_moving(&page, actix_web::http::StatusCode::OK, loads_again)
}

/// `pause`, `resume`, `cancel`.
pub(super) async fn act(site: &Site, who: &SignedIn, id: &str, form: &FormState) -> Result<HttpResponse> {
    let (row, work) = find(site, who, id).await?;
    work.must_write()?;
    let (by, now, here) = (who.coordinator.id.clone(), site.now(), format!("/desk/jobs/{}", row.id));
    let action = form.value("action").to_owned();
    let press = move |tx: &mut Tx<'_>| match action.as_str() {
        "pause" => pause_import(tx, &row, &by, now),
        "resume" => resume_import(tx, &row, &by, now),
        "cancel" => stop_import(tx, &row, &by, now),
        _ => Ok(false),
    };
    site.store.write(Lane::Desk, press).await?;
    Ok(see_other(&here))
}
