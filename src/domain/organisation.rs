//! A card of the address book as a form gives it: what each field takes, in the same words as signing. Nothing here is a
//! printed line: a signature keeps its own copy, so no edit of a card reaches what was published.

use serde::{Deserialize, Serialize};

use super::country::{CountryCode, Region};
use super::email::{EMAIL_CHARS, EmailAddress, WEBSITE_CHARS, Website};
use super::signature::SignatoryKind;
use super::text::{NAME_CHARS, OrganisationName, PersonName, TextFault, lines, name_key, optional_line};

/// The longest acronym, in characters.
pub const ACRONYM_CHARS: usize = 60;
/// The longest notes on one card, in characters.
pub const NOTES_CHARS: usize = 5_000;
/// The longest tag, in characters.
pub const TAG_CHARS: usize = 50;
/// The most tags of one card.
pub const TAGS_MOST: usize = 30;
/// The longest role of a contact, in characters.
pub const ROLE_CHARS: usize = 200;
/// The longest phone number, in characters.
pub const PHONE_CHARS: usize = 60;

/// What a card says of an organisation; all of it may be seen by whoever may open the address book.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CardFacts {
    /// The name as it would be printed; empty for an individual, whose own name belongs to the sealed contact.
    pub name: String,
    /// The name in Latin letters.
    pub latin_name: Option<String>,
    /// The acronym.
    pub acronym: Option<String>,
    /// A country code; `None`: asked at signing.
    pub country: Option<String>,
    /// The part of the world, only where the country is `regional`.
    pub region: Option<String>,
    /// Organisation, network or individual.
    pub kind: SignatoryKind,
    /// The whole URL.
    pub website: Option<String>,
}

/// A card's fields as typed.
#[derive(Debug, Clone, Copy)]
pub struct CardForm<'a> {
    pub name: &'a str,
    pub latin_name: &'a str,
    pub acronym: &'a str,
    pub country: &'a str,
    pub region: &'a str,
    pub kind: &'a str,
    pub website: &'a str,
}

/// What is wrong with one field; the sentence stands in the catalogue under `fault-` + `code`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CardFault {
    /// The field's name in the form.
    pub field: &'static str,
    /// The stable code.
    pub code: &'static str,
    /// The limit that the sentence names, in characters or pieces.
    pub limit: usize,
}

impl CardFacts {
    /// Reads the fields of a form. The name may stay empty only for an individual.
    ///
    /// # Errors
    /// Every fault, each beside its field.
    pub fn parse(form: &CardForm<'_>) -> Result<CardFacts, Vec<CardFault>> {
        let mut faults = Vec::new();
        let kind = form.kind.parse().unwrap_or(SignatoryKind::Organisation);
        let name = match OrganisationName::parse(form.name) {
            Ok(name) => String::from(name),
            Err(TextFault::Missing) if kind == SignatoryKind::Individual => String::new(),
            Err(fault) => {
                faults.push(CardFault { field: "organisation_name", code: fault.code(), limit: NAME_CHARS });
                String::new()
            }
        };
        let mut named = |field, text, max| printed(field, text, max).map_err(|fault| faults.push(fault)).ok().flatten();
        let latin_name = named("latin_name", form.latin_name, NAME_CHARS);
        let acronym = named("acronym", form.acronym, ACRONYM_CHARS);
        let (country, region) = place(form).unwrap_or_else(|fault| {
            faults.push(fault);
            (None, None)
        });
        let website = match form.website.trim() {
            "" => None,
            typed => match Website::parse(typed) {
                Ok(website) => Some(website.as_url().to_owned()),
                Err(fault) => {
                    faults.push(CardFault { field: "website", code: fault.code(), limit: WEBSITE_CHARS });
                    None
                }
            },
        };
        if faults.is_empty() {
            Ok(CardFacts { name, latin_name, acronym, country, region, kind, website })
        } else {
            Err(faults)
        }
    }

    /// The key under which equal names meet.
    pub fn name_key(&self) -> String {
        name_key(&self.name)
    }
}

/// A field that may stay empty; like a name it takes no link.
fn printed(field: &'static str, text: &str, max: usize) -> Result<Option<String>, CardFault> {
    let checked = optional_line(text, max).and_then(|text| match text {
        Some(text) => OrganisationName::parse(&text).map(|_| Some(text)),
        None => Ok(None),
    });
    checked.map_err(|fault| CardFault { field, code: fault.code(), limit: max })
}

/// The country, which may stay open, and the part of the world where it is `regional`.
fn place(form: &CardForm<'_>) -> Result<(Option<String>, Option<String>), CardFault> {
    let country = match form.country {
        "" => return Ok((None, None)),
        code => CountryCode::parse(code).ok_or(CardFault { field: "country", code: "text-empty", limit: 0 })?,
    };
    if country != CountryCode::REGIONAL {
        return Ok((Some(country.as_str().to_owned()), None));
    }
    let region: Region =
        form.region.parse().map_err(|_| CardFault { field: "region", code: "text-empty", limit: 0 })?;
    Ok((Some(country.as_str().to_owned()), Some(region.as_str().to_owned())))
}

