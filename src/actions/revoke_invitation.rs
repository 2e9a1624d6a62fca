//! Taking invitations back: their links stop working, mails that have not left stay here. A signature that was given stands.

use crate::clock::Moment;
use crate::domain::event::{Actor, PublicEffect, Verb};
use crate::domain::ids::{CoordinatorId, InvitationId, LetterId};
use crate::error::Result;
use crate::store::{Tx, event, invitee, outbox, token};

/// Takes invitations of a letter back; gives how many were not taken back before. Ids of other letters are passed over.
pub fn revoke_invitations(
    tx: &mut Tx<'_>,
    letter: &LetterId,
    ids: &[InvitationId],
    by: &CoordinatorId,
    now: Moment,
) -> Result<usize> {
    let revoked = invitee::revoke(tx, letter, ids, now)?;
    let actor = Actor::Coordinator(by.clone());
    for id in &revoked {
        token::revoke_for_invitation(tx, id, now)?;
        outbox::cancel_for_invitation(tx, id, now)?;
        let object = Some(("invitation", id.as_str()));
        event::record(tx, now, &actor, Verb::RevokeInvitation, Some(letter), object, PublicEffect::None)?;
    }
    Ok(revoked.len())
}
