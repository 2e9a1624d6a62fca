//! Typed codes instead of links: printed in each invitation, however typed, limited, and leading to signing alone.

use chrono::TimeDelta;
use undersigned::domain::code;
use undersigned::domain::ids::{InvitationId, LetterId};
use undersigned::store::token::{self, Subject};

use crate::support::post::Post;
use crate::support::{Answer, Browser, Desk, Guest, Plan, TYPED, TestApp, changed};

/// The codes of an invitation, made as the mail job makes them.
fn codes(app: &TestApp, letter: &LetterId, invitation: &InvitationId, is_test: bool) -> (String, String) {
    let (letter, invitation, now) = (letter.clone(), invitation.clone(), app.now());
    app.write(move |tx| {
        let subject =
            Subject { letter: Some(letter.clone()), invitation: Some(invitation.clone()), ..Subject::default() };
        let secret = token::mint_code(tx, &letter, subject, is_test, now)?;
        Ok((token::letter_code(tx, &letter), code::printed(&secret)))
    })
}

fn type_in(browser: &Browser, letter: &str, code: &str) -> Answer {
    browser.submit("/code", &[("letter", letter), ("code", code), ("action", "open")])
}

on_both! {
    fn whoever_presses_no_links_types_the_codes_of_the_mail_and_signs(post: Post) {
        let mut post = post;
        let desk = Desk::open(&post.app);
        desk.invite("River Banks Association", "salma@riverbanks.example");
        let page = desk.get("mail");
        desk.browser.send_form(&crate::support::campaign::compose(&page, "send")).expect_status(303);
        drop(desk);
        post.start();
        post.wait(TimeDelta::seconds(61));
        let mail = post.sink.wait_for_mail_to("salma@riverbanks.example");
        let text = mail.text().split_whitespace().collect::<Vec<_>>().join(" ");
        let line = text.split("Or type ").nth(1).expect("the codes").split('.').collect::<Vec<_>>().join(".");
        let host = post.app.base.trim_start_matches("http://");
        assert!(line.starts_with(&format!("{host}/code into your browser")), "{line}");
        let after = |word: &str| line.split(word).nth(1).expect("a code").trim().split([' ', '.']).next().unwrap().to_owned();
        let (letter, code) = (after("the letter code "), after("and the code "));
        assert_eq!((letter.len(), code.len()), (4, 9), "{line}");
        assert!(mail.html().unwrap().contains(&code));
        assert_eq!(mail.header("List-Unsubscribe-Post").as_deref(), Some("List-Unsubscribe=One-Click"));

        let browser = post.app.browser();
        browser.get("/code").expect_status(200).expect_text("Use the codes in your mail");
        // In small letters and without the dash, as people type.
        let opened = type_in(&browser, &letter.to_lowercase(), &code.replace('-', "").to_lowercase());
        let path = opened.expect_status(303).location().expect("the signing page");
        browser.get(&path).expect_status(200).expect_text("Read and sign").expect_text("River Banks Association");
        browser.submit(&format!("{path}/sign"), &changed(&TYPED, &[("action", "sign")])).expect_status(303);
        assert!(post.app.dump().matches("riverbanks").count() < 2 && !post.app.dump().contains(&code.replace('-', "")));
        // The same codes once more: the invitation was used.
        let again = type_in(&browser, &letter, &code).expect_status(303).location().unwrap();
        browser.get(&again).expect_status(410).expect_text("This invitation was used");
    }

    fn a_code_works_with_its_own_letter_only_and_dies_with_the_invitation(app) {
        let (one, two) = (app.open_letter(&Plan::default()), app.open_letter(&Plan { title: "Another", ..Plan::default() }));
        let invitation = app.invitation(&one, &Guest::default());
        let (letter, code) = codes(&app, &one, &invitation, false);
        let (other, _) = codes(&app, &two, &app.invitation(&two, &Guest { email: "b@b.example", ..Guest::default() }), false);
        assert_ne!(letter, other);
        let browser = app.browser();
        let unknown = type_in(&browser, &other, &code).expect_status(422).expect_text("do not belong together");
        assert_eq!(unknown.hidden("code"), code, "what was typed is kept");
        let secret = app.sign_path(&one, &invitation, false);
        let path = type_in(&browser, &letter, &code).expect_status(303).location().unwrap();
        app.revoke(secret.trim_start_matches("/sign/"));
        let revoked = type_in(&browser, &letter, &code).expect_status(422);
        assert_eq!(revoked.main_text(), unknown.main_text(), "nobody learns which codes ever were");
        browser.get(&path).expect_status(410);
    }

    fn the_link_behind_a_code_lives_a_day_and_the_code_as_long_as_the_letter_collects(app) {
        let letter = app.open_letter(&Plan::default());
        let invitation = app.invitation(&letter, &Guest::default());
        let (code_of_letter, code) = codes(&app, &letter, &invitation, false);
        let browser = app.browser();
        let path = type_in(&browser, &code_of_letter, &code).expect_status(303).location().unwrap();
        app.wait(TimeDelta::hours(25));
        browser.get(&path).expect_status(410).expect_text("This link is too old").expect_text("Send me a new link");
        let path = type_in(&browser, &code_of_letter, &code).expect_status(303).location().unwrap();
        browser.get(&path).expect_status(200);
        app.wait(TimeDelta::days(10));
        let path = type_in(&browser, &code_of_letter, &code).expect_status(303).location().unwrap();
        browser.get(&path).expect_status(410).expect_text("Signing is closed");
    }

    fn trying_codes_ends_soon_for_one_client_and_for_a_letter_altogether(app) {
        let letter = app.open_letter(&Plan::default());
        let invitation = app.invitation(&letter, &Guest::default());
        let (letter_code, code) = codes(&app, &letter, &invitation, false);
        let browser = app.browser();
        let page = browser.get("/code");
        let guess = |code: &str| browser.post_from(&page, "/code", &[("letter", &letter_code), ("code", code)]);
        let answers: Vec<u16> = (0..30).map(|_| guess("2222-2222").status).collect();
        assert!(answers[..20].iter().all(|status| *status == 422) && answers[25] == 429, "{answers:?}");
        assert!(!guess(&code).expect_status(429).header("retry-after").is_empty(), "not even the right one");
        // From other networks: the letter itself takes no more for an hour.
        for _ in 0..200 {
            let (id, now) = (letter_code.clone(), app.now());
            app.write(move |tx| undersigned::actions::enter_code::enter_code(tx, &id, "33333333", now));
        }
        let (id, secret, now) = (letter_code.clone(), code.replace('-', ""), app.now());
        let entered = app.write(move |tx| undersigned::actions::enter_code::enter_code(tx, &id, &secret, now));
        assert_eq!(entered, undersigned::actions::enter_code::Entered::TooMany);
        app.wait(TimeDelta::hours(1));
        let (id, secret, now) = (letter_code, code.replace('-', ""), app.now());
        let entered = app.write(move |tx| undersigned::actions::enter_code::enter_code(tx, &id, &secret, now));
        assert!(matches!(entered, undersigned::actions::enter_code::Entered::Link(_)));
    }

    fn nonsense_and_a_test_mails_code_sign_nothing(app) {
        let letter = app.open_letter(&Plan::default());
        let invitation = app.invitation(&letter, &Guest::default());
        let browser = app.browser();
        for (letter, code) in [("", ""), ("ABC", "12345678"), ("K7QF", "<script>"), ("💧💧💧💧", "ÄÖÜ"), ("K7QF", "4F2M9XTC4F2M9XTC")] {
            type_in(&browser, letter, code).expect_status(422).expect_text("Copy it from the mail");
        }
        let (letter_code, code) = codes(&app, &letter, &invitation, true);
        let path = type_in(&browser, &letter_code, &code).expect_status(303).location().unwrap();
        browser.get(&path).expect_status(200).expect_text("This link comes from a test mail");
        browser.submit(&format!("{path}/sign"), &changed(&TYPED, &[("action", "sign")])).expect_status(410);
        assert!(app.signatures(&letter).is_empty());
    }
}
