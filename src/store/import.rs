//! Uploaded lists between the file and the button: their rows are sealed, and erased once they are in the address book.

use diesel::prelude::*;

use crate::clock::Moment;
use crate::domain::ids::{ImportId, InvitationId, LetterId};
use crate::domain::import::{Columns, Table};
use crate::error::{Error, Result};
use crate::store::answered;
use crate::store::invitation::{Import, Invitation};
use crate::store::outbox::State;
use crate::store::schema::{contact, import, invitation, organisation, organisation_tag, outbox};
use crate::store::signature::invitation_index;
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

mod course;

pub use course::{advance, begin, due, find_for, set_paused, set_told, stop, untold};

/// The list with this id.
pub fn find(db: &mut Db<'_>, id: &ImportId) -> Result<Import> {
    Ok(import::table.find(id).select(Import::as_select()).first(db.conn)?)
}

/// A table as it is kept: sealed.
pub fn seal(db: &Db<'_>, id: &ImportId, table: &Table) -> Result<String> {
    let json = serde_json::to_string(table).map_err(|fault| Error::internal("keeping an uploaded list", fault))?;
    Ok(db.keys.seal("import", "rows", id.as_str(), &json))
}

/// The lists of a letter that wait for a person or are being imported, the newest first.
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
        .set((
            import::finished_at.eq(Some(now)),
            import::rows_sealed.eq(sealed),
            import::choices_sealed.eq(None::<String>),
            import::paused_at.eq(None::<Moment>),
            // Whoever was invited by another way meanwhile was passed over.
            import::taken_count.eq(import::ready_count),
        ))
        .execute(tx.conn)?;
    Ok(updated == 1)
}

/// Erases the rows of a list, finished or not.
pub fn erase_rows(tx: &mut Tx<'_>, id: &ImportId) -> Result<()> {
    diesel::update(import::table.find(id))
        .set((import::rows_sealed.eq(None::<String>), import::choices_sealed.eq(None::<String>)))
        .execute(tx.conn)?;
    Ok(())
}

/// The finished lists of a letter, invitations from the address book among them, the newest first.
pub fn finished(db: &mut Db<'_>, letter: &LetterId) -> Result<Vec<Import>> {
    Ok(import::table
        .filter(import::letter_id.eq(letter))
        .filter(import::finished_at.is_not_null())
        .filter(import::imported_count.gt(0))
        .order(import::id.desc())
        .select(Import::as_select())
        .load(db.conn)?)
}

/// What is left of a finished list.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Left {
    /// Contacts that can be taken out again.
    pub untouched: usize,
    /// Contacts that stay: they were written to, or did something.
    pub touched: usize,
}

/// Counts what is left of a list.
pub fn left(db: &mut Db<'_>, letter: &LetterId, id: &ImportId) -> Result<Left> {
    let all: i64 = invitation::table
        .filter(invitation::letter_id.eq(letter))
        .filter(invitation::import_id.eq(id))
        .count()
        .get_result(db.conn)?;
    let untouched = untouched(db, letter, id)?.len();
    Ok(Left { untouched, touched: usize::try_from(all).unwrap_or_default().saturating_sub(untouched) })
}

/// The invitations of a list whose contacts nobody has written to and who have done nothing. A mail that waits counts as
/// written: whoever pressed "send" decides on it. Who signed stays whether withheld or not, or the signature would hang in the
/// air.
pub fn untouched(db: &mut Db<'_>, letter: &LetterId, id: &ImportId) -> Result<Vec<Invitation>> {
    let mailed: Vec<Option<InvitationId>> = outbox::table
        .inner_join(invitation::table.on(outbox::invitation_id.eq(invitation::id.nullable())))
        .filter(invitation::import_id.eq(id))
        .filter(outbox::state.ne(State::Cancelled))
        .filter(outbox::created_at.ge(invitation::created_at))
        .select(outbox::invitation_id)
        .distinct()
        .load(db.conn)?;
    let mailed: std::collections::HashSet<InvitationId> = mailed.into_iter().flatten().collect();
    let rows: Vec<Invitation> = invitation::table
        .filter(invitation::letter_id.eq(letter))
        .filter(invitation::import_id.eq(id))
        .filter(invitation::answer.is_null())
        .filter(invitation::visited_at.is_null())
        .filter(invitation::stopped_at.is_null())
        .order(invitation::id)
        .select(Invitation::as_select())
        .load(db.conn)?;
    let touched = answered::touched(db, letter)?;
    let is_silent = |row: &Invitation| !mailed.contains(&row.id) && !touched.contains(&invitation_index(db, &row.id));
    Ok(rows.into_iter().filter(is_silent).collect())
}

/// Whether an invitation was there before the list brought it back: its id, which tells when it was made, is older than the
/// list's.
pub fn is_older(row: &Invitation) -> bool {
    row.import_id.as_ref().is_some_and(|import| row.id.as_str() < import.as_str())
}

/// Parts an invitation from its list.
pub fn forget(tx: &mut Tx<'_>, id: &InvitationId) -> Result<()> {
    diesel::update(invitation::table.find(id)).set(invitation::import_id.eq(None::<ImportId>)).execute(tx.conn)?;
    Ok(())
}

/// Erases an invitation, and the contact and card that were made with it unless anything else has come to them since.
pub fn take_out(tx: &mut Tx<'_>, row: &Invitation) -> Result<()> {
    diesel::delete(invitation::table.find(&row.id)).execute(tx.conn)?;
    let others: i64 = invitation::table
        .filter(invitation::organisation_id.eq(&row.organisation_id))
        .filter(invitation::contact_id.eq(&row.contact_id))
        .count()
        .get_result(tx.conn)?;
    if others == 0 {
        // Made in the same moment, so made by the list.
        let own = contact::table.find(&row.contact_id).filter(contact::created_at.eq(row.created_at));
        diesel::delete(own.filter(contact::organisation_id.eq(&row.organisation_id))).execute(tx.conn)?;
    }
    let card = organisation::table
        .find(&row.organisation_id)
        .filter(organisation::created_at.eq(row.created_at))
        .filter(organisation::notes_sealed.is_null())
        .filter(organisation::merged_into.is_null());
    let is_own: i64 = card.count().get_result(tx.conn)?;
    let contacts: i64 =
        contact::table.filter(contact::organisation_id.eq(&row.organisation_id)).count().get_result(tx.conn)?;
    let tags: i64 = organisation_tag::table
        .filter(organisation_tag::organisation_id.eq(&row.organisation_id))
        .count()
        .get_result(tx.conn)?;
    if is_own == 1 && contacts == 0 && tags == 0 {
        crate::store::organisation::delete_unused(tx, &row.organisation_id)?;
    }
    Ok(())
}
