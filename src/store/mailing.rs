//! Covering texts as they were sent, and the jobs that send them.

use diesel::prelude::*;

use crate::clock::Moment;
use crate::domain::ids::{CoordinatorId, JobId, LetterId, MailingId};
use crate::error::Result;
use crate::store::schema::{self, job, mailing};
use crate::store::{Db, Tx};
use crate::word_enum;

word_enum! {
    /// What a mailing is for.
    MailingKind {
        /// Asks to sign.
        Invitation => "invitation",
        /// Asks those who have not answered.
        Reminder => "reminder",
        /// Asks once more before closing.
        LastCall => "last_call",
        /// Says what came of it.
        Thanks => "thanks",
        /// Anything else.
        Free => "free",
    }
}

/// A covering text with its sender, kept once for all its recipients.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = schema::mailing)]
pub struct Mailing {
    pub id: MailingId,
    pub letter_id: LetterId,
    pub kind: MailingKind,
    pub language: String,
    pub from_name: String,
    pub reply_to_sealed: String,
    pub subject: String,
    pub message: String,
    pub created_by: CoordinatorId,
    pub created_at: Moment,
}

/// A long piece of work with its own page; its numbers are counted from its mails.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = schema::job)]
pub struct Job {
    pub id: JobId,
    pub letter_id: LetterId,
    pub kind: String,
    pub mailing_id: Option<MailingId>,
    pub created_by: CoordinatorId,
    pub created_at: Moment,
    pub starts_at: Moment,
    pub cancelled_at: Option<Moment>,
}

impl Mailing {
    /// Where answers go, opened.
    pub fn reply_to(&self, db: &Db<'_>) -> Result<String> {
        db.keys.open("mailing", "reply_to", self.id.as_str(), &self.reply_to_sealed)
    }
}

/// The mailing with this id.
pub fn find(db: &mut Db<'_>, id: &MailingId) -> Result<Mailing> {
    Ok(mailing::table.find(id).select(Mailing::as_select()).first(db.conn)?)
}

/// The newest mailing of a letter, from which the next one starts.
pub fn latest(db: &mut Db<'_>, letter: &LetterId) -> Result<Option<Mailing>> {
    Ok(mailing::table
        .filter(mailing::letter_id.eq(letter))
        .order(mailing::created_at.desc())
        .select(Mailing::as_select())
        .first(db.conn)
        .optional()?)
}

/// Adds a mailing.
pub fn insert(tx: &mut Tx<'_>, row: &Mailing) -> Result<()> {
    diesel::insert_into(mailing::table).values(row).execute(tx.conn)?;
    Ok(())
}

/// The job with this id.
pub fn find_job(db: &mut Db<'_>, id: &JobId) -> Result<Job> {
    Ok(job::table.find(id).select(Job::as_select()).first(db.conn)?)
}

/// The jobs of a letter, the newest first.
pub fn jobs(db: &mut Db<'_>, letter: &LetterId) -> Result<Vec<Job>> {
    Ok(job::table
        .filter(job::letter_id.eq(letter))
        .order(job::created_at.desc())
        .select(Job::as_select())
        .load(db.conn)?)
}

/// Adds a job.
pub fn insert_job(tx: &mut Tx<'_>, row: &Job) -> Result<()> {
    diesel::insert_into(job::table).values(row).execute(tx.conn)?;
    Ok(())
}
