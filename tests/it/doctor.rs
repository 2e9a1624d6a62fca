//! `undersigned doctor`: one line for each finding with its remedy, exit 0 or 1, and nothing is changed by looking.

use std::os::unix::fs::PermissionsExt;

use diesel::connection::SimpleConnection;
use undersigned::store::{Lane, Store};

use crate::support::Database;
use crate::support::filled::{fill, give_key, migrated};
use crate::support::program::{Finished, run};
use crate::support::smtp_sink::{Setup, SmtpSink};

/// What it says needs fixing.
fn findings(told: &Finished) -> Vec<&str> {
    told.out.lines().filter_map(|line| line.strip_prefix("FIX   ")).collect()
}

fn finds(told: &Finished, what: &str, remedy: &str) {
    assert_eq!(told.code, 1, "{told:?}");
    let found = findings(told);
    assert!(found.iter().any(|line| line.contains(what) && line.contains(remedy)), "{what}: {found:#?}\n{}", told.err);
}

fn change(store: &Store, statement: &'static str) {
    store.write_now(Lane::Desk, move |tx| Ok(tx.conn.batch_execute(statement)?)).unwrap();
}

on_both! {
    fn a_healthy_server_has_nothing_to_fix(database: Database) {
        fill(&database);
        let told = run(&database, &[], &["doctor", "--deep"]);
        assert_eq!((told.code, findings(&told)), (0, vec![]), "{told:?}");
        assert!(told.out.lines().count() > 8, "each check says that it is well: {told:?}");
        assert!(told.out.contains("letter night-releases: will be published at"), "{told:?}");
    }

    fn a_text_that_was_changed_past_the_program_is_found(database: Database) {
        let store = fill(&database);
        change(&store, "UPDATE revision_text SET canonical_text = 'We changed our minds.'
            WHERE letter_id = (SELECT id FROM letter WHERE slug = 'half-the-seats')");
        assert_eq!(run(&database, &[], &["doctor"]).code, 0, "that takes a deep look");
        finds(&run(&database, &[], &["doctor", "--deep"]), "is not what its SHA-256 says", "restore a backup");
    }

    fn a_name_that_was_added_past_the_program_is_found(database: Database) {
        let store = fill(&database);
        change(&store, "UPDATE signature SET text_sha256 = 'another' WHERE id = (SELECT min(id) FROM signature)");
        change(&store, "DELETE FROM event WHERE verb = 'sign' AND object_id = (SELECT max(id) FROM signature)");
        change(&store, "UPDATE signature SET contact_sealed = (SELECT max(contact_sealed) FROM signature)
            WHERE id = (SELECT min(id) FROM signature)");
        change(&store, "UPDATE event SET detail = '{\"to\":\"amina@example.org\"}' WHERE id = (SELECT min(id) FROM event)");
        let told = run(&database, &[], &["doctor", "--deep"]);
        finds(&told, "names another text", "restore");
        finds(&told, "0 times, not once", "report it");
        finds(&told, "sealed fields signature.contact do not open", "restore");
        finds(&told, "look as if they held an address", "report it");
        assert!(!told.out.contains("amina"), "what it finds it does not repeat: {told:?}");
    }

    fn a_key_that_others_can_read_is_found(database: Database) {
        migrated(&database);
        let key = database.path("keys/undersigned.key");
        std::fs::set_permissions(&key, std::fs::Permissions::from_mode(0o644)).unwrap();
        finds(&run(&database, &[], &["doctor"]), "others than its owner can read it", "chmod 600");
        finds(&run(&database, &[], &["doctor", "--deep"]), "others than its owner can read it", "chmod 600");
    }

    fn a_key_of_another_database_is_found(database: Database) {
        migrated(&database);
        let other = Database::sqlite();
        migrated(&other);
        give_key(&other, &database);
        finds(&run(&database, &[], &["doctor", "--deep"]), "it is another database's", "put back the key");
        std::fs::remove_file(database.path("keys/undersigned.key")).unwrap();
        finds(&run(&database, &[], &["doctor"]), "there is none at", "put back the key");
        assert!(!database.path("keys/undersigned.key").exists(), "looking makes nothing");
    }

    fn missing_migrations_are_found_and_not_run(database: Database) {
        let store = migrated(&database);
        change(&store, "DELETE FROM __diesel_schema_migrations");
        for _ in 0..2 {
            finds(&run(&database, &[], &["doctor"]), "migrations are missing", "undersigned migrate");
        }
    }

    fn a_clock_that_runs_behind_is_found(database: Database) {
        let store = fill(&database);
        change(&store, "UPDATE event SET at = '2099-01-01 00:00:00' WHERE id = (SELECT max(id) FROM event)");
        finds(&run(&database, &[], &["doctor"]), "the newest act is of 2099", "set the clock");
    }

    fn mail_and_erasing_that_are_late_are_found(database: Database) {
        let store = fill(&database);
        change(&store, "UPDATE outbox SET next_at = '2026-01-01 00:00:00' WHERE state = 'queued'");
        change(&store, "UPDATE letter SET withheld_purge_at = '2026-01-01 00:00:00' WHERE withheld_purge_at IS NOT NULL");
        let told = run(&database, &[], &["doctor"]);
        finds(&told, "have waited for over an hour", "see that the server runs");
        finds(&told, "2 things should be gone", "undersigned purge");
        let dry = run(&database, &[], &["purge", "--dry-run"]);
        assert!(dry.out.contains("2 withheld names"), "{dry:?}");
        let done = run(&database, &[], &["purge"]);
        assert!(done.out.contains("2 withheld names"), "{done:?}");
        assert!(run(&database, &[], &["purge", "--dry-run"]).out.contains("       0 withheld names"));
    }
}

#[test]
fn a_damaged_file_is_found() {
    let database = Database::sqlite();
    drop(fill(&database));
    let file = database.path("data/undersigned.db");
    let mut bytes = std::fs::read(&file).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle..middle + 6000].fill(0);
    std::fs::write(&file, bytes).unwrap();
    let told = run(&database, &[], &["doctor", "--deep"]);
    assert_eq!(told.code, 1, "{told:?}");
    assert!(told.out.contains("database file:") || told.err.contains("malformed"), "{told:?}");
}

#[test]
fn looking_at_a_server_that_is_not_there_makes_none() {
    let database = Database::sqlite();
    let told = run(&database, &[], &["doctor"]);
    finds(&told, "database: there is none at", "undersigned migrate");
    assert!(!database.path("data/undersigned.db").exists() && !database.path("keys/undersigned.key").exists());
}

#[test]
fn the_relay_is_tried_as_far_as_the_sign_in_and_no_mail_leaves() {
    let database = Database::sqlite();
    migrated(&database);
    let sink = SmtpSink::with(Setup { account: Some(("letters", "p@ss")), ..Setup::default() });
    let good = format!("smtp://letters:p%40ss@{}", sink.address);
    let settings = [("UNDERSIGNED_SMTP_URL", good.as_str()), ("UNDERSIGNED_MAIL_FROM", "letters@example.org")];
    let told = run(&database, &settings, &["doctor"]);
    assert_eq!(told.code, 0, "{told:?}");
    assert!(told.out.contains("takes our password"), "{told:?}");
    let commands = sink.commands().join("\n");
    assert!(commands.starts_with("EHLO example.org") && !commands.contains("MAIL"), "{commands}");
    assert!(!told.out.contains("p@ss") && !told.out.contains("p%40ss"), "{told:?}");

    let sent = run(&database, &settings, &["doctor", "--mail-to", "nadia@example.org"]);
    assert_eq!(sent.code, 0, "{sent:?}");
    assert!(sink.wait_for_mail_to("nadia@example.org").subject().starts_with("A test mail of"));
    let refused = run(&database, &settings, &["doctor", "--mail-to", "reject@example.org"]);
    finds(&refused, "test mail: refused (550", "UNDERSIGNED_MAIL_FROM");
    finds(&run(&database, &settings, &["doctor", "--mail-to", "nobody"]), "no mail address", "name@example.org");

    let wrong = format!("smtp://letters:wrong@{}", sink.address);
    let told = run(&database, &[("UNDERSIGNED_SMTP_URL", wrong.as_str())], &["doctor"]);
    finds(&told, "does not let us in", "UNDERSIGNED_SMTP_URL");
    assert!(!told.out.contains("wrong@"), "{told:?}");
    let address = sink.address;
    drop(sink);
    let away = format!("smtp://{address}");
    finds(
        &run(&database, &[("UNDERSIGNED_SMTP_URL", away.as_str())], &["doctor"]),
        "does not let us in",
        "may reach it",
    );
}

#[test]
fn a_public_address_without_a_trusted_proxy_is_found() {
    let database = Database::sqlite();
    migrated(&database);
    let sink = SmtpSink::start();
    let url = sink.url();
    let public = [
        ("UNDERSIGNED_BASE_URL", "https://letters.example.org"),
        ("UNDERSIGNED_SMTP_URL", url.as_str()),
        ("UNDERSIGNED_MAIL_FROM", "letters@example.org"),
    ];
    finds(&run(&database, &public, &["doctor"]), "all visitors look like one", "UNDERSIGNED_TRUSTED_PROXIES");
    let with = |proxies| public.iter().copied().chain([("UNDERSIGNED_TRUSTED_PROXIES", proxies)]).collect::<Vec<_>>();
    finds(&run(&database, &with("0.0.0.0/0"), &["doctor"]), "could claim any address", "name your proxy's own");
    assert_eq!(run(&database, &with("127.0.0.1/32"), &["doctor"]).code, 0);
}

#[test]
fn a_key_that_lies_beside_the_database_by_a_link_is_found() {
    let database = Database::sqlite();
    migrated(&database);
    std::fs::rename(database.path("keys/undersigned.key"), database.path("data/undersigned.key")).unwrap();
    std::fs::remove_dir(database.path("keys")).unwrap();
    std::os::unix::fs::symlink(database.path("data"), database.path("keys")).unwrap();
    finds(&run(&database, &[], &["doctor"]), "it lies beside the database", "UNDERSIGNED_KEY_FILE");
}
