//! Who writes in a letter's text now: one row for each letter and language, taken by the first save of a page.

use diesel::prelude::*;

use crate::clock::Moment;
use crate::domain::ids::{CoordinatorId, LetterId};
use crate::error::Result;
use crate::store::schema::{self, edit_lock};
use crate::store::{Db, Tx};

/// One person's hold on a text, in one tab of theirs.
#[derive(Debug, Clone, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = schema::edit_lock, treat_none_as_null = true)]
pub struct EditLock {
    pub letter_id: LetterId,
    pub language: String,
    pub coordinator_id: CoordinatorId,
    /// A random word that the tab made for itself.
    pub tab: String,
    pub taken_at: Moment,
    pub last_seen_at: Moment,
    /// The number of the edit that this tab saved last.
    pub saved_n: Option<i32>,
}

/// The row, however old it is.
pub fn find(db: &mut Db<'_>, letter: &LetterId, language: &str) -> Result<Option<EditLock>> {
    Ok(edit_lock::table.find((letter, language)).select(EditLock::as_select()).first(db.conn).optional()?)
}

/// Writes the row, whoever had it.
pub fn put(tx: &mut Tx<'_>, row: &EditLock) -> Result<()> {
    let update = || diesel::update(edit_lock::table.find((&row.letter_id, &row.language))).set(row);
    if update().execute(tx.conn)? == 1 {
        return Ok(());
    }
    // Another one took it in this very moment.
    if tx.try_insert(|conn| diesel::insert_into(edit_lock::table).values(row).execute(conn))?.is_none() {
        update().execute(tx.conn)?;
    }
    Ok(())
}

/// Lets go of the text, if this tab still holds it.
pub fn release(tx: &mut Tx<'_>, letter: &LetterId, language: &str, who: &CoordinatorId, tab: &str) -> Result<()> {
    let mine = edit_lock::table
        .find((letter, language))
        .filter(edit_lock::coordinator_id.eq(who))
        .filter(edit_lock::tab.eq(tab));
    diesel::delete(mine).execute(tx.conn)?;
    Ok(())
}
