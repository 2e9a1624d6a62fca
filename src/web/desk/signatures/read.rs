//! One read for the whole page: the queue, the chosen signature and those that may be the same, opened as far as the
//! asker may see them.

use std::collections::{BTreeMap, HashMap};

use crate::clock::Moment;
use crate::domain::country::CountryCode;
use crate::domain::email::EmailAddress;
use crate::domain::ids::{LetterId, OrganisationId, SharedLinkId, SignatureId};
use crate::domain::letter::LetterFacts;
use crate::domain::revision::Change;
use crate::domain::signature::Status;
use crate::error::{Error, Result as ReadResult};
use crate::store::check::{self, Opened, Sight};
use crate::store::organisation::Organisation;
use crate::store::outbox::{self, MailKind, State};
use crate::store::{Db, invitation, letter, revision, signature};
use crate::web::desk::signatures::PAGE;
use crate::web::desk::signatures::asked::{Asked, order_of};
use crate::web::desk::signatures::told::Told;
use crate::web::desk::{Work, answers};
use crate::web::error::Result;
use crate::web::site::Site;

/// What the page is made of.
pub struct Found {
    /// How signatories answered to a changed text, while that is open.
    pub answers: Option<answers::Summary>,
    /// The tab.
    pub show: Status,
    /// The rows of this page.
    pub rows: Vec<Opened>,
    /// The last row, when more follow.
    pub more: Option<SignatureId>,
    /// Whether this is not the first page.
    pub is_continued: bool,
    /// The one at the right.
    pub chosen: Option<Chosen>,
    /// Everybody a signature is compared with.
    pub standing: Vec<Opened>,
    /// The invited cards.
    pub invited: Vec<Invited>,
    /// The letter's times.
    pub facts: LetterFacts,
    /// What the shared links are called.
    pub link_labels: HashMap<SharedLinkId, String>,
    /// The letter's own names for countries.
    pub country_labels: BTreeMap<CountryCode, String>,
    /// The kind of change of each revision.
    pub changes: Vec<(i32, Change)>,
    /// What was just done.
    pub told: Told,
    /// The signature that it was done to.
    pub last: Option<Opened>,
    /// Those that were left, each with the word that says why.
    pub missed: Vec<(Opened, String)>,
    /// Whether withheld names are shown.
    pub sight: Sight,
}

/// The chosen signature, with what only it needs.
pub struct Chosen {
    /// The signature.
    pub opened: Opened,
    /// Who listed it; none for a rule or an account that is gone.
    pub checked_by: Option<String>,
    /// Why it was refused.
    pub reason: Option<String>,
    /// How consent was given, for recorded ones.
    pub consent_note: Option<String>,
    /// When the signer hears of the refusal; none once the mail left or was stopped.
    pub told_at: Option<Moment>,
}

/// An invited card with the address that was written to.
pub struct Invited {
    /// The card.
    pub card: Organisation,
    /// The contact's address.
    pub email: Option<EmailAddress>,
    /// Since when it is invited.
    pub since: Moment,
}

/// Reads it. `sight` is about the chosen signature and those it is compared with; rows of the queue stay masked.
pub async fn find(site: &Site, work: &Work, asked: &Asked, told: &Told, sight: Sight) -> Result<Found> {
    let (id, asked, told) = (work.letter.id.clone(), asked.clone(), told.clone());
    let sight = if work.member.sees_withheld { sight } else { Sight::Named };
    Ok(site.store.read(move |db| load(db, &id, &asked, told, sight)).await?)
}

