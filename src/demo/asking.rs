//! The change of the demo's letter that collects in public: its signatories were asked an hour ago, and some have answered.

use std::sync::Arc;

use chrono::TimeDelta;

use crate::actions::keep::{ask_some, keep, talk};
use crate::actions::open::{Revising, revise};
use crate::actions::save_draft::{Save, save_draft};
use crate::actions::withdraw::withdraw;
use crate::clock::Moment;
use crate::domain::event::Actor;
use crate::domain::ids::LetterId;
use crate::domain::revision::Silence;
use crate::domain::signature::Status;
use crate::error::Result;
use crate::store::{Lane, Store, letter, question, revision, signature};

use super::letter_file::LetterFile;
use super::mailings;

/// How long ago they were asked, and how long they still have.
const ASKED_BEFORE: TimeDelta = TimeDelta::hours(1);
const STILL_OPEN: TimeDelta = TimeDelta::days(3);
/// So many say yes, of the first ones who signed.
const STILL_IN: usize = 23;

/// Freezes the changed text and answers for some of those who are asked about it.
pub(super) fn fill(store: &Store, file: &Arc<LetterFile>, letter: &LetterId, now: Moment) -> Result<()> {
    let (id, own, at) = (letter.clone(), Arc::clone(file), now - ASKED_BEFORE);
    store.write_now(Lane::Desk, move |tx| {
        let row = letter::find(tx, &id)?;
        let edit = revision::latest_edit(tx, &id, &row.language)?;
        let save = Save { based_on: edit.n, text: own.text(), note: String::new() };
        let n = save_draft(tx, &row, &save, &row.created_by, at - TimeDelta::minutes(20))?;
        let how = Revising::Substantive { silence: Silence::Out, answer_by: now + STILL_OPEN };
        revise(tx, &row, n, how, own.get("note"), &row.created_by, at)?;
        match question::asking(tx, &id)? {
            Some(asking) => ask_some(tx, &asking, at).map(drop),
            None => Ok(()),
        }
    })?;
    // An answer cancels what still waits for its sender.
    mailings::let_the_past_leave(store, at)?;
    let (id, file) = (letter.clone(), Arc::clone(file));
    store.write_now(Lane::Desk, move |tx| {
        let row = letter::find(tx, &id)?;
        let newest = revision::latest(tx, &id)?.map_or(1, |newest| newest.n);
        let signed = signature::list(tx, &id, &[Status::Listed])?;
        for (nth, one) in signed.iter().take(STILL_IN + 2).enumerate() {
            let at = at + TimeDelta::minutes(2 * nth as i64 + 1);
            match nth {
                4 => talk(tx, &row, &one.id, file.get("talk"), at)?,
                9 => withdraw(tx, &row, one, at)?,
                _ => keep(tx, &row, &one.id, newest, &Actor::Signer, at)?,
            }
        }
        Ok(())
    })
}
