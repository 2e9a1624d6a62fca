//! Signatures: each keeps its own copy of the printed line. A withheld one keeps that line sealed and no plain link
//! to its card or invitation; the keyed `*_index` columns carry uniqueness and look-up.

mod line;

use std::collections::HashSet;

use diesel::prelude::*;

use crate::clock::Moment;
use crate::domain::email::EmailAddress;
use crate::domain::ids::{CoordinatorId, InvitationId, LetterId, OrganisationId, SharedLinkId, SignatureId};
use crate::domain::signature::{Listing, Origin, PrintedLine, SignatoryKind, Status, WithheldPlace};
use crate::domain::text::name_key;
use crate::error::{Error, Result};
use crate::store::letter::Letter;
use crate::store::schema::{self, signature};
use crate::store::{Db, Tx, commitment};

pub use line::LineColumns;

/// One signature: the act and its record.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = schema::signature)]
pub struct Signature {
    pub id: SignatureId,
    pub letter_id: LetterId,
    pub status: Status,
    pub origin: Origin,
    pub listing: Listing,
    pub withheld_place: WithheldPlace,
    pub revision: i32,
    pub language: String,
    pub text_sha256: String,
    pub wave: Option<String>,
    pub kind: SignatoryKind,
    pub name: Option<String>,
    pub name_key: Option<String>,
    pub latin_name: Option<String>,
    pub acronym: Option<String>,
    pub country: Option<String>,
    pub region: Option<String>,
    pub affiliation: Option<String>,
    pub role: Option<String>,
    pub website: Option<String>,
    pub representative: Option<String>,
    pub line_sealed: Option<String>,
    pub contact_sealed: Option<String>,
    pub proposal_sealed: Option<String>,
    pub email_index: String,
    pub name_index: String,
    pub organisation_id: Option<OrganisationId>,
    pub organisation_index: Option<String>,
    pub invitation_index: Option<String>,
    pub shared_link_id: Option<SharedLinkId>,
    pub address_confirmed: bool,
    pub wants_updates: bool,
    pub consent_note_sealed: Option<String>,
    pub reason_sealed: Option<String>,
    pub submitted_at: Moment,
    pub confirmed_at: Option<Moment>,
    pub listed_at: Option<Moment>,
    pub ended_at: Option<Moment>,
    pub checked_by: Option<CoordinatorId>,
    pub purged_at: Option<Moment>,
}

/// Who signed, for the conveners only; sealed as one field.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Signer {
    /// The person's name.
    pub name: String,
    /// The person's role in the organisation.
    pub role: String,
    /// The confirmed or claimed address.
    pub email: String,
}

/// The keyed hash of a folded name within one letter: a second sending of the same form is found though names are sealed.
/// Bound to the letter, so that a name printed on one letter does not tell who signed another one withheld.
pub fn name_index(db: &Db<'_>, letter: &LetterId, name: &str) -> String {
    db.keys.blind_index("name", &format!("{letter} {}", name_key(name)))
}

/// The keyed hash of a signer's address within one letter. Another one than the address book's, or the two columns alone
/// would tell whose card a withheld signature belongs to, without any key.
pub fn address_index(db: &Db<'_>, letter: &LetterId, email: &EmailAddress) -> String {
    db.keys.blind_index("signer", &format!("{letter} {}", email.canonical()))
}

/// Stands where a recorded signature has no address: one name is recorded once for a letter.
pub fn recorded_index(db: &Db<'_>, letter: &LetterId) -> String {
    db.keys.blind_index("recorded", letter.as_str())
}

/// The keyed hash of a card within one letter, which keeps "one listed signature per card and letter" also for withheld ones.
pub fn organisation_index(db: &Db<'_>, letter: &LetterId, card: &OrganisationId) -> String {
    db.keys.blind_index("organisation", &format!("{letter} {card}"))
}

/// The keyed hash of an invitation's id, by which its signature is found.
pub fn invitation_index(db: &Db<'_>, invitation: &InvitationId) -> String {
    db.keys.blind_index("invitation", invitation.as_str())
}

impl Signature {
    /// The printed line; opened when it is withheld, so only for those who may see it.
    ///
    /// # Errors
    /// `NotFound` when the line was erased on schedule.
    pub fn line(&self, db: &Db<'_>) -> Result<PrintedLine> {
        if let Some(sealed) = &self.line_sealed {
            return open_line(db, &self.id, sealed);
        }
        Ok(PrintedLine {
            kind: self.kind,
            name: self.name.clone().ok_or(Error::NotFound)?,
            latin_name: self.latin_name.clone(),
            acronym: self.acronym.clone(),
            country: self.country.clone(),
            region: self.region.clone(),
            affiliation: self.affiliation.clone(),
            role: self.role.clone(),
            website: self.website.clone(),
            representative: self.representative.clone(),
        })
    }