fn load(db: &mut Db<'_>, id: &LetterId, asked: &Asked, told: Told, sight: Sight) -> ReadResult<Found> {
    let wanted = match &asked.signature {
        Some(wanted) => found_or_none(signature::find_in(db, id, wanted))?,
        None => None,
    };
    let show = asked.show.or(wanted.as_ref().map(|row| row.status)).unwrap_or(Status::Confirmed);
    let order = order_of(show);
    let mut rows = check::queue(db, id, show, order, asked.after.as_ref(), PAGE + 1)?;
    let more = if rows.len() > PAGE { rows.get(PAGE - 1).map(|row| row.id.clone()) } else { None };
    rows.truncate(PAGE);
    let row = match wanted {
        Some(row) => Some(row),
        None => next(db, id, show, told.last.as_ref(), &rows)?,
    };
    let chosen = row.map(|row| open_chosen(db, row, sight)).transpose()?;
    let masked = |id_of_one: &SignatureId, db: &mut Db<'_>| -> ReadResult<Option<Opened>> {
        let row = found_or_none(signature::find_in(db, id, id_of_one))?;
        row.map(|row| Opened::new(db, row, Sight::Named)).transpose()
    };
    let last = told.last.as_ref().map(|last| masked(last, db)).transpose()?.flatten();
    let mut missed = Vec::new();
    for (one, why) in &told.missed {
        missed.extend(masked(one, db)?.map(|opened| (opened, why.clone())));
    }
    Ok(Found {
        answers: answers::summary(db, id, true)?,
        show,
        rows: rows.into_iter().map(|row| Opened::new(db, row, Sight::Named)).collect::<ReadResult<_>>()?,
        more,
        is_continued: asked.after.is_some(),
        chosen,
        standing: check::standing(db, id, sight)?,
        invited: invited(db, id)?,
        facts: letter::find(db, id)?.facts(),
        link_labels: check::link_labels(db, id)?,
        country_labels: letter::country_labels(db, id)?,
        changes: revision::changes(db, id)?,
        told,
        last,
        missed,
        sight,
    })
}

fn found_or_none<T>(found: ReadResult<T>) -> ReadResult<Option<T>> {
    match found {
        Ok(row) => Ok(Some(row)),
        Err(Error::NotFound) => Ok(None),
        Err(fault) => Err(fault),
    }
}

/// The one behind the signature that was just decided, else the first of the page.
fn next(
    db: &mut Db<'_>,
    id: &LetterId,
    show: Status,
    last: Option<&SignatureId>,
    rows: &[signature::Signature],
) -> ReadResult<Option<signature::Signature>> {
    let behind = match last {
        Some(last) => check::queue(db, id, show, order_of(show), Some(last), 1)?.pop(),
        None => None,
    };
    Ok(behind.or_else(|| rows.first().cloned()))
}

fn open_chosen(db: &mut Db<'_>, row: signature::Signature, sight: Sight) -> ReadResult<Chosen> {
    let checked_by = match &row.checked_by {
        Some(by) => check::coordinator_name(db, by)?,
        None => None,
    };
    let told_at = match row.status {
        Status::Refused => outbox::waiting_about_signature(db, &row.id, MailKind::SignatureRefused, State::Queued)?,
        _ => None,
    };
    let opened = Opened::new(db, row, sight)?;
    let unseal = |name: &str, sealed: &Option<String>| -> ReadResult<Option<String>> {
        let sealed = sealed.as_ref().filter(|_| opened.line.is_some());
        sealed.map(|sealed| db.keys.open("signature", name, opened.row.id.as_str(), sealed)).transpose()
    };
    Ok(Chosen {
        checked_by,
        reason: unseal("reason", &opened.row.reason_sealed)?,
        consent_note: unseal("consent_note", &opened.row.consent_note_sealed)?,
        told_at,
        opened,
    })
}

fn invited(db: &mut Db<'_>, id: &LetterId) -> ReadResult<Vec<Invited>> {
    let mut seen: HashMap<(OrganisationId, String), ()> = HashMap::new();
    let mut cards = Vec::new();
    for (row, card, contact) in invitation::list(db, id)? {
        let email = contact.email(db)?;
        if row.revoked_at.is_some() || seen.insert((card.id.clone(), email.clone()), ()).is_some() {
            continue;
        }
        cards.push(Invited { card, email: EmailAddress::parse(&email).ok(), since: row.created_at });
    }
    Ok(cards)
}
