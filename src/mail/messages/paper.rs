//! The paper that mails are written on: plain text wrapped for any screen, a coordinator's words as paragraphs, and the
//! letter itself below the fold.

use std::fmt;

use askama::filters::HtmlSafe;

use crate::domain::revision::LetterText;
use crate::render::markdown::{HtmlOptions, MAIL_WIDTH, SafeHtml, to_html, to_plain};
use crate::render::words::{Words, direction_of};

/// A line of a finished text may be this much longer than [`MAIL_WIDTH`] before it is wrapped (RFC 5322 §2.1.1: 78).
const SPARE: usize = 6;
/// A longer letter is read on the page: the mail stays under 60 KB with both parts (U-32).
const FULL_TEXT_BYTES: usize = 20_000;

/// One line that can stand in a header: every run of white space and control characters is one space, and the marks that
/// begin an encoded word are parted (RFC 2047 §2).
pub(super) fn one_line(text: &str) -> String {
    let spaced: String = text.chars().map(|c| if is_break(c) { ' ' } else { c }).collect();
    spaced.split_whitespace().collect::<Vec<_>>().join(" ").replace("=?", "= ?")
}

fn is_break(c: char) -> bool {
    c.is_control() || matches!(c, '\u{2028}' | '\u{2029}')
}

/// Wraps long lines at spaces, keeps at most one empty line together, ends with one line end. Links stay whole.
pub(super) fn laid_out(text: &str) -> String {
    let mut lines: Vec<String> = Vec::new();
    for line in text.lines().map(str::trim_end) {
        if line.is_empty() && lines.last().is_none_or(String::is_empty) {
            continue;
        }
        if line.chars().count() <= MAIL_WIDTH + SPARE {
            lines.push(line.to_owned());
        } else {
            wrap(line, &mut lines);
        }
    }
    while lines.last().is_some_and(String::is_empty) {
        lines.pop();
    }
    lines.join("\n") + "\n"
}

fn wrap(line: &str, lines: &mut Vec<String>) {
    let indent: String = line.chars().take_while(|c| *c == ' ').collect();
    let mut current = indent.clone();
    let mut is_empty = true;
    for word in line.split_whitespace() {
        if !is_empty && current.chars().count() + 1 + word.chars().count() > MAIL_WIDTH {
            lines.push(std::mem::replace(&mut current, indent.clone()));
            is_empty = true;
        }
        if !is_empty {
            current.push(' ');
        }
        current.push_str(word);
        is_empty = false;
    }
    lines.push(current);
}

/// Plain words of a person as HTML: empty lines part paragraphs, addresses of pages can be pressed, nothing else means
/// anything.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Paragraphs(String);

impl Paragraphs {
    /// Escapes and parts the text.
    pub fn of(text: &str) -> Paragraphs {
        let text = text.replace("\r\n", "\n").replace('\r', "\n");
        let mut html = String::with_capacity(text.len() + 64);
        for paragraph in text.split("\n\n").map(str::trim).filter(|paragraph| !paragraph.is_empty()) {
            html.push_str("<p dir=\"auto\">");
            for (at, line) in paragraph.lines().enumerate() {
                if at > 0 {
                    html.push_str("<br>\n");
                }
                push_line(&mut html, line);
            }
            html.push_str("</p>\n");
        }
        Paragraphs(html)
    }
}

impl fmt::Display for Paragraphs {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl HtmlSafe for Paragraphs {}

fn push_line(html: &mut String, line: &str) {
    for (at, word) in line.split(' ').enumerate() {
        if at > 0 {
            html.push(' ');
        }
        match link_in(word) {
            None => push_escaped(html, word),
            Some((before, link, after)) => {
                push_escaped(html, before);
                html.push_str("<a href=\"");
                push_escaped(html, link);
                html.push_str("\">");
                push_escaped(html, link);
                html.push_str("</a>");
                push_escaped(html, after);
            }
        }
    }
}

/// The address of a page inside a word, with what stands before and after it.
fn link_in(word: &str) -> Option<(&str, &str, &str)> {
    let start = ["https://", "http://"].iter().filter_map(|scheme| word.find(scheme)).min()?;
    let (before, rest) = word.split_at(start);
    let end = rest.find(['<', '>', '"', '\u{a0}']).unwrap_or(rest.len());
    let link = rest[..end].trim_end_matches(['.', ',', ';', ':', '!', '?', ')', ']', '\'', '”', '’', '»']);
    let is_whole = link.len() > "https://".len() && url::Url::parse(link).is_ok();
    is_whole.then(|| (before, link, &rest[link.len()..]))
}

fn push_escaped(html: &mut String, text: &str) {
    for c in text.chars() {
        match c {
            '&' => html.push_str("&amp;"),
            '<' => html.push_str("&lt;"),
            '>' => html.push_str("&gt;"),
            '"' => html.push_str("&quot;"),
            '\'' => html.push_str("&#39;"),
            other => html.push(other),
        }
    }
}

/// The letter itself, as it stands below a mail.
#[derive(Debug, Clone)]
pub struct FullText {
    /// BCP 47 tag of the text.
    pub language: String,
    /// Wrapped plain text.
    pub plain: String,
    /// The same as HTML.
    pub html: SafeHtml,
}

impl FullText {
    /// The text for a mail; `None` when it is too long for one.
    pub fn of(text: &LetterText, language: &str, words: &Words) -> Option<FullText> {
        let officers = text.officers.iter().map(|officer| {
            [&officer.name, &officer.title].into_iter().filter(|part| !part.is_empty()).cloned().collect::<Vec<_>>()
        });
        let officers = officers.map(|parts| parts.join(", ")).collect::<Vec<_>>().join("\n");
        let body = text.whole_body();
        let around = [&text.re_line, &text.salutation, &text.closing, &officers];
        if body.len() + around.iter().map(|part| part.len()).sum::<usize>() > FULL_TEXT_BYTES {
            return None;
        }
        let plain = [&text.re_line, &text.salutation, &to_plain(&body), &text.closing, &officers];
        let plain = plain.into_iter().map(|part| part.trim()).filter(|part| !part.is_empty());
        let markdown = markdown_of(&text.re_line, &text.salutation, &body, &[&text.closing, &officers]);
        Some(FullText {
            language: language.to_owned(),
            plain: plain.collect::<Vec<_>>().join("\n\n"),
            html: to_html(&markdown, &HtmlOptions { id_prefix: "letter-", ..HtmlOptions::default() }, words),
        })
    }

