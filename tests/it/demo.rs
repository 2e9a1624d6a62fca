//! `undersigned demo`: what it shows is made by the product's own rules, and goes when it ends.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use undersigned::demo::PASSWORD;
use undersigned::store::{inspect, letter, register};

use crate::support::filled::{fill, now};
use crate::support::{Browser, Database};

on_both! {
    fn the_demos_letters_hold_every_rule_and_show_every_state(database: Database) {
        let store = fill(&database);
        let broken = store.read_now(|db| inspect::invariants(db, now())).unwrap();
        assert!(broken.is_empty(), "{broken:#?}");
        let shown = store.read_now(|db| {
            let row = letter::find_by_slug(db, "our-rivers-cross-borders")?;
            let n = row.published_revision.expect("published");
            Ok((n, register::load(db, &row, n, "en")?.counts()))
        });
        let (n, counts) = shown.unwrap();
        assert_eq!((n, counts.organisations, counts.withheld, counts.individuals), (2, 321, 2, 0));
        assert!(counts.countries > 60, "{counts:?}");
        let troubles = store.read_now(|db| {
            let open = letter::find_by_slug(db, "half-the-seats")?;
            undersigned::store::bounce::troubles(db, &open.id)
        });
        assert_eq!(troubles.unwrap().len(), 1, "one mail came back, so that people see what that looks like");
        let states = store.read_now(|db| {
            let creator = letter::find_by_slug(db, "half-the-seats")?.created_by;
            let letters = letter::list_for(db, &creator)?;
            Ok(letters.iter().map(|row| (row.slug.clone(), row.facts().state(now()).as_str())).collect::<BTreeMap<_, _>>())
        });
        let states = states.unwrap();
        assert_eq!(states.len(), 10);
        for state in ["draft", "open", "scheduled", "collecting", "published", "withdrawn"] {
            assert!(states.values().any(|shown| *shown == state), "{state} is missing in {states:?}");
        }
    }
}

#[test]
fn the_demo_can_be_walked_through_and_leaves_nothing_behind() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut command = Command::new(env!("CARGO_BIN_EXE_undersigned"));
    command.arg("demo").env_clear().env("TMPDIR", folder.path()).env("UNDERSIGNED_LISTEN", "127.0.0.1:0");
    // Nothing real may be touched, whatever the environment names.
    command
        .env("DATABASE_URL", "postgres://nobody@127.0.0.1:1/nothing")
        .env("UNDERSIGNED_SMTP_URL", "smtp://127.0.0.1:1");
    let began = Instant::now();
    let mut child = command.stdin(Stdio::null()).stdout(Stdio::piped()).spawn().expect("the program");
    let mut said = String::new();
    let mut stdout = BufReader::new(child.stdout.take().expect("its stdout"));
    while !said.contains("wells of the eastern plain") {
        assert_ne!(stdout.read_line(&mut said).expect("its words"), 0, "it ended: {said}");
    }
    println!("the demo was there after {:?}", began.elapsed());
    let base = said.lines().find_map(|line| line.strip_prefix("Undersigned is listening on ")).expect("its address");
    let browser = Browser::new(base);
    for line in said.lines().filter(|line| line.contains("/letters/")) {
        let path = line.trim().trim_start_matches(base);
        browser.get(path).expect_status(200);
    }
    let main = browser.get("/letters/our-rivers-cross-borders").expect_status(200);
    assert!(main.text().contains("321"), "the number of signatories");
    let hidden = browser.get("/letters/night-releases").expect_status(404);
    let unknown = browser.get("/letters/nobody-wrote-this").expect_status(404);
    assert_eq!(hidden.bytes, unknown.bytes, "before its publication a letter is as if it were not there");
    assert!(said.contains("marta@bothbanks.example"));
    browser.sign_in("marta@bothbanks.example", PASSWORD).expect_status(303);
    browser.get("/desk").expect_status(200).expect_text("Half the seats");

    let told = Command::new("kill").args(["-TERM", &child.id().to_string()]).status();
    assert!(told.is_ok_and(|status| status.success()));
    let limit = Instant::now() + Duration::from_secs(25);
    while child.try_wait().expect("its state").is_none() {
        assert!(Instant::now() < limit, "it does not end");
        std::thread::sleep(Duration::from_millis(50));
    }
    let left: Vec<_> = std::fs::read_dir(folder.path()).expect("the folder").flatten().collect();
    assert!(left.is_empty(), "{left:?}");
}
