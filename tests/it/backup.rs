//! Copies: consistent while people sign, equal row by row, and never half.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use undersigned::actions::sign::{Submission, Via, sign};
use undersigned::domain::email::EmailAddress;
use undersigned::domain::signature::{Listing, WithheldPlace};
use undersigned::error::Error;
use undersigned::store::signature::Signer;
use undersigned::store::{Copied, Lane, Store, inspect, letter, revision, setting};

use crate::support::Database;
use crate::support::dump::rows;
use crate::support::filled::{fill, keys, migrated, now, open};
use crate::support::letters::organisation_line;
use crate::support::program::run;

on_both! {
    fn a_copy_made_while_sixty_four_people_sign_is_consistent(database: Database) {
        let store = fill(&database);
        let (done, signed) = (Arc::new(AtomicBool::new(false)), Arc::new(AtomicUsize::new(0)));
        let signers: Vec<_> = (0..64)
            .map(|person| {
                let (store, done, signed) = (store.clone(), done.clone(), signed.clone());
                std::thread::spawn(move || {
                    let mut round = 0;
                    while !done.load(Ordering::SeqCst) {
                        if sign_once(&store, person, round) {
                            signed.fetch_add(1, Ordering::SeqCst);
                        }
                        round += 1;
                    }
                })
            })
            .collect();
        while signed.load(Ordering::SeqCst) < 100 {
            assert!(signers.iter().all(|one: &std::thread::JoinHandle<()>| !one.is_finished()), "a signer was not answered");
            std::thread::sleep(std::time::Duration::from_millis(5));
        }
        let copy = database.path("copy.db");
        let before = signed.load(Ordering::SeqCst);
        let made = run(&database, &[], &["backup", &copy.display().to_string()]);
        let after = signed.load(Ordering::SeqCst);
        done.store(true, Ordering::SeqCst);
        for signer in signers {
            signer.join().expect("every signer was answered");
        }
        assert_eq!(made.code, 0, "{made:?}");
        assert!(after > before, "people signed meanwhile");
        assert!(made.out.contains("undersigned.key"), "it says that the key is not in it: {made:?}");
        let copied = Store::open(&format!("sqlite://{}", copy.display()), keys(&database)).unwrap();
        // A signature, its line of the trail and its mail are one transaction: in the copy all of it or nothing.
        let broken = copied.read_now(|db| inspect::invariants(db, now())).unwrap();
        assert!(broken.is_empty(), "{broken:#?}");
        assert!(copied.integrity_check().unwrap().is_empty());
        let signatures = rows(&copy).iter().filter(|row| row.starts_with("signature ")).count();
        assert!(signatures >= 600 + before, "{signatures} after {before}");
    }

    fn a_copy_put_into_a_database_and_copied_again_is_equal_row_by_row(database: Database) {
        let source = Database::sqlite();
        let first = source.path("first.db");
        let filled = fill(&source);
        // A card merged into one that comes later: the order of rows must not matter.
        filled.write_now(Lane::Desk, |tx| {
            use diesel::connection::SimpleConnection;
            Ok(tx.conn.batch_execute(
                "UPDATE organisation SET merged_into = (SELECT max(id) FROM organisation)
                 WHERE id = (SELECT min(id) FROM organisation)",
            )?)
        }).unwrap();
        filled.backup(&first, &mut |_| {}).unwrap();

        let copy = Store::open(&format!("sqlite://{}", first.display()), keys(&source)).unwrap();
        let mut told = Vec::new();
        copy.install(&database.url, keys(&source), &mut |copied: Copied| told.push(copied)).unwrap();
        let second = database.path("second.db");
        let there = Store::open(&database.url, keys(&source)).unwrap();
        there.backup(&second, &mut |copied| told.push(copied)).unwrap();

        let (one, other) = (rows(&first), rows(&second));
        assert_eq!(one.len(), other.len());
        let different = one.iter().zip(&other).find(|(one, other)| one != other);
        assert!(different.is_none(), "{different:#?}");
        assert!(one.len() > 2_000, "{}", one.len());
        if database.is_postgres() {
            let last = told.last().copied().expect("progress is told");
            assert_eq!(last.done, last.total);
            // Afterwards the keys are checked at once again, as the schema says.
            let orphan = there.write_now(Lane::Desk, |tx| {
                use diesel::connection::SimpleConnection;
                Ok(tx.conn.batch_execute("UPDATE letter SET team_id = 'nobody'; SELECT 1")?)
            });
            assert!(orphan.is_err());
        }
    }

    fn a_backup_overwrites_nothing_and_leaves_nothing_half(database: Database) {
        let store = migrated(&database);
        let file = database.path("kept.db");
        std::fs::write(&file, "something else").unwrap();
        let refused = run(&database, &[], &["backup", &file.display().to_string()]);
        assert_eq!(refused.code, 1, "{refused:?}");
        assert!(refused.err.contains("overwrites nothing"), "{refused:?}");
        assert_eq!(std::fs::read_to_string(&file).unwrap(), "something else");
        let nowhere = database.path("no/such/folder/copy.db");
        assert_eq!(run(&database, &[], &["backup", &nowhere.display().to_string()]).code, 1);
        assert!(!nowhere.exists());
        let good = database.path("good.db");
        assert_eq!(run(&database, &[], &["backup", &good.display().to_string()]).code, 0);
        let mode = std::os::unix::fs::PermissionsExt::mode(&std::fs::metadata(&good).unwrap().permissions());
        assert_eq!(mode & 0o777, 0o600);
        assert!(!database.path("good.db-wal").exists() && !database.path("good.db-shm").exists());
        let noted = store.read_now(|db| setting::get(db, setting::BACKED_UP_AT)).unwrap();
        assert!(noted.is_some(), "doctor tells when it was");
    }

    fn a_database_in_use_takes_no_copy(database: Database) {
        let source = Database::sqlite();
        let copy = migrated(&source);
        let theirs = fill(&database);
        let refused = copy.install(&database.url, keys(&database), &mut |_| {});
        assert!(matches!(&refused, Err(Error::Internal(why)) if why.contains("in use already")), "{refused:?}");
        drop(theirs);
        assert!(open(&database).read_now(|db| letter::find_by_slug(db, "half-the-seats")).is_ok(), "it is as it was");
    }
}

