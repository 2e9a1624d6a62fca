//! The program as it is typed: what it prints, what it answers with its exit code (contract, Command line).

use std::os::unix::fs::PermissionsExt;

use crate::support::app::PASSWORD;
use crate::support::program::{free_port, run};
use crate::support::{Browser, Database, Program};

on_both! {
    fn coordinator_add_prints_a_link_that_works_once(database: Database) {
        let added = run(&database, &[], &["coordinator", "add", "tom@confluence.example", "--name", "Tom Okello", "--operator"]);
        assert_eq!(added.code, 0, "{added:?}");
        let program = Program::start(&database, &[]);
        assert!(!program.said().contains("/setup/"), "somebody has an account already");
        let path = format!("/password/{}", added.out.trim().rsplit('/').next().expect("a link"));
        let browser = Browser::new(&program.base);
        browser.submit(&path, &[("password", PASSWORD)]).expect_status(303);
        browser.get(&path).expect_status(410);
        browser.sign_in("tom@confluence.example", PASSWORD).expect_status(303);
        browser.get("/desk/operator/coordinators").expect_status(200);
        // While the server runs, and for somebody who has a password already.
        let again = run(&database, &[], &["coordinator", "add", "tom@confluence.example", "--name", "Tom"]);
        assert_eq!(again.code, 1, "{again:?}");
        let second = run(&database, &[], &["coordinator", "add", "eva@confluence.example", "--name", "Eva"]);
        assert_eq!(second.code, 0, "{second:?}");
    }

    fn the_set_up_link_is_printed_until_somebody_has_an_account(database: Database) {
        let mut program = Program::start(&database, &[]);
        let path = program.set_up_path();
        program.stop();
        let mut program = Program::start(&database, &[]);
        assert_ne!(program.set_up_path(), path);
        let browser = Browser::new(&program.base);
        browser.get(&path).expect_status(410);
        let fields = [("name", "Nadia Benali"), ("email", "nadia@confluence.example"), ("password", PASSWORD)];
        browser.submit(&program.set_up_path(), &fields).expect_status(303);
        program.stop();
        let program = Program::start(&database, &[]);
        assert!(!program.said().contains("/setup/"), "{}", program.said());
        Browser::new(&program.base).sign_in("nadia@confluence.example", PASSWORD).expect_status(303);
    }

    fn a_database_without_its_own_key_file_is_refused(database: Database) {
        assert_eq!(run(&database, &[], &["migrate"]).code, 0);
        let key = database.path("keys/undersigned.key");
        let mode = std::fs::metadata(&key).expect("a key file").permissions().mode() & 0o777;
        assert_eq!(mode, 0o600);
        let kept = std::fs::read(&key).expect("a key file");
        std::fs::remove_file(&key).expect("the key file");
        let missing = run(&database, &[], &["serve"]);
        assert_eq!((missing.code, key.exists()), (78, false), "{missing:?}");
        assert!(missing.err.contains("UNDERSIGNED_KEY_FILE"), "{missing:?}");
        let other = Database::sqlite();
        assert_eq!(run(&other, &[], &["migrate"]).code, 0);
        std::fs::copy(other.path("keys/undersigned.key"), &key).expect("a copy");
        let foreign = run(&database, &[], &["serve"]);
        assert_eq!(foreign.code, 78, "{foreign:?}");
        std::fs::write(&key, kept).expect("the key file");
        std::fs::set_permissions(&key, std::fs::Permissions::from_mode(0o644)).expect("the mode");
        let readable = run(&database, &[], &["serve"]);
        assert_eq!(readable.code, 78, "{readable:?}");
        assert!(readable.err.contains("chmod 600"), "{readable:?}");
        std::fs::set_permissions(&key, std::fs::Permissions::from_mode(0o600)).expect("the mode");
        assert_eq!(run(&database, &[], &["migrate"]).code, 0);
    }
}

