//! A round of comments on a draft: started, moved, ended; people asked; their proposals decided on. What they say is kept by
//! [`crate::actions::review`].

use crate::actions::save_draft::{Save, save_draft};
use crate::clock::Moment;
use crate::domain::comments::{Decision, MOST_REVIEWERS, Outcome, Reviewer};
use crate::domain::email::EmailAddress;
use crate::domain::event::{Actor, PublicEffect, Verb};
use crate::domain::ids::{CoordinatorId, LetterId, ReviewerId, RoundId};
use crate::domain::refusal::Refusal;
use crate::domain::revision::Place;
use crate::error::{Error, Result};
use crate::mail::messages::{CommentNote, ProposalNote};
use crate::store::comment::{self, ReviewerRow, Round};
use crate::store::letter::Letter;
use crate::store::outbox::{self, About, MailKind, NewMail, lane};
use crate::store::revision::{find_edit, latest_edit};
use crate::store::{Tx, event};

/// Opens a round about the newest edit.
///
/// # Errors
/// `WrongLetterState` when a round runs already, or the letter is public or withdrawn.
pub fn start_round(
    tx: &mut Tx<'_>,
    letter: &Letter,
    closes_at: Moment,
    who: &[Reviewer],
    by: &CoordinatorId,
    now: Moment,
) -> Result<RoundId> {
    if letter.published_at.is_some() || letter.withdrawn_at.is_some() {
        return Err(Refusal::WrongLetterState.into());
    }
    if let Some(before) = comment::latest(tx, &letter.id)?
        && !before.is_open(now)
    {
        // The job that notes the end may not have come by yet.
        close_round(tx, &before, &Actor::Server, now)?;
    }
    let edit = latest_edit(tx, &letter.id, &letter.language)?;
    let round = Round {
        id: RoundId::new(),
        letter_id: letter.id.clone(),
        language: letter.language.clone(),
        edit_n: edit.n,
        opened_at: now,
        closes_at,
        closed_at: None,
        created_by: by.clone(),
    };
    comment::insert_round(tx, &round)?.ok_or(Refusal::WrongLetterState)?;
    note(tx, &round, by, Verb::StartRound, now)?;
    mail_all(tx, &round, who, now)?;
    Ok(round.id)
}

/// Asks more people; whoever was asked before is not written to again. Gives how many are new.
///
/// # Errors
/// `LetterClosed` when the round is over; `TooMany` with too many people.
pub fn ask_reviewers(
    tx: &mut Tx<'_>,
    round: &Round,
    who: &[Reviewer],
    by: &CoordinatorId,
    now: Moment,
) -> Result<usize> {
    if !round.is_open(now) {
        return Err(Refusal::LetterClosed.into());
    }
    let asked = mail_all(tx, round, who, now)?;
    note(tx, round, by, Verb::AskReviewers, now)?;
    Ok(asked)
}

fn mail_all(tx: &mut Tx<'_>, round: &Round, who: &[Reviewer], now: Moment) -> Result<usize> {
    if comment::reviewers(tx, &round.id)?.len() + who.len() > MOST_REVIEWERS {
        return Err(Refusal::TooMany.into());
    }
    let mut asked = 0;
    for one in who {
        let email = address(one)?;
        let Some(id) = comment::ask(tx, round, one, &email, now)? else { continue };
        let parameters = &CommentNote { reviewer: id };
        enqueue(tx, &round.letter_id, MailKind::CommentRequest, &email, parameters, now)?;
        asked += 1;
    }
    Ok(asked)
}

/// Gives a round another end; one that is over runs again.
///
/// # Errors
/// `WrongLetterState` when the letter is public or withdrawn.
pub fn move_round(
    tx: &mut Tx<'_>,
    letter: &Letter,
    round: &Round,
    closes_at: Moment,
    by: &CoordinatorId,
    now: Moment,
) -> Result<()> {
    if letter.published_at.is_some() || letter.withdrawn_at.is_some() {
        return Err(Refusal::WrongLetterState.into());
    }
    comment::set_end(tx, &round.id, closes_at)?;
    note(tx, round, by, Verb::MoveRound, now)
}

/// Ends a round; `false` when it was ended before.
pub fn close_round(tx: &mut Tx<'_>, round: &Round, by: &Actor, now: Moment) -> Result<bool> {
    if !comment::close(tx, round, now)? {
        return Ok(false);
    }
    let object = Some(("comment_round", round.id.as_str()));
    event::record(tx, now, by, Verb::CloseRound, Some(&round.letter_id), object, PublicEffect::None)?;
    Ok(true)
}

/// Takes a reviewer's link back.
///
/// # Errors
/// `NotFound` for a reviewer of another letter.
pub fn revoke_reviewer(
    tx: &mut Tx<'_>,
    letter: &LetterId,
    id: &ReviewerId,
    by: &CoordinatorId,
    now: Moment,
) -> Result<()> {
    let row = of_letter(tx, letter, id)?;
    if comment::revoke(tx, &row.id, now)? {
        let (actor, object) = (Actor::Coordinator(by.clone()), Some(("reviewer", id.as_str())));
        event::record(tx, now, &actor, Verb::RevokeReviewer, Some(letter), object, PublicEffect::None)?;
    }
    Ok(())
}

