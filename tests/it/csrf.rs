//! Forms are taken from our own pages only (contract, Headers: CSRF).

use crate::support::app::{OPERATOR, PASSWORD};

on_both! {
    fn a_form_needs_the_token_of_its_page(app) {
        let browser = app.operator();
        let page = browser.get("/desk/account").expect_status(200);
        let other = app.operator().get("/desk/account").csrf_token();
        for token in [None, Some(""), Some("AAAA"), Some(other.as_str())] {
            let mut fields = vec![("action", "save"), ("name", "Forged")];
            fields.extend(token.map(|token| ("csrf_token", token)));
            browser.post("/desk/account", &fields).expect_status(403).expect_text("could not be taken");
        }
        browser.post_from(&page, "/desk/account", &[("action", "save"), ("name", "Nadia B.")]).expect_status(303);
    }

    fn a_foreign_page_cannot_send_our_forms_even_with_the_right_token(app) {
        let browser = app.operator();
        let token = browser.get("/desk/account").csrf_token();
        let fields = [("csrf_token", token.as_str()), ("action", "save"), ("name", "Nadia B.")];
        let send = |name: &'static str, value: &str| {
            browser.send(browser.request("POST", "/desk/account").header(name, value).form(&fields)).status
        };
        for origin in ["https://evil.example", "http://127.0.0.1", "http://127.0.0.1:1", "http://localhost:8080", "garbage"] {
            assert_eq!(send("origin", origin), 403, "{origin}");
        }
        assert_eq!(send("sec-fetch-site", "cross-site"), 403);
        assert_eq!(send("origin", &app.base), 303);
        assert_eq!(send("origin", "null"), 303, "a page with no-referrer sends null: then the token decides");
        assert_eq!(send("sec-fetch-site", "same-origin"), 303);
    }

    fn without_origin_or_with_null_the_token_alone_decides(app) {
        let browser = app.operator();
        let fields = [("csrf_token", "wrong"), ("action", "save"), ("name", "Forged")];
        let request = || browser.request("POST", "/desk/account").form(&fields);
        browser.send(request()).expect_status(403);
        browser.send(request().header("origin", "null")).expect_status(403);
        browser.get("/desk/account").expect_text("Your account");
        let own = browser.send(request().header("origin", app.base.as_str())).expect_status(403);
        let own = own.expect_text("Send it once more");
        assert_eq!(own.hidden("name"), "Forged", "our own stale page gets everything back to send it again");
    }

    fn the_sign_in_itself_cannot_be_forged(app) {
        app.operator();
        let fields = [("email", OPERATOR), ("password", PASSWORD)];
        app.browser().post("/signin", &fields).expect_status(403);
        let somebody_elses = app.browser().get("/signin").csrf_token();
        let mine = app.browser();
        mine.get("/signin");
        let mut forged = fields.to_vec();
        forged.push(("csrf_token", &somebody_elses));
        mine.post("/signin", &forged).expect_status(403);
        mine.sign_in(OPERATOR, PASSWORD).expect_status(303);
    }

    fn a_page_behind_a_link_works_without_any_cookie(app) {
        let path = app.set_up_path();
        let page = app.browser().get(&path).expect_status(200);
        assert_eq!(page.header("set-cookie"), "", "the link itself carries the form's token");
        let fields = [
            ("csrf_token", page.csrf_token()),
            ("name", "Nadia Benali".into()),
            ("email", OPERATOR.into()),
            ("password", PASSWORD.into()),
        ];
        let bare = reqwest::blocking::Client::builder().redirect(reqwest::redirect::Policy::none()).build().expect("a client");
        let answer = bare.post(format!("{}{path}", app.base)).header("origin", "null").form(&fields).send();
        assert_eq!(answer.expect("an answer").status(), 303);
    }

    fn no_cookie_is_set_where_no_form_needs_one(app) {
        for path in ["/", "/about", "/accessibility", "/nothing", "/healthz", "/letters/nothing"] {
            assert_eq!(app.browser().get(path).header("set-cookie"), "", "{path}");
        }
        assert!(app.browser().get("/signin").header("set-cookie").starts_with("undersigned-form="));
    }
}

/// Whoever adds a POST must take one of the extractors that check the token; the exceptions stand here with their reason.
#[test]
fn every_post_handler_checks_its_form() {
    // RFC 8058: mail programs post without cookie and token; the link is the proof.
    const WITHOUT: [&str; 1] = ["unsubscribe"];
    let sources = web_sources();
    let routes = &sources.iter().find(|(path, _)| path == "routes.rs").expect("the routes").1;
    let handlers = routes.split("post().to(").skip(1).map(|rest| rest.split(')').next().expect("a handler"));
    let mut checked = 0;
    for handler in handlers {
        let (module, function) = handler.rsplit_once("::").expect("module::function");
        // `letters as my_letters` in a use: the file has the name before `as`.
        let renamed = [",", "}", ";"].iter().find_map(|end| routes.split_once(&format!(" as {module}{end}")));
        let alias = renamed.and_then(|(before, _)| before.rsplit([' ', ':', '{']).next());
        let noun = alias.unwrap_or(module);
        let heads = sources
            .iter()
            .filter(|(path, _)| path.split(['/', '.']).any(|part| part == noun))
            .filter_map(|(_, text)| text.split_once(&format!("pub async fn {function}(")))
            .map(|(_, rest)| rest.split(") -> ").next().unwrap_or_default())
            .collect::<Vec<_>>();
        assert!(!heads.is_empty(), "where is the handler {handler}?");
        let is_guarded = heads.iter().any(|head| head.contains("Guarded") || head.contains("DeskForm"));
        assert!(is_guarded || WITHOUT.contains(&noun), "{handler} takes neither Guarded nor DeskForm");
        checked += 1;
    }
    assert!(checked > 10, "{checked}");
}

/// Every file of the web layer, with its path below `src/web`.
fn web_sources() -> Vec<(String, String)> {
    let root = format!("{}/src/web", env!("CARGO_MANIFEST_DIR"));
    let (mut waiting, mut found) = (vec![std::path::PathBuf::from(&root)], Vec::new());
    while let Some(folder) = waiting.pop() {
        for entry in std::fs::read_dir(folder).expect("a folder").flatten() {
            let path = entry.path();
            if path.is_dir() {
                waiting.push(path);
            } else if let Ok(text) = std::fs::read_to_string(&path) {
                found.push((path.strip_prefix(&root).expect("below it").display().to_string(), text));
            }
        }
    }
    found
}
