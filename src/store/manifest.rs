//! The manifests of a letter: number, hashes and time. Their bytes are not kept, because they name people who may take their
//! signature back; the newest is made again from the letter, an older one never.

use std::collections::{BTreeSet, HashSet};

use diesel::prelude::*;

use crate::clock::Moment;
use crate::domain::ids::{LetterId, SignatureId};
use crate::domain::revision::{counts_for, text_sha256};
use crate::domain::signature::{Listing, Status};
use crate::error::{Error, Result};
use crate::render::proof::{Content, Hash, Named, Record, Standing, TextOf, TranslationOf};
use crate::render::when;
use crate::store::letter::Letter;
use crate::store::revision::TextStatus;
use crate::store::schema::{self, manifest};
use crate::store::{Db, Tx, commitment, letter, register, revision, signature, translation};

/// One manifest.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = schema::manifest)]
pub struct ManifestRow {
    pub letter_id: LetterId,
    pub n: i32,
    pub content_sha256: String,
    pub sha256: String,
    pub created_at: Moment,
}

/// The newest manifest of a letter and the one before it, as far as there are any.
pub fn newest_two(db: &mut Db<'_>, letter: &LetterId) -> Result<Vec<ManifestRow>> {
    Ok(manifest::table
        .filter(manifest::letter_id.eq(letter))
        .order(manifest::n.desc())
        .limit(2)
        .select(ManifestRow::as_select())
        .load(db.conn)?)
}

/// Notes a manifest; `None` when somebody else took its number first.
pub fn insert(tx: &mut Tx<'_>, row: &ManifestRow) -> Result<Option<()>> {
    Ok(tx.try_insert(|conn| diesel::insert_into(manifest::table).values(row).execute(conn))?.map(|_| ()))
}

/// What a manifest is made from.
#[derive(Debug, Clone)]
pub struct Provable {
    /// Whose it is.
    pub letter: LetterId,
    /// What the public reads.
    pub content: Content,
    /// The withheld who have no commitment yet, and their records unless erased. A manifest needs all.
    pub missing: Vec<(SignatureId, Option<Record>)>,
    /// The newest manifest and the one before.
    pub newest: Vec<ManifestRow>,
}

/// Reads a public letter for its proof.
///
/// # Errors
/// `NotFound` when it is not public, like one that never existed.
pub fn load(db: &mut Db<'_>, slug: &str, url: &str, key: &str) -> Result<Provable> {
    let row = letter::find_by_slug(db, slug)?;
    let n = row.published_revision.filter(|_| row.facts().is_public()).ok_or(Error::NotFound)?;
    let texts = texts(db, &row, n)?;
    let text = revision::find_text(db, &row.id, n, &row.language)?.text()?;
    let register = register::load(db, &row, n, &row.language)?;
    let mut content = Content {
        slug: row.slug.clone(),
        title: text.title,
        kind: row.kind.as_str(),
        language: row.language.clone(),
        published_at: row.published_at.map(when::iso).unwrap_or_default(),
        url: url.to_owned(),
        key: key.to_owned(),
        texts,
        translations: Vec::new(),
        as_of: when::iso(register.as_of),
        counts: register.counts(),
        named: Vec::new(),
        withheld: Vec::new(),
        names_hidden: row.names_hidden,
    };
    let missing = if row.names_hidden { Vec::new() } else { fill(db, &row, n, &mut content)? };
    content.translations = translations(db, &row, &content)?;
    let newest = newest_two(db, &row.id)?;
    Ok(Provable { letter: row.id, content, missing, newest })
}

fn texts(db: &mut Db<'_>, row: &Letter, n: i32) -> Result<Vec<TextOf>> {
    let published = revision::list(db, &row.id)?.into_iter().filter(|revision| revision.n <= n);
    published
        .map(|revision| {
            Ok(TextOf {
                n: revision.n,
                change: revision.change.as_str(),
                note: revision.note,
                frozen_at: when::iso(revision.frozen_at),
                canonical_text: revision::find_text(db, &row.id, revision.n, &row.language)?.canonical_text,
            })
        })
        .collect()
}

/// The published wordings in the languages that readers see, and each former text that somebody on the list signed by name. One
/// that only a withheld signatory signed is left out: it would tell the language that somebody withheld reads.
fn translations(db: &mut Db<'_>, row: &Letter, content: &Content) -> Result<Vec<TranslationOf>> {
    let mut found = Vec::new();
    for own in &content.texts {
        for (language, status) in revision::languages(db, &row.id, own.n)? {
            let standing = match status {
                TextStatus::Signed => continue,
                TextStatus::Official => Standing::Official,
                TextStatus::Unofficial => Standing::Unofficial,
            };
            let canonical_text = revision::find_text(db, &row.id, own.n, &language)?.canonical_text;
            found.push(TranslationOf { n: own.n, language, standing, canonical_text });
        }
    }
    let there = content.texts.iter().map(|text| &text.canonical_text);
    let there = there.chain(found.iter().map(|text| &text.canonical_text)).map(|text| text_sha256(text));
    let there: HashSet<String> = there.collect();
    let signed: BTreeSet<&str> = content.named.iter().map(|one| one.record.text_sha256.as_str()).collect();
    let former: Vec<&str> = signed.into_iter().filter(|sha256| !there.contains(*sha256)).collect();
    let newest = content.texts.last().map_or(0, |text| text.n);
    let former = translation::former_texts(db, &row.id, &former)?;
    for (n, language, canonical_text) in former.into_iter().filter(|(n, ..)| *n <= newest) {
        found.push(TranslationOf { n, language, standing: Standing::Former, canonical_text });
    }
    found.sort();
    Ok(found)
}

/// Everybody who counts for the published wording, as the register has it; gives those who need a commitment.
fn fill(db: &mut Db<'_>, row: &Letter, n: i32, content: &mut Content) -> Result<Vec<(SignatureId, Option<Record>)>> {
    let changes = revision::changes(db, &row.id)?;
    let commitments: std::collections::HashMap<SignatureId, Hash> = commitment::of_letter(db, &row.id)?;
    let mut missing = Vec::new();
    for one in signature::list(db, &row.id, &[Status::Listed])? {
        if !counts_for(one.revision, n, &changes) {
            continue;
        }
        match (one.listing, commitments.get(&one.id)) {
            (Listing::Named, _) => {
                let wave = register::wave(one.wave.as_deref(), one.listed_at).to_string();
                content.named.push(Named { record: commitment::record(db, &one)?, wave });
            }
            (Listing::Withheld, Some(hash)) => content.withheld.push(*hash),
            (Listing::Withheld, None) => {
                let record = one.line_sealed.is_some().then(|| commitment::record(db, &one)).transpose()?;
                missing.push((one.id, record));
            }
        }
    }
    Ok(missing)
}
