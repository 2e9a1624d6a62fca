//! `undersigned verify FILE`.

use std::io::Read;
use std::path::Path;

use super::Failed;
use crate::render::proof::{Check, PathCheck, PathReport, Public, check, check_path};

/// No bundle is as large; more is not read.
const MOST: u64 = 64 * 1024 * 1024;

/// Checks a proof bundle, or one signatory's path, and says what was found.
pub fn verify(file: &Path, key: Option<&str>) -> Result<(), Failed> {
    let wanted = key.map(public_key).transpose()?;
    let bytes = read(file)?;
    if bytes.starts_with(b"%PDF") {
        return Err(Failed::Told(
            "This is a PDF. This version checks proof bundles (proof.zip) and paths (signature-proof.json) only."
                .into(),
        ));
    }
    if bytes.first() == Some(&b'{') {
        return verify_path(file, &check_path(&bytes), wanted.as_ref());
    }
    let report = check(&bytes);
    for (check, held) in &report.checks {
        println!("{}  {}", if *held { "right" } else { "WRONG" }, words(*check));
    }
    let is_wanted = tell_key(report.key.as_ref(), wanted.as_ref());
    if !report.is_right() || !is_wanted {
        println!("{} must not be relied on.", file.display());
        return Err(Failed::Found);
    }
    println!("Letter: {}", report.url);
    println!("Manifest {}, list as of {}, SHA-256 {}", report.number, report.as_of, report.sha256);
    match &report.previous {
        Some(previous) => println!("The manifest before: SHA-256 {previous}"),
        None => println!("There is no manifest before."),
    }
    println!("Signatories: {} by name, {} withheld", report.named, report.withheld);
    Ok(())
}

fn verify_path(file: &Path, report: &PathReport, wanted: Option<&Public>) -> Result<(), Failed> {
    for (check, held) in &report.checks {
        println!("{}  {}", if *held { "right" } else { "WRONG" }, path_words(*check));
    }
    let is_wanted = tell_key(report.key.as_ref(), wanted);
    if !report.is_right() || !is_wanted {
        println!("{} must not be relied on.", file.display());
        return Err(Failed::Found);
    }
    println!("Signatory: {}{}", report.name, if report.is_withheld { " (withheld on the public list)" } else { "" });
    println!("Letter: {}, version {}, SHA-256 of the text {}", report.letter, report.version, report.text_sha256);
    println!("Manifest {}, root {}", report.number, report.root);
    Ok(())
}

/// Says which key signed, and whether it is the one that was asked for.
fn tell_key(key: Option<&Public>, wanted: Option<&Public>) -> bool {
    match (key, wanted) {
        (None, _) => false,
        (Some(key), None) => {
            println!("Signed with the key {}. Compare it with the one that the conveners tell you:", key.name());
            println!("{}", key.line());
            true
        }
        (Some(key), Some(wanted)) => {
            let is_wanted = key == wanted;
            println!("{}  the key is the one you gave", if is_wanted { "right" } else { "WRONG" });
            is_wanted
        }
    }
}

fn public_key(text: &str) -> Result<Public, Failed> {
    let file = std::fs::read_to_string(text).ok();
    Public::parse(file.as_deref().unwrap_or(text))
        .ok_or_else(|| Failed::Told("The public key is neither a minisign .pub file nor its second line.".into()))
}

fn read(file: &Path) -> Result<Vec<u8>, Failed> {
    let refused = |fault: std::io::Error| Failed::Told(format!("{} cannot be read: {fault}", file.display()));
    let mut bytes = Vec::new();
    std::fs::File::open(file).map_err(refused)?.take(MOST + 1).read_to_end(&mut bytes).map_err(refused)?;
    if bytes.len() as u64 > MOST {
        return Err(Failed::Told(format!("{} is larger than 64 MiB and no proof bundle.", file.display())));
    }
    Ok(bytes)
}

fn path_words(check: PathCheck) -> &'static str {
    match check {
        PathCheck::Format => "the file is of a known format",
        PathCheck::Leaf => "the record has the leaf in the file",
        PathCheck::Root => "the leaf is under the root",
        PathCheck::Signature => "the root is signed by the key in the file",
    }
}

fn words(check: Check) -> &'static str {
    match check {
        Check::Container => "the file is a whole bundle",
        Check::Sums => "every file has the fingerprint in SHA256SUMS",
        Check::Signature => "the manifest is signed by the key in the bundle",
        Check::Format => "the manifest is canonical and of a known format",
        Check::Texts => "the texts are those that the manifest names",
        Check::Leaves => "every record has its leaf",
        Check::Root => "all leaves are under the signed root",
        Check::Counts => "the numbers are those of the list",
    }
}
