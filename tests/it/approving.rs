//! Asking one's own organisation: the contact names one or two persons, and nothing is signed before they have approved.

use chrono::TimeDelta;
use undersigned::actions::withdraw_letter;
use undersigned::domain::letter::Signers;
use undersigned::domain::revision::Change;
use undersigned::domain::signature::{Listing, Status};
use undersigned::jobs::{ask_again, expire_pending, purge, remind_approvers};
use undersigned::store::outbox::MailKind;
use undersigned::store::{Lane, approval, letter, revision};

use crate::support::asking::REQUEST;
use crate::support::post::Post;
use crate::support::{Guest, Plan, TYPED, TestApp, changed};

const KARIM: &str = "karim@riverbanks.example";
const RANIA: &str = "rania@riverbanks.example";

/// Asks Karim, or with `second` Karim and Rania; gives the path of the mailed link.
fn asked(app: &TestApp, letter: &undersigned::domain::ids::LetterId, second: bool) -> String {
    let path = app.invite(letter, &Guest::default());
    let more: &[(&str, &str)] = if second { &[("second_name", "Rania Saad"), ("second_email", RANIA)] } else { &[] };
    let answer = app.browser().submit(&format!("{path}/approve-request"), &changed(&REQUEST, more));
    assert_eq!(answer.expect_status(303).location().as_deref(), Some("/done"));
    path
}

fn block<T>(work: impl std::future::Future<Output = T>) -> T {
    actix_web::rt::System::new().block_on(work)
}

