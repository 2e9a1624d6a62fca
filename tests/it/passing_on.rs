//! Passing an invitation on, links that were replaced, and the notice "somebody signed for your organisation".

use chrono::TimeDelta;
use undersigned::domain::email::EmailAddress;
use undersigned::domain::ids::{InvitationId, LetterId};
use undersigned::domain::signature::{Listing, Status};
use undersigned::store::organisation::{NewContact, contact_for};
use undersigned::store::outbox::MailKind;
use undersigned::store::{invitation, token};

use crate::support::checking::signing;
use crate::support::post::Post;
use crate::support::{Desk, Guest, Plan, TYPED, TestApp, changed};

const COLLEAGUE: &str = "rania@riverbanks.example";

fn sign(app: &TestApp, path: &str, changes: &[(&'static str, &'static str)]) {
    let form = changed(&changed(&TYPED, changes), &[("action", "sign")]);
    app.browser().submit(&format!("{path}/sign"), &form).expect_status(303);
}

/// Another known contact of the invited organisation.
fn know(app: &TestApp, invitation: &InvitationId, email: &'static str) {
    let (id, now) = (invitation.clone(), app.now());
    app.write(move |tx| {
        let card = invitation::find(tx, &id)?.organisation_id;
        let email = EmailAddress::parse(email).expect("an address");
        contact_for(tx, &card, &NewContact { email: &email, name: None, language: None }, now).map(|_| ())
    });
}

fn invited(app: &TestApp, letter: &LetterId) -> Vec<(String, bool)> {
    let letter = letter.clone();
    let rows = app.store().read_now(move |db| {
        invitation::list(db, &letter)?
            .into_iter()
            .map(|(row, _, contact)| Ok((contact.email(db)?, row.revoked_at.is_none())))
            .collect()
    });
    rows.expect("the database")
}

