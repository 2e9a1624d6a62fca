//! Holding the mails of a job, and letting them go on.

use crate::clock::Moment;
use crate::domain::event::{Actor, PublicEffect, Verb};
use crate::domain::ids::CoordinatorId;
use crate::error::Result;
use crate::store::mailing::Job;
use crate::store::{Tx, event, job};

/// Holds the mails of a job that have not left, on every server; `false` when it was paused or stopped already.
pub fn pause_sending(tx: &mut Tx<'_>, row: &Job, by: &CoordinatorId, now: Moment) -> Result<bool> {
    let done = job::set_paused(tx, &row.id, Some(now))?;
    note(tx, row, Verb::PauseSending, by, now, done)
}

/// Lets the mails of a paused job leave; `false` when it was not paused.
pub fn resume_sending(tx: &mut Tx<'_>, row: &Job, by: &CoordinatorId, now: Moment) -> Result<bool> {
    let done = job::set_paused(tx, &row.id, None)?;
    note(tx, row, Verb::ResumeSending, by, now, done)
}

fn note(tx: &mut Tx<'_>, row: &Job, verb: Verb, by: &CoordinatorId, now: Moment, done: bool) -> Result<bool> {
    if done {
        let object = Some(("job", row.id.as_str()));
        let actor = Actor::Coordinator(by.clone());
        event::record(tx, now, &actor, verb, Some(&row.letter_id), object, PublicEffect::None)?;
    }
    Ok(done)
}
