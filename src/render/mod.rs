//! What leaves as part of a page, a file or a mail: text, times, differences. Takes plain domain data.

pub mod diff;
pub mod markdown;
pub mod say;
pub mod when;
