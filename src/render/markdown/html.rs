//! Harmless events as HTML: a small writer of our own, so that each block has its direction, and headings their place.

use std::collections::HashMap;
use std::fmt::Write;

use pulldown_cmark::{CodeBlockKind, Event, Tag, TagEnd};

use super::parsed::{Note, Parsed, followable, parse};
use super::safe;
use crate::render::say::Say;

/// HTML that may stand in a page as it is.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SafeHtml(String);

impl SafeHtml {
    /// The HTML.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Display for SafeHtml {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl askama::filters::HtmlSafe for SafeHtml {}

/// How a text stands in its page.
#[derive(Debug, Clone, Copy)]
pub struct HtmlOptions<'a> {
    /// The level of the text's highest heading, 2 to 6; the page keeps `<h1>` for itself.
    pub top_heading: u8,
    /// Whether each outermost paragraph, list and quote has `id="p1"`, `id="p2"` …
    pub numbered: bool,
    /// Stands before every id, so that two texts can share a page: `a-z`, `0-9` and hyphens; may be empty.
    pub id_prefix: &'a str,
}

impl Default for HtmlOptions<'_> {
    fn default() -> Self {
        HtmlOptions { top_heading: 2, numbered: false, id_prefix: "" }
    }
}

/// A letter's Markdown as HTML: written from harmless events, then passed through an allowlist as the second lock.
///
/// Each block has `dir="auto"`, so that a text in another script runs in its own direction.
pub fn to_html(markdown: &str, options: &HtmlOptions<'_>, words: &dyn Say) -> SafeHtml {
    let parsed = parse(markdown);
    let mut writer = Writer::new(&parsed, options);
    writer.write_all(&parsed.text);
    writer.write_notes(words);
    SafeHtml(safe::cleaned(&writer.html))
}

struct Writer<'p, 'a> {
    parsed: &'p Parsed<'a>,
    prefix: &'p str,
    html: String,
    headings: Headings,
    numbered: bool,
    /// How many paragraphs have an id.
    count: usize,
    /// How many blocks are open.
    depth: usize,
    /// For each open link, whether it has a tag.
    links: Vec<bool>,
    /// How often each note was mentioned so far.
    mentions: HashMap<usize, usize>,
}

impl<'p, 'a> Writer<'p, 'a> {
    fn new(parsed: &'p Parsed<'a>, options: &HtmlOptions<'p>) -> Writer<'p, 'a> {
        Writer {
            parsed,
            prefix: options.id_prefix,
            html: String::new(),
            headings: Headings::of(&parsed.text, options.top_heading),
            numbered: options.numbered,
            count: 0,
            depth: 0,
            links: Vec::new(),
            mentions: HashMap::new(),
        }
    }

