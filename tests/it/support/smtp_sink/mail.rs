//! A mail that the sink took, with what tests ask about it.

use mail_parser::{HeaderValue, Message, MessageParser};

/// One mail as it came in.
#[derive(Debug, Clone)]
pub struct Mail {
    /// The envelope's sender.
    pub from: String,
    /// The envelope's recipient.
    pub to: String,
    /// Headers and body, dots unstuffed.
    pub bytes: Vec<u8>,
    /// Whether it came through TLS.
    pub encrypted: bool,
}

impl Mail {
    fn parsed(&self) -> Message<'_> {
        MessageParser::default().parse(&self.bytes).expect("a mail")
    }

    /// The subject, decoded.
    pub fn subject(&self) -> String {
        self.parsed().subject().unwrap_or_default().to_owned()
    }

    /// The plain text, decoded, lines ended by LF.
    pub fn text(&self) -> String {
        self.parsed().body_text(0).unwrap_or_default().replace("\r\n", "\n")
    }

    /// The plain text without its line breaks.
    pub fn words(&self) -> String {
        self.text().split_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// The HTML part, decoded.
    pub fn html(&self) -> Option<String> {
        let parsed = self.parsed();
        let has_html = parsed.html_bodies().any(|part| matches!(part.body, mail_parser::PartType::Html(_)));
        has_html.then(|| parsed.body_html(0).unwrap_or_default().replace("\r\n", "\n"))
    }

    /// One header as it stands, without the folding.
    pub fn header(&self, name: &str) -> Option<String> {
        let value = self.parsed().header_raw(name)?.replace("\r\n", "");
        Some(value.trim().to_owned())
    }

    /// The addresses of From, To or Reply-To.
    pub fn addresses(&self, name: &str) -> Vec<String> {
        match self.parsed().header(name) {
            Some(HeaderValue::Address(list)) => {
                list.iter().filter_map(|one| one.address()).map(str::to_owned).collect()
            }
            _ => Vec::new(),
        }
    }

    /// The names before those addresses, decoded.
    pub fn names(&self, header: &str) -> Vec<String> {
        match self.parsed().header(header) {
            Some(HeaderValue::Address(list)) => list.iter().filter_map(|one| one.name()).map(str::to_owned).collect(),
            _ => Vec::new(),
        }
    }

    /// The names of all headers, in order.
    pub fn header_names(&self) -> Vec<String> {
        self.parsed().headers().iter().map(|header| header.name().to_owned()).collect()
    }

    /// Every web link of the plain text, in order.
    pub fn links(&self) -> Vec<String> {
        links_in(&self.text())
    }

    /// The first link of the plain text whose path holds this part, such as `/sign/`.
    pub fn link(&self, part: &str) -> String {
        let links = self.links();
        let found = links.iter().find(|link| link.contains(part));
        found.unwrap_or_else(|| panic!("no link with {part} in the mail to {}; links: {links:?}", self.to)).clone()
    }
}

/// Web links end at white space, quotes or angle brackets; a full stop behind one belongs to the sentence.
fn links_in(text: &str) -> Vec<String> {
    let words = text.split(|c: char| c.is_whitespace() || "<>\"'()[]".contains(c));
    words
        .filter(|word| word.starts_with("http://") || word.starts_with("https://"))
        .map(|word| word.trim_end_matches(['.', ',', ';', ':', '!', '?']).to_owned())
        .collect()
}
