//! What journalists find beside a letter: whom to ask, quotes with the approval of the person quoted, how names were checked.

use serde::{Deserialize, Serialize};

use super::email::EmailAddress;
use super::text::{TextFault, line, lines, optional_line};

/// Longest part of a contact or of a quote's attribution, in characters.
pub const PRESS_LINE_CHARS: usize = 200;
/// Longest quote, in characters; it may have several paragraphs.
pub const QUOTE_CHARS: usize = 3_000;
/// Longest account of how names were checked, in characters.
pub const CHECKED_CHARS: usize = 1_000;
/// So many contacts and so many quotes at most.
pub const PRESS_ROWS: usize = 20;

/// Somebody whom journalists may ask. Every part is optional.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct MediaContact {
    /// The person.
    pub name: String,
    /// For whom they speak.
    pub organisation: String,
    /// Where they are, so that one knows what time it is there.
    pub city: String,
    /// Languages they give interviews in.
    pub languages: String,
    /// A number, with words such as "mobile".
    pub phone: String,
    /// An address.
    pub email: String,
    /// When they can be reached.
    pub hours: String,
}

/// Words of a person or an organisation, to be quoted.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Quote {
    /// The words, in paragraphs.
    pub text: String,
    /// Whose.
    pub name: String,
    /// Their title.
    pub title: String,
    /// Their organisation.
    pub organisation: String,
    /// How the person quoted approved the wording; empty while nobody has.
    pub approval: String,
}

impl Quote {
    /// Whether it may be printed.
    pub fn is_approved(&self) -> bool {
        !self.approval.is_empty()
    }

    /// Its paragraphs.
    pub fn paragraphs(&self) -> impl Iterator<Item = &str> {
        self.text.split('\n').map(str::trim).filter(|paragraph| !paragraph.is_empty())
    }
}

/// All of it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PressKit {
    /// In the order in which they are to be asked.
    pub contacts: Vec<MediaContact>,
    /// In the order of the page.
    pub quotes: Vec<Quote>,
    /// How names were checked, in the coordinators' words; empty: the usual sentence.
    pub checked: String,
}

/// Who reads a letter under its embargo.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Journalist {
    /// The person.
    pub name: String,
    /// For whom they write; may be empty.
    pub outlet: String,
}

impl Journalist {
    /// Tidies what was typed.
    ///
    /// # Errors
    /// What is wrong with each field.
    pub fn parse(name: &str, outlet: &str) -> Result<Journalist, Vec<(&'static str, TextFault)>> {
        match (line(name, PRESS_LINE_CHARS), optional_line(outlet, PRESS_LINE_CHARS)) {
            (Ok(name), Ok(outlet)) => Ok(Journalist { name, outlet: outlet.unwrap_or_default() }),
            (name, outlet) => {
                let name = name.err().map(|fault| ("name", fault));
                Err(name.into_iter().chain(outlet.err().map(|fault| ("outlet", fault))).collect())
            }
        }
    }
}

/// What is wrong with a field of a press kit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PressFault {
    /// The field's name in the form.
    pub field: &'static str,
    /// In which row, from 0.
    pub row: Option<usize>,
    /// The code of the sentence.
    pub code: &'static str,
    /// What the sentence counts.
    pub limit: usize,
}

impl PressKit {
    /// Tidies what was typed and leaves out empty rows.
    ///
    /// # Errors
    /// Everything that is wrong, so that a person mends it all at once.
    pub fn parse(typed: PressKit) -> Result<PressKit, Vec<PressFault>> {
        let mut faults = Vec::new();
        let mut note = |field, row, fault: TextFault, limit| {
            faults.push(PressFault { field, row, code: fault.code(), limit });
        };
        let mut short = |field, row, text: &mut String| match optional_line(text, PRESS_LINE_CHARS) {
            Ok(tidy) => *text = tidy.unwrap_or_default(),
            Err(fault) => note(field, Some(row), fault, PRESS_LINE_CHARS),
        };
        let mut contacts = typed.contacts;
        for (row, one) in contacts.iter_mut().enumerate() {
            short("contact_name", row, &mut one.name);
            short("contact_organisation", row, &mut one.organisation);
            short("contact_city", row, &mut one.city);
            short("contact_languages", row, &mut one.languages);
            short("contact_phone", row, &mut one.phone);
            short("contact_email", row, &mut one.email);
            short("contact_hours", row, &mut one.hours);
        }
        let mut quotes = typed.quotes;
        for (row, one) in quotes.iter_mut().enumerate() {
            short("quote_name", row, &mut one.name);
            short("quote_title", row, &mut one.title);
            short("quote_organisation", row, &mut one.organisation);
            short("quote_approval", row, &mut one.approval);
        }
        let mut long = |field, row, text: &mut String, limit| match lines(text, limit) {
            Ok(tidy) => *text = tidy,
            Err(TextFault::Missing) => text.clear(),
            Err(fault) => note(field, row, fault, limit),
        };
        for (row, one) in quotes.iter_mut().enumerate() {
            long("quote_text", Some(row), &mut one.text, QUOTE_CHARS);
        }
        let mut checked = typed.checked;
        long("checked", None, &mut checked, CHECKED_CHARS);
        for (row, one) in contacts.iter().enumerate().filter(|(_, one)| !one.email.is_empty()) {
            if let Err(fault) = EmailAddress::parse(&one.email) {
                let limit = super::email::EMAIL_CHARS;
                faults.push(PressFault { field: "contact_email", row: Some(row), code: fault.code(), limit });
            }
        }
        contacts.retain(|one| *one != MediaContact::default());
        quotes.retain(|one| *one != Quote::default());
        for (row, _) in quotes.iter().enumerate().filter(|(_, one)| one.text.is_empty()) {
            let code = "quote-without-words";
            faults.push(PressFault { field: "quote_text", row: Some(row), code, limit: 0 });
        }
        for (field, count) in [("contact_name", contacts.len()), ("quote_text", quotes.len())] {
            if count > PRESS_ROWS {
                faults.push(PressFault { field, row: None, code: "press-too-many", limit: PRESS_ROWS });
            }
        }
        if faults.is_empty() { Ok(PressKit { contacts, quotes, checked }) } else { Err(faults) }
    }

    /// What may be shown to everybody: quotes that nobody approved stay at the desk.
    pub fn public(mut self) -> PressKit {
        self.quotes.retain(Quote::is_approved);
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn empty_rows_are_left_out_and_every_fault_is_told() {
        let contact = MediaContact { city: " Geneva ".into(), ..MediaContact::default() };
        let quote = Quote { text: "First.\r\n\r\nSecond.".into(), ..Quote::default() };
        let typed = PressKit {
            contacts: vec![MediaContact::default(), contact],
            quotes: vec![quote, Quote::default()],
            checked: String::new(),
        };
        let kit = PressKit::parse(typed.clone()).expect("a kit");
        assert_eq!((kit.contacts.len(), kit.contacts[0].city.as_str()), (1, "Geneva"));
        assert_eq!(kit.quotes[0].paragraphs().collect::<Vec<_>>(), ["First.", "Second."]);
        assert!(kit.public().quotes.is_empty(), "nobody approved it");
        let mut wrong = typed;
        wrong.contacts[1].email = "not an address".into();
        wrong.contacts[1].name = "x".repeat(201);
        wrong.quotes[1].name = "Nobody said anything".into();
        let faults = PressKit::parse(wrong).expect_err("faults");
        let fields: Vec<_> = faults.iter().map(|fault| fault.field).collect();
        assert_eq!(fields, ["contact_name", "contact_email", "quote_text"]);
    }
}
