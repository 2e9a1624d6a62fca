//! Whether a mail should still leave: between its writing and its sending a letter may close, an invitation be answered or
//! taken back, a refusal be undone.

use crate::actions::keep::open_question;
use crate::clock::Moment;
use crate::domain::email::EmailAddress;
use crate::domain::mailing::Circle;
use crate::domain::signature::{Listing, Status};
use crate::error::{Error, Result};
use crate::mail::messages::{
    ApprovalNote, CommentNote, ListingChange, ListingChangeFacts, ProposalNote, TranslationNote,
};
use crate::store::outbox::{self, Mail, MailKind};
use crate::store::{
    Db, answered, approval, comment, coordinator, invitation, letter, mailing, organisation, question, second_reader,
    signature, translation,
};

/// Asked once before the mail is written, and again in the transaction that marks it as `sending`.
pub(super) fn is_wanted(db: &mut Db<'_>, mail: &Mail, now: Moment) -> Result<bool> {
    let wanted = match mail.kind {
        MailKind::Invitation => invitation_is_wanted(db, mail, now),
        MailKind::HandedOver | MailKind::NewLink => invitation_is_wanted(db, mail, now),
        MailKind::ApprovalRequest => approval_is_wanted(db, mail, now),
        MailKind::CommentRequest => comment_is_wanted(db, mail, now),
        MailKind::TranslationRequest => translation_is_wanted(db, mail),
        // What was decided is told, also after the end.
        MailKind::ProposalDecided => {
            let ProposalNote { reviewer, .. } = mail.parameters(db)?;
            comment::find(db, &reviewer).map(|row| row.revoked_at.is_none())
        }
        // What was answered is told, whatever became of it since.
        MailKind::ApprovalRefused | MailKind::ApproverComment => status_of(db, mail).map(|_| true),
        MailKind::ColleagueSigned => signature_stands_by_name(db, mail),
        MailKind::Reminder => reminder_is_wanted(db, mail, now),
        MailKind::News => news_is_wanted(db, mail),
        MailKind::JobDone => account(db, mail).map(|who| who.disabled_at.is_none()),
        MailKind::TestInvitation => Ok(mail.letter_id.is_some()),
        MailKind::ConfirmAddress => status_of(db, mail).map(|status| status == Status::Pending),
        MailKind::SignatureRefused => status_of(db, mail).map(|status| status == Status::Refused),
        MailKind::Receipt | MailKind::LateAsked | MailKind::AlreadySigned => {
            status_of(db, mail).map(|status| status != Status::Expired)
        }
        MailKind::ListingChanged => change_is_wanted(db, mail),
        MailKind::TextChanged => is_still_asked(db, mail),
        MailKind::PasswordLink | MailKind::PasswordChanged => account(db, mail).map(|who| who.disabled_at.is_none()),
        MailKind::Digest => account(db, mail).map(|who| who.disabled_at.is_none() && who.wants_digest),
        MailKind::CoordinatorInvited => {
            account(db, mail).map(|who| who.disabled_at.is_none() && who.password_hash.is_none())
        }
    };
    match wanted {
        // What it was about is gone.
        Err(Error::NotFound) => Ok(false),
        other => other,
    }
}

fn invitation_is_wanted(db: &mut Db<'_>, mail: &Mail, now: Moment) -> Result<bool> {
    let row = invitation::find(db, mail.invitation_id.as_ref().ok_or(Error::NotFound)?)?;
    let is_over = row.answer.is_some() || row.stopped_at.is_some() || row.revoked_at.is_some();
    if is_over || answered::has_signed(db, &row.letter_id, &row.id)? {
        return Ok(false);
    }
    if let Some(job) = &mail.job_id
        && mailing::find_job(db, job)?.cancelled_at.is_some()
    {
        return Ok(false);
    }
    let accepts = letter::find(db, &row.letter_id)?.facts().accepts_submission(now).is_ok();
    Ok(accepts && !outbox::is_suppressed(db, &mail.recipient_index)?)
}

/// Whether the question is open: nobody answered it, and the signature stands.
fn is_still_asked(db: &mut Db<'_>, mail: &Mail) -> Result<bool> {
    let row = signature::find(db, mail.signature_id.as_ref().ok_or(Error::NotFound)?)?;
    Ok(question::open_of(db, &row)?.is_some_and(|open| open.question.answer.is_none()))
}

fn comment_is_wanted(db: &mut Db<'_>, mail: &Mail, now: Moment) -> Result<bool> {
    let CommentNote { reviewer } = mail.parameters(db)?;
    let row = comment::find(db, &reviewer)?;
    let round = comment::find_round(db, &row.round_id)?;
    Ok(row.revoked_at.is_none() && round.is_open(now) && !outbox::is_suppressed(db, &mail.recipient_index)?)
}

