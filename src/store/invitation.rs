//! Invitations of contacts to a letter, the lists they came from, and the links shared on mailing lists.

use std::collections::HashSet;

use diesel::prelude::*;

use crate::clock::Moment;
use crate::domain::ids::{ContactId, CoordinatorId, ImportId, InvitationId, LetterId, OrganisationId, SharedLinkId};
use crate::error::Result;
use crate::store::answered::Signed;
use crate::store::organisation::{Contact, Organisation};
use crate::store::schema::{self, contact, import, invitation, organisation, shared_link};
use crate::store::{Db, Tx};
use crate::word_enum;

word_enum! {
    /// How an invitation was answered, as far as this table may know: that somebody signed is read off the signature's keyed
    /// index ([`super::answered`]), or the table beside the register would tell who is withheld.
    Answer {
        /// By declining.
        Declined => "declined",
    }
}

/// An invitation of one contact to one letter. Nothing in it changes for good by signing.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = schema::invitation)]
pub struct Invitation {
    pub id: InvitationId,
    pub letter_id: LetterId,
    pub organisation_id: OrganisationId,
    pub contact_id: ContactId,
    pub import_id: Option<ImportId>,
    pub country_as_written: Option<String>,
    pub note_sealed: Option<String>,
    pub created_at: Moment,
    pub visited_at: Option<Moment>,
    pub answer: Option<Answer>,
    pub answered_at: Option<Moment>,
    pub reason_sealed: Option<String>,
    pub stopped_at: Option<Moment>,
    pub revoked_at: Option<Moment>,
}

/// An uploaded list on its way from file to columns to check; its rows are sealed and erased when done.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = schema::import)]
pub struct Import {
    pub id: ImportId,
    pub letter_id: LetterId,
    pub file_name: String,
    pub encoding: String,
    pub delimiter: String,
    pub rows_sealed: Option<String>,
    pub column_map: String,
    pub has_header: bool,
    pub created_by: CoordinatorId,
    pub created_at: Moment,
    pub finished_at: Option<Moment>,
    pub imported_count: i32,
    /// What a person chose in the check, as JSON.
    pub choices_sealed: Option<String>,
    /// How many rows the job has.
    pub ready_count: i32,
    /// How many of them are behind it, invited or passed over.
    pub taken_count: i32,
    /// The number of the last of them in the list.
    pub last_row: i32,
    /// Who pressed the last button, and when; none before.
    pub begun_by: Option<CoordinatorId>,
    pub begun_at: Option<Moment>,
    /// Since when it is held.
    pub paused_at: Option<Moment>,
    /// When the rest of it was given up.
    pub stopped_at: Option<Moment>,
    /// When whoever began it needed to be told no more.
    pub told_at: Option<Moment>,
}

impl Import {
    /// A list that nobody has begun to import.
    pub fn new(letter: &LetterId, by: &CoordinatorId, now: Moment) -> Import {
        Import {
            id: ImportId::new(),
            letter_id: letter.clone(),
            file_name: String::new(),
            encoding: String::new(),
            delimiter: String::new(),
            rows_sealed: None,
            column_map: "{}".to_owned(),
            has_header: false,
            created_by: by.clone(),
            created_at: now,
            finished_at: None,
            imported_count: 0,
            choices_sealed: None,
            ready_count: 0,
            taken_count: 0,
            last_row: 0,
            begun_by: None,
            begun_at: None,
            paused_at: None,
            stopped_at: None,
            told_at: None,
        }
    }
}

/// A link to the open form, shared on a list; the token is sealed so that it can be shown again.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = schema::shared_link)]
pub struct SharedLink {
    pub id: SharedLinkId,
    pub letter_id: LetterId,
    pub label: String,
    pub token_sealed: String,
    pub created_by: CoordinatorId,
    pub created_at: Moment,
    pub revoked_at: Option<Moment>,
}

/// An invitation with the card and the contact it belongs to.
pub type Invitee = (Invitation, Organisation, Contact);

/// The invitation with this id.
pub fn find(db: &mut Db<'_>, id: &InvitationId) -> Result<Invitation> {
    Ok(invitation::table.find(id).select(Invitation::as_select()).first(db.conn)?)
}

/// The invitation with its card and contact.
pub fn find_invitee(db: &mut Db<'_>, id: &InvitationId) -> Result<Invitee> {
    Ok(invitation::table
        .inner_join(organisation::table)
        .inner_join(contact::table)
        .filter(invitation::id.eq(id))
        .select((Invitation::as_select(), Organisation::as_select(), Contact::as_select()))
        .first(db.conn)?)
}

