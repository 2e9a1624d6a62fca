//! `undersigned doctor`: looks at everything a server needs and changes nothing. One line for each thing: `ok`, `note` for
//! what an operator should know, `FIX` with the remedy for what must not stay so.

mod authentication;
mod database;
mod deep;
mod machine;
mod mail;
mod place;

use std::path::Path;

use super::{Failed, settings};
use crate::clock::Clock;
use crate::config::Config;

/// What was found so far.
#[derive(Default)]
struct Report {
    findings: usize,
}

impl Report {
    /// All is well here.
    fn ok(&mut self, what: impl AsRef<str>) {
        println!("ok    {}", one_line(what.as_ref()));
    }

    /// Nothing is wrong, and an operator should know.
    fn note(&mut self, what: impl AsRef<str>) {
        println!("note  {}", one_line(what.as_ref()));
    }

    /// Something is wrong; the remedy says what to do.
    fn fix(&mut self, what: impl AsRef<str>, remedy: impl AsRef<str>) {
        self.findings += 1;
        println!("FIX   {}: {}", one_line(what.as_ref()), one_line(remedy.as_ref()));
    }
}

/// Scripts count lines.
fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// What was asked for.
#[derive(Default)]
pub struct Asked<'a> {
    /// Also what reads the whole database.
    pub deep: bool,
    /// Send one mail to this address.
    pub mail_to: Option<&'a str>,
    /// Only explain the header of a received mail.
    pub headers: Option<&'a Path>,
    /// Only explain these records of the DNS.
    pub dns: Option<&'a Path>,
}

/// Runs every check, or explains the files that were given.
pub fn doctor(asked: &Asked<'_>) -> Result<(), Failed> {
    let config = settings()?;
    let mut report = Report::default();
    if asked.headers.is_none() && asked.dns.is_none() {
        look(&config, asked, &mut report)?;
    }
    if let Some(file) = asked.headers {
        authentication::headers(file, &mut report)?;
    }
    if let Some(file) = asked.dns {
        authentication::dns(file, &config, &mut report)?;
    }
    match report.findings {
        0 => Ok(()),
        count => {
            eprintln!("{count} {} to fix.", if count == 1 { "thing" } else { "things" });
            Err(Failed::Found)
        }
    }
}

fn look(config: &Config, asked: &Asked<'_>, report: &mut Report) -> Result<(), Failed> {
    let now = Clock::system().now();
    report.ok("settings: they can be used");
    place::check(config, report);
    let keys = place::key(config, report);
    if let Some((store, has_key)) = database::open(config, keys, report) {
        database::check(&store, now, report)?;
        if asked.deep {
            deep::check(&store, has_key, now, report)?;
        }
    }
    machine::check(config, now, report);
    mail::check(config, now, asked.mail_to, report);
    Ok(())
}
