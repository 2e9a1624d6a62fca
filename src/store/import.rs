//! Uploaded lists between the file and the button: their rows are sealed, and erased once they are in the address book.

use diesel::prelude::*;

use crate::clock::Moment;
use crate::domain::ids::{ImportId, LetterId};
use crate::domain::import::{Columns, Table};
use crate::error::{Error, Result};
use crate::store::invitation::Import;
use crate::store::schema::import;
use crate::store::{Db, Tx};

impl Import {
    /// The rows, opened.
    ///
    /// # Errors
    /// `NotFound` once they are erased.
    pub fn table(&self, db: &Db<'_>) -> Result<Table> {
        let sealed = self.rows_sealed.as_ref().ok_or(Error::NotFound)?;
        let json = db.keys.open("import", "rows", self.id.as_str(), sealed)?;
        serde_json::from_str(&json).map_err(|fault| Error::internal("reading an uploaded list", fault))
    }

    /// Which column holds what: as guessed, then as chosen.
    pub fn columns(&self) -> Columns {
        serde_json::from_str(&self.column_map).unwrap_or_default()
    }
}

/// A table as it is kept: sealed.
pub fn seal(db: &Db<'_>, id: &ImportId, table: &Table) -> Result<String> {
    let json = serde_json::to_string(table).map_err(|fault| Error::internal("keeping an uploaded list", fault))?;
    Ok(db.keys.seal("import", "rows", id.as_str(), &json))
}

/// The lists of a letter that were uploaded and not finished, the newest first.
pub fn unfinished(db: &mut Db<'_>, letter: &LetterId) -> Result<Vec<Import>> {
    Ok(import::table
        .filter(import::letter_id.eq(letter))
        .filter(import::finished_at.is_null())
        .filter(import::rows_sealed.is_not_null())
        .order(import::created_at.desc())
        .select(Import::as_select())
        .load(db.conn)?)
}

/// Replaces the rows of a list that waits: its first row became a heading, or no longer is one.
pub fn set_table(tx: &mut Tx<'_>, id: &ImportId, table: &Table) -> Result<()> {
    let sealed = seal(tx, id, table)?;
    diesel::update(import::table.find(id).filter(import::finished_at.is_null()))
        .set((import::rows_sealed.eq(Some(sealed)), import::has_header.eq(table.header.is_some())))
        .execute(tx.conn)?;
    Ok(())
}

/// Keeps a choice of columns.
pub fn set_columns(tx: &mut Tx<'_>, id: &ImportId, columns: &Columns) -> Result<()> {
    let json = serde_json::to_string(columns).map_err(|fault| Error::internal("keeping a choice of columns", fault))?;
    diesel::update(import::table.find(id)).set(import::column_map.eq(json)).execute(tx.conn)?;
    Ok(())
}

/// Adds to the number of rows taken from a list; `false` when it is finished already.
pub fn count_rows(tx: &mut Tx<'_>, id: &ImportId, rows: i32) -> Result<bool> {
    let unfinished = import::table.find(id).filter(import::finished_at.is_null());
    let updated =
        diesel::update(unfinished).set(import::imported_count.eq(import::imported_count + rows)).execute(tx.conn)?;
    Ok(updated == 1)
}

/// Ends a list and erases its rows, but for those that `left` keeps for download; `false` when it was ended before.
pub fn finish(tx: &mut Tx<'_>, id: &ImportId, left: Option<&Table>, now: Moment) -> Result<bool> {
    let sealed = left.map(|table| seal(tx, id, table)).transpose()?;
    let unfinished = import::table.find(id).filter(import::finished_at.is_null());
    let updated = diesel::update(unfinished)
        .set((import::finished_at.eq(Some(now)), import::rows_sealed.eq(sealed)))
        .execute(tx.conn)?;
    Ok(updated == 1)
}

/// Erases the rows of a list, finished or not.
pub fn erase_rows(tx: &mut Tx<'_>, id: &ImportId) -> Result<()> {
    diesel::update(import::table.find(id)).set(import::rows_sealed.eq(None::<String>)).execute(tx.conn)?;
    Ok(())
}
