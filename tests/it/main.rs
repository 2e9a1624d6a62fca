//! Tests through the front door, on both databases. One binary, files by noun; `support` holds what they share.

#[macro_use]
mod support;

mod accounts;
mod advisories;
mod bad_input;
mod checking;
mod csrf;
mod databases;
mod guards;
mod headers;
mod hosts;
mod importing;
mod invitations;
mod limits;
mod mail_transport;
mod purge;
mod shared_links;
mod trust;
