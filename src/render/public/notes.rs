//! Puts a letter's endnotes beside the paragraphs that mention them: the reader of a wide page sees them in the margin,
//! the listener hears them in their place, and on a phone they still stand at the end (by the style sheet's order).

use askama::filters::HtmlSafe;

use crate::render::markdown::SafeHtml;

/// A letter's body with its notes in place; as safe as the HTML it was made from, of which it only moves whole parts.
#[derive(Debug, Clone, Default)]
pub struct BodyHtml(String);

impl std::fmt::Display for BodyHtml {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl HtmlSafe for BodyHtml {}

const NOTES: &str = "<section role=\"doc-endnotes\"";

/// Moves each note behind the outermost block that first mentions it. Anything unexpected stays as it was.
pub fn beside(body: &SafeHtml) -> BodyHtml {
    let html = body.as_str();
    let Some((text, notes)) = html.split_once(NOTES) else { return BodyHtml(html.to_owned()) };
    let Some(notes) = notes.split_once("<ol>").and_then(|(_, rest)| rest.rsplit_once("</ol>")) else {
        return BodyHtml(html.to_owned());
    };
    let mut waiting: Vec<(&str, &str)> = outermost(notes.0)
        .into_iter()
        .filter_map(|item| {
            let id = item.split_once("id=\"")?.1.split('"').next()?;
            let inside = item.split_once('>')?.1.strip_suffix("</li>")?;
            Some((id, inside))
        })
        .collect();
    let mut moved = String::with_capacity(html.len() + 256);
    for block in outermost(text) {
        let here: Vec<_> = waiting.extract_if(.., |(id, _)| block.contains(&format!("href=\"#{id}\""))).collect();
        if here.is_empty() {
            moved.push_str(block);
            continue;
        }
        moved.push_str("<div class=\"noted\">");
        moved.push_str(block);
        moved.push_str("<div class=\"notes\">");
        for (id, inside) in here {
            let number = id.rsplit('-').next().unwrap_or_default();
            moved.push_str(&format!(
                "<div class=\"note\" id=\"{id}\" role=\"doc-footnote\"><span class=\"sign\">{number}</span> {inside}</div>"
            ));
        }
        moved.push_str("</div></div>\n");
    }
    BodyHtml(moved)
}

/// The outermost elements of well-formed HTML, with the text between them left to the element before.
fn outermost(html: &str) -> Vec<&str> {
    let (mut blocks, mut depth, mut start, mut at) = (Vec::new(), 0usize, 0usize, 0usize);
    while let Some(open) = html[at..].find('<').map(|found| at + found) {
        let Some(end) = html[open..].find('>').map(|found| open + found + 1) else { break };
        let tag = &html[open..end];
        at = end;
        if tag.starts_with("</") {
            depth = depth.saturating_sub(1);
        } else if !["<br", "<hr"].iter().any(|void| tag.starts_with(void)) {
            depth += 1;
            continue;
        }
        if depth == 0 && !tag.starts_with("<br") {
            blocks.push(html[start..end].trim_start());
            start = end;
        }
    }
    blocks
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::markdown::{HtmlOptions, to_html};
    use crate::render::words::Words;

    fn placed(markdown: &str) -> String {
        beside(&to_html(markdown, &HtmlOptions::default(), &Words::english())).to_string()
    }

    #[test]
    fn a_note_stands_beside_the_paragraph_that_mentions_it() {
        let html = placed(
            "One.[^a]\n\nTwo.\n\n1. Three[^b]\n2. Four[^a]\n\n---\n\nFive.\n\n[^a]: First *note*.\n[^b]: Second.\n",
        );
        let order: Vec<usize> = ["One.", "First <em>note</em>.", "Two.", "Three", "Four", "Second.", "<hr", "Five."]
            .map(|part| html.find(part).expect(part))
            .to_vec();
        assert!(order.is_sorted(), "{html}");
        assert!(!html.contains("doc-endnotes"), "{html}");
        assert_eq!(html.matches("class=\"note\"").count(), 2);
        assert_eq!(html.matches("id=\"note-1\"").count(), 1);
        assert_eq!(html.matches("<div").count(), html.matches("</div>").count());
    }

    #[test]
    fn a_letter_without_notes_stays_as_it_is() {
        let html = to_html("One.\n\n> Two  \n> lines.\n", &HtmlOptions::default(), &Words::english());
        assert_eq!(beside(&html).to_string(), html.as_str());
    }
}
