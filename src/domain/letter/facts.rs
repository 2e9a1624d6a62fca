//! What a letter's dates allow at a moment: signing, confirming, listing, reading (contract: "After closing").

use chrono::{NaiveDate, TimeDelta};

use crate::clock::Moment;
use crate::domain::dates::Collects;
use crate::domain::refusal::Refusal;

/// How long after closing an address can still be confirmed, in hours.
pub const CONFIRMING_HOURS: i64 = 24;

/// The moments that decide what a letter allows; a copy of its row's columns.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LetterFacts {
    /// When the text was frozen and signing began.
    pub opened_at: Option<Moment>,
    /// The planned closing time; empty on a letter that collects in public without end.
    pub closes_at: Option<Moment>,
    /// When signing was closed, by hand or by the clock. An extension empties it.
    pub closed_at: Option<Moment>,
    /// The planned publication time.
    pub publishes_at: Option<Moment>,
    /// When a coordinator armed the publication time; empty: it will not publish by itself.
    pub scheduled_at: Option<Moment>,
    /// When it became public.
    pub published_at: Option<Moment>,
    /// When the conveners withdrew the letter.
    pub withdrawn_at: Option<Moment>,
    /// When an operator put it on hold; empty again when released.
    pub held_at: Option<Moment>,
    /// Whether it closes before publication or collects in public.
    pub collects: Collects,
    /// The switch that pauses signing.
    pub signing_paused: bool,
}

/// Where a letter stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum LetterState {
    /// Being written.
    Draft,
    /// Being written, and a round of comments runs.
    InComments,
    /// Collecting, not public.
    Open,
    /// Over, not public, publication not armed.
    Closed,
    /// Over, not public, publication armed.
    Scheduled,
    /// Public.
    Published {
        /// Whether it can still be signed.
        collecting: bool,
    },
    /// Taken back by its conveners.
    Withdrawn,
    /// Stopped by an operator.
    OnHold,
}

impl LetterState {
    /// The state as the desk tells it: a draft on which people comment is "in comments". What is past being a draft stays what
    /// it is.
    pub fn while_commented(self, is_commented: bool) -> LetterState {
        if self == LetterState::Draft && is_commented { LetterState::InComments } else { self }
    }

    /// The word for message keys and class names.
    pub const fn as_str(self) -> &'static str {
        match self {
            LetterState::Draft => "draft",
            LetterState::InComments => "in_comments",
            LetterState::Open => "open",
            LetterState::Closed => "closed",
            LetterState::Scheduled => "scheduled",
            LetterState::Published { collecting: true } => "collecting",
            LetterState::Published { collecting: false } => "published",
            LetterState::Withdrawn => "withdrawn",
            LetterState::OnHold => "on_hold",
        }
    }
}

/// When a signature was listed, as the register and the exports say it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Wave {
    /// Listed by publication: part of what the press was told.
    Initial,
    /// Listed later, on this day (UTC).
    Late(NaiveDate),
}

impl std::fmt::Display for Wave {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Wave::Initial => f.write_str("initial"),
            Wave::Late(day) => write!(f, "{day}"),
        }
    }
}

impl std::str::FromStr for Wave {
    type Err = crate::domain::words::UnknownWord;

    fn from_str(text: &str) -> Result<Wave, Self::Err> {
        if text == "initial" {
            return Ok(Wave::Initial);
        }
        text.parse().map(Wave::Late).map_err(|_| crate::domain::words::UnknownWord("Wave"))
    }
}

impl LetterFacts {
    /// A letter that was never opened: the facts of a new draft.
    pub fn draft(collects: Collects) -> LetterFacts {
        LetterFacts {
            opened_at: None,
            closes_at: None,
            closed_at: None,
            publishes_at: None,
            scheduled_at: None,
            published_at: None,
            withdrawn_at: None,
            held_at: None,
            collects,
            signing_paused: false,
        }
    }

    /// Where the letter stands. Withdrawn and on hold hide every other state.
    pub fn state(&self, now: Moment) -> LetterState {
        if self.withdrawn_at.is_some() {
            LetterState::Withdrawn
        } else if self.held_at.is_some() {
            LetterState::OnHold
        } else if self.published_at.is_some() {
            LetterState::Published { collecting: self.accepts_submission(now).is_ok() }
        } else if self.opened_at.is_none() {
            LetterState::Draft
        } else if !self.is_closed(now) {
            LetterState::Open
        } else if self.is_scheduled() {
            LetterState::Scheduled
        } else {
            LetterState::Closed
        }
    }

    /// Whether a signature may be submitted now by a mailed or shared link. The closing moment itself still counts.
    pub fn accepts_submission(&self, now: Moment) -> Result<(), Refusal> {
        if self.withdrawn_at.is_some() {
            return Err(Refusal::LetterClosed);
        }
        if self.opened_at.is_none() {
            return Err(Refusal::NotCollecting);
        }
        if self.is_closed(now) {
            return Err(Refusal::LetterClosed);
        }
        if self.held_at.is_some() || self.signing_paused {
            return Err(Refusal::NotCollecting);
        }
        Ok(())
    }

    /// Whether a signature may be submitted now at `/letters/{slug}/sign`: only on a public letter that still collects.
    pub fn accepts_public_submission(&self, now: Moment) -> Result<(), Refusal> {
        if !self.is_public() {
            return Err(Refusal::NotCollecting);
        }
        self.accepts_submission(now)
    }

