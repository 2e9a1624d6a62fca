//! The mail of the demo: what was sent in the past has left; a few invitations wait, so that the mailbox has links to follow.

use crate::actions::send_mailing::{self, Order};
use crate::actions::take_in::take_in;
use crate::clock::Moment;
use crate::domain::delivery::FailureReason;
use crate::domain::ids::{CoordinatorId, InvitationId, JobId, LetterId};
use crate::domain::mailing::Covering;
use crate::error::Result;
use crate::mail::incoming::{Incoming, News};
use crate::store::{Lane, Store, job, outbox};

use super::material::Material;
use super::told_wrong;

/// Writes to everybody invited who was not written to.
pub(super) fn send(
    store: &Store,
    material: &Material,
    letter: &LetterId,
    by: &CoordinatorId,
    at: Moment,
) -> Result<()> {
    let coalition = &material.coalition;
    let Some(words) = coalition.invitation.get("en") else {
        return Err(told_wrong("the invitation in", "en", "missing"));
    };
    let parsed =
        Covering::parse("en", &coalition.sender_name, &coalition.reply_to, &words.subject, words.message.trim());
    let covering = parsed.map_err(|fault| told_wrong("the invitation in", "en", fault))?;
    let (letter, by, id, order) = (letter.clone(), by.clone(), JobId::new(), Order::invitation(covering));
    let job = id.clone();
    let mut left =
        store.write_now(Lane::Desk, move |tx| send_mailing::send_mailing(tx, &letter, &job, &order, &by, at))?.left;
    while left > 0 {
        let job = id.clone();
        left = store.write_now(Lane::Desk, move |tx| send_mailing::queue_more(tx, &job, at))?;
    }
    Ok(())
}

/// One mail comes back: its mailbox does not exist, as a delivery report says.
pub(super) fn come_back(store: &Store, invitation: &InvitationId, at: Moment) -> Result<()> {
    let invitation = invitation.clone();
    store.write_now(Lane::Desk, move |tx| {
        let mails = outbox::list_all(tx)?;
        let mail = mails.into_iter().find(|mail| mail.invitation_id.as_ref() == Some(&invitation));
        let mail = mail.ok_or(crate::error::Error::NotFound)?;
        let report = Incoming {
            news: News::CameBack(FailureReason::NoMailbox),
            addresses: Vec::new(),
            message_ids: vec![format!("{}@demo", mail.id)],
        };
        take_in(tx, &report, at).map(drop)
    })
}

/// Says of every mail that should have left by then that it did.
pub(super) fn let_the_past_leave(store: &Store, until: Moment) -> Result<usize> {
    store.write_now(Lane::Desk, move |tx| {
        job::let_rest(tx, until, until)?;
        outbox::pretend_sent(tx, until)
    })
}
