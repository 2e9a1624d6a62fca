//! Tests through the front door, on both databases. One binary, files by noun; `support` holds what they share.

#[macro_use]
mod support;

mod advisories;
mod databases;
mod real_letter;
mod guards;
mod mail_transport;
