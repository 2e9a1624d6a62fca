//! Tests through the front door, on both databases. One binary, files by noun; `support` holds what they share.

#[macro_use]
mod support;

mod accounts;
mod address_book;
mod advisories;
mod backup;
mod bad_input;
mod checking;
mod commands;
mod confirming;
mod csrf;
mod databases;
mod declining;
mod demo;
mod doctor;
mod failures;
mod guards;
mod headers;
mod hosts;
mod importing;
mod invitations;
mod joining;
mod kill;
mod limits;
mod logs;
mod mail;
mod mail_transport;
mod mailings;
mod mine;
mod outbox;
mod outputs;
mod pages;
mod postgres_tls;
mod purge;
mod real_letter;
mod restore;
mod shared_links;
mod signing;
mod troubles;
mod trust;
mod withheld;
