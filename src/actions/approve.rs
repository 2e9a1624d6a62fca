//! An approver's answer: yes, no, or a word to the conveners that leaves the answer open. Both approvals complete the
//! signature; one no ends it and is told to the contact. After a substantive change the same people are asked anew: whether a
//! signature that they approved stands is theirs to say (users.md, A4).

use chrono::TimeDelta;

use crate::actions::keep::{keep, open_question};
use crate::clock::Moment;
use crate::domain::approval::Decision;
use crate::domain::email::EmailAddress;
use crate::domain::event::{Actor, PublicEffect, Verb};
use crate::domain::ids::ApprovalId;
use crate::domain::refusal::Refusal;
use crate::domain::revision::counts_for;
use crate::domain::signature::Act;
use crate::error::{Error, Result};
use crate::mail::messages::ApprovalWords;
use crate::store::approval::{self, Approval};
use crate::store::letter::{self, Letter};
use crate::store::outbox::{self, About, MailKind, NewMail, lane};
use crate::store::signature::{self, Signature};
use crate::store::{Tx, coordinator, event, invitation, limit, mailing, question, revision};

use super::sign;

/// The most comments that one approver can mail to the conveners in an hour.
const COMMENTS_AN_HOUR: i32 = 5;

/// Approves the text of revision `seen`: the signature of it, or of a signature that is there already, that it stands for this
/// text too. Without a number it is the text that was to be approved from the beginning. Gives whether nobody else is waited for. A second press of the button changes nothing.
///
/// # Errors
/// `LetterClosed` after the closing time, `NotCollecting`; `LinkUsed` when this person said no, or the request ended;
/// `LinkRevoked` when it was taken back; `RevisionChanged` when the text is not the one that was shown.
pub fn approve(tx: &mut Tx<'_>, id: &ApprovalId, seen: Option<i32>, now: Moment) -> Result<bool> {
    let (asked, row) = held(tx, id)?;
    if asked.decision == Some(Decision::Approved) {
        return Ok(!approval::is_awaited(tx, &row.id)?);
    }
    let letter = must_be_open(tx, &asked, &row, now)?;
    if row.awaits_approval() {
        must_be_the_text(tx, &row, seen)?
    } else {
        must_be_the_newest(tx, &row, seen)?
    }
    if !approval::decide(tx, id, Decision::Approved, None, now)? {
        return Err(Refusal::LinkUsed.into());
    }
    record(tx, &asked, Verb::Approve, now)?;
    if approval::is_awaited(tx, &row.id)? {
        return Ok(false);
    }
    if !row.awaits_approval() {
        return keep(tx, &letter, &row.id, seen.unwrap_or(0), &Actor::Signer, now).map(|()| true);
    }
    let to = row.status.after(Act::Confirm)?;
    if !signature::move_status_confirmed(tx, &row.id, row.status, to, now)? {
        return Err(Refusal::LinkUsed.into());
    }
    let object = Some(("signature", row.id.as_str()));
    event::record(tx, now, &Actor::Signer, Verb::Sign, Some(&letter.id), object, PublicEffect::None)?;
    let invited = match &row.invitation_index {
        Some(index) => invitation::find_by_index(tx, &letter.id, index)?,
        None => None,
    };
    sign::complete(tx, &letter, &row, invited.as_ref(), now)?;
    Ok(true)
}

/// Says no. The contact is told, with the reason; nothing is signed, and somebody else can be asked.
///
/// # Errors
/// As [`approve`], but for the text.
pub fn refuse(tx: &mut Tx<'_>, id: &ApprovalId, reason: &str, now: Moment) -> Result<()> {
    let (asked, row) = held(tx, id)?;
    if asked.decision == Some(Decision::Refused) {
        return Ok(());
    }
    let letter = must_be_open(tx, &asked, &row, now)?;
    if !approval::decide(tx, id, Decision::Refused, Some(reason), now)? {
        return Err(Refusal::LinkUsed.into());
    }
    approval::revoke_awaited(tx, &row.id, now)?;
    super::withdraw::end(tx, &letter, &row, Act::Withdraw, Verb::RefuseApproval, now)?;
    let signer = row.signer(tx)?.ok_or(Error::NotFound)?;
    let to = EmailAddress::parse(&signer.email).map_err(|fault| Error::internal("a signer's address", fault))?;
    mail(tx, &asked, MailKind::ApprovalRefused, &to, reason, now)
}

