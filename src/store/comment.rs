//! Rounds of comments on a draft, and who is asked. Who was asked and what each said is sealed, a row for each person.

use std::collections::BTreeMap;

use diesel::prelude::*;
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::clock::Moment;
use crate::domain::comments::{Answer, Decision, Reviewer};
use crate::domain::email::EmailAddress;
use crate::domain::ids::{CoordinatorId, LetterId, ReviewerId, RoundId};
use crate::error::{Error, Result};
use crate::store::schema::{self, comment_round, reviewer, token};
use crate::store::{Db, Keys, Tx};

/// A round: one saved edit, and until when people comment on it.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = schema::comment_round)]
pub struct Round {
    pub id: RoundId,
    pub letter_id: LetterId,
    /// The language of the edit.
    pub language: String,
    /// The number of the edit that is commented on.
    pub edit_n: i32,
    pub opened_at: Moment,
    pub closes_at: Moment,
    /// When it ended; `None` until a job or a coordinator ends it.
    pub closed_at: Option<Moment>,
    pub created_by: CoordinatorId,
}

impl Round {
    /// Whether comments are taken; the clock decides before the job does.
    pub fn is_open(&self, now: Moment) -> bool {
        self.closed_at.is_none() && now < self.closes_at
    }

    /// When it ended or will end.
    pub fn end(&self) -> Moment {
        self.closed_at.map_or(self.closes_at, |at| at.min(self.closes_at))
    }
}

/// Somebody who is asked.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = schema::reviewer)]
pub struct ReviewerRow {
    pub id: ReviewerId,
    pub round_id: RoundId,
    pub letter_id: LetterId,
    pub person_sealed: String,
    pub email_index: String,
    pub asked_at: Moment,
    pub revoked_at: Option<Moment>,
    pub answered_at: Option<Moment>,
    pub answer_sealed: Option<String>,
    /// What was sent after the end.
    pub late_sealed: Option<String>,
    pub decisions_sealed: Option<String>,
}

/// How many are asked in a round, and how many of them answered in time.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Progress {
    /// Whoever was asked by mail, or answered at the desk.
    pub asked: usize,
    /// Of those.
    pub answered: usize,
}

/// What was decided on a reviewer's proposals, by place.
pub type Decisions = BTreeMap<String, Decision>;

impl ReviewerRow {
    /// Who it is.
    pub fn person(&self, db: &Db<'_>) -> Result<Reviewer> {
        opened(db.keys, "person", &self.id, &self.person_sealed)
    }

    /// What was said in time; nothing yet is an empty answer.
    pub fn answer(&self, db: &Db<'_>) -> Result<Answer> {
        optional(db.keys, "answer", &self.id, self.answer_sealed.as_deref()).map(Option::unwrap_or_default)
    }

    /// What came after the end.
    pub fn late(&self, db: &Db<'_>) -> Result<Option<Answer>> {
        optional(db.keys, "late", &self.id, self.late_sealed.as_deref())
    }

    /// What was decided.
    pub fn decisions(&self, db: &Db<'_>) -> Result<Decisions> {
        optional(db.keys, "decisions", &self.id, self.decisions_sealed.as_deref()).map(Option::unwrap_or_default)
    }
}

fn opened<T: DeserializeOwned>(keys: &Keys, column: &str, id: &ReviewerId, sealed: &str) -> Result<T> {
    let json = keys.open("reviewer", column, id.as_str(), sealed)?;
    serde_json::from_str(&json).map_err(|fault| Error::internal("reading a reviewer", fault))
}

fn optional<T: DeserializeOwned>(
    keys: &Keys,
    column: &str,
    id: &ReviewerId,
    sealed: Option<&str>,
) -> Result<Option<T>> {
    sealed.map(|sealed| opened(keys, column, id, sealed)).transpose()
}

fn sealed<T: Serialize>(keys: &Keys, column: &str, id: &ReviewerId, value: &T) -> Result<String> {
    let json = serde_json::to_string(value).map_err(|fault| Error::internal("writing a reviewer", fault))?;
    Ok(keys.seal("reviewer", column, id.as_str(), &json))
}

fn email_index(keys: &Keys, round: &RoundId, email: &EmailAddress) -> String {
    keys.blind_index("reviewer", &format!("{round} {}", email.canonical()))
}

