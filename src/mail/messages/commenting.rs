//! The mails of a round of comments: asking somebody to comment on a draft, and what became of a proposed wording.

use serde::{Deserialize, Serialize};

use super::{AboutLetter, Paragraphs, templates};
use crate::domain::comments::Outcome;
use crate::domain::ids::ReviewerId;
use crate::render::words::Words;

/// The parameters of a [`CommentRequest`] in the outbox.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CommentNote {
    /// Who is asked.
    pub reviewer: ReviewerId,
}

/// The parameters of a [`ProposalDecided`] in the outbox.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProposalNote {
    /// Whose proposal.
    pub reviewer: ReviewerId,
    /// The piece of the text.
    pub place: String,
    /// What became of it.
    pub outcome: Outcome,
    /// Why it was refused, or empty.
    pub reason: String,
}

/// M1: asks somebody to comment on a draft.
#[derive(Debug, Clone)]
pub struct CommentRequest {
    /// The letter.
    pub about: AboutLetter,
    /// Who is asked.
    pub person: String,
    /// Who asks.
    pub from: String,
    /// Until when, with zone and UTC.
    pub deadline: String,
    /// `/comment/{token}`.
    pub link: String,
}

/// What became of a wording that a reviewer proposed.
#[derive(Debug, Clone)]
pub struct ProposalDecided {
    /// The letter.
    pub about: AboutLetter,
    /// Who proposed it.
    pub person: String,
    /// Who decided.
    pub from: String,
    /// What became of it.
    pub outcome: Outcome,
    /// Why it was refused, or empty.
    pub reason: String,
    /// `/comment/{token}`, or the page at the desk for a coordinator.
    pub link: String,
}

impl ProposalDecided {
    /// The reason as HTML.
    pub fn reason_html(&self) -> Paragraphs {
        Paragraphs::of(&self.reason)
    }
}

impl CommentRequest {
    fn words(&self) -> &Words {
        &self.about.t
    }
}

impl ProposalDecided {
    fn words(&self) -> &Words {
        &self.about.t
    }
}

templates!(
    CommentRequest,
    "mail/comment_request/subject.txt",
    "mail/comment_request/body.txt",
    "mail/comment_request/body.html"
);
templates!(
    ProposalDecided,
    "mail/proposal_decided/subject.txt",
    "mail/proposal_decided/body.txt",
    "mail/proposal_decided/body.html"
);
