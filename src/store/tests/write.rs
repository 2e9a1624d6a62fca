//! What a write promises: acknowledged means kept, and nobody pays for another one's fault.

use std::sync::mpsc;
use std::sync::{Arc, Barrier, Mutex};
use std::thread;
use std::time::{Duration, Instant};

use super::*;
use crate::domain::ids::LetterId;
use crate::error::Error;
use crate::store::{Effects, PublicChange};

/// Keeps SQLite's writer busy until told otherwise, so that what comes next shares one commit.
fn hold_the_writer(store: &Store) -> (mpsc::Sender<()>, thread::JoinHandle<()>) {
    let (release, held) = mpsc::channel::<()>();
    let (began, begun) = mpsc::channel::<()>();
    let store = store.clone();
    let holder = thread::spawn(move || {
        store
            .write_now(Lane::Desk, move |_| {
                let _ = began.send(());
                let _ = held.recv_timeout(Duration::from_secs(10));
                Ok(())
            })
            .unwrap();
    });
    begun.recv().unwrap();
    (release, holder)
}

fn in_thread<T: Send + 'static>(
    store: &Store,
    lane: Lane,
    work: impl FnMut(&mut Tx<'_>) -> Result<T> + Send + 'static,
) -> thread::JoinHandle<Result<T>> {
    let store = store.clone();
    thread::spawn(move || store.write_now(lane, work))
}

/// Waits until `count` writes stand in line.
fn lined_up() {
    thread::sleep(Duration::from_millis(150));
}

#[test]
fn what_64_threads_were_told_is_kept_is_kept_once() {
    for sandbox in everywhere(Limits { wait: Duration::from_secs(20), ..Limits::default() }) {
        let writers: Vec<_> = (0..64)
            .map(|thread| {
                let store = sandbox.store.clone();
                thread::spawn(move || {
                    (0..20)
                        .map(|n| thread * 100 + n)
                        .filter(|id| {
                            let id = *id;
                            store.write_now(Lane::Public, move |tx| put(tx, id)).is_ok()
                        })
                        .collect::<Vec<i64>>()
                })
            })
            .collect();
        let mut told: Vec<i64> = writers.into_iter().flat_map(|writer| writer.join().unwrap()).collect();
        told.sort_unstable();
        assert_eq!(told.len(), 64 * 20);
        assert_eq!(sandbox.store.read_now(ids).unwrap(), told);
    }
}

#[test]
fn a_failing_and_a_panicking_write_take_nobody_down() {
    for sandbox in everywhere(Limits::default()) {
        let store = &sandbox.store;
        let held = (store.backend() == crate::store::Backend::Sqlite).then(|| hold_the_writer(store));
        let good: Vec<_> = (1..=3).map(|id| in_thread(store, Lane::Public, move |tx| put(tx, id))).collect();
        let failing = in_thread(store, Lane::Public, |tx| {
            put(tx, 10)?;
            Err::<(), _>(Error::NotAllowed)
        });
        let panicking = in_thread(store, Lane::Public, |tx| {
            put(tx, 11)?;
            diesel::Connection::transaction(tx.conn, |conn| -> Result<()> {
                put_on(conn, 12)?;
                panic!("in the middle of a savepoint")
            })
        });
        let later: Vec<_> = (4..=5).map(|id| in_thread(store, Lane::Public, move |tx| put(tx, id))).collect();
        lined_up();
        if let Some((release, holder)) = held {
            release.send(()).unwrap();
            holder.join().unwrap();
        }
        assert!(matches!(failing.join().unwrap(), Err(Error::NotAllowed)));
        assert!(matches!(panicking.join().unwrap(), Err(Error::Internal(why)) if why.contains("savepoint")));
        assert!(good.into_iter().chain(later).all(|writer| writer.join().unwrap().is_ok()));
        assert_eq!(store.read_now(ids).unwrap(), [1, 2, 3, 4, 5]);
    }
}

#[test]
fn a_write_that_spoils_the_shared_commit_fails_alone() {
    for sandbox in everywhere(Limits::default()) {
        let store = &sandbox.store;
        let told = Arc::new(Mutex::new(Vec::<Effects>::new()));
        let heard = Arc::clone(&told);
        store.on_commit(move |effects| heard.lock().unwrap().push(effects.clone()));
        let held = (store.backend() == crate::store::Backend::Sqlite).then(|| hold_the_writer(store));
        let good: Vec<_> = (1..=4).map(|id| in_thread(store, Lane::Public, move |tx| put(tx, id))).collect();
        let spoiler = in_thread(store, Lane::Public, |tx| {
            tx.mail_queued();
            put_orphan(tx)
        });
        lined_up();
        if let Some((release, holder)) = held {
            release.send(()).unwrap();
            holder.join().unwrap();
        }
        assert!(matches!(spoiler.join().unwrap(), Err(Error::Internal(_))));
        assert!(good.into_iter().all(|writer| writer.join().unwrap().is_ok()));
        assert_eq!(store.read_now(ids).unwrap(), [1, 2, 3, 4]);
        assert!(told.lock().unwrap().is_empty(), "nothing that was committed had an effect");
    }
}

