//! What becomes of a mail on its way to the relay, over real TCP. What is sent twice and what is lost depends on it.

use std::time::{Duration, Instant};

use undersigned::mail::message::{Envelope, Mailbox, Message};
use undersigned::mail::transport::{Outcome, Security, Sender, SmtpSettings, Transport};

use crate::support::smtp_sink::{Certificate, SLOW, Setup, SmtpSink, Tls};

fn settings(sink: &SmtpSink) -> SmtpSettings {
    SmtpSettings { timeout: Duration::from_secs(5), ..SmtpSettings::parse(&sink.url()).unwrap() }
}

fn sender(settings: SmtpSettings) -> Sender {
    Transport::Smtp(settings).sender().unwrap()
}

fn send(sender: &mut Sender, to: &str) -> Outcome {
    let date = chrono::NaiveDate::from_ymd_opt(2026, 11, 25).unwrap().and_hms_opt(9, 0, 0).unwrap();
    let message = Message {
        message_id: "0193@example.org".into(),
        from: Mailbox::named("Amina", "letters@example.org"),
        reply_to: None,
        to: Mailbox::bare(to),
        subject: "Would you sign? مركز".into(),
        text: "Please read: https://letters.example/sign/abc.\n.\n..two\n".into(),
        html: None,
        list_unsubscribe: None,
        auto_submitted: false,
        envelope_from: "letters@example.org".into(),
    };
    let parcel = message.build(date).unwrap();
    sender.send(&parcel.envelope, &parcel.bytes)
}

fn once(settings: SmtpSettings, to: &str) -> Outcome {
    send(&mut sender(settings), to)
}

fn is_unreachable(outcome: &Outcome, why: &str) -> bool {
    matches!(outcome, Outcome::Unreachable { text } if text.contains(why))
}

#[test]
fn an_accepted_mail_arrives_as_it_was_written() {
    let sink = SmtpSink::start();
    assert_eq!(once(settings(&sink), "amina@example.org"), Outcome::Accepted { reply: "2.0.0 queued as 1".into() });
    let mail = sink.wait_for_mail_to("amina@example.org");
    assert_eq!((mail.from.as_str(), mail.encrypted), ("letters@example.org", false));
    assert_eq!(mail.subject(), "Would you sign? مركز");
    assert_eq!(mail.text().trim_end(), "Please read: https://letters.example/sign/abc.\n.\n..two");
    assert_eq!(mail.link("/sign/"), "https://letters.example/sign/abc");
    assert!(mail.html().is_none());
    assert_eq!(mail.addresses("From"), ["letters@example.org"]);
    assert!(mail.header("X-Mailer").is_none());
}

#[test]
fn the_relay_learns_the_mail_domain_and_not_the_name_of_this_machine() {
    let sink = SmtpSink::start();
    once(settings(&sink), "amina@example.org");
    assert_eq!(sink.commands()[0], "EHLO example.org");
}

#[test]
fn a_mailbox_that_does_not_exist_is_final() {
    let sink = SmtpSink::start();
    let outcome = once(settings(&sink), "reject@example.org");
    assert_eq!(outcome, Outcome::Rejected { code: 550, text: "5.1.1 no such mailbox".into() });
    assert!(sink.mails().is_empty());
}

#[test]
fn a_relay_that_says_not_now_is_tried_again() {
    let sink = SmtpSink::start();
    let mut sender = sender(settings(&sink));
    let first = send(&mut sender, "grey@example.org");
    assert_eq!(first, Outcome::Deferred { code: 451, text: "4.7.1 try again later".into() });
    assert!(matches!(send(&mut sender, "grey@example.org"), Outcome::Accepted { .. }));
    assert!(matches!(send(&mut sender, "later@example.org"), Outcome::Deferred { code: 451, .. }));
    assert!(matches!(send(&mut sender, "goodbye@example.org"), Outcome::Deferred { code: 421, .. }));
    assert_eq!(sink.mails().len(), 1);
}

#[test]
fn a_no_to_the_whole_mail_counts_like_a_no_to_the_recipient() {
    let sink = SmtpSink::start();
    let mut sender = sender(settings(&sink));
    let spam = send(&mut sender, "spam@example.org");
    assert_eq!(spam, Outcome::Rejected { code: 554, text: "5.7.1 we do not want this".into() });
    assert!(matches!(send(&mut sender, "full@example.org"), Outcome::Deferred { code: 452, .. }));
    assert!(matches!(send(&mut sender, "amina@example.org"), Outcome::Accepted { .. }));
    assert_eq!(sink.connections(), 1);
}

#[test]
fn a_mail_whose_answer_was_lost_is_unknown() {
    let sink = SmtpSink::start();
    let mut sender = sender(settings(&sink));
    assert_eq!(send(&mut sender, "lost@example.org"), Outcome::Unknown);
    assert_eq!(sink.mails().len(), 1, "it did arrive, and nobody said so");
    assert!(matches!(send(&mut sender, "amina@example.org"), Outcome::Accepted { .. }));
}

