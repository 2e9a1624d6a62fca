//! Letters that belong together: an open letter, its press release, a reaction. Each public page lists the others.

use diesel::prelude::*;

use crate::domain::ids::LetterId;
use crate::error::Result;
use crate::store::letter::Letter;
use crate::store::schema::letter;
use crate::store::{Db, PublicChange, Tx};

/// The other letters of a letter's set, in the order in which they were begun.
pub fn others(db: &mut Db<'_>, row: &Letter) -> Result<Vec<Letter>> {
    let Some(set) = row.set_id.as_ref() else { return Ok(Vec::new()) };
    Ok(letter::table
        .filter(letter::set_id.eq(set))
        .filter(letter::id.ne(&row.id))
        .order((letter::created_at, letter::id))
        .select(Letter::as_select())
        .load(db.conn)?)
}

/// Puts a letter into a set, or out of any.
pub fn put(tx: &mut Tx<'_>, id: &LetterId, set: Option<&LetterId>) -> Result<()> {
    diesel::update(letter::table.find(id)).set(letter::set_id.eq(set)).execute(tx.conn)?;
    refresh(tx, id)
}

/// Lets the page of a public letter be built anew, so that it names whoever belongs to it now and nobody else.
pub fn refresh(tx: &mut Tx<'_>, id: &LetterId) -> Result<()> {
    diesel::update(letter::table.find(id))
        .set(letter::public_version.eq(letter::public_version + 1))
        .execute(tx.conn)?;
    tx.public_change(id, PublicChange::Strict);
    Ok(())
}

/// The same for all others of its set.
pub(super) fn refresh_others(tx: &mut Tx<'_>, id: &LetterId) -> Result<()> {
    let set: Option<LetterId> = letter::table.find(id).select(letter::set_id).first(tx.conn)?;
    let Some(set) = set else { return Ok(()) };
    let others: Vec<LetterId> = letter::table
        .filter(letter::set_id.eq(&set))
        .filter(letter::id.ne(id))
        .filter(letter::published_at.is_not_null())
        .order(letter::id)
        .select(letter::id)
        .load(tx.conn)?;
    others.iter().try_for_each(|other| refresh(tx, other))
}
