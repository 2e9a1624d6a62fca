//! Whether signatures of an older text stand for a new one: one row for each signatory that is asked after a substantive change.

use diesel::prelude::*;

use crate::clock::Moment;
use crate::domain::ids::{LetterId, OutboxId, QuestionId, SignatureId};
use crate::domain::revision::{Change, Stand};
use crate::domain::signature::Status;
use crate::error::Result;
use crate::store::outbox::State;
use crate::store::revision::{self, Revision, RevisionText};
use crate::store::schema::{self, outbox, question, revision as revisions, signature};
use crate::store::signature::Signature;
use crate::store::{Db, Tx};

/// One signatory, asked about one revision.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = schema::question)]
pub struct Question {
    pub id: QuestionId,
    pub letter_id: LetterId,
    pub signature_id: SignatureId,
    pub revision: i32,
    pub asked_at: Moment,
    /// The mail that asks; none where nobody could be written to.
    pub mail_id: Option<OutboxId>,
    pub answer: Option<Stand>,
    pub by_silence: bool,
    pub answered_at: Option<Moment>,
    pub note_sealed: Option<String>,
}

impl Question {
    /// What the signatory wrote to the conveners.
    ///
    /// # Errors
    /// `Internal` when the field was sealed with another key.
    pub fn note(&self, db: &Db<'_>) -> Result<Option<String>> {
        let open = |sealed| db.keys.open("question", "note", self.id.as_str(), sealed);
        self.note_sealed.as_deref().map(open).transpose()
    }
}

/// One signatory who was asked: the answer, and how its signature stands.
#[derive(Debug, Clone, Copy, Queryable)]
pub struct Standing {
    pub answer: Option<Stand>,
    pub status: Status,
    /// The text that the signature belongs to.
    pub revision: i32,
}

/// A question whose answers are not yet in effect, with the revision that asks it.
#[derive(Debug, Clone)]
pub struct OpenQuestion {
    pub question: Question,
    pub revision: Revision,
}

/// The newest substantive revision of a letter: what everybody who signed an older text is asked about.
pub fn asking(db: &mut Db<'_>, letter: &LetterId) -> Result<Option<Revision>> {
    Ok(revisions::table
        .filter(revisions::letter_id.eq(letter))
        .filter(revisions::change.eq(Change::Substantive))
        .order(revisions::n.desc())
        .select(Revision::as_select())
        .first(db.conn)
        .optional()?)
}

/// The revisions whose answers are not in effect yet.
pub fn unsettled(db: &mut Db<'_>) -> Result<Vec<Revision>> {
    Ok(revisions::table
        .filter(revisions::answer_by.is_not_null())
        .filter(revisions::settled_at.is_null())
        .order((revisions::letter_id, revisions::n))
        .select(Revision::as_select())
        .load(db.conn)?)
}

/// The question that a signature has been asked and that still matters: it is about the newest substantive change, and the
/// signature is of an older text.
pub fn open_of(db: &mut Db<'_>, row: &Signature) -> Result<Option<OpenQuestion>> {
    let Some(revision) = asking(db, &row.letter_id)? else { return Ok(None) };
    if row.revision >= revision.n {
        return Ok(None);
    }
    Ok(find(db, &row.id, revision.n)?.map(|question| OpenQuestion { question, revision }))
}

/// The question of one signature about one revision.
pub fn find(db: &mut Db<'_>, id: &SignatureId, n: i32) -> Result<Option<Question>> {
    Ok(question::table
        .filter(question::signature_id.eq(id))
        .filter(question::revision.eq(n))
        .select(Question::as_select())
        .first(db.conn)
        .optional()?)
}

/// Some of the signatures that wait for the check or are listed under a text older than `n` and were not asked about it.
pub fn not_yet_asked(db: &mut Db<'_>, letter: &LetterId, n: i32, limit: i64) -> Result<Vec<Signature>> {
    let asked = question::table
        .filter(question::signature_id.eq(signature::id))
        .filter(question::revision.eq(n))
        .select(question::id);
    Ok(signature::table
        .filter(signature::letter_id.eq(letter))
        .filter(signature::status.eq(Status::Listed).or(signature::status.eq(Status::Confirmed)))
        .filter(signature::revision.lt(n))
        .filter(diesel::dsl::not(diesel::dsl::exists(asked)))
        .order(signature::id)
        .limit(limit)
        .select(Signature::as_select())
        .load(db.conn)?)
}

/// Some of the signatures that wait for their organisation's approval of a text older than `n`.
pub fn awaiting_approval(db: &mut Db<'_>, letter: &LetterId, n: i32, limit: i64) -> Result<Vec<Signature>> {
    Ok(signature::table
        .filter(signature::letter_id.eq(letter))
        .filter(signature::status.eq(Status::Pending))
        .filter(signature::address_confirmed)
        .filter(signature::revision.lt(n))
        .order(signature::id)
        .limit(limit)
        .select(Signature::as_select())
        .load(db.conn)?)
}

/// How the mail that asks fared, and since when.
#[derive(Debug, Clone, Copy, Queryable)]
pub struct Mailed {
    pub state: State,
    pub ended_at: Option<Moment>,
}