    /// Who signed; for the conveners only. None once erased on schedule.
    pub fn signer(&self, db: &Db<'_>) -> Result<Option<Signer>> {
        let Some(sealed) = &self.contact_sealed else { return Ok(None) };
        let json = db.keys.open("signature", "contact", self.id.as_str(), sealed)?;
        serde_json::from_str(&json).map(Some).map_err(|fault| Error::internal("reading a signer", fault))
    }

    /// Why it was refused, withdrawn or suspended, in the words of whoever did it.
    pub fn reason(&self, db: &Db<'_>) -> Result<Option<String>> {
        let open = |sealed| db.keys.open("signature", "reason", self.id.as_str(), sealed);
        self.reason_sealed.as_deref().map(open).transpose()
    }

    /// Whether it waits for somebody of its organisation: its address is proven and it is not complete.
    pub fn awaits_approval(&self) -> bool {
        self.status == Status::Pending && self.address_confirmed
    }

    /// The correction that the signatory asked for and nobody has taken over yet.
    pub fn proposal(&self, db: &Db<'_>) -> Result<Option<PrintedLine>> {
        let Some(sealed) = &self.proposal_sealed else { return Ok(None) };
        let json = db.keys.open("signature", "proposal", self.id.as_str(), sealed)?;
        serde_json::from_str(&json).map(Some).map_err(|fault| Error::internal("reading a proposal", fault))
    }
}

/// Opens the printed line of a withheld signature.
pub(super) fn open_line(db: &Db<'_>, id: &SignatureId, sealed: &str) -> Result<PrintedLine> {
    let json = db.keys.open("signature", "line", id.as_str(), sealed)?;
    serde_json::from_str(&json).map_err(|fault| Error::internal("reading a line", fault))
}

/// Seals who signed.
pub fn seal_signer(db: &Db<'_>, id: &SignatureId, signer: &Signer) -> Result<String> {
    let json = serde_json::to_string(signer).map_err(|fault| Error::internal("writing a signer", fault))?;
    Ok(db.keys.seal("signature", "contact", id.as_str(), &json))
}

/// Seals a correction.
pub fn seal_proposal(db: &Db<'_>, id: &SignatureId, line: &PrintedLine) -> Result<String> {
    let json = serde_json::to_string(line).map_err(|fault| Error::internal("writing a proposal", fault))?;
    Ok(db.keys.seal("signature", "proposal", id.as_str(), &json))
}

/// The signature with this id.
pub fn find(db: &mut Db<'_>, id: &SignatureId) -> Result<Signature> {
    Ok(signature::table.find(id).select(Signature::as_select()).first(db.conn)?)
}

/// The signature with this id, if it stands under this letter.
pub fn find_in(db: &mut Db<'_>, letter: &LetterId, id: &SignatureId) -> Result<Signature> {
    Ok(signature::table
        .find(id)
        .filter(signature::letter_id.eq(letter))
        .select(Signature::as_select())
        .first(db.conn)?)
}

/// The statuses in which a signature holds its invitation and its address.
pub const ALIVE: [Status; 4] = [Status::Pending, Status::Confirmed, Status::Listed, Status::Suspended];

/// [`ALIVE`] written out: a list of values has no fixed length for diesel, and the statement would be prepared anew at each use.
#[diesel::dsl::auto_type(no_type_alias)]
fn is_alive() -> _ {
    let status = signature::status;
    let pending: Status = Status::Pending;
    let confirmed: Status = Status::Confirmed;
    let listed: Status = Status::Listed;
    let suspended: Status = Status::Suspended;
    status.eq(pending).or(status.eq(confirmed)).or(status.eq(listed)).or(status.eq(suspended))
}

/// The living signature given through an invitation, if any.
pub fn find_by_invitation(db: &mut Db<'_>, letter: &LetterId, invitation: &InvitationId) -> Result<Option<Signature>> {
    let index = invitation_index(db, invitation);
    Ok(signature::table
        .filter(signature::letter_id.eq(letter))
        .filter(signature::invitation_index.eq(index))
        .filter(is_alive())
        .select(Signature::as_select())
        .first(db.conn)
        .optional()?)
}

/// The living signature of this address and name on this letter, if any: a second sending of the same form.
pub fn find_by_address_and_name(
    db: &mut Db<'_>,
    letter: &LetterId,
    email: &EmailAddress,
    name: &str,
) -> Result<Option<Signature>> {
    let (email, name) = (address_index(db, letter, email), name_index(db, letter, name));
    Ok(signature::table
        .filter(signature::letter_id.eq(letter))
        .filter(signature::email_index.eq(email))
        .filter(signature::name_index.eq(name))
        .filter(is_alive())
        .select(Signature::as_select())
        .first(db.conn)
        .optional()?)
}

