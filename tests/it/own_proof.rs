//! A signatory's own path to the signed list: fetched by the link of the signature, checked without this server.

use serde_json::Value;
use undersigned::render::proof::{check_path, hex};

use crate::support::campaign::{Campaign, Draft};
use crate::support::program::run;
use crate::support::signatories::{Signatory, Who};
use crate::support::{Browser, TestApp};

fn letter(app: &TestApp) -> (Browser, Campaign) {
    let desk = app.operator();
    let draft = Draft {
        title: "For the rivers we share",
        slug: "the-rivers-we-share",
        signers: "both",
        collects: "in_public",
        body: "We ask the delegates to hear those who live by the river.",
    };
    let letter = Campaign::draft(&desk, &draft);
    letter.open(&desk);
    (desk, letter)
}

fn signed(app: &TestApp, letter: &Campaign) -> [Signatory; 2] {
    let quiet = Who { is_withheld: true, ..Who::named("Quiet Canary Group", "KE") };
    let both = [Who::named("Kestrel Field Workers", "KE"), quiet].map(|who| app.signatory(letter, &who, true));
    for n in 0..5 {
        app.signatory(letter, &Who::named(&format!("Circle number {n}"), "LB"), true);
    }
    both
}

fn path(app: &TestApp, one: &Signatory) -> Vec<u8> {
    let answer = app.browser().get(&format!("{}/proof.json", one.mine)).expect_status(200);
    assert_eq!(answer.header("cache-control"), "no-store");
    answer.bytes
}

on_both! {
    fn a_named_and_a_withheld_signatory_prove_that_they_are_on_the_signed_list(app) {
        let (desk, letter) = letter(&app);
        letter.publish(&desk);
        let both = signed(&app, &letter);
        app.site.public_cache.forget_all();
        for (one, is_withheld) in both.iter().zip([false, true]) {
            let bytes = path(&app, one);
            let report = check_path(&bytes);
            assert!(report.is_right(), "{:?}", report.checks);
            assert_eq!((report.name.as_str(), report.is_withheld), (one.name.as_str(), is_withheld));
            // The page of the signature shows the same hash, and the public bundle has it.
            let file: Value = serde_json::from_slice(&bytes).expect("JSON");
            let leaf = file["leaf"].as_str().expect("a hash");
            let page = app.browser().get(&one.mine).expect_status(200).main_text();
            assert!(page.replace(' ', "").contains(leaf), "{leaf} is not in {page}");
            let zip = app.browser().get(&letter.public("proof.zip")).expect_status(200).bytes;
            let public = String::from_utf8_lossy(&zip).into_owned();
            assert!(public.contains(leaf) && public.contains(&report.root));
            assert_eq!(public.contains(&one.name), !is_withheld);
            for at in (0..bytes.len()).step_by(3) {
                let mut changed = bytes.clone();
                changed[at] ^= 1;
                assert!(!check_path(&changed).is_right(), "byte {at}");
            }
            let folder = tempfile::tempdir().expect("a folder");
            let place = folder.path().join("signature-proof.json");
            let verify = || run(&app.database, &[], &["verify", place.to_str().expect("a path")]);
            std::fs::write(&place, &bytes).expect("written");
            let told = verify();
            assert!(told.code == 0 && told.out.contains(&one.name), "{told:?}");
            std::fs::write(&place, String::from_utf8_lossy(&bytes).replace(&one.name, "Somebody Else")).expect("written");
            assert_eq!(verify().code, 1);
        }
    }

    fn there_is_no_path_before_publication_nor_after_taking_a_signature_back(app) {
        let (desk, letter) = letter(&app);
        let [named, withheld] = signed(&app, &letter);
        for one in [&named, &withheld] {
            app.browser().get(&format!("{}/proof.json", one.mine)).expect_status(404);
        }
        letter.publish(&desk);
        assert!(check_path(&path(&app, &named)).is_right());
        let safety = desk.get(&letter.desk("safety")).expect_status(200);
        desk.press(&safety.form("hide"));
        app.browser().get(&format!("{}/proof.json", named.mine)).expect_status(404);
        let safety = desk.get(&letter.desk("safety")).expect_status(200);
        desk.press(&safety.form("unhide"));
        for one in [&named, &withheld] {
            let signer = app.browser();
            let page = signer.get(&format!("{}/withdraw", one.mine)).expect_status(200);
            signer.send_form(&page.form("withdraw")).expect_status(303);
            assert_ne!(app.browser().get(&format!("{}/proof.json", one.mine)).status, 200);
        }
    }

    fn a_path_that_was_fetched_before_the_name_was_withheld_is_of_no_list_any_more(app) {
        let (desk, letter) = letter(&app);
        letter.publish(&desk);
        let [named, _] = signed(&app, &letter);
        let before = check_path(&path(&app, &named));
        let signer = app.browser();
        let page = signer.get(&named.mine).expect_status(200);
        signer.send_form(&page.form("withhold").set("withheld_place", "none")).expect_status(303);
        let after = path(&app, &named);
        let report = check_path(&after);
        assert!(report.is_right() && report.is_withheld);
        assert!(report.number > before.number && report.root != before.root);
        let zip = app.browser().get(&letter.public("proof.zip")).expect_status(200).bytes;
        assert!(!String::from_utf8_lossy(&zip).contains(&named.name));
        let salt = app.store().read_now(|db| {
            undersigned::store::commitment::salt(db, &undersigned::domain::ids::SignatureId(named.id.clone()))
        });
        let salt = hex(&salt.expect("the database").expect("a salt"));
        assert!(String::from_utf8_lossy(&after).contains(&salt) && !String::from_utf8_lossy(&zip).contains(&salt));
    }
}