/// All invitations of a letter with cards and contacts, in the order they were added.
pub fn list(db: &mut Db<'_>, letter: &LetterId) -> Result<Vec<Invitee>> {
    Ok(invitation::table
        .inner_join(organisation::table)
        .inner_join(contact::table)
        .filter(invitation::letter_id.eq(letter))
        .order(invitation::id)
        .select((Invitation::as_select(), Organisation::as_select(), Contact::as_select()))
        .load(db.conn)?)
}

/// Keyed hashes of the addresses that this letter has invited already.
pub fn invited_addresses(db: &mut Db<'_>, letter: &LetterId) -> Result<Vec<String>> {
    Ok(invitation::table
        .inner_join(contact::table)
        .filter(invitation::letter_id.eq(letter))
        .filter(invitation::revoked_at.is_null())
        .select(contact::email_index)
        .load(db.conn)?)
}

/// Adds an invitation; `None` when this contact is invited to this letter already.
pub fn insert(tx: &mut Tx<'_>, row: &Invitation) -> Result<Option<()>> {
    Ok(tx.try_insert(|conn| diesel::insert_into(invitation::table).values(row).execute(conn))?.map(|_| ()))
}

/// The uploaded list with this id, if it belongs to the letter.
pub fn find_import(db: &mut Db<'_>, letter: &LetterId, id: &ImportId) -> Result<Import> {
    Ok(import::table.find(id).filter(import::letter_id.eq(letter)).select(Import::as_select()).first(db.conn)?)
}

/// Adds an uploaded list.
pub fn insert_import(tx: &mut Tx<'_>, row: &Import) -> Result<()> {
    diesel::insert_into(import::table).values(row).execute(tx.conn)?;
    Ok(())
}

/// The shared link with this id.
pub fn find_shared_link(db: &mut Db<'_>, id: &SharedLinkId) -> Result<SharedLink> {
    Ok(shared_link::table.find(id).select(SharedLink::as_select()).first(db.conn)?)
}

/// The shared links of a letter, the oldest first.
pub fn shared_links(db: &mut Db<'_>, letter: &LetterId) -> Result<Vec<SharedLink>> {
    Ok(shared_link::table
        .filter(shared_link::letter_id.eq(letter))
        .order(shared_link::created_at)
        .select(SharedLink::as_select())
        .load(db.conn)?)
}

/// Adds a shared link.
pub fn insert_shared_link(tx: &mut Tx<'_>, row: &SharedLink) -> Result<()> {
    diesel::insert_into(shared_link::table).values(row).execute(tx.conn)?;
    Ok(())
}

impl Invitation {
    /// A new invitation: nothing was sent, nobody pressed a button.
    pub fn new(letter: &LetterId, organisation: &OrganisationId, contact: &ContactId, now: Moment) -> Invitation {
        Invitation {
            id: InvitationId::new(),
            letter_id: letter.clone(),
            organisation_id: organisation.clone(),
            contact_id: contact.clone(),
            import_id: None,
            country_as_written: None,
            note_sealed: None,
            created_at: now,
            visited_at: None,
            answer: None,
            answered_at: None,
            reason_sealed: None,
            stopped_at: None,
            revoked_at: None,
        }
    }
}

impl Invitation {
    /// What coordinators noted, opened.
    pub fn note(&self, db: &Db<'_>) -> Result<Option<String>> {
        let open = |sealed| db.keys.open("invitation", "note", self.id.as_str(), sealed);
        self.note_sealed.as_deref().map(open).transpose()
    }
}

/// Keeps what coordinators note, sealed; an empty text clears it.
pub fn set_note(tx: &mut Tx<'_>, id: &InvitationId, text: &str) -> Result<()> {
    let sealed = (!text.is_empty()).then(|| tx.keys.seal("invitation", "note", id.as_str(), text));
    diesel::update(invitation::table.find(id)).set(invitation::note_sealed.eq(sealed)).execute(tx.conn)?;
    Ok(())
}

/// Notes an answer, or takes it back. Its time is cut to the day, so that it cannot be matched with a signature that follows.
pub fn set_answer(
    tx: &mut Tx<'_>,
    id: &InvitationId,
    answer: Option<Answer>,
    reason: Option<&str>,
    now: Moment,
) -> Result<()> {
    let day = now.date().and_hms_opt(0, 0, 0);
    let sealed = reason
        .filter(|reason| !reason.is_empty())
        .map(|reason| tx.keys.seal("invitation", "reason", id.as_str(), reason));
    diesel::update(invitation::table.find(id))
        .set((
            invitation::answer.eq(answer),
            invitation::answered_at.eq(answer.and(day)),
            invitation::reason_sealed.eq(sealed),
        ))
        .execute(tx.conn)?;
    Ok(())
}

