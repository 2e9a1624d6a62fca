//! Opening for signature: the wording is frozen as revision 1. A later change freezes the next one, minor (signatures
//! stand) or substantive (earlier signatures do not count for it).

use chrono::TimeDelta;

use crate::actions::keep::LONGEST_DAYS;
use crate::actions::translate::freeze_shown;
use crate::clock::Moment;
use crate::domain::event::{Actor, PublicEffect, Verb};
use crate::domain::ids::CoordinatorId;
use crate::domain::letter::Need;
use crate::domain::refusal::Refusal;
use crate::domain::revision::{Change, LetterText, Silence, text_sha256};
use crate::error::{Error, Result};
use crate::store::letter::{self, Letter};
use crate::store::revision::{self, Revision, RevisionText, TextStatus};
use crate::store::{Db, Tx, event, press};

/// Freezes revision 1 and opens the letter for signature.
///
/// # Errors
/// `EditedMeanwhile` when the draft moved on since the coordinator saw it; `NotReady` when the text or the dates lack
/// something (the page tells what before); `WrongLetterState` when it is open already.
pub fn open(tx: &mut Tx<'_>, row: &Letter, based_on: i32, by: &CoordinatorId, now: Moment) -> Result<()> {
    if row.opened_at.is_some() || row.withdrawn_at.is_some() {
        return Err(Refusal::WrongLetterState.into());
    }
    if !letter::dates(row)?.missing_to_open().is_empty() || row.closes_at.is_some_and(|at| at <= now) {
        return Err(Refusal::NotReady.into());
    }
    let text = drafted(tx, row, based_on)?;
    if !has_what_it_needs(tx, row, &text)? {
        return Err(Refusal::NotReady.into());
    }
    freeze(tx, row, 1, Asking::FIRST, "", &text, by, now)?;
    letter::set_opened(tx, &row.id, now)?;
    event::record(tx, now, &Actor::Coordinator(by.clone()), Verb::Open, Some(&row.id), None, PublicEffect::None)
}

/// Whether the letter has what its kind cannot do without.
///
/// # Errors
/// What the database says.
pub fn has_what_it_needs(db: &mut Db<'_>, row: &Letter, text: &LetterText) -> Result<bool> {
    Ok(match row.kind.needs() {
        None => true,
        Some(Need::Addressee) => !text.addressees.is_empty(),
        Some(Need::Occasion) => !row.particulars().occasion.what.is_empty(),
        Some(Need::Asked) => !row.conveners().is_empty() || !press::find(db, &row.id)?.0.contacts.is_empty(),
    })
}

/// How a later wording differs from the one that people signed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Revising {
    /// Signatures stand.
    Minor,
    /// Each signatory is asked again.
    Substantive {
        /// What it means when one says nothing.
        silence: Silence,
        /// Until when they answer: later than now, at most 30 days.
        answer_by: Moment,
    },
}

/// The columns of a revision that say how it differs.
struct Asking {
    change: Change,
    silence: Option<Silence>,
    answer_by: Option<Moment>,
}

impl Asking {
    const FIRST: Asking = Asking { change: Change::First, silence: None, answer_by: None };
}

impl From<Revising> for Asking {
    fn from(how: Revising) -> Asking {
        match how {
            Revising::Minor => Asking { change: Change::Minor, ..Asking::FIRST },
            Revising::Substantive { silence, answer_by } => {
                Asking { change: Change::Substantive, silence: Some(silence), answer_by: Some(answer_by) }
            }
        }
    }
}

/// Freezes the next revision of an open or public letter. The public note says what changed. Of a public letter a substantive
/// change appears when its signatories have answered.
///
/// # Errors
/// `EditedMeanwhile`; `NotReady` when the draft equals the newest revision, or the time to answer is no good; `WrongLetterState` when it was never opened.
pub fn revise(
    tx: &mut Tx<'_>,
    row: &Letter,
    based_on: i32,
    how: Revising,
    note: &str,
    by: &CoordinatorId,
    now: Moment,
) -> Result<i32> {
    let newest = revision::latest(tx, &row.id)?.ok_or(Refusal::WrongLetterState)?;
    if row.withdrawn_at.is_some() {
        return Err(Refusal::WrongLetterState.into());
    }
    if let Revising::Substantive { answer_by, .. } = how
        && (answer_by <= now || answer_by > now + TimeDelta::days(LONGEST_DAYS))
    {
        return Err(Refusal::NotReady.into());
    }
    let text = drafted(tx, row, based_on)?;
    let frozen = revision::find_text(tx, &row.id, newest.n, &row.language)?;
    if text.canonical() == frozen.canonical_text {
        return Err(Refusal::NotReady.into());
    }
    let n = newest.n + 1;
    freeze(tx, row, n, how.into(), note, &text, by, now)?;
    let actor = Actor::Coordinator(by.clone());
    // Readers of a public letter go on seeing the text that was signed, until its signatories have answered.
    let answered = revision::list(tx, &row.id)?.iter().all(|one| one.answer_by.is_none() || one.settled_at.is_some());
    if row.published_at.is_some() && answered {
        letter::set_published_revision(tx, &row.id, n)?;
        letter::strict_change(tx, &row.id, now, &actor, Verb::Revise)?;
    } else if row.published_at.is_some() && !row.high_risk {
        // The page says that its signatories are being asked.
        letter::strict_change(tx, &row.id, now, &actor, Verb::Revise)?;
    } else {
        event::record(tx, now, &actor, Verb::Revise, Some(&row.id), None, PublicEffect::None)?;
    }
    Ok(n)
}

fn drafted(tx: &mut Tx<'_>, row: &Letter, based_on: i32) -> Result<LetterText> {
    let edit = revision::latest_edit(tx, &row.id, &row.language)?;
    if edit.n != based_on {
        return Err(Refusal::EditedMeanwhile.into());
    }
    let text = edit.text()?;
    if text.faults_to_open().is_empty() { Ok(text) } else { Err(Refusal::NotReady.into()) }
}

#[expect(
    clippy::too_many_arguments,
    reason = "a frozen wording has this many facts, and only the two verbs above call it"
)]
fn freeze(
    tx: &mut Tx<'_>,
    row: &Letter,
    n: i32,
    asking: Asking,
    note: &str,
    text: &LetterText,
    by: &CoordinatorId,
    now: Moment,
) -> Result<()> {
    let canonical_text = text.canonical();
    let frozen = Revision {
        letter_id: row.id.clone(),
        n,
        change: asking.change,
        note: note.to_owned(),
        frozen_at: now,
        frozen_by: by.clone(),
        silence: asking.silence,
        answer_by: asking.answer_by,
        settled_at: None,
    };
    let texts = [RevisionText {
        letter_id: row.id.clone(),
        n,
        language: row.language.clone(),
        status: TextStatus::Signed,
        content: serde_json::to_string(text).map_err(|fault| Error::internal("writing a revision", fault))?,
        text_sha256: text_sha256(&canonical_text),
        canonical_text,
        stale: String::new(),
        credit: String::new(),
    }];
    revision::insert(tx, &frozen, &texts)?.ok_or(Refusal::EditedMeanwhile)?;
    freeze_shown(tx, &row.id, n, text, now)
}
