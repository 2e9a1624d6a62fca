//! Teams own letters and the address book. There is one for now.

use diesel::prelude::*;

use crate::clock::Moment;
use crate::domain::ids::TeamId;
use crate::error::Result;
use crate::store::Tx;
use crate::store::schema::team;

/// The one team; made when there is none.
pub fn default_team(tx: &mut Tx<'_>, name: &str, now: Moment) -> Result<TeamId> {
    let known = team::table.order(team::created_at).select(team::id).first(tx.conn).optional()?;
    if let Some(known) = known {
        return Ok(known);
    }
    let id = TeamId::new();
    diesel::insert_into(team::table)
        .values((team::id.eq(&id), team::name.eq(name), team::created_at.eq(now)))
        .execute(tx.conn)?;
    Ok(id)
}
