//! The coordinators' side: one file for each page below `/desk/letters/{id}`. Every look-up goes through what the asker
//! may see; who is no member gets the 404 of a letter that does not exist.

pub mod answers;
pub mod commented;
pub mod comments;
pub mod corrections;
pub mod dates;
pub mod details;
pub mod history;
pub mod languages;
pub mod letters;
pub mod log;
pub mod overview;
pub mod people;
pub mod press;
pub mod previews;
pub mod publish;
pub mod record;
pub mod redline;
pub mod reviewing;
pub mod safety;
pub mod signatures;
pub mod text;
pub mod writing;

use actix_web::http::StatusCode;

use crate::domain::event::Actor;
use crate::domain::ids::LetterId;
use crate::domain::letter::LetterState;
use crate::domain::revision::{LetterText, TextFault};
use crate::domain::signature::Status;
use crate::error::Error;
use crate::render::shell::{LetterMenu, Shell};
use crate::store::letter::{self, Letter, LetterMember};
use crate::store::revision::{self, Edit, Revision};
use crate::store::{Db, invitation, signature};
use crate::web::error::Result;
use crate::web::form::FormState;
use crate::web::session::SignedIn;
use crate::web::site::Site;

/// One letter as its coordinators work on it, read in one go.
pub struct Work {
    /// The letter.
    pub letter: Letter,
    /// What the asker may do with it.
    pub member: LetterMember,
    /// The newest edit in the letter's language.
    pub edit: Edit,
    /// Its text.
    pub text: LetterText,
    /// The newest frozen wording, once opened.
    pub revision: Option<Revision>,
    /// How many are invited.
    pub invited: usize,
    /// How many signatures are in each status.
    pub signatures: Vec<(Status, i64)>,
    /// How many of those that are listed or wait for the check have their names withheld.
    pub withheld: i64,
    /// How many coordinators work on it.
    pub members: usize,
}

impl Work {
    /// Reads the letter, if the asker is a member of it.
    pub async fn find(site: &Site, who: &SignedIn, id: &str) -> Result<Work> {
        let (id, asker) = (LetterId(id.to_owned()), who.coordinator.id.clone());
        Ok(site
            .store
            .read(move |db| {
                let (letter, member) = letter::find_for(db, &id, &asker)?;
                Work::load(db, letter, member)
            })
            .await?)
    }

    /// Reads what belongs to a letter that the asker was found to be a member of.
    ///
    /// # Errors
    /// What the database says.
    pub fn load(db: &mut Db<'_>, letter: Letter, member: LetterMember) -> crate::error::Result<Work> {
        let edit = revision::latest_edit(db, &letter.id, &letter.language)?;
        Ok(Work {
            text: edit.text()?,
            edit,
            revision: revision::latest(db, &letter.id)?,
            invited: invitation::count(db, &letter.id)?,
            signatures: signature::count_by_status(db, &letter.id)?,
            withheld: signature::count_withheld(db, &letter.id)?,
            members: letter::members(db, &letter.id)?.len(),
            letter,
            member,
        })
    }

    /// How many signatures are in this status.
    pub fn count(&self, status: Status) -> i64 {
        self.signatures.iter().find(|(one, _)| *one == status).map_or(0, |(_, count)| *count)
    }

    /// Where the letter stands.
    pub fn state(&self, site: &Site) -> LetterState {
        self.letter.facts().state(site.now())
    }

    /// The shell of one of the letter's pages, with the menu beside it.
    pub fn shell(&self, site: &Site, who: &SignedIn, current: &'static str) -> Shell {
        let draft = format!("{} {}", site.words().say("desk-note-draft"), self.edit.n);
        let text = self.revision.as_ref().map_or(draft, |revision| format!("v{}", revision.n));
        let some = |count: i64| if count == 0 { String::new() } else { count.to_string() };
        let notes = vec![
            ("text", text),
            ("invitations", some(i64::try_from(self.invited).unwrap_or_default())),
            ("signatures", some(self.count(Status::Confirmed))),
            ("people", self.members.to_string()),
        ];
        let menu = LetterMenu { letter_id: self.letter.id.to_string(), title: self.text.title.clone(), current, notes };
        Shell { menu: Some(menu), ..who.shell(site) }
    }

    /// The path of one of the letter's pages.
    pub fn path(&self, page: &str) -> String {
        match page {
            "" => format!("/desk/letters/{}", self.letter.id),
            page => format!("/desk/letters/{}/{page}", self.letter.id),
        }
    }

    /// Lets only those pass who may change text, dates and invitations.
    ///
    /// # Errors
    /// `NotAllowed`.
    pub fn must_write(&self) -> Result<()> {
        if self.member.rights.may_write() { Ok(()) } else { Err(Error::NotAllowed.into()) }
    }

    /// Lets only those pass who may comment on the draft.
    ///
    /// # Errors
    /// `NotAllowed`.
    pub fn must_review(&self) -> Result<()> {
        if self.member.rights.may_review() { Ok(()) } else { Err(Error::NotAllowed.into()) }
    }

    /// Lets only those pass who look after the press: the press page, previews, corrections.
    ///
    /// # Errors
    /// `NotAllowed`.
    pub fn must_brief_press(&self) -> Result<()> {
        if self.member.rights.may_brief_press() { Ok(()) } else { Err(Error::NotAllowed.into()) }
    }

    /// Lets only the owners pass: publishing, withdrawing, hiding names.
    ///
    /// # Errors
    /// `NotAllowed`.
    pub fn must_own(&self) -> Result<()> {
        if self.member.rights.may_publish() { Ok(()) } else { Err(Error::NotAllowed.into()) }
    }
}

/// The actor of what a coordinator does.
pub fn actor(who: &SignedIn) -> Actor {
    Actor::Coordinator(who.coordinator.id.clone())
}

/// 422 for a refused form, 200 for one that is shown.
pub fn status_of(form: &FormState) -> StatusCode {
    if form.has_errors() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK }
}

/// Tells the faults of a text beside their fields.
pub fn refuse_text(site: &Site, form: &mut FormState, faults: &[TextFault]) {
    let words = site.words();
    for fault in faults {
        let mut message = words.say_of("fault", fault.kind.code()).with("limit", fault.limit).to_string();
        if let Some(row) = fault.row {
            message = words.say("fault-in-row").with("row", row + 1).with("fault", message).to_string();
        }
        form.refuse(fault.field, message);
    }
}
