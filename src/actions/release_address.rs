//! A coordinator knows better than a bounce: the mailbox is there again, the name was corrected at the other end.

use crate::clock::Moment;
use crate::domain::event::{Actor, PublicEffect, Verb};
use crate::domain::ids::{CoordinatorId, InvitationId, LetterId};
use crate::error::{Error, Result};
use crate::store::{Tx, bounce, event, invitation};

/// Lets mailings go to an invited contact's address again; `false` when nothing stopped them. The trail says who did it.
///
/// # Errors
/// `NotFound` when the invitation is not this letter's.
pub fn release_address(
    tx: &mut Tx<'_>,
    letter: &LetterId,
    id: &InvitationId,
    by: &CoordinatorId,
    now: Moment,
) -> Result<bool> {
    let (row, _, contact) = invitation::find_invitee(tx, id)?;
    if row.letter_id != *letter {
        return Err(Error::NotFound);
    }
    let released = bounce::release(tx, &contact.email_index)?;
    if released {
        let (actor, object) = (Actor::Coordinator(by.clone()), Some(("invitation", id.as_str())));
        event::record(tx, now, &actor, Verb::ReleaseAddress, Some(letter), object, PublicEffect::None)?;
    }
    Ok(released)
}
