//! The error every layer above `domain` returns. Only `web/error.rs` turns it into a status and a page.

use std::fmt;

use crate::domain::refusal::Refusal;

/// What can go wrong while doing a person's work.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A rule of the domain says no; the sentence is for the person who asked.
    #[error("refused: {0}")]
    Refused(#[from] Refusal),
    /// Nothing is there, or the asker may not know that it is there (contract: "Not found, not yours: 404").
    #[error("not found")]
    NotFound,
    /// The asker is known and may see the thing, but not do this.
    #[error("not allowed")]
    NotAllowed,
    /// The server cannot take this now (full queue, locked database, full disk); trying again later is right.
    #[error("busy: {0}")]
    Busy(String),
    /// A fault of ours. The text goes to the log, never to the page.
    #[error("internal: {0}")]
    Internal(String),
}

impl Error {
    /// Wraps any fault that is ours, with a word on what was being done.
    pub fn internal(doing: &str, source: impl fmt::Display) -> Error {
        Error::Internal(format!("{doing}: {source}"))
    }
}

pub type Result<T, E = Error> = std::result::Result<T, E>;
