//! The proof bundle of a public letter: its texts and its list of signatories under one signature, in formats that common
//! tools check without us; and one signatory's path to that signature. Everything here is a pure function of plain data, and equal content gives equal bytes.

mod bundle;
mod canonical;
mod check;
mod manifest;
mod minisign;
mod path;
mod tree;
pub(in crate::render) mod zip;

pub use bundle::{INSTRUCTIONS, MANIFEST, bundle};
pub use check::{Check, Report, check};
pub use manifest::{Content, Manifest, Named, Record, Standing, TextOf, TranslationOf};
pub use minisign::{Public, SigningKey};
pub use path::{Held, PathCheck, PathReport, check_path, written_path};
pub use tree::{Hash, from_hex, hex, leaf, root, salted_leaf, sha256};

#[cfg(test)]
mod tests;
