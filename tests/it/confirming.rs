//! Confirming the address of an open form.

use chrono::TimeDelta;
use undersigned::domain::ids::LetterId;
use undersigned::domain::signature::Status;
use undersigned::store::outbox::MailKind;
use undersigned::store::signature::Signature;

use crate::support::{Plan, TYPED, TestApp, changed};

fn pending(app: &TestApp, letter: &LetterId) -> Signature {
    let path = format!("{}/sign", app.join_path(letter));
    app.browser().submit(&path, &changed(&TYPED, &[("action", "sign")])).expect_status(303);
    app.signature(letter)
}

on_both! {
    fn the_page_shows_all_that_will_stand_and_only_the_button_confirms(app) {
        let letter = app.open_letter(&Plan::default());
        let row = pending(&app, &letter);
        let path = app.confirm_path(&row);
        let page = app.browser().get(&path).expect_status(200);
        for words in ["For the rivers we share", "River Banks Association", "Lebanon", "Director", "salma@riverbanks.example", "Your name will be published"] {
            page.clone().expect_text(words);
        }
        assert_eq!(app.signature(&letter).status, Status::Pending);
        let browser = app.browser();
        browser.submit(&path, &[("action", "confirm")]).expect_status(303);
        browser.get("/done").expect_text("Thank you. Your signature is recorded.");
        assert_eq!(app.signature(&letter).status, Status::Confirmed);
        assert_eq!(app.queued_mail().last().unwrap().0, MailKind::Receipt);
        browser.get(&path).expect_status(410).expect_text("This link was used");
        // The same press again, from the page that still stands in another tab.
        let receipts = app.queued_mail().len();
        browser.post_from(&page, &path, &[("action", "confirm")]).expect_status(303);
        assert_eq!(app.queued_mail().len(), receipts, "one receipt");
    }

    fn the_mailboxs_owner_says_that_it_was_not_them(app) {
        let letter = app.open_letter(&Plan::default());
        let row = pending(&app, &letter);
        let path = app.confirm_path(&row);
        let browser = app.browser();
        browser.submit(&path, &[("action", "suspend")]).expect_status(303);
        browser.get("/done").expect_text("Thank you for telling us");
        assert_eq!(app.signature(&letter).status, Status::Withdrawn);
        browser.get(&path).expect_status(410);
    }

    fn an_address_is_confirmed_until_a_day_after_closing_and_not_later(app) {
        let letter = app.open_letter(&Plan { closes_in_days: Some(1), ..Plan::default() });
        let row = pending(&app, &letter);
        let path = app.confirm_path(&row);
        let closes = app.letter(&letter).closes_at.unwrap();
        let page = app.browser().get(&path).expect_status(200);
        app.wait(closes - app.now() + TimeDelta::hours(23));
        app.browser().get(&path).expect_status(200);
        app.wait(TimeDelta::hours(2));
        app.browser().get(&path).expect_status(410).expect_text("Signing is closed");
        app.browser().post_from(&page, &path, &[("action", "confirm")]).expect_status(410);
        assert_eq!(app.signature(&letter).status, Status::Pending);
    }

    fn sixteen_confirmations_at_once_are_one(app) {
        let letter = app.open_letter(&Plan::default());
        let row = pending(&app, &letter);
        let path = app.confirm_path(&row);
        let page = app.browser().get(&path);
        std::thread::scope(|scope| {
            for _ in 0..16 {
                scope.spawn(|| app.browser().post_from(&page, &path, &[("action", "confirm")]).expect_status(303));
            }
        });
        let receipts = app.queued_mail().into_iter().filter(|(kind, _)| *kind == MailKind::Receipt).count();
        assert_eq!((app.signature(&letter).status, receipts), (Status::Confirmed, 1));
    }

    fn a_letter_whose_rule_lists_does_so_after_the_confirmation_and_not_before(app) {
        let letter = app.open_letter(&Plan { lists_by_itself: true, ..Plan::default() });
        let row = pending(&app, &letter);
        assert_eq!(app.signature(&letter).status, Status::Pending);
        app.browser().submit(&app.confirm_path(&row), &[("action", "confirm")]).expect_status(303);
        assert_eq!(app.signature(&letter).status, Status::Listed);
    }
}
