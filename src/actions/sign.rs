//! Signing: by a mailed invitation, a shared link, or the open form of a public letter.

use chrono::TimeDelta;

use crate::clock::Moment;
use crate::domain::email::EmailAddress;
use crate::domain::event::{Actor, PublicEffect, Verb};
use crate::domain::ids::{SharedLinkId, SignatureId};
use crate::domain::letter::ListingRule;
use crate::domain::refusal::Refusal;
use crate::domain::signature::{Listing, Origin, PrintedLine, Status, WithheldPlace};
use crate::error::{Error, Result};
use crate::store::invitation::{Answer, Invitation};
use crate::store::letter::Letter;
use crate::store::outbox::{About, MailKind, NewMail, lane};
use crate::store::signature::{LineColumns, Signature, Signer};
use crate::store::{Tx, event, invitation, outbox, revision, signature};

/// A mail with a confirmation link goes to the same signature at most this often, so that nobody can be mail-bombed.
pub const RESEND_MINUTES: i64 = 10;

/// What a signer sent, parsed.
#[derive(Debug, Clone)]
pub struct Submission {
    /// The line as it will be printed, or would be if it were not withheld.
    pub line: PrintedLine,
    /// Who signs; for the conveners only.
    pub signer: Signer,
    /// The signer's address.
    pub email: EmailAddress,
    /// Named or withheld.
    pub listing: Listing,
    /// How much may be said about a withheld signatory's place.
    pub withheld_place: WithheldPlace,
    /// Whether the signer asked for news of the letter.
    pub wants_updates: bool,
    /// The revision whose text was shown.
    pub revision: i32,
    /// The language in which it was shown.
    pub language: String,
}

/// How the signer came.
#[derive(Debug, Clone)]
pub enum Via {
    /// By a mailed invitation to this address.
    Invitation(Box<Invitation>, EmailAddress),
    /// By a link shared on a list.
    Shared(SharedLinkId),
    /// By the form of the public letter.
    Open,
}

/// What signing led to. The open form shows neither: its answer is the same for everybody.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signed {
    /// The signature, new or the one that a second sending of the same form met.
    pub id: SignatureId,
    /// Whether a confirmation mail is on its way.
    pub awaits_confirmation: bool,
}

/// Signs a letter. A second sending of the same form meets the first signature and changes nothing.
///
/// # Errors
/// `LetterClosed`, `NotCollecting`, `RevisionChanged` (the text changed since the form was shown), `LinkUsed` (the
/// invitation's one signing was done and taken back).
pub fn sign(tx: &mut Tx<'_>, letter: &Letter, via: &Via, submission: &Submission, now: Moment) -> Result<Signed> {
    letter.facts().accepts_submission(now)?;
    let newest = revision::latest(tx, &letter.id)?.ok_or(Refusal::NotCollecting)?;
    if newest.n != submission.revision {
        return Err(Refusal::RevisionChanged.into());
    }
    let text = revision::find_text(tx, &letter.id, newest.n, &submission.language)?;
    if let Some(earlier) = earlier(tx, letter, via, submission)? {
        return meet_earlier(tx, letter, &earlier, now);
    }

    let address_proven =
        matches!(via, Via::Invitation(_, invited) if invited.canonical() == submission.email.canonical());
    let row = new_row(tx, letter, via, submission, address_proven, &text.text_sha256, now)?;
    if signature::insert(tx, &row)?.is_none() {
        // The same form sent twice at the same instant: the other one is there now.
        let earlier =
            earlier(tx, letter, via, submission)?.ok_or_else(|| Error::Busy("signing twice at once".into()))?;
        return meet_earlier(tx, letter, &earlier, now);
    }
    event::record(
        tx,
        now,
        &Actor::Signer,
        Verb::Sign,
        Some(&letter.id),
        Some(("signature", row.id.as_str())),
        PublicEffect::None,
    )?;
    if address_proven {
        complete(tx, letter, &row, now)?;
    } else {
        mail_signer(tx, &row, MailKind::ConfirmAddress, &submission.email, now)?;
    }
    Ok(Signed { id: row.id, awaits_confirmation: !address_proven })
}

/// What follows once the address is proven: the invitation is answered, the receipt mailed, the letter's rule applied.
pub(super) fn complete(tx: &mut Tx<'_>, letter: &Letter, row: &Signature, now: Moment) -> Result<()> {
    if let Some(index) = &row.invitation_index
        && let Some(invitation) = invitation::find_by_index(tx, &letter.id, index)?
    {
        invitation::set_answer(tx, &invitation, Some(Answer::Signed), None, now)?;
        outbox::cancel_for_invitation(tx, &invitation, now)?;
    }
    let signer = row.signer(tx)?.ok_or(Error::NotFound)?;
    let email = EmailAddress::parse(&signer.email).map_err(|fault| Error::internal("a signer's address", fault))?;
    mail_signer(tx, row, MailKind::Receipt, &email, now)?;
    if letter.listing_rule == ListingRule::Automatic {
        match super::list::list(tx, letter, &row.id, &Actor::Server, now) {
            // Somebody must look: it waits at the check desk.
            Ok(()) | Err(Error::Refused(Refusal::AlreadyListed)) => {}
            Err(fault) => return Err(fault),
        }
    }
    Ok(())
}

