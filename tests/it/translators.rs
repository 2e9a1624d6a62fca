//! Asking somebody to translate: one mail with a link that needs no account.

use chrono::TimeDelta;
use serde_json::Value;
use undersigned::domain::revision::mark;
use undersigned::domain::translation::Rendering;
use undersigned::store::outbox::MailKind;

use crate::languages::{ARABIC_BODY, ARABIC_TITLE, BODY, TITLE, add, press, renderings};
use crate::support::{Answer, Browser, Desk};

const ADDRESS: &str = "layla@translators.example";

fn ask(desk: &Desk<'_>, email: &str) -> Answer {
    let page = desk.get("languages/ar").expect_status(200);
    desk.browser.send_form(&page.form("ask").set("translator", "Layla Haddad").set("email", email))
}

/// What the page's script sends for one field, and what it hears.
fn autosave(browser: &Browser, page: &Answer, path: &str, source: &str, text: &str, based_on: &str) -> Value {
    let (field, number) = (format!("text-{}", mark(source)), format!("based_on-{}", mark(source)));
    let token = page.csrf_token();
    let fields = [("csrf_token", &*token), ("action", "autosave"), (&*field, text), (&*number, based_on)];
    let request = browser.request("POST", path).header("accept", "application/json").form(&fields);
    serde_json::from_str(&browser.send(request).expect_status(200).text()).expect("JSON")
}

fn of<'a>(all: &'a [Rendering], source: &str) -> &'a Rendering {
    all.iter().find(|one| one.mark == mark(source)).expect("a save")
}

on_both! {
    fn a_translator_is_asked_by_mail_and_the_address_stays_with_the_conveners(app) {
        let desk = Desk::open(&app);
        add(&desk, "ar");
        ask(&desk, ADDRESS).expect_status(303);
        assert_eq!(app.mailed(MailKind::TranslationRequest), [ADDRESS]);
        let page = desk.get("languages/ar").expect_text("Asked by mail, last on");
        assert_eq!(page.form("ask").value("email"), ADDRESS);
        assert!(!app.dump().contains(ADDRESS) && !app.dump().contains("Layla"), "name and address are sealed");
        desk.get("log").expect_text("asked a translator by mail");
        ask(&desk, ADDRESS).expect_status(303);
        assert_eq!(app.mailed(MailKind::TranslationRequest).len(), 2, "asked again, there is another mail");
    }

    fn an_address_that_is_none_is_refused_and_nothing_typed_is_lost(app) {
        let desk = Desk::open(&app);
        add(&desk, "ar");
        let refused = ask(&desk, "layla at home").expect_status(422);
        assert_eq!(refused.form("ask").value("email"), "layla at home");
        assert_eq!(refused.form("ask").value("translator"), "Layla Haddad");
        assert!(app.mailed(MailKind::TranslationRequest).is_empty());
    }

    fn who_has_no_link_any_more_is_not_asked(app) {
        let desk = Desk::open(&app);
        add(&desk, "ar");
        let before = desk.get("languages/ar").form("ask").set("email", ADDRESS);
        press(&desk, "ar", "revoke").expect_status(303);
        assert!(!desk.get("languages/ar").offers("ask"));
        desk.browser.send_form(&before).expect_status(409).expect_text("was taken back");
        assert!(app.mailed(MailKind::TranslationRequest).is_empty());
    }

    fn words_that_stand_twice_are_translated_once_and_counted_twice(app) {
        let desk = Desk::draft(&app);
        desk.browser.send_form(&desk.get("text").form("save").set("body", "No more.\n\nNo more.")).expect_status(303);
        let path = add(&desk, "ar");
        let translator = app.browser();
        let (page, field) = (translator.get(&path), format!("text-{}", mark("No more.")));
        let parts = page.texts_of(".tally strong").join("").split(' ').nth(2).map(str::to_owned);
        let page = translator.send_form(&page.form("save").set(&field, "كفى.")).expect_status(303);
        let told = translator.get(&page.location().expect("the page")).texts_of(".tally strong").join("");
        assert!(told.starts_with(&format!("2 of {}", parts.expect("a number"))), "{told}");
        let told = autosave(&translator, &translator.get(&path), &path, "No more.", "كفى!", "1");
        assert!(told["told"].as_str().expect("a sentence").starts_with("2 of"), "{told}");
    }

    fn a_page_that_saves_itself_makes_one_save_of_ten_minutes_typing(app) {
        let desk = Desk::open(&app);
        let path = add(&desk, "ar");
        let translator = app.browser();
        let page = translator.get(&path);
        let told = autosave(&translator, &page, &path, BODY, "نحن", "0");
        assert_eq!((told["state"].as_str(), told["saved"][mark(BODY)]["n"].as_i64()), (Some("saved"), Some(1)), "{told}");
        let told = autosave(&translator, &page, &path, BODY, ARABIC_BODY, "1");
        assert_eq!(told["saved"][mark(BODY)]["n"], 2);
        assert!(told["told"].as_str().expect("a sentence").starts_with("1 of 2"), "{told}");
        let all = renderings(&desk, "ar");
        assert_eq!((all.len(), of(&all, BODY).n, &*of(&all, BODY).text), (1, 2, ARABIC_BODY));
        assert!(!app.dump().contains("\"نحن\""), "what was typed on the way is gone");
        app.wait(TimeDelta::minutes(11));
        autosave(&translator, &page, &path, BODY, "نحن نطالب.", "2");
        assert_eq!(of(&renderings(&desk, "ar"), BODY).n, 3);
        assert!(app.dump().contains(ARABIC_BODY), "after ten minutes it is another save, and the one before is kept");
    }

    fn a_page_that_saves_itself_never_goes_over_another_translator(app) {
        let desk = Desk::open(&app);
        let path = add(&desk, "ar");
        let (one, other) = (app.browser(), app.browser());
        let (first, second) = (one.get(&path), other.get(&path));
        autosave(&one, &first, &path, TITLE, ARABIC_TITLE, "0");
        let told = autosave(&other, &second, &path, TITLE, "عنوان آخر", "0");
        let no = &told["refused"][mark(TITLE)];
        assert_eq!((no["theirs"].as_str(), no["n"].as_i64()), (Some(ARABIC_TITLE), Some(1)), "{told}");
        assert_eq!(of(&renderings(&desk, "ar"), TITLE).text, ARABIC_TITLE);
        // The whole form sent with another field filled in: what nobody touched there is no conflict.
        let form = second.form("save").set(&format!("text-{}", mark(BODY)), ARABIC_BODY);
        other.send_form(&form).expect_status(303);
        let all = renderings(&desk, "ar");
        assert_eq!((&*of(&all, TITLE).text, &*of(&all, BODY).text), (ARABIC_TITLE, ARABIC_BODY));
    }

    fn a_page_that_saves_itself_hears_that_its_link_has_ended(app) {
        let desk = Desk::open(&app);
        let path = add(&desk, "ar");
        let translator = app.browser();
        let page = translator.get(&path);
        press(&desk, "ar", "revoke").expect_status(303);
        let field = format!("text-{}", mark(BODY));
        let fields = [("csrf_token", &*page.csrf_token()), ("action", "autosave"), (&*field, ARABIC_BODY)];
        let request = translator.request("POST", &path).header("accept", "application/json").form(&fields);
        translator.send(request).expect_status(410);
        assert!(renderings(&desk, "ar").is_empty());
    }
}
