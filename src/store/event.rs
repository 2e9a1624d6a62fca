//! The audit trail: one plain row in the transaction of each act, ids only. A job seals rows into a hash chain later.

use std::collections::HashMap;

use diesel::prelude::*;

use crate::clock::Moment;
use crate::domain::event::{Actor, ActorKind, PublicEffect, Verb};
use crate::domain::ids::{CoordinatorId, EventId, LetterId};
use crate::error::Result;
use crate::store::schema::{self, event};
use crate::store::{Db, Tx};

/// One line of the audit trail.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = schema::event)]
pub struct Event {
    pub id: EventId,
    pub at: Moment,
    pub actor: ActorKind,
    pub coordinator_id: Option<CoordinatorId>,
    pub verb: Verb,
    pub letter_id: Option<LetterId>,
    pub object_kind: Option<String>,
    pub object_id: Option<String>,
    pub detail: String,
    pub public_change: PublicEffect,
    /// Place in the sealed chain; none until the sealing job has passed.
    pub seq: Option<i64>,
    /// SHA-256 over the previous hash and this row; none until sealed.
    pub hash: Option<String>,
}

/// What an act was done to: the table's name and the row's id.
pub type Object<'a> = (&'a str, &'a str);

/// Records an act in the transaction that does it.
pub fn record(
    tx: &mut Tx<'_>,
    now: Moment,
    actor: &Actor,
    verb: Verb,
    letter: Option<&LetterId>,
    object: Option<Object<'_>>,
    public_change: PublicEffect,
) -> Result<()> {
    let row = row(now, actor, verb, letter, object, public_change);
    diesel::insert_into(event::table).values(&row).execute(tx.conn)?;
    Ok(())
}

/// Records what a coordinator did to one row, with one word of a closed set; never what people wrote.
pub fn record_word(
    tx: &mut Tx<'_>,
    now: Moment,
    actor: &Actor,
    verb: Verb,
    letter: &LetterId,
    object: Object<'_>,
    word: &'static str,
) -> Result<()> {
    let bare = row(now, actor, verb, Some(letter), Some(object), PublicEffect::None);
    let row = Event { detail: format!(r#"{{"word":"{word}"}}"#), ..bare };
    diesel::insert_into(event::table).values(&row).execute(tx.conn)?;
    Ok(())
}

/// The word that was recorded with an act, if it is one of the set.
pub fn word<W: std::str::FromStr>(detail: &str) -> Option<W> {
    let value: serde_json::Value = serde_json::from_str(detail).ok()?;
    value.get("word")?.as_str()?.parse().ok()
}

/// What of one kind was done to one row of a letter, the newest first.
pub fn list_for_object(db: &mut Db<'_>, letter: &LetterId, verb: Verb, object: &str) -> Result<Vec<Event>> {
    Ok(event::table
        .filter(event::letter_id.eq(letter))
        .filter(event::verb.eq(verb))
        .filter(event::object_id.eq(object))
        .order(event::id.desc())
        .select(Event::as_select())
        .load(db.conn)?)
}

/// When something of one kind was last done to each row of a letter.
pub fn newest_by_object(db: &mut Db<'_>, letter: &LetterId, verb: Verb) -> Result<HashMap<String, Moment>> {
    let rows: Vec<(Option<String>, Moment)> = event::table
        .filter(event::letter_id.eq(letter))
        .filter(event::verb.eq(verb))
        .order(event::id)
        .select((event::object_id, event::at))
        .load(db.conn)?;
    Ok(rows.into_iter().filter_map(|(id, at)| Some((id?, at))).collect())
}

/// Records a purge with its counts, a JSON object of whole numbers.
pub fn record_purge(tx: &mut Tx<'_>, now: Moment, actor: &Actor, counts: &str) -> Result<()> {
    let bare = row(now, actor, Verb::Purge, None, None, PublicEffect::None);
    let row = Event { detail: counts.to_owned(), ..bare };
    diesel::insert_into(event::table).values(&row).execute(tx.conn)?;
    Ok(())
}

/// The newest act of this kind, if there was one.
pub fn newest(db: &mut Db<'_>, verb: Verb) -> Result<Option<Event>> {
    Ok(event::table
        .filter(event::verb.eq(verb))
        .order(event::id.desc())
        .select(Event::as_select())
        .first(db.conn)
        .optional()?)
}

/// When the newest act of all was done, by the clock of whoever did it.
pub fn newest_at(db: &mut Db<'_>) -> Result<Option<Moment>> {
    Ok(event::table.order(event::at.desc()).select(event::at).first(db.conn).optional()?)
}

fn row(
    now: Moment,
    actor: &Actor,
    verb: Verb,
    letter: Option<&LetterId>,
    object: Option<Object<'_>>,
    public_change: PublicEffect,
) -> Event {
    Event {
        id: EventId::new(),
        at: now,
        actor: actor.kind(),
        coordinator_id: actor.coordinator().cloned(),
        verb,
        letter_id: letter.cloned(),
        object_kind: object.map(|(kind, _)| kind.to_owned()),
        object_id: object.map(|(_, id)| id.to_owned()),
        detail: "{}".to_owned(),
        public_change,
        seq: None,
        hash: None,
    }
}

/// The trail of one letter, the newest first.
pub fn list_for_letter(db: &mut Db<'_>, letter: &LetterId, limit: i64) -> Result<Vec<Event>> {
    Ok(event::table
        .filter(event::letter_id.eq(letter))
        .order(event::id.desc())
        .limit(limit)
        .select(Event::as_select())
        .load(db.conn)?)
}

/// The letters that changed in public since `since`, for instances that did not answer the request themselves.
pub fn public_changes_since(db: &mut Db<'_>, since: Moment) -> Result<Vec<(EventId, LetterId, PublicEffect)>> {
    let rows: Vec<(EventId, Option<LetterId>, PublicEffect)> = event::table
        .filter(event::at.ge(since))
        .filter(event::public_change.ne(PublicEffect::None))
        .order(event::id)
        .select((event::id, event::letter_id, event::public_change))
        .load(db.conn)?;
    Ok(rows.into_iter().filter_map(|(id, letter, effect)| Some((id, letter?, effect))).collect())
}
