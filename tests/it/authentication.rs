//! `undersigned doctor --headers` and `--dns`: what an operator reads of SPF, DKIM and DMARC, from files with invented headers
//! and records.

use std::path::Path;

use crate::support::Database;
use crate::support::program::{Finished, run};

const SETTINGS: [(&str, &str); 3] = [
    ("UNDERSIGNED_MAIL_FROM", "letters@riverwitness.example"),
    ("UNDERSIGNED_SMTP_URL", "smtps://user:secret@relay.provider.example"),
    ("UNDERSIGNED_BASE_URL", "https://letters.riverwitness.example"),
];

/// Explains one file of `fixtures/authentication`.
fn explain(option: &str, name: &str) -> Finished {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/fixtures/authentication").join(name);
    run(&Database::sqlite(), &SETTINGS, &["doctor", option, &file.display().to_string()])
}

fn lines(told: &Finished, start: &str) -> Vec<String> {
    told.out.lines().filter(|line| line.starts_with(start)).map(str::to_owned).collect()
}

#[track_caller]
fn says(told: &Finished, words: &str) {
    assert!(told.out.contains(words), "{words:?} is not in\n{}\n{}", told.out, told.err);
}

#[test]
fn a_mail_that_passes_everything_has_nothing_to_fix() {
    for name in ["all_pass.txt", "all_pass_without_server_name.txt"] {
        let told = explain("--headers", name);
        assert_eq!(told.code, 0, "{told:?}");
        assert_eq!(lines(&told, "ok").len(), 4, "{told:?}");
        says(
            &told,
            "ok    SPF: this server may send for bounces.riverwitness.example, and that fits the From riverwitness.example",
        );
        says(&told, "ok    DKIM: signed by riverwitness.example");
        says(&told, "ok    DMARC: pass");
    }
}

#[test]
fn a_signature_that_fits_is_enough_while_the_return_path_is_the_relays() {
    let told = explain("--headers", "dkim_only.txt");
    assert_eq!(told.code, 0, "{told:?}");
    says(
        &told,
        "note  SPF: passes for mail.provider.example, which is not riverwitness.example; DMARC rests on DKIM alone",
    );
    says(&told, "ok    DKIM: signed by riverwitness.example");
    says(&told, "ok    DMARC: pass");
}

#[test]
fn a_mail_that_fails_dmarc_is_told_with_what_to_do() {
    let told = explain("--headers", "dmarc_fail.txt");
    assert_eq!(told.code, 1, "{told:?}");
    assert_eq!(lines(&told, "FIX").len(), 3, "{told:?}");
    says(&told, "FIX   SPF: passes for mail.provider.example, which is not riverwitness.example, so it does not count");
    says(&told, "set UNDERSIGNED_BOUNCE_ADDRESS to an address at riverwitness.example");
    says(&told, "FIX   DKIM: signed by provider.example, which is not riverwitness.example");
    says(&told, "FIX   DMARC: fail; neither SPF nor DKIM passes for riverwitness.example");
    assert!(told.err.contains("3 things to fix."), "{told:?}");
}

#[test]
fn what_stands_below_the_own_servers_words_is_not_believed() {
    let told = explain("--headers", "forged_below.txt");
    assert_eq!(told.code, 1, "{told:?}");
    says(&told, "FIX   SPF: riverwitness.example does not list the server that handed the mail over (softfail)");
    says(&told, "FIX   DKIM: the mail is not signed");
}

#[test]
fn a_header_without_results_says_where_to_get_one() {
    let told = explain("--headers", "no_results.txt");
    assert_eq!(told.code, 1, "{told:?}");
    says(&told, "FIX   check: the receiving server does not say what it checked (no Authentication-Results)");
    says(&told, "it carries a DKIM signature of riverwitness.example, which fits");
    says(&told, "large provider");
    let told = explain("--headers", "records_good.txt");
    assert_eq!(told.code, 1, "{told:?}");
    says(&told, "FIX   header: there is no From line in it");
}

#[test]
fn good_records_have_nothing_to_fix() {
    let told = explain("--dns", "records_good.txt");
    assert_eq!(told.code, 0, "{told:?}");
    says(
        &told,
        "ok    SPF: riverwitness.example says who may send for it; see that relay.provider.example is among them",
    );
    says(&told, "ok    DKIM: s2026._domainkey.riverwitness.example is a key that receivers can use");
    says(&told, "note  DMARC: the policy of riverwitness.example is to watch only (p=none)");
}

#[test]
fn faults_in_records_are_told_with_what_to_do() {
    let told = explain("--dns", "records_bad.txt");
    assert_eq!(told.code, 1, "{told:?}");
    says(
        &told,
        "FIX   SPF: riverwitness.example has 2 records that begin with v=spf1, so none of them counts: make one record of them",
    );
    says(&told, "FIX   DKIM: old._domainkey.riverwitness.example is revoked");
    says(&told, "FIX   DKIM: cut._domainkey.riverwitness.example cannot be read");
    says(&told, "FIX   DMARC: there is no policy (a TXT record at _dmarc.riverwitness.example)");
    let told = explain("--dns", "records_open.txt");
    assert_eq!(told.code, 1, "{told:?}");
    says(&told, "FIX   SPF: the record of riverwitness.example lets everybody send (+all)");
    says(&told, "FIX   DKIM: there is no key");
    says(&told, "ok    DMARC: receivers are asked to reject");
}

#[test]
fn a_file_that_cannot_be_read_is_refused_in_words() {
    let database = Database::sqlite();
    let told = run(&database, &SETTINGS, &["doctor", "--headers", "nowhere.txt"]);
    assert_eq!((told.code, told.out.as_str()), (1, ""), "{told:?}");
    assert!(told.err.contains("nowhere.txt: it cannot be read"), "{told:?}");
    for (name, bytes, words) in
        [("noise", vec![0; 1000], "this is no text"), ("long", vec![b'x'; 10 << 20], "longer than 1 MB")]
    {
        std::fs::write(database.path(name), bytes).expect("space");
        for option in ["--headers", "--dns"] {
            let told = run(&database, &SETTINGS, &["doctor", option, name]);
            assert!(told.code == 1 && told.err.contains(words), "{told:?}");
        }
    }
    std::fs::write(database.path("empty"), b"").expect("space");
    assert_eq!(run(&database, &SETTINGS, &["doctor", "--dns", "empty"]).code, 1);
    assert_eq!(run(&database, &SETTINGS, &["doctor", "--headers", "empty"]).code, 1);
    assert_eq!(run(&database, &SETTINGS, &["doctor", "--deep", "--headers", "empty"]).code, 2);
}
