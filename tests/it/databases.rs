//! The ground the other tests stand on: each gets a database of its own, on both systems.

use std::sync::Mutex;

use crate::support::Database;

static SEEN: Mutex<Vec<String>> = Mutex::new(Vec::new());

on_both! {
    fn each_test_has_an_empty_database_of_its_own(database: Database) {
        let other = if database.is_postgres() { Database::postgres() } else { Database::sqlite() };
        assert_ne!(database.url, other.url);
        assert_eq!(database.is_postgres(), database.url.starts_with("postgres"));
        let mut seen = SEEN.lock().unwrap();
        assert!(!seen.contains(&database.url));
        seen.push(database.url.clone());
    }
}
