//! Letters, their members and their country labels.
//!
//! A letter's state is read off facts (when it opened, closed, was published …) by [`Letter::facts`]; nothing here decides.

pub mod set;
mod settings;

use std::collections::BTreeMap;

use diesel::prelude::*;

use crate::clock::Moment;
use crate::domain::country::CountryCode;
use crate::domain::dates::Collects;
use crate::domain::event::{Actor, PublicEffect, Verb};
use crate::domain::ids::{CoordinatorId, LetterId, TeamId};
use crate::domain::letter::{Kind, LetterFacts, ListingRule, Particulars, Rights, Signers};
use crate::error::{Error, Result};
use crate::store::schema::{self, country_label, letter, letter_member};
use crate::store::{Db, PublicChange, Tx, event};

pub use settings::{Details, Safety, dates, set_dates, set_details, set_language, set_safety};

/// One letter. Pairs `*_at` (UTC, acted on) and `*_local` (`YYYY-MM-DDTHH:MM` in `time_zone`, printed) say the same moment.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = schema::letter)]
pub struct Letter {
    pub id: LetterId,
    pub team_id: TeamId,
    pub slug: String,
    pub kind: Kind,
    pub language: String,
    pub signers: Signers,
    pub listing_rule: ListingRule,
    pub asks_representative: bool,
    pub place: String,
    pub dated: String,
    pub summary: String,
    pub conveners: String,
    pub particulars: String,
    pub set_id: Option<LetterId>,
    pub countries_noun: String,
    pub details_version: i32,
    pub collects: Collects,
    pub due_at: Option<Moment>,
    pub due_local: Option<String>,
    pub closes_at: Option<Moment>,
    pub closes_local: Option<String>,
    pub publishes_at: Option<Moment>,
    pub publishes_local: Option<String>,
    pub time_zone: String,
    pub zone_label: String,
    pub dates_version: i32,
    pub created_by: CoordinatorId,
    pub created_at: Moment,
    pub opened_at: Option<Moment>,
    pub closed_at: Option<Moment>,
    pub scheduled_at: Option<Moment>,
    pub published_at: Option<Moment>,
    pub withdrawn_at: Option<Moment>,
    pub withdrawal_reason: Option<String>,
    pub held_at: Option<Moment>,
    pub signing_paused: bool,
    pub published_revision: Option<i32>,
    pub published_counts: Option<String>,
    pub high_risk: bool,
    pub names_hidden: bool,
    pub public_version: i64,
    pub changed_at: Option<Moment>,
    pub contacts_purge_at: Option<Moment>,
    pub withheld_purge_at: Option<Moment>,
    pub invitations_purge_at: Option<Moment>,
}

/// What a coordinator may do with one letter.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = schema::letter_member)]
pub struct LetterMember {
    pub letter_id: LetterId,
    pub coordinator_id: CoordinatorId,
    pub rights: Rights,
    pub sees_withheld: bool,
    pub added_at: Moment,
}

/// A body that runs the letter; counted only if it signed.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Convener {
    /// As printed.
    pub name: String,
    /// Its website, or empty.
    #[serde(default)]
    pub website: String,
}

impl Letter {
    /// The facts from which the domain tells the letter's state and what it still accepts.
    pub fn facts(&self) -> LetterFacts {
        LetterFacts {
            collects: self.collects,
            opened_at: self.opened_at,
            closes_at: self.closes_at,
            closed_at: self.closed_at,
            publishes_at: self.publishes_at,
            scheduled_at: self.scheduled_at,
            published_at: self.published_at,
            withdrawn_at: self.withdrawn_at,
            held_at: self.held_at,
            signing_paused: self.signing_paused,
        }
    }

    /// What stands around the text, by kind.
    pub fn particulars(&self) -> Particulars {
        serde_json::from_str(&self.particulars).unwrap_or_default()
    }

    /// The conveners in printed order.
    pub fn conveners(&self) -> Vec<Convener> {
        serde_json::from_str(&self.conveners).unwrap_or_default()
    }
}

/// The letter with this id.
pub fn find(db: &mut Db<'_>, id: &LetterId) -> Result<Letter> {
    Ok(letter::table.find(id).select(Letter::as_select()).first(db.conn)?)
}

/// The letter with this slug.
pub fn find_by_slug(db: &mut Db<'_>, slug: &str) -> Result<Letter> {
    Ok(letter::table.filter(letter::slug.eq(slug)).select(Letter::as_select()).first(db.conn)?)
}

