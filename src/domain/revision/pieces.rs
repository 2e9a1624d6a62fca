//! A text cut into pieces that people can point at: one paragraph, one name, one demand. Comments, proposals and translations
//! name a piece by its place, and remember by its mark which words stood there.

use std::fmt;
use std::str::FromStr;

use unicode_normalization::UnicodeNormalization;

use super::{LetterText, text_sha256};
use crate::domain::words::UnknownWord;

/// Where a piece stands in a text. Rows and paragraphs count from 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Place {
    /// The title.
    Title,
    /// An addressee's name.
    AddresseeName(usize),
    /// An addressee's office.
    AddresseeRole(usize),
    /// The body an addressee speaks for.
    AddresseeBody(usize),
    /// An addressee's place.
    AddresseePlace(usize),
    /// The re line.
    ReLine,
    /// The salutation.
    Salutation,
    /// A paragraph of the body.
    Body(usize),
    /// A paragraph of a quote: the quote's row and the paragraph in it.
    Quote(usize, usize),
    /// The name of the person quoted.
    QuoteName(usize),
    /// That person's title.
    QuoteTitle(usize),
    /// That person's organisation.
    QuoteOrganisation(usize),
    /// A demand.
    Ask(usize),
    /// The heading above the background.
    BackgroundHeading,
    /// A paragraph of the background.
    Background(usize),
    /// The closing.
    Closing,
    /// A signing officer's name.
    OfficerName(usize),
    /// A signing officer's title.
    OfficerTitle(usize),
}

impl Place {
    /// The stable word of what stands here, without its number: message keys and class names use it.
    pub const fn word(self) -> &'static str {
        match self {
            Place::Title => "title",
            Place::AddresseeName(_) => "addressee-name",
            Place::AddresseeRole(_) => "addressee-role",
            Place::AddresseeBody(_) => "addressee-body",
            Place::AddresseePlace(_) => "addressee-place",
            Place::ReLine => "re-line",
            Place::Salutation => "salutation",
            Place::Body(_) => "body",
            Place::Quote(..) => "quote",
            Place::QuoteName(_) => "quote-name",
            Place::QuoteTitle(_) => "quote-title",
            Place::QuoteOrganisation(_) => "quote-organisation",
            Place::Ask(_) => "ask",
            Place::BackgroundHeading => "background-heading",
            Place::Background(_) => "background",
            Place::Closing => "closing",
            Place::OfficerName(_) => "officer-name",
            Place::OfficerTitle(_) => "officer-title",
        }
    }

    /// Whether the piece is Markdown of several lines; the others are plain words.
    pub const fn is_markdown(self) -> bool {
        matches!(self, Place::Body(_) | Place::Quote(..) | Place::Ask(_) | Place::Background(_))
    }

    /// The numbers behind the word.
    const fn numbers(self) -> (Option<usize>, Option<usize>) {
        match self {
            Place::Title | Place::ReLine | Place::Salutation | Place::BackgroundHeading | Place::Closing => {
                (None, None)
            }
            Place::Quote(row, paragraph) => (Some(row), Some(paragraph)),
            Place::AddresseeName(n)
            | Place::AddresseeRole(n)
            | Place::AddresseeBody(n)
            | Place::AddresseePlace(n)
            | Place::Body(n)
            | Place::QuoteName(n)
            | Place::QuoteTitle(n)
            | Place::QuoteOrganisation(n)
            | Place::Ask(n)
            | Place::Background(n)
            | Place::OfficerName(n)
            | Place::OfficerTitle(n) => (Some(n), None),
        }
    }
}

/// The word and the numbers, joined by hyphens: `title`, `body-3`, `quote-0-2`. Safe in a form's field names and in ids.
impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())?;
        let (first, second) = self.numbers();
        [first, second].into_iter().flatten().try_for_each(|n| write!(f, "-{n}"))
    }
}

impl FromStr for Place {
    type Err = UnknownWord;

    fn from_str(text: &str) -> Result<Place, UnknownWord> {
        let unknown = || UnknownWord("Place");
        let start = text.find(|c: char| c.is_ascii_digit()).unwrap_or(text.len());
        let word = text[..start].trim_end_matches('-');
        let mut numbers = text[start..].split('-').filter(|n| !n.is_empty()).map(str::parse::<usize>);
        let mut n = || numbers.next().and_then(Result::ok).ok_or_else(unknown);
        let place = match word {
            "title" => Place::Title,
            "addressee-name" => Place::AddresseeName(n()?),
            "addressee-role" => Place::AddresseeRole(n()?),
            "addressee-body" => Place::AddresseeBody(n()?),
            "addressee-place" => Place::AddresseePlace(n()?),
            "re-line" => Place::ReLine,
            "salutation" => Place::Salutation,
            "body" => Place::Body(n()?),
            "quote" => Place::Quote(n()?, n()?),
            "quote-name" => Place::QuoteName(n()?),
            "quote-title" => Place::QuoteTitle(n()?),
            "quote-organisation" => Place::QuoteOrganisation(n()?),
            "ask" => Place::Ask(n()?),
            "background-heading" => Place::BackgroundHeading,
            "background" => Place::Background(n()?),
            "closing" => Place::Closing,
            "officer-name" => Place::OfficerName(n()?),
            "officer-title" => Place::OfficerTitle(n()?),
            _ => return Err(unknown()),
        };
        // One spelling for each place: "body-03" and "title-1" are none.
        if place.to_string() == text { Ok(place) } else { Err(unknown()) }
    }
}

