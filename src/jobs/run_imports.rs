//! Carries imports on: takes the next rows of every list that was begun, and tells whoever began one that it is through. A few
//! hundred rows at a time, so that what else is due at this second does not wait for five thousand.

use crate::actions::import_rows::{ROWS_AT_ONCE, Rest, finish_import, rest, take_rows};
use crate::actions::tell_sender::tell_importer;
use crate::clock::Moment;
use crate::domain::ids::ImportId;
use crate::error::{Error, Result};
use crate::store::{Lane, Store, import};

/// How many rows of one list are taken before the other jobs have their turn.
const ROWS_AT_A_TURN: usize = 4 * ROWS_AT_ONCE;

/// Does what is due; gives how many lists were carried on or told of.
pub async fn run(store: &Store, now: Moment) -> Result<usize> {
    let mut done = 0;
    for id in store.read(import::due).await? {
        // One that cannot go on holds up nobody else's.
        match carry_on(store, &id, now).await {
            Ok(is_carried) => done += usize::from(is_carried),
            Err(fault) => {
                log::error!(job = "run_imports", import = id.as_str(), fault = fault.to_string(); "a list waits");
            }
        }
    }
    for id in store.read(import::untold).await? {
        done += usize::from(store.write(Lane::Public, move |tx| tell_importer(tx, &id, now)).await?);
    }
    Ok(done)
}

/// Takes the next rows; `false` when somebody else does, or nothing is to be done any more.
async fn carry_on(store: &Store, id: &ImportId, now: Moment) -> Result<bool> {
    let wanted = id.clone();
    let Rest { import, rows, choices, left } = match store.read(move |db| rest(db, &wanted)).await {
        Err(Error::NotFound) => return Ok(false),
        rest => rest?,
    };
    let mut behind = import.last_row;
    for rows in rows[..rows.len().min(ROWS_AT_A_TURN)].chunks(ROWS_AT_ONCE) {
        let (id, rows, choices) = (id.clone(), rows.to_vec(), choices.clone());
        match store.write(Lane::Desk, move |tx| take_rows(tx, &id, (behind, &rows), &choices, now)).await? {
            Some(last) => behind = last,
            None => return Ok(false),
        }
    }
    if rows.len() <= ROWS_AT_A_TURN {
        let id = id.clone();
        store.write(Lane::Desk, move |tx| finish_import(tx, &id, left.as_ref(), now)).await?;
    }
    Ok(true)
}
