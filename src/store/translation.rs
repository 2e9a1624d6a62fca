//! Translations of letters: who makes them (sealed), every save of every piece, and what readers saw before it was mended.

use diesel::prelude::*;

use crate::clock::Moment;
use crate::domain::email::EmailAddress;
use crate::domain::ids::{CoordinatorId, LetterId, TranslationId};
use crate::domain::translation::Rendering;
use crate::error::Result;
use crate::store::revision::{RevisionText, TextStatus};
use crate::store::schema::{self, replaced_text, revision_text, token, translation, translation_piece};
use crate::store::token::Purpose;
use crate::store::{Db, Tx};

/// A letter's words in another language.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = schema::translation)]
pub struct Translation {
    pub id: TranslationId,
    pub letter_id: LetterId,
    pub language: String,
    /// Erased on schedule, with the link.
    pub translator_sealed: Option<String>,
    /// Where the translator was written to.
    pub email_sealed: Option<String>,
    pub token_sealed: Option<String>,
    /// Whether readers are told who translated.
    pub is_credited: bool,
    /// What the conveners want it to be once a second person approved it.
    pub standing: TextStatus,
    /// Lines `term = its translation`.
    pub glossary: String,
    /// Whether readers see it.
    pub is_shown: bool,
    /// The fingerprint of the source and the translation that a second person approved.
    pub approved_sha256: Option<String>,
    pub approved_by: Option<CoordinatorId>,
    pub approved_at: Option<Moment>,
    pub created_by: CoordinatorId,
    pub created_at: Moment,
    /// Who asked the translator by mail, and when last.
    pub asked_by: Option<CoordinatorId>,
    pub asked_at: Option<Moment>,
    pub revoked_at: Option<Moment>,
    /// Who was asked by mail to read it as a second person ([`super::second_reader`]).
    pub reader_sealed: Option<String>,
    /// What that person wants changed.
    pub remark_sealed: Option<String>,
    pub reader_asked_by: Option<CoordinatorId>,
    pub reader_asked_at: Option<Moment>,
}

impl Translation {
    /// Who translates; empty once erased.
    pub fn translator(&self, db: &Db<'_>) -> Result<String> {
        match &self.translator_sealed {
            Some(sealed) => db.keys.open("translation", "translator", self.id.as_str(), sealed),
            None => Ok(String::new()),
        }
    }

    /// Where the translator was written to; `None` before that, and once erased.
    pub fn email(&self, db: &Db<'_>) -> Result<Option<String>> {
        let open = |sealed: &String| db.keys.open("translation", "email", self.id.as_str(), sealed);
        self.email_sealed.as_ref().map(open).transpose()
    }

    /// The secret in the link's path; none once it was taken back or erased.
    pub fn secret(&self, db: &Db<'_>) -> Result<Option<String>> {
        match &self.token_sealed {
            Some(sealed) if self.revoked_at.is_none() => {
                Ok(Some(db.keys.open("translation", "token", self.id.as_str(), sealed)?))
            }
            _ => Ok(None),
        }
    }

    /// What the two texts with this fingerprint are to readers: official only as the very ones that were approved.
    pub fn status_of(&self, fingerprint: &str) -> TextStatus {
        let is_approved = self.approved_sha256.as_deref() == Some(fingerprint);
        if is_approved { self.standing } else { TextStatus::Unofficial }
    }
}

/// What a coordinator says of a translation.
#[derive(Debug, Clone)]
pub struct About {
    /// Who translates.
    pub translator: String,
    /// Whether readers are told so.
    pub is_credited: bool,
    /// Official or unofficial.
    pub standing: TextStatus,
    /// Lines `term = its translation`.
    pub glossary: String,
}

/// Adds a language; `None` when the letter has it already.
pub fn insert(
    tx: &mut Tx<'_>,
    letter: &LetterId,
    language: &str,
    about: &About,
    by: &CoordinatorId,
    now: Moment,
) -> Result<Option<TranslationId>> {
    let id = TranslationId::new();
    let row = Translation {
        translator_sealed: Some(tx.keys.seal("translation", "translator", id.as_str(), &about.translator)),
        email_sealed: None,
        token_sealed: None,
        id: id.clone(),
        letter_id: letter.clone(),
        language: language.to_owned(),
        is_credited: about.is_credited,
        standing: about.standing,
        glossary: about.glossary.clone(),
        is_shown: false,
        approved_sha256: None,
        approved_by: None,
        approved_at: None,
        created_by: by.clone(),
        created_at: now,
        asked_by: None,
        asked_at: None,
        revoked_at: None,
        reader_sealed: None,
        remark_sealed: None,
        reader_asked_by: None,
        reader_asked_at: None,
    };
    Ok(tx.try_insert(|conn| diesel::insert_into(translation::table).values(&row).execute(conn))?.map(|_| id))
}

