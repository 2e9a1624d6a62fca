//! Taking in mail that came back: which of our mails it is about, and what follows for its address.

use crate::clock::Moment;
use crate::domain::delivery::FailureReason;
use crate::domain::event::{Actor, PublicEffect, Verb};
use crate::domain::ids::OutboxId;
use crate::error::Result;
use crate::mail::incoming::{Incoming, News};
use crate::mail::return_path::Tag;
use crate::store::bounce::{self, Returned};
use crate::store::{Db, Tx, event, outbox};

/// After so many returns for reasons that may pass, an address gets no more mailings: whoever goes on sending to full and dead
/// mailboxes is soon taken for a sender of unwanted mail.
const RETURNS_AT_MOST: i64 = 3;

/// What was done with a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Taken {
    /// The mail did not arrive; `stopped` when its address gets no more mailings.
    CameBack { row: OutboxId, reason: FailureReason, stopped: bool },
    /// The recipient complained; its address gets no more mailings.
    Complaint { row: OutboxId },
    /// It was about a mail of ours, and nothing follows: known already, still being tried, delivered.
    Nothing { row: OutboxId, why: Why },
    /// It is about no mail that this server knows.
    Unknown,
    /// A machine answers for somebody who is away.
    AutomaticAnswer,
    /// Nothing that this server reads.
    NotOurs,
}

/// Why nothing follows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Why {
    /// It was told before, or the mail is on its way once more.
    Known,
    /// They go on trying.
    Delayed,
    /// It arrived.
    Delivered,
}

/// Takes in what a message says; a message taken in twice changes nothing the second time.
///
/// # Errors
/// The database's.
pub fn take_in(tx: &mut Tx<'_>, incoming: &Incoming, now: Moment) -> Result<Taken> {
    match incoming.news {
        News::Other => return Ok(Taken::NotOurs),
        News::AutomaticAnswer => return Ok(Taken::AutomaticAnswer),
        _ => {}
    }
    let Some(mail) = find(tx, incoming)? else { return Ok(Taken::Unknown) };
    let row = mail.id.clone();
    match incoming.news {
        News::CameBack(reason) => came_back(tx, mail, reason, now),
        News::Complaint => {
            let stopped = stop(tx, &mail, FailureReason::Complaint, now)?;
            Ok(if stopped { Taken::Complaint { row } } else { Taken::Nothing { row, why: Why::Known } })
        }
        News::Delayed => Ok(Taken::Nothing { row, why: Why::Delayed }),
        News::Delivered => Ok(Taken::Nothing { row, why: Why::Delivered }),
        News::AutomaticAnswer | News::Other => Ok(Taken::NotOurs),
    }
}

/// The mail that a message is about: by a return path of ours, else by a Message-ID that came back.
fn find(db: &mut Db<'_>, incoming: &Incoming) -> Result<Option<Returned>> {
    let tags = incoming.addresses.iter().filter_map(|address| Tag::read(address));
    let tagged = tags.filter(|tag| bounce::is_ours(db.keys, tag)).map(|tag| tag.row);
    let named = incoming.message_ids.iter().filter_map(|id| Some(OutboxId(id.split_once('@')?.0.to_lowercase())));
    for id in tagged.chain(named).collect::<Vec<_>>() {
        if let Some(mail) = bounce::find(db, &id)? {
            return Ok(Some(mail));
        }
    }
    Ok(None)
}

fn came_back(tx: &mut Tx<'_>, mail: Returned, reason: FailureReason, now: Moment) -> Result<Taken> {
    if !bounce::note_return(tx, &mail.id, reason, now)? {
        return Ok(Taken::Nothing { row: mail.id, why: Why::Known });
    }
    let often =
        !mail.recipient_index.is_empty() && bounce::count_returns(tx, &mail.recipient_index)? >= RETURNS_AT_MOST;
    let stopped = match reason {
        reason if reason.is_about_the_address() => stop(tx, &mail, reason, now)?,
        _ if often => stop(tx, &mail, FailureReason::CameBackOften, now)?,
        _ => false,
    };
    Ok(Taken::CameBack { row: mail.id, reason, stopped })
}

/// Lets no more mailings go to the address of an invitation's mail. What somebody asks for by an act of their own, such as a
/// receipt or a password link, is still sent.
pub fn stop(tx: &mut Tx<'_>, mail: &Returned, reason: FailureReason, now: Moment) -> Result<bool> {
    let Some(invitation) = mail.invitation_id.as_ref().filter(|_| !mail.recipient_index.is_empty()) else {
        return Ok(false);
    };
    if !bounce::suppress(tx, &mail.recipient_index, reason, now)? {
        return Ok(false);
    }
    outbox::cancel_for_invitation(tx, invitation, now)?;
    let object = Some(("invitation", invitation.as_str()));
    let (letter, verb) = (mail.letter_id.as_ref(), Verb::SuppressAddress);
    event::record(tx, now, &Actor::Server, verb, letter, object, PublicEffect::None)?;
    Ok(true)
}