    fn write_all(&mut self, events: &[Event<'a>]) {
        events.iter().for_each(|event| self.write(event));
    }

    fn write(&mut self, event: &Event<'a>) {
        match event {
            Event::Start(tag) => self.start(tag),
            Event::End(tag) => self.end(*tag),
            Event::Text(text) => self.text(text),
            Event::Code(code) => {
                self.html.push_str("<code>");
                self.text(code);
                self.html.push_str("</code>");
            }
            Event::FootnoteReference(label) => self.mention(label),
            Event::SoftBreak => self.html.push('\n'),
            Event::HardBreak => self.html.push_str("<br>\n"),
            Event::Rule => self.html.push_str("<hr>\n"),
            // `parsed` turned HTML into text; the others need options that are off.
            Event::Html(text) | Event::InlineHtml(text) | Event::InlineMath(text) | Event::DisplayMath(text) => {
                self.text(text);
            }
            Event::TaskListMarker(_) => {}
        }
    }

    fn start(&mut self, tag: &Tag<'a>) {
        match tag {
            Tag::Paragraph => self.block("p", ""),
            Tag::Heading { level, .. } => {
                let name = self.headings.shown(*level as u8);
                let _ = write!(self.html, "<{name} dir=\"auto\">");
            }
            Tag::BlockQuote(_) => self.block("blockquote", ""),
            Tag::CodeBlock(kind) => {
                // The language of a fence is for machines; a letter shows the words only.
                let _: &CodeBlockKind<'_> = kind;
                self.block("pre", "");
            }
            Tag::List(None) => self.block("ul", ""),
            Tag::List(Some(1)) => self.block("ol", ""),
            Tag::List(Some(first)) => self.block("ol", &format!(" start=\"{first}\"")),
            Tag::Item => self.html.push_str("<li dir=\"auto\">"),
            Tag::Emphasis => self.html.push_str("<em>"),
            Tag::Strong => self.html.push_str("<strong>"),
            Tag::Link { dest_url, .. } => {
                let address = followable(dest_url);
                if let Some(address) = &address {
                    self.html.push_str("<a href=\"");
                    self.text(address);
                    self.html.push_str("\">");
                }
                self.links.push(address.is_some());
            }
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd) {
        let name = match tag {
            TagEnd::Paragraph => "p",
            TagEnd::Heading(_) => return self.headings.close(&mut self.html),
            TagEnd::BlockQuote(_) => "blockquote",
            TagEnd::CodeBlock => "pre",
            TagEnd::List(true) => "ol",
            TagEnd::List(false) => "ul",
            TagEnd::Item => return self.html.push_str("</li>\n"),
            TagEnd::Emphasis => return self.html.push_str("</em>"),
            TagEnd::Strong => return self.html.push_str("</strong>"),
            TagEnd::Link => {
                if self.links.pop() == Some(true) {
                    self.html.push_str("</a>");
                }
                return;
            }
            _ => return,
        };
        self.depth = self.depth.saturating_sub(1);
        if name == "p" {
            self.html.truncate(self.html.trim_end().len());
        }
        let _ = writeln!(self.html, "</{name}>");
    }

    fn block(&mut self, name: &str, attributes: &str) {
        if !self.html.is_empty() && !self.html.ends_with('\n') {
            self.html.push('\n');
        }
        let _ = write!(self.html, "<{name}");
        if self.numbered && self.depth == 0 {
            self.count += 1;
            let _ = write!(self.html, " id=\"{}p{}\"", self.prefix, self.count);
        }
        let _ = write!(self.html, "{attributes} dir=\"auto\">");
        self.depth += 1;
    }

    fn text(&mut self, text: &str) {
        for letter in text.chars() {
            match letter {
                '&' => self.html.push_str("&amp;"),
                '<' => self.html.push_str("&lt;"),
                '>' => self.html.push_str("&gt;"),
                '"' => self.html.push_str("&quot;"),
                '\'' => self.html.push_str("&#39;"),
                other => self.html.push(other),
            }
        }
    }

    fn mention(&mut self, label: &str) {
        let Some(number) = self.parsed.number_of(label) else {
            let words = format!("[^{label}]");
            return self.text(&words);
        };
        let time = self.mentions.entry(number).or_default();
        *time += 1;
        let (prefix, time) = (self.prefix, *time);
        let _ = write!(
            self.html,
            "<sup><a href=\"#{prefix}note-{number}\" id=\"{prefix}ref-{number}-{time}\" role=\"doc-noteref\">{number}</a></sup>"
        );
    }

    /// Notes after the text, each with a link back to every mention.
    fn write_notes(&mut self, words: &dyn Say) {
        let parsed = self.parsed;
        if parsed.notes.is_empty() {
            return;
        }
        self.numbered = false;
        self.html.push_str("<section role=\"doc-endnotes\" aria-label=\"");
        self.text(&words.say("notes-title", &[]));
        self.html.push_str("\">\n<ol>\n");
        let back = words.say("notes-back", &[]);
        for (place, note) in parsed.notes.iter().enumerate() {
            self.write_note(place + 1, note, &back);
        }
        self.html.push_str("</ol>\n</section>\n");
    }

    fn write_note(&mut self, number: usize, note: &Note<'a>, back: &str) {
        let prefix = self.prefix;
        let _ = write!(self.html, "<li id=\"{prefix}note-{number}\" dir=\"auto\">");
        self.write_all(&note.events);
        for time in 1..=note.mentions {
            let _ = write!(self.html, " <a href=\"#{prefix}ref-{number}-{time}\" role=\"doc-backlink\" aria-label=\"");
            self.text(back);
            // The selector keeps the arrow a letter where phones would draw a picture.
            self.html.push_str("\">↩\u{fe0e}</a>");
        }
        self.html.push_str("</li>\n");
    }
}

/// Where the text's headings stand in the page's outline: from the top level down, none skipped.
struct Headings {
    top: u8,
    highest: u8,
    last: u8,
    open: Option<&'static str>,
}

impl Headings {
    fn of(events: &[Event<'_>], top: u8) -> Headings {
        let levels = events.iter().filter_map(|event| match event {
            Event::Start(Tag::Heading { level, .. }) => Some(*level as u8),
            _ => None,
        });
        let top = top.clamp(2, 6);
        Headings { top, highest: levels.min().unwrap_or(1), last: top - 1, open: None }
    }

    fn shown(&mut self, level: u8) -> &'static str {
        let wanted = self.top.saturating_add(level.saturating_sub(self.highest));
        self.last = wanted.min(self.last + 1).min(6);
        let name = match self.last {
            2 => "h2",
            3 => "h3",
            4 => "h4",
            5 => "h5",
            _ => "h6",
        };
        self.open = Some(name);
        name
    }

    fn close(&mut self, html: &mut String) {
        if let Some(name) = self.open.take() {
            let _ = writeln!(html, "</{name}>");
        }
    }
}