/// Changes what is said of a translation.
pub fn set(tx: &mut Tx<'_>, id: &TranslationId, about: &About) -> Result<()> {
    let sealed = tx.keys.seal("translation", "translator", id.as_str(), &about.translator);
    diesel::update(translation::table.find(id))
        .set((
            translation::translator_sealed.eq(Some(sealed)),
            translation::is_credited.eq(about.is_credited),
            translation::standing.eq(about.standing),
            translation::glossary.eq(&about.glossary),
        ))
        .execute(tx.conn)?;
    Ok(())
}

/// Keeps the secret of a link, to show it again.
pub fn keep_secret(tx: &mut Tx<'_>, id: &TranslationId, secret: &str) -> Result<()> {
    let sealed = tx.keys.seal("translation", "token", id.as_str(), secret);
    diesel::update(translation::table.find(id))
        .set((translation::token_sealed.eq(Some(sealed)), translation::revoked_at.eq(None::<Moment>)))
        .execute(tx.conn)?;
    Ok(())
}

/// Notes who was asked to translate, where, by whom and when.
pub fn set_asked(
    tx: &mut Tx<'_>,
    id: &TranslationId,
    translator: &str,
    email: &EmailAddress,
    by: &CoordinatorId,
    now: Moment,
) -> Result<()> {
    let translator = tx.keys.seal("translation", "translator", id.as_str(), translator);
    let email = tx.keys.seal("translation", "email", id.as_str(), email.as_str());
    diesel::update(translation::table.find(id))
        .set((
            translation::translator_sealed.eq(Some(translator)),
            translation::email_sealed.eq(Some(email)),
            translation::asked_by.eq(Some(by)),
            translation::asked_at.eq(Some(now)),
        ))
        .execute(tx.conn)?;
    Ok(())
}

/// Takes the link back.
pub fn revoke(tx: &mut Tx<'_>, id: &TranslationId, now: Moment) -> Result<()> {
    diesel::update(translation::table.find(id)).set(translation::revoked_at.eq(Some(now))).execute(tx.conn)?;
    Ok(())
}

/// Notes that a second person approved exactly the texts with this fingerprint: a coordinator, or whoever was asked by link. What
/// that person wanted changed is done.
pub fn set_approved(
    tx: &mut Tx<'_>,
    id: &TranslationId,
    fingerprint: &str,
    by: Option<&CoordinatorId>,
    now: Moment,
) -> Result<()> {
    diesel::update(translation::table.find(id))
        .set((
            translation::approved_sha256.eq(Some(fingerprint)),
            translation::approved_by.eq(by),
            translation::approved_at.eq(Some(now)),
            translation::remark_sealed.eq(None::<String>),
        ))
        .execute(tx.conn)?;
    Ok(())
}

/// Shows the translation to readers, or not any more.
pub fn set_shown(tx: &mut Tx<'_>, id: &TranslationId, is_shown: bool) -> Result<()> {
    diesel::update(translation::table.find(id)).set(translation::is_shown.eq(is_shown)).execute(tx.conn)?;
    Ok(())
}

/// One translation.
pub fn find(db: &mut Db<'_>, id: &TranslationId) -> Result<Translation> {
    Ok(translation::table.find(id).select(Translation::as_select()).first(db.conn)?)
}

/// The translation of a letter into one language.
pub fn find_in(db: &mut Db<'_>, letter: &LetterId, language: &str) -> Result<Translation> {
    Ok(translation::table
        .filter(translation::letter_id.eq(letter))
        .filter(translation::language.eq(language))
        .select(Translation::as_select())
        .first(db.conn)?)
}

/// The translations of a letter, by language.
pub fn list(db: &mut Db<'_>, letter: &LetterId) -> Result<Vec<Translation>> {
    Ok(translation::table
        .filter(translation::letter_id.eq(letter))
        .order(translation::language)
        .select(Translation::as_select())
        .load(db.conn)?)
}

/// The newest translation of each source words, the first one saved first.
pub fn renderings(db: &mut Db<'_>, id: &TranslationId) -> Result<Vec<Rendering>> {
    let rows: Vec<(String, i32, String, String, String)> = translation_piece::table
        .filter(translation_piece::translation_id.eq(id))
        .order((translation_piece::mark, translation_piece::n.desc()))
        .select((
            translation_piece::mark,
            translation_piece::n,
            translation_piece::place,
            translation_piece::source,
            translation_piece::text,
        ))
        .load(db.conn)?;
    let mut newest: Vec<Rendering> = Vec::new();
    for (mark, n, place, source, text) in rows {
        if newest.last().is_none_or(|last| last.mark != mark) {
            newest.push(Rendering { mark, n, place, source, text });
        }
    }
    Ok(newest)
}

/// Puts newer words into the row of a save that the page made by itself since `since`, under the next number, so that whoever saw
/// the older ones is told. `false` where the newest save is another one.
pub fn go_on(tx: &mut Tx<'_>, id: &TranslationId, new: &Rendering, since: Moment) -> Result<bool> {
    let same = translation_piece::table
        .filter(translation_piece::translation_id.eq(id))
        .filter(translation_piece::mark.eq(&new.mark))
        .filter(translation_piece::n.eq(new.n - 1))
        .filter(translation_piece::is_autosave)
        .filter(translation_piece::saved_at.gt(since));
    let words = (translation_piece::n.eq(new.n), translation_piece::text.eq(&new.text));
    Ok(diesel::update(same).set(words).execute(tx.conn)? == 1)
}

