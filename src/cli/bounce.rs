//! `undersigned bounce`: one message that came back, on standard input, as a mail server hands it over.

use std::io::{Read, Write};
use std::process::ExitCode;

use super::{Failed, existing, settings, words};
use crate::actions::take_in::{Taken, Why};
use crate::clock::Clock;
use crate::error::Error;
use crate::jobs::take_in_mail::{read_bounded, take_in_message};
use crate::render::words::Words;

/// "Try again later" (EX_TEMPFAIL of sysexits.h): the mail server keeps the message.
const LATER: u8 = 75;

/// Reads the message, takes it in, and says in one line what it was. A message that says nothing about a mail of ours is told
/// and changes nothing; the exit code is 0 even then, or the mail server would send a bounce about a bounce.
pub fn bounce(recipient: Option<&str>) -> Result<ExitCode, Failed> {
    let config = settings()?;
    let mut stdin = std::io::stdin().lock();
    let read = |fault| Failed::Fault(Error::internal("reading standard input", fault));
    let bytes = read_bounded(&mut stdin).map_err(read)?;
    // A mail server whose pipe breaks takes it for a failure.
    std::io::copy(&mut stdin.by_ref(), &mut std::io::sink()).map_err(read)?;
    if bytes.is_empty() {
        return Err(Failed::Told("Nothing came on standard input. Give one message: undersigned bounce < FILE".into()));
    }
    let store = match existing(&config) {
        Err(Failed::Fault(fault)) => return Ok(later(&fault)),
        opened => opened?,
    };
    let taken = match take_in_message(&store, &bytes, recipient, Clock::system().now()) {
        Ok(taken) => taken,
        Err(fault) => return Ok(later(&fault)),
    };
    // Nobody may be listening.
    let _ = writeln!(std::io::stdout(), "{}", told(taken.as_ref()));
    Ok(ExitCode::SUCCESS)
}

fn later(fault: &Error) -> ExitCode {
    eprintln!("undersigned: {}; try again later", words(fault));
    ExitCode::from(LATER)
}

fn told(taken: Option<&Taken>) -> String {
    let t = Words::english();
    let sentence = |reason| t.say_of("mail-failure", reason).text();
    match taken {
        None => "Not a mail that can be read. Nothing was changed.".into(),
        Some(Taken::NotOurs) => "Not a bounce and not a complaint. Nothing was changed.".into(),
        Some(Taken::AutomaticAnswer) => "An automatic answer. Nothing was changed.".into(),
        Some(Taken::Unknown) => "It is about no mail that this server knows. Nothing was changed.".into(),
        Some(Taken::Complaint { row }) => {
            format!("Mail {row}: its recipient complained. No more mailings go to that address.")
        }
        Some(Taken::CameBack { row, reason, stopped }) => {
            let stopped = if *stopped { " No more mailings go to that address." } else { "" };
            format!("Mail {row} came back: {}.{stopped}", sentence(*reason))
        }
        Some(Taken::Nothing { row, why }) => {
            let why = match why {
                Why::Known => "that is known already, or it is on its way once more",
                Why::Delayed => "it is delayed, and the other server goes on trying",
                Why::Delivered => "it arrived",
            };
            format!("Mail {row}: {why}. Nothing was changed.")
        }
    }
}
