//! What only a file has: locks of other processes, modes.

use std::os::unix::fs::PermissionsExt;

use diesel::SqliteConnection;
use diesel::connection::SimpleConnection;

use super::*;
use crate::error::Error;

fn somebody_else(sandbox: &Sandbox) -> SqliteConnection {
    let path = sandbox.url.strip_prefix("sqlite://").unwrap();
    SqliteConnection::establish(path).unwrap()
}

#[test]
fn a_lock_held_by_another_process_is_busy_and_passes() {
    let sandbox = on_sqlite(short());
    let mut other = somebody_else(&sandbox);
    other.batch_execute("BEGIN IMMEDIATE").unwrap();
    assert!(matches!(sandbox.store.write_now(Lane::Public, |tx| put(tx, 1)), Err(Error::Busy(_))));
    assert_eq!(sandbox.store.read_now(ids).unwrap(), Vec::<i64>::new(), "reading goes on");
    other.batch_execute("ROLLBACK").unwrap();
    sandbox.store.write_now(Lane::Public, |tx| put(tx, 1)).unwrap();
    assert_eq!(sandbox.store.read_now(ids).unwrap(), [1]);
}

#[test]
fn a_full_disk_is_busy_and_passes() {
    let sandbox = on_sqlite(short());
    let store = &sandbox.store;
    store.write_now(Lane::Desk, |tx| Ok(tx.conn.batch_execute("PRAGMA max_page_count = 8")?)).unwrap();
    let flood = store.write_now(Lane::Public, |tx| {
        let row = (note::id.eq(1), note::words.eq("x".repeat(100_000)));
        Ok(diesel::insert_into(note::table).values(row).execute(tx.conn)?)
    });
    assert!(matches!(flood, Err(Error::Busy(_))), "{flood:?}");
    assert_eq!(store.read_now(ids).unwrap(), Vec::<i64>::new(), "reading goes on");
    store.write_now(Lane::Desk, |tx| Ok(tx.conn.batch_execute("PRAGMA max_page_count = 100000")?)).unwrap();
    store.write_now(Lane::Public, |tx| put(tx, 2)).unwrap();
    assert_eq!(store.read_now(ids).unwrap(), [2]);
}

#[test]
fn a_new_database_is_private_to_its_owner() {
    let sandbox = on_sqlite(short());
    let folder = sandbox.folder.path().join("data");
    let mode = |path: &std::path::Path| path.metadata().unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(&folder), 0o700);
    for file in std::fs::read_dir(&folder).unwrap() {
        assert_eq!(mode(&file.unwrap().path()), 0o600);
    }
}
