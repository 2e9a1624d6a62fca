//! Rules and words. Knows no database, no web, no clock and no chance: those are arguments.

pub mod approval;
pub mod check;
pub mod code;
pub mod comments;
pub mod coordinator;
pub mod country;
pub mod dates;
pub mod delivery;
pub mod email;
pub mod event;
pub mod ids;
pub mod import;
pub mod invitation;
pub mod language;
pub mod letter;
pub mod mailing;
pub mod organisation;
pub mod press;
pub mod refusal;
pub mod retention;
pub mod revision;
pub mod signature;
pub mod switches;
pub mod text;
pub mod translation;
pub mod words;
