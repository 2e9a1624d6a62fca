//! What a received mail's header, or records of the DNS, say of SPF, DKIM and DMARC; both come as files, and no server is asked.

use std::fs::File;
use std::io::Read;
use std::path::Path;

use super::Report;
use crate::cli::Failed;
use crate::config::Config;
use crate::mail::authentication::{Finding, Sender, explain_headers, explain_records};

/// More than this is no header and no page of records, in bytes.
const SIZE_LIMIT: u64 = 1 << 20;

/// Explains the header of a mail that arrived.
pub(super) fn headers(file: &Path, report: &mut Report) -> Result<(), Failed> {
    tell(explain_headers(&text_of(file)?), report);
    Ok(())
}

/// Explains TXT records for the sender that the settings name.
pub(super) fn dns(file: &Path, config: &Config, report: &mut Report) -> Result<(), Failed> {
    let from = config.mail_from.domain().to_owned();
    let return_path = config.return_path.as_ref().map_or(from.clone(), |path| path.domain().to_owned());
    let relay = config.smtp.as_ref().map(|settings| settings.host.clone());
    let sender = Sender { from, return_path, relay };
    tell(explain_records(&text_of(file)?, &sender), report);
    Ok(())
}

fn tell(found: Vec<Finding>, report: &mut Report) {
    for one in found {
        match one {
            Finding::Ok(what) => report.ok(what),
            Finding::Note(what) => report.note(what),
            Finding::Fix(what, remedy) => report.fix(what, remedy),
        }
    }
}

fn text_of(file: &Path) -> Result<String, Failed> {
    let refused = |why: String| Failed::Told(format!("{}: {why}", file.display()));
    let opened = File::open(file).map_err(|fault| refused(format!("it cannot be read ({fault})")))?;
    let mut bytes = Vec::new();
    let read = opened.take(SIZE_LIMIT + 1).read_to_end(&mut bytes);
    read.map_err(|fault| refused(format!("it cannot be read ({fault})")))?;
    if bytes.len() as u64 > SIZE_LIMIT {
        return Err(refused("it is longer than 1 MB; save the header or the records only".into()));
    }
    if bytes.contains(&0) {
        return Err(refused("this is no text".into()));
    }
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}
