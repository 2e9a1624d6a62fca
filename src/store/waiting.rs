//! What waits for a person: the numbers of the overview's "Needs you" and of the daily mail.

use crate::domain::ids::{CoordinatorId, LetterId};
use crate::domain::signature::Status;
use crate::error::Result;
use crate::store::letter::{self, Letter};
use crate::store::{Db, invitation, signature};

/// How much waits in one letter.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Waiting {
    /// Complete signatures that nobody has listed or refused.
    pub to_check: i64,
    /// Signatures whose organisation said "this was not us".
    pub suspended: i64,
    /// Invitations of which no mail arrived.
    pub failed_mails: i64,
}

impl Waiting {
    /// Counts it.
    pub fn in_letter(db: &mut Db<'_>, id: &LetterId) -> Result<Waiting> {
        let counts = signature::count_by_status(db, id)?;
        let count = |status| counts.iter().find(|(one, _)| *one == status).map_or(0, |(_, count)| *count);
        let failed = invitation::progress(db, id, true)?.failed;
        Ok(Waiting {
            to_check: count(Status::Confirmed),
            suspended: count(Status::Suspended),
            failed_mails: i64::try_from(failed).unwrap_or_default(),
        })
    }

    /// The numbers by the words under which the catalogue names them (`need-`).
    pub fn by_word(&self) -> [(&'static str, i64); 3] {
        [("to-check", self.to_check), ("suspended", self.suspended), ("failed-mails", self.failed_mails)]
    }

    /// Whether nothing waits.
    pub fn is_nothing(&self) -> bool {
        *self == Waiting::default()
    }
}

/// The letters of a coordinator in which something waits, the newest first. Drafts and withdrawn letters ask nothing.
pub fn for_coordinator(db: &mut Db<'_>, id: &CoordinatorId) -> Result<Vec<(Letter, Waiting)>> {
    let mut found = Vec::new();
    for row in letter::list_for(db, id)? {
        if row.opened_at.is_none() || row.withdrawn_at.is_some() {
            continue;
        }
        let waiting = Waiting::in_letter(db, &row.id)?;
        if !waiting.is_nothing() {
            found.push((row, waiting));
        }
    }
    Ok(found)
}
