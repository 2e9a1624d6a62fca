//! Signing: what a mailed invitation, a shared link and the open form of a public letter have in common. Opening a page
//! never signs; each page is for one step: read (`landing`), fill in (`form`), check and sign (`submit`).

mod decline;
mod fields;
mod form;
mod landing;
mod submit;

pub use decline::{decline_form, decline_submit};
pub use fields::Reader;
pub use form::{invited_form, open_form, shared_form};
pub use landing::{invited_landing, invited_press, shared_landing};
pub use submit::{invited_submit, open_submit, shared_submit};

use std::collections::BTreeMap;
use std::sync::Arc;

use actix_web::HttpRequest;
use actix_web::web::Data;

use crate::domain::country::CountryCode;
use crate::domain::dates::When;
use crate::domain::email::EmailAddress;
use crate::domain::ids::SharedLinkId;
use crate::domain::refusal::Refusal;
use crate::error::Error;
use crate::render::public::PublicLetter;
use crate::render::when::Shown;
use crate::store::invitation::{Answer, Invitation};
use crate::store::letter::Letter;
use crate::store::organisation::Organisation;
use crate::store::revision::{Revision, RevisionText};
use crate::store::token::{Purpose, TokenRow};
use crate::store::{Db, invitation, letter, revision};
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
    /// Whether the link comes from a test mail: it shows the pages and cannot sign.
    pub is_test: bool,
}

/// One visit to the pages of signing: the letter, its frozen wording, and how the visitor came.
pub struct Visit {
    /// The path below which the pages of this way lie: `/sign/{token}`, `/join/{token}` or `/letters/{slug}`.
    pub base: String,
    /// The letter.
    pub letter: Letter,
    /// The newest frozen wording.
    pub revision: Revision,
    /// Its text in the language that is signed.
    pub frozen: RevisionText,
    /// The letter's own names for countries.
    pub labels: BTreeMap<CountryCode, String>,
    /// How the visitor came.
    pub way: Way,
}

impl Visit {
    /// A visit by a mailed invitation.
    ///
    /// # Errors
    /// `NotFound` for an unknown link, `LinkRevoked` (410) when the invitation was taken back.
    pub async fn by_invitation(site: &Data<Site>, request: &HttpRequest, secret: &str) -> Result<Visit> {
        let link = links::find(site, request, Purpose::Sign, secret).await?;
        let base = format!("/sign/{secret}");
        Ok(site.store.read(move |db| invited(db, &link, base)).await?)
    }

    /// A visit by a shared link.
    ///
    /// # Errors
    /// `NotFound`, `LinkRevoked`.
    pub async fn by_shared_link(site: &Data<Site>, request: &HttpRequest, secret: &str) -> Result<Visit> {
        let link = links::find(site, request, Purpose::Join, secret).await?;
        let base = format!("/join/{secret}");
        let visit = site
            .store
            .read(move |db| {
                let shared = link.shared_link_id.ok_or(Error::NotFound)?;
                let shared = invitation::find_shared_link(db, &shared)?;
                if shared.revoked_at.is_some() {
                    return Err(Refusal::LinkRevoked.into());
                }
                let row = letter::find(db, &shared.letter_id)?;
                load(db, row, base, Way::Shared(shared.id))
            })
            .await?;
        Ok(visit)
    }

    /// A visit to the form of a public letter that still collects; any other answers like one that never existed.
    ///
    /// # Errors
    /// `NotFound`; `LetterClosed` when the public letter takes no more signatures.
    pub async fn by_slug(site: &Data<Site>, slug: &str) -> Result<Visit> {
        let (slug, now) = (slug.to_owned(), site.now());
        let visit = site
            .store
            .read(move |db| {
                let row = letter::find_by_slug(db, &slug)?;
                if !row.facts().is_public() {
                    return Err(Error::NotFound);
                }
                row.facts().accepts_public_submission(now)?;
                load(db, row, format!("/letters/{slug}"), Way::Open)
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

    /// One of the letter's times as printed.
    pub fn shown(&self, site: &Site, at: Option<crate::clock::Moment>) -> Option<Shown> {
        let zone = self.letter.time_zone.parse().unwrap_or(chrono_tz::UTC);
        at.map(|at| Shown::of(&When::of(at, zone, &self.letter.zone_label), &site.words()))
    }

    /// The invitation, when that is how the visitor came.
    pub fn invited(&self) -> Option<&Invited> {
        match &self.way {
            Way::Invited(invited) => Some(invited),
            _ => None,
        }
    }

    /// Whether the invitation was answered by signing: one page for named and withheld.
    pub fn is_used(&self) -> bool {
        self.invited().is_some_and(|invited| invited.invitation.answer == Some(Answer::Signed))
    }

    /// Lets only those pass who may still sign.
    ///
    /// # Errors
    /// `LetterClosed`, `NotCollecting`, `LinkUsed` (410).
    pub fn must_accept(&self, site: &Site) -> Result<()> {
        if self.is_used() {
            return Err(Refusal::LinkUsed.into());
        }
        Ok(self.letter.facts().accepts_submission(site.now())?)
    }
}

fn invited(db: &mut Db<'_>, link: &TokenRow, base: String) -> crate::error::Result<Visit> {
    let id = link.invitation_id.as_ref().ok_or(Error::NotFound)?;
    let (invitation, card, contact) = invitation::find_invitee(db, id)?;
    if invitation.revoked_at.is_some() {
        return Err(Refusal::LinkRevoked.into());
    }
    let email = contact.email(db)?;
    let email = EmailAddress::parse(&email).map_err(|fault| Error::internal("an invited address", fault))?;
    let name = contact.name(db)?.unwrap_or_default();
    let row = letter::find(db, &invitation.letter_id)?;
    let way = Way::Invited(Box::new(Invited { invitation, card, email, name, is_test: link.is_test }));
    load(db, row, base, way)
}

fn load(db: &mut Db<'_>, row: Letter, base: String, way: Way) -> crate::error::Result<Visit> {
    let revision = revision::latest(db, &row.id)?.ok_or(Refusal::NotCollecting)?;
    let frozen = revision::find_text(db, &row.id, revision.n, &row.language)?;
    let labels = letter::country_labels(db, &row.id)?;
    Ok(Visit { base, letter: row, revision, frozen, labels, way })
}
