//! Watches a Maildir for mail that came back. What was understood is taken in and removed, because it holds an address and a
//! link; what was not is moved to `cur`, where a person finds it with any mail program.

use std::collections::HashSet;
use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::time::Duration;

use crate::actions::take_in::{Taken, take_in};
use crate::clock::{Clock, Moment};
use crate::error::{Error, Result};
use crate::mail::incoming::{self, SIZE_LIMIT, Unreadable};
use crate::store::{Lane, Store, setting};

/// How often the folder is looked at.
const TICK: Duration = Duration::from_secs(5);
/// Messages of one look; the next ones follow at once.
const AT_ONCE: usize = 100;

/// Runs for ever; the caller aborts it at shutdown. A message that was begun is finished.
pub async fn run(store: Store, clock: Clock, maildir: PathBuf) {
    let mut watcher = Watcher { store, clock, maildir, passed_over: HashSet::new(), is_missing: false };
    loop {
        let looked = tokio::task::spawn_blocking(move || {
            let more = watcher.look();
            (watcher, more)
        });
        let more = match looked.await {
            Ok((back, more)) => {
                watcher = back;
                more
            }
            Err(fault) => {
                log::error!(job = "take_in_mail", fault = fault.to_string(); "returned mail is not taken in any more");
                return;
            }
        };
        if !more {
            tokio::time::sleep(TICK).await;
        }
    }
}

struct Watcher {
    store: Store,
    clock: Clock,
    maildir: PathBuf,
    /// Files that can be neither read nor moved: told once.
    passed_over: HashSet<PathBuf>,
    is_missing: bool,
}

impl Watcher {
    /// Takes in what lies in `new`; says whether more lies there.
    fn look(&mut self) -> bool {
        match self.store.read_now(setting::is_quarantined) {
            Ok(false) => {}
            // A restored copy must not eat the mail of the server that it was copied from.
            Ok(true) => return false,
            Err(_) => return false,
        }
        let found = match files_in(&self.maildir.join("new")) {
            Ok(found) => found,
            Err(fault) => {
                if !std::mem::replace(&mut self.is_missing, true) {
                    log::error!(job = "take_in_mail", fault = fault.to_string(); "the Maildir for bounces cannot be read");
                }
                return false;
            }
        };
        self.is_missing = false;
        let waiting: Vec<PathBuf> = found.into_iter().filter(|path| !self.passed_over.contains(path)).collect();
        for path in waiting.iter().take(AT_ONCE) {
            match self.take(path) {
                Ok(()) => {}
                // The database is away: the message waits where it is.
                Err(Step::Database(fault)) => {
                    log::error!(job = "take_in_mail", fault = fault.to_string(); "returned mail waits for the database");
                    return false;
                }
                Err(Step::File(fault)) => {
                    log::error!(job = "take_in_mail", fault = fault.to_string(); "a returned mail is passed over");
                    self.passed_over.insert(path.clone());
                }
            }
        }
        waiting.len() > AT_ONCE
    }

    fn take(&self, path: &Path) -> std::result::Result<(), Step> {
        let bytes = read_bounded(File::open(path).map_err(Step::File)?).map_err(Step::File)?;
        let taken = take_in_message(&self.store, &bytes, None, self.clock.now()).map_err(Step::Database)?;
        let word = word(&taken);
        log::info!(job = "take_in_mail", taken = word; "a mail came in");
        match taken {
            Ok(Taken::CameBack { .. } | Taken::Complaint { .. } | Taken::Nothing { .. }) => std::fs::remove_file(path),
            _ => self.put_aside(path),
        }
        .map_err(Step::File)
    }

    /// To `cur` with empty flags: looked at by a program, not read by a person.
    fn put_aside(&self, path: &Path) -> io::Result<()> {
        let name = path.file_name().and_then(|name| name.to_str()).unwrap_or("message");
        let folder = self.maildir.join("cur");
        std::fs::create_dir_all(&folder)?;
        let name = name.split(":2,").next().unwrap_or(name);
        std::fs::rename(path, folder.join(format!("{name}:2,")))
    }
}

/// What kept a message from being taken in.
enum Step {
    File(io::Error),
    Database(Error),
}

/// Takes one message in, or says why it cannot be read.
///
/// # Errors
/// The database's.
pub fn take_in_message(
    store: &Store,
    bytes: &[u8],
    recipient: Option<&str>,
    now: Moment,
) -> Result<std::result::Result<Taken, Unreadable>> {
    match incoming::read(bytes, recipient) {
        Err(why) => Ok(Err(why)),
        Ok(read) => store.write_now(Lane::Public, move |tx| take_in(tx, &read, now)).map(Ok),
    }
}

/// Reads one byte more than [`SIZE_LIMIT`] at most, which is enough to know that it is too long.
///
/// # Errors
/// The system's.
pub fn read_bounded(mut from: impl Read) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    from.by_ref().take(SIZE_LIMIT as u64 + 1).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// For the log, which tells no address and no id of a mail.
fn word(taken: &std::result::Result<Taken, Unreadable>) -> &'static str {
    match taken {
        Ok(Taken::CameBack { .. }) => "came_back",
        Ok(Taken::Complaint { .. }) => "complaint",
        Ok(Taken::Nothing { .. }) => "nothing_follows",
        Ok(Taken::Unknown) => "unknown",
        Ok(Taken::AutomaticAnswer) => "automatic_answer",
        Ok(Taken::NotOurs) => "not_a_bounce",
        Err(_) => "cannot_be_read",
    }
}

/// The plain files of a folder, the oldest names first; links and folders are left alone.
fn files_in(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder)? {
        let entry = entry?;
        if entry.file_type()?.is_file() && !entry.file_name().to_string_lossy().starts_with('.') {
            found.push(entry.path());
        }
    }
    found.sort();
    Ok(found)
}
