//! The form's fields, turned into what the action takes; every fault is told beside its field.

use crate::actions::sign::Submission;
use crate::domain::country::{self, CountryCode, Region};
use crate::domain::email::{EmailAddress, Website};
use crate::domain::signature::{Listing, PrintedLine, SignatoryKind, SignsAs, WithheldPlace};
use crate::domain::text::{OrganisationName, PersonName, optional_line};
use crate::render::words::Words;
use crate::store::signature::Signer;
use crate::web::form::FormState;
use crate::web::signing::Visit;

/// Every field of the form, carried through the check page.
pub const FIELDS: &[&str] = &[
    "signs_as",
    "organisation_name",
    "latin_name",
    "acronym",
    "country",
    "region",
    "website",
    "person_name",
    "affiliation",
    "representative_name",
    "representative_role",
    "publish_representative",
    "email",
    "listing",
    "withheld_place",
    "authorised",
    "updates",
    "revision",
];

/// The longest name, in characters (contract, Limits).
const NAME_MAX: usize = 300;
/// The longest role or affiliation, in characters.
const ROLE_MAX: usize = 200;
/// The longest acronym, in characters.
const ACRONYM_MAX: usize = 60;

/// A form being read: what is wrong is noted beside each field.
pub struct Reader<'a> {
    form: &'a mut FormState,
    words: &'a Words,
}

impl<'a> Reader<'a> {
    /// Reads `form`, telling faults in these words.
    pub fn new(form: &'a mut FormState, words: &'a Words) -> Reader<'a> {
        Reader { form, words }
    }

    fn refuse(&mut self, field: &'static str, code: &str, limit: usize) {
        let message = self.words.say_of("fault", code).with("limit", limit).text();
        self.form.refuse(field, message);
    }

    fn short(&mut self, field: &'static str, max: usize) -> Option<String> {
        match optional_line(self.form.value(field), max) {
            Ok(text) => text,
            Err(fault) => {
                self.refuse(field, fault.code(), max);
                None
            }
        }
    }

    /// The printed line of an organisation or network, or of an individual.
    pub fn line(&mut self, signs_as: SignsAs, is_network: bool) -> Option<PrintedLine> {
        let (country, region) = self.place();
        match signs_as {
            SignsAs::Organisation => {
                let name = OrganisationName::parse(self.form.value("organisation_name"));
                let name = name.map_err(|fault| self.refuse("organisation_name", fault.code(), NAME_MAX)).ok();
                let latin_name = self.short("latin_name", NAME_MAX);
                let acronym = self.short("acronym", ACRONYM_MAX);
                let website = self.website();
                Some(PrintedLine {
                    kind: if is_network { SignatoryKind::Network } else { SignatoryKind::Organisation },
                    name: name?.as_str().to_owned(),
                    latin_name,
                    acronym,
                    country: Some(country?.as_str().to_owned()),
                    region,
                    affiliation: None,
                    website,
                    representative: None,
                    role: None,
                })
            }
            SignsAs::Individual => {
                let name = PersonName::parse(self.form.value("person_name"));
                let name = name.map_err(|fault| self.refuse("person_name", fault.code(), NAME_MAX)).ok();
                let latin_name = self.short("latin_name", NAME_MAX);
                let affiliation = self.short("affiliation", ROLE_MAX);
                let role = self.short("representative_role", ROLE_MAX);
                Some(PrintedLine {
                    kind: SignatoryKind::Individual,
                    name: name?.as_str().to_owned(),
                    latin_name,
                    acronym: None,
                    country: Some(country?.as_str().to_owned()),
                    region,
                    affiliation,
                    website: None,
                    representative: None,
                    role,
                })
            }
        }
    }

    fn place(&mut self) -> (Option<CountryCode>, Option<String>) {
        let Some(code) = CountryCode::parse(self.form.value("country")) else {
            let message = self.words.say("sign-country-missing").text();
            self.form.refuse("country", message);
            return (None, None);
        };
        if code != CountryCode::REGIONAL {
            return (Some(code), country::region(code).map(|region| region.as_str().to_owned()));
        }
        match self.form.value("region").parse::<Region>() {
            Ok(region) => (Some(code), Some(region.as_str().to_owned())),
            Err(_) => {
                let message = self.words.say("sign-region-missing").text();
                self.form.refuse("region", message);
                (None, None)
            }
        }
    }

    fn website(&mut self) -> Option<String> {
        let typed = self.form.value("website").trim().to_owned();
        if typed.is_empty() {
            return None;
        }
        match Website::parse(&typed) {
            Ok(website) => Some(website.as_url().to_owned()),
            Err(fault) => {
                self.refuse("website", fault.code(), NAME_MAX);
                None
            }
        }
    }

    fn email(&mut self) -> Option<EmailAddress> {
        let parsed = EmailAddress::parse(self.form.value("email"));
        parsed.map_err(|fault| self.refuse("email", fault.code(), 254)).ok()
    }

    fn representative(&mut self) -> Option<(String, String)> {
        let name = PersonName::parse(self.form.value("representative_name"));
        let name = name.map_err(|fault| self.refuse("representative_name", fault.code(), NAME_MAX)).ok();
        let role = self.short("representative_role", ROLE_MAX);
        if role.is_none() && self.form.error("representative_role").is_none() {
            let message = self.words.say("sign-role-missing").text();
            self.form.refuse("representative_role", message);
        }
        Some((name?.as_str().to_owned(), role?))
    }

    /// Named or withheld, and how much may be said about the place.
    pub fn listing(&mut self) -> Option<(Listing, WithheldPlace)> {
        let place = self.form.value("withheld_place").parse().unwrap_or(WithheldPlace::None);
        match self.form.value("listing").parse::<Listing>() {
            Ok(listing) => Some((listing, place)),
            Err(_) => {
                let message = self.words.say("sign-listing-missing").text();
                self.form.refuse("listing", message);
                None
            }
        }
    }
}

