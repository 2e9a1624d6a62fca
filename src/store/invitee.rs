//! Invitations as the desk works with them: how far each came, who is still to be written to, taking back and inviting again.

use std::collections::{BTreeMap, HashMap, HashSet};

use diesel::prelude::*;

use crate::clock::Moment;
use crate::domain::ids::{ContactId, ImportId, InvitationId, LetterId, OrganisationId};
use crate::domain::invitation::{InvitationFacts, MailOutcome, Standing};
use crate::domain::signature::Status;
use crate::error::Result;
use crate::store::answered::Signed;
use crate::store::invitation::{Answer, Invitation, Invitee};
use crate::store::letter::Letter;
use crate::store::organisation::book;
use crate::store::outbox::{MailKind, State};
use crate::store::schema::{contact, invitation, outbox, signature, suppression};
use crate::store::signature as signatures;
use crate::store::{Db, Tx, approval};

/// How far the mails of an invitation came, and when the best of them ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Mailed {
    /// How far.
    pub outcome: MailOutcome,
    /// When the relay took or refused it; `None` while it waits.
    pub at: Option<Moment>,
}

impl Invitation {
    /// Where it stands, for a reader who may see withheld names or may not; `has_signed` and `steps` are what that reader may know.
    pub fn standing(&self, mailed: Option<Mailed>, has_signed: bool, steps: &Steps, sees_withheld: bool) -> Standing {
        let facts = InvitationFacts {
            is_revoked: self.revoked_at.is_some(),
            has_signed,
            has_declined: self.answer.is_some(),
            has_stopped: self.stopped_at.is_some(),
            // Signing forgets the press; to whom signing is not told, that must not tell it.
            has_visited: sees_withheld && self.visited_at.is_some(),
            asks_approval: steps.asking.contains(&self.id),
            is_late: steps.late.contains(&self.id),
            mail: mailed.map(|mailed| mailed.outcome),
        };
        Standing::of(&facts)
    }
}

/// The invitations of a letter whose signatures are on their way in an unusual manner.
#[derive(Debug, Clone, Default)]
pub struct Steps {
    /// Somebody of the organisation is asked to approve.
    pub asking: HashSet<InvitationId>,
    /// Signed after closing, and nobody has decided yet.
    pub late: HashSet<InvitationId>,
}

/// Which of a letter's invitations are at such a step; none for a reader without the right to withheld names, since asking is
/// most of the way to signing. Signatures keep no plain link to their invitations, so the keyed hashes are compared; only where
/// there is anything to compare.
pub fn steps(db: &mut Db<'_>, letter: &Letter, sees_withheld: bool) -> Result<Steps> {
    if !sees_withheld {
        return Ok(Steps::default());
    }
    let asking = approval::asking(db, &letter.id)?;
    let late = signatures::late_invitations(db, letter)?;
    if asking.is_empty() && late.is_empty() {
        return Ok(Steps::default());
    }
    let ids: Vec<InvitationId> =
        invitation::table.filter(invitation::letter_id.eq(&letter.id)).select(invitation::id).load(db.conn)?;
    let mut steps = Steps::default();
    for id in ids {
        let index = signatures::invitation_index(db, &id);
        if asking.contains(&index) {
            steps.asking.insert(id);
        } else if late.contains(&index) {
            steps.late.insert(id);
        }
    }
    Ok(steps)
}

/// How far the invitation mails of a letter came. Stopped mails do not count, nor do those from before a contact was taken
/// back and invited anew.
pub fn mailed(db: &mut Db<'_>, letter: &LetterId) -> Result<HashMap<InvitationId, Mailed>> {
    type Row = (Option<InvitationId>, State, Option<Moment>, Moment, Moment);
    let rows: Vec<Row> = outbox::table
        .inner_join(invitation::table.on(outbox::invitation_id.eq(invitation::id.nullable())))
        .filter(outbox::letter_id.eq(letter))
        .filter(outbox::kind.eq_any([MailKind::Invitation, MailKind::HandedOver]))
        .filter(outbox::state.ne(State::Cancelled))
        .select((outbox::invitation_id, outbox::state, outbox::ended_at, outbox::created_at, invitation::created_at))
        .load(db.conn)?;
    let mut mailed: HashMap<InvitationId, Mailed> = HashMap::new();
    for (id, state, at, written_at, invited_at) in rows {
        let Some(id) = id.filter(|_| written_at >= invited_at) else { continue };
        let this = Mailed { outcome: outcome(state), at };
        let best = mailed.entry(id).or_insert(this);
        *best = (*best).max(this);
    }
    Ok(mailed)
}

/// How far a mail in this state came.
pub(in crate::store) fn outcome(state: State) -> MailOutcome {
    match state {
        State::Sent => MailOutcome::Sent,
        State::Unknown => MailOutcome::Unknown,
        State::Failed | State::Cancelled => MailOutcome::Failed,
        State::Queued | State::Leased | State::Sending => MailOutcome::Waiting,
    }
}

