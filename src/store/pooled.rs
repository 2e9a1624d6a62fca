//! Transactions on pooled connections: every read, and PostgreSQL's writes, which run side by side and are tried again when two
//! of them met.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::Duration;

use super::connection::Conn;
use super::fault::{CONFLICT, CONNECTION_LOST, UNEXPECTED, panicked};
use super::hooks::Hooks;
use super::keys::Keys;
use super::pool::Connections;
use super::transaction::{Db, Tx, begin, commit, roll_back_to};
use crate::error::{Error, Result};

const ATTEMPTS: u32 = 5;

/// Reads in one transaction, so that everything read belongs together.
pub(super) fn read<T>(
    connections: &Connections,
    keys: &Keys,
    work: impl FnOnce(&mut Db<'_>) -> Result<T>,
) -> Result<T> {
    let mut conn = connections.get()?;
    match &mut *conn {
        Conn::Pg(pg) => pg.begin_with("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")?,
        sqlite => begin(sqlite)?,
    }
    let answer = caught(|| work(&mut Db { conn: &mut conn, keys }));
    // Nothing was written, so how it ends makes no difference; a connection that cannot end it is thrown away by the pool.
    let _thrown_away = roll_back_to(&mut conn, 0);
    answer
}

/// Writes in one transaction on PostgreSQL and tells the hooks before the caller is answered.
pub(super) fn write<T>(
    connections: &Connections,
    keys: &Keys,
    hooks: &Hooks,
    mut work: impl FnMut(&mut Tx<'_>) -> Result<T>,
) -> Result<T> {
    let mut attempt = 1;
    loop {
        match write_once(connections, keys, hooks, &mut work) {
            Err(fault) if may_try_again(&fault, attempt) => {
                // Uneven pauses, so that the same two do not meet again.
                let pause = rand::random_range(1..=10) * attempt;
                std::thread::sleep(Duration::from_millis(u64::from(pause)));
                attempt += 1;
            }
            answer => return answer,
        }
    }
}

fn write_once<T>(
    connections: &Connections,
    keys: &Keys,
    hooks: &Hooks,
    work: &mut impl FnMut(&mut Tx<'_>) -> Result<T>,
) -> Result<T> {
    let mut conn = connections.get()?;
    match &mut *conn {
        Conn::Pg(pg) => pg.begin_with("BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE")?,
        sqlite => begin(sqlite)?,
    }
    let mut tx = Tx::new(&mut conn, keys);
    let answer = caught(|| work(&mut tx));
    let effects = tx.into_effects();
    if answer.is_err() {
        let _thrown_away = roll_back_to(&mut conn, 0);
        return answer;
    }
    commit(&mut conn).map_err(|fault| match Error::from(fault) {
        // The server may have committed before the line broke: running it again could do it twice.
        Error::Busy(why) if why == CONNECTION_LOST => Error::Busy("the database went away during the commit".into()),
        fault => fault,
    })?;
    drop(conn);
    hooks.fire(&effects);
    answer
}

fn may_try_again(fault: &Error, attempt: u32) -> bool {
    match fault {
        Error::Busy(why) => (why == CONFLICT || why == CONNECTION_LOST) && attempt < ATTEMPTS,
        // A deadlock told in another language cannot be told from a fault of ours; once more does no harm.
        Error::Internal(why) => why.starts_with(UNEXPECTED) && attempt == 1,
        _ => false,
    }
}

fn caught<T>(work: impl FnOnce() -> Result<T>) -> Result<T> {
    catch_unwind(AssertUnwindSafe(work)).unwrap_or_else(|payload| Err(panicked(&*payload)))
}
