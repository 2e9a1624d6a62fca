//! From blocks to Markdown. Whatever Markdown would read as a mark, and was none, gets a backslash.

use std::collections::BTreeMap;
use std::rc::Rc;

use super::reader::{Block, Kind, Run};

/// Deeper lists are shown at this depth.
const DEPTH: usize = 6;

/// The Markdown, and how many mentions of footnotes had no text to lead to.
pub fn to_markdown(blocks: &[Block], beside: &str) -> (String, usize) {
    let notes = Notes::of(blocks, beside);
    let mut page = Page { text: String::new(), widths: Vec::new(), was_item: false, was_quote: false };
    let body: Vec<&Block> = blocks.iter().filter(|block| notes.number(block.note.as_deref()).is_none()).collect();
    let is_rule = |block: &&Block| block.kind == Kind::Rule;
    let from = body.iter().position(|block| !is_rule(block)).unwrap_or(body.len());
    let to = body.iter().rposition(|block| !is_rule(block)).map_or(from, |at| at + 1);
    for block in &body[from..to] {
        page.add(block, &notes);
    }
    let mut by_number: BTreeMap<usize, Vec<String>> = BTreeMap::new();
    for block in blocks {
        if let Some(number) = notes.number(block.note.as_deref()) {
            by_number.entry(number).or_default().push(inline(&block.runs, &notes, "    "));
        }
    }
    for (number, paragraphs) in by_number {
        page.space("\n\n");
        page.text.push_str(&format!("[^{number}]: {}", paragraphs.join("\n\n    ")));
    }
    (page.text, notes.lost)
}

/// The numbers of the footnotes that are both mentioned and there.
struct Notes {
    numbers: BTreeMap<String, usize>,
    lost: usize,
}

impl Notes {
    fn of(blocks: &[Block], beside: &str) -> Notes {
        let there: Vec<&str> = blocks.iter().filter_map(|block| block.note.as_deref()).collect();
        let there: std::collections::BTreeSet<&str> = there.into_iter().collect();
        let mut notes = Notes { numbers: BTreeMap::new(), lost: 0 };
        let mut next = 1;
        let runs = blocks.iter().flat_map(|block| &block.runs);
        for label in runs.filter_map(|run| if let Run::Mention(label) = run { Some(label) } else { None }) {
            if !there.contains(label.as_str()) {
                notes.lost += 1;
            } else if !notes.numbers.contains_key(label) {
                while beside.contains(&format!("[^{next}]")) {
                    next += 1;
                }
                notes.numbers.insert(label.clone(), next);
                next += 1;
            }
        }
        notes
    }

    fn number(&self, label: Option<&str>) -> Option<usize> {
        self.numbers.get(label?).copied()
    }
}

struct Page {
    text: String,
    /// How wide the marker of each open item is.
    widths: Vec<usize>,
    was_item: bool,
    was_quote: bool,
}

impl Page {
    fn space(&mut self, space: &str) {
        if !self.text.is_empty() {
            self.text.push_str(space);
        }
    }

    fn add(&mut self, block: &Block, notes: &Notes) {
        let quote = if block.is_quote { "> " } else { "" };
        let (marker, is_item) = match block.kind {
            Kind::Item(depth, number) => {
                self.widths.truncate(depth.min(DEPTH).saturating_sub(1));
                (number.map_or_else(|| "- ".to_owned(), |number| format!("{}. ", number.min(999_999))), true)
            }
            Kind::More(depth) => {
                self.widths.truncate(depth.min(DEPTH));
                (String::new(), false)
            }
            Kind::Heading(level) => {
                self.widths.clear();
                (format!("{} ", "#".repeat(usize::from(level.clamp(1, 6)))), false)
            }
            Kind::Plain | Kind::Rule => {
                self.widths.clear();
                (String::new(), false)
            }
        };
        let outer = " ".repeat(self.widths.iter().sum());
        if is_item {
            self.widths.push(marker.len());
        }
        let inner = " ".repeat(self.widths.iter().sum());
        let words = match block.kind {
            Kind::Rule => "---".to_owned(),
            Kind::Heading(_) => one_line(&inline(&block.runs, notes, "")),
            _ => inline(&block.runs, notes, &format!("{quote}{inner}")),
        };
        if words.is_empty() {
            return;
        }
        let space = if is_item && self.was_item && self.was_quote == block.is_quote { "\n" } else { "\n\n" };
        if block.is_quote && self.was_quote && space == "\n\n" {
            self.space("\n>\n");
        } else {
            self.space(space);
        }
        self.text.push_str(&format!("{quote}{outer}{marker}{words}"));
        (self.was_item, self.was_quote) = (is_item, block.is_quote);
    }
}

/// A heading has one line.
fn one_line(words: &str) -> String {
    words.replace("\\\n", " ").replace('\n', " ").trim_end_matches('#').trim_end().to_owned()
}

/// A piece of one look, its white space folded.
struct Piece {
    text: String,
    bold: bool,
    italic: bool,
    link: Option<Rc<str>>,
    /// Markdown already.
    is_mark: bool,
}

