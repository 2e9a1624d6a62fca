//! What leaves, read back by another library's parser.

use chrono::NaiveDate;
use mail_parser::{MessageParser, MimeHeaders};
use proptest::prelude::*;

use super::*;

fn date() -> Moment {
    NaiveDate::from_ymd_opt(2026, 11, 25).unwrap().and_hms_opt(9, 0, 0).unwrap()
}

fn invitation() -> Message {
    Message {
        message_id: message_id(&OutboxId("0193-a".into()), "mail.example.org"),
        from: Mailbox::named("Amina Odhiambo", "letters@example.org"),
        reply_to: Some(Mailbox::named("Amina Odhiambo", "amina@water-forum.example")),
        to: Mailbox::named("Réseau Eau, Île-de-France", "contact@reseau-eau.example"),
        subject: "Would مركز المياه sign “Water is a right”?".into(),
        text: "Dear friends,\n\nplease read the letter: https://letters.example/sign/abc\n.\nAmina\n".into(),
        html: Some("<p>Dear friends, ужас</p>".into()),
        list_unsubscribe: Some(Url::parse("https://letters.example/unsubscribe/tok").unwrap()),
        auto_submitted: true,
        envelope_from: "bounces@example.org".into(),
    }
}

fn headers_of(bytes: &[u8]) -> Vec<String> {
    let parsed = MessageParser::default().parse(bytes).unwrap();
    parsed.headers().iter().map(|header| header.name().to_owned()).collect()
}

const EVERY_HEADER: [&str; 11] = [
    "Date",
    "Message-ID",
    "From",
    "To",
    "Subject",
    "Reply-To",
    "Auto-Submitted",
    "List-Unsubscribe",
    "List-Unsubscribe-Post",
    "MIME-Version",
    "Content-Type",
];

#[test]
fn a_mail_says_who_writes_to_whom_about_what_in_any_script() {
    let parcel = invitation().build(date()).unwrap();
    let parsed = MessageParser::default().parse(&parcel.bytes).unwrap();
    assert_eq!(parsed.subject(), Some("Would مركز المياه sign “Water is a right”?"));
    let to = parsed.to().and_then(|to| to.first()).unwrap();
    assert_eq!((to.name(), to.address()), (Some("Réseau Eau, Île-de-France"), Some("contact@reseau-eau.example")));
    assert_eq!(
        parsed.reply_to().and_then(|to| to.first()).and_then(|a| a.address()),
        Some("amina@water-forum.example")
    );
    assert_eq!(parsed.message_id(), Some("0193-a@mail.example.org"));
    assert_eq!(parsed.date().unwrap().to_rfc3339(), "2026-11-25T09:00:00Z");
    assert_eq!(parsed.header_raw("Auto-Submitted").map(str::trim), Some("auto-generated"));
    assert_eq!(parsed.header_raw("List-Unsubscribe").map(str::trim), Some("<https://letters.example/unsubscribe/tok>"));
    assert_eq!(parsed.header_raw("List-Unsubscribe-Post").map(str::trim), Some("List-Unsubscribe=One-Click"));
    assert_eq!(
        parcel.envelope,
        Envelope { from: "bounces@example.org".into(), to: "contact@reseau-eau.example".into() }
    );
    assert_eq!(headers_of(&parcel.bytes), EVERY_HEADER);
}

#[test]
fn a_mail_carries_the_same_words_as_plain_text_and_as_html() {
    let parcel = invitation().build(date()).unwrap();
    assert!(parcel.bytes.is_ascii(), "every relay takes seven bits");
    let parsed = MessageParser::default().parse(&parcel.bytes).unwrap();
    assert_eq!(parsed.content_type().map(|kind| kind.ctype()), Some("multipart"));
    assert_eq!(parsed.body_text(0).unwrap().replace("\r\n", "\n").trim_end(), invitation().text.trim_end());
    assert_eq!(parsed.body_html(0).unwrap().trim_end(), "<p>Dear friends, ужас</p>");
    let plain = Message { html: None, ..invitation() }.build(date()).unwrap();
    let parsed = MessageParser::default().parse(&plain.bytes).unwrap();
    assert_eq!(parsed.content_type().and_then(|kind| kind.subtype()), Some("plain"));
}

#[test]
fn the_same_mail_tried_again_is_the_same_byte_for_byte() {
    assert_eq!(invitation().build(date()), invitation().build(date()));
}

#[test]
fn a_line_break_in_a_header_is_refused_and_names_the_part() {
    for bad in ["x\r\nBcc: all@example.org", "x\ny", "x\ry", "x\0y", "x\u{85}y", "x\u{2028}y"] {
        let subject = Message { subject: bad.into(), ..invitation() };
        assert_eq!(subject.build(date()), Err(MessageFault::ControlCharacter(Part::Subject)), "{bad:?}");
        let from = Message { from: Mailbox::named(bad, "a@example.org"), ..invitation() };
        assert_eq!(from.build(date()), Err(MessageFault::ControlCharacter(Part::From)), "{bad:?}");
        let reply_to = Message { reply_to: Some(Mailbox::named(bad, "a@example.org")), ..invitation() };
        assert_eq!(reply_to.build(date()), Err(MessageFault::ControlCharacter(Part::ReplyTo)), "{bad:?}");
        for address in [format!("{bad}@example.org"), format!("a@{bad}.org")] {
            let to = Message { to: Mailbox::bare(&address), ..invitation() };
            assert!(to.build(date()).is_err(), "{address:?}");
            let bounces = Message { envelope_from: address.clone(), ..invitation() };
            assert!(bounces.build(date()).is_err(), "{address:?}");
        }
        assert!(Message { message_id: format!("{bad}@example.org"), ..invitation() }.build(date()).is_err());
    }
}

