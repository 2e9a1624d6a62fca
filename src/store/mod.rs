//! All SQL. [`Store::read`] and [`Store::write`] give a closure a transaction; the files beside this one hold the closures'
//! vocabulary, one for each group of tables. Only this layer knows diesel, and callers cannot tell the two databases apart.

use std::sync::Arc;
use std::time::Duration;

pub mod answered;
pub mod approval;
pub mod audience;
mod backup;
pub mod bounce;
pub mod caught_mail;
pub mod check;
pub mod column;
pub mod comment;
pub mod commitment;
pub mod connection;
pub mod coordinator;
mod copy;
pub mod correction_note;
pub mod dialect;
pub mod edit_lock;
pub mod event;
mod fault;
mod hooks;
pub mod import;
pub mod inspect;
pub mod invitation;
pub mod invitee;
pub mod job;
pub mod keys;
pub mod letter;
pub mod limit;
pub mod mailing;
mod maintenance;
pub mod manifest;
pub mod member;
mod migrate;
mod notices;
pub mod old_slug;
pub mod organisation;
pub mod outbox;
pub mod pace;
mod pool;
mod pooled;
mod postgres;
mod postgres_url;
pub mod press;
pub mod preview;
pub mod public_log;
pub mod purge;
pub mod quarantine;
pub mod question;
mod queue;
pub mod register;
pub mod rekey;
pub mod revision;
pub mod schema;
pub mod second_reader;
pub mod session;
pub mod setting;
pub mod shared_link;
pub mod signature;
mod sqlite;
pub mod team;
pub mod token;
mod transaction;
pub mod translation;
mod wait;
pub mod waiting;
mod writer;

#[cfg(test)]
mod tests;

pub use connection::Conn;
pub use copy::Copied;
pub use fault::is_unique_violation;
pub use keys::{KeyFault, Keys};
pub use maintenance::ServeLock;
pub use notices::Notice;
pub use pool::Backend;
pub use queue::Lane;
pub use transaction::{Db, Effects, PublicChange, Tx};

use hooks::Hooks;
use notices::Notices;
use pool::{Connections, Place};
use sqlite::Access;
use wait::wait_for;
use writer::Writer;

use crate::error::{Error, Result};

/// How much may wait, and for how long.
#[derive(Debug, Clone)]
pub struct Limits {
    /// Reading connections on SQLite.
    pub readers: u32,
    /// Connections on PostgreSQL, for reading and writing.
    pub connections: u32,
    /// How long to wait for a pooled connection before answering `Busy`.
    pub wait: Duration,
    /// How long SQLite waits for another process' lock before answering `Busy`.
    pub busy: Duration,
    /// How many writes may wait in each lane on SQLite.
    pub queue: usize,
    /// How many writes share one commit on SQLite.
    pub batch: usize,
}

impl Default for Limits {
    fn default() -> Limits {
        Limits {
            readers: 8,
            connections: 16,
            wait: Duration::from_secs(3),
            busy: Duration::from_secs(5),
            queue: 4096,
            batch: 512,
        }
    }
}

/// The database. Cheap to clone; the last clone to go ends the writer after it has served what waits.
#[derive(Clone)]
pub struct Store(Arc<Inner>);

struct Inner {
    place: Place,
    limits: Limits,
    keys: Arc<Keys>,
    hooks: Arc<Hooks>,
    connections: Connections,
    /// SQLite only.
    writer: Option<Writer>,
    /// PostgreSQL only.
    notices: Option<Notices>,
}

impl Store {
    /// Opens the database that `url` names (`sqlite://PATH`, `postgres://…`); a missing SQLite file is created, empty.
    ///
    /// # Errors
    /// `Internal` for a URL that cannot be used, `Busy` when the database cannot be reached.
    pub fn open(url: &str, keys: Arc<Keys>) -> Result<Store> {
        Store::open_with(url, keys, Limits::default())
    }

    /// [`Store::open`] with other limits.
    ///
    /// # Errors
    /// As [`Store::open`].
    pub fn open_with(url: &str, keys: Arc<Keys>, limits: Limits) -> Result<Store> {
        let place = Place::parse(url)?;
        if let Some(path) = place.path() {
            sqlite::create_file(path)
                .map_err(|fault| Error::Internal(format!("the database {}: {fault}", path.display())))?;
        }
        // Tried once here, so that a wrong password or a folder that is read-only is told at the start and in its own words.
        place
            .connect(Access::Write, limits.busy)
            .map_err(|fault| Error::Busy(format!("the database cannot be opened: {fault}")))?;
        let hooks = Arc::new(Hooks::default());
        let writer = match place.backend() {
            Backend::Sqlite => Some(Writer::start(place.clone(), keys.clone(), hooks.clone(), limits.clone())?),
            Backend::Postgres => None,
        };
        let notices = match &place {
            Place::Sqlite(_) => None,
            Place::Postgres(target) => Some(Notices::new((**target).clone())),
        };
        let connections = Connections::new(&place, &limits);
        Ok(Store(Arc::new(Inner { place, limits, keys, hooks, connections, writer, notices })))
    }

