//! A letter's Markdown as a tree, for what is typeset: the same harmless events as the page's, notes at their first mention.

use pulldown_cmark::{CodeBlockKind, Event, HeadingLevel, Tag};
use serde::Serialize;

use super::parsed::{Parsed, followable, parse};

/// A part of the text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "is", rename_all = "snake_case")]
pub enum Node {
    /// A paragraph.
    Paragraph { of: Vec<Node> },
    /// A heading; 1 is the highest.
    Heading { level: u8, of: Vec<Node> },
    /// A list; the number of its first item when it is numbered.
    List { start: Option<u64>, of: Vec<Node> },
    /// One of its items.
    Item { of: Vec<Node> },
    /// A quotation.
    Quote { of: Vec<Node> },
    /// Words as they are.
    Text { text: String },
    /// Words in a fixed pitch.
    Code { text: String },
    /// Emphasis.
    Emphasis { of: Vec<Node> },
    /// Strong emphasis.
    Strong { of: Vec<Node> },
    /// A link that may be followed.
    Link { to: String, of: Vec<Node> },
    /// The end of a line.
    Break,
    /// A line between two parts.
    Rule,
    /// A note where it is first mentioned.
    Note { number: usize, of: Vec<Node> },
    /// A later mention of a note.
    Again { number: usize },
}

/// The text, and behind it the notes that it never mentions.
pub fn to_tree(markdown: &str) -> Vec<Node> {
    let parsed = parse(markdown);
    let mut writer = Writer { parsed: &parsed, told: vec![false; parsed.notes.len()] };
    let mut tree = writer.nodes(&parsed.text);
    for (at, note) in parsed.notes.iter().enumerate() {
        if !std::mem::replace(&mut writer.told[at], true) {
            let mut of = vec![Node::Again { number: at + 1 }];
            of.extend(writer.nodes(&note.events));
            tree.push(Node::Quote { of });
        }
    }
    tree
}

struct Writer<'p, 'a> {
    parsed: &'p Parsed<'a>,
    /// Which notes stand in the tree already.
    told: Vec<bool>,
}

/// What an open element becomes when it ends.
type Close = Box<dyn Fn(Vec<Node>) -> Option<Node>>;

impl Writer<'_, '_> {
    fn nodes(&mut self, events: &[Event<'_>]) -> Vec<Node> {
        let mut open: Vec<(Close, Vec<Node>)> = vec![(Box::new(|_| None), Vec::new())];
        for event in events {
            let node = match event {
                Event::Start(tag) => {
                    open.push((close(tag), Vec::new()));
                    continue;
                }
                Event::End(_) => match open.pop() {
                    // An element without a mark of its own leaves its words to the one around it.
                    Some((close, of)) => match close(of.clone()) {
                        Some(node) => node,
                        None => {
                            push_all(&mut open, of);
                            continue;
                        }
                    },
                    None => continue,
                },
                Event::FootnoteReference(label) => self.note(label),
                Event::SoftBreak => Node::Text { text: " ".into() },
                Event::HardBreak => Node::Break,
                Event::Rule => Node::Rule,
                Event::Code(text) => Node::Code { text: text.to_string() },
                Event::Text(text) | Event::Html(text) | Event::InlineHtml(text) => {
                    Node::Text { text: text.to_string() }
                }
                _ => continue,
            };
            push_all(&mut open, vec![node]);
        }
        // Elements are closed in pairs; what a broken pair left open still keeps its words.
        open.into_iter().flat_map(|(_, of)| of).collect()
    }

    fn note(&mut self, label: &str) -> Node {
        let Some(number) = self.parsed.number_of(label) else { return Node::Text { text: format!("[^{label}]") } };
        if std::mem::replace(&mut self.told[number - 1], true) {
            return Node::Again { number };
        }
        let parsed = self.parsed;
        Node::Note { number, of: self.nodes(&parsed.notes[number - 1].events) }
    }
}

fn push_all(open: &mut [(Close, Vec<Node>)], nodes: Vec<Node>) {
    if let Some((_, around)) = open.last_mut() {
        around.extend(nodes);
    }
}

fn close(tag: &Tag<'_>) -> Close {
    match tag {
        Tag::Paragraph => Box::new(|of| Some(Node::Paragraph { of })),
        Tag::Heading { level, .. } => {
            let level = rank(*level);
            Box::new(move |of| Some(Node::Heading { level, of }))
        }
        Tag::List(start) => {
            let start = *start;
            Box::new(move |of| Some(Node::List { start, of }))
        }
        Tag::Item => Box::new(|of| Some(Node::Item { of })),
        Tag::BlockQuote(_) => Box::new(|of| Some(Node::Quote { of })),
        Tag::CodeBlock(CodeBlockKind::Indented | CodeBlockKind::Fenced(_)) => Box::new(|of| Some(Node::Quote { of })),
        Tag::Emphasis => Box::new(|of| Some(Node::Emphasis { of })),
        Tag::Strong => Box::new(|of| Some(Node::Strong { of })),
        Tag::Link { dest_url, .. } => match followable(dest_url) {
            Some(to) => Box::new(move |of| Some(Node::Link { to: to.clone(), of })),
            None => Box::new(|_| None),
        },
        _ => Box::new(|_| None),
    }
}

fn rank(level: HeadingLevel) -> u8 {
    level as u8
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(words: &str) -> Node {
        Node::Text { text: words.into() }
    }

    #[test]
    fn a_note_stands_where_it_is_first_mentioned_and_once() {
        let tree = to_tree("One[^a] and again[^a].\n\n[^a]: The *note*.\n\n[^b]: Unmentioned.");
        let note = Node::Note {
            number: 1,
            of: vec![Node::Paragraph { of: vec![text("The "), Node::Emphasis { of: vec![text("note")] }, text(".")] }],
        };
        let first =
            Node::Paragraph { of: vec![text("One"), note, text(" and again"), Node::Again { number: 1 }, text(".")] };
        assert_eq!(tree[0], first);
        assert_eq!(
            tree[1],
            Node::Quote { of: vec![Node::Again { number: 2 }, Node::Paragraph { of: vec![text("Unmentioned.")] }] }
        );
    }

    #[test]
    fn links_that_cannot_be_followed_keep_their_words() {
        let tree = to_tree("[run](javascript:alert(1)) <script>x</script>");
        let words = serde_json::to_string(&tree).unwrap();
        assert!(words.contains("run") && words.contains("<script>") && !words.contains("\"link\""), "{words}");
    }
}
