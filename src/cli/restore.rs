//! `undersigned restore FILE` and `undersigned restore --release`.
//!
//! Everything is done to a private copy first (checks, schema, quarantine, erasing what is due); only then does it take the
//! place of the empty database, whole or not at all.

use std::fs::{self, DirBuilder, File, Permissions};
use std::io::Read;
use std::os::unix::fs::{DirBuilderExt, PermissionsExt};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use tempfile::TempDir;

use super::progress::Bar;
use super::{Failed, block_on, purge, settings, sqlite_path, words};
use crate::actions;
use crate::app::App;
use crate::clock::{Clock, Moment};
use crate::config::Config;
use crate::domain::event::Actor;
use crate::jobs;
use crate::store::letter::Letter;
use crate::store::{KeyFault, Keys, Lane, Store, letter, quarantine, setting};

/// How every SQLite file begins.
const MAGIC: &[u8] = b"SQLite format 3\0";

/// Puts a backup into the empty database that the settings name, in quarantine.
pub fn restore(file: &Path) -> Result<(), Failed> {
    let config = settings()?;
    let keys = Arc::new(key_of_the_backup(&config)?);
    let private = lay_open(file, &config)?;
    let url = format!("sqlite://{}", private.path().join(COPY).display());
    let copy = Store::open(&url, keys.clone())?;
    check(&copy, file, &config)?;
    let now = Clock::system().now();
    let last = copy.read_now(quarantine::last_act)?;
    let doubted = copy.write_now(Lane::Desk, move |tx| actions::restore::restore(tx, now))?;
    let erased = block_on(jobs::purge::run(&copy, now))??;
    let armed = copy.read_now(letter::list_running)?.into_iter().filter(|row| row.facts().is_scheduled());
    let armed: Vec<Letter> = armed.collect();

    let mut bar = Bar::start("Restoring the database");
    let installed = copy.install(&config.database_url, keys, &mut |copied| bar.tell(copied));
    drop(bar);
    installed.map_err(|fault| {
        Failed::Told(format!(
            "Nothing was restored: {}. Restore into an empty database: set DATABASE_URL to a new one.",
            words(&fault)
        ))
    })?;
    println!("Restored from {}. The newest act in it is of {}.", file.display(), told(last));
    println!("Personal data whose time has come was erased again:");
    purge::print(&erased);
    println!("{doubted} mails were on their way in the backup. They may have left since, so they are marked unknown");
    println!("and are not sent by themselves. `undersigned doctor` lists them by letter.");
    tell_armed(&armed, now);
    println!();
    println!(
        "The copy is in quarantine: no mail leaves, nothing is published by itself, everybody must sign in again."
    );
    println!("1. Run `undersigned doctor --deep`.");
    println!(
        "2. Start the server and look at the letters. Who withdrew or was withheld after the backup was made stands"
    );
    println!("   in it as before: do that again.");
    println!("3. Run `undersigned restore --release`.");
    Ok(())
}

/// Ends the quarantine.
pub fn release(app: &App) -> Result<(), Failed> {
    let now = app.clock.now();
    let armed = app.store.read_now(letter::list_running)?.into_iter().filter(|row| row.facts().is_scheduled());
    let armed: Vec<Letter> = armed.collect();
    if !app.store.write_now(Lane::Desk, move |tx| actions::release::release(tx, &Actor::Command, now))? {
        return Err(Failed::Told("This database is not in quarantine: there is nothing to release.".into()));
    }
    println!("Released: mail leaves again, and letters are published at their time.");
    tell_armed(&armed, now);
    Ok(())
}

/// What the clock will publish: the one thing that cannot be taken back.
fn tell_armed(letters: &[Letter], now: Moment) {
    for row in letters {
        match row.publishes_at {
            Some(at) if at <= now => {
                println!(
                    "The letter {} should have been published on {}: it appears once released.",
                    row.slug,
                    told(Some(at))
                )
            }
            at => println!("The letter {} will be published on {} by itself.", row.slug, told(at)),
        }
    }
}

/// The key must be there before: a new one would open nothing of the backup.
fn key_of_the_backup(config: &Config) -> Result<Keys, Failed> {
    Ok(Keys::load(&config.key_file)?)
}

const COPY: &str = "copy.db";

/// Copies the file to where nobody else reads it: beside the database, or among the temporary files for PostgreSQL.
fn lay_open(file: &Path, config: &Config) -> Result<TempDir, Failed> {
    let refused = |fault: std::io::Error| Failed::Told(format!("Cannot read {}: {fault}.", file.display()));
    let mut head = [0_u8; 16];
    let is_sqlite = File::open(file).and_then(|mut from| from.read_exact(&mut head)).map(|()| head == *MAGIC);
    match is_sqlite {
        Ok(true) => {}
        Err(fault) if fault.kind() != std::io::ErrorKind::UnexpectedEof => return Err(refused(fault)),
        _ => return Err(Failed::Told(format!("{} is not what `undersigned backup` writes.", file.display()))),
    }
    let mut log = file.as_os_str().to_owned();
    log.push("-wal");
    if fs::metadata(&log).is_ok_and(|log| log.len() > 0) {
        return Err(Failed::Told(format!(
            "{} is a database in use and not a backup. Make one of it with: undersigned backup",
            file.display()
        )));
    }
    let beside = sqlite_path(config).map(folder_of);
    let private = match beside {
        Some(folder) => {
            let made = DirBuilder::new().recursive(true).mode(0o700).create(&folder);
            made.and_then(|()| tempfile::Builder::new().prefix(".restoring-").tempdir_in(folder))
        }
        None => tempfile::tempdir(),
    };
    let private = private.map_err(refused)?;
    let copy = private.path().join(COPY);
    fs::copy(file, &copy).map_err(refused)?;
    fs::set_permissions(&copy, Permissions::from_mode(0o600)).map_err(refused)?;
    Ok(private)
}

fn folder_of(path: &Path) -> PathBuf {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new(".")).to_owned()
}

/// Whole, ours, not newer than this program, and sealed with this key; then brought to this program's schema.
fn check(copy: &Store, file: &Path, config: &Config) -> Result<(), Failed> {
    let damaged = |fault: String| Failed::Told(format!("{} is damaged: {fault}. Use another backup.", file.display()));
    match copy.integrity_check() {
        Ok(findings) if findings.is_empty() => {}
        Ok(findings) => return Err(damaged(findings.into_iter().next().unwrap_or_default())),
        Err(fault) => return Err(damaged(words(&fault))),
    }
    let Ok(Some(key_id)) = copy.read_now(|db| setting::get(db, setting::KEY_ID)) else {
        return Err(Failed::Told(format!("{} is a database, but none of Undersigned.", file.display())));
    };
    if key_id != copy.keys().key_id() {
        return Err(KeyFault::Foreign(config.key_file.clone()).into());
    }
    copy.migrate().map_err(|fault| Failed::Told(format!("{} cannot be used: {}.", file.display(), words(&fault))))?;
    Ok(())
}

fn told(at: Option<Moment>) -> String {
    at.map_or_else(|| "no known time".to_owned(), |at| at.format("%Y-%m-%d %H:%M UTC").to_string())
}
