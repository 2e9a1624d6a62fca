use super::*;

const PATH: &str = "letters+abcdefghijklmnopqrstuvwxyz234567abcdefg@letters.example";
const ID: &str = "01924f5e-0000-7000-8000-000000000001@letters.example";

/// An invented message of the shape that real servers send (`tests/it/fixtures/bounces`).
fn fixture(name: &str) -> String {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/fixtures/bounces");
    let text = std::fs::read_to_string(folder.join(format!("{name}.eml"))).expect(name);
    text.replace("RETURN_PATH", PATH).replace("MESSAGE_ID", ID)
}

fn read_text(text: &str) -> Incoming {
    read(text.as_bytes(), None).expect("a mail")
}

#[test]
fn reports_complaints_and_plain_bounces_are_told_from_what_people_and_their_machines_write() {
    let came_back = News::CameBack;
    for (name, news) in [
        ("postfix_unknown", came_back(FailureReason::NoMailbox)),
        ("only_message_id", came_back(FailureReason::NoMailbox)),
        ("exchange_full", came_back(FailureReason::MailboxFull)),
        ("gave_up", came_back(FailureReason::TheirServerAway)),
        ("qmail_plain", came_back(FailureReason::NoMailbox)),
        ("exim_plain", came_back(FailureReason::MailboxFull)),
        ("spam_plain", came_back(FailureReason::TakenForSpam)),
        ("postfix_delayed", News::Delayed),
        ("delivered", News::Delivered),
        ("complaint", News::Complaint),
        ("not_spam", News::Other),
        ("vacation", News::AutomaticAnswer),
        ("vacation_old", News::AutomaticAnswer),
        ("person", News::Other),
        ("read_receipt", News::Other),
        ("newsletter", News::Other),
    ] {
        for text in [fixture(name), fixture(name).replace('\n', "\r\n")] {
            assert_eq!(read_text(&text).news, news, "{name}");
        }
    }
}

#[test]
fn the_return_path_or_the_message_id_of_the_returned_mail_is_found() {
    for name in ["postfix_unknown", "exchange_full", "gave_up", "qmail_plain", "exim_plain", "spam_plain", "complaint"]
    {
        let found = read_text(&fixture(name));
        assert_eq!(found.addresses, [PATH], "{name}");
    }
    for name in ["postfix_unknown", "only_message_id", "exchange_full", "qmail_plain", "exim_plain", "complaint"] {
        assert_eq!(read_text(&fixture(name)).message_ids, [ID], "{name}");
    }
    let told = read(fixture("newsletter").as_bytes(), Some(PATH)).expect("a mail");
    assert_eq!(told.addresses, [PATH], "the mail server told it");
}

#[test]
fn cut_and_garbled_messages_are_read_as_far_as_they_go_and_hurt_nobody() {
    for name in ["postfix_unknown", "exchange_full", "qmail_plain", "complaint"] {
        let whole = fixture(name);
        for end in 0..whole.len() {
            let _ = read(whole.get(..end).unwrap_or_default().as_bytes(), None);
        }
        for at in (0..whole.len()).step_by(7) {
            let mut bytes = whole.clone().into_bytes();
            bytes[at] ^= 0xa5;
            let _ = read(&bytes, None);
        }
    }
    assert_eq!(read(b"", None), Err(Unreadable::NoMail));
    assert_eq!(read(b"\n\n", None), Err(Unreadable::NoMail));
}

#[test]
fn mails_within_mails_without_end_are_refused() {
    let deep = "Content-Type: message/rfc822\n\n".repeat(20_000);
    assert_eq!(read(deep.as_bytes(), None), Err(Unreadable::TooNested));
    let digest: String =
        (0..5_000).map(|n| format!("Content-Type: multipart/digest; boundary=b{n}\n\n--b{n}\n")).collect();
    assert_eq!(read(digest.as_bytes(), None), Err(Unreadable::TooNested));
    let some = "Content-Type: message/rfc822\n\n".repeat(NESTED_AT_MOST);
    assert!(read(some.as_bytes(), None).is_ok(), "and what is let through does not break the stack");
}

#[test]
fn a_flood_of_headers_and_parts_is_bounded() {
    let many = format!(
        "{}From: MAILER-DAEMON@x.example\n\nuser unknown\n",
        format!("To: a+{}@b.example\n", "x".repeat(9)).repeat(9_000)
    );
    assert!(read_text(&many).addresses.len() <= TRACES_AT_MOST);
    let parts: String =
        "--b\nContent-Type: message/delivery-status\n\nAction: failed\nStatus: 5.1.1\n\n".repeat(10_000);
    let many = format!("From: a@b.example\nContent-Type: multipart/report; boundary=b\n\n{parts}--b--\n");
    assert_eq!(read_text(&many).news, News::CameBack(FailureReason::NoMailbox));
    let begun = std::time::Instant::now();
    let long = format!("From: MAILER-DAEMON@x.example\nTo: {PATH}\n\n{}", "user unknown ".repeat(75_000));
    assert_eq!(read_text(&long).news, News::CameBack(FailureReason::NoMailbox));
    assert!(begun.elapsed() < std::time::Duration::from_secs(10));
}
