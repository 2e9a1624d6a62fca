//! The mail that asks somebody to translate a letter.

use serde::{Deserialize, Serialize};

use super::{AboutLetter, templates};
use crate::domain::ids::TranslationId;
use crate::render::words::Words;

/// The parameters of a [`TranslationRequest`] in the outbox.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TranslationNote {
    /// Which translation.
    pub translation: TranslationId,
}

/// Asks somebody to translate a letter, by a link that needs no account (users.md T1).
#[derive(Debug, Clone)]
pub struct TranslationRequest {
    /// The letter.
    pub about: AboutLetter,
    /// Who is asked; may be empty.
    pub person: String,
    /// Who asks.
    pub from: String,
    /// The language's own name.
    pub language: String,
    /// Whether the letter is not public yet.
    pub is_draft: bool,
    /// `/translate/{token}`.
    pub link: String,
}

impl TranslationRequest {
    fn words(&self) -> &Words {
        &self.about.t
    }
}

templates!(
    TranslationRequest,
    "mail/translation_request/subject.txt",
    "mail/translation_request/body.txt",
    "mail/translation_request/body.html"
);