#[test]
fn a_mail_whose_answer_does_not_come_in_time_is_unknown() {
    let sink = SmtpSink::start();
    let hasty = SmtpSettings { timeout: Duration::from_secs(1), ..settings(&sink) };
    assert_eq!(once(hasty, "mute@example.org"), Outcome::Unknown);
    let patient = once(settings(&sink), "slow@example.org");
    assert!(matches!(patient, Outcome::Accepted { .. }) && SLOW < Duration::from_secs(5));
}

#[test]
fn a_mail_that_was_not_wholly_handed_over_reached_nobody() {
    let sink = SmtpSink::start();
    let mut sender = sender(settings(&sink));
    assert!(matches!(send(&mut sender, "hangup@example.org"), Outcome::Unreachable { .. }));
    let envelope = Envelope { from: "letters@example.org".into(), to: "cut@example.org".into() };
    let more_than_any_buffer = "0123456789abcdef\r\n".repeat(2_000_000);
    let cut = sender.send(&envelope, more_than_any_buffer.as_bytes());
    assert!(matches!(cut, Outcome::Unreachable { .. }), "{cut:?}");
    assert!(sink.mails().is_empty());
}

#[test]
fn a_relay_that_is_down_is_unreachable() {
    let sink = SmtpSink::start();
    let settings = settings(&sink);
    drop(sink);
    let mut sender = sender(settings);
    assert!(matches!(send(&mut sender, "amina@example.org"), Outcome::Unreachable { .. }));
    assert!(matches!(send(&mut sender, "amina@example.org"), Outcome::Unreachable { .. }));
}

#[test]
fn a_relay_that_does_not_accept_us_costs_no_recipient_their_mail() {
    let closed = SmtpSink::with(Setup { greeting: "554 no service here", ..Setup::default() });
    assert!(is_unreachable(&once(settings(&closed), "amina@example.org"), "no service here"));
    let strict = SmtpSink::with(Setup { mail_answer: "550 5.7.1 sender not yours", ..Setup::default() });
    assert!(is_unreachable(&once(settings(&strict), "amina@example.org"), "sender not yours"));
    let busy = SmtpSink::with(Setup { greeting: "421 too many connections", ..Setup::default() });
    assert!(matches!(once(settings(&busy), "amina@example.org"), Outcome::Deferred { code: 421, .. }));
}

#[test]
fn a_wrong_password_is_about_us_and_a_right_one_opens_the_relay() {
    let sink = SmtpSink::with(Setup { account: Some(("amina", "p@ss:word")), ..Setup::default() });
    let with = |account: &str| {
        let parsed = SmtpSettings::parse(&format!("smtp://{account}{}", sink.address)).unwrap();
        SmtpSettings { timeout: Duration::from_secs(5), ..parsed }
    };
    assert!(is_unreachable(&once(with("amina:wrong@"), "amina@example.org"), "535"));
    assert!(is_unreachable(&once(with(""), "amina@example.org"), "530"));
    assert!(matches!(once(with("amina:p%40ss%3Aword@"), "amina@example.org"), Outcome::Accepted { .. }));
}

#[test]
fn one_connection_carries_a_hundred_mails_and_then_a_new_one_is_opened() {
    let sink = SmtpSink::start();
    let mut sender = sender(settings(&sink));
    for number in 0..101 {
        assert!(matches!(send(&mut sender, &format!("a{number}@example.org")), Outcome::Accepted { .. }));
    }
    assert_eq!(sink.connections(), 2);
    assert_eq!(sink.commands().iter().filter(|command| *command == "QUIT").count(), 1);
    sender.rest();
    assert_eq!(sink.commands().last().map(String::as_str), Some("QUIT"));
}

#[test]
fn a_connection_that_the_relay_closed_meanwhile_costs_nothing() {
    let sink = SmtpSink::start();
    let mut sender = sender(settings(&sink));
    send(&mut sender, "first@example.org");
    sink.hang_up();
    assert!(matches!(send(&mut sender, "second@example.org"), Outcome::Accepted { .. }));
    assert_eq!((sink.mails().len(), sink.connections()), (2, 2));
}

/// The client library's own pool takes 40 ms for each mail: body and final dot in two packets, the second held back.
#[test]
fn a_mail_to_a_near_relay_takes_less_than_twenty_milliseconds() {
    let sink = SmtpSink::start();
    let mut sender = sender(settings(&sink));
    send(&mut sender, "warm-up@example.org");
    let times = (0..21).map(|number| {
        let start = Instant::now();
        send(&mut sender, &format!("a{number}@example.org"));
        start.elapsed()
    });
    // The fastest: the pool's pause falls on every mail, a busy machine's only on some.
    let fastest = times.min().unwrap();
    assert!(fastest < Duration::from_millis(20), "{fastest:?}");
}

