//! `/sign/{token}/approve-request`: the contact fills in the signature and names one or two persons who must approve it.
//! While it waits, the mailed link shows for whom, and the contact can remind them or take the request back.

pub mod hand_over;
mod page;

use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse};

pub use hand_over::HandOverPage;
pub use page::{AskedView, RequestPage, WaitingPage};

use crate::actions::ask_approval::{ask_approval, remind, take_back};
use crate::actions::sign::Submission;
use crate::clock::Moment;
use crate::domain::approval::{Decision, may_remind};
use crate::domain::email::EmailAddress;
use crate::domain::ids::{InvitationId, LetterId};
use crate::domain::refusal::Refusal;
use crate::domain::signature::SignsAs;
use crate::domain::text::{NAME_CHARS, PersonName, lines};
use crate::store::approval::{self, Approver};
use crate::store::token::Purpose;
use crate::store::{Db, Lane, Tx, invitation, letter, question, signature};
use crate::web::answer::{self, see_other};
use crate::web::done::{After, Done};
use crate::web::error::Result;
use crate::web::form::FormState;
use crate::web::guarded::Guarded;
use crate::web::receipt::{self, Told};
use crate::web::signing::ended::{self, Link};
use crate::web::signing::{Invited, Visit, fields};
use crate::web::site::Site;

/// The longest note to an approver, in characters.
const NOTE_MAX: usize = 1000;

/// One person who is asked, as the contact sees it.
#[derive(Debug, Clone)]
pub struct Asked {
    /// The person's name.
    pub name: String,
    /// Where the request went.
    pub email: String,
    /// When.
    pub asked_at: Moment,
    /// When the person was reminded last.
    pub reminded_at: Option<Moment>,
    /// The answer, once there is one.
    pub decision: Option<Decision>,
    /// What the person wrote to the conveners.
    pub comment: Option<String>,
    /// Whether the text changed in substance since the contact asked, so that this person was asked anew.
    pub was_moved: bool,
}

impl Asked {
    fn may_be_reminded(&self, now: Moment) -> bool {
        self.decision.is_none() && may_remind(self.reminded_at.unwrap_or(self.asked_at), now)
    }
}

/// For whom the signature of an invitation waits; nobody when it does not.
pub(super) fn awaited(
    db: &mut Db<'_>,
    letter: &LetterId,
    invitation: &InvitationId,
) -> crate::error::Result<Vec<Asked>> {
    let row = signature::find_by_invitation(db, letter, invitation)?;
    let Some(row) = row.filter(signature::Signature::awaits_approval) else { return Ok(Vec::new()) };
    let asking = question::asking(db, letter)?;
    let was_moved = asking.is_some_and(|asking| row.submitted_at < asking.frozen_at && row.revision >= asking.n);
    let of_row = |one: approval::Approval, db: &Db<'_>| {
        let Approver { name, email, .. } = one.approver(db)?;
        let (asked_at, reminded_at, decision) = (one.asked_at, one.reminded_at, one.decision);
        Ok(Asked { name, email, asked_at, reminded_at, decision, comment: one.words(db)?, was_moved })
    };
    approval::of_signature(db, &row.id)?.into_iter().map(|one| of_row(one, db)).collect()
}

/// Instead of the invitation's page while the signature waits.
pub(super) fn waiting(site: &Site, request: &HttpRequest, visit: &Visit) -> Result<HttpResponse> {
    let shell = After::of(request).tell(visit.shell(site, request));
    answer::ok(&WaitingPage::new(site, shell, visit)?)
}

/// `GET /sign/{token}/approve-request`
pub async fn form(site: Data<Site>, secret: Path<String>, request: HttpRequest) -> Result<HttpResponse> {
    let answered = match Visit::by_invitation(&site, &request, &secret).await {
        Ok(visit) => show(&site, &request, &visit),
        Err(failure) => Err(failure),
    };
    ended::explain(&site, &request, Link::Secret(Purpose::Sign, &secret), answered).await
}

fn show(site: &Site, request: &HttpRequest, visit: &Visit) -> Result<HttpResponse> {
    let invited = must_be_possible(site, visit)?;
    if visit.waits(site) {
        return waiting(site, request, visit);
    }
    answer::ok(&RequestPage::new(site, request, visit, invited, page::prefilled(visit))?)
}

/// Only organisations ask their own people.
fn must_be_possible<'v>(site: &Site, visit: &'v Visit) -> Result<&'v Invited> {
    visit.must_accept(site)?;
    let invited = visit.invited().filter(|_| visit.letter.signers.allow(SignsAs::Organisation));
    invited.ok_or_else(|| Refusal::NotCollecting.into())
}

/// `POST /sign/{token}/approve-request`: `ask`, and while it waits `remind` and `take_back`.
pub async fn act(site: Data<Site>, secret: Path<String>, request: HttpRequest, sent: Guarded) -> Result<HttpResponse> {
    let answered = press(&site, &request, &secret, sent.form).await;
    ended::explain(&site, &request, Link::Secret(Purpose::Sign, &secret), answered).await
}

