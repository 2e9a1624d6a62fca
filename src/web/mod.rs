//! The web server: the only layer that knows actix.

pub mod assets;
pub mod form;
pub mod page;
#[cfg(test)]
mod proofs;
