//! One's own signature by the link of the receipt: see, correct, withhold, withdraw, "this was not us".

use undersigned::domain::signature::{Listing, Status};

use crate::support::{Plan, TestApp};

fn collecting(app: &TestApp) -> (undersigned::domain::ids::LetterId, String) {
    let letter = app.open_letter(&Plan { closes_in_days: None, ..Plan::default() });
    let slug = app.publish(&letter);
    (letter, slug)
}

const LINE: [(&str, &str); 3] =
    [("organisation_name", "River Banks Society"), ("country", "LB"), ("latin_name", "RB Society")];

fn with<'a>(fields: &[(&'a str, &'a str)], action: &'a str) -> Vec<(&'a str, &'a str)> {
    fields.iter().copied().chain([("action", action)]).collect()
}

on_both! {
    fn the_page_is_a_receipt_with_text_version_and_fingerprint(app) {
        let (letter, slug) = collecting(&app);
        let row = app.signed(&letter, &[]);
        let page = app.browser().get(&app.mine_path(&row)).expect_status(200);
        page.clone().expect_text("River Banks Association").expect_text("Version 1, final.").expect_text("Waiting for the conveners’ check");
        assert!(page.main_text().replace(' ', "").contains(&row.text_sha256));
        assert!(page.text().contains(&format!("/letters/{slug}/versions/1")));
    }

    fn a_line_is_corrected_at_once_before_it_is_listed_and_asked_for_afterwards(app) {
        let (letter, slug) = collecting(&app);
        let row = app.signed(&letter, &[]);
        let path = app.mine_path(&row);
        let browser = app.browser();
        let next = browser.submit(&path, &with(&LINE, "save")).expect_status(303).location().unwrap();
        browser.get(&next).expect_text("River Banks Society");
        assert_eq!(app.signature(&letter).name.as_deref(), Some("River Banks Society"));
        app.list(&app.signature(&letter));
        let asked = [("organisation_name", "River Banks Union"), ("country", "LB")];
        let next = browser.submit(&path, &with(&asked, "save")).expect_status(303).location().unwrap();
        browser.get(&next).expect_text("You asked for this line instead").expect_text("River Banks Union");
        assert_eq!(app.signature(&letter).name.as_deref(), Some("River Banks Society"), "until a coordinator has looked");
        app.browser().get(&format!("/letters/{slug}")).expect_text("River Banks Society");
    }

    fn a_refused_correction_keeps_what_was_typed(app) {
        let (letter, _) = collecting(&app);
        let row = app.signed(&letter, &[]);
        let bad = [("organisation_name", "See http://x.example"), ("country", "ZZ"), ("latin_name", "Kept")];
        let refused = app.browser().submit(&app.mine_path(&row), &with(&bad, "save")).expect_status(422);
        assert!(refused.text().contains("See http://x.example") && refused.text().contains("Kept"));
        assert_eq!(app.signature(&letter).name.as_deref(), Some("River Banks Association"));
    }

    fn a_name_is_withheld_before_the_button_is_answered_and_can_be_shown_again(app) {
        let (letter, slug) = collecting(&app);
        let row = app.signed(&letter, &[]);
        app.list(&row);
        let (browser, path, public) = (app.browser(), app.mine_path(&row), format!("/letters/{slug}"));
        browser.get(&public).expect_text("River Banks Association");
        let next = browser.submit(&path, &[("action", "withhold"), ("withheld_place", "region")]).expect_status(303).location().unwrap();
        for below in ["", "/signatories", "/signatories.csv", "/signatories.json"] {
            let text = browser.get(&format!("{public}{below}")).text();
            assert!(!text.contains("River Banks Association"), "{below}");
        }
        browser.get(&public).expect_text("1 organisation");
        browser.get(&next).expect_text("Your name is withheld").expect_text("part of the world");
        let withheld = app.signature(&letter);
        assert_eq!((withheld.status, withheld.listing, withheld.name), (Status::Listed, Listing::Withheld, None));
        browser.submit(&path, &[("action", "show_name")]).expect_status(303);
        assert!(!browser.get(&public).text().contains("River Banks Association"), "a coordinator looks first");
        app.list(&app.signature(&letter));
        browser.wait_for_text(&public, "River Banks Association");
    }

    fn withdrawing_asks_once_more_and_takes_the_name_off_every_page(app) {
        let (letter, slug) = collecting(&app);
        let row = app.signed(&letter, &[]);
        app.list(&row);
        let (browser, path, public) = (app.browser(), app.mine_path(&row), format!("/letters/{slug}"));
        browser.get(&public).expect_text("River Banks Association");
        let ask = browser.get(&format!("{path}/withdraw")).expect_status(200).expect_text("Withdraw the signature of River Banks Association?");
        assert_eq!(app.signature(&letter).status, Status::Listed, "asking withdraws nothing");
        browser.post_from(&ask, &path, &[("action", "withdraw")]).expect_status(303);
        browser.get("/done").expect_text("The signature is withdrawn");
        for below in ["", "/signatories", "/signatories.csv", "/signatories.json"] {
            assert!(!browser.get(&format!("{public}{below}")).text().contains("River Banks Association"), "{below}");
        }
        assert_eq!(app.signature(&letter).status, Status::Withdrawn);
        browser.get(&path).expect_status(200).expect_text("Withdrawn");
        let before = app.dump();
        browser.post_from(&ask, &path, &[("action", "withdraw")]).expect_status(303);
        assert!(app.dump() == before, "pressing twice is pressing once");
    }

    fn this_was_not_us_takes_the_name_off_at_once(app) {
        let (letter, slug) = collecting(&app);
        let row = app.signed(&letter, &[]);
        app.list(&row);
        let browser = app.browser();
        browser.get(&format!("/letters/{slug}")).expect_text("River Banks Association");
        browser.submit(&app.mine_path(&row), &[("action", "suspend")]).expect_status(303);
        assert_eq!(app.signature(&letter).status, Status::Suspended);
        assert!(!browser.get(&format!("/letters/{slug}")).text().contains("River Banks Association"));
    }

    fn news_can_be_stopped_and_an_unknown_button_does_nothing(app) {
        let (letter, _) = collecting(&app);
        let row = app.signed(&letter, &[("updates", "yes")]);
        assert!(row.wants_updates);
        let path = app.mine_path(&row);
        app.browser().submit(&path, &[("action", "stop_mails")]).expect_status(303);
        assert!(!app.signature(&letter).wants_updates);
        let before = app.dump();
        app.browser().submit(&path, &[("action", "dance")]).expect_status(422);
        app.browser().submit(&path, &[]).expect_status(422);
        assert!(app.dump() == before);
    }

    fn the_link_of_one_signature_does_not_reach_another(app) {
        let (letter, _) = collecting(&app);
        let row = app.signed(&letter, &[]);
        let path = app.mine_path(&row);
        for foreign in [path.replace("/mine/", "/sign/"), path.replace("/mine/", "/confirm/"), path.replace("/mine/", "/unsubscribe/")] {
            app.browser().get(&foreign).expect_status(404);
            app.browser().post(&foreign, &[("action", "confirm")]).expect_status(if foreign.contains("unsub") { 404 } else { 403 });
        }
        assert_eq!(app.signature(&letter).status, Status::Confirmed);
    }
}
