//! Saving while somebody writes, and who may: one person in one tab at a time. The hold begins with the first save, never by
//! looking, and ends by itself when nothing was heard for two minutes.

use chrono::TimeDelta;

use crate::clock::Moment;
use crate::domain::event::{Actor, PublicEffect, Verb};
use crate::domain::ids::{CoordinatorId, EditId};
use crate::domain::refusal::Refusal;
use crate::domain::revision::LetterText;
use crate::error::{Error, Result};
use crate::store::edit_lock::{self, EditLock};
use crate::store::letter::Letter;
use crate::store::revision::{Edit, go_on, insert_edit, latest_edit};
use crate::store::{Db, Tx, event};

/// After so much silence the text is free again.
pub const SILENCE: TimeDelta = TimeDelta::minutes(2);
/// Autosaves of one person go on in one row for so long.
pub const ONE_ROW: TimeDelta = TimeDelta::minutes(10);

/// A person in one tab of theirs.
#[derive(Debug, Clone)]
pub struct Writer {
    /// Who.
    pub who: CoordinatorId,
    /// The word that the tab made for itself; at most 64 characters.
    pub tab: String,
}

impl Writer {
    fn holds(&self, lock: &EditLock) -> bool {
        lock.coordinator_id == self.who && lock.tab == self.tab
    }
}

/// How an autosave ended.
#[derive(Debug, Clone)]
pub enum Autosaved {
    /// The text is kept under this number.
    Kept(i32),
    /// Somebody else writes; nothing was saved.
    Taken(EditLock),
    /// Somebody saved since `based_on`; nothing was saved.
    Meanwhile,
}

/// Who writes in the text now; `None` when nobody was heard of for two minutes.
pub fn writing_now(db: &mut Db<'_>, letter: &Letter, now: Moment) -> Result<Option<EditLock>> {
    let lock = edit_lock::find(db, &letter.id, &letter.language)?;
    Ok(lock.filter(|lock| now - lock.last_seen_at < SILENCE))
}

/// Takes the text if it is free or `by_force`; the hold of somebody else otherwise.
pub fn take(
    tx: &mut Tx<'_>,
    letter: &Letter,
    writer: &Writer,
    by_force: bool,
    now: Moment,
) -> Result<std::result::Result<EditLock, EditLock>> {
    let held = writing_now(tx, letter, now)?;
    let lock = match held {
        Some(lock) if writer.holds(&lock) => EditLock { last_seen_at: now, ..lock },
        Some(lock) if !by_force => return Ok(Err(lock)),
        _ => EditLock {
            letter_id: letter.id.clone(),
            language: letter.language.clone(),
            coordinator_id: writer.who.clone(),
            tab: writer.tab.clone(),
            taken_at: now,
            last_seen_at: now,
            saved_n: None,
        },
    };
    edit_lock::put(tx, &lock)?;
    Ok(Ok(lock))
}

/// Saves what stands in the page now, if this tab may write.
///
/// # Errors
/// What the database says.
pub fn autosave(
    tx: &mut Tx<'_>,
    letter: &Letter,
    text: &LetterText,
    based_on: i32,
    writer: &Writer,
    now: Moment,
) -> Result<Autosaved> {
    let lock = match take(tx, letter, writer, false, now)? {
        Ok(lock) => lock,
        Err(other) => return Ok(Autosaved::Taken(other)),
    };
    let latest = latest_edit(tx, &letter.id, &letter.language)?;
    // An answer that got lost on its way leaves the page with an older number than its own save has.
    let is_own = lock.saved_n == Some(latest.n);
    if latest.text()? != *text {
        if latest.n != based_on && !is_own {
            return Ok(Autosaved::Meanwhile);
        }
        match write(tx, letter, &latest, text, &writer.who, now) {
            Err(Error::Refused(Refusal::EditedMeanwhile)) => return Ok(Autosaved::Meanwhile),
            written => written?,
        }
        edit_lock::put(tx, &EditLock { saved_n: Some(latest.n + 1), ..lock })?;
        return Ok(Autosaved::Kept(latest.n + 1));
    }
    Ok(Autosaved::Kept(latest.n))
}

fn write(
    tx: &mut Tx<'_>,
    letter: &Letter,
    latest: &Edit,
    text: &LetterText,
    who: &CoordinatorId,
    now: Moment,
) -> Result<()> {
    let content = serde_json::to_string(text).map_err(|fault| Error::internal("writing an edit", fault))?;
    let goes_on = latest.is_autosave
        && latest.note.is_empty()
        && latest.author_id.as_ref() == Some(who)
        && now - latest.created_at < ONE_ROW;
    if goes_on {
        return if go_on(tx, latest, &content)? { Ok(()) } else { Err(Refusal::EditedMeanwhile.into()) };
    }
    let row = Edit {
        id: EditId::new(),
        letter_id: letter.id.clone(),
        language: letter.language.clone(),
        n: latest.n + 1,
        content,
        note: String::new(),
        author_id: Some(who.clone()),
        created_at: now,
        is_autosave: true,
    };
    insert_edit(tx, &row)?.ok_or(Refusal::EditedMeanwhile)?;
    event::record(tx, now, &Actor::Coordinator(who.clone()), Verb::Save, Some(&letter.id), None, PublicEffect::None)
}