on_both! {
    fn a_director_without_account_reads_and_approves_and_then_it_is_signed(app) {
        let letter = app.open_letter(&Plan::default());
        let path = app.invite(&letter, &Guest::default());
        let browser = app.browser();
        browser.get(&path).expect_status(200).expect_text("Ask my organisation first");
        let page = browser.get(&format!("{path}/approve-request")).expect_status(200).expect_text("Ask my organisation");
        assert_eq!(page.hidden("organisation_name"), "River Banks Association");
        browser.post_from(&page, &format!("{path}/approve-request"), &REQUEST).expect_status(303);
        browser.get("/done").expect_text("Your request is on its way").expect_text("Nothing is signed before they approve");
        let row = app.signature(&letter);
        assert_eq!((row.status, row.address_confirmed), (Status::Pending, true), "it waits");
        assert_eq!(app.queued_mail(), [(MailKind::ApprovalRequest, KARIM.to_owned())]);
        browser.get(&path).expect_status(200).expect_text("Waiting for Karim Haddad").expect_text(KARIM);

        let link = app.approve_path(&letter, KARIM);
        let director = app.browser();
        let before = app.dump();
        for _ in 0..20 {
            let page = director.get(&link).expect_status(200);
            page.clone()
                .expect_text("Salma al-Wadi asks you to approve that River Banks Association signs this open letter.")
                .expect_text("Our board saw the draft in June.")
                .expect_text("The President, Assembly")
                .expect_text("Still Waters Network")
                .expect_text("We, the undersigned, ask for an independent body.")
                .expect_text("This would be printed")
                .expect_text("Lebanon");
            app.browser().send(app.browser().request("HEAD", &link)).expect_status(200);
        }
        assert!(app.dump() == before, "opening approves nothing");
        director.submit(&link, &[("action", "approve")]).expect_status(303);
        director.get("/done").expect_text("You approved").expect_text("The signature is complete");
        let row = app.signature(&letter);
        assert_eq!((row.status, row.listing), (Status::Confirmed, Listing::Named));
        assert_eq!(app.mailed(MailKind::Receipt), ["salma@riverbanks.example"]);
        director.get(&link).expect_status(410).expect_text("You have answered already");
        browser.get(&path).expect_status(410).expect_text("This invitation was used");
        // Twice pressed, from a page that was open in another window.
        assert_eq!(app.signatures(&letter).len(), 1);
    }

    fn two_persons_must_approve_and_one_alone_signs_nothing(app) {
        let letter = app.open_letter(&Plan::default());
        let path = asked(&app, &letter, true);
        let (karim, rania) = (app.approve_path(&letter, KARIM), app.approve_path(&letter, RANIA));
        let director = app.browser();
        let open = director.get(&karim).expect_status(200).expect_text("0 of 2 have approved");
        director.post_from(&open, &karim, &[("action", "approve")]).expect_status(303);
        director.get("/done").expect_text("Another person must approve too");
        assert_eq!(app.signature(&letter).status, Status::Pending);
        // The same button again changes nothing and tells the same.
        director.post_from(&open, &karim, &[("action", "approve")]).expect_status(303);
        assert_eq!(app.signature(&letter).status, Status::Pending);
        app.browser().get(&path).expect_text("Waiting for Rania Saad").expect_text("1 of 2 have approved");
        app.browser().submit(&rania, &[("action", "approve")]).expect_status(303);
        assert_eq!(app.signature(&letter).status, Status::Confirmed);
        assert_eq!(app.mailed(MailKind::Receipt).len(), 1);
    }

    fn both_approvals_at_the_same_moment_complete_the_signature_once(app) {
        let letter = app.open_letter(&Plan::default());
        asked(&app, &letter, true);
        let links = [app.approve_path(&letter, KARIM), app.approve_path(&letter, RANIA)];
        let together = std::sync::Barrier::new(16);
        std::thread::scope(|scope| {
            for at in 0..16 {
                let (app, link, together) = (&app, &links[at % 2], &together);
                scope.spawn(move || {
                    let browser = app.browser();
                    let page = browser.get(link).expect_status(200);
                    together.wait();
                    browser.post_from(&page, link, &[("action", "approve")]).expect_status(303);
                });
            }
        });
        assert_eq!(app.signature(&letter).status, Status::Confirmed);
        assert_eq!(app.mailed(MailKind::Receipt).len(), 1);
    }

    fn a_no_signs_nothing_and_is_told_to_the_contact_who_can_ask_again(app) {
        let letter = app.open_letter(&Plan::default());
        let path = asked(&app, &letter, true);
        let (karim, rania) = (app.approve_path(&letter, KARIM), app.approve_path(&letter, RANIA));
        app.browser().submit(&karim, &[("action", "refuse"), ("reason", "Not before our assembly.")]).expect_status(303);
        assert_eq!(app.signature(&letter).status, Status::Withdrawn);
        assert_eq!(app.mailed(MailKind::ApprovalRefused), ["salma@riverbanks.example"]);
        assert!(app.mailed(MailKind::Receipt).is_empty());
        app.browser().get(&rania).expect_status(410).expect_text("Your approval is not needed any more");
        let page = app.browser().get(&path).expect_status(200).expect_text("Read and sign");
        assert!(!page.main_text().contains("Waiting for"));
        // Somebody else is asked, and says yes.
        let other = [("approver_name", "Nour Aziz"), ("approver_email", "nour@riverbanks.example")];
        app.browser().submit(&format!("{path}/approve-request"), &changed(&REQUEST, &other)).expect_status(303);
        let nour = app.approve_path(&letter, "nour@riverbanks.example");
        app.browser().submit(&nour, &[("action", "approve")]).expect_status(303);
        assert_eq!(app.signatures(&letter).last().unwrap().status, Status::Confirmed);
    }

    fn a_comment_goes_to_the_conveners_and_leaves_the_decision_open(app) {
        let letter = app.open_letter(&Plan::default());
        let path = asked(&app, &letter, false);
        let link = app.approve_path(&letter, KARIM);
        let director = app.browser();
        director.submit(&link, &[("action", "comment"), ("comment", "  ")]).expect_status(422).expect_text("Write what you want to tell");
        // As long as no field may be, in a script whose letters are sent as nine characters each.
        let long = "अ".repeat(4001);
        director.submit(&link, &[("action", "comment"), ("comment", &*long)]).expect_status(422).expect_text(&long);
        director.submit(&link, &[("action", "comment"), ("comment", "The third date is wrong.")]).expect_status(303);
        director.get("/done").expect_text("It goes to the conveners by mail");
        assert_eq!(app.mailed(MailKind::ApproverComment), [crate::support::app::OPERATOR]);
        assert_eq!(app.signature(&letter).status, Status::Pending);
        app.browser().get(&path).expect_text("The third date is wrong.");
        for _ in 0..4 {
            director.submit(&link, &[("action", "comment"), ("comment", "And the fourth.")]).expect_status(303);
        }
        director.submit(&link, &[("action", "comment"), ("comment", "And the fifth.")]).expect_status(429);
        director.submit(&link, &[("action", "approve")]).expect_status(303);
        assert_eq!(app.signature(&letter).status, Status::Confirmed);
    }

    fn the_contact_reminds_who_is_missing_but_not_every_minute(app) {
        let letter = app.open_letter(&Plan::default());
        let path = asked(&app, &letter, true);
        app.browser().submit(&app.approve_path(&letter, RANIA), &[("action", "approve")]).expect_status(303);
        let (browser, request) = (app.browser(), format!("{path}/approve-request"));
        let page = browser.get(&path);
        assert!(!page.offers("remind"), "asked just now");
        browser.post_from(&page, &request, &[("action", "remind")]).expect_status(303);
        assert_eq!(app.mailed(MailKind::ApprovalRequest).len(), 2);
        app.wait(TimeDelta::hours(5));
        let page = browser.get(&path);
        let next = browser.send_form(&page.form("remind")).expect_status(303).location().unwrap();
        browser.get(&next).expect_status(200).expect_text("Reminded on");
        assert_eq!(app.mailed(MailKind::ApprovalRequest), [KARIM, RANIA, KARIM], "only who is missing");
        assert!(app.last_note(KARIM).is_reminder);
        browser.post_from(&page, &request, &[("action", "remind")]).expect_status(303);
        assert_eq!(app.mailed(MailKind::ApprovalRequest).len(), 3);
    }

    fn the_missing_person_is_reminded_by_itself_a_day_before_the_end(app) {
        let letter = app.open_letter(&Plan::default());
        asked(&app, &letter, false);
        let run = || block(remind_approvers::run(app.store(), app.now())).expect("the job");
        app.wait(TimeDelta::days(8));
        assert_eq!(run(), 0);
        app.wait(TimeDelta::hours(26));
        assert_eq!(run(), 1);
        assert_eq!(run(), 0, "once");
        assert_eq!(app.mailed(MailKind::ApprovalRequest), [KARIM, KARIM]);
        app.wait(TimeDelta::days(2));
        assert_eq!(run(), 0, "not after the end");
    }

    fn an_approval_after_the_closing_time_is_told_so_and_signs_nothing(app) {
        let letter = app.open_letter(&Plan::default());
        let path = asked(&app, &letter, false);
        let link = app.approve_path(&letter, KARIM);
        let director = app.browser();
        let page = director.get(&link).expect_status(200);
        app.wait(TimeDelta::days(11));
        for action in ["approve", "refuse", "comment"] {
            director.post_from(&page, &link, &[("action", action), ("comment", "Hm")]).expect_status(410)
                .expect_text("Signing closed before you answered").expect_text("Signing closed on");
        }
        director.get(&link).expect_status(410);
        app.browser().get(&path).expect_status(410).expect_text("Signing is closed");
        assert_eq!(app.signature(&letter).status, Status::Pending);
        block(expire_pending::run(app.store(), app.now())).expect("the job");
        assert_eq!(app.signature(&letter).status, Status::Expired);
    }

    fn the_contact_takes_the_request_back_and_signs_alone(app) {
        let letter = app.open_letter(&Plan::default());
        let path = asked(&app, &letter, false);
        let link = app.approve_path(&letter, KARIM);
        let browser = app.browser();
        // The form of an older window leads back to the page that says for whom it waits.
        let landing = browser.get(&path);
        let answer = browser.post_from(&landing, &format!("{path}/sign"), &changed(&TYPED, &[("action", "sign")]));
        assert_eq!(answer.expect_status(303).location().as_deref(), Some(path.as_str()));
        assert_eq!(app.signature(&letter).status, Status::Pending, "asking cannot be gone round");
        browser.send_form(&browser.get(&path).form("take_back")).expect_status(303);
        app.browser().get(&link).expect_status(410).expect_text("not needed any more");
        browser.submit(&format!("{path}/sign"), &changed(&TYPED, &[("action", "sign")])).expect_status(303);
        let rows: Vec<Status> = app.signatures(&letter).iter().map(|row| row.status).collect();
        assert_eq!(rows, [Status::Withdrawn, Status::Confirmed]);
    }

    fn a_link_to_confirm_an_address_cannot_stand_in_for_an_approval(app) {
        let letter = app.open_letter(&Plan::default());
        asked(&app, &letter, false);
        let row = app.signature(&letter);
        let confirm = app.confirm_path(&row);
        let browser = app.browser();
        browser.get(&confirm).expect_status(410);
        let (row, now) = (row.clone(), app.now());
        let refused = app.store().write_now(Lane::Public, move |tx| {
            let letter = letter::find(tx, &row.letter_id)?;
            undersigned::actions::confirm::confirm(tx, &letter, &row, now)
        });
        assert!(refused.is_err());
        assert_eq!(app.signature(&letter).status, Status::Pending);
    }

    fn every_wrong_field_comes_back_with_everything_typed(app) {
        let letter = app.open_letter(&Plan::default());
        let path = app.invite(&letter, &Guest::default());
        let request = format!("{path}/approve-request");
        let browser = app.browser();
        let page = browser.get(&request);
        let long = "x".repeat(1001);
        for (field, value) in [
            ("approver_name", ""),
            ("approver_email", "nobody"),
            ("approver_email", "salma@riverbanks.example"),
            ("approver_name", "https://spam.example"),
            ("approver_email", "a@b.example\r\nBcc: c@d.example"),
            ("second_email", "half@riverbanks.example"),
            ("note", &long),
            ("organisation_name", ""),
            ("country", "ZZ"),
            ("representative_role", ""),
        ] {
            let refused = browser.post_from(&page, &request, &changed(&REQUEST, &[(field, value)])).expect_status(422);
            assert!(refused.text().contains("<title>Error:"), "{field} {value}");
            assert!(refused.text().contains("Our board saw the draft in June.") || field == "note", "{field} {value}");
        }
        let twice = [("second_name", "Karim Haddad"), ("second_email", KARIM)];
        browser.post_from(&page, &request, &changed(&REQUEST, &twice)).expect_status(422).expect_text("the same address");
        assert!(app.signatures(&letter).is_empty() && app.queued_mail().is_empty());
    }

    fn the_desk_reads_that_an_organisation_is_asked_and_withheld_names_stay_unsaid(app) {
        let desk = crate::support::Desk::open(&app);
        let letter = desk.letter.clone();
        let path = app.invite(&letter, &Guest::default());
        app.browser().submit(&format!("{path}/approve-request"), &changed(&REQUEST, &[("listing", "withheld")])).expect_status(303);
        desk.get("invitations").expect_text("Asking their organisation");
        desk.get("invitations?status=asked").expect_text("River Banks Association");
        assert!(!app.dump().contains("Karim"), "who is asked is kept sealed");
        let row = app.signature(&letter);
        assert!(row.organisation_id.is_none() && row.name.is_none());
    }

    fn a_text_that_changed_in_substance_cannot_be_approved_any_more_and_everybody_is_asked_about_the_new_one(app) {
        let letter = app.open_letter(&Plan::default());
        let path = asked(&app, &letter, false);
        let link = app.approve_path(&letter, KARIM);
        let director = app.browser();
        let page = director.get(&link).expect_status(200);
        app.revise(&letter, "We demand it now.", Change::Substantive);
        director.post_from(&page, &link, &[("action", "approve")]).expect_status(409).expect_text("changed in substance");
        assert!(!director.get(&link).expect_status(200).offers("approve"));
        assert_eq!(app.signature(&letter).status, Status::Pending);
        // The clockwork leads the request over to the new text; the page that was opened before approves neither.
        assert_eq!(block(ask_again::run(app.store(), app.now())).expect("asked"), 1);
        assert_eq!(block(ask_again::run(app.store(), app.now())).expect("asked"), 0);
        assert_eq!(app.mailed(MailKind::ApprovalRequest), [KARIM, KARIM]);
        director.post_from(&page, &link, &[("action", "approve")]).expect_status(409);
        director.post_from(&page, &link, &[("action", "approve"), ("revision", "1")]).expect_status(409);
        assert_eq!(app.signature(&letter).status, Status::Pending, "nobody approves what was not on the page");
        let waiting = app.browser().get(&path).expect_text("The text changed after you asked.");
        waiting.expect_text("version 2").expect_text("We demand it now.");
        let page = director.get(&link).expect_status(200).expect_text("The text changed after you were asked");
        let page = page.expect_text("You were asked about version 1.").expect_text("We demand it now.");
        assert!(!page.texts_of(".asked-again ins").is_empty() || !page.texts_of(".asked-again .added").is_empty());
        director.send_form(&page.form("approve")).expect_status(303);
        let row = app.signature(&letter);
        assert_eq!((row.status, row.revision), (Status::Confirmed, 2));
        let text = app.store().read_now(|db| revision::find_text(db, &letter, 2, "en")).expect("the text");
        assert_eq!(row.text_sha256, text.text_sha256);
        assert!(app.mailed(MailKind::TextChanged).is_empty(), "there is nothing left to ask");
    }

    fn a_link_of_another_purpose_and_a_test_mails_link_ask_nobody(app) {
        let letter = app.open_letter(&Plan::default());
        let invitation = app.invitation(&letter, &Guest::default());
        let test = app.sign_path(&letter, &invitation, true);
        let browser = app.browser();
        browser.submit(&format!("{test}/approve-request"), &REQUEST).expect_status(410).expect_text("test mail");
        let sign = app.sign_path(&letter, &invitation, false);
        browser.get(&sign.replace("/sign/", "/approve/")).expect_status(404);
        browser.get(&format!("{}/approve-request", app.join_path(&letter))).expect_status(404);
        assert!(app.signatures(&letter).is_empty() && app.queued_mail().is_empty());
    }

    fn individuals_are_not_asked_to_ask_anybody(app) {
        let letter = app.open_letter(&Plan { signers: Signers::Individuals, ..Plan::default() });
        let path = app.invite(&letter, &Guest::default());
        let page = app.browser().get(&path).expect_status(200);
        assert!(!page.main_text().contains("Ask my organisation"));
    }

    fn who_was_asked_is_erased_with_the_signers_own_address(app) {
        let letter = app.open_letter(&Plan::default());
        asked(&app, &letter, true);
        for who in [KARIM, RANIA] {
            app.browser().submit(&app.approve_path(&letter, who), &[("action", "approve")]).expect_status(303);
        }
        app.list(&app.signature(&letter));
        app.publish(&letter);
        let id = app.signature(&letter).id;
        let kept = || app.store().read_now(|db| approval::of_signature(db, &id)).expect("the database").len();
        app.wait(TimeDelta::days(89));
        block(purge::run(app.store(), app.now())).expect("the job");
        assert_eq!(kept(), 2);
        app.wait(TimeDelta::days(2));
        block(purge::run(app.store(), app.now())).expect("the job");
        assert_eq!(kept(), 0);
        assert_eq!(app.signature(&letter).status, Status::Listed, "the printed line stands");
    }

    fn a_withdrawn_letter_asks_nobody_any_more(app) {
        let letter = app.open_letter(&Plan::default());
        asked(&app, &letter, false);
        let link = app.approve_path(&letter, KARIM);
        let (id, now) = (letter.clone(), app.now());
        app.write(move |tx| {
            let row = letter::find(tx, &id)?;
            let by = undersigned::domain::event::Actor::Coordinator(row.created_by.clone());
            withdraw_letter::withdraw_letter(tx, &row, "A mistake.", &by, now)
        });
        app.browser().get(&link).expect_status(410);
        assert_eq!(block(remind_approvers::run(app.store(), app.now())).expect("the job"), 0);
    }
}

