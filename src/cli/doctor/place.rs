//! Where the server stands: its address, the proxies in front of it, its key.

use std::fs;
use std::os::unix::fs::MetadataExt;
use std::path::Path;

use super::Report;
use crate::cli::sqlite_path;
use crate::config::{Config, Listen};
use crate::store::{KeyFault, Keys};

/// The base URL, and who may speak for visitors.
pub(super) fn check(config: &Config, report: &mut Report) {
    let url = config.link("");
    match config.base_url.scheme() {
        "https" => report.ok(format!("base URL: {url}")),
        _ if config.is_loopback() => {
            report.note(format!(
                "base URL: {url} can be opened on this machine only; set UNDERSIGNED_BASE_URL for others"
            ));
        }
        _ => report.note(format!("base URL: {url} is plain http; this is right for an onion address only")),
    }
    let everybody = config.trusted_proxies.iter().any(|net| net.prefix_len() == 0);
    let outside = matches!(config.listen, Listen::Tcp(address) if !address.ip().is_loopback());
    if everybody {
        report.fix(
            "trusted proxies: every visitor could claim any address",
            "name your proxy's own address in UNDERSIGNED_TRUSTED_PROXIES",
        );
    } else if config.is_https() && config.trusted_proxies.is_empty() {
        report.fix(
            "trusted proxies: none, so all visitors look like one and share one limit",
            "set UNDERSIGNED_TRUSTED_PROXIES to the proxy's address, for example 127.0.0.1/32",
        );
    } else if config.is_https() {
        report.ok("trusted proxies: X-Forwarded-For counts from them only");
    }
    if let Listen::Tcp(address) = config.listen
        && outside
    {
        report
            .note(format!("listening: {address} is open to other machines, without TLS; let only the proxy reach it"));
    }
    if config.cdn_seconds > 0 {
        report.note(format!(
            "shared caches: a withdrawn name may be readable for {} s longer (UNDERSIGNED_CDN_SECONDS)",
            config.cdn_seconds
        ));
    }
}

/// The key file; `None` when it cannot be used.
pub(super) fn key(config: &Config, report: &mut Report) -> Option<Keys> {
    let path = &config.key_file;
    let keys = match Keys::load(path) {
        Ok(keys) => Some(keys),
        Err(KeyFault::Missing(_)) => {
            report.fix(
                format!("key file: there is none at {}", path.display()),
                "put back the key that the database was made with; for a new server, `undersigned migrate` makes one",
            );
            return None;
        }
        Err(KeyFault::Readable(_)) => {
            report.fix(
                "key file: others than its owner can read it",
                format!("run chmod 600 {}; if other people use this machine, take it as known to them", path.display()),
            );
            None
        }
        Err(fault) => {
            report.fix("key file: it cannot be used", fault.to_string());
            return None;
        }
    };
    let before = report.findings;
    owner_and_folder(path, report);
    if let Some(database) = sqlite_path(config) {
        beside(path, database, report);
    }
    if keys.is_some() && report.findings == before {
        report.ok("key file: readable by its owner only, apart from the database");
    }
    keys
}

fn owner_and_folder(path: &Path, report: &mut Report) {
    let me = rustix::process::geteuid().as_raw();
    if let Ok(about) = fs::metadata(path)
        && about.uid() != me
    {
        report.fix(
            format!("key file: it belongs to user {} and this is user {me}", about.uid()),
            format!("run doctor as the server's user, or chown {}", path.display()),
        );
    }
    let folder = folder_of(path);
    if let Ok(about) = fs::metadata(folder)
        && about.mode() & 0o022 != 0
        && about.mode() & 0o1000 == 0
    {
        report
            .fix("key file: others may put another file in its place", format!("run chmod go-w {}", folder.display()));
    }
}

/// The settings were compared as text; links between folders are seen only here.
fn beside(key: &Path, database: &Path, report: &mut Report) {
    let real = |path: &Path| fs::canonicalize(folder_of(path)).ok();
    if let (Some(one), Some(other)) = (real(key), real(database))
        && one == other
    {
        report.fix(
            "key file: it lies beside the database, so whoever copies that folder has both",
            "move it and set UNDERSIGNED_KEY_FILE",
        );
    }
}

pub(super) fn folder_of(path: &Path) -> &Path {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}