    /// Which of the two databases this is.
    pub fn backend(&self) -> Backend {
        self.0.place.backend()
    }

    /// The keys that sealed fields of this database are opened with.
    pub fn keys(&self) -> &Keys {
        &self.0.keys
    }

    /// Reads on a blocking thread; everything `work` reads is of one moment, and it cannot write.
    ///
    /// # Errors
    /// What `work` says; `Busy` when the database is away, locked or overrun.
    ///
    /// # Panics
    /// Outside a tokio runtime.
    pub async fn read<T, F>(&self, work: F) -> Result<T>
    where
        T: Send + 'static,
        F: FnOnce(&mut Db<'_>) -> Result<T> + Send + 'static,
    {
        let store = self.clone();
        in_background(move || store.read_now(work)).await
    }

    /// [`Store::read`] for threads that may block: the command line, jobs, tests.
    ///
    /// # Errors
    /// As [`Store::read`].
    pub fn read_now<T>(&self, work: impl FnOnce(&mut Db<'_>) -> Result<T>) -> Result<T> {
        pooled::read(&self.0.connections, &self.0.keys, work)
    }

    /// Writes durably and atomically: all of `work` or nothing of it, on disk before this returns.
    ///
    /// `work` may run more than once (a shared commit that failed, two transactions that met), so it must not move things out
    /// of itself, and nothing in it may depend on having run before. It holds up every other writer on SQLite: no mail, no
    /// password hashing, no rendering inside.
    ///
    /// # Errors
    /// What `work` says, and nothing was written; `Busy` when the database is locked, away or full.
    ///
    /// # Panics
    /// On PostgreSQL outside a tokio runtime.
    pub async fn write<T, F>(&self, lane: Lane, work: F) -> Result<T>
    where
        T: Send + 'static,
        F: FnMut(&mut Tx<'_>) -> Result<T> + Send + 'static,
    {
        match &self.0.writer {
            Some(writer) => writer.submit(lane, work)?.await.unwrap_or_else(|_| Err(writer_gone())),
            None => {
                let store = self.clone();
                in_background(move || store.write_now(lane, work)).await
            }
        }
    }

    /// [`Store::write`] for threads that may block: the command line, jobs, tests.
    ///
    /// # Errors
    /// As [`Store::write`].
    pub fn write_now<T, F>(&self, lane: Lane, work: F) -> Result<T>
    where
        T: Send + 'static,
        F: FnMut(&mut Tx<'_>) -> Result<T> + Send + 'static,
    {
        match &self.0.writer {
            Some(writer) => wait_for(writer.submit(lane, work)?).unwrap_or_else(|_| Err(writer_gone())),
            None => pooled::write(&self.0.connections, &self.0.keys, &self.0.hooks, work),
        }
    }

    /// Adds a hook that hears what committed work touched, after the commit and before the writers are answered. It must be
    /// quick, must not write, and should not hold a `Store` (which would then never be dropped).
    pub fn on_commit(&self, hook: impl Fn(&Effects) + Send + Sync + 'static) {
        self.0.hooks.add(Box::new(hook));
    }

    /// Sends a word (at most 7,999 bytes) to the other servers on the same PostgreSQL database: after the commit it speaks of,
    /// equal words gathered, at most four times a second. On SQLite there are no other servers and nothing happens.
    pub fn notify(&self, payload: String) {
        if let Some(notices) = &self.0.notices
            && let Err(fault) = notices.send(payload)
        {
            log::error!("a notice to other servers was not sent: {fault}");
        }
    }

    /// Has `callback` hear what other servers say through [`Store::notify`], and each time that something may have been missed
    /// (the connection heals by itself). It may read, and should not hold a `Store`. On SQLite it is never called.
    ///
    /// # Errors
    /// `Internal` when no thread can be started.
    pub fn on_notify(&self, callback: impl Fn(&Notice) + Send + Sync + 'static) -> Result<()> {
        self.0.notices.as_ref().map_or(Ok(()), |notices| notices.listen(Box::new(callback)))
    }
}

async fn in_background<T: Send + 'static>(work: impl FnOnce() -> Result<T> + Send + 'static) -> Result<T> {
    let done = tokio::task::spawn_blocking(work).await;
    done.unwrap_or_else(|fault| Err(Error::internal("working on a blocking thread", fault)))
}

fn writer_gone() -> Error {
    Error::Busy("the writer has stopped".into())
}
