//! Erasing personal data on schedule. Each function counts what is due, and erases it when told to; the events that stay
//! carry ids only.

use chrono::TimeDelta;
use diesel::prelude::*;

use crate::clock::Moment;
use crate::domain::ids::{InvitationId, LetterId, SignatureId};
use crate::domain::signature::{Listing, Status};
use crate::error::Result;
use crate::store::schema::{caught_mail, import, invitation, letter, limit_counter, outbox, session, signature, token};
use crate::store::{Db, Tx};

/// Days after which a signature that never came to stand is erased.
const ENDED_KEPT_DAYS: i64 = 14;
/// Days for which the traces of mails, caught mails and used links are kept.
const TRACES_KEPT_DAYS: i64 = 30;
/// Days for which an uploaded list waits to be finished.
const IMPORT_KEPT_DAYS: i64 = 7;
/// Days for which limits are counted.
const COUNTERS_KEPT_DAYS: i64 = 2;
/// Hours after which the longest session is over.
const SESSION_HOURS: i64 = 24;

/// What is due to be erased, or was.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Due {
    /// Names and addresses of those who signed, after the letter's date for contacts.
    pub contacts: Vec<SignatureId>,
    /// Withheld names, after the letter's date for them.
    pub withheld: Vec<SignatureId>,
    /// Signatures that expired, were refused or withdrawn.
    pub ended: Vec<SignatureId>,
    /// Invitations that were declined or never answered.
    pub invitations: Vec<InvitationId>,
    /// Everything else that only leaves traces: mails, lists, links, sessions, counters.
    pub traces: usize,
}

impl Due {
    /// How many things.
    pub fn total(&self) -> usize {
        self.contacts.len() + self.withheld.len() + self.ended.len() + self.invitations.len() + self.traces
    }
}

/// What is due at this moment; nothing is erased (the dry run).
pub fn due(db: &mut Db<'_>, now: Moment) -> Result<Due> {
    let letters_past = |column: LetterDate, db: &mut Db<'_>| -> Result<Vec<LetterId>> {
        let query = letter::table.select(letter::id).into_boxed();
        let query = match column {
            LetterDate::Contacts => query.filter(letter::contacts_purge_at.le(Some(now))),
            LetterDate::Withheld => query.filter(letter::withheld_purge_at.le(Some(now))),
            LetterDate::Invitations => query.filter(letter::invitations_purge_at.le(Some(now))),
        };
        Ok(query.load(db.conn)?)
    };
    let contacts = letters_past(LetterDate::Contacts, db)?;
    let withheld = letters_past(LetterDate::Withheld, db)?;
    let invitations = letters_past(LetterDate::Invitations, db)?;
    let ended_before = now - TimeDelta::days(ENDED_KEPT_DAYS);
    Ok(Due {
        contacts: signature::table
            .filter(signature::letter_id.eq_any(contacts))
            .filter(signature::contact_sealed.is_not_null())
            .select(signature::id)
            .load(db.conn)?,
        withheld: signature::table
            .filter(signature::letter_id.eq_any(withheld))
            .filter(signature::listing.eq(Listing::Withheld))
            .filter(signature::purged_at.is_null())
            .select(signature::id)
            .load(db.conn)?,
        ended: signature::table
            .filter(signature::status.eq_any([Status::Expired, Status::Refused, Status::Withdrawn]))
            .filter(signature::ended_at.le(Some(ended_before)))
            .filter(signature::purged_at.is_null())
            .select(signature::id)
            .load(db.conn)?,
        invitations: invitation::table
            .filter(invitation::letter_id.eq_any(invitations))
            .filter(invitation::answer.is_null().or(invitation::answer.eq(Some(super::invitation::Answer::Declined))))
            .select(invitation::id)
            .load(db.conn)?,
        traces: count_traces(db, now)?,
    })
}

enum LetterDate {
    Contacts,
    Withheld,
    Invitations,
}

