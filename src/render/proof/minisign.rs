//! Ed25519 signatures in minisign's formats, prehashed with BLAKE2b-512 as minisign itself writes them today.
//! `minisign -V` checks them.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use blake2::{Blake2b512, Digest};
use ring::signature::{ED25519, Ed25519KeyPair, KeyPair, UnparsedPublicKey};

use crate::error::{Error, Result};
use crate::render::proof::tree::sha256;

const KEY_ALGORITHM: &[u8] = b"Ed";
const PREHASHED: &[u8] = b"ED";
const TRUSTED: &str = "trusted comment: ";
/// The first line, which nothing signs.
const UNTRUSTED: &str = "untrusted comment: signature by Undersigned, check with minisign";

/// The half of the key that is told to everybody.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Public {
    id: [u8; 8],
    key: [u8; 32],
}

/// The half that signs.
pub struct SigningKey {
    pair: Ed25519KeyPair,
    public: Public,
}

impl SigningKey {
    /// The key that grows from these 32 secret bytes.
    ///
    /// # Errors
    /// `Internal` when the library refuses them, which it does for no 32 bytes.
    pub fn from_seed(seed: &[u8; 32]) -> Result<SigningKey> {
        let refused = |fault: &dyn std::fmt::Display| Error::Internal(format!("the signing key: {fault}"));
        let pair = Ed25519KeyPair::from_seed_unchecked(seed).map_err(|fault| refused(&fault))?;
        let key: [u8; 32] = pair.public_key().as_ref().try_into().map_err(|fault| refused(&fault))?;
        let mut id = [0; 8];
        id.copy_from_slice(&sha256(&key)[..8]);
        Ok(SigningKey { pair, public: Public { id, key } })
    }

    /// What others check with.
    pub fn public(&self) -> &Public {
        &self.public
    }

    /// The `.minisig` file for a message. The comment is one line and is signed with it.
    pub fn sign(&self, message: &[u8], comment: &str) -> String {
        let signature = self.pair.sign(&Blake2b512::digest(message));
        let mut line = PREHASHED.to_vec();
        line.extend(self.public.id);
        line.extend(signature.as_ref());
        let whole = self.pair.sign(&[signature.as_ref(), comment.as_bytes()].concat());
        format!("{UNTRUSTED}\n{}\n{TRUSTED}{comment}\n{}\n", STANDARD.encode(line), STANDARD.encode(whole))
    }
}

impl Public {
    /// The `.pub` file.
    pub fn file(&self) -> String {
        format!("untrusted comment: minisign public key {}\n{}\n", self.name(), self.line())
    }

    /// Its second line, which `minisign -P` takes.
    pub fn line(&self) -> String {
        STANDARD.encode([KEY_ALGORITHM, &self.id, &self.key].concat())
    }

    /// The key's short name as minisign prints it.
    pub fn name(&self) -> String {
        format!("{:016X}", u64::from_le_bytes(self.id))
    }

    /// Reads a `.pub` file, or its second line alone.
    pub fn parse(text: &str) -> Option<Public> {
        let bytes = STANDARD.decode(text.trim_end().lines().last()?).ok()?;
        let (id, key) = bytes.strip_prefix(KEY_ALGORITHM)?.split_first_chunk::<8>()?;
        Some(Public { id: *id, key: key.try_into().ok()? })
    }

    /// Whether a `.minisig` file is this key's for the message.
    pub fn verifies(&self, message: &[u8], file: &str) -> bool {
        self.signed_comment(message, file).is_some()
    }

    /// Whether this key signed the comment of a `.minisig` file that is written as [`SigningKey::sign`] does. That holds without the
    /// message: the second signature covers the first one and the comment.
    pub fn says(&self, comment: &str, file: &str) -> bool {
        let parts = file.strip_suffix('\n').map(|file| file.split('\n').collect::<Vec<_>>());
        let Some(&[UNTRUSTED, line, said, whole]) = parts.as_deref() else { return false };
        let signature = STANDARD.decode(line).unwrap_or_default();
        let signature = signature.strip_prefix(PREHASHED).and_then(|rest| rest.strip_prefix(&self.id));
        let (Some(signature), Ok(whole)) = (signature, STANDARD.decode(whole)) else { return false };
        let signed = [signature, comment.as_bytes()].concat();
        said.strip_prefix(TRUSTED) == Some(comment)
            && UnparsedPublicKey::new(&ED25519, self.key).verify(&signed, &whole).is_ok()
    }

    /// The trusted comment of a `.minisig` file that is this key's for the message.
    fn signed_comment<'f>(&self, message: &[u8], file: &'f str) -> Option<&'f str> {
        let mut lines = file.lines();
        let (_, line, comment, whole) = (lines.next()?, lines.next()?, lines.next()?, lines.next()?);
        let line = STANDARD.decode(line).ok()?;
        let signature = line.strip_prefix(PREHASHED)?.strip_prefix(&self.id)?;
        let comment = comment.strip_prefix(TRUSTED)?;
        let key = UnparsedPublicKey::new(&ED25519, self.key);
        key.verify(&Blake2b512::digest(message), signature).ok()?;
        let signed = [signature, comment.as_bytes()].concat();
        key.verify(&signed, &STANDARD.decode(whole).ok()?).ok()?;
        Some(comment)
    }
}
