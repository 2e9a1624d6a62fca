//! The few words in braces that a coordinator may write into a covering text. They are filled per recipient in one pass,
//! so nothing that a recipient's name says is ever read as a placeholder again.

/// Every placeholder, as it is written.
pub const PLACEHOLDERS: [&str; 5] = ["{name}", "{organisation}", "{title}", "{deadline}", "{link}"];

/// So many characters can stand between braces before they are plain braces again.
const LONGEST: usize = 40;

/// What stands in a covering text for one recipient.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Values {
    /// The contact's name, or a general word.
    pub name: String,
    /// The organisation as it is printed.
    pub organisation: String,
    /// The letter's title.
    pub title: String,
    /// Until when to sign, with time, place and UTC.
    pub deadline: String,
    /// The recipient's own link.
    pub link: String,
}

impl Values {
    fn of(&self, placeholder: &str) -> Option<&str> {
        match placeholder {
            "{name}" => Some(&self.name),
            "{organisation}" => Some(&self.organisation),
            "{title}" => Some(&self.title),
            "{deadline}" => Some(&self.deadline),
            "{link}" => Some(&self.link),
            _ => None,
        }
    }
}

/// Looks for words in braces that are no placeholder: a slip that four hundred recipients would read.
///
/// # Errors
/// Each unknown one once, with its braces, in the order of the text.
pub fn check(text: &str) -> Result<(), Vec<String>> {
    refuse(text, |word| PLACEHOLDERS.contains(&word))
}

/// [`check`] for a subject, in which a link has no place.
///
/// # Errors
/// As [`check`]; `{link}` counts as unknown.
pub fn check_subject(text: &str) -> Result<(), Vec<String>> {
    refuse(text, |word| word != "{link}" && PLACEHOLDERS.contains(&word))
}

fn refuse(text: &str, is_known: impl Fn(&str) -> bool) -> Result<(), Vec<String>> {
    let mut unknown: Vec<String> = Vec::new();
    for piece in pieces(text) {
        if let Piece::Word(word) = piece
            && !is_known(word)
            && !unknown.iter().any(|known| known == word)
        {
            unknown.push(word.to_owned());
        }
    }
    if unknown.is_empty() { Ok(()) } else { Err(unknown) }
}

/// Fills the placeholders; what is not one stays as it stands.
pub fn fill(text: &str, values: &Values) -> String {
    let filled = pieces(text).map(|piece| match piece {
        Piece::Word(word) => values.of(word).unwrap_or(word),
        Piece::Plain(plain) => plain,
    });
    filled.collect()
}

/// A part of a covering text.
enum Piece<'a> {
    /// Letters, figures, spaces and `_-.` between braces, with them.
    Word(&'a str),
    /// Anything else.
    Plain(&'a str),
}

/// The text in pieces that make it up again.
fn pieces(text: &str) -> impl Iterator<Item = Piece<'_>> {
    let mut rest = text;
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        let (length, is_word) = match rest.find('{') {
            None => (rest.len(), false),
            Some(0) => word_length(rest).map_or((1, false), |length| (length, true)),
            Some(plain) => (plain, false),
        };
        let (piece, after) = rest.split_at(length);
        rest = after;
        Some(if is_word { Piece::Word(piece) } else { Piece::Plain(piece) })
    })
}

/// The length in bytes of a word in braces at the beginning of `text`, braces included.
fn word_length(text: &str) -> Option<usize> {
    let end = text.find('}')?;
    let word = text.get(1..end)?;
    let is_word = word.chars().all(|c| c.is_alphanumeric() || " _-.".contains(c)) && word.chars().count() <= LONGEST;
    (is_word && !word.trim().is_empty()).then_some(end + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn values() -> Values {
        Values {
            name: "Salma".into(),
            organisation: "جمعية ضفاف {link}".into(),
            title: "The rivers we share".into(),
            deadline: "Fri 20 Nov 2026".into(),
            link: "https://letters.example/sign/x".into(),
        }
    }

    #[test]
    fn each_recipient_reads_their_own_name_organisation_title_deadline_and_link() {
        let text = "Dear {name},\nwill {organisation} sign “{title}” by {deadline}? {link}";
        assert_eq!(check(text), Ok(()));
        assert_eq!(
            fill(text, &values()),
            "Dear Salma,\nwill جمعية ضفاف {link} sign “The rivers we share” by Fri 20 Nov 2026? \
             https://letters.example/sign/x"
        );
    }

    #[test]
    fn a_misspelt_placeholder_is_told_before_anything_is_sent() {
        let unknown = check("Dear {Name}, {organization} and {Name}, {{env}} {prénom}").unwrap_err();
        assert_eq!(unknown, ["{Name}", "{organization}", "{env}", "{prénom}"]);
        assert_eq!(fill("{{env}} {Name}", &values()), "{{env}} {Name}");
    }

    #[test]
    fn a_subject_takes_no_link() {
        assert_eq!(check_subject("Sign by {deadline}: {title}"), Ok(()));
        assert_eq!(check_subject("See {link}"), Err(vec!["{link}".to_owned()]));
    }

    #[test]
    fn lone_braces_are_plain_text() {
        for text in ["a { b", "a } b", "{}", "{ }", "{a, b}", "}{", "{\n}", "{", "ends {"] {
            assert_eq!(check(text), Ok(()), "{text:?}");
            assert_eq!(fill(text, &values()), text);
        }
    }
}
