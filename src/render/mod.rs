//! What leaves as a page, a file or a mail, made from plain data: no database, no web.

pub mod assets;
pub mod diff;
pub mod docx;
pub mod files;
pub mod markdown;
pub mod name_diff;
pub mod pace;
#[cfg(feature = "pdf")]
pub mod paper;
pub mod pasted;
pub mod proof;
pub mod public;
pub mod redline;
pub mod register;
pub mod say;
pub mod seal;
pub mod shell;
pub mod when;
pub mod words;
