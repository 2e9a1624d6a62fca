//! Coming to the schema of this program, and refusing to go back from a newer one.

use diesel::connection::SimpleConnection;

use super::*;
use crate::error::Error;

#[test]
fn an_empty_database_is_brought_to_the_schema_once_though_several_try() {
    for sandbox in everywhere(Limits::default()) {
        assert!(!sandbox.store.migrations_current().unwrap());
        let tries: Vec<_> = (0..4)
            .map(|_| {
                let store = Store::open(&sandbox.url, Arc::new(Keys::for_tests())).unwrap();
                std::thread::spawn(move || store.migrate().unwrap())
            })
            .collect();
        let done: Vec<String> = tries.into_iter().flat_map(|one| one.join().unwrap()).collect();
        assert!(done.contains(&"2026-11-22-000001_begin".to_owned()));
        assert_eq!(done.len(), done.iter().collect::<std::collections::BTreeSet<_>>().len());
        assert!(sandbox.store.migrations_current().unwrap());
        assert_eq!(sandbox.store.migrate().unwrap(), Vec::<String>::new());
    }
}

#[test]
fn a_database_of_a_newer_program_is_not_touched() {
    for sandbox in everywhere(Limits::default()) {
        let store = &sandbox.store;
        store.migrate().unwrap();
        let newer = "INSERT INTO __diesel_schema_migrations (version) VALUES ('99991231000001')";
        store.write_now(Lane::Desk, |tx| Ok(tx.conn.batch_execute(newer)?)).unwrap();
        assert!(matches!(store.migrate(), Err(Error::Internal(why)) if why.contains("newer program")));
        assert!(store.migrations_current().unwrap(), "a running server may finish its day beside a newer one");
    }
}

#[test]
fn migrations_go_up_and_down_and_have_the_same_names_on_both_databases() {
    for sandbox in everywhere(Limits::default()) {
        let store = &sandbox.store;
        let up = store.migrate().unwrap();
        assert_eq!(up, super::super::migrate::names(crate::store::Backend::Sqlite).unwrap());
        assert_eq!(up, super::super::migrate::names(crate::store::Backend::Postgres).unwrap());
        super::super::migrate::revert_all(store).unwrap();
        assert!(!store.migrations_current().unwrap());
        assert_eq!(store.migrate().unwrap(), up);
    }
}
