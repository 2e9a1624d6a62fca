//! Merged cards: both rows stay, one leads to the other. What undoing needs is sealed, since it ties withheld signatures to
//! a card.

use diesel::prelude::*;
use serde::{Deserialize, Serialize};

use crate::clock::Moment;
use crate::domain::ids::{CoordinatorId, LetterId, MergeId, OrganisationId, SignatureId, TeamId};
use crate::domain::organisation::CardFacts;
use crate::domain::signature::Status;
use crate::error::{Error, Result};
use crate::store::schema::{self, letter, organisation_merge, signature};
use crate::store::signature::{invitation_index, organisation_index};
use crate::store::{Db, Tx};

/// One merging of two cards.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = schema::organisation_merge)]
pub struct Merge {
    pub id: MergeId,
    pub team_id: TeamId,
    pub kept_id: OrganisationId,
    pub merged_id: OrganisationId,
    pub undo_sealed: String,
    pub merged_by: CoordinatorId,
    pub merged_at: Moment,
    pub undone_at: Option<Moment>,
}

/// What undoing a merging needs.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Undo {
    /// What the kept card said before.
    pub before: CardFacts,
    /// What it said right after.
    pub after: CardFacts,
    /// The tags that it got from the other.
    pub tags_added: Vec<String>,
    /// The signatures whose keyed link was turned from the merged card to the kept one.
    pub turned: Vec<SignatureId>,
}

impl Merge {
    /// What undoing needs, opened.
    pub fn undo(&self, db: &Db<'_>) -> Result<Undo> {
        let json = db.keys.open("organisation_merge", "undo", self.id.as_str(), &self.undo_sealed)?;
        serde_json::from_str(&json).map_err(|fault| Error::internal("reading a merging", fault))
    }
}

/// Seals what undoing needs.
pub fn seal(db: &Db<'_>, id: &MergeId, undo: &Undo) -> Result<String> {
    let json = serde_json::to_string(undo).map_err(|fault| Error::internal("writing a merging", fault))?;
    Ok(db.keys.seal("organisation_merge", "undo", id.as_str(), &json))
}

/// Notes a merging.
pub fn insert(tx: &mut Tx<'_>, row: &Merge) -> Result<()> {
    diesel::insert_into(organisation_merge::table).values(row).execute(tx.conn)?;
    Ok(())
}

/// The merging with this id, if it is this team's.
pub fn find_in(db: &mut Db<'_>, team: &TeamId, id: &MergeId) -> Result<Merge> {
    Ok(organisation_merge::table
        .find(id)
        .filter(organisation_merge::team_id.eq(team))
        .select(Merge::as_select())
        .first(db.conn)?)
}

/// The mergings into this card that stand, the newest first.
pub fn standing(db: &mut Db<'_>, kept: &OrganisationId) -> Result<Vec<Merge>> {
    Ok(organisation_merge::table
        .filter(organisation_merge::kept_id.eq(kept))
        .filter(organisation_merge::undone_at.is_null())
        .order(organisation_merge::id.desc())
        .select(Merge::as_select())
        .load(db.conn)?)
}

/// Notes that a merging was undone; `false` when it was before.
pub fn set_undone(tx: &mut Tx<'_>, id: &MergeId, now: Moment) -> Result<bool> {
    let standing = organisation_merge::table.find(id).filter(organisation_merge::undone_at.is_null());
    Ok(diesel::update(standing).set(organisation_merge::undone_at.eq(Some(now))).execute(tx.conn)? == 1)
}

/// Forgets which signatures a merging turned: it was undone.
pub fn forget_turned(tx: &mut Tx<'_>, row: &Merge) -> Result<()> {
    let undo = Undo { turned: Vec::new(), ..row.undo(tx)? };
    keep(tx, &row.id, &undo)
}

/// Forgets that a merging turned this signature: it is erased, and with the key its card could be read off the merging.
pub fn forget_signature(tx: &mut Tx<'_>, id: &SignatureId) -> Result<()> {
    let standing = organisation_merge::table.filter(organisation_merge::undone_at.is_null());
    for row in standing.select(Merge::as_select()).load(tx.conn)? {
        let mut undo = row.undo(tx)?;
        if undo.turned.contains(id) {
            undo.turned.retain(|turned| turned != id);
            keep(tx, &row.id, &undo)?;
        }
    }
    Ok(())
}

