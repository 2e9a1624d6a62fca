//! What the program says while it works: request id, route, status, milliseconds; never an address, a name, a link's secret
//! or an IP address. Read from the real program.

use crate::support::{Browser, Database, Program};

#[test]
fn the_log_has_no_address_name_secret_or_ip_in_it() {
    let database = Database::sqlite();
    let mut program =
        Program::start(&database, &[("RUST_LOG", "debug"), ("UNDERSIGNED_TRUSTED_PROXIES", "127.0.0.0/8")]);
    let browser = Browser::new(&program.base);
    let path = program.set_up_path();
    let seen = |request: reqwest::blocking::RequestBuilder| {
        let request = request.header("x-forwarded-for", "198.51.100.77").header("user-agent", "Curious/1.0 (needle)");
        browser.send(request.header("referer", "https://needle.example/from"))
    };
    let page = seen(browser.request("GET", &path)).expect_status(200);
    let token = page.csrf_token();
    let form = [
        ("csrf_token", token.as_str()),
        ("name", "Nadia Needle"),
        ("email", "nadia.needle@confluence.example"),
        ("password", "seven blue herons at dusk"),
    ];
    seen(browser.request("POST", &path).form(&form)).expect_status(303);
    seen(browser.request("GET", "/signin?next=/desk/needle-query")).expect_status(200);
    for password in ["wrong needle password", "seven blue herons at dusk"] {
        browser.sign_in("nadia.needle@confluence.example", password);
    }
    let cookie = Browser::new(&program.base).sign_in("nadia.needle@confluence.example", "seven blue herons at dusk");
    seen(browser.request("GET", "/desk/account?q=needle-query"));
    seen(browser.request("GET", "/letters/needle-slug/signatories?q=needle-query"));
    seen(browser.request("GET", "/sign/needle-token"));
    seen(
        browser
            .request("POST", "/forgot")
            .body("email=%ff-needle")
            .header("content-type", "application/x-www-form-urlencoded"),
    );
    program.stop();
    let log = program.log();
    let lines = log.lines().filter(|line| line.contains("undersigned::request")).collect::<Vec<_>>();
    assert!(lines.len() >= 9, "{log}");
    for word in ["request_id=", "method=", "route=", "status=", "ms="] {
        assert!(lines.iter().all(|line| line.contains(word)), "{word} is missing in\n{log}");
    }
    assert!(log.contains("route=/setup/{token}"), "the route's template stands for the path\n{log}");
    let secret = path.trim_start_matches("/setup/").to_owned();
    let session = cookie.header("set-cookie").split(['=', ';']).nth(1).unwrap_or("no session").to_owned();
    for private in [secret.as_str(), session.as_str(), "needle", "Needle", "herons", "198.51.100", "Curious", "@"] {
        assert!(!log.contains(private), "{private:?} is in the log:\n{log}");
    }
    // The address it listens on is the server's own; no client's stands anywhere.
    let clients = lines.iter().filter(|line| line.contains("127.0.0.1")).count();
    assert_eq!(clients, 0, "{log}");
}
