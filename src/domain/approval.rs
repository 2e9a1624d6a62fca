//! The approval that an organisation asks of its own people before its signature counts: the words of an answer, and when
//! the one whose answer is missing is reminded.

use chrono::TimeDelta;

use crate::clock::Moment;
use crate::word_enum;

/// The most persons that one signature can wait for (users.md, A2: "when our rules need two people").
pub const MOST_APPROVERS: usize = 2;
/// A person is reminded at most once in so many hours, whoever presses the button.
pub const REMIND_HOURS: i64 = 4;
/// How long before the end of signing a missing person is reminded by the server (users.md, A5).
const BEFORE_CLOSING: TimeDelta = TimeDelta::hours(24);
/// The same for somebody who was asked later than that.
const SHORTLY_BEFORE: TimeDelta = TimeDelta::hours(3);

word_enum! {
    /// How a person answered who was asked to approve.
    Decision {
        /// Yes.
        Approved => "approved",
        /// No.
        Refused => "refused",
    }
}

/// Whether the contact may remind somebody again who was last written to at this moment.
pub fn may_remind(last_mail: Moment, now: Moment) -> bool {
    now - last_mail >= TimeDelta::hours(REMIND_HOURS)
}

/// Whether the server should remind by itself: once, a day before the end of signing; three hours before it if the person
/// was asked or reminded within that day.
pub fn is_reminder_due(last_mail: Moment, ends_at: Option<Moment>, now: Moment) -> bool {
    let Some(ends_at) = ends_at.filter(|end| now <= *end) else { return false };
    let day_before = ends_at - BEFORE_CLOSING;
    let due = if last_mail < day_before { day_before } else { ends_at - SHORTLY_BEFORE };
    last_mail < due && now >= due
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(hour: i64) -> Moment {
        chrono::DateTime::from_timestamp(1_790_000_000, 0).expect("a moment").naive_utc() + TimeDelta::hours(hour)
    }

    #[test]
    fn the_missing_person_is_reminded_a_day_before_the_end_and_not_twice() {
        let end = Some(at(100));
        assert!(!is_reminder_due(at(0), end, at(75)));
        assert!(is_reminder_due(at(0), end, at(76)));
        assert!(!is_reminder_due(at(76), end, at(77)), "reminded just now");
        assert!(!is_reminder_due(at(80), end, at(90)), "asked within that day");
        assert!(is_reminder_due(at(80), end, at(97)));
        assert!(!is_reminder_due(at(97), end, at(99)));
        assert!(!is_reminder_due(at(0), end, at(101)), "it is over");
        assert!(!is_reminder_due(at(0), None, at(1000)), "a letter without end");
    }

    #[test]
    fn nobody_is_reminded_every_minute() {
        assert!(!may_remind(at(0), at(3)));
        assert!(may_remind(at(0), at(4)));
    }
}
