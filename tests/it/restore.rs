//! Restoring: into quarantine, whole or not at all, with the right key; nobody is mailed and nothing is published until a
//! person says so.

use std::time::Duration;

use chrono::TimeDelta;
use undersigned::jobs::lift_embargoes;
use undersigned::store::outbox::{self, State};
use undersigned::store::{Lane, Store, event, letter, setting};

use crate::support::filled::{fill, give_key, keys, migrated, now, open};
use crate::support::program::{Finished, run};
use crate::support::smtp_sink::SmtpSink;
use crate::support::{Database, Program};

/// A backup of the demo's letters, and the database it was made of.
fn backed_up() -> (Database, String) {
    let source = Database::sqlite();
    fill(&source);
    let file = source.path("backup.db").display().to_string();
    assert_eq!(run(&source, &[], &["backup", &file]).code, 0);
    (source, file)
}

fn restored(into: &Database, from: &Database, file: &str) -> Finished {
    give_key(from, into);
    let done = run(into, &[], &["restore", file]);
    assert_eq!(done.code, 0, "{done:?}");
    done
}

fn states(store: &Store) -> Vec<(State, i64)> {
    store.read_now(outbox::count_all_by_state).unwrap()
}

on_both! {
    fn a_restored_copy_mails_nobody_until_it_is_released(database: Database) {
        let (source, file) = backed_up();
        let waiting: i64 =
            states(&open(&source)).iter().filter(|(state, _)| *state == State::Queued).map(|(_, count)| count).sum();
        assert!(waiting > 0, "mails wait in the backup");
        let done = restored(&database, &source, &file);
        assert!(done.out.contains(&format!("{waiting} mails were on their way")), "{done:?}");
        assert!(done.out.contains("undersigned restore --release"), "{done:?}");

        let sink = SmtpSink::start();
        let url = sink.url();
        let settings = [("UNDERSIGNED_SMTP_URL", url.as_str()), ("UNDERSIGNED_MAIL_FROM", "letters@bothbanks.example")];
        let mut program = Program::start(&database, &settings);
        program.expect_output("quarantine");
        // A mail that is written meanwhile waits as well.
        program.browser().submit("/forgot", &[("email", "marta@bothbanks.example")]).expect_status(303);
        std::thread::sleep(Duration::from_secs(3));
        assert_eq!(sink.mails().len(), 0, "nothing left");

        let doctor = run(&database, &settings, &["doctor"]);
        assert_eq!(doctor.code, 1, "{doctor:?}");
        assert!(doctor.out.contains("FIX   quarantine"), "{doctor:?}");
        assert!(doctor.out.contains("letter half-the-seats"), "it lists the mails of unknown outcome: {doctor:?}");

        let released = run(&database, &settings, &["restore", "--release"]);
        assert_eq!(released.code, 0, "{released:?}");
        let mail = sink.wait_for_mail_to("marta@bothbanks.example");
        assert_eq!(mail.from, "letters@bothbanks.example");
        std::thread::sleep(Duration::from_secs(1));
        // The daily mail on what waits is a new one, and comes by the hour of the day.
        let came = sink.mails().into_iter().map(|mail| (mail.to.clone(), mail.subject()));
        let came: Vec<_> = came.filter(|(_, subject)| !subject.ends_with("wait for you")).collect();
        assert_eq!(came.len(), 1, "what waited in the backup is not sent by itself, ever: {came:?}");
        let again = run(&database, &settings, &["restore", "--release"]);
        assert_eq!(again.code, 1, "{again:?}");
        let store = open(&database);
        let unknown: i64 =
            states(&store).iter().filter(|(state, _)| *state == State::Unknown).map(|(_, count)| count).sum();
        assert_eq!(unknown, waiting);
    }

    fn a_restored_copy_publishes_nothing_by_itself(database: Database) {
        let (source, file) = backed_up();
        let done = restored(&database, &source, &file);
        assert!(done.out.contains("The letter night-releases will be published on"), "{done:?}");
        let store = open(&database);
        let later = now() + TimeDelta::days(4);
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        assert_eq!(runtime.block_on(lift_embargoes::run(&store, later)).unwrap(), 0);
        assert_eq!(run(&database, &[], &["restore", "--release"]).code, 0);
        assert_eq!(runtime.block_on(lift_embargoes::run(&store, later)).unwrap(), 1);
        let row = store.read_now(|db| letter::find_by_slug(db, "night-releases")).unwrap();
        assert!(row.facts().is_public());
    }

    fn what_was_erased_since_the_backup_is_erased_again(database: Database) {
        let source = Database::sqlite();
        let store = fill(&source);
        // The letter's dates have come since.
        store.write_now(Lane::Desk, |tx| {
            use diesel::connection::SimpleConnection;
            Ok(tx.conn.batch_execute("UPDATE letter SET withheld_purge_at = '2026-01-01 00:00:00', \
                contacts_purge_at = '2026-01-01 00:00:00' WHERE slug = 'our-rivers-cross-borders'; \
                UPDATE signature SET submitted_at = '2025-06-01 00:00:00'")?)
        }).unwrap();
        let file = source.path("backup.db").display().to_string();
        assert_eq!(run(&source, &[], &["backup", &file]).code, 0);
        let done = restored(&database, &source, &file);
        assert!(done.out.contains("2 withheld names"), "{done:?}");
        assert!(done.out.contains("321 names and addresses"), "{done:?}");
        let nothing = run(&database, &[], &["purge", "--dry-run"]);
        assert!(nothing.out.contains("       0 withheld names"), "{nothing:?}");
        let doctor = run(&database, &[], &["doctor", "--deep"]);
        assert!(!doctor.out.contains("FIX   data"), "{doctor:?}");
    }

    fn sessions_and_password_links_of_the_backup_are_over(database: Database) {
        let source = Database::sqlite();
        let link = run(&source, &[], &["coordinator", "add", "eva@bothbanks.example", "--name", "Eva", "--operator"]);
        assert_eq!(link.code, 0, "{link:?}");
        let path = format!("/password/{}", link.out.trim().rsplit('/').next().expect("a link"));
        let file = source.path("backup.db").display().to_string();
        assert_eq!(run(&source, &[], &["backup", &file]).code, 0);
        restored(&database, &source, &file);
        let program = Program::start(&database, &[]);
        program.browser().get(&path).expect_status(410);
        assert!(!program.output().contains("/setup/"), "there is an account");
    }

    fn a_backup_goes_into_an_empty_database_only(database: Database) {
        let (source, file) = backed_up();
        give_key(&source, &database);
        let store = Store::open(&database.url, keys(&source)).unwrap();
        // A server that was started once, and nobody did anything.
        store.migrate().unwrap();
        drop(store);
        assert_eq!(run(&database, &[], &["migrate"]).code, 0);
        assert_eq!(run(&database, &[], &["restore", &file]).code, 0);
        let refused = run(&database, &[], &["restore", &file]);
        assert_eq!(refused.code, 1, "{refused:?}");
        assert!(refused.err.contains("in use already") && refused.err.contains("DATABASE_URL"), "{refused:?}");
    }

    fn the_wrong_key_restores_nothing(database: Database) {
        let (_source, file) = backed_up();
        let missing = run(&database, &[], &["restore", &file]);
        assert_eq!(missing.code, 78, "{missing:?}");
        assert!(missing.err.contains("UNDERSIGNED_KEY_FILE"), "{missing:?}");
        assert!(!database.path("keys/undersigned.key").exists(), "no key is made that opens nothing");
        let other = Database::sqlite();
        migrated(&other);
        give_key(&other, &database);
        let foreign = run(&database, &[], &["restore", &file]);
        assert_eq!(foreign.code, 78, "{foreign:?}");
        assert_eq!(run(&database, &[], &["migrate"]).code, 0, "the database is still empty");
        let events = open(&database).read_now(setting::is_quarantined).unwrap();
        assert!(!events);
    }

    fn a_file_that_is_no_backup_is_refused_in_words(database: Database) {
        let (source, file) = backed_up();
        give_key(&source, &database);
        let whole = std::fs::read(&file).unwrap();
        let garbage = [b"SQLite format 3\0".as_slice(), &[7; 5000]].concat();
        let cut = &whole[..whole.len() / 2];
        let mut bent = whole.clone();
        let middle = bent.len() / 2;
        bent[middle..middle + 9000].fill(0x55);
        for (name, bytes) in [("text", b"hello".as_slice()), ("garbage", &garbage), ("cut", cut), ("bent", &bent)] {
            let path = database.path(name).display().to_string();
            std::fs::write(&path, bytes).unwrap();
            let refused = run(&database, &[], &["restore", &path]);
            assert_eq!(refused.code, 1, "{name}: {refused:?}");
            assert!(refused.err.contains(&path), "{name}: {refused:?}");
        }
        let absent = run(&database, &[], &["restore", "/nowhere/at/all"]);
        assert_eq!(absent.code, 1, "{absent:?}");
        // A file that a server is writing to has half of its rows elsewhere.
        let _open = migrated(&Database::sqlite());
        let live = source.path("data/undersigned.db").display().to_string();
        std::fs::write(format!("{live}-wal"), "rows").unwrap();
        let refused = run(&database, &[], &["restore", &live]);
        assert!(refused.err.contains("a database in use"), "{refused:?}");
        let folder = database.path("data");
        let left = std::fs::read_dir(&folder).into_iter().flatten().flatten();
        let left: Vec<_> = left.filter(|entry| entry.file_name().to_string_lossy().contains("restoring")).collect();
        assert!(left.is_empty(), "{left:?}");
        assert_eq!(run(&database, &[], &["restore", &file]).code, 0, "after all that the good one works");
    }
}

#[test]
fn a_database_that_a_server_runs_on_is_not_replaced() {
    let (source, file) = backed_up();
    let target = Database::sqlite();
    give_key(&source, &target);
    let _program = Program::start(&target, &[]);
    let refused = run(&target, &[], &["restore", &file]);
    assert_eq!(refused.code, 1, "{refused:?}");
    assert!(refused.err.contains("stop it first"), "{refused:?}");
}

#[test]
fn the_restored_copy_says_in_its_trail_that_it_is_one() {
    let (source, file) = backed_up();
    let target = Database::sqlite();
    restored(&target, &source, &file);
    let verbs = open(&target).read_now(|db| {
        let letter = letter::find_by_slug(db, "half-the-seats")?;
        event::list_for_letter(db, &letter.id, 1)
    });
    assert_eq!(verbs.unwrap().len(), 1, "the letters' own trail came along");
    let restored = crate::support::dump::rows(&target.path("data/undersigned.db"));
    assert!(restored.iter().any(|row| row.starts_with("event ") && row.contains("\"verb\":\"restore\"")));
}
