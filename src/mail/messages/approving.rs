//! The mails around a signature that several people of one organisation have a say in: asking to approve, a no, a comment,
//! "somebody signed for you", and what was asked for after closing.

use serde::{Deserialize, Serialize};

use super::{AboutLetter, Paragraphs, templates};
use crate::domain::ids::ApprovalId;
use crate::render::words::Words;

/// The parameters of an [`ApprovalRequest`] in the outbox.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ApprovalNote {
    /// Whose approval.
    pub approval: ApprovalId,
    /// Whether it was asked for before.
    pub is_reminder: bool,
}

/// The parameters of an [`ApprovalRefused`] and an [`ApproverComment`] in the outbox.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ApprovalWords {
    /// Whose words.
    pub approval: ApprovalId,
    /// The reason, or the comment; a reason may be empty.
    pub words: String,
}

/// M6, M7: asks a person of the organisation to approve its signature.
#[derive(Debug, Clone)]
pub struct ApprovalRequest {
    /// The letter.
    pub about: AboutLetter,
    /// Who is asked.
    pub person: String,
    /// Who asks: the contact of the organisation.
    pub contact: String,
    /// The contact's note, or empty.
    pub note: String,
    /// The line as it would be printed; none when it would be withheld.
    pub line: Option<String>,
    /// Until when; none on a letter without an end.
    pub deadline: Option<String>,
    /// The number of the frozen wording.
    pub version: i32,
    /// Whether this is the reminder.
    pub is_reminder: bool,
    /// Whether the text changed since this person was first asked.
    pub is_changed: bool,
    /// The organisation whose signature is complete and may stand for the new text; none where it waits for this approval.
    pub signed_for: Option<String>,
    /// `/approve/{token}`.
    pub link: String,
}

impl ApprovalRequest {
    /// The note as HTML.
    pub fn note_html(&self) -> Paragraphs {
        Paragraphs::of(&self.note)
    }
}

/// Somebody who was asked to approve said no; to the contact.
#[derive(Debug, Clone)]
pub struct ApprovalRefused {
    /// The letter.
    pub about: AboutLetter,
    /// Who said no.
    pub person: String,
    /// Why, in that person's words; may be empty.
    pub reason: String,
    /// Whether the signature was complete, and is taken off because it does not stand for a new text.
    pub was_signed: bool,
    /// `/sign/{token}`, or `/mine/{token}` of a signature that was complete.
    pub link: String,
}

impl ApprovalRefused {
    /// The reason as HTML.
    pub fn reason_html(&self) -> Paragraphs {
        Paragraphs::of(&self.reason)
    }
}

/// What somebody who is asked to approve writes to the conveners.
#[derive(Debug, Clone)]
pub struct ApproverComment {
    /// The letter.
    pub about: AboutLetter,
    /// Who writes.
    pub person: String,
    /// For which organisation; none when its name would be withheld.
    pub organisation: Option<String>,
    /// The comment.
    pub words: String,
    /// The desk's page of who was asked.
    pub link: String,
}

impl ApproverComment {
    /// The comment as HTML.
    pub fn words_html(&self) -> Paragraphs {
        Paragraphs::of(&self.words)
    }
}

/// M10: somebody of the same organisation signed; to its other known contacts, never about a withheld name.
#[derive(Debug, Clone)]
pub struct ColleagueSigned {
    /// The letter.
    pub about: AboutLetter,
    /// The organisation as printed; none of a high-risk letter.
    pub line: Option<String>,
    /// Who signed: name and role.
    pub signer: String,
    /// `/suspend/{token}`.
    pub link: String,
}

/// What was asked for after closing, and that a person decides.
#[derive(Debug, Clone)]
pub struct LateAsked {
    /// The letter.
    pub about: AboutLetter,
    /// The line as it would be printed; none when it would be withheld.
    pub line: Option<String>,
    /// `/mine/{token}`.
    pub link: String,
}

macro_rules! about_a_letter {
    ($($mail:ident),+) => {$(
        impl $mail {
            fn words(&self) -> &Words {
                &self.about.t
            }
        }
    )+};
}
about_a_letter!(ApprovalRequest, ApprovalRefused, ApproverComment, ColleagueSigned, LateAsked);

templates!(
    ApprovalRequest,
    "mail/approval_request/subject.txt",
    "mail/approval_request/body.txt",
    "mail/approval_request/body.html"
);
templates!(
    ApprovalRefused,
    "mail/approval_refused/subject.txt",
    "mail/approval_refused/body.txt",
    "mail/approval_refused/body.html"
);
templates!(
    ApproverComment,
    "mail/approver_comment/subject.txt",
    "mail/approver_comment/body.txt",
    "mail/approver_comment/body.html"
);
templates!(
    ColleagueSigned,
    "mail/colleague_signed/subject.txt",
    "mail/colleague_signed/body.txt",
    "mail/colleague_signed/body.html"
);
templates!(LateAsked, "mail/late_asked/subject.txt", "mail/late_asked/body.txt", "mail/late_asked/body.html");
