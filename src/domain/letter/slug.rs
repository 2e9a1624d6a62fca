//! The name of a letter in its address: `/letters/{slug}`.

use crate::domain::refusal::Refusal;

/// The longest slug, in characters (all ASCII).
pub const SLUG_MAX: usize = 80;

/// The longest slug that is proposed from a title; leaves room for a person's addition.
const PROPOSED_MAX: usize = 60;

/// Words of our own addresses. A letter may not bear one, so that a reader never mistakes a page for a letter.
pub const ROUTE_WORDS: &[&str] = &[
    "about",
    "accessibility",
    "approve",
    "card",
    "changes",
    "code",
    "comment",
    "confirm",
    "desk",
    "done",
    "embed",
    "feed",
    "forgot",
    "healthz",
    "join",
    "letter",
    "letters",
    "mine",
    "new",
    "press",
    "preview",
    "privacy",
    "proof",
    "readyz",
    "safety",
    "sign",
    "signatories",
    "signin",
    "signout",
    "static",
    "translate",
    "unsubscribe",
    "verify",
    "versions",
];

/// A letter's name in its address: `a`-`z`, `0`-`9` and hyphens, 1–80 characters, no hyphen at either end, no route word.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Slug(String);

/// Why a text is no slug.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum SlugFault {
    /// Nothing was typed.
    Empty,
    /// More than [`SLUG_MAX`] characters.
    TooLong,
    /// Another character than `a`-`z`, `0`-`9` and hyphen, or a hyphen at an end.
    Form,
    /// One of [`ROUTE_WORDS`].
    RouteWord,
}

impl SlugFault {
    /// Every variant: the catalogue has a sentence for each under `fault-` + code.
    pub const ALL: &'static [SlugFault] =
        &[SlugFault::Empty, SlugFault::TooLong, SlugFault::Form, SlugFault::RouteWord];

    /// The stable code: message keys use it.
    pub const fn code(self) -> &'static str {
        match self {
            SlugFault::Empty => "slug-empty",
            SlugFault::TooLong => "slug-too-long",
            SlugFault::Form => "slug-form",
            SlugFault::RouteWord => "slug-route-word",
        }
    }
}

impl std::fmt::Display for SlugFault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.code())
    }
}

impl std::error::Error for SlugFault {}

impl From<SlugFault> for Refusal {
    fn from(_: SlugFault) -> Refusal {
        Refusal::SlugTaken
    }
}

impl Slug {
    /// Reads a slug as it was typed; spaces around it are forgiven, capitals are not.
    pub fn parse(text: &str) -> Result<Slug, SlugFault> {
        let text = text.trim();
        if text.is_empty() {
            return Err(SlugFault::Empty);
        }
        let is_ours = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
        if !text.bytes().all(is_ours) || text.starts_with('-') || text.ends_with('-') {
            return Err(SlugFault::Form);
        }
        if text.len() > SLUG_MAX {
            return Err(SlugFault::TooLong);
        }
        if ROUTE_WORDS.contains(&text) {
            return Err(SlugFault::RouteWord);
        }
        Ok(Slug(text.to_owned()))
    }

    /// Proposes a slug from a title in any script, at most 60 characters, cut between words.
    ///
    /// A title that leaves nothing becomes `letter-` and four characters made of `seed`; chance is the caller's.
    pub fn from_title(title: &str, seed: u64) -> Slug {
        let words = latin_words(title);
        if words.is_empty() {
            return Slug(format!("letter-{}", four_characters(seed)));
        }
        let name = cut_between_words(&words);
        if ROUTE_WORDS.contains(&name.as_str()) {
            return Slug(format!("{name}-letter"));
        }
        Slug(name)
    }

    /// The slug with a number behind it (`name-2`), for when the name is taken; stays within [`SLUG_MAX`].
    pub fn numbered(&self, number: u32) -> Slug {
        let tail = format!("-{number}");
        let room = SLUG_MAX - tail.len();
        let name = self.0.get(..room).unwrap_or(&self.0).trim_end_matches('-');
        Slug(format!("{name}{tail}"))
    }

    /// The text of the slug.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Display for Slug {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::str::FromStr for Slug {
    type Err = SlugFault;

    fn from_str(text: &str) -> Result<Slug, SlugFault> {
        Slug::parse(text)
    }
}

impl AsRef<str> for Slug {
    fn as_ref(&self) -> &str {
        &self.0
    }
}