fn keep(tx: &mut Tx<'_>, id: &MergeId, undo: &Undo) -> Result<()> {
    let sealed = seal(tx, id, undo)?;
    diesel::update(organisation_merge::table.find(id))
        .set(organisation_merge::undo_sealed.eq(sealed))
        .execute(tx.conn)?;
    Ok(())
}

/// Whether both families are listed by name on one letter. Withheld signatures are not looked at: the answer is told to
/// people who may not know of them.
pub fn are_both_listed(db: &mut Db<'_>, one: &[OrganisationId], other: &[OrganisationId]) -> Result<bool> {
    let letters = |db: &mut Db<'_>, family: &[OrganisationId]| -> Result<Vec<LetterId>> {
        let family: Vec<Option<OrganisationId>> = family.iter().cloned().map(Some).collect();
        Ok(signature::table
            .filter(signature::organisation_id.eq_any(family))
            .filter(signature::status.eq(Status::Listed))
            .select(signature::letter_id)
            .load(db.conn)?)
    };
    let (mine, theirs) = (letters(db, one)?, letters(db, other)?);
    Ok(mine.iter().any(|letter| theirs.contains(letter)))
}

/// Turns the keyed links of signatures from one card to another, so that the rule of one listed signature for each card and
/// letter holds for both together. Gives those that were turned. Of two that are listed already (one of them withheld) the
/// second stays as it is: nothing that was published is touched, and nobody is told.
pub fn turn(tx: &mut Tx<'_>, team: &TeamId, from: &OrganisationId, to: &OrganisationId) -> Result<Vec<SignatureId>> {
    let letters: Vec<LetterId> = letter::table.filter(letter::team_id.eq(team)).select(letter::id).load(tx.conn)?;
    let mut turned = Vec::new();
    for id in letters {
        let (old, new) = (organisation_index(tx, &id, from), organisation_index(tx, &id, to));
        let rows: Vec<SignatureId> = signature::table
            .filter(signature::letter_id.eq(&id))
            .filter(signature::organisation_index.eq(Some(&old)))
            .select(signature::id)
            .load(tx.conn)?;
        for row in rows {
            if set_index(tx, &row, &new)? {
                turned.push(row);
            }
        }
    }
    Ok(turned)
}

/// Turns signatures back to the card they came from: those that were turned when it was merged, and those that were given
/// since by invitations of its own family. A named one that was given since also gets its plain link back. `kept` is the
/// card that holds them now.
pub fn turn_back(
    tx: &mut Tx<'_>,
    turned: &[SignatureId],
    kept: &OrganisationId,
    merged: &OrganisationId,
    family: &[OrganisationId],
) -> Result<()> {
    use crate::store::schema::invitation;
    for id in turned {
        let letter: Option<LetterId> =
            signature::table.find(id).select(signature::letter_id).first(tx.conn).optional()?;
        if let Some(letter) = letter {
            let (from, to) = (organisation_index(tx, &letter, kept), organisation_index(tx, &letter, merged));
            let still: i64 = signature::table
                .find(id)
                .filter(signature::organisation_index.eq(Some(&from)))
                .count()
                .get_result(tx.conn)?;
            if still == 1 {
                set_index(tx, id, &to)?;
            }
        }
    }
    let asked: Vec<(crate::domain::ids::InvitationId, LetterId)> = invitation::table
        .filter(invitation::organisation_id.eq_any(family))
        .select((invitation::id, invitation::letter_id))
        .load(tx.conn)?;
    for (id, letter) in asked {
        let own = invitation_index(tx, &id);
        let to = organisation_index(tx, &letter, merged);
        let since: Vec<(SignatureId, Option<OrganisationId>)> = signature::table
            .filter(signature::letter_id.eq(&letter))
            .filter(signature::invitation_index.eq(Some(own)))
            .select((signature::id, signature::organisation_id))
            .load(tx.conn)?;
        for (id, card) in since {
            set_index(tx, &id, &to)?;
            if card.as_ref() == Some(kept) {
                diesel::update(signature::table.find(&id))
                    .set(signature::organisation_id.eq(Some(merged)))
                    .execute(tx.conn)?;
            }
        }
    }
    Ok(())
}

/// `false` when a listed signature of the other card holds the place.
fn set_index(tx: &mut Tx<'_>, id: &SignatureId, index: &str) -> Result<bool> {
    let set = tx.try_insert(|conn| {
        diesel::update(signature::table.find(id)).set(signature::organisation_index.eq(Some(index))).execute(conn)
    })?;
    Ok(set.is_some())
}
