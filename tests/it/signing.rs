//! Signing by a mailed invitation: read, fill in, check, sign.

use std::sync::Barrier;

use chrono::TimeDelta;
use undersigned::domain::letter::Signers;
use undersigned::domain::revision::Change;
use undersigned::domain::signature::{Listing, Origin, SignatoryKind, Status};
use undersigned::store::outbox::MailKind;

use crate::support::{Guest, Plan, TYPED, TestApp, changed};

fn press(action: &str) -> Vec<(&str, &str)> {
    changed(&TYPED, &[("action", action)])
}

fn mails_about_signatures(app: &TestApp) -> Vec<MailKind> {
    app.queued_mail().into_iter().map(|(kind, _)| kind).collect()
}

on_both! {
    fn an_invited_organisation_reads_checks_and_signs_without_a_second_mail(app) {
        let letter = app.open_letter(&Plan::default());
        let path = app.invite(&letter, &Guest::default());
        let browser = app.browser();
        browser
            .get(&path)
            .expect_status(200)
            .expect_text("For the rivers we share")
            .expect_text("Still Waters Network asks River Banks Association to sign this open letter.")
            .expect_text("The President, Assembly")
            .expect_text("Geneva")
            .expect_text("UTC")
            .expect_text("Version 1, final.")
            .expect_text("We, the undersigned, ask for an independent body.");
        let form = browser.submit(&path, &[("action", "visit")]).expect_status(303).location().unwrap();
        assert_eq!(form, format!("{path}/sign"));
        let form = browser.get(&form).expect_status(200);
        assert_eq!(form.hidden("organisation_name"), "River Banks Association");
        assert_eq!(form.hidden("email"), "salma@riverbanks.example");
        assert_eq!(form.hidden("representative_name"), "Salma al-Wadi");
        let sign = format!("{path}/sign");
        let check = browser.post_from(&form, &sign, &press("check")).expect_status(200);
        check.clone().expect_text("This is how you will appear").expect_text("Lebanon").expect_text("Sign for River Banks Association");
        assert!(app.signatures(&letter).is_empty(), "checking signs nothing");
        let signed = browser.post_from(&check, &sign, &press("sign")).expect_status(303);
        assert_eq!(signed.location().as_deref(), Some("/done"));
        let row = app.signature(&letter);
        assert_eq!((row.status, row.origin, row.listing), (Status::Confirmed, Origin::Invited, Listing::Named));
        assert_eq!((row.revision, row.language.as_str()), (1, "en"));
        assert_eq!(row.name.as_deref(), Some("River Banks Association"));
        assert_eq!(mails_about_signatures(&app), [MailKind::Receipt]);
        assert_eq!(app.queued_mail()[0].1, "salma@riverbanks.example");
    }

    fn only_the_browser_that_signed_sees_its_receipt(app) {
        let letter = app.open_letter(&Plan::default());
        let path = app.invite(&letter, &Guest::default());
        let browser = app.browser();
        let signed = browser.submit(&format!("{path}/sign"), &press("sign")).expect_status(303);
        let cookie = signed.header("set-cookie").to_owned();
        assert!(cookie.contains("HttpOnly") && cookie.contains("Max-Age=1800"), "{cookie}");
        let receipt = browser.get("/done").expect_status(200).expect_text("Signed").expect_text("Version 1, final.");
        let row = app.signature(&letter);
        assert!(receipt.main_text().replace(' ', "").contains(&row.text_sha256));
        for shown in [receipt, app.browser().get("/done").expect_text("Your answer was recorded")] {
            let text = shown.text();
            assert!(!text.contains("River Banks") && !text.contains("For the rivers"), "neither letter nor name");
        }
        app.wait(TimeDelta::minutes(31));
        assert!(!browser.get("/done").main_text().contains("Version 1"), "for half an hour");
    }

    fn opening_a_mailed_link_any_number_of_times_changes_nothing(app) {
        let letter = app.open_letter(&Plan::default());
        let invitation = app.invitation(&letter, &Guest::default());
        let other = Guest { organisation: "Delta Forum", email: "ana@delta.example", ..Guest::default() };
        let row = app.signed(&letter, &[("organisation_name", "Third Body"), ("email", "salma@riverbanks.example")]);
        let pending = app.signed(&letter, &[("email", "elsewhere@riverbanks.example"), ("organisation_name", "Fourth")]);
        let sign = app.sign_path(&letter, &invitation, false);
        let used = app.invite(&letter, &other);
        let paths = [
            sign.clone(),
            format!("{sign}/sign"),
            format!("{sign}/decline"),
            format!("{sign}/sign?as=individual&lang=fr"),
            used,
            app.join_path(&letter),
            format!("{}/sign", app.join_path(&letter)),
            app.confirm_path(&pending),
            app.mine_path(&row),
            format!("{}/withdraw", app.mine_path(&row)),
            app.unsubscribe_path(&letter, &invitation),
            "/done".to_owned(),
        ];
        let before = app.dump();
        assert!(before.contains("## signature\n") && before.len() > 2000);
        for path in &paths {
            for _ in 0..20 {
                let browser = app.browser();
                browser.get(path).expect_status(200);
                browser.send(browser.request("HEAD", path)).expect_status(200);
            }
        }
        assert!(app.dump() == before, "the database is as it was");
        app.browser().submit(&format!("{sign}/sign"), &press("sign")).expect_status(303);
        assert!(app.dump() != before, "and the link still works");
    }

    fn sixty_four_presses_of_the_same_button_are_one_signature_and_one_receipt(app) {
        let letter = app.open_letter(&Plan::default());
        let path = app.invite(&letter, &Guest::default());
        let (sign, together) = (format!("{path}/sign"), Barrier::new(64));
        let opened = (0..64).map(|_| {
            let browser = app.browser();
            let form = browser.get(&sign).expect_status(200);
            (browser, form)
        });
        let opened: Vec<_> = opened.collect();
        std::thread::scope(|scope| {
            for (browser, form) in opened {
                let (sign, together) = (&sign, &together);
                scope.spawn(move || {
                    together.wait();
                    // On a slow machine some of the 64 hear that the server is busy, and press again.
                    let mut answers = (0..10).map(|_| browser.post_from(&form, sign, &press("sign")));
                    let answer = answers.find(|answer| answer.status != 503).expect("an answer");
                    assert_eq!(answer.expect_status(303).location().as_deref(), Some("/done"));
                });
            }
        });
        assert_eq!(app.signature(&letter).status, Status::Confirmed);
        assert_eq!(mails_about_signatures(&app), [MailKind::Receipt]);
        let events = app.dump().matches("sign").count();
        app.browser().get(&path).expect_status(410);
        assert_eq!(app.dump().matches("sign").count(), events);
    }

    fn a_link_that_was_used_says_so_and_signs_nothing_else(app) {
        let letter = app.open_letter(&Plan::default());
        let invitation = app.invitation(&letter, &Guest::default());
        let (first, second) = (app.sign_path(&letter, &invitation, false), app.sign_path(&letter, &invitation, false));
        let browser = app.browser();
        let form = browser.get(&format!("{second}/sign")).expect_status(200);
        browser.submit(&format!("{first}/sign"), &press("sign")).expect_status(303);
        for path in [&first, &second] {
            browser.get(path).expect_status(410).expect_text("This invitation was used").expect_text("Mail the link again");
            browser.get(&format!("{path}/sign")).expect_status(410).expect_text("This invitation was used");
        }
        // Back in the browser, other words, the button again.
        let other = changed(&press("sign"), &[("organisation_name", "Somebody Else")]);
        browser.post_from(&form, &format!("{second}/sign"), &other).expect_status(410);
        browser.post_from(&form, &format!("{second}/sign"), &press("sign")).expect_status(303);
        assert_eq!(app.signature(&letter).name.as_deref(), Some("River Banks Association"));
        // The page mails the link of the receipt again, to the address that signed, and tells nobody whether it did.
        app.wait(TimeDelta::minutes(11));
        let used = browser.get(&first);
        browser.post_from(&used, &first, &[("action", "mail_link")]).expect_status(303);
        assert_eq!(mails_about_signatures(&app), [MailKind::Receipt, MailKind::Receipt]);
    }

    fn an_address_other_than_the_invited_one_is_confirmed_first(app) {
        let letter = app.open_letter(&Plan::default());
        let path = app.invite(&letter, &Guest::default());
        let browser = app.browser();
        let form = changed(&press("sign"), &[("email", "director@riverbanks.example")]);
        browser.submit(&format!("{path}/sign"), &form).expect_status(303);
        browser.get("/done").expect_text("We sent a link to the address you gave");
        let wrong = app.signature(&letter);
        assert_eq!(wrong.status, Status::Pending);
        // A slip in the address is mended by signing again: the mailed link still works.
        let form = changed(&press("sign"), &[("email", "directors@riverbanks.example")]);
        browser.submit(&format!("{path}/sign"), &form).expect_status(303);
        let rows = app.signatures(&letter);
        assert_eq!(rows.iter().map(|row| row.status).collect::<Vec<_>>(), [Status::Withdrawn, Status::Pending]);
        assert_eq!(
            app.queued_mail().into_iter().map(|(_, to)| to).collect::<Vec<_>>(),
            ["director@riverbanks.example", "directors@riverbanks.example"]
        );
        app.browser().get(&app.confirm_path(&wrong)).expect_status(410);
        let confirm = app.confirm_path(&rows[1]);
        app.browser().submit(&confirm, &[("action", "confirm")]).expect_status(303);
        assert_eq!(app.signatures(&letter)[1].status, Status::Confirmed);
        browser.get(&path).expect_status(410).expect_text("This invitation was used");
    }

    fn every_refused_form_comes_back_with_everything_that_was_typed(app) {
        let letter = app.open_letter(&Plan::default());
        let path = app.invite(&letter, &Guest::default());
        let sign = format!("{path}/sign");
        let long = "x".repeat(301);
        let cases: &[(&str, &str, &str)] = &[
            ("organisation_name", "", "nothing typed"),
            ("organisation_name", "Rivers https://spam.example", "a link in a name"),
            ("organisation_name", "Rivers \u{202e}Watch", "turned direction"),
            ("organisation_name", "Rivers\r\nBcc: x@example.org", "two lines"),
            ("organisation_name", "Rivers\u{7}", "a bell"),
            ("organisation_name", &long, "301 characters"),
            ("latin_name", "http://x.example", "a link in the second name"),
            ("acronym", &long, "a long acronym"),
            ("country", "", "no country"),
            ("country", "ZZ", "no such country"),
            ("country", "regional", "regional without a region"),
            ("website", "javascript:alert(1)", "a website that runs"),
            ("representative_name", " ", "no person"),
            ("representative_role", "", "no role"),
            ("representative_role", "Director\nX-Header: 1", "two lines in a role"),
            ("email", "not an address", "no address"),
            ("email", "a@example.org\r\nBcc: b@example.org", "two addresses"),
            ("listing", "", "no listing"),
            ("authorised", "", "not authorised"),
        ];
        let browser = app.browser();
        let form = browser.get(&sign).expect_status(200);
        for action in ["check", "sign"] {
            for (field, value, about) in cases {
                let sent = changed(&press(action), &[(field, value), ("acronym", if *field == "acronym" { value } else { "RBA" })]);
                let refused = browser.post_from(&form, &sign, &sent).expect_status(422);
                let text = refused.text();
                assert!(text.contains("<title>Error:"), "{about}");
                let wrong = if *value == "regional" { "region" } else { field };
                assert!(text.contains(&format!("href=\"#f-{wrong}\"")), "{about}: the summary leads to the field");
                for (name, value) in &sent {
                    let shown = matches!(*name, "country" | "listing" | "authorised" | "action" | "revision");
                    let typed = value.replace(['\r', '\n', '\u{7}'], "");
                    assert!(shown || typed.len() > 250 || text.contains(typed.trim()) || typed != **value, "{about}: {name} is kept");
                }
            }
        }
        assert!(app.signatures(&letter).is_empty() && app.queued_mail().is_empty());
    }

    fn a_name_in_any_script_is_kept_as_typed(app) {
        let letter = app.open_letter(&Plan::default());
        let long = "é".repeat(250);
        let names = ["ب", "O", "Ng", "Ʉ", "中国人权", "María José Carreño Quiñones", "350.org", "=HYPERLINK(\"x\")", "O'Neil & <b>Söhne</b>", &long];
        for (at, name) in names.iter().enumerate() {
            let email: &'static str = Box::leak(format!("n{at}@scripts.example").into_boxed_str());
            let path = app.invite(&letter, &Guest { email, ..Guest::default() });
            let browser = app.browser();
            let form = changed(&press("check"), &[("organisation_name", name), ("email", email)]);
            let check = browser.submit(&format!("{path}/sign"), &form).expect_status(200).expect_text(name);
            assert!(!check.text().contains("<b>Söhne"), "escaped");
            browser.post_from(&check, &format!("{path}/sign"), &changed(&form, &[("action", "sign")])).expect_status(303);
        }
        let mut kept: Vec<_> = app.signatures(&letter).into_iter().filter_map(|row| row.name).collect();
        kept.sort();
        let mut names: Vec<_> = names.iter().map(|name| (*name).to_owned()).collect();
        names.sort();
        assert_eq!(kept, names);
    }

    fn going_back_from_the_check_page_keeps_everything(app) {
        let letter = app.open_letter(&Plan::default());
        let sign = format!("{}/sign", app.invite(&letter, &Guest::default()));
        let browser = app.browser();
        let typed = changed(&press("check"), &[("latin_name", "Rivers & Banks"), ("updates", "yes"), ("listing", "withheld"), ("withheld_place", "region")]);
        let check = browser.submit(&sign, &typed).expect_status(200);
        let carried = check.fields_of("main form");
        for (name, value) in typed.iter().filter(|(name, _)| *name != "action") {
            assert!(carried.iter().any(|(field, kept)| field == name && kept == value), "{name} is carried");
        }
        let mut back: Vec<(&str, &str)> = carried.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        back.push(("action", "change"));
        let form = browser.post(&sign, &back).expect_status(200);
        assert_eq!(form.hidden("latin_name"), "Rivers & Banks");
        let fields = form.fields_of("form.form");
        for (name, value) in typed.iter().filter(|(name, _)| !matches!(*name, "action" | "country")) {
            assert!(fields.iter().any(|(field, kept)| field == name && kept == value), "{name} came back: {fields:?}");
        }
    }

    fn a_text_that_changed_meanwhile_is_shown_with_its_difference(app) {
        let letter = app.open_letter(&Plan::default());
        let sign = format!("{}/sign", app.invite(&letter, &Guest::default()));
        let browser = app.browser();
        let form = browser.get(&sign).expect_status(200);
        app.revise(&letter, "We, the undersigned, demand an independent body.\n\nIt must report in public.", Change::Minor);
        for action in ["check", "sign"] {
            let stale = browser.post_from(&form, &sign, &press(action)).expect_status(409);
            stale.clone().expect_text("What changed").expect_text("Version 2, final.");
            assert!(stale.text().contains("<del>ask for</del>") && stale.text().contains("<ins>demand</ins>"), "{}", stale.text());
            assert_eq!(stale.hidden("revision"), "2");
            assert_eq!(stale.hidden("organisation_name"), "River Banks Association");
            assert!(!stale.fields_of("form.form").iter().any(|(name, _)| name == "authorised"), "ticked anew for the new text");
        }
        assert!(app.signatures(&letter).is_empty());
        let again = changed(&press("sign"), &[("revision", "2")]);
        browser.post_from(&form, &sign, &again).expect_status(303);
        assert_eq!(app.signature(&letter).revision, 2);
    }

    fn the_last_moment_still_counts_and_the_next_one_does_not(app) {
        let letter = app.open_letter(&Plan { closes_in_days: Some(1), ..Plan::default() });
        let path = app.invite(&letter, &Guest::default());
        let late = Guest { email: "late@delta.example", ..Guest::default() };
        let late_path = app.invite(&letter, &late);
        let (browser, closes) = (app.browser(), app.letter(&letter).closes_at.unwrap());
        let form = browser.get(&format!("{path}/sign")).expect_status(200);
        let late_form = browser.get(&format!("{late_path}/sign")).expect_status(200);
        app.wait(closes - app.now() - TimeDelta::seconds(5));
        browser.post_from(&form, &format!("{path}/sign"), &press("sign")).expect_status(303);
        app.wait(TimeDelta::seconds(6));
        assert!(app.now() > closes);
        let closed = browser.post_from(&late_form, &format!("{late_path}/sign"), &changed(&press("sign"), &[("email", "late@delta.example")]));
        closed.expect_status(410).expect_text("Signing is closed").expect_text("ask the conveners to add you").expect_text("Geneva");
        assert_eq!(app.signatures(&letter).len(), 1);
        // Whoever signed in time and presses again is not told that it was too late.
        browser.post_from(&form, &format!("{path}/sign"), &press("sign")).expect_status(303);
        browser.get(&late_path).expect_status(410).expect_text("Signing is closed");
    }

    fn a_test_mails_link_shows_the_pages_and_cannot_sign(app) {
        let letter = app.open_letter(&Plan::default());
        let invitation = app.invitation(&letter, &Guest::default());
        let path = app.sign_path(&letter, &invitation, true);
        let browser = app.browser();
        let before = app.dump();
        browser.get(&path).expect_status(200).expect_text("This link comes from a test mail");
        browser.submit(&path, &[("action", "visit")]).expect_status(303);
        browser.submit(&format!("{path}/sign"), &press("check")).expect_status(200);
        browser.submit(&format!("{path}/sign"), &press("sign")).expect_status(410).expect_text("This link comes from a test mail");
        browser.submit(&format!("{path}/decline"), &[("action", "decline")]).expect_status(410);
        assert!(app.dump() == before, "nothing was written");
    }

    fn links_that_do_not_work_any_more_are_told_apart_from_those_that_never_did(app) {
        let letter = app.open_letter(&Plan::default());
        let path = app.invite(&letter, &Guest::default());
        let other = app.open_letter(&Plan { title: "Another letter", ..Plan::default() });
        let foreign = app.join_path(&other).replace("/join/", "/sign/");
        let browser = app.browser();
        let mangled = [path[..path.len() - 1].to_owned(), format!("{path}x"), "/sign/%00".into(), "/sign/é".into(), foreign];
        for bad in &mangled {
            browser.get(bad).expect_status(404).expect_text("This link leads nowhere");
            browser.get(&format!("{bad}/sign")).expect_status(404);
        }
        let secret = path.rsplit('/').next().unwrap().to_owned();
        app.revoke(&secret);
        browser.get(&path).expect_status(410).expect_text("This link was replaced").expect_text("Still Waters Network");
        for _ in 0..40 {
            browser.get(&mangled[0]);
        }
        let flooded = browser.get(&mangled[0]).expect_status(429);
        assert!(flooded.header("retry-after").parse::<u64>().unwrap() > 0);
        let valid = app.invite(&letter, &Guest { email: "new@delta.example", ..Guest::default() });
        for _ in 0..60 {
            browser.get(&valid).expect_status(200);
        }
    }

    fn an_individual_signs_with_role_and_affiliation(app) {
        let letter = app.open_letter(&Plan { signers: Signers::Individuals, ..Plan::default() });
        let guest = Guest { organisation: "", kind: SignatoryKind::Individual, email: "ana@uni.example", person: Some("Ana Ruiz Vega"), country: None, ..Guest::default() };
        let path = app.invite(&letter, &guest);
        let browser = app.browser();
        browser.get(&path).expect_status(200).expect_text("Still Waters Network asks you to sign this open letter.");
        let form = browser.get(&format!("{path}/sign")).expect_status(200).expect_text("Sign for yourself");
        assert_eq!(form.hidden("person_name"), "Ana Ruiz Vega");
        assert!(!form.text().contains("name=\"authorised\"") && !form.text().contains("name=\"organisation_name\""));
        let typed = [
            ("person_name", "Ana Ruiz Vega"), ("representative_role", "Professor of law"), ("affiliation", "University of the South"),
            ("country", "AR"), ("email", "ana@uni.example"), ("listing", "named"), ("revision", "1"), ("action", "check"),
        ];
        let check = browser.post_from(&form, &format!("{path}/sign"), &typed).expect_status(200);
        check.clone().expect_text("Ana Ruiz Vega").expect_text("Professor of law, University of the South");
        browser.post_from(&check, &format!("{path}/sign"), &changed(&typed, &[("action", "sign")])).expect_status(303);
        let row = app.signature(&letter);
        assert_eq!((row.kind, row.affiliation.as_deref(), row.role.as_deref()), (SignatoryKind::Individual, Some("University of the South"), Some("Professor of law")));
    }

    fn a_letter_for_both_lets_one_change_in_whose_name(app) {
        let letter = app.open_letter(&Plan { signers: Signers::Both, ..Plan::default() });
        let sign = format!("{}/sign", app.invite(&letter, &Guest::default()));
        let browser = app.browser();
        let form = browser.get(&sign).expect_status(200).expect_text("Sign for your organisation").expect_text("Sign in your own name instead");
        let changed_form = browser.post_from(&form, &format!("{sign}?as=individual"), &press("change")).expect_status(200);
        changed_form.clone().expect_text("Sign for yourself");
        assert_eq!(changed_form.hidden("signs_as"), "individual");
        let typed = changed(&press("sign"), &[("signs_as", "individual"), ("person_name", "Salma al-Wadi")]);
        browser.post_from(&changed_form, &sign, &typed).expect_status(303);
        assert_eq!(app.signature(&letter).kind, SignatoryKind::Individual);
    }

    fn a_network_stays_a_network_and_a_regional_body_names_its_region(app) {
        let letter = app.open_letter(&Plan::default());
        let path = app.invite(&letter, &Guest { kind: SignatoryKind::Network, ..Guest::default() });
        let typed = changed(&press("check"), &[("country", "regional"), ("region", "africa")]);
        let browser = app.browser();
        browser.submit(&format!("{path}/sign"), &typed).expect_status(200).expect_text("Africa");
        browser.submit(&format!("{path}/sign"), &changed(&typed, &[("action", "sign")])).expect_status(303);
        let row = app.signature(&letter);
        assert_eq!((row.kind, row.country.as_deref(), row.region.as_deref()), (SignatoryKind::Network, Some("regional"), Some("africa")));
    }

    fn the_letters_own_names_for_places_stand_in_the_list_and_on_the_check_page(app) {
        let letter = app.open_letter(&Plan { labels: &[("TW", "Taiwan (R.O.C.)"), ("XT", "Tibet in exile")], ..Plan::default() });
        let sign = format!("{}/sign", app.invite(&letter, &Guest::default()));
        let form = app.browser().get(&sign).expect_status(200);
        for label in ["Taiwan (R.O.C.)", "Tibet in exile", "Hong Kong", "Kosovo", "International", "Regional"] {
            assert!(form.text().contains(&format!(">{label}")), "{label}");
        }
        app.browser().submit(&sign, &changed(&press("check"), &[("country", "XT")])).expect_text("Tibet in exile");
    }

    fn the_representative_is_printed_only_where_the_letter_asks_and_the_signer_agrees(app) {
        let quiet = app.open_letter(&Plan::default());
        let asking = app.open_letter(&Plan { title: "Names wanted", asks_representative: true, ..Plan::default() });
        for (letter, agrees, printed) in [(&quiet, true, false), (&asking, false, false), (&asking, true, true)] {
            let email = if agrees { "yes@riverbanks.example" } else { "no@riverbanks.example" };
            let path = app.invite(letter, &Guest { email, ..Guest::default() });
            let fields = if agrees { vec![("publish_representative", "yes"), ("email", email)] } else { vec![("email", email)] };
            app.browser().submit(&format!("{path}/sign"), &changed(&press("sign"), &fields)).expect_status(303);
            let row = app.signatures(letter).pop().unwrap();
            assert_eq!(row.representative.as_deref() == Some("Salma al-Wadi"), printed);
        }
    }
}
