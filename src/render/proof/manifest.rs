//! The manifest: who signed what, as one canonical JSON document. A withheld signatory is a hash there, of the same form for
//! everybody, and all hashes stand in their own order, so that neither place nor shape tells who it is.
//!
//! The leaf of a record is known when somebody signs, so that a receipt can name it: what happens later (the day of listing) stands
//! beside the record and not in it.

use serde_json::{Value, json};

use crate::domain::signature::PrintedLine;
use crate::error::{Error, Result};
use crate::render::proof::canonical::canonical;
use crate::render::proof::tree::{Hash, hex, leaf, root, salted_leaf, sha256};
use crate::render::register::Counts;
use crate::word_enum;

/// Names the format, for programs that read it.
pub const FORMAT: &str = "undersigned-manifest-1";

/// What stands on the list for one signatory.
#[derive(Debug, Clone)]
pub struct Record {
    /// The printed line.
    pub line: PrintedLine,
    /// Whether consent was noted by a coordinator.
    pub recorded: bool,
    /// The number of the wording that was signed.
    pub version: i32,
    /// SHA-256 of that wording, hexadecimal.
    pub text_sha256: String,
}

impl Record {
    pub(super) fn value(&self) -> Value {
        let line = &self.line;
        json!({
            "acronym": line.acronym,
            "affiliation": line.affiliation,
            "country": line.country,
            "kind": line.kind.as_str(),
            "latin_name": line.latin_name,
            "name": line.name,
            "recorded": self.recorded,
            "region": line.region,
            "representative": line.representative,
            "role": line.role,
            "text_sha256": self.text_sha256,
            "version": self.version,
        })
    }

    /// The leaf under which it stands: with a salt where the name is withheld.
    ///
    /// # Errors
    /// As [`Record::bytes`].
    pub fn leaf(&self, salt: Option<&Hash>) -> Result<Hash> {
        let bytes = self.bytes()?;
        Ok(salt.map_or_else(|| leaf(&bytes), |salt| salted_leaf(salt, &bytes)))
    }

    /// The bytes that are hashed.
    ///
    /// # Errors
    /// `Internal` for a version below 0, which no database holds.
    pub fn bytes(&self) -> Result<Vec<u8>> {
        written(&self.value())
    }
}

/// Somebody who stands by name.
#[derive(Debug, Clone)]
pub struct Named {
    /// What was signed.
    pub record: Record,
    /// `initial` or the day on which it came.
    pub wave: String,
}

/// A published wording.
#[derive(Debug, Clone)]
pub struct TextOf {
    /// Its number.
    pub n: i32,
    /// What kind of change it was.
    pub change: &'static str,
    /// Why it was changed.
    pub note: String,
    /// When it was frozen, RFC 3339 in UTC.
    pub frozen_at: String,
    /// The canonical text.
    pub canonical_text: String,
}

impl TextOf {
    /// Its name in the bundle.
    pub fn file(&self) -> String {
        format!("versions/{}.md", self.n)
    }
}

word_enum!(
    /// What a text in another language than the letter's own is, as the manifest says it.
    Standing {
        /// Readers see it, and the conveners stand by it.
        Official => "official",
        /// Readers see it for information.
        Unofficial => "unofficial",
        /// Somebody on the list signed it; readers do not see it any more, because it was mended or taken off.
        Former => "former",
    }
);

/// A published wording in another language than the letter's own.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct TranslationOf {
    /// The number of the wording.
    pub n: i32,
    /// BCP 47 tag.
    pub language: String,
    /// What it is.
    pub standing: Standing,
    /// The canonical text.
    pub canonical_text: String,
}

impl TranslationOf {
    fn sha256(&self) -> String {
        hex(&sha256(self.canonical_text.as_bytes()))
    }

    /// Its name in the bundle; several former texts of one wording and language differ in what they say.
    pub fn file(&self) -> String {
        match self.standing {
            Standing::Former => format!("versions/{}.{}.{}.md", self.n, self.language, &self.sha256()[..16]),
            Standing::Official | Standing::Unofficial => format!("versions/{}.{}.md", self.n, self.language),
        }
    }
}

/// What the public reads of a letter, without number and time of noting: equal content needs no new manifest.
#[derive(Debug, Clone)]
pub struct Content {
    /// The short name in the URL.
    pub slug: String,
    /// The title of the newest published wording.
    pub title: String,
    /// The kind of letter.
    pub kind: &'static str,
    /// BCP 47 tag of the text.
    pub language: String,
    /// When it became public, RFC 3339 in UTC.
    pub published_at: String,
    /// The absolute URL of the letter.
    pub url: String,
    /// The second line of the public key.
    pub key: String,
    /// Every published wording in the letter's own language, the first one first.
    pub texts: Vec<TextOf>,
    /// The same in other languages, by wording and language.
    pub translations: Vec<TranslationOf>,
    /// The time of the last public change, RFC 3339 in UTC: the same that page, register and files say.
    pub as_of: String,
    /// How many signed.
    pub counts: Counts,
    /// Those who stand by name; none while all names are hidden.
    pub named: Vec<Named>,
    /// The hashes of those who do not; none while all names are hidden.
    pub withheld: Vec<Hash>,
    /// Whether the conveners hide all names: the manifest then has only counts.
    pub names_hidden: bool,
}

