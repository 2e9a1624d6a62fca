//! Mail: what a message says, how it becomes bytes, and how the bytes leave. Knows no database and no web;
//! which mail leaves when is decided by the outbox and its job.

pub mod authentication;
pub mod incoming;
pub mod message;
pub mod messages;
pub mod placeholders;
pub mod return_path;
pub mod transport;