/// The title's words in lower-case Latin letters and digits. An apostrophe joins: "children's" gives "childrens".
fn latin_words(title: &str) -> Vec<String> {
    let joined: String = title.chars().filter(|c| !matches!(c, '\'' | '’' | 'ʼ')).collect();
    deunicode::deunicode_with_tofu(&joined, " ")
        .to_ascii_lowercase()
        .split(|c: char| !c.is_ascii_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect()
}

/// Joins words by hyphens while they fit; a single word that is too long is cut.
fn cut_between_words(words: &[String]) -> String {
    let mut name = String::new();
    for word in words {
        if name.is_empty() {
            name.extend(word.chars().take(PROPOSED_MAX));
        } else if name.len() + 1 + word.len() <= PROPOSED_MAX {
            name.push('-');
            name.push_str(word);
        } else {
            break;
        }
    }
    name
}

/// Four characters that are hard to misread (no 0/o, 1/l/i).
fn four_characters(seed: u64) -> String {
    const READABLE: &[u8; 31] = b"23456789abcdefghjkmnpqrstuvwxyz";
    let pick = |place: u32| READABLE[(seed / 31u64.pow(place) % 31) as usize] as char;
    (0..4).map(pick).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slug_is_lower_case_words_and_hyphens() {
        for fine in ["a", "7", "global-call-2020", "x--y", "350-org", &"a".repeat(80)] {
            assert_eq!(Slug::parse(fine).map(|slug| slug.to_string()), Ok(fine.to_owned()));
        }
        assert_eq!(Slug::parse(" call ").unwrap().as_str(), "call");
    }

    #[test]
    fn a_slug_of_another_form_is_refused_with_its_reason() {
        assert_eq!(Slug::parse(""), Err(SlugFault::Empty));
        assert_eq!(Slug::parse("  "), Err(SlugFault::Empty));
        assert_eq!(Slug::parse(&"a".repeat(81)), Err(SlugFault::TooLong));
        for odd in ["-a", "a-", "-", "A", "a b", "a/b", "a.b", "..", "é", "letter.pdf", "a\0b", "a%2fb", "ª"] {
            assert_eq!(Slug::parse(odd), Err(SlugFault::Form), "{odd:?}");
        }
    }

    #[test]
    fn words_of_our_own_addresses_are_no_slugs() {
        for word in ["new", "sign", "signatories", "press", "versions", "changes", "embed"] {
            assert_eq!(Slug::parse(word), Err(SlugFault::RouteWord));
        }
        assert!(Slug::parse("press-freedom").is_ok());
        assert!(Slug::parse("fr").is_ok(), "a language stands behind the slug, never in its place");
    }

    #[test]
    fn a_title_in_any_script_gives_a_readable_slug() {
        let table = [
            ("Global Call for a Ceasefire!", "global-call-for-a-ceasefire"),
            ("Children’s rights: don't wait", "childrens-rights-dont-wait"),
            ("Für Öffentlichkeit & Straße", "fur-offentlichkeit-strasse"),
            ("人权", "ren-quan"),
            ("Права человека", "prava-cheloveka"),
            ("  --  350.org says: 1.5 °C  ", "350-org-says-1-5-degc"),
            ("Press", "press-letter"),
            ("NEW", "new-letter"),
        ];
        for (title, slug) in table {
            assert_eq!(Slug::from_title(title, 1).as_str(), slug, "{title}");
        }
    }

    #[test]
    fn a_long_title_is_cut_between_words() {
        let slug = Slug::from_title(&"undersigned organisations ".repeat(9), 1);
        assert_eq!(slug.as_str(), "undersigned-organisations-undersigned-organisations");
        assert_eq!(Slug::from_title(&"x".repeat(500), 1).as_str().len(), 60);
    }

    #[test]
    fn a_title_without_words_still_gives_a_slug() {
        assert_eq!(Slug::from_title("", 0).as_str(), "letter-2222");
        assert_ne!(Slug::from_title("!!!", 7), Slug::from_title("!!!", 8));
        assert!(Slug::parse(Slug::from_title("\u{10ffff}", u64::MAX).as_str()).is_ok());
    }

    #[test]
    fn a_taken_name_gets_a_number_and_stays_a_slug() {
        assert_eq!(Slug::parse("call").unwrap().numbered(2).as_str(), "call-2");
        let long = Slug::parse(&"a".repeat(80)).unwrap().numbered(12);
        assert_eq!(long.as_str().len(), 80);
        assert!(Slug::parse(long.as_str()).is_ok());
    }

    proptest::proptest! {
        #[test]
        fn every_proposal_is_a_slug(title in "\\PC{0,200}", seed: u64) {
            let slug = Slug::from_title(&title, seed);
            proptest::prop_assert_eq!(Slug::parse(slug.as_str()), Ok(slug));
        }
    }
}
