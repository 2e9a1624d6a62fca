//! A long list is imported as a job with a page of its own: it can be watched, held, stopped and taken out again, and goes on
//! exactly where it was after a crash and beside other servers.

use std::collections::BTreeSet;
use std::time::{Duration, Instant};

use chrono::TimeDelta;
use undersigned::domain::ids::ImportId;
use undersigned::domain::retention::IMPORT_KEPT_DAYS;
use undersigned::jobs::{purge, run_imports};
use undersigned::store::invitation::{self, Import};
use undersigned::store::outbox::MailKind;
use undersigned::store::{event, import};

use crate::support::post::Post;
use crate::support::{Answer, Database, Desk, Program, TestApp};

fn list(rows: std::ops::Range<usize>) -> String {
    let rows = rows.map(|nth| format!("Circle {nth},Kenya,office@valley-{nth}.example\n"));
    std::iter::once("Organisation,Country,E-mail\n".to_owned()).chain(rows).collect()
}

/// Uploads a list and presses the last button; gives the page that it leads to.
fn begin(desk: &Desk<'_>, text: &str) -> String {
    let check = desk.accept_columns(&desk.upload("valleys.csv", text.as_bytes().to_vec()));
    let fields = check.fields_of("form.form");
    let mut fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    fields.push(("action", "import"));
    let begun = desk.browser.post(&desk.path("invitations/import"), &fields).expect_status(303);
    let job = begun.location().expect("the job");
    assert!(job.starts_with("/desk/jobs/"), "{job}");
    job
}

fn press(desk: &Desk<'_>, job: &str, action: &str) -> Answer {
    desk.browser.submit(job, &[("action", action)]).expect_status(303);
    desk.browser.get(job).expect_status(200)
}

fn row(app: &TestApp, job: &str) -> Import {
    let id = ImportId(job.rsplit('/').next().expect("an id").to_owned());
    app.store().read_now(move |db| import::find(db, &id)).expect("the import")
}

/// The addresses that are invited; each of them once.
fn invited(desk: &Desk<'_>) -> BTreeSet<String> {
    let letter = desk.letter.clone();
    let read = move |db: &mut undersigned::store::Db<'_>| {
        let all = invitation::list(db, &letter)?;
        let addresses = all.iter().map(|(_, _, contact)| contact.email(db)).collect::<Result<Vec<_>, _>>()?;
        assert_eq!(addresses.iter().collect::<BTreeSet<_>>().len(), addresses.len(), "nobody twice");
        Ok(addresses.into_iter().collect())
    };
    desk.app.store().read_now(read).expect("the database")
}

fn numbers(page: &Answer) -> Vec<String> {
    page.texts_of("dl.pairs > div")
        .into_iter()
        .map(|text| text.split_whitespace().collect::<Vec<_>>().join(" "))
        .collect()
}

