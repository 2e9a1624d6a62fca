//! Mail of a server without a relay: it never left, and operators read it on the desk. Sealed like everything with an
//! address in it; erased after thirty days.

use diesel::prelude::*;
use serde::{Deserialize, Serialize};

use crate::clock::Moment;
use crate::domain::ids::OutboxId;
use crate::error::{Error, Result};
use crate::store::schema::{self, caught_mail};
use crate::store::{Db, Tx};

/// A caught mail, as its columns have it. The id is a new one for each attempt and sorts by time.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = schema::caught_mail)]
struct Row {
    id: OutboxId,
    recipient_sealed: String,
    subject_sealed: String,
    message_sealed: String,
    caught_at: Moment,
}

/// What was in a mail.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Contents {
    /// Who writes, as the header says it.
    pub from: String,
    /// Where an answer goes.
    pub reply_to: Option<String>,
    /// The one-click link to end these mails.
    pub list_unsubscribe: Option<String>,
    /// The identifier of the mail.
    pub message_id: String,
    /// The plain text.
    pub text: String,
    /// The HTML.
    pub html: Option<String>,
}

/// A caught mail, opened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CaughtMail {
    /// Sorts by time.
    pub id: OutboxId,
    /// To whom it would have gone.
    pub recipient: String,
    /// Its subject.
    pub subject: String,
    /// The rest of it.
    pub contents: Contents,
    /// When.
    pub caught_at: Moment,
}

/// Keeps a mail.
pub fn insert(tx: &mut Tx<'_>, recipient: &str, subject: &str, contents: &Contents, now: Moment) -> Result<()> {
    let id = OutboxId::new();
    let json = serde_json::to_string(contents).map_err(|fault| Error::internal("writing a caught mail", fault))?;
    let seal = |column: &str, text: &str| tx.keys.seal("caught_mail", column, id.as_str(), text);
    let row = Row {
        recipient_sealed: seal("recipient", recipient),
        subject_sealed: seal("subject", subject),
        message_sealed: seal("message", &json),
        caught_at: now,
        id,
    };
    diesel::insert_into(caught_mail::table).values(&row).execute(tx.conn)?;
    Ok(())
}

/// At most `most` caught mails, the newest first, older than `before` if that is given.
pub fn list(db: &mut Db<'_>, before: Option<&OutboxId>, most: i64) -> Result<Vec<CaughtMail>> {
    let query = caught_mail::table.order(caught_mail::id.desc()).limit(most).select(Row::as_select());
    let rows: Vec<Row> = match before {
        Some(before) => query.filter(caught_mail::id.lt(before)).load(db.conn)?,
        None => query.load(db.conn)?,
    };
    rows.into_iter().map(|row| opened(db, row)).collect()
}

fn opened(db: &Db<'_>, row: Row) -> Result<CaughtMail> {
    let open = |column: &str, sealed: &str| db.keys.open("caught_mail", column, row.id.as_str(), sealed);
    let json = open("message", &row.message_sealed)?;
    let contents = serde_json::from_str(&json).map_err(|fault| Error::internal("reading a caught mail", fault))?;
    Ok(CaughtMail {
        recipient: open("recipient", &row.recipient_sealed)?,
        subject: open("subject", &row.subject_sealed)?,
        contents,
        caught_at: row.caught_at,
        id: row.id,
    })
}
