//! From what the relay said, or did not say, to the outcome.

use std::error::Error as _;

use lettre::transport::smtp::Error;
use lettre::transport::smtp::response::Response;

use super::Outcome;

/// The longest text of a reply that is kept, in characters.
const TEXT_LIMIT: usize = 300;

/// How far the mail had come when something went wrong. It decides what the same failure means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Stage {
    /// Greeting, TLS, sign-in, sender: a "no" is about us and not about the recipient.
    Us,
    /// Recipient and DATA command: a "no" is about this mail.
    Mail,
    /// The mail is on its way, the final dot is not.
    Content,
    /// The final dot may have left: silence says nothing.
    Dot,
}

/// What a failure at this stage means for the mail.
pub(super) fn outcome(error: &Error, stage: Stage) -> Outcome {
    let text = words_of(error);
    match (error.status().map(u16::from), stage) {
        (Some(code), _) if error.is_transient() => Outcome::Deferred { code, text },
        (Some(code), Stage::Us) => {
            Outcome::Unreachable { text: format!("the relay does not accept us ({code}): {text}") }
        }
        (Some(code), _) => Outcome::Rejected { code, text },
        (None, Stage::Dot) => Outcome::Unknown,
        (None, _) => Outcome::Unreachable { text },
    }
}

/// What silence at this stage means for the mail.
pub(super) fn silence(stage: Stage) -> Outcome {
    match stage {
        Stage::Dot => Outcome::Unknown,
        _ => Outcome::Unreachable { text: "the relay did not answer in time".into() },
    }
}

/// Whether the relay said anything that leaves the connection in a known state; 421 announces its end (RFC 5321 §3.8).
pub(super) fn is_usable_after(error: &Error) -> bool {
    error.status().is_some_and(|code| u16::from(code) != 421)
}

/// The answer to the final dot: only 2xx hands over the responsibility (RFC 5321 §4.2.5).
pub(super) fn answered(response: &Response) -> Outcome {
    match u16::from(response.code()) {
        200..300 => Outcome::Accepted { reply: tidy(&response.message().collect::<Vec<_>>().join(" ")) },
        _ => Outcome::Unknown,
    }
}

fn words_of(error: &Error) -> String {
    match (error.status(), error.source()) {
        (Some(_), Some(source)) => tidy(&source.to_string()),
        _ => tidy(&error.to_string()),
    }
}

/// One printable line of limited length: it is shown on a page and stored.
pub(super) fn tidy(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).take(TEXT_LIMIT).collect::<String>().trim().to_owned()
}