/// Adds a round; `None` when one runs already.
pub fn insert_round(tx: &mut Tx<'_>, row: &Round) -> Result<Option<()>> {
    Ok(tx.try_insert(|conn| diesel::insert_into(comment_round::table).values(row).execute(conn))?.map(|_| ()))
}

/// The newest round of a letter.
pub fn latest(db: &mut Db<'_>, letter: &LetterId) -> Result<Option<Round>> {
    Ok(comment_round::table
        .filter(comment_round::letter_id.eq(letter))
        .order((comment_round::opened_at.desc(), comment_round::id.desc()))
        .select(Round::as_select())
        .first(db.conn)
        .optional()?)
}

/// A round.
pub fn find_round(db: &mut Db<'_>, id: &RoundId) -> Result<Round> {
    Ok(comment_round::table.find(id).select(Round::as_select()).first(db.conn)?)
}

/// Rounds that are not ended although their time is over.
pub fn due(db: &mut Db<'_>, now: Moment) -> Result<Vec<Round>> {
    Ok(comment_round::table
        .filter(comment_round::closed_at.is_null())
        .filter(comment_round::closes_at.le(now))
        .select(Round::as_select())
        .load(db.conn)?)
}

/// Rounds that ended before this moment.
pub fn rounds_before(db: &mut Db<'_>, old: Moment) -> Result<Vec<RoundId>> {
    Ok(comment_round::table.filter(comment_round::closes_at.le(old)).select(comment_round::id).load(db.conn)?)
}

/// Moves the end; a round that had ended runs again.
pub fn set_end(tx: &mut Tx<'_>, id: &RoundId, closes_at: Moment) -> Result<()> {
    let moved = (comment_round::closes_at.eq(closes_at), comment_round::closed_at.eq(None::<Moment>));
    diesel::update(comment_round::table.find(id)).set(moved).execute(tx.conn)?;
    Ok(())
}

/// Ends a round, at the latest at its stated time; `false` when it was ended before.
pub fn close(tx: &mut Tx<'_>, round: &Round, now: Moment) -> Result<bool> {
    let running = comment_round::table.find(&round.id).filter(comment_round::closed_at.is_null());
    let ended = (comment_round::closed_at.eq(Some(now)), comment_round::closes_at.eq(round.closes_at.min(now)));
    Ok(diesel::update(running).set(ended).execute(tx.conn)? == 1)
}

/// Adds somebody; `None` when the round has that address already.
pub fn ask(
    tx: &mut Tx<'_>,
    round: &Round,
    who: &Reviewer,
    email: &EmailAddress,
    now: Moment,
) -> Result<Option<ReviewerId>> {
    let id = ReviewerId::new();
    let row = ReviewerRow {
        person_sealed: sealed(tx.keys, "person", &id, who)?,
        email_index: email_index(tx.keys, &round.id, email),
        id: id.clone(),
        round_id: round.id.clone(),
        letter_id: round.letter_id.clone(),
        asked_at: now,
        revoked_at: None,
        answered_at: None,
        answer_sealed: None,
        late_sealed: None,
        decisions_sealed: None,
    };
    let inserted = tx.try_insert(|conn| diesel::insert_into(reviewer::table).values(&row).execute(conn))?;
    Ok(inserted.map(|_| id))
}

/// One reviewer.
pub fn find(db: &mut Db<'_>, id: &ReviewerId) -> Result<ReviewerRow> {
    Ok(reviewer::table.find(id).select(ReviewerRow::as_select()).first(db.conn)?)
}

/// Who has this address in a round.
pub fn find_by_email(db: &mut Db<'_>, round: &RoundId, email: &EmailAddress) -> Result<Option<ReviewerRow>> {
    let index = email_index(db.keys, round, email);
    Ok(reviewer::table
        .filter(reviewer::round_id.eq(round))
        .filter(reviewer::email_index.eq(index))
        .select(ReviewerRow::as_select())
        .first(db.conn)
        .optional()?)
}

