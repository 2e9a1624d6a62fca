//! `/approve/{token}`: a director or board member who never heard of us reads the frozen text and what would be printed, and
//! approves, refuses or writes to the conveners, without an account. Opening the page does none of it.

use std::sync::Arc;

use actix_web::http::StatusCode;
use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;

use crate::actions::approve::{approve, comment, refuse};
use crate::actions::keep::open_question;
use crate::clock::Moment;
use crate::domain::approval::Decision;
use crate::domain::ids::ApprovalId;
use crate::domain::refusal::Refusal;
use crate::domain::revision::counts_for;
use crate::domain::signature::Listing;
use crate::domain::text::{TextFault, lines};
use crate::error::Error;
use crate::render::diff::{DiffBlock, diff};
use crate::render::public::PublicLetter;
use crate::render::shell::Shell;
use crate::render::when::Shown;
use crate::store::approval::{self, Approval, Approver};
use crate::store::letter::Letter;
use crate::store::revision::{Revision, RevisionText};
use crate::store::signature::{Signature, Signer};
use crate::store::token::Purpose;
use crate::store::{Db, Lane, letter, question, revision, signature};
use crate::web::answer;
use crate::web::error::Result;
use crate::web::form::FormState;
use crate::web::guarded::Guarded;
use crate::web::links;
use crate::web::preview::{Wording, public_letter};
use crate::web::receipt::{self, Told};
use crate::web::signing::Proof;
use crate::web::signing::ended::{self, Link};
use crate::web::signing::shown;
use crate::web::site::Site;

/// The longest reason or comment, in characters.
const WORDS_MAX: usize = 4000;

/// What one approver is asked about.
struct Question {
    asked: Approval,
    who: Approver,
    letter: Letter,
    row: Signature,
    signer: Signer,
    revision: Revision,
    frozen: RevisionText,
    proof: Proof,
    /// Whether the text is still the letter's.
    is_current: bool,
    /// Until when it is answered whether a signature that is complete stands for the text.
    again: Option<Again>,
    /// What changed since this person was first asked.
    changed: Option<Changed>,
    approved: usize,
    all: usize,
}

/// The question whether a signature that was approved stands for a new text.
struct Again {
    answer_by: Option<Moment>,
}

/// How the text differs from the one that was to be approved before.
pub struct Changed {
    /// The version before.
    pub before: i32,
    /// What the conveners say about it; may be empty.
    pub note: String,
    /// From that version to the one that is shown.
    pub blocks: Vec<DiffBlock>,
}

/// What changed since the text of `before`, for somebody who was asked before the change.
fn changed(
    db: &mut Db<'_>,
    row: &Signature,
    asking: &Revision,
    before: i32,
    shown: &RevisionText,
) -> crate::error::Result<Option<Changed>> {
    if row.submitted_at >= asking.frozen_at || shown.n < asking.n {
        return Ok(None);
    }
    let blocks = match revision::find_text(db, &row.letter_id, before, &shown.language) {
        Ok(old) => diff(&old.canonical_text, &shown.canonical_text),
        Err(Error::NotFound) => Vec::new(),
        Err(fault) => return Err(fault),
    };
    Ok(Some(Changed { before, note: asking.note.clone(), blocks }))
}

