//! Signing with the name withheld: counted, not named, and nothing tells who.

use undersigned::domain::signature::{Listing, Status};

use crate::support::{Guest, Plan, TYPED, TestApp, changed};

const NAME: &str = "River Banks Association";

fn withheld(app: &TestApp, letter: &undersigned::domain::ids::LetterId) {
    let row = app.signed(letter, &[("listing", "withheld"), ("withheld_place", "country")]);
    assert_eq!(row.listing, Listing::Withheld);
    app.list(&row);
}

on_both! {
    fn a_withheld_signer_is_told_who_sees_the_name_and_sees_how_it_is_counted(app) {
        let letter = app.open_letter(&Plan::default());
        let sign = format!("{}/sign", app.invite(&letter, &Guest::default()));
        let browser = app.browser();
        browser
            .get(&sign)
            .expect_text("The conveners of this letter who have that right")
            .expect_text("It is erased 30 days after publication.")
            .expect_text("cannot be called back")
            .expect_text("at least five withheld signatories");
        let form = changed(&TYPED, &[("listing", "withheld"), ("withheld_place", "none"), ("action", "check")]);
        browser.submit(&sign, &form).expect_status(200).expect_text("Neither your name nor your place is printed");
        browser.submit(&sign, &changed(&form, &[("action", "sign")])).expect_status(303);
        browser.get("/done").expect_text("your name will not be printed");
        let row = app.signature(&letter);
        assert_eq!((row.status, row.listing), (Status::Confirmed, Listing::Withheld));
        assert!(row.name.is_none() && row.country.is_none() && row.organisation_id.is_none());
        assert!(row.line_sealed.is_some());
    }

    fn no_public_output_differs_by_who_is_withheld(app) {
        let named = |app: &TestApp, letter: &_| {
            let guest = Guest { organisation: "Delta Forum", email: "ana@delta.example", ..Guest::default() };
            let path = app.invite(letter, &guest);
            let form = changed(&TYPED, &[("organisation_name", "Delta Forum"), ("email", "ana@delta.example"), ("action", "sign")]);
            app.browser().submit(&format!("{path}/sign"), &form).expect_status(303);
            let row = app.signatures(letter).pop().unwrap();
            app.list(&row);
        };
        let letter = app.open_letter(&Plan { closes_in_days: None, ..Plan::default() });
        named(&app, &letter);
        withheld(&app, &letter);
        let slug = app.publish(&letter);
        let browser = app.browser();
        for below in ["", "/signatories", "/signatories?country=LB", "/signatories?q=River+Banks", "/signatories.csv", "/signatories.json", "/versions/1"] {
            let answer = browser.get(&format!("/letters/{slug}{below}")).expect_status(200);
            let text = answer.text().replace("value=\"River Banks\"", "").replace("“River Banks”", "");
            assert!(!text.contains("River Banks") && !text.contains("salma"), "{below}");
        }
        let json: serde_json::Value = serde_json::from_str(&browser.get(&format!("/letters/{slug}/signatories.json")).text()).unwrap();
        assert_eq!((json["counts"]["organisations"].as_i64(), json["counts"]["withheld"].as_i64()), (Some(2), Some(1)));
        assert_eq!(json["signatories"].as_array().unwrap().len(), 1);
    }

    fn a_used_link_looks_the_same_for_named_and_withheld(app) {
        let pages: Vec<(u16, String)> = [Listing::Named, Listing::Withheld]
            .into_iter()
            .map(|listing| {
                let letter = app.open_letter(&Plan::default());
                let path = app.invite(&letter, &Guest::default());
                let form = changed(&TYPED, &[("listing", listing.as_str()), ("action", "sign")]);
                app.browser().submit(&format!("{path}/sign"), &form).expect_status(303);
                let page = app.browser().get(&path);
                let token = page.hidden("csrf_token");
                (page.status, page.text().replace(&token, "TOKEN"))
            })
            .collect();
        assert_eq!(pages[0].0, 410);
        assert_eq!(pages[0], pages[1]);
    }

    fn the_database_holds_the_withheld_name_only_sealed(app) {
        let letter = app.open_letter(&Plan::default());
        let guest = Guest { organisation: "Known Under Another Name", ..Guest::default() };
        let path = app.invite(&letter, &guest);
        let form = changed(&TYPED, &[("listing", "withheld"), ("action", "sign")]);
        app.browser().submit(&format!("{path}/sign"), &form).expect_status(303);
        let dump = app.dump();
        assert!(!dump.contains(NAME) && !dump.contains("river banks") && !dump.contains("salma"), "{dump}");
    }

    fn a_high_risk_letter_offers_the_withheld_name_first_and_chooses_nothing(app) {
        let letter = app.open_letter(&Plan { high_risk: true, ..Plan::default() });
        let path = app.invite(&letter, &Guest::default());
        let form = app.browser().get(&format!("{path}/sign")).expect_status(200);
        let text = form.text();
        let (withheld, named) = (text.find("value=\"withheld\"").unwrap(), text.find("value=\"named\"").unwrap());
        assert!(withheld < named);
        assert!(!form.fields_of("form.form").iter().any(|(name, _)| name == "listing"), "nothing is chosen");
        for page in [app.browser().get(&path), form] {
            let text = page.text();
            let title = text.split("<title>").nth(1).unwrap().split("</title>").next().unwrap();
            assert!(!title.contains("rivers"), "{title}");
        }
        app.browser().submit(&format!("{path}/sign"), &changed(&TYPED, &[("listing", ""), ("action", "sign")])).expect_status(422);
    }
}
