//! Only the base URL's own host is answered; links never follow what a request claims.

use crate::support::{Database, TestApp};

#[test]
fn a_request_for_another_host_is_refused_before_anything_else() {
    let app = TestApp::from(Database::sqlite());
    let browser = app.browser();
    for host in ["evil.example", "127.0.0.1", "localhost", "127.0.0.1:1", "127.0.0.1.evil.example", "[::1]"] {
        for path in ["/", "/signin", "/nothing", "/desk"] {
            browser.send(browser.request("GET", path).header("host", host)).expect_status(421);
        }
    }
    browser.send(browser.request("GET", "/healthz").header("host", "10.0.0.1")).expect_status(200);
}

#[test]
fn forwarded_hosts_are_not_believed() {
    let app = TestApp::from(Database::sqlite());
    let browser = app.browser();
    for (name, value) in [
        ("x-forwarded-host", "evil.example"),
        ("forwarded", "host=evil.example;proto=https"),
        ("x-forwarded-proto", "https"),
    ] {
        for path in ["/", "/signin", "/.well-known/security.txt", "/nothing"] {
            let answer = browser.send(browser.request("GET", path).header(name, value));
            assert!(!answer.text().contains("evil.example"), "{path} with {name}");
            assert!(!answer.header("set-cookie").contains("Secure"), "{path} with {name}");
        }
    }
}