fn load(db: &mut Db<'_>, id: &ApprovalId, language: &str) -> crate::error::Result<Question> {
    let asked = approval::find(db, id)?;
    let row = signature::find(db, &asked.signature_id)?;
    let letter = letter::find(db, &row.letter_id)?;
    let line = match row.line(db) {
        // Erased on schedule.
        Err(Error::NotFound) => return Err(Refusal::LinkExpired.into()),
        found => found?,
    };
    let labels = letter::country_labels(db, &letter.id)?;
    let changes = revision::changes(db, &letter.id)?;
    let newest = changes.iter().map(|(n, _)| *n).max().unwrap_or(row.revision);
    let all = approval::of_signature(db, &row.id)?;
    let open = if row.awaits_approval() { None } else { open_question(db, &letter, &row)? };
    let n = if open.is_some() { newest } else { row.revision };
    let frozen = match open {
        Some(_) => question::text_for(db, &row, &letter.language)?,
        None => revision::find_signed(db, &row)?,
    };
    let asking = question::asking(db, &letter.id)?;
    let changed = match &asking {
        // A request that waited was led over to the new text.
        Some(asking) => {
            let before = if open.is_some() { row.revision } else { asking.n - 1 };
            changed(db, &row, asking, before, &frozen)?
        }
        None => None,
    };
    Ok(Question {
        who: asked.approver(db)?,
        signer: row.signer(db)?.unwrap_or_default(),
        revision: revision::find(db, &letter.id, n)?,
        frozen,
        proof: Proof::new(&line, language, &labels, None),
        is_current: counts_for(n, newest, &changes),
        again: open.map(|open| Again { answer_by: open.revision.answer_by }),
        changed,
        approved: all.iter().filter(|one| one.decision == Some(Decision::Approved)).count(),
        all: all.len(),
        asked,
        letter,
        row,
    })
}

impl Question {
    /// Lets only those pass who can still answer.
    fn must_be_open(&self, site: &Site) -> Result<()> {
        if self.asked.revoked_at.is_some() {
            return Err(Refusal::LinkRevoked.into());
        }
        if self.asked.decision.is_some() {
            return Err(Refusal::LinkUsed.into());
        }
        if self.row.awaits_approval() {
            return Ok(self.letter.facts().accepts_submission(site.now())?);
        }
        if self.again.is_some() && self.letter.held_at.is_none() { Ok(()) } else { Err(Refusal::LinkUsed.into()) }
    }
}

#[derive(Template)]
#[template(path = "approving/approve.html")]
pub struct ApprovePage {
    pub shell: Shell,
    pub form: FormState,
    pub letter: Arc<PublicLetter>,
    pub kind: &'static str,
    /// Who is asked.
    pub person: String,
    /// Who asks, and in which role.
    pub contact: String,
    pub contact_role: String,
    pub organisation: String,
    pub note: String,
    /// The line as it would be printed, or would be if it were not withheld.
    pub proof: Proof,
    pub is_withheld: bool,
    pub withheld_place: &'static str,
    pub sign_by: Option<Shown>,
    pub publishes: Option<Shown>,
    pub is_current: bool,
    /// Whether the signature is complete and it is asked whether it stands for a new text.
    pub is_again: bool,
    pub changed: Option<Changed>,
    pub approved: usize,
    pub all: usize,
}

impl ApprovePage {
    fn new(site: &Site, request: &HttpRequest, question: Question, form: FormState) -> Result<ApprovePage> {
        let text = question.frozen.text()?;
        let wording = Wording::frozen(&question.revision, &question.frozen, &text);
        let letter = &question.letter;
        Ok(ApprovePage {
            shell: site.form_shell(request),
            form,
            letter: Arc::new(public_letter(&site.words(), letter, &wording, site.now())),
            kind: letter.kind.as_str(),
            person: question.who.name,
            contact: question.signer.name,
            contact_role: question.signer.role,
            organisation: question.proof.mine.name.clone(),
            note: question.who.note,
            is_withheld: question.row.listing == Listing::Withheld,
            withheld_place: question.row.withheld_place.as_str(),
            sign_by: match &question.again {
                Some(again) => shown(site, letter, again.answer_by),
                None => shown(site, letter, letter.facts().closing()),
            },
            publishes: shown(site, letter, letter.publishes_at.filter(|_| letter.published_at.is_none())),
            proof: question.proof,
            is_current: question.is_current,
            is_again: question.again.is_some(),
            changed: question.changed,
            approved: question.approved,
            all: question.all,
        })
    }
}

