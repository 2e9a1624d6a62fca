<<<<<<< HEAD
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
=======
//! The real binary in a process of its own: for tests that kill it, and for those that want its jobs and its clock.

use std::io::{BufRead, BufReader};
use std::net::TcpListener;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use super::browser::Browser;
use super::database::Database;

/// How long a start may take.
const START: Duration = Duration::from_secs(30);

/// `undersigned serve` on a database; dropping it kills the process.
pub struct Program {
    /// `http://127.0.0.1:PORT`; the same after a restart, so that links in earlier mails stay good.
    pub base: String,
    settings: Vec<(String, String)>,
    child: Option<Child>,
    output: Arc<Mutex<String>>,
}

impl Program {
    /// Starts it and waits until it answers.
    pub fn start(database: &Database, settings: &[(&str, &str)]) -> Program {
        let port = free_port();
        let base = format!("http://127.0.0.1:{port}");
        let key = database.path("keys/undersigned.key").display().to_string();
        let own = [
            ("DATABASE_URL", database.url.as_str()),
            ("UNDERSIGNED_KEY_FILE", &key),
            ("UNDERSIGNED_LISTEN", base.trim_start_matches("http://")),
            ("UNDERSIGNED_BASE_URL", &base),
            ("RUST_LOG", "warn"),
        ];
        let all = own.iter().chain(settings).map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
        let settings = all.collect();
        let mut program = Program { base, settings, child: None, output: Arc::default() };
        program.restart();
        program
    }

    /// Starts it again after an end, with the same settings.
    pub fn restart(&mut self) {
        assert!(self.child.is_none(), "it runs");
        let mut command = Command::new(env!("CARGO_BIN_EXE_undersigned"));
        command.arg("serve").env_clear().envs(self.settings.iter().cloned());
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().expect("the program");
        listen(child.stdout.take(), &self.output);
        listen(child.stderr.take(), &self.output);
        self.child = Some(child);
        let limit = Instant::now() + START;
        while !self.answers() {
            let ended = self.child.as_mut().and_then(|child| child.try_wait().expect("its state"));
            assert!(ended.is_none(), "it ended ({ended:?}):\n{}", self.output());
            assert!(Instant::now() < limit, "it does not answer:\n{}", self.output());
            std::thread::sleep(Duration::from_millis(10));
        }
    }

    fn answers(&self) -> bool {
        reqwest::blocking::get(format!("{}/healthz", self.base)).is_ok_and(|answer| answer.status().is_success())
    }

    /// Its process.
    pub fn pid(&self) -> u32 {
        self.child.as_ref().expect("it runs").id()
    }

    /// `kill -9`: no word of farewell.
    pub fn kill(&mut self) {
        if let Some(mut child) = self.child.take() {
            child.kill().expect("a living process");
            child.wait().expect("its end");
        }
    }

    /// Asks it to end, as an operator does, and waits.
    pub fn stop(&mut self) -> ExitStatus {
        let mut child = self.child.take().expect("it runs");
        let asked = Command::new("kill").args(["-TERM", &child.id().to_string()]).status();
        assert!(asked.expect("the kill command").success());
        child.wait().expect("its end")
    }

    /// What it printed so far, from every start.
    pub fn output(&self) -> String {
        self.output.lock().unwrap().clone()
    }

    /// A browser with an empty jar.
    pub fn browser(&self) -> Browser {
        Browser::new(&self.base)
    }

    /// The path of the set-up link that an empty server prints.
    pub fn set_up_path(&self) -> String {
        let limit = Instant::now() + START;
        loop {
            let output = self.output();
            if let Some((_, rest)) = output.split_once(&format!("{}/setup/", self.base)) {
                return format!("/setup/{}", rest.split_whitespace().next().unwrap_or_default());
            }
            assert!(Instant::now() < limit, "no set-up link in\n{output}");
            std::thread::sleep(Duration::from_millis(10));
        }
>>>>>>> h/proof
    }
}

impl Drop for Program {
    fn drop(&mut self) {
<<<<<<< HEAD
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
=======
        self.kill();
    }
}

fn listen(stream: Option<impl std::io::Read + Send + 'static>, output: &Arc<Mutex<String>>) {
    let (stream, output) = (stream.expect("a pipe"), Arc::clone(output));
    std::thread::spawn(move || {
        for line in BufReader::new(stream).lines().map_while(Result::ok) {
            let mut output = output.lock().unwrap();
            output.push_str(&line);
            output.push('\n');
        }
    });
}

fn free_port() -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
    listener.local_addr().expect("the port").port()
}
>>>>>>> h/proof
