//! Brings the database to the schema this program knows: two embedded folders with the same names, one transaction for each
//! migration. It refuses a database that a newer program has changed.

use std::collections::BTreeSet;

use diesel::connection::SimpleConnection;
use diesel::migration::{Migration, MigrationSource, MigrationVersion};
use diesel::prelude::*;
use diesel_migrations::{EmbeddedMigrations, MigrationHarness, embed_migrations};

use super::backup::with_suffix;
use super::connection::{Conn, MultiBackend};
use super::dialect::{table_exists, writing};
use super::pool::Backend;
use super::{Db, Store};
use crate::error::{Error, Result};

const SQLITE: EmbeddedMigrations = embed_migrations!("migrations/sqlite");
const POSTGRES: EmbeddedMigrations = embed_migrations!("migrations/postgres");

/// Names the advisory lock under which only one process migrates a PostgreSQL database ("undersig" as a number).
const LOCK: i64 = i64::from_be_bytes(*b"undersig");

diesel::table! {
    __diesel_schema_migrations (version) {
        version -> Text,
        run_on -> Timestamp,
    }
}

pub(super) type Known = Vec<Box<dyn Migration<MultiBackend>>>;

impl Store {
    /// Runs what is missing, and names it. Two processes may try at once: the second finds nothing left to do. A SQLite file that
    /// has been in use is first copied to `<database>.before-<version>`.
    ///
    /// # Errors
    /// `Internal` when the database is newer than this program, or a migration fails (it leaves nothing behind).
    pub fn migrate(&self) -> Result<Vec<String>> {
        self.migrate_to(&known(self.backend())?)
    }

    pub(super) fn migrate_to(&self, known: &Known) -> Result<Vec<String>> {
        self.copy_before(known)?;
        let mut conn = self.own_connection()?;
        if self.backend() == Backend::Postgres {
            // A migration may take long, and so may waiting for the process that is at it.
            conn.batch_execute("SET statement_timeout = 0; SET lock_timeout = 0")?;
            conn.batch_execute(&format!("SELECT pg_advisory_lock({LOCK})"))?;
        }
        // The lock goes with the connection, at the end of this function.
        let mut done = Vec::new();
        while let Some(name) = writing(&mut conn, |conn| run_next(conn, known))? {
            log::info!("migrated: {name}");
            done.push(name);
        }
        Ok(done)
    }

    /// Keeps what a migration may spoil. PostgreSQL's administrators have means of their own, and a schema that this program does
    /// not know cannot be copied row by row.
    fn copy_before(&self, known: &Known) -> Result<()> {
        let Some(path) = self.0.place.path() else { return Ok(()) };
        let applied = self.read_now(|db: &mut Db<'_>| applied(db.conn))?;
        refuse_newer(&applied, known)?;
        let next = known.iter().map(|migration| version(&**migration)).find(|version| !applied.contains(version));
        let Some(next) = next.filter(|_| !applied.is_empty()) else { return Ok(()) };
        // One that an earlier try left is kept too: work may have been done since.
        let copies = (1..).map(|n| if n == 1 { format!(".before-{next}") } else { format!(".before-{next}-{n}") });
        let free = copies.map(|suffix| with_suffix(path, &suffix)).find(|copy| !copy.exists());
        let Some(copy) = free else { return Ok(()) };
        self.backup(&copy, &mut |_| {})?;
        log::info!("before migrating, the database was copied to {}", copy.display());
        Ok(())
    }

    /// Whether every migration of this program has run. A newer program may have run more: the old one then still works, since
    /// migrations first add and only a later release takes away.
    ///
    /// # Errors
    /// `Busy` when the database cannot be asked.
    pub fn migrations_current(&self) -> Result<bool> {
        let known = known(self.backend())?;
        let applied = self.read_now(|db: &mut Db<'_>| applied(db.conn))?;
        Ok(known.iter().all(|migration| applied.contains(&version(&**migration))))
    }
}

/// Gives an empty copy the schema of this program.
pub(super) fn lay_out(conn: &mut Conn) -> Result<()> {
    let known = known(Backend::Sqlite)?;
    while writing(conn, |conn| run_next(conn, &known))?.is_some() {}
    Ok(())
}

fn run_next(conn: &mut Conn, known: &Known) -> Result<Option<String>> {
    let applied = applied(conn)?;
    refuse_newer(&applied, known)?;
    let Some(next) = known.iter().find(|migration| !applied.contains(&version(&**migration))) else {
        return Ok(None);
    };
    let name = next.name().to_string();
    if applied.is_empty() {
        diesel::migration::MigrationConnection::setup(conn)?;
    }
    conn.run_migration(next).map_err(|fault| Error::internal(&format!("the migration {name}"), fault))?;
    Ok(Some(name))
}

fn refuse_newer(applied: &BTreeSet<String>, known: &Known) -> Result<()> {
    let known: BTreeSet<String> = known.iter().map(|migration| version(&**migration)).collect();
    match applied.difference(&known).last() {
        None => Ok(()),
        Some(newer) => Err(Error::Internal(format!(
            "the database was migrated by a newer program (migration {newer}); start that one, or restore a backup"
        ))),
    }
}

pub(super) fn known(backend: Backend) -> Result<Known> {
    let source = match backend {
        Backend::Sqlite => SQLITE,
        Backend::Postgres => POSTGRES,
    };
    let mut known: Known =
        source.migrations().map_err(|fault| Error::internal("reading the embedded migrations", fault))?;
    known.sort_by_key(|migration| version(&**migration));
    Ok(known)
}

fn version(migration: &dyn Migration<MultiBackend>) -> String {
    migration.name().version().to_string()
}

fn applied(conn: &mut Conn) -> Result<BTreeSet<String>> {
    if !table_exists(conn, "__diesel_schema_migrations")? {
        return Ok(BTreeSet::new());
    }
    let versions: Vec<MigrationVersion<'static>> =
        __diesel_schema_migrations::table.select(__diesel_schema_migrations::version).load(conn)?;
    Ok(versions.iter().map(ToString::to_string).collect())
}

/// The names of every migration of this program, in order.
#[cfg(test)]
pub(super) fn names(backend: Backend) -> Result<Vec<String>> {
    Ok(known(backend)?.iter().map(|migration| migration.name().to_string()).collect())
}

/// Goes back to an empty database, to see that every migration has a way back.
#[cfg(test)]
pub(super) fn revert_all(store: &Store) -> Result<()> {
    let mut conn = store.own_connection()?;
    for migration in known(store.backend())?.iter().rev() {
        conn.revert_migration(migration).map_err(|fault| Error::internal("going back", fault))?;
    }
    Ok(())
}
