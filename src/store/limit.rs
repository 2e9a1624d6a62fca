//! Counters that must survive a restart and hold across instances: mails to one address, failed sign-ins of one account.
//! Keys are keyed hashes; a row tells nobody whom it counts.

use chrono::TimeDelta;
use diesel::prelude::*;

use crate::clock::Moment;
use crate::error::Result;
use crate::store::schema::limit_counter;
use crate::store::{Db, Tx};

/// Counts one more and says whether it is still within `most` for this window. Windows are fixed: they begin at whole
/// multiples of their length.
pub fn count(tx: &mut Tx<'_>, key: &str, window: TimeDelta, most: i32, now: Moment) -> Result<bool> {
    let start = window_start(window, now);
    let row = limit_counter::table.find((key, start));
    let raise = diesel::update(row).set(limit_counter::count.eq(limit_counter::count + 1));
    if raise.execute(tx.conn)? == 0 {
        let first = (limit_counter::key.eq(key), limit_counter::window_start.eq(start), limit_counter::count.eq(1));
        let inserted = tx.try_insert(|conn| diesel::insert_into(limit_counter::table).values(first).execute(conn))?;
        if inserted.is_none() {
            diesel::update(row).set(limit_counter::count.eq(limit_counter::count + 1)).execute(tx.conn)?;
        }
    }
    let counted: i32 = row.select(limit_counter::count).first(tx.conn)?;
    Ok(counted <= most)
}

/// How many were counted in the present window.
pub fn counted(db: &mut Db<'_>, key: &str, window: TimeDelta, now: Moment) -> Result<i32> {
    let row = limit_counter::table.find((key, window_start(window, now)));
    Ok(row.select(limit_counter::count).first(db.conn).optional()?.unwrap_or(0))
}

/// Notes a single failure at its own moment, for ladders that look at the latest one.
pub fn note(tx: &mut Tx<'_>, key: &str, now: Moment) -> Result<()> {
    let row = (limit_counter::key.eq(key), limit_counter::window_start.eq(now), limit_counter::count.eq(1));
    // Two at the very same microsecond count as one.
    tx.try_insert(|conn| diesel::insert_into(limit_counter::table).values(row).execute(conn))?;
    Ok(())
}

/// How many were noted after `since`, and the latest of them.
pub fn noted(db: &mut Db<'_>, key: &str, since: Moment) -> Result<(i64, Option<Moment>)> {
    let rows = limit_counter::table.filter(limit_counter::key.eq(key)).filter(limit_counter::window_start.gt(since));
    Ok(rows.select((diesel::dsl::count_star(), diesel::dsl::max(limit_counter::window_start))).first(db.conn)?)
}

/// Forgets everything about a key.
pub fn forget(tx: &mut Tx<'_>, key: &str) -> Result<()> {
    diesel::delete(limit_counter::table.filter(limit_counter::key.eq(key))).execute(tx.conn)?;
    Ok(())
}

/// Whether anything began before `before`.
pub fn has_older(db: &mut Db<'_>, before: Moment) -> Result<bool> {
    let older = limit_counter::table.filter(limit_counter::window_start.lt(before));
    Ok(diesel::select(diesel::dsl::exists(older)).get_result(db.conn)?)
}

/// Forgets what began before `before`.
pub fn forget_older(tx: &mut Tx<'_>, before: Moment) -> Result<usize> {
    Ok(diesel::delete(limit_counter::table.filter(limit_counter::window_start.lt(before))).execute(tx.conn)?)
}

fn window_start(window: TimeDelta, now: Moment) -> Moment {
    let seconds = now.and_utc().timestamp();
    let length = window.num_seconds().max(1);
    chrono::DateTime::from_timestamp(seconds - seconds.rem_euclid(length), 0).map_or(now, |start| start.naive_utc())
}
