//! `/desk/jobs/{id}`: how far a mailing is; taking it back, holding it, sending failed mails again. The page loads itself again
//! while mails wait, without a script, until asked to stand still (WCAG 2.2.1), and may be closed: the job does not need it. An
//! import has a page of its own ([`super::import_job`]).

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::http::header::{HeaderName, HeaderValue};
use actix_web::web::{Data, Path};
use askama::Template;
use chrono::TimeDelta;

use crate::actions::cancel_sending::cancel_sending;
use crate::actions::pause_sending::{pause_sending, resume_sending};
use crate::actions::send_again::{repeat_unknown, retry_failed};
use crate::clock::Moment;
use crate::domain::ids::{InvitationId, JobId};
use crate::domain::mailing::{Circle, MailingKind};
use crate::error::Error;
use crate::render::when::{date, distance};
use crate::store::job::{self, Tally};
use crate::store::mailing::{self, Job, Mailing};
use crate::store::outbox::{self, Failure, FailureReason, State};
use crate::store::{Db, Lane, audience, bounce, letter};
use crate::web::answer::{page, see_other};
use crate::web::desk::{Work, status_of};
use crate::web::error::{Failure as Answer, Result};
use crate::web::form::FormState;
use crate::web::guarded::DeskForm;
use crate::web::inviting::compose::in_zone;
use crate::web::inviting::{Asked, Named, asked, import_job, must_see_contacts};
use crate::web::page::{Shell, Tone};
use crate::web::session::SignedIn;
use crate::web::site::Site;

/// How often the page loads itself again (U-24).
const REFRESH_SECONDS: u32 = 5;
/// Failed and unknown mails that the page lists; the counts are of all.
const LISTED_AT_MOST: i64 = 200;
/// A pace is told once so many mails have ended of late.
const PACE_FROM: i64 = 5;
/// What can be said on top after a redirect; other words are passed over.
const DONE: [&str; 4] = ["cancelled", "again", "paused", "resumed"];

/// A mail that did not get through, or may not have.
pub struct TroubledMail {
    invitation: String,
    title: String,
    email: String,
    reason: String,
}

/// Mails that failed for one reason.
pub struct Reason {
    text: String,
    count: i64,
}

#[derive(Template)]
#[template(path = "inviting/job.html")]
struct JobPage {
    shell: Shell,
    form: FormState,
    subject: String,
    begun: String,
    tally: Tally,
    kind: Option<MailingKind>,
    /// Whether those who signed meanwhile are counted among those written to.
    counts_the_quiet: bool,
    /// For a planned one: its day, and how many it would go to now.
    planned: Option<(String, usize)>,
    /// `planned`, `waiting` (can be undone), `running`, `paused`, `cancelled`, `done`.
    state: &'static str,
    seconds_left: i64,
    pace: Option<Pace>,
    failed: Vec<TroubledMail>,
    reasons: Vec<Reason>,
    /// Why some were put off.
    put_off: Vec<Reason>,
    unknown: Vec<TroubledMail>,
    may_write: bool,
    stands_still: bool,
    here: String,
    invitations: String,
    mail: String,
}

/// How fast mails leave.
struct Pace {
    a_minute: i64,
    left: String,
}

/// A mail that did not get through. Of somebody who signed only a name that stands openly, and no address.
struct Troubled {
    /// Its invitation.
    invitation: String,
    /// What it is called in the list.
    title: String,
    email: String,
    /// The other server's code.
    code: Option<i32>,
    failure: Option<String>,
    /// Whether it came back after the relay had taken it.
    came_back: bool,
}

/// A job with what its page needs, read in one go.
struct Progress {
    job: Job,
    mailing: Option<Mailing>,
    tally: Tally,
    recent: Option<(i64, TimeDelta)>,
    reached: usize,
    failures: Vec<Failure>,
    failed: Vec<Troubled>,
    unknown: Vec<Troubled>,
    waiting_for: Vec<Failure>,
}

impl Progress {
    fn read(db: &mut Db<'_>, job: Job, now: Moment) -> crate::error::Result<Progress> {
        let reached = match job.is_planned(now) {
            true => audience::reach(db, &job.letter_id, &job.audience()?)?.to.len(),
            false => 0,
        };
        Ok(Progress {
            mailing: job.mailing_id.as_ref().map(|id| mailing::find(db, id)).transpose()?,
            tally: Tally::of(&outbox::count_by_state(db, &job.id)?),
            recent: job::recent_ends(db, &job.id, now)?,
            reached,
            failures: outbox::failures(db, &job.id)?,
            failed: troubled(db, &job.id, State::Failed)?,
            unknown: troubled(db, &job.id, State::Unknown)?,
            waiting_for: bounce::waiting_for(db, &job.id)?,
            job,
        })
    }

