//! Tests through the front door, on both databases. One binary, files by noun; `support` holds what they share.

#[macro_use]
mod support;

mod advisories;
mod databases;
mod guards;
mod importing;
mod invitations;
mod mail_transport;
mod mailings;
mod shared_links;
