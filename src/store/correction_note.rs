//! What the conveners say, with its date, about an error in a public letter.

use diesel::prelude::*;

use crate::clock::Moment;
use crate::domain::ids::{CoordinatorId, LetterId, NoteId};
use crate::error::Result;
use crate::store::schema::{self, correction_note};
use crate::store::{Db, Tx};

/// One note. It is public from the moment it is written.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = schema::correction_note)]
pub struct CorrectionNote {
    pub id: NoteId,
    pub letter_id: LetterId,
    pub at: Moment,
    pub note: String,
    pub created_by: CoordinatorId,
    /// When it was taken back; its words are shown no more.
    pub withdrawn_at: Option<Moment>,
}

/// Adds a note.
pub fn insert(tx: &mut Tx<'_>, row: &CorrectionNote) -> Result<()> {
    diesel::insert_into(correction_note::table).values(row).execute(tx.conn)?;
    Ok(())
}

/// The notes of a letter, those taken back among them, the newest first.
pub fn list(db: &mut Db<'_>, letter: &LetterId) -> Result<Vec<CorrectionNote>> {
    Ok(correction_note::table
        .filter(correction_note::letter_id.eq(letter))
        .order((correction_note::at.desc(), correction_note::id.desc()))
        .select(CorrectionNote::as_select())
        .load(db.conn)?)
}

/// Takes a note of this letter back; `false` when there is none that stands.
pub fn withdraw(tx: &mut Tx<'_>, letter: &LetterId, id: &NoteId, now: Moment) -> Result<bool> {
    let standing = correction_note::table
        .find(id)
        .filter(correction_note::letter_id.eq(letter))
        .filter(correction_note::withdrawn_at.is_null());
    Ok(diesel::update(standing).set(correction_note::withdrawn_at.eq(Some(now))).execute(tx.conn)? == 1)
}
