//! What stands in the proof for a signature whose name is withheld: a hash over 32 random bytes and the record. The random bytes
//! (the salt) are sealed and go with the record, and then nobody can tell what was hashed.

use std::collections::HashMap;

use diesel::prelude::*;

use crate::domain::ids::{LetterId, SignatureId};
use crate::domain::signature::{Listing, Origin};
use crate::error::{Error, Result};
use crate::render::proof::{Hash, Held, Record, from_hex, hex, salted_leaf};
use crate::store::schema::{commitment, signature};
use crate::store::signature::Signature;
use crate::store::{Db, Tx, signature as signatures};

/// The commitments of a letter by signature.
pub fn of_letter(db: &mut Db<'_>, letter: &LetterId) -> Result<HashMap<SignatureId, Hash>> {
    let rows: Vec<(SignatureId, String)> = commitment::table
        .inner_join(signature::table)
        .filter(signature::letter_id.eq(letter))
        .select((commitment::id, commitment::hash))
        .load(db.conn)?;
    rows.into_iter()
        .map(|(id, text)| {
            let hash = from_hex(&text).ok_or_else(|| Error::Internal(format!("the commitment of {id} is no hash")))?;
            Ok((id, hash))
        })
        .collect()
}

/// What is hashed of a signature.
pub fn record(db: &Db<'_>, one: &Signature) -> Result<Record> {
    Ok(Record {
        line: one.line(db)?,
        recorded: one.origin == Origin::Recorded,
        version: one.revision,
        text_sha256: one.text_sha256.clone(),
    })
}

/// The record and what opens it, for its signatory alone; `None` when it was erased, or is withheld without a commitment.
pub fn held(db: &mut Db<'_>, one: &Signature) -> Result<Option<Held>> {
    if one.purged_at.is_some() {
        return Ok(None);
    }
    let salt = salt(db, &one.id)?;
    let is_open = one.listing == Listing::Named || salt.is_some();
    let salt = salt.filter(|_| one.listing == Listing::Withheld);
    is_open.then(|| record(db, one).map(|record| Held { record, salt })).transpose()
}

/// The record's hash, which a receipt tells: the leaf that the manifest will have, as long as the line stays. Nobody can try names
/// against that of a withheld one.
pub fn leaf(db: &mut Db<'_>, one: &Signature) -> Result<Option<String>> {
    let held = held(db, one)?;
    held.map(|held| Ok(hex(&held.record.leaf(held.salt.as_ref())?))).transpose()
}

/// Commits to the record of a withheld signature as it stands, so that its receipt can name the hash.
pub fn make_for(tx: &mut Tx<'_>, id: &SignatureId) -> Result<()> {
    let one = signatures::find(tx, id)?;
    if one.listing == Listing::Named || one.line_sealed.is_none() {
        return Ok(());
    }
    let record = record(tx, &one)?;
    make(tx, id, Some(&record))
}

/// Commits to a record; to nothing when it was erased before anybody asked for a proof, which looks the same. Nothing happens
/// where somebody else did it first.
pub fn make(tx: &mut Tx<'_>, id: &SignatureId, record: Option<&Record>) -> Result<()> {
    let mut salt = [0; 32];
    rand::fill(&mut salt);
    let bytes = record.map(Record::bytes).transpose()?;
    let hash = salted_leaf(&salt, &bytes.unwrap_or_default());
    let sealed = record.map(|_| tx.keys.seal("commitment", "salt", id.as_str(), &hex(&salt)));
    let row = (commitment::id.eq(id), commitment::hash.eq(hex(&hash)), commitment::salt_sealed.eq(sealed));
    tx.try_insert(|conn| diesel::insert_into(commitment::table).values(row).execute(conn))?;
    Ok(())
}

/// The salt with which this record can be proven; `None` without a commitment, or when the record was erased.
pub fn salt(db: &mut Db<'_>, id: &SignatureId) -> Result<Option<Hash>> {
    let sealed: Option<Option<String>> =
        commitment::table.find(id).select(commitment::salt_sealed).first(db.conn).optional()?;
    let Some(sealed) = sealed.flatten() else { return Ok(None) };
    Ok(from_hex(&db.keys.open("commitment", "salt", id.as_str(), &sealed)?))
}

/// The record was changed or is not listed any more: its hash and salt go.
pub fn forget(tx: &mut Tx<'_>, id: &SignatureId) -> Result<()> {
    diesel::delete(commitment::table.find(id)).execute(tx.conn)?;
    Ok(())
}

/// The record was erased on schedule and still counts: its hash stays on the list, and cannot be opened.
pub fn forget_salt(tx: &mut Tx<'_>, id: &SignatureId) -> Result<()> {
    diesel::update(commitment::table.find(id)).set(commitment::salt_sealed.eq(None::<String>)).execute(tx.conn)?;
    Ok(())
}
