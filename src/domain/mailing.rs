//! A mailing: what it is for, to whom it goes, in whose name, what to answer to, and the coordinator's own words.

use serde::{Deserialize, Serialize};

use crate::domain::email::{EmailAddress, EmailFault};
use crate::domain::ids::InvitationId;
use crate::domain::text::{TextFault, line, lines};
use crate::word_enum;

word_enum! {
    /// What a mailing is for.
    MailingKind {
        /// Asks to sign.
        Invitation => "invitation",
        /// Asks those who have not answered.
        Reminder => "reminder",
        /// Asks once more before closing.
        LastCall => "last_call",
        /// Says to those who have not answered that there is more time.
        Extension => "extension",
        /// Says to those who signed what came of it.
        Thanks => "thanks",
        /// Anything else, to a chosen circle.
        Free => "free",
    }
}

impl MailingKind {
    /// Whether it asks for a signature: it has no place before opening, after closing, or where somebody declined.
    pub const fn asks(self) -> bool {
        !matches!(self, MailingKind::Thanks | MailingKind::Free)
    }

    /// Whether it can be set for a later day.
    pub const fn can_wait(self) -> bool {
        matches!(self, MailingKind::Reminder | MailingKind::LastCall)
    }

    /// To whom it goes; of a free message the circle is chosen.
    pub const fn circle(self) -> Option<Circle> {
        match self {
            MailingKind::Invitation => Some(Circle::Unmailed),
            MailingKind::Reminder | MailingKind::LastCall | MailingKind::Extension => Some(Circle::Silent),
            MailingKind::Thanks => Some(Circle::Signed),
            MailingKind::Free => None,
        }
    }
}

word_enum! {
    /// A circle of people whom a mailing can go to.
    Circle {
        /// Invited and not written to yet.
        Unmailed => "unmailed",
        /// Written to and without an answer.
        Silent => "silent",
        /// Signed, and asked to hear what becomes of the letter.
        Signed => "signed",
        /// Declined.
        Declined => "declined",
        /// Everybody invited, whatever the answer.
        All => "all",
    }
}

/// To whom a mailing goes. Who that is, is found when its mails are written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Audience {
    /// The circle.
    pub circle: Circle,
    /// Only this region's (UN M49 code as in filters); `-` for those whose region is not known.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub region: String,
    /// Only those who read this language; `-` for those of whom it is not known.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub language: String,
    /// Only these invitations, where a person ticked them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub only: Vec<InvitationId>,
}

impl Audience {
    /// The whole circle.
    pub fn whole(circle: Circle) -> Audience {
        Audience { circle, region: String::new(), language: String::new(), only: Vec::new() }
    }

    /// Whether this region and language are asked for.
    pub fn takes(&self, region: Option<&str>, language: Option<&str>) -> bool {
        let fits = |wanted: &str, found: Option<&str>| wanted.is_empty() || wanted == found.unwrap_or("-");
        fits(&self.region, region) && fits(&self.language, language)
    }

    /// Whether it is narrowed to a region or a language.
    pub fn is_narrowed(&self) -> bool {
        !self.region.is_empty() || !self.language.is_empty()
    }
}

word_enum! {
    /// Why somebody is left out of a mailing.
    LeftOut {
        /// Signed, as far as every member of the letter may know.
        Answered => "answered",
        /// Declined.
        Declined => "declined",
        /// Stopped the mails about this letter.
        Stopped => "stopped",
        /// Was written to before.
        Mailed => "mailed",
        /// No invitation has arrived yet.
        NotAsked => "not_asked",
        /// Signed and did not ask to hear more.
        NoNews => "no_news",
        /// Gave no address.
        NoAddress => "no_address",
        /// Mail to the address was returned or complained about.
        NoWay => "no_way",
    }
}

/// The words of a mailing in a further language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Translation {
    /// BCP 47 tag.
    pub language: String,
    /// One line.
    pub subject: String,
    /// Paragraphs of plain text.
    pub message: String,
}

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
    fn only_what_asks_for_a_signature_ends_with_the_closing_time() {
        let asking: Vec<_> = MailingKind::ALL.iter().filter(|kind| kind.asks()).map(|kind| kind.as_str()).collect();
        assert_eq!(asking, ["invitation", "reminder", "last_call", "extension"]);
        assert!(MailingKind::ALL.iter().all(|kind| !kind.can_wait() || kind.circle() == Some(Circle::Silent)));
    }

    #[test]
    fn an_audience_is_kept_as_it_was_chosen() {
        let whole = Audience::whole(Circle::Silent);
        assert_eq!(serde_json::to_string(&whole).unwrap(), r#"{"circle":"silent"}"#);
        assert_eq!(serde_json::from_str::<Audience>(r#"{"circle":"silent"}"#).unwrap(), whole);
        let african = Audience { region: "africa".into(), ..whole };
        assert!(african.takes(Some("africa"), None) && !african.takes(None, None));
        assert!(Audience { region: "-".into(), ..african }.takes(None, Some("fr")));
    }

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