#[test]
fn hooks_hear_of_committed_work_before_the_caller_is_answered() {
    for sandbox in everywhere(Limits::default()) {
        let store = &sandbox.store;
        let told = Arc::new(Mutex::new(Effects::default()));
        let heard = Arc::clone(&told);
        store.on_commit(|_| panic!("a hook of somebody else"));
        store.on_commit(move |effects| heard.lock().unwrap().add(effects.clone()));
        let letter = LetterId::new();
        let (other, changed) = (LetterId::new(), letter.clone());
        let refused: Result<()> = store.write_now(Lane::Desk, move |tx| {
            tx.public_change(&other, PublicChange::Strict);
            Err(Error::NotFound)
        });
        assert!(matches!(refused, Err(Error::NotFound)));
        store
            .write_now(Lane::Desk, move |tx| {
                tx.public_change(&changed, PublicChange::Strict);
                tx.public_change(&changed, PublicChange::Addition);
                tx.mail_queued();
                Ok(())
            })
            .unwrap();
        let told = told.lock().unwrap();
        assert_eq!(told.letters.iter().collect::<Vec<_>>(), [(&letter, &PublicChange::Strict)]);
        assert!(told.mail);
    }
}

#[test]
fn a_second_row_of_the_same_name_is_no_error_and_the_rest_of_the_work_stands() {
    for sandbox in everywhere(Limits::default()) {
        let store = &sandbox.store;
        store.write_now(Lane::Desk, |tx| put(tx, 1)).unwrap();
        let twice = store.write_now(Lane::Desk, |tx| {
            put(tx, 2)?;
            let inserted = tx.try_insert(|conn| put_on(conn, 1))?;
            put(tx, 3)?;
            Ok(inserted)
        });
        assert_eq!(twice.unwrap(), None);
        assert_eq!(store.write_now(Lane::Desk, |tx| tx.try_insert(|conn| put_on(conn, 4))).unwrap(), Some(1));
        assert_eq!(store.read_now(ids).unwrap(), [1, 2, 3, 4]);
    }
}

#[test]
fn a_full_lane_says_so_at_once_and_leaves_the_desks_lane_free() {
    let sandbox = on_sqlite(Limits { queue: 2, ..Limits::default() });
    let store = &sandbox.store;
    let (release, holder) = hold_the_writer(store);
    let public: Vec<_> = (1..=2).map(|id| in_thread(store, Lane::Public, move |tx| put(tx, id))).collect();
    lined_up();
    let asked = Instant::now();
    assert!(matches!(store.write_now(Lane::Public, |tx| put(tx, 3)), Err(Error::Busy(_))));
    assert!(asked.elapsed() < Duration::from_millis(100));
    let desk = in_thread(store, Lane::Desk, |tx| {
        let before = ids(tx)?;
        put(tx, 4)?;
        Ok(before)
    });
    lined_up();
    release.send(()).unwrap();
    holder.join().unwrap();
    assert_eq!(desk.join().unwrap().unwrap(), Vec::<i64>::new(), "the desk went first");
    assert!(public.into_iter().all(|writer| writer.join().unwrap().is_ok()));
}

#[test]
fn a_write_inside_a_write_is_refused_instead_of_waiting_for_ever() {
    let sandbox = on_sqlite(Limits::default());
    let inner = sandbox.store.clone();
    let outer = sandbox.store.write_now(Lane::Desk, move |_| inner.write_now(Lane::Desk, |tx| put(tx, 1)));
    assert!(matches!(outer, Err(Error::Internal(_))));
}

#[test]
fn two_writes_that_lock_each_other_out_both_get_through() {
    let Some(sandbox) = on_postgres(Limits::default()) else { return };
    let store = &sandbox.store;
    store.write_now(Lane::Desk, |tx| Ok(put(tx, 1)? + put(tx, 2)?)).unwrap();
    let meet = Arc::new(Barrier::new(2));
    let crossing = |first: i64, second: i64| {
        let (meet, mut is_first_try) = (Arc::clone(&meet), true);
        in_thread(store, Lane::Desk, move |tx| {
            let touch = |tx: &mut Tx<'_>, id: i64| -> Result<usize> {
                Ok(diesel::update(note::table.find(id)).set(note::words.eq("touched")).execute(tx.conn)?)
            };
            touch(tx, first)?;
            if std::mem::take(&mut is_first_try) {
                meet.wait();
            }
            touch(tx, second)
        })
    };
    let both = [crossing(1, 2), crossing(2, 1)];
    assert!(both.into_iter().all(|writer| writer.join().unwrap().is_ok()));
}

#[test]
fn a_write_that_fills_the_disk_fails_alone() {
    let sandbox = on_sqlite(Limits::default());
    let store = &sandbox.store;
    let limit = |pages: u32| {
        let pragma = format!("PRAGMA max_page_count = {pages}");
        store
            .write_now(Lane::Desk, move |tx| Ok(diesel::connection::SimpleConnection::batch_execute(tx.conn, &pragma)?))
    };
    limit(12).unwrap();
    let (release, holder) = hold_the_writer(store);
    let before = in_thread(store, Lane::Public, |tx| put(tx, 1));
    lined_up();
    let flood = in_thread(store, Lane::Public, |tx| {
        put(tx, 2)?;
        let row = (note::id.eq(3), note::words.eq("x".repeat(1_000_000)));
        Ok(diesel::insert_into(note::table).values(row).execute(tx.conn)?)
    });
    lined_up();
    let after = in_thread(store, Lane::Public, |tx| put(tx, 4));
    lined_up();
    release.send(()).unwrap();
    holder.join().unwrap();
    assert!(matches!(flood.join().unwrap(), Err(Error::Busy(_))));
    assert!(before.join().unwrap().is_ok() && after.join().unwrap().is_ok());
    assert_eq!(store.read_now(ids).unwrap(), [1, 4]);
}
