//! Accounts: what a password must be, how long a session lives, how long to wait after failed tries.

mod password;

pub use password::{PasswordFault, check_password};

use chrono::{NaiveDateTime, TimeDelta};

/// Longest name of a coordinator, in characters.
pub const NAME_CHARS: usize = 200;

/// How long a set-up link and an invited coordinator's link work.
pub const FIRST_LINK: TimeDelta = TimeDelta::days(7);
/// How long the link for a forgotten password works (issue 2, station 7).
pub const FORGOTTEN_LINK: TimeDelta = TimeDelta::minutes(30);

/// A session ends when it was not used for this long: a draft may lie open over lunch, not over night.
pub const SESSION_IDLE: TimeDelta = TimeDelta::hours(4);
/// A session ends this long after signing in, however busy it was (ASVS 7.3.2).
pub const SESSION_WHOLE: TimeDelta = TimeDelta::hours(12);
/// The clock of a session is moved at most this often.
const SESSION_CLOCK_STEP: TimeDelta = TimeDelta::minutes(1);

/// The two moments that decide whether a session lives.
#[derive(Debug, Clone, Copy)]
pub struct SessionClock {
    /// When the person signed in.
    pub created_at: NaiveDateTime,
    /// When a page was last asked for, to the minute.
    pub last_used_at: NaiveDateTime,
}

impl SessionClock {
    /// Whether the person must sign in again.
    pub fn is_over(&self, now: NaiveDateTime) -> bool {
        now - self.last_used_at > SESSION_IDLE || now - self.created_at > SESSION_WHOLE
    }

    /// Whether `last_used_at` is old enough to be written again.
    pub fn is_worth_moving(&self, now: NaiveDateTime) -> bool {
        now - self.last_used_at >= SESSION_CLOCK_STEP
    }
}

/// Failed sign-ins count for this long.
pub const FAILURES_COUNT_FOR: TimeDelta = TimeDelta::hours(1);

/// How long an account waits after its latest failed sign-in. It never locks: nobody can shut a coordinator out for longer
/// than ten seconds by guessing on purpose (ASVS 6.3.1).
pub fn delay_after(failures: i64) -> TimeDelta {
    match failures {
        ..3 => TimeDelta::zero(),
        3 => TimeDelta::seconds(1),
        4 => TimeDelta::seconds(3),
        5 => TimeDelta::seconds(5),
        _ => TimeDelta::seconds(10),
    }
}

/// Why a coordinator's name is refused. The sentence stands under `coordinator-name-` + code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NameFault {
    /// Nothing was typed.
    Missing,
    /// Longer than [`NAME_CHARS`].
    TooLong,
    /// Control characters, or characters that turn the writing direction.
    Control,
}

impl NameFault {
    /// Every variant: the catalogue must have a sentence for each.
    pub const ALL: &'static [NameFault] = &[NameFault::Missing, NameFault::TooLong, NameFault::Control];

    /// The stable code, used in message keys.
    pub const fn code(self) -> &'static str {
        match self {
            NameFault::Missing => "missing",
            NameFault::TooLong => "too-long",
            NameFault::Control => "control",
        }
    }
}

/// A coordinator's name as shown on the desk and in mails.
///
/// # Errors
/// [`NameFault`], each with its sentence in the catalogue.
pub fn coordinator_name(text: &str) -> Result<String, NameFault> {
    let name = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let turns = |c: char| matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{200E}' | '\u{200F}');
    match name.chars().count() {
        0 => Err(NameFault::Missing),
        n if n > NAME_CHARS => Err(NameFault::TooLong),
        _ if name.chars().any(|c| c.is_control() || turns(c)) => Err(NameFault::Control),
        _ => Ok(name),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(minutes: i64) -> NaiveDateTime {
        NaiveDateTime::default() + TimeDelta::minutes(minutes)
    }

    #[test]
    fn a_session_ends_four_hours_after_the_last_page_and_twelve_after_signing_in() {
        let clock = SessionClock { created_at: at(0), last_used_at: at(400) };
        assert!(!clock.is_over(at(400 + 239)) && clock.is_over(at(400 + 241)));
        let busy = SessionClock { created_at: at(0), last_used_at: at(719) };
        assert!(!busy.is_over(at(720)) && busy.is_over(at(721)));
        assert!(!busy.is_worth_moving(at(719)) && busy.is_worth_moving(at(720)));
    }

    #[test]
    fn waiting_grows_to_ten_seconds_and_never_becomes_a_lock() {
        let seconds = [0, 1, 2, 3, 4, 5, 6, 1000].map(|failures| delay_after(failures).num_seconds());
        assert_eq!(seconds, [0, 0, 0, 1, 3, 5, 10, 10]);
    }

    #[test]
    fn a_name_is_one_line_of_any_script() {
        assert_eq!(coordinator_name("  Nadia\tBenali "), Ok("Nadia Benali".into()));
        assert_eq!(coordinator_name("مها"), Ok("مها".into()));
        assert_eq!(coordinator_name(" \u{3000} "), Err(NameFault::Missing));
        assert_eq!(coordinator_name("a\u{202E}b"), Err(NameFault::Control));
        assert_eq!(coordinator_name(&"x".repeat(201)), Err(NameFault::TooLong));
    }
}
