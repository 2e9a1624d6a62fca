//! The proof bundle as a journalist gets it, checked with programs that are not ours: sha256sum, minisign, Python.

use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

use chrono::TimeDelta;
use reqwest::blocking::multipart::{Form, Part};
use serde_json::Value;
use undersigned::domain::ids::SignatureId;
use undersigned::domain::retention;
use undersigned::jobs::purge;
use undersigned::render::proof::{Record, check, from_hex, hex, salted_leaf};
use undersigned::store::commitment;

use crate::support::checking::signing;
use crate::support::program::run;
use crate::support::{Browser, Desk, TestApp};

/// A letter with one named and two withheld signatories, public.
fn published(app: &TestApp) -> (Desk<'_>, [SignatureId; 3]) {
    let desk = Desk::open(app);
    let named = desk.signed(&signing("Difaf Association", "hala@difaf.example"));
    let short = desk.signed(&signing("Reed", "a@reed.example").withheld());
    let long = desk.signed(&signing("The Quiet Canary Group of the Long Valley", "quiet@canary.example").withheld());
    for one in [&named, &short, &long] {
        desk.decide(one, "list").expect_status(303);
    }
    desk.publish();
    (desk, [named, short, long])
}

pub fn proof(reader: &Browser, desk: &Desk<'_>) -> Vec<u8> {
    let answer = reader.get(&format!("{}/proof.zip", desk.public_path())).expect_status(200);
    assert_eq!(answer.header("content-type"), "application/zip");
    answer.bytes
}

/// Unpacks with Python, whose zip library tests every checksum.
pub fn unpack(zip: &[u8]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::write(folder.path().join("proof.zip"), zip).expect("written");
    let code = "import zipfile; z = zipfile.ZipFile('proof.zip'); assert z.testzip() is None; z.extractall()";
    assert!(output(folder.path(), "python3", &["-c", code], "").0);
    folder
}

pub fn output(folder: &Path, program: &str, arguments: &[&str], input: &str) -> (bool, String) {
    let mut command = Command::new(program);
    command.current_dir(folder).args(arguments);
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap_or_else(|fault| panic!("{program}: {fault}"));
    child.stdin.take().expect("a pipe").write_all(input.as_bytes()).expect("read");
    let output = child.wait_with_output().expect("its end");
    let told = [output.stdout, output.stderr].concat();
    (output.status.success(), String::from_utf8_lossy(&told).into_owned())
}

pub fn manifest(zip: &[u8]) -> Value {
    let folder = unpack(zip);
    serde_json::from_slice(&std::fs::read(folder.path().join("manifest.json")).expect("there")).expect("JSON")
}

/// The hash of a manifest's own bytes.
fn fingerprint(zip: &[u8]) -> String {
    check(zip).sha256
}

fn salt(app: &TestApp, id: &SignatureId) -> Option<[u8; 32]> {
    app.store().read_now(|db| commitment::salt(db, id)).expect("the database")
}

pub fn names(manifest: &Value) -> Vec<String> {
    let named = manifest["named"].as_array().expect("a list").iter();
    named.map(|one| one["record"]["name"].as_str().expect("a name").to_owned()).collect()
}

