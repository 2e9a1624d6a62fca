//! Sessions: the keyed hash of a cookie, whose it is, and the two moments that decide whether it lives.

use diesel::prelude::*;

use crate::clock::Moment;
use crate::domain::ids::CoordinatorId;
use crate::error::Result;
use crate::store::schema::{self, session};
use crate::store::{Db, Tx};

/// One signed-in browser.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = schema::session)]
pub struct Session {
    /// The keyed hash of the cookie.
    pub token_hash: String,
    pub coordinator_id: CoordinatorId,
    pub created_at: Moment,
    /// To the minute.
    pub last_used_at: Moment,
}

/// The session behind a cookie's hash, living or over.
pub fn find(db: &mut Db<'_>, token_hash: &str) -> Result<Option<Session>> {
    Ok(session::table.find(token_hash).select(Session::as_select()).first(db.conn).optional()?)
}

/// How many browsers a coordinator is signed in with; sessions that are over may still be counted.
pub fn count_for(db: &mut Db<'_>, coordinator: &CoordinatorId) -> Result<i64> {
    Ok(session::table.filter(session::coordinator_id.eq(coordinator)).count().get_result(db.conn)?)
}

/// Begins a session.
pub fn insert(tx: &mut Tx<'_>, row: &Session) -> Result<()> {
    diesel::insert_into(session::table).values(row).execute(tx.conn)?;
    Ok(())
}

/// Moves the clock of a session; one that was ended meanwhile stays ended.
pub fn touch(tx: &mut Tx<'_>, token_hash: &str, now: Moment) -> Result<()> {
    diesel::update(session::table.find(token_hash)).set(session::last_used_at.eq(now)).execute(tx.conn)?;
    Ok(())
}

/// Ends one session.
pub fn delete(tx: &mut Tx<'_>, token_hash: &str) -> Result<()> {
    diesel::delete(session::table.find(token_hash)).execute(tx.conn)?;
    Ok(())
}

/// Ends every session of a coordinator, on every machine.
pub fn delete_for(tx: &mut Tx<'_>, coordinator: &CoordinatorId) -> Result<usize> {
    Ok(diesel::delete(session::table.filter(session::coordinator_id.eq(coordinator))).execute(tx.conn)?)
}

/// Whether any session began before `oldest` or was last used before `idle_since`.
pub fn has_over(db: &mut Db<'_>, oldest: Moment, idle_since: Moment) -> Result<bool> {
    let over = session::table.filter(session::created_at.lt(oldest).or(session::last_used_at.lt(idle_since)));
    Ok(diesel::select(diesel::dsl::exists(over)).get_result(db.conn)?)
}

/// Removes the sessions that began before `oldest` or were last used before `idle_since`.
pub fn delete_over(tx: &mut Tx<'_>, oldest: Moment, idle_since: Moment) -> Result<usize> {
    let over = session::created_at.lt(oldest).or(session::last_used_at.lt(idle_since));
    Ok(diesel::delete(session::table.filter(over)).execute(tx.conn)?)
}
