//! Tags of cards: words by which the team finds them again.

use diesel::prelude::*;

use crate::domain::ids::OrganisationId;
use crate::domain::organisation::tag_key;
use crate::error::Result;
use crate::store::schema::organisation_tag;
use crate::store::{Db, Tx};

/// The tags of a card, in the order of their keys.
pub fn of(db: &mut Db<'_>, card: &OrganisationId) -> Result<Vec<String>> {
    Ok(organisation_tag::table
        .filter(organisation_tag::organisation_id.eq(card))
        .order(organisation_tag::tag_key)
        .select(organisation_tag::tag)
        .load(db.conn)?)
}

/// Gives a card exactly these tags.
pub fn set(tx: &mut Tx<'_>, card: &OrganisationId, tags: &[String]) -> Result<()> {
    diesel::delete(organisation_tag::table.filter(organisation_tag::organisation_id.eq(card))).execute(tx.conn)?;
    for tag in tags {
        diesel::insert_into(organisation_tag::table)
            .values((
                organisation_tag::organisation_id.eq(card),
                organisation_tag::tag_key.eq(tag_key(tag)),
                organisation_tag::tag.eq(tag),
            ))
            .execute(tx.conn)?;
    }
    Ok(())
}
