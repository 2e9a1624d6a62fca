//! What both databases promise about reading.

use super::*;
use crate::error::Error;

#[test]
fn reading_cannot_write() {
    for sandbox in everywhere(Limits::default()) {
        let written = sandbox.store.read_now(|db| Ok(put_on(db.conn, 1)?));
        assert!(matches!(written, Err(Error::Internal(_))), "{written:?}");
        assert_eq!(sandbox.store.read_now(ids).unwrap(), Vec::<i64>::new());
    }
}

#[test]
fn everything_one_read_sees_is_of_one_moment() {
    for sandbox in everywhere(Limits::default()) {
        let writer = sandbox.store.clone();
        let (before, after) = sandbox
            .store
            .read_now(move |db| {
                let before = ids(db)?;
                writer.write_now(Lane::Public, |tx| put(tx, 1))?;
                Ok((before, ids(db)?))
            })
            .unwrap();
        assert_eq!(before, after);
        assert_eq!(sandbox.store.read_now(ids).unwrap(), [1]);
    }
}

#[test]
fn reading_and_writing_work_from_async_code() {
    for sandbox in everywhere(Limits::default()) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        let store = sandbox.store.clone();
        let seen = runtime.block_on(async move {
            store.write(Lane::Public, |tx| put(tx, 1)).await?;
            store.write_now(Lane::Public, |tx| put(tx, 2))?;
            store.read(ids).await
        });
        assert_eq!(seen.unwrap(), [1, 2]);
    }
}

#[test]
fn a_read_that_panics_leaves_the_pool_usable() {
    for sandbox in everywhere(Limits { readers: 1, connections: 1, ..short() }) {
        for _ in 0..3 {
            let outcome: Result<()> = sandbox.store.read_now(|_| panic!("while reading"));
            assert!(matches!(outcome, Err(Error::Internal(_))));
        }
        assert_eq!(sandbox.store.read_now(ids).unwrap(), Vec::<i64>::new());
    }
}

#[test]
fn a_pool_without_a_free_connection_says_busy() {
    for sandbox in everywhere(Limits { readers: 1, connections: 1, ..short() }) {
        let again = sandbox.store.clone();
        let inner = sandbox.store.read_now(move |_| Ok(again.read_now(ids).err())).unwrap();
        assert!(matches!(inner, Some(Error::Busy(_))));
    }
}

#[test]
fn a_url_of_another_database_is_refused_in_words() {
    for url in ["mysql://localhost/x", "sqlite://", "postgres://localhost/x?sslmode=maybe", "data/undersigned.db"] {
        let opened = Store::open(url, Arc::new(Keys::for_tests())).map(drop);
        assert!(matches!(&opened, Err(Error::Internal(why)) if why.contains("DATABASE_URL")), "{opened:?}");
    }
}
