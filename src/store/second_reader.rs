//! The second reader of a translation: somebody asked by mail to read it beside the original, and what they want changed. Sealed,
//! and erased with the letter's contacts or when the link is taken back.

use diesel::prelude::*;
use serde::{Deserialize, Serialize};

use crate::clock::Moment;
use crate::domain::ids::{CoordinatorId, LetterId, TranslationId};
use crate::domain::refusal::Refusal;
use crate::error::{Error, Result};
use crate::store::schema::{token, translation};
use crate::store::token::Purpose;
use crate::store::translation::Translation;
use crate::store::{Db, Tx};

/// Who reads a translation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SecondReader {
    /// A name, or empty.
    pub name: String,
    /// Where the link goes.
    pub email: String,
}

impl SecondReader {
    /// The name, or the address of whoever has none.
    pub fn label(&self) -> String {
        if self.name.is_empty() { self.email.clone() } else { self.name.clone() }
    }
}

/// Who was asked; `None` before that, and once erased.
///
/// # Errors
/// When it cannot be opened.
pub fn of(row: &Translation, db: &Db<'_>) -> Result<Option<SecondReader>> {
    let Some(sealed) = &row.reader_sealed else { return Ok(None) };
    let opened = db.keys.open("translation", "reader", row.id.as_str(), sealed)?;
    serde_json::from_str(&opened).map(Some).map_err(|fault| Error::internal("reading a second reader", fault))
}

/// The translation that a link leads to.
///
/// # Errors
/// `NotFound` for no such link; `LinkRevoked` when it was taken back, or the letter was withdrawn.
pub fn by_link(db: &mut Db<'_>, secret: &str) -> Result<Translation> {
    let link = super::token::find(db, Purpose::ReadTranslation, secret)?.ok_or(Error::NotFound)?;
    let row = super::translation::find(db, &link.translation_id.ok_or(Error::NotFound)?)?;
    if link.revoked_at.is_some() || super::letter::find(db, &row.letter_id)?.withdrawn_at.is_some() {
        return Err(Refusal::LinkRevoked.into());
    }
    Ok(row)
}

/// Notes who is asked, by whom and when, in the place of whoever was asked before.
pub fn set(tx: &mut Tx<'_>, id: &TranslationId, reader: &SecondReader, by: &CoordinatorId, now: Moment) -> Result<()> {
    let plain = serde_json::to_string(reader).map_err(|fault| Error::internal("writing a second reader", fault))?;
    let sealed = tx.keys.seal("translation", "reader", id.as_str(), &plain);
    diesel::update(translation::table.find(id))
        .set((
            translation::reader_sealed.eq(Some(sealed)),
            translation::reader_asked_by.eq(Some(by)),
            translation::reader_asked_at.eq(Some(now)),
        ))
        .execute(tx.conn)?;
    Ok(())
}

/// What the second reader wants changed; empty when nothing.
///
/// # Errors
/// When it cannot be opened.
pub fn remark(row: &Translation, db: &Db<'_>) -> Result<String> {
    match &row.remark_sealed {
        Some(sealed) => db.keys.open("translation", "remark", row.id.as_str(), sealed),
        None => Ok(String::new()),
    }
}

/// Keeps what the second reader wants changed, in the place of what was said before.
pub fn set_remark(tx: &mut Tx<'_>, id: &TranslationId, remark: &str) -> Result<()> {
    let sealed = tx.keys.seal("translation", "remark", id.as_str(), remark);
    diesel::update(translation::table.find(id)).set(translation::remark_sealed.eq(Some(sealed))).execute(tx.conn)?;
    Ok(())
}

/// In how many languages of a letter the second reader wants something changed.
pub fn count_remarks(db: &mut Db<'_>, letter: &LetterId) -> Result<i64> {
    let said = translation::letter_id.eq(letter).and(translation::remark_sealed.is_not_null());
    Ok(translation::table.filter(said).count().get_result(db.conn)?)
}

/// Takes the link back, so that whoever follows it reads so.
pub fn revoke_link(tx: &mut Tx<'_>, id: &TranslationId, now: Moment) -> Result<()> {
    let living = token::translation_id.eq(id).and(token::purpose.eq(Purpose::ReadTranslation));
    diesel::update(token::table.filter(living).filter(token::revoked_at.is_null()))
        .set(token::revoked_at.eq(Some(now)))
        .execute(tx.conn)?;
    Ok(())
}

/// Forgets who was asked and what they wanted changed. That the texts were approved, and when, stays.
pub fn forget(tx: &mut Tx<'_>, id: &TranslationId) -> Result<()> {
    diesel::update(translation::table.find(id))
        .set((translation::reader_sealed.eq(None::<String>), translation::remark_sealed.eq(None::<String>)))
        .execute(tx.conn)?;
    Ok(())
}
