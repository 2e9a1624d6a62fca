//! Saying what one thinks of a draft, by personal link or at the desk. What comes after the end is kept beside, marked as late.

use crate::clock::Moment;
use crate::domain::comments::{Answer, Reviewer};
use crate::domain::email::EmailAddress;
use crate::domain::event::{Actor, PublicEffect, Verb};
use crate::domain::ids::{CoordinatorId, ReviewerId};
use crate::domain::refusal::Refusal;
use crate::error::{Error, Result};
use crate::store::comment::{self, ReviewerRow, Round};
use crate::store::{Tx, event};

/// Keeps what somebody says who came by link; `false` when the round is over: it is kept beside, marked as late.
///
/// # Errors
/// `LinkRevoked` when the reviewer's link was taken back.
pub fn review(tx: &mut Tx<'_>, id: &ReviewerId, answer: &Answer, now: Moment) -> Result<bool> {
    let row = comment::find(tx, id)?;
    if row.revoked_at.is_some() {
        return Err(Refusal::LinkRevoked.into());
    }
    let round = comment::find_round(tx, &row.round_id)?;
    let object = Some(("reviewer", id.as_str()));
    event::record(tx, now, &Actor::Signer, Verb::Review, Some(&row.letter_id), object, PublicEffect::None)?;
    keep(tx, &round, &row, answer, now)
}

/// Keeps what a coordinator says at the desk. Whoever was asked by link at the address of the account goes on in the same place,
/// under the name that was asked. `false` as for [`review`].
///
/// # Errors
/// What the database says; the caller has looked at the right to review.
pub fn review_at_desk(
    tx: &mut Tx<'_>,
    round: &Round,
    who: &Reviewer,
    by: &CoordinatorId,
    answer: &Answer,
    now: Moment,
) -> Result<bool> {
    let email = EmailAddress::parse(&who.email).map_err(|fault| Error::internal("a coordinator's address", fault))?;
    let row = match comment::find_by_email(tx, &round.id, &email)? {
        Some(row) => {
            if row.person(tx)?.coordinator.is_some() {
                comment::set_person(tx, &row.id, who)?;
            }
            row
        }
        None => {
            let id = comment::ask(tx, round, who, &email, now)?.ok_or(Refusal::EditedMeanwhile)?;
            comment::find(tx, &id)?
        }
    };
    // The round and not the reviewer's row: the trail must not tie the account to what becomes of its proposals.
    let object = Some(("comment_round", round.id.as_str()));
    let actor = Actor::Coordinator(by.clone());
    event::record(tx, now, &actor, Verb::Review, Some(&round.letter_id), object, PublicEffect::None)?;
    keep(tx, round, &row, answer, now)
}

fn keep(tx: &mut Tx<'_>, round: &Round, row: &ReviewerRow, answer: &Answer, now: Moment) -> Result<bool> {
    let is_in_time = round.is_open(now);
    if is_in_time {
        comment::set_answer(tx, &row.id, answer, now)?;
    } else {
        comment::set_late(tx, &row.id, answer)?;
    }
    Ok(is_in_time)
}
