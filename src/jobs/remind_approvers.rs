//! Reminds those whose approval is the missing step, a day before the end of signing (users.md, A5). Nobody is reminded of a
//! letter that takes no signatures, and of two servers only one writes.

use crate::actions::ask_approval::remind_one;
use crate::clock::Moment;
use crate::domain::approval::is_reminder_due;
use crate::domain::event::Actor;
use crate::error::Result;
use crate::store::approval::{self, Approval};
use crate::store::{Db, Lane, Store, Tx, letter};

/// Writes the reminders that are due; gives how many. When none is, nothing is written.
pub async fn run(store: &Store, now: Moment) -> Result<usize> {
    let due = store.read(move |db| due(db, now)).await?;
    let mut reminded = 0;
    for asked in due {
        reminded += usize::from(store.write(Lane::Public, move |tx| remind(tx, &asked, now)).await?);
    }
    Ok(reminded)
}

fn due(db: &mut Db<'_>, now: Moment) -> Result<Vec<Approval>> {
    let mut due = Vec::new();
    for asked in approval::awaited(db)? {
        if is_due(db, &asked, now)? {
            due.push(asked);
        }
    }
    Ok(due)
}

fn is_due(db: &mut Db<'_>, asked: &Approval, now: Moment) -> Result<bool> {
    let facts = letter::find(db, &asked.letter_id)?.facts();
    Ok(facts.accepts_submission(now).is_ok() && is_reminder_due(asked.last_mail(), facts.closing(), now))
}

/// Asks again in the transaction: the letter's dates may have changed since they were read.
fn remind(tx: &mut Tx<'_>, seen: &Approval, now: Moment) -> Result<bool> {
    Ok(is_due(tx, seen, now)? && remind_one(tx, seen, &Actor::Server, now)?)
}
