//! An import as a job: begun by a person, carried on by whichever server comes first, held, stopped, ended. Every step is one
//! UPDATE that names the state it comes from, so of two servers only one takes a row.

use diesel::prelude::*;

use super::seal;
use crate::clock::Moment;
use crate::domain::ids::{CoordinatorId, ImportId};
use crate::domain::import::Table;
use crate::error::Result;
use crate::store::invitation::Import;
use crate::store::schema::{import, letter_member};
use crate::store::{Db, Tx};

/// The import, if it was begun and the asker is a member of its letter.
///
/// # Errors
/// `NotFound` also when it exists but is not theirs.
pub fn find_for(db: &mut Db<'_>, id: &ImportId, asker: &CoordinatorId) -> Result<Import> {
    Ok(import::table
        .inner_join(letter_member::table.on(letter_member::letter_id.eq(import::letter_id)))
        .filter(import::id.eq(id))
        .filter(import::begun_at.is_not_null())
        .filter(letter_member::coordinator_id.eq(asker))
        .select(Import::as_select())
        .first(db.conn)?)
}

/// Makes a kept list a job of so many rows; `false` when it was one already, or has ended.
pub fn begin(
    tx: &mut Tx<'_>,
    id: &ImportId,
    choices_sealed: String,
    rows: i32,
    by: &CoordinatorId,
    now: Moment,
) -> Result<bool> {
    let waiting = import::table.find(id).filter(import::begun_at.is_null()).filter(import::finished_at.is_null());
    let begun = diesel::update(waiting)
        .set((
            import::choices_sealed.eq(Some(choices_sealed)),
            import::ready_count.eq(rows),
            import::begun_by.eq(Some(by)),
            import::begun_at.eq(Some(now)),
        ))
        .execute(tx.conn)?;
    Ok(begun == 1)
}

/// Notes that the rows behind `from` up to `to` are being taken in this transaction; `false` when the import is held, has
/// ended, or is not at `from` any more.
pub fn advance(tx: &mut Tx<'_>, id: &ImportId, (from, to): (i32, i32), rows: i32) -> Result<bool> {
    let here = import::table
        .find(id)
        .filter(import::begun_at.is_not_null())
        .filter(import::finished_at.is_null())
        .filter(import::paused_at.is_null())
        .filter(import::last_row.eq(from));
    let advanced = diesel::update(here)
        .set((import::last_row.eq(to), import::taken_count.eq(import::taken_count + rows)))
        .execute(tx.conn)?;
    Ok(advanced == 1)
}

/// Holds an import, or lets it go on; `false` when it was so before, or has ended.
pub fn set_paused(tx: &mut Tx<'_>, id: &ImportId, at: Option<Moment>) -> Result<bool> {
    let running = import::table.find(id).filter(import::begun_at.is_not_null()).filter(import::finished_at.is_null());
    let rows = match at {
        Some(_) => diesel::update(running.filter(import::paused_at.is_null()))
            .set(import::paused_at.eq(at))
            .execute(tx.conn)?,
        None => diesel::update(running.filter(import::paused_at.is_not_null()))
            .set(import::paused_at.eq(at))
            .execute(tx.conn)?,
    };
    Ok(rows == 1)
}

/// Ends an import before its end; nobody need be told. `false` when it had ended.
pub fn stop(tx: &mut Tx<'_>, id: &ImportId, left: Option<&Table>, now: Moment) -> Result<bool> {
    let sealed = left.map(|table| seal(tx, id, table)).transpose()?;
    let running = import::table.find(id).filter(import::begun_at.is_not_null()).filter(import::finished_at.is_null());
    let stopped = diesel::update(running)
        .set((
            import::stopped_at.eq(Some(now)),
            import::finished_at.eq(Some(now)),
            import::told_at.eq(Some(now)),
            import::paused_at.eq(None::<Moment>),
            import::rows_sealed.eq(sealed),
            import::choices_sealed.eq(None::<String>),
        ))
        .execute(tx.conn)?;
    Ok(stopped == 1)
}

/// The imports that can be carried on, the oldest first.
pub fn due(db: &mut Db<'_>) -> Result<Vec<ImportId>> {
    Ok(import::table
        .filter(import::begun_at.is_not_null())
        .filter(import::told_at.is_null())
        .filter(import::finished_at.is_null())
        .filter(import::paused_at.is_null())
        .filter(import::rows_sealed.is_not_null())
        .order(import::begun_at)
        .select(import::id)
        .load(db.conn)?)
}

/// The imports that ended while nobody watched, and of which nobody was told.
pub fn untold(db: &mut Db<'_>) -> Result<Vec<ImportId>> {
    Ok(import::table
        .filter(import::begun_at.is_not_null())
        .filter(import::told_at.is_null())
        .filter(import::finished_at.is_not_null())
        .select(import::id)
        .load(db.conn)?)
}

/// Notes that nobody need be told any more; `false` when it was noted before.
pub fn set_told(tx: &mut Tx<'_>, id: &ImportId, now: Moment) -> Result<bool> {
    let rows = diesel::update(import::table.find(id).filter(import::told_at.is_null()))
        .set(import::told_at.eq(Some(now)))
        .execute(tx.conn)?;
    Ok(rows == 1)
}