/// Puts a wording in the place of a piece: one proposal, or several that were merged. All their reviewers are told.
#[derive(Debug, Clone)]
pub struct Acceptance {
    /// The piece in the text that was commented on.
    pub place: Place,
    /// Whose proposals.
    pub reviewers: Vec<ReviewerId>,
    /// The wording that enters the draft.
    pub words: String,
    /// The piece as the coordinator saw it in the newest draft.
    pub seen: String,
    /// Where it stands there.
    pub now_at: Place,
    /// The edit that the form showed.
    pub based_on: i32,
    /// What stands with the edit for ever. It names nobody: the decisions say whose wording it was, sealed, until the round is erased.
    pub note: String,
}

/// Accepts; gives the number of the edit.
///
/// # Errors
/// `EditedMeanwhile` when the draft changed since the form was shown; `NotReady` without a proposal.
pub fn accept_proposals(
    tx: &mut Tx<'_>,
    letter: &Letter,
    round: &Round,
    wanted: &Acceptance,
    by: &CoordinatorId,
    now: Moment,
) -> Result<i32> {
    let latest = latest_edit(tx, &letter.id, &letter.language)?;
    let before = latest.text()?;
    let stands = before.pieces().into_iter().find(|piece| piece.place == wanted.now_at).map(|piece| piece.text);
    if latest.n != wanted.based_on || stands.as_deref() != Some(wanted.seen.as_str()) {
        return Err(Refusal::EditedMeanwhile.into());
    }
    let text = before.with_piece(wanted.now_at, &wanted.words);
    let save = Save { based_on: wanted.based_on, text, note: wanted.note.clone() };
    let n = save_draft(tx, letter, &save, by, now)?;
    for id in &wanted.reviewers {
        decide(tx, round, id, wanted.place, Outcome::Accepted, "", Some(n), by, now)?;
    }
    if wanted.reviewers.is_empty() { Err(Refusal::NotReady.into()) } else { Ok(n) }
}

/// Refuses one proposal with a reason; its reviewer is told.
///
/// # Errors
/// `NotReady` when there is no such proposal.
pub fn refuse_proposal(
    tx: &mut Tx<'_>,
    round: &Round,
    id: &ReviewerId,
    place: Place,
    reason: &str,
    by: &CoordinatorId,
    now: Moment,
) -> Result<()> {
    decide(tx, round, id, place, Outcome::Refused, reason, None, by, now)
}

#[allow(clippy::too_many_arguments)] // one private step of the two verbs above
fn decide(
    tx: &mut Tx<'_>,
    round: &Round,
    id: &ReviewerId,
    place: Place,
    outcome: Outcome,
    reason: &str,
    edit: Option<i32>,
    by: &CoordinatorId,
    now: Moment,
) -> Result<()> {
    let row = of_letter(tx, &round.letter_id, id)?;
    let proposal = row.answer(tx)?.pieces.remove(&place.to_string()).map(|said| said.proposal).unwrap_or_default();
    if row.round_id != round.id || proposal.is_empty() {
        return Err(Refusal::NotReady.into());
    }
    let mut all = row.decisions(tx)?;
    let decision = Decision { outcome, reason: reason.to_owned(), proposal, edit };
    if all.get(&place.to_string()) == Some(&decision) {
        return Ok(());
    }
    all.insert(place.to_string(), decision);
    comment::set_decisions(tx, id, &all)?;
    let verb = if outcome == Outcome::Accepted { Verb::AcceptProposal } else { Verb::RefuseProposal };
    let (actor, object) = (Actor::Coordinator(by.clone()), Some(("reviewer", id.as_str())));
    event::record(tx, now, &actor, verb, Some(&round.letter_id), object, PublicEffect::None)?;
    let email = address(&row.person(tx)?)?;
    let parameters =
        &ProposalNote { reviewer: id.clone(), place: place.to_string(), outcome, reason: reason.to_owned() };
    enqueue(tx, &round.letter_id, MailKind::ProposalDecided, &email, parameters, now)
}

/// The text that a round is about, as it was when the round began.
///
/// # Errors
/// `NotFound` when that edit is gone.
pub fn text_of(db: &mut crate::store::Db<'_>, round: &Round) -> Result<crate::domain::revision::LetterText> {
    find_edit(db, &round.letter_id, &round.language, round.edit_n)?.text()
}

/// Notes that the comments were taken out as a table.
pub fn note_export(tx: &mut Tx<'_>, round: &Round, by: &CoordinatorId, now: Moment) -> Result<()> {
    note(tx, round, by, Verb::ExportComments, now)
}

fn of_letter(tx: &mut Tx<'_>, letter: &LetterId, id: &ReviewerId) -> Result<ReviewerRow> {
    let row = comment::find(tx, id)?;
    if row.letter_id == *letter { Ok(row) } else { Err(Error::NotFound) }
}

fn address(who: &Reviewer) -> Result<EmailAddress> {
    EmailAddress::parse(&who.email).map_err(|fault| Error::internal("a reviewer's address", fault))
}

fn enqueue<P: serde::Serialize>(
    tx: &mut Tx<'_>,
    letter: &LetterId,
    kind: MailKind,
    recipient: &EmailAddress,
    parameters: &P,
    now: Moment,
) -> Result<()> {
    let about = About { letter: Some(letter.clone()), ..About::default() };
    let lane = lane::PERSONAL;
    outbox::enqueue(tx, &NewMail { lane, kind, recipient, parameters, about, not_before: now }, now)?;
    Ok(())
}

fn note(tx: &mut Tx<'_>, round: &Round, by: &CoordinatorId, verb: Verb, now: Moment) -> Result<()> {
    let (actor, object) = (Actor::Coordinator(by.clone()), Some(("comment_round", round.id.as_str())));
    event::record(tx, now, &actor, verb, Some(&round.letter_id), object, PublicEffect::None)
}
