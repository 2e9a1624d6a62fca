//! One signatory's own proof: the record, its path to the root of a named manifest and the server's signature over that root, in one
//! small file. Of a withheld signatory it holds the salt, so it is given to nobody but the signatory.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::error::{Error, Result};
use crate::render::proof::canonical::canonical;
use crate::render::proof::manifest::{Content, Manifest, Record, comment};
use crate::render::proof::minisign::{Public, SigningKey};
use crate::render::proof::tree::{Hash, from_hex, hex, leaf, path, root, root_of_path, salted_leaf};
use crate::word_enum;

/// Names the format, for programs that read it.
const FORMAT: &str = "undersigned-path-1";

word_enum!(
    /// What is looked at in a path, in this order.
    PathCheck {
        /// The file is canonical JSON of a format that is known.
        Format => "format",
        /// The record, with its salt, has this leaf.
        Leaf => "leaf",
        /// The leaf is under the root.
        Root => "root",
        /// The key in the file signed letter, number and root.
        Signature => "signature",
    }
);

/// The file as it is written: canonical JSON of exactly these names.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct PathFile {
    format: String,
    index: u64,
    key: String,
    leaf: String,
    letter: String,
    number: i32,
    path: Vec<String>,
    record: Value,
    root: String,
    salt: Option<String>,
    signature: String,
    size: u64,
}

/// A record as its signatory holds it.
#[derive(Debug, Clone)]
pub struct Held {
    /// What was signed.
    pub record: Record,
    /// The salt of a withheld record.
    pub salt: Option<Hash>,
}

/// The bytes of a signatory's path in a manifest; none when the record is not under its root.
///
/// # Errors
/// As [`Record::bytes`].
pub fn written_path(
    held: &Held,
    content: &Content,
    number: i32,
    manifest: &Manifest,
    key: &SigningKey,
) -> Result<Option<Vec<u8>>> {
    let leaves = content.leaves()?;
    let own = held.record.leaf(held.salt.as_ref())?;
    let Ok(index) = leaves.binary_search(&own) else { return Ok(None) };
    let file = PathFile {
        format: FORMAT.to_owned(),
        index: index as u64,
        key: key.public().line(),
        leaf: hex(&own),
        letter: content.slug.clone(),
        number,
        path: path(&leaves, index).unwrap_or_default().iter().map(|hash| hex(hash)).collect(),
        record: held.record.value(),
        root: hex(&root(&leaves)),
        salt: held.salt.map(|salt| hex(&salt)),
        signature: key.sign(&manifest.bytes, &manifest.comment),
        size: leaves.len() as u64,
    };
    let text = text_of(&file).ok_or_else(|| Error::Internal("a path that is no JSON".into()))?;
    Ok(Some(text.into_bytes()))
}

fn text_of(file: &PathFile) -> Option<String> {
    canonical(&serde_json::to_value(file).ok()?)
}

/// What a check of a path found.
#[derive(Debug, Clone)]
pub struct PathReport {
    /// Each check that could be made, and whether it held.
    pub checks: Vec<(PathCheck, bool)>,
    /// The key that signed.
    pub key: Option<Public>,
    /// The letter's short name.
    pub letter: String,
    /// The manifest's number.
    pub number: i32,
    /// The manifest's root, hexadecimal.
    pub root: String,
    /// The name in the record.
    pub name: String,
    /// The number of the wording that was signed.
    pub version: u64,
    /// SHA-256 of that wording, hexadecimal.
    pub text_sha256: String,
    /// Whether the public list has this record as a hash only.
    pub is_withheld: bool,
}

impl PathReport {
    /// Whether all checks held.
    pub fn is_right(&self) -> bool {
        self.checks.len() == PathCheck::ALL.len() && self.checks.iter().all(|(_, held)| *held)
    }
}

/// Checks the bytes of a path. It needs nothing else; whether the key is the right one is for the reader to compare.
pub fn check_path(bytes: &[u8]) -> PathReport {
    let file = serde_json::from_slice::<PathFile>(bytes).ok();
    let file = file.filter(|file| file.format == FORMAT && text_of(file).is_some_and(|text| text.as_bytes() == bytes));
    let told = |name: &str| file.as_ref().and_then(|file| file.record[name].as_str()).unwrap_or_default().to_owned();
    let mut report = PathReport {
        checks: vec![(PathCheck::Format, file.is_some())],
        key: None,
        letter: String::new(),
        number: 0,
        root: String::new(),
        name: told("name"),
        version: 0,
        text_sha256: told("text_sha256"),
        is_withheld: false,
    };
    let Some(file) = file else { return report };
    report.version = file.record["version"].as_u64().unwrap_or_default();
    report.is_withheld = file.salt.is_some();
    report.key = Public::parse(&file.key).filter(|key| key.line() == file.key);
    let own = own_leaf(&file).filter(|own| hex(own) == file.leaf);
    report.checks.push((PathCheck::Leaf, own.is_some()));
    let siblings: Option<Vec<Hash>> = file.path.iter().map(|hash| from_hex(hash)).collect();
    let root = own.zip(siblings).and_then(|(own, path)| root_of_path(own, file.index, file.size, &path));
    let root = root.filter(|root| hex(root) == file.root);
    report.checks.push((PathCheck::Root, root.is_some()));
    let size = usize::try_from(file.size).unwrap_or(usize::MAX);
    let said = root.map(|root| comment(&file.letter, file.number, &root, size));
    let is_signed = said.zip(report.key.as_ref()).is_some_and(|(said, key)| key.says(&said, &file.signature));
    report.checks.push((PathCheck::Signature, is_signed));
    (report.letter, report.number, report.root) = (file.letter, file.number, file.root);
    report
}

fn own_leaf(file: &PathFile) -> Option<Hash> {
    let record = canonical(&file.record)?;
    match &file.salt {
        Some(salt) => Some(salted_leaf(&from_hex(salt)?, record.as_bytes())),
        None => Some(leaf(record.as_bytes())),
    }
}
