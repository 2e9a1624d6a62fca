//! Tests through the front door, on both databases. One binary, files by noun; `support` holds what they share.

#[macro_use]
mod support;

mod accounts;
mod advisories;
mod bad_input;
mod csrf;
mod databases;
mod real_letter;
mod guards;
mod headers;
mod hosts;
mod limits;
mod importing;
mod invitations;
mod mail_transport;
mod outputs;
mod shared_links;
