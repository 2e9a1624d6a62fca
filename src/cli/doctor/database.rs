//! The database: it is there, it answers, it is ours, and nothing in it waits for somebody.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::sync::Arc;

use chrono::{NaiveDateTime, TimeDelta};

use super::Report;
use crate::actions::rotate_key::Noted;
use crate::cli::{Failed, sqlite_path, words};
use crate::clock::Moment;
use crate::config::Config;
use crate::error::Error;
use crate::store::{Backend, Db, Keys, Store, coordinator, letter, purge, quarantine, setting};

/// After this long a waiting mail is late, and so is erasing.
const LATE: TimeDelta = TimeDelta::hours(1);
/// A backup older than this is worth a word.
const OLD_BACKUP: TimeDelta = TimeDelta::days(7);

/// The database, if it answers and its schema is this program's, and whether the key is its own.
pub(super) fn open(config: &Config, keys: Option<Keys>, report: &mut Report) -> Option<(Store, bool)> {
    if let Some(path) = sqlite_path(config) {
        let Ok(about) = fs::metadata(path) else {
            report.fix(
                format!("database: there is none at {}", path.display()),
                "set DATABASE_URL to the one you mean; for a new server, `undersigned migrate` makes one",
            );
            return None;
        };
        if about.permissions().mode() & 0o077 != 0 {
            report.fix("database: others than its owner can read it", format!("run chmod 600 {}", path.display()));
        }
    }
    // Without the right key everything can be looked at but the sealed fields.
    let key_id = keys.as_ref().map(|keys| keys.key_id().to_owned());
    let keys = Arc::new(keys.unwrap_or_else(Keys::for_tests));
    let opened = Store::open(&config.database_url, keys).and_then(|store| {
        let current = store.migrations_current()?;
        Ok((store, current))
    });
    let store = match opened {
        Ok((store, true)) => store,
        Ok((_, false)) => {
            report.fix("database: migrations are missing", "run: undersigned migrate");
            return None;
        }
        Err(fault) => {
            report.fix("database: it does not answer", words(&fault));
            return None;
        }
    };
    report.ok(match store.backend() {
        Backend::Sqlite => "database: SQLite answers, its schema is current",
        Backend::Postgres => "database: PostgreSQL answers, its schema is current",
    });
    let noted = match store.read_now(Noted::read) {
        Ok(Noted { next: Some(_), .. }) => {
            report.fix("key file: its change was not finished", "stop every server and run: undersigned keys rotate");
            return None;
        }
        Ok(noted) => noted.key,
        Err(fault) => {
            report.fix("database: it cannot be read", words(&fault));
            return None;
        }
    };
    let is_own = noted.is_some() && noted == key_id;
    match (key_id, noted) {
        (Some(_), Some(_)) if is_own => report.ok("key file: it is this database's"),
        (Some(_), Some(noted)) => report.fix(
            format!("key file: it is another database's; this one needs the key {noted}"),
            "put back the key file whose second word is that id",
        ),
        _ => {}
    }
    Some((store, is_own))
}

/// What can be told at a glance.
pub(super) fn check(store: &Store, now: Moment, report: &mut Report) -> Result<(), Failed> {
    let unset = store.unset_pragmas()?;
    for pragma in &unset {
        report.fix(
            format!("database: SQLite's setting {pragma}"),
            "put the file on a local disk; network file systems do not keep what SQLite promises",
        );
    }
    if unset.is_empty() && store.backend() == Backend::Sqlite {
        report.ok("database: SQLite's settings are as they should be");
    }
    let seen = store.read_now(|db| Seen::look(db, now))?;
    if let Some(last) = seen.last_act.filter(|last| *last > now + TimeDelta::minutes(5)) {
        report.fix(
            format!("clock: the newest act is of {}, which is still to come", last.format("%Y-%m-%d %H:%M UTC")),
            "set the clock of this machine (timedatectl); letters are published by it",
        );
    }
    if seen.is_quarantined {
        report.fix(
            "quarantine: this is a restored copy; no mail leaves and nothing is published by itself",
            "when you have looked at it, run: undersigned restore --release",
        );
    }
    if seen.late_mails > 0 && !seen.is_quarantined {
        report.fix(
            format!("mail: {} have waited for over an hour", seen.late_mails),
            "see that the server runs and that its relay takes mail; its log says why not",
        );
    }
    if seen.overdue > 0 {
        report.fix(
            format!("erasing: {} things should be gone since yesterday", seen.overdue),
            "start the server, which erases every minute, or run: undersigned purge",
        );
    }
    for (slug, count) in &seen.doubted {
        report.note(format!(
            "mail: of {count} ({slug}) nobody knows whether they arrived; look at the letter's mail page before sending again"
        ));
    }
    for line in &seen.armed {
        report.note(line);
    }
    if !seen.has_accounts {
        report.note("accounts: nobody has one yet; the server prints a link for the first when it starts");
    }
    backed_up(seen.backed_up_at.as_deref(), now, report);
    Ok(())
}

/// What one reading transaction tells.
struct Seen {
    last_act: Option<Moment>,
    is_quarantined: bool,
    late_mails: i64,
    overdue: usize,
    doubted: Vec<(String, i64)>,
    armed: Vec<String>,
    has_accounts: bool,
    backed_up_at: Option<String>,
}

impl Seen {
    fn look(db: &mut Db<'_>, now: Moment) -> Result<Seen, Error> {
        let mut doubted = Vec::new();
        for (id, count) in quarantine::doubted_mail(db)? {
            let what = match id {
                Some(id) => format!("letter {}", letter::find(db, &id)?.slug),
                None => "to coordinators".to_owned(),
            };
            doubted.push((what, count));
        }
        let armed = letter::list_running(db)?.into_iter().filter(|row| row.facts().is_scheduled());
        let armed = armed.filter_map(|row| {
            Some(format!(
                "letter {}: will be published at {} UTC",
                row.slug,
                row.publishes_at?.format("%Y-%m-%d %H:%M")
            ))
        });
        Ok(Seen {
            last_act: quarantine::last_act(db)?,
            is_quarantined: setting::is_quarantined(db)?,
            late_mails: quarantine::late_mail(db, now - LATE)?,
            overdue: purge::due(db, now - TimeDelta::days(1))?.total(),
            doubted,
            armed: armed.collect(),
            has_accounts: !coordinator::is_empty(db)?,
            backed_up_at: setting::get(db, setting::BACKED_UP_AT)?,
        })
    }
}

fn backed_up(at: Option<&str>, now: Moment, report: &mut Report) {
    let at = at.and_then(|at| NaiveDateTime::parse_from_str(at, "%Y-%m-%dT%H:%M:%SZ").ok());
    match at {
        None => report.note("backup: `undersigned backup FILE` has not been run here yet"),
        Some(at) if now - at > OLD_BACKUP => {
            report.note(format!("backup: the newest of `undersigned backup` is {} days old", (now - at).num_days()));
        }
        Some(at) => report.ok(format!("backup: made on {}", at.format("%Y-%m-%d %H:%M UTC"))),
    }
}
