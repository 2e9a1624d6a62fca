//! Checking a bundle: the same that `INSTRUCTIONS.txt` does by hand. A bundle is right only when every check holds.

use std::collections::HashSet;

use serde_json::Value;

use crate::render::proof::bundle::{INSTRUCTIONS_FILE, KEY, MANIFEST, SIGNATURE, SUMS, sums};
use crate::render::proof::canonical::canonical;
use crate::render::proof::manifest::FORMAT;
use crate::render::proof::minisign::Public;
use crate::render::proof::tree::{Hash, from_hex, hex, leaf, root, sha256};
use crate::render::proof::zip::{self, Files};
use crate::word_enum;

word_enum!(
    /// What is looked at, in this order.
    Check {
        /// The file is a whole bundle as Undersigned writes it.
        Container => "container",
        /// Every file has the SHA-256 that SHA256SUMS says.
        Sums => "sums",
        /// The manifest is signed by the key in the bundle.
        Signature => "signature",
        /// The manifest is canonical JSON of a format that is known.
        Format => "format",
        /// The texts are those that the manifest names, and among them is each that somebody on the list signed.
        Texts => "texts",
        /// Every named signatory has the leaf that follows from the record.
        Leaves => "leaves",
        /// All leaves together have the signed root.
        Root => "root",
        /// The numbers are those of the list.
        Counts => "counts",
    }
);

/// What a check found.
#[derive(Debug, Clone)]
pub struct Report {
    /// Each check that could be made, and whether it held. The first one that fails ends the list where the others need it.
    pub checks: Vec<(Check, bool)>,
    /// The key that signed.
    pub key: Option<Public>,
    /// The letter's address, as the manifest has it.
    pub url: String,
    /// The manifest's number.
    pub number: u64,
    /// The time of the last public change in it, RFC 3339 in UTC.
    pub as_of: String,
    /// SHA-256 of the manifest, hexadecimal.
    pub sha256: String,
    /// SHA-256 of the manifest before, hexadecimal.
    pub previous: Option<String>,
    /// How many stand by name.
    pub named: usize,
    /// How many are hashes.
    pub withheld: usize,
}

impl Report {
    /// Whether all checks held.
    pub fn is_right(&self) -> bool {
        self.checks.len() == Check::ALL.len() && self.checks.iter().all(|(_, held)| *held)
    }
}

/// Checks the bytes of a bundle.
pub fn check(bytes: &[u8]) -> Report {
    let mut report = Report {
        checks: Vec::new(),
        key: None,
        url: String::new(),
        number: 0,
        as_of: String::new(),
        sha256: String::new(),
        previous: None,
        named: 0,
        withheld: 0,
    };
    let Some(files) = zip::read(bytes).filter(has_its_files) else {
        report.checks.push((Check::Container, false));
        return report;
    };
    report.checks.push((Check::Container, true));
    let content = |name: &str| files.iter().find(|(file, _)| file == name).map_or(&[][..], |(_, content)| content);
    let text = |name: &str| std::str::from_utf8(content(name)).unwrap_or_default();
    report.checks.push((Check::Sums, sums(&files[..files.len() - 1]).as_bytes() == content(SUMS)));
    report.key = Public::parse(text(KEY)).filter(|key| key.file() == text(KEY));
    let manifest = content(MANIFEST);
    report.sha256 = hex(&sha256(manifest));
    let is_signed = report.key.as_ref().is_some_and(|key| key.verifies(manifest, text(SIGNATURE)));
    report.checks.push((Check::Signature, is_signed));
    let value: Value = serde_json::from_slice(manifest).unwrap_or_default();
    let is_canonical = canonical(&value).is_some_and(|text| text.as_bytes() == manifest);
    let is_known =
        is_canonical && value["format"] == FORMAT && report.key.as_ref().is_some_and(|key| value["key"] == key.line());
    report.checks.push((Check::Format, is_known));
    if is_known {
        read(&value, &mut report);
        report.checks.push((Check::Texts, texts_match(&value, &files) && signed_texts_are_there(&value)));
        list_matches(&value, &mut report);
    }
    report
}

