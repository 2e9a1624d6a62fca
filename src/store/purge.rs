//! Erasing personal data on schedule: what is due, told without touching it or erased. The numbers are those of
//! [`crate::domain::retention`]; the events that stay carry ids only.

mod erase;

use chrono::TimeDelta;
use diesel::prelude::*;

use crate::clock::Moment;
use crate::domain::dates::Collects;
use crate::domain::ids::{InvitationId, LetterId, PreviewId, RoundId, SignatureId, TranslationId};
use crate::domain::retention::{
    COMMENTS_KEPT_DAYS, CONTACTS_KEPT_DAYS, COUNTERS_KEPT_DAYS, ENDED_KEPT_DAYS, IMPORT_KEPT_DAYS,
    INVITATIONS_KEPT_DAYS, SESSION_HOURS, TRACES_KEPT_DAYS, UNPUBLISHED_KEPT_DAYS, WITHDRAWN_LETTER_KEPT_DAYS,
    WITHHELD_KEPT_DAYS,
};
use crate::domain::signature::{Listing, Status};
use crate::error::Result;
use crate::store::letter::Letter;
use crate::store::schema::preview as preview_rows;
use crate::store::schema::translation as translation_rows;
use crate::store::schema::{caught_mail, import, invitation, letter, limit_counter, outbox, session, signature, token};
use crate::store::{Db, comment, preview, translation};

pub use erase::erase;

/// What is due to be erased, or was.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Due {
    /// Names and addresses of those who signed, after the letter's date for contacts.
    pub contacts: Vec<SignatureId>,
    /// Withheld names, after the letter's date for them.
    pub withheld: Vec<SignatureId>,
    /// Signatures that expired, were refused or withdrawn.
    pub ended: Vec<SignatureId>,
    /// Invitations, answered or not: those left over would tell who signed.
    pub invitations: Vec<InvitationId>,
    /// Journalists' links that work no more.
    pub previews: Vec<PreviewId>,
    /// Translations whose translator is still known and need not be any more.
    pub translators: Vec<TranslationId>,
    /// Translations whose second reader is forgotten.
    pub readers: Vec<TranslationId>,
    /// Rounds of comments that ended long enough ago.
    pub rounds: Vec<RoundId>,
    /// Everything else that only leaves traces: mails, lists, links, sessions, counters.
    pub traces: usize,
}

impl Due {
    /// How many things.
    pub fn total(&self) -> usize {
        self.contacts.len() + self.withheld.len() + self.ended.len() + self.invitations.len() + self.all_traces()
    }

    fn all_traces(&self) -> usize {
        self.traces + self.previews.len() + self.rounds.len() + self.translators.len() + self.readers.len()
    }

    /// The numbers alone, as they stand in the event of a purge.
    pub fn counts(&self) -> String {
        let (contacts, withheld, ended) = (self.contacts.len(), self.withheld.len(), self.ended.len());
        let (invitations, traces) = (self.invitations.len(), self.all_traces());
        serde_json::json!({
            "contacts": contacts, "withheld": withheld, "ended": ended, "invitations": invitations, "traces": traces
        })
        .to_string()
    }
}

/// When a letter's personal data is erased; none while no end is known.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct PurgeDates {
    /// Names and addresses of those who signed.
    pub contacts: Option<Moment>,
    /// Withheld names.
    pub withheld: Option<Moment>,
    /// Invitations, answered or not.
    pub invitations: Option<Moment>,
}

/// A letter's dates: counted from its publication; from its withdrawal or its closing when it never became public.
pub fn dates(row: &Letter) -> PurgeDates {
    let facts = row.facts();
    if row.published_at.is_none() {
        let withdrawn = row.withdrawn_at.map(|at| at + TimeDelta::days(WITHDRAWN_LETTER_KEPT_DAYS));
        let closed = || facts.closing().map(|at| at + TimeDelta::days(UNPUBLISHED_KEPT_DAYS));
        let all = row.opened_at.and_then(|_| withdrawn.or_else(closed));
        return PurgeDates { contacts: all, withheld: all, invitations: all };
    }
    // Who is invited to a public letter that still collects can still answer.
    let closing = facts.closing().map(|at| at + TimeDelta::days(INVITATIONS_KEPT_DAYS));
    let collects_on = row.collects == Collects::InPublic && row.withdrawn_at.is_none();
    let invitations = match (row.invitations_purge_at, closing) {
        (Some(_), None) if collects_on => None,
        (Some(published), Some(closing)) if collects_on => Some(published.max(closing)),
        (published, _) => published,
    };
    PurgeDates { contacts: row.contacts_purge_at, withheld: row.withheld_purge_at, invitations }
}

/// What is still to be erased of one letter, and when.
#[derive(Debug, Clone)]
pub struct Upcoming {
    /// The letter.
    pub letter: Letter,
    /// Its dates.
    pub dates: PurgeDates,
    /// Signatures whose signer is still known.
    pub contacts: i64,
    /// Signatures whose withheld name is still known.
    pub withheld: i64,
    /// Invitations, answered or not.
    pub invitations: i64,
}

/// Every letter of which something is still to be erased, the earliest date first and those without dates last.
pub fn upcoming(db: &mut Db<'_>) -> Result<Vec<Upcoming>> {
    let mut all = Vec::new();
    for row in opened_letters(db)? {
        let of_letter = signature::table.filter(signature::letter_id.eq(&row.id));
        let one = Upcoming {
            dates: dates(&row),
            contacts: of_letter.filter(signature::contact_sealed.is_not_null()).count().get_result(db.conn)?,
            withheld: of_letter
                .filter(signature::listing.eq(Listing::Withheld))
                .filter(signature::purged_at.is_null())
                .count()
                .get_result(db.conn)?,
            invitations: invitation::table.filter(invitation::letter_id.eq(&row.id)).count().get_result(db.conn)?,
            letter: row,
        };
        if one.contacts + one.withheld + one.invitations > 0 {
            all.push(one);
        }
    }
    all.sort_by_key(|one| {
        let PurgeDates { contacts, withheld, invitations } = one.dates;
        let next = [contacts, withheld, invitations].into_iter().flatten().min();
        (next.is_none(), next)
    });
    Ok(all)
}

