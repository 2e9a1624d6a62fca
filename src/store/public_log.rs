//! What happened to a public letter since it is public, as everybody may read it. Of signatures only numbers by day leave this
//! file, and only of those that stood on the list by name when they ended.

use std::collections::{BTreeMap, HashMap, HashSet};

use chrono::NaiveDate;
use diesel::prelude::*;

use crate::clock::Moment;
use crate::domain::event::Verb;
use crate::domain::language::name_of;
use crate::domain::revision::counts_for;
use crate::domain::signature::{Listing, SignatoryKind, Status};
use crate::error::Result;
use crate::render::public::{NewVersion, PublicLog, PublicNote, Translated, TranslationChange};
use crate::render::register::Counts;
use crate::store::Db;
use crate::store::correction_note::{self, CorrectionNote};
use crate::store::letter::Letter;
use crate::store::revision::{self, Revision};
use crate::store::schema::{event, signature};
use crate::store::translation;

/// The log of a letter whose public wording is number `n`, for its page in one language; empty before publication.
pub fn load(db: &mut Db<'_>, row: &Letter, n: i32, language: &str) -> Result<PublicLog> {
    let Some(published_at) = row.published_at else { return Ok(PublicLog::default()) };
    let revisions = revision::list(db, &row.id)?;
    let is_new = |one: &&Revision| one.n <= n && one.frozen_at > published_at;
    let versions =
        revisions.iter().filter(is_new).map(|one| NewVersion { n: one.n, at: one.frozen_at, note: one.note.clone() });
    let versions = versions.collect();
    let mut in_language = revision::numbers_in(db, &row.id, language)?;
    in_language.retain(|one| *one <= n);
    let translations = translations(db, row, published_at)?;
    let withdrawn = withdrawn(db, row, published_at, &revisions)?;
    let corrected = corrected(db, row, published_at)?;
    let notes = correction_note::list(db, &row.id)?.into_iter().map(public_note).collect();
    Ok(PublicLog { published_at: Some(published_at), versions, in_language, translations, corrected, withdrawn, notes })
}

/// A note as readers see it.
pub fn public_note(row: CorrectionNote) -> PublicNote {
    let words = Some(row.note).filter(|_| row.withdrawn_at.is_none());
    PublicNote { id: row.id.to_string(), at: row.at, words }
}

type Ended = (SignatoryKind, i32, Option<Moment>);

/// How many withdrew by day who stood there by name. A withheld one's going is not told at all.
fn withdrawn(
    db: &mut Db<'_>,
    row: &Letter,
    published_at: Moment,
    revisions: &[Revision],
) -> Result<BTreeMap<NaiveDate, Counts>> {
    let ended: Vec<Ended> = signature::table
        .filter(signature::letter_id.eq(&row.id))
        .filter(signature::status.eq(Status::Withdrawn))
        .filter(signature::listing.eq(Listing::Named))
        .filter(signature::listed_at.is_not_null())
        .filter(signature::ended_at.ge(Some(published_at)))
        .select((signature::kind, signature::revision, signature::ended_at))
        .load(db.conn)?;
    let changes: Vec<_> = revisions.iter().map(|one| (one.n, one.change)).collect();
    let mut days: BTreeMap<NaiveDate, Counts> = BTreeMap::new();
    for (kind, signed, at) in ended {
        let Some(at) = at else { continue };
        // One that saw another wording was not on the public list.
        let then = revisions.iter().filter(|one| one.frozen_at <= at).map(|one| one.n).max().unwrap_or(signed);
        if !counts_for(signed, then, &changes) {
            continue;
        }
        let day = days.entry(at.date()).or_default();
        match kind {
            SignatoryKind::Individual => day.individuals += 1,
            SignatoryKind::Organisation | SignatoryKind::Network => day.organisations += 1,
        }
    }
    Ok(days)
}

/// What became of translations in sight of readers. What was shown by publication came with it and is not told.
fn translations(db: &mut Db<'_>, row: &Letter, published_at: Moment) -> Result<Vec<TranslationChange>> {
    let languages: HashMap<String, String> =
        translation::list(db, &row.id)?.into_iter().map(|one| (one.id.to_string(), one.language)).collect();
    let acts: Vec<(Verb, Option<String>, Moment)> = event::table
        .filter(event::letter_id.eq(&row.id))
        .filter(event::verb.eq_any([Verb::ShowTranslation, Verb::HideTranslation]))
        .order(event::id)
        .select((event::verb, event::object_id, event::at))
        .load(db.conn)?;
    let (mut shown, mut changes) = (HashSet::new(), Vec::new());
    for (verb, id, at) in acts {
        let Some(language) = id.and_then(|id| languages.get(&id)) else { continue };
        let what = if verb == Verb::HideTranslation {
            shown.remove(language);
            Translated::TakenOff
        } else if shown.insert(language) {
            Translated::Added
        } else {
            Translated::Changed
        };
        if at > published_at {
            let name = name_of(language).to_owned();
            changes.push(TranslationChange { at, language: language.clone(), name, what });
        }
    }
    Ok(changes)
}

/// How many printed lines were corrected by day. Only lines that stand by name are proposed and taken over.
fn corrected(db: &mut Db<'_>, row: &Letter, published_at: Moment) -> Result<BTreeMap<NaiveDate, usize>> {
    let taken: Vec<Moment> = event::table
        .filter(event::letter_id.eq(&row.id))
        .filter(event::at.ge(published_at))
        .filter(event::verb.eq(Verb::AcceptCorrection))
        .select(event::at)
        .load(db.conn)?;
    let mut days = BTreeMap::new();
    for at in taken {
        *days.entry(at.date()).or_insert(0) += 1;
    }
    Ok(days)
}