/// The letter, if this coordinator is a member of it.
///
/// # Errors
/// `NotFound` also when the letter exists but is not theirs (contract: "Not found, not yours: 404").
pub fn find_for(db: &mut Db<'_>, id: &LetterId, coordinator: &CoordinatorId) -> Result<(Letter, LetterMember)> {
    let member = letter_member::table
        .find((id, coordinator))
        .select(LetterMember::as_select())
        .first(db.conn)
        .optional()?
        .ok_or(Error::NotFound)?;
    Ok((find(db, id)?, member))
}

/// The letters this coordinator works on, the newest first.
pub fn list_for(db: &mut Db<'_>, coordinator: &CoordinatorId) -> Result<Vec<Letter>> {
    let theirs =
        letter_member::table.filter(letter_member::coordinator_id.eq(coordinator)).select(letter_member::letter_id);
    Ok(letter::table
        .filter(letter::id.eq_any(theirs))
        .order(letter::created_at.desc())
        .select(Letter::as_select())
        .load(db.conn)?)
}

/// The letters that were ever opened for signature; their ids.
pub fn list_opened(db: &mut Db<'_>) -> Result<Vec<LetterId>> {
    Ok(letter::table.filter(letter::opened_at.is_not_null()).select(letter::id).load(db.conn)?)
}

/// The letters that have been published and not withdrawn or held, the newest first.
pub fn list_published(db: &mut Db<'_>) -> Result<Vec<Letter>> {
    Ok(letter::table
        .filter(letter::published_at.is_not_null())
        .filter(letter::withdrawn_at.is_null())
        .filter(letter::held_at.is_null())
        .order(letter::published_at.desc())
        .select(Letter::as_select())
        .load(db.conn)?)
}

/// The members of a letter.
pub fn members(db: &mut Db<'_>, id: &LetterId) -> Result<Vec<LetterMember>> {
    Ok(letter_member::table
        .filter(letter_member::letter_id.eq(id))
        .order(letter_member::added_at)
        .select(LetterMember::as_select())
        .load(db.conn)?)
}

/// Adds a letter and its creator as owner with the right to see withheld names.
///
/// Gives `None` when the slug is taken, by whomever.
pub fn insert(tx: &mut Tx<'_>, row: &Letter) -> Result<Option<()>> {
    let inserted = tx.try_insert(|conn| diesel::insert_into(letter::table).values(row).execute(conn))?;
    if inserted.is_none() {
        return Ok(None);
    }
    add_member(
        tx,
        &LetterMember {
            letter_id: row.id.clone(),
            coordinator_id: row.created_by.clone(),
            rights: Rights::OWNER,
            sees_withheld: true,
            added_at: row.created_at,
        },
    )?;
    Ok(Some(()))
}

/// Gives a coordinator rights on a letter.
pub fn add_member(tx: &mut Tx<'_>, member: &LetterMember) -> Result<()> {
    diesel::insert_into(letter_member::table).values(member).execute(tx.conn)?;
    Ok(())
}

/// The letter's own names for countries, over those of CLDR.
pub fn country_labels(db: &mut Db<'_>, id: &LetterId) -> Result<BTreeMap<CountryCode, String>> {
    let rows: Vec<(String, String)> = country_label::table
        .filter(country_label::letter_id.eq(id))
        .select((country_label::code, country_label::label))
        .load(db.conn)?;
    Ok(rows.into_iter().filter_map(|(code, label)| Some((CountryCode::parse(&code)?, label))).collect())
}

/// Replaces the letter's own names for countries.
pub fn set_country_labels(tx: &mut Tx<'_>, id: &LetterId, labels: &BTreeMap<CountryCode, String>) -> Result<()> {
    diesel::delete(country_label::table.filter(country_label::letter_id.eq(id))).execute(tx.conn)?;
    for (code, label) in labels {
        diesel::insert_into(country_label::table)
            .values((
                country_label::letter_id.eq(id),
                country_label::code.eq(code.as_str()),
                country_label::label.eq(label),
            ))
            .execute(tx.conn)?;
    }
    Ok(())
}

/// Marks a strict public change (hide, withhold, withdraw, suspend, unpublish, embargo, new wording): raises
/// `public_version` in this transaction, so that no page built from older rows can be installed (design §4).
pub fn strict_change(tx: &mut Tx<'_>, id: &LetterId, now: Moment, actor: &Actor, verb: Verb) -> Result<()> {
    strict_change_of(tx, id, now, actor, verb, None)
}

