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
    }
}

impl Drop for Program {
    fn drop(&mut self) {
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
