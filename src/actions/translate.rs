//! The letter in other languages: a language added, a translator's saves, a second person's approval, what readers see. The
//! letter's own text is the one that is signed, whatever is translated.

use std::collections::{BTreeSet, HashSet};

use crate::actions::autosave::ONE_ROW;
use crate::clock::Moment;
use crate::domain::email::EmailAddress;
use crate::domain::event::{Actor, PublicEffect, Verb};
use crate::domain::ids::{CoordinatorId, LetterId, TranslationId};
use crate::domain::refusal::Refusal;
use crate::domain::revision::{LetterText, Place, text_sha256};
use crate::domain::translation::{Beside, Rendering, limit, piece_with, tidy};
use crate::error::{Error, Result};
use crate::mail::messages::TranslationNote;
use crate::store::letter::{self, Letter};
use crate::store::outbox::{self, About as MailAbout, MailKind, NewMail, lane};
use crate::store::revision::{self, RevisionText, latest_edit};
use crate::store::token::{self, Purpose, Subject};
use crate::store::translation::{self, About, Translation};
use crate::store::{Db, Tx, event, organisation};

/// The newest saves in which words are looked for that the draft does not have any more.
const EARLIER_SAVES: i64 = 50;

/// Adds a language with a link for its translator.
///
/// # Errors
/// `EditedMeanwhile` when the letter has that language already.
pub fn add_language(
    tx: &mut Tx<'_>,
    row: &Letter,
    language: &str,
    about: &About,
    by: &CoordinatorId,
    now: Moment,
) -> Result<TranslationId> {
    if language == row.language {
        return Err(Refusal::EditedMeanwhile.into());
    }
    let id = translation::insert(tx, &row.id, language, about, by, now)?.ok_or(Refusal::EditedMeanwhile)?;
    mint_link(tx, &row.id, &id, now)?;
    note(tx, &row.id, &id, &Actor::Coordinator(by.clone()), Verb::AddLanguage, now)?;
    Ok(id)
}

fn mint_link(tx: &mut Tx<'_>, letter: &LetterId, id: &TranslationId, now: Moment) -> Result<()> {
    let subject = Subject { letter: Some(letter.clone()), translation: Some(id.clone()), ..Subject::default() };
    let secret = token::mint(tx, Purpose::Translate, subject, None, false, now)?;
    translation::keep_secret(tx, id, &secret)
}

/// Changes who translates, the standing and the glossary.
///
/// # Errors
/// What the database says.
pub fn set_translation(
    tx: &mut Tx<'_>,
    row: &Translation,
    about: &About,
    by: &CoordinatorId,
    now: Moment,
) -> Result<()> {
    translation::set(tx, &row.id, about)?;
    if !about.is_credited && translation::withdraw_credit(tx, &row.letter_id, &row.language)? {
        letter::strict_change(tx, &row.letter_id, now, &Actor::Coordinator(by.clone()), Verb::SetTranslation)?;
    }
    note(tx, &row.letter_id, &row.id, &Actor::Coordinator(by.clone()), Verb::SetTranslation, now)
}

/// Takes the translator's link back: whoever follows it reads so.
///
/// # Errors
/// What the database says.
pub fn revoke_translator(tx: &mut Tx<'_>, row: &Translation, by: &CoordinatorId, now: Moment) -> Result<()> {
    translation::revoke(tx, &row.id, now)?;
    token::revoke_for_translation(tx, &row.id, now)?;
    note(tx, &row.letter_id, &row.id, &Actor::Coordinator(by.clone()), Verb::RevokeTranslator, now)
}

/// Makes another link; the one before it ends.
///
/// # Errors
/// What the database says.
pub fn new_translator_link(tx: &mut Tx<'_>, row: &Translation, by: &CoordinatorId, now: Moment) -> Result<()> {
    token::revoke_for_translation(tx, &row.id, now)?;
    mint_link(tx, &row.letter_id, &row.id, now)?;
    note(tx, &row.letter_id, &row.id, &Actor::Coordinator(by.clone()), Verb::NewTranslatorLink, now)
}

/// Asks somebody by mail to translate, with a link of their own; asked again, they get another one beside it.
///
/// # Errors
/// `LinkRevoked` when the translator's link was taken back: a new one comes first; `AddressSuppressed` for an address to which
/// nothing may be sent.
pub fn ask_translator(
    tx: &mut Tx<'_>,
    row: &Translation,
    translator: &str,
    email: &EmailAddress,
    by: &CoordinatorId,
    now: Moment,
) -> Result<()> {
    if row.revoked_at.is_some() {
        return Err(Refusal::LinkRevoked.into());
    }
    let index = organisation::email_index(tx, email);
    if outbox::is_suppressed(tx, &index)? {
        return Err(Refusal::AddressSuppressed.into());
    }
    translation::set_asked(tx, &row.id, translator, email, by, now)?;
    let about = MailAbout { letter: Some(row.letter_id.clone()), ..MailAbout::default() };
    let (lane, kind) = (lane::PERSONAL, MailKind::TranslationRequest);
    let parameters = &TranslationNote { translation: row.id.clone(), is_to_read: false };
    outbox::enqueue(tx, &NewMail { lane, kind, recipient: email, parameters, about, not_before: now }, now)?;
    note(tx, &row.letter_id, &row.id, &Actor::Coordinator(by.clone()), Verb::AskTranslator, now)
}

