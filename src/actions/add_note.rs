//! Correction notes: what the conveners say, with its date, about an error in a public letter.

use crate::clock::Moment;
use crate::domain::event::{Actor, Verb};
use crate::domain::ids::{CoordinatorId, LetterId, NoteId};
use crate::domain::refusal::Refusal;
use crate::error::{Error, Result};
use crate::store::Tx;
use crate::store::correction_note::{self, CorrectionNote};
use crate::store::letter::{self, Letter};

/// Adds a note; readers see it at once.
///
/// # Errors
/// `WrongLetterState` when the letter is not public.
pub fn add_note(tx: &mut Tx<'_>, row: &Letter, note: &str, by: &CoordinatorId, now: Moment) -> Result<()> {
    if !row.facts().is_public() {
        return Err(Refusal::WrongLetterState.into());
    }
    let note = CorrectionNote {
        id: NoteId::new(),
        letter_id: row.id.clone(),
        at: now,
        note: note.to_owned(),
        created_by: by.clone(),
        withdrawn_at: None,
    };
    correction_note::insert(tx, &note)?;
    letter::strict_change(tx, &row.id, now, &Actor::Coordinator(by.clone()), Verb::AddNote)
}

/// Takes a note back: its words are gone from every page, and the log says that there was one.
///
/// # Errors
/// `NotFound` for a note of another letter, or one that was taken back before.
pub fn withdraw_note(tx: &mut Tx<'_>, letter: &LetterId, id: &NoteId, by: &CoordinatorId, now: Moment) -> Result<()> {
    if !correction_note::withdraw(tx, letter, id, now)? {
        return Err(Error::NotFound);
    }
    letter::strict_change(tx, letter, now, &Actor::Coordinator(by.clone()), Verb::WithdrawNote)
}
