//! The server under test, in a process of its own so that its CPU time is its own: `serve FOLDER PORT BATCH`.

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
        let program = std::env::current_exe().expect("this program");
        let arguments = [folder.display().to_string(), port.to_string(), batch.to_string()];
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
pub fn config(folder: &Path, port: u16) -> Config {
    let settings = [
        ("DATABASE_URL", format!("sqlite://{}", folder.join("data.db").display())),
        ("UNDERSIGNED_KEY_FILE", folder.join("key/undersigned.key").display().to_string()),
        ("UNDERSIGNED_LISTEN", format!("127.0.0.1:{port}")),
    ];
    let settings = settings.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
    Config::read(&settings, None).expect("settings")
}

/// The database of a folder, with this many writes in one commit at most.
pub fn app(folder: &Path, port: u16, batch: usize) -> App {
    let config = config(folder, port);
    let keys = Arc::new(Keys::load(&config.key_file).expect("the key"));
    let limits = Limits { batch, ..Limits::default() };
    let store = Store::open_with(&config.database_url, keys.clone(), limits).expect("the database");
    App { config, store, clock: Clock::system(), keys }
}

/// Serves until killed.
pub fn serve(arguments: &[String]) {
    let [folder, port, batch, ..] = arguments else { panic!("serve FOLDER PORT BATCH") };
    let mut app = app(&PathBuf::from(folder), port.parse().expect("a port"), batch.parse().expect("a number"));
    let door = app.bind().expect("the port");
    let site = app.site();
    actix_web::rt::System::new().block_on(async move {
        undersigned::app::server(site, door, None).expect("a server").await.expect("serving");
    });
}
