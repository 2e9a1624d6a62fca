//! The address book: the team's cards, open to those who invite or check on any letter. What a card was asked and did is told
//! letter by letter, to members of that letter; a withheld signature never stands here.

pub mod card;
mod chapters;
pub mod list;
pub mod merge;
pub mod wanted;

use crate::domain::country::{self, CountryCode, Region};
use crate::domain::ids::TeamId;
use crate::domain::organisation::CardFault;
use crate::domain::signature::SignatoryKind;
use crate::error::Error;
use crate::render::words::Words;
use crate::store::Db;
use crate::store::organisation::{history, tag};
use crate::web::error::Result;
use crate::web::form::FormState;
use crate::web::session::SignedIn;
use crate::web::site::Site;

/// The address book as one coordinator may use it.
#[derive(Debug, Clone)]
pub struct Book {
    /// Whose cards.
    pub team: TeamId,
    /// Whether the coordinator may change them: an owner or editor of any letter.
    pub may_write: bool,
}

impl Book {
    /// Opens the book, if the coordinator invites or checks on any letter.
    ///
    /// # Errors
    /// `NotAllowed`.
    pub async fn open(site: &Site, who: &SignedIn) -> Result<Book> {
        let asker = who.coordinator.id.clone();
        let mine = site.store.read(move |db| history::memberships(db, &asker)).await?;
        if !mine.iter().any(|member| member.rights.may_check()) {
            return Err(Error::NotAllowed.into());
        }
        let may_write = mine.iter().any(|member| member.rights.may_write());
        Ok(Book { team: who.coordinator.team_id.clone(), may_write })
    }

    /// Lets only those pass who may change cards.
    ///
    /// # Errors
    /// `NotAllowed`.
    pub fn must_write(&self) -> Result<()> {
        if self.may_write { Ok(()) } else { Err(Error::NotAllowed.into()) }
    }
}

/// Tells faults beside their fields.
pub fn refuse_all(form: &mut FormState, faults: &[CardFault], words: &Words) {
    for fault in faults {
        form.refuse(fault.field, words.say_of("fault", fault.code).with("limit", fault.limit));
    }
}

/// Countries for the form of a card, none first.
pub fn country_choices(words: &Words) -> Vec<(String, String)> {
    let none = std::iter::once((String::new(), words.say("card-country-open").to_string()));
    let known = country::choices(words.lang(), &std::collections::BTreeMap::new()).into_iter();
    none.chain(known.map(|(code, label)| (code.as_str().to_owned(), label))).collect()
}

/// Parts of the world for a form; `none` is what the empty choice says.
pub fn region_choices(words: &Words, none: String) -> Vec<(String, String)> {
    let named = |region: &Region| (region.as_str().to_owned(), country::region_name(*region, words.lang()).to_owned());
    std::iter::once((String::new(), none)).chain(Region::ALL.iter().map(named)).collect()
}

/// What the country of a card is called; a region's name where it works in several countries of one.
pub fn place_name(country: Option<&str>, region: Option<&str>, words: &Words) -> String {
    let Some(code) = country.and_then(CountryCode::parse) else { return String::new() };
    let name = country::name(code, words.lang());
    match region.and_then(|region| region.parse::<Region>().ok()) {
        Some(region) => format!("{name}: {}", country::region_name(region, words.lang())),
        None => name.to_owned(),
    }
}

/// The part of the world a card belongs to.
pub fn region_of(country: Option<&str>, region: Option<&str>) -> Option<Region> {
    let code = CountryCode::parse(country?)?;
    country::region(code).or_else(|| region.and_then(|region| region.parse().ok()))
}

/// What a kind is called.
pub fn kind_name(kind: SignatoryKind, words: &Words) -> String {
    words.say_of("invitee-kind", kind).to_string()
}

/// The tags of a card as one line for its form.
pub fn tags_line(db: &mut Db<'_>, card: &crate::domain::ids::OrganisationId) -> crate::error::Result<String> {
    Ok(tag::of(db, card)?.join(", "))
}
