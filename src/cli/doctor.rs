//! `undersigned doctor`: looks at everything a server needs and changes nothing. One line for each thing: `ok`, `note` for
//! what an operator should know, `FIX` with the remedy for what must not stay so.

mod database;
mod deep;
mod machine;
mod mail;
mod place;

use super::{Failed, settings};
use crate::clock::Clock;

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

/// Runs every check; `deep` adds those that read the whole database, `mail_to` sends one mail.
pub fn doctor(deep: bool, mail_to: Option<&str>) -> Result<(), Failed> {
    let config = settings()?;
    let now = Clock::system().now();
    let mut report = Report::default();
    report.ok("settings: they can be used");
    place::check(&config, &mut report);
    let keys = place::key(&config, &mut report);
    if let Some((store, has_key)) = database::open(&config, keys, &mut report) {
        database::check(&store, now, &mut report)?;
        if deep {
            deep::check(&store, has_key, now, &mut report)?;
        }
    }
    machine::check(&config, now, &mut report);
    mail::check(&config, now, mail_to, &mut report);
    match report.findings {
        0 => Ok(()),
        count => {
            eprintln!("{count} {} to fix.", if count == 1 { "thing" } else { "things" });
            Err(Failed::Found)
        }
    }
}
