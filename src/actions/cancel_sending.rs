//! Stopping a mailing: before its day or within the first minute all of it, later what has not left.

use crate::clock::Moment;
use crate::domain::event::{Actor, PublicEffect, Verb};
use crate::domain::ids::CoordinatorId;
use crate::error::Result;
use crate::store::mailing::Job;
use crate::store::{Tx, event, job};

/// Stops the mails of a job that have not left; gives how many. Their contacts count as not written to.
pub fn cancel_sending(tx: &mut Tx<'_>, row: &Job, by: &CoordinatorId, now: Moment) -> Result<usize> {
    job::one_at_a_time(tx, &row.letter_id)?;
    let (is_new, stopped) = job::cancel(tx, &row.id, now)?;
    if is_new || stopped > 0 {
        let actor = Actor::Coordinator(by.clone());
        let object = Some(("job", row.id.as_str()));
        event::record(tx, now, &actor, Verb::CancelSending, Some(&row.letter_id), object, PublicEffect::None)?;
    }
    Ok(stopped)
}