/// Tags as typed, parted by commas of any script or line ends: each once, in the order typed.
///
/// # Errors
/// A tag that is no line of text, or too many of them.
pub fn parse_tags(text: &str) -> Result<Vec<String>, CardFault> {
    let fault = |code, limit| CardFault { field: "tags", code, limit };
    let mut tags: Vec<String> = Vec::new();
    for piece in text.split([',', ';', '،', '、', '，', '\n', '\r']) {
        let tag = optional_line(piece, TAG_CHARS).map_err(|found| fault(found.code(), TAG_CHARS))?;
        let Some(tag) = tag else { continue };
        if !tags.iter().any(|known| tag_key(known) == tag_key(&tag)) {
            tags.push(tag);
        }
    }
    if tags.len() > TAGS_MOST {
        return Err(fault("text-too-many", TAGS_MOST));
    }
    Ok(tags)
}

/// The key under which equal tags meet. Unlike a name's it keeps what is no letter, so that "+" is a tag of its own.
pub fn tag_key(tag: &str) -> String {
    match name_key(tag) {
        key if key.is_empty() => tag.to_owned(),
        key => key,
    }
}

/// Notes on a card; empty ones are none.
///
/// # Errors
/// Too long, or with characters that cannot be printed.
pub fn parse_notes(text: &str) -> Result<Option<String>, CardFault> {
    match lines(text, NOTES_CHARS) {
        Ok(notes) => Ok(Some(notes)),
        Err(TextFault::Missing) => Ok(None),
        Err(fault) => Err(CardFault { field: "notes", code: fault.code(), limit: NOTES_CHARS }),
    }
}

/// A person, or a desk, at an organisation, as a form gives it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ContactFacts {
    /// Where to write.
    pub email: EmailAddress,
    /// The person's name.
    pub name: Option<String>,
    /// The person's role.
    pub role: Option<String>,
    /// BCP 47 tag of the language to write in.
    pub language: Option<String>,
    /// A phone number, as the coordinators write it.
    pub phone: Option<String>,
}

/// A contact's fields as typed.
#[derive(Debug, Clone, Copy)]
pub struct ContactForm<'a> {
    pub email: &'a str,
    pub name: &'a str,
    pub role: &'a str,
    pub phone: &'a str,
}

impl ContactFacts {
    /// Reads the fields of a form; the language is looked up by the caller.
    ///
    /// # Errors
    /// Every fault, each beside its field.
    pub fn parse(form: &ContactForm<'_>, language: Option<String>) -> Result<ContactFacts, Vec<CardFault>> {
        let mut faults = Vec::new();
        let email = EmailAddress::parse(form.email);
        if let Err(fault) = &email {
            faults.push(CardFault { field: "email", code: fault.code(), limit: EMAIL_CHARS });
        }
        let name = match PersonName::parse(form.name) {
            Ok(name) => Some(String::from(name)),
            Err(TextFault::Missing) => None,
            Err(fault) => {
                faults.push(CardFault { field: "name", code: fault.code(), limit: NAME_CHARS });
                None
            }
        };
        let mut line = |field, text, max| printed(field, text, max).map_err(|fault| faults.push(fault)).ok().flatten();
        let role = line("role", form.role, ROLE_CHARS);
        let phone = line("phone", form.phone, PHONE_CHARS);
        match email {
            Ok(email) if faults.is_empty() => Ok(ContactFacts { email, name, role, language, phone }),
            _ => Err(faults),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FORM: CardForm<'_> = CardForm {
        name: "River Watch",
        latin_name: "",
        acronym: "",
        country: "",
        region: "",
        kind: "organisation",
        website: "",
    };

    #[test]
    fn a_card_needs_a_name_unless_it_is_an_individuals() {
        assert_eq!(CardFacts::parse(&CardForm { name: " ", ..FORM }).unwrap_err()[0].field, "organisation_name");
        assert_eq!(CardFacts::parse(&CardForm { name: " ", kind: "individual", ..FORM }).unwrap().name, "");
        assert!(CardFacts::parse(&CardForm { name: "https://evil.example", ..FORM }).is_err());
    }

    #[test]
    fn a_region_is_asked_only_where_the_country_is_regional() {
        assert!(CardFacts::parse(&CardForm { country: "regional", ..FORM }).is_err());
        let facts = CardFacts::parse(&CardForm { country: "regional", region: "africa", ..FORM }).unwrap();
        assert_eq!((facts.country.as_deref(), facts.region.as_deref()), (Some("regional"), Some("africa")));
        let facts = CardFacts::parse(&CardForm { country: "KE", region: "asia", ..FORM }).unwrap();
        assert_eq!((facts.country.as_deref(), facts.region), (Some("KE"), None));
    }

    #[test]
    fn tags_are_parted_by_commas_of_any_script_and_stand_once() {
        assert_eq!(parse_tags("water, Water،  rights\nUPR , ,").unwrap(), ["water", "rights", "UPR"]);
        assert!(parse_tags(&"x".repeat(TAG_CHARS + 1)).is_err());
        let many: Vec<String> = (0..=TAGS_MOST).map(|n| format!("t{n}")).collect();
        assert_eq!(parse_tags(&many.join(",")).unwrap_err().code, "text-too-many");
        assert_ne!(tag_key("+"), tag_key("-"));
    }
}
