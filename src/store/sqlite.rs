//! SQLite: where the file lies, how a connection is set up, and what only a file has: a consistent copy and an integrity check.

use std::fs::{DirBuilder, OpenOptions};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::{Path, PathBuf};
use std::time::Duration;

use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Text};
use diesel::{ConnectionError, QueryableByName, SqliteConnection};

/// What a connection may do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Access {
    Read,
    Write,
}

/// Makes the file (0600) and its folders (0700) when they are missing. SQLite gives its `-wal` and `-shm` the file's mode.
pub(super) fn create_file(path: &Path) -> std::io::Result<()> {
    if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        DirBuilder::new().recursive(true).mode(0o700).create(folder)?;
    }
    OpenOptions::new().read(true).append(true).create(true).mode(0o600).open(path).map(drop)
}

/// Opens a copy that nobody else uses, and leaves it one file: no write-ahead log beside it.
pub(super) fn connect_copy(path: &Path) -> Result<SqliteConnection, ConnectionError> {
    let mut conn = SqliteConnection::establish(&plain(path)?)?;
    let pragmas = "PRAGMA journal_mode = DELETE; PRAGMA foreign_keys = ON; PRAGMA trusted_schema = OFF;";
    conn.batch_execute(pragmas).map_err(ConnectionError::CouldntSetupConfiguration)?;
    Ok(conn)
}

/// Opens a connection with the pragmas of this project. `busy` is how long a statement waits for another process' lock.
pub(super) fn connect(path: &Path, access: Access, busy: Duration) -> Result<SqliteConnection, ConnectionError> {
    let mut conn = SqliteConnection::establish(&plain(path)?)?;
    // The time-out comes first: setting the journal mode can itself meet a lock.
    let pragmas = format!(
        "PRAGMA busy_timeout = {};
         PRAGMA journal_mode = WAL;
         PRAGMA synchronous = FULL;
         PRAGMA foreign_keys = ON;
         PRAGMA secure_delete = ON;
         PRAGMA trusted_schema = OFF;",
        busy.as_millis()
    );
    conn.batch_execute(&pragmas).map_err(ConnectionError::CouldntSetupConfiguration)?;
    if access == Access::Read {
        conn.batch_execute("PRAGMA query_only = ON").map_err(ConnectionError::CouldntSetupConfiguration)?;
    }
    Ok(conn)
}

/// SQLite would read "file:…" as a URI and ":memory:" as no file at all; a path that starts with a folder is only a path.
fn plain(path: &Path) -> Result<String, ConnectionError> {
    let path = if path.is_absolute() { path.to_owned() } else { PathBuf::from(".").join(path) };
    path.into_os_string()
        .into_string()
        .map_err(|_| ConnectionError::InvalidConnectionUrl("the path of the database is not UTF-8".into()))
}

#[derive(QueryableByName)]
struct Number {
    #[diesel(sql_type = BigInt)]
    data_version: i64,
}

/// A number that changes when another connection than this one has committed.
pub(super) fn data_version(conn: &mut SqliteConnection) -> QueryResult<i64> {
    diesel::sql_query("PRAGMA data_version").get_result::<Number>(conn).map(|row| row.data_version)
}

/// Writes a consistent copy while others read and write.
pub(super) fn vacuum_into(conn: &mut SqliteConnection, copy: &Path) -> Result<(), crate::Error> {
    let copy = plain(copy).map_err(|fault| crate::Error::internal("naming the copy", fault))?;
    diesel::sql_query("VACUUM INTO ?").bind::<Text, _>(copy).execute(conn)?;
    Ok(())
}

/// What each connection is set up with, as SQLite tells it.
const EXPECTED: [(&str, &str); 5] = [
    ("journal_mode", "wal"),
    ("synchronous", "2"),
    ("foreign_keys", "1"),
    ("secure_delete", "1"),
    ("trusted_schema", "0"),
];

#[derive(QueryableByName)]
struct Pragma {
    #[diesel(sql_type = Text)]
    value: String,
}

/// The settings that SQLite did not take over (a file system without shared memory refuses "wal"), each as "name is value".
pub(super) fn unset_pragmas(conn: &mut SqliteConnection) -> QueryResult<Vec<String>> {
    let mut unset = Vec::new();
    for (name, expected) in EXPECTED {
        let query = format!("SELECT CAST({name} AS TEXT) AS value FROM pragma_{name}");
        let value = diesel::sql_query(query).get_result::<Pragma>(conn)?.value;
        if value != expected {
            unset.push(format!("{name} is {value}, not {expected}"));
        }
    }
    Ok(unset)
}

/// Moves the write-ahead log into the file and empties it, unless a reader holds it up.
pub(super) fn truncate_log(conn: &mut SqliteConnection) -> QueryResult<()> {
    conn.batch_execute("PRAGMA wal_checkpoint(TRUNCATE)")
}

#[derive(QueryableByName)]
struct Finding {
    #[diesel(sql_type = Text)]
    integrity_check: String,
}

#[derive(QueryableByName)]
struct Orphan {
    #[diesel(sql_type = Text)]
    table: String,
    #[diesel(sql_type = Text)]
    parent: String,
}

/// One line per fault in the file or in its foreign keys; empty when all is well.
pub(super) fn integrity_check(conn: &mut SqliteConnection) -> QueryResult<Vec<String>> {
    let pages = diesel::sql_query("PRAGMA integrity_check").load::<Finding>(conn)?;
    let orphans = diesel::sql_query("PRAGMA foreign_key_check").load::<Orphan>(conn)?;
    let pages = pages.into_iter().map(|row| row.integrity_check).filter(|line| line != "ok");
    let orphans = orphans.into_iter().map(|row| format!("a row of {} points to no row of {}", row.table, row.parent));
    Ok(pages.chain(orphans).collect())
}
