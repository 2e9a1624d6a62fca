//! The page of the text while somebody writes: it saves by itself, one person writes at a time, and nothing typed is lost.

use chrono::TimeDelta;
use serde_json::Value;
use undersigned::domain::letter::Rights;

use crate::support::{Answer, Desk};

/// What the page's script sends.
fn ask(desk: &Desk<'_>, page: &Answer, action: &str, tab: &str, body: &str, based_on: &str) -> Answer {
    let token = page.csrf_token();
    let fields =
        [("csrf_token", token.as_str()), ("action", action), ("tab", tab), ("body", body), ("based_on", based_on)];
    let request = desk.browser.request("POST", &desk.path("text")).header("accept", "application/json").form(&fields);
    desk.browser.send(request)
}

fn json(answer: &Answer) -> Value {
    serde_json::from_slice(&answer.bytes).unwrap_or_else(|_| panic!("{}: {}", answer.status, answer.text()))
}

/// Saves as the script does and gives the new number.
fn autosave(desk: &Desk<'_>, page: &Answer, tab: &str, body: &str, based_on: &str) -> String {
    let answer = json(&ask(desk, page, "autosave", tab, body, based_on).expect_status(200));
    assert_eq!(answer["state"], "saved", "{answer}");
    answer["n"].to_string()
}

