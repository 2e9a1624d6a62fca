//! A database full of letters in every state, as the operator of a real server has one, with its key file.

use std::fs::OpenOptions;
use std::io::Write;
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;
use std::sync::{Arc, OnceLock};

use chrono::{SubsecRound, Utc};
use undersigned::clock::Moment;
use undersigned::demo;
use undersigned::store::{Keys, Store};

use super::database::Database;
use super::program::run;

/// The present moment as the server keeps moments.
pub fn now() -> Moment {
    Utc::now().naive_utc().trunc_subsecs(6)
}

/// A database in which the demo's story was told, with its key. The story takes seconds to tell, so each kind of database hears
/// it once in a run of the tests and is copied from then on.
pub fn fill(database: &Database) -> Store {
    static SQLITE: OnceLock<Told> = OnceLock::new();
    static POSTGRES: OnceLock<Told> = OnceLock::new();
    let (once, empty): (_, fn() -> Database) = match database.is_postgres() {
        true => (&POSTGRES, Database::told),
        false => (&SQLITE, Database::sqlite),
    };
    let told = once.get_or_init(|| Told::new(&empty()));
    std::fs::create_dir_all(database.path("keys")).expect("a folder");
    write_for_owner(&database.path("keys/undersigned.key"), &told.key);
    match &told.bytes {
        Some(bytes) => write_for_owner(&database.path("data/undersigned.db"), bytes),
        None => database.copy_told(),
    }
    open(database)
}

fn write_for_owner(path: &Path, bytes: &[u8]) {
    let file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(path);
    file.and_then(|mut file| file.write_all(bytes)).unwrap_or_else(|fault| panic!("{}: {fault}", path.display()));
}

/// A story told: the key it was sealed with and, on SQLite, the file.
struct Told {
    key: Vec<u8>,
    bytes: Option<Vec<u8>>,
}

impl Told {
    fn new(database: &Database) -> Told {
        let store = migrated(database);
        demo::build(&store, "nobody signs in with this", now()).expect("the demo");
        let key = std::fs::read(database.path("keys/undersigned.key")).expect("the key");
        let bytes = (!database.is_postgres()).then(|| {
            let copy = database.path("told.db");
            store.backup(&copy, &mut |_| {}).expect("a copy");
            std::fs::read(copy).expect("the copy")
        });
        Told { key, bytes }
    }
}

/// An empty database with the key it was made with.
pub fn migrated(database: &Database) -> Store {
    let made = run(database, &[], &["migrate"]);
    assert_eq!(made.code, 0, "{made:?}");
    open(database)
}

/// The database with its key.
pub fn open(database: &Database) -> Store {
    Store::open(&database.url, keys(database)).expect("the database")
}

/// The key file's keys.
pub fn keys(database: &Database) -> Arc<Keys> {
    Arc::new(Keys::load(&database.path("keys/undersigned.key")).expect("the key"))
}

/// Gives another database the key file of this one.
pub fn give_key(from: &Database, to: &Database) {
    std::fs::create_dir_all(to.path("keys")).expect("a folder");
    let (from, to) = (from.path("keys/undersigned.key"), to.path("keys/undersigned.key"));
    std::fs::copy(from, to).expect("the key, with its mode");
}
