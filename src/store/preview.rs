//! Journalists' personal links to a letter under embargo. Name and secret are sealed; of who opens a link nothing is kept but
//! how often.

use diesel::prelude::*;

use crate::clock::Moment;
use crate::domain::ids::{CoordinatorId, LetterId, PreviewId};
use crate::domain::press::Journalist;
use crate::error::{Error, Result};
use crate::store::schema::{self, preview};
use crate::store::{Db, Tx};

/// One personal link.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = schema::preview)]
pub struct Preview {
    pub id: PreviewId,
    pub letter_id: LetterId,
    pub journalist_sealed: String,
    pub token_sealed: String,
    /// Its own end; without one it works until publication, whenever that is.
    pub expires_at: Option<Moment>,
    /// How often its button was pressed.
    pub opened_count: i32,
    pub created_by: CoordinatorId,
    pub created_at: Moment,
    pub revoked_at: Option<Moment>,
}

impl Preview {
    /// For whom it was made.
    pub fn journalist(&self, db: &Db<'_>) -> Result<Journalist> {
        let json = db.keys.open("preview", "journalist", self.id.as_str(), &self.journalist_sealed)?;
        serde_json::from_str(&json).map_err(|fault| Error::internal("reading a journalist", fault))
    }

    /// The secret in the link's path.
    pub fn secret(&self, db: &Db<'_>) -> Result<String> {
        db.keys.open("preview", "token", self.id.as_str(), &self.token_sealed)
    }

    /// Whether it was taken back or its own time is over.
    pub fn is_over(&self, now: Moment) -> bool {
        self.revoked_at.is_some() || self.expires_at.is_some_and(|end| now >= end)
    }
}

/// Adds a link; its secret is kept by [`keep_secret`], because the secret's hash refers to this row.
pub fn insert(
    tx: &mut Tx<'_>,
    letter: &LetterId,
    journalist: &Journalist,
    expires_at: Option<Moment>,
    by: &CoordinatorId,
    now: Moment,
) -> Result<PreviewId> {
    let id = PreviewId::new();
    let json = serde_json::to_string(journalist).map_err(|fault| Error::internal("keeping a journalist", fault))?;
    let row = Preview {
        journalist_sealed: tx.keys.seal("preview", "journalist", id.as_str(), &json),
        token_sealed: tx.keys.seal("preview", "token", id.as_str(), ""),
        id: id.clone(),
        letter_id: letter.clone(),
        expires_at,
        opened_count: 0,
        created_by: by.clone(),
        created_at: now,
        revoked_at: None,
    };
    diesel::insert_into(preview::table).values(&row).execute(tx.conn)?;
    Ok(id)
}

/// Keeps the secret, to show the link again.
pub fn keep_secret(tx: &mut Tx<'_>, id: &PreviewId, secret: &str) -> Result<()> {
    let sealed = tx.keys.seal("preview", "token", id.as_str(), secret);
    diesel::update(preview::table.find(id)).set(preview::token_sealed.eq(sealed)).execute(tx.conn)?;
    Ok(())
}

/// One link.
pub fn find(db: &mut Db<'_>, id: &PreviewId) -> Result<Preview> {
    Ok(preview::table.find(id).select(Preview::as_select()).first(db.conn)?)
}

/// The links of a letter, the oldest first.
pub fn list(db: &mut Db<'_>, letter: &LetterId) -> Result<Vec<Preview>> {
    Ok(preview::table
        .filter(preview::letter_id.eq(letter))
        .order((preview::created_at, preview::id))
        .select(Preview::as_select())
        .load(db.conn)?)
}

/// Takes a link back; `false` when it was before.
pub fn revoke(tx: &mut Tx<'_>, id: &PreviewId, now: Moment) -> Result<bool> {
    let living = preview::table.find(id).filter(preview::revoked_at.is_null());
    Ok(diesel::update(living).set(preview::revoked_at.eq(Some(now))).execute(tx.conn)? == 1)
}

/// Counts that the button was pressed.
pub fn count_opening(tx: &mut Tx<'_>, id: &PreviewId) -> Result<()> {
    diesel::update(preview::table.find(id))
        .set(preview::opened_count.eq(preview::opened_count + 1))
        .execute(tx.conn)?;
    Ok(())
}