/// The signatures of a letter in these statuses, in the order they came.
pub fn list(db: &mut Db<'_>, letter: &LetterId, statuses: &[Status]) -> Result<Vec<Signature>> {
    Ok(signature::table
        .filter(signature::letter_id.eq(letter))
        .filter(signature::status.eq_any(statuses.iter().copied()))
        .order(signature::id)
        .select(Signature::as_select())
        .load(db.conn)?)
}

/// How many signatures of a letter are in each status.
pub fn count_by_status(db: &mut Db<'_>, letter: &LetterId) -> Result<Vec<(Status, i64)>> {
    Ok(signature::table
        .filter(signature::letter_id.eq(letter))
        .group_by(signature::status)
        .select((signature::status, diesel::dsl::count_star()))
        .load(db.conn)?)
}

/// How many signatures of a letter that are listed or wait for the check have their names withheld.
pub fn count_withheld(db: &mut Db<'_>, letter: &LetterId) -> Result<i64> {
    Ok(signature::table
        .filter(signature::letter_id.eq(letter))
        .filter(signature::status.eq_any([Status::Listed, Status::Confirmed]))
        .filter(signature::listing.eq(Listing::Withheld))
        .count()
        .get_result(db.conn)?)
}

/// Adds a signature; `None` when a living one holds the same invitation, or the same address and name.
pub fn insert(tx: &mut Tx<'_>, row: &Signature) -> Result<Option<()>> {
    Ok(tx.try_insert(|conn| diesel::insert_into(signature::table).values(row).execute(conn))?.map(|_| ()))
}

/// Moves a signature from one status to another; `false` when it was not in `from` any more, so of two people who
/// act at once only one does.
pub fn move_status(tx: &mut Tx<'_>, id: &SignatureId, from: Status, to: Status) -> Result<bool> {
    let moved = diesel::update(signature::table.find(id).filter(signature::status.eq(from)))
        .set(signature::status.eq(to))
        .execute(tx.conn)?;
    if from == Status::Listed {
        commitment::forget(tx, id)?;
    }
    Ok(moved == 1)
}

/// Replaces the printed line of a signature, plain or sealed as its listing says.
pub fn set_line(tx: &mut Tx<'_>, id: &SignatureId, columns: &LineColumns) -> Result<()> {
    diesel::update(signature::table.find(id)).set(columns).execute(tx.conn)?;
    // The proof would hold a hash of the line before.
    commitment::forget(tx, id)?;
    commitment::make_for(tx, id)
}

/// Cuts the plain link between a signature and its card, when the name is withheld.
pub fn forget_card(tx: &mut Tx<'_>, id: &SignatureId) -> Result<()> {
    diesel::update(signature::table.find(id))
        .set(signature::organisation_id.eq(None::<OrganisationId>))
        .execute(tx.conn)?;
    Ok(())
}

/// Ties a signature to a card; the plain link only when the signature is named.
pub fn set_card(tx: &mut Tx<'_>, row: &Signature, card: &OrganisationId) -> Result<()> {
    let index = organisation_index(tx, &row.letter_id, card);
    let plain = (row.listing == Listing::Named).then(|| card.clone());
    diesel::update(signature::table.find(&row.id))
        .set((signature::organisation_id.eq(plain), signature::organisation_index.eq(Some(index))))
        .execute(tx.conn)?;
    Ok(())
}

/// Whether a signature of this card is listed on the letter, by name or withheld.
pub fn is_card_listed(db: &mut Db<'_>, letter: &LetterId, card: &OrganisationId) -> Result<bool> {
    let index = organisation_index(db, letter, card);
    let listed = signature::table
        .filter(signature::letter_id.eq(letter))
        .filter(signature::organisation_index.eq(Some(index)))
        .filter(signature::status.eq(Status::Listed));
    Ok(diesel::select(diesel::dsl::exists(listed)).get_result(db.conn)?)
}

/// Takes back that the signer wants news of the letter.
pub fn forget_updates(tx: &mut Tx<'_>, id: &SignatureId) -> Result<()> {
    diesel::update(signature::table.find(id)).set(signature::wants_updates.eq(false)).execute(tx.conn)?;
    Ok(())
}

/// Notes how much may be said about where a withheld signatory is.
pub fn set_withheld_place(tx: &mut Tx<'_>, id: &SignatureId, place: WithheldPlace) -> Result<()> {
    diesel::update(signature::table.find(id)).set(signature::withheld_place.eq(place)).execute(tx.conn)?;
    Ok(())
}

