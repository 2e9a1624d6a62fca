//! From tags and text to blocks of runs: what Word, LibreOffice, Google Docs and pages mean by their styles and classes.

use std::collections::{BTreeMap, HashMap};
use std::rc::Rc;

use super::Dropped;
use super::tokens::{Tag, Token};

/// Open elements that are remembered; deeper ones are read as if they were not there.
const DEPTH: usize = 2_000;
/// Elements without content.
const VOID: [&str; 14] =
    ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr"];
/// Elements whose text is none of the letter's.
const OUTSIDE: [&str; 18] = [
    "style", "script", "title", "textarea", "noscript", "xmp", "iframe", "noembed", "noframes", "template", "xml",
    "svg", "math", "object", "select", "button", "video", "audio",
];
/// Elements that begin a paragraph of their own.
const BLOCKS: [&str; 30] = [
    "p",
    "div",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "ul",
    "ol",
    "li",
    "blockquote",
    "table",
    "section",
    "article",
    "header",
    "footer",
    "main",
    "pre",
    "dl",
    "dt",
    "dd",
    "address",
    "figure",
    "figcaption",
    "center",
    "form",
    "aside",
    "nav",
    "caption",
];

/// What a paragraph is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Kind {
    /// An ordinary one.
    Plain,
    /// A heading of this level, 1 to 6.
    Heading(u8),
    /// In a list: how deep, from 1, and its number where it has one.
    Item(usize, Option<usize>),
    /// More of the item before it.
    More(usize),
    /// A line across the page.
    Rule,
}

/// A paragraph.
#[derive(Debug, Clone)]
pub struct Block {
    /// What it is.
    pub kind: Kind,
    /// Whether it is quoted.
    pub is_quote: bool,
    /// The footnote whose text it is.
    pub note: Option<String>,
    /// Its words.
    pub runs: Vec<Run>,
}

/// Words that look alike.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Run {
    /// Text with its marks.
    Words { text: String, bold: bool, italic: bool, link: Option<Rc<str>> },
    /// The end of a line.
    Break,
    /// The mark of a footnote.
    Mention(String),
}

/// What an element does to what is in it.
#[derive(Debug, Clone, Default)]
struct Style {
    bold: bool,
    italic: bool,
    heading: u8,
    outside: bool,
    marker: bool,
    quote: bool,
    row: bool,
    pre: bool,
    link: Option<Rc<str>>,
    note: Option<String>,
}

struct Open {
    name: String,
    is_list: bool,
    style: Style,
}

/// Takes tokens; at the end there are blocks.
#[derive(Default)]
pub struct Reader {
    open: Vec<Open>,
    count: HashMap<String, usize>,
    /// The next number of each open list; `None` for those with bullets.
    lists: Vec<Option<usize>>,
    item: Option<Kind>,
    /// The item's marker where Word wrote it out.
    marker: String,
    word_level: usize,
    note: Option<String>,
    runs: Vec<Run>,
    blocks: Vec<Block>,
    dropped: BTreeMap<&'static str, usize>,
}

impl Reader {
    /// The next token.
    pub fn take(&mut self, token: Token<'_>) {
        match token {
            Token::Text(text) => self.text(&text),
            Token::Start(tag) => self.start(&tag),
            Token::End(name) => self.end(&name),
        }
    }

    /// The blocks, and what was left out.
    pub fn finish(mut self) -> (Vec<Block>, BTreeMap<&'static str, usize>) {
        self.flush();
        (self.blocks, self.dropped)
    }

    fn drop_one(&mut self, what: Dropped) {
        *self.dropped.entry(what.as_str()).or_default() += 1;
    }

    fn style(&self) -> Style {
        self.open.last().map(|open| open.style.clone()).unwrap_or_default()
    }

    fn is_outside(&self) -> bool {
        self.open.last().is_some_and(|open| open.style.outside)
    }

    fn text(&mut self, text: &str) {
        let style = self.style();
        if style.outside {
            return;
        }
        if style.marker {
            self.marker.push_str(text.trim());
            return;
        }
        let clean = |c: &char| {
            !matches!(c, '\u{202A}'..='\u{202E}' | '\u{FEFF}' | '\u{AD}') && (!c.is_control() || c.is_whitespace())
        };
        let mut lines = text.split(if style.pre { '\n' } else { '\0' }).peekable();
        while let Some(line) = lines.next() {
            let words: String = line.chars().filter(clean).collect();
            if !words.is_empty() {
                let (bold, italic, link) = (style.bold && style.heading == 0, style.italic, style.link.clone());
                self.runs.push(Run::Words { text: words, bold, italic, link });
            }
            if lines.peek().is_some() {
                self.runs.push(Run::Break);
            }
        }
    }

