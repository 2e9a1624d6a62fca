//! `/desk/letters/{id}`: before opening the tasks that remain, afterwards what needs a person and how far it is.

mod charts;

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Path};
use askama::Template;

use crate::domain::letter::LetterState;
use crate::domain::signature::Status;
use crate::render::when::from_now;
use crate::store::invitation::{self, Progress};
use crate::store::waiting::Waiting;
use crate::store::{Db, second_reader};
use crate::web::answer::page;
use crate::web::desk::Work;
use crate::web::desk::answers::{self, Summary};
use crate::web::desk::commented::{Commented, Running};
use crate::web::desk::dates::{TimeRow, times};
use crate::web::desk::overview::charts::{Gap, GapsBy, PaceShown};
use crate::web::error::Result;
use crate::web::inviting::{Asked, asked};
use crate::web::page::Shell;
use crate::web::session::SignedIn;
use crate::web::site::Site;

/// A step on the way to opening: where it is done and whether it is.
pub struct Task {
    /// The word of the page where it is done.
    pub page: &'static str,
    /// The word under which the catalogue says what it is.
    pub word: &'static str,
    /// Whether it is done.
    pub is_done: bool,
    /// Whether the letter can be opened without it.
    pub is_optional: bool,
}

/// Something that waits for a person, with how many.
pub struct Need {
    /// How many.
    pub count: i64,
    /// The word under which the catalogue says what.
    pub word: &'static str,
    /// Where to see them.
    pub href: String,
}

/// A row of the funnel: its share is drawn as a bar.
pub struct Step {
    /// The word under which the catalogue names it.
    pub word: &'static str,
    /// How many.
    pub count: usize,
    /// Per cent of the invited, for the bar.
    pub share: usize,
}

#[derive(Template)]
#[template(path = "desk/overview.html")]
struct OverviewPage {
    shell: Shell,
    title: String,
    state: &'static str,
    is_draft: bool,
    is_public: bool,
    /// The round of comments that runs.
    commented: Option<Commented>,
    /// Whether signatures are taken, now or later: inviting makes sense.
    is_collecting: bool,
    /// Closed, neither public nor armed: the next step is on the page "Publish".
    awaits_publishing: bool,
    has_invited: bool,
    times: Vec<TimeRow>,
    distance: Option<(&'static str, String)>,
    tasks: Vec<Task>,
    needs: Vec<Need>,
    /// How signatories answered to a changed text, while that is open.
    answers: Option<Summary>,
    funnel: Vec<Step>,
    listed: i64,
    to_check: i64,
    pending: i64,
    pace: Option<PaceShown>,
    gaps_by: GapsBy,
    gaps: Vec<Gap>,
    slug: String,
    revision: Option<i32>,
}

/// `GET /desk/letters/{id}`
pub async fn show(site: Data<Site>, who: SignedIn, id: Path<String>, query: Asked) -> Result<HttpResponse> {
    let work = Work::find(&site, &who, &id).await?;
    let gaps_by = asked(query).value("gaps").parse().unwrap_or(GapsBy::Region);
    let (letter, member, now, words) = (work.letter.clone(), work.member.clone(), site.now(), site.words());
    let read = move |db: &mut Db<'_>| {
        let progress = invitation::progress(db, &letter.id, member.sees_withheld)?;
        let pace = charts::pace(db, &letter, &member, now, &words)?;
        let gaps =
            if progress.invited == 0 { Vec::new() } else { charts::gaps(db, &letter, &member, gaps_by, &words)? };
        let running = Running::find(db, &letter, now)?;
        let answers = answers::summary(db, &letter.id, member.rights.may_check())?;
        let remarks = second_reader::count_remarks(db, &letter.id)?;
        Ok((progress, Waiting::in_letter(db, &letter.id)?, pace, gaps, running, answers, remarks))
    };
    let (progress, waiting, pace, gaps, running, answers, remarks) = site.store.read(read).await?;
    let state = work.state(&site);
    page(
        StatusCode::OK,
        &OverviewPage {
            title: work.text.title.clone(),
            state: state.while_commented(running.is_some()).as_str(),
            commented: running.as_ref().map(|running| Commented::of(&site, &work.letter, running)),
            is_draft: state == LetterState::Draft,
            is_public: work.letter.facts().is_public(),
            is_collecting: work.letter.facts().accepts_submission(site.now()).is_ok(),
            awaits_publishing: state == LetterState::Closed,
            has_invited: progress.invited > 0,
            times: times(&site, &work.letter),
            distance: distance(&site, &work),
            tasks: tasks(&work),
            needs: needs(&work, &waiting, remarks),
            answers,
            funnel: funnel(&progress),
            listed: work.count(Status::Listed),
            to_check: work.count(Status::Confirmed),
            pending: work.count(Status::Pending),
            pace,
            gaps_by,
            gaps,
            slug: work.letter.slug.clone(),
            revision: work.revision.as_ref().map(|revision| revision.n),
            shell: work.shell(&site, &who, "overview"),
        },
    )
}

/// What comes next and how far away it is.
fn distance(site: &Site, work: &Work) -> Option<(&'static str, String)> {
    let now = site.now();
    let coming = [("closes", work.letter.closes_at), ("publishes", work.letter.publishes_at)];
    let (word, at) = coming
        .into_iter()
        .filter_map(|(word, at)| Some((word, at.filter(|at| *at > now)?)))
        .min_by_key(|(_, at)| *at)?;
    Some((word, from_now(at, now, &site.words())))
}

fn tasks(work: &Work) -> Vec<Task> {
    let (letter, text) = (&work.letter, &work.text);
    let task = |page, word, is_done, is_optional| Task { page, word, is_done, is_optional };
    vec![
        task("text", "text", !text.whole_body().is_empty(), false),
        task("details", "addressees", !text.addressees.is_empty(), true),
        task("details", "conveners", !letter.conveners().is_empty(), true),
        task("dates", "dates", letter.closes_at.is_some(), false),
        task("safety", "safety", letter.high_risk, true),
        task("invitations", "invitations", work.invited > 0, true),
        task("publish", "open", letter.opened_at.is_some(), false),
    ]
}

fn needs(work: &Work, waiting: &Waiting, remarks: i64) -> Vec<Need> {
    let href = |word| match word {
        "suspended" => format!("{}?show=suspended", work.path("signatures")),
        "remarks" => work.path("languages"),
        "failed-mails" => format!("{}?status=undelivered", work.path("invitations")),
        _ => work.path("signatures"),
    };
    let all = waiting.by_word().into_iter().chain([("remarks", remarks)]);
    all.filter(|(_, count)| *count > 0).map(|(word, count)| Need { count, word, href: href(word) }).collect()
}

fn funnel(progress: &Progress) -> Vec<Step> {
    let share = |count: usize| count * 100 / progress.invited.max(1);
    [
        ("invited", progress.invited),
        ("sent", progress.sent),
        ("visited", progress.visited),
        ("signed", progress.signed),
        ("declined", progress.declined),
        ("silent", progress.silent),
    ]
    .into_iter()
    .map(|(word, count)| Step { word, count, share: share(count) })
    .collect()
}
