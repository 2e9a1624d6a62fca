#![doc = include_str!("ARCHITECTURE.md")]

pub mod actions;
pub mod app;
pub mod cli;
pub mod clock;
pub mod config;
pub mod demo;
pub mod domain;
pub mod error;
pub mod jobs;
pub mod mail;
pub mod render;
pub mod store;
pub mod web;

pub use error::Error;
