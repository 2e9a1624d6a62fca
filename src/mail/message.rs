//! One mail as plain data, and the MIME bytes made of it. Every header is typed and checked, so nothing that a person
//! typed can add a header, a recipient or a body of its own (RFC 5322; ASVS 1.3.11).

use std::fmt;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use lettre::message::header::{ContentType, HeaderName, HeaderValue};
use lettre::message::{MessageBuilder, MultiPart, SinglePart};
use sha2::{Digest, Sha256};
use url::Url;

use crate::clock::Moment;
use crate::domain::ids::OutboxId;

mod mailbox;

pub use mailbox::Mailbox;

/// The longest subject, in bytes of UTF-8.
pub const SUBJECT_LIMIT: usize = 998;
/// The longest line that SMTP carries, without its CRLF (RFC 5322 §2.1.1).
const LINE_LIMIT: usize = 998;

/// A mail as plain data: one person writes to one person.
#[derive(Debug, Clone)]
pub struct Message {
    /// `id@domain` without angle brackets; stays the same when the same mail is tried again (see [`message_id`]).
    pub message_id: String,
    /// Who writes.
    pub from: Mailbox,
    /// Where an answer should go, when it is not the sender's address.
    pub reply_to: Option<Mailbox>,
    /// The only recipient.
    pub to: Mailbox,
    /// One line of at most [`SUBJECT_LIMIT`] bytes.
    pub subject: String,
    /// The plain text; complete without the HTML.
    pub text: String,
    /// The same words as HTML.
    pub html: Option<String>,
    /// Where one POST ends these mails (RFC 8058).
    pub list_unsubscribe: Option<Url>,
    /// Whether no person pressed *Send* for this mail: out-of-office robots then stay silent (RFC 3834).
    pub auto_submitted: bool,
    /// The address that bounces go to.
    pub envelope_from: String,
}

/// Who hands the mail over and who gets it, as the relay is told; the headers may say something else.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Envelope {
    /// The address that bounces go to.
    pub from: String,
    /// The one recipient's address.
    pub to: String,
}

/// A mail ready to leave.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Parcel {
    /// For whom it is.
    pub envelope: Envelope,
    /// Headers and body, lines ended by CRLF.
    pub bytes: Vec<u8>,
}

/// Why a message cannot become a mail.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum MessageFault {
    /// A line break or another control character in a part that has one line.
    #[error("{0} holds a line break or another control character")]
    ControlCharacter(Part),
    /// Not an address that mail can be sent to.
    #[error("{0} is not a mail address; write name@example.org, or Name <name@example.org>")]
    Address(Part),
    /// Longer than a mail's header may be.
    #[error("{0} is too long")]
    TooLong(Part),
    /// Text that a mail program would decode into something else (RFC 2047).
    #[error("{0} holds a text of the form =?…?=, which mail programs would read as something else")]
    EncodedWord(Part),
    /// Not `id@domain` in plain characters, or no link that a mail program can call.
    #[error("{0} has a form that mail does not allow")]
    Form(Part),
    /// The builder refused it.
    #[error("the mail could not be built: {0}")]
    Build(String),
}

/// A part of a message, for messages about faults.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// The sender.
    From,
    /// The address for answers.
    ReplyTo,
    /// The recipient.
    To,
    /// The subject.
    Subject,
    /// The address for bounces.
    EnvelopeFrom,
    /// The identifier of the mail.
    MessageId,
    /// The link that ends these mails.
    ListUnsubscribe,
    /// A line of the finished mail.
    Line,
    /// A setting or a field that holds one mailbox.
    Mailbox,
}

impl fmt::Display for Part {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Part::From => "the sender",
            Part::ReplyTo => "the address for answers",
            Part::To => "the recipient",
            Part::Subject => "the subject",
            Part::EnvelopeFrom => "the address for bounces",
            Part::MessageId => "the message id",
            Part::ListUnsubscribe => "the link to unsubscribe",
            Part::Line => "a line",
            Part::Mailbox => "this",
        })
    }
}

/// The Message-ID of an outbox row: the same however often the row is tried, and without this machine's name in it.
pub fn message_id(row: &OutboxId, mail_domain: &str) -> String {
    format!("{row}@{mail_domain}")
}

