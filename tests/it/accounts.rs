//! Coordinators' accounts: the set-up link, passwords, signing in and out, operators.

use chrono::TimeDelta;
use undersigned::store::coordinator;
use undersigned::store::outbox::MailKind;

use crate::support::TestApp;
use crate::support::app::{OPERATOR, PASSWORD};

const TOM: &str = "tom@confluence.example";

on_both! {
    fn the_first_start_prints_a_link_that_makes_one_operator_and_no_second(app) {
        let path = app.set_up_path();
        let browser = app.browser();
        for _ in 0..3 {
            browser.get(&path).expect_status(200).expect_text("Make the first account");
            browser.send(browser.request("HEAD", &path)).expect_status(200);
        }
        let fields = [("name", "Nadia Benali"), ("email", OPERATOR), ("password", PASSWORD)];
        let page = browser.get(&path);
        let done = browser.post_from(&page, &path, &fields).expect_status(303);
        assert_eq!(done.location().as_deref(), Some("/signin?done=password_set"));
        browser.open("/desk").expect_status(200).expect_text("Sign in");
        browser.get(&path).expect_status(410).expect_text("used already");
        browser.post_from(&page, &path, &fields).expect_status(410);
        browser.sign_in(OPERATOR, PASSWORD).expect_status(303);
        browser.get("/desk/operator/coordinators").expect_status(200).expect_text("Nadia Benali");
    }

    fn a_newer_set_up_link_replaces_the_older_one(app) {
        let (older, newer) = (app.set_up_path(), app.set_up_path());
        app.browser().get(&older).expect_status(410);
        app.browser().get(&newer).expect_status(200);
    }

    fn a_refused_set_up_keeps_what_was_typed_but_never_the_password(app) {
        let path = app.set_up_path();
        let browser = app.browser();
        let fields = [("name", "Nadia Benali"), ("email", "nadia@"), ("password", "too short")];
        let refused = browser.submit(&path, &fields).expect_status(422).expect_text("Use at least 15 characters");
        assert_eq!(refused.hidden("name"), "Nadia Benali");
        assert_eq!(refused.hidden("email"), "nadia@");
        assert!(!refused.text().contains("too short"), "a password is never shown again");
        for (password, words) in [
            ("passwordpassword", "among the first that others try"),
            ("NadiaBenali2026", "little more than your name"),
            (&"x y".repeat(100), "at most 256"),
        ] {
            let fields = [("name", "Nadia Benali"), ("email", OPERATOR), ("password", password)];
            browser.submit(&path, &fields).expect_status(422).expect_text(words);
        }
    }

    fn an_unknown_address_and_a_wrong_password_get_the_same_answer(app) {
        app.operator();
        let wrong = app.browser().sign_in(OPERATOR, "not the right password").expect_status(422);
        let unknown = app.browser().sign_in("nobody@confluence.example", "not the right password").expect_status(422);
        assert_eq!(wrong.main_text(), unknown.main_text());
        wrong.expect_text("The address or the password is not right");
        let unset = app.password_path_for("Tom Okello", TOM);
        assert!(unset.starts_with("/password/"));
        app.browser().sign_in(TOM, "").expect_status(422);
    }

    fn guessing_makes_an_account_wait_but_never_locks_it(app) {
        app.operator();
        for address in [OPERATOR, "nobody@confluence.example"] {
            // On a slow machine the first waits are over before the next guess arrives; the ladder's top is ten seconds.
            let answers = (0..12).map(|_| app.browser().sign_in(address, "a wrong guess, again")).collect::<Vec<_>>();
            let statuses = answers.iter().map(|answer| answer.status).collect::<Vec<_>>();
            assert_eq!(statuses[..3], [422, 422, 422], "{address}: {statuses:?}");
            let waits = answers.iter().rfind(|answer| answer.status == 429).expect("a wait").clone();
            let seconds: i64 = waits.header("retry-after").parse().expect("seconds");
            assert!((1..=10).contains(&seconds), "{seconds}");
        }
        app.wait(TimeDelta::seconds(11));
        app.browser().sign_in(OPERATOR, PASSWORD).expect_status(303);
        app.browser().sign_in(OPERATOR, "a wrong guess, again").expect_status(422);
    }

    fn a_thousand_guesses_at_once_are_not_a_thousand_guesses(app) {
        app.operator();
        let base = app.base.clone();
        let tried = std::thread::scope(|scope| {
            let guess = || crate::support::Browser::new(&base).sign_in(OPERATOR, "a wrong guess, again").status;
            let guesses = (0..24).map(|_| scope.spawn(guess)).collect::<Vec<_>>();
            guesses.into_iter().map(|guess| guess.join().expect("an answer")).collect::<Vec<_>>()
        });
        let checked = tried.iter().filter(|status| **status == 422).count();
        assert!(checked < 20 && tried.iter().all(|status| [422, 429, 503].contains(status)), "{tried:?}");
    }

    fn a_session_planted_before_signing_in_never_becomes_valid(app) {
        app.operator();
        let planted = "cGxhbnRlZCBieSBhbiBhdHRhY2tlciB3aG8ga25vd3MgaXQ";
        let victim = app.browser();
        let page = victim.send(victim.request("GET", "/signin").header("cookie", format!("undersigned={planted}")));
        let fields = [("csrf_token", page.csrf_token()), ("email", OPERATOR.into()), ("password", PASSWORD.into())];
        let request = victim.request("POST", "/signin").header("cookie", format!("undersigned={planted}")).form(&fields);
        let answer = victim.send(request).expect_status(303);
        assert!(!answer.header("set-cookie").contains(planted));
        let thief = app.browser();
        let tried = thief.send(thief.request("GET", "/desk/account").header("cookie", format!("undersigned={planted}")));
        tried.expect_status(303);
    }

    fn the_session_cookie_is_for_this_server_and_not_for_scripts(app) {
        app.operator();
        let answer = app.browser().sign_in(OPERATOR, PASSWORD).expect_status(303);
        let cookie = answer.header("set-cookie").to_owned();
        assert!(cookie.starts_with("undersigned="), "{cookie}");
        for part in ["HttpOnly", "SameSite=Lax", "Path=/"] {
            assert!(cookie.contains(part), "{cookie}");
        }
        assert!(!cookie.contains("Secure") && !cookie.contains("Max-Age") && !cookie.contains("Expires"), "{cookie}");
        let secret = cookie.split(['=', ';']).nth(1).expect("a value").to_owned();
        assert_eq!(secret.len(), 43);
        let known = app.store().read_now(move |db| undersigned::store::session::find(db, &secret)).expect("the database");
        assert!(known.is_none(), "the table has only the cookie's hash");
    }

    fn a_session_ends_after_four_idle_hours_and_after_twelve_in_all(app) {
        // The clock of a session is moved in passing: nobody waits for it, so the test does.
        let works = |browser: &crate::support::Browser| {
            browser.get("/desk/account").expect_status(200);
            std::thread::sleep(std::time::Duration::from_millis(200));
        };
        let idle = app.operator();
        for _ in 0..2 {
            app.wait(TimeDelta::minutes(239));
            works(&idle);
        }
        app.wait(TimeDelta::minutes(242));
        idle.get("/desk/account").expect_status(303);
        let long = app.operator();
        for _ in 0..6 {
            app.wait(TimeDelta::minutes(119));
            works(&long);
        }
        app.wait(TimeDelta::minutes(10));
        long.get("/desk/account").expect_status(303);
    }

    fn after_signing_in_one_comes_back_to_the_page_one_asked_for(app) {
        app.operator();
        let browser = app.browser();
        let sent = browser.get("/desk/account?x=1").expect_status(303);
        let sign_in = sent.location().expect("a redirect");
        assert_eq!(sign_in, "/signin?next=%2Fdesk%2Faccount%3Fx%3D1");
        let page = browser.get(&sign_in).expect_status(200);
        let next = page.hidden("next");
        let fields = [("email", OPERATOR), ("password", PASSWORD), ("next", next.as_str())];
        let answer = browser.post_from(&page, "/signin", &fields);
        assert_eq!(answer.location().as_deref(), Some("/desk/account?x=1"));
        for evil in ["https://evil.example/", "//evil.example", "/\\evil.example", "/desk\r\nx: y", "javascript:alert(1)"] {
            let browser = app.browser();
            let fields = [("email", OPERATOR), ("password", PASSWORD), ("next", evil)];
            assert_eq!(browser.submit("/signin", &fields).location().as_deref(), Some("/desk"), "{evil}");
        }
    }

    fn signing_out_ends_the_session_and_signing_out_everywhere_all_of_them(app) {
        let (here, there) = (app.operator(), app.operator());
        let page = here.get("/desk/account").expect_status(200).expect_text("with 2 browsers");
        let answer = here.post_from(&page, "/signout", &[]).expect_status(303);
        assert_eq!(answer.header("clear-site-data"), "\"cache\"");
        here.get("/desk/account").expect_status(303);
        there.submit("/desk/account", &[("action", "sign_out_everywhere")]).expect_status(303);
        there.get("/desk/account").expect_status(303);
    }

    fn a_forgotten_password_is_asked_for_by_anybody_and_mailed_to_its_owner_only(app) {
        app.operator();
        let known = app.browser().submit("/forgot", &[("email", OPERATOR)]).expect_status(303);
        let unknown = app.browser().submit("/forgot", &[("email", "nobody@confluence.example")]).expect_status(303);
        assert_eq!(known.location(), unknown.location());
        assert_eq!(app.queued_mail(), [(MailKind::PasswordLink, OPERATOR.to_owned())]);
        for _ in 0..5 {
            app.browser().submit("/forgot", &[("email", OPERATOR)]).expect_status(303);
        }
        assert_eq!(app.queued_mail().len(), 3, "three links an hour for one address");
        app.browser().submit("/forgot", &[("email", "not an address")]).expect_status(422);
    }

    fn a_new_password_by_link_ends_every_session_and_works_once(app) {
        let tom = app.coordinator("Tom Okello", TOM);
        tom.get("/desk/account").expect_status(200);
        let (path, browser) = (app.password_path_for("Tom Okello", TOM), app.browser());
        browser.get(&path).expect_status(200);
        tom.get("/desk/account").expect_status(200);
        let page = browser.get(&path);
        assert_eq!(page.hidden("email"), TOM);
        let new = [("password", "nine grey herons at dawn")];
        browser.post_from(&page, &path, &new).expect_status(303);
        tom.get("/desk/account").expect_status(303);
        browser.post_from(&page, &path, &[("password", "ten white herons at noon")]).expect_status(410);
        app.browser().sign_in(TOM, PASSWORD).expect_status(422);
        app.browser().sign_in(TOM, "nine grey herons at dawn").expect_status(303);
        assert_eq!(app.queued_mail(), [(MailKind::PasswordChanged, TOM.to_owned())]);
        let late = app.password_path_for("Tom Okello", TOM);
        app.wait(TimeDelta::days(8));
        app.browser().get(&late).expect_status(410).expect_text("too old");
    }

    fn two_people_with_one_link_set_one_password(app) {
        let path = app.password_path_for("Tom Okello", TOM);
        let base = app.base.clone();
        let set = |n: usize| {
            let password = format!("{n} white herons at high noon");
            crate::support::Browser::new(&base).submit(&path, &[("password", &password)]).status
        };
        let set = &set;
        let statuses = std::thread::scope(|scope| {
            let everybody = (1..=8).map(|n| scope.spawn(move || set(n))).collect::<Vec<_>>();
            // Whoever opens the page after the link was used fails on its 410.
            everybody.into_iter().map(|one| one.join().unwrap_or(410)).collect::<Vec<_>>()
        });
        assert_eq!(statuses.iter().filter(|status| **status == 303).count(), 1, "{statuses:?}");
    }

    fn a_mangled_link_is_answered_like_one_that_never_was(app) {
        let path = app.password_path_for("Tom Okello", TOM);
        let browser = app.browser();
        let never = browser.get("/password/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA").expect_status(404);
        for mangled in [
            path.strip_suffix(|_: char| true).expect("a path").to_owned(),
            format!("{path}x"),
            "/password/%00%ff".into(),
            "/password/%E2%80%AE".into(),
            format!("/password/{}", "x".repeat(5000)),
            path.replace("/password/", "/setup/"),
        ] {
            let answer = browser.get(&mangled).expect_status(404);
            assert_eq!(answer.text(), never.text(), "{mangled}");
        }
        never.expect_text("This link leads nowhere");
        browser.get(&path).expect_status(200);
    }

    fn changing_ones_password_needs_the_present_one_and_keeps_only_this_browser(app) {
        let (here, there) = (app.operator(), app.operator());
        let change = |current: &str, new: &str| {
            here.submit("/desk/account", &[("action", "change_password"), ("current_password", current), ("password", new)])
        };
        change("not my password at all", "nine grey herons at dawn").expect_status(422).expect_text("not your present");
        change(PASSWORD, "nadia@confluence").expect_status(422).expect_text("little more than your name");
        change(PASSWORD, "nine grey herons at dawn").expect_status(303);
        here.get("/desk/account").expect_status(200);
        there.get("/desk/account").expect_status(303);
        assert_eq!(app.queued_mail(), [(MailKind::PasswordChanged, OPERATOR.to_owned())]);
    }

    fn an_operator_invites_coordinators_who_set_their_own_password(app) {
        let operator = app.operator();
        let page = "/desk/operator/coordinators";
        let fields = [("action", "invite"), ("name", "مها الأمين"), ("email", "Maha@Confluence.example")];
        operator.submit(page, &fields).expect_status(303);
        operator.get(page).expect_text("مها الأمين").expect_text("Invited, no password yet");
        assert_eq!(app.queued_mail(), [(MailKind::CoordinatorInvited, "Maha@confluence.example".to_owned())]);
        operator.submit(page, &fields).expect_status(422).expect_text("has this address already");
        let maha = app.coordinator("مها الأمين", "maha@confluence.example");
        maha.get("/desk/account").expect_status(200);
        maha.get(page).expect_status(404);
        let token = maha.get("/desk/account");
        maha.post_from(&token, page, &fields).expect_status(404);
    }

    fn a_coordinator_who_is_shut_out_is_signed_out_at_once_and_the_last_operator_stays(app) {
        let operator = app.operator();
        let tom = app.coordinator("Tom Okello", TOM);
        let id = |email: &str| {
            let email = undersigned::domain::email::EmailAddress::parse(email).expect("an address");
            let found = app.store().read_now(move |db| coordinator::find_by_email(db, &email)).expect("the database");
            found.expect("a coordinator").id.to_string()
        };
        let page = "/desk/operator/coordinators";
        operator.submit(page, &[("action", "disable"), ("coordinator", &id(TOM))]).expect_status(303);
        tom.get("/desk/account").expect_status(303);
        app.browser().sign_in(TOM, PASSWORD).expect_status(422);
        operator.submit(page, &[("action", "enable"), ("coordinator", &id(TOM))]).expect_status(303);
        app.browser().sign_in(TOM, PASSWORD).expect_status(303);
        operator.submit(page, &[("action", "disable"), ("coordinator", &id(OPERATOR))]).expect_status(422);
    }

    fn a_form_from_before_the_session_ended_is_not_lost(app) {
        let browser = app.operator();
        let page = browser.get("/desk/account").expect_status(200);
        app.wait(TimeDelta::hours(13));
        let fields = [("action", "save"), ("name", "Nadia B.\r\n<Benali> & \"Co\"")];
        let asked = browser.post_from(&page, "/desk/account", &fields).expect_status(403);
        let asked = asked.expect_text("what you typed comes back");
        let (path, form) = (asked.hidden("resume_path"), asked.hidden("resume_form"));
        assert!(!form.contains("Benali"), "it travels sealed");
        let sign_in = [("email", OPERATOR), ("password", PASSWORD), ("resume_path", &path), ("resume_form", &form)];
        let wrong = [("email", OPERATOR), ("password", "wrong"), ("resume_path", &path), ("resume_form", &form)];
        let again = browser.post_from(&asked, "/signin", &wrong).expect_status(422);
        assert_eq!(again.hidden("resume_form"), form);
        let again = browser.post_from(&again, "/signin", &sign_in).expect_status(200).expect_text("Send it once more");
        // Parsers of HTML read CR LF as LF; browsers send it as CR LF again.
        assert_eq!(again.hidden("name"), "Nadia B.\n<Benali> & \"Co\"");
        let name = again.hidden("name");
        browser.post_from(&again, &path, &[("action", "save"), ("name", &name)]).expect_status(303);
        browser.get("/desk/account").expect_status(200).expect_text("Your account");
        // The sealed form of another page, or a made-up one, is refused.
        let planted = [("email", OPERATOR), ("password", PASSWORD), ("resume_path", "/desk/other"), ("resume_form", &form)];
        app.browser().submit("/signin", &planted).expect_status(403);
    }
}

#[test]
fn what_a_database_thief_finds_opens_nothing() {
    let app = TestApp::from(crate::support::Database::sqlite());
    app.operator();
    let secret = app.password_path_for("Tom Okello", TOM).trim_start_matches("/password/").to_owned();
    let folder = app.database.folder.path().join("data");
    for file in std::fs::read_dir(folder).expect("the folder") {
        let bytes = std::fs::read(file.expect("a file").path()).expect("a file");
        for needle in [secret.as_str(), TOM, OPERATOR, PASSWORD] {
            let found = bytes.windows(needle.len()).any(|window| window == needle.as_bytes());
            assert!(!found, "{needle} lies in the database");
        }
    }
}
