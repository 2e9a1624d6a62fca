//! Looks through the whole database for what must hold and does not. It reads only; what it finds is told without names,
//! addresses or texts.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use diesel::prelude::*;
use diesel::sql_types::Text;

use crate::clock::Moment;
use crate::domain::event::Verb;
use crate::domain::ids::{LetterId, SignatureId};
use crate::domain::revision::{LetterText, counts_for, text_sha256};
use crate::domain::signature::{Origin, SignatoryKind, Status};
use crate::error::Result;
use crate::render::register::Counts;
use crate::store::outbox::State;
use crate::store::revision::RevisionText;
use crate::store::schema::{self, event, outbox, replaced_text, revision_text, signature};
use crate::store::{Db, letter, register, revision};

/// Something that does not hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Broken {
    /// What, with the ids of rows.
    pub what: String,
    /// What to do about it.
    pub remedy: &'static str,
}

/// A row was changed past the program, or a disk lost a write.
const RESTORE: &str = "restore a backup from before the change, or ask who changed the database";
const REPORT: &str = "keep a backup of this state and report it to the makers of Undersigned";

/// Everything that is broken; empty when all is well. Reads every row, all of one moment.
pub fn invariants(db: &mut Db<'_>, now: Moment) -> Result<Vec<Broken>> {
    let mut broken = frozen_texts(db)?;
    broken.extend(sealed_fields(db)?);
    broken.extend(signatures(db)?);
    broken.extend(mails(db, now)?);
    broken.extend(counts(db)?);
    broken.extend(event_details(db)?);
    Ok(broken)
}

/// Every frozen wording is what its hash says and what its parts say.
fn frozen_texts(db: &mut Db<'_>) -> Result<Vec<Broken>> {
    let texts: Vec<RevisionText> = revision_text::table.select(RevisionText::as_select()).load(db.conn)?;
    let mut broken = Vec::new();
    for text in texts {
        let place = format!("version {} ({}) of the letter {}", text.n, text.language, text.letter_id);
        let parts = serde_json::from_str::<LetterText>(&text.content);
        let what = if text_sha256(&text.canonical_text) != text.text_sha256 {
            "the text of {} is not what its SHA-256 says"
        } else if parts.is_ok_and(|parts| parts.canonical() == text.canonical_text) {
            continue;
        } else {
            "the parts of {} do not make its frozen text"
        };
        broken.push(Broken { what: what.replace("{}", &place), remedy: RESTORE });
    }
    Ok(broken)
}

#[derive(QueryableByName)]
struct SealedField {
    #[diesel(sql_type = Text)]
    id: String,
    #[diesel(sql_type = Text)]
    sealed: String,
}

/// Every sealed field opens with the key file, in the place it was sealed for.
fn sealed_fields(db: &mut Db<'_>) -> Result<Vec<Broken>> {
    let mut broken = Vec::new();
    for table in schema::TABLES {
        for column in table.columns.iter().filter_map(|column| column.strip_suffix("_sealed")) {
            let name = table.name;
            let query = format!("SELECT id, {column}_sealed AS sealed FROM {name} WHERE {column}_sealed IS NOT NULL");
            let fields: Vec<SealedField> = diesel::sql_query(query).load(db.conn)?;
            let closed: Vec<&SealedField> =
                fields.iter().filter(|field| db.keys.open(name, column, &field.id, &field.sealed).is_err()).collect();
            if let Some(first) = closed.first() {
                let what = format!(
                    "{} of {} sealed fields {name}.{column} do not open, first in the row {}",
                    closed.len(),
                    fields.len(),
                    first.id
                );
                broken.push(Broken { what, remedy: RESTORE });
            }
        }
    }
    Ok(broken)
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = signature)]
struct Signed {
    id: SignatureId,
    letter_id: LetterId,
    status: Status,
    origin: Origin,
    kind: SignatoryKind,
    revision: i32,
    language: String,
    text_sha256: String,
}

fn all_signatures(db: &mut Db<'_>) -> Result<Vec<Signed>> {
    Ok(signature::table.order(signature::id).select(Signed::as_select()).load(db.conn)?)
}

