//! The files of a bundle and the zip around them.

use crate::error::{Error, Result};
use crate::render::proof::manifest::{Content, Manifest};
use crate::render::proof::minisign::SigningKey;
use crate::render::proof::tree::{hex, sha256};
use crate::render::proof::zip::{self, Files};

/// The manifest's name in the bundle.
pub const MANIFEST: &str = "manifest.json";
/// The signature's name, where `minisign -V` looks for it.
pub const SIGNATURE: &str = "manifest.json.minisig";
/// The public key's name, where `minisign -V` looks for it.
pub const KEY: &str = "minisign.pub";
/// The name of the list of hashes.
pub const SUMS: &str = "SHA256SUMS";
/// The name of the explanation.
pub const INSTRUCTIONS_FILE: &str = "INSTRUCTIONS.txt";
/// How to check a bundle with no software of ours.
pub const INSTRUCTIONS: &str = include_str!("INSTRUCTIONS.txt");

/// The bytes of `proof.zip`: this content under its manifest.
///
/// # Errors
/// `Internal` when the texts are too large for a zip (4 GiB).
pub fn bundle(manifest: &Manifest, content: &Content, key: &SigningKey) -> Result<Vec<u8>> {
    let mut files: Files = vec![
        (INSTRUCTIONS_FILE.into(), INSTRUCTIONS.into()),
        (MANIFEST.into(), manifest.bytes.clone()),
        (SIGNATURE.into(), key.sign(&manifest.bytes, &manifest.comment).into()),
        (KEY.into(), key.public().file().into()),
    ];
    files.extend(content.files());
    files.push((SUMS.into(), sums(&files).into()));
    zip::write(&files).ok_or_else(|| Error::Internal("a proof bundle that is too large".into()))
}

/// The list that `sha256sum -c` reads.
pub fn sums(files: &[(String, Vec<u8>)]) -> String {
    files.iter().map(|(name, content)| format!("{}  {name}\n", hex(&sha256(content)))).collect()
}