async fn press(site: &Data<Site>, request: &HttpRequest, secret: &str, form: FormState) -> Result<HttpResponse> {
    let visit = Visit::by_invitation(site, request, secret).await?;
    let invited = must_be_possible(site, &visit)?;
    if invited.is_test {
        return Err(Refusal::TestLink.into());
    }
    match form.value("action") {
        "remind" => {
            let reminded = on_waiting(site, invited, remind).await?;
            let done = if reminded.unwrap_or(0) > 0 { Done::Reminded } else { Done::RemindedBefore };
            Ok(see_other(&done.at(&visit.base)))
        }
        "take_back" => {
            on_waiting(site, invited, take_back).await?;
            Ok(see_other(&Done::RequestTakenBack.at(&visit.base)))
        }
        _ => ask(site, request, &visit, invited, form).await,
    }
}

/// Acts on the signature that waits; nothing happens when none does any more.
async fn on_waiting<T, F>(site: &Data<Site>, invited: &Invited, mut act: F) -> Result<Option<T>>
where
    T: Send + 'static,
    F: FnMut(&mut Tx<'_>, &letter::Letter, &signature::Signature, Moment) -> crate::error::Result<T> + Send + 'static,
{
    let (id, now) = (invited.invitation.id.clone(), site.now());
    let write = move |tx: &mut Tx<'_>| {
        let row = invitation::find(tx, &id)?;
        let letter = letter::find(tx, &row.letter_id)?;
        let waiting = signature::find_by_invitation(tx, &letter.id, &row.id)?;
        match waiting.filter(signature::Signature::awaits_approval) {
            Some(waiting) => act(tx, &letter, &waiting, now).map(Some),
            None => Ok(None),
        }
    };
    Ok(site.store.write(Lane::Public, write).await?)
}

async fn ask(
    site: &Data<Site>,
    request: &HttpRequest,
    visit: &Visit,
    invited: &Invited,
    form: FormState,
) -> Result<HttpResponse> {
    // The link proves the invited address and no other; who may sign is for the approver to say.
    let mut form = form
        .replaced("email", invited.email.display())
        .replaced("signs_as", SignsAs::Organisation.as_str())
        .replaced("authorised", "yes");
    let submission = fields::read(visit, &mut form, &site.words());
    let approvers = approvers(site, invited, &mut form);
    let (Some(submission), Some(approvers), false) = (submission, approvers, form.has_errors()) else {
        return answer::refused(&RequestPage::new(site, request, visit, invited, form)?);
    };
    match write(site, invited, submission, approvers).await {
        Ok(()) => Ok(receipt::told(site, Told::Asked)),
        Err(crate::error::Error::Refused(Refusal::RevisionChanged)) => {
            form.refuse_whole(site.words().say_of("refusal", Refusal::RevisionChanged));
            let form = form
                .replaced("revision", visit.revision.n.to_string())
                .replaced("text_sha256", &*visit.frozen.text_sha256);
            answer::page(actix_web::http::StatusCode::CONFLICT, &RequestPage::new(site, request, visit, invited, form)?)
        }
        Err(fault) => Err(fault.into()),
    }
}

async fn write(
    site: &Site,
    invited: &Invited,
    submission: Submission,
    approvers: Vec<Approver>,
) -> crate::error::Result<()> {
    let (id, email, now) = (invited.invitation.id.clone(), invited.email.clone(), site.now());
    let act = move |tx: &mut Tx<'_>| {
        let row = invitation::find(tx, &id)?;
        if row.revoked_at.is_some() {
            return Err(Refusal::LinkRevoked.into());
        }
        let letter = letter::find(tx, &row.letter_id)?;
        ask_approval(tx, &letter, &row, &email, &submission, &approvers, now).map(|_| ())
    };
    site.store.write(Lane::Public, act).await
}

/// One or two persons; `None` when something is wrong with them, which then stands in `form`.
fn approvers(site: &Site, invited: &Invited, form: &mut FormState) -> Option<Vec<Approver>> {
    let words = site.words();
    let note = match form.value("note").trim() {
        "" => String::new(),
        typed => match lines(typed, NOTE_MAX) {
            Ok(note) => note,
            Err(fault) => {
                form.refuse("note", words.say_of("fault", fault.code()).with("limit", NOTE_MAX));
                String::new()
            }
        },
    };
    let mut asked: Vec<Approver> = Vec::new();
    for (name_field, email_field, is_needed) in
        [("approver_name", "approver_email", true), ("second_name", "second_email", false)]
    {
        let is_empty = form.value(name_field).trim().is_empty() && form.value(email_field).trim().is_empty();
        if is_empty && !is_needed {
            continue;
        }
        let name = PersonName::parse(form.value(name_field)).map(String::from);
        let email = EmailAddress::parse(form.value(email_field));
        match (name, email) {
            (Ok(name), Ok(email)) => {
                if email.canonical() == invited.email.canonical() {
                    form.refuse(email_field, words.say("asking-own-address"));
                } else if asked.iter().any(|other| other.email == email.as_str()) {
                    form.refuse(email_field, words.say("asking-same-address"));
                }
                asked.push(Approver { name, email: email.as_str().to_owned(), note: note.clone() });
            }
            (name, email) => {
                if let Err(fault) = name {
                    form.refuse(name_field, words.say_of("fault", fault.code()).with("limit", NAME_CHARS));
                }
                if let Err(fault) = email {
                    form.refuse(email_field, words.say_of("fault", fault.code()));
                }
            }
        }
    }
    Some(asked).filter(|_| !form.has_errors())
}
