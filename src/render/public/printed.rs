//! What stands around the text on paper: the same facts as on the page, in plain words and without its links' labels.

use super::{PublicLetter, place_name};
use crate::render::words::Words;

/// A link with the words that are printed for it.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct PrintedLink {
    /// The words.
    pub words: String,
    /// The address, or empty.
    pub to: String,
}

impl PublicLetter {
    /// What readers of a translation are told, a sentence or two on each line; nothing for the text that is signed.
    pub fn printed_translation(&self, t: &Words) -> Vec<String> {
        let Some(note) = &self.translation else { return Vec::new() };
        let standing = t.say(if note.is_official { "translated-official" } else { "translated-unofficial" }).text();
        let binding = t.say("translated-signed").with("language", note.signed_name.as_str()).text();
        let mut lines = vec![format!("{standing} {binding}")];
        if !note.left.is_empty() {
            let left: Vec<String> = note.left.iter().map(|place| place_name(t, *place)).collect();
            let said = t.say("translated-left").with("language", note.signed_name.as_str()).text();
            lines.push(format!("{said} {}", left.join(", ")));
        }
        if !note.credit.is_empty() {
            lines.push(t.say("translated-by").with("name", note.credit.as_str()).text());
        }
        lines
    }

    /// The event or text that it answers.
    pub fn printed_occasion(&self) -> Option<PrintedLink> {
        let words = self.occasion();
        (!words.is_empty()).then(|| PrintedLink { words, to: self.particulars.occasion.link.clone() })
    }

    /// The document that it is an excerpt of, in one sentence, and the address of the whole.
    pub fn printed_source(&self, t: &Words) -> Option<PrintedLink> {
        let source = &self.particulars.source;
        if [&source.title, &source.publisher, &source.link].iter().all(|part| part.is_empty()) {
            return None;
        }
        let mut words = t.say("kind-source").text();
        if !source.title.is_empty() {
            words.push_str(&format!(" “{}”", source.title));
        }
        if !source.publisher.is_empty() {
            words.push_str(&format!(
                ", {}",
                t.say("kind-source-by").with("publisher", source.publisher.as_str()).text()
            ));
        }
        if !source.dated.is_empty() {
            words.push_str(&format!(", {}", t.say("kind-source-released").with("dated", source.dated.as_str()).text()));
        }
        words.push('.');
        Some(PrintedLink { words, to: source.link.clone() })
    }

    /// The public letters of its set, each with its kind and its whole address.
    pub fn printed_related(&self, t: &Words, base_url: &str) -> Vec<PrintedLink> {
        let one = |one: &super::RelatedLetter| PrintedLink {
            words: format!("{}: {}", t.say_of("letter-kind", one.kind).text(), one.title),
            to: format!("{base_url}{}", one.href),
        };
        self.related.iter().map(one).collect()
    }
}