fn with_tls(tls: Tls, certificate: &Certificate) -> SmtpSink {
    SmtpSink::with(Setup {
        tls,
        certificate: Some(certificate.clone()),
        account: Some(("amina", "secret")),
        ..Setup::default()
    })
}

fn tls_settings(sink: &SmtpSink, security: Security, trusted: Option<&Certificate>) -> SmtpSettings {
    let url = format!("smtp://amina:secret@{}", sink.address);
    SmtpSettings {
        security,
        ca_file: trusted.map(|certificate| certificate.authority_file().to_owned()),
        timeout: Duration::from_secs(5),
        ..SmtpSettings::parse(&url).unwrap()
    }
}

#[test]
fn mail_goes_encrypted_to_a_relay_with_the_right_certificate() {
    let certificate = Certificate::for_localhost();
    for (tls, security) in [(Tls::Offered, Security::StartTls), (Tls::FromTheStart, Security::Tls)] {
        let sink = with_tls(tls, &certificate);
        let outcome = once(tls_settings(&sink, security, Some(&certificate)), "amina@example.org");
        assert!(matches!(outcome, Outcome::Accepted { .. }), "{tls:?} {outcome:?}");
        assert!(sink.mails()[0].encrypted);
    }
}

#[test]
fn nothing_is_said_to_a_relay_whose_certificate_is_not_vouched_for() {
    let certificate = Certificate::for_localhost();
    let stranger = Certificate::for_localhost();
    let other_name = Certificate::for_names(&["relay.example.org"]);
    for (tls, security) in [(Tls::Offered, Security::StartTls), (Tls::FromTheStart, Security::Tls)] {
        for (shown, trusted) in
            [(&certificate, None), (&certificate, Some(&stranger)), (&other_name, Some(&other_name))]
        {
            let sink = with_tls(tls, shown);
            let outcome = once(tls_settings(&sink, security, trusted), "amina@example.org");
            assert!(is_unreachable(&outcome, "certificate"), "{tls:?} {outcome:?}");
            let heard = sink.commands();
            assert!(heard.iter().all(|command| command == "STARTTLS" || command.starts_with("EHLO")), "{heard:?}");
        }
    }
}

#[test]
fn without_starttls_nothing_is_said_beyond_hello() {
    let sink = SmtpSink::start();
    let outcome = once(tls_settings(&sink, Security::StartTls, None), "amina@example.org");
    assert!(is_unreachable(&outcome, "does not offer STARTTLS"), "{outcome:?}");
    assert_eq!(sink.commands(), ["EHLO example.org"]);
}

#[test]
fn words_put_before_the_encryption_by_someone_on_the_way_end_the_talk() {
    let certificate = Certificate::for_localhost();
    let sink = with_tls(Tls::Injected, &certificate);
    let outcome = once(tls_settings(&sink, Security::StartTls, Some(&certificate)), "amina@example.org");
    assert!(is_unreachable(&outcome, "more than was asked"), "{outcome:?}");
}

#[test]
fn an_unreadable_list_of_authorities_is_told_when_the_sender_is_made() {
    let sink = SmtpSink::start();
    for content in ["", "not a certificate"] {
        let file = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(file.path(), content).unwrap();
        let settings =
            SmtpSettings { ca_file: Some(file.path().to_owned()), ..tls_settings(&sink, Security::Tls, None) };
        assert!(Transport::Smtp(settings).sender().is_err());
    }
    let missing = SmtpSettings { ca_file: Some("missing.pem".into()), ..tls_settings(&sink, Security::Tls, None) };
    assert!(Transport::Smtp(missing).sender().unwrap_err().to_string().contains("missing.pem"));
}

#[test]
fn an_address_beyond_ascii_goes_only_to_a_relay_that_takes_it() {
    let plain = SmtpSink::start();
    let mut sender = sender(settings(&plain));
    assert!(matches!(send(&mut sender, "josé@example.org"), Outcome::Rejected { code: 553, .. }));
    assert!(matches!(send(&mut sender, "amina@example.org"), Outcome::Accepted { .. }));
    let modern = SmtpSink::with(Setup { smtputf8: true, ..Setup::default() });
    assert!(matches!(once(settings(&modern), "josé@example.org"), Outcome::Accepted { .. }));
    assert_eq!(modern.wait_for_mail_to("josé@example.org").addresses("To"), ["josé@example.org"]);
}

#[test]
fn caught_mail_goes_nowhere() {
    let mut sender = Transport::Caught.sender().unwrap();
    assert!(Transport::Caught.is_caught());
    assert!(matches!(send(&mut sender, "amina@example.org"), Outcome::Accepted { .. }));
}

#[test]
fn a_sender_can_be_dropped_anywhere() {
    let sink = SmtpSink::start();
    let mut sender = sender(settings(&sink));
    send(&mut sender, "amina@example.org");
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    runtime.block_on(async move { drop(sender) });
}