/// Notes the first press of a button on the invitation's page ("visited" is never told by opening it). Cut to the day like
/// an answer: the minute of a visit stands next to the minute of a signature.
pub fn set_visited(tx: &mut Tx<'_>, id: &InvitationId, now: Moment) -> Result<()> {
    let day = now.date().and_hms_opt(0, 0, 0);
    diesel::update(invitation::table.find(id).filter(invitation::visited_at.is_null()))
        .set(invitation::visited_at.eq(day))
        .execute(tx.conn)?;
    Ok(())
}

/// Forgets that a button was pressed. Whoever signs has pressed one, so of those who did and are not on the list some would be
/// known to be withheld; after signing an invitation looks like one that nobody answered.
pub fn forget_visit(tx: &mut Tx<'_>, id: &InvitationId) -> Result<()> {
    diesel::update(invitation::table.find(id).filter(invitation::visited_at.is_not_null()))
        .set(invitation::visited_at.eq(None::<Moment>))
        .execute(tx.conn)?;
    Ok(())
}

/// Notes that this contact wants no more mails about this letter.
pub fn set_stopped(tx: &mut Tx<'_>, id: &InvitationId, now: Moment) -> Result<()> {
    diesel::update(invitation::table.find(id)).set(invitation::stopped_at.eq(Some(now))).execute(tx.conn)?;
    Ok(())
}

/// The invitation whose keyed hash a signature holds; signatures keep no plain link.
pub fn find_by_index(db: &mut Db<'_>, letter: &LetterId, index: &str) -> Result<Option<InvitationId>> {
    let ids: Vec<InvitationId> =
        invitation::table.filter(invitation::letter_id.eq(letter)).select(invitation::id).load(db.conn)?;
    Ok(ids.into_iter().find(|id| super::signature::invitation_index(db, id) == index))
}

/// How many are invited to a letter and not taken back.
pub fn count(db: &mut Db<'_>, letter: &LetterId) -> Result<usize> {
    let count: i64 = invitation::table
        .filter(invitation::letter_id.eq(letter))
        .filter(invitation::revoked_at.is_null())
        .count()
        .get_result(db.conn)?;
    Ok(usize::try_from(count).unwrap_or_default())
}

/// How far the invitations of a letter are.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Progress {
    /// Not taken back.
    pub invited: usize,
    /// A mail was taken by the relay.
    pub sent: usize,
    /// A mail failed for good, and none was taken.
    pub failed: usize,
    /// Pressed a button on the page.
    pub visited: usize,
    /// Answered by signing.
    pub signed: usize,
    /// Answered by declining.
    pub declined: usize,
    /// Mailed and without an answer.
    pub silent: usize,
}

/// Counts how far the invitations of a letter are, for a reader who may see withheld names or may not: to the others whoever
/// signed so is one of the silent, and who pressed a button is not told.
pub fn progress(db: &mut Db<'_>, letter: &LetterId, sees_withheld: bool) -> Result<Progress> {
    use crate::store::outbox::State;
    use crate::store::schema::outbox;
    let rows: Vec<Invitation> = invitation::table
        .filter(invitation::letter_id.eq(letter))
        .filter(invitation::revoked_at.is_null())
        .select(Invitation::as_select())
        .load(db.conn)?;
    let signed = Signed::read(db, letter, sees_withheld)?;
    let mailed = |state: State, db: &mut Db<'_>| -> Result<HashSet<InvitationId>> {
        let ids: Vec<Option<InvitationId>> = outbox::table
            .filter(outbox::letter_id.eq(letter))
            .filter(outbox::state.eq(state))
            .filter(outbox::invitation_id.is_not_null())
            .select(outbox::invitation_id)
            .distinct()
            .load(db.conn)?;
        Ok(ids.into_iter().flatten().collect())
    };
    let (sent, failed) = (mailed(State::Sent, db)?, mailed(State::Failed, db)?);
    let mut progress = Progress { invited: rows.len(), ..Progress::default() };
    for row in rows {
        let (was_sent, has_failed) = (sent.contains(&row.id), failed.contains(&row.id));
        let has_signed = signed.at(db, &row.id).is_some();
        let has_declined = row.answer.is_some() && !has_signed;
        let has_visited = row.visited_at.is_some() && sees_withheld;
        progress.sent += usize::from(was_sent);
        progress.failed += usize::from(has_failed && !was_sent);
        progress.visited += usize::from(has_visited || has_signed || has_declined);
        progress.signed += usize::from(has_signed);
        progress.declined += usize::from(has_declined);
        progress.silent += usize::from(was_sent && !has_signed && !has_declined);
    }
    Ok(progress)
}
