//! A database full of letters in every state, as the operator of a real server has one, with its key file.

use std::path::Path;
use std::sync::Arc;

use chrono::{SubsecRound, Utc};
use diesel::prelude::*;
use diesel::sql_types::Text;
use undersigned::clock::Moment;
use undersigned::demo;
use undersigned::store::{Keys, Store};

use super::database::Database;
use super::program::run;

/// The present moment as the server keeps moments.
pub fn now() -> Moment {
    Utc::now().naive_utc().trunc_subsecs(6)
}

/// Makes database and key by the program and tells the demo's story in it.
pub fn fill(database: &Database) -> Store {
    let store = migrated(database);
    demo::build(&store, "nobody signs in with this", now()).expect("the demo");
    store
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

/// Every row of every table of a SQLite file, as text, in a fixed order.
pub fn rows(file: &Path) -> Vec<String> {
    #[derive(QueryableByName)]
    struct Line {
        #[diesel(sql_type = Text)]
        line: String,
    }
    let mut conn = SqliteConnection::establish(&file.display().to_string()).expect("a SQLite file");
    let mut ask = |query: String| -> Vec<String> {
        let lines: Vec<Line> = diesel::sql_query(query).load(&mut conn).expect("an answer");
        lines.into_iter().map(|line| line.line).collect()
    };
    let mut rows = Vec::new();
    for table in ask("SELECT name AS line FROM sqlite_master WHERE type = 'table' ORDER BY 1".into()) {
        // When each migration ran is no row of ours.
        let columns = if table.starts_with("__") {
            vec!["version".to_owned()]
        } else {
            ask(format!("SELECT name AS line FROM pragma_table_info('{table}') ORDER BY name"))
        };
        let columns: Vec<String> = columns.iter().map(|name| format!("'{name}', \"{name}\"")).collect();
        let all = ask(format!("SELECT json_object({}) AS line FROM \"{table}\" ORDER BY 1", columns.join(", ")));
        rows.extend(all.into_iter().map(|row| format!("{table} {row}")));
    }
    rows
}
