//! The built program in a process of its own.

use std::io::{BufRead, BufReader, Read};
use std::process::{Child, Command, Stdio};
use std::thread::JoinHandle;

use super::database::Database;

/// A running `undersigned serve`; killed when dropped.
pub struct Program {
    /// `http://127.0.0.1:PORT`.
    pub base: String,
    /// What it had said on stdout when it was ready.
    pub said: String,
    child: Child,
    log: Option<JoinHandle<String>>,
}

/// A finished command.
#[derive(Debug)]
pub struct Finished {
    /// Its exit code.
    pub code: i32,
    /// Its stdout.
    pub out: String,
    /// Its stderr.
    pub err: String,
}

/// Runs a command to its end.
pub fn run(database: &Database, settings: &[(&str, &str)], arguments: &[&str]) -> Finished {
    let output = command(database, settings).args(arguments).output().expect("the program");
    Finished {
        code: output.status.code().unwrap_or(-1),
        out: String::from_utf8_lossy(&output.stdout).into_owned(),
        err: String::from_utf8_lossy(&output.stderr).into_owned(),
    }
}

fn command(database: &Database, settings: &[(&str, &str)]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_undersigned"));
    command
        .env_clear()
        .current_dir(database.folder.path())
        .env("DATABASE_URL", &database.url)
        .env("UNDERSIGNED_KEY_FILE", database.path("keys/undersigned.key"))
        .env("UNDERSIGNED_LISTEN", "127.0.0.1:0")
        .envs(settings.iter().copied())
        .stdin(Stdio::null());
    command
}

impl Program {
    /// Starts `undersigned serve` and waits until it listens.
    pub fn serve(database: &Database, settings: &[(&str, &str)]) -> Program {
        let mut command = command(database, settings);
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("the program");
        let mut stderr = child.stderr.take().expect("its stderr");
        let log = std::thread::spawn(move || {
            let mut log = String::new();
            let _ = stderr.read_to_string(&mut log);
            log
        });
        let mut said = String::new();
        let mut stdout = BufReader::new(child.stdout.take().expect("its stdout"));
        // The last line before it serves is about mail; a server with a relay has none.
        while !said.contains("No mail leaves") {
            if stdout.read_line(&mut said).unwrap_or(0) == 0 {
                panic!("the program ended: {said}\n{}", log.join().unwrap_or_default());
            }
        }
        let listening = said.lines().find_map(|line| line.strip_prefix("Undersigned is listening on "));
        let base = listening.expect("the line with its address").to_owned();
        Program { base, said, child, log: Some(log) }
    }

    /// The path of the set-up link that it printed.
    pub fn set_up_path(&self) -> String {
        let at = self.said.find("/setup/").expect("a set-up link");
        self.said[at..].split_whitespace().next().expect("a path").to_owned()
    }

    /// Sends SIGTERM.
    pub fn terminate(&self) {
        let told = Command::new("kill").arg("-TERM").arg(self.child.id().to_string()).status();
        assert!(told.is_ok_and(|status| status.success()), "kill");
    }

    /// Waits for the end and gives the exit code.
    pub fn wait(mut self) -> Option<i32> {
        self.child.wait().expect("the program").code()
    }

    /// Ends it in good order and gives its log.
    pub fn stop(mut self) -> String {
        self.terminate();
        self.child.wait().expect("the program");
        self.log.take().expect("its log").join().expect("its log")
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
