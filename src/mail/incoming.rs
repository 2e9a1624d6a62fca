//! Mail that comes back: what one message says about one of ours. Knows delivery reports (RFC 3464), complaints of mailbox
//! providers (ARF, RFC 5965), automatic answers (RFC 3834) and the plain-text bounces of servers that write no report.
//! It only reads; which mail it is and what follows is for others. Whatever people write stays unread.

use mail_parser::{Address, Message, MessageParser, MessagePart, MimeHeaders, PartType};

use crate::domain::delivery::FailureReason;

pub(super) mod fields;
mod plain;
mod report;

use fields::Fields;

/// The longest message that is read, in bytes: a returned mail is ours (at most 100 KB) and a report around it.
pub const SIZE_LIMIT: usize = 1024 * 1024;
/// The most addresses and Message-IDs that are looked up for one message.
const TRACES_AT_MOST: usize = 20;
/// A message inside a message inside a message: the parser keeps each in the other, and a report has one.
const NESTED_AT_MOST: usize = 300;

/// What a message says about a mail of ours.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum News {
    /// It will not arrive.
    CameBack(FailureReason),
    /// It has not arrived yet, and they go on trying.
    Delayed,
    /// It arrived, or was passed on.
    Delivered,
    /// The recipient marked it as unwanted.
    Complaint,
    /// A machine answers for somebody who is away.
    AutomaticAnswer,
    /// None of these: a person's letter perhaps.
    Other,
}

/// A message as far as it was understood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Incoming {
    /// What it says.
    pub news: News,
    /// Addresses in it that may be return paths of ours; the first ones were closest to hand.
    pub addresses: Vec<String>,
    /// Message-IDs in it that may be ours, without angle brackets.
    pub message_ids: Vec<String>,
}

/// Why a message is not read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Unreadable {
    /// Nothing, or nothing with a header.
    #[error("this is no mail: it has no header")]
    NoMail,
    /// Longer than [`SIZE_LIMIT`].
    #[error("this mail is longer than 1 MB, and no report about one of our mails is")]
    TooLong,
    /// Built to hurt.
    #[error("this mail holds mails within mails, far more than any report does")]
    TooNested,
}

/// Reads one message. `recipient` is the address it was delivered to, where the mail system says so.
///
/// # Errors
/// [`Unreadable`]: there is nothing to read, or it would be dangerous.
pub fn read(bytes: &[u8], recipient: Option<&str>) -> Result<Incoming, Unreadable> {
    if bytes.len() > SIZE_LIMIT {
        return Err(Unreadable::TooLong);
    }
    if nested(bytes) > NESTED_AT_MOST {
        return Err(Unreadable::TooNested);
    }
    let parsed = MessageParser::default().parse(bytes).filter(|message| !message.parts.is_empty());
    let message = parsed.ok_or(Unreadable::NoMail)?;
    let outer = Fields::of(&message);
    if outer.is_empty() {
        return Err(Unreadable::NoMail);
    }
    let mut traces = Traces::default();
    traces.addresses.extend(recipient.map(str::to_owned));
    for name in ["X-Original-To", "Delivered-To", "Envelope-To", "X-Envelope-To", "To"] {
        outer.all(name).for_each(|value| traces.add_addresses(value));
    }
    let news = news(&message, &outer, &mut traces);
    Ok(Incoming { news, addresses: traces.addresses, message_ids: traces.message_ids })
}

fn news(message: &Message<'_>, outer: &Fields, traces: &mut Traces) -> News {
    match report::kind(message) {
        Some(report::Kind::Delivery) => report::delivery(message, traces),
        Some(report::Kind::Complaint) => report::complaint(message, traces),
        None => plain::read(message, outer, traces),
    }
}

/// How many messages may stand inside one another; counted by the words without which none can.
fn nested(bytes: &[u8]) -> usize {
    let words: [&[u8]; 3] = [b"rfc822", b"global", b"digest"];
    let starts =
        |at: usize, word: &[u8]| bytes.get(at..at + word.len()).is_some_and(|found| found.eq_ignore_ascii_case(word));
    (0..bytes.len())
        .filter(|at| matches!(bytes[*at] | 0x20, b'r' | b'g' | b'd') && words.iter().any(|word| starts(*at, word)))
        .count()
}

/// What may tell which mail a message is about.
#[derive(Debug, Default)]
struct Traces {
    addresses: Vec<String>,
    message_ids: Vec<String>,
}

impl Traces {
    /// Every address in a header's value; only those with a tag can be ours.
    fn add_addresses(&mut self, value: &str) {
        let words = value.split(|c: char| c.is_whitespace() || "<>,;\"()".contains(c));
        let tagged = words.filter(|word| word.contains('@') && word.contains('+') && word.len() <= 320);
        for word in tagged {
            if self.addresses.len() < TRACES_AT_MOST && !self.addresses.iter().any(|known| known == word) {
                self.addresses.push(word.to_owned());
            }
        }
    }

    fn add_message_id(&mut self, value: &str) {
        let id = value.trim().trim_start_matches('<').trim_end_matches('>');
        let is_id = id.contains('@') && id.len() <= 320 && !id.contains(char::is_whitespace);
        if is_id && self.message_ids.len() < TRACES_AT_MOST && !self.message_ids.iter().any(|known| known == id) {
            self.message_ids.push(id.to_owned());
        }
    }

    /// The header of a mail that came back.
    fn add_header_of(&mut self, returned: &Fields) {
        for name in ["Return-Path", "X-Envelope-From", "Errors-To"] {
            returned.all(name).for_each(|value| self.add_addresses(value));
        }
        returned.all("Message-ID").for_each(|value| self.add_message_id(value));
    }
}

/// The text of a part, whatever it says that it is; undecodable bytes are replaced.
fn text_of<'p>(part: &'p MessagePart<'_>) -> std::borrow::Cow<'p, str> {
    String::from_utf8_lossy(part.contents())
}

/// `type/subtype` of a part in small letters; `text/plain` where it says nothing.
fn type_of(part: &MessagePart<'_>) -> String {
    match part.content_type() {
        Some(kind) => format!("{}/{}", kind.ctype(), kind.subtype().unwrap_or_default()).to_lowercase(),
        None => "text/plain".to_owned(),
    }
}

/// The parts of a message, those of the mail inside it left out.
fn parts<'m>(message: &'m Message<'m>) -> impl Iterator<Item = &'m MessagePart<'m>> {
    message.parts.iter().filter(|part| !matches!(part.body, PartType::Multipart(_))).take(50)
}

/// The address in From, small letters.
fn sender(message: &Message<'_>) -> String {
    let first = message.from().and_then(Address::first);
    first.and_then(|one| one.address()).unwrap_or_default().to_lowercase()
}

#[cfg(test)]
mod tests;
