//! Erasing on schedule: the dry run changes nothing, names on the register stay, withheld ones are counted and gone.

use std::path::Path;

use chrono::TimeDelta;
use undersigned::actions::withdraw::withdraw;
use undersigned::domain::event::Verb;
use undersigned::domain::retention;
use undersigned::domain::signature::Status;
use undersigned::jobs::purge;
use undersigned::store::purge::Due;
use undersigned::store::{Lane, event, invitation, letter, signature};

use crate::support::checking::signing;
use crate::support::{Desk, TestApp};

fn on_runtime<T>(work: impl Future<Output = T>) -> T {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    runtime.block_on(work)
}

fn run(app: &TestApp) -> Due {
    on_runtime(purge::run(app.store(), app.now())).expect("a purge")
}

fn dry_run(app: &TestApp) -> Due {
    on_runtime(purge::dry_run(app.store(), app.now())).expect("a dry run")
}

on_both! {
    fn contacts_go_on_their_day_and_the_register_still_names_everybody(app) {
        let desk = Desk::open(&app);
        let signature = desk.signed(&signing("Difaf Association", "hala@difaf.example"));
        desk.decide(&signature, "list").expect_status(303);
        desk.publish();
        app.wait(TimeDelta::days(retention::CONTACTS_KEPT_DAYS) - TimeDelta::hours(1));
        assert!(dry_run(&app).contacts.is_empty(), "an hour too early");
        app.wait(TimeDelta::hours(2));
        assert_eq!(dry_run(&app).contacts, std::slice::from_ref(&signature));
        assert_eq!(dry_run(&app).contacts, std::slice::from_ref(&signature), "looking changes nothing");
        assert!(desk.row(&signature).contact_sealed.is_some());
        run(&app);
        let row = desk.row(&signature);
        assert_eq!(row.contact_sealed, None);
        assert!(row.email_index.starts_with("erased"), "no trace of the address");
        assert!(run(&app).contacts.is_empty(), "once is enough");
        app.browser().get(&desk.public_path()).expect_text("Difaf Association").expect_text("1 organisation");
    }

    fn a_withheld_name_is_erased_and_still_counted(app) {
        let desk = Desk::open(&app);
        desk.invite("Quiet Canary Group", "quiet@canary.example");
        desk.invite("Loud Canary Group", "loud@canary.example");
        let quiet = desk.invitation_of("quiet@canary.example");
        let withheld = desk.signed(&signing("Quiet Canary Group", "quiet@canary.example").withheld().invited(quiet.clone()));
        desk.decide(&withheld, "list").expect_status(303);
        desk.publish();
        app.browser().get(&desk.public_path()).expect_text("1 name withheld");
        app.wait(TimeDelta::days(retention::WITHHELD_KEPT_DAYS) + TimeDelta::minutes(1));
        assert_eq!(run(&app).withheld, std::slice::from_ref(&withheld));
        let row = desk.row(&withheld);
        assert_eq!(row.status, Status::Listed);
        assert_eq!((row.line_sealed, row.contact_sealed, row.organisation_index, row.invitation_index), (None, None, None, None));
        let left = app.store().read_now(|db| invitation::list(db, &desk.letter)).expect("invitations");
        assert!(left.iter().all(|(row, _, _)| row.id != quiet), "an answered invitation would go on telling who signed");
        app.browser().get(&desk.public_path()).expect_status(200).expect_text("1 name withheld");
        let again = desk.operator_again();
        again.get(&format!("{}?signature={withheld}", desk.path("signatures"))).expect_status(200).expect_text("erased on schedule");
    }

    fn whoever_signs_a_public_letter_late_has_the_same_days(app) {
        let desk = Desk::open_in_public(&app);
        desk.invite("Silent Office", "office@silent.example");
        desk.publish();
        app.wait(TimeDelta::days(retention::CONTACTS_KEPT_DAYS - 1));
        let late = desk.signed(&signing("Late Forum", "late@forum.example"));
        app.wait(TimeDelta::days(2));
        let due = dry_run(&app);
        assert!(due.contacts.is_empty(), "not a day after it came");
        assert!(due.invitations.is_empty(), "the letter still collects");
        app.wait(TimeDelta::days(retention::CONTACTS_KEPT_DAYS));
        assert_eq!(dry_run(&app).contacts, [late]);
    }

    fn declined_and_silent_invitations_go_and_the_letter_without_publication_too(app) {
        let desk = Desk::open(&app);
        desk.invite("Silent Office", "office@silent.example");
        let signature = desk.signed(&signing("Difaf Association", "hala@difaf.example"));
        app.wait(TimeDelta::days(10 + retention::UNPUBLISHED_KEPT_DAYS - 1));
        assert!(dry_run(&app).invitations.is_empty());
        app.wait(TimeDelta::days(2));
        let due = run(&app);
        assert_eq!((due.invitations.len(), due.contacts), (1, vec![signature]));
        let left = app.store().read_now(|db| invitation::list(db, &desk.letter)).expect("invitations");
        assert!(left.is_empty());
    }

    fn ended_signatures_are_erased_with_their_links(app) {
        let desk = Desk::open(&app);
        let signature = desk.signed(&signing("Vanishing Canary Office", "office@vanish.example"));
        desk.refuse(&signature, "We know of no such office.").expect_status(303);
        app.wait(TimeDelta::days(retention::ENDED_KEPT_DAYS) + TimeDelta::minutes(1));
        assert_eq!(run(&app).ended, std::slice::from_ref(&signature));
        let row = desk.row(&signature);
        assert_eq!((row.status, row.name, row.country, row.reason_sealed), (Status::Refused, None, None, None));
        assert_eq!((row.contact_sealed, row.organisation_id, row.organisation_index), (None, None, None));
        let purged = app.store().read_now(|db| event::newest(db, Verb::Purge)).expect("the database").expect("an event");
        assert!(purged.detail.contains("\"ended\":1"), "{}", purged.detail);
        desk.operator_again().get(&desk.path("signatures?show=refused")).expect_status(200).expect_text("erased on schedule");
    }

    fn the_operator_reads_dates_and_numbers(app) {
        let desk = Desk::open(&app);
        desk.invite("Silent Office", "office@silent.example");
        let signature = desk.signed(&signing("Difaf Association", "hala@difaf.example"));
        desk.decide(&signature, "list").expect_status(303);
        let page = desk.browser.get("/desk/operator/retention").expect_status(200);
        assert_eq!(page.texts_of("tbody th"), ["For an independent mechanism to protect the rivers we share"]);
        let cells = page.texts_of("tbody td");
        assert!(cells[0].starts_with("1 · ") && cells[1] == "none" && cells[2].starts_with("1 · "), "{cells:?}");
        assert!(!page.text().contains("Difaf"), "numbers only");
    }
}