/// The fixed files at their places, the versions between them, nothing twice.
fn has_its_files(files: &Files) -> bool {
    let names: Vec<&str> = files.iter().map(|(name, _)| name.as_str()).collect();
    let Some((&[one, two, three, four], rest)) = names.split_first_chunk::<4>() else { return false };
    let Some((&last, versions)) = rest.split_last() else { return false };
    [one, two, three, four, last] == [INSTRUCTIONS_FILE, MANIFEST, SIGNATURE, KEY, SUMS] && !versions.is_empty()
}

fn read(value: &Value, report: &mut Report) {
    report.url = value["letter"]["url"].as_str().unwrap_or_default().to_owned();
    report.number = value["number"].as_u64().unwrap_or_default();
    report.as_of = value["as_of"].as_str().unwrap_or_default().to_owned();
    report.previous = value["previous"].as_str().map(str::to_owned);
}

fn texts_match(value: &Value, files: &Files) -> bool {
    let (Some(versions), Some(translations)) = (value["versions"].as_array(), value["translations"].as_array()) else {
        return false;
    };
    let there = &files[4..files.len() - 1];
    versions.len() + translations.len() == there.len()
        && versions
            .iter()
            .chain(translations)
            .zip(there)
            .all(|(text, (name, content))| text["file"] == **name && text["sha256"] == *hex(&sha256(content)))
}

/// Whether the text that each named signatory signed is among the texts. Somebody may have signed a newer version already, which
/// is published later.
fn signed_texts_are_there(value: &Value) -> bool {
    let list = |name: &str| value[name].as_array().map_or(&[][..], Vec::as_slice);
    let texts = list("versions").iter().chain(list("translations"));
    let there: HashSet<&str> = texts.filter_map(|text| text["sha256"].as_str()).collect();
    let newest = list("versions").iter().filter_map(|version| version["n"].as_i64()).max().unwrap_or_default();
    let mut records = list("named").iter().map(|one| &one["record"]);
    records.all(|record| {
        record["text_sha256"].as_str().is_some_and(|sha256| there.contains(sha256))
            || record["version"].as_i64().is_some_and(|n| n > newest)
    })
}

fn list_matches(value: &Value, report: &mut Report) {
    let empty = Vec::new();
    let (named, withheld) =
        (value["named"].as_array().unwrap_or(&empty), value["withheld"].as_array().unwrap_or(&empty));
    (report.named, report.withheld) = (named.len(), withheld.len());
    let own = |one: &Value| -> Option<Hash> {
        let computed = leaf(canonical(&one["record"])?.as_bytes());
        (one["leaf"] == *hex(&computed)).then_some(computed)
    };
    let leaves: Option<Vec<Hash>> =
        named.iter().map(own).chain(withheld.iter().map(|one| from_hex(one.as_str()?))).collect();
    report.checks.push((Check::Leaves, leaves.is_some()));
    let Some(mut leaves) = leaves else { return };
    leaves.sort_unstable();
    report.checks.push((Check::Root, value["merkle_root"] == *hex(&root(&leaves))));
    let counts = &value["counts"];
    let individuals = named.iter().filter(|one| one["record"]["kind"] == "individual").count();
    let organisations = named.len() - individuals;
    let at_least = |name: &str, least: usize| counts[name].as_u64().is_some_and(|count| count >= least as u64);
    let total = |names: [&str; 2]| names.iter().filter_map(|name| counts[*name].as_u64()).sum::<u64>();
    let all = (named.len() + withheld.len()) as u64;
    let agree = value["names_hidden"] == true && all == 0
        || at_least("organisations", organisations)
            && at_least("individuals", individuals)
            && total(["organisations", "individuals"]) == all
            && counts["withheld"] == withheld.len();
    report.checks.push((Check::Counts, agree));
}
