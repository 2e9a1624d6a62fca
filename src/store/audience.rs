//! Whom a mailing would go to, and who is left out and why. Who signed is known here only as far as every member of the letter
//! may know it: a signer whose name is withheld is as silent as anybody who has not answered, in every number and in every
//! row that is written. The sender of mails looks once more, with the key, and then sends such a contact nothing.

use std::collections::{BTreeMap, HashSet};

use diesel::prelude::*;

use crate::domain::country;
use crate::domain::email::EmailAddress;
use crate::domain::ids::{InvitationId, LetterId, SignatureId};
use crate::domain::invitation::MailOutcome;
use crate::domain::mailing::{Audience, Circle, LeftOut};
use crate::domain::signature::{Listing, Status};
use crate::error::{Error, Result};
use crate::store::answered::Signed;
use crate::store::invitation::{self, Invitee};
use crate::store::organisation::Contact;
use crate::store::schema::suppression;
use crate::store::{Db, invitee, organisation, signature};

/// One whom a mailing would go to.
#[derive(Debug, Clone)]
pub enum Addressee {
    /// The contact of an invitation.
    Contact(InvitationId, Box<Contact>),
    /// Whoever gave a signature: at that address, in the language of the text that was signed.
    Signer(SignatureId, EmailAddress, String),
}

impl Addressee {
    /// Where the mail goes.
    ///
    /// # Errors
    /// `Internal` when the address was sealed by another key.
    pub fn email(&self, db: &Db<'_>) -> Result<EmailAddress> {
        match self {
            Addressee::Signer(_, email, _) => Ok(email.clone()),
            Addressee::Contact(_, contact) => {
                EmailAddress::parse(&contact.email(db)?).map_err(|fault| Error::internal("a contact's address", fault))
            }
        }
    }

    fn language(&self) -> &str {
        match self {
            Addressee::Contact(_, contact) => contact.language.as_deref().unwrap_or_default(),
            Addressee::Signer(_, _, language) => language,
        }
    }
}

/// Whom a mailing reaches.
#[derive(Debug, Clone, Default)]
pub struct Reach {
    /// These.
    pub to: Vec<Addressee>,
    /// How many of the chosen circle it does not reach, by reason.
    pub left_out: BTreeMap<LeftOut, usize>,
}

impl Reach {
    /// How many read each language; `""` where nothing is known.
    pub fn languages(&self) -> BTreeMap<String, usize> {
        let mut counts = BTreeMap::new();
        for one in &self.to {
            *counts.entry(one.language().to_owned()).or_default() += 1;
        }
        counts
    }

    fn leave_out(&mut self, why: LeftOut) {
        *self.left_out.entry(why).or_default() += 1;
    }
}

/// Finds whom a mailing to this audience reaches as things stand.
pub fn reach(db: &mut Db<'_>, letter: &LetterId, audience: &Audience) -> Result<Reach> {
    match audience.circle {
        Circle::Signed => signers(db, letter, audience),
        Circle::Unmailed | Circle::Silent | Circle::Declined | Circle::All => contacts(db, letter, audience),
    }
}

fn contacts(db: &mut Db<'_>, letter: &LetterId, audience: &Audience) -> Result<Reach> {
    let mailed = invitee::mailed(db, letter)?;
    let refused = suppressed(db)?;
    let signed = Signed::read(db, letter, false)?;
    let unmailed: Option<HashSet<InvitationId>> = match audience.circle {
        Circle::Unmailed => Some(invitee::unmailed(db, letter)?.into_iter().map(|one| one.id).collect()),
        _ => None,
    };
    let only: HashSet<&InvitationId> = audience.only.iter().collect();
    let mut reach = Reach::default();
    for (row, card, contact) in invitation::list(db, letter)? {
        let region = country::region_of(card.country.as_deref(), card.region.as_deref());
        let is_chosen =
            (only.is_empty() || only.contains(&row.id)) && audience.takes(region, contact.language.as_deref());
        if row.revoked_at.is_some() || !is_chosen {
            continue;
        }
        let has_signed = signed.at(db, &row.id).is_some();
        let outcome = mailed.get(&row.id).map(|mailed| mailed.outcome);
        let invitee: Invitee = (row, card, contact);
        match why_not(audience.circle, &invitee, has_signed, outcome, &refused) {
            // Somebody who signed without being seen: neither reached nor told.
            None if unmailed.as_ref().is_some_and(|ids| !ids.contains(&invitee.0.id)) => {}
            None => reach.to.push(Addressee::Contact(invitee.0.id, Box::new(invitee.2))),
            Some(Some(why)) => reach.leave_out(why),
            Some(None) => {}
        }
    }
    Ok(reach)
}

/// `None`: is written to; `Some(None)`: does not belong to the circle at all.
fn why_not(
    circle: Circle,
    (row, _, contact): &Invitee,
    has_signed: bool,
    outcome: Option<MailOutcome>,
    refused: &HashSet<String>,
) -> Option<Option<LeftOut>> {
    let has_declined = row.answer.is_some() && !has_signed;
    if circle == Circle::Declined && !has_declined {
        return Some(None);
    }
    let asks = matches!(circle, Circle::Unmailed | Circle::Silent);
    let why = if asks && has_signed {
        LeftOut::Answered
    } else if asks && has_declined {
        LeftOut::Declined
    } else if row.stopped_at.is_some() {
        LeftOut::Stopped
    } else if refused.contains(&contact.email_index) {
        LeftOut::NoWay
    } else {
        match (circle, outcome) {
            (Circle::Unmailed, Some(_)) => LeftOut::Mailed,
            (Circle::Silent, None | Some(MailOutcome::Waiting | MailOutcome::Failed)) => LeftOut::NotAsked,
            _ => return None,
        }
    };
    Some(Some(why))
}

/// Those who signed and asked to hear what becomes of the letter, withheld names too: the server knows their address, nobody
/// sees it, and how many names are withheld is public. Narrowed to a place or a language only names are taken, or the number
/// would tell where those are who are withheld.
fn signers(db: &mut Db<'_>, letter: &LetterId, audience: &Audience) -> Result<Reach> {
    let refused = suppressed(db)?;
    let mut reach = Reach::default();
    for row in signature::list(db, letter, &[Status::Confirmed, Status::Listed])? {
        if audience.is_narrowed() {
            let region = country::region_of(row.country.as_deref(), row.region.as_deref());
            if row.listing == Listing::Withheld || !audience.takes(region, Some(&row.language)) {
                continue;
            }
        }
        if !row.wants_updates {
            reach.leave_out(LeftOut::NoNews);
            continue;
        }
        let address = row.signer(db)?.and_then(|signer| EmailAddress::parse(&signer.email).ok());
        match address {
            None => reach.leave_out(LeftOut::NoAddress),
            Some(email) if refused.contains(&organisation::email_index(db, &email)) => reach.leave_out(LeftOut::NoWay),
            Some(email) => reach.to.push(Addressee::Signer(row.id, email, row.language)),
        }
    }
    Ok(reach)
}

fn suppressed(db: &mut Db<'_>) -> Result<HashSet<String>> {
    let indexes: Vec<String> = suppression::table.select(suppression::email_index).load(db.conn)?;
    Ok(indexes.into_iter().collect())
}
