//! When signatures came, for the drawing on the overview: times only, no names.

use diesel::prelude::*;

use crate::clock::Moment;
use crate::domain::ids::{CoordinatorId, LetterId};
use crate::domain::signature::Status;
use crate::error::Result;
use crate::store::Db;
use crate::store::letter::Letter;
use crate::store::mailing::MailingKind;
use crate::store::schema::{job, letter, letter_member, mailing, signature};

/// What happened to a letter, in the order of time.
#[derive(Debug, Clone, Default)]
pub struct History {
    /// When each signature that stands was completed.
    pub signed: Vec<Moment>,
    /// When each mailing started that was not wholly taken back.
    pub mailings: Vec<(Moment, MailingKind)>,
    /// The letter before this one: when it was opened and when its signatures came.
    pub before: Option<(Moment, Vec<Moment>)>,
}

/// Reads the history of an opened letter; the letter before it is the newest earlier one of the same team that the asker
/// is a member of.
pub fn history(db: &mut Db<'_>, of: &Letter, asker: &CoordinatorId) -> Result<History> {
    let mailings = job::table
        .inner_join(mailing::table.on(job::mailing_id.eq(mailing::id.nullable())))
        .filter(job::letter_id.eq(&of.id))
        .filter(job::cancelled_at.is_null())
        .order(job::starts_at)
        .select((job::starts_at, mailing::kind))
        .load(db.conn)?;
    let earlier: Option<(LetterId, Option<Moment>)> = letter::table
        .inner_join(letter_member::table.on(letter_member::letter_id.eq(letter::id)))
        .filter(letter_member::coordinator_id.eq(asker))
        .filter(letter::team_id.eq(&of.team_id))
        .filter(letter::opened_at.lt(of.opened_at))
        .order(letter::opened_at.desc())
        .select((letter::id, letter::opened_at))
        .first(db.conn)
        .optional()?;
    let before = match earlier {
        Some((id, Some(opened_at))) => Some((opened_at, signed(db, &id)?)).filter(|(_, signed)| !signed.is_empty()),
        _ => None,
    };
    Ok(History { signed: signed(db, &of.id)?, mailings, before })
}

fn signed(db: &mut Db<'_>, id: &LetterId) -> Result<Vec<Moment>> {
    let times: Vec<Option<Moment>> = signature::table
        .filter(signature::letter_id.eq(id))
        .filter(signature::status.eq_any([Status::Confirmed, Status::Listed]))
        .order(signature::confirmed_at)
        .select(signature::confirmed_at)
        .load(db.conn)?;
    Ok(times.into_iter().flatten().collect())
}