/// One field of the translator's form.
#[derive(Debug, Clone)]
pub struct Typed {
    /// The mark of the source words it stood beside.
    pub mark: String,
    /// The number of the save that the form showed; 0 without one.
    pub based_on: i32,
    /// What was typed.
    pub text: String,
    /// Whether the field says what the page showed: nobody touched it.
    pub is_untouched: bool,
}

/// How a translator saves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Saving {
    /// By a button.
    Pressed,
    /// The page saved while somebody typed: saves of ten minutes go on in one row.
    ByItself,
}

/// Why one field was not saved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NotSaved {
    /// Somebody else saved these words meanwhile; theirs.
    Meanwhile(Rendering),
    /// Longer than this.
    TooLong(usize),
    /// The letter never had such words.
    Unknown,
}

/// Saves what a translator typed; what was not changed makes no save. Gives what could not be saved, by mark.
///
/// # Errors
/// What the database says.
pub fn save_pieces(
    tx: &mut Tx<'_>,
    row: &Translation,
    typed: &[Typed],
    saving: Saving,
    now: Moment,
) -> Result<Vec<(String, NotSaved)>> {
    let letter = letter::find(tx, &row.letter_id)?;
    let newest = latest_edit(tx, &letter.id, &letter.language)?.text()?;
    let before = translation::renderings(tx, &row.id)?;
    let (mut refused, mut saved) = (Vec::new(), 0);
    let mut seen = HashSet::new();
    for one in typed {
        // Equal words of the source are one piece of work, which has one field.
        if !seen.insert(one.mark.as_str()) {
            continue;
        }
        let own = before.iter().find(|other| other.mark == one.mark);
        let Some((place, source)) = source_of(tx, &letter, &newest, own, &one.mark)? else {
            refused.push((one.mark.clone(), NotSaved::Unknown));
            continue;
        };
        let text = tidy(place, &one.text);
        if own.map_or("", |own| own.text.as_str()) == text {
            continue;
        }
        if text.chars().count() > limit(place) {
            refused.push((one.mark.clone(), NotSaved::TooLong(limit(place))));
            continue;
        }
        if let Some(theirs) = own.filter(|own| own.n != one.based_on) {
            if one.is_untouched {
                continue;
            }
            refused.push((one.mark.clone(), NotSaved::Meanwhile(theirs.clone())));
            continue;
        }
        let n = one.based_on + 1;
        let new = Rendering { mark: one.mark.clone(), n, place: place.to_string(), source, text };
        let by_itself = saving == Saving::ByItself;
        if by_itself && translation::go_on(tx, &row.id, &new, now - ONE_ROW)? {
            continue;
        }
        // Another one took the number in this very moment.
        translation::insert_piece(tx, &row.id, &new, by_itself, now)?.ok_or(Refusal::EditedMeanwhile)?;
        saved += 1;
    }
    if saved > 0 {
        note(tx, &row.letter_id, &row.id, &Actor::Signer, Verb::Translate, now)?;
    }
    Ok(refused)
}

/// The words with this mark and where they stand or stood: in the draft, in what was translated, in an earlier save.
fn source_of(
    db: &mut Db<'_>,
    letter: &Letter,
    newest: &LetterText,
    own: Option<&Rendering>,
    mark: &str,
) -> Result<Option<(Place, String)>> {
    if let Some(piece) = piece_with(newest, mark) {
        return Ok(Some((piece.place, piece.text)));
    }
    if let Some(own) = own {
        return Ok(own.place.parse().ok().map(|place| (place, own.source.clone())));
    }
    for line in revision::list_edits(db, &letter.id, &letter.language, EARLIER_SAVES)? {
        let text = revision::find_edit(db, &letter.id, &letter.language, line.n)?.text()?;
        if let Some(piece) = piece_with(&text, mark) {
            return Ok(Some((piece.place, piece.text)));
        }
    }
    Ok(None)
}

