//! The proof bundle of a public letter: its texts and its list of signatories under one signature, in formats that common
//! tools check without us. Everything here is a pure function of plain data, and equal content gives equal bytes.

mod bundle;
mod canonical;
mod check;
mod manifest;
mod minisign;
mod tree;
pub(in crate::render) mod zip;

pub use bundle::{INSTRUCTIONS, MANIFEST, bundle};
pub use check::{Check, Report, check};
pub use manifest::{Content, Manifest, Record, TextOf};
pub use minisign::{Public, SigningKey};
pub use tree::{Hash, from_hex, hex, leaf, root, salted_leaf, sha256};

#[cfg(test)]
mod tests;
