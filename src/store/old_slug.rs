//! The addresses that public letters had before. They lead to the letter for ever, so no other letter can have them.

use diesel::prelude::*;

use crate::clock::Moment;
use crate::domain::ids::LetterId;
use crate::error::Result;
use crate::store::letter::Letter;
use crate::store::schema::{letter, old_slug};
use crate::store::{Db, Tx};

/// Keeps the address that a letter had until now, and forgets the one that it takes back.
pub fn replace(tx: &mut Tx<'_>, id: &LetterId, old: &str, new: &str, now: Moment) -> Result<()> {
    diesel::delete(old_slug::table.filter(old_slug::slug.eq(new)).filter(old_slug::letter_id.eq(id)))
        .execute(tx.conn)?;
    let row = (old_slug::slug.eq(old), old_slug::letter_id.eq(id), old_slug::replaced_at.eq(now));
    diesel::insert_into(old_slug::table).values(row).execute(tx.conn)?;
    Ok(())
}

/// Whether this was the address of another letter. Ask after taking it: whoever gave it up has then committed.
pub fn is_of_another(db: &mut Db<'_>, slug: &str, id: &LetterId) -> Result<bool> {
    let others = old_slug::table.filter(old_slug::slug.eq(slug)).filter(old_slug::letter_id.ne(id));
    Ok(diesel::select(diesel::dsl::exists(others)).get_result(db.conn)?)
}

/// The letter that had this address.
pub fn find_letter(db: &mut Db<'_>, slug: &str) -> Result<Option<Letter>> {
    Ok(old_slug::table
        .inner_join(letter::table)
        .filter(old_slug::slug.eq(slug))
        .select(Letter::as_select())
        .first(db.conn)
        .optional()?)
}