/// The words of a paragraph with their marks; lines after the first begin with `indent`.
fn inline(runs: &[Run], notes: &Notes, indent: &str) -> String {
    let pieces = pieces(runs, notes);
    let mut line = String::new();
    for (at, piece) in pieces.iter().enumerate() {
        if piece.is_mark {
            if piece.text == "\n" {
                line.truncate(line.trim_end_matches(' ').len());
                line.push_str("\\\n");
            } else {
                line.push_str(&piece.text);
            }
            continue;
        }
        let core = piece.text.trim_matches(' ');
        let start = piece.text.len() - piece.text.trim_start_matches(' ').len();
        if start > 0 && !line.is_empty() && !line.ends_with([' ', '\n']) {
            line.push(' ');
        }
        if core.is_empty() {
            continue;
        }
        let after = if piece.text.ends_with(' ') {
            Some(' ')
        } else {
            pieces.get(at + 1).and_then(|next| if next.is_mark { Some(' ') } else { next.text.chars().next() })
        };
        let words = escaped(core, line.is_empty() || line.ends_with('\n'), piece.link.is_some());
        let linked = match &piece.link {
            Some(link) => format!("[{words}]({})", address(link)),
            None => words,
        };
        let mark = match (piece.bold, piece.italic) {
            (true, true) => "***",
            (true, false) => "**",
            (false, true) => "*",
            (false, false) => "",
        };
        if mark.is_empty() || !can_stand(line.chars().next_back(), &linked, after) {
            line.push_str(&linked);
        } else {
            line.push_str(&format!("{mark}{linked}{mark}"));
        }
        if piece.text.ends_with(' ') {
            line.push(' ');
        }
    }
    let line = line.trim_end_matches([' ', '\n']);
    let line = if line.ends_with('\\') && !line.ends_with("\\\\") { line.trim_end_matches('\\') } else { line };
    let lines: Vec<&str> = line.split('\n').collect();
    lines.join(&format!("\n{indent}"))
}

/// Whether Markdown reads marks around these words: outside of them stands nothing that sticks to them (CommonMark, flanking).
fn can_stand(before: Option<char>, words: &str, after: Option<char>) -> bool {
    let sticks = |outside: Option<char>, inside: Option<char>| {
        let is_word = outside.is_some_and(|c| !c.is_whitespace() && !is_punctuation(c));
        outside == Some('*') || outside == Some('\\') || (is_word && inside.is_none_or(is_punctuation))
    };
    let first = words.chars().next();
    let last = words.chars().next_back();
    !words.contains('\n') && !sticks(before, first) && !sticks(after, last) && first != Some('*') && last != Some('*')
}

fn is_punctuation(c: char) -> bool {
    !c.is_alphanumeric() && !c.is_whitespace()
}

fn pieces(runs: &[Run], notes: &Notes) -> Vec<Piece> {
    let mut pieces: Vec<Piece> = Vec::new();
    let mark = |text: String| Piece { text, bold: false, italic: false, link: None, is_mark: true };
    for run in runs {
        match run {
            Run::Break => {
                let has_words = pieces.iter().any(|piece| !piece.text.trim().is_empty());
                if has_words && pieces.last().is_some_and(|last| last.text != "\n") {
                    pieces.push(mark("\n".into()));
                }
            }
            Run::Mention(label) => {
                if let Some(number) = notes.number(Some(label)) {
                    pieces.push(mark(format!("[^{number}]")));
                }
            }
            Run::Words { text, bold, italic, link } => {
                let (bold, italic) = (*bold && !text.trim().is_empty(), *italic && !text.trim().is_empty());
                match pieces.last_mut() {
                    Some(last) if !last.is_mark && last.bold == bold && last.italic == italic && last.link == *link => {
                        last.text.push_str(text);
                    }
                    _ => pieces.push(Piece { text: text.clone(), bold, italic, link: link.clone(), is_mark: false }),
                }
            }
        }
    }
    for piece in pieces.iter_mut().filter(|piece| !piece.is_mark) {
        piece.text = folded(&piece.text);
    }
    pieces.retain(|piece| !piece.text.is_empty());
    pieces
}

/// White space as one space; a hard space that stands alone stays.
fn folded(text: &str) -> String {
    let mut done = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        if !c.is_whitespace() {
            done.push(c);
            continue;
        }
        let mut count = 1;
        while chars.next_if(|next| next.is_whitespace()).is_some() {
            count += 1;
        }
        let is_inside = !done.is_empty() && chars.peek().is_some();
        done.push(if count == 1 && is_inside && matches!(c, '\u{A0}' | '\u{202F}') { c } else { ' ' });
    }
    done
}

/// An address between brackets of Markdown.
fn address(link: &str) -> String {
    let mut done = String::with_capacity(link.len());
    for c in link.chars() {
        match c {
            '(' => done.push_str("%28"),
            ')' => done.push_str("%29"),
            '<' => done.push_str("%3C"),
            '>' => done.push_str("%3E"),
            '\\' => done.push_str("%5C"),
            '"' => done.push_str("%22"),
            '*' => done.push_str("%2A"),
            c if c.is_whitespace() => done.push_str("%20"),
            c => done.push(c),
        }
    }
    done
}

fn escaped(text: &str, begins_line: bool, in_link: bool) -> String {
    let chars: Vec<char> = text.chars().collect();
    let mut done = String::with_capacity(text.len() + 8);
    let digits = chars.iter().take_while(|c| c.is_ascii_digit()).count();
    for (at, &c) in chars.iter().enumerate() {
        let (before, after) = (at.checked_sub(1).map(|at| chars[at]), chars.get(at + 1).copied());
        let is_word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
        let is_mark = match c {
            '\\' | '`' | '*' | '<' | '[' => true,
            '_' => !(is_word(before) && is_word(after)),
            ']' => in_link,
            '~' => before == Some('~') || after == Some('~'),
            '&' => after.is_some_and(|next| next.is_ascii_alphabetic() || next == '#'),
            '#' | '>' | '-' | '+' | '=' | '|' | ':' => begins_line && at == 0,
            '.' | ')' => begins_line && digits > 0 && digits < 10 && at == digits,
            _ => false,
        };
        if is_mark {
            done.push('\\');
        }
        done.push(c);
    }
    done
}