/// An invitation that nobody was written to yet, with what a mail needs.
#[derive(Debug, Clone)]
pub struct Unmailed {
    /// The invitation.
    pub id: InvitationId,
    /// Its contact.
    pub contact_id: ContactId,
    /// The contact's sealed address; open it with [`Unmailed::email`].
    email_sealed: String,
}

impl Unmailed {
    /// The address, opened.
    pub fn email(&self, db: &Db<'_>) -> Result<String> {
        db.keys.open("contact", "email", self.contact_id.as_str(), &self.email_sealed)
    }
}

/// The invitations that a first mail would go to: neither answered, stopped nor taken back, without a mail of their own so far
/// (failed and unanswered ones are sent again from their job), and to an address that takes mail from this server.
pub fn unmailed(db: &mut Db<'_>, letter: &LetterId) -> Result<Vec<Unmailed>> {
    let mailed = mailed(db, letter)?;
    let suppressed: HashSet<String> =
        suppression::table.select(suppression::email_index).load(db.conn)?.into_iter().collect();
    let open: Vec<(InvitationId, ContactId, String, String)> = invitation::table
        .inner_join(contact::table)
        .filter(invitation::letter_id.eq(letter))
        .filter(invitation::answer.is_null())
        .filter(invitation::stopped_at.is_null())
        .filter(invitation::revoked_at.is_null())
        .order(invitation::id)
        .select((invitation::id, contact::id, contact::email_sealed, contact::email_index))
        .load(db.conn)?;
    let signed = Signed::read(db, letter, true)?;
    let is_free = |(id, _, _, index): &(InvitationId, ContactId, String, String)| {
        !mailed.contains_key(id) && !suppressed.contains(index) && signed.at(db, id).is_none()
    };
    let wanted = open.into_iter().filter(is_free);
    Ok(wanted.map(|(id, contact_id, email_sealed, _)| Unmailed { id, contact_id, email_sealed }).collect())
}

/// The addresses that a letter has invited, in small letters: in a list "Ann@" and "ann@" are one person until a coordinator
/// says otherwise.
pub fn invited_addresses_lowercase(db: &mut Db<'_>, letter: &LetterId) -> Result<HashSet<String>> {
    let sealed: Vec<(ContactId, String)> = invitation::table
        .inner_join(contact::table)
        .filter(invitation::letter_id.eq(letter))
        .filter(invitation::revoked_at.is_null())
        .select((contact::id, contact::email_sealed))
        .load(db.conn)?;
    let open =
        |(id, sealed): (ContactId, String)| Ok(db.keys.open("contact", "email", id.as_str(), &sealed)?.to_lowercase());
    sealed.into_iter().map(open).collect()
}

/// Whether a letter has invited this address, by whatever name.
pub fn is_invited(db: &mut Db<'_>, letter: &LetterId, email_index: &str) -> Result<bool> {
    // Contacts first: they are few, while one letter's invitations are thousands.
    let contacts = contact::table.filter(contact::email_index.eq(email_index)).select(contact::id);
    let living = invitation::table
        .filter(invitation::letter_id.eq(letter))
        .filter(invitation::contact_id.eq_any(contacts))
        .filter(invitation::revoked_at.is_null());
    Ok(diesel::select(diesel::dsl::exists(living)).get_result(db.conn)?)
}

/// How many invitations of a letter prefer each language; `""` for those that say nothing.
pub fn languages(invitees: &[Invitee]) -> BTreeMap<String, usize> {
    let mut counts = BTreeMap::new();
    for (_, _, contact) in invitees {
        *counts.entry(contact.language.clone().unwrap_or_default()).or_default() += 1;
    }
    counts
}

/// The invitation of this contact to a letter.
pub fn of_contact(db: &mut Db<'_>, letter: &LetterId, contact: &ContactId) -> Result<InvitationId> {
    Ok(invitation::table
        .filter(invitation::letter_id.eq(letter))
        .filter(invitation::contact_id.eq(contact))
        .select(invitation::id)
        .first(db.conn)?)
}

/// The contacts of a card who want no mails about a letter.
pub fn stopped_contacts(db: &mut Db<'_>, letter: &LetterId, card: &OrganisationId) -> Result<HashSet<ContactId>> {
    let stopped: Vec<ContactId> = invitation::table
        .filter(invitation::letter_id.eq(letter))
        .filter(invitation::organisation_id.eq(card))
        .filter(invitation::stopped_at.is_not_null())
        .select(invitation::contact_id)
        .load(db.conn)?;
    Ok(stopped.into_iter().collect())
}

/// Adds the invitation of a contact that is new, so that no other invitation can be there already.
pub fn insert_first(tx: &mut Tx<'_>, row: &Invitation) -> Result<()> {
    diesel::insert_into(invitation::table).values(row).execute(tx.conn)?;
    Ok(())
}

