//! Signatories made without forms, for tests that are about what comes after signing. The product's own actions do it, so
//! every rule holds; only the clicks are left out.

use undersigned::actions::list::list;
use undersigned::actions::sign::{Submission, Via, sign};
use undersigned::actions::{confirm, share_link};
use undersigned::domain::email::EmailAddress;
use undersigned::domain::event::Actor;
use undersigned::domain::ids::LetterId;
use undersigned::domain::signature::{Listing, WithheldPlace};
use undersigned::store::signature::Signer;
use undersigned::store::token::{self, Purpose, Subject};
use undersigned::store::{Lane, letter, revision, signature};

use super::app::TestApp;
use super::campaign::Campaign;
use super::letters::organisation_line;

/// One signatory with the paths of its links.
#[derive(Debug, Clone)]
pub struct Signatory {
    /// The signature's id.
    pub id: String,
    /// As printed.
    pub name: String,
    /// `/mine/{token}`.
    pub mine: String,
}

/// What a signatory is to be.
#[derive(Debug, Clone)]
pub struct Who<'a> {
    /// As printed.
    pub name: &'a str,
    /// The code of the country.
    pub country: &'a str,
    /// Counted and not named.
    pub is_withheld: bool,
    /// How much may be said about the place.
    pub place: WithheldPlace,
}

impl<'a> Who<'a> {
    /// A named organisation.
    pub fn named(name: &'a str, country: &'a str) -> Who<'a> {
        Who { name, country, is_withheld: false, place: WithheldPlace::None }
    }
}

impl TestApp {
    /// Signs by a shared link, confirms the address and, if wanted, lists.
    pub fn signatory(&self, campaign: &Campaign, who: &Who<'_>, is_listed: bool) -> Signatory {
        let (id, now) = (LetterId(campaign.id.clone()), self.now());
        let slug: String = who.name.chars().filter(char::is_ascii_alphanumeric).collect();
        let address = format!("office-{}@{}.example", slug.to_lowercase(), uuid::Uuid::now_v7().simple());
        let email = EmailAddress::parse(&address).expect("an address");
        let (line, is_withheld, place) = (organisation_line(who.name, who.country), who.is_withheld, who.place);
        let made = self.store().write_now(Lane::Desk, move |tx| {
            let letter = letter::find(tx, &id)?;
            let newest = revision::latest(tx, &id)?.expect("an open letter");
            let coordinator = letter.created_by.clone();
            let link = share_link::share_link(tx, &id, "test", &coordinator, now)?;
            let submission = Submission {
                line: line.clone(),
                signer: Signer { name: "Amina Wanjiru".into(), role: "Director".into(), email: address.clone() },
                email: email.clone(),
                listing: if is_withheld { Listing::Withheld } else { Listing::Named },
                withheld_place: place,
                wants_updates: false,
                revision: newest.n,
                language: letter.language.clone(),
                text_sha256: None,
            };
            let signed = sign(tx, &letter, &Via::Shared(link), &submission, now)?;
            let row = signature::find(tx, &signed.id)?;
            confirm::confirm(tx, &letter, &row, now)?;
            if is_listed {
                list(tx, &letter, &signed.id, &Actor::Coordinator(coordinator), now)?;
            }
            let subject =
                Subject { letter: Some(id.clone()), signature: Some(signed.id.clone()), ..Subject::default() };
            let secret = token::mint(tx, Purpose::Mine, subject, None, false, now)?;
            Ok((signed.id, secret))
        });
        let (id, secret) = made.expect("a signature");
        Signatory { id: id.to_string(), name: who.name.to_owned(), mine: format!("/mine/{secret}") }
    }
}
