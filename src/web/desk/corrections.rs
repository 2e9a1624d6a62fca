//! `/desk/letters/{id}/corrections`: what the conveners say, with its date, about an error in the public letter.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Path};
use askama::Template;

use crate::actions::add_note::{add_note, withdraw_note};
use crate::domain::ids::NoteId;
use crate::domain::refusal::Refusal;
use crate::domain::text::lines;
use crate::error::Error;
use crate::render::when::in_utc;
use crate::store::{Lane, Tx, correction_note, letter};
use crate::web::answer::{page, see_other};
use crate::web::desk::{Work, status_of};
use crate::web::error::Result;
use crate::web::form::FormState;
use crate::web::guarded::DeskForm;
use crate::web::page::Shell;
use crate::web::session::SignedIn;
use crate::web::site::Site;

/// The longest note, in characters.
const NOTE_CHARS: usize = 2_000;

struct Row {
    id: NoteId,
    at: String,
    note: String,
    withdrawn_at: Option<String>,
}

#[derive(Template)]
#[template(path = "desk/corrections.html")]
struct CorrectionsPage {
    shell: Shell,
    form: FormState,
    rows: Vec<Row>,
    /// The public log, while the letter is public.
    public: Option<String>,
    may_write: bool,
}

impl CorrectionsPage {
    async fn load(site: &Site, who: &SignedIn, work: &Work, form: FormState) -> Result<CorrectionsPage> {
        let letter = work.letter.id.clone();
        let notes = site.store.read(move |db| correction_note::list(db, &letter)).await?;
        let words = site.words();
        let row = |one: correction_note::CorrectionNote| Row {
            id: one.id,
            at: in_utc(one.at, &words),
            note: one.note,
            withdrawn_at: one.withdrawn_at.map(|at| in_utc(at, &words)),
        };
        let is_public = work.letter.facts().is_public();
        Ok(CorrectionsPage {
            rows: notes.into_iter().map(row).collect(),
            public: is_public.then(|| format!("/letters/{}/changes", work.letter.slug)),
            may_write: work.member.rights.may_write(),
            shell: work.shell(site, who, "press"),
            form,
        })
    }
}

/// `GET /desk/letters/{id}/corrections`
pub async fn show(site: Data<Site>, who: SignedIn, id: Path<String>) -> Result<HttpResponse> {
    let work = Work::find(&site, &who, &id).await?;
    page(StatusCode::OK, &CorrectionsPage::load(&site, &who, &work, FormState::new()).await?)
}

/// `POST /desk/letters/{id}/corrections`: `add`, `withdraw`.
pub async fn act(site: Data<Site>, id: Path<String>, sent: DeskForm) -> Result<HttpResponse> {
    let DeskForm { who, mut form, .. } = sent;
    let work = Work::find(&site, &who, &id).await?;
    work.must_write()?;
    let (letter_id, by, now) = (work.letter.id.clone(), who.coordinator.id.clone(), site.now());
    let done = if form.is("action", "withdraw") {
        let note = NoteId(form.value("correction").to_owned());
        site.store.write(Lane::Desk, move |tx: &mut Tx<'_>| withdraw_note(tx, &letter_id, &note, &by, now)).await
    } else {
        let note = match lines(form.value("note"), NOTE_CHARS) {
            Ok(note) => note,
            Err(fault) => {
                form.refuse("note", site.words().say_of("fault", fault.code()).with("limit", NOTE_CHARS));
                return page(status_of(&form), &CorrectionsPage::load(&site, &who, &work, form).await?);
            }
        };
        let add = move |tx: &mut Tx<'_>| {
            let row = letter::find(tx, &letter_id)?;
            add_note(tx, &row, &note, &by, now)
        };
        site.store.write(Lane::Desk, add).await
    };
    match done {
        Ok(()) => Ok(see_other(&work.path("corrections"))),
        Err(Error::Refused(refusal @ Refusal::WrongLetterState)) => {
            form.refuse_whole(site.words().say_of("refusal", refusal));
            page(StatusCode::CONFLICT, &CorrectionsPage::load(&site, &who, &work, form).await?)
        }
        Err(fault) => Err(fault.into()),
    }
}
