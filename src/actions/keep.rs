//! After a substantive change: every signatory is asked whether its signature stands for the new text. Nobody is carried over
//! silently: who says nothing stays in only where the coordinator said so beforehand and the question reached them.

use chrono::TimeDelta;

use crate::actions::ask_approval::{ask_anew, remind_missing};
use crate::actions::sign::mail_signer;
use crate::actions::tell_signer::tell;
use crate::clock::Moment;
use crate::domain::email::EmailAddress;
use crate::domain::event::{Actor, PublicEffect, Verb};
use crate::domain::ids::{OutboxId, QuestionId, SignatureId};
use crate::domain::refusal::Refusal;
use crate::domain::revision::Stand;
use crate::domain::signature::{Act, Origin, Status};
use crate::error::{Error, Result};
use crate::mail::messages::ListingChange;
use crate::store::letter::{self, Letter};
use crate::store::outbox::{self, About, MailKind, NewMail, State, lane};
use crate::store::question::{self, OpenQuestion, Question};
use crate::store::revision::{self, Revision};
use crate::store::signature::Signature;
use crate::store::{Db, Tx, approval, event, signature};

/// How many signatories one transaction asks.
pub const AT_ONCE: i64 = 250;
/// The longest note to the conveners, in characters.
pub const NOTE_CHARS: usize = 2_000;
/// The longest time that signatories are given, in days.
pub const LONGEST_DAYS: i64 = 30;

/// Asks some of those who have not been asked about a revision, and leads some requests for an approval over to it; gives how
/// many of both.
pub fn ask_some(tx: &mut Tx<'_>, asking: &Revision, now: Moment) -> Result<usize> {
    let waiting = question::not_yet_asked(tx, &asking.letter_id, asking.n, AT_ONCE)?;
    for row in &waiting {
        ask(tx, row, asking.n, now)?;
    }
    let pending = question::awaiting_approval(tx, &asking.letter_id, asking.n, AT_ONCE)?;
    for row in &pending {
        move_request(tx, &row.id, now)?;
    }
    Ok(waiting.len() + pending.len())
}

/// Asks one signatory, and anew the people of its organisation who approved the text before.
fn ask(tx: &mut Tx<'_>, row: &Signature, n: i32, now: Moment) -> Result<()> {
    let asked = Question {
        id: QuestionId::new(),
        letter_id: row.letter_id.clone(),
        signature_id: row.id.clone(),
        revision: n,
        asked_at: now,
        mail_id: None,
        answer: None,
        by_silence: false,
        answered_at: None,
        note_sealed: None,
    };
    if question::insert(tx, &asked)? {
        let mail = mail_question(tx, row, now)?;
        question::set_mail(tx, &asked.id, mail.as_ref())?;
        ask_anew(tx, &row.id, now)?;
    }
    Ok(())
}

/// Asks whoever just became complete under a text before the newest substantive change, such as an address that was confirmed
/// late.
pub(super) fn ask_if_outdated(tx: &mut Tx<'_>, id: &SignatureId, now: Moment) -> Result<()> {
    let row = signature::find(tx, id)?;
    match question::asking(tx, &row.letter_id)? {
        Some(asking) if row.revision < asking.n => ask(tx, &row, asking.n, now),
        _ => Ok(()),
    }
}

/// Lets a request for an approval be about the newest text: nobody has signed yet, and everybody who was asked is asked anew.
fn move_request(tx: &mut Tx<'_>, id: &SignatureId, now: Moment) -> Result<()> {
    // An approval that is written at this moment is waited for.
    signature::hold(tx, id)?;
    let row = signature::find(tx, id)?;
    if !row.awaits_approval() {
        return Ok(());
    }
    let letter = letter::find(tx, &row.letter_id)?;
    let text = question::text_for(tx, &row, &letter.language)?;
    question::rebind(tx, id, &text, false)?;
    ask_anew(tx, id, now)
}

/// Puts the mail that asks into the outbox; none where there is nobody to write to.
fn mail_question(tx: &mut Tx<'_>, row: &Signature, now: Moment) -> Result<Option<OutboxId>> {
    if !row.address_confirmed || row.origin == Origin::Recorded {
        return Ok(None);
    }
    let Some(signer) = row.signer(tx)? else { return Ok(None) };
    let to = EmailAddress::parse(&signer.email).map_err(|fault| Error::internal("a signer's address", fault))?;
    let about = About { letter: Some(row.letter_id.clone()), signature: Some(row.id.clone()), ..About::default() };
    let (lane, kind) = (lane::BULK, MailKind::TextChanged);
    let mail = NewMail { lane, kind, recipient: &to, parameters: &(), about, not_before: now };
    outbox::enqueue(tx, &mail, now)
}

/// Writes once more to those who have not answered; gives how many.
pub fn remind_silent(tx: &mut Tx<'_>, letter: &Letter, now: Moment) -> Result<usize> {
    let Some(asking) = question::asking(tx, &letter.id)? else { return Err(Refusal::WrongLetterState.into()) };
    let mut reminded = 0;
    for (asked, row, mailed) in question::list(tx, &letter.id, asking.n)? {
        let is_silent = asked.answer.is_none() && matches!(row.status, Status::Listed | Status::Confirmed);
        let lately = outbox::last_about_signature(tx, &row.id, MailKind::TextChanged)?;
        if is_silent && row.revision < asking.n && lately.is_none_or(|at| now - at > TimeDelta::hours(12)) {
            let mail = mail_question(tx, &row, now)?;
            // What reached them once goes on counting.
            if mailed.is_none_or(|mailed| mailed.state != State::Sent) {
                question::set_mail(tx, &asked.id, mail.as_ref())?;
            }
            remind_missing(tx, &row.id, now)?;
            reminded += 1;
        }
    }
    Ok(reminded)
}

