//! A yes that came by phone or on paper: a coordinator records it, the check lists it, every list says how it came.

use undersigned::domain::signature::{Origin, Status};
use undersigned::store::outbox::MailKind;

use crate::support::{Desk, Guest, Plan};

const NOTE: &str = "Phone call with the director, 21 November.";

fn form<'a>(name: &'a str, country: &'a str, note: &'a str) -> [(&'a str, &'a str); 5] {
    [
        ("organisation_name", name),
        ("kind", "organisation"),
        ("country", country),
        ("person", "Ana Reyes"),
        ("consent_note", note),
    ]
}

on_both! {
    fn a_recorded_signature_waits_for_the_check_and_is_labelled_in_public(app) {
        let operator = app.operator();
        let letter = app.open_letter(&Plan { closes_in_days: None, ..Plan::default() });
        let slug = app.publish(&letter);
        let path = format!("/desk/letters/{letter}/signatures");
        operator.get(&path).expect_text("Add a signature by hand");
        let done = operator.submit(&format!("{path}/record"), &form("Upland Springs", "KE", NOTE)).expect_status(303);
        operator.get(&done.location().unwrap()).expect_text("Upland Springs").expect_text("recorded by a convener").expect_text(NOTE);
        let row = app.signature(&letter);
        assert_eq!((row.status, row.origin, row.address_confirmed), (Status::Confirmed, Origin::Recorded, false));
        let reader = app.browser();
        assert!(!reader.get(&format!("/letters/{slug}")).text().contains("Upland Springs"), "nobody listed it yet");
        app.list(&row);
        reader.wait_for_text(&format!("/letters/{slug}"), "Upland Springs").expect_text("Consent recorded by the conveners");
        let json = reader.get(&format!("/letters/{slug}/signatories.json")).text();
        assert!(json.contains("\"recorded\": true") && !json.contains("Phone call") && !json.contains("Ana Reyes"), "{json}");
        assert!(app.queued_mail().is_empty(), "nobody gave an address");
    }

    fn who_was_invited_is_recognised_by_name_and_not_asked_again(app) {
        let desk = Desk::open(&app);
        let fields = [("action", "add"), ("organisation", "Rivers Kenya"), ("email", "a@rivers.example"), ("country", "KE"), ("kind", "organisation")];
        desk.submit("invitations", &fields).expect_status(303);
        let page = desk.get("signatures/record");
        assert!(page.text().contains("<option value=\"Rivers Kenya\">"), "it is offered while typing");
        assert_eq!(page.texts_of("#f-country option:first-child"), ["Choose"], "nobody is asked later");
        desk.submit("signatures/record", &form("rivers kenya", "", NOTE)).expect_status(303);
        assert_eq!(app.signature(&desk.letter).country.as_deref(), Some("KE"), "the card knows it");
        desk.get("invitations?status=signed").expect_text("Rivers Kenya");
        desk.submit("signatures/record", &form("Rivers Kenya", "KE", NOTE)).expect_status(422).expect_text("A signature of this organisation is here already.");
        assert_eq!(app.signatures(&desk.letter).len(), 1);
    }

    fn the_invited_contact_gets_the_link_to_what_was_recorded_and_can_take_it_back(app) {
        let operator = app.operator();
        let letter = app.open_letter(&Plan::default());
        let guest = Guest::default();
        let path = app.invite(&letter, &guest);
        operator.submit(&format!("/desk/letters/{letter}/signatures/record"), &form(guest.organisation, "", NOTE)).expect_status(303);
        let browser = app.browser();
        let used = browser.get(&path).expect_status(410).expect_text("Mail the link again");
        browser.post_from(&used, &path, &[("action", "mail_link")]).expect_status(303);
        assert_eq!(app.queued_mail(), [(MailKind::Receipt, guest.email.to_owned())]);
        let row = app.signature(&letter);
        let mine = app.mine_path(&row);
        browser.get(&mine).expect_status(200).expect_text(guest.organisation);
        let ask = browser.get(&format!("{mine}/withdraw")).expect_status(200);
        browser.post_from(&ask, &mine, &[("action", "withdraw")]).expect_status(303);
        assert_eq!(app.signature(&letter).status, Status::Withdrawn);
    }

    fn nothing_is_recorded_without_saying_how_consent_was_given(app) {
        let desk = Desk::open(&app);
        for (name, country, note) in [("", "KE", NOTE), ("Upland Springs", "", NOTE), ("Upland Springs", "KE", " ")] {
            let refused = desk.submit("signatures/record", &form(name, country, note)).expect_status(422);
            assert!(refused.text().contains("value=\"Ana Reyes\""), "what was typed is still there");
        }
        assert!(app.signatures(&desk.letter).is_empty());
    }
}
