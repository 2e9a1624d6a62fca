//! `/desk/letters/{id}/answers`: after a substantive change, which signatures stand for the new text, who wants to talk, who is
//! silent, and what to do about them.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Path, Query};
use askama::Template;

use crate::actions::keep::{keep, leave_off, remind_silent};
use crate::domain::dates::When;
use crate::domain::ids::{LetterId, SignatureId};
use crate::domain::revision::{Silence, Stand};
use crate::domain::signature::{Listing, Origin, Status};
use crate::error::Error;
use crate::render::when::Shown;
use crate::store::outbox::State;
use crate::store::question::{self, Mailed, Question, Standing};
use crate::store::revision::Revision;
use crate::store::signature::Signature;
use crate::store::{Db, Lane, Tx, approval, letter};
use crate::web::answer::{page, see_other};
use crate::web::desk::{Work, actor};
use crate::web::done::{After, Done};
use crate::web::error::Result;
use crate::web::form::FormState;
use crate::web::guarded::DeskForm;
use crate::web::page::Shell;
use crate::web::session::SignedIn;
use crate::web::site::Site;

/// A signature that nobody knows to stand for the text.
pub struct UndecidedRow {
    id: String,
    name: String,
    /// Whether it is on the list, and holds publication back.
    is_listed: bool,
    /// Whether the signatory wants to talk.
    wants_to_talk: bool,
    /// What it wrote.
    note: String,
    /// The word of how our mail fared.
    mail: &'static str,
    /// Whose approval of the new text is missing, in one line; empty where the signatory decides.
    approvers: String,
    /// Whether the conveners may note a yes: its consent was recorded by them before.
    can_be_kept: bool,
}

/// How many answered what.
#[derive(Default)]
pub struct Answers {
    stands: usize,
    talk: usize,
    silent: usize,
    off: usize,
    rows: Vec<UndecidedRow>,
    /// Undecided signatures whose names the reader may not see.
    withheld: usize,
    /// Of these, how many are on the list.
    withheld_listed: usize,
}

#[derive(Template)]
#[template(path = "desk/answers.html")]
struct AnswersPage {
    shell: Shell,
    form: FormState,
    /// None where no text was changed in substance.
    asking: Option<Asking>,
    answers: Answers,
    newest: i32,
    may_write: bool,
}

/// The change that asks.
pub struct Asking {
    n: i32,
    note: String,
    silence: Silence,
    until: Option<Shown>,
    is_settled: bool,
    /// Whether the time is over and readers of the public letter wait for those who are undecided.
    is_held_up: bool,
}

/// How many answered what, for the pages that lead here.
pub struct Summary {
    /// The version that is asked about.
    pub n: i32,
    /// How many stand for it.
    pub stands: usize,
    /// How many want to talk.
    pub talk: usize,
    /// How many said nothing.
    pub silent: usize,
    /// How many are off.
    pub off: usize,
    /// Where the answers are.
    pub href: String,
}

/// The answers to the newest substantive change, while they are awaited or somebody is undecided. None for those who may not
/// check.
pub(super) fn summary(db: &mut Db<'_>, id: &LetterId, may_check: bool) -> crate::error::Result<Option<Summary>> {
    let Some(asking) = question::asking(db, id)?.filter(|_| may_check) else { return Ok(None) };
    let href = format!("/desk/letters/{id}/answers");
    let mut sum = Summary { n: asking.n, stands: 0, talk: 0, silent: 0, off: 0, href };
    for one in question::standings(db, id, asking.n)? {
        match standing(one, asking.n) {
            Word::Stands => sum.stands += 1,
            Word::Talk => sum.talk += 1,
            Word::Silent => sum.silent += 1,
            Word::Off => sum.off += 1,
        }
    }
    let matters = asking.settled_at.is_none() || sum.talk + sum.silent > 0;
    Ok(Some(sum).filter(|_| matters))
}

/// How one signatory stands to the new text.
enum Word {
    Stands,
    Talk,
    Silent,
    Off,
}

fn standing(one: Standing, n: i32) -> Word {
    let is_alive = matches!(one.status, Status::Listed | Status::Confirmed);
    match (is_alive, one.answer) {
        (false, _) => Word::Off,
        (true, Some(Stand::In)) => Word::Stands,
        (true, _) if one.revision >= n => Word::Stands,
        (true, Some(Stand::Talk)) => Word::Talk,
        (true, None) => Word::Silent,
    }
}

/// What [`read`] finds.
pub(super) struct Read {
    /// The change that asks.
    pub asking: Option<Revision>,
    /// The answers to it.
    pub answers: Answers,
}

/// How the signatories of older texts answered to the newest substantive change.
pub(super) fn read(db: &mut Db<'_>, id: &LetterId, sees_withheld: bool) -> crate::error::Result<Read> {
    let Some(asking) = question::asking(db, id)? else { return Ok(Read { asking: None, answers: Answers::default() }) };
    let mut answers = Answers::default();
    for (asked, row, mail) in question::list(db, id, asking.n)? {
        match standing(Standing { answer: asked.answer, status: row.status, revision: row.revision }, asking.n) {
            Word::Off => answers.off += 1,
            Word::Stands => answers.stands += 1,
            Word::Talk => {
                answers.talk += 1;
                note(db, &mut answers, &asked, &row, mail, sees_withheld)?;
            }
            Word::Silent => {
                answers.silent += 1;
                note(db, &mut answers, &asked, &row, mail, sees_withheld)?;
            }
        }
    }
    // Who waits for an answer stands first.
    answers.rows.sort_by_key(|row| !row.wants_to_talk);
    Ok(Read { asking: Some(asking), answers })
}

