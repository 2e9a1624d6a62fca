//! The approvals that signatures wait for: one row for each person asked. A row leads to its signature and to nothing else,
//! so that it ties no withheld signature to the address book.

use std::collections::HashSet;

use diesel::prelude::*;
use serde::{Deserialize, Serialize};

use crate::clock::Moment;
use crate::domain::approval::Decision;
use crate::domain::ids::{ApprovalId, LetterId, SignatureId};
use crate::domain::signature::Status;
use crate::error::{Error, Result};
use crate::store::schema::{self, approval, signature};
use crate::store::{Db, Tx};

/// One person who is asked to approve one signature.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = schema::approval)]
pub struct Approval {
    pub id: ApprovalId,
    pub letter_id: LetterId,
    pub signature_id: SignatureId,
    pub person_sealed: String,
    pub asked_at: Moment,
    pub reminded_at: Option<Moment>,
    pub decision: Option<Decision>,
    pub decided_at: Option<Moment>,
    pub words_sealed: Option<String>,
    pub revoked_at: Option<Moment>,
}

/// Who is asked, and what the contact wrote to that person; sealed as one field.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Approver {
    /// The person's name.
    pub name: String,
    /// Where the request goes.
    pub email: String,
    /// The contact's note, or empty.
    pub note: String,
}

impl Approval {
    /// A new row; nothing is written yet.
    ///
    /// # Errors
    /// `Internal` when the person cannot be written as JSON.
    pub fn new(
        db: &Db<'_>,
        letter: &LetterId,
        signature: &SignatureId,
        who: &Approver,
        now: Moment,
    ) -> Result<Approval> {
        let id = ApprovalId::new();
        let json = serde_json::to_string(who).map_err(|fault| Error::internal("writing an approver", fault))?;
        Ok(Approval {
            letter_id: letter.clone(),
            signature_id: signature.clone(),
            person_sealed: db.keys.seal("approval", "person", id.as_str(), &json),
            asked_at: now,
            reminded_at: None,
            decision: None,
            decided_at: None,
            words_sealed: None,
            revoked_at: None,
            id,
        })
    }

    /// Who is asked.
    ///
    /// # Errors
    /// `Internal` when the field was sealed with another key.
    pub fn approver(&self, db: &Db<'_>) -> Result<Approver> {
        let json = db.keys.open("approval", "person", self.id.as_str(), &self.person_sealed)?;
        serde_json::from_str(&json).map_err(|fault| Error::internal("reading an approver", fault))
    }

    /// The reason of a refusal, or the newest comment.
    ///
    /// # Errors
    /// `Internal` when the field was sealed with another key.
    pub fn words(&self, db: &Db<'_>) -> Result<Option<String>> {
        let open = |sealed| db.keys.open("approval", "words", self.id.as_str(), sealed);
        self.words_sealed.as_deref().map(open).transpose()
    }

    /// Whether the answer is still awaited.
    pub fn is_open(&self) -> bool {
        self.decision.is_none() && self.revoked_at.is_none()
    }

    /// When this person was last written to.
    pub fn last_mail(&self) -> Moment {
        self.reminded_at.unwrap_or(self.asked_at)
    }
}

/// The approval with this id.
pub fn find(db: &mut Db<'_>, id: &ApprovalId) -> Result<Approval> {
    Ok(approval::table.find(id).select(Approval::as_select()).first(db.conn)?)
}

/// The approvals of a signature that were not taken back, in the order they were asked for.
pub fn of_signature(db: &mut Db<'_>, id: &SignatureId) -> Result<Vec<Approval>> {
    Ok(approval::table
        .filter(approval::signature_id.eq(id))
        .filter(approval::revoked_at.is_null())
        .order(approval::id)
        .select(Approval::as_select())
        .load(db.conn)?)
}

/// Every approval, of all letters, that a pending signature waits for.
pub fn awaited(db: &mut Db<'_>) -> Result<Vec<Approval>> {
    Ok(approval::table
        .inner_join(signature::table)
        .filter(signature::status.eq(Status::Pending))
        .filter(approval::decision.is_null())
        .filter(approval::revoked_at.is_null())
        .order(approval::id)
        .select(Approval::as_select())
        .load(db.conn)?)
}

