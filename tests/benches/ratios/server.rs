//! The server under test, in a process of its own so that its CPU time is its own: `serve FOLDER PORT BATCH [RELAY]`, where
//! RELAY is the port of the relay that its mail goes to; without it no mail leaves.

use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant};

use undersigned::app::App;
use undersigned::clock::Clock;
use undersigned::config::Config;
use undersigned::store::{Keys, Limits, Store};

/// A running server; killed when dropped.
pub struct Server {
    /// Its process.
    pub child: Child,
    /// Its port on 127.0.0.1.
    pub port: u16,
}

impl Server {
    /// Starts this very program as a server on the database of a folder.
    pub fn start(folder: &Path, batch: usize) -> Server {
        let port = free_port();
        Server::run(port, &[folder.display().to_string(), port.to_string(), batch.to_string()])
    }

    /// The same, and its mail goes to the relay behind this port.
    pub fn start_mailing(folder: &Path, relay: u16) -> Server {
        let port = free_port();
        Server::run(port, &[folder.display().to_string(), port.to_string(), "512".into(), relay.to_string()])
    }

    fn run(port: u16, arguments: &[String]) -> Server {
        let program = std::env::current_exe().expect("this program");
        let child =
            Command::new(program).arg("serve").args(arguments).stdin(Stdio::null()).stdout(Stdio::null()).spawn();
        let server = Server { child: child.expect("a server"), port };
        let limit = Instant::now() + Duration::from_secs(20);
        while std::net::TcpStream::connect(("127.0.0.1", port)).is_err() {
            assert!(Instant::now() < limit, "the server does not answer");
            std::thread::sleep(Duration::from_millis(20));
        }
        server
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A port that was free a moment ago.
pub fn free_port() -> u16 {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a free port");
    listener.local_addr().expect("its number").port()
}

/// The settings of a server in this folder.
pub fn config(folder: &Path, port: u16, relay: Option<&String>) -> Config {
    let relay = relay.map(|port| ("UNDERSIGNED_SMTP_URL", format!("smtp://127.0.0.1:{port}")));
    let settings = [
        ("DATABASE_URL", format!("sqlite://{}", folder.join("data.db").display())),
        ("UNDERSIGNED_KEY_FILE", folder.join("key/undersigned.key").display().to_string()),
        ("UNDERSIGNED_LISTEN", format!("127.0.0.1:{port}")),
    ];
    let settings = settings.into_iter().chain(relay).map(|(name, value)| (name.to_owned(), value)).collect();
    Config::read(&settings, None).expect("settings")
}

/// The database of a folder, with this many writes in one commit at most.
pub fn app(folder: &Path, port: u16, batch: usize, relay: Option<&String>) -> App {
    let config = config(folder, port, relay);
    let keys = Arc::new(Keys::load(&config.key_file).expect("the key"));
    let limits = Limits { batch, ..Limits::default() };
    let store = Store::open_with(&config.database_url, keys.clone(), limits).expect("the database");
    App { config, store, clock: Clock::system(), keys }
}

/// Serves until killed.
pub fn serve(arguments: &[String]) {
    let [folder, port, batch, relay @ ..] = arguments else { panic!("serve FOLDER PORT BATCH [RELAY]") };
    let (port, batch) = (port.parse().expect("a port"), batch.parse().expect("a number"));
    let mut app = app(&PathBuf::from(folder), port, batch, relay.first());
    let _delivery = relay.first().map(|_| app.deliver_mail().expect("senders"));
    let door = app.bind().expect("the port");
    let site = app.site();
    actix_web::rt::System::new().block_on(async move {
        undersigned::app::server(site, door, None).expect("a server").await.expect("serving");
    });
}