/// Takes the translator's name off what readers see; `false` where it stood nowhere.
pub fn withdraw_credit(tx: &mut Tx<'_>, letter: &LetterId, language: &str) -> Result<bool> {
    let named = revision_text::table
        .filter(revision_text::letter_id.eq(letter))
        .filter(revision_text::language.eq(language))
        .filter(revision_text::credit.ne(""));
    Ok(diesel::update(named).set(revision_text::credit.eq("")).execute(tx.conn)? > 0)
}

/// Adds a save; `None` when somebody else took its number first.
pub fn insert_piece(
    tx: &mut Tx<'_>,
    id: &TranslationId,
    new: &Rendering,
    is_autosave: bool,
    now: Moment,
) -> Result<Option<()>> {
    let row = (
        translation_piece::translation_id.eq(id),
        translation_piece::mark.eq(&new.mark),
        translation_piece::n.eq(new.n),
        translation_piece::place.eq(&new.place),
        translation_piece::source.eq(&new.source),
        translation_piece::text.eq(&new.text),
        translation_piece::is_autosave.eq(is_autosave),
        translation_piece::saved_at.eq(now),
    );
    Ok(tx.try_insert(|conn| diesel::insert_into(translation_piece::table).values(row).execute(conn))?.map(|_| ()))
}

/// Puts a frozen text in its place; the one that readers saw until now is kept by its hash. Gives whether it differs from that.
pub fn put_text(tx: &mut Tx<'_>, new: &RevisionText, now: Moment) -> Result<bool> {
    let place = revision_text::table.find((&new.letter_id, new.n, &new.language));
    let old: Option<RevisionText> = place.select(RevisionText::as_select()).first(tx.conn).optional()?;
    let Some(old) = old else {
        diesel::insert_into(revision_text::table).values(new).execute(tx.conn)?;
        return Ok(true);
    };
    if old == *new {
        return Ok(false);
    }
    if old.text_sha256 != new.text_sha256 {
        let kept = (
            replaced_text::letter_id.eq(&old.letter_id),
            replaced_text::n.eq(old.n),
            replaced_text::language.eq(&old.language),
            replaced_text::text_sha256.eq(&old.text_sha256),
            replaced_text::status.eq(old.status),
            replaced_text::content.eq(&old.content),
            replaced_text::canonical_text.eq(&old.canonical_text),
            replaced_text::stale.eq(&old.stale),
            replaced_text::replaced_at.eq(now),
        );
        // A text that came back and went again is there already.
        tx.try_insert(|conn| diesel::insert_into(replaced_text::table).values(kept).execute(conn))?;
    }
    diesel::update(place)
        .set((
            revision_text::status.eq(new.status),
            revision_text::content.eq(&new.content),
            revision_text::canonical_text.eq(&new.canonical_text),
            revision_text::text_sha256.eq(&new.text_sha256),
            revision_text::stale.eq(&new.stale),
            revision_text::credit.eq(&new.credit),
        ))
        .execute(tx.conn)?;
    Ok(true)
}

/// Texts by their hashes, of those that readers saw until they were mended and those that were taken off: number, language and
/// canonical text.
pub fn former_texts(db: &mut Db<'_>, letter: &LetterId, hashes: &[&str]) -> Result<Vec<(i32, String, String)>> {
    if hashes.is_empty() {
        return Ok(Vec::new());
    }
    let replaced = replaced_text::table
        .filter(replaced_text::letter_id.eq(letter))
        .filter(replaced_text::text_sha256.eq_any(hashes))
        .select((replaced_text::n, replaced_text::language, replaced_text::canonical_text))
        .load(db.conn)?;
    let hidden: Vec<(i32, String, String)> = revision_text::table
        .filter(revision_text::letter_id.eq(letter))
        .filter(revision_text::text_sha256.eq_any(hashes))
        .select((revision_text::n, revision_text::language, revision_text::canonical_text))
        .load(db.conn)?;
    let mut all: Vec<(i32, String, String)> = replaced;
    all.extend(hidden);
    all.sort();
    all.dedup();
    Ok(all)
}

/// Forgets who translated, and the link. The words stay: they belong to the letter.
pub fn forget_translator(tx: &mut Tx<'_>, id: &TranslationId, now: Moment) -> Result<()> {
    let own = token::translation_id.eq(id).and(token::purpose.eq(Purpose::Translate));
    diesel::delete(token::table.filter(own)).execute(tx.conn)?;
    diesel::update(translation::table.find(id))
        .set((
            translation::translator_sealed.eq(None::<String>),
            translation::email_sealed.eq(None::<String>),
            translation::token_sealed.eq(None::<String>),
            translation::revoked_at.eq(Some(now)),
        ))
        .execute(tx.conn)?;
    Ok(())
}