    /// Whether somebody may ask now to be added although signing is over; while it goes on they simply sign.
    pub fn accepts_late(&self) -> Result<(), Refusal> {
        if self.withdrawn_at.is_some() {
            return Err(Refusal::LetterClosed);
        }
        let is_stopped = self.held_at.is_some() || self.signing_paused;
        if self.opened_at.is_none() || is_stopped { Err(Refusal::NotCollecting) } else { Ok(()) }
    }

    /// Whether a signature of this moment came when signing was over: a late request, which a person decides on. After an
    /// extension it is one no more.
    pub fn is_late(&self, submitted_at: Moment) -> bool {
        let by_publication = match self.collects {
            Collects::BeforePublication => self.published_at,
            Collects::InPublic => None,
        };
        [self.closing(), by_publication].into_iter().flatten().any(|end| submitted_at > end)
    }

    /// Whether an address may be confirmed now. A pause does not stop it: the person signed in time.
    pub fn accepts_confirmation(&self, now: Moment) -> Result<(), Refusal> {
        if self.withdrawn_at.is_some() {
            return Err(Refusal::LetterClosed);
        }
        if self.opened_at.is_none() || self.held_at.is_some() {
            return Err(Refusal::NotCollecting);
        }
        match self.confirms_until() {
            Some(last) if now > last => Err(Refusal::LetterClosed),
            _ => Ok(()),
        }
    }

    /// The last moment at which an address can be confirmed; empty while no end is known.
    ///
    /// 24 hours after closing, or one microsecond before publication where that ends the collection, whichever is first.
    pub fn confirms_until(&self) -> Option<Moment> {
        let after_closing = self.closing().and_then(|at| at.checked_add_signed(TimeDelta::hours(CONFIRMING_HOURS)));
        let before_publication = match self.collects {
            Collects::BeforePublication => self.publication(),
            Collects::InPublic => None,
        };
        let before_publication = before_publication.and_then(|at| at.checked_sub_signed(TimeDelta::microseconds(1)));
        [after_closing, before_publication].into_iter().flatten().min()
    }

    /// In which wave a signature stands that is listed now, or why none can be listed.
    pub fn wave(&self, now: Moment) -> Result<Wave, Refusal> {
        self.accepts_listing()?;
        match self.published_at {
            Some(published_at) if now > published_at => Ok(Wave::Late(now.date())),
            _ => Ok(Wave::Initial),
        }
    }

    /// Whether coordinators may list signatures: from opening on, for as long as the letter stands.
    pub fn accepts_listing(&self) -> Result<(), Refusal> {
        let stands = self.withdrawn_at.is_none() && self.held_at.is_none();
        if self.opened_at.is_some() && stands { Ok(()) } else { Err(Refusal::WrongLetterState) }
    }

    /// Whether anybody may read it. Every public URL asks this and nothing else.
    ///
    /// Publication is a fact and no plan: a clock that steps back does not take a public letter away.
    pub fn is_public(&self) -> bool {
        self.published_at.is_some() && self.withdrawn_at.is_none() && self.held_at.is_none()
    }

    /// Whether the press may read it before everybody: its wording is frozen and it is not public, withdrawn or on hold.
    pub fn is_under_embargo(&self) -> bool {
        let is_stopped = self.withdrawn_at.is_some() || self.held_at.is_some();
        self.opened_at.is_some() && self.published_at.is_none() && !is_stopped
    }

    /// Whether the public reads that it was withdrawn: only of a letter that was public before.
    pub fn shows_withdrawal(&self) -> bool {
        let was_public =
            matches!((self.published_at, self.withdrawn_at), (Some(public), Some(withdrawn)) if public <= withdrawn);
        was_public && self.held_at.is_none()
    }

    /// Whether the publication time is armed and still to come true.
    pub fn is_scheduled(&self) -> bool {
        self.scheduled_at.is_some() && self.publishes_at.is_some() && self.published_at.is_none()
    }

    /// Whether the clock should publish it now.
    pub fn is_publication_due(&self, now: Moment) -> bool {
        let stands = self.opened_at.is_some() && self.withdrawn_at.is_none() && self.held_at.is_none();
        let may_appear = self.collects == Collects::InPublic || self.is_closed(now) || self.closing() == Some(now);
        stands && may_appear && self.is_scheduled() && self.publishes_at.is_some_and(|at| at <= now)
    }

    /// Whether the clock should note that signing is over.
    pub fn is_closing_due(&self, now: Moment) -> bool {
        self.opened_at.is_some() && self.closed_at.is_none() && self.closes_at.is_some_and(|at| at < now)
    }

    /// The end of signing: the planned time, or the moment it was closed by hand if that came first.
    pub fn closing(&self) -> Option<Moment> {
        [self.closes_at, self.closed_at].into_iter().flatten().min()
    }

    /// Whether signing is over: closed by hand, past its time, or published where publication ends it.
    pub fn is_closed(&self, now: Moment) -> bool {
        let by_hand = self.closed_at.is_some();
        let by_clock = self.closes_at.is_some_and(|at| now > at);
        let by_publication = self.collects == Collects::BeforePublication && self.published_at.is_some();
        by_hand || by_clock || by_publication
    }

    /// When it was published, or will be if the plan is armed.
    fn publication(&self) -> Option<Moment> {
        self.published_at.or(if self.is_scheduled() { self.publishes_at } else { None })
    }
}

#[cfg(test)]
mod tests;
