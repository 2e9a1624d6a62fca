//! `/desk/letters/{id}/publish`: from the draft to the public: open, revise, close, arm the minute, publish, withdraw.
//! What lacks is told before; what cannot be called back asks for the letter's short name.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Path};
use askama::Template;
use chrono::TimeDelta;

use crate::actions::keep::LONGEST_DAYS;
use crate::actions::{close, open, publish, withdraw_letter};
use crate::clock::Moment;
use crate::domain::dates::{DateField, LocalTime};
use crate::domain::event::Actor;
use crate::domain::ids::CoordinatorId;
use crate::domain::letter::{LetterState, Need};
use crate::domain::refusal::Refusal;
use crate::domain::revision::Change;
use crate::domain::signature::Status;
use crate::domain::text::{lines, optional_line};
use crate::error::Error;
use crate::render::diff::{DiffBlock, diff, is_unchanged};
use crate::render::register::Counts;
use crate::store::letter::{self, Letter};
use crate::store::{Lane, Tx, register, revision};
use crate::web::answer::{page, see_other};
use crate::web::desk::answers::{self, Answers};
use crate::web::desk::commented::{Commented, Running};
use crate::web::desk::dates::{TimeRow, times};
use crate::web::desk::{Work, actor};
use crate::web::error::Result;
use crate::web::form::FormState;
use crate::web::guarded::DeskForm;
use crate::web::page::Shell;
use crate::web::session::SignedIn;
use crate::web::site::Site;

/// The longest public note on a change and the longest reason, in characters.
const NOTE_MAX: usize = 1000;

/// A line of the pre-flight: a sentence, whether it holds, and where to mend it.
pub struct Check {
    /// The finished sentence.
    pub text: String,
    /// Whether it holds.
    pub is_met: bool,
    /// Where to mend it.
    pub href: String,
}

/// A frozen wording in the list.
pub struct FrozenRow {
    /// Its number.
    pub n: i32,
    /// The word of its change.
    pub change: &'static str,
    /// The public note.
    pub note: String,
    /// Its fingerprint.
    pub text_sha256: String,
}

#[derive(Template)]
#[template(path = "desk/publish.html")]
struct PublishPage {
    shell: Shell,
    form: FormState,
    state: LetterState,
    times: Vec<TimeRow>,
    checks: Vec<Check>,
    can_go_on: bool,
    /// The round of comments that runs while the letter is a draft.
    commented: Option<Commented>,
    comments_path: String,
    versions: Vec<FrozenRow>,
    changes: Vec<DiffBlock>,
    edit_n: i32,
    counts: Option<Counts>,
    to_check: i64,
    slug: String,
    link: String,
    is_owner: bool,
    is_armed: bool,
    has_time: bool,
    may_close: bool,
    /// Who is asked whether a signature stands for the newest text.
    answers: Option<Answers>,
    answers_path: String,
    may_check: bool,
}

/// What the page reads beyond the letter itself.
struct Frozen {
    versions: Vec<FrozenRow>,
    newest_text: Option<String>,
    counts: Option<Counts>,
    has_what_it_needs: bool,
    running: Option<Running>,
    /// Who is asked whether a signature stands for the newest text; none where nobody is.
    answers: Option<Answers>,
}

impl PublishPage {
    async fn load(site: &Site, who: &SignedIn, work: &Work, form: FormState) -> Result<PublishPage> {
        let (row, sees) = (work.letter.clone(), work.member.sees_withheld && work.member.rights.may_check());
        let now = site.now();
        let frozen = site.store.read(move |db| frozen(db, &row, sees, now)).await?;
        let (letter, state) = (&work.letter, work.state(site));
        let checks = checks(site, work, state, frozen.has_what_it_needs);
        let changes = frozen.newest_text.map(|text| diff(&text, &work.text.canonical())).unwrap_or_default();
        let stands = letter.opened_at.is_some() && letter.withdrawn_at.is_none();
        Ok(PublishPage {
            shell: work.shell(site, who, "publish"),
            form,
            state,
            times: times(site, letter),
            can_go_on: checks.iter().all(|check| check.is_met),
            checks,
            commented: frozen.running.as_ref().map(|running| Commented::of(site, letter, running)),
            comments_path: work.path("comments"),
            versions: frozen.versions,
            answers: frozen.answers,
            answers_path: work.path("answers"),
            may_check: work.member.rights.may_check(),
            changes: if is_unchanged(&changes) { Vec::new() } else { changes },
            edit_n: work.edit.n,
            counts: frozen.counts,
            to_check: work.count(Status::Confirmed),
            slug: letter.slug.clone(),
            link: site.config.link(&format!("/letters/{}", letter.slug)),
            is_owner: work.member.rights.may_publish(),
            is_armed: letter.facts().is_scheduled(),
            has_time: letter.publishes_at.is_some_and(|at| at > now),
            may_close: stands && !letter.facts().is_closed(now),
        })
    }