on_both! {
    fn a_journalist_checks_the_bundle_without_software_of_ours(app) {
        let (desk, _) = published(&app);
        let reader = app.browser();
        let zip = proof(&reader, &desk);
        let folder = unpack(&zip);
        let (sums, told) = output(folder.path(), "sha256sum", &["--strict", "-c", "SHA256SUMS"], "");
        assert!(sums && told.contains("versions/1.md: OK"), "{told}");
        let arguments = ["-V", "-m", "manifest.json", "-p", "minisign.pub"];
        let (signed, told) = output(folder.path(), "minisign", &arguments, "");
        assert!(signed && told.contains("Signature and comment signature verified"), "{told}");
        let instructions = std::fs::read_to_string(folder.path().join("INSTRUCTIONS.txt")).expect("there");
        let script = instructions.split("<<'END'\n").nth(1).and_then(|rest| rest.split("\nEND\n").next()).expect("a script");
        let (rooted, told) = output(folder.path(), "python3", &["-"], script);
        assert!(rooted && told.contains("The list is right: 1 by name, 2 withheld."), "{told}");
        let key = reader.get("/verify/minisign.pub").expect_status(200).text();
        assert_eq!(key, std::fs::read_to_string(folder.path().join("minisign.pub")).expect("there"));
        let text = reader.get(&format!("{}/versions/1.md", desk.public_path())).bytes;
        assert_eq!(text, std::fs::read(folder.path().join("versions/1.md")).expect("there"));

        std::fs::write(folder.path().join("manifest.json"), b"{}").expect("written");
        assert!(!output(folder.path(), "sha256sum", &["-c", "SHA256SUMS"], "").0);
        assert!(!output(folder.path(), "minisign", &arguments, "").0);
    }

    fn the_same_list_has_the_same_bundle_and_each_new_one_names_the_one_before(app) {
        let (desk, [named, ..]) = published(&app);
        let reader = app.browser();
        let first = proof(&reader, &desk);
        app.site.public_cache.forget_all();
        app.wait(TimeDelta::minutes(3));
        assert_eq!(proof(&reader, &desk), first, "nothing changed");
        assert_eq!((manifest(&first)["number"].as_u64(), &manifest(&first)["previous"]), (Some(1), &Value::Null));

        reader.submit(&app.mine_path(&desk.row(&named)), &[("action", "withdraw")]).expect_status(303);
        let second = proof(&reader, &desk);
        let told = manifest(&second);
        assert_eq!((told["number"].as_u64(), told["previous"].as_str()), (Some(2), Some(&*fingerprint(&first))));
        assert_eq!(names(&told), [""; 0], "whoever withdrew is in no bundle any more");
        assert!(!String::from_utf8_lossy(&second).contains("Difaf"));
        assert_eq!(told["withheld"], manifest(&first)["withheld"], "the others have the hashes that they had");
    }

    fn nothing_in_a_bundle_differs_by_who_is_withheld(app) {
        let (desk, [named, short, long]) = published(&app);
        let zip = proof(&app.browser(), &desk);
        for told in ["Reed", "Canary", short.as_str(), long.as_str(), named.as_str()] {
            assert!(!String::from_utf8_lossy(&zip).contains(told), "{told}");
        }
        let told = manifest(&zip);
        let withheld: Vec<&str> = told["withheld"].as_array().expect("a list").iter().filter_map(Value::as_str).collect();
        assert_eq!(withheld.iter().map(|hash| hash.len()).collect::<Vec<_>>(), [64, 64]);
        assert!(withheld.is_sorted(), "hashes stand in their own order");
        assert_eq!(told["counts"]["organisations"], 3);
        // Whoever has the salt can show in private that a name is under the root; nobody else can try names.
        for id in [&short, &long] {
            let row = desk.row(id);
            let line = app.store().read_now(|db| row.line(db)).expect("a line");
            let record = Record { line, recorded: false, version: 1, text_sha256: row.text_sha256.clone() };
            let salt = salt(&app, id).expect("a salt");
            let opened = hex(&salted_leaf(&salt, &record.bytes().expect("bytes")));
            assert!(withheld.contains(&opened.as_str()));
            let unsalted = hex(&undersigned::render::proof::leaf(&record.bytes().expect("bytes")));
            assert!(!withheld.contains(&unsalted.as_str()));
        }
    }

    fn a_withheld_signatory_who_withdraws_leaves_nothing_that_could_be_opened(app) {
        let (desk, [_, short, long]) = published(&app);
        let reader = app.browser();
        let before = manifest(&proof(&reader, &desk));
        assert!(salt(&app, &short).is_some());
        reader.submit(&app.mine_path(&desk.row(&short)), &[("action", "withdraw")]).expect_status(303);
        assert_eq!(salt(&app, &short), None);
        let after = manifest(&proof(&reader, &desk));
        let (before, after) = (before["withheld"].as_array().expect("a list"), after["withheld"].as_array().expect("a list"));
        assert_eq!((before.len(), after.len()), (2, 1));
        assert!(before.contains(&after[0]));
        assert!(salt(&app, &long).is_some());
    }

    fn the_salt_goes_with_the_record_and_the_hash_stays_on_the_list(app) {
        let (desk, [_, short, long]) = published(&app);
        let reader = app.browser();
        let before = manifest(&proof(&reader, &desk));
        app.wait(TimeDelta::days(retention::WITHHELD_KEPT_DAYS) + TimeDelta::minutes(1));
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
        runtime.block_on(purge::run(app.store(), app.now())).expect("a purge");
        assert_eq!((salt(&app, &short), salt(&app, &long)), (None, None));
        let after = manifest(&proof(&reader, &desk));
        assert_eq!(after["withheld"], before["withheld"]);
        assert_eq!(after["merkle_root"], before["merkle_root"]);
        assert!(from_hex(after["merkle_root"].as_str().expect("a root")).is_some());
    }

    fn there_is_no_proof_of_a_letter_that_is_not_public(app) {
        let desk = Desk::open(&app);
        let reader = app.browser();
        let hidden = reader.get(&format!("{}/proof.zip", desk.public_path())).expect_status(404);
        let unknown = reader.get("/letters/nothing-of-this-name/proof.zip").expect_status(404);
        assert_eq!(hidden.text(), unknown.text());
    }

    fn the_command_says_yes_to_a_bundle_and_no_to_a_changed_one(app) {
        let (desk, _) = published(&app);
        let reader = app.browser();
        let zip = proof(&reader, &desk);
        let folder = unpack(&zip);
        let (right, wrong) = (folder.path().join("proof.zip"), folder.path().join("wrong.zip"));
        let verify = |file: &Path, more: &[&str]| {
            run(&app.database, &[], &[&["verify", file.to_str().expect("a path")], more].concat())
        };
        let told = verify(&right, &[]);
        assert_eq!(told.code, 0, "{told:?}");
        assert!(told.out.contains("right  the manifest is signed") && told.out.contains("1 by name, 2 withheld"), "{told:?}");
        let key = folder.path().join("minisign.pub");
        assert_eq!(verify(&right, &["--public-key", key.to_str().expect("a path")]).code, 0);
        let other = "RWQf6LRCGA9i53mlYecO4IzT51TGPpvWucNSCh1CBM0QTaLn73Y7GFO3";
        assert_eq!(verify(&right, &["--public-key", other]).code, 1, "another key");
        let mut bytes = zip.clone();
        let at = zip.windows(5).position(|five| five == b"Difaf").expect("a name");
        bytes[at] = b'T';
        std::fs::write(&wrong, &bytes).expect("written");
        let told = verify(&wrong, &[]);
        assert_eq!(told.code, 1, "{told:?}");
        assert!(told.out.contains("WRONG"), "{told:?}");
        for at in (0..zip.len()).step_by(97) {
            let mut bytes = zip.clone();
            bytes[at] ^= 0x20;
            assert!(!check(&bytes).is_right(), "byte {at}");
        }
        assert!(check(&zip).is_right());
    }

    fn a_letter_is_exported_as_files_that_lead_to_each_other(app) {
        let (desk, _) = published(&app);
        let slug = desk.public_path().trim_start_matches("/letters/").to_owned();
        let folder = tempfile::tempdir().expect("a folder");
        let dir = folder.path().join("site");
        let export = |slug: &str| run(&app.database, &[], &["export", slug, dir.to_str().expect("a path")]);
        let unknown = export("nothing-of-this-name");
        assert_eq!((unknown.code, dir.exists()), (1, false), "{unknown:?}");
        let told = export(&slug);
        assert_eq!(told.code, 0, "{told:?}");
        assert!(told.out.contains("index.html"), "{told:?}");
        let read = |file: &str| std::fs::read_to_string(dir.join(file)).unwrap_or_else(|fault| panic!("{file}: {fault}"));
        assert!(read("index.html").contains("Difaf Association") && read("signatories.csv").contains("Difaf Association"));
        assert!(check(&std::fs::read(dir.join("proof.zip")).expect("a proof")).is_right());
        let mut followed = 0;
        for page in ["index.html", "signatories.html", "versions/1.html"] {
            let html = read(page);
            assert!(!html.contains("href=\"/") && !html.contains("src=\"/"), "{page} leads to the root of some server");
            assert!(!html.contains("Canary") && !html.contains("Reed"), "{page} names who is withheld");
            for link in html.split("href=\"").skip(1).filter_map(|rest| rest.split(['"', '#']).next()) {
                if link.is_empty() || link.contains(':') {
                    continue;
                }
                let place = dir.join(page).parent().expect("a folder").join(link);
                assert!(place.is_file(), "{page} leads to {link}, which is not there");
                followed += 1;
            }
        }
        assert!(followed >= 12, "only {followed} links");
        let css = std::fs::read_dir(dir.join("static/css")).expect("style sheets").count();
        assert!(css > 0 && dir.join("static/fonts").is_dir());
        let again = export(&slug);
        assert_eq!(again.code, 1, "{again:?}");
        assert!(again.err.contains("not empty"), "{again:?}");
    }

    fn a_hidden_letter_is_exported_as_little_as_an_unknown_one(app) {
        let desk = Desk::open(&app);
        let slug = desk.public_path().trim_start_matches("/letters/").to_owned();
        let folder = tempfile::tempdir().expect("a folder");
        let export = |slug: &str| run(&app.database, &[], &["export", slug, folder.path().to_str().expect("a path")]);
        let (hidden, unknown) = (export(&slug), export("nothing-of-this-name"));
        assert_eq!((hidden.code, unknown.code), (1, 1));
        assert_eq!(hidden.err.replace(&slug, "X"), unknown.err.replace("nothing-of-this-name", "X"));
    }

    fn the_page_checks_a_file_that_somebody_sends(app) {
        let (desk, _) = published(&app);
        let reader = app.browser();
        let zip = proof(&reader, &desk);
        let key = reader.get("/verify/minisign.pub").text();
        let page = reader.get("/verify").expect_status(200).expect_text("Check a proof");
        assert!(page.text().contains(key.lines().nth(1).expect("a key")), "the key stands on the page");
        let token = page.csrf_token();
        let send_as = |field: &'static str, bytes: &[u8]| {
            let file = Part::bytes(bytes.to_vec()).file_name("proof.zip");
            let form = Form::new().text("csrf_token", token.clone()).text("action", "check").part(field, file);
            reader.send(reader.request("POST", "/verify").multipart(form))
        };
        let send = |bytes: &[u8]| send_as("bundle", bytes);
        send(&zip).expect_status(200).expect_text("This proof is right").expect_text("this server signed it");
        let mut wrong = zip.clone();
        let middle = wrong.len() / 2;
        wrong[middle] ^= 1;
        send(&wrong).expect_status(422).expect_text("Do not rely on this file");
        send(b"%PDF-1.7").expect_status(422).expect_text("Do not rely on this file");
        send_as("other", b"x").expect_status(422).expect_text("Choose the proof.zip");
    }
}
