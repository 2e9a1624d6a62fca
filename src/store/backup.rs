//! Copies of a whole database: one format for both systems, a SQLite file with the same tables. So a copy of either can be put
//! into an empty one of either.

use std::fs::{File, OpenOptions};
use std::io::ErrorKind;
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use diesel::connection::{Connection, SimpleConnection};
use diesel::prelude::*;

use super::connection::Conn;
use super::copy::{Copied, copy_all};
use super::dialect::{any_table, table_exists, writing};
use super::pool::Backend;
use super::postgres::PgConn;
use super::schema::{coordinator, letter, organisation};
use super::transaction::{begin, commit};
use super::{Keys, Store, migrate, sqlite};
use crate::error::{Error, Result};

/// What SQLite may leave beside a database file.
const BESIDE: [&str; 2] = ["-wal", "-shm"];

impl Store {
    /// Writes a consistent copy to a new file (mode 0600) while others go on reading and writing, and checks it. `tell` hears how
    /// far it has come, on PostgreSQL only: SQLite copies in one go.
    ///
    /// # Errors
    /// `Internal` when something lies at `copy` already, when it cannot be written, or when migrations are missing on PostgreSQL;
    /// `Busy` when the database is away or the disk full. Nothing is left at `copy` then.
    pub fn backup(&self, copy: &Path, tell: &mut dyn FnMut(Copied)) -> Result<()> {
        // SQLite fills an empty file but would make a missing one readable by everybody.
        let made = OpenOptions::new().write(true).create_new(true).mode(0o600).open(copy);
        made.map_err(|fault| match fault.kind() {
            ErrorKind::AlreadyExists => Error::Internal(format!("there is a file at {} already", copy.display())),
            _ => file_fault(copy, &fault),
        })?;
        let written = match self.own_connection()? {
            Conn::Sqlite(mut conn) => sqlite::vacuum_into(&mut conn, copy),
            Conn::Pg(conn) => self.copy_from_postgres(conn, copy, tell),
        };
        written.and_then(|()| check_copy(copy)).and_then(|()| keep(copy)).inspect_err(|_| {
            let _half_a_copy_helps_nobody = std::fs::remove_file(copy);
        })
    }

    fn copy_from_postgres(&self, mut conn: PgConn, copy: &Path, tell: &mut dyn FnMut(Copied)) -> Result<()> {
        if !self.migrations_current()? {
            return Err(Error::Internal("migrations are missing; run: undersigned migrate".into()));
        }
        let mut to = Conn::Sqlite(sqlite::connect_copy(copy).map_err(|fault| file_fault(copy, &fault))?);
        migrate::lay_out(&mut to)?;
        // The copy may take long; what it reads is of one moment all the same.
        conn.batch_execute("SET statement_timeout = 0; SET idle_in_transaction_session_timeout = 0")?;
        conn.begin_with("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")?;
        writing(&mut to, |to| copy_all(&mut Conn::Pg(conn), to, tell))?;
        Ok(())
    }

    /// Whether nobody has worked with this database yet: it may have its tables, but no account, letter or card.
    ///
    /// # Errors
    /// `Busy` when the database cannot be asked.
    pub fn is_unused(&self) -> Result<bool> {
        self.read_now(|db| unused(db.conn))
    }

    /// Puts every row of this SQLite database, a restored copy, into the database that `url` names. A SQLite file appears there
    /// whole or not at all; on PostgreSQL it is one transaction.
    ///
    /// # Errors
    /// `Busy` when a server is running on it; `Internal` when somebody has worked with it already.
    pub fn install(&self, url: &str, keys: Arc<Keys>, tell: &mut dyn FnMut(Copied)) -> Result<()> {
        let target = Store::open(url, keys)?;
        let _no_server_meanwhile = target.lock_for_serving()?;
        match target.backend() {
            Backend::Sqlite => self.install_file(target),
            Backend::Postgres => self.install_rows(&target, tell),
        }
    }

    fn install_file(&self, target: Store) -> Result<()> {
        if !target.is_unused()? {
            return Err(in_use());
        }
        let Some(path) = target.0.place.path().map(Path::to_owned) else {
            return Err(Error::Internal("not a file".into()));
        };
        let whole = with_suffix(&path, ".restoring");
        if let Err(fault) = std::fs::remove_file(&whole)
            && fault.kind() != ErrorKind::NotFound
        {
            return Err(file_fault(&whole, &fault));
        }
        self.backup(&whole, &mut |_| {})?;
        // Ends its connections: what SQLite keeps beside the empty file must not be taken for the new one's.
        drop(target);
        for suffix in BESIDE {
            let _mostly_gone_already = std::fs::remove_file(with_suffix(&path, suffix));
        }
        std::fs::rename(&whole, &path).map_err(|fault| file_fault(&path, &fault))?;
        keep(&path)
    }

    fn install_rows(&self, target: &Store, tell: &mut dyn FnMut(Copied)) -> Result<()> {
        target.migrate()?;
        let mut from = self.own_connection()?;
        let mut to = target.own_connection()?;
        to.batch_execute("SET statement_timeout = 0; SET idle_in_transaction_session_timeout = 0")?;
        begin(&mut from)?;
        to.transaction(|to| {
            if !unused(to)? {
                return Err(in_use());
            }
            copy_all(&mut from, to, tell)?;
            Ok(())
        })?;
        commit(&mut from)?;
        Ok(())
    }
}

fn in_use() -> Error {
    Error::Internal("the database is in use already: it has accounts, letters or organisations".into())
}

fn unused(conn: &mut Conn) -> Result<bool> {
    if !table_exists(conn, "letter")? {
        return Ok(!any_table(conn)?);
    }
    let rows: [i64; 3] = [
        coordinator::table.count().get_result(conn)?,
        letter::table.count().get_result(conn)?,
        organisation::table.count().get_result(conn)?,
    ];
    Ok(rows == [0; 3])
}

/// A copy nobody has looked at is a hope.
fn check_copy(copy: &Path) -> Result<()> {
    let mut conn = sqlite::connect_copy(copy).map_err(|fault| file_fault(copy, &fault))?;
    match sqlite::integrity_check(&mut conn)?.first() {
        None => Ok(()),
        Some(finding) => Err(Error::Internal(format!("the copy is damaged ({finding})"))),
    }
}

/// On disk for good, its name too.
fn keep(path: &Path) -> Result<()> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let kept = File::open(path).and_then(|file| file.sync_all()).and_then(|()| File::open(folder)?.sync_all());
    kept.map_err(|fault| file_fault(path, &fault))
}

pub(super) fn with_suffix(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    name.into()
}

fn file_fault(path: &Path, fault: &dyn std::fmt::Display) -> Error {
    Error::Internal(format!("the file {}: {fault}", path.display()))
}
