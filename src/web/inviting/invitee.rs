//! `/desk/letters/{id}/invitations/{invitation}`: one contact who is invited: the mails, the calls, and a note for colleagues.

use std::collections::HashMap;

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Path};
use askama::Template;

use crate::actions::call::log_calls;
use crate::actions::note::{NOTE_CHARS, note};
use crate::domain::event::Verb;
use crate::domain::ids::InvitationId;
use crate::domain::invitation::{CallOutcome, Standing};
use crate::domain::text::{TextFault, lines};
use crate::error::Error;
use crate::render::when::in_utc;
use crate::store::answered::Signed;
use crate::store::{Db, Lane, bounce, coordinator, event, invitation, invitee};
use crate::web::answer::{page, see_other};
use crate::web::desk::{Work, status_of};
use crate::web::error::Result;
use crate::web::form::FormState;
use crate::web::guarded::DeskForm;
use crate::web::inviting::{Asked, Named, asked, language_name, must_see_contacts};
use crate::web::page::{Shell, Tone};
use crate::web::session::SignedIn;
use crate::web::site::Site;

/// What can be said on top after a redirect; other words are passed over.
const DONE: [&str; 2] = ["noted", "called"];

/// A call in the log.
pub struct Call {
    at: String,
    by: String,
    /// A word of [`CallOutcome`].
    outcome: &'static str,
}

/// A mail in the list.
pub struct SentMail {
    at: String,
    kind: crate::domain::mailing::MailingKind,
    state: &'static str,
    job: String,
}

#[derive(Template)]
#[template(path = "inviting/invitee.html")]
struct InviteePage {
    shell: Shell,
    form: FormState,
    named: Named,
    language: String,
    standing: Standing,
    calls: Vec<Call>,
    mails: Vec<SentMail>,
    may_write: bool,
    here: String,
    invitations: String,
}

impl InviteePage {
    async fn read(
        site: &Site,
        who: &SignedIn,
        work: &Work,
        id: &InvitationId,
        form: Option<FormState>,
    ) -> Result<InviteePage> {
        let (letter, member, wanted) = (work.letter.id.clone(), work.member.clone(), id.clone());
        let (whole, words) = (work.letter.clone(), site.words());
        let read = move |db: &mut Db<'_>| {
            let (row, card, contact) = invitation::find_invitee(db, &wanted)?;
            if row.letter_id != letter {
                return Err(Error::NotFound);
            }
            let troubles = bounce::troubles(db, &letter)?;
            let steps = invitee::steps(db, &whole, member.sees_withheld)?;
            let mailed = invitee::mailed(db, &letter)?.get(&row.id).copied();
            let has_signed = Signed::read(db, &letter, member.sees_withheld)?.at(db, &row.id).is_some();
            let names: HashMap<_, _> =
                coordinator::list(db)?.into_iter().map(|person| (person.id, person.name)).collect();
            let calls = event::list_for_object(db, &letter, Verb::Call, row.id.as_str())?.into_iter();
            let calls = calls.map(|one| Call {
                at: in_utc(one.at, &words),
                by: one.coordinator_id.and_then(|id| names.get(&id).cloned()).unwrap_or_default(),
                outcome: event::word(&one.detail).unwrap_or(CallOutcome::Called).as_str(),
            });
            let mails = invitee::mails(db, &row.id)?.into_iter().map(|mail| SentMail {
                at: in_utc(mail.at, &words),
                kind: mail.kind,
                state: mail.state.as_str(),
                job: format!("/desk/jobs/{}", mail.job),
            });
            let standing = row.standing(mailed, troubles.get(&row.id), has_signed, &steps, member.sees_withheld);
            let (calls, mails) = (calls.collect::<Vec<_>>(), mails.collect::<Vec<_>>());
            Ok((Named::of(db, &card, &contact)?, contact.language, standing, calls, mails, row.note(db)?))
        };
        let (named, language, standing, calls, mails, note) = site.store.read(read).await?;
        let filled = || FormState::new().with("note", note.unwrap_or_default()).with("outcome", "called");
        Ok(InviteePage {
            shell: work.shell(site, who, "invitations"),
            form: form.unwrap_or_else(filled),
            named,
            language: language.as_deref().map(language_name).unwrap_or_default(),
            standing,
            calls,
            mails,
            may_write: work.member.rights.may_write(),
            here: work.path(&format!("invitations/{id}")),
            invitations: work.path("invitations"),
        })
    }

    fn outcomes(&self) -> Vec<(String, String)> {
        outcome_choices(&self.shell)
    }
}

/// What can come of a call.
pub(super) fn outcome_choices(shell: &Shell) -> Vec<(String, String)> {
    let choice = |one: &CallOutcome| (one.as_str().to_owned(), shell.t.say_of("call-outcome", one).to_string());
    CallOutcome::ALL.iter().map(choice).collect()
}

/// `GET /desk/letters/{id}/invitations/{invitation}`
pub async fn show(site: Data<Site>, who: SignedIn, path: Path<(String, String)>, query: Asked) -> Result<HttpResponse> {
    let (letter, id) = path.into_inner();
    let work = Work::find(&site, &who, &letter).await?;
    must_see_contacts(&work)?;
    let mut shown = InviteePage::read(&site, &who, &work, &InvitationId(id), None).await?;
    let query = asked(query);
    if let Some(done) = DONE.iter().find(|word| query.is("done", word)) {
        let sentence = shown.shell.t.say_of("invitee-done", done).to_string();
        shown.shell = shown.shell.with_banner(Tone::Done, sentence);
    }
    page(StatusCode::OK, &shown)
}

/// `POST /desk/letters/{id}/invitations/{invitation}`: `note`, `call`.
pub async fn act(site: Data<Site>, path: Path<(String, String)>, sent: DeskForm) -> Result<HttpResponse> {
    let DeskForm { who, mut form, .. } = sent;
    let (letter, id) = path.into_inner();
    let work = Work::find(&site, &who, &letter).await?;
    work.must_write()?;
    let id = InvitationId(id);
    let (letter, by, now, wanted) = (work.letter.id.clone(), who.coordinator.id.clone(), site.now(), id.clone());
    let done = match form.value("action") {
        "call" => {
            let outcome = form.value("outcome").parse().unwrap_or(CallOutcome::Called);
            let write = move |tx: &mut crate::store::Tx<'_>| {
                log_calls(tx, &letter, std::slice::from_ref(&wanted), outcome, &by, now)
            };
            match site.store.write(Lane::Desk, write).await? {
                0 => return Err(Error::NotFound.into()),
                _ => Some("called"),
            }
        }
        "note" => {
            let text = match lines(form.value("note"), NOTE_CHARS) {
                Ok(text) => Some(text),
                Err(TextFault::Missing) => Some(String::new()),
                Err(fault) => {
                    form.refuse("note", site.words().say_of("fault", fault.code()).with("limit", NOTE_CHARS));
                    None
                }
            };
            match text {
                None => None,
                Some(text) => {
                    let write = move |tx: &mut crate::store::Tx<'_>| {
                        let row = invitation::find(tx, &wanted)?;
                        if row.letter_id != letter { Err(Error::NotFound) } else { note(tx, &row, &text, &by, now) }
                    };
                    site.store.write(Lane::Desk, write).await?;
                    Some("noted")
                }
            }
        }
        _ => None,
    };
    match done {
        Some(done) => Ok(see_other(&format!("{}?done={done}", work.path(&format!("invitations/{id}"))))),
        None => {
            let shown = InviteePage::read(&site, &who, &work, &id, Some(form)).await?;
            page(status_of(&shown.form), &shown)
        }
    }
}
