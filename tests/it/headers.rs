//! The headers of every response, failures included (contract, Headers).

use crate::support::{Answer, Database, TestApp};

/// What every response must carry, whatever it says.
fn assert_dressed(answer: &Answer) {
    let asked = &answer.asked;
    let policy = answer.header("content-security-policy");
    assert!(policy.starts_with("default-src 'none'"), "{asked}: {policy:?}");
    assert!(policy.contains("frame-ancestors 'none'") && !policy.contains("unsafe"), "{asked}: {policy}");
    assert_eq!(answer.header("x-content-type-options"), "nosniff", "{asked}");
    assert_eq!(answer.header("cross-origin-resource-policy"), "same-origin", "{asked}");
    assert_eq!(answer.header("cross-origin-opener-policy"), "same-origin", "{asked}");
    assert!(answer.header("permissions-policy").contains("camera=()"), "{asked}");
    assert!(!answer.header("referrer-policy").is_empty() && !answer.header("cache-control").is_empty(), "{asked}");
    for telling in ["server", "x-powered-by"] {
        assert_eq!(answer.header(telling), "", "{asked} tells its make");
    }
}

on_both! {
    fn every_response_is_dressed_whatever_its_status(app) {
        let browser = app.operator();
        let signed_out = app.browser();
        let big = "x".repeat(20_000);
        let answers = [
            (200, signed_out.get("/about")),
            (200, signed_out.get("/healthz")),
            (200, signed_out.get("/readyz")),
            (200, signed_out.get("/.well-known/security.txt")),
            (200, browser.get("/desk/account")),
            (303, signed_out.get("/desk/account")),
            (404, signed_out.get("/nothing/here")),
            (404, signed_out.get("/static/nothing.css")),
            (404, signed_out.get("/password/nothing")),
            (405, signed_out.send(signed_out.request("TRACE", "/about"))),
            (405, signed_out.send(signed_out.request("OPTIONS", "/about"))),
            (405, signed_out.send(signed_out.request("DELETE", "/desk/account"))),
            (405, signed_out.post("/about", &[])),
            (405, signed_out.get("/signout")),
            (403, signed_out.post("/signin", &[("email", "x")])),
            (400, signed_out.send(signed_out.request("POST", "/signin").body("email=%ff").header("content-type", "application/x-www-form-urlencoded"))),
            (413, signed_out.post("/forgot", &[("email", &big)])),
            (421, signed_out.send(signed_out.request("GET", "/about").header("host", "evil.example"))),
            (422, signed_out.sign_in("nobody@confluence.example", "x")),
        ];
        for (status, answer) in answers {
            let answer = answer.expect_status(status);
            assert_dressed(&answer);
            if status >= 400 {
                assert_eq!(answer.header("content-type"), "text/html; charset=utf-8", "{}", answer.asked);
                assert_eq!(answer.header("cache-control"), "no-store", "{}", answer.asked);
                assert!(!answer.main_text().is_empty(), "{}", answer.asked);
            }
        }
    }
}

#[test]
fn the_desk_tells_its_own_pages_where_one_came_from_and_others_nothing() {
    let app = TestApp::from(Database::sqlite());
    let browser = app.browser();
    for (path, policy, robots) in [
        ("/about", "no-referrer", ""),
        ("/letters/nothing", "no-referrer", ""),
        ("/setup/nothing", "no-referrer", "noindex, nofollow"),
        ("/sign/nothing", "no-referrer", "noindex, nofollow"),
        ("/desk", "same-origin", "noindex, nofollow"),
        ("/signin", "same-origin", "noindex, nofollow"),
    ] {
        let answer = browser.get(path);
        assert_eq!(answer.header("referrer-policy"), policy, "{path}");
        assert_eq!(answer.header("x-robots-tag"), robots, "{path}");
    }
    assert_eq!(browser.get("/about").header("strict-transport-security"), "", "plain http on this machine");
}

#[test]
fn a_server_on_https_marks_its_cookies_secure_and_asks_for_https_for_ever() {
    let settings = [
        ("UNDERSIGNED_BASE_URL", "https://letters.confluence.example"),
        ("UNDERSIGNED_SMTP_URL", "smtps://user:secret@relay.confluence.example:465"),
    ];
    let database = Database::sqlite();
    let app = TestApp::with(database, &settings);
    let port = app.port;
    let browser = crate::support::Browser::new(&format!("http://127.0.0.1:{port}"));
    let request = browser.request("GET", "/signin").header("host", "letters.confluence.example");
    let answer = browser.send(request).expect_status(200);
    assert!(answer.header("strict-transport-security").starts_with("max-age=31536000"));
    let cookie = answer.header("set-cookie");
    assert!(cookie.starts_with("__Host-undersigned-form=") && cookie.contains("Secure"), "{cookie}");
    assert!(cookie.contains("Path=/") && !cookie.contains("Domain"), "{cookie}");
}

#[test]
fn head_answers_as_get_does_without_a_body() {
    let app = TestApp::from(Database::sqlite());
    let browser = app.browser();
    for path in ["/about", "/signin", "/nothing", "/healthz"] {
        let (get, head) = (browser.get(path), browser.send(browser.request("HEAD", path)));
        assert_eq!((head.status, head.bytes.len()), (get.status, 0), "{path}");
        assert_eq!(head.header("content-type"), get.header("content-type"), "{path}");
    }
}

#[test]
fn a_refused_method_says_which_ones_work() {
    let app = TestApp::from(Database::sqlite());
    let browser = app.browser();
    assert_eq!(browser.send(browser.request("PUT", "/about")).header("allow"), "GET, HEAD, POST");
    assert_eq!(browser.post("/about", &[]).header("allow"), "GET, HEAD");
    assert_eq!(browser.get("/signout").header("allow"), "POST");
}
