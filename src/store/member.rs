//! Who works on a letter, with which rights.

use diesel::prelude::*;

use crate::domain::ids::{CoordinatorId, LetterId, TeamId};
use crate::error::Result;
use crate::store::coordinator::Coordinator;
use crate::store::letter::LetterMember;
use crate::store::schema::{coordinator, letter_member};
use crate::store::{Db, Tx};

/// The members of a letter with their accounts, the first one first.
pub fn list(db: &mut Db<'_>, letter: &LetterId) -> Result<Vec<(LetterMember, Coordinator)>> {
    Ok(letter_member::table
        .inner_join(coordinator::table.on(coordinator::id.eq(letter_member::coordinator_id)))
        .filter(letter_member::letter_id.eq(letter))
        .order((letter_member::added_at, coordinator::id))
        .select((LetterMember::as_select(), Coordinator::as_select()))
        .load(db.conn)?)
}

/// The coordinators of a team who are not shut out, by name.
pub fn team(db: &mut Db<'_>, team: &TeamId) -> Result<Vec<Coordinator>> {
    Ok(coordinator::table
        .filter(coordinator::team_id.eq(team))
        .filter(coordinator::disabled_at.is_null())
        .order((coordinator::name, coordinator::id))
        .select(Coordinator::as_select())
        .load(db.conn)?)
}

/// A coordinator's rights on a letter, if they have any.
pub fn find(db: &mut Db<'_>, letter: &LetterId, who: &CoordinatorId) -> Result<Option<LetterMember>> {
    Ok(letter_member::table.find((letter, who)).select(LetterMember::as_select()).first(db.conn).optional()?)
}

/// Gives a member other rights.
pub fn set_rights(tx: &mut Tx<'_>, member: &LetterMember) -> Result<()> {
    diesel::update(letter_member::table.find((&member.letter_id, &member.coordinator_id)))
        .set((letter_member::rights.eq(member.rights), letter_member::sees_withheld.eq(member.sees_withheld)))
        .execute(tx.conn)?;
    Ok(())
}

/// Takes a member off the letter.
pub fn remove(tx: &mut Tx<'_>, letter: &LetterId, who: &CoordinatorId) -> Result<()> {
    diesel::delete(letter_member::table.find((letter, who))).execute(tx.conn)?;
    Ok(())
}
