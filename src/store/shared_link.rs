//! The secret of a shared link, sealed so that it can be shown again, and what the link brought.

use std::collections::HashMap;

use diesel::prelude::*;

use crate::clock::Moment;
use crate::domain::ids::{LetterId, SharedLinkId};
use crate::domain::signature::Status;
use crate::error::Result;
use crate::store::invitation::SharedLink;
use crate::store::schema::{shared_link, signature};
use crate::store::{Db, Tx};

impl SharedLink {
    /// The secret in the link's path, opened.
    pub fn secret(&self, db: &Db<'_>) -> Result<String> {
        db.keys.open("shared_link", "token", self.id.as_str(), &self.token_sealed)
    }
}

/// Keeps the secret of a new link.
pub fn keep_secret(tx: &mut Tx<'_>, id: &SharedLinkId, secret: &str) -> Result<()> {
    let sealed = tx.keys.seal("shared_link", "token", id.as_str(), secret);
    diesel::update(shared_link::table.find(id)).set(shared_link::token_sealed.eq(sealed)).execute(tx.conn)?;
    Ok(())
}

/// Takes a link back; `false` when it was before.
pub fn revoke(tx: &mut Tx<'_>, id: &SharedLinkId, now: Moment) -> Result<bool> {
    let living = shared_link::table.find(id).filter(shared_link::revoked_at.is_null());
    Ok(diesel::update(living).set(shared_link::revoked_at.eq(Some(now))).execute(tx.conn)? == 1)
}

/// How many signatures came by each link of a letter and stand: confirmed or listed, named and withheld alike.
pub fn brought(db: &mut Db<'_>, letter: &LetterId) -> Result<HashMap<SharedLinkId, i64>> {
    let rows: Vec<(Option<SharedLinkId>, i64)> = signature::table
        .filter(signature::letter_id.eq(letter))
        .filter(signature::status.eq_any([Status::Confirmed, Status::Listed]))
        .filter(signature::shared_link_id.is_not_null())
        .group_by(signature::shared_link_id)
        .select((signature::shared_link_id, diesel::dsl::count_star()))
        .load(db.conn)?;
    Ok(rows.into_iter().filter_map(|(id, count)| Some((id?, count))).collect())
}
