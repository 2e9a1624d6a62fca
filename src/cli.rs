//! The commands (contract, Command line). Exit codes: 0 fine, 1 a finding or refusal, 2 wrong usage or not built yet, 78 bad
//! settings.

mod coordinator;
mod logging;
mod serve;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

use crate::app::{App, StartFault};
use crate::clock::Clock;
use crate::config::Config;
use crate::error::Error;

/// A finding or a refusal.
const REFUSED: u8 = 1;
/// Wrong usage, as clap has it, or a command that this version does not have yet.
const USAGE: u8 = 2;
/// Settings that cannot be used (EX_CONFIG of sysexits.h).
const SETTINGS: u8 = 78;

/// A server for open letters and joint statements: draft, invite, sign, check, publish.
#[derive(Debug, Parser)]
#[command(name = "undersigned", version, propagate_version = true)]
struct Line {
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Run the web server and its jobs (the default)
    Serve,
    /// Serve a throw-away database filled with invented letters; no mail leaves
    Demo,
    /// Coordinators' accounts
    Coordinator {
        #[command(subcommand)]
        what: CoordinatorCommand,
    },
    /// Bring the database to this version, and no more
    Migrate,
    /// Check settings, database, mail, clock, disk and invariants
    Doctor {
        /// Also check what takes long
        #[arg(long)]
        deep: bool,
        /// Send a test mail to this address
        #[arg(long, value_name = "ADDRESS")]
        mail_to: Option<String>,
    },
    /// Write a consistent copy of the database, while the server runs
    Backup {
        /// The file to write; it must not exist
        file: PathBuf,
    },
    /// Restore a copy into quarantine: no mail leaves until it is released
    Restore {
        /// The file that `backup` wrote
        file: PathBuf,
    },
    /// Write a public letter as a static site
    Export {
        /// The letter's short name
        slug: String,
        /// The folder to write
        dir: PathBuf,
    },
    /// Check a proof bundle, a PDF or a receipt
    Verify {
        /// The file to check
        file: PathBuf,
    },
}

#[derive(Debug, Subcommand)]
enum CoordinatorCommand {
    /// Make an account and print the link with which its owner sets a password
    Add {
        /// Where notices and password links go
        email: String,
        /// The person's name, as shown on the desk
        #[arg(long)]
        name: String,
        /// This person runs the server
        #[arg(long)]
        operator: bool,
    },
}

/// Why a command ends without having done its work.
enum Failed {
    /// The settings: one line each, exit 78.
    Start(StartFault),
    /// A refusal in words, exit 1.
    Told(String),
    /// A fault, exit 1.
    Fault(Error),
    /// This version does not have it, exit 2.
    NotBuilt(&'static str),
}

impl From<StartFault> for Failed {
    fn from(fault: StartFault) -> Failed {
        Failed::Start(fault)
    }
}

impl From<Error> for Failed {
    fn from(fault: Error) -> Failed {
        Failed::Fault(fault)
    }
}

/// Runs the command that was typed.
pub fn main() -> ExitCode {
    let line = Line::parse();
    match run(line.command.unwrap_or(Command::Serve)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failed) => ExitCode::from(tell(failed)),
    }
}

fn run(command: Command) -> Result<(), Failed> {
    match command {
        Command::Serve => serve::serve(build()?),
        Command::Migrate => build().map(|_| ()),
        Command::Coordinator { what: CoordinatorCommand::Add { email, name, operator } } => {
            coordinator::add(&email, &name, operator, build)
        }
        Command::Demo => Err(Failed::NotBuilt("demo")),
        Command::Doctor { .. } => Err(Failed::NotBuilt("doctor")),
        Command::Backup { .. } => Err(Failed::NotBuilt("backup")),
        Command::Restore { .. } => Err(Failed::NotBuilt("restore")),
        Command::Export { .. } => Err(Failed::NotBuilt("export")),
        Command::Verify { .. } => Err(Failed::NotBuilt("verify")),
    }
}

/// Settings, log, database and key, for the commands that work on a server.
fn build() -> Result<App, Failed> {
    let config = Config::from_environment().map_err(StartFault::Settings)?;
    logging::start(&config.log_filter);
    Ok(App::build(config, Clock::system())?)
}

/// Says what was wrong, one line a fault, and gives the exit code.
fn tell(failed: Failed) -> u8 {
    match failed {
        Failed::Start(StartFault::Settings(faults)) => {
            for fault in faults {
                eprintln!("{fault}");
            }
            SETTINGS
        }
        Failed::Start(StartFault::Failed(fault)) | Failed::Fault(fault) => {
            eprintln!("undersigned: {fault}");
            REFUSED
        }
        Failed::Told(words) => {
            eprintln!("{words}");
            REFUSED
        }
        Failed::NotBuilt(command) => {
            eprintln!("undersigned {command}: not built yet");
            USAGE
        }
    }
}
