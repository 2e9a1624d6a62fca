//! Declining an invitation, taking that back, and stopping mails.

use undersigned::domain::ids::InvitationId;
use undersigned::store::answered;
use undersigned::store::invitation::{self, Answer, Invitation};

use crate::support::{Guest, Plan, TYPED, TestApp, changed};

fn invitation(app: &TestApp, id: &InvitationId) -> Invitation {
    app.store().read_now(|db| invitation::find(db, id)).unwrap()
}

fn has_signed(app: &TestApp, id: &InvitationId) -> bool {
    let letter = invitation(app, id).letter_id;
    app.store().read_now(|db| answered::has_signed(db, &letter, id)).expect("the database")
}

on_both! {
    fn an_organisation_declines_with_a_private_reason_and_can_still_sign(app) {
        let letter = app.open_letter(&Plan::default());
        let id = app.invitation(&letter, &Guest::default());
        let path = app.sign_path(&letter, &id, false);
        let browser = app.browser();
        browser.get(&path).expect_text("We will not sign");
        let reason = "Our board meets\nonly in spring.";
        browser.submit(&format!("{path}/decline"), &[("reason", reason), ("action", "decline")]).expect_status(303);
        browser.get("/done").expect_text("You will not sign");
        let row = invitation(&app, &id);
        assert_eq!(row.answer, Some(Answer::Declined));
        assert!(!app.dump().contains("Our board meets"), "the reason is sealed");
        let declined = browser.get(&path).expect_status(200).expect_text("You told us that you will not sign");
        browser.post_from(&declined, &path, &[("action", "undo")]).expect_status(303);
        assert_eq!(invitation(&app, &id).answer, None);
        browser.submit(&format!("{path}/sign"), &changed(&TYPED, &[("action", "sign")])).expect_status(303);
        assert!(has_signed(&app, &id));
        browser.get(&format!("{path}/decline")).expect_status(410).expect_text("This invitation was used");
    }

    fn who_declined_can_sign_without_taking_it_back_first(app) {
        let letter = app.open_letter(&Plan::default());
        let id = app.invitation(&letter, &Guest::default());
        let path = app.sign_path(&letter, &id, false);
        app.browser().submit(&format!("{path}/decline"), &[("action", "decline")]).expect_status(303);
        app.browser().submit(&format!("{path}/sign"), &changed(&TYPED, &[("action", "sign")])).expect_status(303);
        assert!(has_signed(&app, &id));
    }

    fn a_reason_with_unprintable_characters_comes_back(app) {
        let letter = app.open_letter(&Plan::default());
        let path = app.invite(&letter, &Guest::default());
        let sent = [("reason", "too \u{7} loud"), ("action", "decline")];
        let refused = app.browser().submit(&format!("{path}/decline"), &sent).expect_status(422);
        assert!(refused.text().contains("loud"));
    }

    fn a_mail_program_stops_mails_by_one_post_without_cookie_or_token(app) {
        let letter = app.open_letter(&Plan::default());
        let id = app.invitation(&letter, &Guest::default());
        let path = app.unsubscribe_path(&letter, &id);
        app.browser().get(&path).expect_status(200).expect_text("Stop the mails");
        assert!(invitation(&app, &id).stopped_at.is_none());
        let stopped = app.browser().post(&path, &[("List-Unsubscribe", "One-Click")]).expect_status(200);
        assert!(stopped.location().is_none(), "RFC 8058 §3.1: no redirect");
        stopped.expect_text("The mails are stopped");
        assert!(invitation(&app, &id).stopped_at.is_some());
        let before = app.dump();
        app.browser().post(&path, &[("List-Unsubscribe", "One-Click")]).expect_status(200);
        assert!(app.dump() == before, "a second one changes nothing");
        app.browser().post("/unsubscribe/none", &[("List-Unsubscribe", "One-Click")]).expect_status(404);
    }

    fn a_visit_is_noted_by_the_day_and_only_by_a_button(app) {
        let letter = app.open_letter(&Plan::default());
        let id = app.invitation(&letter, &Guest::default());
        let path = app.sign_path(&letter, &id, false);
        app.browser().get(&path);
        assert!(invitation(&app, &id).visited_at.is_none());
        app.browser().submit(&path, &[("action", "visit")]).expect_status(303);
        let visited = invitation(&app, &id).visited_at.expect("visited");
        assert_eq!(visited, app.now().date().and_hms_opt(0, 0, 0).unwrap());
    }
}
