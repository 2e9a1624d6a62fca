//! Saved draft states (edits) and frozen wordings (revisions) with their texts by language.

use diesel::prelude::*;

use crate::clock::Moment;
use crate::domain::ids::{CoordinatorId, EditId, LetterId};
use crate::domain::revision::{Change, LetterText, Silence};
use crate::error::{Error, Result};
use crate::store::schema::{self, edit, replaced_text, revision, revision_text, translation};
use crate::store::signature::Signature;
use crate::store::{Db, Tx};
use crate::word_enum;

word_enum! {
    /// What a text in one language is to the signatories.
    TextStatus {
        /// The text that is signed.
        Signed => "signed",
        /// A translation that the conveners stand by.
        Official => "official",
        /// A translation for information.
        Unofficial => "unofficial",
    }
}

/// A saved draft state; `content` is a [`LetterText`] as JSON. `n` counts from 1 in each language.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = schema::edit)]
pub struct Edit {
    pub id: EditId,
    pub letter_id: LetterId,
    pub language: String,
    pub n: i32,
    pub content: String,
    pub note: String,
    pub author_id: Option<CoordinatorId>,
    /// When the row began.
    pub created_at: Moment,
    /// Whether the page saved by itself while somebody wrote.
    pub is_autosave: bool,
}

/// One frozen wording; readers see "version n".
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = schema::revision)]
pub struct Revision {
    pub letter_id: LetterId,
    pub n: i32,
    pub change: Change,
    pub note: String,
    pub frozen_at: Moment,
    pub frozen_by: CoordinatorId,
    /// What a signatory's silence means; only of a substantive change.
    pub silence: Option<Silence>,
    /// Until when signatories answer.
    pub answer_by: Option<Moment>,
    /// When the answers were put into effect.
    pub settled_at: Option<Moment>,
}

/// A frozen wording in one language: its parts (JSON), its canonical text and that text's SHA-256.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = schema::revision_text)]
pub struct RevisionText {
    pub letter_id: LetterId,
    pub n: i32,
    pub language: String,
    pub status: TextStatus,
    pub content: String,
    pub canonical_text: String,
    pub text_sha256: String,
    /// The places that stand in the letter's own language, parted by spaces: nobody translated their present words.
    pub stale: String,
    /// Who translated, where readers are told; empty otherwise.
    pub credit: String,
}

impl Edit {
    /// The text as saved.
    pub fn text(&self) -> Result<LetterText> {
        serde_json::from_str(&self.content).map_err(|fault| Error::internal("reading an edit", fault))
    }
}

impl RevisionText {
    /// The parts of the frozen text.
    pub fn text(&self) -> Result<LetterText> {
        serde_json::from_str(&self.content).map_err(|fault| Error::internal("reading a revision", fault))
    }
}

/// The newest edit of a letter in one language.
pub fn latest_edit(db: &mut Db<'_>, letter: &LetterId, language: &str) -> Result<Edit> {
    Ok(edit::table
        .filter(edit::letter_id.eq(letter))
        .filter(edit::language.eq(language))
        .order(edit::n.desc())
        .select(Edit::as_select())
        .first(db.conn)?)
}

/// One edit by its number.
pub fn find_edit(db: &mut Db<'_>, letter: &LetterId, language: &str, n: i32) -> Result<Edit> {
    Ok(edit::table
        .filter(edit::letter_id.eq(letter))
        .filter(edit::language.eq(language))
        .filter(edit::n.eq(n))
        .select(Edit::as_select())
        .first(db.conn)?)
}

/// What is told of a saved draft state in a list; its text is read with [`find_edit`].
#[derive(Debug, Clone, Queryable)]
pub struct EditLine {
    pub n: i32,
    pub note: String,
    pub author_id: Option<CoordinatorId>,
    pub created_at: Moment,
    pub is_autosave: bool,
}

/// The edits of a letter in one language, the newest first, at most `limit`.
pub fn list_edits(db: &mut Db<'_>, letter: &LetterId, language: &str, limit: i64) -> Result<Vec<EditLine>> {
    Ok(edit::table
        .filter(edit::letter_id.eq(letter))
        .filter(edit::language.eq(language))
        .order(edit::n.desc())
        .limit(limit)
        .select((edit::n, edit::note, edit::author_id, edit::created_at, edit::is_autosave))
        .load(db.conn)?)
}

/// Adds an edit; `None` when another one took its number first, that is, a second person saved meanwhile.
pub fn insert_edit(tx: &mut Tx<'_>, row: &Edit) -> Result<Option<()>> {
    Ok(tx.try_insert(|conn| diesel::insert_into(edit::table).values(row).execute(conn))?.map(|_| ()))
}

/// Puts a newer text into the row of an autosave, under the next number, so that whoever saw the older one is told. `false`
/// when the row has another number by now.
pub fn go_on(tx: &mut Tx<'_>, row: &Edit, content: &str) -> Result<bool> {
    let same = edit::table.filter(edit::id.eq(&row.id)).filter(edit::n.eq(row.n));
    Ok(diesel::update(same).set((edit::n.eq(row.n + 1), edit::content.eq(content))).execute(tx.conn)? == 1)
}

