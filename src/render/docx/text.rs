//! Paragraphs and runs of `word/document.xml`, with the notes and links that they name.

use std::borrow::Cow;
use std::fmt::Write;

use crate::render::markdown::Node;
use crate::render::public::PrintedLink;

use super::{OFFICE, WORD, XML};

/// Text as XML 1.0 may carry it.
pub(super) fn escaped(text: &str) -> Cow<'_, str> {
    let is_plain = |letter: char| !matches!(letter, '<' | '>' | '&' | '"' | '\u{fffe}' | '\u{ffff}') && letter >= ' ';
    if text.chars().all(is_plain) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 16);
    for letter in text.chars() {
        match letter {
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' => out.push_str("&amp;"),
            '"' => out.push_str("&quot;"),
            '\t' | '\n' | '\r' => out.push(' '),
            // These have no place in XML at all.
            letter if letter < ' ' || matches!(letter, '\u{fffe}' | '\u{ffff}') => out.push('\u{fffd}'),
            letter => out.push(letter),
        }
    }
    Cow::Owned(out)
}

/// How words look.
#[derive(Clone, Copy, Default)]
struct Look {
    bold: bool,
    italic: bool,
    link: bool,
}

/// Writes the document from its beginning to its end.
pub(super) struct Writer {
    out: String,
    notes: String,
    links: Vec<String>,
    language: String,
    rtl: bool,
}

/// What makes a paragraph an item with a dash (`numbering.xml`).
const DASH: &str = "<w:numPr><w:ilvl w:val=\"0\"/><w:numId w:val=\"1\"/></w:numPr>";

impl Writer {
    pub(super) fn new(language: &str, rtl: bool) -> Writer {
        Writer {
            out: String::new(),
            notes: String::new(),
            links: Vec::new(),
            language: escaped(language).into_owned(),
            rtl,
        }
    }

    /// A paragraph of one look.
    pub(super) fn styled(&mut self, style: &str, words: &str) {
        self.open(style, "");
        self.run(words, Look::default());
        self.out.push_str("</w:p>");
    }

    /// A paragraph, if there are words for it.
    pub(super) fn some(&mut self, style: &str, words: &str) {
        if !words.is_empty() {
            self.styled(style, words);
        }
    }

    /// A paragraph of the text.
    pub(super) fn plain(&mut self, words: &str) {
        self.styled("Normal", words);
    }

    /// Words that lead somewhere, behind what they are; the address is printed too.
    pub(super) fn linked(&mut self, style: &str, label: &str, one: &PrintedLink) {
        self.open(style, "");
        if !label.is_empty() {
            self.run(&format!("{label}: "), Look::default());
        }
        self.run(&one.words, Look::default());
        if !one.to.is_empty() {
            self.run(" ", Look::default());
            let shown = Node::Text { text: one.to.clone() };
            self.inline(&Node::Link { to: one.to.clone(), of: vec![shown] }, Look::default());
        }
        self.out.push_str("</w:p>");
    }

    /// A name in the list, and what stands beside it.
    pub(super) fn name(&mut self, name: &str, notes: &str) {
        self.open("Name", "");
        self.run(name, Look::default());
        if !notes.is_empty() {
            self.run(&format!(" — {notes}"), Look { italic: true, ..Look::default() });
        }
        self.out.push_str("</w:p>");
    }

    /// The text of the letter.
    pub(super) fn blocks(&mut self, nodes: &[Node]) {
        let mut loose: Vec<&Node> = Vec::new();
        for node in nodes {
            if is_block(node) {
                self.loose(&mut loose, "");
                self.block(node, "Normal", "");
            } else {
                loose.push(node);
            }
        }
        self.loose(&mut loose, "");
    }

    /// Words that stand in no paragraph of their own.
    fn loose(&mut self, nodes: &mut Vec<&Node>, numbered: &str) {
        if nodes.is_empty() {
            return;
        }
        self.open("Normal", numbered);
        nodes.drain(..).for_each(|node| self.inline(node, Look::default()));
        self.out.push_str("</w:p>");
    }