/// Reads the whole form; `None` when something is wrong, which then stands in `form`.
pub fn read(visit: &Visit, form: &mut FormState, words: &Words) -> Option<Submission> {
    let signs_as = signs_as(visit, form);
    let is_network = visit.invited().is_some_and(|invited| invited.card.kind == SignatoryKind::Network);
    let mut reader = Reader::new(form, words);
    let line = reader.line(signs_as, is_network);
    let signer = match signs_as {
        SignsAs::Organisation => reader.representative(),
        SignsAs::Individual => line.as_ref().map(|line| (line.name.clone(), line.role.clone().unwrap_or_default())),
    };
    let email = reader.email();
    let listing = reader.listing();
    if signs_as == SignsAs::Organisation && !form.is("authorised", "yes") {
        form.refuse("authorised", words.say("sign-authorised-missing"));
    }
    if form.has_errors() {
        return None;
    }
    let (mut line, (name, role), email, (listing, withheld_place)) = (line?, signer?, email?, listing?);
    let publishes = visit.letter.asks_representative && form.is("publish_representative", "yes");
    if publishes && signs_as == SignsAs::Organisation {
        (line.representative, line.role) = (Some(name.clone()), Some(role.clone()));
    }
    Some(Submission {
        line,
        signer: Signer { name, role, email: email.as_str().to_owned() },
        email,
        listing,
        withheld_place,
        wants_updates: form.is("updates", "yes"),
        revision: form.value("revision").parse().unwrap_or(0),
        language: visit.frozen.language.clone(),
    })
}

/// In whose name the visitor signs: the letter may leave no choice.
pub fn signs_as(visit: &Visit, form: &FormState) -> SignsAs {
    let chosen = form.value("signs_as").parse().ok();
    let allowed = |one: &SignsAs| visit.letter.signers.allow(*one);
    chosen.filter(allowed).or_else(|| SignsAs::ALL.iter().copied().find(allowed)).unwrap_or(SignsAs::Organisation)
}
