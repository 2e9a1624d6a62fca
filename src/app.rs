//! Builds a server from its settings, and runs it. `main` and the tests build the same one.

use std::net::TcpListener;
use std::os::unix::net::UnixListener;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use actix_web::dev::Server;
use actix_web::middleware::from_fn;
use actix_web::web::Data;
use actix_web::{HttpServer, rt};

use crate::actions::rotate_key::Noted;
use crate::actions::set_up;
use crate::clock::Clock;
use crate::config::{Config, Fault, Listen};
use crate::error::{Error, Result};
use crate::jobs::deliver_mail::{Delivery, Office};
use crate::jobs::{take_in_mail, ticker};
use crate::store::outbox::{self, Hands};
use crate::store::{Backend, KeyFault, Keys, Lane, Store, setting, team};
use crate::web::edge::edge;
use crate::web::health;
use crate::web::public_watch;
use crate::web::routes::{not_found, routes};
use crate::web::site::Site;

/// A request's head must be there after this long.
const HEAD_PATIENCE: Duration = Duration::from_secs(5);
/// How long a connection may wait for its next request.
const KEEP_ALIVE: Duration = Duration::from_secs(15);
/// On SIGTERM, requests under way get this long (seconds).
const DRAIN_SECONDS: u64 = 20;

/// Everything a command needs, with the database open and current.
pub struct App {
    /// The operator's settings.
    pub config: Config,
    /// The database.
    pub store: Store,
    /// The time.
    pub clock: Clock,
    /// What fields are sealed with.
    pub keys: Arc<Keys>,
}

/// Why a server does not start.
#[derive(Debug, thiserror::Error)]
pub enum StartFault {
    /// A setting is wrong: exit code 78, one line each.
    #[error("the settings cannot be used")]
    Settings(Vec<Fault>),
    /// Anything else: exit code 1.
    #[error(transparent)]
    Failed(#[from] Error),
}

impl From<KeyFault> for StartFault {
    fn from(fault: KeyFault) -> StartFault {
        StartFault::Settings(vec![Fault { setting: "UNDERSIGNED_KEY_FILE".into(), remedy: fault.to_string() }])
    }
}

impl App {
    /// Opens the database and the key file, makes both for an empty server, migrates, and sees to it that they belong
    /// together.
    ///
    /// # Errors
    /// `Settings` for a key file that is missing, readable by others or another database's; `Failed` for a database that
    /// cannot be opened or is newer than this program.
    pub fn build(config: Config, clock: Clock) -> Result<App, StartFault> {
        let path = config.key_file.clone();
        if path.exists() {
            return App::open(config, clock, Keys::load(&path)?, false);
        }
        // Only an empty database gets a new key; any other fails below, and then the new file goes again.
        let keys = Keys::create(&path)?;
        App::open(config, clock, keys, true).inspect_err(|_| {
            let _ = std::fs::remove_file(&path);
        })
    }

    fn open(config: Config, clock: Clock, keys: Keys, is_new_key: bool) -> Result<App, StartFault> {
        let keys = Arc::new(keys);
        let store = Store::open(&config.database_url, keys.clone())?;
        // Asked before migrating, so that a database with another key is left as it is; an empty one cannot answer.
        let Noted { key: noted, next } = store.read_now(Noted::read).unwrap_or_default();
        if next.is_some() {
            return Err(KeyFault::Changing(config.key_file).into());
        }
        let belongs = noted.as_ref().is_none_or(|noted| noted == keys.key_id());
        if !belongs && is_new_key {
            return Err(KeyFault::Missing(config.key_file).into());
        }
        if !belongs {
            return Err(KeyFault::Foreign(config.key_file).into());
        }
        store.migrate()?;
        let (now, id) = (clock.now(), keys.key_id().to_owned());
        store.write_now(Lane::Desk, move |tx| {
            team::default_team(tx, "Team", now)?;
            setting::set(tx, setting::KEY_ID, &id)
        })?;
        Ok(App { config, store, clock, keys })
    }

    /// The link with which the first coordinator sets this server up; none once somebody has an account.
    ///
    /// # Errors
    /// The database's.
    pub fn set_up_link(&self) -> Result<Option<String>> {
        let now = self.clock.now();
        let secret = self.store.write_now(Lane::Desk, move |tx| set_up::set_up_link(tx, now))?;
        Ok(secret.map(|secret| self.config.link(&format!("/setup/{secret}"))))
    }

