//! What a store function is given: a connection inside a transaction, the keys, and, for writes, a place to say what the
//! public will notice. Nothing here begins or ends the outer transaction.

use std::collections::BTreeMap;
use std::ops::{Deref, DerefMut};

use diesel::connection::{Connection, TransactionManager};
use diesel::result::QueryResult;

use super::connection::Conn;
use super::fault::is_unique_violation;
use super::keys::Keys;
use crate::domain::ids::LetterId;
use crate::error::Result;

/// A reading transaction: one consistent picture of the database.
pub struct Db<'a> {
    /// The connection that queries run on.
    pub conn: &'a mut Conn,
    /// For sealed fields, blind indexes and token hashes.
    pub keys: &'a Keys,
}

/// A writing transaction; also a [`Db`], so that every reading function works in it.
pub struct Tx<'a> {
    db: Db<'a>,
    effects: Effects,
}

/// How a commit touches what the public sees of a letter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum PublicChange {
    /// Something more to show; the old bytes may be served for a moment longer.
    Addition,
    /// Something must no longer be shown; the old bytes are gone before the caller is answered.
    Strict,
}

/// What committed work asks of the rest of the program.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Effects {
    /// Letters whose public page changed, each with the strictest change.
    pub letters: BTreeMap<LetterId, PublicChange>,
    /// Mail was put into the outbox.
    pub mail: bool,
}

impl Effects {
    /// Whether nobody needs to hear of it.
    pub fn is_empty(&self) -> bool {
        self.letters.is_empty() && !self.mail
    }

    pub(super) fn add(&mut self, other: Effects) {
        for (letter, change) in other.letters {
            self.change(letter, change);
        }
        self.mail |= other.mail;
    }

    fn change(&mut self, letter: LetterId, change: PublicChange) {
        let known = self.letters.entry(letter).or_insert(change);
        *known = (*known).max(change);
    }
}

impl<'a> Tx<'a> {
    pub(super) fn new(conn: &'a mut Conn, keys: &'a Keys) -> Tx<'a> {
        Tx { db: Db { conn, keys }, effects: Effects::default() }
    }

    pub(super) fn into_effects(self) -> Effects {
        self.effects
    }

    /// Says that the public page of `letter` is another one once this commits.
    pub fn public_change(&mut self, letter: &LetterId, change: PublicChange) {
        self.effects.change(letter.clone(), change);
    }

    /// Says that the mail job has work once this commits.
    pub fn mail_queued(&mut self) {
        self.effects.mail = true;
    }

    /// Inserts; `None` when a UNIQUE constraint has the row already. On PostgreSQL any failed statement ends the transaction around
    /// it, so there it happens inside a savepoint; `insert` must be one statement.
    ///
    /// # Errors
    /// Every other complaint of the database.
    pub fn try_insert<T>(&mut self, insert: impl FnOnce(&mut Conn) -> QueryResult<T>) -> Result<Option<T>> {
        let inserted = match &mut *self.conn {
            Conn::Sqlite(_) => insert(self.conn),
            Conn::Pg(_) => self.conn.transaction(insert),
        };
        match inserted {
            Ok(value) => Ok(Some(value)),
            Err(fault) if is_unique_violation(&fault) => Ok(None),
            Err(fault) => Err(fault.into()),
        }
    }
}

impl<'a> Deref for Tx<'a> {
    type Target = Db<'a>;

    fn deref(&self) -> &Db<'a> {
        &self.db
    }
}

impl<'a> DerefMut for Tx<'a> {
    fn deref_mut(&mut self) -> &mut Db<'a> {
        &mut self.db
    }
}

/// Begins a savepoint (inside a transaction).
pub(super) fn begin(conn: &mut Conn) -> QueryResult<()> {
    <Conn as TransactionManager<Conn>>::begin_transaction(conn)
}

/// Commits the transaction, or releases the innermost savepoint.
pub(super) fn commit(conn: &mut Conn) -> QueryResult<()> {
    <Conn as TransactionManager<Conn>>::commit_transaction(conn)
}

/// How many transactions and savepoints are open; `None` when the connection is past repair.
pub(super) fn depth(conn: &mut Conn) -> Option<u32> {
    let status = <Conn as TransactionManager<Conn>>::transaction_manager_status_mut(conn);
    status.transaction_depth().ok().map(|depth| depth.map_or(0, |depth| depth.get()))
}

/// Rolls back until `wanted` transactions and savepoints are open, whatever a panicking closure left behind.
///
/// # Errors
/// The database could not roll back, or had rolled back by itself: nothing of the outer transaction can be relied on.
pub(super) fn roll_back_to(conn: &mut Conn, wanted: u32) -> QueryResult<()> {
    while depth(conn).ok_or(diesel::result::Error::BrokenTransactionManager)? > wanted {
        <Conn as TransactionManager<Conn>>::rollback_transaction(conn)?;
    }
    match depth(conn) {
        Some(left) if left == wanted => Ok(()),
        _ => Err(diesel::result::Error::BrokenTransactionManager),
    }
}
