//! Names of organisations and people: one free field, any script, no forced case (users.md U-21, contract "Limits").

use super::fold::{name_key, skeleton};
use super::line::{TextFault, line};

/// Longest name, in characters (contract "Limits").
pub const NAME_CHARS: usize = 300;

macro_rules! names {
    ($($(#[$meta:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$meta])*
        #[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize)]
        #[serde(transparent)]
        pub struct $name(String);

        impl $name {
            /// Takes a name of 1 to [`NAME_CHARS`] characters; see [`line`] for what is refused, and `scheme://` too.
            pub fn parse(text: &str) -> Result<$name, TextFault> {
                let name = line(text, NAME_CHARS)?;
                if has_link(&name) { Err(TextFault::Link) } else { Ok($name(name)) }
            }
            /// The name exactly as it is printed.
            pub fn as_str(&self) -> &str {
                &self.0
            }
            /// The key under which equal names meet; see [`name_key`].
            pub fn key(&self) -> String {
                name_key(&self.0)
            }
            /// The key under which names that look alike meet; see [`skeleton`].
            pub fn skeleton(&self) -> String {
                skeleton(&self.0)
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl std::str::FromStr for $name {
            type Err = TextFault;
            fn from_str(text: &str) -> Result<Self, Self::Err> {
                $name::parse(text)
            }
        }

        impl From<$name> for String {
            fn from(name: $name) -> String {
                name.0
            }
        }
    )+};
}

names!(
    /// The name of an organisation or network, exactly as it is printed.
    OrganisationName,
    /// The name of a person, in the order the person writes it.
    PersonName,
);

/// A URI scheme followed by `://`, which turns a name into an advertisement ("350.org" is a name, not a link).
fn has_link(text: &str) -> bool {
    text.match_indices("://").any(|(at, _)| {
        let before = &text[..at];
        before.chars().next_back().is_some_and(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.'))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn honest_names_in_many_scripts_are_taken_as_typed() {
        let names = [
            "O",
            "ب",
            "Ʉ",
            "Ng",
            "350.org",
            "中国人权",
            "María José Carreño Quiñones",
            "L'Atelier d’à côté",
            "+1 Foundation",
            "АРМИЯ «Свет»",
            "עמותת \"אור\"",
            "संगठन",
            "Union: Workers / Travailleurs",
        ];
        for name in names {
            assert_eq!(OrganisationName::parse(name).as_ref().map(OrganisationName::as_str), Ok(name));
        }
        let long = "é".repeat(NAME_CHARS);
        assert!(PersonName::parse(&long).is_ok());
    }

    #[test]
    fn a_link_is_no_name() {
        for link in ["https://spam.example", "Buy HTTP://x", "see ftp://a.b/c"] {
            assert_eq!(OrganisationName::parse(link), Err(TextFault::Link), "{link}");
        }
        assert!(OrganisationName::parse("Peace :// Now").is_ok(), "no scheme, no link");
    }
}