/// Moves a pending signature on and notes that its address was confirmed, in one statement (the schema's check wants
/// both together); `false` when it was not in `from` any more.
pub fn move_status_confirmed(tx: &mut Tx<'_>, id: &SignatureId, from: Status, to: Status, now: Moment) -> Result<bool> {
    let moved = diesel::update(signature::table.find(id).filter(signature::status.eq(from)))
        .set((signature::status.eq(to), signature::address_confirmed.eq(true), signature::confirmed_at.eq(Some(now))))
        .execute(tx.conn)?;
    Ok(moved == 1)
}

/// Puts a confirmed signature on the list; `None` when its card is listed on this letter already, `Some(false)` when
/// it was not waiting for the check any more.
pub fn set_listed(
    tx: &mut Tx<'_>,
    id: &SignatureId,
    wave: &str,
    by: Option<&CoordinatorId>,
    now: Moment,
) -> Result<Option<bool>> {
    let moved = tx.try_insert(|conn| {
        diesel::update(signature::table.find(id).filter(signature::status.eq(Status::Confirmed)))
            .set((
                signature::status.eq(Status::Listed),
                signature::wave.eq(Some(wave)),
                signature::listed_at.eq(Some(now)),
                signature::checked_by.eq(by.cloned()),
            ))
            .execute(conn)
    })?;
    Ok(moved.map(|rows| rows == 1))
}

/// Notes when and why a signature ended (withdrawn, refused, suspended, expired), or takes the note back.
pub fn set_ended(tx: &mut Tx<'_>, id: &SignatureId, at: Option<Moment>, reason: Option<&str>) -> Result<()> {
    let sealed = reason.map(|reason| tx.keys.seal("signature", "reason", id.as_str(), reason));
    diesel::update(signature::table.find(id))
        .set((signature::ended_at.eq(at), signature::reason_sealed.eq(sealed)))
        .execute(tx.conn)?;
    Ok(())
}

/// Keeps or clears a correction that waits for a coordinator.
pub fn set_proposal(tx: &mut Tx<'_>, id: &SignatureId, line: Option<&PrintedLine>) -> Result<()> {
    let sealed = line.map(|line| seal_proposal(tx, id, line)).transpose()?;
    diesel::update(signature::table.find(id)).set(signature::proposal_sealed.eq(sealed)).execute(tx.conn)?;
    Ok(())
}

/// Moves a signature back to the check desk; `None` when another living one took its invitation or address meanwhile.
pub fn revive(tx: &mut Tx<'_>, id: &SignatureId, from: Status, to: Status) -> Result<Option<bool>> {
    let moved = tx.try_insert(|conn| {
        diesel::update(signature::table.find(id).filter(signature::status.eq(from)))
            .set((
                signature::status.eq(to),
                signature::ended_at.eq(None::<Moment>),
                signature::reason_sealed.eq(None::<String>),
                signature::listed_at.eq(None::<Moment>),
                signature::wave.eq(None::<String>),
            ))
            .execute(conn)
    })?;
    Ok(moved.map(|rows| rows == 1))
}

/// The signatures of all letters that wait for their address to be confirmed.
pub fn list_pending(db: &mut Db<'_>) -> Result<Vec<Signature>> {
    Ok(signature::table
        .filter(signature::status.eq(Status::Pending))
        // Says what the index on them says, so that a server's other signatures are not gone through every minute.
        .filter(signature::confirmed_at.is_null())
        .select(Signature::as_select())
        .load(db.conn)?)
}

/// Holds a signature until this transaction ends, so that of two approvals at the same moment the second sees the first.
pub fn hold(tx: &mut Tx<'_>, id: &SignatureId) -> Result<()> {
    let same = signature::address_confirmed.eq(signature::address_confirmed);
    diesel::update(signature::table.find(id)).set(same).execute(tx.conn)?;
    Ok(())
}

/// Keyed hashes of the invitations by which somebody asked to be added after closing, while it waits for the check.
pub fn late_invitations(db: &mut Db<'_>, letter: &Letter) -> Result<HashSet<String>> {
    let facts = letter.facts();
    let waiting: Vec<(Option<String>, Moment)> = signature::table
        .filter(signature::letter_id.eq(&letter.id))
        .filter(signature::status.eq(Status::Confirmed))
        .filter(signature::invitation_index.is_not_null())
        .select((signature::invitation_index, signature::submitted_at))
        .load(db.conn)?;
    Ok(waiting.into_iter().filter(|(_, at)| facts.is_late(*at)).filter_map(|(index, _)| index).collect())
}
