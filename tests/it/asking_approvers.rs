//! After a substantive change, signatures that an organisation's own people approved: whether they stand is theirs to say.

use chrono::TimeDelta;
use undersigned::domain::ids::SignatureId;
use undersigned::domain::revision::Change;
use undersigned::domain::signature::Status;
use undersigned::store::outbox::{self, MailKind};

use crate::asking_again::{ask, change, counted, mine};
use crate::support::asking::REQUEST;
use crate::support::{Desk, Guest, TestApp, changed};

const KARIM: &str = "karim@riverbanks.example";
const RANIA: &str = "rania@riverbanks.example";

/// A listed signature that Karim, and with `second` Rania, approved.
fn approved(app: &TestApp, desk: &Desk<'_>, second: bool) -> SignatureId {
    let path = app.invite(&desk.letter, &Guest::default());
    let more: &[(&str, &str)] = if second { &[("second_name", "Rania Saad"), ("second_email", RANIA)] } else { &[] };
    app.browser().submit(&format!("{path}/approve-request"), &changed(&REQUEST, more)).expect_status(303);
    for who in [KARIM, RANIA].iter().take(if second { 2 } else { 1 }) {
        app.browser().submit(&app.approve_path(&desk.letter, who), &[("action", "approve")]).expect_status(303);
    }
    let id = app.signature(&desk.letter).id;
    desk.decide(&id, "list").expect_status(303);
    id
}

on_both! {
    fn who_approved_a_signature_is_asked_about_the_new_text_and_the_contact_cannot_answer_for_them(app) {
        let desk = Desk::open(&app);
        let id = approved(&app, &desk, false);
        let link = app.approve_path(&desk.letter, KARIM);
        app.browser().get(&link).expect_status(410);
        change(&desk, "We, the undersigned, demand a mechanism within a year.", "in");
        assert_eq!(ask(&app), 1);
        assert_eq!(app.mailed(MailKind::ApprovalRequest), [KARIM, KARIM]);
        assert_eq!(app.mailed(MailKind::TextChanged), ["salma@riverbanks.example"], "the contact hears of it too");
        let page = app.browser().get(&mine(&desk, &id)).expect_text("once these people have approved that");
        let page = page.expect_text("Karim Haddad");
        assert!(!page.offers("keep") && page.offers("talk"));
        app.browser().submit(&mine(&desk, &id), &[("action", "keep"), ("revision", "2")]).expect_status(303);
        assert_eq!(desk.row(&id).revision, 1, "the contact does not answer for the director");
        desk.get("answers").expect_text("Waits for the approval of Karim Haddad").expect_text("1 is silent");
        // Silence means yes here, and both mails left: still nobody approved.
        let now = app.now();
        app.write(move |tx| outbox::pretend_sent(tx, now));
        app.wait(TimeDelta::days(5) + TimeDelta::minutes(5));
        ask(&app);
        assert_eq!((desk.row(&id).status, desk.row(&id).revision), (Status::Listed, 1));
        let desk = Desk { browser: desk.operator_again(), ..desk };
        let slug = desk.get("details").form("save").value("slug").to_owned();
        let publish = [("action", "publish"), ("confirm", slug.as_str())];
        desk.submit("publish", &publish).expect_status(409).expect_text("River Banks Association");

        let director = app.browser();
        let before = app.dump();
        let page = director.get(&link).expect_status(200).expect_text("Does the signature stand for the new text?");
        let page = page.expect_text("Your silence is no approval").expect_text("demand a mechanism within a year");
        assert!(!page.texts_of(".asked-again ins").is_empty());
        assert!(app.dump() == before, "opening the page approves nothing");
        director.submit(&link, &[("action", "approve"), ("revision", "1")]).expect_status(409).expect_text("changed");
        director.submit(&link, &[("action", "approve")]).expect_status(409);
        director.send_form(&page.form("approve")).expect_status(303);
        assert_eq!((desk.row(&id).status, desk.row(&id).revision), (Status::Listed, 2));
        assert_eq!(counted(&desk), 1);
        director.get(&link).expect_status(410);
        desk.submit("publish", &publish).expect_status(303);
        app.browser().get(&desk.public_path()).expect_text("River Banks Association");
    }

    fn both_of_two_approve_the_new_text_and_one_no_takes_the_signature_off(app) {
        let desk = Desk::open(&app);
        let id = approved(&app, &desk, true);
        change(&desk, "We demand a mechanism.", "out");
        ask(&app);
        let (karim, rania) = (app.approve_path(&desk.letter, KARIM), app.approve_path(&desk.letter, RANIA));
        let director = app.browser();
        director.send_form(&director.get(&karim).form("approve")).expect_status(303);
        assert_eq!(desk.row(&id).revision, 1, "one of two");
        director.get(&rania).expect_status(200).expect_text("1 of 2 have approved");
        // A second change while the first is open: what was said to the first is no answer to it.
        change(&desk, "We demand a mechanism at once.", "out");
        ask(&app);
        let page = director.get(&karim).expect_status(200).expect_text("0 of 2 have approved");
        page.expect_text("You were asked about version 1.");
        for link in [&karim, &rania] {
            director.send_form(&director.get(link).form("approve")).expect_status(303);
        }
        assert_eq!((desk.row(&id).status, desk.row(&id).revision), (Status::Listed, 3));
        change(&desk, "We demand it.", "out");
        ask(&app);
        let page = director.get(&rania);
        director.send_form(&page.form("refuse").set("reason", "Our board said: ask.")).expect_status(303);
        assert_eq!(desk.row(&id).status, Status::Withdrawn);
        assert_eq!(counted(&desk), 0);
        assert_eq!(app.mailed(MailKind::ApprovalRefused), ["salma@riverbanks.example"]);
        director.get(&karim).expect_status(410);
    }

    fn a_minor_change_asks_no_approver(app) {
        let desk = Desk::open(&app);
        let id = approved(&app, &desk, false);
        app.revise(&desk.letter, "We, the undersigned, ask for a mechanism now.", Change::Minor);
        assert_eq!(ask(&app), 0);
        assert_eq!(app.mailed(MailKind::ApprovalRequest), [KARIM]);
        assert_eq!((desk.row(&id).status, counted(&desk)), (Status::Listed, 1));
    }
}
