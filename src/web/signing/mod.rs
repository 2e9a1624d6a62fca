//! Signing: what a mailed invitation, a shared link and the open form of a public letter have in common. Opening a page
//! never signs; each page is for one step: read (`landing`), fill in (`form`), check and sign (`submit`).

mod decline;
pub mod ended;
mod example;
pub mod fields;
mod form;
mod landing;
mod press;
mod proof;
mod submit;
mod wanted;

pub use decline::decline_form;
pub use fields::Reader;
pub use form::{
    Choice, country_choices, invited_form, listing_choices, open_form, place_choices, prefilled, region_choices,
    shared_form,
};
pub use landing::{invited_landing, shared_landing};
pub use press::{invited_press, open_press, shared_press};
pub use proof::Proof;
pub use wanted::Wanted;

#[cfg(test)]
pub(in crate::web) use {
    decline::DeclinePage, ended::EndedPage, form::FormPage, form::Other, landing::LandingPage, submit::CheckPage,
};

use std::collections::BTreeMap;
use std::sync::Arc;

use actix_web::HttpRequest;
use actix_web::web::Data;
use chrono_tz::Tz;

use crate::actions::sign::text_to_sign;
use crate::clock::Moment;
use crate::domain::country::CountryCode;
use crate::domain::dates::When;
use crate::domain::email::EmailAddress;
use crate::domain::ids::SharedLinkId;
use crate::domain::language::{best, name_of};
use crate::domain::refusal::Refusal;
use crate::error::Error;
use crate::render::public::PublicLetter;
use crate::render::shell::{LanguageLink, Shell, Tone};
use crate::render::when::Shown;
use crate::store::invitation::Invitation;
use crate::store::letter::Letter;
use crate::store::organisation::Organisation;
use crate::store::revision::{Revision, RevisionText};
use crate::store::token::{Purpose, TokenRow};
use crate::store::{Db, answered, invitation, letter, mailing, question, revision};
use crate::web::asking::{self, Asked};
use crate::web::error::Result;
use crate::web::links;
use crate::web::preview::{Wording, public_letter};
use crate::web::site::Site;

/// How the visitor came.
pub enum Way {
    /// By a mailed invitation.
    Invited(Box<Invited>),
    /// By a link shared on a list.
    Shared(SharedLinkId),
    /// To the form of a public letter.
    Open,
}

/// Whom the invitation was mailed to.
pub struct Invited {
    /// The invitation.
    pub invitation: Invitation,
    /// Its card.
    pub card: Organisation,
    /// Where it was mailed to.
    pub email: EmailAddress,
    /// The contact's name, or empty.
    pub name: String,
    /// The contact's role, or empty.
    pub role: String,
    /// BCP 47 tag of the language that the contact reads, where it is known.
    pub language: Option<String>,
    /// Who wrote the invitation, as the mail said; empty before the first one.
    pub sender: String,
    /// Whether the link comes from a test mail: it shows the pages and cannot sign.
    pub is_test: bool,
    /// Whether it was answered by signing.
    pub has_signed: bool,
    /// For whose approval the signature waits; nobody when it does not.
    pub asked: Vec<Asked>,
}

/// One visit to the pages of signing: the letter, its frozen wording, and how the visitor came.
pub struct Visit {
    /// The path below which the pages of this way lie: `/sign/{token}`, `/join/{token}` or `/letters/{slug}`.
    pub base: String,
    /// The letter.
    pub letter: Letter,
    /// The newest frozen wording.
    pub revision: Revision,
    /// Its text in the language that the visitor reads.
    pub frozen: RevisionText,
    /// Until when its signatories answer, of a wording that readers of the public letter do not see yet.
    pub comes: Option<Moment>,
    /// The languages of that wording.
    pub languages: Vec<String>,
    /// The language of the pages whose address names none: that of the invited contact where there is such a text, else the
    /// letter's own.
    pub usual_language: String,
    /// The letter's own names for countries.
    pub labels: BTreeMap<CountryCode, String>,
    /// Where the invitations take their answers; not told on the open form, which anybody may load.
    pub contact: Option<String>,
    /// How the visitor came.
    pub way: Way,
    /// What the page's address asks for.
    pub wanted: Wanted,
}

