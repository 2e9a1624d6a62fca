//! The mail to those who signed and asked to hear what becomes of the letter.

use super::{Paragraphs, templates};
use crate::render::words::Words;

/// M15 and free messages. Of a high-risk letter it says only that there is news, and who has it.
#[derive(Debug, Clone)]
pub struct News {
    /// The catalogue of the text that was signed, as far as there are words in its language.
    pub t: Words,
    /// Whether signing was dangerous: neutral subject, no title, no words of the coordinator.
    pub is_discreet: bool,
    /// Whether it goes to its writer only.
    pub is_test: bool,
    /// Who writes, as the coordinator wrote it.
    pub from_name: String,
    /// The coordinator's subject, its placeholders filled.
    pub subject: String,
    /// The coordinator's words, their placeholders filled.
    pub message: String,
    /// The letter's title.
    pub title: String,
    /// The public letter, once it is published and not high-risk.
    pub public_link: Option<String>,
    /// Whether the page of one's own signature has its path to the published list.
    pub offers_proof: bool,
    /// `/mine/{token}`.
    pub link: String,
    /// `/unsubscribe/{token}`; a test mail has none.
    pub stop_link: Option<String>,
}

impl News {
    fn words(&self) -> &Words {
        &self.t
    }

    /// The coordinator's words as HTML.
    fn message_html(&self) -> Paragraphs {
        Paragraphs::of(&self.message)
    }
}

templates!(News, "mail/news/subject.txt", "mail/news/body.txt", "mail/news/body.html");