async fn find(site: &Data<Site>, request: &HttpRequest, secret: &str) -> Result<Question> {
    let link = links::find(site, request, Purpose::Approve, secret).await?;
    let (id, language) = (link.approval_id.ok_or(Error::NotFound)?, site.words().lang());
    Ok(site.store.read(move |db| load(db, &id, language)).await?)
}

/// `GET /approve/{token}`
pub async fn show(site: Data<Site>, secret: Path<String>, request: HttpRequest) -> Result<HttpResponse> {
    let answered = match find(&site, &request, &secret).await {
        Ok(question) => page(&site, &request, question),
        Err(failure) => Err(failure),
    };
    ended::explain(&site, &request, Link::Secret(Purpose::Approve, &secret), answered).await
}

fn page(site: &Site, request: &HttpRequest, question: Question) -> Result<HttpResponse> {
    question.must_be_open(site)?;
    answer::ok(&ApprovePage::new(site, request, question, FormState::new())?)
}

/// `POST /approve/{token}`: `approve`, `refuse` with its `reason`, `comment`.
pub async fn act(site: Data<Site>, secret: Path<String>, request: HttpRequest, sent: Guarded) -> Result<HttpResponse> {
    let answered = press(&site, &request, &secret, sent.form).await;
    ended::explain(&site, &request, Link::Secret(Purpose::Approve, &secret), answered).await
}

async fn press(site: &Data<Site>, request: &HttpRequest, secret: &str, mut form: FormState) -> Result<HttpResponse> {
    let question = find(site, request, secret).await?;
    let (id, now, was_signed) = (question.asked.id.clone(), site.now(), question.again.is_some());
    let seen = form.value("revision").parse().ok();
    match form.value("action") {
        "approve" => match site.store.write(Lane::Public, move |tx| approve(tx, &id, seen, now)).await {
            Ok(true) => Ok(receipt::told(site, Told::Complete)),
            Ok(false) => Ok(receipt::told(site, Told::Approved)),
            Err(Error::Refused(Refusal::RevisionChanged)) => {
                let question = find(site, request, secret).await?;
                form.refuse_whole(site.words().say_of("refusal", Refusal::RevisionChanged));
                answer::page(StatusCode::CONFLICT, &ApprovePage::new(site, request, question, form)?)
            }
            Err(fault) => Err(fault.into()),
        },
        "refuse" => {
            let Some(reason) = words(site, &mut form, "reason", true) else {
                return answer::refused(&ApprovePage::new(site, request, question, form)?);
            };
            site.store.write(Lane::Public, move |tx| refuse(tx, &id, &reason, now)).await?;
            Ok(receipt::told(site, if was_signed { Told::RefusedAgain } else { Told::RefusedApproval }))
        }
        "comment" => {
            question.must_be_open(site)?;
            let Some(typed) = words(site, &mut form, "comment", false) else {
                return answer::refused(&ApprovePage::new(site, request, question, form)?);
            };
            site.store.write(Lane::Public, move |tx| comment(tx, &id, &typed, now)).await?;
            Ok(receipt::told(site, Told::Commented))
        }
        _ => {
            question.must_be_open(site)?;
            form.refuse_whole(site.words().say("form-no-action"));
            answer::refused(&ApprovePage::new(site, request, question, form)?)
        }
    }
}

/// A reason may be empty, a comment not.
fn words(site: &Site, form: &mut FormState, field: &'static str, may_be_empty: bool) -> Option<String> {
    let words = site.words();
    match lines(form.value(field), WORDS_MAX) {
        Ok(typed) => Some(typed),
        Err(TextFault::Missing) if may_be_empty => Some(String::new()),
        Err(TextFault::Missing) => {
            form.refuse(field, words.say("approve-comment-missing"));
            None
        }
        Err(fault) => {
            form.refuse(field, words.say_of("fault", fault.code()).with("limit", WORDS_MAX));
            None
        }
    }
}
