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

#[test]
fn a_second_server_on_the_same_file_is_refused() {
    let sandbox = on_sqlite(short());
    let held = sandbox.store.lock_for_serving().unwrap();
    let second = Store::open(&sandbox.url, Arc::new(Keys::for_tests())).unwrap();
    assert!(matches!(second.lock_for_serving(), Err(Error::Busy(why)) if why.contains("already serves")));
    drop(held);
    second.lock_for_serving().unwrap();
}

#[test]
fn the_data_version_tells_other_processes_writes_from_our_own() {
    let sandbox = on_sqlite(short());
    let store = sandbox.store.clone();
    let version = || super::super::wait::wait_for(store.data_version()).unwrap().unwrap();
    let before = version();
    store.write_now(Lane::Desk, |tx| put(tx, 1)).unwrap();
    assert_eq!(version(), before);
    somebody_else(&sandbox).batch_execute("INSERT INTO note (id, words) VALUES (2, 'theirs')").unwrap();
    assert_ne!(version(), before);
}

#[test]
fn a_backup_is_complete_private_and_never_overwrites() {
    let sandbox = on_sqlite(short());
    let copy = sandbox.folder.path().join("it's a copy.db");
    sandbox.store.write_now(Lane::Desk, |tx| put(tx, 1)).unwrap();
    sandbox.store.backup(&copy, &mut |_| {}).unwrap();
    assert_eq!(copy.metadata().unwrap().permissions().mode() & 0o777, 0o600);
    let url = format!("sqlite://{}", copy.display());
    let copied = Store::open(&url, Arc::new(Keys::for_tests())).unwrap();
    assert_eq!(copied.read_now(ids).unwrap(), [1]);
    assert!(matches!(sandbox.store.backup(&copy, &mut |_| {}), Err(Error::Internal(_))));
    assert_eq!(copied.read_now(ids).unwrap(), [1]);
}

#[test]
fn a_row_that_points_nowhere_is_found() {
    let sandbox = on_sqlite(short());
    assert_eq!(sandbox.store.integrity_check().unwrap(), Vec::<String>::new());
    somebody_else(&sandbox)
        .batch_execute("PRAGMA foreign_keys = OFF; INSERT INTO reply (id, note_id) VALUES (1, 404)")
        .unwrap();
    assert_eq!(sandbox.store.integrity_check().unwrap(), ["a row of reply points to no row of note"]);
}

#[test]
fn dropping_the_store_finishes_what_waits() {
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite://{}", folder.path().join("notes.db").display());
    let store = Store::open(&url, Arc::new(Keys::for_tests())).unwrap();
    notes(&store);
    for id in 1..=3 {
        let slow = move |tx: &mut Tx<'_>| {
            std::thread::sleep(Duration::from_millis(30));
            put(tx, id)
        };
        // Asked for and not waited for, as when a visitor's connection breaks.
        let mut asked = Box::pin(store.write(Lane::Public, slow));
        let mut context = std::task::Context::from_waker(std::task::Waker::noop());
        assert!(std::future::Future::poll(asked.as_mut(), &mut context).is_pending());
    }
    drop(store);
    let reopened = Store::open(&url, Arc::new(Keys::for_tests())).unwrap();
    assert_eq!(reopened.read_now(ids).unwrap(), [1, 2, 3]);
}

#[test]
fn statements_keep_their_plans() {
    // Set in .cargo/config.toml; without it every `first()` is planned anew at each use.
    #[derive(diesel::QueryableByName)]
    struct Used {
        #[diesel(sql_type = diesel::sql_types::Integer)]
        used: i32,
    }
    let sandbox = on_sqlite(short());
    let mut conn = somebody_else(&sandbox);
    let asked = diesel::sql_query("SELECT sqlite_compileoption_used('ENABLE_QPSG') AS used");
    assert_eq!(diesel::RunQueryDsl::get_result::<Used>(asked, &mut conn).unwrap().used, 1);
}
