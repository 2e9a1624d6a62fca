//! Turning one's daily mail on or off.

use crate::domain::ids::CoordinatorId;
use crate::error::Result;
use crate::store::{Tx, coordinator};

/// Whether the coordinator wants to hear once a day of what waits.
pub fn set_wants_digest(tx: &mut Tx<'_>, who: &CoordinatorId, wants: bool) -> Result<()> {
    coordinator::set_wants_digest(tx, who, wants)
}
