//! Which cards are wanted: one filter for the address book and for inviting from it. Sealed fields are not searched; an
//! address is found by its keyed hash, so only whole.

use std::collections::BTreeMap;

use crate::domain::email::EmailAddress;
use crate::domain::organisation::tag_key;
use crate::domain::text::{Collation, name_key};
use crate::render::words::Words;
use crate::store::keys::Keys;
use crate::store::organisation::EMAIL_INDEX;
use crate::store::organisation::book::Listed;
use crate::web::form::FormState;
use crate::web::inviting::language_name;
use crate::web::organisations::{kind_name, place_name, region_choices, region_of};

/// The fields of the filter, in the order of the form.
pub const FIELDS: [&str; 6] = ["q", "country", "region", "kind", "tag", "language"];

/// Which cards are wanted.
pub struct Wanted {
    words: Vec<String>,
    email_index: Option<String>,
    country: String,
    region: String,
    kind: String,
    tag: String,
    language: String,
}

impl Wanted {
    /// Reads the filter of a form or a query.
    pub fn of(filter: &FormState, keys: &Keys) -> Wanted {
        let typed = filter.value("q").trim();
        let email = EmailAddress::parse(typed).ok();
        let tag = filter.value("tag");
        Wanted {
            words: name_key(typed).split(' ').filter(|word| !word.is_empty()).map(str::to_owned).collect(),
            email_index: email.map(|email| keys.blind_index(EMAIL_INDEX, email.canonical())),
            country: filter.value("country").to_owned(),
            region: filter.value("region").to_owned(),
            kind: filter.value("kind").to_owned(),
            tag: if tag.is_empty() || tag == "-" { tag.to_owned() } else { tag_key(tag) },
            language: filter.value("language").to_owned(),
        }
    }

    /// The same without the language, where the contacts are narrowed apart.
    pub fn any_language(self) -> Wanted {
        Wanted { language: String::new(), ..self }
    }

    /// Whether a card is wanted.
    pub fn fits(&self, card: &Listed) -> bool {
        let country = || match self.country.as_str() {
            "" => true,
            "-" => card.country.is_none(),
            code => card.country.as_deref() == Some(code),
        };
        let region = || match self.region.as_str() {
            "" => true,
            wanted => {
                let region = region_of(card.country.as_deref(), card.region.as_deref());
                region.is_some_and(|region| region.as_str() == wanted)
            }
        };
        let tag = || match self.tag.as_str() {
            "" => true,
            "-" => card.tags.is_empty(),
            wanted => card.tags.iter().any(|(key, _)| key == wanted),
        };
        let language = || match self.language.as_str() {
            "" => true,
            wanted => card.contacts.iter().any(|contact| fits_language(wanted, contact.language.as_deref())),
        };
        let kind = self.kind.is_empty() || card.kind.as_str() == self.kind;
        kind && country() && region() && tag() && language() && self.fits_words(card)
    }

    fn fits_words(&self, card: &Listed) -> bool {
        if let Some(index) = &self.email_index {
            return card.contacts.iter().any(|contact| contact.email_index == *index);
        }
        if self.words.is_empty() {
            return true;
        }
        let also = card.also.join(" ");
        let parts = [Some(&card.name), card.latin_name.as_ref(), card.acronym.as_ref(), Some(&also)];
        let text = parts.into_iter().flatten().map(|part| name_key(part)).collect::<Vec<_>>().join(" ");
        self.words.iter().all(|word| text.contains(word.as_str()))
    }
}

/// Whether a contact's language is the wanted one; `-` stands for none.
pub fn fits_language(wanted: &str, language: Option<&str>) -> bool {
    match wanted {
        "" => true,
        "-" => language.is_none(),
        wanted => language == Some(wanted),
    }
}

/// What the filter offers: only values that occur, each with the number of its cards.
#[derive(Debug, Clone, Default)]
pub struct Offers {
    /// Countries: code, name, count.
    pub countries: Vec<(String, String, usize)>,
    /// Kinds.
    pub kinds: Vec<(String, String, usize)>,
    /// Tags.
    pub tags: Vec<(String, String, usize)>,
    /// Languages of contacts.
    pub languages: Vec<(String, String, usize)>,
    /// Parts of the world, without counts: every one is offered.
    pub regions: Vec<(String, String)>,
}

impl Offers {
    /// Counts what occurs.
    pub fn of(cards: &[Listed], words: &Words) -> Offers {
        let countries = cards.iter().map(|card| {
            let code = card.country.clone().unwrap_or_default();
            (code, place_name(card.country.as_deref(), None, words))
        });
        let kinds = cards.iter().map(|card| (card.kind.as_str().to_owned(), kind_name(card.kind, words)));
        let tags = cards.iter().flat_map(|card| card.tags.iter().cloned());
        let languages = cards.iter().flat_map(|card| {
            let mut own: Vec<String> =
                card.contacts.iter().map(|contact| contact.language.clone().unwrap_or_default()).collect();
            own.sort();
            own.dedup();
            own.into_iter().map(|tag| (tag.clone(), language_name(&tag)))
        });
        Offers {
            countries: tally(countries, words),
            kinds: tally(kinds, words),
            tags: tally(tags, words),
            languages: tally(languages, words),
            regions: region_choices(words, words.say("invitations-any").to_string()),
        }
    }
}

/// Counts values by what they are called; `-` stands for none.
fn tally(values: impl Iterator<Item = (String, String)>, words: &Words) -> Vec<(String, String, usize)> {
    let mut counts: BTreeMap<String, (String, usize)> = BTreeMap::new();
    for (code, name) in values {
        counts.entry(code).or_insert((name, 0)).1 += 1;
    }
    let nothing = words.say("invitations-filter-none").to_string();
    let named = |(code, (name, count)): (String, (String, usize))| match code.as_str() {
        "" => ("-".to_owned(), nothing.clone(), count),
        _ => (code, name, count),
    };
    let mut tally: Vec<(String, String, usize)> = counts.into_iter().map(named).collect();
    Collation::for_language(words.lang()).sort_by_name(&mut tally, |(_, name, _)| name.as_str());
    tally
}
