//! `signatories.csv` and `signatories.json` (contract, "Exports"). Withheld signatories have no line in either; the
//! JSON says how many they are. While all names are hidden, both carry counts only: the CSV its header alone.

use serde::Serialize;

use crate::domain::letter::Kind;
use crate::domain::signature::{Listing, SignatoryKind};
use crate::domain::text::formula_safe;
use crate::render::register::{Counts, PublicSignatory, Register};
use crate::render::when;
use crate::{Error, error::Result};

const CSV_HEADER: [&str; 11] = [
    "name",
    "latin_name",
    "acronym",
    "country_code",
    "country",
    "region",
    "kind",
    "representative",
    "role",
    "listing",
    "wave",
];

/// The names as CSV for spreadsheets: UTF-8 with BOM, CRLF, RFC 4180, no cell that a spreadsheet would run.
pub fn signatories_csv<'r>(lines: impl Iterator<Item = &'r PublicSignatory>) -> Result<Vec<u8>> {
    let mut writer =
        csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer("\u{FEFF}".as_bytes().to_vec());
    writer.write_record(CSV_HEADER).map_err(|fault| Error::internal("write signatories.csv", fault))?;
    for one in lines {
        let (wave, role) = (one.wave.to_string(), role(one));
        let cells: [&str; 11] = [
            &one.name,
            or_empty(&one.latin_name),
            or_empty(&one.acronym),
            one.code.map_or("", |code| code.as_str()),
            &one.country,
            &one.region_name,
            one.kind.as_str(),
            or_empty(&one.representative),
            &role,
            Listing::Named.as_str(),
            &wave,
        ];
        writer
            .write_record(cells.map(|cell| formula_safe(cell).into_owned()))
            .map_err(|fault| Error::internal("write signatories.csv", fault))?;
    }
    writer.into_inner().map_err(|fault| Error::internal("write signatories.csv", fault))
}

/// A table of a desk page as CSV, safe to open in a spreadsheet.
///
/// # Errors
/// `Internal` when rows have different lengths.
pub fn table<const N: usize>(rows: &[[String; N]]) -> Result<Vec<u8>> {
    let mut writer =
        csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer("\u{FEFF}".as_bytes().to_vec());
    for row in rows {
        let cells = row.iter().map(|cell| formula_safe(cell).into_owned());
        writer.write_record(cells).map_err(|fault| Error::internal("write a table", fault))?;
    }
    writer.into_inner().map_err(|fault| Error::internal("write a table", fault))
}

fn or_empty(text: &Option<String>) -> &str {
    text.as_deref().unwrap_or_default()
}

/// The representative's role; for a person who signs as an individual, role and affiliation as they stand on the page.
fn role(one: &PublicSignatory) -> String {
    let affiliation = one.affiliation.as_deref().filter(|_| one.is_individual());
    [one.role.as_deref(), affiliation].into_iter().flatten().collect::<Vec<_>>().join(", ")
}

/// What the JSON says of the letter itself.
#[derive(Debug, Clone, Serialize)]
pub struct LetterFacts {
    /// The short name in the URL.
    pub slug: String,
    /// The title in `language`.
    pub title: String,
    /// The kind of letter.
    pub kind: Kind,
    /// BCP 47 tag of the text.
    pub language: String,
    /// The published revision's number.
    pub version: i32,
    /// SHA-256 of its canonical text, hexadecimal.
    pub text_sha256: String,
    /// When it became public, RFC 3339 in UTC.
    pub published_at: String,
    /// The absolute URL of the letter.
    pub url: String,
}

#[derive(Serialize)]
struct Document<'a> {
    letter: &'a LetterFacts,
    as_of: String,
    counts: JsonCounts,
    signatories: Vec<JsonSignatory<'a>>,
}

#[derive(Serialize)]
struct JsonCounts {
    organisations: usize,
    countries: usize,
    individuals: usize,
    withheld: usize,
}

impl From<Counts> for JsonCounts {
    fn from(counts: Counts) -> JsonCounts {
        let Counts { organisations, countries, individuals, withheld } = counts;
        JsonCounts { organisations, countries, individuals, withheld }
    }
}

#[derive(Serialize)]
struct JsonSignatory<'a> {
    name: &'a str,
    latin_name: Option<&'a str>,
    acronym: Option<&'a str>,
    country_code: Option<&'static str>,
    country: &'a str,
    region: &'a str,
    kind: SignatoryKind,
    representative: Option<&'a str>,
    role: Option<String>,
    wave: String,
    /// Present only where consent was noted by a coordinator, which must be said wherever the line is listed.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    recorded: bool,
}

/// The names and counts as JSON.
pub fn signatories_json(letter: &LetterFacts, register: &Register) -> Result<Vec<u8>> {
    let document = Document {
        letter,
        as_of: when::iso(register.as_of),
        counts: register.counts().into(),
        signatories: register.named().map(json_signatory).collect(),
    };
    let mut bytes =
        serde_json::to_vec_pretty(&document).map_err(|fault| Error::internal("write signatories.json", fault))?;
    bytes.push(b'\n');
    Ok(bytes)
}

fn json_signatory(one: &PublicSignatory) -> JsonSignatory<'_> {
    JsonSignatory {
        name: &one.name,
        latin_name: one.latin_name.as_deref(),
        acronym: one.acronym.as_deref(),
        country_code: one.code.map(|code| code.as_str()),
        country: &one.country,
        region: &one.region_name,
        kind: one.kind,
        representative: one.representative.as_deref(),
        role: Some(role(one)).filter(|role| !role.is_empty()),
        wave: one.wave.to_string(),
        recorded: one.is_recorded,
    }
}
