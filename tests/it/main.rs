//! Tests through the front door, on both databases. One binary, files by noun; `support` holds what they share.

#[macro_use]
mod support;

mod accounts;
mod advisories;
mod bad_input;
mod checking;
mod commands;
mod confirming;
mod csrf;
mod databases;
mod declining;
mod failures;
mod guards;
mod headers;
mod hosts;
mod importing;
mod invitations;
mod joining;
mod limits;
mod logs;
mod mail_transport;
mod mailings;
mod mine;
mod outputs;
mod pages;
mod purge;
mod real_letter;
mod shared_links;
mod signing;
mod trust;
mod withheld;
