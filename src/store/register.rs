//! The register of a letter, read in one go: who is listed and counts for the revision that the public reads.

use crate::clock::Moment;
use crate::domain::country::CountryCode;
use crate::domain::letter::Wave;
use crate::domain::revision::counts_for;
use crate::domain::signature::{Listing, Origin, Status};
use crate::error::Result;
use crate::render::register::{Labels, PublicSignatory, Register, Withheld};
use crate::store::letter::Letter;
use crate::store::signature::Signature;
use crate::store::{Db, letter, revision, signature};

/// The register of a letter for one of its revisions, with names of countries in `language`, the page's.
///
/// A signature counts when it is listed and only minor changes lie between the wording it saw and this revision. The
/// time of the last public change is the latest of what the database knows: publication, a strict change, a listing.
pub fn load(db: &mut Db<'_>, row: &Letter, n: i32, language: &str) -> Result<Register> {
    let labels = Labels::new(language, letter::country_labels(db, &row.id)?);
    let changes = revision::changes(db, &row.id)?;
    let listed: Vec<Signature> = signature::list(db, &row.id, &[Status::Listed])?
        .into_iter()
        .filter(|signature| counts_for(signature.revision, n, &changes))
        .collect();
    let as_of = listed
        .iter()
        .filter_map(|signature| signature.listed_at)
        .chain(row.published_at)
        .chain(row.changed_at)
        .max()
        .unwrap_or(row.created_at);
    let mut named = Vec::new();
    let mut withheld = Vec::new();
    for signature in &listed {
        match signature.listing {
            Listing::Named => named.push(public_line(db, signature, &labels)?),
            Listing::Withheld => withheld.push(withheld_line(db, signature)?),
        }
    }
    let mut register = Register::new(labels, named, withheld, as_of);
    register.names_hidden = row.names_hidden;
    register.at_publication = row.published_counts.as_deref().and_then(|json| serde_json::from_str(json).ok());
    Ok(register)
}

fn public_line(db: &mut Db<'_>, signature: &Signature, labels: &Labels) -> Result<PublicSignatory> {
    let wave = wave(signature, signature.listed_at);
    Ok(PublicSignatory::new(signature.line(db)?, wave, signature.origin == Origin::Recorded, labels))
}

/// Of a withheld signatory only the kind and the allowed place leave this function. Erased ones keep their kind.
fn withheld_line(db: &mut Db<'_>, signature: &Signature) -> Result<Withheld> {
    let country = match &signature.line_sealed {
        Some(_) => signature.line(db)?.country.as_deref().and_then(CountryCode::parse),
        None => None,
    };
    Ok(Withheld::new(signature.kind, signature.withheld_place, country))
}

/// Whether a signature was listed by publication, or later.
pub(super) fn wave(signature: &Signature, listed_at: Option<Moment>) -> Wave {
    let word = signature.wave.as_deref().and_then(|word| word.parse().ok());
    word.or(listed_at.map(|at| Wave::Late(at.date()))).unwrap_or(Wave::Initial)
}
