//! A text as readers see it, cut into leaves: a paragraph, a heading, an item of a list, a note; with the look of its words.

use crate::render::markdown::{Node, to_tree};
use crate::word_enum;

word_enum!(
    /// What a leaf is; also the name of its class on a page and the end of a message key.
    Shape {
        /// A paragraph.
        Paragraph => "paragraph",
        /// A heading.
        Heading => "heading",
        /// An item with a dash.
        Item => "item",
        /// An item with a number.
        Numbered => "numbered",
        /// A paragraph of a quotation.
        Quote => "quote",
        /// A note.
        Note => "note",
        /// A line between two parts.
        Rule => "rule",
    }
);

/// How words look, and where they lead.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Look {
    /// Strong.
    pub bold: bool,
    /// Emphasised.
    pub italic: bool,
    /// In a fixed pitch.
    pub code: bool,
    /// The number of a note.
    pub mention: bool,
    /// Where the link leads.
    pub link: Option<String>,
}

impl Look {
    /// The word for message keys; where a link leads is told apart.
    pub fn word(&self) -> &'static str {
        match (self.code, self.bold, self.italic) {
            (true, ..) => "code",
            (_, true, true) => "bold-italic",
            (_, true, _) => "bold",
            (_, _, true) => "italic",
            _ => "plain",
        }
    }
}

/// One leaf.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Leaf {
    /// What it is.
    pub shape: Shape,
    /// The rank of a heading, how deep an item or a quotation stands; 0 for the others.
    pub level: u8,
    /// What stands before it: a number, a dash.
    pub marker: String,
    /// Its words, neighbours of one look in one run.
    pub runs: Vec<(Look, String)>,
}

impl Leaf {
    /// Words that are no Markdown.
    pub fn plain(words: &str) -> Leaf {
        let runs = vec![(Look::default(), words.to_owned())];
        Leaf { shape: Shape::Paragraph, level: 0, marker: String::new(), runs }
    }

    /// All its words.
    pub fn text(&self) -> String {
        self.runs.iter().map(|(_, words)| words.as_str()).collect()
    }

    /// Where its links lead.
    pub fn links(&self) -> impl Iterator<Item = &str> {
        self.runs.iter().filter_map(|(look, _)| look.link.as_deref())
    }
}

/// The leaves of a Markdown text in reading order, its notes at the end.
pub fn leaves(markdown: &str) -> Vec<Leaf> {
    let mut writer = Writer::default();
    writer.blocks(&to_tree(markdown), &mut Frame::new(Shape::Paragraph, 0));
    let mut next = 0;
    // A note may mention another.
    while let Some((number, of)) = writer.notes.get(next).cloned() {
        writer.blocks(&of, &mut Frame { marker: format!("[{number}]"), ..Frame::new(Shape::Note, 0) });
        next += 1;
    }
    writer.done
}

/// What the next leaf is.
struct Frame {
    shape: Shape,
    level: u8,
    /// For the first leaf in it only.
    marker: String,
}

impl Frame {
    fn new(shape: Shape, level: u8) -> Frame {
        Frame { shape, level, marker: String::new() }
    }
}

#[derive(Default)]
struct Writer {
    done: Vec<Leaf>,
    runs: Vec<(Look, String)>,
    notes: Vec<(usize, Vec<Node>)>,
}

impl Writer {
    fn blocks(&mut self, nodes: &[Node], frame: &mut Frame) {
        for node in nodes {
            match node {
                Node::Paragraph { of } => {
                    self.end(frame);
                    self.inlines(of, &Look::default());
                    self.end(frame);
                }
                Node::Heading { level, of } => {
                    self.end(frame);
                    self.inlines(of, &Look::default());
                    let marker = std::mem::take(&mut frame.marker);
                    self.end(&mut Frame { marker, ..Frame::new(Shape::Heading, *level) });
                }
                Node::List { start, of } => {
                    self.end(frame);
                    for (at, item) in of.iter().enumerate() {
                        self.item(item, start.map(|start| start + at as u64), frame.level + 1);
                    }
                }
                Node::Item { .. } => self.item(node, None, frame.level + 1),
                Node::Quote { of } => {
                    self.end(frame);
                    match of.split_first() {
                        // A note that the text never mentions.
                        Some((Node::Again { number }, note)) => self.notes.push((*number, note.to_vec())),
                        _ => self.blocks(of, &mut Frame::new(Shape::Quote, frame.level + 1)),
                    }
                }
                Node::Rule => {
                    self.end(frame);
                    self.done.push(Leaf { shape: Shape::Rule, ..Leaf::plain("* * *") });
                }
                inline => self.inline(inline, &Look::default()),
            }
        }
        self.end(frame);
    }

    fn item(&mut self, item: &Node, number: Option<u64>, level: u8) {
        let Node::Item { of } = item else { return };
        let shape = if number.is_some() { Shape::Numbered } else { Shape::Item };
        let marker = number.map_or_else(|| "–".to_owned(), |number| format!("{number}."));
        self.blocks(of, &mut Frame { shape, level, marker });
    }

    fn inlines(&mut self, nodes: &[Node], look: &Look) {
        nodes.iter().for_each(|node| self.inline(node, look));
    }

    fn inline(&mut self, node: &Node, look: &Look) {
        match node {
            Node::Text { text } => self.words(look.clone(), text),
            Node::Code { text } => self.words(Look { code: true, ..look.clone() }, text),
            Node::Emphasis { of } => self.inlines(of, &Look { italic: true, ..look.clone() }),
            Node::Strong { of } => self.inlines(of, &Look { bold: true, ..look.clone() }),
            Node::Link { to, of } => self.inlines(of, &Look { link: Some(to.clone()), ..look.clone() }),
            Node::Break => self.words(look.clone(), "\n"),
            Node::Note { number, of } => {
                self.words(Look { mention: true, ..Look::default() }, &format!("[{number}]"));
                self.notes.push((*number, of.clone()));
            }
            Node::Again { number } => self.words(Look { mention: true, ..Look::default() }, &format!("[{number}]")),
            Node::Rule => {}
            Node::Paragraph { of }
            | Node::Heading { of, .. }
            | Node::List { of, .. }
            | Node::Item { of }
            | Node::Quote { of } => self.inlines(of, look),
        }
    }

    fn words(&mut self, look: Look, words: &str) {
        match self.runs.last_mut() {
            Some((last, run)) if *last == look => run.push_str(words),
            _ if words.is_empty() => {}
            _ => self.runs.push((look, words.to_owned())),
        }
    }

    /// Ends the leaf; one without words is none.
    fn end(&mut self, frame: &mut Frame) {
        let runs = std::mem::take(&mut self.runs);
        if runs.iter().all(|(_, words)| words.trim().is_empty()) {
            return;
        }
        let marker = std::mem::take(&mut frame.marker);
        self.done.push(Leaf { shape: frame.shape, level: frame.level, marker, runs });
    }
}
