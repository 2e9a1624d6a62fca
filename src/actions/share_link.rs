//! Links to the open form that coordinators share on lists: as many as wanted, each with a label, each can be taken back.

use crate::clock::Moment;
use crate::domain::event::{Actor, PublicEffect, Verb};
use crate::domain::ids::{CoordinatorId, LetterId, SharedLinkId};
use crate::error::{Error, Result};
use crate::store::invitation::{self, SharedLink};
use crate::store::token::{self, Purpose, Subject};
use crate::store::{Tx, event, shared_link};

/// Makes a link and keeps it sealed, so that it can be shown again.
pub fn share_link(
    tx: &mut Tx<'_>,
    letter: &LetterId,
    label: &str,
    by: &CoordinatorId,
    now: Moment,
) -> Result<SharedLinkId> {
    let id = SharedLinkId::new();
    let new = |token_sealed: String| SharedLink {
        id: id.clone(),
        letter_id: letter.clone(),
        label: label.to_owned(),
        token_sealed,
        created_by: by.clone(),
        created_at: now,
        revoked_at: None,
    };
    // The link's hash refers to its row, so the row is there first.
    invitation::insert_shared_link(tx, &new(String::new()))?;
    let subject = Subject { letter: Some(letter.clone()), shared_link: Some(id.clone()), ..Subject::default() };
    let secret = token::mint(tx, Purpose::Join, subject, None, false, now)?;
    shared_link::keep_secret(tx, &id, &secret)?;
    let actor = Actor::Coordinator(by.clone());
    let object = Some(("shared_link", id.as_str()));
    event::record(tx, now, &actor, Verb::ShareLink, Some(letter), object, PublicEffect::None)?;
    Ok(id)
}

/// Takes a link back: whoever follows it reads so. Signatures that came by it stand.
///
/// # Errors
/// `NotFound` for a link of another letter.
pub fn revoke_link(
    tx: &mut Tx<'_>,
    letter: &LetterId,
    id: &SharedLinkId,
    by: &CoordinatorId,
    now: Moment,
) -> Result<()> {
    let link = invitation::find_shared_link(tx, id)?;
    if link.letter_id != *letter {
        return Err(Error::NotFound);
    }
    if !shared_link::revoke(tx, id, now)? {
        return Ok(());
    }
    token::revoke_for_shared_link(tx, id, now)?;
    let actor = Actor::Coordinator(by.clone());
    let object = Some(("shared_link", id.as_str()));
    event::record(tx, now, &actor, Verb::RevokeLink, Some(letter), object, PublicEffect::None)
}
