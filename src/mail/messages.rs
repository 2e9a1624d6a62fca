//! What each mail says: one struct per kind with its three templates under `templates/mail/<kind>`, filled with plain data.
//! Who gets which mail, and its links, is the outbox job's business.

use askama::Template;

use crate::render::words::Words;

mod account;
mod approving;
mod commenting;
mod digest;
mod invitation;
mod job_done;
mod news;
mod paper;
#[cfg(test)]
mod samples;
mod signature;
#[cfg(test)]
mod tests;
mod translating;

pub use account::{CoordinatorInvited, PasswordChanged, PasswordLink};
pub use approving::{
    ApprovalNote, ApprovalRefused, ApprovalRequest, ApprovalWords, ApproverComment, ColleagueSigned, LateAsked,
};
pub use commenting::{CommentNote, CommentRequest, ProposalDecided, ProposalNote};
pub use digest::{Digest, DigestLetter};
pub use invitation::{HandedOver, HandedOverBy, Invitation, NewLink, Reminder, TestInvitation, TypedCode, Wanted};
pub use job_done::JobDone;
pub use news::News;
pub use paper::{FullText, Paragraphs};
pub use signature::{
    AboutLetter, AlreadySigned, ConfirmAddress, ListingChange, ListingChangeFacts, ListingChangeNote, ListingChanged,
    Receipt, SignatureRefused, TextChanged,
};
pub use translating::{TranslationNote, TranslationRequest};

/// A mail in words: the same matter three times.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written {
    /// One line without control characters.
    pub subject: String,
    /// The plain text; complete by itself.
    pub text: String,
    /// The HTML twin.
    pub html: String,
}

/// A mail whose words are in templates.
pub trait Write {
    /// Fills subject, text and HTML.
    ///
    /// # Errors
    /// What the template engine says; none of our templates can fail.
    fn write(&self) -> askama::Result<Written>;
}

/// Ties a mail to its three templates, which see it as `mail` and its catalogue as `t`.
macro_rules! templates {
    ($mail:ident, $subject:tt, $text:tt, $html:tt) => {
        const _: () = {
            #[derive(askama::Template)]
            #[template(path = $subject)]
            #[allow(dead_code, reason = "most subjects are the same for everybody")]
            struct Subject<'a> {
                mail: &'a $mail,
                t: &'a crate::render::words::Words,
            }

            #[derive(askama::Template)]
            #[template(path = $text)]
            struct Text<'a> {
                mail: &'a $mail,
                t: &'a crate::render::words::Words,
            }

            #[derive(askama::Template)]
            #[template(path = $html)]
            struct Html<'a> {
                mail: &'a $mail,
                t: &'a crate::render::words::Words,
            }

            impl $crate::mail::messages::Write for $mail {
                fn write(&self) -> askama::Result<$crate::mail::messages::Written> {
                    let (mail, t) = (self, self.words());
                    $crate::mail::messages::written(&Subject { mail, t }, &Text { mail, t }, &Html { mail, t })
                }
            }
        };
    };
}
use templates;

fn written(subject: &impl Template, text: &impl Template, html: &impl Template) -> askama::Result<Written> {
    Ok(Written {
        subject: paper::one_line(&subject.render()?),
        text: paper::laid_out(&text.render()?),
        html: html.render()?,
    })
}

/// A name that may stand in a header: on one line, and nothing in it that a mail program would decode (RFC 2047).
pub fn header_text(text: &str) -> String {
    paper::one_line(text)
}

/// The catalogue for a mail in this language.
pub fn words(language: &str) -> Words {
    Words::for_language(language)
}
