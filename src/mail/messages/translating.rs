//! The mail that asks somebody to translate a letter, or to read a translation.

use serde::{Deserialize, Serialize};

use super::{AboutLetter, templates};
use crate::domain::ids::TranslationId;
use crate::render::words::Words;

/// The parameters of a [`TranslationRequest`] in the outbox.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TranslationNote {
    /// Which translation.
    pub translation: TranslationId,
    /// Whether the recipient reads it as a second person.
    #[serde(default)]
    pub is_to_read: bool,
}

/// Asks somebody to translate a letter, or to read its translation as a second person, by a link that needs no account (users.md T1,
/// T5).
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
    /// Whether the recipient reads it as a second person.
    pub is_to_read: bool,
    /// `/translate/{token}` or `/read/{token}`.
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
