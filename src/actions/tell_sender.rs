//! Telling whoever sent a mailing that it is through, so that nobody has to watch its page.

use serde::{Deserialize, Serialize};

use crate::clock::Moment;
use crate::domain::email::EmailAddress;
use crate::domain::ids::JobId;
use crate::error::{Error, Result};
use crate::store::job::{self, Tally};
use crate::store::mailing;
use crate::store::outbox::{self, About, MailKind, NewMail, lane};
use crate::store::{Tx, coordinator};

/// Of which job the mail tells; its numbers are read when it leaves.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Done {
    /// The job.
    pub job: JobId,
}

/// Writes the mail once the last mail of a job has ended; `false` while some wait, when somebody was told already, or when
/// nothing was ever handed over. However many servers ask, one mail is written.
pub fn tell_sender(tx: &mut Tx<'_>, id: &JobId, now: Moment) -> Result<bool> {
    let row = mailing::find_job(tx, id)?;
    let tally = Tally::of(&outbox::count_by_state(tx, id)?);
    let is_over = row.queued_at.is_some() || row.cancelled_at.is_some();
    if !is_over || tally.open() > 0 || !job::set_told(tx, id, now)? || tally.done() == 0 {
        return Ok(false);
    }
    let who = coordinator::find(tx, &row.created_by)?;
    let email =
        EmailAddress::parse(&who.email(tx)?).map_err(|fault| Error::internal("a coordinator's address", fault))?;
    let about = About { letter: Some(row.letter_id), coordinator: Some(who.id), ..About::default() };
    let new = NewMail {
        lane: lane::PERSONAL,
        kind: MailKind::MailingDone,
        recipient: &email,
        parameters: &Done { job: id.clone() },
        about,
        not_before: now,
    };
    outbox::enqueue(tx, &new, now)?;
    Ok(true)
}