impl Message {
    /// Makes the MIME bytes: `text/plain` alone, or `multipart/alternative` with the HTML. The same message and date
    /// give the same bytes.
    ///
    /// # Errors
    /// A [`MessageFault`] that names the part which cannot stand in a mail.
    pub fn build(&self, date: Moment) -> Result<Parcel, MessageFault> {
        let envelope = self.envelope()?;
        let builder = self.headers(date)?;
        let plain = SinglePart::builder().header(ContentType::TEXT_PLAIN).body(lines(&self.text));
        let built = match &self.html {
            None => builder.singlepart(plain),
            Some(html) => {
                let html = SinglePart::builder().header(ContentType::TEXT_HTML).body(lines(html));
                builder.multipart(MultiPart::alternative().boundary(self.boundary()).singlepart(plain).singlepart(html))
            }
        };
        let bytes = built.map_err(|error| MessageFault::Build(error.to_string()))?.formatted();
        match bytes.split(|byte| *byte == b'\n').any(|line| line.len() > LINE_LIMIT + 1) {
            true => Err(MessageFault::TooLong(Part::Line)),
            false => Ok(Parcel { envelope, bytes }),
        }
    }

    fn envelope(&self) -> Result<Envelope, MessageFault> {
        let from = Mailbox { name: None, address: self.envelope_from.clone() }.address(Part::EnvelopeFrom)?;
        let to = self.to.address(Part::To)?;
        Ok(Envelope { from: from.to_string(), to: to.to_string() })
    }

    fn headers(&self, date: Moment) -> Result<MessageBuilder, MessageFault> {
        let mut builder = lettre::Message::builder()
            .date(system_time(date))
            .message_id(Some(format!("<{}>", self.checked_message_id()?)))
            .from(self.from.typed(Part::From)?)
            .to(self.to.typed(Part::To)?)
            .subject(self.checked_subject()?);
        if let Some(reply_to) = &self.reply_to {
            builder = builder.reply_to(reply_to.typed(Part::ReplyTo)?);
        }
        if self.auto_submitted {
            builder = builder.raw_header(header("Auto-Submitted", "auto-generated"));
        }
        if let Some(link) = &self.list_unsubscribe {
            builder = builder
                .raw_header(header("List-Unsubscribe", &checked_link(link)?))
                .raw_header(header("List-Unsubscribe-Post", "List-Unsubscribe=One-Click"));
        }
        Ok(builder)
    }

    fn checked_subject(&self) -> Result<String, MessageFault> {
        let subject = self.subject.trim();
        one_line(subject, Part::Subject)?;
        if subject.len() > SUBJECT_LIMIT {
            return Err(MessageFault::TooLong(Part::Subject));
        }
        match subject.split_whitespace().any(|word| word.contains("=?") && word.contains("?=")) {
            true => Err(MessageFault::EncodedWord(Part::Subject)),
            false => Ok(subject.to_owned()),
        }
    }

    fn checked_message_id(&self) -> Result<&str, MessageFault> {
        let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._".contains(&byte);
        match self.message_id.split_once('@') {
            Some((id, domain))
                if !id.is_empty()
                    && !domain.is_empty()
                    && self.message_id.len() <= 250
                    && id.bytes().chain(domain.bytes()).all(plain) =>
            {
                Ok(&self.message_id)
            }
            _ => Err(MessageFault::Form(Part::MessageId)),
        }
    }

    /// A boundary that stays the same when the mail is built again, and that no author of the text can know.
    fn boundary(&self) -> String {
        let digest = Sha256::digest(self.message_id.as_bytes());
        digest.iter().take(20).map(|byte| format!("{byte:02x}")).collect()
    }
}

/// Refuses what would end or break a header line: C0 and C1 controls, and the line separators of Unicode.
fn one_line(text: &str, part: Part) -> Result<(), MessageFault> {
    match text.chars().any(|c| c.is_control() || matches!(c, '\u{2028}' | '\u{2029}')) {
        true => Err(MessageFault::ControlCharacter(part)),
        false => Ok(()),
    }
}

/// Ends every line by LF, from which the builder makes CRLF: a lone CR or a NUL in a body is what mail smuggling is
/// made of.
fn lines(text: &str) -> String {
    text.replace("\r\n", "\n").replace('\r', "\n").replace('\0', "")
}

fn checked_link(link: &Url) -> Result<String, MessageFault> {
    let text = link.as_str();
    let visible = text.bytes().all(|byte| byte.is_ascii_graphic() && !b"<>".contains(&byte));
    match visible && matches!(link.scheme(), "https" | "http") && text.len() <= 900 {
        true => Ok(format!("<{text}>")),
        false => Err(MessageFault::Form(Part::ListUnsubscribe)),
    }
}

/// A moment before 1970 becomes 1970: the header cannot say less, and no mail was written then.
fn system_time(date: Moment) -> SystemTime {
    UNIX_EPOCH + Duration::from_secs(u64::try_from(date.and_utc().timestamp()).unwrap_or_default())
}

/// A header for which the builder has no type of its own; the value is encoded and folded like any other.
fn header(name: &'static str, value: &str) -> HeaderValue {
    HeaderValue::new(HeaderName::new_from_ascii_str(name), value.to_owned())
}

#[cfg(test)]
mod tests;
