//! `undersigned keys rotate`: a new key file, every field sealed with it, then the new file in the place of the old one.
//!
//! Stopped anywhere, it is run again and goes on from there. The new key lies beside the old one before the first field needs
//! it, and the old one is kept: backups from before need it.

use std::fs::{self, File};
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::progress::Bar;
use super::{Failed, block_on, settings, sqlite_path, words};
use crate::actions::rotate_key::{self, Noted};
use crate::clock::Clock;
use crate::store::{Copied, KeyFault, Keys, Lane, Store, rekey};

/// Changes the key.
pub fn rotate() -> Result<(), Failed> {
    let config = settings()?;
    if let Some(path) = sqlite_path(&config).filter(|path| !path.exists()) {
        let path = path.display();
        return Err(Failed::Told(format!("There is no database at {path}. Set DATABASE_URL to the one you mean.")));
    }
    let file = config.key_file;
    let here = Arc::new(Keys::load(&file)?);
    let store = Store::open(&config.database_url, here.clone())?;
    let _alone = store.lock_for_one().map_err(|fault| Failed::Told(words(&fault)))?;
    let noted = store.read_now(Noted::read).unwrap_or_default();
    let Some(key) = noted.key else {
        return Err(Failed::Told("This database is empty; `undersigned serve` makes its first key.".into()));
    };
    let closed = match noted.next {
        // Everything was done but for the last note.
        Some(next) if next == here.key_id() => 0,
        next => {
            let new = Arc::new(new_key(&file, &here, next.as_deref())?);
            let closed = if key == new.key_id() { 0 } else { seal_all(&store, &file, &key, &new)? };
            put_in_place(&file, here.key_id())?;
            closed
        }
    };
    store.write_now(Lane::Desk, rotate_key::end)?;
    block_on(store.forget_log())??;
    tell(&file);
    if closed == 0 { Ok(()) } else { Err(Failed::Found) }
}

/// The key that follows: the one that was begun with, or a new one.
fn new_key(file: &Path, here: &Keys, next: Option<&str>) -> Result<Keys, Failed> {
    let path = beside(file, "new");
    let new = match (Keys::load(&path), next) {
        (Err(KeyFault::Missing(path)), Some(next)) => return Err(KeyFault::NewMissing(path, next.to_owned()).into()),
        (Err(KeyFault::Missing(_)), None) => here.create_following(&path)?,
        (loaded, _) => loaded?,
    };
    if next.is_some_and(|next| next != new.key_id()) || !new.follows(here) {
        return Err(KeyFault::Foreign(path).into());
    }
    Ok(new)
}

/// Seals every field that has another key; gives how many do not open and were left as they are.
fn seal_all(store: &Store, file: &Path, key: &str, new: &Arc<Keys>) -> Result<usize, Failed> {
    if key != store.keys().key_id() {
        return Err(KeyFault::Foreign(file.to_owned()).into());
    }
    let id = new.key_id().to_owned();
    store.write_now(Lane::Desk, move |tx| rotate_key::begin(tx, &id))?;
    let asked = new.clone();
    let total = store.read_now(move |db| rekey::count_others(db, &asked))?;
    let mut bar = Bar::start("Sealing every field with the new key");
    let (mut done, mut closed) = (0, 0);
    for column in rekey::columns() {
        let mut after = Some(String::new());
        while let Some(behind) = after {
            let new = new.clone();
            let step = store.write_now(Lane::Desk, move |tx| rekey::reseal_some(tx, column, &new, &behind))?;
            done += i64::try_from(step.sealed).unwrap_or_default();
            closed += step.closed.len();
            for row in &step.closed {
                eprintln!(
                    "{}.{} of the row {row} does not open with the old key and was left as it is.",
                    column.0, column.1
                );
            }
            bar.tell(Copied { table: column.0, done, total });
            after = step.next;
        }
    }
    let (id, now) = (new.key_id().to_owned(), Clock::system().now());
    store.write_now(Lane::Desk, move |tx| rotate_key::complete(tx, &id, now))?;
    Ok(closed)
}

/// Keeps the old file under its id and puts the new one in its place, without a moment in which there is none.
fn put_in_place(file: &Path, old_id: &str) -> Result<(), Failed> {
    let refused = |fault: std::io::Error| Failed::from(KeyFault::File(file.to_owned(), fault));
    match fs::hard_link(file, beside(file, old_id)) {
        Err(fault) if fault.kind() != ErrorKind::AlreadyExists => return Err(refused(fault)),
        _ => {}
    }
    fs::rename(beside(file, "new"), file).map_err(refused)?;
    let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    File::open(folder).and_then(|folder| folder.sync_all()).map_err(refused)
}

/// `undersigned.key` with a word behind it.
fn beside(file: &Path, word: &str) -> PathBuf {
    let mut name = file.as_os_str().to_owned();
    name.push(".");
    name.push(word);
    name.into()
}

fn tell(file: &Path) {
    println!("Every sealed field has the new key now. It lies at {}; give it to every server.", file.display());
    println!("The old key lies beside it, its id behind its name. Backups made before today open only with it:");
    println!("keep it with a copy of the new one, away from the database, as long as you keep those backups.");
}
