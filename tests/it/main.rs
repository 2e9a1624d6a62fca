//! Tests through the front door, on both databases. One binary, files by noun; `support` holds what they share.

#[macro_use]
mod support;

mod accounts;
mod advisories;
mod bad_input;
mod checking;
mod commands;
mod csrf;
mod databases;
mod failures;
mod guards;
mod headers;
mod hosts;
mod importing;
mod invitations;
mod limits;
mod logs;
mod mail;
mod mail_transport;
mod mailings;
mod outbox;
mod outputs;
mod pages;
mod purge;
mod real_letter;
mod shared_links;
mod trust;
