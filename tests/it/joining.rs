//! The open form: behind a shared link, and on a public letter that collects in public. It tells nobody who signed.

use undersigned::domain::signature::{Origin, Status};
use undersigned::store::outbox::MailKind;

use crate::support::{Answer, Guest, Plan, TYPED, TestApp, changed};

fn open_plan() -> Plan {
    Plan { closes_in_days: None, ..Plan::default() }
}

fn sent(changes: &[(&'static str, &'static str)]) -> Vec<(&'static str, &'static str)> {
    changed(&changed(&TYPED, &[("action", "sign")]), changes)
}

/// What a visitor can see of an answer, with what belongs to the one visit masked.
fn seen(answer: &Answer) -> (u16, Option<String>, String, Vec<String>) {
    let mut names: Vec<String> = answer.headers.keys().map(ToString::to_string).collect();
    names.sort();
    let csrf = scraper::Html::parse_document(&answer.text());
    let field = scraper::Selector::parse("input[name=csrf_token]").unwrap();
    let token = csrf.select(&field).next().and_then(|field| field.value().attr("value")).unwrap_or("none").to_owned();
    (answer.status, answer.location(), answer.text().replace(&token, "TOKEN"), names)
}

fn mails(app: &TestApp) -> Vec<(MailKind, String)> {
    app.queued_mail()
}

