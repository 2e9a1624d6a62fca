//! `/desk/jobs/{id}`: how far a mailing is; taking it back, sending failed mails again. The page loads itself again while mails
//! wait, without a script, until asked to stand still (WCAG 2.2.1), and may be closed: the job does not need it.

use actix_web::HttpResponse;
use actix_web::http::header::{HeaderName, HeaderValue};
use actix_web::web::{Data, Path};
use askama::Template;
use chrono::TimeDelta;

use crate::actions::cancel_sending::cancel_sending;
use crate::actions::send_again::{repeat_unknown, retry_failed};
use crate::clock::Moment;
use crate::domain::ids::{InvitationId, JobId};
use crate::error::Error;
use crate::render::when::{date, distance};
use crate::store::job::{self, JobMail, Tally};
use crate::store::mailing::{self, Job, Mailing};
use crate::store::outbox::{self, FailureReason, State};
use crate::store::{Db, Lane, bounce, letter};
use crate::web::answer::{page, see_other};
use crate::web::desk::{Work, status_of};
use crate::web::error::Result;
use crate::web::form::FormState;
use crate::web::guarded::DeskForm;
use crate::web::inviting::{Asked, Named, asked, must_see_contacts};
use crate::web::page::{Shell, Tone};
use crate::web::session::SignedIn;
use crate::web::site::Site;

/// How often the page loads itself again (U-24).
const REFRESH_SECONDS: u32 = 5;
/// Failed and unknown mails that the page lists; the counts are of all.
const LISTED_AT_MOST: i64 = 200;
/// A pace is told once so many mails have ended.
const PACE_FROM: i64 = 5;
/// What can be said on top after a redirect; other words are passed over.
const DONE: [&str; 2] = ["cancelled", "again"];

/// A mail that did not get through, or may not have.
pub struct TroubledMail {
    invitation: String,
    named: Named,
    reason: String,
}

/// Mails that failed for one reason.
pub struct Reason {
    text: String,
    count: usize,
}

#[derive(Template)]
#[template(path = "inviting/job.html")]
struct JobPage {
    shell: Shell,
    form: FormState,
    subject: String,
    begun: String,
    tally: Tally,
    /// `waiting` (can be undone), `running`, `cancelled`, `done`.
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

/// A job with what its page needs, read in one go.
struct Progress {
    job: Job,
    mailing: Option<Mailing>,
    tally: Tally,
    newest_end: Option<Moment>,
    failed: Vec<(JobMail, Named)>,
    unknown: Vec<(JobMail, Named)>,
    waiting_for: Vec<outbox::Failure>,
}

impl Progress {
    fn read(db: &mut Db<'_>, job: Job) -> crate::error::Result<Progress> {
        Ok(Progress {
            mailing: job.mailing_id.as_ref().map(|id| mailing::find(db, id)).transpose()?,
            tally: Tally::of(&outbox::count_by_state(db, &job.id)?),
            newest_end: job::newest_end(db, &job.id)?,
            failed: named(db, &job.id, State::Failed)?,
            unknown: named(db, &job.id, State::Unknown)?,
            waiting_for: bounce::waiting_for(db, &job.id)?,
            job,
        })
    }

    fn state(&self, now: Moment) -> &'static str {
        match (self.tally.open(), self.job.cancelled_at) {
            (0, Some(_)) => "cancelled",
            (0, None) => "done",
            _ if now < self.job.starts_at => "waiting",
            _ => "running",
        }
    }

    /// Mails a minute since they began to leave, and how long the rest takes at that pace.
    fn pace(&self, shell: &Shell) -> Option<Pace> {
        let (done, open) = (self.tally.done(), self.tally.open());
        let seconds = (self.newest_end? - self.job.starts_at).num_seconds().max(1);
        if done < PACE_FROM || open == 0 {
            return None;
        }
        let left = TimeDelta::seconds(open * seconds / done);
        let a_minute = done * 60 / seconds;
        Some(Pace { a_minute, left: distance(self.job.starts_at + left, self.job.starts_at, &shell.t) })
    }
}

