//! The outbox: mail waiting to leave. A row is written in the transaction of the change that causes it; the worker
//! leases it, says so before it speaks to the relay, and records what came of it. Tokens are minted at send: no row
//! ever holds one.

use diesel::prelude::*;
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::clock::Moment;
use crate::domain::email::EmailAddress;
use crate::domain::ids::{CoordinatorId, InvitationId, JobId, LetterId, OutboxId, SignatureId};
use crate::error::{Error, Result};
use crate::store::schema::{self, outbox};
use crate::store::{Db, Tx, organisation};
use crate::word_enum;

mod delivery;

pub use delivery::{
    Ending, Failure, FailureReason, Hands, LEASE, cancel_held, failures, has_due, is_suppressed, lease_due,
    mark_sending, put_off, reclaim, record_ending, renew,
};

word_enum! {
    /// Which mail it is; each has a folder under `templates/mail`.
    MailKind {
        /// M2: asks a contact to sign.
        Invitation => "invitation",
        /// M4, M5, M14 and free messages: to a contact who was asked before.
        Reminder => "reminder",
        /// M15 and free messages: to those who signed and asked to hear more.
        News => "news",
        /// The mail of a mailing to the coordinator who wrote it; its link cannot sign.
        TestInvitation => "test_invitation",
        /// M8: confirm the address given in an open form.
        ConfirmAddress => "confirm_address",
        /// M9: what was signed, how it is listed, and the link to see or change it.
        Receipt => "receipt",
        /// M11: this address has signed already; the same answer was shown as to anyone.
        AlreadySigned => "already_signed",
        /// The conveners did not list the signature, and why.
        SignatureRefused => "signature_refused",
        /// M6, M7: asks a person of the organisation to approve; the second one is the reminder.
        ApprovalRequest => "approval_request",
        /// Somebody who was asked to approve said no; to the contact.
        ApprovalRefused => "approval_refused",
        /// What somebody who is asked to approve writes to the conveners.
        ApproverComment => "approver_comment",
        /// An invitation that a colleague passed on.
        HandedOver => "handed_over",
        /// Another link to the same invitation, asked for on the page of an old one.
        NewLink => "new_link",
        /// M10: somebody of the same organisation signed.
        ColleagueSigned => "colleague_signed",
        /// What was asked for after closing.
        LateAsked => "late_asked",
        /// A changed listing: corrected, withheld, withdrawn.
        ListingChanged => "listing_changed",
        /// M1: asks somebody to comment on a draft.
        CommentRequest => "comment_request",
        /// Asks somebody to translate a letter.
        TranslationRequest => "translation_request",
        /// What became of a wording that a reviewer proposed.
        ProposalDecided => "proposal_decided",
        /// M12: the text changed; does the signature stand?
        TextChanged => "text_changed",
        /// A link to set a forgotten password.
        PasswordLink => "password_link",
        /// An operator made an account for you.
        CoordinatorInvited => "coordinator_invited",
        /// Your password was changed.
        PasswordChanged => "password_changed",
        /// M18: what waits for a coordinator, once a day.
        Digest => "digest",
        /// A mailing that you sent, or an import that you began, is through.
        JobDone => "job_done",
    }
}

word_enum! {
    /// Where a mail is on its way.
    State {
        /// Waiting for its time.
        Queued => "queued",
        /// A worker holds it until the lease ends.
        Leased => "leased",
        /// The worker has begun to speak to the relay.
        Sending => "sending",
        /// The relay took it.
        Sent => "sent",
        /// It will not be sent: a final no, or too many tries.
        Failed => "failed",
        /// Nobody knows: the relay did not answer DATA. Never repeated silently.
        Unknown => "unknown",
        /// Stopped by a coordinator before it left.
        Cancelled => "cancelled",
    }
}

/// Lanes: what a person waits for goes ahead of bulk.
pub mod lane {
    /// Confirmations, receipts, password links.
    pub const PERSONAL: i32 = 0;
    /// Invitations and other mailings.
    pub const BULK: i32 = 1;
}