    fn start(&mut self, tag: &Tag<'_>) {
        let name = tag.name.as_str();
        let looks = tag.get("style").to_ascii_lowercase();
        let outside = self.is_outside();
        if !outside {
            self.count_what_goes(name, tag, &looks);
            self.begin_block(name, &looks);
        }
        if VOID.contains(&name) {
            return;
        }
        if self.open.len() >= DEPTH {
            return;
        }
        let mut style = self.style();
        style.outside |= OUTSIDE.contains(&name) || is_comment(tag, &looks) || is_deletion(name);
        look(&mut style, name, tag, &looks);
        if name == "a" && !style.outside {
            self.anchor(&mut style, tag);
        }
        let is_list = matches!(name, "ul" | "ol") && !style.outside;
        if is_list {
            self.lists.push((name == "ol").then(|| tag.get("start").parse().unwrap_or(1)));
        }
        *self.count.entry(name.to_owned()).or_default() += 1;
        self.open.push(Open { name: name.to_owned(), is_list, style });
    }

    fn count_what_goes(&mut self, name: &str, tag: &Tag<'_>, looks: &str) {
        match name {
            "img" => self.drop_one(Dropped::Images),
            "table" => self.drop_one(Dropped::Tables),
            "s" | "strike" => self.drop_one(Dropped::Struck),
            "del" => self.drop_one(Dropped::Deletions),
            "ins" => self.drop_one(Dropped::Insertions),
            "iframe" | "svg" | "math" | "object" | "embed" | "select" | "button" | "video" | "audio" | "input" => {
                self.drop_one(Dropped::Objects);
            }
            "font" => self.drop_one(Dropped::Fonts),
            _ if is_comment(tag, looks) && looks.contains("mso-element:comment") && !looks.contains("comment-list") => {
                self.drop_one(Dropped::Comments);
            }
            _ if ["font-family", "font-size", "color:"].iter().any(|one| looks.contains(one)) => {
                self.drop_one(Dropped::Fonts);
            }
            _ => {}
        }
    }

    /// What an element does to the paragraph before it, and to the one that begins.
    fn begin_block(&mut self, name: &str, looks: &str) {
        let in_row = self.open.last().is_some_and(|open| open.style.row);
        match name {
            "br" => self.runs.push(Run::Break),
            "td" | "th" if in_row => {
                if self.runs.iter().any(|run| matches!(run, Run::Words { text, .. } if !text.trim().is_empty())) {
                    self.words(" · ");
                }
            }
            "tr" => self.flush(),
            "hr" => {
                self.flush();
                self.blocks.push(Block { kind: Kind::Rule, is_quote: false, note: None, runs: Vec::new() });
            }
            _ if !BLOCKS.contains(&name) => {}
            _ if in_row => self.words(" "),
            _ => {
                self.flush();
                match name {
                    "li" => {
                        let depth = self.lists.len().max(1);
                        let number = self.lists.last_mut().and_then(|next| {
                            let number = (*next)?;
                            *next = Some(number.saturating_add(1));
                            Some(number)
                        });
                        self.item = Some(Kind::Item(depth, number));
                    }
                    "ul" | "ol" => self.item = None,
                    "p" => self.word_level = word_level(looks),
                    _ => {}
                }
            }
        }
    }

    fn words(&mut self, text: &str) {
        self.runs.push(Run::Words { text: text.to_owned(), bold: false, italic: false, link: None });
    }

    /// A link, the mark of a footnote, or the way back from one.
    fn anchor(&mut self, style: &mut Style, tag: &Tag<'_>) {
        let href = tag.get("href").trim();
        let Some((before, place)) = href.rsplit_once('#') else {
            style.link = web_link(href);
            return;
        };
        match note_of(place) {
            Some((label, true)) => {
                self.note = Some(label);
                style.outside = true;
            }
            Some((label, false)) => {
                self.runs.push(Run::Mention(label));
                style.outside = true;
            }
            None if before.is_empty() => {}
            None => style.link = web_link(href),
        }
    }

    fn end(&mut self, name: &str) {
        if self.count.get(name).is_none_or(|count| *count == 0) {
            return;
        }
        loop {
            // A paragraph looks as the element says that ends it.
            if let Some(open) = self.open.last() {
                let in_row = self.open.len() > 1 && self.open[self.open.len() - 2].style.row;
                let ends_block = open.name == "tr" || (BLOCKS.contains(&open.name.as_str()) && !in_row);
                if ends_block && !open.style.outside {
                    self.flush();
                }
            }
            let Some(open) = self.open.pop() else { break };
            if let Some(count) = self.count.get_mut(&open.name) {
                *count -= 1;
            }
            if open.is_list {
                self.lists.pop();
            }
            if open.name == "li" {
                self.item = None;
            }
            if open.name == name {
                break;
            }
        }
    }

    fn flush(&mut self) {
        let runs = std::mem::take(&mut self.runs);
        let marker = std::mem::take(&mut self.marker);
        let level = std::mem::take(&mut self.word_level);
        let note = self.note.take();
        let has_words = runs.iter().any(|run| match run {
            Run::Words { text, .. } => !text.trim().is_empty(),
            Run::Mention(_) => true,
            Run::Break => false,
        });
        if !has_words {
            self.word_level = level;
            self.marker = marker;
            self.note = note;
            return;
        }
        let style = self.style();
        let kind = match (self.item.take(), style.heading) {
            _ if level > 0 => Kind::Item(level, number_of(&marker)),
            (Some(item), _) => {
                if let Kind::Item(depth, _) = item {
                    self.item = Some(Kind::More(depth));
                }
                item
            }
            (None, heading) if heading > 0 => Kind::Heading(heading),
            (None, _) => Kind::Plain,
        };
        self.blocks.push(Block { kind, is_quote: style.quote, note: note.or(style.note), runs });
    }
}

