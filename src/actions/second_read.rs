//! A second reader by a link of their own: asked by mail, reads a translation beside the original, approves exactly what was read or
//! says what must change.

use crate::actions::translate::{approve_translation, note};
use crate::clock::Moment;
use crate::domain::email::EmailAddress;
use crate::domain::event::{Actor, Verb};
use crate::domain::ids::CoordinatorId;
use crate::domain::refusal::Refusal;
use crate::error::Result;
use crate::mail::messages::TranslationNote;
use crate::store::outbox::{self, About, MailKind, NewMail, lane};
use crate::store::second_reader::{self, SecondReader};
use crate::store::translation::Translation;
use crate::store::{Tx, organisation};

/// Asks somebody by mail to read the translation. Whoever was asked before has a link no more, and what another person said is
/// forgotten: the next one does not read it.
///
/// # Errors
/// `AddressSuppressed` for an address to which nothing may be sent.
pub fn ask_reader(
    tx: &mut Tx<'_>,
    row: &Translation,
    name: &str,
    email: &EmailAddress,
    by: &CoordinatorId,
    now: Moment,
) -> Result<()> {
    let index = organisation::email_index(tx, email);
    if outbox::is_suppressed(tx, &index)? {
        return Err(Refusal::AddressSuppressed.into());
    }
    second_reader::revoke_link(tx, &row.id, now)?;
    if second_reader::of(row, tx)?.is_none_or(|before| before.email != email.as_str()) {
        second_reader::forget(tx, &row.id)?;
    }
    let reader = SecondReader { name: name.to_owned(), email: email.as_str().to_owned() };
    second_reader::set(tx, &row.id, &reader, by, now)?;
    let about = About { letter: Some(row.letter_id.clone()), ..About::default() };
    let (lane, kind) = (lane::PERSONAL, MailKind::TranslationRequest);
    let parameters = &TranslationNote { translation: row.id.clone(), is_to_read: true };
    outbox::enqueue(tx, &NewMail { lane, kind, recipient: email, parameters, about, not_before: now }, now)?;
    note(tx, &row.letter_id, &row.id, &Actor::Coordinator(by.clone()), Verb::AskReader, now)
}

/// Takes the second reader's link back and forgets who they are.
///
/// # Errors
/// What the database says.
pub fn revoke_reader(tx: &mut Tx<'_>, row: &Translation, by: &CoordinatorId, now: Moment) -> Result<()> {
    second_reader::revoke_link(tx, &row.id, now)?;
    second_reader::forget(tx, &row.id)?;
    note(tx, &row.letter_id, &row.id, &Actor::Coordinator(by.clone()), Verb::RevokeReader, now)
}

/// The second reader approves exactly the two texts with this fingerprint.
///
/// # Errors
/// As [`second_reader::by_link`] and [`approve_translation`].
pub fn approve_as_reader(tx: &mut Tx<'_>, secret: &str, read: &str, now: Moment) -> Result<()> {
    let row = second_reader::by_link(tx, secret)?;
    approve_translation(tx, &row, read, &Actor::Signer, now)
}

/// The second reader says what must change; the translator and the conveners read it.
///
/// # Errors
/// As [`second_reader::by_link`].
pub fn remark(tx: &mut Tx<'_>, secret: &str, words: &str, now: Moment) -> Result<()> {
    let row = second_reader::by_link(tx, secret)?;
    second_reader::set_remark(tx, &row.id, words)?;
    note(tx, &row.letter_id, &row.id, &Actor::Signer, Verb::RemarkTranslation, now)
}
