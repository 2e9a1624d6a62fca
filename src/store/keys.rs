//! The one secret of a server and what is made from it: sealed fields, blind indexes, token hashes. The key file lies apart
//! from the database, so that a stolen copy of the database shows no address, and a stolen backup signs nothing.

use std::fs::{DirBuilder, OpenOptions};
use std::io::{ErrorKind, Read, Write};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};

use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use chacha20poly1305::XChaCha20Poly1305;
use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use hmac::{Hmac, Mac};
use rand::TryRng;
use secrecy::{ExposeSecret, ExposeSecretMut, SecretBox};
use sha2::Sha256;

use crate::error::{Error, Result};

/// One secret, from which everything is made.
const MAGIC: &str = "undersigned-key-1";
/// A key that followed another: a new secret for sealing beside the hashing secrets of the first.
const MAGIC_FOLLOWING: &str = "undersigned-key-2";
const NONCE_BYTES: usize = 24;

/// Why a key file cannot be used; the program ends with exit code 78 and this sentence.
#[derive(Debug, thiserror::Error)]
pub enum KeyFault {
    /// Nothing lies there.
    #[error("there is no key file at {0}; put the key back that this database was made with")]
    Missing(PathBuf),
    /// It belongs to another database.
    #[error("{0} is not the key that this database was made with; put that one back")]
    Foreign(PathBuf),
    /// Something lies there already; a key is never overwritten.
    #[error("there is a file at {0} already, and a key is never overwritten")]
    Exists(PathBuf),
    /// Others may read it.
    #[error("{0} can be read by others than its owner; run: chmod 600 {0}")]
    Readable(PathBuf),
    /// It is not what [`Keys::create`] wrote.
    #[error("{0} is not a key file of Undersigned, or it is damaged")]
    Malformed(PathBuf),
    /// A change of keys began and did not end, so that some fields need the old key and some the new one.
    #[error("the change of the key {0} was not finished; stop every server and run: undersigned keys rotate")]
    Changing(PathBuf),
    /// A change of keys began with a key that is gone.
    #[error("there is no key {1} at {0}; put it back: some fields are sealed with it already")]
    NewMissing(PathBuf, String),
    /// The file system refused.
    #[error("the key file {0}: {1}")]
    File(PathBuf, std::io::Error),
}

impl From<KeyFault> for Error {
    fn from(fault: KeyFault) -> Error {
        Error::Internal(fault.to_string())
    }
}

/// The subkeys of a server. `Debug` never prints them.
pub struct Keys {
    id: String,
    seal: SecretBox<[u8; 32]>,
    index: SecretBox<[u8; 32]>,
    token: SecretBox<[u8; 32]>,
    mac: SecretBox<[u8; 32]>,
}

impl std::fmt::Debug for Keys {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Keys").field("id", &self.id).finish_non_exhaustive()
    }
}