/// One piece of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece {
    /// Where it stands.
    pub place: Place,
    /// Its words; Markdown where [`Place::is_markdown`].
    pub text: String,
}

impl Piece {
    /// The mark of these words.
    pub fn mark(&self) -> String {
        mark(&self.text)
    }
}

/// Tells one wording of a piece from another: the first 16 hexadecimal digits of the SHA-256 of its words in NFC, white space
/// counted as one space.
pub fn mark(text: &str) -> String {
    let words: String = text.split_whitespace().collect::<Vec<_>>().join(" ").nfc().collect();
    let mut mark = text_sha256(&words);
    mark.truncate(16);
    mark
}

impl LetterText {
    /// The pieces that have words, in the order of reading.
    pub fn pieces(&self) -> Vec<Piece> {
        let mut pieces = Vec::new();
        self.map_pieces(|place, text| {
            if !text.trim().is_empty() {
                pieces.push(Piece { place, text: text.to_owned() });
            }
            None
        });
        pieces
    }

    /// The text with one piece replaced; unchanged when nothing stands at that place.
    pub fn with_piece(&self, place: Place, words: &str) -> LetterText {
        self.map_pieces(|at, _| (at == place).then(|| words.to_owned()))
    }

    /// The text with each piece replaced by what `replace` gives for it; `None` keeps it. Paragraphs that nobody replaced keep
    /// their bytes, and so does a part in which nothing was replaced.
    pub fn map_pieces(&self, mut replace: impl FnMut(Place, &str) -> Option<String>) -> LetterText {
        let mut new = self.clone();
        let mut put = |place: Place, words: &mut String| {
            if let Some(other) = replace(place, words) {
                *words = other;
            }
        };
        put(Place::Title, &mut new.title);
        for (row, one) in new.addressees.iter_mut().enumerate() {
            put(Place::AddresseeName(row), &mut one.name);
            put(Place::AddresseeRole(row), &mut one.role);
            put(Place::AddresseeBody(row), &mut one.body);
            put(Place::AddresseePlace(row), &mut one.place);
        }
        put(Place::ReLine, &mut new.re_line);
        put(Place::Salutation, &mut new.salutation);
        put_paragraphs(&mut new.body, Place::Body, &mut put);
        for (row, one) in new.quotes.iter_mut().enumerate() {
            put_paragraphs(&mut one.text, |n| Place::Quote(row, n), &mut put);
            put(Place::QuoteName(row), &mut one.name);
            put(Place::QuoteTitle(row), &mut one.title);
            put(Place::QuoteOrganisation(row), &mut one.organisation);
        }
        for (row, ask) in new.asks.iter_mut().enumerate() {
            put(Place::Ask(row), ask);
        }
        put(Place::BackgroundHeading, &mut new.background_heading);
        put_paragraphs(&mut new.background, Place::Background, &mut put);
        put(Place::Closing, &mut new.closing);
        for (row, one) in new.officers.iter_mut().enumerate() {
            put(Place::OfficerName(row), &mut one.name);
            put(Place::OfficerTitle(row), &mut one.title);
        }
        new
    }
}

fn put_paragraphs(text: &mut String, place: impl Fn(usize) -> Place, put: &mut impl FnMut(Place, &mut String)) {
    let before: Vec<String> = paragraphs(text).into_iter().map(str::to_owned).collect();
    let mut after = before.clone();
    for (n, words) in after.iter_mut().enumerate() {
        put(place(n), words);
    }
    if after != before {
        *text = after.into_iter().filter(|words| !words.trim().is_empty()).collect::<Vec<_>>().join("\n\n");
    }
}

/// The paragraphs of a Markdown text. Empty lines part them; a fenced block stays whole, and what is indented belongs to the
/// list item or note before it.
pub fn paragraphs(text: &str) -> Vec<&str> {
    let mut spans: Vec<(usize, usize)> = Vec::new();
    let (mut open, mut fence): (bool, Option<&str>) = (false, None);
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let end = at + line.len();
        let is_empty = line.trim().is_empty();
        let continues = fence.is_some() || open || (line.starts_with([' ', '\t']) && !spans.is_empty());
        match spans.last_mut() {
            Some(last) if continues && !(is_empty && fence.is_none()) => last.1 = end,
            _ if is_empty => {}
            _ => spans.push((at, end)),
        }
        open = !is_empty;
        fence = fence_after(fence, line);
        at = end;
    }
    spans.into_iter().map(|(from, to)| text[from..to].trim_end()).collect()
}

/// The fence that is open after this line: the marks that opened it.
fn fence_after<'a>(open: Option<&'a str>, line: &'a str) -> Option<&'a str> {
    let marks = line.trim();
    let run = |c: char| &marks[..marks.len() - marks.trim_start_matches(c).len()];
    match open {
        Some(fence) => {
            let closes = marks.len() >= fence.len() && marks.chars().all(|c| fence.starts_with(c));
            if closes { None } else { Some(fence) }
        }
        None => ['`', '~'].into_iter().map(run).find(|run| run.len() >= 3),
    }
}

#[cfg(test)]
mod tests;
