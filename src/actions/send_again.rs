//! Sending mails of a job again: failed ones when a person asks, those of unknown outcome only when a person chose them.

use crate::clock::Moment;
use crate::domain::email::EmailAddress;
use crate::domain::event::{Actor, PublicEffect, Verb};
use crate::domain::ids::{CoordinatorId, InvitationId};
use crate::domain::mailing::{Circle, MailingKind};
use crate::error::{Error, Result};
use crate::store::letter;
use crate::store::mailing::{self, Job};
use crate::store::outbox::State;
use crate::store::{Tx, event, job};

/// Sends the failed mails of a job again; gives how many. Contacts who answered, stopped the mails or were taken back are
/// passed over.
///
/// # Errors
/// `NotCollecting`, `LetterClosed`: nobody could sign.
pub fn retry_failed(tx: &mut Tx<'_>, row: &Job, by: &CoordinatorId, now: Moment) -> Result<usize> {
    again(tx, row, State::Failed, None, by, now)
}

/// Sends mails again of which nobody knows whether they arrived: only the ones that a person chose, since some of these
/// contacts will have two.
///
/// # Errors
/// As [`retry_failed`].
pub fn repeat_unknown(
    tx: &mut Tx<'_>,
    row: &Job,
    chosen: &[InvitationId],
    by: &CoordinatorId,
    now: Moment,
) -> Result<usize> {
    again(tx, row, State::Unknown, Some(chosen), by, now)
}

fn again(
    tx: &mut Tx<'_>,
    row: &Job,
    from: State,
    only: Option<&[InvitationId]>,
    by: &CoordinatorId,
    now: Moment,
) -> Result<usize> {
    let kind = row.mailing_id.as_ref().map(|id| mailing::find(tx, id)).transpose()?.map(|mailing| mailing.kind);
    if kind.is_none_or(MailingKind::asks) {
        letter::find(tx, &row.letter_id)?.facts().accepts_submission(now)?;
    }
    let mut queued = 0;
    if from == State::Failed && row.audience()?.circle == Circle::Signed {
        for (id, email) in job::signers_again(tx, &row.id, &row.letter_id)? {
            queued += usize::from(job::queue_again(tx, &id, from, &email, "{}", now)?);
        }
    }
    for (id, contact) in job::sendable_again(tx, &row.id, from, only)? {
        let email = contact.email(tx)?;
        let email = EmailAddress::parse(&email).map_err(|fault| Error::internal("a contact's address", fault))?;
        queued += usize::from(job::queue_again(tx, &id, from, &email, "{}", now)?);
    }
    if queued > 0 {
        // The worker drops the mails of a stopped job.
        job::reopen(tx, &row.id)?;
        let actor = Actor::Coordinator(by.clone());
        let object = Some(("job", row.id.as_str()));
        event::record(tx, now, &actor, Verb::Send, Some(&row.letter_id), object, PublicEffect::None)?;
    }
    Ok(queued)
}
