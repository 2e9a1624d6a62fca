//! Signing: by a mailed invitation, a shared link, or the open form of a public letter.

use chrono::TimeDelta;

use crate::clock::Moment;
use crate::domain::email::EmailAddress;
use crate::domain::event::{Actor, PublicEffect, Verb};
use crate::domain::ids::{InvitationId, SharedLinkId, SignatureId};
use crate::domain::letter::ListingRule;
use crate::domain::refusal::Refusal;
use crate::domain::signature::{Act, Listing, Origin, PrintedLine, Status, WithheldPlace};
use crate::error::{Error, Result};
use crate::store::invitation::Invitation;
use crate::store::letter::Letter;
use crate::store::organisation::book;
use crate::store::outbox::{About, MailKind, NewMail, lane};
use crate::store::revision::{Revision, RevisionText};
use crate::store::signature::{LineColumns, Signature, Signer};
use crate::store::{Db, Tx, answered, commitment, event, invitation, limit, outbox, revision, signature};

/// A mail with a confirmation link goes to the same signature at most this often, so that nobody can be mail-bombed.
pub const RESEND_MINUTES: i64 = 10;
/// The most mails that forms may cause to one unproven address about one letter in an hour.
const MAILS_AN_HOUR: i32 = 3;
/// The same in a day.
const MAILS_A_DAY: i32 = 5;
/// The most mails that forms may cause to one unproven address in a day, about whatever letter.
const MAILS_A_DAY_ANYWHERE: i32 = 20;

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
    /// The hash of the text that was shown, where the form said it: a translation can be mended within one revision.
    pub text_sha256: Option<String>,
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

impl Via {
    /// Whether coming this way proves that the signer reads this mailbox.
    fn proves(&self, email: &EmailAddress) -> bool {
        matches!(self, Via::Invitation(_, invited) if invited.canonical() == email.canonical())
    }

    fn invitation(&self) -> Option<&InvitationId> {
        match self {
            Via::Invitation(invitation, _) => Some(&invitation.id),
            Via::Shared(_) | Via::Open => None,
        }
    }

    /// Whether a signature may be submitted now by this way.
    fn must_accept(&self, letter: &Letter, timing: Timing, now: Moment) -> Result<(), Refusal> {
        let facts = letter.facts();
        match (self, timing) {
            (Via::Open, Timing::InTime) => facts.accepts_public_submission(now),
            (Via::Open, Timing::Late) if !facts.is_public() => Err(Refusal::NotCollecting),
            (Via::Invitation(..) | Via::Shared(_), Timing::InTime) => facts.accepts_submission(now),
            (_, Timing::Late) => facts.accepts_late(),
        }
    }
}

/// What a form asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Timing {
    /// To sign.
    InTime,
    /// To be added although signing is over.
    Late,
}

/// What signing led to. The open form shows neither: its answer is the same for everybody.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signed {
    /// The signature, new or the one that a second sending of the same form met.
    pub id: SignatureId,
    /// Whether a confirmation mail is on its way.
    pub awaits_confirmation: bool,
}

/// Signs a letter. A second sending of the same form meets the first signature and changes nothing, also when signing
/// closed between the two.
///
/// # Errors
/// `LetterClosed`, `NotCollecting`, `RevisionChanged` (the text changed since the form was shown), `LinkUsed` (the
/// invitation's one signing was done: with other words, or taken back since).
pub fn sign(tx: &mut Tx<'_>, letter: &Letter, via: &Via, submission: &Submission, now: Moment) -> Result<Signed> {
    sign_at(tx, letter, via, submission, Timing::InTime, now)
}

/// Asks the conveners to add a signatory after closing: the same as signing, but a person decides on it and the receipt
/// says so. While the letter still collects it is an ordinary signature.
///
/// # Errors
/// As [`sign`]; `LetterClosed` only of a withdrawn letter.
pub fn ask_late(tx: &mut Tx<'_>, letter: &Letter, via: &Via, submission: &Submission, now: Moment) -> Result<Signed> {
    sign_at(tx, letter, via, submission, Timing::Late, now)
}