/// Everybody who was asked about revision `n`, with the signature and how the mail that asked fared.
pub fn list(db: &mut Db<'_>, letter: &LetterId, n: i32) -> Result<Vec<(Question, Signature, Option<Mailed>)>> {
    let rows: Vec<(Question, Signature, Option<State>, Option<Moment>)> = question::table
        .inner_join(signature::table)
        .left_join(outbox::table.on(outbox::id.nullable().eq(question::mail_id)))
        .filter(question::letter_id.eq(letter))
        .filter(question::revision.eq(n))
        .order(question::id)
        .select((Question::as_select(), Signature::as_select(), outbox::state.nullable(), outbox::ended_at.nullable()))
        .load(db.conn)?;
    let mailed = |(asked, row, state, ended_at): (_, _, Option<State>, _)| {
        (asked, row, state.map(|state| Mailed { state, ended_at }))
    };
    Ok(rows.into_iter().map(mailed).collect())
}

/// What became of each signatory who was asked about revision `n`, without who it is.
pub fn standings(db: &mut Db<'_>, letter: &LetterId, n: i32) -> Result<Vec<Standing>> {
    Ok(question::table
        .inner_join(signature::table)
        .filter(question::letter_id.eq(letter))
        .filter(question::revision.eq(n))
        .select((question::answer, signature::status, signature::revision))
        .load(db.conn)?)
}

/// How many listed signatures belong to a text older than `n`.
pub fn count_undecided(db: &mut Db<'_>, letter: &LetterId, n: i32) -> Result<i64> {
    Ok(signature::table
        .filter(signature::letter_id.eq(letter))
        .filter(signature::status.eq(Status::Listed))
        .filter(signature::revision.lt(n))
        .count()
        .get_result(db.conn)?)
}

/// Adds a question; `false` when another server asked first.
pub fn insert(tx: &mut Tx<'_>, row: &Question) -> Result<bool> {
    Ok(tx.try_insert(|conn| diesel::insert_into(question::table).values(row).execute(conn))?.is_some())
}

/// Notes by which mail a signatory is asked.
pub fn set_mail(tx: &mut Tx<'_>, id: &QuestionId, mail: Option<&OutboxId>) -> Result<()> {
    diesel::update(question::table.find(id)).set(question::mail_id.eq(mail)).execute(tx.conn)?;
    Ok(())
}

/// Keeps an answer; a note replaces the one before.
pub fn set_answer(
    tx: &mut Tx<'_>,
    id: &QuestionId,
    answer: Stand,
    by_silence: bool,
    note: Option<&str>,
    now: Moment,
) -> Result<()> {
    let sealed = note.map(|note| tx.keys.seal("question", "note", id.as_str(), note));
    diesel::update(question::table.find(id))
        .set((
            question::answer.eq(Some(answer)),
            question::by_silence.eq(by_silence),
            question::answered_at.eq(Some(now)),
            question::note_sealed.eq(sealed),
        ))
        .execute(tx.conn)?;
    Ok(())
}

/// Forgets what a signatory wrote, when its contact is erased.
pub fn forget_notes(tx: &mut Tx<'_>, id: &SignatureId) -> Result<()> {
    diesel::update(question::table.filter(question::signature_id.eq(id)))
        .set(question::note_sealed.eq(None::<String>))
        .execute(tx.conn)?;
    Ok(())
}

/// Notes that the answers to a revision are in effect; `false` when another server was first.
pub fn set_settled(tx: &mut Tx<'_>, letter: &LetterId, n: i32, now: Moment) -> Result<bool> {
    let rows = diesel::update(revisions::table.find((letter, n)).filter(revisions::settled_at.is_null()))
        .set(revisions::settled_at.eq(Some(now)))
        .execute(tx.conn)?;
    Ok(rows == 1)
}

/// Lets a signature belong to another text. Of one that is complete, the commitment is made anew.
pub fn rebind(tx: &mut Tx<'_>, id: &SignatureId, text: &RevisionText, is_complete: bool) -> Result<()> {
    diesel::update(signature::table.find(id))
        .set((
            signature::revision.eq(text.n),
            signature::language.eq(&text.language),
            signature::text_sha256.eq(&text.text_sha256),
        ))
        .execute(tx.conn)?;
    if !is_complete {
        return Ok(());
    }
    // The record in the proof names the text.
    crate::store::commitment::forget(tx, id)?;
    crate::store::commitment::make_for(tx, id)
}

/// The newest text in the language that a signatory read, or in the letter's own where readers see none in that.
pub fn text_for(db: &mut Db<'_>, row: &Signature, own: &str) -> Result<RevisionText> {
    let newest = revision::latest(db, &row.letter_id)?.ok_or(crate::error::Error::NotFound)?;
    revision::find_shown(db, &row.letter_id, newest.n, &row.language, own)
}

/// The text that a signatory signed and the newest one, in one language so that they can be compared.
pub fn texts_for(db: &mut Db<'_>, row: &Signature, own: &str) -> Result<(RevisionText, RevisionText)> {
    let new = text_for(db, row, own)?;
    let old = if new.language == row.language {
        revision::find_signed(db, row)?
    } else {
        revision::find_text(db, &row.letter_id, row.revision, &new.language)?
    };
    Ok((old, new))
}