/// One mail on its way to one recipient.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = schema::outbox)]
pub struct Mail {
    pub id: OutboxId,
    pub lane: i32,
    pub kind: MailKind,
    pub letter_id: Option<LetterId>,
    pub job_id: Option<JobId>,
    pub invitation_id: Option<InvitationId>,
    pub signature_id: Option<SignatureId>,
    pub coordinator_id: Option<CoordinatorId>,
    pub recipient_sealed: Option<String>,
    pub recipient_index: String,
    pub parameters_sealed: Option<String>,
    pub message_id: String,
    pub state: State,
    pub attempts: i32,
    pub fence: i32,
    pub lease_owner: Option<String>,
    pub lease_until: Option<Moment>,
    pub next_at: Moment,
    pub reply_code: Option<i32>,
    pub failure: Option<String>,
    pub possible_duplicate: bool,
    pub created_at: Moment,
    pub ended_at: Option<Moment>,
}

/// A mail to be sent, with the rows it speaks of.
pub struct NewMail<'a, P: Serialize> {
    /// [`lane::PERSONAL`] or [`lane::BULK`].
    pub lane: i32,
    /// Which mail it is.
    pub kind: MailKind,
    /// To whom.
    pub recipient: &'a EmailAddress,
    /// What its template needs beyond the rows; sealed.
    pub parameters: &'a P,
    /// The rows it speaks of.
    pub about: About,
    /// Not before this moment (the 60 seconds of undo).
    pub not_before: Moment,
}

/// The rows that a mail speaks of.
#[derive(Debug, Clone, Default)]
pub struct About {
    pub letter: Option<LetterId>,
    pub job: Option<JobId>,
    pub invitation: Option<InvitationId>,
    pub signature: Option<SignatureId>,
    pub coordinator: Option<CoordinatorId>,
}

/// Puts a mail into the outbox in the transaction of its cause. `None` when this job has a mail for this invitation
/// already, so nobody is mailed twice.
pub fn enqueue<P: Serialize>(tx: &mut Tx<'_>, new: &NewMail<'_, P>, now: Moment) -> Result<Option<OutboxId>> {
    let id = OutboxId::new();
    let json =
        serde_json::to_string(new.parameters).map_err(|fault| Error::internal("writing mail parameters", fault))?;
    let row = Mail {
        lane: new.lane,
        kind: new.kind,
        letter_id: new.about.letter.clone(),
        job_id: new.about.job.clone(),
        invitation_id: new.about.invitation.clone(),
        signature_id: new.about.signature.clone(),
        coordinator_id: new.about.coordinator.clone(),
        recipient_sealed: Some(tx.keys.seal("outbox", "recipient", id.as_str(), new.recipient.as_str())),
        recipient_index: recipient_index(tx, new),
        parameters_sealed: Some(tx.keys.seal("outbox", "parameters", id.as_str(), &json)),
        message_id: id.to_string(),
        state: State::Queued,
        attempts: 0,
        fence: 0,
        lease_owner: None,
        lease_until: None,
        next_at: new.not_before,
        reply_code: None,
        failure: None,
        possible_duplicate: false,
        created_at: now,
        ended_at: None,
        id: id.clone(),
    };
    let inserted = tx.try_insert(|conn| diesel::insert_into(outbox::table).values(&row).execute(conn))?;
    tx.mail_queued();
    Ok(inserted.map(|_| id))
}

/// The keyed hash of the recipient. A mail about a signature has one of its own, or it would tie a withheld signature to
/// the address book's card without any key.
fn recipient_index<P: Serialize>(tx: &Tx<'_>, new: &NewMail<'_, P>) -> String {
    match &new.about.signature {
        Some(signature) => tx.keys.blind_index("signer's mail", &format!("{signature} {}", new.recipient.canonical())),
        None => organisation::email_index(tx, new.recipient),
    }
}

impl Mail {
    /// To whom; `NotFound` once erased after sending.
    pub fn recipient(&self, db: &Db<'_>) -> Result<String> {
        let sealed = self.recipient_sealed.as_ref().ok_or(Error::NotFound)?;
        db.keys.open("outbox", "recipient", self.id.as_str(), sealed)
    }

    /// The template's parameters; `NotFound` once erased after sending.
    pub fn parameters<P: DeserializeOwned>(&self, db: &Db<'_>) -> Result<P> {
        let sealed = self.parameters_sealed.as_ref().ok_or(Error::NotFound)?;
        let json = db.keys.open("outbox", "parameters", self.id.as_str(), sealed)?;
        serde_json::from_str(&json).map_err(|fault| Error::internal("reading mail parameters", fault))
    }
}

/// The mail with this id.
pub fn find(db: &mut Db<'_>, id: &OutboxId) -> Result<Mail> {
    Ok(outbox::table.find(id).select(Mail::as_select()).first(db.conn)?)
}