fn look(style: &mut Style, name: &str, tag: &Tag<'_>, looks: &str) {
    let class = tag.get("class");
    match name {
        "b" | "strong" => style.bold = true,
        "i" | "em" | "cite" => style.italic = true,
        "blockquote" => style.quote = true,
        "pre" => style.pre = true,
        "tr" => style.row = true,
        "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => style.heading = name.as_bytes()[1] - b'0',
        _ => {}
    }
    match class.to_ascii_lowercase().as_str() {
        "msotitle" => style.heading = 1,
        "msosubtitle" => style.heading = 2,
        "msoquote" | "msointensequote" => style.quote = true,
        _ => {}
    }
    if let Some(weight) = value_of(looks, "font-weight") {
        style.bold = matches!(weight, "bold" | "bolder") || weight.parse::<u32>().is_ok_and(|weight| weight >= 600);
    }
    if let Some(slant) = value_of(looks, "font-style") {
        style.italic = slant.starts_with("italic") || slant.starts_with("oblique");
    }
    style.marker |= value_of(looks, "mso-list") == Some("ignore");
    if value_of(looks, "display") == Some("none") {
        style.outside = true;
    }
    // A note of several paragraphs: those after its first say nothing of it themselves.
    let id = tag.get("id");
    if matches!(name, "div" | "li")
        && (looks.contains("mso-element:footnote")
            || looks.contains("mso-element:endnote")
            || id.starts_with("sdfootnote"))
    {
        style.note = note_of(id).map(|(label, _)| label);
    }
}

fn is_comment(tag: &Tag<'_>, looks: &str) -> bool {
    let class = tag.get("class").to_ascii_lowercase();
    looks.contains("mso-element:comment")
        || class == "msocomanchor"
        || class == "msocommentreference"
        || class == "msocommenttext"
}

fn is_deletion(name: &str) -> bool {
    name == "del"
}

/// The value of a property in a style attribute.
fn value_of<'a>(looks: &'a str, property: &str) -> Option<&'a str> {
    looks.split(';').find_map(|one| {
        let (name, value) = one.split_once(':')?;
        (name.trim() == property).then(|| value.trim())
    })
}

/// How deep a paragraph of Word's stands in a list; 0 outside of one.
fn word_level(looks: &str) -> usize {
    let Some(list) = value_of(looks, "mso-list") else { return 0 };
    let level = list.split_whitespace().find_map(|word| word.strip_prefix("level")?.parse::<usize>().ok());
    level.map_or(0, |level| level.clamp(1, 9))
}

/// The number in a marker such as `3.` or `b)`; bullets have none.
fn number_of(marker: &str) -> Option<usize> {
    let plain = marker.trim_matches(|c: char| !c.is_alphanumeric());
    if let Ok(number) = plain.parse() {
        return Some(number);
    }
    let is_letter = plain.len() == 1 && marker.ends_with(['.', ')']);
    is_letter.then(|| usize::from(plain.to_ascii_lowercase().as_bytes()[0].saturating_sub(b'a') + 1))
}

/// The label of a footnote that a place inside a document names, and whether it is the way back from the note.
fn note_of(place: &str) -> Option<(String, bool)> {
    const BACK: [&str; 8] =
        ["_ftnref", "_ednref", "ftnt_ref", "fnref:", "fnref-", "fnref", "cite_ref-", "user-content-fnref-"];
    const THERE: [&str; 10] =
        ["_ftn", "_edn", "ftnt", "fn:", "fn-", "fn", "cite_note-", "user-content-fn-", "ftn", "edn"];
    for (word, end, is_back) in [
        ("sdfootnote", "anc", true),
        ("sdfootnote", "sym", false),
        ("sdendnote", "anc", true),
        ("sdendnote", "sym", false),
        ("sdfootnote", "", false),
    ] {
        if let Some(number) = place.strip_prefix(word).and_then(|rest| rest.strip_suffix(end)) {
            return is_label(number).then(|| (format!("{word}{number}"), is_back));
        }
    }
    let find = |words: &[&str], is_back: bool| {
        words.iter().find_map(|word| place.strip_prefix(word)).filter(|label| is_label(label)).map(|label| {
            let kind = if place.contains("edn") { "end" } else { "" };
            (format!("{kind}{label}"), is_back)
        })
    };
    find(&BACK, true).or_else(|| find(&THERE, false))
}

fn is_label(label: &str) -> bool {
    let digits = label.chars().filter(char::is_ascii_digit).count();
    digits > 0 && label.len() <= 40 && label.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.'))
}

/// An address that may stand in a letter: the web and mailboxes.
fn web_link(href: &str) -> Option<Rc<str>> {
    let known = ["https://", "http://", "mailto:"]
        .iter()
        .any(|scheme| href.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme)));
    (known && href.len() <= 2_000 && !href.chars().any(char::is_control)).then(|| Rc::from(href))
}