    /// The word of the state, for the catalogue.
    fn state_word(&self) -> &'static str {
        self.state.as_str()
    }

    fn is_draft(&self) -> bool {
        self.state == LetterState::Draft
    }

    fn is_public(&self) -> bool {
        matches!(self.state, LetterState::Published { .. })
    }

    fn is_over(&self) -> bool {
        matches!(self.state, LetterState::Withdrawn | LetterState::OnHold)
    }
}

fn frozen(
    db: &mut crate::store::Db<'_>,
    row: &Letter,
    sees_withheld: bool,
    now: Moment,
) -> crate::error::Result<Frozen> {
    let mut versions = Vec::new();
    let mut newest_text = None;
    for one in revision::list(db, &row.id)? {
        let text = revision::find_text(db, &row.id, one.n, &row.language)?;
        versions.push(FrozenRow {
            n: one.n,
            change: one.change.as_str(),
            note: one.note,
            text_sha256: text.text_sha256,
        });
        newest_text = Some(text.canonical_text);
    }
    let draft = revision::latest_edit(db, &row.id, &row.language)?.text()?;
    let has_what_it_needs = open::has_what_it_needs(db, row, &draft)?;
    let newest = versions.last().map(|version| version.n);
    let counts =
        newest.map(|n| register::load(db, row, n, &row.language).map(|register| register.counts())).transpose()?;
    let asked = answers::read(db, &row.id, sees_withheld)?;
    let answers = asked.asking.map(|_| asked.answers);
    let running = Running::find(db, row, now)?;
    Ok(Frozen { versions, newest_text, counts, has_what_it_needs, running, answers })
}

/// What opening, or arming the publication, still needs.
fn checks(site: &Site, work: &Work, state: LetterState, has_what_it_needs: bool) -> Vec<Check> {
    let words = site.words();
    let now = site.now();
    let mut checks = Vec::new();
    if state == LetterState::Draft {
        let has_body = !work.text.whole_body().is_empty();
        let clean = work.text.faults().is_empty();
        checks.push(Check {
            text: words.say("preflight-body").text(),
            is_met: has_body && clean,
            href: work.path("text"),
        });
        if let Some(need) = work.letter.kind.needs() {
            let (text, page) = match need {
                Need::Addressee => (words.say("preflight-addressee"), "details"),
                Need::Occasion => (words.say("preflight-occasion"), "details"),
                Need::Asked => (words.say("preflight-asked"), "press"),
            };
            checks.push(Check { text: text.text(), is_met: has_what_it_needs, href: work.path(page) });
        }
        let dates = letter::dates(&work.letter);
        let missing = dates.as_ref().map(|dates| dates.missing_to_open()).unwrap_or_default();
        checks.push(Check {
            text: words.say("preflight-closing").text(),
            is_met: missing.is_empty(),
            href: work.path("dates"),
        });
        let past = dates.as_ref().map(|dates| dates.past(now)).unwrap_or_default();
        let closing_past = past.iter().any(|fault| fault.field == DateField::ClosesAt);
        checks.push(Check {
            text: words.say("preflight-future").text(),
            is_met: missing.is_empty() && !closing_past,
            href: work.path("dates"),
        });
    }
    checks
}

/// `GET /desk/letters/{id}/publish`
pub async fn show(site: Data<Site>, who: SignedIn, id: Path<String>) -> Result<HttpResponse> {
    let work = Work::find(&site, &who, &id).await?;
    page(StatusCode::OK, &PublishPage::load(&site, &who, &work, FormState::new()).await?)
}

/// What one of the page's buttons asks for, parsed.
#[derive(Clone)]
enum Ask {
    Open { based_on: i32 },
    Revise { based_on: i32, how: open::Revising, note: String },
    Close,
    Schedule,
    Unschedule,
    Publish,
    Withdraw { reason: String },
}

