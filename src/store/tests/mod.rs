//! Tests of the store's core, each on SQLite and, when `UNDERSIGNED_TEST_POSTGRES` names a superuser's URL, on PostgreSQL too.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use diesel::prelude::*;

use super::{Conn, Db, Keys, Lane, Limits, Store, Tx};
use crate::error::Result;

mod column;
mod database;
mod keys;
mod migrate;
mod postgres;
mod sqlite;
mod write;

diesel::table! {
    note (id) {
        id -> BigInt,
        words -> Text,
    }
}

const NOTES: &str = "CREATE TABLE note (id BIGINT PRIMARY KEY NOT NULL, words TEXT NOT NULL);
    CREATE TABLE reply (id BIGINT PRIMARY KEY NOT NULL,
        note_id BIGINT NOT NULL REFERENCES note (id) DEFERRABLE INITIALLY DEFERRED);";

/// A throw-away database with a table of notes; gone when it is dropped.
struct Sandbox {
    store: Store,
    url: String,
    folder: tempfile::TempDir,
}

fn short() -> Limits {
    Limits { wait: Duration::from_millis(700), busy: Duration::from_millis(300), ..Limits::default() }
}

fn on_sqlite(limits: Limits) -> Sandbox {
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite://{}", folder.path().join("data/notes.db").display());
    let store = Store::open_with(&url, Arc::new(Keys::for_tests()), limits).unwrap();
    notes(&store);
    Sandbox { store, url, folder }
}

/// A database of its own on the server that the environment names.
fn on_postgres(limits: Limits) -> Option<Sandbox> {
    static MADE: AtomicU32 = AtomicU32::new(0);
    let mut url = url::Url::parse(&std::env::var("UNDERSIGNED_TEST_POSTGRES").ok()?).unwrap();
    let name = format!("store_{}_{}", std::process::id(), MADE.fetch_add(1, Ordering::Relaxed));
    let owner = Store::open(url.as_str(), Arc::new(Keys::for_tests())).unwrap();
    let mut conn = owner.0.connections.get().unwrap();
    diesel::connection::SimpleConnection::batch_execute(&mut *conn, &format!("CREATE DATABASE {name}")).unwrap();
    url.set_path(&name);
    let store = Store::open_with(url.as_str(), Arc::new(Keys::for_tests()), limits).unwrap();
    notes(&store);
    Some(Sandbox { store, url: url.into(), folder: tempfile::tempdir().unwrap() })
}

impl Drop for Sandbox {
    fn drop(&mut self) {
        let Ok(url) = std::env::var("UNDERSIGNED_TEST_POSTGRES") else { return };
        if let (Some(name), Ok(owner)) =
            (self.url.rsplit_once("/store_"), Store::open(&url, Arc::new(Keys::for_tests())))
        {
            let mut conn = owner.own_connection().unwrap();
            let name = format!("DROP DATABASE IF EXISTS store_{} WITH (FORCE)", name.1);
            let _best_effort = diesel::connection::SimpleConnection::batch_execute(&mut conn, &name);
        }
    }
}

/// Each database that can be had here.
fn everywhere(limits: Limits) -> Vec<Sandbox> {
    std::iter::once(on_sqlite(limits.clone())).chain(on_postgres(limits)).collect()
}

fn notes(store: &Store) {
    store.write_now(Lane::Desk, |tx| Ok(diesel::connection::SimpleConnection::batch_execute(tx.conn, NOTES)?)).unwrap();
}

fn put(tx: &mut Tx<'_>, id: i64) -> Result<usize> {
    put_on(tx.conn, id).map_err(Into::into)
}

fn put_on(conn: &mut Conn, id: i64) -> QueryResult<usize> {
    diesel::insert_into(note::table).values((note::id.eq(id), note::words.eq("words"))).execute(conn)
}

/// Breaks a foreign key that is looked at only when the transaction commits.
fn put_orphan(tx: &mut Tx<'_>) -> Result<()> {
    Ok(diesel::connection::SimpleConnection::batch_execute(tx.conn, "INSERT INTO reply (id, note_id) VALUES (1, 404)")?)
}

fn ids(db: &mut Db<'_>) -> Result<Vec<i64>> {
    Ok(note::table.select(note::id).order(note::id).load(db.conn)?)
}
