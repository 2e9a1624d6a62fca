//! What a restored copy must not do by itself: mail again what may have left after the copy was made, or let in whoever was
//! signed in then. And what an operator asks about it.

use diesel::prelude::*;

use crate::clock::Moment;
use crate::domain::ids::LetterId;
use crate::error::Result;
use crate::store::outbox::State;
use crate::store::schema::{event, job, outbox, session, token};
use crate::store::token::Purpose;
use crate::store::{Db, Tx};

/// What stands beside a mail that was on its way in the copy.
const WHY: &str = "restored from a backup";

/// Marks every mail that had not ended as `unknown`: it may have left since. Gives how many. Mailings whose mails were not all
/// written, among them those that wait for their day, are stopped, and nobody is told of any.
pub fn doubt_unsent_mail(tx: &mut Tx<'_>, now: Moment) -> Result<usize> {
    diesel::update(job::table.filter(job::queued_at.is_null()).filter(job::cancelled_at.is_null()))
        .set(job::cancelled_at.eq(Some(now)))
        .execute(tx.conn)?;
    diesel::update(job::table.filter(job::told_at.is_null())).set(job::told_at.eq(Some(now))).execute(tx.conn)?;
    let unsent = outbox::state.eq_any([State::Queued, State::Leased, State::Sending]);
    Ok(diesel::update(outbox::table.filter(unsent))
        .set((
            outbox::state.eq(State::Unknown),
            outbox::failure.eq(Some(WHY)),
            outbox::lease_owner.eq(None::<String>),
            outbox::lease_until.eq(None::<Moment>),
            outbox::ended_at.eq(Some(now)),
        ))
        .execute(tx.conn)?)
}

/// Ends every session and takes back every link that sets a password.
pub fn shut_doors(tx: &mut Tx<'_>, now: Moment) -> Result<()> {
    diesel::delete(session::table).execute(tx.conn)?;
    let living = token::purpose.eq(Purpose::Password).and(token::used_at.is_null()).and(token::revoked_at.is_null());
    diesel::update(token::table.filter(living)).set(token::revoked_at.eq(Some(now))).execute(tx.conn)?;
    Ok(())
}

/// Mails of unknown outcome: how many of each letter, and of none.
pub fn doubted_mail(db: &mut Db<'_>) -> Result<Vec<(Option<LetterId>, i64)>> {
    Ok(outbox::table
        .filter(outbox::state.eq(State::Unknown))
        .group_by(outbox::letter_id)
        .order(outbox::letter_id)
        .select((outbox::letter_id, diesel::dsl::count_star()))
        .load(db.conn)?)
}

/// How many mails should have left before `since` and still wait.
pub fn late_mail(db: &mut Db<'_>, since: Moment) -> Result<i64> {
    let late = outbox::state.eq_any([State::Queued, State::Leased, State::Sending]).and(outbox::next_at.lt(since));
    Ok(outbox::table.filter(late).count().get_result(db.conn)?)
}

/// When anything last happened.
pub fn last_act(db: &mut Db<'_>) -> Result<Option<Moment>> {
    Ok(event::table.select(diesel::dsl::max(event::at)).first(db.conn)?)
}