/// Every signature names the hash of the text it saw, and the trail has it exactly once.
fn signatures(db: &mut Db<'_>) -> Result<Vec<Broken>> {
    let hashes: Vec<(LetterId, i32, String, String)> = revision_text::table
        .select((revision_text::letter_id, revision_text::n, revision_text::language, revision_text::text_sha256))
        .load(db.conn)?;
    let hashes: HashMap<(LetterId, i32, String), String> =
        hashes.into_iter().map(|(letter, n, language, hash)| ((letter, n, language), hash)).collect();
    let replaced: Vec<(LetterId, i32, String, String)> = replaced_text::table
        .select((replaced_text::letter_id, replaced_text::n, replaced_text::language, replaced_text::text_sha256))
        .load(db.conn)?;
    let replaced: HashSet<((LetterId, i32, String), String)> =
        replaced.into_iter().map(|(letter, n, language, hash)| ((letter, n, language), hash)).collect();
    let acts: Vec<(Option<String>, Verb)> = event::table
        .filter(event::verb.eq_any([Verb::Sign, Verb::AskLate, Verb::AskApproval]))
        .filter(event::object_kind.eq(Some("signature")))
        .order(event::id)
        .select((event::object_id, event::verb))
        .load(db.conn)?;
    let mut trail: HashMap<String, (usize, Verb)> = HashMap::new();
    for (id, verb) in acts {
        let (times, first) = trail.entry(id.unwrap_or_default()).or_insert((0, verb));
        // What an organisation asked its own people about is signed when they have approved.
        *times += usize::from(*times == 0 || (*first, verb) != (Verb::AskApproval, Verb::Sign));
    }
    let mut broken = Vec::new();
    for one in all_signatures(db)? {
        let times = trail.get(one.id.as_str()).map_or(0, |(times, _)| *times);
        if times != 1 && one.origin != Origin::Recorded {
            let what = format!("the trail has the signing of {} {times} times, not once", one.id);
            broken.push(Broken { what, remedy: REPORT });
        }
        let text = (one.letter_id, one.revision, one.language);
        // A translation that was mended later is kept as it was signed.
        let is_kept = hashes.get(&text) == Some(&one.text_sha256) || replaced.contains(&(text, one.text_sha256));
        if !is_kept {
            let what = format!("the signature {} names another text than the one it is bound to", one.id);
            broken.push(Broken { what, remedy: RESTORE });
        }
    }
    Ok(broken)
}

/// A mail on its way has somebody to go to; one that ended says when.
fn mails(db: &mut Db<'_>, now: Moment) -> Result<Vec<Broken>> {
    let on_the_way = [State::Queued, State::Leased, State::Sending];
    let nowhere: i64 = outbox::table
        .filter(outbox::state.eq_any(on_the_way))
        .filter(outbox::recipient_sealed.is_null())
        .count()
        .get_result(db.conn)?;
    let endless: i64 = outbox::table
        .filter(outbox::state.ne_all(on_the_way))
        .filter(outbox::ended_at.is_null())
        .count()
        .get_result(db.conn)?;
    let held: i64 = outbox::table
        .filter(outbox::state.eq_any([State::Leased, State::Sending]))
        .filter(outbox::lease_until.is_null().or(outbox::lease_until.lt(Some(now - chrono::TimeDelta::hours(1)))))
        .count()
        .get_result(db.conn)?;
    let told = [
        (nowhere, "mails wait and have no recipient", REPORT),
        (endless, "mails ended and do not say when", REPORT),
        (held, "mails are held by a worker that is gone", "start the server: it takes them over"),
    ];
    let found = told.into_iter().filter(|(count, ..)| *count > 0);
    Ok(found.map(|(count, what, remedy)| Broken { what: format!("{count} {what}"), remedy }).collect())
}

/// The public figures, counted here once more in another way.
fn counts(db: &mut Db<'_>) -> Result<Vec<Broken>> {
    let mut listed: BTreeMap<LetterId, Vec<Signed>> = BTreeMap::new();
    for one in all_signatures(db)?.into_iter().filter(|one| one.status == Status::Listed) {
        listed.entry(one.letter_id.clone()).or_default().push(one);
    }
    let mut broken = Vec::new();
    for row in letter::list_published(db)? {
        let Some(n) = row.published_revision else { continue };
        let changes = revision::changes(db, &row.id)?;
        let signed = listed.remove(&row.id).unwrap_or_default();
        let counted: Vec<_> = signed.iter().filter(|one| counts_for(one.revision, n, &changes)).collect();
        let individuals = counted.iter().filter(|one| one.kind == SignatoryKind::Individual).count();
        let shown = register::load(db, &row, n, &row.language)?.counts();
        if (shown.organisations, shown.individuals) != (counted.len() - individuals, individuals) {
            let what = format!("the letter {} shows other figures than its signatures give", row.slug);
            broken.push(Broken { what, remedy: REPORT });
        }
        let kept = row.published_counts.as_deref().map(serde_json::from_str::<Counts>);
        if !matches!(kept, Some(Ok(_))) {
            let what = format!("the figures at publication of the letter {} cannot be read", row.slug);
            broken.push(Broken { what, remedy: RESTORE });
        }
    }
    Ok(broken)
}

/// The trail stays for ever, so it must hold ids only.
fn event_details(db: &mut Db<'_>) -> Result<Vec<Broken>> {
    let details: BTreeSet<String> =
        event::table.filter(event::detail.like("%@%")).select(event::detail).load(db.conn)?.into_iter().collect();
    if details.is_empty() {
        return Ok(Vec::new());
    }
    let what = format!("{} lines of the trail look as if they held an address", details.len());
    Ok(vec![Broken { what, remedy: REPORT }])
}