on_both! {
    fn a_shared_link_leads_to_the_form_and_a_mail_completes_it(app) {
        let letter = app.open_letter(&open_plan());
        let path = app.join_path(&letter);
        let browser = app.browser();
        browser.get(&path).expect_status(200).expect_text("Still Waters Network asks you to sign this open letter.");
        browser.submit(&format!("{path}/sign"), &sent(&[("action", "check")])).expect_status(200).expect_text("Sign for River Banks Association");
        browser.submit(&format!("{path}/sign"), &sent(&[])).expect_status(303);
        browser.get("/done").expect_text("We sent a link to the address you gave");
        let row = app.signature(&letter);
        assert_eq!((row.status, row.origin, row.shared_link_id.is_some()), (Status::Pending, Origin::Shared, true));
        assert_eq!(mails(&app), [(MailKind::ConfirmAddress, "salma@riverbanks.example".to_owned())]);
        app.browser().submit(&app.confirm_path(&row), &[("action", "confirm")]).expect_status(303);
        assert_eq!(app.signature(&letter).status, Status::Confirmed);
    }

    fn a_letter_that_is_not_public_has_no_open_form(app) {
        let letter = app.open_letter(&open_plan());
        let slug = app.letter(&letter).slug;
        let hidden = app.browser().get(&format!("/letters/{slug}/sign")).expect_status(404);
        let never = app.browser().get("/letters/never-was/sign").expect_status(404);
        assert_eq!(hidden.bytes, never.bytes);
        let closed = app.open_letter(&Plan { title: "Closed before publication", ..Plan::default() });
        let closed = app.publish(&closed);
        app.browser().get(&format!("/letters/{closed}/sign")).expect_status(410).expect_text("Signing is closed");
    }

    fn a_public_letter_that_collects_is_signed_by_anybody(app) {
        let letter = app.open_letter(&open_plan());
        let slug = app.publish(&letter);
        let path = format!("/letters/{slug}/sign");
        let browser = app.browser();
        assert!(browser.get(&format!("/letters/{slug}")).header("set-cookie").is_empty(), "readers get no cookie");
        browser.submit(&path, &sent(&[])).expect_status(303);
        let row = app.signature(&letter);
        assert_eq!((row.status, row.origin), (Status::Pending, Origin::Open));
        app.browser().post(&path, &sent(&[])).expect_status(403);
        assert_eq!(app.signatures(&letter).len(), 1, "a form without its token signs nothing");
    }

    fn the_open_form_answers_alike_whether_name_or_address_is_known(app) {
        let letter = app.open_letter(&open_plan());
        let slug = app.publish(&letter);
        let path = format!("/letters/{slug}/sign");
        // One is invited and listed, one is withheld, one declined, one waits for its confirmation, one is unknown.
        let listed = app.signed(&letter, &[]);
        app.list(&listed);
        let guest = Guest { organisation: "Hidden Body", email: "hidden@body.example", ..Guest::default() };
        let hidden = app.invite(&letter, &guest);
        let withheld = sent(&[("organisation_name", "Hidden Body"), ("email", "hidden@body.example"), ("listing", "withheld")]);
        app.browser().submit(&format!("{hidden}/sign"), &withheld).expect_status(303);
        let hidden = app.signatures(&letter).pop().unwrap();
        app.list(&hidden);
        let waiting = sent(&[("organisation_name", "Waiting Body"), ("email", "waiting@body.example")]);
        app.browser().submit(&path, &waiting).expect_status(303);

        let cases: [&[(&'static str, &'static str)]; 6] = [
            &[],
            &[("organisation_name", "Hidden Body"), ("email", "hidden@body.example")],
            &[("organisation_name", "Hidden Body"), ("email", "stranger@else.example")],
            &[("organisation_name", "Waiting Body"), ("email", "waiting@body.example")],
            &[("organisation_name", "River Banks Association"), ("email", "stranger@else.example")],
            &[("organisation_name", "Unknown Body"), ("email", "unknown@body.example")],
        ];
        let mut answers = Vec::new();
        for case in cases {
            let browser = app.browser();
            let answer = browser.submit(&path, &sent(case));
            let done = browser.get("/done");
            answers.push((seen(&answer), seen(&done)));
        }
        assert_eq!(answers[0].0.0, 303);
        for (answer, case) in answers.iter().zip(cases) {
            assert_eq!(*answer, answers[0], "{case:?}");
        }
        // The owners of known mailboxes hear of it; nobody's signature changed.
        let to = |address: &str| mails(&app).iter().filter(|(_, to)| to == address).map(|(kind, _)| *kind).collect::<Vec<_>>();
        assert_eq!(to("hidden@body.example"), [MailKind::Receipt, MailKind::AlreadySigned]);
        assert_eq!(to("waiting@body.example"), [MailKind::ConfirmAddress], "not mailed twice within ten minutes");
        assert_eq!(to("unknown@body.example"), [MailKind::ConfirmAddress]);
    }

    fn a_stranger_cannot_flood_a_mailbox_through_the_form(app) {
        let letter = app.open_letter(&open_plan());
        let slug = app.publish(&letter);
        let path = format!("/letters/{slug}/sign");
        for at in 0..12 {
            let name: &'static str = Box::leak(format!("Body number {at}").into_boxed_str());
            let email = if at % 2 == 0 { "victim@mail.example" } else { "v.ictim+x@mail.example" };
            let browser = app.browser();
            browser.submit(&path, &sent(&[("organisation_name", name), ("email", email)])).expect_status(303);
            browser.get("/done").expect_text("We sent a link to the address you gave");
        }
        assert_eq!(mails(&app).len(), 3, "three an hour");
        assert_eq!(app.signatures(&letter).len(), 3, "and nothing waits that nobody could confirm");
    }

    fn what_waits_for_its_confirmation_is_replaced_by_what_is_sent_anew(app) {
        let letter = app.open_letter(&open_plan());
        let path = format!("{}/sign", app.join_path(&letter));
        app.browser().submit(&path, &sent(&[("listing", "named")])).expect_status(303);
        let first = app.signature(&letter);
        app.browser().submit(&path, &sent(&[("listing", "withheld")])).expect_status(303);
        let second = app.signatures(&letter).pop().unwrap();
        assert_ne!(first.id, second.id);
        app.browser().get(&app.confirm_path(&first)).expect_status(410);
        app.browser().get(&app.confirm_path(&second)).expect_status(200).expect_text("Your name is withheld");
    }

    fn one_client_that_floods_the_open_form_is_slowed_down(app) {
        let letter = app.open_letter(&open_plan());
        let path = format!("{}/sign", app.join_path(&letter));
        let browser = app.browser();
        let form = browser.get(&path).expect_status(200);
        let statuses: Vec<u16> = (0..60).map(|_| browser.post_from(&form, &path, &sent(&[("action", "check")])).status).collect();
        assert_eq!(statuses[0], 200);
        assert_eq!(statuses.last(), Some(&429));
        // A mailed link is never limited.
        let mailed = app.invite(&letter, &Guest::default());
        browser.submit(&format!("{mailed}/sign"), &sent(&[])).expect_status(303);
    }

    fn the_check_page_shows_real_neighbours_only_where_everybody_reads_them(app) {
        let letter = app.open_letter(&open_plan());
        let listed = app.signed(&letter, &[("organisation_name", "Ahlan Rivers")]);
        app.list(&listed);
        let join = format!("{}/sign", app.join_path(&letter));
        let check = app.browser().submit(&join, &sent(&[("action", "check"), ("organisation_name", "Zahra Water")]));
        assert!(!check.expect_status(200).text().contains("Ahlan Rivers"), "the list is under embargo");
        let slug = app.publish(&letter);
        let open = format!("/letters/{slug}/sign");
        let check = app.browser().submit(&open, &sent(&[("action", "check"), ("organisation_name", "Zahra Water")]));
        check.expect_status(200).expect_text("Lebanon 2").expect_text("Ahlan Rivers");
    }
}
