//! What a signer is told before and after each button: what happens next, and nothing that is not so.

use undersigned::domain::signature::Status;

use crate::support::{Guest, Plan, TYPED, TestApp, changed};

fn sent(changes: &[(&'static str, &'static str)]) -> Vec<(&'static str, &'static str)> {
    changed(&changed(&TYPED, &[("action", "sign")]), changes)
}

const MAIL_FIRST: &str = "We then send a mail to your address.";

fn says_so(app: &TestApp, path: &str, changes: &[(&'static str, &'static str)]) -> bool {
    let check = app.browser().submit(path, &changed(&sent(changes), &[("action", "check")])).expect_status(200);
    check.text().contains(MAIL_FIRST)
}

on_both! {
    fn the_check_page_says_when_a_mail_comes_before_the_signature(app) {
        let letter = app.open_letter(&Plan::default());
        let invited = format!("{}/sign", app.invite(&letter, &Guest::default()));
        assert!(!says_so(&app, &invited, &[]), "an invited address needs no second mail");
        assert!(says_so(&app, &invited, &[("email", "other@riverbanks.example")]));
        assert!(says_so(&app, &format!("{}/sign", app.join_path(&letter)), &[]));
    }

    fn whoever_withholds_the_name_reads_on_the_last_page_when_it_is_erased(app) {
        let letter = app.open_letter(&Plan::default());
        let path = format!("{}/sign", app.invite(&letter, &Guest::default()));
        let form = changed(&sent(&[("listing", "withheld")]), &[("action", "check")]);
        app.browser().submit(&path, &form).expect_status(200).expect_text("It is erased");
        let named = app.browser().submit(&path, &sent(&[("action", "check")])).expect_status(200);
        assert!(!named.text().contains("It is erased"));
    }

    fn a_form_that_comes_too_often_keeps_everything_that_was_typed(app) {
        let letter = app.open_letter(&Plan { closes_in_days: None, ..Plan::default() });
        let path = format!("{}/sign", app.join_path(&letter));
        let browser = app.browser();
        let form = browser.get(&path).expect_status(200);
        let typed = sent(&[("representative_role", "Keeper of the gauge"), ("listing", "withheld")]);
        let mut answers = (0..80).map(|_| browser.post_from(&form, &path, &changed(&typed, &[("action", "check")])));
        let slowed = answers.find(|answer| answer.status == 429).expect("slowed down");
        assert!(slowed.header("retry-after").parse::<u64>().is_ok_and(|seconds| seconds > 0));
        let kept = slowed.clone().expect_text("Everything is still here").fields_of("form.form");
        for wanted in [("representative_role", "Keeper of the gauge"), ("organisation_name", "River Banks Association"), ("listing", "withheld")] {
            assert!(kept.iter().any(|(name, value)| (name.as_str(), value.as_str()) == wanted), "{wanted:?}");
        }
        assert!(app.signatures(&letter).is_empty(), "and nothing was signed");
    }

    fn whoever_confirms_an_address_can_read_the_text_there(app) {
        let letter = app.open_letter(&Plan::default());
        let landing = app.join_path(&letter);
        let text = app.browser().get(&landing).expect_status(200).texts_of("#letter").remove(0);
        app.browser().submit(&format!("{landing}/sign"), &sent(&[])).expect_status(303);
        let page = app.browser().get(&app.confirm_path(&app.signature(&letter))).expect_status(200);
        assert_eq!(page.texts_of("#letter"), [text]);
    }

    fn a_withheld_signature_that_ended_is_not_called_counted(app) {
        let letter = app.open_letter(&Plan::default());
        let row = app.signed(&letter, &[("listing", "withheld")]);
        let mine = app.mine_path(&row);
        app.browser().get(&mine).expect_text("You are counted.");
        app.browser().submit(&mine, &[("action", "suspend")]).expect_status(303);
        assert_eq!(app.signature(&letter).status, Status::Suspended);
        assert!(!app.browser().get(&mine).expect_status(200).text().contains("You are counted."));
    }
}
