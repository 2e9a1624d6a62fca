//! When the time to answer a substantive change is over: puts the answers into effect, once nothing stands against it.

use crate::actions::keep::{carry_over, lapse};
use crate::actions::list::list_by_rule;
use crate::clock::Moment;
use crate::domain::event::{Actor, PublicEffect, Verb};
use crate::domain::ids::LetterId;
use crate::domain::letter::ListingRule;
use crate::domain::revision::{Silence, Stand};
use crate::domain::signature::{Origin, Status};
use crate::error::{Error, Result};
use crate::store::letter;
use crate::store::outbox::State;
use crate::store::question::{self, Mailed, Question};
use crate::store::revision::{self, Revision};
use crate::store::signature::{self, Signature};
use crate::store::{Db, Tx, approval, event};

/// What becomes of one signature when the time is over.
enum Fate {
    /// It stood for the text already, or ended.
    Done,
    /// It stands for the new text: said so, or by a silence that means so.
    Kept { by_silence: bool },
    /// Silence takes it off.
    Lapsed,
    /// A person decides: the signatory wants to talk, was never reached, or somebody's approval is missing.
    Undecided,
}

fn fate(db: &mut Db<'_>, asking: &Revision, asked: &Question, row: &Signature, mail: Option<Mailed>) -> Result<Fate> {
    if !matches!(row.status, Status::Listed | Status::Confirmed) || row.revision >= asking.n {
        return Ok(Fate::Done);
    }
    let in_time = |mail: Mailed| mail.state == State::Sent && mail.ended_at <= asking.answer_by;
    Ok(match (asked.answer, asking.silence) {
        (Some(Stand::In), _) => Fate::Kept { by_silence: false },
        (Some(Stand::Talk), _) => Fate::Undecided,
        // Silence is no approval.
        (None, Some(Silence::In)) if mail.is_some_and(in_time) && !approval::is_awaited(db, &row.id)? => {
            Fate::Kept { by_silence: true }
        }
        (None, Some(Silence::In)) => Fate::Undecided,
        (None, _) if row.origin == Origin::Recorded => Fate::Undecided,
        (None, _) => Fate::Lapsed,
    })
}

/// Puts the answers into effect once the time is over. `false` when it was done before, or cannot be done yet: readers of a public
/// letter see the new text only when of nobody on its list it is open whether they stand for it. Before publication who is
/// undecided stays so, and [`super::publish`] waits.
pub fn settle(tx: &mut Tx<'_>, id: &LetterId, asking: &Revision, now: Moment) -> Result<bool> {
    let letter = letter::find(tx, id)?;
    let is_newest = question::asking(tx, id)?.is_some_and(|newest| newest.n == asking.n);
    // A newer change asks everybody anew.
    if !is_newest || letter.withdrawn_at.is_some() {
        return question::set_settled(tx, id, asking.n, now);
    }
    let mut fates = Vec::new();
    for (asked, row, mail) in question::list(tx, id, asking.n)? {
        let fate = fate(tx, asking, &asked, &row, mail)?;
        if matches!(fate, Fate::Undecided) && row.status == Status::Listed && letter.published_at.is_some() {
            return Ok(false);
        }
        fates.push((asked, row, fate));
    }
    if !question::set_settled(tx, id, asking.n, now)? {
        return Ok(false);
    }
    for (asked, row, fate) in fates {
        match fate {
            Fate::Kept { by_silence } => {
                if by_silence {
                    question::set_answer(tx, &asked.id, Stand::In, true, None, now)?;
                }
                carry_over(tx, &letter, &row, &Actor::Server, now)?;
            }
            Fate::Lapsed => lapse(tx, &letter, &row, &Actor::Server, now)?,
            Fate::Done | Fate::Undecided => {}
        }
    }
    event::record(tx, now, &Actor::Server, Verb::Settle, Some(id), None, PublicEffect::None)?;
    if letter.published_at.is_some() {
        let newest = revision::latest(tx, id)?.ok_or(Error::NotFound)?;
        letter::set_published_revision(tx, id, newest.n)?;
        letter::strict_change(tx, id, now, &Actor::Server, Verb::Revise)?;
        list_newcomers(tx, id, asking, now)?;
    }
    Ok(true)
}

/// Lists by the letter's rule who signed the new text before readers saw it.
fn list_newcomers(tx: &mut Tx<'_>, id: &LetterId, asking: &Revision, now: Moment) -> Result<()> {
    let letter = letter::find(tx, id)?;
    if letter.listing_rule != ListingRule::Automatic {
        return Ok(());
    }
    for row in signature::list(tx, id, &[Status::Confirmed])? {
        let is_late = letter.facts().is_late(row.submitted_at);
        if row.submitted_at >= asking.frozen_at && !is_late {
            list_by_rule(tx, &letter, &row.id, now)?;
        }
    }
    Ok(())
}

/// How many listed signatures belong to an older text than the newest one stands for.
pub fn undecided(tx: &mut Tx<'_>, id: &LetterId) -> Result<i64> {
    match question::asking(tx, id)? {
        Some(asking) => question::count_undecided(tx, id, asking.n),
        None => Ok(0),
    }
}
