//! A coordinator's own name, as shown on the desk and in mails.

use crate::domain::ids::CoordinatorId;
use crate::error::Result;
use crate::store::{Tx, coordinator};

/// Sets the name; already checked.
pub fn set_name(tx: &mut Tx<'_>, who: &CoordinatorId, name: &str) -> Result<()> {
    coordinator::set_name(tx, who, name)
}
