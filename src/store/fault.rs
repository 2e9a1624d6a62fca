//! What a database's complaint means to the layers above. Only here are diesel's errors read.

use diesel::result::{DatabaseErrorKind, Error as Diesel};

use crate::error::Error;

/// Two transactions met on PostgreSQL and one had to give way; running it again is right.
pub(super) const CONFLICT: &str = "two changes met in the database";
/// The server closed the connection, or the network did.
pub(super) const CONNECTION_LOST: &str = "the connection to the database was lost";
/// How an error starts that nobody above expects.
pub(super) const UNEXPECTED: &str = "database: ";

/// Complaints of SQLite and PostgreSQL that pass: a lock, a full disk, a failing disk, a server that restarts. SQLite speaks
/// English only; on PostgreSQL the session asks for English (see `postgres`).
const PASSING: [&str; 14] = [
    "database is locked",
    "database table is locked",
    "database schema is locked",
    "database or disk is full",
    // After a full disk SQLite has rolled everything back by itself, so that diesel's own way back leads nowhere.
    "no such savepoint",
    "disk I/O error",
    "unable to open database file",
    "due to lock timeout",
    "due to statement timeout",
    "No space left on device",
    "is in recovery mode",
    "is starting up",
    "is shutting down",
    "administrator command",
];

impl From<Diesel> for Error {
    fn from(fault: Diesel) -> Error {
        match &fault {
            Diesel::NotFound => Error::NotFound,
            Diesel::DatabaseError(DatabaseErrorKind::SerializationFailure, _) => Error::Busy(CONFLICT.into()),
            Diesel::DatabaseError(DatabaseErrorKind::UnableToSendCommand | DatabaseErrorKind::ClosedConnection, _) => {
                Error::Busy(CONNECTION_LOST.into())
            }
            Diesel::DatabaseError(_, told) if told.message().contains("deadlock detected") => {
                Error::Busy(CONFLICT.into())
            }
            Diesel::DatabaseError(DatabaseErrorKind::Unknown, told)
                if PASSING.iter().any(|words| told.message().contains(words)) =>
            {
                Error::Busy(told.message().to_owned())
            }
            Diesel::RollbackErrorOnCommit { .. } | Diesel::BrokenTransactionManager => {
                Error::Busy(CONNECTION_LOST.into())
            }
            Diesel::DeserializationError(field) => {
                let reason = field.source().map(|source| format!(": {source}")).unwrap_or_default();
                Error::Internal(format!("{UNEXPECTED}{fault}{reason}"))
            }
            _ => Error::Internal(format!("{UNEXPECTED}{fault}")),
        }
    }
}

/// Whether a row was refused because a UNIQUE constraint or primary key has it already.
pub fn is_unique_violation(fault: &Diesel) -> bool {
    matches!(fault, Diesel::DatabaseError(DatabaseErrorKind::UniqueViolation, _))
}

/// The words of a panic, for the log; a panic must take down neither the writer nor the request's thread.
pub(super) fn panicked(payload: &(dyn std::any::Any + Send)) -> Error {
    let words = payload
        .downcast_ref::<&str>()
        .copied()
        .or_else(|| payload.downcast_ref::<String>().map(String::as_str))
        .unwrap_or("no words");
    Error::Internal(format!("a database closure panicked: {words}"))
}
