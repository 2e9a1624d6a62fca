//! `undersigned export SLUG DIR`.

use std::path::Path;
use std::sync::Arc;

use super::{Failed, block_on, existing, settings};
use crate::clock::Clock;
use crate::error::Error;
use crate::store::Keys;
use crate::web::export::export as files_of;
use crate::web::site::Site;

/// Writes a public letter into a folder, while a server may be running.
pub fn export(slug: &str, dir: &Path) -> Result<(), Failed> {
    let config = settings()?;
    let store = existing(&config)?;
    refuse_full(dir)?;
    let keys = Arc::new(Keys::load(&config.key_file)?);
    let site = Site::new(config, store, Clock::system(), keys);
    let files = match block_on(files_of(site, slug))? {
        Err(Error::NotFound) => return Err(Failed::Told(format!("There is no public letter {slug}."))),
        found => found?,
    };
    for (path, content) in &files {
        write(&dir.join(path), content)?;
    }
    println!("The letter was written to {}: {} files.", dir.display(), files.len());
    println!("Open index.html, or copy the folder to any web server. Write it anew when the letter changes.");
    Ok(())
}

fn refuse_full(dir: &Path) -> Result<(), Failed> {
    match std::fs::read_dir(dir).map(|mut inside| inside.next().is_some()) {
        Ok(false) => Ok(()),
        Ok(true) => Err(Failed::Told(format!("{} is not empty and an export overwrites nothing.", dir.display()))),
        Err(fault) if fault.kind() == std::io::ErrorKind::NotFound => Ok(()),
        Err(fault) => Err(Failed::Told(format!("{} cannot be used: {fault}", dir.display()))),
    }
}

fn write(path: &Path, content: &[u8]) -> Result<(), Failed> {
    let refused = |fault: std::io::Error| Failed::Told(format!("{} cannot be written: {fault}", path.display()));
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder).map_err(refused)?;
    }
    std::fs::write(path, content).map_err(refused)
}
