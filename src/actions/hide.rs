//! The one switch that hides all names of a letter now; counts stay.

use crate::clock::Moment;
use crate::domain::event::{Actor, Verb};
use crate::error::Result;
use crate::store::Tx;
use crate::store::letter::{self, Letter};

/// Hides all names, or shows them again.
pub fn set_names_hidden(tx: &mut Tx<'_>, row: &Letter, hidden: bool, actor: &Actor, now: Moment) -> Result<()> {
    letter::set_names_hidden(tx, &row.id, hidden)?;
    letter::strict_change(tx, &row.id, now, actor, if hidden { Verb::Hide } else { Verb::Unhide })
}