/// The question that a signature can still be answered to: it is alive, or silence took it off before publication.
pub fn open_question(db: &mut Db<'_>, letter: &Letter, row: &Signature) -> Result<Option<OpenQuestion>> {
    let is_asked = matches!(row.status, Status::Listed | Status::Confirmed)
        || (row.status == Status::Expired && letter.published_at.is_none());
    if !is_asked || letter.withdrawn_at.is_some() {
        return Ok(None);
    }
    question::open_of(db, row)
}

/// The signature stands for the newest text too. Before publication it belongs to that text at once; on a public letter, whose
/// readers still see the text before, when the answers are put into effect. A second press changes nothing.
///
/// # Errors
/// `RevisionChanged` when the text moved on since the signatory saw it; `WrongStatus` when nothing is asked, or the signature
/// ended otherwise than by silence.
pub fn keep(tx: &mut Tx<'_>, letter: &Letter, id: &SignatureId, seen: i32, by: &Actor, now: Moment) -> Result<()> {
    let row = signature::find_in(tx, &letter.id, id)?;
    let newest = revision::latest(tx, &letter.id)?.ok_or(Refusal::WrongStatus)?;
    let Some(OpenQuestion { question, revision }) = question::open_of(tx, &row)? else {
        return if row.revision == newest.n { Ok(()) } else { Err(Refusal::WrongStatus.into()) };
    };
    if seen != newest.n {
        return Err(Refusal::RevisionChanged.into());
    }
    if letter.withdrawn_at.is_some() || letter.held_at.is_some() {
        return Err(Refusal::LetterClosed.into());
    }
    if question.answer == Some(Stand::In) && row.status != Status::Expired {
        return Ok(());
    }
    // Whoever had to approve the signature decides whether it stands.
    if approval::is_awaited(tx, id)? {
        return Err(Refusal::WrongStatus.into());
    }
    match row.status {
        Status::Listed | Status::Confirmed => {}
        // The clock took it off; until publication the signatory may still come back, and is checked like a new one.
        Status::Expired if letter.published_at.is_none() => {
            signature::revive(tx, id, Status::Expired, Status::Confirmed)?.ok_or(Refusal::AlreadyListed)?;
        }
        _ => return Err(Refusal::WrongStatus.into()),
    }
    question::set_answer(tx, &question.id, Stand::In, false, None, now)?;
    if letter.published_at.is_none() || revision.settled_at.is_some() {
        carry_over(tx, letter, &row, by, now)?;
    }
    let object = Some(("signature", id.as_str()));
    event::record(tx, now, by, Verb::Keep, Some(&letter.id), object, PublicEffect::None)
}

/// Lets the signature belong to the newest text, and mails a receipt for it.
pub(super) fn carry_over(tx: &mut Tx<'_>, letter: &Letter, row: &Signature, by: &Actor, now: Moment) -> Result<()> {
    let text = question::text_for(tx, row, &letter.language)?;
    question::rebind(tx, &row.id, &text, true)?;
    letter::addition(tx, &letter.id);
    let signer = if row.origin == Origin::Recorded || *by == Actor::Server { None } else { row.signer(tx)? };
    let Some(signer) = signer else { return Ok(()) };
    let to = EmailAddress::parse(&signer.email).map_err(|fault| Error::internal("a signer's address", fault))?;
    let kept = signature::find_in(tx, &letter.id, &row.id)?;
    mail_signer(tx, &kept, MailKind::Receipt, &to, now)
}

/// The signatory wants to talk first: it stays undecided until it says more, or a coordinator takes it off.
///
/// # Errors
/// `WrongStatus` when nothing is asked any more.
pub fn talk(tx: &mut Tx<'_>, letter: &Letter, id: &SignatureId, note: &str, now: Moment) -> Result<()> {
    let row = signature::find_in(tx, &letter.id, id)?;
    let open = question::open_of(tx, &row)?.ok_or(Refusal::WrongStatus)?;
    if !matches!(row.status, Status::Listed | Status::Confirmed) || open.revision.settled_at.is_some() {
        return Err(Refusal::WrongStatus.into());
    }
    let note = Some(note).filter(|note| !note.is_empty());
    question::set_answer(tx, &open.question.id, Stand::Talk, false, note, now)?;
    let object = Some(("signature", id.as_str()));
    event::record(tx, now, &Actor::Signer, Verb::AskToTalk, Some(&letter.id), object, PublicEffect::None)
}

/// A coordinator takes a signature off that belongs to an older text; its signatory is told.
///
/// # Errors
/// `WrongStatus` when it stands for the newest text, or ended.
pub fn leave_off(tx: &mut Tx<'_>, letter: &Letter, id: &SignatureId, by: &Actor, now: Moment) -> Result<()> {
    let row = signature::find_in(tx, &letter.id, id)?;
    question::open_of(tx, &row)?.ok_or(Refusal::WrongStatus)?;
    lapse(tx, letter, &row, by, now)?;
    tell(tx, &row, ListingChange::Unlisted, now)
}

/// Ends a signature that does not stand for the text.
pub(super) fn lapse(tx: &mut Tx<'_>, letter: &Letter, row: &Signature, by: &Actor, now: Moment) -> Result<()> {
    let to = row.status.after(Act::Lapse)?;
    if !signature::move_status(tx, &row.id, row.status, to)? {
        return Err(Refusal::WrongStatus.into());
    }
    signature::set_ended(tx, &row.id, Some(now), None)?;
    if row.status == Status::Listed {
        return letter::strict_change(tx, &letter.id, now, by, Verb::LeaveOff);
    }
    let object = Some(("signature", row.id.as_str()));
    event::record(tx, now, by, Verb::LeaveOff, Some(&letter.id), object, PublicEffect::None)
}
