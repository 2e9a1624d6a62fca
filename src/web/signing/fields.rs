//! The form's fields, turned into what the action takes; every fault is told beside its field.

use crate::actions::sign::Submission;
use crate::domain::country::{CountryCode, Region};
use crate::domain::email::{EMAIL_CHARS, EmailAddress, WEBSITE_CHARS, Website};
use crate::domain::signature::{Listing, PrintedLine, SignatoryKind, SignsAs, WithheldPlace};
use crate::domain::text::{NAME_CHARS, OrganisationName, PersonName, TextFault, optional_line};
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
    "text_sha256",
];

/// The longest role, in characters.
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

    /// The printed line of an organisation or network, or of an individual.
    pub fn line(&mut self, kind: SignatoryKind) -> Option<PrintedLine> {
        let is_organisation = kind.signs_as() == SignsAs::Organisation;
        let name = if is_organisation { self.organisation_name() } else { self.person_name("person_name") };
        let latin_name = self.optional("latin_name", NAME_CHARS);
        let acronym = if is_organisation { self.optional("acronym", ACRONYM_MAX) } else { None };
        let place = self.place();
        let affiliation = if is_organisation { None } else { self.optional("affiliation", NAME_CHARS) };
        let role = if is_organisation { None } else { self.optional("representative_role", ROLE_MAX) };
        let website = if is_organisation { self.website() } else { None };
        let (country, region) = place?;
        Some(PrintedLine {
            kind,
            name: name?,
            latin_name,
            acronym,
            country: Some(country.as_str().to_owned()),
            region: region.map(|region| region.as_str().to_owned()),
            affiliation,
            website,
            representative: None,
            role,
        })
    }

    fn refuse(&mut self, field: &'static str, code: &str, limit: usize) {
        let message = self.words.say_of("fault", code).with("limit", limit).text();
        self.form.refuse(field, message);
    }

    fn lacks(&mut self, field: &'static str, what: &str) {
        let message = self.words.say_of("sign-missing", what).text();
        self.form.refuse(field, message);
    }

    fn organisation_name(&mut self) -> Option<String> {
        let name = OrganisationName::parse(self.form.value("organisation_name")).map(String::from);
        self.name("organisation_name", name)
    }

    fn person_name(&mut self, field: &'static str) -> Option<String> {
        let name = PersonName::parse(self.form.value(field)).map(String::from);
        self.name(field, name)
    }

    fn name(&mut self, field: &'static str, name: Result<String, TextFault>) -> Option<String> {
        match name {
            Ok(name) => Some(name),
            Err(TextFault::Missing) => {
                self.lacks(field, field);
                None
            }
            Err(fault) => {
                self.refuse(field, fault.code(), NAME_CHARS);
                None
            }
        }
    }

    /// A printed field that may stay empty. Like a name it takes no link.
    fn optional(&mut self, field: &'static str, max: usize) -> Option<String> {
        let text = optional_line(self.form.value(field), max);
        let checked = text.and_then(|text| match text {
            Some(text) => OrganisationName::parse(&text).map(|_| Some(text)),
            None => Ok(None),
        });
        match checked {
            Ok(text) => text,
            Err(fault) => {
                self.refuse(field, fault.code(), max);
                None
            }
        }
    }

    /// The country, and the part of the world where the country is `regional`.
    fn place(&mut self) -> Option<(CountryCode, Option<Region>)> {
        let Some(code) = CountryCode::parse(self.form.value("country")) else {
            self.lacks("country", "country");
            return None;
        };
        if code != CountryCode::REGIONAL {
            return Some((code, None));
        }
        let region = self.form.value("region").parse::<Region>().ok();
        if region.is_none() {
            self.lacks("region", "region");
        }
        region.map(|region| (code, Some(region)))
    }

    fn website(&mut self) -> Option<String> {
        let typed = self.form.value("website").trim().to_owned();
        if typed.is_empty() {
            return None;
        }
        match Website::parse(&typed) {
            Ok(website) => Some(website.as_url().to_owned()),
            Err(fault) => {
                self.refuse("website", fault.code(), WEBSITE_CHARS);
                None
            }
        }
    }

    fn email(&mut self) -> Option<EmailAddress> {
        let parsed = EmailAddress::parse(self.form.value("email"));
        parsed.map_err(|fault| self.refuse("email", fault.code(), EMAIL_CHARS)).ok()
    }

    /// The name and role of the person who signs for an organisation.
    fn representative(&mut self) -> Option<(String, String)> {
        let name = self.person_name("representative_name");
        let role = self.optional("representative_role", ROLE_MAX);
        if role.is_none() && self.form.error("representative_role").is_none() {
            self.lacks("representative_role", "representative_role");
        }
        Some((name?, role?))
    }

    /// Named or withheld, and how much may be said about the place.
    fn listing(&mut self) -> Option<(Listing, WithheldPlace)> {
        let place = self.form.value("withheld_place").parse().unwrap_or(WithheldPlace::None);
        match self.form.value("listing").parse::<Listing>() {
            Ok(Listing::Named) => Some((Listing::Named, WithheldPlace::None)),
            Ok(Listing::Withheld) => Some((Listing::Withheld, place)),
            Err(_) => {
                self.lacks("listing", "listing");
                None
            }
        }
    }
}

/// Reads the whole form; `None` when something is wrong, which then stands in `form`.
pub fn read(visit: &Visit, form: &mut FormState, words: &Words) -> Option<Submission> {
    let signs_as = signs_as(visit, form);
    let mut reader = Reader::new(form, words);
    let line = reader.line(kind(visit, signs_as));
    let signer = match signs_as {
        SignsAs::Organisation => reader.representative(),
        SignsAs::Individual => line.as_ref().map(|line| (line.name.clone(), line.role.clone().unwrap_or_default())),
    };
    let email = reader.email();
    let listing = reader.listing();
    if signs_as == SignsAs::Organisation && !form.is("authorised", "yes") {
        form.refuse("authorised", words.say("sign-missing-authorised"));
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
        text_sha256: Some(form.value("text_sha256").to_owned()).filter(|seen| !seen.is_empty()),
    })
}

/// In whose name the visitor signs: as the form says, else the page's address, else whom the invitation was sent to. The
/// letter may leave no choice.
pub fn signs_as(visit: &Visit, form: &FormState) -> SignsAs {
    let invited_as = visit.invited().map(|invited| invited.card.kind.signs_as());
    let chosen = [form.value("signs_as").parse().ok(), visit.wanted.signs_as, invited_as];
    let allowed = |one: &SignsAs| visit.letter.signers.allow(*one);
    let mut possible = chosen.into_iter().flatten().chain(SignsAs::ALL.iter().copied());
    possible.find(allowed).unwrap_or(SignsAs::Organisation)
}

/// A network is known from its card; nobody is asked.
fn kind(visit: &Visit, signs_as: SignsAs) -> SignatoryKind {
    let card = visit.invited().map(|invited| invited.card.kind);
    match (signs_as, card) {
        (SignsAs::Individual, _) => SignatoryKind::Individual,
        (SignsAs::Organisation, Some(SignatoryKind::Network)) => SignatoryKind::Network,
        (SignsAs::Organisation, _) => SignatoryKind::Organisation,
    }
}