impl Keys {
    /// Makes a new key file (mode 0600; missing folders 0700) from the operating system's randomness.
    ///
    /// # Errors
    /// A file exists there already, or the file system refused.
    pub fn create(path: &Path) -> Result<Keys, KeyFault> {
        let refused = |fault: std::io::Error| KeyFault::File(path.to_owned(), fault);
        if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
            DirBuilder::new().recursive(true).mode(0o700).create(folder).map_err(refused)?;
        }
        let mut master = SecretBox::new(Box::new([0_u8; 32]));
        fill_from_system(master.expose_secret_mut())?;
        let keys = Keys::from_master(&master);
        write_new(path, &format!("{MAGIC} {} {}\n", keys.id, STANDARD.encode(master.expose_secret())))?;
        Ok(keys)
    }

    /// Makes a key file that follows this one: fields are sealed with a new secret, while the secrets that hash stay. The
    /// database keeps only hashes of mailed links, of addresses that take no mail and of much that was erased; nobody could
    /// hash those anew, and with other secrets every mailed link would be dead and every look-up blind.
    ///
    /// # Errors
    /// As [`Keys::create`].
    pub fn create_following(&self, path: &Path) -> Result<Keys, KeyFault> {
        let mut seal = SecretBox::new(Box::new([0_u8; 32]));
        fill_from_system(seal.expose_secret_mut())?;
        let kept = |secret: &SecretBox<[u8; 32]>| SecretBox::new(Box::new(*secret.expose_secret()));
        let keys = Keys::following(seal, kept(&self.index), kept(&self.token), kept(&self.mac));
        let mut secrets = secrecy::zeroize::Zeroizing::new(Vec::with_capacity(128));
        for secret in [&keys.seal, &keys.index, &keys.token, &keys.mac] {
            secrets.extend_from_slice(secret.expose_secret());
        }
        write_new(path, &format!("{MAGIC_FOLLOWING} {} {}\n", keys.id, STANDARD.encode(&*secrets)))?;
        Ok(keys)
    }

    /// Whether this key hashes as the other does, so that it can take the other's place.
    pub fn follows(&self, other: &Keys) -> bool {
        let hashing = |keys: &Keys| [&keys.index, &keys.token, &keys.mac].map(|secret| *secret.expose_secret());
        hashing(self) == hashing(other)
    }

    /// Reads a key file.
    ///
    /// # Errors
    /// It is missing, readable by group or others, or not a key file.
    pub fn load(path: &Path) -> Result<Keys, KeyFault> {
        let refused = |fault: std::io::Error| match fault.kind() {
            ErrorKind::NotFound => KeyFault::Missing(path.to_owned()),
            _ => KeyFault::File(path.to_owned(), fault),
        };
        // Mode and content are asked of the same open file: nobody can swap it in between.
        let file = std::fs::File::open(path).map_err(refused)?;
        if file.metadata().map_err(refused)?.permissions().mode() & 0o077 != 0 {
            return Err(KeyFault::Readable(path.to_owned()));
        }
        let mut bytes = Vec::new();
        file.take(1024).read_to_end(&mut bytes).map_err(refused)?;
        std::str::from_utf8(&bytes).ok().and_then(Keys::parse).ok_or_else(|| KeyFault::Malformed(path.to_owned()))
    }

    fn parse(text: &str) -> Option<Keys> {
        let mut words = text.split_whitespace();
        let (magic, id, secret, None) = (words.next()?, words.next()?, words.next()?, words.next()) else {
            return None;
        };
        let secret = STANDARD.decode(secret).ok()?;
        let keys = match magic {
            MAGIC => Keys::from_master(&SecretBox::new(Box::new(secret.try_into().ok()?))),
            MAGIC_FOLLOWING if secret.len() == 128 => {
                let part = |at: usize| -> Option<SecretBox<[u8; 32]>> {
                    Some(SecretBox::new(Box::new(secret.get(at * 32..(at + 1) * 32)?.try_into().ok()?)))
                };
                Keys::following(part(0)?, part(1)?, part(2)?, part(3)?)
            }
            _ => return None,
        };
        // The id is made from the secret, so that a mistyped or cut secret does not pass for another key.
        (keys.id == id).then_some(keys)
    }

    /// Fixed keys for tests and throw-away databases: they keep no secret.
    pub fn for_tests() -> Keys {
        Keys::from_master(&SecretBox::new(Box::new([7; 32])))
    }

    pub(super) fn from_master(master: &SecretBox<[u8; 32]>) -> Keys {
        let id = subkey(master, "key id");
        Keys {
            id: id.expose_secret()[..8].iter().map(|byte| format!("{byte:02x}")).collect(),
            seal: subkey(master, "seal"),
            index: subkey(master, "blind index"),
            token: subkey(master, "token hash"),
            mac: subkey(master, "mac"),
        }
    }

    fn following(
        seal: SecretBox<[u8; 32]>,
        index: SecretBox<[u8; 32]>,
        token: SecretBox<[u8; 32]>,
        mac: SecretBox<[u8; 32]>,
    ) -> Keys {
        let parts = [&index, &token, &mac].map(|secret| secret.expose_secret().as_slice());
        let [one, two, three] = parts;
        let id = hmac_of(&seal, &[b"undersigned key id", one, two, three]);
        let id = id[..8].iter().map(|byte| format!("{byte:02x}")).collect();
        Keys { id, seal, index, token, mac }
    }

    /// Names the key without telling it: 16 hexadecimal digits. The database keeps the id of the key it was made with.
    pub fn key_id(&self) -> &str {
        &self.id
    }

    /// Seals a field for exactly this table, column and row (XChaCha20-Poly1305, a random nonce, the place as AAD).
    pub fn seal(&self, table: &str, column: &str, row_id: &str, plaintext: &str) -> String {
        let mut nonce = [0_u8; NONCE_BYTES];
        rand::fill(&mut nonce);
        let place = place(table, column, row_id);
        let message = Payload { msg: plaintext.as_bytes(), aad: place.as_bytes() };
        let sealed = self.cipher().encrypt(&nonce.into(), message);
        // The only failure is a message longer than 256 GiB, which no form lets in; an unopenable field is then the safe answer.
        let mut bytes = nonce.to_vec();
        bytes.extend(sealed.unwrap_or_default());
        format!("1.{}.{}", self.id, URL_SAFE_NO_PAD.encode(bytes))
    }

    /// Opens what [`Keys::seal`] sealed for the same place.
    ///
    /// # Errors
    /// `Internal` when the field was changed, moved to another row, or sealed with another key.
    pub fn open(&self, table: &str, column: &str, row_id: &str, sealed: &str) -> Result<String> {
        let place = place(table, column, row_id);
        self.unseal(&place, sealed).map_err(|fault| Error::Internal(format!("the sealed field {place}: {fault}")))
    }

    fn unseal(&self, place: &str, sealed: &str) -> Result<String, &'static str> {
        let (version, rest) = sealed.split_once('.').ok_or("is not sealed")?;
        let (key_id, body) = rest.split_once('.').ok_or("is not sealed")?;
        if version != "1" {
            return Err("was sealed by a newer program");
        }
        if key_id != self.id {
            return Err("was sealed with another key");
        }
        let bytes = URL_SAFE_NO_PAD.decode(body).map_err(|_| "is damaged")?;
        let (nonce, message) = bytes.split_first_chunk::<NONCE_BYTES>().ok_or("is cut short")?;
        let message = Payload { msg: message, aad: place.as_bytes() };
        let plain = self.cipher().decrypt(&(*nonce).into(), message).map_err(|_| "was changed or moved")?;
        String::from_utf8(plain).map_err(|_| "is not text")
    }

    fn cipher(&self) -> XChaCha20Poly1305 {
        XChaCha20Poly1305::new(self.seal.expose_secret().into())
    }

    /// Finds a sealed value again without opening it: equal for equal `canonical` text and `purpose`, useless without the key.
    pub fn blind_index(&self, purpose: &str, canonical: &str) -> String {
        URL_SAFE_NO_PAD.encode(hmac(&self.index, purpose, canonical.as_bytes()))
    }

    /// What the database keeps of a mailed link's or session's secret (contract: "only a keyed hash stored").
    pub fn token_hash(&self, purpose: &str, token: &str) -> String {
        URL_SAFE_NO_PAD.encode(hmac(&self.token, purpose, token.as_bytes()))
    }

    /// A keyed tag over `data` for any other use (CSRF tokens, receipts). Compare tags in constant time.
    pub fn mac(&self, label: &str, data: &[u8]) -> [u8; 32] {
        hmac(&self.mac, label, data)
    }
}

