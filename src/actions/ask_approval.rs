//! Asking one's own organisation: the contact fills in everything and names one or two persons; the signature waits, pending,
//! until each of them has approved. The contact can remind them or take the request back.

use crate::clock::Moment;
use crate::domain::approval::{MOST_APPROVERS, may_remind};
use crate::domain::email::EmailAddress;
use crate::domain::event::{Actor, PublicEffect, Verb};
use crate::domain::ids::SignatureId;
use crate::domain::refusal::Refusal;
use crate::domain::signature::{Act, Status};
use crate::error::{Error, Result};
use crate::mail::messages::ApprovalNote;
use crate::store::approval::{self, Approval, Approver};
use crate::store::invitation::Invitation;
use crate::store::letter::Letter;
use crate::store::outbox::{self, About, MailKind, NewMail, lane};
use crate::store::signature::{self, Signature};
use crate::store::{Tx, answered, event, invitation, revision};

use super::sign::{self, Submission, Via};

/// Asks these persons to approve a signature. A second press of the button meets the request that is there.
///
/// # Errors
/// `LetterClosed`, `NotCollecting`, `RevisionChanged`; `LinkUsed` when the organisation has signed; `TooMany` when one of
/// the addresses had too many mails from our forms; `NotReady` without a person or with too many.
pub fn ask_approval(
    tx: &mut Tx<'_>,
    letter: &Letter,
    row: &Invitation,
    invited: &EmailAddress,
    submission: &Submission,
    approvers: &[Approver],
    now: Moment,
) -> Result<SignatureId> {
    if approvers.is_empty() || approvers.len() > MOST_APPROVERS {
        return Err(Refusal::NotReady.into());
    }
    letter.facts().accepts_submission(now)?;
    if answered::has_signed(tx, &letter.id, &row.id)? {
        return Err(Refusal::LinkUsed.into());
    }
    let newest = revision::latest(tx, &letter.id)?.ok_or(Refusal::NotCollecting)?;
    if newest.n != submission.revision {
        return Err(Refusal::RevisionChanged.into());
    }
    match signature::find_by_invitation(tx, &letter.id, &row.id)? {
        Some(met) if met.awaits_approval() => return Ok(met.id),
        Some(met) if met.status == Status::Pending => {
            super::withdraw::end(tx, letter, &met, Act::Withdraw, Verb::Withdraw, now)?;
        }
        Some(_) => return Err(Refusal::LinkUsed.into()),
        None => {}
    }
    let text = revision::find_text(tx, &letter.id, newest.n, &submission.language)?;
    if submission.text_sha256.as_ref().is_some_and(|seen| *seen != text.text_sha256) {
        return Err(Refusal::RevisionChanged.into());
    }
    let via = Via::Invitation(Box::new(row.clone()), invited.clone());
    let complete = sign::new_row(tx, letter, &via, submission, true, &text, now)?;
    let waiting = Signature { status: Status::Pending, confirmed_at: None, ..complete };
    signature::insert(tx, &waiting)?.ok_or(Refusal::LinkUsed)?;
    for approver in approvers {
        let to = address(approver)?;
        if !sign::may_mail(tx, letter, &to, now)? {
            return Err(Refusal::TooMany.into());
        }
        let asked = Approval::new(tx, &letter.id, &waiting.id, approver, now)?;
        approval::insert(tx, &asked)?;
        mail(tx, &asked, &to, false, now)?;
    }
    if row.answer.is_some() {
        invitation::set_answer(tx, &row.id, None, None, now)?;
    }
    invitation::set_visited(tx, &row.id, now)?;
    outbox::cancel_for_invitation(tx, &row.id, now)?;
    record(tx, &waiting, Verb::AskApproval, &Actor::Signer, now)?;
    Ok(waiting.id)
}

/// Reminds everybody whose answer is missing and who was not written to lately; gives how many.
///
/// # Errors
/// `LetterClosed`, `NotCollecting`; `LinkUsed` when nothing is awaited any more.
pub fn remind(tx: &mut Tx<'_>, letter: &Letter, row: &Signature, now: Moment) -> Result<usize> {
    letter.facts().accepts_submission(now)?;
    if !row.awaits_approval() {
        return Err(Refusal::LinkUsed.into());
    }
    let mut reminded = 0;
    for asked in approval::of_signature(tx, &row.id)? {
        if asked.is_open() && may_remind(asked.last_mail(), now) {
            reminded += usize::from(remind_one(tx, &asked, &Actor::Signer, now)?);
        }
    }
    Ok(reminded)
}

/// Writes to one person once more; `false` when somebody else just did.
pub fn remind_one(tx: &mut Tx<'_>, asked: &Approval, actor: &Actor, now: Moment) -> Result<bool> {
    if !approval::set_reminded(tx, asked, now)? {
        return Ok(false);
    }
    let to = address(&asked.approver(tx)?)?;
    mail(tx, asked, &to, true, now)?;
    let object = Some(("approval", asked.id.as_str()));
    event::record(tx, now, actor, Verb::RemindApprover, Some(&asked.letter_id), object, PublicEffect::None)?;
    Ok(true)
}

/// Asks everybody who was asked before about the newest text: what they approved was another one.
pub(super) fn ask_anew(tx: &mut Tx<'_>, id: &SignatureId, now: Moment) -> Result<()> {
    for asked in approval::of_signature(tx, id)? {
        approval::reopen(tx, &asked.id, now)?;
        let to = address(&asked.approver(tx)?)?;
        mail(tx, &asked, &to, false, now)?;
    }
    Ok(())
}

/// Writes once more to those whose approval of a new text is missing, and who were not written to lately.
pub(super) fn remind_missing(tx: &mut Tx<'_>, id: &SignatureId, now: Moment) -> Result<()> {
    for asked in approval::of_signature(tx, id)? {
        if asked.is_open() && may_remind(asked.last_mail(), now) {
            remind_one(tx, &asked, &Actor::Server, now)?;
        }
    }
    Ok(())
}

/// Takes a request back; the links to approve stop working, and the contact can sign or ask anew.
pub fn take_back(tx: &mut Tx<'_>, letter: &Letter, row: &Signature, now: Moment) -> Result<()> {
    if !row.awaits_approval() {
        return Ok(());
    }
    approval::revoke_awaited(tx, &row.id, now)?;
    super::withdraw::end(tx, letter, row, Act::Withdraw, Verb::WithdrawRequest, now)
}

fn address(approver: &Approver) -> Result<EmailAddress> {
    EmailAddress::parse(&approver.email).map_err(|fault| Error::internal("an approver's address", fault))
}

fn mail(tx: &mut Tx<'_>, asked: &Approval, to: &EmailAddress, is_reminder: bool, now: Moment) -> Result<()> {
    // No word of the invitation: with it the row would tie a withheld signature to its card.
    let about = About {
        letter: Some(asked.letter_id.clone()),
        signature: Some(asked.signature_id.clone()),
        ..About::default()
    };
    let parameters = &ApprovalNote { approval: asked.id.clone(), is_reminder };
    let (lane, kind) = (lane::PERSONAL, MailKind::ApprovalRequest);
    outbox::enqueue(tx, &NewMail { lane, kind, recipient: to, parameters, about, not_before: now }, now)?;
    Ok(())
}

fn record(tx: &mut Tx<'_>, row: &Signature, verb: Verb, actor: &Actor, now: Moment) -> Result<()> {
    let object = Some(("signature", row.id.as_str()));
    event::record(tx, now, actor, verb, Some(&row.letter_id), object, PublicEffect::None)
}