fn count_traces(db: &mut Db<'_>, now: Moment) -> Result<usize> {
    let old = now - TimeDelta::days(TRACES_KEPT_DAYS);
    let mails: i64 = outbox::table.filter(outbox::ended_at.le(Some(old))).count().get_result(db.conn)?;
    let caught: i64 = caught_mail::table.filter(caught_mail::caught_at.le(old)).count().get_result(db.conn)?;
    let lists: i64 = import::table
        .filter(import::rows_sealed.is_not_null())
        .filter(import::created_at.le(now - TimeDelta::days(IMPORT_KEPT_DAYS)))
        .count()
        .get_result(db.conn)?;
    let links: i64 = token::table.filter(token::expires_at.le(Some(old))).count().get_result(db.conn)?;
    let sessions: i64 = session::table
        .filter(session::created_at.le(now - TimeDelta::hours(SESSION_HOURS)))
        .count()
        .get_result(db.conn)?;
    let counters: i64 = limit_counter::table
        .filter(limit_counter::window_start.le(now - TimeDelta::days(COUNTERS_KEPT_DAYS)))
        .count()
        .get_result(db.conn)?;
    Ok(usize::try_from(mails + caught + lists + links + sessions + counters).unwrap_or(0))
}

/// Erases what is due.
pub fn erase(tx: &mut Tx<'_>, due: &Due, now: Moment) -> Result<()> {
    for id in &due.contacts {
        diesel::update(signature::table.find(id))
            .set((
                signature::contact_sealed.eq(None::<String>),
                // Still unique, and no longer the trace of an address.
                signature::email_index.eq(format!("erased {id}")),
            ))
            .execute(tx.conn)?;
    }
    // The link by which a listed signatory withdraws works for ever; it is a hash and leads to no name.
    for id in &due.withheld {
        erase_signature(tx, id, now)?;
    }
    for id in &due.ended {
        erase_signature(tx, id, now)?;
        diesel::delete(token::table.filter(token::signature_id.eq(id))).execute(tx.conn)?;
    }
    for id in &due.invitations {
        diesel::delete(invitation::table.find(id)).execute(tx.conn)?;
    }
    erase_traces(tx, now)
}

/// Leaves of a signature only that it was: status, kind, revision, dates.
fn erase_signature(tx: &mut Tx<'_>, id: &SignatureId, now: Moment) -> Result<()> {
    let listing: Listing = signature::table.find(id).select(signature::listing).first(tx.conn)?;
    if listing == Listing::Named {
        diesel::update(signature::table.find(id))
            .set((
                signature::purged_at.eq(Some(now)),
                signature::name.eq(None::<String>),
                signature::name_key.eq(None::<String>),
                signature::latin_name.eq(None::<String>),
                signature::acronym.eq(None::<String>),
                signature::website.eq(None::<String>),
                signature::affiliation.eq(None::<String>),
                signature::role.eq(None::<String>),
                signature::representative.eq(None::<String>),
            ))
            .execute(tx.conn)?;
    }
    diesel::update(signature::table.find(id))
        .set((
            signature::purged_at.eq(Some(now)),
            signature::line_sealed.eq(None::<String>),
            signature::contact_sealed.eq(None::<String>),
            signature::proposal_sealed.eq(None::<String>),
            signature::reason_sealed.eq(None::<String>),
            signature::consent_note_sealed.eq(None::<String>),
            signature::email_index.eq(format!("erased {id}")),
            signature::name_index.eq(format!("erased {id}")),
            signature::invitation_index.eq(None::<String>),
        ))
        .execute(tx.conn)?;
    Ok(())
}

fn erase_traces(tx: &mut Tx<'_>, now: Moment) -> Result<()> {
    let old = now - TimeDelta::days(TRACES_KEPT_DAYS);
    diesel::delete(outbox::table.filter(outbox::ended_at.le(Some(old)))).execute(tx.conn)?;
    diesel::delete(caught_mail::table.filter(caught_mail::caught_at.le(old))).execute(tx.conn)?;
    diesel::update(import::table.filter(import::created_at.le(now - TimeDelta::days(IMPORT_KEPT_DAYS))))
        .set(import::rows_sealed.eq(None::<String>))
        .execute(tx.conn)?;
    diesel::delete(token::table.filter(token::expires_at.le(Some(old)))).execute(tx.conn)?;
    diesel::delete(session::table.filter(session::created_at.le(now - TimeDelta::hours(SESSION_HOURS))))
        .execute(tx.conn)?;
    diesel::delete(
        limit_counter::table.filter(limit_counter::window_start.le(now - TimeDelta::days(COUNTERS_KEPT_DAYS))),
    )
    .execute(tx.conn)?;
    Ok(())
}
