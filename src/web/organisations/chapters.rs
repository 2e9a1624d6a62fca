//! The history of a card in words, as far as the reader's rights on each letter let it be told.

use std::collections::HashMap;

use crate::domain::ids::InvitationId;
use crate::domain::invitation::Standing;
use crate::render::when::date;
use crate::render::words::Words;
use crate::store::answered::Signed;
use crate::store::bounce::Trouble;
use crate::store::invitee::{self, Steps};
use crate::store::organisation::history::{Asked, Chapter};
use crate::store::outbox::MailKind;
use crate::store::signature::Signature;
use crate::store::{Db, bounce};

/// One letter in the history.
pub struct ChapterView {
    /// The letter's title.
    pub title: String,
    /// Its language, for the title.
    pub language: String,
    /// Where it is read: the desk for members, the public page for others.
    pub href: String,
    /// Who was asked.
    pub asked: Vec<AskedView>,
    /// What was signed by name.
    pub signed: Vec<SignedView>,
}

/// One invitation.
pub struct AskedView {
    /// The person, or the address.
    pub whom: String,
    /// Where it stands, in the words that the reader may read.
    pub standing: Standing,
    /// The day of the answer, or of the last thing known of its mails.
    pub day: String,
    /// The days on which it was mailed.
    pub mailed: Vec<String>,
    /// Why it was declined; only for those who may see answers.
    pub reason: String,
}

/// One signature by name.
pub struct SignedView {
    /// The name as printed.
    pub name: String,
    /// The word of its status.
    pub status: &'static str,
    /// The day it was given.
    pub day: String,
    /// The version of the text.
    pub revision: i32,
}

/// Puts the history into words.
pub fn views(db: &mut Db<'_>, chapters: Vec<Chapter>, words: &Words) -> crate::error::Result<Vec<ChapterView>> {
    chapters.into_iter().map(|chapter| view(db, chapter, words)).collect()
}

fn view(db: &mut Db<'_>, chapter: Chapter, words: &Words) -> crate::error::Result<ChapterView> {
    let sees = chapter.member.as_ref().is_some_and(|member| member.sees_withheld);
    let signed = Signed::read(db, &chapter.letter.id, sees)?;
    let steps = invitee::steps(db, &chapter.letter, sees)?;
    let known = Known { signed, steps, troubles: bounce::troubles(db, &chapter.letter.id)?, sees };
    let asked = chapter.asked.iter().map(|one| asked_view(db, one, &known, words)).collect::<Result<_, _>>()?;
    let href = match &chapter.member {
        Some(_) => format!("/desk/letters/{}", chapter.letter.id),
        None => format!("/letters/{}", chapter.letter.slug),
    };
    Ok(ChapterView {
        title: chapter.title,
        language: chapter.letter.language.clone(),
        href,
        asked,
        signed: chapter.signed.iter().map(|row| signed_view(row, words)).collect(),
    })
}

/// What a reader may know of a letter's answers.
struct Known {
    signed: Signed,
    steps: Steps,
    /// Why no mail reaches some.
    troubles: HashMap<InvitationId, Trouble>,
    /// Has the right to withheld names.
    sees: bool,
}

fn asked_view(db: &mut Db<'_>, one: &Asked, known: &Known, words: &Words) -> crate::error::Result<AskedView> {
    let Known { signed, steps, troubles, sees } = known;
    let row = &one.invitation;
    let whom = match one.contact.name(db)? {
        Some(name) => name,
        None => one.contact.email(db)?,
    };
    let mailed = one.mailed();
    let signed_at = signed.at(db, &row.id);
    let reason = row.reason_sealed.as_ref().filter(|_| *sees && row.answer.is_some() && signed_at.is_none());
    let reason = reason.map(|sealed| db.keys.open("invitation", "reason", row.id.as_str(), sealed)).transpose()?;
    let days = one.sent().filter(|(kind, _)| *kind == MailKind::Invitation);
    let mut mailed_on: Vec<String> = days.map(|(_, at)| date(at, words)).collect();
    mailed_on.dedup();
    // Signing forgets the press of the button; to whom signing is not told, that must not tell it.
    let visited_at = row.visited_at.filter(|_| *sees);
    let at = signed_at.or(row.answered_at).or(visited_at).or(mailed.and_then(|mailed| mailed.at));
    Ok(AskedView {
        whom,
        standing: row.standing(mailed, troubles.get(&row.id), signed_at.is_some(), steps, *sees),
        day: at.map(|at| date(at, words)).unwrap_or_default(),
        mailed: mailed_on,
        reason: reason.unwrap_or_default(),
    })
}

fn signed_view(row: &Signature, words: &Words) -> SignedView {
    SignedView {
        name: row.name.clone().unwrap_or_default(),
        status: row.status.as_str(),
        day: date(row.submitted_at, words),
        revision: row.revision,
    }
}