/// The file and what SQLite keeps beside it.
fn files_hold(database: &Path, words: &str) -> bool {
    ["", "-wal"].iter().any(|end| {
        let path = format!("{}{end}", database.display());
        let bytes = std::fs::read(path).unwrap_or_default();
        bytes.windows(words.len()).any(|window| window == words.as_bytes())
    })
}

#[test]
fn erased_words_are_in_none_of_sqlites_files() {
    let app = TestApp::from(crate::support::Database::sqlite());
    let file = app.database.path("data/undersigned.db");
    let desk = Desk::open(&app);
    let name = "Vanishing Canary Office";
    let signature = desk.signed(&signing(name, "office@vanish.example"));
    assert!(files_hold(&file, name), "the test would prove nothing");
    let (id, wanted, now) = (desk.letter.clone(), signature.clone(), app.now());
    let withdrawn = app.store().write_now(Lane::Public, move |tx| {
        let (letter, row) = (letter::find(tx, &id)?, signature::find(tx, &wanted)?);
        withdraw(tx, &letter, &row, now)
    });
    withdrawn.expect("withdrawn");
    app.wait(TimeDelta::days(retention::ENDED_KEPT_DAYS) + TimeDelta::minutes(1));
    assert_eq!(run(&app).ended, [signature]);
    assert!(!files_hold(&file, name), "secure_delete and the emptied log leave nothing");
}