impl Visit {
    /// A visit by a mailed invitation.
    ///
    /// # Errors
    /// `NotFound` for an unknown link, `LinkRevoked` (410) when the invitation was taken back.
    pub async fn by_invitation(site: &Data<Site>, request: &HttpRequest, secret: &str) -> Result<Visit> {
        let link = links::find(site, request, Purpose::Sign, secret).await?;
        let (base, wanted) = (format!("/sign/{secret}"), Wanted::of(request));
        Ok(site.store.read(move |db| invited(db, &link, base, wanted)).await?)
    }

    /// A visit by a shared link.
    ///
    /// # Errors
    /// `NotFound`, `LinkRevoked`.
    pub async fn by_shared_link(site: &Data<Site>, request: &HttpRequest, secret: &str) -> Result<Visit> {
        let link = links::find(site, request, Purpose::Join, secret).await?;
        let (base, wanted) = (format!("/join/{secret}"), Wanted::of(request));
        let visit = site
            .store
            .read(move |db| {
                let shared = link.shared_link_id.ok_or(Error::NotFound)?;
                let shared = invitation::find_shared_link(db, &shared)?;
                if shared.revoked_at.is_some() {
                    return Err(Refusal::LinkRevoked.into());
                }
                let row = letter::find(db, &shared.letter_id)?;
                load(db, row, base, Way::Shared(shared.id), wanted)
            })
            .await?;
        Ok(visit)
    }

    /// A visit to the form of a public letter that still collects; any other answers like one that never existed.
    ///
    /// # Errors
    /// `NotFound`; `LetterClosed` when the public letter takes no more signatures.
    pub async fn by_slug(site: &Data<Site>, request: &HttpRequest, slug: &str) -> Result<Visit> {
        let (slug, now, wanted) = (slug.to_owned(), site.now(), Wanted::of(request));
        let visit = site
            .store
            .read(move |db| {
                let row = letter::find_by_slug(db, &slug)?;
                if !row.facts().is_public() {
                    return Err(Error::NotFound);
                }
                if !wanted.is_late {
                    row.facts().accepts_public_submission(now)?;
                }
                load(db, row, format!("/letters/{slug}"), Way::Open, wanted)
            })
            .await?;
        Ok(visit)
    }

    /// What the pages print of the letter.
    pub fn public_letter(&self, site: &Site) -> Result<Arc<PublicLetter>> {
        let text = self.frozen.text()?;
        let wording = Wording::frozen(&self.revision, &self.frozen, &text);
        Ok(Arc::new(public_letter(&site.words(), &self.letter, &wording, site.now())))
    }

    /// Around a page of this visit, with links to the same page in the wording's other languages.
    pub fn shell(&self, site: &Site, request: &HttpRequest) -> Shell {
        let mut shell = site.form_shell(request);
        if self.is_late(site) {
            let text = shell.t.say("sign-late-banner").text();
            shell = shell.with_banner(Tone::Look, text);
        }
        if self.languages.len() > 1 {
            let link = |tag: &String| LanguageLink {
                tag: tag.clone(),
                name: name_of(tag).to_owned(),
                href: format!("{}{}", request.path(), self.wanted.query_in(self.asked_language(tag))),
                is_current: *tag == self.frozen.language,
            };
            shell.languages = self.languages.iter().map(link).collect();
        }
        shell
    }

    /// A path below this visit's base, in the language that the visitor reads.
    pub fn path(&self, below: &str) -> String {
        format!("{}{below}{}", self.base, self.wanted.query_in(self.asked_language(&self.frozen.language)))
    }

    /// Where the text stands: the mailed or shared link itself, or the public page.
    pub fn text_path(&self) -> String {
        match self.way {
            // Readers do not see it yet: it stands on the form itself.
            Way::Open if self.comes.is_some() => "#text".to_owned(),
            Way::Open => self.base.clone(),
            _ => self.path(""),
        }
    }

