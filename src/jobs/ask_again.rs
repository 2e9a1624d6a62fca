//! After a substantive change: asks the signatories, in transactions of a bounded size, and puts their answers into effect when
//! the time is over.

use crate::actions::keep::{AT_ONCE, ask_some};
use crate::actions::settle::settle;
use crate::clock::Moment;
use crate::error::Result;
use crate::store::{Lane, Store, letter, question, setting};

/// Does what is due; gives how many were asked.
pub async fn run(store: &Store, now: Moment) -> Result<usize> {
    let unsettled =
        store.read(|db| if setting::is_quarantined(db)? { Ok(Vec::new()) } else { question::unsettled(db) }).await?;
    let mut asked = 0;
    for asking in unsettled {
        loop {
            let revision = asking.clone();
            let some = store
                .write(Lane::Desk, move |tx| {
                    let letter = letter::find(tx, &revision.letter_id)?;
                    let is_over = letter.withdrawn_at.is_some() || letter.held_at.is_some();
                    let is_newest = question::asking(tx, &letter.id)?.is_some_and(|newest| newest.n == revision.n);
                    if is_over || !is_newest { Ok(0) } else { ask_some(tx, &revision, now) }
                })
                .await?;
            asked += some;
            if some < AT_ONCE as usize {
                break;
            }
        }
        if asking.answer_by.is_some_and(|end| end <= now) {
            store.write(Lane::Desk, move |tx| settle(tx, &asking.letter_id, &asking, now)).await?;
        }
    }
    Ok(asked)
}
