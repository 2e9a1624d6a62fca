//! The register of a letter, read in one go: who is listed and counts for the revision that the public reads.

use diesel::prelude::*;

use crate::clock::Moment;
use crate::domain::country::CountryCode;
use crate::domain::ids::SignatureId;
use crate::domain::letter::Wave;
use crate::domain::revision::counts_for;
use crate::domain::signature::{Listing, Origin, PrintedLine, SignatoryKind, Status, WithheldPlace};
use crate::error::{Error, Result};
use crate::render::register::{Labels, PublicSignatory, Register, Withheld};
use crate::store::letter::Letter;
use crate::store::schema::{self, signature as listed_signature};
use crate::store::{Db, letter, revision, signature};

/// The register of a letter for one of its revisions, with names of countries in `language`, the page's.
///
/// A signature counts when it is listed and only minor changes lie between the wording it saw and this revision. The
/// time of the last public change is the latest of what the database knows: publication, a strict change, a listing.
pub fn load(db: &mut Db<'_>, row: &Letter, n: i32, language: &str) -> Result<Register> {
    let labels = Labels::new(language, letter::country_labels(db, &row.id)?);
    let changes = revision::changes(db, &row.id)?;
    let mut listed: Vec<Line> = listed_signature::table
        .filter(listed_signature::letter_id.eq(&row.id))
        .filter(listed_signature::status.eq(Status::Listed))
        .select(Line::as_select())
        .load(db.conn)?;
    listed.retain(|line| counts_for(line.revision, n, &changes));
    let as_of = listed
        .iter()
        .filter_map(|line| line.listed_at)
        .chain(row.published_at)
        .chain(row.changed_at)
        .max()
        .unwrap_or(row.created_at);
    let mut named = Vec::new();
    let mut withheld = Vec::new();
    for line in listed {
        match line.listing {
            Listing::Named => named.push(public_line(line, &labels)?),
            Listing::Withheld => withheld.push(withheld_line(db, &line)?),
        }
    }
    let mut register = Register::new(labels, named, withheld, as_of);
    register.names_hidden = row.names_hidden;
    register.at_publication = row.published_counts.as_deref().and_then(|json| serde_json::from_str(json).ok());
    Ok(register)
}

/// What the register needs of a signature: with 100,000 of them, every column that is not read counts.
#[derive(Queryable, Selectable)]
#[diesel(table_name = schema::signature)]
struct Line {
    id: SignatureId,
    origin: Origin,
    listing: Listing,
    withheld_place: WithheldPlace,
    revision: i32,
    wave: Option<String>,
    kind: SignatoryKind,
    name: Option<String>,
    latin_name: Option<String>,
    acronym: Option<String>,
    country: Option<String>,
    region: Option<String>,
    affiliation: Option<String>,
    role: Option<String>,
    representative: Option<String>,
    line_sealed: Option<String>,
    listed_at: Option<Moment>,
}

fn public_line(line: Line, labels: &Labels) -> Result<PublicSignatory> {
    let wave = wave(line.wave.as_deref(), line.listed_at);
    let is_recorded = line.origin == Origin::Recorded;
    let printed = PrintedLine {
        kind: line.kind,
        name: line.name.ok_or(Error::NotFound)?,
        latin_name: line.latin_name,
        acronym: line.acronym,
        country: line.country,
        region: line.region,
        affiliation: line.affiliation,
        role: line.role,
        website: None,
        representative: line.representative,
    };
    Ok(PublicSignatory::new(printed, wave, is_recorded, labels))
}

/// Of a withheld signatory only the kind and the allowed place leave this function. Erased ones keep their kind.
fn withheld_line(db: &Db<'_>, line: &Line) -> Result<Withheld> {
    let opened = line.line_sealed.as_ref().map(|sealed| signature::open_line(db, &line.id, sealed)).transpose()?;
    let country = opened.and_then(|line| line.country).as_deref().and_then(CountryCode::parse);
    Ok(Withheld::new(line.kind, line.withheld_place, country))
}

/// Whether a signature was listed by publication, or later.
pub(super) fn wave(word: Option<&str>, listed_at: Option<Moment>) -> Wave {
    let word = word.and_then(|word| word.parse().ok());
    word.or(listed_at.map(|at| Wave::Late(at.date()))).unwrap_or(Wave::Initial)
}
