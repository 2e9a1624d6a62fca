//! What coordinators set around a letter's text: details, language, dates, safety. Each is saved only over what its form showed.

use diesel::prelude::*;

use super::{Convener, Letter};
use crate::domain::dates::{Dates, DatesForm, When};
use crate::domain::ids::LetterId;
use crate::domain::letter::{Kind, ListingRule, Particulars, Signers};
use crate::error::{Error, Result};
use crate::store::Tx;
use crate::store::schema::letter;

/// What stands around the text and in no frozen wording.
#[derive(Debug, Clone)]
pub struct Details {
    pub slug: String,
    pub kind: Kind,
    pub signers: Signers,
    pub place: String,
    pub dated: String,
    pub summary: String,
    pub conveners: Vec<Convener>,
    pub asks_representative: bool,
    pub particulars: Particulars,
}

/// The switches for the signers' safety and how names reach the list.
#[derive(Debug, Clone)]
pub struct Safety {
    pub high_risk: bool,
    pub signing_paused: bool,
    pub listing_rule: ListingRule,
    /// The noun beside the number of countries; empty for the catalogue's own.
    pub countries_noun: String,
}

/// Saves the details if nobody saved them since `based_on`; `None` when the slug is taken.
pub fn set_details(tx: &mut Tx<'_>, id: &LetterId, details: &Details, based_on: i32) -> Result<Option<bool>> {
    let conveners =
        serde_json::to_string(&details.conveners).map_err(|fault| Error::internal("writing conveners", fault))?;
    let particulars =
        serde_json::to_string(&details.particulars).map_err(|fault| Error::internal("writing particulars", fault))?;
    let rows = tx.try_insert(|conn| {
        diesel::update(letter::table.find(id).filter(letter::details_version.eq(based_on)))
            .set((
                letter::slug.eq(&details.slug),
                letter::kind.eq(details.kind),
                letter::signers.eq(details.signers),
                letter::place.eq(&details.place),
                letter::dated.eq(&details.dated),
                letter::summary.eq(&details.summary),
                letter::conveners.eq(&conveners),
                letter::asks_representative.eq(details.asks_representative),
                letter::particulars.eq(&particulars),
                letter::details_version.eq(based_on + 1),
            ))
            .execute(conn)
    })?;
    Ok(rows.map(|rows| rows == 1))
}

/// Sets the language that the letter is signed in.
pub fn set_language(tx: &mut Tx<'_>, id: &LetterId, language: &str) -> Result<()> {
    diesel::update(letter::table.find(id)).set(letter::language.eq(language)).execute(tx.conn)?;
    Ok(())
}

/// The letter's dates, read back from its row.
pub fn dates(row: &Letter) -> Result<Dates> {
    Dates::parse(&DatesForm {
        due_at: row.due_local.as_deref().unwrap_or_default(),
        closes_at: row.closes_local.as_deref().unwrap_or_default(),
        publishes_at: row.publishes_local.as_deref().unwrap_or_default(),
        time_zone: &row.time_zone,
        zone_label: &row.zone_label,
        collects: row.collects.as_str(),
    })
    .map_err(|faults| Error::Internal(format!("a letter's dates contradict each other: {faults:?}")))
}

/// Saves the dates if nobody saved them since `based_on`.
pub fn set_dates(tx: &mut Tx<'_>, id: &LetterId, dates: &Dates, based_on: i32) -> Result<bool> {
    let local = |when: &Option<When>| when.as_ref().map(|when| when.local.to_string());
    let at = |when: &Option<When>| when.as_ref().map(|when| when.at);
    let rows = diesel::update(letter::table.find(id).filter(letter::dates_version.eq(based_on)))
        .set((
            letter::collects.eq(dates.collects),
            letter::due_at.eq(at(&dates.due)),
            letter::due_local.eq(local(&dates.due)),
            letter::closes_at.eq(at(&dates.closes)),
            letter::closes_local.eq(local(&dates.closes)),
            letter::publishes_at.eq(at(&dates.publishes)),
            letter::publishes_local.eq(local(&dates.publishes)),
            letter::time_zone.eq(dates.zone.name()),
            letter::zone_label.eq(&dates.zone_label),
            letter::dates_version.eq(based_on + 1),
        ))
        .execute(tx.conn)?;
    Ok(rows == 1)
}

/// Saves the safety switches.
pub fn set_safety(tx: &mut Tx<'_>, id: &LetterId, safety: &Safety) -> Result<()> {
    diesel::update(letter::table.find(id))
        .set((
            letter::high_risk.eq(safety.high_risk),
            letter::signing_paused.eq(safety.signing_paused),
            letter::listing_rule.eq(safety.listing_rule),
            letter::countries_noun.eq(&safety.countries_noun),
        ))
        .execute(tx.conn)?;
    Ok(())
}
