//! The way to PostgreSQL, encrypted.

use crate::support::program::run;
use crate::support::smtp_sink::Certificate;
use crate::support::tls_front::TlsFront;
use crate::support::{Database, Program};

/// A database that is reached through a front with this certificate.
fn behind(certificate: Option<&Certificate>, sslmode: &str) -> (Database, TlsFront) {
    let mut database = Database::postgres();
    let front = TlsFront::start(&database, certificate);
    database.url = front.url(&database, sslmode);
    (database, front)
}

#[test]
fn a_server_uses_postgresql_over_tls_with_an_authority_of_ones_own() {
    let certificate = Certificate::for_localhost();
    let (database, front) = behind(Some(&certificate), "verify-full");
    let authority = certificate.authority_file().to_str().expect("a path");
    let mut program = Program::start(&database, &[("PGSSLROOTCERT", authority)]);
    program.browser().get("/healthz").expect_status(200);
    program.browser().get(&program.set_up_path()).expect_status(200);
    assert!(front.encrypted() > 1, "several connections");
    assert_eq!(front.plain(), 0);
    assert!(program.stop().success());
}

#[test]
fn a_certificate_that_nobody_vouched_for_or_of_another_name_ends_the_start() {
    let (stranger, elsewhere) = (Certificate::for_localhost(), Certificate::for_names(&["db.example.org"]));
    let known = Certificate::for_localhost();
    for (shown, trusted) in [(&stranger, &known), (&elsewhere, &elsewhere)] {
        let (database, front) = behind(Some(shown), "require");
        let authority = trusted.authority_file().to_str().expect("a path");
        let ended = run(&database, &[("PGSSLROOTCERT", authority)], &["migrate"]);
        assert_ne!(ended.code, 0);
        assert!(ended.err.contains("certificate"), "{}", ended.err);
        assert_eq!((front.encrypted(), front.plain()), (0, 0));
    }
}

#[test]
fn nothing_is_said_in_the_clear_where_tls_is_required() {
    let (database, front) = behind(None, "require");
    let ended = run(&database, &[], &["migrate"]);
    assert_ne!(ended.code, 0);
    assert!(ended.err.contains("TLS"), "{}", ended.err);
    assert_eq!((front.encrypted(), front.plain()), (0, 0));
}
