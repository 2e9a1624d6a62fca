//! Tests through the front door, on both databases. One binary, files by noun; `support` holds what they share.

#[macro_use]
mod support;

mod accounts;
mod advisories;
mod bad_input;
mod confirming;
mod csrf;
mod databases;
mod declining;
mod guards;
mod headers;
mod hosts;
mod importing;
mod invitations;
mod joining;
mod limits;
mod mail_transport;
mod mine;
mod shared_links;
mod signing;
mod withheld;
