//! A letter's Markdown as plain text: for mails, and for a summary of a few words.

use std::ops::Range;

use pulldown_cmark::{Event, Tag, TagEnd};
use unicode_segmentation::UnicodeSegmentation;

use super::parsed::{Parsed, followable, parse};

/// How wide the lines of a mail are, in characters; longer words (addresses) stay whole. RFC 5322, 2.1.1 asks for 78.
pub const MAIL_WIDTH: usize = 72;

/// The text for a mail: wrapped, lists and quotes marked, link addresses in `<…>`, notes numbered at the end.
pub fn to_plain(markdown: &str) -> String {
    let parsed = parse(markdown);
    let mut writer = Writer::new(&parsed);
    writer.write_all(&parsed.text);
    for (place, note) in parsed.notes.iter().enumerate() {
        writer.begin_item(format!("[{}] ", place + 1));
        writer.write_all(&note.events);
        writer.end_item();
    }
    writer.finish()
}

/// The first `most_words` words of the text's paragraphs, without headings and notes; `…` says that there is more.
pub fn summary(markdown: &str, most_words: usize) -> String {
    let text = words_of_paragraphs(markdown);
    match text.unicode_word_indices().nth(most_words) {
        None => text,
        Some((end, _)) => {
            let shortened = text[..end].trim_end_matches(|c: char| c.is_whitespace() || ",;:–—-(«“\"'".contains(c));
            format!("{shortened}…")
        }
    }
}

