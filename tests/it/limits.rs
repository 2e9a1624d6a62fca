//! What can be guessed or flooded is limited per client; what works is not.

use crate::support::{Database, TestApp};

#[test]
fn bad_links_are_limited_and_good_ones_are_not() {
    let app = TestApp::from(Database::sqlite());
    let good = app.set_up_path();
    let browser = app.browser();
    let statuses = (0..80).map(|n| browser.get(&format!("/password/guess{n}")).status).collect::<Vec<_>>();
    assert_eq!(statuses[0], 404);
    let last = browser.get("/password/guess").expect_status(429).expect_text("Wait a little");
    assert!(last.header("retry-after").parse::<u32>().is_ok_and(|seconds| seconds > 0));
    for _ in 0..50 {
        browser.get(&good).expect_status(200);
    }
}

#[test]
fn a_made_up_forwarded_address_does_not_help_a_flood() {
    let app = TestApp::from(Database::sqlite());
    let browser = app.browser();
    let refused = (0..80)
        .map(|n| {
            browser.send(browser.request("GET", "/password/guess").header("x-forwarded-for", format!("198.51.{n}.7")))
        })
        .filter(|answer| answer.status == 429)
        .count();
    assert!(refused > 20, "{refused}");
}

#[test]
fn behind_a_trusted_proxy_each_client_has_its_own_limit() {
    let app = TestApp::with(Database::sqlite(), &[("UNDERSIGNED_TRUSTED_PROXIES", "127.0.0.0/8")]);
    let browser = app.browser();
    let ask =
        |client: &str| browser.send(browser.request("GET", "/password/guess").header("x-forwarded-for", client)).status;
    let loud = (0..80).filter(|_| ask("203.0.113.9, 198.51.100.7") == 429).count();
    assert!(loud > 20, "{loud}");
    assert_eq!(ask("203.0.113.9, 198.51.100.200"), 429, "one network is one client");
    assert_eq!(ask("198.51.100.7, 203.0.113.9"), 404, "another client is not held up");
}

#[test]
fn sign_ins_are_limited_per_client_too() {
    let app = TestApp::from(Database::sqlite());
    let browser = app.browser();
    let page = browser.get("/signin");
    let statuses = (0..70)
        .map(|n| {
            browser.post_from(&page, "/signin", &[("email", &format!("not an address {n}")), ("password", "x")]).status
        })
        .collect::<Vec<_>>();
    assert_eq!((statuses[0], statuses[69]), (422, 429), "{statuses:?}");
}
