//! The built program in processes of its own: commands that run to their end, and a server that can be killed and started
//! again on the same port.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use super::browser::Browser;
use super::database::Database;

/// How long a start may take.
const START: Duration = Duration::from_secs(30);

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
    run_with(database, settings, arguments, b"")
}

/// Runs a command that reads this on its standard input.
pub fn run_with(database: &Database, settings: &[(&str, &str)], arguments: &[&str], input: &[u8]) -> Finished {
    let mut command = command(database);
    command.env("UNDERSIGNED_LISTEN", "127.0.0.1:0").envs(settings.iter().copied()).args(arguments);
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().expect("the program");
    let (mut stdin, input) = (child.stdin.take().expect("a pipe"), input.to_owned());
    // A command that does not read closes the pipe.
    let writer = std::thread::spawn(move || drop(stdin.write_all(&input)));
    let output = child.wait_with_output().expect("the program");
    writer.join().expect("the writer");
    Finished {
        code: output.status.code().unwrap_or(-1),
        out: String::from_utf8_lossy(&output.stdout).into_owned(),
        err: String::from_utf8_lossy(&output.stderr).into_owned(),
    }
}

/// Runs a command and kills it (`kill -9`) after this time; its exit code if it had ended by then.
pub fn run_for(database: &Database, arguments: &[&str], life: Duration) -> Option<i32> {
    let mut command = command(database);
    let mut child = command.args(arguments).stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("the program");
    let limit = Instant::now() + life;
    while Instant::now() < limit {
        if let Some(status) = child.try_wait().expect("its state") {
            return status.code();
        }
        std::thread::sleep(Duration::from_millis(1));
    }
    child.kill().expect("a process");
    child.wait().expect("its end");
    None
}

fn command(database: &Database) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_undersigned"));
    command
        .env_clear()
        .current_dir(database.folder.path())
        .env("DATABASE_URL", &database.url)
        .env("UNDERSIGNED_KEY_FILE", database.path("keys/undersigned.key"))
        .stdin(Stdio::null());
    command
}

/// `undersigned serve` on a database; dropping it kills the process.
pub struct Program {
    /// `http://127.0.0.1:PORT`; the same after a restart, so that links in earlier mails stay good.
    pub base: String,
    command: Command,
    has_relay: bool,
    child: Option<Child>,
    readers: Vec<JoinHandle<()>>,
    said: Arc<Mutex<String>>,
    log: Arc<Mutex<String>>,
}

impl Program {
    /// Starts it and waits until it listens and has said what it says.
    pub fn start(database: &Database, settings: &[(&str, &str)]) -> Program {
        let port = free_port();
        let base = format!("http://127.0.0.1:{port}");
        let mut command = command(database);
        command
            .arg("serve")
            .env("UNDERSIGNED_LISTEN", format!("127.0.0.1:{port}"))
            .env("UNDERSIGNED_BASE_URL", &base)
            .envs(settings.iter().copied())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        let has_relay = settings.iter().any(|(name, _)| *name == "UNDERSIGNED_SMTP_URL");
        let (said, log) = (Arc::default(), Arc::default());
        let mut program = Program { base, command, has_relay, child: None, readers: Vec::new(), said, log };
        program.restart();
        program
    }

    /// Starts it again after an end, with the same settings.
    pub fn restart(&mut self) {
        assert!(self.child.is_none(), "it runs");
        self.said.lock().unwrap().clear();
        let mut child = self.command.spawn().expect("the program");
        self.readers = vec![listen(child.stdout.take(), &self.said), listen(child.stderr.take(), &self.log)];
        self.child = Some(child);
        // The last line before it serves is about mail; a server with a relay has none.
        let last = if self.has_relay { "Undersigned is listening on " } else { "No mail leaves" };
        let address = self.base.trim_start_matches("http://").to_owned();
        self.wait_until(last, |program| program.said().contains(last) && TcpStream::connect(&address).is_ok());
    }

    /// Waits until it has said these words on stdout or in its log.
    pub fn expect_output(&mut self, words: &str) {
        self.wait_until(words, |program| program.output().contains(words));
    }

    fn wait_until(&mut self, what: &str, is_there: impl Fn(&Program) -> bool) {
        let limit = Instant::now() + START;
        while !is_there(self) {
            let ended = self.child.as_mut().and_then(|child| child.try_wait().expect("its state"));
            assert!(ended.is_none(), "it ended ({ended:?}) without {what:?}:\n{}", self.output());
            assert!(Instant::now() < limit, "waited for {what:?}:\n{}", self.output());
            std::thread::sleep(Duration::from_millis(5));
        }
    }

    /// `kill -9`: no word of farewell.
    pub fn kill(&mut self) {
        if let Some(mut child) = self.child.take() {
            child.kill().expect("a living process");
            child.wait().expect("its end");
            self.readers.drain(..).for_each(|reader| reader.join().expect("its words"));
        }
    }

    /// Asks it to end, as an operator does.
    pub fn terminate(&self) {
        let pid = self.child.as_ref().expect("it runs").id().to_string();
        let asked = Command::new("kill").args(["-TERM", &pid]).status();
        assert!(asked.is_ok_and(|status| status.success()), "the kill command");
    }

    /// Waits for its end.
    pub fn wait(&mut self) -> ExitStatus {
        let status = self.child.take().expect("it runs").wait().expect("its end");
        self.readers.drain(..).for_each(|reader| reader.join().expect("its words"));
        status
    }

    /// Asks it to end and waits.
    pub fn stop(&mut self) -> ExitStatus {
        self.terminate();
        self.wait()
    }

    /// What it said on stdout since its last start.
    pub fn said(&self) -> String {
        self.said.lock().unwrap().clone()
    }

    /// What it wrote on stderr, from every start.
    pub fn log(&self) -> String {
        self.log.lock().unwrap().clone()
    }

    /// Both.
    pub fn output(&self) -> String {
        self.said() + &self.log()
    }

    /// A browser with an empty jar.
    pub fn browser(&self) -> Browser {
        Browser::new(&self.base)
    }

    /// The path of the set-up link that an empty server prints.
    #[track_caller]
    pub fn set_up_path(&self) -> String {
        let said = self.said();
        let at = said.find("/setup/").unwrap_or_else(|| panic!("no set-up link in\n{said}"));
        said[at..].split_whitespace().next().expect("a path").to_owned()
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        if let Some(child) = &mut self.child {
            let _ = child.kill();
            let _ = child.wait();
        }
    }
}

fn listen(stream: Option<impl Read + Send + 'static>, heard: &Arc<Mutex<String>>) -> JoinHandle<()> {
    let (stream, heard) = (stream.expect("a pipe"), Arc::clone(heard));
    std::thread::spawn(move || {
        for line in BufReader::new(stream).lines().map_while(Result::ok) {
            let mut heard = heard.lock().unwrap();
            heard.push_str(&line);
            heard.push('\n');
        }
    })
}

/// A port that was free a moment ago, below those that outgoing connections are given (from 32768 on Linux): while a
/// killed program is down, no client of another test can be given its port.
pub fn free_port() -> u16 {
    let mut ports = (0..1000).map(|_| rand::random_range(10_000..32_000));
    let is_free = |port: &u16| TcpListener::bind(("127.0.0.1", *port)).is_ok();
    ports.find(is_free).expect("a free port")
}
