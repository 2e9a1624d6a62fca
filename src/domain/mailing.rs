//! The covering text of a mailing: in whose name, what to answer to, and the coordinator's own words.

use serde::{Deserialize, Serialize};

use crate::domain::email::{EmailAddress, EmailFault};
use crate::domain::text::{TextFault, line, lines};

/// Longest name of a sender, in characters.
pub const FROM_NAME_CHARS: usize = 100;
/// Longest subject, in characters (RFC 5322 §2.1.1 allows 998 bytes a line; people read far less).
pub const SUBJECT_CHARS: usize = 200;
/// So much of a subject is shown by most mailboxes (U-32); longer ones are pointed out, not refused.
pub const SUBJECT_SHOWN_CHARS: usize = 60;
/// Longest covering text, in characters; the letter's own text comes below it.
pub const MESSAGE_CHARS: usize = 10_000;

/// A covering text as parsed from its form. Its placeholders are checked by the mail layer, which fills them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Covering {
    /// BCP 47 tag of the text that the mail shows.
    pub language: String,
    /// The person or body that asks.
    pub from_name: String,
    /// Where answers go.
    pub reply_to: String,
    /// One line.
    pub subject: String,
    /// Paragraphs of plain text.
    pub message: String,
}

/// What is wrong with one field of a covering text; `language` is checked against the letter's texts by the caller.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CoveringFault {
    /// `from_name`, `subject` or `message`, with the most characters it may have.
    Text(&'static str, TextFault, usize),
    /// `reply_to`.
    ReplyTo(EmailFault),
}

impl Covering {
    /// Reads a form's fields.
    ///
    /// # Errors
    /// Everything that is wrong, so that a person mends it all at once.
    pub fn parse(
        language: &str,
        from_name: &str,
        reply_to: &str,
        subject: &str,
        message: &str,
    ) -> Result<Covering, Vec<CoveringFault>> {
        let mut faults = Vec::new();
        let mut text = |field, parsed: Result<String, TextFault>, limit| {
            parsed.unwrap_or_else(|fault| {
                faults.push(CoveringFault::Text(field, fault, limit));
                String::new()
            })
        };
        let from_name = text("from_name", line(from_name, FROM_NAME_CHARS), FROM_NAME_CHARS);
        let subject = text("subject", line(subject, SUBJECT_CHARS), SUBJECT_CHARS);
        let message = text("message", lines(message, MESSAGE_CHARS), MESSAGE_CHARS);
        let reply_to = EmailAddress::parse(reply_to).map_err(|fault| faults.push(CoveringFault::ReplyTo(fault))).ok();
        match reply_to {
            Some(reply_to) if faults.is_empty() => Ok(Covering {
                language: language.to_owned(),
                from_name,
                reply_to: reply_to.as_str().to_owned(),
                subject,
                message,
            }),
            _ => Err(faults),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_covering_text_needs_a_sender_an_address_for_answers_a_subject_and_words() {
        let faults = Covering::parse("en", "", "no address", "two\r\nBcc: lines", "").unwrap_err();
        assert_eq!(faults.len(), 4, "{faults:?}");
        assert!(faults.contains(&CoveringFault::Text("subject", TextFault::LineBreak, SUBJECT_CHARS)));
        assert!(faults.contains(&CoveringFault::ReplyTo(EmailFault::At)));
        let covering =
            Covering::parse("en", " Nadia  Benali ", "nadia@ngo.example", "Sign by Friday", "Dear all\r\n\r\nx");
        let covering = covering.unwrap();
        assert_eq!((covering.from_name.as_str(), covering.message.as_str()), ("Nadia Benali", "Dear all\n\nx"));
    }
}
