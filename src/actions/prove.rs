//! The proof bundle of a public letter, made when somebody asks. A new manifest is noted when the public content is another than
//! the newest one's, exactly one for each content, also when several servers are asked at once.

use crate::clock::Moment;
use crate::domain::ids::SignatureId;
use crate::error::{Error, Result};
use crate::render::proof::{Content, Manifest, SigningKey, bundle, written_path};
use crate::render::when;
use crate::store::manifest::{self, ManifestRow, Provable};
use crate::store::{Keys, Lane, Store, commitment, signature};

/// How often others may be first before the reader is asked to come back.
const ATTEMPTS: usize = 8;

/// The key that signs manifests. It grows from the secrets that stay when the key file changes, so that one public key holds
/// for all bundles of a server.
///
/// # Errors
/// `Internal`, see [`SigningKey::from_seed`].
pub fn signing_key(keys: &Keys) -> Result<SigningKey> {
    SigningKey::from_seed(&keys.mac("manifest signing key", b"ed25519"))
}

/// The newest manifest with what it was made from.
struct Proven {
    content: Content,
    number: i32,
    manifest: Manifest,
}

/// The bytes of the newest `proof.zip`. It blocks; every attempt reads the letter anew, so that nobody who took a signature
/// back in the meantime is in it.
///
/// # Errors
/// `NotFound` when the letter is not public; `Busy` when it changes all the time.
pub fn prove(store: &Store, slug: &str, url: &str, now: Moment) -> Result<Vec<u8>> {
    let key = signing_key(store.keys())?;
    let newest = newest(store, slug, url, &key, now)?;
    bundle(&newest.manifest, &newest.content, &key)
}

/// A signatory's own path in the newest manifest. It blocks.
///
/// # Errors
/// `NotFound` when the letter is not public or the signature not on its list; `Busy` as [`prove`].
pub fn path(store: &Store, slug: &str, url: &str, id: &SignatureId, now: Moment) -> Result<Vec<u8>> {
    let key = signing_key(store.keys())?;
    let newest = newest(store, slug, url, &key, now)?;
    let held = store.read_now(|db| {
        let one = signature::find(db, id)?;
        commitment::held(db, &one)
    })?;
    let held = held.ok_or(Error::NotFound)?;
    written_path(&held, &newest.content, newest.number, &newest.manifest, &key)?.ok_or(Error::NotFound)
}

/// Reads the newest manifest, and notes it first where the content has none.
fn newest(store: &Store, slug: &str, url: &str, key: &SigningKey, now: Moment) -> Result<Proven> {
    let line = key.public().line();
    for _ in 0..ATTEMPTS {
        let found = store.read_now(|db| manifest::load(db, slug, url, &line))?;
        if !found.missing.is_empty() {
            commit(store, slug, url)?;
            continue;
        }
        let content_sha256 = found.content.sha256()?;
        match found.newest.as_slice() {
            [newest, before @ ..] if newest.content_sha256 == content_sha256 => {
                let previous = before.first().map(|row| row.sha256.as_str());
                let manifest = found.content.manifest(newest.n, &when::iso(newest.created_at), previous)?;
                return Ok(Proven { content: found.content, number: newest.n, manifest });
            }
            newest => {
                let row = next(&found, newest.first(), content_sha256, now)?;
                store.write_now(Lane::Desk, move |tx| manifest::insert(tx, &row))?;
            }
        }
    }
    Err(Error::Busy("the letter is changing".into()))
}

/// Reads once more inside the transaction: a line may have been corrected since.
fn commit(store: &Store, slug: &str, url: &str) -> Result<()> {
    let (slug, url) = (slug.to_owned(), url.to_owned());
    store.write_now(Lane::Desk, move |tx| {
        let found = manifest::load(tx, &slug, &url, "")?;
        found.missing.iter().try_for_each(|(id, record)| commitment::make(tx, id, record.as_ref()))
    })
}

fn next(found: &Provable, newest: Option<&ManifestRow>, content_sha256: String, now: Moment) -> Result<ManifestRow> {
    let n = newest.map_or(1, |row| row.n + 1);
    let previous = newest.map(|row| row.sha256.as_str());
    let manifest = found.content.manifest(n, &when::iso(now), previous)?;
    Ok(ManifestRow { letter_id: found.letter.clone(), n, content_sha256, sha256: manifest.sha256, created_at: now })
}
