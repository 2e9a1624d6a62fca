//! The material of the demo: tables and letters that are part of the program.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::domain::signature::SignatoryKind;
use crate::error::Result;

use super::letter_file::LetterFile;
use super::told_wrong;

/// The order in which the letters were begun.
const LETTERS: [&str; 16] = [
    include_str!("letters/access-to-hearing-rooms.1.en.md"),
    include_str!("letters/letter-on-the-sarvel-barrage.1.en.md"),
    include_str!("letters/our-rivers-cross-borders.1.en.md"),
    include_str!("letters/night-releases.1.en.md"),
    include_str!("letters/press-release-rivers-letter.1.en.md"),
    include_str!("letters/half-the-seats.1.en.md"),
    include_str!("letters/keep-the-gauge-books-open.1.en.md"),
    include_str!("letters/reaction-to-the-presidents-reply.1.en.md"),
    include_str!("letters/a-fair-hearing-for-river-reporters.1.en.md"),
    include_str!("letters/wells-of-the-eastern-plain.1.en.md"),
    include_str!("letters/keep-the-gauge-books-open.2.en.md"),
    include_str!("letters/our-rivers-cross-borders.2.en.md"),
    include_str!("letters/our-rivers-cross-borders.2.ar.md"),
    include_str!("letters/our-rivers-cross-borders.2.es.md"),
    include_str!("letters/our-rivers-cross-borders.2.fr.md"),
    include_str!("letters/our-rivers-cross-borders.2.zh.md"),
];

/// Everything.
#[derive(Debug)]
pub(super) struct Material {
    pub coordinators: Vec<Coordinator>,
    /// All of them sign the main letter.
    pub signing: Arc<Vec<Body>>,
    /// None of them does; some say why.
    pub silent: Arc<Vec<Body>>,
    pub individuals: Arc<Vec<Body>>,
    /// The first wordings, in the order in which they were begun.
    pub letters: Vec<Arc<LetterFile>>,
    /// Second wordings by slug.
    pub revised: BTreeMap<&'static str, Arc<LetterFile>>,
    /// Translations of the newest wording by slug.
    pub translated: BTreeMap<&'static str, Vec<Arc<LetterFile>>>,
    pub coalition: Coalition,
}

#[derive(Debug, Clone)]
pub(super) struct Coordinator {
    pub name: String,
    pub email: String,
    pub is_operator: bool,
}

/// An organisation or a person.
#[derive(Debug, Clone)]
pub(super) struct Body {
    pub name: &'static str,
    pub latin_name: Option<String>,
    pub acronym: Option<String>,
    pub country: &'static str,
    pub region: Option<String>,
    pub kind: SignatoryKind,
    pub website: Option<String>,
    pub affiliation: Option<String>,
    pub representative: &'static str,
    pub role: &'static str,
    pub email: &'static str,
    pub language: &'static str,
    /// Why it declined.
    pub reason: &'static str,
}

/// In whose name the invitations go out.
#[derive(Debug, Clone, serde::Deserialize)]
pub(super) struct Coalition {
    pub sender_name: String,
    pub reply_to: String,
    /// By language.
    pub invitation: BTreeMap<String, CoveringText>,
}

#[derive(Debug, Clone, serde::Deserialize)]
pub(super) struct CoveringText {
    pub subject: String,
    pub message: String,
}

impl Material {
    pub(super) fn read() -> Result<Material> {
        let mut letters = Vec::new();
        let mut revised = BTreeMap::new();
        let mut translated: BTreeMap<&'static str, Vec<Arc<LetterFile>>> = BTreeMap::new();
        for text in LETTERS {
            let letter = LetterFile::parse(text)?;
            match letter.get("revision") {
                _ if !letter.get("translation").is_empty() => {
                    translated.entry(letter.get("slug")).or_default().push(Arc::new(letter));
                }
                "1" => letters.push(Arc::new(letter)),
                _ => drop(revised.insert(letter.get("slug"), Arc::new(letter))),
            }
        }
        let coalition = include_str!("coalition.toml");
        Ok(Material {
            coordinators: table(include_str!("coordinators.tsv")).map(|row| coordinator(&row)).collect(),
            signing: Arc::new(bodies(include_str!("organisations.tsv"))?),
            silent: Arc::new(bodies(include_str!("invitees_silent.tsv"))?),
            individuals: Arc::new(bodies(include_str!("individuals.tsv"))?),
            letters,
            revised,
            translated,
            coalition: toml::from_str(coalition).map_err(|fault| told_wrong("the file", "coalition.toml", fault))?,
        })
    }
}

/// The rows of a tab-separated table, each by its columns' names.
fn table(text: &'static str) -> impl Iterator<Item = BTreeMap<&'static str, &'static str>> {
    let mut lines = text.lines();
    let header: Vec<&str> = lines.next().unwrap_or_default().split('\t').collect();
    lines.map(move |line| header.iter().copied().zip(line.split('\t')).collect())
}

fn coordinator(row: &BTreeMap<&str, &str>) -> Coordinator {
    let cell = |name: &str| row.get(name).copied().unwrap_or_default();
    Coordinator {
        name: cell("name").to_owned(),
        email: cell("email").to_owned(),
        is_operator: cell("operator") == "yes",
    }
}

fn bodies(text: &'static str) -> Result<Vec<Body>> {
    table(text).map(|row| body(&row)).collect()
}

fn body(row: &BTreeMap<&str, &'static str>) -> Result<Body> {
    let cell = |name: &str| row.get(name).copied().unwrap_or_default();
    let filled = |name: &str| Some(cell(name)).filter(|text| !text.is_empty()).map(str::to_owned);
    // A table of persons has no column for the kind; the person represents nobody else.
    let kind = match cell("kind") {
        "" => SignatoryKind::Individual,
        word => word.parse().map_err(|fault| told_wrong("a kind", word, fault))?,
    };
    let is_person = kind == SignatoryKind::Individual;
    Ok(Body {
        name: cell("name"),
        latin_name: filled("latin_name"),
        acronym: filled("acronym"),
        country: cell("country"),
        region: filled("region").map(|name| name.to_lowercase()),
        kind,
        website: filled("website"),
        affiliation: filled("affiliation"),
        representative: if is_person { cell("name") } else { cell("representative") },
        role: cell("role"),
        email: cell("email"),
        language: cell("language"),
        reason: cell("reason"),
    })
}