    /// `ltr` or `rtl`.
    pub fn dir(&self) -> &'static str {
        direction_of(&self.language)
    }
}

/// Body and what stands around it as one Markdown text, so that one sanitiser sees everything.
fn markdown_of(re_line: &str, salutation: &str, body: &str, after: &[&String]) -> String {
    let mut blocks: Vec<String> = [re_line, salutation].into_iter().map(literal).collect();
    blocks.push(body.to_owned());
    blocks.extend(after.iter().map(|text| literal(text)));
    blocks.into_iter().filter(|block| !block.trim().is_empty()).collect::<Vec<_>>().join("\n\n")
}

/// Lines of plain text as a Markdown paragraph in which no character means anything.
fn literal(text: &str) -> String {
    let escaped = |line: &str| -> String {
        let mut safe = String::with_capacity(line.len() + 8);
        for c in line.trim().chars() {
            if c.is_ascii_punctuation() {
                safe.push('\\');
            }
            safe.push(c);
        }
        safe
    };
    text.lines().map(escaped).filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\\\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_in_a_subject_can_end_its_line_or_be_decoded() {
        assert_eq!(
            one_line("Sign\r\nBcc: x@y.example\t now\u{2028}=?utf-8?q?x?="),
            "Sign Bcc: x@y.example now = ?utf-8?q?x?="
        );
    }

    #[test]
    fn long_lines_are_wrapped_and_links_stay_whole() {
        let link = format!("https://letters.example/sign/{}", "x".repeat(80));
        let text = laid_out(&format!("\n\n{}\n\n\n\n{link}\n\n  {}\n\n", "word ".repeat(30), "more ".repeat(30)));
        assert!(text.lines().all(|line| line.chars().count() <= MAIL_WIDTH || line == link), "{text}");
        assert!(text.starts_with("word") && text.ends_with("more\n") && !text.contains("\n\n\n"), "{text}");
        assert!(text.lines().filter(|line| line.contains("more")).all(|line| line.starts_with("  ")), "{text}");
        assert!(text.contains(&link));
    }

    #[test]
    fn a_covering_text_is_words_and_links_and_never_markup() {
        let html =
            Paragraphs::of("Dear <b>you</b>,\nsee (https://a.example/x?a=1&b=2).\r\n\r\n\"javascript:alert(1)\"")
                .to_string();
        assert_eq!(
            html,
            "<p dir=\"auto\">Dear &lt;b&gt;you&lt;/b&gt;,<br>\nsee (<a href=\"https://a.example/x?a=1&amp;b=2\">\
             https://a.example/x?a=1&amp;b=2</a>).</p>\n<p dir=\"auto\">&quot;javascript:alert(1)&quot;</p>\n"
        );
    }

    #[test]
    fn the_letter_below_a_mail_is_whole_and_harmless() {
        let text = LetterText {
            salutation: "Excellencies,\n*dear* <b>all</b>".into(),
            body: "We **ask**.\n\n![x](https://a.example/p.png)\n\n1. One".into(),
            closing: "Respectfully,".into(),
            ..LetterText::default()
        };
        let full = FullText::of(&text, "en", &Words::english()).expect("short enough");
        assert!(full.plain.starts_with("Excellencies,\n*dear* <b>all</b>\n\nWe ask."), "{}", full.plain);
        assert!(full.plain.ends_with("Respectfully,"), "{}", full.plain);
        let html = full.html.as_str();
        assert!(html.contains("*dear* &lt;b&gt;all&lt;/b&gt;") && html.contains("<strong>ask</strong>"), "{html}");
        assert!(!html.contains("<img"), "{html}");
        let long = LetterText { body: "x".repeat(FULL_TEXT_BYTES + 1), ..text };
        assert!(FullText::of(&long, "en", &Words::english()).is_none());
    }
}