/// Mails a comment to the conveners; the decision stays open.
///
/// # Errors
/// As [`refuse`]; `TooMany` after several in an hour.
pub fn comment(tx: &mut Tx<'_>, id: &ApprovalId, words: &str, now: Moment) -> Result<()> {
    let asked = approval::find(tx, id)?;
    let row = signature::find(tx, &asked.signature_id)?;
    let letter = must_be_open(tx, &asked, &row, now)?;
    let key = tx.keys.blind_index("comments of an approver", id.as_str());
    if !limit::count(tx, &key, TimeDelta::hours(1), COMMENTS_AN_HOUR, now)? {
        return Err(Refusal::TooMany.into());
    }
    approval::set_words(tx, id, words)?;
    record(tx, &asked, Verb::Comment, now)?;
    let to = conveners_address(tx, &letter)?;
    let to = EmailAddress::parse(&to).map_err(|fault| Error::internal("the conveners' address", fault))?;
    mail(tx, &asked, MailKind::ApproverComment, &to, words, now)
}

/// The approval and its signature as they stand once nobody else can answer about it at the same moment.
fn held(tx: &mut Tx<'_>, id: &ApprovalId) -> Result<(Approval, Signature)> {
    let signature = approval::find(tx, id)?.signature_id;
    signature::hold(tx, &signature)?;
    Ok((approval::find(tx, id)?, signature::find(tx, &signature)?))
}

/// Where answers to the letter's mails go; before the first of them, to whoever began the letter.
fn conveners_address(tx: &mut Tx<'_>, letter: &Letter) -> Result<String> {
    match mailing::latest(tx, &letter.id)? {
        Some(newest) => newest.reply_to(tx),
        None => coordinator::find(tx, &letter.created_by)?.email(tx),
    }
}

fn must_be_open(tx: &mut Tx<'_>, asked: &Approval, row: &Signature, now: Moment) -> Result<Letter> {
    let letter = letter::find(tx, &asked.letter_id)?;
    if asked.revoked_at.is_some() {
        return Err(Refusal::LinkRevoked.into());
    }
    if asked.decision.is_some() {
        return Err(Refusal::LinkUsed.into());
    }
    if row.awaits_approval() {
        letter.facts().accepts_submission(now)?;
        return Ok(letter);
    }
    // Of a signature that is complete it is asked whether it stands for a new text, also after closing.
    if letter.held_at.is_some() || open_question(tx, &letter, row)?.is_none() {
        return Err(Refusal::LinkUsed.into());
    }
    Ok(letter)
}

/// Nobody approves a wording that is not the letter's any more, or that was not the one on the page.
fn must_be_the_text(tx: &mut Tx<'_>, row: &Signature, seen: Option<i32>) -> Result<()> {
    let newest = revision::latest(tx, &row.letter_id)?.ok_or(Error::NotFound)?;
    let changes = revision::changes(tx, &row.letter_id)?;
    let asking = question::asking(tx, &row.letter_id)?;
    let was_moved = asking.is_some_and(|asking| row.submitted_at < asking.frozen_at && row.revision >= asking.n);
    let was_seen = seen == Some(row.revision) || (seen.is_none() && !was_moved);
    let is_the_text = was_seen && counts_for(row.revision, newest.n, &changes);
    if is_the_text { Ok(()) } else { Err(Refusal::RevisionChanged.into()) }
}

fn must_be_the_newest(tx: &mut Tx<'_>, row: &Signature, seen: Option<i32>) -> Result<()> {
    let newest = revision::latest(tx, &row.letter_id)?.ok_or(Error::NotFound)?;
    if seen == Some(newest.n) { Ok(()) } else { Err(Refusal::RevisionChanged.into()) }
}

fn mail(tx: &mut Tx<'_>, asked: &Approval, kind: MailKind, to: &EmailAddress, words: &str, now: Moment) -> Result<()> {
    let about = About {
        letter: Some(asked.letter_id.clone()),
        signature: Some(asked.signature_id.clone()),
        ..About::default()
    };
    let parameters = &ApprovalWords { approval: asked.id.clone(), words: words.to_owned() };
    let lane = lane::PERSONAL;
    outbox::enqueue(tx, &NewMail { lane, kind, recipient: to, parameters, about, not_before: now }, now)?;
    Ok(())
}

fn record(tx: &mut Tx<'_>, asked: &Approval, verb: Verb, now: Moment) -> Result<()> {
    let object = Some(("approval", asked.id.as_str()));
    event::record(tx, now, &Actor::Signer, verb, Some(&asked.letter_id), object, PublicEffect::None)
}
