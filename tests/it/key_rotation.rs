//! `undersigned keys rotate`: every sealed field opens with the new key alone, mailed links and look-ups go on working, and a
//! change that was cut off anywhere is finished by running it again.

use std::path::Path;
use std::time::Duration;

use undersigned::actions::rotate_key;
use undersigned::domain::ids::LetterId;
use undersigned::store::token::{self, Purpose, Subject};
use undersigned::store::{Keys, Lane, invitation, rekey, setting};

use crate::support::app::{OPERATOR, PASSWORD};
use crate::support::campaign::{Campaign, Draft, filled, sign, sign_form};
use crate::support::filled::{give_key, keys, open};
use crate::support::program::{Finished, run, run_for};
use crate::support::{Database, Program, TestApp};

const INVITED: usize = 1500;

/// A letter with many invitees on a server with a key file; gives the letter's id and the links of some invitees.
fn invited(database: &Database) -> (String, Vec<String>) {
    let key = database.path("keys/undersigned.key").display().to_string();
    let app = TestApp::with(database.again(), &[("UNDERSIGNED_KEY_FILE", &key)]);
    let desk = app.operator();
    let draft = Draft {
        title: "For the rivers we share",
        slug: "the-rivers-we-share",
        signers: "organisations",
        collects: "before_publication",
        body: "We ask the delegates to hear those who live by the river.",
    };
    let letter = Campaign::draft(&desk, &draft);
    letter.open(&desk);
    let row = |nth: usize| format!("Circle of valley {nth},office@valley-{nth}.example,Amina {nth},KE\n");
    let list: String = (0..INVITED).map(row).collect();
    letter.import(&desk, format!("Organisation,E-mail,Name,Country\n{list}").as_bytes(), &[], |_| None);
    let (id, now) = (LetterId(letter.id.clone()), app.now());
    let links = app.store().write_now(Lane::Desk, move |tx| {
        let mut links = Vec::new();
        for (row, ..) in invitation::list(tx, &id)?.into_iter().take(2) {
            let subject = Subject { letter: Some(id.clone()), invitation: Some(row.id), ..Subject::default() };
            links.push(format!("/sign/{}", token::mint(tx, Purpose::Sign, subject, None, false, now)?));
        }
        Ok(links)
    });
    (letter.id, links.expect("links"))
}

fn rotate(database: &Database) -> Finished {
    run(database, &[], &["keys", "rotate"])
}

/// Only this key file is left, and everything opens with it.
fn everything_opens_with_the_new_key_alone(database: &Database, old: &str) {
    let (file, kept) = (database.path("keys/undersigned.key"), database.path(&format!("keys/undersigned.key.{old}")));
    assert_eq!(Keys::load(&kept).expect("the old key").key_id(), old);
    let others = || std::fs::read_dir(database.path("keys")).unwrap().map(|file| file.unwrap().path());
    // Killed just after its end, a change that is run again begins another one.
    for other in others().filter(|other| *other != file) {
        assert!(!other.ends_with("undersigned.key.new"));
        std::fs::remove_file(other).expect("an old key");
    }
    let left: Vec<_> =
        std::fs::read_dir(database.path("keys")).unwrap().map(|file| file.unwrap().file_name()).collect();
    assert_eq!(left, ["undersigned.key"]);
    let new = Keys::load(&file).expect("the new key");
    assert_ne!(new.key_id(), old);
    assert_eq!(open(database).read_now(move |db| rekey::count_others(db, &new)).unwrap(), 0);
    let doctor = run(database, &[], &["doctor", "--deep"]);
    assert_eq!(doctor.code, 0, "{doctor:?}");
}

fn refused_until_it_is_finished(database: &Database) {
    for command in [&["serve"][..], &["backup", "copy.db"], &["migrate"]] {
        let refused = run(database, &[], command);
        assert_eq!(refused.code, 78, "{refused:?}");
        assert!(refused.err.contains("run: undersigned keys rotate"), "{refused:?}");
    }
    let doctor = run(database, &[], &["doctor"]);
    assert!(doctor.code == 1 && doctor.out.contains("run: undersigned keys rotate"), "{doctor:?}");
}

fn rename(database: &Database, from: &str, to: &str) {
    std::fs::rename(database.path(from), database.path(to)).expect("a file");
}

fn is_there(database: &Database, file: &str) -> bool {
    Path::new(&database.path(file)).exists()
}