/// The mails of a job in one state, with whom they are for.
fn named(db: &mut Db<'_>, id: &JobId, state: State) -> crate::error::Result<Vec<(JobMail, Named)>> {
    let mails = job::mails(db, id, state, LISTED_AT_MOST)?;
    mails.into_iter().map(|mail| Named::of(db, &mail.organisation, &mail.contact).map(|named| (mail, named))).collect()
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
        let progress = site.store.read(move |db| Progress::read(db, job)).await?;
        let now = site.now();
        let mut shell = work.shell(site, who, "mail");
        if let Some(done) = DONE.iter().find(|word| asked.is("done", word)) {
            let sentence = shell.t.say_of("job-done", done).to_string();
            shell = shell.with_banner(Tone::Done, sentence);
        }
        Ok(JobPage {
            subject: progress.mailing.as_ref().map(|mailing| mailing.subject.clone()).unwrap_or_default(),
            begun: date(progress.job.created_at, &shell.t),
            tally: progress.tally,
            state: progress.state(now),
            seconds_left: (progress.job.starts_at - now).num_seconds().max(0),
            pace: progress.pace(&shell),
            reasons: reasons(&progress.failed, &shell),
            put_off: progress.waiting_for.iter().map(|why| put_off(why, &shell)).collect(),
            failed: progress.failed.into_iter().map(|one| troubled(one, &shell)).collect(),
            unknown: progress.unknown.into_iter().map(|one| troubled(one, &shell)).collect(),
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
        self.tally.open() > 0
    }

    /// The page, with the header that loads it again.
    fn answer(&self) -> Result<HttpResponse> {
        let mut answer = page(status_of(&self.form), self)?;
        if self.is_moving() && !self.stands_still {
            let refresh = format!("{REFRESH_SECONDS}; url={}", self.here);
            let refresh = HeaderValue::from_str(&refresh).map_err(|fault| Error::internal("a header", fault))?;
            answer.headers_mut().insert(HeaderName::from_static("refresh"), refresh);
        }
        Ok(answer)
    }
}

fn troubled((mail, named): (JobMail, Named), shell: &Shell) -> TroubledMail {
    TroubledMail { invitation: mail.invitation.to_string(), reason: reason_of(&mail, shell), named }
}

fn put_off(why: &outbox::Failure, shell: &Shell) -> Reason {
    let count = usize::try_from(why.count).unwrap_or_default();
    Reason { text: sentence(Some(&why.reason), why.code, shell), count }
}

fn reasons(failed: &[(JobMail, Named)], shell: &Shell) -> Vec<Reason> {
    let mut reasons: Vec<Reason> = Vec::new();
    for (mail, _) in failed {
        let text = reason_of(mail, shell);
        match reasons.iter_mut().find(|reason| reason.text == text) {
            Some(reason) => reason.count += 1,
            None => reasons.push(Reason { text, count: 1 }),
        }
    }
    reasons.sort_by_key(|reason| std::cmp::Reverse(reason.count));
    reasons
}

fn reason_of(mail: &JobMail, shell: &Shell) -> String {
    let told = sentence(mail.failure.as_deref(), mail.reply_code, shell);
    if mail.came_back > 0 { shell.t.say("bounce-came-back").with("reason", told).to_string() } else { told }
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
    let (job, work) = find(&site, &who, &id).await?;
    JobPage::read(&site, &who, &work, job, &asked(query), FormState::new()).await?.answer()
}

/// `POST /desk/jobs/{id}`: `undo`, `cancel`, `retry`, `repeat` (those of unknown outcome that were ticked).
pub async fn act(site: Data<Site>, id: Path<String>, sent: DeskForm) -> Result<HttpResponse> {
    let DeskForm { who, mut form, .. } = sent;
    let (job, work) = find(&site, &who, &id).await?;
    work.must_write()?;
    let (row, by, now) = (job.clone(), who.coordinator.id.clone(), site.now());
    let done = match form.value("action") {
        "undo" | "cancel" => {
            site.store.write(Lane::Desk, move |tx| cancel_sending(tx, &row, &by, now)).await?;
            Some("cancelled")
        }
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
