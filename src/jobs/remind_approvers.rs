//! Reminds those whose approval is the missing step, a day before the end of signing (users.md, A5). Nobody is reminded of a
//! letter that takes no signatures, and of two servers only one writes.

use crate::actions::ask_approval::remind_one;
use crate::clock::Moment;
use crate::domain::approval::is_reminder_due;
use crate::domain::event::Actor;
use crate::error::Result;
use crate::store::approval::{self, Approval};
use crate::store::{Lane, Store, Tx, letter};

/// Writes the reminders that are due; gives how many.
pub async fn run(store: &Store, now: Moment) -> Result<usize> {
    let awaited = store.read(approval::awaited).await?;
    let mut reminded = 0;
    for asked in awaited {
        reminded += usize::from(store.write(Lane::Public, move |tx| remind(tx, &asked, now)).await?);
    }
    Ok(reminded)
}

fn remind(tx: &mut Tx<'_>, seen: &Approval, now: Moment) -> Result<bool> {
    let facts = letter::find(tx, &seen.letter_id)?.facts();
    if facts.accepts_submission(now).is_err() || !is_reminder_due(seen.last_mail(), facts.closing(), now) {
        return Ok(false);
    }
    remind_one(tx, seen, &Actor::Server, now)
}
