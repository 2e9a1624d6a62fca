//! Which database a URL names, and the pool of connections to it. The scheme decides: the derived `establish` would try one
//! after the other, and SQLite opens any path.

use std::path::{Path, PathBuf};
use std::time::Duration;

use diesel::ConnectionError;
use diesel::r2d2::{ManageConnection, Pool, PooledConnection, R2D2Connection};

use super::Limits;
use super::connection::Conn;
use super::postgres::PgConn;
use super::postgres_url::Target;
use super::sqlite::{self, Access};
use crate::error::{Error, Result};

/// The two databases.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Backend {
    /// A file on this machine; one process serves it.
    Sqlite,
    /// A server; several processes may serve it.
    Postgres,
}

/// A database as the URL names it.
#[derive(Clone)]
pub(super) enum Place {
    Sqlite(PathBuf),
    Postgres(Box<Target>),
}

impl Place {
    /// # Errors
    /// `Internal` for a URL of another scheme or one that cannot be read.
    pub(super) fn parse(url: &str) -> Result<Place> {
        if let Some(path) = url.strip_prefix("sqlite://") {
            return match path {
                "" => Err(Error::Internal("DATABASE_URL: sqlite:// needs a path".into())),
                path => Ok(Place::Sqlite(PathBuf::from(path))),
            };
        }
        if url.starts_with("postgres://") || url.starts_with("postgresql://") {
            let target = Target::parse(url).map_err(|fault| Error::Internal(fault.to_string()))?;
            return Ok(Place::Postgres(Box::new(target)));
        }
        Err(Error::Internal("DATABASE_URL: write sqlite://PATH or postgres://user:password@host/database".into()))
    }

    pub(super) fn backend(&self) -> Backend {
        match self {
            Place::Sqlite(_) => Backend::Sqlite,
            Place::Postgres(_) => Backend::Postgres,
        }
    }

    pub(super) fn path(&self) -> Option<&Path> {
        match self {
            Place::Sqlite(path) => Some(path),
            Place::Postgres(_) => None,
        }
    }

    /// A connection outside the pool.
    pub(super) fn connect(&self, access: Access, busy: Duration) -> Result<Conn, ConnectionError> {
        match self {
            Place::Sqlite(path) => sqlite::connect(path, access, busy).map(Conn::Sqlite),
            Place::Postgres(target) => PgConn::connect(target).map(Conn::Pg),
        }
    }
}

/// Opens pooled connections: read-only ones on SQLite, whose only writer is elsewhere.
pub(super) struct Opener {
    place: Place,
    busy: Duration,
}

impl ManageConnection for Opener {
    type Connection = Conn;
    type Error = diesel::r2d2::Error;

    fn connect(&self) -> Result<Conn, Self::Error> {
        Ok(self.place.connect(Access::Read, self.busy)?)
    }

    fn is_valid(&self, conn: &mut Conn) -> Result<(), Self::Error> {
        Ok(conn.ping()?)
    }

    fn has_broken(&self, conn: &mut Conn) -> bool {
        conn.is_broken()
    }
}

pub(super) type Pooled = PooledConnection<Opener>;

/// The pool, and how long to wait for a connection.
pub(super) struct Connections {
    pool: Pool<Opener>,
    size: u32,
}

impl Connections {
    pub(super) fn new(place: &Place, limits: &Limits) -> Connections {
        let size = match place.backend() {
            Backend::Sqlite => limits.readers,
            Backend::Postgres => limits.connections,
        };
        let pool = Pool::builder()
            .max_size(size)
            .min_idle(Some(0))
            .test_on_check_out(false)
            .connection_timeout(limits.wait)
            .build_unchecked(Opener { place: place.clone(), busy: limits.busy });
        Connections { pool, size }
    }

    /// A connection that is not known to be dead. After a restart of the server every idle one is; they are thrown away here.
    ///
    /// # Errors
    /// `Busy` when none is free or to be had in time.
    pub(super) fn get(&self) -> Result<Pooled> {
        for _ in 0..=self.size {
            let mut conn =
                self.pool.get().map_err(|fault| Error::Busy(format!("no connection to the database: {fault}")))?;
            if !conn.is_broken() {
                return Ok(conn);
            }
        }
        Err(Error::Busy("the connections to the database were lost".into()))
    }
}