fn translation_is_wanted(db: &mut Db<'_>, mail: &Mail) -> Result<bool> {
    let TranslationNote { translation: id, is_to_read } = mail.parameters(db)?;
    let row = translation::find(db, &id)?;
    let is_revoked = if is_to_read {
        // Somebody else may be asked by now.
        let recipient = mail.recipient(db)?;
        second_reader::of(&row, db)?.is_none_or(|reader| reader.email != recipient)
    } else {
        row.revoked_at.is_some()
    };
    let is_over = is_revoked || letter::find(db, &row.letter_id)?.withdrawn_at.is_some();
    Ok(!is_over && !outbox::is_suppressed(db, &mail.recipient_index)?)
}

fn approval_is_wanted(db: &mut Db<'_>, mail: &Mail, now: Moment) -> Result<bool> {
    let note: ApprovalNote = mail.parameters(db)?;
    let asked = approval::find(db, &note.approval)?;
    let row = signature::find(db, &asked.signature_id)?;
    let letter = letter::find(db, &asked.letter_id)?;
    let waits = if row.awaits_approval() {
        letter.facts().accepts_submission(now).is_ok()
    } else {
        open_question(db, &letter, &row)?.is_some()
    };
    Ok(waits && asked.is_open())
}

/// Nobody is told of a name that is withheld, or of a signature that ended.
fn signature_stands_by_name(db: &mut Db<'_>, mail: &Mail) -> Result<bool> {
    let row = signature::find(db, mail.signature_id.as_ref().ok_or(Error::NotFound)?)?;
    let stands = matches!(row.status, Status::Confirmed | Status::Listed);
    Ok(stands && row.listing == Listing::Named && row.purged_at.is_none())
}

/// What asks again ends with an answer that everybody may know of, and with the closing time. That somebody signed is not looked
/// at here: a mail that is dropped would tell it ([`is_quiet`]).
fn reminder_is_wanted(db: &mut Db<'_>, mail: &Mail, now: Moment) -> Result<bool> {
    let row = invitation::find(db, mail.invitation_id.as_ref().ok_or(Error::NotFound)?)?;
    let (job, asks) = job_of(db, mail)?;
    let may_be_asked =
        !asks || (row.answer.is_none() && letter::find(db, &row.letter_id)?.facts().accepts_submission(now).is_ok());
    let is_over = row.stopped_at.is_some() || row.revoked_at.is_some() || job.cancelled_at.is_some();
    Ok(may_be_asked && !is_over && !outbox::is_suppressed(db, &mail.recipient_index)?)
}

/// News go to whoever stands behind a signature and still wants them.
fn news_is_wanted(db: &mut Db<'_>, mail: &Mail) -> Result<bool> {
    let row = signature::find(db, mail.signature_id.as_ref().ok_or(Error::NotFound)?)?;
    let (job, _) = job_of(db, mail)?;
    let address = EmailAddress::parse(&mail.recipient(db)?).map_err(|_| Error::NotFound)?;
    let index = organisation::email_index(db, &address);
    let stands = matches!(row.status, Status::Confirmed | Status::Listed);
    Ok(stands && row.wants_updates && job.cancelled_at.is_none() && !outbox::is_suppressed(db, &index)?)
}

fn job_of(db: &mut Db<'_>, mail: &Mail) -> Result<(mailing::Job, bool)> {
    let job = mailing::find_job(db, mail.job_id.as_ref().ok_or(Error::NotFound)?)?;
    let kind = mailing::find(db, job.mailing_id.as_ref().ok_or(Error::NotFound)?)?.kind;
    Ok((job, kind.asks()))
}

/// Whether a mail to the silent must not reach its contact, because that one has signed or asks its own people: it goes the whole way but for the
/// relay, and is counted like the others. A row or a number that differed would tell who is withheld.
pub(super) fn is_quiet(db: &mut Db<'_>, mail: &Mail) -> Result<bool> {
    let (MailKind::Reminder, Some(letter), Some(id)) = (mail.kind, &mail.letter_id, &mail.invitation_id) else {
        return Ok(false);
    };
    let job = mailing::find_job(db, mail.job_id.as_ref().ok_or(Error::NotFound)?)?;
    if job.audience()?.circle != Circle::Silent {
        return Ok(false);
    }
    // An organisation that is asking its own people has reminders of its own.
    let asks = |met: signature::Signature| met.awaits_approval();
    Ok(answered::has_signed(db, letter, id)? || signature::find_by_invitation(db, letter, id)?.is_some_and(asks))
}

/// That a listing was taken back is told only while it is: listed anew there is nothing to tell, and a refusal has its own mail.
fn change_is_wanted(db: &mut Db<'_>, mail: &Mail) -> Result<bool> {
    let facts: ListingChangeFacts = mail.parameters(db)?;
    let status = status_of(db, mail)?;
    Ok(facts.change != ListingChange::Unlisted || status == Status::Confirmed)
}

fn status_of(db: &mut Db<'_>, mail: &Mail) -> Result<Status> {
    let id = mail.signature_id.as_ref().ok_or(Error::NotFound)?;
    Ok(signature::find(db, id)?.status)
}

fn account(db: &mut Db<'_>, mail: &Mail) -> Result<coordinator::Coordinator> {
    coordinator::find(db, mail.coordinator_id.as_ref().ok_or(Error::NotFound)?)
}