/// How far a round is. A link that was taken back before an answer came asks nobody, and who only spoke after the end was not
/// asked.
pub fn progress(db: &mut Db<'_>, round: &Round) -> Result<Progress> {
    let answered: Vec<Option<Moment>> = reviewer::table
        .filter(reviewer::round_id.eq(&round.id))
        .filter(reviewer::asked_at.lt(round.end()))
        .filter(reviewer::revoked_at.is_null().or(reviewer::answered_at.is_not_null()))
        .select(reviewer::answered_at)
        .load(db.conn)?;
    Ok(Progress { asked: answered.len(), answered: answered.iter().flatten().count() })
}

/// Whose wordings entered which edit of a letter in one language, as labels, by the edit's number; nobody once the round is
/// erased.
pub fn proposers(db: &mut Db<'_>, letter: &LetterId, language: &str) -> Result<BTreeMap<i32, Vec<String>>> {
    let rows: Vec<ReviewerRow> = reviewer::table
        .inner_join(comment_round::table.on(comment_round::id.eq(reviewer::round_id)))
        .filter(reviewer::letter_id.eq(letter))
        .filter(reviewer::decisions_sealed.is_not_null())
        .filter(comment_round::language.eq(language))
        .order(reviewer::id)
        .select(ReviewerRow::as_select())
        .load(db.conn)?;
    let mut found: BTreeMap<i32, Vec<String>> = BTreeMap::new();
    for row in rows {
        let label = row.person(db)?.label();
        for edit in row.decisions(db)?.values().filter_map(|one| one.edit) {
            let names = found.entry(edit).or_default();
            if !names.contains(&label) {
                names.push(label.clone());
            }
        }
    }
    Ok(found)
}

/// The reviewers of a round, in the order asked.
pub fn reviewers(db: &mut Db<'_>, round: &RoundId) -> Result<Vec<ReviewerRow>> {
    Ok(reviewer::table
        .filter(reviewer::round_id.eq(round))
        .order(reviewer::id)
        .select(ReviewerRow::as_select())
        .load(db.conn)?)
}

/// Keeps who somebody says to be: the organisation a coordinator speaks for.
pub fn set_person(tx: &mut Tx<'_>, id: &ReviewerId, who: &Reviewer) -> Result<()> {
    let field = sealed(tx.keys, "person", id, who)?;
    diesel::update(reviewer::table.find(id)).set(reviewer::person_sealed.eq(field)).execute(tx.conn)?;
    Ok(())
}

/// Keeps what a reviewer says, in place of what was said before.
pub fn set_answer(tx: &mut Tx<'_>, id: &ReviewerId, answer: &Answer, now: Moment) -> Result<()> {
    let field = sealed(tx.keys, "answer", id, answer)?;
    diesel::update(reviewer::table.find(id))
        .set((reviewer::answer_sealed.eq(Some(field)), reviewer::answered_at.eq(Some(now))))
        .execute(tx.conn)?;
    Ok(())
}

/// Keeps what came after the end.
pub fn set_late(tx: &mut Tx<'_>, id: &ReviewerId, answer: &Answer) -> Result<()> {
    let field = sealed(tx.keys, "late", id, answer)?;
    diesel::update(reviewer::table.find(id)).set(reviewer::late_sealed.eq(Some(field))).execute(tx.conn)?;
    Ok(())
}

/// Keeps what was decided on a reviewer's proposals.
pub fn set_decisions(tx: &mut Tx<'_>, id: &ReviewerId, all: &Decisions) -> Result<()> {
    let field = sealed(tx.keys, "decisions", id, all)?;
    diesel::update(reviewer::table.find(id)).set(reviewer::decisions_sealed.eq(Some(field))).execute(tx.conn)?;
    Ok(())
}

/// Takes a link back: the link says so from then on. What was said stands. `false` when it was taken back before.
pub fn revoke(tx: &mut Tx<'_>, id: &ReviewerId, now: Moment) -> Result<bool> {
    let living = reviewer::table.find(id).filter(reviewer::revoked_at.is_null());
    let rows = diesel::update(living).set(reviewer::revoked_at.eq(Some(now))).execute(tx.conn)?;
    let links = token::table.filter(token::reviewer_id.eq(id)).filter(token::revoked_at.is_null());
    diesel::update(links).set(token::revoked_at.eq(Some(now))).execute(tx.conn)?;
    Ok(rows == 1)
}