/// Writes a key file that was not there. It gets its name when all of it is on the disk: a process that is killed meanwhile
/// leaves a file of another name, which nothing was sealed with.
fn write_new(path: &Path, line: &str) -> Result<(), KeyFault> {
    let refused = |fault: std::io::Error| match fault.kind() {
        ErrorKind::AlreadyExists => KeyFault::Exists(path.to_owned()),
        _ => KeyFault::File(path.to_owned(), fault),
    };
    let mut name = path.as_os_str().to_owned();
    name.push(format!(".{}", std::process::id()));
    let unfinished = PathBuf::from(name);
    let write = || {
        let mut file = OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(&unfinished)?;
        file.write_all(line.as_bytes())?;
        file.sync_all()?;
        // Unlike renaming, this takes no other file's place.
        std::fs::hard_link(&unfinished, path)
    };
    let written = write();
    let removed = std::fs::remove_file(&unfinished);
    written.and(removed).map_err(refused)
}

/// Fills from the operating system and not from a generator in this process: this is the one secret everything hangs on.
fn fill_from_system(bytes: &mut [u8; 32]) -> Result<(), KeyFault> {
    rand::rngs::SysRng
        .try_fill_bytes(bytes)
        .map_err(|fault| KeyFault::File(PathBuf::from("/dev/urandom"), std::io::Error::other(fault)))
}

/// One block of HKDF-Expand (RFC 5869 §2.3): the master is uniformly random, so the extract step is not needed (§3.3).
fn subkey(master: &SecretBox<[u8; 32]>, label: &str) -> SecretBox<[u8; 32]> {
    let info = format!("undersigned {label}\u{1}");
    SecretBox::new(Box::new(hmac_of(master, &[info.as_bytes()])))
}

/// The length before the label keeps ("a", "bc") and ("ab", "c") apart.
fn hmac(key: &SecretBox<[u8; 32]>, label: &str, data: &[u8]) -> [u8; 32] {
    hmac_of(key, &[&(label.len() as u64).to_be_bytes(), label.as_bytes(), data])
}

fn hmac_of(key: &SecretBox<[u8; 32]>, parts: &[&[u8]]) -> [u8; 32] {
    let mut mac = <Hmac<Sha256> as KeyInit>::new(&block(key.expose_secret()).into());
    for part in parts {
        mac.update(part);
    }
    mac.finalize().into_bytes().into()
}

/// HMAC pads a short key with zeros to its block length (RFC 2104 §2).
fn block(key: &[u8; 32]) -> [u8; 64] {
    let mut block = [0; 64];
    block[..32].copy_from_slice(key);
    block
}

/// Table and column are names from the code without "|", so the three parts cannot be read another way.
fn place(table: &str, column: &str, row_id: &str) -> String {
    format!("{table}|{column}|{row_id}")
}