/// The author pressed Save on what the page had saved already: the row stays as it is, with its note.
pub fn finish_autosave(tx: &mut Tx<'_>, row: &Edit, note: &str) -> Result<()> {
    let done = (edit::is_autosave.eq(false), edit::note.eq(note));
    diesel::update(edit::table.filter(edit::id.eq(&row.id))).set(done).execute(tx.conn)?;
    Ok(())
}

/// The revisions of a letter, the first one first.
pub fn list(db: &mut Db<'_>, letter: &LetterId) -> Result<Vec<Revision>> {
    Ok(revision::table
        .filter(revision::letter_id.eq(letter))
        .order(revision::n)
        .select(Revision::as_select())
        .load(db.conn)?)
}

/// The revision with this number.
pub fn find(db: &mut Db<'_>, letter: &LetterId, n: i32) -> Result<Revision> {
    Ok(revision::table.find((letter, n)).select(Revision::as_select()).first(db.conn)?)
}

/// The newest revision of a letter, if it was ever opened.
pub fn latest(db: &mut Db<'_>, letter: &LetterId) -> Result<Option<Revision>> {
    Ok(revision::table
        .filter(revision::letter_id.eq(letter))
        .order(revision::n.desc())
        .select(Revision::as_select())
        .first(db.conn)
        .optional()?)
}

/// Number and kind of change of each revision, for counting which signatures stand.
pub fn changes(db: &mut Db<'_>, letter: &LetterId) -> Result<Vec<(i32, Change)>> {
    Ok(revision::table
        .filter(revision::letter_id.eq(letter))
        .order(revision::n)
        .select((revision::n, revision::change))
        .load(db.conn)?)
}

/// The frozen text of one revision in one language.
pub fn find_text(db: &mut Db<'_>, letter: &LetterId, n: i32, language: &str) -> Result<RevisionText> {
    Ok(revision_text::table.find((letter, n, language)).select(RevisionText::as_select()).first(db.conn)?)
}

/// The text of one revision in a language where readers see one in it, else in the letter's `own`.
pub fn find_shown(db: &mut Db<'_>, letter: &LetterId, n: i32, wanted: &str, own: &str) -> Result<RevisionText> {
    let is_shown = languages(db, letter, n)?.iter().any(|(tag, _)| tag == wanted);
    find_text(db, letter, n, if is_shown { wanted } else { own })
}

/// The very text that somebody signed, by its hash: a translation may have been mended since.
pub fn find_signed(db: &mut Db<'_>, signed: &Signature) -> Result<RevisionText> {
    let Signature { letter_id, revision: n, language, text_sha256, .. } = signed;
    find_seen(db, letter_id, *n, language, text_sha256)
}

/// The text of one revision in one language that has this hash, whether readers still see it or it was mended since.
pub fn find_seen(
    db: &mut Db<'_>,
    letter: &LetterId,
    n: i32,
    language: &str,
    text_sha256: &str,
) -> Result<RevisionText> {
    let text = find_text(db, letter, n, language)?;
    if text.text_sha256 == text_sha256 {
        return Ok(text);
    }
    let (status, content, canonical_text, stale): (TextStatus, String, String, String) = replaced_text::table
        .find((letter, n, language, text_sha256))
        .select((replaced_text::status, replaced_text::content, replaced_text::canonical_text, replaced_text::stale))
        .first(db.conn)?;
    let text_sha256 = text_sha256.to_owned();
    Ok(RevisionText { status, content, canonical_text, text_sha256, stale, credit: String::new(), ..text })
}

/// The numbers of the revisions that have a text in this language.
pub fn numbers_in(db: &mut Db<'_>, letter: &LetterId, language: &str) -> Result<Vec<i32>> {
    Ok(revision_text::table
        .filter(revision_text::letter_id.eq(letter))
        .filter(revision_text::language.eq(language))
        .order(revision_text::n)
        .select(revision_text::n)
        .load(db.conn)?)
}

/// The languages in which readers may see a revision.
pub fn languages(db: &mut Db<'_>, letter: &LetterId, n: i32) -> Result<Vec<(String, TextStatus)>> {
    let rows: Vec<(String, TextStatus)> = revision_text::table
        .filter(revision_text::letter_id.eq(letter))
        .filter(revision_text::n.eq(n))
        .order(revision_text::language)
        .select((revision_text::language, revision_text::status))
        .load(db.conn)?;
    let shown: Vec<String> = translation::table
        .filter(translation::letter_id.eq(letter))
        .filter(translation::is_shown)
        .select(translation::language)
        .load(db.conn)?;
    Ok(rows.into_iter().filter(|(tag, status)| *status == TextStatus::Signed || shown.contains(tag)).collect())
}

/// Freezes a wording: the revision and its texts. `None` when another one took the number first.
pub fn insert(tx: &mut Tx<'_>, row: &Revision, texts: &[RevisionText]) -> Result<Option<()>> {
    if tx.try_insert(|conn| diesel::insert_into(revision::table).values(row).execute(conn))?.is_none() {
        return Ok(None);
    }
    for text in texts {
        diesel::insert_into(revision_text::table).values(text).execute(tx.conn)?;
    }
    Ok(Some(()))
}
