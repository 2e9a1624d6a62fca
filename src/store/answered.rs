//! Who answered an invitation by signing. No table says so: a signature has the keyed hash of its invitation, and only with the
//! key can the two be put side by side. So neither the database nor a reader without the right to withheld names can tell
//! who is withheld by who has answered and is not on the list.

use std::collections::{HashMap, HashSet};

use diesel::prelude::*;

use crate::clock::Moment;
use crate::domain::ids::{InvitationId, LetterId};
use crate::domain::signature::{Listing, Status};
use crate::error::Result;
use crate::store::Db;
use crate::store::schema::signature;
use crate::store::signature::invitation_index;

/// The invitations of a letter that a reader knows to be answered by signing.
#[derive(Debug, Default)]
pub struct Signed {
    /// By the keyed hash of the invitation: when it was signed.
    by_index: HashMap<String, Moment>,
}

impl Signed {
    /// Reads them. Without the right to withheld names only those that stand by name: what was withdrawn or refused looks as if
    /// nobody had answered, and so does what is withheld, or the change from one to the other would tell.
    pub fn read(db: &mut Db<'_>, letter: &LetterId, sees_withheld: bool) -> Result<Signed> {
        let rows: Vec<(Option<String>, Option<Moment>, Listing, Status)> = signature::table
            .filter(signature::letter_id.eq(letter))
            .filter(signature::invitation_index.is_not_null())
            .filter(signature::confirmed_at.is_not_null())
            .order(signature::id)
            .select((signature::invitation_index, signature::confirmed_at, signature::listing, signature::status))
            .load(db.conn)?;
        let is_shown = |listing: Listing, status: Status| {
            sees_withheld || (listing == Listing::Named && matches!(status, Status::Confirmed | Status::Listed))
        };
        let shown = rows.into_iter().filter(|(_, _, listing, status)| is_shown(*listing, *status));
        Ok(Signed { by_index: shown.filter_map(|(index, at, ..)| Some((index?, at?))).collect() })
    }

    /// When this invitation was signed; none as far as the reader may know.
    pub fn at(&self, db: &Db<'_>, id: &InvitationId) -> Option<Moment> {
        if self.by_index.is_empty() {
            return None;
        }
        self.by_index.get(&invitation_index(db, id)).copied()
    }
}

/// The keyed hashes of a letter's invitations that a signature belongs to, also one that waits for an approval or has ended: for
/// work that must leave them alone. Nothing of it is shown to anybody.
pub fn touched(db: &mut Db<'_>, letter: &LetterId) -> Result<HashSet<String>> {
    let rows: Vec<Option<String>> = signature::table
        .filter(signature::letter_id.eq(letter))
        .filter(signature::invitation_index.is_not_null())
        .select(signature::invitation_index)
        .load(db.conn)?;
    Ok(rows.into_iter().flatten().collect())
}

/// Whether this invitation was answered by signing, whatever became of the signature since.
pub fn has_signed(db: &mut Db<'_>, letter: &LetterId, id: &InvitationId) -> Result<bool> {
    let index = invitation_index(db, id);
    let signed = signature::table
        .filter(signature::letter_id.eq(letter))
        .filter(signature::invitation_index.eq(index))
        .filter(signature::confirmed_at.is_not_null());
    Ok(diesel::select(diesel::dsl::exists(signed)).get_result(db.conn)?)
}
