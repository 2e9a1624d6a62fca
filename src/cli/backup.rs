//! `undersigned backup FILE`.

use std::path::Path;

use super::progress::Bar;
use super::{Failed, existing, settings, words};
use crate::clock::Clock;
use crate::store::{Lane, setting};

/// Writes a consistent copy of the database, while others work on.
pub fn backup(file: &Path) -> Result<(), Failed> {
    let config = settings()?;
    let store = existing(&config)?;
    if file.exists() {
        return Err(Failed::Told(format!(
            "{} exists already and a backup overwrites nothing. Choose another name.",
            file.display()
        )));
    }
    let mut bar = Bar::start("Copying the database");
    let copied = store.backup(file, &mut |copied| bar.tell(copied));
    drop(bar);
    copied.map_err(|fault| Failed::Told(format!("No backup was made: {}.", words(&fault))))?;
    note(&store);
    println!("The database was copied to {} and the copy checked.", file.display());
    println!(
        "The key file {} is not in it. Keep a copy of the key in another place: each is useless without the other.",
        config.key_file.display()
    );
    Ok(())
}

/// For `doctor`, which tells when the last copy was made. A server that is busy just now is no reason to fail.
fn note(store: &crate::store::Store) {
    let now = Clock::system().now().format("%Y-%m-%dT%H:%M:%SZ").to_string();
    if let Err(fault) = store.write_now(Lane::Desk, move |tx| setting::set(tx, setting::BACKED_UP_AT, &now)) {
        log::warn!("the time of this backup was not noted: {}", words(&fault));
    }
}
