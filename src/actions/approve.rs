//! An approver's answer: yes, no, or a word to the conveners that leaves the answer open. Both approvals complete the
//! signature; one no ends it and is told to the contact.

use chrono::TimeDelta;

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
use crate::store::{Tx, coordinator, event, invitation, limit, mailing, revision};

use super::sign;

/// The most comments that one approver can mail to the conveners in an hour.
const COMMENTS_AN_HOUR: i32 = 5;

/// Approves. Gives whether the signature is complete now. A second press of the button changes nothing.
///
/// # Errors
/// `LetterClosed` after the closing time, `NotCollecting`; `LinkUsed` when this person said no, or the request ended;
/// `LinkRevoked` when it was taken back; `RevisionChanged` when the text changed in substance since it was asked.
pub fn approve(tx: &mut Tx<'_>, id: &ApprovalId, now: Moment) -> Result<bool> {
    let (asked, row) = held(tx, id)?;
    if asked.decision == Some(Decision::Approved) {
        return Ok(!row.awaits_approval());
    }
    let letter = must_be_open(tx, &asked, &row, now)?;
    must_be_the_text(tx, &row)?;
    if !approval::decide(tx, id, Decision::Approved, None, now)? {
        return Err(Refusal::LinkUsed.into());
    }
    record(tx, &asked, Verb::Approve, now)?;
    let is_missing = |one: &Approval| one.decision != Some(Decision::Approved);
    if approval::of_signature(tx, &row.id)?.iter().any(is_missing) {
        return Ok(false);
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
    signature::hold_pending(tx, &signature)?;
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
    letter.facts().accepts_submission(now)?;
    if row.awaits_approval() { Ok(letter) } else { Err(Refusal::LinkUsed.into()) }
}

/// Nobody approves a wording that is not the letter's any more.
fn must_be_the_text(tx: &mut Tx<'_>, row: &Signature) -> Result<()> {
    let newest = revision::latest(tx, &row.letter_id)?.ok_or(Error::NotFound)?;
    let changes = revision::changes(tx, &row.letter_id)?;
    if counts_for(row.revision, newest.n, &changes) { Ok(()) } else { Err(Refusal::RevisionChanged.into()) }
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
