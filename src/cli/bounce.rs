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

/// Reads the message, takes it in, and says in one line what it was. What cannot be read, and a bounce about a mail that this
/// server does not know, is refused with exit code 1 and changes nothing. Automatic answers and letters of people are passed
/// over with exit code 0: the mail server would send a bounce to whoever wrote them.
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
    let taken = match taken {
        Ok(Taken::Unknown) => {
            return Err(Failed::Told(told(&Taken::Unknown)));
        }
        Err(why) => return Err(Failed::Told(format!("Refused: {why}. Nothing was changed."))),
        Ok(taken) => taken,
    };
    // Nobody may be listening.
    let _ = writeln!(std::io::stdout(), "{}", told(&taken));
    Ok(ExitCode::SUCCESS)
}

fn later(fault: &Error) -> ExitCode {
    eprintln!("undersigned: {}; try again later", words(fault));
    ExitCode::from(LATER)
}

fn told(taken: &Taken) -> String {
    let t = Words::english();
    let sentence = |reason| t.say_of("mail-failure", reason).text();
    match taken {
        Taken::NotOurs => "Not a bounce and not a complaint. Nothing was changed.".into(),
        Taken::AutomaticAnswer => "An automatic answer. Nothing was changed.".into(),
        Taken::Unknown => "It is about no mail that this server knows. Nothing was changed.".into(),
        Taken::Complaint { row } => {
            format!("Mail {row}: its recipient complained. No more mailings go to that address.")
        }
        Taken::CameBack { row, reason, stopped } => {
            let stopped = if *stopped { " No more mailings go to that address." } else { "" };
            format!("Mail {row} came back: {}.{stopped}", sentence(*reason))
        }
        Taken::Nothing { row, why } => {
            let why = match why {
                Why::Known => "that is known already, or it is on its way once more",
                Why::Delayed => "it is delayed, and the other server goes on trying",
                Why::Delivered => "it arrived",
            };
            format!("Mail {row}: {why}. Nothing was changed.")
        }
    }
}
