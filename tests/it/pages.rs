//! The pages of accounts and failures as a browser gets them: valid HTML, every word from the catalogue, in any language.

use crate::support::app::OPERATOR;
use crate::support::{Answer, Browser, Database, TestApp};

/// Every page of this part, in each of its states.
fn walk(app: &TestApp) -> Vec<Answer> {
    let visitor = app.browser();
    let set_up = app.set_up_path();
    let mut seen =
        vec![visitor.get(&set_up), visitor.submit(&set_up, &[("name", ""), ("email", "x"), ("password", "x")])];
    let operator = app.operator();
    let password = app.password_path_for("مها الأمين", "maha@confluence.example");
    let get = |browser: &Browser, paths: &[&str]| paths.iter().map(|path| browser.get(path)).collect::<Vec<_>>();
    seen.extend(get(&visitor, &["/signin", "/signin?done=password_set", "/signin?done=%3Cb%3Enonsense", "/forgot"]));
    seen.extend(get(
        &visitor,
        &["/forgot?sent=yes", "/about", "/accessibility", "/nothing", "/setup/nothing", &password],
    ));
    seen.extend(get(
        &operator,
        &["/desk/account", "/desk/account?done=name_saved", "/desk/operator/coordinators", "/desk/nothing"],
    ));
    seen.push(visitor.sign_in(OPERATOR, "wrong"));
    seen.push(visitor.submit("/forgot", &[("email", "wrong")]));
    seen.push(visitor.submit(&password, &[("password", "short")]));
    seen.push(visitor.post("/about", &[]));
    seen.push(visitor.post("/signin", &[]));
    seen.push(operator.submit("/desk/account", &[("action", "change_password"), ("password", "short")]));
    seen.push(operator.submit("/desk/operator/coordinators", &[("action", "invite"), ("name", ""), ("email", "")]));
    seen.push(
        operator
            .send(operator.request("POST", "/desk/account").header("origin", app.base.as_str()).form(&[("name", "x")])),
    );
    seen.push(visitor.get(&set_up));
    seen
}

#[test]
fn every_page_of_accounts_and_failures_is_valid_html_without_scripts_inside() {
    for page in walk(&TestApp::from(Database::sqlite())) {
        let (text, asked) = (page.text(), &page.asked);
        let html = scraper::Html::parse_document(&text);
        assert!(html.errors.is_empty(), "{asked} {}: {:?}\n{text}", page.status, html.errors);
        assert!(!text.contains('‹'), "{asked}: the catalogue lacks a message\n{text}");
        for forbidden in ["<script>", " style=", " onclick=", "javascript:", "nonsense"] {
            assert!(!text.contains(forbidden), "{asked}: {forbidden}");
        }
        let count = |selector: &str| html.select(&scraper::Selector::parse(selector).expect("a selector")).count();
        assert_eq!((count("h1"), count("main"), count("title")), (1, 1, 1), "{asked}\n{text}");
        for label in html.select(&scraper::Selector::parse("label[for]").expect("a selector")) {
            let wanted = label.value().attr("for").unwrap_or_default();
            assert_eq!(count(&format!("[id='{wanted}']")), 1, "{asked}: the label for {wanted}");
        }
    }
}

#[test]
fn no_word_of_these_pages_is_outside_the_catalogue() {
    let app = TestApp::with(Database::sqlite(), &[("UNDERSIGNED_LANGUAGE", "qps-plocm")]);
    for page in walk(&app) {
        assert!(page.text().contains("dir=\"rtl\""), "{}", page.asked);
        let words = page.main_text();
        // The pseudo-locale writes every word of the catalogue with accents.
        for english in [" the ", " your ", " password", " link ", " page "] {
            assert!(!words.contains(english), "{} says {english:?} in plain English:\n{words}", page.asked);
        }
    }
}