    fn state(&self, now: Moment) -> &'static str {
        match (self.tally.open(), self.job.cancelled_at) {
            (0, Some(_)) => "cancelled",
            (0, None) if self.job.queued_at.is_some() => "done",
            _ if self.job.is_planned(now) && self.tally.total() == 0 => "planned",
            _ if self.job.paused_at.is_some() => "paused",
            _ if now < self.job.starts_at => "waiting",
            _ => "running",
        }
    }

    /// Mails a minute of late, and how long the rest takes at that pace. Nothing while they are held.
    fn pace(&self, shell: &Shell, now: Moment) -> Option<Pace> {
        let (recent, span) = self.recent?;
        let open = self.tally.open();
        if recent < PACE_FROM || open == 0 || self.job.paused_at.is_some() {
            return None;
        }
        let seconds = span.num_seconds().max(1);
        let left = distance(now + TimeDelta::seconds(open * seconds / recent), now, &shell.t);
        Some(Pace { a_minute: recent * 60 / seconds, left })
    }
}

/// The mails of a job in one state, with whom they are for.
fn troubled(db: &mut Db<'_>, id: &JobId, state: State) -> crate::error::Result<Vec<Troubled>> {
    let mut all = Vec::new();
    for mail in job::mails(db, id, state, LISTED_AT_MOST)? {
        let named = Named::of(db, &mail.organisation, &mail.contact)?;
        all.push(Troubled {
            invitation: mail.invitation.0,
            title: named.title().to_owned(),
            email: named.email,
            code: mail.reply_code,
            failure: mail.failure,
            came_back: mail.came_back > 0,
        });
    }
    for (name, code, failure) in job::signers_mails(db, id, state, LISTED_AT_MOST)? {
        let (invitation, email) = (String::new(), String::new());
        all.push(Troubled { invitation, title: name.unwrap_or_default(), email, code, failure, came_back: false });
    }
    Ok(all)
}

impl JobPage {
    async fn read(
        site: &Site,
        who: &SignedIn,
        work: &Work,
        job: Job,
        asked: &FormState,
        form: FormState,
    ) -> Result<Self> {
        let now = site.now();
        let progress = site.store.read(move |db| Progress::read(db, job, now)).await?;
        let mut shell = work.shell(site, who, "mail");
        if let Some(done) = DONE.iter().find(|word| asked.is("done", word)) {
            let sentence = shell.t.say_of("job-done", done).to_string();
            shell = shell.with_banner(Tone::Done, sentence);
        }
        let state = progress.state(now);
        let day = |shell: &Shell| in_zone(&work.letter, progress.job.starts_at, shell);
        let planned = (state == "planned").then(|| (day(&shell), progress.reached));
        Ok(JobPage {
            kind: progress.mailing.as_ref().map(|mailing| mailing.kind),
            counts_the_quiet: progress.job.audience()?.circle == Circle::Silent,
            planned,
            subject: progress.mailing.as_ref().map(|mailing| mailing.subject.clone()).unwrap_or_default(),
            begun: date(progress.job.created_at, &shell.t),
            tally: progress.tally,
            state,
            seconds_left: (progress.job.starts_at - now).num_seconds().max(0),
            pace: progress.pace(&shell, now),
            reasons: progress.failures.iter().map(|one| reason(one, &shell)).collect(),
            put_off: progress.waiting_for.iter().map(|one| reason(one, &shell)).collect(),
            failed: progress.failed.into_iter().map(|one| shown(one, &shell)).collect(),
            unknown: progress.unknown.into_iter().map(|one| shown(one, &shell)).collect(),
            may_write: work.member.rights.may_write(),
            stands_still: asked.is("still", "yes"),
            here: format!("/desk/jobs/{}", progress.job.id),
            invitations: work.path("invitations"),
            mail: work.path("mail"),
            shell,
            form,
        })
    }

    /// Whether there is something to wait for, so that the page loads itself again.
    fn is_moving(&self) -> bool {
        matches!(self.state, "waiting" | "running")
    }

    fn answer(&self) -> Result<HttpResponse> {
        let loads_again = (self.is_moving() && !self.stands_still).then(|| self.here.clone());
        answer_moving(self, status_of(&self.form), loads_again)
    }
}

/// A page, with the header that loads it again while something moves.
pub(super) fn answer_moving(
    shown: &impl Template,
    status: StatusCode,
    loads_again: Option<String>,
) -> Result<HttpResponse> {
    let mut answer = page(status, shown)?;
    if let Some(url) = loads_again {
        let refresh = HeaderValue::from_str(&format!("{REFRESH_SECONDS}; url={url}"));
        let refresh = refresh.map_err(|fault| Error::internal("a header", fault))?;
        answer.headers_mut().insert(HeaderName::from_static("refresh"), refresh);
    }
    Ok(answer)
}