on_both! {
    fn after_a_change_of_the_key_that_was_killed_again_and_again_links_and_look_ups_work(database: Database) {
        let (letter, links) = invited(&database);
        let old = keys(&database).key_id().to_owned();
        let mut program = Program::start(&database, &[]);
        let beside = rotate(&database);
        assert!(beside.code == 1 && beside.err.contains("stop"), "a server runs: {beside:?}");
        program.stop();
        let mut cut_off = 0;
        let mut life = Duration::from_millis(10);
        let code = loop {
            if let Some(code) = run_for(&database, &["keys", "rotate"], life) {
                break code;
            }
            life += Duration::from_millis(15);
            if is_there(&database, "keys/undersigned.key.new") {
                cut_off += 1;
            }
            assert!(life < Duration::from_secs(60), "it never ends");
        };
        assert_eq!(code, 0, "it says when it is run once more: {:?}", rotate(&database));
        assert!(cut_off > 0, "it was never killed at work");
        everything_opens_with_the_new_key_alone(&database, &old);

        program.restart();
        let signer = program.browser();
        let form = sign_form(&signer, &links[0]);
        sign(&signer, &filled(form, "Circle of valley 0", "office@valley-0.example", "KE"));
        signer.get(&links[0]).expect_status(410);
        assert!(signer.get(&links[1]).expect_status(200).main_text().contains("Circle of valley"));
        let desk = program.browser();
        desk.sign_in(OPERATOR, PASSWORD).expect_status(303);
        let found = desk.get("/desk/organisations?q=office%40valley-7.example").texts_of("table.cards tbody th a");
        assert_eq!(found, ["Circle of valley 7"], "an address is found by its keyed hash");
        let page = format!("/desk/letters/{letter}/invitations");
        let fields = [("organisation", "Circle of valley 7"), ("email", "office@valley-7.example"), ("action", "invite")];
        let again = desk.submit(&page, &fields);
        assert_ne!(again.status, 303, "it is known that this address is invited");
        // And once more, from a key that followed another.
        program.stop();
        let second = keys(&database).key_id().to_owned();
        assert_eq!(rotate(&database).code, 0);
        everything_opens_with_the_new_key_alone(&database, &second);
    }

    fn a_change_of_the_key_says_which_key_is_missing_and_is_finished_from_every_step(database: Database) {
        invited(&database);
        let old = keys(&database).key_id().to_owned();
        let next = keys(&database).create_following(&database.path("keys/undersigned.key.new")).unwrap();
        let id = next.key_id().to_owned();
        // Cut off in the middle: some of the addresses have the new key.
        let store = open(&database);
        let noted = id.clone();
        store.write_now(Lane::Desk, move |tx| rotate_key::begin(tx, &noted)).unwrap();
        store.write_now(Lane::Desk, move |tx| rekey::reseal_some(tx, ("contact", "email"), &next, "")).unwrap();
        drop(store);
        refused_until_it_is_finished(&database);
        rename(&database, "keys/undersigned.key.new", "keys/elsewhere");
        let missing = rotate(&database);
        assert_eq!(missing.code, 78, "{missing:?}");
        assert!(missing.err.contains(&id) && missing.err.contains("put it back"), "{missing:?}");
        rename(&database, "keys/elsewhere", "keys/undersigned.key.new");
        rename(&database, "keys/undersigned.key", "keys/elsewhere");
        let missing = rotate(&database);
        assert_eq!(missing.code, 78, "{missing:?}");
        assert!(missing.err.contains("there is no key file at"), "{missing:?}");
        let other = Database::sqlite();
        assert_eq!(run(&other, &[], &["migrate"]).code, 0);
        give_key(&other, &database);
        let foreign = rotate(&database);
        assert_eq!(foreign.code, 78, "{foreign:?}");
        rename(&database, "keys/elsewhere", "keys/undersigned.key");
        let done = rotate(&database);
        assert_eq!(done.code, 0, "{done:?}");

        // Cut off when every field was sealed, before the files were changed.
        rename(&database, "keys/undersigned.key", "keys/undersigned.key.new");
        std::fs::copy(database.path(&format!("keys/undersigned.key.{old}")), database.path("keys/undersigned.key")).unwrap();
        let (store, noted) = (open(&database), id.clone());
        store.write_now(Lane::Desk, move |tx| setting::set(tx, setting::NEXT_KEY_ID, &noted)).unwrap();
        drop(store);
        refused_until_it_is_finished(&database);
        assert_eq!(rotate(&database).code, 0);
        // Cut off before the last note.
        let (store, noted) = (open(&database), id.clone());
        store.write_now(Lane::Desk, move |tx| setting::set(tx, setting::NEXT_KEY_ID, &noted)).unwrap();
        drop(store);
        refused_until_it_is_finished(&database);
        assert_eq!(rotate(&database).code, 0);
        assert_eq!(keys(&database).key_id(), id);
        everything_opens_with_the_new_key_alone(&database, &old);
    }
}
