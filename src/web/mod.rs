//! The web server: the only layer that knows actix. A handler takes [`site::Site`], an extractor for whoever asks
//! ([`session::SignedIn`], [`guarded::DeskForm`], [`guarded::Guarded`]), calls one action or one read, and answers
//! ([`answer`]) or fails ([`error::Failure`]).

pub mod answer;
pub mod assets;
mod client;
pub mod csrf;
pub mod decode;
pub mod desk;
pub mod edge;
pub mod error;
pub mod form;
pub mod guarded;
mod hosts;
pub mod letters;
pub mod limits;
pub mod links;
mod metrics;
pub mod page;
mod passwords;
pub mod preview;
#[cfg(test)]
mod proofs;
pub mod public_cache;
pub mod resume;
pub mod routes;
pub mod session;
pub mod signin;
pub mod site;
pub mod stored_page;

pub use error::{Failure, Result};
pub use site::Site;
