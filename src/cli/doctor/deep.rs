//! What takes long: every page of the file, every row.

use super::Report;
use crate::cli::Failed;
use crate::clock::Moment;
use crate::store::{Store, inspect};

/// At most so many lines of one kind: a damaged file has thousands.
const MOST_LINES: usize = 20;

/// Reads the whole database.
pub(super) fn check(store: &Store, has_key: bool, now: Moment, report: &mut Report) -> Result<(), Failed> {
    let damage = store.integrity_check()?;
    for line in damage.iter().take(MOST_LINES) {
        report.fix(format!("database file: {line}"), "stop the server, keep this file, and restore the newest backup");
    }
    if damage.is_empty() {
        report.ok("database file: whole, and every reference leads somewhere");
    }
    if !has_key {
        report.note("data: not looked at, since that needs the right key file");
        return Ok(());
    }
    let broken = store.read_now(|db| inspect::invariants(db, now))?;
    for found in broken.iter().take(MOST_LINES) {
        report.fix(format!("data: {}", found.what), found.remedy);
    }
    if broken.len() > MOST_LINES {
        report.fix(format!("data: {} more of these", broken.len() - MOST_LINES), "begin with the first");
    }
    if broken.is_empty() {
        report.ok("data: texts, hashes, sealed fields, signatures, figures and mails agree");
    }
    Ok(())
}
