//! The canonical text: one Markdown document that says everything that is signed, the same bytes for ever.

use unicode_normalization::UnicodeNormalization;

use super::{Addressee, LetterText, Officer, Quote};

impl LetterText {
    /// The canonical text of this wording: what `versions/{n}.md` serves and what `text_sha256` hashes.
    ///
    /// UTF-8, NFC, lines end in LF, one LF at the end. In this order, each block followed by an empty line:
    /// 1. `# ` and the title.
    /// 2. One line for each addressee: `- name, role; body / place`. A piece that is empty is left out with its mark.
    /// 3. The re line between `**` and `**`.
    /// 4. The salutation; each line but its last ends in `\`.
    /// 5. `---`
    /// 6. The body, [`LetterText::whole_body`]: its own Markdown, byte for byte but for NFC, LF, empty lines at its beginning and
    ///    white space at its end.
    /// 7. `---`
    /// 8. The closing; each line but its last ends in `\`.
    /// 9. One line for each signing officer: `- name, title`.
    ///
    /// Blocks 2, 3, 4, 6, 8 and 9 are left out when empty; both `---` always stand, so the first one ends the head, the
    /// last one ends the body, and no line can move from one part to another without changing the bytes. In blocks 1 to
    /// 4, 8 and 9 white space counts as one space, and a backslash stands before characters that Markdown or this form
    /// would otherwise read as marks: always `` \ ` * _ [ ] < ``; `&` before a letter or `#`; at the beginning of a line
    /// `# > - + = | : ~` and the `.` or `)` of a number; `#` at the end of the title; in addressees and officers also
    /// `,`, `;` and `/`.
    pub fn canonical(&self) -> String {
        let addressees = self.addressees.iter().map(addressee_line).filter(|line| line != "- ").collect();
        let officers = self.officers.iter().map(officer_line).filter(|line| line != "- ").collect();
        let re_line = match plain_line(&self.re_line) {
            line if line.is_empty() => String::new(),
            line => format!("**{line}**"),
        };
        let blocks = [
            title_line(&self.title),
            joined(addressees),
            re_line,
            lines(&self.salutation),
            RULE.to_owned(),
            body(&self.whole_body()),
            RULE.to_owned(),
            lines(&self.closing),
            joined(officers),
        ];
        let mut text = blocks.into_iter().filter(|block| !block.is_empty()).collect::<Vec<_>>().join("\n\n");
        text.push('\n');
        text
    }

    /// What is printed between salutation and closing, as one Markdown text. After the body itself:
    /// - each quote as a block quote; its last line is `— name, title, organisation`, as far as they are given;
    /// - the asks as a numbered list `1) …`, another mark than lists in the body usually have, so that the two stay apart;
    /// - the background under a heading of level 2, or under a rule when it has no heading.
    pub fn whole_body(&self) -> String {
        let quotes = self.quotes.iter().map(quote_block);
        let asks = self.asks.iter().map(|ask| one_line(ask)).filter(|ask| !ask.is_empty()).enumerate();
        let asks = asks.map(|(n, ask)| format!("{}) {ask}", n + 1)).collect::<Vec<_>>().join("\n");
        let heading = match plain_line(&self.background_heading) {
            line if body(&self.background).is_empty() && line.is_empty() => String::new(),
            line if line.is_empty() => "* * *".to_owned(),
            line => format!("## {}", closed_heading(&line)),
        };
        let blocks = std::iter::once(body(&self.body)).chain(quotes).chain([asks, heading, body(&self.background)]);
        blocks.filter(|block| !block.is_empty()).collect::<Vec<_>>().join("\n\n")
    }

    /// The text as it is stored: NFC, LF, single-line parts on one line, empty rows dropped. Its canonical text is the same.
    pub fn tidied(&self) -> LetterText {
        let addressees = self.addressees.iter().map(|a| Addressee {
            name: one_line(&a.name),
            role: one_line(&a.role),
            body: one_line(&a.body),
            place: one_line(&a.place),
        });
        let officers = self.officers.iter().map(|o| Officer { name: one_line(&o.name), title: one_line(&o.title) });
        let quotes = self.quotes.iter().map(|quote| Quote {
            text: body(&quote.text),
            name: one_line(&quote.name),
            title: one_line(&quote.title),
            organisation: one_line(&quote.organisation),
        });
        LetterText {
            title: one_line(&self.title),
            addressees: addressees.filter(|row| *row != Addressee::default()).collect(),
            re_line: one_line(&self.re_line),
            salutation: several_lines(&self.salutation).join("\n"),
            body: body(&self.body),
            quotes: quotes.filter(|row| *row != Quote::default()).collect(),
            asks: self.asks.iter().map(|ask| one_line(ask)).filter(|ask| !ask.is_empty()).collect(),
            background_heading: one_line(&self.background_heading),
            background: body(&self.background),
            closing: several_lines(&self.closing).join("\n"),
            officers: officers.filter(|row| *row != Officer::default()).collect(),
        }
    }
}