/// Approves exactly the two texts that a second person read, at the desk or by link, by their [`Beside::fingerprint`].
///
/// # Errors
/// `EditedMeanwhile` when it is another text by now; `NotReady` while something is stale or missing.
pub fn approve_translation(tx: &mut Tx<'_>, row: &Translation, read: &str, by: &Actor, now: Moment) -> Result<()> {
    let letter = letter::find(tx, &row.letter_id)?;
    let source = latest_edit(tx, &letter.id, &letter.language)?.text()?;
    let beside = Beside::new(&source, &translation::renderings(tx, &row.id)?);
    if !beside.is_complete() {
        return Err(Refusal::NotReady.into());
    }
    if beside.fingerprint(&source) != read {
        return Err(Refusal::EditedMeanwhile.into());
    }
    let account = if let Actor::Coordinator(id) = by { Some(id) } else { None };
    translation::set_approved(tx, &row.id, read, account, now)?;
    note(tx, &row.letter_id, &row.id, by, Verb::ApproveTranslation, now)
}

/// Shows the translation to readers, as it is now: with the text that is frozen, and with each one that is frozen later.
///
/// # Errors
/// `NotReady` while nothing of the frozen text is translated, or the translation cannot be printed.
pub fn show_translation(tx: &mut Tx<'_>, row: &Translation, by: &CoordinatorId, now: Moment) -> Result<()> {
    let letter = letter::find(tx, &row.letter_id)?;
    let frozen = revision::latest(tx, &letter.id)?;
    let source = match &frozen {
        Some(newest) => revision::find_text(tx, &letter.id, newest.n, &letter.language)?.text()?,
        None => latest_edit(tx, &letter.id, &letter.language)?.text()?,
    };
    if Beside::new(&source, &translation::renderings(tx, &row.id)?).left_in_source().len() == source.pieces().len() {
        return Err(Refusal::NotReady.into());
    }
    translation::set_shown(tx, &row.id, true)?;
    let public = letter.published_revision.filter(|_| letter.published_at.is_some());
    let mut is_new = !row.is_shown;
    for n in [frozen.map(|newest| newest.n), public].into_iter().flatten().collect::<BTreeSet<_>>() {
        let source = revision::find_text(tx, &letter.id, n, &letter.language)?.text()?;
        is_new |= put_frozen(tx, row, n, &source, now)?;
    }
    // Pressed twice, nothing happened the second time.
    if !is_new {
        return Ok(());
    }
    let (actor, object) = (Actor::Coordinator(by.clone()), Some(("translation", row.id.as_str())));
    letter::strict_change_of(tx, &letter.id, now, &actor, Verb::ShowTranslation, object)
}

/// Takes the translation off what readers see; its words stay.
///
/// # Errors
/// What the database says.
pub fn hide_translation(tx: &mut Tx<'_>, row: &Translation, by: &CoordinatorId, now: Moment) -> Result<()> {
    if !row.is_shown {
        return Ok(());
    }
    translation::set_shown(tx, &row.id, false)?;
    let (actor, object) = (Actor::Coordinator(by.clone()), Some(("translation", row.id.as_str())));
    letter::strict_change_of(tx, &row.letter_id, now, &actor, Verb::HideTranslation, object)
}

/// Freezes, with a new wording, each translation that readers see.
pub(super) fn freeze_shown(tx: &mut Tx<'_>, letter: &LetterId, n: i32, source: &LetterText, now: Moment) -> Result<()> {
    for row in translation::list(tx, letter)?.into_iter().filter(|row| row.is_shown) {
        put_frozen(tx, &row, n, source, now)?;
    }
    Ok(())
}

/// Gives whether readers get anything new.
fn put_frozen(tx: &mut Tx<'_>, row: &Translation, n: i32, source: &LetterText, now: Moment) -> Result<bool> {
    let beside = Beside::new(source, &translation::renderings(tx, &row.id)?);
    let text = beside.text(source);
    if !text.faults_to_open().is_empty() {
        return Err(Refusal::NotReady.into());
    }
    let canonical_text = text.canonical();
    let text_sha256 = text_sha256(&canonical_text);
    let left = beside.left_in_source();
    let new = RevisionText {
        letter_id: row.letter_id.clone(),
        n,
        language: row.language.clone(),
        status: row.status_of(&beside.fingerprint(source)),
        content: serde_json::to_string(&text).map_err(|fault| Error::internal("writing a translation", fault))?,
        canonical_text,
        text_sha256,
        stale: left.iter().map(Place::to_string).collect::<Vec<_>>().join(" "),
        credit: if row.is_credited { row.translator(tx)? } else { String::new() },
    };
    translation::put_text(tx, &new, now)
}

/// Records what was done with a translation.
pub(super) fn note(
    tx: &mut Tx<'_>,
    letter: &LetterId,
    id: &TranslationId,
    actor: &Actor,
    verb: Verb,
    now: Moment,
) -> Result<()> {
    event::record(tx, now, actor, verb, Some(letter), Some(("translation", id.as_str())), PublicEffect::None)
}