fn note(
    db: &mut Db<'_>,
    answers: &mut Answers,
    asked: &Question,
    row: &Signature,
    mail: Option<Mailed>,
    sees_withheld: bool,
) -> crate::error::Result<()> {
    if row.listing == Listing::Withheld && !sees_withheld {
        answers.withheld += 1;
        answers.withheld_listed += usize::from(row.status == Status::Listed);
        return Ok(());
    }
    let missing = approval::of_signature(db, &row.id)?.into_iter().filter(|one| one.decision.is_none());
    let missing: Vec<String> =
        missing.map(|one| one.approver(db).map(|who| who.name)).collect::<crate::error::Result<_>>()?;
    answers.rows.push(UndecidedRow {
        id: row.id.to_string(),
        name: row.line(db)?.name,
        is_listed: row.status == Status::Listed,
        wants_to_talk: asked.answer == Some(Stand::Talk),
        note: asked.note(db)?.unwrap_or_default(),
        mail: match mail.map(|mail| mail.state) {
            Some(State::Sent) => "sent",
            Some(State::Failed | State::Unknown | State::Cancelled) => "failed",
            Some(_) => "waiting",
            None => "none",
        },
        approvers: missing.join(", "),
        can_be_kept: row.origin == Origin::Recorded,
    });
    Ok(())
}

impl Answers {
    /// How many listed signatures nobody knows to stand for the newest text.
    pub fn undecided(&self) -> usize {
        self.rows.iter().filter(|row| row.is_listed).count() + self.withheld_listed
    }

    /// The names of those that the reader may see.
    pub fn names(&self) -> String {
        self.rows.iter().filter(|row| row.is_listed).map(|row| row.name.as_str()).collect::<Vec<_>>().join(", ")
    }
}

impl AnswersPage {
    async fn load(site: &Site, who: &SignedIn, work: &Work, form: FormState) -> Result<AnswersPage> {
        let (id, sees) = (work.letter.id.clone(), work.member.sees_withheld);
        let Read { asking, answers } = site.store.read(move |db| read(db, &id, sees)).await?;
        let zone = work.letter.time_zone.parse().unwrap_or(chrono_tz::UTC);
        let shown = |at| Shown::of(&When::of(at, zone, &work.letter.zone_label), &site.words());
        Ok(AnswersPage {
            shell: work.shell(site, who, "signatures"),
            form,
            asking: asking.map(|one| Asking {
                n: one.n,
                note: one.note,
                silence: one.silence.unwrap_or(Silence::Out),
                until: one.answer_by.map(shown),
                is_settled: one.settled_at.is_some(),
                is_held_up: one.settled_at.is_none()
                    && one.answer_by.is_some_and(|end| end <= site.now())
                    && work.letter.published_at.is_some(),
            }),
            answers,
            newest: work.revision.as_ref().map_or(0, |revision| revision.n),
            may_write: work.member.rights.may_write(),
        })
    }
}

fn must_check(work: &Work) -> Result<()> {
    if work.member.rights.may_check() { Ok(()) } else { Err(Error::NotAllowed.into()) }
}

/// `GET /desk/letters/{id}/answers`
pub async fn show(site: Data<Site>, who: SignedIn, id: Path<String>, after: Query<After>) -> Result<HttpResponse> {
    let work = Work::find(&site, &who, &id).await?;
    must_check(&work)?;
    let shown = AnswersPage::load(&site, &who, &work, FormState::new()).await?;
    page(StatusCode::OK, &AnswersPage { shell: after.tell(shown.shell.clone()), ..shown })
}

/// `POST /desk/letters/{id}/answers`: `remind`, or for one `signature` `leave_off` and `keep` (only of what the conveners had
/// recorded themselves).
pub async fn act(site: Data<Site>, id: Path<String>, sent: DeskForm) -> Result<HttpResponse> {
    let DeskForm { who, mut form, .. } = sent;
    let work = Work::find(&site, &who, &id).await?;
    work.must_write()?;
    let (letter_id, by, now) = (work.letter.id.clone(), actor(&who), site.now());
    let signature = SignatureId(form.value("signature").to_owned());
    let seen = form.value("revision").parse().unwrap_or(0);
    let sees = work.member.sees_withheld;
    let verb = form.value("action").to_owned();
    if !matches!(verb.as_str(), "remind" | "leave_off" | "keep") {
        form.refuse_whole(site.words().say("form-no-action"));
        return page(StatusCode::UNPROCESSABLE_ENTITY, &AnswersPage::load(&site, &who, &work, form).await?);
    }
    let act = move |tx: &mut Tx<'_>| {
        let row = letter::find(tx, &letter_id)?;
        if verb == "remind" {
            return remind_silent(tx, &row, now).map(|_| Done::AskedAgain);
        }
        let one = crate::store::signature::find_in(tx, &letter_id, &signature)?;
        // Who may not see a withheld name cannot act on it either: whether it exists is not told.
        if one.listing == Listing::Withheld && !sees {
            return Err(Error::NotFound);
        }
        match verb.as_str() {
            "leave_off" => leave_off(tx, &row, &signature, &by, now).map(|()| Done::LeftOff),
            "keep" if one.origin == Origin::Recorded => {
                keep(tx, &row, &signature, seen, &by, now).map(|()| Done::AnswerNoted)
            }
            _ => Err(Error::NotAllowed),
        }
    };
    match site.store.write(Lane::Desk, act).await {
        Ok(done) => Ok(see_other(&done.at(&work.path("answers")))),
        Err(Error::Refused(refusal)) => {
            form.refuse_whole(site.words().say_of("refusal", refusal));
            let work = Work::find(&site, &who, &id).await?;
            page(StatusCode::CONFLICT, &AnswersPage::load(&site, &who, &work, form).await?)
        }
        Err(fault) => Err(fault.into()),
    }
}