/// A manifest as it is signed.
#[derive(Debug, Clone)]
pub struct Manifest {
    /// Canonical JSON.
    pub bytes: Vec<u8>,
    /// Its SHA-256, hexadecimal: the next one names it.
    pub sha256: String,
    /// The signed comment: letter, number, root and how many leaves. Whoever has it needs no manifest to believe the root.
    pub comment: String,
}

impl Content {
    /// The files with the texts: name and content.
    pub(super) fn files(&self) -> impl Iterator<Item = (String, Vec<u8>)> {
        let own = self.texts.iter().map(|text| (text.file(), text.canonical_text.clone().into_bytes()));
        own.chain(self.translations.iter().map(|text| (text.file(), text.canonical_text.clone().into_bytes())))
    }

    /// All leaves in the order of the tree.
    ///
    /// # Errors
    /// As [`Record::bytes`].
    pub fn leaves(&self) -> Result<Vec<Hash>> {
        let named: Result<Vec<Hash>> = self.named.iter().map(|one| one.record.leaf(None)).collect();
        let mut leaves = named?;
        leaves.extend(&self.withheld);
        leaves.sort_unstable();
        Ok(leaves)
    }

    fn value(&self) -> Result<Value> {
        let mut named = Vec::with_capacity(self.named.len());
        for one in &self.named {
            named.push((one.record.leaf(None)?, one));
        }
        named.sort_by_key(|(leaf, _)| *leaf);
        let mut withheld = self.withheld.clone();
        withheld.sort_unstable();
        let merkle_root = hex(&root(&self.leaves()?));
        let named: Vec<_> = named
            .into_iter()
            .map(|(leaf, one)| json!({ "leaf": hex(&leaf), "record": one.record.value(), "wave": one.wave }))
            .collect();
        let versions: Vec<_> = self.texts.iter().map(version).collect();
        let translations: Vec<_> = self.translations.iter().map(translation).collect();
        let Counts { organisations, countries, individuals, withheld: withheld_count } = self.counts;
        Ok(json!({
            "as_of": self.as_of,
            "counts": {
                "countries": countries,
                "individuals": individuals,
                "organisations": organisations,
                "withheld": withheld_count,
            },
            "format": FORMAT,
            "key": self.key,
            "letter": {
                "kind": self.kind,
                "language": self.language,
                "published_at": self.published_at,
                "slug": self.slug,
                "title": self.title,
                "url": self.url,
            },
            "merkle_root": merkle_root,
            "names_hidden": self.names_hidden,
            "named": named,
            "translations": translations,
            "versions": versions,
            "withheld": withheld.iter().map(|leaf| hex(leaf)).collect::<Vec<_>>(),
        }))
    }

    /// SHA-256 of the content, hexadecimal.
    ///
    /// # Errors
    /// As [`Record::bytes`].
    pub fn sha256(&self) -> Result<String> {
        Ok(hex(&sha256(&written(&self.value()?)?)))
    }

    /// The manifest with this number, the time at which it was noted (RFC 3339 in UTC) and the hash of the one before.
    ///
    /// # Errors
    /// As [`Record::bytes`].
    pub fn manifest(&self, number: i32, noted_at: &str, previous: Option<&str>) -> Result<Manifest> {
        let mut value = self.value()?;
        value["number"] = json!(number);
        value["noted_at"] = json!(noted_at);
        value["previous"] = json!(previous);
        let bytes = written(&value)?;
        let sha256 = hex(&sha256(&bytes));
        let leaves = self.leaves()?;
        let comment = comment(&self.slug, number, &root(&leaves), leaves.len());
        Ok(Manifest { bytes, sha256, comment })
    }
}

/// What is signed apart from the manifest's bytes.
pub(super) fn comment(slug: &str, number: i32, root: &Hash, leaves: usize) -> String {
    format!("letter {slug} manifest {number} root {} leaves {leaves}", hex(root))
}

fn version(text: &TextOf) -> Value {
    json!({
        "change": text.change,
        "file": text.file(),
        "frozen_at": text.frozen_at,
        "n": text.n,
        "note": text.note,
        "sha256": hex(&sha256(text.canonical_text.as_bytes())),
    })
}

fn translation(text: &TranslationOf) -> Value {
    json!({
        "file": text.file(),
        "language": text.language,
        "n": text.n,
        "sha256": text.sha256(),
        "standing": text.standing.as_str(),
    })
}

fn written(value: &Value) -> Result<Vec<u8>> {
    let text = canonical(value).ok_or_else(|| Error::Internal("a manifest with a number that is not whole".into()))?;
    Ok(text.into_bytes())
}