/// Takes invitations of a letter back; gives those that were not taken back before.
pub fn revoke(tx: &mut Tx<'_>, letter: &LetterId, ids: &[InvitationId], now: Moment) -> Result<Vec<InvitationId>> {
    let mut revoked = Vec::new();
    for id in ids {
        let living = invitation::table
            .filter(invitation::id.eq(id))
            .filter(invitation::letter_id.eq(letter))
            .filter(invitation::revoked_at.is_null());
        if diesel::update(living).set(invitation::revoked_at.eq(Some(now))).execute(tx.conn)? == 1 {
            revoked.push(id.clone());
        }
    }
    Ok(revoked)
}

/// Invites a contact again whose invitation to this letter was taken back; an answer that was given stays. Gives the invitation,
/// or `None` when none was taken back. Its old links stay dead, and it counts as not mailed.
pub fn revive(
    tx: &mut Tx<'_>,
    letter: &LetterId,
    contact: &ContactId,
    import: Option<&ImportId>,
    now: Moment,
) -> Result<Option<InvitationId>> {
    let revoked: Option<InvitationId> = invitation::table
        .filter(invitation::letter_id.eq(letter))
        .filter(invitation::contact_id.eq(contact))
        .filter(invitation::revoked_at.is_not_null())
        .select(invitation::id)
        .first(tx.conn)
        .optional()?;
    if let Some(id) = &revoked {
        diesel::update(invitation::table.find(id))
            .set((
                invitation::revoked_at.eq(None::<Moment>),
                invitation::import_id.eq(import),
                invitation::created_at.eq(now),
            ))
            .execute(tx.conn)?;
    }
    Ok(revoked)
}

/// Lets the unanswered invitations of a contact begin again, because its address is another one: they count as not mailed.
/// Gives them.
pub fn begin_again(tx: &mut Tx<'_>, contact: &ContactId, now: Moment) -> Result<Vec<InvitationId>> {
    let open = invitation::table
        .filter(invitation::contact_id.eq(contact))
        .filter(invitation::answer.is_null())
        .filter(invitation::revoked_at.is_null());
    let ids: Vec<InvitationId> = open.select(invitation::id).load(tx.conn)?;
    for id in &ids {
        diesel::update(invitation::table.find(id)).set(invitation::created_at.eq(now)).execute(tx.conn)?;
    }
    Ok(ids)
}

/// Everybody whom a letter has invited, by the keyed hash of the address, with the answer if there is one. Those taken back
/// are among them.
pub fn asked_addresses(db: &mut Db<'_>, letter: &LetterId) -> Result<HashMap<String, Option<Answer>>> {
    let rows: Vec<(String, Option<Answer>)> = invitation::table
        .inner_join(contact::table)
        .filter(invitation::letter_id.eq(letter))
        .order(invitation::id)
        .select((contact::email_index, invitation::answer))
        .load(db.conn)?;
    let mut asked: HashMap<String, Option<Answer>> = HashMap::new();
    for (index, answer) in rows {
        let known = asked.entry(index).or_default();
        *known = known.or(answer);
    }
    Ok(asked)
}

/// The cards of everybody whom a letter has invited and not taken back; of merged ones the card they lead to.
pub fn asked_cards(db: &mut Db<'_>, letter: &LetterId) -> Result<Vec<OrganisationId>> {
    let cards: Vec<OrganisationId> = invitation::table
        .filter(invitation::letter_id.eq(letter))
        .filter(invitation::revoked_at.is_null())
        .select(invitation::organisation_id)
        .distinct()
        .load(db.conn)?;
    book::roots(db, cards)
}

/// The cards that signed a letter by name, listed or waiting for the check; of merged ones the card they lead to. A withheld
/// signature has no plain link to a card and is not among them.
pub fn signed_cards(db: &mut Db<'_>, letter: &LetterId) -> Result<Vec<OrganisationId>> {
    let cards: Vec<Option<OrganisationId>> = signature::table
        .filter(signature::letter_id.eq(letter))
        .filter(signature::status.eq_any([Status::Confirmed, Status::Listed]))
        .filter(signature::organisation_id.is_not_null())
        .select(signature::organisation_id)
        .distinct()
        .load(db.conn)?;
    book::roots(db, cards.into_iter().flatten().collect())
}

/// Addresses, by their keyed hashes, that are not written to without being asked anew: those who stopped the mails about any
/// letter, and those that take no mail from this server.
pub fn unwanted_addresses(db: &mut Db<'_>) -> Result<HashSet<String>> {
    let stopped: Vec<String> = invitation::table
        .inner_join(contact::table)
        .filter(invitation::stopped_at.is_not_null())
        .select(contact::email_index)
        .distinct()
        .load(db.conn)?;
    let suppressed: Vec<String> = suppression::table.select(suppression::email_index).load(db.conn)?;
    Ok(stopped.into_iter().chain(suppressed).collect())
}