#[test]
fn one_mail_has_one_recipient() {
    for address in
        ["a@example.org, b@example.org", "a@example.org>,<b@example.org", "\"a, b\"@example.org", "a b@x.org", ""]
    {
        let message = Message { to: Mailbox::bare(address), ..invitation() };
        assert_eq!(message.build(date()), Err(MessageFault::Address(Part::To)), "{address:?}");
    }
}

#[test]
fn an_international_domain_is_written_so_that_every_relay_understands_it() {
    let message = Message { to: Mailbox::bare("info@münchen.example"), ..invitation() };
    assert_eq!(message.build(date()).unwrap().envelope.to, "info@xn--mnchen-3ya.example");
}

#[test]
fn what_a_mail_program_would_decode_into_other_words_is_refused() {
    let message = Message { subject: "=?utf-8?q?Bcc=3A?=".into(), ..invitation() };
    assert_eq!(message.build(date()), Err(MessageFault::EncodedWord(Part::Subject)));
    assert!(Message { subject: "Why = what? How=?".into(), ..invitation() }.build(date()).is_ok());
}

#[test]
fn a_subject_has_its_limit_and_no_line_is_longer_than_mail_allows() {
    let long = |subject: String| Message { subject, ..invitation() }.build(date());
    assert_eq!(long("ä".repeat(500)), Err(MessageFault::TooLong(Part::Subject)));
    assert_eq!(long("x".repeat(995)), Err(MessageFault::TooLong(Part::Line)));
    assert!(long("word ".repeat(190)).is_ok());
    let body = Message { text: "x".repeat(5_000), html: Some("y".repeat(5_000)), ..invitation() };
    assert!(body.build(date()).is_ok(), "a long line of the body is wrapped by its encoding");
}

#[test]
fn no_line_ends_in_a_way_that_a_relay_could_take_for_the_end_of_the_mail() {
    let smuggling = "x\r.\rMAIL FROM:<a@example.org>\n.\nx\r\n.\r\n\0\r".to_owned();
    let message = Message { text: smuggling.clone(), html: Some(smuggling), ..invitation() };
    let text = String::from_utf8(message.build(date()).unwrap().bytes).unwrap();
    assert!(!text.replace("\r\n", "").contains(['\r', '\n', '\0']));
}

#[test]
fn only_a_web_link_can_unsubscribe() {
    for link in ["mailto:a@example.org?subject=x", "javascript:alert(1)", "data:text/plain,x"] {
        let message = Message { list_unsubscribe: Some(Url::parse(link).unwrap()), ..invitation() };
        assert_eq!(message.build(date()), Err(MessageFault::Form(Part::ListUnsubscribe)), "{link}");
    }
}

#[test]
fn a_mailbox_is_read_from_a_setting() {
    let parsed = Mailbox::parse("Undersigned <undersigned@localhost>").unwrap();
    assert_eq!(parsed, Mailbox::named("Undersigned", "undersigned@localhost"));
    assert_eq!(Mailbox::parse(" a@example.org ").unwrap(), Mailbox::bare("a@example.org"));
    assert_eq!(parsed.domain(), "localhost");
    for bad in
        ["", "Undersigned", "a@", "@b", "a@b@c", "A <a@example.org>, B <b@example.org>", "A <a@example.org>\r\nX: y"]
    {
        assert!(Mailbox::parse(bad).is_err(), "{bad:?}");
    }
}

proptest! {
    #[test]
    fn whatever_is_typed_the_mail_has_exactly_its_own_headers_and_one_recipient(
        subject in ".{0,200}", name in ".{0,80}", text in "(?s).{0,400}", html in "(?s).{0,400}", local in ".{1,20}",
    ) {
        let message = Message {
            subject,
            from: Mailbox::named(&name, "letters@example.org"),
            to: Mailbox::named(&name, &format!("{local}@example.org")),
            text,
            html: Some(html),
            ..invitation()
        };
        if let Ok(parcel) = message.build(date()) {
            prop_assert_eq!(headers_of(&parcel.bytes), EVERY_HEADER);
            let parsed = MessageParser::default().parse(&parcel.bytes).unwrap();
            let to: Vec<_> = parsed.to().unwrap().iter().filter_map(|to| to.address()).collect();
            prop_assert_eq!(to, vec![parcel.envelope.to.as_str()]);
            prop_assert_eq!(parsed.subject().unwrap_or_default().trim(), message.subject.trim());
        }
    }
}
