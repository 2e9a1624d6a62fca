//! One connection type for both databases. The derive below also makes the backend (`MultiBackend`) that every query of the
//! store is compiled for; it knows only what both databases read the same.

use diesel::SqliteConnection;

use super::postgres::PgConn;

/// A connection to whichever database `DATABASE_URL` names.
#[derive(diesel::MultiConnection)]
pub enum Conn {
    /// PostgreSQL, without libpq.
    Pg(PgConn),
    /// The bundled SQLite.
    Sqlite(SqliteConnection),
}