on_both! {
    fn writing_for_ten_minutes_makes_one_line_of_the_history(app) {
        let desk = Desk::draft(&app);
        let page = desk.get("text");
        let mut n = page.hidden("based_on");
        for body in ["W", "We a", "We ask."] {
            n = autosave(&desk, &page, "t1", body, &n);
            app.wait(TimeDelta::minutes(1));
        }
        assert_eq!(desk.get("text/history").texts_of(".past > li").len(), 2);
        app.wait(TimeDelta::minutes(9));
        autosave(&desk, &page, "t1", "We ask again.", &n);
        let rows = desk.get("text/history").texts_of(".past > li");
        assert_eq!(rows.len(), 3, "{rows:?}");
        assert!(rows[0].contains("saved while writing"), "{rows:?}");
        desk.get("text").expect_text("We ask again.");
        // Pressing Save on it keeps the row for good, with the note.
        let form = desk.get("text").form("save").set("note", "after the call");
        desk.browser.send_form(&form).expect_status(303);
        let rows = desk.get("text/history").texts_of(".past > li");
        assert!(rows.len() == 3 && rows[0].contains("after the call") && !rows[0].contains("saved while writing"), "{rows:?}");
    }

    fn who_saw_an_older_text_never_saves_over_a_newer_one_that_saved_itself(app) {
        let desk = Desk::draft(&app);
        let omar = desk.member("Omar Haddad", "omar@confluence.example", Rights::EDITOR, false);
        let page = desk.get("text");
        let n = autosave(&desk, &page, "t1", "We ask", &page.hidden("based_on"));
        let plain = omar.get("text").form("save").set("body", "Omar’s.");
        autosave(&desk, &page, "t1", "We ask for water.", &n);
        let answer = omar.browser.send_form(&plain).expect_status(409);
        assert!(answer.text().contains("We ask for water.") && answer.text().contains("Omar’s."));
    }

    fn a_page_that_saves_itself_never_goes_over_what_somebody_else_saved(app) {
        let desk = Desk::draft(&app);
        let omar = desk.member("Omar Haddad", "omar@confluence.example", Rights::EDITOR, false);
        let page = desk.get("text");
        omar.browser.send_form(&omar.get("text").form("save").set("body", "Omar’s.")).expect_status(303);
        let told = json(&ask(&desk, &page, "autosave", "t1", "Marta’s.", &page.hidden("based_on")));
        assert_eq!(told["state"], "conflict", "{told}");
        assert_eq!(desk.get("text").form("save").value("body"), "Omar’s.");
    }

    fn an_answer_lost_on_its_way_is_no_conflict_with_oneself(app) {
        let desk = Desk::draft(&app);
        let page = desk.get("text");
        let n = page.hidden("based_on");
        autosave(&desk, &page, "t1", "We ask", &n);
        autosave(&desk, &page, "t1", "We ask for water.", &n);
        desk.get("text").expect_text("We ask for water.");
    }

    fn one_person_writes_and_another_takes_over_in_the_open(app) {
        let desk = Desk::draft(&app);
        let omar = desk.member("Omar Haddad", "omar@confluence.example", Rights::EDITOR, false);
        let (mine, his) = (desk.get("text"), omar.get("text"));
        assert!(his.texts_of("#held:not([hidden])").is_empty(), "looking takes nothing");
        let n = autosave(&desk, &mine, "t1", "We ask", &mine.hidden("based_on"));
        let refused = ask(&omar, &his, "autosave", "t2", "Omar’s.", &n).expect_status(409);
        let told = json(&refused);
        assert!(told["state"] == "taken" && told["told"].as_str().unwrap().contains("Nadia Benali has been writing"), "{told}");
        assert_eq!(json(&ask(&omar, &his, "look", "t2", "", "0"))["state"], "taken");
        assert_eq!(json(&ask(&desk, &mine, "look", "t1", "", "0"))["state"], "mine");
        let shown = omar.get("text");
        assert!(shown.texts_of("#held:not([hidden])")[0].contains("Nadia Benali has been writing here since"));
        ask(&omar, &shown, "take", "t2", "", "0").expect_status(303);
        let lost = json(&ask(&desk, &mine, "autosave", "t1", "We ask for water.", &n).expect_status(409));
        assert!(lost["state"] == "taken" && lost["told"].as_str().unwrap().contains("Omar Haddad"), "{lost}");
        autosave(&omar, &omar.get("text"), "t2", "We ask. Omar.", &n);
        // What she typed last is shown beside what is saved, and saves nothing by itself.
        let both = ask(&desk, &mine, "compare", "t1", "We ask for water.", &n).expect_status(200);
        assert!(both.text().contains("kept in this browser"), "{}", both.text());
        assert!(both.texts_of(".conflict ins").join(" ").contains("for water"), "{:?}", both.texts_of(".conflict"));
        desk.get("text").expect_text("We ask. Omar.");
    }

    fn a_text_is_free_again_after_two_minutes_of_silence_and_when_its_page_is_left(app) {
        let desk = Desk::draft(&app);
        let omar = desk.member("Omar Haddad", "omar@confluence.example", Rights::EDITOR, false);
        let (mine, his) = (desk.get("text"), omar.get("text"));
        let n = autosave(&desk, &mine, "t1", "We ask", &mine.hidden("based_on"));
        app.wait(TimeDelta::seconds(119));
        ask(&omar, &his, "autosave", "t2", "We ask. Omar.", &n).expect_status(409);
        app.wait(TimeDelta::seconds(2));
        let n = autosave(&omar, &his, "t2", "We ask. Omar.", &n);
        ask(&omar, &his, "release", "t2", "", "0").expect_status(200);
        assert_eq!(json(&ask(&desk, &mine, "look", "t1", "", "0"))["state"], "free");
        let stale = ask(&desk, &mine, "autosave", "t1", "Another.", "1").expect_status(409);
        assert_eq!(json(&stale)["state"], "conflict");
        autosave(&desk, &mine, "t1", "We ask. Omar and Nadia.", &n);
    }

    fn a_script_hears_that_nobody_is_signed_in_and_goes_on_after_it(app) {
        let desk = Desk::draft(&app);
        let page = desk.get("text");
        let token = page.csrf_token();
        let fields = [("csrf_token", token.as_str()), ("action", "autosave"), ("tab", "t1"), ("body", "We ask"), ("based_on", "1")];
        let send = |browser: &crate::support::Browser| {
            let request = browser.request("POST", &desk.path("text")).header("accept", "application/json");
            browser.send(request.header("origin", browser.url("")).form(&fields))
        };
        let other = app.browser();
        assert_eq!(json(&send(&other).expect_status(401))["state"], "signed-out");
        let omar = desk.member("Omar Haddad", "omar@confluence.example", Rights::EDITOR, false);
        let again = json(&send(&omar.browser).expect_status(401));
        assert_eq!(again["state"], "signed-in");
        assert_ne!(again["who"].as_str().unwrap(), "");
        let forged = desk.browser.request("POST", &desk.path("text")).header("accept", "application/json");
        let forged = desk.browser.send(forged.header("origin", "https://evil.example").form(&fields));
        assert_eq!(forged.status, 403);
        desk.get("text").form("save");
        assert!(!desk.get("text").text().contains("We ask</textarea>"), "nothing was saved by these");
    }

    fn faults_are_told_and_not_saved_and_reviewers_save_nothing(app) {
        let desk = Desk::draft(&app);
        let page = desk.get("text");
        let told = json(&ask(&desk, &page, "autosave", "t1", "a\u{7}b", "1").expect_status(422));
        assert!(told["state"] == "faulty" && told["told"].as_str().unwrap().contains("Remove characters"), "{told}");
        ask(&desk, &page, "autosave", "", "We ask", "1").expect_status(422);
        let omar = desk.member("Omar Haddad", "omar@confluence.example", Rights::REVIEWER, false);
        let his = omar.get("text");
        assert!(!his.text().contains("<script"), "who may not write gets no script");
        ask(&omar, &his, "autosave", "t2", "Omar’s.", "1").expect_status(403);
        ask(&omar, &his, "take", "t2", "", "1").expect_status(403);
    }

    fn what_is_pasted_from_word_comes_back_as_markdown_and_says_what_was_left_out(app) {
        let desk = Desk::draft(&app);
        let page = desk.get("text");
        let token = page.csrf_token();
        let paste = |html: &str| {
            let form = reqwest::blocking::multipart::Form::new().text("csrf_token", token.clone()).text("html", html.to_owned());
            let request = desk.browser.request("POST", &desk.path("text/paste")).header("accept", "application/json");
            desk.browser.send(request.multipart(form))
        };
        let read = json(&paste("<h1>Rivers</h1><p><b>Low</b> <img src=x><img src=y></p>").expect_status(200));
        assert_eq!(read["markdown"], "# Rivers\n\n**Low**");
        assert_eq!(read["dropped"][0], "2 pictures were left out.");
        json(&paste(&"<p class=MsoNormal>Word</p>\n".repeat(70_000)).expect_status(200));
        paste(&"<p class=MsoNormal>Word</p>\n".repeat(80_000)).expect_status(413).expect_text("send less");
        let omar = desk.member("Omar Haddad", "omar@confluence.example", Rights::REVIEWER, false);
        omar.browser.post_from(&omar.get("text"), &desk.path("text/paste"), &[("html", "<p>x")]).expect_status(403);
    }

    fn a_letter_begins_empty_with_an_outline_or_as_a_copy_without_dates_invitations_and_signatures(app) {
        let desk = Desk::open(&app);
        desk.invite("River Banks", "info@banks.example").expect_status(303);
        let begin = |browser: &crate::support::Browser, with: &str| {
            let fields = [("title", "The second letter"), ("kind", "open_letter"), ("signers", "organisations"), ("language", "en"), ("begin_with", with)];
            browser.submit("/desk/letters/new", &fields)
        };
        let page = desk.browser.get("/desk/letters/new");
        assert!(page.texts_of("[name=begin_with] option").len() == 3, "{:?}", page.texts_of("[name=begin_with] option"));
        let text = |answer: Answer| desk.browser.get(&format!("{}/text", answer.location().unwrap())).texts_of("[name=body]")[0].clone();
        assert_eq!(text(begin(&desk.browser, "")), "");
        assert!(text(begin(&desk.browser, "outline")).contains("We call on you to"));
        let source = desk.get("text").texts_of("[name=body]")[0].clone();
        let copy = begin(&desk.browser, desk.letter.as_str());
        assert!(!source.is_empty());
        assert_eq!(text(copy.clone()), source);
        let path = copy.location().unwrap();
        assert!(!desk.browser.get(&format!("{path}/invitations")).text().contains("River Banks"));
        let html = |path: &str| desk.browser.get(path).fields_of("form:has([name=convener_name])").into_iter().filter(|(name, _)| name.starts_with("convener") || name.starts_with("addressee")).collect::<Vec<_>>();
        assert_eq!(html(&format!("{path}/details")), html(&desk.path("details")));
        let eva = app.coordinator("Eva Lind", "eva@confluence.example");
        begin(&eva, desk.letter.as_str()).expect_status(404);
    }

    fn the_part_of_a_preview_is_what_the_public_page_would_print(app) {
        let desk = Desk::draft(&app);
        let page = desk.get("text");
        let part = json(&ask(&desk, &page, "preview-part", "t1", "# We\n\n**ask** <b>you</b>[^1]\n\n[^1]: For water.", "1").expect_status(200));
        let html = part["html"].as_str().unwrap();
        assert!(html.contains("<h2") && html.contains("<strong>ask</strong>") && !html.contains("<b>"), "{html}");
        let policy = page.header("content-security-policy").to_owned();
        assert!(policy.contains("connect-src 'self'"), "{policy}");
        assert!(!desk.get("details").header("content-security-policy").contains("connect-src"));
    }
}