/// Puts a mail about a signature to its signer into the outbox, ahead of bulk.
pub(super) fn mail_signer(
    tx: &mut Tx<'_>,
    row: &Signature,
    kind: MailKind,
    to: &EmailAddress,
    not_before: Moment,
) -> Result<()> {
    let about = About { letter: Some(row.letter_id.clone()), signature: Some(row.id.clone()), ..About::default() };
    let mail = NewMail { lane: lane::PERSONAL, kind, recipient: to, parameters: &(), about, not_before };
    outbox::enqueue(tx, &mail, not_before)?;
    Ok(())
}

fn earlier(tx: &mut Tx<'_>, letter: &Letter, via: &Via, submission: &Submission) -> Result<Option<Signature>> {
    if let Via::Invitation(invitation, _) = via {
        let found = signature::find_by_invitation(tx, &letter.id, &invitation.id)?;
        if found.is_none() && invitation.answer == Some(Answer::Signed) {
            return Err(Refusal::LinkUsed.into());
        }
        return Ok(found);
    }
    signature::find_by_address_and_name(tx, &letter.id, &submission.email, &submission.line.name)
}

/// A form sent again: at most a mail to the address that the earlier signature gave, and not too often.
fn meet_earlier(tx: &mut Tx<'_>, letter: &Letter, earlier: &Signature, now: Moment) -> Result<Signed> {
    let awaits_confirmation = earlier.status == Status::Pending;
    let kind = if awaits_confirmation { MailKind::ConfirmAddress } else { MailKind::AlreadySigned };
    let by_invitation = earlier.origin == Origin::Invited && !awaits_confirmation;
    let last = [kind, MailKind::ConfirmAddress]
        .into_iter()
        .map(|kind| outbox::last_about_signature(tx, &earlier.id, kind))
        .collect::<Result<Vec<_>>>()?;
    let mailed_lately = last.into_iter().flatten().any(|at| now - at < TimeDelta::minutes(RESEND_MINUTES));
    if !by_invitation && !mailed_lately && letter.facts().accepts_submission(now).is_ok() {
        if let Some(signer) = earlier.signer(tx)? {
            let email =
                EmailAddress::parse(&signer.email).map_err(|fault| Error::internal("a signer's address", fault))?;
            mail_signer(tx, earlier, kind, &email, now)?;
        }
    }
    Ok(Signed { id: earlier.id.clone(), awaits_confirmation })
}

fn new_row(
    tx: &mut Tx<'_>,
    letter: &Letter,
    via: &Via,
    submission: &Submission,
    address_proven: bool,
    text_sha256: &str,
    now: Moment,
) -> Result<Signature> {
    let id = SignatureId::new();
    let named = submission.listing == Listing::Named;
    let line = LineColumns::new(tx, &letter.id, &id, submission.listing, &submission.line)?;
    let (origin, card, invited, shared_link_id) = match via {
        Via::Invitation(invitation, _) => {
            (Origin::Invited, Some(&invitation.organisation_id), Some(&invitation.id), None)
        }
        Via::Shared(link) => (Origin::Shared, None, None, Some(link.clone())),
        Via::Open => (Origin::Open, None, None, None),
    };
    Ok(Signature {
        letter_id: letter.id.clone(),
        status: Status::at_submission(address_proven),
        origin,
        listing: submission.listing,
        withheld_place: submission.withheld_place,
        revision: submission.revision,
        language: submission.language.clone(),
        text_sha256: text_sha256.to_owned(),
        wave: None,
        kind: line.kind,
        name: line.name,
        name_key: line.name_key,
        latin_name: line.latin_name,
        acronym: line.acronym,
        country: line.country,
        region: line.region,
        affiliation: line.affiliation,
        role: line.role,
        website: line.website,
        representative: line.representative,
        line_sealed: line.line_sealed,
        contact_sealed: Some(signature::seal_signer(tx, &id, &submission.signer)?),
        proposal_sealed: None,
        email_index: signature::address_index(tx, &letter.id, &submission.email),
        name_index: line.name_index,
        organisation_id: card.filter(|_| named).cloned(),
        organisation_index: card.map(|card| signature::organisation_index(tx, &letter.id, card)),
        invitation_index: invited.map(|invitation| signature::invitation_index(tx, invitation)),
        shared_link_id,
        address_confirmed: address_proven,
        wants_updates: submission.wants_updates,
        consent_note_sealed: None,
        reason_sealed: None,
        submitted_at: now,
        confirmed_at: address_proven.then_some(now),
        listed_at: None,
        ended_at: None,
        checked_by: None,
        purged_at: None,
        id,
    })
}
