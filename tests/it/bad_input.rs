//! Bytes that no form of ours sends: a clear page with the right status, never a 500, nothing changed.

use crate::support::app::{OPERATOR, PASSWORD};
use crate::support::{Database, TestApp};

const FORM: &str = "application/x-www-form-urlencoded";

#[test]
fn a_body_that_is_no_text_is_told_so() {
    let app = TestApp::from(Database::sqlite());
    let browser = app.browser();
    let post = |kind: &str, body: Vec<u8>| {
        browser.send(browser.request("POST", "/forgot").header("content-type", kind).body(body))
    };
    let boundary = "multipart/form-data; boundary=b";
    for (words, kind, body) in [
        ("invalid UTF-8", FORM, b"email=%ff%fe".to_vec()),
        ("raw bytes", FORM, vec![b'e', b'=', 0xff, 0xfe]),
        ("an overlong slash", FORM, b"email=%c0%af".to_vec()),
        ("a lone surrogate", FORM, b"email=%ed%a0%80".to_vec()),
        ("NUL", FORM, b"email=a%00b".to_vec()),
        ("NUL in a name", FORM, b"em%00ail=a".to_vec()),
        ("JSON", "application/json", b"{\"email\": \"x\"}".to_vec()),
        ("no boundary", "multipart/form-data", b"--b\r\n".to_vec()),
        ("a cut-off part", boundary, b"--b\r\nContent-Disposition: form-data; name=\"email\"\r\n\r\nx".to_vec()),
        ("a part without a name", boundary, b"--b\r\nContent-Type: text/plain\r\n\r\nx\r\n--b--\r\n".to_vec()),
        (
            "bytes in a part",
            boundary,
            b"--b\r\nContent-Disposition: form-data; name=\"email\"\r\n\r\n\xff\r\n--b--\r\n".to_vec(),
        ),
        ("10,000 fields", FORM, "a=&".repeat(5_400).into_bytes()),
    ] {
        let answer = post(kind, body);
        assert!([400, 403].contains(&answer.status), "{words}: {}", answer.status);
        if words != "10,000 fields" {
            assert_eq!(answer.status, 400, "{words}");
        }
    }
}

#[test]
fn a_body_that_is_too_long_is_refused_before_it_is_read() {
    let app = TestApp::from(Database::sqlite());
    let browser = app.browser();
    let long = vec![b'a'; 10 * 1024 * 1024];
    for path in ["/forgot", "/signin", "/desk/account"] {
        let request =
            browser.request("POST", path).header("content-type", FORM).body(long.clone()).build().expect("a request");
        // The server may hang up while the client still sends; what it must not do is take it.
        if let Ok(answer) = reqwest::blocking::Client::new().execute(request) {
            assert_eq!(answer.status(), 413, "{path}");
        }
    }
    browser.get("/about").expect_status(200);
}

#[test]
fn strange_paths_are_not_found() {
    let app = TestApp::from(Database::sqlite());
    for path in
        ["/%ff", "/letters/%00", "/letters/%2e%2e%2f", "//", "/desk/../signin/x", "/static/..%2fCargo.toml", "/setup/"]
    {
        let status = app.browser().get(path).status;
        assert!([303, 400, 404].contains(&status), "{path}: {status}");
    }
}

on_both! {
    fn a_form_may_come_as_multipart_too(app) {
        app.operator();
        let browser = app.browser();
        let page = browser.get("/signin");
        let form = reqwest::blocking::multipart::Form::new()
            .text("csrf_token", page.csrf_token())
            .text("email", OPERATOR)
            .text("password", PASSWORD);
        browser.send(browser.request("POST", "/signin").multipart(form)).expect_status(303);
    }

    fn names_in_any_script_and_with_any_punctuation_are_shown_as_typed(app) {
        let browser = app.operator();
        for name in ["<script>alert(1)</script>", "=HYPERLINK(\"x\")", "नादिया", "O’Neil & Söhne", "{{env}}", "' OR 1=1 --", "👩‍👩‍👧"] {
            browser.submit("/desk/account", &[("action", "save"), ("name", name)]).expect_status(303);
            let page = browser.get("/desk/account").expect_status(200);
            assert_eq!(page.hidden("name"), name);
            assert!(!page.text().contains("<script>alert"), "{name}");
        }
        for name in ["", "   ", "a\u{202e}b", "a\u{7}b", &"x".repeat(201)] {
            browser.submit("/desk/account", &[("action", "save"), ("name", name)]).expect_status(422);
        }
    }

    fn line_breaks_in_an_address_never_reach_a_mail(app) {
        for email in ["a@b.example\r\nBcc: x@evil.example", "a@b.example\nTo: x", "a@b.example%0d%0aBcc: x", "a@b.example,c@d.example"] {
            app.browser().submit("/forgot", &[("email", email)]).expect_status(422);
        }
        assert!(app.queued_mail().is_empty());
    }
}