/// Keyed hashes of the invitations of a letter whose organisation is asked to approve.
pub fn asking(db: &mut Db<'_>, letter: &LetterId) -> Result<HashSet<String>> {
    let indexes: Vec<Option<String>> = approval::table
        .inner_join(signature::table)
        .filter(approval::letter_id.eq(letter))
        .filter(approval::revoked_at.is_null())
        .filter(signature::status.eq(Status::Pending))
        .select(signature::invitation_index)
        .load(db.conn)?;
    Ok(indexes.into_iter().flatten().collect())
}

/// Adds an approval.
pub fn insert(tx: &mut Tx<'_>, row: &Approval) -> Result<()> {
    diesel::insert_into(approval::table).values(row).execute(tx.conn)?;
    Ok(())
}

/// Notes an answer; `false` when the person had answered before, or is not asked any more.
pub fn decide(tx: &mut Tx<'_>, id: &ApprovalId, decision: Decision, reason: Option<&str>, now: Moment) -> Result<bool> {
    let open = approval::table.find(id).filter(approval::decision.is_null()).filter(approval::revoked_at.is_null());
    let decided = (approval::decision.eq(Some(decision)), approval::decided_at.eq(Some(now)));
    let rows = diesel::update(open).set(decided).execute(tx.conn)?;
    if let Some(reason) = reason.filter(|reason| rows == 1 && !reason.is_empty()) {
        set_words(tx, id, reason)?;
    }
    Ok(rows == 1)
}

/// Keeps what the person wrote last.
pub fn set_words(tx: &mut Tx<'_>, id: &ApprovalId, words: &str) -> Result<()> {
    let sealed = tx.keys.seal("approval", "words", id.as_str(), words);
    diesel::update(approval::table.find(id)).set(approval::words_sealed.eq(Some(sealed))).execute(tx.conn)?;
    Ok(())
}

/// Notes a reminder; `false` when somebody else reminded since `seen`, so that of two servers only one writes.
pub fn set_reminded(tx: &mut Tx<'_>, seen: &Approval, now: Moment) -> Result<bool> {
    let same = approval::table.find(&seen.id).filter(approval::decision.is_null());
    let rows = match seen.reminded_at {
        Some(at) => diesel::update(same.filter(approval::reminded_at.eq(at)))
            .set(approval::reminded_at.eq(Some(now)))
            .execute(tx.conn)?,
        None => diesel::update(same.filter(approval::reminded_at.is_null()))
            .set(approval::reminded_at.eq(Some(now)))
            .execute(tx.conn)?,
    };
    Ok(rows == 1)
}

/// Takes back every answer that is still awaited for a signature; their links say so.
pub fn revoke_awaited(tx: &mut Tx<'_>, id: &SignatureId, now: Moment) -> Result<usize> {
    let awaited = approval::table
        .filter(approval::signature_id.eq(id))
        .filter(approval::decision.is_null())
        .filter(approval::revoked_at.is_null());
    Ok(diesel::update(awaited).set(approval::revoked_at.eq(Some(now))).execute(tx.conn)?)
}

/// Whether somebody who was asked about a signature has not said yes.
pub fn is_awaited(db: &mut Db<'_>, id: &SignatureId) -> Result<bool> {
    Ok(of_signature(db, id)?.iter().any(|one| one.decision != Some(Decision::Approved)))
}

/// Opens an approval again, for another text; its link goes on working, and what was written stays.
pub fn reopen(tx: &mut Tx<'_>, id: &ApprovalId, now: Moment) -> Result<()> {
    diesel::update(approval::table.find(id))
        .set((
            approval::asked_at.eq(now),
            approval::reminded_at.eq(None::<Moment>),
            approval::decision.eq(None::<Decision>),
            approval::decided_at.eq(None::<Moment>),
        ))
        .execute(tx.conn)?;
    Ok(())
}

/// Erases everybody who was asked about a signature, with their links.
pub fn forget(tx: &mut Tx<'_>, id: &SignatureId) -> Result<()> {
    diesel::delete(approval::table.filter(approval::signature_id.eq(id))).execute(tx.conn)?;
    Ok(())
}