/// `POST /desk/letters/{id}/publish`: `open`, `revise`, `close`, `schedule`, `unschedule`, `publish`, `withdraw`.
pub async fn act(site: Data<Site>, id: Path<String>, sent: DeskForm) -> Result<HttpResponse> {
    let DeskForm { who, mut form, .. } = sent;
    let work = Work::find(&site, &who, &id).await?;
    work.must_own()?;
    let Some(ask) = parse(&site, &work, &mut form) else {
        return page(StatusCode::UNPROCESSABLE_ENTITY, &PublishPage::load(&site, &who, &work, form).await?);
    };
    let (letter_id, by, now) = (work.letter.id.clone(), actor(&who), site.now());
    let coordinator = who.coordinator.id.clone();
    let done = site
        .store
        .write(Lane::Desk, move |tx| {
            let row = letter::find(tx, &letter_id)?;
            carry_out(tx, &row, &ask, &coordinator, &by, now)
        })
        .await;
    match done {
        Ok(()) => Ok(see_other(&work.path("publish"))),
        Err(Error::Refused(refusal)) => {
            let words = site.words();
            let sentence = match refusal {
                // Nothing was typed here: what changed is the text that the button would have frozen.
                Refusal::EditedMeanwhile => words.say("publish-text-changed"),
                other => words.say_of("refusal", other),
            };
            form.refuse_whole(sentence);
            let work = Work::find(&site, &who, &id).await?;
            page(StatusCode::CONFLICT, &PublishPage::load(&site, &who, &work, form).await?)
        }
        Err(fault) => Err(fault.into()),
    }
}

fn carry_out(
    tx: &mut Tx<'_>,
    row: &Letter,
    ask: &Ask,
    coordinator: &CoordinatorId,
    by: &Actor,
    now: crate::clock::Moment,
) -> crate::error::Result<()> {
    match ask {
        Ask::Open { based_on } => open::open(tx, row, *based_on, coordinator, now),
        Ask::Revise { based_on, how, note } => {
            open::revise(tx, row, *based_on, *how, note, coordinator, now).map(|_| ())
        }
        Ask::Close => close::close(tx, row, by, now),
        Ask::Schedule => publish::schedule(tx, row, by, now),
        Ask::Unschedule => publish::unschedule(tx, row, by, now),
        Ask::Publish => publish::publish(tx, row, by, now),
        Ask::Withdraw { reason } => withdraw_letter::withdraw_letter(tx, row, reason, by, now),
    }
}

/// Whether signatures stand, and if not, how their signatories are asked.
fn revising(site: &Site, work: &Work, form: &mut FormState) -> Option<open::Revising> {
    let words = site.words();
    match form.value("change").parse() {
        Ok(Change::Minor) => return Some(open::Revising::Minor),
        Ok(Change::Substantive) => {}
        _ => {
            form.refuse("change", words.say("publish-change-choose"));
            return None;
        }
    }
    let silence = form.value("silence").parse().ok();
    if silence.is_none() {
        form.refuse("silence", words.say("publish-silence-choose"));
    }
    let zone = work.letter.time_zone.parse().unwrap_or(chrono_tz::UTC);
    let answer_by = LocalTime::parse(form.value("answer_by")).and_then(|local| local.in_zone(zone)).ok();
    let now = site.now();
    let answer_by = answer_by.filter(|at| *at > now && *at <= now + TimeDelta::days(LONGEST_DAYS));
    if answer_by.is_none() {
        form.refuse("answer_by", words.say("publish-answer-by-fault"));
    }
    Some(open::Revising::Substantive { silence: silence?, answer_by: answer_by? })
}

fn parse(site: &Site, work: &Work, form: &mut FormState) -> Option<Ask> {
    let words = site.words();
    let based_on = form.value("based_on").parse().unwrap_or(0);
    match form.value("action") {
        "open" => Some(Ask::Open { based_on }),
        "revise" => {
            let how = revising(site, work, form);
            let note = match optional_line(form.value("note"), NOTE_MAX) {
                Ok(Some(note)) => Some(note),
                Ok(None) => {
                    form.refuse("note", words.say("publish-note-missing"));
                    None
                }
                Err(fault) => {
                    form.refuse("note", words.say_of("fault", fault.code()).with("limit", NOTE_MAX));
                    None
                }
            };
            Some(Ask::Revise { based_on, how: how?, note: note? })
        }
        "close" => Some(Ask::Close),
        "schedule" => Some(Ask::Schedule),
        "unschedule" => Some(Ask::Unschedule),
        action @ ("publish" | "withdraw") => {
            if form.value("confirm").trim() != work.letter.slug {
                form.refuse("confirm", words.say_of("refusal", Refusal::SlugNotConfirmed));
                return None;
            }
            if action == "publish" {
                return Some(Ask::Publish);
            }
            match lines(form.value("reason"), NOTE_MAX) {
                Ok(reason) if !reason.is_empty() => Some(Ask::Withdraw { reason }),
                _ => {
                    form.refuse("reason", words.say("publish-reason-missing"));
                    None
                }
            }
        }
        _ => {
            form.refuse_whole(words.say("form-no-action"));
            None
        }
    }
}