#[test]
fn a_backup_of_a_database_that_is_not_there_makes_none() {
    let database = Database::sqlite();
    let refused = run(&database, &[], &["backup", &database.path("copy.db").display().to_string()]);
    assert_eq!(refused.code, 1, "{refused:?}");
    assert!(refused.err.contains("There is no database at"), "{refused:?}");
    assert!(!database.path("data/undersigned.db").exists() && !database.path("copy.db").exists());
}

/// Signs the demo's public letter by its open form, from an address of its own; `false` when told to come back later.
fn sign_once(store: &Store, person: usize, round: usize) -> bool {
    let name = format!("Bank {round} of tributary {person}");
    let address = format!("signer{round}@tributary{person}.example");
    let signed = store.write_now(Lane::Public, move |tx| {
        let row = letter::find_by_slug(tx, "keep-the-gauge-books-open")?;
        // A change of its text is being asked about: who signs now signs the newest one.
        let newest = revision::latest(tx, &row.id)?.ok_or(Error::NotFound)?;
        let line = organisation_line(&name, "CZ");
        let submission = Submission {
            line,
            signer: Signer { name: "Anna".into(), role: "Clerk".into(), email: address.clone() },
            email: EmailAddress::parse(&address).expect("an address"),
            listing: Listing::Named,
            withheld_place: WithheldPlace::None,
            wants_updates: false,
            revision: newest.n,
            language: "en".into(),
            text_sha256: None,
        };
        sign(tx, &row, &Via::Open, &submission, now())
    });
    match signed {
        Ok(_) => true,
        Err(Error::Busy(_)) => false,
        Err(fault) => panic!("{fault}"),
    }
}
