//! After the closing time: "ask the conveners to add us" becomes a request that a person decides on; who is added after
//! publication stands apart with the date, and the number at publication stays what it was.

use chrono::TimeDelta;
use undersigned::domain::signature::{Origin, Status};
use undersigned::jobs::expire_pending;
use undersigned::store::outbox::MailKind;

use crate::support::asking::REQUEST;
use crate::support::{Desk, Guest, Plan, TYPED, TestApp, changed};

fn late(changes: &[(&'static str, &'static str)]) -> Vec<(&'static str, &'static str)> {
    changed(&changed(&TYPED, changes), &[("action", "sign")])
}

/// Presses "ask the conveners to add us" on the page of a link that came too late; gives the path of the form.
#[track_caller]
fn offered(app: &TestApp, path: &str) -> String {
    let page = app.browser().get(path).expect_status(410).expect_text("Ask the conveners to add us");
    page.href_of("main p.actions a")
}

fn block<T>(work: impl std::future::Future<Output = T>) -> T {
    actix_web::rt::System::new().block_on(work)
}

on_both! {
    fn a_late_wish_waits_at_the_check_desk_and_stands_apart_once_listed(app) {
        let desk = Desk::open(&app);
        let letter = desk.letter.clone();
        let on_time = app.invite(&letter, &Guest { organisation: "Delta Forum", email: "ana@delta.example", ..Guest::default() });
        app.browser().submit(&format!("{on_time}/sign"), &late(&[("organisation_name", "Delta Forum"), ("email", "ana@delta.example")])).expect_status(303);
        app.list(&app.signature(&letter));
        let path = app.invite(&letter, &Guest::default());
        app.wait(TimeDelta::days(13));
        let slug = app.publish(&letter);
        let form = offered(&app, &path);
        assert_eq!(form, format!("{path}/sign?late=yes"));
        let browser = app.browser();
        let page = browser.get(&form).expect_status(200);
        assert!(page.text().contains("With this form you ask the conveners to add you."), "{}", page.text());
        let check = browser.post_from(&page, &form, &changed(&late(&[]), &[("action", "check")])).expect_status(200);
        let sent = browser.send_form(&check.expect_text("Ask the conveners to add us").form("sign"));
        assert_eq!(sent.expect_status(303).location().as_deref(), Some("/done"));
        browser.get("/done").expect_text("The conveners decide whether they add you");
        let row = app.signatures(&letter).into_iter().last().expect("a request");
        assert_eq!((row.status, row.origin), (Status::Confirmed, Origin::Invited));
        assert_eq!(app.mailed(MailKind::LateAsked), ["salma@riverbanks.example"]);
        assert_eq!(app.mailed(MailKind::Receipt), ["ana@delta.example"]);

        let desk = Desk { browser: desk.operator_again(), ..desk };
        desk.get("invitations").expect_text("Asked to be added late");
        let waiting = desk.check(&row.id).expect_text("asks to be added late").expect_text("stands apart with today’s date");
        let before = browser.get(&format!("/letters/{slug}")).main_text();
        assert!(before.contains("Delta Forum") && !before.contains("River Banks"));
        desk.press(&waiting, &row.id, "list").expect_status(303);
        let row = app.signatures(&letter).into_iter().last().expect("a signature");
        assert_eq!((row.status, row.wave.as_deref()), (Status::Listed, Some(app.now().date().to_string().as_str())));
        let public = browser.wait_for_text(&format!("/letters/{slug}"), "River Banks Association");
        public.clone().expect_text("At publication");
        let json: serde_json::Value = serde_json::from_str(&browser.get(&format!("/letters/{slug}/signatories.json")).text()).unwrap();
        assert_eq!(json["counts"]["organisations"], 2);
        let waves: Vec<_> = json["signatories"].as_array().unwrap().iter().map(|one| one["wave"].as_str().unwrap().to_owned()).collect();
        assert_eq!(waves, ["initial".to_owned(), app.now().date().to_string()], "apart, and dated");
        browser.get(&path).expect_status(410).expect_text("This invitation was used");
    }

    fn a_letter_that_lists_by_itself_leaves_late_wishes_to_a_person(app) {
        let letter = app.open_letter(&Plan { lists_by_itself: true, ..Plan::default() });
        let path = app.invite(&letter, &Guest::default());
        app.wait(TimeDelta::days(11));
        let form = offered(&app, &path);
        app.browser().submit(&form, &late(&[])).expect_status(303);
        assert_eq!(app.signature(&letter).status, Status::Confirmed);
        // The same button twice is one wish.
        app.browser().get(&form).expect_status(410);
        assert_eq!(app.signatures(&letter).len(), 1);
    }

    fn a_wish_by_a_shared_link_or_the_public_form_is_confirmed_by_mail_first(app) {
        let letter = app.open_letter(&Plan::default());
        let join = app.join_path(&letter);
        app.wait(TimeDelta::days(11));
        let slug = app.publish(&letter);
        let (browser, mut requests) = (app.browser(), 0);
        for (path, name, email) in [
            (join, "Shared Body", "one@shared.example"),
            (format!("/letters/{slug}/sign"), "Open Body", "two@open.example"),
        ] {
            let form = offered(&app, &path);
            browser.submit(&form, &changed(&late(&[]), &[("organisation_name", name), ("email", email)])).expect_status(303);
            browser.get("/done").expect_text("We sent a link to the address you gave");
            let row = app.signatures(&letter).into_iter().last().expect("a request");
            assert_eq!(row.status, Status::Pending);
            app.wait(TimeDelta::days(2));
            block(expire_pending::run(app.store(), app.now())).expect("the job");
            browser.submit(&app.confirm_path(&row), &[("action", "confirm")]).expect_status(303);
            browser.get("/done").expect_text("The conveners decide whether they add you");
            requests += 1;
            let row = app.signatures(&letter).into_iter().last().expect("a request");
            assert_eq!(row.status, Status::Confirmed);
            assert_eq!(app.mailed(MailKind::LateAsked).len(), requests);
        }
    }

    fn asking_late_while_signing_goes_on_is_simply_signing(app) {
        let letter = app.open_letter(&Plan::default());
        let path = app.invite(&letter, &Guest::default());
        let form = format!("{path}/sign?late=yes");
        let page = app.browser().get(&form).expect_status(200);
        assert!(!page.main_text().contains("Signing is closed"));
        app.browser().submit(&form, &late(&[])).expect_status(303);
        assert_eq!(app.mailed(MailKind::Receipt).len(), 1);
        assert!(app.mailed(MailKind::LateAsked).is_empty());
    }

    fn whom_the_director_did_not_approve_in_time_can_ask_to_be_added(app) {
        let letter = app.open_letter(&Plan::default());
        let path = app.invite(&letter, &Guest::default());
        app.browser().submit(&format!("{path}/approve-request"), &REQUEST).expect_status(303);
        app.wait(TimeDelta::days(11));
        let form = offered(&app, &path);
        app.browser().submit(&form, &late(&[])).expect_status(303);
        let rows: Vec<Status> = app.signatures(&letter).iter().map(|row| row.status).collect();
        assert_eq!(rows, [Status::Withdrawn, Status::Confirmed]);
    }

    fn a_letter_that_is_hidden_or_withdrawn_takes_no_wishes(app) {
        let letter = app.open_letter(&Plan::default());
        let path = app.invite(&letter, &Guest::default());
        let slug = app.letter(&letter).slug;
        app.browser().get(&format!("/letters/{slug}/sign?late=yes")).expect_status(404);
        let (id, now) = (letter.clone(), app.now());
        app.write(move |tx| {
            let row = undersigned::store::letter::find(tx, &id)?;
            let by = undersigned::domain::event::Actor::Coordinator(row.created_by.clone());
            undersigned::actions::withdraw_letter::withdraw_letter(tx, &row, "A mistake.", &by, now)
        });
        let page = app.browser().get(&path).expect_status(410);
        assert!(!page.main_text().contains("add us"));
        app.browser().get(&format!("{path}/sign?late=yes")).expect_status(410);
        assert!(app.signatures(&letter).is_empty());
    }
}
