//! Text that people type or send: what is taken, what is refused, and how names are compared, folded and sorted.
//! A name is kept exactly as it must be printed (any script, contract "Limits"); everything looser is a derived key.

mod acronym;
mod collation;
mod csv_cell;
mod fold;
mod likeness;
mod line;
mod name;
mod script;

pub use acronym::{acronym_of, split_acronym};
pub use collation::Collation;
pub use csv_cell::formula_safe;
pub use fold::{name_key, skeleton};
pub use likeness::{Likeness, NameFacts, likely_same};
pub use line::{TextFault, line, lines, optional_line};
pub use name::{NAME_CHARS, OrganisationName, PersonName};
pub use script::{mixed_script_suspicious, odd_letters};
