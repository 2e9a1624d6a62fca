//! Covering texts as they were sent, and the jobs that send them.

use diesel::prelude::*;

use crate::clock::Moment;
use crate::domain::ids::{CoordinatorId, JobId, LetterId, MailingId};
use crate::domain::language::best;
use crate::domain::mailing::{Audience, Covering, Translation};
use crate::error::{Error, Result};
use crate::store::schema::{self, job, mailing, mailing_text};
use crate::store::{Db, Tx};

pub use crate::domain::mailing::MailingKind;

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
    /// [`Audience`] as JSON.
    pub audience: String,
    /// When its last mail was written into the outbox; none before, and before a later day has come.
    pub queued_at: Option<Moment>,
    /// Since when its mails stay.
    pub paused_at: Option<Moment>,
    /// When its sender was told that it is done.
    pub told_at: Option<Moment>,
}

impl Job {
    /// To whom it goes.
    ///
    /// # Errors
    /// `Internal` when the row was damaged.
    pub fn audience(&self) -> Result<Audience> {
        serde_json::from_str(&self.audience).map_err(|fault| Error::internal("reading an audience", fault))
    }

    /// Whether it waits for its day: nothing of it is in the outbox.
    pub fn is_planned(&self, now: Moment) -> bool {
        let was_set = self.starts_at - self.created_at > crate::store::job::WRITTEN_AHEAD;
        was_set && self.queued_at.is_none() && self.cancelled_at.is_none() && self.starts_at > now
    }
}

impl Mailing {
    /// Where answers go, opened.
    pub fn reply_to(&self, db: &Db<'_>) -> Result<String> {
        db.keys.open("mailing", "reply_to", self.id.as_str(), &self.reply_to_sealed)
    }
}

/// The words of a mailing for somebody who reads this language: in the nearest that there is, else in the mailing's own.
pub fn covering_for(db: &mut Db<'_>, row: &Mailing, language: Option<&str>) -> Result<Covering> {
    let others = translations(db, &row.id)?;
    let there = std::iter::once(row.language.as_str()).chain(others.iter().map(|one| one.language.as_str()));
    let nearest = language.and_then(|wanted| best(wanted, there));
    let translated = others.iter().find(|one| nearest == Some(one.language.as_str()));
    let own = || (row.language.clone(), row.subject.clone(), row.message.clone());
    let (language, subject, message) =
        translated.map_or_else(own, |one| (one.language.clone(), one.subject.clone(), one.message.clone()));
    Ok(Covering { language, from_name: row.from_name.clone(), reply_to: row.reply_to(db)?, subject, message })
}

/// The words of a mailing in further languages.
pub fn translations(db: &mut Db<'_>, id: &MailingId) -> Result<Vec<Translation>> {
    let rows: Vec<(String, String, String)> = mailing_text::table
        .filter(mailing_text::mailing_id.eq(id))
        .order(mailing_text::language)
        .select((mailing_text::language, mailing_text::subject, mailing_text::message))
        .load(db.conn)?;
    let translation = |(language, subject, message)| Translation { language, subject, message };
    Ok(rows.into_iter().map(translation).collect())
}

/// Adds the words in a further language.
pub fn insert_translation(tx: &mut Tx<'_>, id: &MailingId, new: &Translation) -> Result<()> {
    diesel::insert_into(mailing_text::table)
        .values((
            mailing_text::mailing_id.eq(id),
            mailing_text::language.eq(&new.language),
            mailing_text::subject.eq(&new.subject),
            mailing_text::message.eq(&new.message),
        ))
        .execute(tx.conn)?;
    Ok(())
}

/// The newest mailing of a letter for this purpose.
pub fn latest_of(db: &mut Db<'_>, letter: &LetterId, kind: MailingKind) -> Result<Option<Mailing>> {
    Ok(mailing::table
        .filter(mailing::letter_id.eq(letter))
        .filter(mailing::kind.eq(kind))
        .order(mailing::created_at.desc())
        .select(Mailing::as_select())
        .first(db.conn)
        .optional()?)
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
