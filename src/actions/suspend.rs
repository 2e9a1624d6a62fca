//! "This was not us": the mailbox's owner takes a signature off the list until a coordinator has looked.

use crate::actions::tell_signer::tell;
use crate::clock::Moment;
use crate::domain::event::Verb;
use crate::domain::signature::{Act, Status};
use crate::error::Result;
use crate::mail::messages::ListingChange;
use crate::store::Tx;
use crate::store::letter::Letter;
use crate::store::signature::Signature;

/// Suspends a signature; one that was never confirmed simply ends.
///
/// # Errors
/// `WrongStatus` when it ended already.
pub fn suspend(tx: &mut Tx<'_>, letter: &Letter, row: &Signature, now: Moment) -> Result<()> {
    let act = if row.status == Status::Pending { Act::Withdraw } else { Act::Suspend };
    super::withdraw::end(tx, letter, row, act, Verb::Suspend, now)?;
    tell(tx, row, ListingChange::Suspended, now)
}
