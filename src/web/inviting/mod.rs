//! Inviting: who is asked, lists on their way in, the covering text, and the job that sends it. Addresses of contacts are shown
//! to those who invite and those who check, and to no other member.

pub mod book;
mod chosen;
pub mod compose;
pub mod import;
mod import_job;
mod import_pages;
pub mod invitations;
pub mod invitee;
pub mod jobs;
mod preview;
mod rows;

use actix_web::web::Query;

use crate::domain::country::{self, CountryCode, Region};
use crate::domain::import::english_name;
use crate::domain::language;
use crate::domain::signature::SignatoryKind;
use crate::error::Error;
use crate::render::words::Words;
use crate::store::organisation::{Contact, Organisation};
use crate::store::{Db, letter};
use crate::web::desk::Work;
use crate::web::error::Result;
use crate::web::form::FormState;

/// The query of a page as plain pairs; unknown ones are passed over.
pub type Asked = Query<Vec<(String, String)>>;

/// A query as a form state, so that a filter shows what was asked.
pub fn asked(query: Asked) -> FormState {
    FormState::sent(query.into_inner())
}

/// Lets only those pass who may see the contacts of a letter: those who invite and those who check.
///
/// # Errors
/// `NotAllowed`.
pub fn must_see_contacts(work: &Work) -> Result<()> {
    if work.member.rights.may_check() { Ok(()) } else { Err(Error::NotAllowed.into()) }
}

/// How a list names an invitee: the organisation, or the person, or the address where neither is known.
#[derive(Debug, Clone, Default)]
pub struct Named {
    /// The organisation's name; may be empty.
    pub organisation: String,
    /// Its name in Latin letters; may be empty.
    pub latin_name: String,
    /// The person's name; may be empty.
    pub person: String,
    /// The address, international domains in their own script.
    pub email: String,
}

impl Named {
    /// Opens the sealed fields of a contact.
    ///
    /// # Errors
    /// `Internal` when they were sealed by another key.
    pub fn of(db: &Db<'_>, card: &Organisation, contact: &Contact) -> crate::error::Result<Named> {
        Ok(Named {
            organisation: card.name.clone(),
            latin_name: card.latin_name.clone().unwrap_or_default(),
            person: contact.name(db)?.unwrap_or_default(),
            email: contact.email(db)?,
        })
    }

    /// What stands first in a list.
    pub fn title(&self) -> &str {
        [&self.organisation, &self.person, &self.email]
            .into_iter()
            .find(|text| !text.is_empty())
            .map_or("", |text| text)
    }
}

/// Countries for a form, in the page's language and under the letter's own labels; "asked at signing" first.
pub fn country_choices(
    db: &mut Db<'_>,
    id: &crate::domain::ids::LetterId,
    words: &Words,
) -> crate::error::Result<Vec<(String, String)>> {
    let labels = letter::country_labels(db, id)?;
    let asked = std::iter::once((String::new(), words.say("invitee-country-asked").to_string()));
    let known = country::choices(words.lang(), &labels).into_iter();
    Ok(asked.chain(known.map(|(code, label)| (code.as_str().to_owned(), label))).collect())
}

/// What a stored country code is called.
pub fn country_name(choices: &[(String, String)], code: &str) -> String {
    let chosen = choices.iter().find(|(known, _)| known == code && !known.is_empty());
    let cldr = || CountryCode::parse(code).map_or(code, |code| country::name(code, "en")).to_owned();
    chosen.map_or_else(cldr, |(_, label)| label.clone())
}

/// Languages for a form: none, then those that letters are written in.
pub fn language_choices(words: &Words) -> Vec<(String, String)> {
    let none = std::iter::once((String::new(), words.say("invitee-language-none").to_string()));
    none.chain(language::all().iter().map(|(tag, name)| ((*tag).to_owned(), (*name).to_owned()))).collect()
}

/// What a language is called in itself, or in English where that is not at hand.
pub fn language_name(tag: &str) -> String {
    language::native_name(tag).map(str::to_owned).or_else(|| english_name(tag)).unwrap_or_else(|| tag.to_owned())
}

/// The regions by which a list can be narrowed, and those whose region is not known.
pub fn region_filter(words: &Words) -> Vec<(String, String)> {
    let named = |one: &Region| (one.as_str().to_owned(), country::region_name(*one, words.lang()).to_owned());
    let unknown = ("-".to_owned(), words.say("invitations-filter-none").to_string());
    Region::ALL.iter().map(named).chain(std::iter::once(unknown)).collect()
}

/// Organisation, network, individual.
pub fn kind_choices(words: &Words) -> Vec<(String, String)> {
    let choice = |kind: &SignatoryKind| (kind.as_str().to_owned(), words.say_of("invitee-kind", kind).to_string());
    SignatoryKind::ALL.iter().map(choice).collect()
}