/// What is due at this moment; nothing is erased (the dry run).
pub fn due(db: &mut Db<'_>, now: Moment) -> Result<Due> {
    let mut due = Due {
        rounds: comment::rounds_before(db, now - TimeDelta::days(COMMENTS_KEPT_DAYS))?,
        traces: count_traces(db, now)?,
        ended: ended(db, now)?,
        previews: previews(db, now)?,
        translators: translators(db, now)?,
        ..Due::default()
    };
    for row in opened_letters(db)? {
        let dates = dates(&row);
        let is_due = |date: Option<Moment>| date.is_some_and(|at| at <= now);
        // Whoever signs a public letter late has the same days from then on.
        let late = |days| if row.published_at.is_some() { now - TimeDelta::days(days) } else { now };
        if is_due(dates.contacts) {
            due.contacts.extend(contacts(db, &row.id, late(CONTACTS_KEPT_DAYS))?);
        }
        if is_due(dates.withheld) {
            due.withheld.extend(withheld(db, &row.id, late(WITHHELD_KEPT_DAYS))?);
        }
        // A letter that never became public has links whose end never came.
        if row.published_at.is_none() && is_due(dates.contacts) {
            let left = preview::list(db, &row.id)?.into_iter().map(|link| link.id);
            due.previews.extend(left.filter(|id| !due.previews.contains(id)).collect::<Vec<_>>());
        }
        if is_due(dates.contacts) {
            let all = translation::list(db, &row.id)?;
            due.readers.extend(all.iter().filter(|one| one.reader_sealed.is_some()).map(|one| one.id.clone()));
            let known = all.into_iter().filter(|one| one.translator_sealed.is_some());
            let left: Vec<_> = known.map(|one| one.id).filter(|id| !due.translators.contains(id)).collect();
            due.translators.extend(left);
        }
        if is_due(dates.invitations) {
            due.invitations.extend(invitations(db, &row.id)?);
        }
    }
    Ok(due)
}

fn opened_letters(db: &mut Db<'_>) -> Result<Vec<Letter>> {
    Ok(letter::table
        .filter(letter::opened_at.is_not_null())
        .order(letter::id)
        .select(Letter::as_select())
        .load(db.conn)?)
}

fn contacts(db: &mut Db<'_>, id: &LetterId, signed_by: Moment) -> Result<Vec<SignatureId>> {
    Ok(signature::table
        .filter(signature::letter_id.eq(id))
        .filter(signature::contact_sealed.is_not_null())
        .filter(signature::submitted_at.le(signed_by))
        .select(signature::id)
        .load(db.conn)?)
}

fn withheld(db: &mut Db<'_>, id: &LetterId, signed_by: Moment) -> Result<Vec<SignatureId>> {
    Ok(signature::table
        .filter(signature::letter_id.eq(id))
        .filter(signature::listing.eq(Listing::Withheld))
        .filter(signature::purged_at.is_null())
        .filter(signature::submitted_at.le(signed_by))
        .select(signature::id)
        .load(db.conn)?)
}

fn invitations(db: &mut Db<'_>, id: &LetterId) -> Result<Vec<InvitationId>> {
    Ok(invitation::table.filter(invitation::letter_id.eq(id)).select(invitation::id).load(db.conn)?)
}

/// Links that were taken back or over, or whose letter became public, long enough ago.
fn previews(db: &mut Db<'_>, now: Moment) -> Result<Vec<PreviewId>> {
    let old = Some(now - TimeDelta::days(TRACES_KEPT_DAYS));
    Ok(preview_rows::table
        .inner_join(letter::table)
        .filter(
            preview_rows::revoked_at
                .le(old)
                .or(preview_rows::expires_at.le(old))
                .or(letter::published_at.le(old))
                .or(letter::withdrawn_at.le(old)),
        )
        .select(preview_rows::id)
        .load(db.conn)?)
}

/// Translators whose link was taken back long enough ago.
fn translators(db: &mut Db<'_>, now: Moment) -> Result<Vec<TranslationId>> {
    Ok(translation_rows::table
        .filter(translation_rows::revoked_at.le(Some(now - TimeDelta::days(TRACES_KEPT_DAYS))))
        .filter(translation_rows::translator_sealed.is_not_null())
        .select(translation_rows::id)
        .load(db.conn)?)
}

fn ended(db: &mut Db<'_>, now: Moment) -> Result<Vec<SignatureId>> {
    Ok(signature::table
        .filter(signature::status.eq_any([Status::Expired, Status::Refused, Status::Withdrawn]))
        .filter(signature::ended_at.le(Some(now - TimeDelta::days(ENDED_KEPT_DAYS))))
        .filter(signature::purged_at.is_null())
        .select(signature::id)
        .load(db.conn)?)
}

fn count_traces(db: &mut Db<'_>, now: Moment) -> Result<usize> {
    let old = now - TimeDelta::days(TRACES_KEPT_DAYS);
    let mails: i64 = outbox::table
        .filter(outbox::ended_at.le(Some(old)))
        .filter(outbox::invitation_id.is_null().or(outbox::recipient_sealed.is_not_null()))
        .count()
        .get_result(db.conn)?;
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