    /// Opens the door that the settings name. With port 0 the system chooses, and a base URL with port 0 follows.
    ///
    /// # Errors
    /// The system's: the port is taken, the path cannot be made.
    pub fn bind(&mut self) -> Result<Door> {
        match &self.config.listen {
            Listen::Tcp(address) => {
                let refused = |fault| Error::internal(&format!("listening on {address}"), fault);
                let listener = TcpListener::bind(address).map_err(refused)?;
                let port = listener.local_addr().map_err(refused)?.port();
                if self.config.base_url.port() == Some(0) {
                    let _ = self.config.base_url.set_port(Some(port));
                }
                Ok(Door::Tcp(listener))
            }
            Listen::Unix(path) => {
                let refused = |fault| Error::internal(&format!("listening on {}", path.display()), fault);
                remove_dead_socket(path);
                UnixListener::bind(path).map(Door::Unix).map_err(refused)
            }
        }
    }

    /// The parts that handlers share.
    pub fn site(&self) -> Data<Site> {
        Data::new(Site::new(self.config.clone(), self.store.clone(), self.clock.clone(), self.keys.clone()))
    }

    /// [`App::serve`] on this thread.
    ///
    /// # Errors
    /// The system's.
    pub fn run(&self, door: Door) -> Result<()> {
        rt::System::new().block_on(self.serve(door))
    }

    /// Starts the senders of the outbox. On SQLite this is the only server of its database, so whatever stands as being
    /// sent was left by one that died.
    ///
    /// # Errors
    /// The database's; `Internal` when no sender can be started.
    pub fn deliver_mail(&self) -> Result<Delivery> {
        let now = self.clock.now();
        if self.store.backend() == Backend::Sqlite {
            self.store.write_now(Lane::Desk, move |tx| outbox::reclaim(tx, Hands::All, now))?;
        }
        let office = Office::new(&self.config, self.store.clone(), self.clock.clone());
        Delivery::start(&office).map_err(|fault| Error::internal("starting the mail senders", fault))
    }

    /// Serves until SIGTERM or SIGINT, with the jobs that run by the clock. Requests under way are finished first.
    ///
    /// # Errors
    /// The system's.
    pub async fn serve(&self, door: Door) -> Result<()> {
        let site = self.site();
        let metrics = match self.config.metrics_listen {
            Some(address) => Some(rt::spawn(metrics_server(site.clone(), address)?)),
            None => None,
        };
        let mut background = public_watch::start(&site);
        background.push(rt::spawn(ticker::run(self.store.clone(), self.clock.clone())));
        if let Some(maildir) = self.config.bounce_maildir.clone() {
            background.push(rt::spawn(take_in_mail::run(self.store.clone(), self.clock.clone(), maildir)));
        }
        let delivery = self.deliver_mail()?;
        let served = server(site, door, None)?.await;
        for job in background {
            job.abort();
        }
        if actix_web::web::block(move || delivery.stop()).await.is_err() {
            log::error!("the mail senders were not stopped in order");
        }
        if let Some(metrics) = metrics {
            metrics.abort();
        }
        served.map_err(|fault| Error::internal("serving", fault))
    }
}

/// An open door: requests wait there until the server runs.
#[derive(Debug)]
pub enum Door {
    /// An address and a port.
    Tcp(TcpListener),
    /// A Unix socket.
    Unix(UnixListener),
}

/// The web server behind a door; `threads` for tests, else one for each core. Stops by signal, or by its handle.
///
/// # Errors
/// The system's.
pub fn server(site: Data<Site>, door: Door, threads: Option<usize>) -> Result<Server> {
    let factory = move || {
        actix_web::App::new()
            .app_data(site.clone())
            .wrap(from_fn(edge))
            .configure(routes)
            .default_service(actix_web::web::to(not_found))
    };
    let mut server = HttpServer::new(factory)
        .client_request_timeout(HEAD_PATIENCE)
        .keep_alive(KEEP_ALIVE)
        .shutdown_timeout(DRAIN_SECONDS);
    if let Some(threads) = threads {
        server = server.workers(threads).disable_signals();
    }
    let server = match door {
        Door::Tcp(listener) => server.listen(listener),
        Door::Unix(listener) => server.listen_uds(listener),
    };
    server.map(HttpServer::run).map_err(|fault| Error::internal("starting the web server", fault))
}

/// The numbers for the operator's monitoring, on their own private port.
fn metrics_server(site: Data<Site>, address: std::net::SocketAddr) -> Result<Server> {
    let factory = move || {
        let metrics = actix_web::web::get().to(health::metrics);
        actix_web::App::new().app_data(site.clone()).route("/metrics", metrics)
    };
    let server = HttpServer::new(factory).workers(1).disable_signals().bind(address);
    server.map(HttpServer::run).map_err(|fault| Error::internal(&format!("listening on {address}"), fault))
}

/// A socket left by a server that was killed answers nobody; a living one is left alone and binding then fails.
fn remove_dead_socket(path: &Path) {
    if path.exists() && std::os::unix::net::UnixStream::connect(path).is_err() {
        let _ = std::fs::remove_file(path);
    }
}
