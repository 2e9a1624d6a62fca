//! The commands (contract, Command line). Exit codes: 0 fine, 1 a finding or refusal, 2 wrong usage, 78 bad settings.

mod backup;
mod bounce;
mod coordinator;
mod demo;
mod doctor;
mod export;
mod keys;
mod logging;
mod progress;
mod purge;
mod restore;
mod serve;
mod verify;

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

use clap::{Parser, Subcommand};

use crate::actions::rotate_key::Noted;
use crate::app::{App, StartFault};
use crate::clock::Clock;
use crate::config::Config;
use crate::error::Error;
use crate::store::{KeyFault, Keys, Store};

/// A finding or a refusal.
const REFUSED: u8 = 1;
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
        /// Only explain SPF, DKIM and DMARC from the header of a mail that arrived, saved to this file
        #[arg(long, value_name = "FILE", conflicts_with_all = ["deep", "mail_to"])]
        headers: Option<PathBuf>,
        /// Only explain SPF, DKIM and DMARC from TXT records, pasted into this file
        #[arg(long, value_name = "FILE", conflicts_with_all = ["deep", "mail_to"])]
        dns: Option<PathBuf>,
    },
    /// Take in one mail that came back: a bounce or a complaint, on standard input
    ///
    /// For a mail server's pipe. Says in one line what the message was; exit code 75 asks the mail server to try again later.
    Bounce {
        /// The address it was delivered to, where the mail server tells it
        #[arg(long, value_name = "ADDRESS")]
        recipient: Option<String>,
    },
    /// Write a consistent copy of the database, while the server runs
    Backup {
        /// The file to write; it must not exist
        file: PathBuf,
    },
    /// Restore a copy into quarantine: no mail leaves until it is released
    ///
    /// The copy may come from SQLite or PostgreSQL and go into either; the database it goes into must be empty.
    #[command(group = clap::ArgGroup::new("what").required(true))]
    Restore {
        /// The file that `backup` wrote
        #[arg(group = "what")]
        file: Option<PathBuf>,
        /// End the quarantine of the restored copy
        #[arg(long, group = "what")]
        release: bool,
    },
    /// The key file
    Keys {
        #[command(subcommand)]
        what: KeysCommand,
    },
    /// Erase the personal data whose time has come, as the server does every minute
    Purge {
        /// Only count it
        #[arg(long)]
        dry_run: bool,
    },
    /// Write a public letter as a static site
    Export {
        /// The letter's short name
        slug: String,
        /// The folder to write; it must not exist or be empty
        dir: PathBuf,
    },
    /// Check a proof bundle; needs no settings and no database
    ///
    /// One line for each finding; exit code 0 when all is right, else 1.
    Verify {
        /// The file to check: a proof.zip
        file: PathBuf,
        /// The key that must have signed it: a .pub file, or its second line
        #[arg(long, value_name = "KEY")]
        public_key: Option<String>,
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

#[derive(Debug, Subcommand)]
enum KeysCommand {
    /// Make a new key and seal every field with it; no server may run meanwhile
    ///
    /// It can be stopped anywhere and run again. Mailed links go on working.
    Rotate,
}

/// Why a command ends without having done its work.
enum Failed {
    /// The settings: one line each, exit 78.
    Start(StartFault),
    /// What is wrong was told already, exit 1.
    Found,
    /// A refusal in words, exit 1.
    Told(String),
    /// A fault, exit 1.
    Fault(Error),
}

impl From<StartFault> for Failed {
    fn from(fault: StartFault) -> Failed {
        Failed::Start(fault)
    }
}

impl From<KeyFault> for Failed {
    fn from(fault: KeyFault) -> Failed {
        Failed::Start(fault.into())
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
    let done = match line.command.unwrap_or(Command::Serve) {
        Command::Bounce { recipient } => bounce::bounce(recipient.as_deref()),
        command => run(command).map(|()| ExitCode::SUCCESS),
    };
    done.unwrap_or_else(|failed| ExitCode::from(tell(failed)))
}

fn run(command: Command) -> Result<(), Failed> {
    match command {
        Command::Serve => serve::serve(build()?),
        Command::Migrate => build().map(|_| println!("The database has the schema of this version.")),
        Command::Coordinator { what: CoordinatorCommand::Add { email, name, operator } } => {
            coordinator::add(&email, &name, operator, build)
        }
        Command::Keys { what: KeysCommand::Rotate } => keys::rotate(),
        Command::Demo => demo::demo(),
        Command::Doctor { deep, mail_to, headers, dns } => doctor::doctor(&doctor::Asked {
            deep,
            mail_to: mail_to.as_deref(),
            headers: headers.as_deref(),
            dns: dns.as_deref(),
        }),
        // It has exit codes of its own.
        Command::Bounce { .. } => Ok(()),
        Command::Backup { file } => backup::backup(&file),
        Command::Restore { file: Some(file), .. } => restore::restore(&file),
        Command::Restore { file: None, .. } => restore::release(&build()?),
        Command::Purge { dry_run } => purge::purge(&build()?, dry_run),
        Command::Export { slug, dir } => export::export(&slug, &dir),
        Command::Verify { file, public_key } => verify::verify(&file, public_key.as_deref()),
    }
}

/// Settings, log, database and key, for the commands that work on a server.
fn build() -> Result<App, Failed> {
    Ok(App::build(settings()?, Clock::system())?)
}

/// A database that is there already, with its key. Unlike [`build`] it makes and changes nothing.
fn existing(config: &Config) -> Result<Store, Failed> {
    if let Some(path) = sqlite_path(config).filter(|path| !path.exists()) {
        return Err(Failed::Told(format!(
            "There is no database at {}. Set DATABASE_URL to the one you mean.",
            path.display()
        )));
    }
    let keys = Arc::new(Keys::load(&config.key_file)?);
    let store = Store::open(&config.database_url, keys.clone())?;
    let Noted { key: noted, next } = store.read_now(Noted::read).unwrap_or_default();
    if next.is_some() {
        return Err(KeyFault::Changing(config.key_file.clone()).into());
    }
    if noted.is_some_and(|noted| noted != keys.key_id()) {
        return Err(KeyFault::Foreign(config.key_file.clone()).into());
    }
    Ok(store)
}

/// The file that a SQLite URL names.
fn sqlite_path(config: &Config) -> Option<&Path> {
    config.database_url.strip_prefix("sqlite://").map(Path::new)
}

/// Runs a job of the server in a command.
fn block_on<T>(work: impl Future<Output = T>) -> Result<T, Error> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let runtime = runtime.map_err(|fault| Error::internal("starting", fault))?;
    Ok(runtime.block_on(work))
}

/// An error as a person reads it, without the word for its kind.
fn words(fault: &Error) -> String {
    match fault {
        Error::Busy(words) | Error::Internal(words) => words.clone(),
        other => other.to_string(),
    }
}

/// The settings; the log starts by them.
fn settings() -> Result<Config, Failed> {
    let config = Config::from_environment().map_err(StartFault::Settings)?;
    logging::start(&config.log_filter);
    Ok(config)
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
            eprintln!("undersigned: {}", words(&fault));
            REFUSED
        }
        Failed::Found => REFUSED,
        Failed::Told(words) => {
            eprintln!("{words}");
            REFUSED
        }
    }
}
