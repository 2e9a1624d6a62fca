//! What the check desk reads: the queue, one signature opened as far as the asker may see it, and those it is compared with.

use std::collections::HashMap;

use diesel::prelude::*;
use sha2::{Digest, Sha256};

use crate::domain::ids::{CoordinatorId, LetterId, SharedLinkId, SignatureId};
use crate::domain::signature::{Listing, PrintedLine, SignatoryKind, Status};
use crate::error::Result;
use crate::store::schema::{coordinator, signature};
use crate::store::signature::{self as signatures, Signature, Signer};
use crate::store::{Db, invitation};

/// Whether the lines of withheld signatures are opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sight {
    /// Only what is named.
    Named,
    /// Withheld ones too; the caller has recorded who looks.
    All,
}

/// A signature as far as the asker may see it.
#[derive(Debug, Clone)]
pub struct Opened {
    /// Its row. Of a masked one show nothing but kind, status and times.
    pub row: Signature,
    /// The printed line; none while it is withheld from the asker, and none once erased.
    pub line: Option<PrintedLine>,
    /// Who signed; none likewise.
    pub signer: Option<Signer>,
    /// The correction that waits for a coordinator.
    pub proposal: Option<PrintedLine>,
}

impl Opened {
    /// Opens a signature's sealed fields.
    ///
    /// # Errors
    /// `Internal` when a field was sealed with another key.
    pub fn new(db: &Db<'_>, row: Signature, sight: Sight) -> Result<Opened> {
        let masked = row.listing == Listing::Withheld && sight == Sight::Named;
        if masked || row.purged_at.is_some() {
            return Ok(Opened { row, line: None, signer: None, proposal: None });
        }
        Ok(Opened { line: Some(row.line(db)?), signer: row.signer(db)?, proposal: row.proposal(db)?, row })
    }

    /// Whether the name is withheld from the asker.
    pub fn is_masked(&self) -> bool {
        self.row.listing == Listing::Withheld && self.line.is_none() && self.row.purged_at.is_none()
    }
}

/// The order of a queue.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Order {
    /// Who came first stands first: what waits.
    OldestFirst,
    /// What was decided.
    NewestFirst,
}

/// At most `limit` signatures of a letter in one status, behind `after` in the order of their coming.
pub fn queue(
    db: &mut Db<'_>,
    letter: &LetterId,
    status: Status,
    order: Order,
    after: Option<&SignatureId>,
    limit: usize,
) -> Result<Vec<Signature>> {
    let mut query = signature::table
        .filter(signature::letter_id.eq(letter))
        .filter(signature::status.eq(status))
        .limit(i64::try_from(limit).unwrap_or(i64::MAX))
        .select(Signature::as_select())
        .into_boxed();
    query = match order {
        Order::OldestFirst => query.order(signature::id.asc()),
        Order::NewestFirst => query.order(signature::id.desc()),
    };
    if let Some(after) = after {
        query = match order {
            Order::OldestFirst => query.filter(signature::id.gt(after)),
            Order::NewestFirst => query.filter(signature::id.lt(after)),
        };
    }
    Ok(query.load(db.conn)?)
}

/// The signatures that another one is compared with: listed and waiting for the check.
pub fn standing(db: &mut Db<'_>, letter: &LetterId, sight: Sight) -> Result<Vec<Opened>> {
    let rows = signatures::list(db, letter, &[Status::Listed, Status::Confirmed])?;
    let rows = rows.into_iter().filter(|row| row.listing == Listing::Named || sight == Sight::All);
    rows.map(|row| Opened::new(db, row, sight)).collect()
}

/// The lines of the organisations that are listed by name.
pub fn listed_organisations(db: &mut Db<'_>, letter: &LetterId) -> Result<Vec<PrintedLine>> {
    let rows: Vec<Signature> = signature::table
        .filter(signature::letter_id.eq(letter))
        .filter(signature::status.eq(Status::Listed))
        .filter(signature::listing.eq(Listing::Named))
        .filter(signature::kind.ne(SignatoryKind::Individual))
        .filter(signature::name.is_not_null())
        .select(Signature::as_select())
        .load(db.conn)?;
    rows.iter().map(|row| row.line(db)).collect()
}

/// What the conveners call the links of a letter that they shared.
pub fn link_labels(db: &mut Db<'_>, letter: &LetterId) -> Result<HashMap<SharedLinkId, String>> {
    Ok(invitation::shared_links(db, letter)?.into_iter().map(|link| (link.id, link.label)).collect())
}

/// The name of a coordinator, for "listed by"; none when the account is gone.
pub fn coordinator_name(db: &mut Db<'_>, id: &CoordinatorId) -> Result<Option<String>> {
    Ok(coordinator::table.find(id).select(coordinator::name).first(db.conn).optional()?)
}

/// Stands for everything that a checker decides on; another one after any change of the line, the listing or the wish.
pub fn fingerprint(row: &Signature) -> String {
    let parts = [
        Some(row.listing.as_str()),
        Some(row.kind.as_str()),
        row.name.as_deref(),
        row.latin_name.as_deref(),
        row.acronym.as_deref(),
        row.country.as_deref(),
        row.region.as_deref(),
        row.affiliation.as_deref(),
        row.role.as_deref(),
        row.website.as_deref(),
        row.representative.as_deref(),
        row.line_sealed.as_deref(),
        row.proposal_sealed.as_deref(),
    ];
    let mut hash = Sha256::new();
    for part in parts {
        // Its length in front keeps "a" + "bc" from "ab" + "c".
        hash.update(part.map_or(u64::MAX, |part| part.len() as u64).to_le_bytes());
        hash.update(part.unwrap_or_default());
    }
    hash.finalize().iter().take(8).map(|byte| format!("{byte:02x}")).collect()
}