    /// The word in the address that asks for a language; the usual one needs none.
    pub(super) fn asked_language<'a>(&self, tag: &'a str) -> Option<&'a str> {
        Some(tag).filter(|tag| *tag != self.usual_language)
    }

    /// One of the letter's times as printed.
    pub fn shown(&self, site: &Site, at: Option<Moment>) -> Option<Shown> {
        shown(site, &self.letter, at)
    }

    /// The invitation, when that is how the visitor came.
    pub fn invited(&self) -> Option<&Invited> {
        match &self.way {
            Way::Invited(invited) => Some(invited),
            _ => None,
        }
    }

    /// Whether the link comes from a test mail.
    pub fn is_test(&self) -> bool {
        self.invited().is_some_and(|invited| invited.is_test)
    }

    /// Whether the invitation was answered by signing: one page for named and withheld.
    pub fn is_used(&self) -> bool {
        self.invited().is_some_and(|invited| invited.has_signed)
    }

    /// Whether the visitor asks to be added although signing is over.
    pub fn is_late(&self, site: &Site) -> bool {
        self.wanted.is_late && self.letter.facts().is_closed(site.now())
    }

    /// Whether the organisation's own people are asked and can still answer.
    pub fn waits(&self, site: &Site) -> bool {
        let is_asked = self.invited().is_some_and(|invited| !invited.asked.is_empty());
        is_asked && self.letter.facts().accepts_submission(site.now()).is_ok()
    }

    /// Lets only those pass who may still sign, or may ask to be added late where the page's address says so.
    ///
    /// # Errors
    /// `LetterClosed`, `NotCollecting`, `LinkUsed` (410).
    pub fn must_accept(&self, site: &Site) -> Result<()> {
        if self.is_used() {
            return Err(Refusal::LinkUsed.into());
        }
        let (facts, now) = (self.letter.facts(), site.now());
        Ok(if self.wanted.is_late { facts.accepts_late() } else { facts.accepts_submission(now) }?)
    }
}

/// A time of a letter in its own zone.
pub fn shown(site: &Site, letter: &Letter, at: Option<Moment>) -> Option<Shown> {
    at.map(|at| Shown::of(&When::of(at, zone_of(letter), &letter.zone_label), &site.words()))
}

/// The zone in which a letter's times are typed and shown.
pub fn zone_of(letter: &Letter) -> Tz {
    letter.time_zone.parse().unwrap_or(chrono_tz::UTC)
}

fn invited(db: &mut Db<'_>, link: &TokenRow, base: String, wanted: Wanted) -> crate::error::Result<Visit> {
    if let (true, None, Some(letter)) = (link.is_test, &link.invitation_id, &link.letter_id) {
        let row = letter::find(db, letter)?;
        let example = example::of(&row, link)?;
        return load(db, row, base, Way::Invited(Box::new(example)), wanted);
    }
    let id = link.invitation_id.as_ref().ok_or(Error::NotFound)?;
    let (invitation, card, contact) = invitation::find_invitee(db, id)?;
    if invitation.revoked_at.is_some() {
        return Err(Refusal::LinkRevoked.into());
    }
    let email = contact.email(db)?;
    let email = EmailAddress::parse(&email).map_err(|fault| Error::internal("an invited address", fault))?;
    let name = contact.name(db)?.unwrap_or_default();
    let (role, language) = (contact.role.unwrap_or_default(), contact.language);
    let sender = mailing::latest(db, &invitation.letter_id)?.map(|mailing| mailing.from_name).unwrap_or_default();
    let row = letter::find(db, &invitation.letter_id)?;
    let has_signed = answered::has_signed(db, &invitation.letter_id, &invitation.id)?;
    let asked = asking::awaited(db, &row.id, &invitation.id)?;
    let is_test = link.is_test;
    let invited = Invited { invitation, card, email, name, role, language, sender, is_test, has_signed, asked };
    load(db, row, base, Way::Invited(Box::new(invited)), wanted)
}

fn load(db: &mut Db<'_>, row: Letter, base: String, way: Way, wanted: Wanted) -> crate::error::Result<Visit> {
    let revision = text_to_sign(db, &row, matches!(way, Way::Open))?;
    let is_to_come = row.published_revision.is_some_and(|shown| shown < revision.n);
    let waits = if is_to_come { question::asking(db, &row.id)? } else { None };
    let comes = waits.and_then(|asking| asking.answer_by);
    let languages: Vec<String> =
        revision::languages(db, &row.id, revision.n)?.into_iter().map(|(tag, _)| tag).collect();
    let read = match &way {
        Way::Invited(invited) => invited.language.as_deref(),
        Way::Shared(_) | Way::Open => None,
    };
    let nearest = read.and_then(|read| best(read, languages.iter().map(String::as_str)));
    let usual_language = nearest.unwrap_or(&row.language).to_owned();
    let language = wanted.language.as_ref().filter(|tag| languages.contains(tag)).unwrap_or(&usual_language);
    let frozen = revision::find_text(db, &row.id, revision.n, language)?;
    let labels = letter::country_labels(db, &row.id)?;
    let contact = if matches!(way, Way::Open) { None } else { ended::contact(db, &row)? };
    Ok(Visit { base, contact, letter: row, revision, frozen, comes, languages, usual_language, labels, way, wanted })
}