fn shown(one: Troubled, shell: &Shell) -> TroubledMail {
    let Troubled { invitation, title, email, .. } = one;
    let title = if title.is_empty() { shell.t.say("job-name-withheld").text() } else { title };
    let told = sentence(one.failure.as_deref(), one.code, shell);
    let reason = if one.came_back { shell.t.say("bounce-came-back").with("reason", told).text() } else { told };
    TroubledMail { invitation, title, email, reason }
}

fn reason(failure: &Failure, shell: &Shell) -> Reason {
    Reason { text: sentence(Some(&failure.reason), failure.code, shell), count: failure.count }
}

/// A reason in words, with the code of the other server where there was one.
fn sentence(failure: Option<&str>, code: Option<i32>, shell: &Shell) -> String {
    if let Some(reason) = failure.and_then(|word| word.parse::<FailureReason>().ok()) {
        let reason = shell.t.say_of("mail-failure", reason).text();
        return match code {
            Some(code) => shell.t.say("bounce-with-code").with("reason", reason).with("code", code.to_string()).text(),
            None => reason,
        };
    }
    match (failure, code) {
        (Some(failure), _) if !failure.is_empty() => failure.to_owned(),
        (_, Some(code)) => shell.t.say("job-reply-code").with("code", code.to_string()).to_string(),
        _ => shell.t.say("job-reason-unknown").to_string(),
    }
}

/// Finds a job and its letter, for those who may see the letter's contacts.
async fn find(site: &Site, who: &SignedIn, id: &str) -> Result<(Job, Work)> {
    let (id, asker) = (JobId(id.to_owned()), who.coordinator.id.clone());
    let found = site.store.read(move |db| {
        let job = job::find_for(db, &id, &asker)?;
        let (letter, member) = letter::find_for(db, &job.letter_id, &asker)?;
        Ok((job, Work::load(db, letter, member)?))
    });
    let (job, work) = found.await?;
    must_see_contacts(&work)?;
    Ok((job, work))
}

/// `GET /desk/jobs/{id}`
pub async fn show(site: Data<Site>, who: SignedIn, id: Path<String>, query: Asked) -> Result<HttpResponse> {
    let (job, work) = match find(&site, &who, &id).await {
        Err(Answer::Error(Error::NotFound)) => return import_job::show(&site, &who, &id, &asked(query)).await,
        found => found?,
    };
    JobPage::read(&site, &who, &work, job, &asked(query), FormState::new()).await?.answer()
}

/// `POST /desk/jobs/{id}`: `undo`, `cancel`, `pause`, `resume`, `retry`, `repeat` (those of unknown outcome that were ticked).
pub async fn act(site: Data<Site>, id: Path<String>, sent: DeskForm) -> Result<HttpResponse> {
    let DeskForm { who, mut form, .. } = sent;
    let (job, work) = match find(&site, &who, &id).await {
        Err(Answer::Error(Error::NotFound)) => return import_job::act(&site, &who, &id, &form).await,
        found => found?,
    };
    work.must_write()?;
    let (row, by, now) = (job.clone(), who.coordinator.id.clone(), site.now());
    let done = match form.value("action") {
        "undo" | "cancel" => {
            site.store.write(Lane::Desk, move |tx| cancel_sending(tx, &row, &by, now)).await?;
            Some("cancelled")
        }
        "pause" => site
            .store
            .write(Lane::Desk, move |tx| pause_sending(tx, &row, &by, now))
            .await
            .map(|done| done.then_some("paused"))?,
        "resume" => site
            .store
            .write(Lane::Desk, move |tx| resume_sending(tx, &row, &by, now))
            .await
            .map(|done| done.then_some("resumed"))?,
        "retry" => {
            let again = site.store.write(Lane::Desk, move |tx| retry_failed(tx, &row, &by, now)).await;
            queued_again(&site, again, &mut form)?
        }
        "repeat" => {
            let chosen: Vec<InvitationId> = form.all("invitation").iter().map(|id| InvitationId(id.clone())).collect();
            let again = site.store.write(Lane::Desk, move |tx| repeat_unknown(tx, &row, &chosen, &by, now)).await;
            queued_again(&site, again, &mut form)?
        }
        _ => None,
    };
    match done {
        Some(done) => Ok(see_other(&format!("/desk/jobs/{}?done={done}", job.id))),
        None => JobPage::read(&site, &who, &work, job, &FormState::new(), form).await?.answer(),
    }
}

/// Says so when there was nobody left to write to, or the letter takes no signatures any more.
fn queued_again(
    site: &Site,
    again: crate::error::Result<usize>,
    form: &mut FormState,
) -> crate::error::Result<Option<&'static str>> {
    match again {
        Ok(0) => form.refuse_whole(site.words().say("job-nobody-again")),
        Ok(_) => return Ok(Some("again")),
        Err(Error::Refused(refusal)) => form.refuse_whole(site.words().say_of("refusal", refusal)),
        Err(fault) => return Err(fault),
    }
    Ok(None)
}