    fn block(&mut self, node: &Node, style: &str, numbered: &str) {
        match node {
            Node::Paragraph { of } => self.paragraph(style, numbered, of),
            Node::Heading { level, of } => {
                let style = if *level < 3 { "Heading2" } else { "Heading3" };
                self.paragraph(style, numbered, of);
            }
            Node::Quote { of } => {
                of.iter().filter(|one| is_block(one)).for_each(|one| self.block(one, "Quote", ""));
                let mut loose: Vec<&Node> = of.iter().filter(|one| !is_block(one)).collect();
                self.loose(&mut loose, "");
            }
            Node::Rule => self.styled("Normal", "* * *"),
            Node::List { start, of } => {
                for (at, item) in of.iter().enumerate() {
                    let Node::Item { of } = item else { continue };
                    self.item(of, start.map(|start| start + at as u64));
                }
            }
            Node::Item { of } => self.item(of, None),
            inline => self.paragraph(style, numbered, std::slice::from_ref(inline)),
        }
    }

    /// An item; a number is written out, so that the list says the same in every program.
    fn item(&mut self, of: &[Node], number: Option<u64>) {
        let numbered = if number.is_some() { "<w:ind w:start=\"567\" w:hanging=\"567\"/>" } else { DASH };
        let mut is_first = true;
        let mut loose: Vec<&Node> = Vec::new();
        let open = |writer: &mut Writer, is_first: &mut bool| {
            writer.open("Normal", if *is_first { numbered } else { "<w:ind w:start=\"567\"/>" });
            if let Some(number) = number.filter(|_| *is_first) {
                writer.run(&format!("{number}. "), Look::default());
            }
            *is_first = false;
        };
        for node in of.iter().chain([&Node::Rule]) {
            if !is_block(node) {
                loose.push(node);
                continue;
            }
            if !loose.is_empty() {
                open(self, &mut is_first);
                loose.drain(..).for_each(|one| self.inline(one, Look::default()));
                self.out.push_str("</w:p>");
            }
            match node {
                Node::Paragraph { of } => {
                    open(self, &mut is_first);
                    of.iter().for_each(|one| self.inline(one, Look::default()));
                    self.out.push_str("</w:p>");
                }
                // The one behind the last is no part of the item.
                Node::Rule => {}
                other => self.block(other, "Normal", ""),
            }
        }
    }

    fn paragraph(&mut self, style: &str, numbered: &str, of: &[Node]) {
        self.open(style, numbered);
        of.iter().for_each(|node| self.inline(node, Look::default()));
        self.out.push_str("</w:p>");
    }

    fn open(&mut self, style: &str, more: &str) {
        let bidi = if self.rtl { "<w:bidi/>" } else { "" };
        let (numbering, indent) = if more.starts_with("<w:ind") { ("", more) } else { (more, "") };
        let _ = write!(self.out, "<w:p><w:pPr><w:pStyle w:val=\"{style}\"/>{numbering}{bidi}{indent}</w:pPr>");
    }

    fn inline(&mut self, node: &Node, look: Look) {
        match node {
            Node::Text { text } | Node::Code { text } => self.run(text, look),
            Node::Emphasis { of } => of.iter().for_each(|one| self.inline(one, Look { italic: true, ..look })),
            Node::Strong { of } => of.iter().for_each(|one| self.inline(one, Look { bold: true, ..look })),
            Node::Link { to, of } => {
                let _ = write!(self.out, "<w:hyperlink r:id=\"l{}\">", self.links.len());
                self.links.push(to.clone());
                of.iter().for_each(|one| self.inline(one, Look { link: true, ..look }));
                self.out.push_str("</w:hyperlink>");
            }
            Node::Break => self.out.push_str("<w:r><w:br/></w:r>"),
            Node::Note { number, of } => {
                let mut note = Writer::new(&self.language, self.rtl);
                note.note(of);
                // Links in a note would need a list of their own: their words stand.
                let _ = write!(self.notes, "<w:footnote w:id=\"{}\">{}</w:footnote>", number + 1, note.out);
                self.notes.push_str(&note.notes);
                let _ = write!(
                    self.out,
                    "<w:r><w:rPr><w:vertAlign w:val=\"superscript\"/></w:rPr><w:footnoteReference w:id=\"{}\"/></w:r>",
                    number + 1
                );
            }
            Node::Again { number } => {
                let _ = write!(
                    self.out,
                    "<w:r><w:rPr><w:vertAlign w:val=\"superscript\"/></w:rPr><w:t>{number}</w:t></w:r>"
                );
            }
            Node::Rule => {}
            Node::Paragraph { of }
            | Node::Heading { of, .. }
            | Node::List { of, .. }
            | Node::Item { of }
            | Node::Quote { of } => of.iter().for_each(|one| self.inline(one, look)),
        }
    }