on_both! {
    fn a_colleague_receives_a_new_link_and_the_old_one_dies(app) {
        let letter = app.open_letter(&Plan::default());
        let invitation = app.invitation(&letter, &Guest::default());
        let (path, second) = (app.sign_path(&letter, &invitation, false), app.sign_path(&letter, &invitation, false));
        let browser = app.browser();
        browser.get(&path).expect_text("Pass this on to a colleague");
        let form = browser.get(&format!("{path}/hand-over")).expect_status(200).expect_text("River Banks Association").form("hand_over");
        browser.send_form(&form.clone().set("email", "nobody")).expect_status(422);
        browser.send_form(&form.set("email", COLLEAGUE).set("name", "Rania Saad")).expect_status(303);
        browser.get("/done").expect_text("The invitation is passed on");
        for dead in [&path, &second] {
            let page = browser.get(dead).expect_status(410).expect_text("This link was taken back");
            assert!(!page.offers("new_link"), "it is another person's now");
            browser.get(&format!("{dead}/sign")).expect_status(410);
        }
        assert_eq!(app.mailed(MailKind::HandedOver), [COLLEAGUE]);
        assert_eq!(invited(&app, &letter), [("salma@riverbanks.example".into(), false), (COLLEAGUE.into(), true)]);
        assert!(app.signatures(&letter).is_empty());
    }

    fn the_mail_says_who_passed_it_on_and_its_link_signs(post: Post) {
        let mut post = post;
        let desk = Desk::open(&post.app);
        let letter = desk.letter.clone();
        drop(desk);
        let path = post.app.invite(&letter, &Guest::default());
        let fields = [("email", COLLEAGUE), ("name", "Rania Saad"), ("action", "hand_over")];
        post.app.browser().submit(&format!("{path}/hand-over"), &fields).expect_status(303);
        post.start();
        let mail = post.sink.wait_for_mail_to(COLLEAGUE);
        let text = mail.text();
        assert!(text.contains("Salma al-Wadi passed this invitation on to you."), "{text}");
        assert!(text.contains("the letter\ncode") || text.contains("letter code"), "{text}");
        assert!(text.contains("We, the undersigned, ask for a mechanism."), "{text}");
        let link = crate::support::campaign::path_of(&mail.link("/sign/"));
        let form = post.app.browser().get(&format!("{link}/sign")).expect_status(200);
        assert_eq!(form.hidden("representative_name"), "Rania Saad");
        sign(&post.app, &link, &[("email", COLLEAGUE), ("representative_name", "Rania Saad")]);
        assert_eq!(post.app.signature(&letter).status, Status::Confirmed);
    }

    fn an_invitation_is_not_passed_on_twice_or_after_an_answer(app) {
        let letter = app.open_letter(&Plan::default());
        let path = app.invite(&letter, &Guest::default());
        let browser = app.browser();
        let page = browser.get(&format!("{path}/hand-over"));
        let fields = [("email", COLLEAGUE), ("action", "hand_over")];
        browser.post_from(&page, &format!("{path}/hand-over"), &fields).expect_status(303);
        browser.post_from(&page, &format!("{path}/hand-over"), &fields).expect_status(410);
        assert_eq!(app.mailed(MailKind::HandedOver).len(), 1);
        let signed = app.invite(&letter, &Guest { email: "ana@delta.example", organisation: "Delta", ..Guest::default() });
        sign(&app, &signed, &[("organisation_name", "Delta"), ("email", "ana@delta.example")]);
        browser.get(&format!("{signed}/hand-over")).expect_status(410);
        app.wait(TimeDelta::days(11));
        let late = app.invite(&letter, &Guest { email: "late@delta.example", ..Guest::default() });
        browser.get(&format!("{late}/hand-over")).expect_status(410);
        // Nobody's mailbox can be filled by passing on to it again and again.
        let letter = app.open_letter(&Plan { title: "Second", ..Plan::default() });
        let statuses: Vec<u16> = (0..5).map(|at| {
            let email: &'static str = Box::leak(format!("n{at}@many.example").into_boxed_str());
            let path = app.invite(&letter, &Guest { email, ..Guest::default() });
            app.browser().submit(&format!("{path}/hand-over"), &fields).status
        }).collect();
        assert_eq!(statuses, [303, 303, 303, 429, 429]);
    }

    fn a_replaced_link_offers_a_new_one_to_the_invited_address_only(app) {
        let letter = app.open_letter(&Plan::default());
        let invitation = app.invitation(&letter, &Guest::default());
        let path = app.sign_path(&letter, &invitation, false);
        app.revoke(path.trim_start_matches("/sign/"));
        let newer = app.sign_path(&letter, &invitation, false);
        let browser = app.browser();
        let page = browser.get(&path).expect_status(410).expect_text("This link was replaced").expect_text("Send me a new link");
        assert!(app.queued_mail().is_empty(), "opening sends nothing");
        for _ in 0..6 {
            browser.send_form(&page.form("new_link")).expect_status(303);
            browser.get("/done").expect_text("to the invited address, and to no other");
        }
        let to = app.mailed(MailKind::NewLink);
        assert_eq!(to, ["salma@riverbanks.example", "salma@riverbanks.example"], "two in an hour");
        browser.get(&newer).expect_status(200);
        // Taken back by the conveners, or answered: the page offers nothing, and the button of an older page does nothing.
        let id = invitation.clone();
        let now = app.now();
        app.wait(TimeDelta::hours(2));
        app.write(move |tx| {
            let letter = invitation::find(tx, &id)?.letter_id;
            undersigned::store::invitee::revoke(tx, &letter, std::slice::from_ref(&id), now)?;
            token::revoke_for_invitation(tx, &id, now).map(|_| ())
        });
        assert!(!browser.get(&path).expect_status(410).offers("new_link"));
        browser.send_form(&page.form("new_link")).expect_status(303);
        assert_eq!(app.mailed(MailKind::NewLink).len(), 2);
    }

    fn a_colleague_reads_who_signed_and_takes_it_off_with_one_button(app) {
        let letter = app.open_letter(&Plan { lists_by_itself: true, ..Plan::default() });
        let invitation = app.invitation(&letter, &Guest::default());
        know(&app, &invitation, COLLEAGUE);
        know(&app, &invitation, "office@riverbanks.example");
        sign(&app, &app.sign_path(&letter, &invitation, false), &[]);
        assert_eq!(app.mailed(MailKind::ColleagueSigned), [COLLEAGUE, "office@riverbanks.example"]);
        let row = app.signature(&letter);
        assert_eq!(row.status, Status::Listed);
        let slug = app.publish(&letter);
        let link = app.suspend_path(&row);
        let (browser, before) = (app.browser(), app.dump());
        for _ in 0..5 {
            browser.get(&link).expect_status(200).expect_text("Somebody signed for your organisation").expect_text("Salma al-Wadi, Director");
        }
        assert!(app.dump() == before, "opening does nothing");
        browser.get(&format!("/letters/{slug}")).expect_text("River Banks Association");
        browser.submit(&link, &[("action", "suspend")]).expect_status(303);
        browser.get("/done").expect_text("The signature is not counted any more");
        assert_eq!(app.signature(&letter).status, Status::Suspended);
        assert!(!browser.get(&format!("/letters/{slug}")).main_text().contains("River Banks Association"), "at once");
        browser.get(&link).expect_status(410).expect_text("settled already");
    }

    fn colleagues_on_a_merged_card_are_told_also_of_a_signature_by_an_open_form(app) {
        let desk = Desk::open(&app);
        for (name, email) in [("River Banks", "info@riverbanks.example"), ("Amici del Fiume", "rania@fiume.example")] {
            desk.invite(name, email).expect_status(303);
        }
        let letter = desk.letter.clone();
        let cards = app.store().read_now(move |db| invitation::list(db, &letter)).unwrap();
        let card = |name: &str| format!("/desk/organisations/{}", cards.iter().find(|row| row.1.name == name).unwrap().1.id);
        let (kept, other) = (card("River Banks"), card("Amici del Fiume"));
        let with = other.rsplit('/').next().unwrap().to_owned();
        let page = desk.browser.get(&format!("{kept}/merge?with={with}")).expect_status(200);
        desk.browser.post_from(&page, &format!("{kept}/merge"), &[("action", "merge"), ("with", &with)]).expect_status(303);
        let next = Desk::open(&app);
        let id = next.signed(&signing("River Banks", "eve@riverbanks.example"));
        assert!(app.mailed(MailKind::ColleagueSigned).is_empty(), "until somebody looked, it may be another River Banks");
        next.decide(&id, "list").expect_status(303);
        assert_eq!(app.mailed(MailKind::ColleagueSigned), ["info@riverbanks.example", "rania@fiume.example"]);
    }

    fn nobody_is_told_of_a_withheld_name_or_of_ones_own_signature(app) {
        let letter = app.open_letter(&Plan::default());
        let invitation = app.invitation(&letter, &Guest::default());
        know(&app, &invitation, COLLEAGUE);
        sign(&app, &app.sign_path(&letter, &invitation, false), &[("listing", "withheld")]);
        assert!(app.mailed(MailKind::ColleagueSigned).is_empty());
        let row = app.signature(&letter);
        assert_eq!(row.listing, Listing::Withheld);
        app.browser().get(&app.suspend_path(&row)).expect_status(410).expect_text("settled already");
        let alone = app.invite(&letter, &Guest { email: "ana@delta.example", organisation: "Delta", ..Guest::default() });
        sign(&app, &alone, &[("organisation_name", "Delta"), ("email", "ana@delta.example")]);
        assert!(app.mailed(MailKind::ColleagueSigned).is_empty());
    }

    fn the_notice_arrives_with_its_link_and_expires(post: Post) {
        let mut post = post;
        let desk = Desk::open(&post.app);
        let letter = desk.letter.clone();
        drop(desk);
        let invitation = post.app.invitation(&letter, &Guest::default());
        know(&post.app, &invitation, COLLEAGUE);
        sign(&post.app, &post.app.sign_path(&letter, &invitation, false), &[]);
        post.start();
        let mail = post.sink.wait_for_mail_to(COLLEAGUE);
        assert!(mail.text().contains("Signed by: Salma al-Wadi, Director"), "{}", mail.text());
        let link = crate::support::campaign::path_of(&mail.link("/suspend/"));
        post.app.browser().get(&link).expect_status(200);
        post.wait(TimeDelta::days(31));
        post.app.browser().get(&link).expect_status(410).expect_text("too old");
    }
}