fn words_of_paragraphs(markdown: &str) -> String {
    let mut text = String::new();
    let mut in_heading = false;
    for event in parse(markdown).text {
        match event {
            Event::Start(Tag::Heading { .. }) => in_heading = true,
            Event::End(TagEnd::Heading(_)) => in_heading = false,
            Event::Text(words) | Event::Code(words) if !in_heading => text.push_str(&words),
            Event::End(TagEnd::Paragraph | TagEnd::Item | TagEnd::CodeBlock) | Event::SoftBreak | Event::HardBreak => {
                text.push(' ');
            }
            _ => {}
        }
    }
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// What stands before the lines of a block: one text before its first line, another before the rest.
struct Margin {
    first: Option<String>,
    rest: String,
}

struct Writer<'p, 'a> {
    parsed: &'p Parsed<'a>,
    lines: Vec<String>,
    margins: Vec<Margin>,
    /// The numbers of open lists; `None`: bullets.
    lists: Vec<Option<u64>>,
    /// For each open link, its address and where its text begins.
    links: Vec<(Option<String>, usize)>,
    /// The words of the open paragraph.
    words: String,
    in_code: bool,
    /// An empty line is due before the next block, inside as many margins as were open when it became due.
    gap: Option<usize>,
}

impl<'p, 'a> Writer<'p, 'a> {
    fn new(parsed: &'p Parsed<'a>) -> Writer<'p, 'a> {
        Writer {
            parsed,
            lines: Vec::new(),
            margins: Vec::new(),
            lists: Vec::new(),
            links: Vec::new(),
            words: String::new(),
            in_code: false,
            gap: None,
        }
    }

    fn finish(mut self) -> String {
        self.flush();
        let mut text = self.lines.join("\n");
        if !text.is_empty() {
            text.push('\n');
        }
        text
    }

    fn write_all(&mut self, events: &[Event<'a>]) {
        events.iter().for_each(|event| self.write(event));
        self.flush();
    }

    fn write(&mut self, event: &Event<'a>) {
        match event {
            Event::Start(tag) => self.start(tag),
            Event::End(tag) => self.end(*tag),
            Event::Text(text) | Event::Code(text) | Event::Html(text) | Event::InlineHtml(text) => {
                self.words.push_str(text)
            }
            Event::FootnoteReference(label) => match self.parsed.number_of(label) {
                Some(number) => self.words.push_str(&format!("[{number}]")),
                None => self.words.push_str(&format!("[^{label}]")),
            },
            Event::SoftBreak => self.words.push(' '),
            Event::HardBreak => self.words.push('\n'),
            Event::Rule => {
                self.flush();
                self.put_block(&["* * *".to_owned()]);
                self.gap = Some(self.margins.len());
            }
            _ => {}
        }
    }

    fn start(&mut self, tag: &Tag<'a>) {
        match tag {
            Tag::BlockQuote(_) => {
                self.flush();
                self.margins.push(Margin { first: None, rest: "> ".to_owned() });
            }
            Tag::List(first) => {
                self.flush();
                self.lists.push(*first);
            }
            Tag::Item => {
                let mark = match self.lists.last_mut() {
                    Some(Some(number)) => {
                        let mark = format!("{number}. ");
                        *number = number.saturating_add(1);
                        mark
                    }
                    _ => "- ".to_owned(),
                };
                self.begin_item(mark);
            }
            Tag::CodeBlock(_) => {
                self.flush();
                self.in_code = true;
            }
            Tag::Link { dest_url, .. } => self.links.push((followable(dest_url), self.words.len())),
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Paragraph | TagEnd::CodeBlock => {
                self.flush();
                self.in_code = false;
                self.gap = Some(self.margins.len());
            }
            TagEnd::Heading(_) => self.heading(),
            TagEnd::BlockQuote(_) => {
                self.flush();
                self.margins.pop();
                self.gap = Some(self.margins.len());
            }
            TagEnd::List(_) => {
                self.lists.pop();
                if self.lists.is_empty() {
                    self.gap = Some(self.margins.len());
                }
            }
            TagEnd::Item => self.end_item(),
            TagEnd::Link => self.end_link(),
            _ => {}
        }
    }

    fn begin_item(&mut self, mark: String) {
        self.flush();
        let rest = " ".repeat(mark.chars().count());
        self.margins.push(Margin { first: Some(mark), rest });
    }

    fn end_item(&mut self) {
        self.flush();
        // An item without words still shows its mark.
        if self.margins.last().is_some_and(|margin| margin.first.is_some()) {
            self.put_block(&[String::new()]);
        }
        self.margins.pop();
    }

    /// The address behind the words, unless the words are the address.
    fn end_link(&mut self) {
        let Some((Some(address), begin)) = self.links.pop() else { return };
        let words = self.words.get(begin..).unwrap_or_default();
        let bare = address.strip_prefix("mailto:").unwrap_or(&address);
        if words.trim_end_matches('/') != bare.trim_end_matches('/') {
            self.words.push_str(&format!(" <{bare}>"));
        }
    }

    fn heading(&mut self) {
        let title = self.words.clone();
        self.flush();
        let width = title.graphemes(true).count().min(MAIL_WIDTH);
        if width > 0 {
            self.put_block(&["-".repeat(width)]);
        }
        self.gap = Some(self.margins.len());
    }

    /// Writes the open paragraph.
    fn flush(&mut self) {
        let words = std::mem::take(&mut self.words);
        if words.trim().is_empty() {
            return;
        }
        if self.in_code {
            let lines: Vec<_> = words.trim_end().lines().map(|line| format!("    {line}")).collect();
            return self.put_block(&lines);
        }
        let margin: usize = self.margins.iter().map(|margin| margin.rest.chars().count()).sum();
        let width = MAIL_WIDTH.saturating_sub(margin).max(MAIL_WIDTH / 3);
        let lines: Vec<_> = words.trim().lines().flat_map(|line| wrapped(line, width)).collect();
        self.put_block(&lines);
    }

    fn put_block(&mut self, lines: &[String]) {
        if let Some(open) = self.gap.take().filter(|_| !self.lines.is_empty()) {
            let quotes: String = self.margins.iter().take(open).map(|margin| margin.rest.as_str()).collect();
            self.lines.push(quotes.trim_end().to_owned());
        }
        for line in lines {
            let before: String =
                self.margins.iter_mut().map(|m| m.first.take().unwrap_or_else(|| m.rest.clone())).collect();
            self.lines.push(format!("{before}{line}").trim_end().to_owned());
        }
    }
}

/// Breaks a line at spaces; a word longer than the width has its own line.
fn wrapped(line: &str, width: usize) -> Vec<String> {
    let mut lines = Vec::new();
    let mut current = String::new();
    let mut room: Range<usize> = 0..width;
    for word in line.split_whitespace() {
        let length = word.chars().count();
        if !current.is_empty() && room.start + 1 + length > room.end {
            lines.push(std::mem::take(&mut current));
            room.start = 0;
        }
        if !current.is_empty() {
            current.push(' ');
            room.start += 1;
        }
        current.push_str(word);
        room.start += length;
    }
    lines.push(current);
    lines
}