on_both! {
    fn a_long_list_goes_on_by_itself_and_can_be_held(app) {
        let desk = Desk::draft(&app);
        desk.invite("Here before", "office@valley-7.example").expect_status(303);
        let text = format!("{}Circle without address,Kenya,\nCircle of nowhere,Kenya,nowhere\n", list(0..2601));
        let job = begin(&desk, &text);
        let page = desk.browser.get(&job).expect_text("Importing …").expect_text("500 of 2600 rows").expect_text("2 to fix");
        assert_eq!(numbers(&page), ["Imported 500", "Waiting 2100", "To fix 2"]);
        assert!(page.header("refresh").starts_with("5; url="), "it loads itself again");
        desk.get("invitations/import").expect_text("Importing …");
        let list = row(&app, &job).id;
        desk.submit("invitations/import", &[("action", "erase"), ("list", list.as_str())]).expect_status(303);
        let page = press(&desk, &job, "pause").expect_text("Paused");
        assert!(!page.headers.contains_key("refresh"), "what is held does not move");
        assert_eq!(app.run_imports(), 0, "nothing of it is taken while it is held");
        assert_eq!(invited(&desk).len(), 501);
        press(&desk, &job, "resume").expect_text("Importing …");
        assert_eq!(app.run_imports(), 1);
        app.wait(TimeDelta::seconds(60));
        desk.browser.get(&job).expect_text("1500 of 2600 rows").expect_text("rows a minute");
        while app.run_imports() > 0 {}
        let page = desk.browser.get(&job).expect_text("2600 of 2600 rows");
        assert_eq!(page.texts_of("h1"), ["Imported"]);
        assert_eq!(invited(&desk).len(), 2601);
        let stored = row(&app, &job);
        assert_eq!(app.store().read_now(move |db| stored.table(db)).unwrap().rows.len(), 2, "only the faulty rows are kept");
        assert!(row(&app, &job).choices_sealed.is_none());
        let letter = desk.letter.clone();
        let log = app.store().read_now(move |db| event::list_for_letter(db, &letter, 20)).unwrap();
        let verbs: Vec<&str> = log.iter().map(|event| event.verb.as_str()).collect();
        assert!(["import", "resume_import", "pause_import"].iter().all(|verb| verbs.contains(verb)), "{verbs:?}");
        desk.get("log").expect_text("paused the import of a list");
    }

    fn the_rest_of_a_list_is_given_up_and_the_half_taken_out_again(app) {
        let desk = Desk::draft(&app);
        let job = begin(&desk, &list(0..1200));
        let page = press(&desk, &job, "cancel").expect_text("Stopped").expect_text("Upload the list again");
        assert_eq!(numbers(&page), ["Imported 500", "Not imported 700"]);
        assert_eq!(app.run_imports(), 0, "it is over, and nobody is told");
        assert!(row(&app, &job).rows_sealed.is_none());
        press(&desk, &job, "resume").expect_text("Stopped");
        // The same list again: who is invited is passed over.
        let again = desk.accept_columns(&desk.upload("valleys.csv", list(0..1200).into_bytes()));
        desk.import(&again.expect_text("700 ready")).expect_text("700 contacts imported");
        assert_eq!(invited(&desk).len(), 1200);
        let undo = |job: &str| {
            let list = job.rsplit('/').next().unwrap().to_owned();
            desk.submit("invitations/import", &[("action", "undo"), ("list", &list)]).expect_status(303);
        };
        undo(&job);
        assert_eq!(invited(&desk).len(), 700);
        // One that is still at it is stopped first.
        let job = begin(&desk, &list(2000..3200));
        undo(&job);
        desk.browser.get(&job).expect_text("Stopped");
        assert_eq!(app.run_imports(), 0);
        assert_eq!(invited(&desk).len(), 700);
    }

    fn a_card_that_left_the_book_meanwhile_holds_up_no_list(app) {
        let desk = Desk::draft(&app);
        let check = desk.accept_columns(&desk.paste("Organisation,Country,E-mail\nCircle 899,Kenya,old@valley.example\n"));
        let first = desk.import(&check).hidden("list");
        let check = desk.accept_columns(&desk.upload("valleys.csv", list(0..900).into_bytes()));
        let check = check.expect_text("Circle 899");
        let fields = check.fields_of("form.form");
        let mut fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        fields.push(("action", "import"));
        let job = desk.browser.post(&desk.path("invitations/import"), &fields).expect_status(303).location().unwrap();
        let sealed = row(&app, &job).choices_sealed.expect("choices");
        let id = row(&app, &job).id;
        let choices = app.store().read_now(move |db| db.keys.open("import", "choices", id.as_str(), &sealed)).unwrap();
        assert!(choices.contains("\"900\"") || choices.contains("\"901\""), "the card is chosen for the last row: {choices}");
        desk.submit("invitations/import", &[("action", "undo"), ("list", &first)]).expect_status(303);
        while app.run_imports() > 0 {}
        desk.browser.get(&job).expect_text("900 of 900 rows");
        assert_eq!(invited(&desk).len(), 900);
    }

    fn a_second_press_and_two_servers_take_each_row_once(database: Database) {
        let key = database.path("keys/undersigned.key").display().to_string();
        let app = TestApp::with(database.again(), &[("UNDERSIGNED_KEY_FILE", &key)]);
        let desk = Desk::draft(&app);
        let check = desk.accept_columns(&desk.upload("valleys.csv", list(0..5000).into_bytes()));
        let fields = check.fields_of("form.form");
        let mut fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        fields.push(("action", "import"));
        let press = || desk.browser.post(&desk.path("invitations/import"), &fields).expect_status(303).location().unwrap();
        let job = press();
        assert_eq!(press(), job);
        assert_eq!(row(&app, &job).taken_count, 500, "the second press takes nothing");
        let other = TestApp::with(database.again(), &[("UNDERSIGNED_KEY_FILE", &key)]);
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().expect("a runtime");
        let (one, two, now) = (app.store().clone(), other.store().clone(), app.now());
        let run = |store: undersigned::store::Store| async move {
            for _ in 0..20 {
                run_imports::run(&store, now).await.expect("the database");
            }
        };
        let (one, two) = runtime.block_on(async { tokio::join!(tokio::spawn(run(one)), tokio::spawn(run(two))) });
        one.and(two).expect("both servers end well");
        let done = row(&app, &job);
        assert_eq!((done.taken_count, done.imported_count, done.finished_at.is_some()), (5000, 5000, true));
        assert_eq!(invited(&desk).len(), 5000);
        assert_eq!(app.mailed(MailKind::JobDone).len(), 1, "told once");
    }

    fn an_import_that_was_held_too_long_is_erased_and_over(app) {
        let desk = Desk::draft(&app);
        let job = begin(&desk, &list(0..1200));
        press(&desk, &job, "pause");
        app.wait(TimeDelta::days(IMPORT_KEPT_DAYS + 1));
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
        runtime.block_on(purge::run(app.store(), app.now())).expect("the database");
        let stored = row(&app, &job);
        assert!(stored.rows_sealed.is_none() && stored.choices_sealed.is_none() && stored.stopped_at.is_some());
    }

    fn three_kills_while_five_thousand_rows_are_imported(database: Database) {
        let key = database.path("keys/undersigned.key").display().to_string();
        let app = TestApp::with(database.again(), &[("UNDERSIGNED_KEY_FILE", &key)]);
        let desk = Desk::draft(&app);
        let job = begin(&desk, &list(0..5000));
        let reached = |count: i32| {
            let limit = Instant::now() + Duration::from_secs(120);
            while row(&app, &job).taken_count < count {
                assert!(Instant::now() < limit, "{} rows are taken", row(&app, &job).taken_count);
                std::thread::sleep(Duration::from_millis(2));
            }
        };
        let mut program = Program::start(&database, &[]);
        for count in [750, 2000, 3250] {
            reached(count);
            program.kill();
            program.restart();
        }
        reached(5000);
        let limit = Instant::now() + Duration::from_secs(30);
        while row(&app, &job).finished_at.is_none() {
            assert!(Instant::now() < limit, "it does not end");
            std::thread::sleep(Duration::from_millis(20));
        }
        assert_eq!(row(&app, &job).imported_count, 5000);
        assert_eq!(invited(&desk).len(), 5000);
        program.stop();
    }

    fn a_mail_tells_whoever_began_it_that_it_is_done(post: Post) {
        let mut post = post;
        let desk = Desk::draft(&post.app);
        let text = format!("{}Circle without address,Kenya,\n", list(0..600));
        let job = begin(&desk, &text);
        while post.app.run_imports() > 0 {}
        // A short one is told by the page itself.
        let check = desk.accept_columns(&desk.upload("short.csv", list(700..710).into_bytes()));
        desk.import(&check).expect_text("10 contacts imported");
        post.app.run_imports();
        drop(desk);
        assert_eq!(post.app.mailed(MailKind::JobDone).len(), 1);
        post.start();
        let mail = post.sink.wait_for_mail_to(crate::support::app::OPERATOR);
        assert_eq!(mail.subject(), "600 contacts imported");
        let text = mail.text();
        assert!(text.contains("Your list “valleys.csv” is imported:") && text.contains("- To fix: 1"), "{text}");
        assert!(mail.links().iter().any(|link| link.ends_with(&job)), "{:?}", mail.links());
    }
}