/// How many mails of a job are in each state.
pub fn count_by_state(db: &mut Db<'_>, job: &JobId) -> Result<Vec<(State, i64)>> {
    Ok(outbox::table
        .filter(outbox::job_id.eq(job))
        .group_by(outbox::state)
        .select((outbox::state, diesel::dsl::count_star()))
        .load(db.conn)?)
}

/// Every mail, the oldest first.
pub fn list_all(db: &mut Db<'_>) -> Result<Vec<Mail>> {
    Ok(outbox::table.order(outbox::id).select(Mail::as_select()).load(db.conn)?)
}

/// How many mails are in each state, for the operator's monitoring.
pub fn count_all_by_state(db: &mut Db<'_>) -> Result<Vec<(State, i64)>> {
    Ok(outbox::table.group_by(outbox::state).select((outbox::state, diesel::dsl::count_star())).load(db.conn)?)
}

/// Stops the first mails to an invitation that was answered by signing. What asks again stays and is dropped unseen when its
/// turn comes: a stopped mail beside an invitation without an answer would tell who signed with the name withheld.
pub fn cancel_first_mail(tx: &mut Tx<'_>, invitation: &InvitationId, now: Moment) -> Result<usize> {
    let day = now.date().and_hms_opt(0, 0, 0).unwrap_or(now);
    let first = outbox::table
        .filter(outbox::invitation_id.eq(invitation))
        .filter(outbox::kind.eq(MailKind::Invitation))
        .filter(outbox::state.eq(State::Queued));
    Ok(diesel::update(first).set(delivery::ended(State::Cancelled, day)).execute(tx.conn)?)
}

/// Stops the mails to an invitation that have not left yet. When is told to the day only: the minute of a signature would tie
/// the two together.
pub fn cancel_for_invitation(tx: &mut Tx<'_>, invitation: &InvitationId, now: Moment) -> Result<usize> {
    let day = now.date().and_hms_opt(0, 0, 0).unwrap_or(now);
    Ok(diesel::update(
        outbox::table.filter(outbox::invitation_id.eq(invitation)).filter(outbox::state.eq(State::Queued)),
    )
    .set(delivery::ended(State::Cancelled, day))
    .execute(tx.conn)?)
}

/// Stops the mails of one kind about a signature that have not left yet.
pub fn cancel_for_signature(tx: &mut Tx<'_>, signature: &SignatureId, kind: MailKind, now: Moment) -> Result<usize> {
    Ok(diesel::update(
        outbox::table
            .filter(outbox::signature_id.eq(signature))
            .filter(outbox::kind.eq(kind))
            .filter(outbox::state.eq(State::Queued)),
    )
    .set(delivery::ended(State::Cancelled, now))
    .execute(tx.conn)?)
}

/// When this kind of mail about a signature was last put into the outbox.
pub fn last_about_signature(db: &mut Db<'_>, signature: &SignatureId, kind: MailKind) -> Result<Option<Moment>> {
    Ok(outbox::table
        .filter(outbox::signature_id.eq(signature))
        .filter(outbox::kind.eq(kind))
        .order(outbox::created_at.desc())
        .select(outbox::created_at)
        .first(db.conn)
        .optional()?)
}

/// Says of every mail that should have left by `until` that the relay took it. For the demo, whose past is invented.
pub fn pretend_sent(tx: &mut Tx<'_>, until: Moment) -> Result<usize> {
    let waiting = outbox::table.filter(outbox::state.eq(State::Queued)).filter(outbox::next_at.le(until));
    Ok(diesel::update(waiting)
        .set((
            outbox::state.eq(State::Sent),
            outbox::attempts.eq(1),
            outbox::reply_code.eq(Some(250)),
            outbox::ended_at.eq(outbox::next_at.nullable()),
            outbox::recipient_sealed.eq(None::<String>),
            outbox::parameters_sealed.eq(None::<String>),
        ))
        .execute(tx.conn)?)
}

/// When a mail of this kind about a signature is to leave, if one is in this state.
pub fn waiting_about_signature(
    db: &mut Db<'_>,
    signature: &SignatureId,
    kind: MailKind,
    state: State,
) -> Result<Option<Moment>> {
    Ok(outbox::table
        .filter(outbox::signature_id.eq(signature))
        .filter(outbox::kind.eq(kind))
        .filter(outbox::state.eq(state))
        .order(outbox::next_at.desc())
        .select(outbox::next_at)
        .first(db.conn)
        .optional()?)
}