#[test]
fn every_wrong_setting_is_told_at_once_before_a_port_opens() {
    let database = Database::sqlite();
    let wrong = [("UNDERSIGNED_LISTEN", "nowhere"), ("UNDERSIGNED_CDN_SECONDS", "soon"), ("UNDERSIGNED_TYPO", "1")];
    let told = run(&database, &wrong, &["serve"]);
    assert_eq!(told.code, 78, "{told:?}");
    assert_eq!(told.err.lines().count(), 3, "one line each\n{}", told.err);
    for (name, _) in wrong {
        assert!(told.err.contains(name), "{name} is not in\n{}", told.err);
    }
    assert!(!database.path("data/undersigned.db").exists(), "nothing was made");
}

#[test]
fn a_second_server_on_the_same_file_is_refused() {
    let database = Database::sqlite();
    let mut first = Program::start(&database, &[]);
    let second = run(&database, &[], &["serve"]);
    assert_eq!(second.code, 1, "{second:?}");
    Browser::new(&first.base).get("/healthz").expect_status(200);
    first.stop();
    Program::start(&database, &[]).stop();
}

#[test]
fn every_command_explains_itself_and_wrong_usage_is_two() {
    let database = Database::sqlite();
    let commands = ["serve", "demo", "coordinator", "migrate", "doctor", "backup", "restore", "export", "verify"];
    for command in commands {
        let help = run(&database, &[], &[command, "--help"]);
        assert_eq!(help.code, 0, "{help:?}");
        assert!(help.out.contains("Usage: undersigned"), "{help:?}");
    }
    for wrong in [vec!["nonsense"], vec!["coordinator", "add"], vec!["backup"], vec!["serve", "--nonsense"]] {
        assert_eq!(run(&database, &[], &wrong).code, 2, "{wrong:?}");
    }
    let refused = run(&database, &[], &["coordinator", "add", "not an address", "--name", "Tom"]);
    assert_eq!(refused.code, 1, "{refused:?}");
}

#[test]
fn the_metrics_stand_on_their_own_port_only() {
    let database = Database::sqlite();
    let address = format!("127.0.0.1:{}", free_port());
    let program = Program::start(&database, &[("UNDERSIGNED_METRICS_LISTEN", address.as_str())]);
    let browser = Browser::new(&program.base);
    browser.get("/about").expect_status(200);
    browser.get("/metrics").expect_status(404);
    let private = Browser::new(&format!("http://{address}")).get("/metrics").expect_status(200);
    assert!(private.text().contains("undersigned_requests_total{class=\"2xx\"} 1"), "{}", private.text());
    assert!(private.text().contains("# TYPE undersigned_outbox gauge"), "{}", private.text());
}

#[test]
fn on_sigterm_a_request_under_way_is_finished() {
    use std::io::{Read, Write};
    let database = Database::sqlite();
    let mut program = Program::start(&database, &[]);
    let address = program.base.trim_start_matches("http://").to_owned();
    let browser = Browser::new(&program.base);
    let page = browser.get("/forgot").expect_status(200);
    let body = format!("csrf_token={}&email=nobody%40confluence.example", page.csrf_token());
    let cookie = page.header("set-cookie").split(';').next().expect("a cookie").to_owned();
    let mut slow = std::net::TcpStream::connect(&address).expect("a connection");
    let head = format!(
        "POST /forgot HTTP/1.1\r\nHost: {address}\r\nCookie: {cookie}\r\nContent-Type: application/x-www-form-urlencoded\r\n\
         Content-Length: {}\r\n\r\n",
        body.len()
    );
    slow.write_all(head.as_bytes()).expect("the head");
    std::thread::sleep(std::time::Duration::from_millis(300));
    program.terminate();
    std::thread::sleep(std::time::Duration::from_millis(500));
    slow.write_all(body.as_bytes()).expect("the body");
    let mut answer = String::new();
    slow.set_read_timeout(Some(std::time::Duration::from_secs(20))).expect("a timeout");
    let _ = slow.read_to_string(&mut answer);
    assert!(answer.starts_with("HTTP/1.1 303"), "{answer:?}");
    assert_eq!(program.wait().code(), Some(0));
}
