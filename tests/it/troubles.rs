//! A full disk and a locked database, met through the front door: a clear 503, nothing half, and all is well once it passes.

use std::time::{Duration, Instant};

use diesel::connection::SimpleConnection;
use diesel::{Connection, SqliteConnection};
use undersigned::store::Lane;

use crate::support::{Database, TestApp};

/// What begins a letter by its form.
const LETTER: [(&str, &str); 5] = [
    ("action", "save"),
    ("title", "Keep the wells open"),
    ("kind", "open_letter"),
    ("signers", "organisations"),
    ("language", "en"),
];

#[test]
fn on_a_full_disk_saving_fails_in_words_reading_goes_on_and_space_heals_it() {
    let app = TestApp::from(Database::sqlite());
    let desk = app.operator();
    // SQLite's own limit on the file's size says what a full disk says.
    let limit = |pages: &'static str| {
        app.store().write_now(Lane::Desk, move |tx| Ok(tx.conn.batch_execute(pages)?)).expect("the limit")
    };
    limit("PRAGMA max_page_count = 1");
    let mut refused = None;
    for _ in 0..200 {
        let answer = desk.submit("/desk/letters/new", &LETTER);
        if answer.status != 303 {
            refused = Some(answer);
            break;
        }
    }
    let refused = refused.expect("the file cannot grow for ever").expect_status(503);
    assert!(!refused.header("retry-after").is_empty());
    assert!(!refused.text().contains("database or disk"), "the page speaks to a person");
    desk.get("/desk").expect_status(200);
    app.browser().get("/readyz").expect_status(200);
    limit("PRAGMA max_page_count = 1073741823");
    desk.submit("/desk/letters/new", &LETTER).expect_status(303);
    assert!(app.store().integrity_check().unwrap().is_empty());
}

#[test]
fn while_another_process_holds_the_database_saving_waits_then_fails_in_words_and_then_works() {
    let app = TestApp::from(Database::sqlite());
    let desk = app.operator();
    let mut other =
        SqliteConnection::establish(&app.database.path("data/undersigned.db").display().to_string()).unwrap();
    other.batch_execute("BEGIN IMMEDIATE").unwrap();
    let began = Instant::now();
    let page = desk.get("/desk/letters/new").expect_status(200);
    let refused = desk.post_from(&page, "/desk/letters/new", &LETTER).expect_status(503);
    assert!(!refused.header("retry-after").is_empty());
    let waited = began.elapsed();
    assert!(waited > Duration::from_secs(4) && waited < Duration::from_secs(11), "{waited:?}");
    let release = std::thread::spawn(move || {
        std::thread::sleep(Duration::from_secs(1));
        other.batch_execute("ROLLBACK").unwrap();
    });
    // One that comes while the lock is about to go only waits.
    desk.post_from(&page, "/desk/letters/new", &LETTER).expect_status(303);
    release.join().unwrap();
}
