//! Markdown read into events that are harmless already: no HTML, no image, no foreign link, no deep nesting.
//! Notes are taken out of the text and numbered by their first mention.

use std::collections::HashMap;

use pulldown_cmark::{CowStr, Event, LinkType, Options, Parser, Tag, TagEnd};

/// How deep quotes, lists and emphasis may stand in each other; deeper ones lose their marks and keep their words.
const DEEPEST: usize = 16;

/// A text and its notes.
pub(super) struct Parsed<'a> {
    pub text: Vec<Event<'a>>,
    pub notes: Vec<Note<'a>>,
    numbers: HashMap<CowStr<'a>, usize>,
}

/// A note at the end of the text; its number is its place in the list, from 1.
pub(super) struct Note<'a> {
    pub label: CowStr<'a>,
    pub events: Vec<Event<'a>>,
    /// How often the text mentions it. A note that is never mentioned is signed too, so it is shown.
    pub mentions: usize,
}

impl Parsed<'_> {
    /// The number of the note with this label, from 1.
    pub fn number_of(&self, label: &str) -> Option<usize> {
        self.numbers.get(label).copied()
    }
}

/// Reads Markdown (CommonMark and footnotes).
pub(super) fn parse(markdown: &str) -> Parsed<'_> {
    let harmless = Parser::new_ext(markdown, Options::ENABLE_FOOTNOTES).map(harmless);
    let events = without_deep_nesting(super::bare::linked(harmless));
    let mut text = Vec::new();
    let mut notes: Vec<Note<'_>> = Vec::new();
    let mut open: Vec<usize> = Vec::new();
    for event in events {
        match event {
            Event::Start(Tag::FootnoteDefinition(label)) => {
                open.push(notes.len());
                notes.push(Note { label, events: Vec::new(), mentions: 0 });
            }
            Event::End(TagEnd::FootnoteDefinition) => drop(open.pop()),
            event => match open.last().and_then(|&at| notes.get_mut(at)) {
                Some(note) => note.events.push(event),
                None => text.push(event),
            },
        }
    }
    let notes = in_order_of_mention(&text, notes);
    let mut numbers = HashMap::new();
    for (place, note) in notes.iter().enumerate() {
        numbers.entry(note.label.clone()).or_insert(place + 1);
    }
    Parsed { text, notes, numbers }
}

/// Turns what could do harm, or fetch something, into text.
fn harmless(event: Event<'_>) -> Event<'_> {
    match event {
        Event::Html(html) | Event::InlineHtml(html) => Event::Text(html),
        Event::Start(Tag::HtmlBlock) => Event::Start(Tag::Paragraph),
        Event::End(TagEnd::HtmlBlock) => Event::End(TagEnd::Paragraph),
        Event::Start(Tag::Link { link_type: LinkType::Email, dest_url, title, id }) => {
            let dest_url = CowStr::from(format!("mailto:{dest_url}"));
            Event::Start(Tag::Link { link_type: LinkType::Email, dest_url, title, id })
        }
        other => other,
    }
}

/// Drops the marks of images and of everything nested too deep; a list and its items stay or go together.
fn without_deep_nesting<'a>(events: impl Iterator<Item = Event<'a>>) -> Vec<Event<'a>> {
    let mut kept: Vec<bool> = Vec::new();
    let mut depth = 0;
    let mut lists: Vec<bool> = Vec::new();
    let mut result = Vec::new();
    for event in events {
        match &event {
            Event::Start(tag) => {
                let keep = match tag {
                    Tag::Image { .. } => false,
                    Tag::Item => lists.last().copied().unwrap_or(false),
                    Tag::Paragraph | Tag::FootnoteDefinition(_) => true,
                    _ => depth < DEEPEST,
                };
                if matches!(tag, Tag::List(_)) {
                    lists.push(keep);
                }
                depth += 1;
                kept.push(keep);
                if keep {
                    result.push(event);
                } else if matches!(tag, Tag::List(_)) {
                    result.push(Event::SoftBreak);
                }
            }
            Event::End(tag) => {
                if matches!(tag, TagEnd::List(_)) {
                    lists.pop();
                }
                depth -= 1;
                if kept.pop().unwrap_or(false) {
                    result.push(event);
                } else if matches!(tag, TagEnd::Item | TagEnd::BlockQuote(_) | TagEnd::Heading(_) | TagEnd::CodeBlock) {
                    // The words of two blocks must not run together.
                    result.push(Event::SoftBreak);
                }
            }
            _ => result.push(event),
        }
    }
    result
}

/// Numbers notes as a reader meets them: first those of the text, then those that notes mention, then the rest.
fn in_order_of_mention<'a>(text: &[Event<'a>], notes: Vec<Note<'a>>) -> Vec<Note<'a>> {
    let mut order = Order::of(notes);
    order.mention(text);
    let mut next = 0;
    loop {
        if next == order.ordered.len() && !order.take_unmentioned() {
            return order.ordered;
        }
        let events = std::mem::take(&mut order.ordered[next].events);
        order.mention(&events);
        order.ordered[next].events = events;
        next += 1;
    }
}

struct Order<'a> {
    ordered: Vec<Note<'a>>,
    /// Notes that have no number yet, and how far from the left they were searched for unmentioned ones.
    waiting: Vec<Option<Note<'a>>>,
    searched: usize,
    /// Where the note of a label waits; the first of several with one label.
    by_label: HashMap<CowStr<'a>, usize>,
    numbered: HashMap<CowStr<'a>, usize>,
}

impl<'a> Order<'a> {
    fn of(notes: Vec<Note<'a>>) -> Order<'a> {
        let mut by_label = HashMap::new();
        for (at, note) in notes.iter().enumerate() {
            by_label.entry(note.label.clone()).or_insert(at);
        }
        let waiting = notes.into_iter().map(Some).collect();
        Order { ordered: Vec::new(), waiting, searched: 0, by_label, numbered: HashMap::new() }
    }

    fn mention(&mut self, events: &[Event<'a>]) {
        for event in events {
            let Event::FootnoteReference(label) = event else { continue };
            if let Some(note) = self.by_label.get(label).and_then(|&at| self.waiting[at].take()) {
                self.push(note);
            }
            if let Some(&at) = self.numbered.get(label) {
                self.ordered[at].mentions += 1;
            }
        }
    }

    fn take_unmentioned(&mut self) -> bool {
        while let Some(place) = self.waiting.get_mut(self.searched) {
            self.searched += 1;
            if let Some(note) = place.take() {
                self.push(note);
                return true;
            }
        }
        false
    }

    fn push(&mut self, note: Note<'a>) {
        self.numbered.entry(note.label.clone()).or_insert(self.ordered.len());
        self.ordered.push(note);
    }
}

/// The address of a link that may be followed: `http`, `https` or `mailto`, no name or password in it.
pub(super) fn followable(address: &str) -> Option<String> {
    let url = url::Url::parse(address).ok()?;
    let is_known = matches!(url.scheme(), "http" | "https" | "mailto");
    // `https://known.example@other.example` leads elsewhere than it seems.
    let is_plain = url.username().is_empty() && url.password().is_none();
    (is_known && is_plain).then(|| url.into())
}
