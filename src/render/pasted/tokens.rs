//! HTML cut into tags and text, in one pass. No tree is built: pasted HTML is seldom a tree, and a deep one costs nothing here.

use std::borrow::Cow;

use html5ever::data::NAMED_ENTITIES;

/// More attributes than any word processor writes; the others of a tag are passed over.
const ATTRIBUTES: usize = 40;
/// The longest name of an entity.
const ENTITY: usize = 40;
/// Elements whose content is no text of the page.
const RAW: [&str; 10] =
    ["style", "script", "title", "textarea", "noscript", "xmp", "iframe", "noembed", "noframes", "template"];

/// A tag or a piece of text.
#[derive(Debug, PartialEq, Eq)]
pub enum Token<'a> {
    /// Text with its entities decoded.
    Text(Cow<'a, str>),
    /// A tag that opens; names are in lower case.
    Start(Tag<'a>),
    /// The name of a tag that closes.
    End(String),
}

/// A tag that opens.
#[derive(Debug, PartialEq, Eq)]
pub struct Tag<'a> {
    /// In lower case.
    pub name: String,
    /// In lower case, with the decoded value.
    attributes: Vec<(String, Cow<'a, str>)>,
}

impl Tag<'_> {
    /// The value of an attribute, or nothing.
    pub fn get(&self, name: &str) -> &str {
        self.attributes.iter().find(|(known, _)| known == name).map_or("", |(_, value)| value)
    }
}

/// The tokens of a text.
pub struct Tokens<'a> {
    rest: &'a str,
}

impl<'a> Tokens<'a> {
    /// Of this HTML.
    pub fn new(html: &'a str) -> Tokens<'a> {
        Tokens { rest: html }
    }

    /// Everything before `end`, which is passed over; all that is left when it does not come.
    fn until(&mut self, end: &str) -> &'a str {
        let (before, after) = self.rest.split_once(end).unwrap_or((self.rest, ""));
        self.rest = after;
        before
    }

    fn word(&mut self, is_end: impl Fn(char) -> bool) -> &'a str {
        let at = self.rest.find(is_end).unwrap_or(self.rest.len());
        let (word, rest) = self.rest.split_at(at);
        self.rest = rest;
        word
    }

    fn start(&mut self) -> Token<'a> {
        let name = self.word(|c| c.is_ascii_whitespace() || matches!(c, '>' | '/')).to_ascii_lowercase();
        let mut attributes = Vec::new();
        loop {
            self.rest = self.rest.trim_start_matches(|c: char| c.is_ascii_whitespace() || c == '/');
            if let Some(rest) = self.rest.strip_prefix('>') {
                self.rest = rest;
                break;
            }
            if self.rest.is_empty() {
                break;
            }
            // A name that begins with `=` must not stop us.
            let first = self.rest.chars().next().map_or(0, char::len_utf8);
            let long = self.rest[first..].find(|c: char| c.is_ascii_whitespace() || matches!(c, '=' | '>' | '/'));
            let (key, rest) = self.rest.split_at(long.map_or(self.rest.len(), |long| first + long));
            self.rest = rest.trim_start_matches(|c: char| c.is_ascii_whitespace());
            let value = match self.rest.strip_prefix('=') {
                Some(rest) => {
                    self.rest = rest.trim_start_matches(|c: char| c.is_ascii_whitespace());
                    self.value()
                }
                None => "",
            };
            if attributes.len() < ATTRIBUTES {
                attributes.push((key.to_ascii_lowercase(), decoded(value)));
            }
        }
        if RAW.contains(&name.as_str()) {
            self.pass_raw(&name);
        }
        Token::Start(Tag { name, attributes })
    }

    fn value(&mut self) -> &'a str {
        for quote in ["\"", "'"] {
            if let Some(rest) = self.rest.strip_prefix(quote) {
                self.rest = rest;
                return self.until(quote);
            }
        }
        self.word(|c| c.is_ascii_whitespace() || c == '>')
    }

    /// Passes over the content of an element that holds no text; its closing tag is the next token.
    fn pass_raw(&mut self, name: &str) {
        let mut at = 0;
        while let Some(found) = self.rest[at..].find("</") {
            let tag = at + found;
            let said = self.rest.as_bytes().get(tag + 2..tag + 2 + name.len());
            if said.is_some_and(|said| said.eq_ignore_ascii_case(name.as_bytes())) {
                self.rest = &self.rest[tag..];
                return;
            }
            at = tag + 2;
        }
        self.rest = "";
    }
}

impl<'a> Iterator for Tokens<'a> {
    type Item = Token<'a>;

    fn next(&mut self) -> Option<Token<'a>> {
        loop {
            let mut after = self.rest.chars();
            match (after.next()?, after.next()) {
                ('<', Some('!')) if self.rest.starts_with("<!--") => {
                    self.rest = &self.rest[4..];
                    self.until("-->");
                }
                ('<', Some('!' | '?')) => {
                    self.until(">");
                }
                ('<', Some('/')) => {
                    self.rest = &self.rest[2..];
                    let tag = self.until(">");
                    let name = tag.split(|c: char| c.is_ascii_whitespace() || c == '/').next().unwrap_or_default();
                    return Some(Token::End(name.to_ascii_lowercase()));
                }
                ('<', Some(letter)) if letter.is_ascii_alphabetic() => {
                    self.rest = &self.rest[1..];
                    return Some(self.start());
                }
                (first, _) => {
                    // A `<` that begins no tag is text.
                    let long = self.rest[first.len_utf8()..].find('<').map(|at| at + first.len_utf8());
                    let (text, rest) = self.rest.split_at(long.unwrap_or(self.rest.len()));
                    self.rest = rest;
                    return Some(Token::Text(decoded(text)));
                }
            }
        }
    }
}

/// Entities as the characters that they stand for; what is none stays as it is.
fn decoded(text: &str) -> Cow<'_, str> {
    if !text.contains('&') {
        return Cow::Borrowed(text);
    }
    let mut pieces = text.split('&');
    let mut done = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        let end = piece.bytes().take(ENTITY).position(|byte| !byte.is_ascii_alphanumeric() && byte != b'#');
        let (name, rest) = piece.split_at(end.unwrap_or(piece.len().min(ENTITY)));
        match rest.strip_prefix(';').and_then(|rest| Some((character(name)?, rest))) {
            Some((said, rest)) => {
                done.push_str(&said);
                done.push_str(rest);
            }
            None => {
                done.push('&');
                done.push_str(piece);
            }
        }
    }
    Cow::Owned(done)
}

fn character(name: &str) -> Option<String> {
    if let Some(number) = name.strip_prefix('#') {
        let code = match number.strip_prefix(['x', 'X']) {
            Some(hex) => u32::from_str_radix(hex, 16),
            None => number.parse(),
        };
        return code.ok().and_then(char::from_u32).map(String::from);
    }
    let (first, second) = *NAMED_ENTITIES.get(format!("{name};").as_str())?;
    let said: String = [first, second].into_iter().filter(|code| *code > 0).filter_map(char::from_u32).collect();
    (!said.is_empty()).then_some(said)
}
