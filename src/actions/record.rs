//! Recording a consent that was given outside this server, by phone or on paper: a coordinator says for whom and how it was
//! given. It waits for the check like any other signature, and is labelled wherever it is listed.

use crate::clock::Moment;
use crate::domain::event::{Actor, PublicEffect, Verb};
use crate::domain::ids::{CoordinatorId, SignatureId};
use crate::domain::refusal::Refusal;
use crate::domain::signature::{Listing, Origin, PrintedLine, Status};
use crate::error::Result;
use crate::store::invitation::{self, Invitation};
use crate::store::letter::Letter;
use crate::store::signature::{self, LineColumns, Signature, Signer};
use crate::store::{Tx, answered, event, outbox, revision};

/// What a coordinator was told.
#[derive(Debug, Clone)]
pub struct Consent {
    /// The line as it will be printed; always by name.
    pub line: PrintedLine,
    /// Who said yes; for the conveners only, may be empty.
    pub person: String,
    /// How and when consent was given; for the conveners only.
    pub note: String,
    /// The invitation that is answered by it.
    pub invitation: Option<Invitation>,
}

/// Adds the signature, bound to the newest text; no mail leaves.
///
/// # Errors
/// `LetterClosed`, `NotCollecting`; `AlreadyRecorded` when this name was recorded before or the invitation has signed.
pub fn record(
    tx: &mut Tx<'_>,
    letter: &Letter,
    consent: &Consent,
    by: &CoordinatorId,
    now: Moment,
) -> Result<SignatureId> {
    letter.facts().accepts_submission(now)?;
    let newest = revision::latest(tx, &letter.id)?.ok_or(Refusal::NotCollecting)?;
    let text = revision::find_text(tx, &letter.id, newest.n, &letter.language)?;
    let id = SignatureId::new();
    let line = LineColumns::new(tx, &letter.id, &id, Listing::Named, &consent.line)?;
    let signer = Signer { name: consent.person.clone(), role: String::new(), email: String::new() };
    let invited = unanswered(tx, letter, consent.invitation.as_ref())?;
    let email_index = signature::recorded_index(tx, &letter.id);
    let row = Signature {
        status: Status::Confirmed,
        origin: Origin::Recorded,
        contact_sealed: Some(signature::seal_signer(tx, &id, &signer)?),
        organisation_id: invited.map(|invited| invited.organisation_id.clone()),
        organisation_index: invited
            .map(|invited| signature::organisation_index(tx, &letter.id, &invited.organisation_id)),
        invitation_index: invited.map(|invited| signature::invitation_index(tx, &invited.id)),
        consent_note_sealed: Some(tx.keys.seal("signature", "consent_note", id.as_str(), &consent.note)),
        confirmed_at: Some(now),
        ..Signature::of(&text, id.clone(), line, email_index, now)
    };
    if signature::insert(tx, &row)?.is_none() {
        return Err(Refusal::AlreadyRecorded.into());
    }
    if let Some(invited) = invited {
        invitation::forget_visit(tx, &invited.id)?;
        outbox::cancel_for_invitation(tx, &invited.id, now)?;
    }
    let object = Some(("signature", id.as_str()));
    event::record(
        tx,
        now,
        &Actor::Coordinator(by.clone()),
        Verb::Record,
        Some(&letter.id),
        object,
        PublicEffect::None,
    )?;
    Ok(id)
}

/// The invitation, if nobody signed by it. One by which somebody signed with the name withheld counts as none: the answer
/// must not tell that to whoever tries; the check shows both to those who may see them.
fn unanswered<'i>(tx: &mut Tx<'_>, letter: &Letter, invited: Option<&'i Invitation>) -> Result<Option<&'i Invitation>> {
    let Some(one) = invited else { return Ok(None) };
    if !answered::has_signed(tx, &letter.id, &one.id)? {
        return Ok(Some(one));
    }
    match signature::find_by_invitation(tx, &letter.id, &one.id)? {
        Some(met) if met.listing == Listing::Named => Err(Refusal::AlreadyRecorded.into()),
        _ => Ok(None),
    }
}
