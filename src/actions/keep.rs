//! After a substantive change: every signatory is asked whether its signature stands for the new text. Nobody is carried over
//! silently: who says nothing stays in only where the coordinator said so beforehand and the question reached them.

use chrono::TimeDelta;

use crate::actions::sign::mail_signer;
use crate::actions::tell_signer::tell;
use crate::clock::Moment;
use crate::domain::email::EmailAddress;
use crate::domain::event::{Actor, PublicEffect, Verb};
use crate::domain::ids::{LetterId, QuestionId, SignatureId};
use crate::domain::refusal::Refusal;
use crate::domain::revision::{Silence, Stand};
use crate::domain::signature::{Act, Origin, Status};
use crate::error::{Error, Result};
use crate::mail::messages::ListingChange;
use crate::store::letter::{self, Letter};
use crate::store::outbox::{self, About, MailKind, NewMail, State, lane};
use crate::store::question::{self, OpenQuestion, Question};
use crate::store::revision::{self, Revision};
use crate::store::signature::Signature;
use crate::store::{Tx, event, signature};

/// How many signatories one transaction asks.
pub const AT_ONCE: i64 = 250;
/// The longest note to the conveners, in characters.
pub const NOTE_CHARS: usize = 2_000;
/// The longest time that signatories are given, in days.
pub const LONGEST_DAYS: i64 = 30;

/// Asks some of those who have not been asked about a revision; gives how many.
pub fn ask_some(tx: &mut Tx<'_>, asking: &Revision, now: Moment) -> Result<usize> {
    let waiting = question::not_yet_asked(tx, &asking.letter_id, asking.n, AT_ONCE)?;
    for row in &waiting {
        let asked = Question {
            id: QuestionId::new(),
            letter_id: asking.letter_id.clone(),
            signature_id: row.id.clone(),
            revision: asking.n,
            asked_at: now,
            mail_id: None,
            answer: None,
            by_silence: false,
            answered_at: None,
            note_sealed: None,
        };
        if question::insert(tx, &asked)? {
            mail_question(tx, row, &asked.id, now)?;
        }
    }
    Ok(waiting.len())
}

/// Puts the mail that asks into the outbox, where there is somebody to write to.
fn mail_question(tx: &mut Tx<'_>, row: &Signature, question: &QuestionId, now: Moment) -> Result<()> {
    if !row.address_confirmed || row.origin == Origin::Recorded {
        return Ok(());
    }
    let Some(signer) = row.signer(tx)? else { return Ok(()) };
    let to = EmailAddress::parse(&signer.email).map_err(|fault| Error::internal("a signer's address", fault))?;
    let about = About { letter: Some(row.letter_id.clone()), signature: Some(row.id.clone()), ..About::default() };
    let (lane, kind) = (lane::BULK, MailKind::TextChanged);
    let mail = NewMail { lane, kind, recipient: &to, parameters: &(), about, not_before: now };
    let id = outbox::enqueue(tx, &mail, now)?;
    question::set_mail(tx, question, id.as_ref())
}

/// Writes once more to those who have not answered; gives how many.
pub fn remind_silent(tx: &mut Tx<'_>, letter: &Letter, now: Moment) -> Result<usize> {
    let Some(asking) = question::asking(tx, &letter.id)? else { return Err(Refusal::WrongLetterState.into()) };
    let mut reminded = 0;
    for (asked, row, _) in question::list(tx, &letter.id, asking.n)? {
        let is_silent = asked.answer.is_none() && matches!(row.status, Status::Listed | Status::Confirmed);
        let lately = outbox::last_about_signature(tx, &row.id, MailKind::TextChanged)?;
        if is_silent && row.revision < asking.n && lately.is_none_or(|at| now - at > TimeDelta::hours(12)) {
            mail_question(tx, &row, &asked.id, now)?;
            reminded += 1;
        }
    }
    Ok(reminded)
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
    match row.status {
        Status::Listed | Status::Confirmed => {}
        // The clock took it off; until publication the signatory may still come back, and is checked like a new one.
        Status::Expired if letter.published_at.is_none() => {
            signature::revive(tx, id, Status::Expired, Status::Confirmed)?.ok_or(Refusal::AlreadyListed)?;
        }
        _ => return Err(Refusal::WrongStatus.into()),
    }
    if question.answer == Some(Stand::In) {
        return Ok(());
    }
    question::set_answer(tx, &question.id, Stand::In, false, None, now)?;
    if letter.published_at.is_none() || revision.settled_at.is_some() {
        carry_over(tx, letter, &row, by, now)?;
    }
    let object = Some(("signature", id.as_str()));
    event::record(tx, now, by, Verb::Keep, Some(&letter.id), object, PublicEffect::None)
}

/// Lets the signature belong to the newest text, and mails a receipt for it.
fn carry_over(tx: &mut Tx<'_>, letter: &Letter, row: &Signature, by: &Actor, now: Moment) -> Result<()> {
    let text = question::text_for(tx, row, &letter.language)?;
    question::rebind(tx, &row.id, &text)?;
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
fn lapse(tx: &mut Tx<'_>, letter: &Letter, row: &Signature, by: &Actor, now: Moment) -> Result<()> {
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

/// Puts the answers into effect once the time is over. `false` when it was done before. Who wants to talk stays undecided, and so
/// does who was never reached: a coordinator decides on them before the letter can be published.
pub fn settle(tx: &mut Tx<'_>, id: &LetterId, asking: &Revision, now: Moment) -> Result<bool> {
    let letter = letter::find(tx, id)?;
    let is_newest = question::asking(tx, id)?.is_some_and(|newest| newest.n == asking.n);
    if !question::set_settled(tx, id, asking.n, now)? {
        return Ok(false);
    }
    // A newer change asks everybody anew.
    if !is_newest || letter.withdrawn_at.is_some() {
        return Ok(true);
    }
    for (asked, row, mail) in question::list(tx, id, asking.n)? {
        let stands = matches!(row.status, Status::Listed | Status::Confirmed) && row.revision < asking.n;
        if !stands {
            continue;
        }
        let was_reached = mail == Some(State::Sent);
        match (asked.answer, asking.silence) {
            (Some(Stand::In), _) => carry_over(tx, &letter, &row, &Actor::Server, now)?,
            (Some(Stand::Talk), _) => {}
            (None, Some(Silence::In)) if was_reached => {
                question::set_answer(tx, &asked.id, Stand::In, true, None, now)?;
                carry_over(tx, &letter, &row, &Actor::Server, now)?;
            }
            (None, Some(Silence::In)) => {}
            (None, _) if row.origin == Origin::Recorded => {}
            (None, _) => lapse(tx, &letter, &row, &Actor::Server, now)?,
        }
    }
    event::record(tx, now, &Actor::Server, Verb::Settle, Some(id), None, PublicEffect::None)?;
    if letter.published_at.is_some() {
        let newest = revision::latest(tx, id)?.ok_or(Error::NotFound)?;
        letter::set_published_revision(tx, id, newest.n)?;
        letter::strict_change(tx, id, now, &Actor::Server, Verb::Revise)?;
    }
    Ok(true)
}

/// How many listed signatures belong to an older text than the newest one stands for.
pub fn undecided(tx: &mut Tx<'_>, id: &LetterId) -> Result<i64> {
    match question::asking(tx, id)? {
        Some(asking) => question::count_undecided(tx, id, asking.n),
        None => Ok(0),
    }
}
