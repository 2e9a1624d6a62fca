//! What the command line and `doctor` need of the database as a whole: one server per file, a look at its health.

use std::fs::{File, OpenOptions, TryLockError};
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

use diesel::prelude::*;
use diesel::sql_types::Bool;

use super::connection::Conn;
use super::pool::Backend;
use super::sqlite::{self, Access};
use super::{Lane, Store};
use crate::error::{Error, Result};

/// Held by a process that serves: on SQLite the only one, on PostgreSQL one of several. Given back when it is dropped or the
/// process ends, however it ends.
pub struct ServeLock {
    _held: Held,
}

/// A locked file, or a connection whose session has the lock.
#[expect(dead_code, reason = "held, not read")]
enum Held {
    File(File),
    Session(Box<Conn>),
}

impl std::fmt::Debug for ServeLock {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("ServeLock")
    }
}

impl Store {
    /// Claims the SQLite file for this server (the lock is on `<database>.serving`). Several servers may share a PostgreSQL
    /// database; there only a change of the key keeps them out.
    ///
    /// # Errors
    /// `Busy` when another server holds it, `Internal` when the lock file cannot be made.
    pub fn lock_for_serving(&self) -> Result<ServeLock> {
        match self.0.place.path() {
            Some(path) => lock_file(path),
            None => self.lock_session("pg_try_advisory_lock_shared", "the key of this database is being changed"),
        }
    }

    /// Claims the database for this process alone: no server may serve it meanwhile, on this machine or another.
    ///
    /// # Errors
    /// `Busy` when a server serves it.
    pub fn lock_for_one(&self) -> Result<ServeLock> {
        match self.0.place.path() {
            Some(path) => lock_file(path),
            None => self.lock_session("pg_try_advisory_lock", "a server works on this database; stop every one first"),
        }
    }

    /// Takes PostgreSQL's advisory lock of this schema on a connection of its own.
    fn lock_session(&self, lock: &str, refusal: &str) -> Result<ServeLock> {
        let mut conn = self.own_connection()?;
        let asked = format!("SELECT {lock}(hashtext('undersigned'), hashtext(current_schema())) AS is_locked");
        let answer: Locked = diesel::sql_query(asked).get_result(&mut conn)?;
        if !answer.is_locked {
            return Err(Error::Busy(refusal.to_owned()));
        }
        Ok(ServeLock { _held: Held::Session(Box::new(conn)) })
    }

    /// A number that changes when another process has written to the SQLite file (the command line beside a server); writes of
    /// this store do not change it. `None` on PostgreSQL, where [`Store::on_notify`] tells.
    ///
    /// # Errors
    /// `Busy` when the database cannot be asked.
    pub async fn data_version(&self) -> Result<Option<i64>> {
        match self.backend() {
            Backend::Postgres => Ok(None),
            // Asked on the writer's connection: on any other one the writer's own commits would count as another's.
            Backend::Sqlite => {
                let asked = |tx: &mut super::Tx<'_>| match &mut *tx.conn {
                    Conn::Sqlite(sqlite) => Ok(Some(sqlite::data_version(sqlite)?)),
                    Conn::Pg(_) => Ok(None),
                };
                self.write(Lane::Desk, asked).await
            }
        }
    }

    /// Moves SQLite's write-ahead log into the database file and empties it, so that what was erased is in neither (freed
    /// pages are overwritten: `secure_delete`). A reader at work may hold it up; the next time does it then. PostgreSQL frees
    /// its rows by its own vacuum.
    ///
    /// # Errors
    /// `Busy` when the database cannot be opened.
    pub async fn forget_log(&self) -> Result<()> {
        let store = self.clone();
        super::in_background(move || match store.own_connection()? {
            Conn::Sqlite(mut conn) => Ok(sqlite::truncate_log(&mut conn)?),
            Conn::Pg(_) => Ok(()),
        })
        .await
    }

    /// One line per fault found in SQLite's pages, indexes and foreign keys; empty when all is well. It reads the whole file.
    /// PostgreSQL checks its own pages and keys, so there it only tells whether the server answers.
    ///
    /// # Errors
    /// `Busy` when the database cannot be asked.
    pub fn integrity_check(&self) -> Result<Vec<String>> {
        match self.own_connection()? {
            Conn::Sqlite(mut conn) => Ok(sqlite::integrity_check(&mut conn)?),
            Conn::Pg(mut conn) => {
                diesel::r2d2::R2D2Connection::ping(&mut conn)?;
                Ok(Vec::new())
            }
        }
    }

    /// Settings of SQLite that this file's disk does not allow, each as "name is value, not value"; empty when all is well, and on
    /// PostgreSQL.
    ///
    /// # Errors
    /// `Busy` when the database cannot be asked.
    pub fn unset_pragmas(&self) -> Result<Vec<String>> {
        match self.own_connection()? {
            Conn::Sqlite(mut conn) => Ok(sqlite::unset_pragmas(&mut conn)?),
            Conn::Pg(_) => Ok(Vec::new()),
        }
    }

    /// A connection beside the pool and the writer, for work that may take long.
    pub(super) fn own_connection(&self) -> Result<Conn> {
        let opened = self.0.place.connect(Access::Write, self.0.limits.busy);
        opened.map_err(|fault| Error::Busy(format!("the database cannot be opened: {fault}")))
    }
}

#[derive(QueryableByName)]
struct Locked {
    #[diesel(sql_type = Bool)]
    is_locked: bool,
}

fn lock_file(path: &Path) -> Result<ServeLock> {
    let mut lock = path.as_os_str().to_owned();
    lock.push(".serving");
    let refused = |fault: std::io::Error| Error::Internal(format!("the lock {}: {fault}", Path::new(&lock).display()));
    let mut options = OpenOptions::new();
    let file = options.write(true).create(true).truncate(false).mode(0o600).open(&lock).map_err(refused)?;
    match file.try_lock() {
        Ok(()) => Ok(ServeLock { _held: Held::File(file) }),
        Err(TryLockError::WouldBlock) => {
            Err(Error::Busy(format!("another undersigned already serves {}; stop it first", path.display())))
        }
        Err(TryLockError::Error(fault)) => Err(refused(fault)),
    }
}
