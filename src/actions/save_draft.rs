//! Saving a draft. Every save is a row; the second of two savers loses nothing and sees both texts.

use crate::clock::Moment;
use crate::domain::event::{Actor, PublicEffect, Verb};
use crate::domain::ids::{CoordinatorId, EditId};
use crate::domain::refusal::Refusal;
use crate::domain::revision::LetterText;
use crate::error::{Error, Result};
use crate::store::letter::{self, Letter};
use crate::store::revision::{Edit, find_edit, finish_autosave, insert_edit, latest_edit};
use crate::store::{Tx, event};

/// A save: the fields of one form, put over the text it was based on.
#[derive(Debug, Clone)]
pub struct Save {
    /// The number of the edit that the form showed (`based_on`).
    pub based_on: i32,
    /// The whole text with the form's fields in it.
    pub text: LetterText,
    /// A note for colleagues, or empty.
    pub note: String,
}

/// Saves a draft in the letter's language; gives the number of the new edit, or of the unchanged one.
///
/// # Errors
/// `EditedMeanwhile` when another edit was saved since `based_on`; the caller shows both texts.
pub fn save_draft(tx: &mut Tx<'_>, letter: &Letter, save: &Save, author: &CoordinatorId, now: Moment) -> Result<i32> {
    let latest = latest_edit(tx, &letter.id, &letter.language)?;
    if latest.text()? == save.text {
        if latest.is_autosave && latest.author_id.as_ref() == Some(author) {
            finish_autosave(tx, &latest, &save.note)?;
        }
        return Ok(latest.n);
    }
    if latest.n != save.based_on {
        return Err(Refusal::EditedMeanwhile.into());
    }
    insert(tx, letter, latest.n + 1, &save.text, &save.note, author, now)?;
    let actor = Actor::Coordinator(author.clone());
    event::record(tx, now, &actor, Verb::Save, Some(&letter.id), None, PublicEffect::None)?;
    Ok(latest.n + 1)
}

/// Brings the text of an earlier edit back: it becomes the newest one, and nothing between is lost.
///
/// # Errors
/// `NotFound` when there is no such edit; `EditedMeanwhile` when somebody saved since `based_on`.
pub fn bring_back(
    tx: &mut Tx<'_>,
    letter: &Letter,
    n: i32,
    based_on: i32,
    note: &str,
    author: &CoordinatorId,
    now: Moment,
) -> Result<i32> {
    let text = find_edit(tx, &letter.id, &letter.language, n)?.text()?;
    save_draft(tx, letter, &Save { based_on, text, note: note.to_owned() }, author, now)
}

/// Says that the draft is in another language than was thought: the newest text goes on under that one.
///
/// # Errors
/// `WrongLetterState` once a wording was frozen: people have signed it in its language.
pub fn set_language(
    tx: &mut Tx<'_>,
    letter: &Letter,
    language: &str,
    author: &CoordinatorId,
    now: Moment,
) -> Result<()> {
    if letter.language == language {
        return Ok(());
    }
    if letter.opened_at.is_some() {
        return Err(Refusal::WrongLetterState.into());
    }
    let latest = latest_edit(tx, &letter.id, &letter.language)?;
    let before = match latest_edit(tx, &letter.id, language) {
        Ok(edit) => edit.n,
        Err(Error::NotFound) => 0,
        Err(fault) => return Err(fault),
    };
    letter::set_language(tx, &letter.id, language)?;
    let moved = Letter { language: language.to_owned(), ..letter.clone() };
    // Higher than both, so that a form loaded before is never taken for the newest.
    insert(tx, &moved, latest.n.max(before) + 1, &latest.text()?, "", author, now)
}

/// The first edit of a new letter.
pub(super) fn first(
    tx: &mut Tx<'_>,
    letter: &Letter,
    text: &LetterText,
    author: &CoordinatorId,
    now: Moment,
) -> Result<()> {
    insert(tx, letter, 1, text, "", author, now)
}

fn insert(
    tx: &mut Tx<'_>,
    letter: &Letter,
    n: i32,
    text: &LetterText,
    note: &str,
    author: &CoordinatorId,
    now: Moment,
) -> Result<()> {
    let content = serde_json::to_string(text).map_err(|fault| Error::internal("writing an edit", fault))?;
    let row = Edit {
        id: EditId::new(),
        letter_id: letter.id.clone(),
        language: letter.language.clone(),
        n,
        content,
        note: note.to_owned(),
        author_id: Some(author.clone()),
        created_at: now,
        is_autosave: false,
    };
    // Another one took the number in this very moment.
    insert_edit(tx, &row)?.ok_or(Refusal::EditedMeanwhile)?;
    Ok(())
}