fn sign_at(
    tx: &mut Tx<'_>,
    letter: &Letter,
    via: &Via,
    submission: &Submission,
    timing: Timing,
    now: Moment,
) -> Result<Signed> {
    let address_proven = via.proves(&submission.email);
    let mut met = earlier(tx, letter, via, submission)?;
    if let Some(waiting) = met.take_if(|met| met.awaits_approval()) {
        if via.invitation().is_none() {
            return Ok(Signed { id: waiting.id, awaits_confirmation: true });
        }
        // Who is asked to approve decides, until nobody can approve any more.
        if timing == Timing::InTime || !letter.facts().is_closed(now) {
            return Err(Refusal::LinkUsed.into());
        }
        super::ask_approval::take_back(tx, letter, &waiting, now)?;
    }
    let is_complete = met.as_ref().is_some_and(|met| met.status != Status::Pending);
    if let Some(met) = met.as_ref().filter(|_| is_complete && via.invitation().is_some()) {
        return meet_earlier(tx, letter, via, met, submission, timing, now);
    }
    // From here on an open form is answered before anything that is known of the address or the name.
    via.must_accept(letter, timing, now)?;
    let newest = text_to_sign(tx, letter, matches!(via, Via::Open))?;
    if newest.n != submission.revision {
        return Err(Refusal::RevisionChanged.into());
    }
    let text = revision::find_text(tx, &letter.id, newest.n, &submission.language)?;
    if submission.text_sha256.as_ref().is_some_and(|seen| *seen != text.text_sha256) {
        return Err(Refusal::RevisionChanged.into());
    }
    if let Some(met) = met {
        if is_complete || is_same(tx, &met, submission)? {
            return meet_earlier(tx, letter, via, &met, submission, timing, now);
        }
        // What waits for its confirmation may be sent anew: only the newest can be confirmed, and its page shows it all.
        if !address_proven && !may_mail(tx, letter, &submission.email, now)? {
            return Ok(Signed { id: met.id, awaits_confirmation: true });
        }
        super::withdraw::end(tx, letter, &met, Act::Withdraw, Verb::Withdraw, now)?;
    } else if !address_proven && !may_mail(tx, letter, &submission.email, now)? {
        // Nobody could ever confirm it. The answer is the same as always.
        return Ok(Signed { id: SignatureId::new(), awaits_confirmation: true });
    }

    let row = new_row(tx, letter, via, submission, address_proven, &text, now)?;
    if signature::insert(tx, &row)?.is_none() {
        // The same form sent twice at the same instant: the other one is there now.
        let met = earlier(tx, letter, via, submission)?.ok_or_else(|| Error::Busy("signing twice at once".into()))?;
        return meet_earlier(tx, letter, via, &met, submission, timing, now);
    }
    let object = Some(("signature", row.id.as_str()));
    let verb = if letter.facts().is_late(now) { Verb::AskLate } else { Verb::Sign };
    event::record(tx, now, &Actor::Signer, verb, Some(&letter.id), object, PublicEffect::None)?;
    if address_proven {
        complete(tx, letter, &row, via.invitation(), now)?;
    } else {
        mail_signer(tx, &row, MailKind::ConfirmAddress, &submission.email, now)?;
    }
    Ok(Signed { id: row.id, awaits_confirmation: !address_proven })
}

/// The wording that is signed now: the newest. By the public form of a letter that is dangerous to sign it is the one that readers
/// see, so that the form tells nobody of a change that is under way; who signs there is asked like the others.
pub fn text_to_sign(db: &mut Db<'_>, letter: &Letter, is_public_form: bool) -> Result<Revision> {
    match letter.published_revision.filter(|_| is_public_form && letter.high_risk) {
        Some(shown) => revision::find(db, &letter.id, shown),
        None => revision::latest(db, &letter.id)?.ok_or_else(|| Refusal::NotCollecting.into()),
    }
}