on_both! {
    fn the_mails_of_an_approval_arrive_and_lead_where_they_say(post: Post) {
        let mut post = post;
        let letter = {
            let desk = crate::support::Desk::open(&post.app);
            desk.letter.clone()
        };
        let path = post.app.invite(&letter, &Guest::default());
        post.app.browser().submit(&format!("{path}/approve-request"), &REQUEST).expect_status(303);
        post.start();
        let mail = post.sink.wait_for_mail_to(KARIM);
        assert_eq!(mail.subject(), "Your approval is asked");
        assert_eq!(mail.names("From"), ["Salma al-Wadi"]);
        assert_eq!(mail.addresses("Reply-To"), ["salma@riverbanks.example"]);
        let text = mail.text();
        assert!(text.contains("Dear Karim Haddad,") && text.contains("Our board saw the draft in June."), "{text}");
        assert!(text.contains("Printed as: River Banks Association, Lebanon") && text.contains("UTC)"), "{text}");
        let link = crate::support::campaign::path_of(&mail.link("/approve/"));
        let director = post.app.browser();
        director.submit(&link, &[("action", "comment"), ("comment", "The third date is wrong.")]).expect_status(303);
        let comment = post.sink.wait_for_mail_to(crate::support::app::OPERATOR);
        assert!(comment.text().contains("The third date is wrong."), "{}", comment.text());
        assert_eq!(comment.addresses("Reply-To"), [KARIM]);
        director.submit(&link, &[("action", "refuse"), ("reason", "Not before our assembly.")]).expect_status(303);
        let told = post.sink.wait_for_mail_to("salma@riverbanks.example");
        assert!(told.text().contains("Karim Haddad did not approve") && told.text().contains("Not before our assembly."));
        let again = crate::support::campaign::path_of(&told.link("/sign/"));
        post.app.browser().get(&again).expect_status(200).expect_text("Read and sign");
    }
}
