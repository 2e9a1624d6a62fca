//! The printed line in its columns, and a new signature around it.

use diesel::prelude::*;

use super::{Signature, name_index};
use crate::clock::Moment;
use crate::domain::ids::{LetterId, SignatureId};
use crate::domain::signature::{Listing, Origin, PrintedLine, SignatoryKind, Status, WithheldPlace};
use crate::domain::text::name_key;
use crate::error::{Error, Result};
use crate::store::Db;
use crate::store::revision::RevisionText;
use crate::store::schema;

/// The columns that hold a printed line, plain for a named signature, sealed for a withheld one.
#[derive(AsChangeset, Insertable)]
#[diesel(table_name = schema::signature)]
#[diesel(treat_none_as_null = true)]
pub struct LineColumns {
    pub listing: Listing,
    pub kind: SignatoryKind,
    pub name: Option<String>,
    pub name_key: Option<String>,
    pub latin_name: Option<String>,
    pub acronym: Option<String>,
    pub country: Option<String>,
    pub region: Option<String>,
    pub affiliation: Option<String>,
    pub role: Option<String>,
    pub website: Option<String>,
    pub representative: Option<String>,
    pub line_sealed: Option<String>,
    pub name_index: String,
}

impl LineColumns {
    /// Lays a printed line into its columns, sealed when it is to be withheld.
    pub fn new(
        db: &Db<'_>,
        letter: &LetterId,
        id: &SignatureId,
        listing: Listing,
        line: &PrintedLine,
    ) -> Result<LineColumns> {
        let name_index = name_index(db, letter, &line.name);
        if listing == Listing::Withheld {
            let json = serde_json::to_string(line).map_err(|fault| Error::internal("writing a line", fault))?;
            return Ok(LineColumns {
                listing,
                kind: line.kind,
                name: None,
                name_key: None,
                latin_name: None,
                acronym: None,
                country: None,
                region: None,
                affiliation: None,
                role: None,
                website: None,
                representative: None,
                line_sealed: Some(db.keys.seal("signature", "line", id.as_str(), &json)),
                name_index,
            });
        }
        Ok(LineColumns {
            listing,
            kind: line.kind,
            name: Some(line.name.clone()),
            name_key: Some(name_key(&line.name)),
            latin_name: line.latin_name.clone(),
            acronym: line.acronym.clone(),
            country: line.country.clone(),
            region: line.region.clone(),
            affiliation: line.affiliation.clone(),
            role: line.role.clone(),
            website: line.website.clone(),
            representative: line.representative.clone(),
            line_sealed: None,
            name_index,
        })
    }
}

impl Signature {
    /// A signature of this text with this line that waits for its address; how it came, and what is known of it, is filled in
    /// by the way that it came.
    pub fn of(text: &RevisionText, id: SignatureId, line: LineColumns, email_index: String, now: Moment) -> Signature {
        Signature {
            id,
            letter_id: text.letter_id.clone(),
            status: Status::Pending,
            origin: Origin::Open,
            listing: line.listing,
            withheld_place: WithheldPlace::None,
            revision: text.n,
            language: text.language.clone(),
            text_sha256: text.text_sha256.clone(),
            wave: None,
            kind: line.kind,
            name: line.name,
            name_key: line.name_key,
            latin_name: line.latin_name,
            acronym: line.acronym,
            country: line.country,
            region: line.region,
            affiliation: line.affiliation,
            role: line.role,
            website: line.website,
            representative: line.representative,
            line_sealed: line.line_sealed,
            contact_sealed: None,
            proposal_sealed: None,
            email_index,
            name_index: line.name_index,
            organisation_id: None,
            organisation_index: None,
            invitation_index: None,
            shared_link_id: None,
            address_confirmed: false,
            wants_updates: false,
            consent_note_sealed: None,
            reason_sealed: None,
            submitted_at: now,
            confirmed_at: None,
            listed_at: None,
            ended_at: None,
            checked_by: None,
            purged_at: None,
        }
    }
}
