//! What leaves as a page or a file, made from plain data: no database, no web.

pub mod assets;
pub mod shell;
pub mod words;
