//! The machine: room on its disk, and its clock.

use std::path::PathBuf;

use chrono::{Datelike, NaiveDate};

use super::Report;
use super::place::folder_of;
use crate::cli::sqlite_path;
use crate::clock::Moment;
use crate::config::Config;

/// Less than this is too little for a day with mail and a backup.
const LEAST_FREE: u64 = 500 << 20;

/// Disk and clock.
pub(super) fn check(config: &Config, now: Moment, report: &mut Report) {
    if let Some(path) = sqlite_path(config) {
        disk(folder_of(path).to_owned(), path.metadata().map_or(0, |about| about.len()), report);
    }
    // Older than this program.
    if NaiveDate::from_ymd_opt(2026, 1, 1).is_some_and(|built| now.date() < built) {
        report.fix(format!("clock: it says {}", now.date().year()), "set the clock of this machine (timedatectl)");
    } else {
        report.ok(format!("clock: {} UTC", now.format("%Y-%m-%d %H:%M")));
    }
}

/// A migration and a backup each need the size of the database once more.
fn disk(mut folder: PathBuf, database: u64, report: &mut Report) {
    while !folder.exists() && folder.pop() {}
    if folder.as_os_str().is_empty() {
        folder.push(".");
    }
    let Ok(space) = rustix::fs::statvfs(&folder) else {
        report.note("disk: its free space cannot be told");
        return;
    };
    let free = space.f_bavail.saturating_mul(space.f_frsize);
    let needed = LEAST_FREE.max(database.saturating_mul(2));
    let megabytes = |bytes: u64| bytes >> 20;
    if free < needed {
        report.fix(
            format!("disk: {} MB are free where the database lies", megabytes(free)),
            format!("make room for {} MB; when the disk is full nobody can sign", megabytes(needed)),
        );
    } else {
        report.ok(format!("disk: {} MB are free where the database lies", megabytes(free)));
    }
    if space.f_files > 0 && space.f_favail < 1_000 {
        report.fix("disk: it has hardly any room for new files", "remove files that nobody needs (df -i)");
    }
}
