//! Telling whoever sent a mailing, or began an import, that it is through, so that nobody has to watch its page.

use serde::{Deserialize, Serialize};

use crate::clock::Moment;
use crate::domain::email::EmailAddress;
use crate::domain::ids::{CoordinatorId, ImportId, JobId, LetterId};
use crate::error::{Error, Result};
use crate::store::job::{self, Tally};
use crate::store::mailing;
use crate::store::outbox::{self, About, MailKind, NewMail, lane};
use crate::store::{Tx, coordinator, import};

/// Of which job the mail tells; its numbers are read when it leaves.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Done {
    /// A mailing.
    Mailing {
        /// Its job.
        job: JobId,
    },
    /// A list.
    Import {
        /// The list, which is its own job.
        import: ImportId,
    },
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
    tell(tx, row.letter_id, &row.created_by, &Done::Mailing { job: id.clone() }, now)?;
    Ok(true)
}

/// Writes the mail once the last row of an import is behind it; `false` when somebody was told already.
pub fn tell_importer(tx: &mut Tx<'_>, id: &ImportId, now: Moment) -> Result<bool> {
    let row = import::find(tx, id)?;
    if row.finished_at.is_none() || !import::set_told(tx, id, now)? {
        return Ok(false);
    }
    let by = row.begun_by.unwrap_or(row.created_by);
    tell(tx, row.letter_id, &by, &Done::Import { import: id.clone() }, now)?;
    Ok(true)
}

fn tell(tx: &mut Tx<'_>, letter: LetterId, who: &CoordinatorId, done: &Done, now: Moment) -> Result<()> {
    let who = coordinator::find(tx, who)?;
    let email =
        EmailAddress::parse(&who.email(tx)?).map_err(|fault| Error::internal("a coordinator's address", fault))?;
    let about = About { letter: Some(letter), coordinator: Some(who.id), ..About::default() };
    let new = NewMail {
        lane: lane::PERSONAL,
        kind: MailKind::JobDone,
        recipient: &email,
        parameters: done,
        about,
        not_before: now,
    };
    outbox::enqueue(tx, &new, now)?;
    Ok(())
}
