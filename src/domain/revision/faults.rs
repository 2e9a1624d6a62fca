//! The limits of a letter's text, and what is told when one is passed.

use super::LetterText;

/// The longest title, in characters.
pub const TITLE_MAX: usize = 400;
/// The longest body, in bytes of UTF-8.
pub const BODY_MAX: usize = 100 * 1024;
/// The longest single line (re line, a piece of an addressee or officer), in characters.
pub const LINE_MAX: usize = 400;
/// The longest salutation or closing, in characters.
pub const PART_MAX: usize = 2000;
/// The most addressees, and the most officers.
const ROWS_MAX: usize = 200;

/// What is wrong with a part of the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum TextFaultKind {
    /// Needed and empty.
    Empty,
    /// Longer than the field's limit.
    TooLong,
    /// A control character, NUL among them.
    Control,
    /// A character that overrides the direction of the text around it: readers would see another order than was signed.
    Direction,
    /// More rows than 200.
    TooMany,
}

impl TextFaultKind {
    /// Every variant: the catalogue has a sentence for each under `fault-` + code.
    pub const ALL: &'static [TextFaultKind] = &[
        TextFaultKind::Empty,
        TextFaultKind::TooLong,
        TextFaultKind::Control,
        TextFaultKind::Direction,
        TextFaultKind::TooMany,
    ];

    /// The stable code: message keys use it.
    pub const fn code(self) -> &'static str {
        match self {
            TextFaultKind::Empty => "text-empty",
            TextFaultKind::TooLong => "text-too-long",
            TextFaultKind::Control => "text-control",
            TextFaultKind::Direction => "text-direction",
            TextFaultKind::TooMany => "text-too-many",
        }
    }
}

/// A fault, the form field beside which it is told, and for repeated fields the row (from 0).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct TextFault {
    /// The name of the form field (contract, Forms).
    pub field: &'static str,
    /// The row of a repeated field, from 0.
    pub row: Option<usize>,
    /// What is wrong.
    pub kind: TextFaultKind,
    /// The limit that was passed: characters, for `body` bytes, for rows their number; 0 where there is none.
    pub limit: usize,
}

impl LetterText {
    /// What is wrong with the text as a draft: limits, control characters, a missing title.
    pub fn faults(&self) -> Vec<TextFault> {
        let mut faults = Faults::default();
        faults.needed("title", None, &self.title);
        faults.line("title", None, &self.title, TITLE_MAX);
        faults.rows("addressee_name", self.addressees.len());
        for (row, addressee) in self.addressees.iter().enumerate() {
            let pieces = [
                ("addressee_name", &addressee.name),
                ("addressee_role", &addressee.role),
                ("addressee_body", &addressee.body),
                ("addressee_place", &addressee.place),
            ];
            faults.row(row, &pieces);
        }
        faults.line("re_line", None, &self.re_line, LINE_MAX);
        faults.part("salutation", &self.salutation, PART_MAX, self.salutation.chars().count());
        faults.part("body", &self.body, BODY_MAX, self.whole_body().len());
        faults.rows("quote_text", self.quotes.len());
        for (row, quote) in self.quotes.iter().enumerate() {
            let pieces = [
                ("quote_name", &quote.name),
                ("quote_title", &quote.title),
                ("quote_organisation", &quote.organisation),
            ];
            if pieces.iter().any(|(_, text)| !text.trim().is_empty()) {
                faults.needed("quote_text", Some(row), &quote.text);
            }
            faults.part_in("quote_text", Some(row), &quote.text, BODY_MAX, quote.text.len());
            for (field, text) in pieces {
                faults.line(field, Some(row), text, LINE_MAX);
            }
        }
        faults.rows("ask", self.asks.len());
        for (row, ask) in self.asks.iter().enumerate() {
            faults.part_in("ask", Some(row), ask, PART_MAX, ask.chars().count());
        }
        faults.line("background_heading", None, &self.background_heading, LINE_MAX);
        faults.part("background", &self.background, BODY_MAX, self.background.len());
        faults.part("closing", &self.closing, PART_MAX, self.closing.chars().count());
        faults.rows("officer_name", self.officers.len());
        for (row, officer) in self.officers.iter().enumerate() {
            faults.row(row, &[("officer_name", &officer.name), ("officer_title", &officer.title)]);
        }
        faults.0
    }

    /// What opening for signature needs beyond a clean draft: a body.
    pub fn faults_to_open(&self) -> Vec<TextFault> {
        let mut faults = Faults(self.faults());
        faults.needed("body", None, &self.whole_body());
        faults.0
    }
}

#[derive(Default)]
struct Faults(Vec<TextFault>);

impl Faults {
    fn add(&mut self, field: &'static str, row: Option<usize>, kind: TextFaultKind, limit: usize) {
        self.0.push(TextFault { field, row, kind, limit });
    }

    fn needed(&mut self, field: &'static str, row: Option<usize>, text: &str) {
        if text.trim().is_empty() {
            self.add(field, row, TextFaultKind::Empty, 0);
        }
    }

    /// A row's first piece is its name: needed when any other piece is there. An empty row is no fault; it is dropped.
    fn row(&mut self, row: usize, pieces: &[(&'static str, &String)]) {
        if pieces.iter().skip(1).any(|(_, text)| !text.trim().is_empty()) {
            self.needed(pieces[0].0, Some(row), pieces[0].1);
        }
        for (field, text) in pieces {
            self.line(field, Some(row), text, LINE_MAX);
        }
    }

    fn line(&mut self, field: &'static str, row: Option<usize>, text: &str, max: usize) {
        if text.chars().count() > max {
            self.add(field, row, TextFaultKind::TooLong, max);
        }
        if text.chars().any(char::is_control) {
            self.add(field, row, TextFaultKind::Control, 0);
        }
        if text.chars().any(|c| turns(c) || matches!(c, '\u{2066}'..='\u{2069}')) {
            self.add(field, row, TextFaultKind::Direction, 0);
        }
    }

    /// A part of several lines: line ends and tabs are fine.
    fn part(&mut self, field: &'static str, text: &str, max: usize, length: usize) {
        self.part_in(field, None, text, max, length);
    }

    fn part_in(&mut self, field: &'static str, row: Option<usize>, text: &str, max: usize, length: usize) {
        if length > max {
            self.add(field, row, TextFaultKind::TooLong, max);
        }
        if text.chars().any(|c| c.is_control() && !matches!(c, '\n' | '\r' | '\t')) {
            self.add(field, row, TextFaultKind::Control, 0);
        }
        // Isolates stay: they end with their paragraph, and texts in two scripts may need them.
        if text.chars().any(turns) {
            self.add(field, row, TextFaultKind::Direction, 0);
        }
    }

    fn rows(&mut self, field: &'static str, count: usize) {
        if count > ROWS_MAX {
            self.add(field, None, TextFaultKind::TooMany, ROWS_MAX);
        }
    }
}

/// Embeddings and overrides (UAX 9 §2.1, §2.2), which can make a text read otherwise than it is stored.
fn turns(c: char) -> bool {
    matches!(c, '\u{202A}'..='\u{202E}')
}