/// Ends the head and the body.
const RULE: &str = "---";

fn title_line(title: &str) -> String {
    format!("# {}", closed_heading(&escaped(&one_line(title), "")))
}

/// CommonMark drops a run of # at the end of a heading.
fn closed_heading(line: &str) -> String {
    let text = line.trim_end_matches('#');
    format!("{text}{}", "\\#".repeat(line.len() - text.len()))
}

/// A block quote, its last line telling who said it.
fn quote_block(quote: &Quote) -> String {
    let said_by: Vec<String> =
        [&quote.name, &quote.title, &quote.organisation].into_iter().map(|part| plain_line(part)).collect();
    let said_by: Vec<&str> = said_by.iter().map(String::as_str).filter(|part| !part.is_empty()).collect();
    let mut lines: Vec<String> =
        body(&quote.text).lines().map(|line| format!("> {line}").trim_end().to_owned()).collect();
    if !said_by.is_empty() {
        if !lines.is_empty() {
            lines.push(">".to_owned());
        }
        lines.push(format!("> — {}", said_by.join(", ")));
    }
    lines.join("\n")
}

fn addressee_line(addressee: &Addressee) -> String {
    listed(&addressee.name, &[(", ", &addressee.role), ("; ", &addressee.body), (" / ", &addressee.place)])
}

fn officer_line(officer: &Officer) -> String {
    listed(&officer.name, &[(", ", &officer.title)])
}

/// A list item: a name, then each piece that is not empty behind its mark.
fn listed(name: &str, pieces: &[(&str, &String)]) -> String {
    let mut line = format!("- {}", piece(name, true));
    for (mark, text) in pieces {
        let text = piece(text, false);
        if !text.is_empty() {
            line.push_str(mark);
            line.push_str(&text);
        }
    }
    line
}

fn piece(text: &str, begins_line: bool) -> String {
    let text = escaped(&one_line(text), ",;/");
    if begins_line { line_start_escaped(text) } else { text }
}

fn plain_line(text: &str) -> String {
    escaped(&one_line(text), "")
}

fn lines(text: &str) -> String {
    let lines = several_lines(text);
    lines.iter().map(|line| line_start_escaped(escaped(line, ""))).collect::<Vec<_>>().join("\\\n")
}

fn joined(lines: Vec<String>) -> String {
    lines.join("\n")
}

/// NFC, LF, no empty lines before, no white space after. Spaces that begin the first line mean something in Markdown.
fn body(text: &str) -> String {
    let text = line_ends(text);
    let mut rest = text.trim_end();
    while let Some((first, others)) = rest.split_once('\n') {
        if !first.trim().is_empty() {
            break;
        }
        rest = others;
    }
    rest.to_owned()
}

fn line_ends(text: &str) -> String {
    text.replace("\r\n", "\n").replace('\r', "\n").nfc().collect()
}

fn one_line(text: &str) -> String {
    let text: String = text.nfc().collect();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn several_lines(text: &str) -> Vec<String> {
    line_ends(text).split('\n').map(one_line).filter(|line| !line.is_empty()).collect()
}

fn escaped(line: &str, also: &str) -> String {
    let mut safe = String::with_capacity(line.len());
    let mut rest = line.chars().peekable();
    while let Some(c) = rest.next() {
        let begins_entity = c == '&' && rest.peek().is_some_and(|next| next.is_ascii_alphabetic() || *next == '#');
        if begins_entity || "\\`*_[]<".contains(c) || also.contains(c) {
            safe.push('\\');
        }
        safe.push(c);
    }
    safe
}

/// A line that begins like a heading, quote, list, rule, table or fence keeps its words and loses that meaning.
fn line_start_escaped(line: String) -> String {
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    match line[digits..].chars().next() {
        Some('.' | ')') if digits > 0 => format!("{}\\{}", &line[..digits], &line[digits..]),
        Some('#' | '>' | '-' | '+' | '=' | '|' | ':' | '~') if digits == 0 => format!("\\{line}"),
        _ => line,
    }
}