    fn note(&mut self, of: &[Node]) {
        self.open("Small", "");
        self.out.push_str(
            "<w:r><w:rPr><w:vertAlign w:val=\"superscript\"/></w:rPr><w:footnoteRef/></w:r><w:r><w:t xml:space=\"preserve\"> </w:t></w:r>",
        );
        of.iter().for_each(|node| self.words_of(node));
        self.out.push_str("</w:p>");
    }

    fn words_of(&mut self, node: &Node) {
        match node {
            Node::Link { of, .. } => of.iter().for_each(|one| self.words_of(one)),
            Node::Paragraph { of } => of.iter().for_each(|one| self.words_of(one)),
            other => self.inline(other, Look::default()),
        }
    }

    fn run(&mut self, words: &str, look: Look) {
        let is_rtl = words.chars().any(|letter| matches!(letter, '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fefc}'));
        self.out.push_str("<w:r><w:rPr>");
        if look.link {
            self.out.push_str("<w:rStyle w:val=\"Hyperlink\"/>");
        }
        if look.bold {
            self.out.push_str("<w:b/><w:bCs/>");
        }
        if look.italic {
            self.out.push_str("<w:i/><w:iCs/>");
        }
        if is_rtl {
            self.out.push_str("<w:rtl/>");
        }
        let kind = if self.rtl { "bidi" } else { "val" };
        let _ = write!(
            self.out,
            "<w:lang w:{kind}=\"{}\"/></w:rPr><w:t xml:space=\"preserve\">{}</w:t></w:r>",
            self.language,
            escaped(words)
        );
    }

    /// The document, its notes, and where its links lead, by their numbers.
    pub(super) fn finish(self) -> (String, String, Vec<String>) {
        let bidi = if self.rtl { "<w:bidi/>" } else { "" };
        let document = format!(
            "{XML}<w:document xmlns:w=\"{WORD}\" xmlns:r=\"{OFFICE}\"><w:body>{}<w:sectPr><w:footerReference w:type=\"default\" \
             r:id=\"s4\"/><w:pgSz w:w=\"11906\" w:h=\"16838\"/><w:pgMar w:top=\"1361\" w:right=\"1361\" w:bottom=\"1361\" \
             w:left=\"1361\" w:header=\"709\" w:footer=\"567\" w:gutter=\"0\"/>{bidi}</w:sectPr></w:body></w:document>",
            self.out
        );
        let line = |id: usize, kind: &str, mark: &str| {
            format!("<w:footnote w:type=\"{kind}\" w:id=\"{id}\"><w:p><w:r><w:{mark}/></w:r></w:p></w:footnote>")
        };
        let notes = format!(
            "{XML}<w:footnotes xmlns:w=\"{WORD}\" xmlns:r=\"{OFFICE}\">{}{}{}</w:footnotes>",
            line(0, "separator", "separator"),
            line(1, "continuationSeparator", "continuationSeparator"),
            self.notes
        );
        (document, notes, self.links)
    }
}

fn is_block(node: &Node) -> bool {
    matches!(
        node,
        Node::Paragraph { .. }
            | Node::Heading { .. }
            | Node::List { .. }
            | Node::Item { .. }
            | Node::Quote { .. }
            | Node::Rule
    )
}