/// The same, done to one row of the letter.
pub fn strict_change_of(
    tx: &mut Tx<'_>,
    id: &LetterId,
    now: Moment,
    actor: &Actor,
    verb: Verb,
    object: Option<event::Object<'_>>,
) -> Result<()> {
    diesel::update(letter::table.find(id))
        .set((letter::public_version.eq(letter::public_version + 1), letter::changed_at.eq(Some(now))))
        .execute(tx.conn)?;
    tx.public_change(id, PublicChange::Strict);
    set::refresh_others(tx, id)?;
    event::record(tx, now, actor, verb, Some(id), object, PublicEffect::Strict)
}

/// Marks an addition (a name listed): no row that other signatures touch is touched; readers may see it a moment later.
pub fn addition(tx: &mut Tx<'_>, id: &LetterId) {
    tx.public_change(id, PublicChange::Addition);
}

/// Notes that signing was closed; `false` when it was closed before.
pub fn set_closed(tx: &mut Tx<'_>, id: &LetterId, now: Moment) -> Result<bool> {
    let rows = diesel::update(letter::table.find(id).filter(letter::closed_at.is_null()))
        .set(letter::closed_at.eq(Some(now)))
        .execute(tx.conn)?;
    Ok(rows == 1)
}

/// Arms or disarms the publication time.
pub fn set_scheduled(tx: &mut Tx<'_>, id: &LetterId, at: Option<Moment>) -> Result<()> {
    diesel::update(letter::table.find(id)).set(letter::scheduled_at.eq(at)).execute(tx.conn)?;
    Ok(())
}

/// What publication writes into a letter's row.
pub struct Publication<'a> {
    /// The moment.
    pub at: Moment,
    /// The revision that the public reads.
    pub revision: i32,
    /// The figures at publication, as JSON; printed later as "At publication: 321".
    pub counts: &'a str,
    /// When contacts, withheld names and unanswered invitations are erased.
    pub purges: (Moment, Moment, Moment),
}

/// Makes a letter public; `false` when it was published before, so of two instances only one does.
pub fn set_published(tx: &mut Tx<'_>, id: &LetterId, publication: &Publication<'_>) -> Result<bool> {
    let (contacts, withheld, invitations) = publication.purges;
    let rows = diesel::update(letter::table.find(id).filter(letter::published_at.is_null()))
        .set((
            letter::published_at.eq(Some(publication.at)),
            letter::published_revision.eq(Some(publication.revision)),
            letter::published_counts.eq(Some(publication.counts)),
            letter::contacts_purge_at.eq(Some(contacts)),
            letter::withheld_purge_at.eq(Some(withheld)),
            letter::invitations_purge_at.eq(Some(invitations)),
        ))
        .execute(tx.conn)?;
    Ok(rows == 1)
}

/// Lets the public read another revision of a public letter.
pub fn set_published_revision(tx: &mut Tx<'_>, id: &LetterId, revision: i32) -> Result<()> {
    diesel::update(letter::table.find(id)).set(letter::published_revision.eq(Some(revision))).execute(tx.conn)?;
    Ok(())
}

/// Notes that the conveners withdrew the letter, and why.
pub fn set_withdrawn(tx: &mut Tx<'_>, id: &LetterId, at: Moment, reason: &str) -> Result<()> {
    diesel::update(letter::table.find(id))
        .set((letter::withdrawn_at.eq(Some(at)), letter::withdrawal_reason.eq(Some(reason))))
        .execute(tx.conn)?;
    Ok(())
}

/// Hides or shows all names of a letter.
pub fn set_names_hidden(tx: &mut Tx<'_>, id: &LetterId, hidden: bool) -> Result<()> {
    diesel::update(letter::table.find(id)).set(letter::names_hidden.eq(hidden)).execute(tx.conn)?;
    Ok(())
}

/// Letters whose clock may have something to do: opened, not withdrawn, and not both closed and published.
pub fn list_running(db: &mut Db<'_>) -> Result<Vec<Letter>> {
    Ok(letter::table
        .filter(letter::opened_at.is_not_null())
        .filter(letter::withdrawn_at.is_null())
        .filter(letter::closed_at.is_null().or(letter::published_at.is_null()))
        .select(Letter::as_select())
        .load(db.conn)?)
}

/// Takes back that signing was closed, when its time is extended.
pub fn set_reopened(tx: &mut Tx<'_>, id: &LetterId) -> Result<()> {
    diesel::update(letter::table.find(id)).set(letter::closed_at.eq(None::<Moment>)).execute(tx.conn)?;
    Ok(())
}

/// Notes that signing began.
pub fn set_opened(tx: &mut Tx<'_>, id: &LetterId, now: Moment) -> Result<()> {
    diesel::update(letter::table.find(id)).set(letter::opened_at.eq(Some(now))).execute(tx.conn)?;
    Ok(())
}