/// What follows once the address is proven: the invitation's mails are stopped, the receipt mailed, the letter's rule applied.
pub(super) fn complete(
    tx: &mut Tx<'_>,
    letter: &Letter,
    row: &Signature,
    invitation: Option<&InvitationId>,
    now: Moment,
) -> Result<()> {
    if let Some(invitation) = invitation {
        invitation::forget_visit(tx, invitation)?;
        outbox::cancel_first_mail(tx, invitation, now)?;
    }
    let signer = row.signer(tx)?.ok_or(Error::NotFound)?;
    let email = EmailAddress::parse(&signer.email).map_err(|fault| Error::internal("a signer's address", fault))?;
    commitment::make_for(tx, &row.id)?;
    let is_late = letter.facts().is_late(row.submitted_at);
    mail_signer(tx, row, if is_late { MailKind::LateAsked } else { MailKind::Receipt }, &email, now)?;
    super::tell_colleagues::tell_colleagues(tx, letter, row, now)?;
    super::keep::ask_if_outdated(tx, &row.id, now)?;
    if letter.listing_rule == ListingRule::Automatic && !is_late {
        super::list::list_by_rule(tx, letter, &row.id, now)?;
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

/// The living signature that this sending meets: of the invitation, or of this address and name.
///
/// # Errors
/// `LinkUsed` when the invitation was answered by a signature that was taken back since.
fn earlier(tx: &mut Tx<'_>, letter: &Letter, via: &Via, submission: &Submission) -> Result<Option<Signature>> {
    let Via::Invitation(invitation, _) = via else {
        return signature::find_by_address_and_name(tx, &letter.id, &submission.email, &submission.line.name);
    };
    // In this order: PostgreSQL shows each of the two questions what was committed before it, and a signature made between
    // them would look like one that was taken back if the living ones were read first.
    let has_signed = answered::has_signed(tx, &letter.id, &invitation.id)?;
    let found = signature::find_by_invitation(tx, &letter.id, &invitation.id)?;
    if found.is_none() && has_signed {
        return Err(Refusal::LinkUsed.into());
    }
    Ok(found)
}

/// Whether a sending says what the signature says already.
fn is_same(tx: &mut Tx<'_>, met: &Signature, submission: &Submission) -> Result<bool> {
    let same_place = met.listing == Listing::Named || met.withheld_place == submission.withheld_place;
    let same_listing = met.listing == submission.listing && same_place;
    Ok(same_listing
        && met.line(tx)?.same_line(&submission.line)
        && met.signer(tx)?.is_some_and(|signer| signer == submission.signer))
}

/// A form sent again. By an invitation it is the same signature, or the link was used. By an open form it leads to at most
/// a mail to the address that the earlier signature gave, and not too often; the page says the same as to anyone.
///
/// # Errors
/// `LinkUsed` for other words by an invitation that has signed: its receipt has the link to correct them.
fn meet_earlier(
    tx: &mut Tx<'_>,
    letter: &Letter,
    via: &Via,
    met: &Signature,
    submission: &Submission,
    timing: Timing,
    now: Moment,
) -> Result<Signed> {
    let awaits_confirmation = met.status == Status::Pending;
    if via.invitation().is_some() && !awaits_confirmation {
        // Of an erased signer nothing can be compared any more; and what is in doubt is not signed again by sending a form.
        let stands = matches!(met.status, Status::Confirmed | Status::Listed) && met.purged_at.is_none();
        if stands && is_same(tx, met, submission)? {
            return Ok(Signed { id: met.id.clone(), awaits_confirmation });
        }
        return Err(Refusal::LinkUsed.into());
    }
    let kind = if awaits_confirmation { MailKind::ConfirmAddress } else { MailKind::AlreadySigned };
    let last = outbox::last_about_signature(tx, &met.id, kind)?;
    let mailed_lately = last.is_some_and(|at| now - at < TimeDelta::minutes(RESEND_MINUTES));
    if !mailed_lately && via.must_accept(letter, timing, now).is_ok() && may_mail(tx, letter, &submission.email, now)? {
        mail_signer(tx, met, kind, &submission.email, now)?;
    }
    Ok(Signed { id: met.id.clone(), awaits_confirmation })
}

/// Whether one more mail may go to an address that nobody has proven, so that a form cannot be used to flood a mailbox.
pub(super) fn may_mail(tx: &mut Tx<'_>, letter: &Letter, to: &EmailAddress, now: Moment) -> Result<bool> {
    let here = tx.keys.blind_index("mails about a letter", &format!("{} {}", letter.id, to.limit_key()));
    let anywhere = tx.keys.blind_index("mails by forms", &to.limit_key());
    Ok(limit::count(tx, &format!("{here} h"), TimeDelta::hours(1), MAILS_AN_HOUR, now)?
        && limit::count(tx, &format!("{here} d"), TimeDelta::days(1), MAILS_A_DAY, now)?
        && limit::count(tx, &anywhere, TimeDelta::days(1), MAILS_A_DAY_ANYWHERE, now)?)
}

pub(super) fn new_row(
    tx: &mut Tx<'_>,
    letter: &Letter,
    via: &Via,
    submission: &Submission,
    address_proven: bool,
    text: &RevisionText,
    now: Moment,
) -> Result<Signature> {
    let id = SignatureId::new();
    let named = submission.listing == Listing::Named;
    let line = LineColumns::new(tx, &letter.id, &id, submission.listing, &submission.line)?;
    // Two cards that were made one sign once.
    let card = match via {
        Via::Invitation(invitation, _) => Some(book::root(tx, &invitation.organisation_id)?),
        Via::Shared(_) | Via::Open => None,
    };
    let card = card.as_ref();
    let (origin, card, invited, shared_link_id) = match via {
        Via::Invitation(invitation, _) => (Origin::Invited, card, Some(&invitation.id), None),
        Via::Shared(link) => (Origin::Shared, None, None, Some(link.clone())),
        Via::Open => (Origin::Open, None, None, None),
    };
    let email_index = signature::address_index(tx, &letter.id, &submission.email);
    Ok(Signature {
        status: Status::at_submission(address_proven),
        origin,
        withheld_place: submission.withheld_place,
        contact_sealed: Some(signature::seal_signer(tx, &id, &submission.signer)?),
        organisation_id: card.filter(|_| named).cloned(),
        organisation_index: card.map(|card| signature::organisation_index(tx, &letter.id, card)),
        invitation_index: invited.map(|invitation| signature::invitation_index(tx, invitation)),
        shared_link_id,
        address_confirmed: address_proven,
        wants_updates: submission.wants_updates,
        confirmed_at: address_proven.then_some(now),
        ..Signature::of(text, id, line, email_index, now)
    })
}
