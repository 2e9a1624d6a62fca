//! From what the relay said to what becomes of the mail.

use chrono::TimeDelta;

use crate::clock::Moment;
use crate::domain::delivery::classify;
use crate::mail::transport::Outcome;
use crate::store::outbox::{Ending, FailureReason, Mail, lane};

/// How long to wait after each failed attempt, in minutes: twice as long each time, six hours at most.
const FIRST_WAIT: i64 = 1;
const LONGEST_WAIT: i64 = 6 * 60;
/// After so many minutes of waiting in all it is given up: three days.
const PATIENCE: i64 = 3 * 24 * 60;

/// What becomes of a mail after its attempt; `attempts` counts this one.
pub(super) fn ending(mail: &Mail, attempts: i32, outcome: &Outcome, now: Moment) -> Ending {
    match outcome {
        Outcome::Accepted { .. } => Ending::Sent,
        Outcome::Rejected { code, text } => {
            // The relay's words may hold the address and are not kept.
            Ending::Failed { reason: classify(Some(*code), None, text), code: Some(i32::from(*code)) }
        }
        Outcome::Deferred { code, text } => {
            let reason = classify(Some(*code), None, text);
            later(attempts, Some(i32::from(*code)), reason, FailureReason::GaveUp, now)
        }
        Outcome::Unreachable { .. } => {
            later(attempts, None, FailureReason::Unreachable, FailureReason::Unreachable, now)
        }
        // A confirmation that never comes loses a signature, so it is repeated once; four hundred invitations that come
        // twice lose an organisation's patience, so those wait for a person.
        Outcome::Unknown if mail.lane == lane::PERSONAL && !mail.possible_duplicate => Ending::Later {
            at: now + TimeDelta::minutes(FIRST_WAIT),
            code: None,
            reason: Some(FailureReason::NoAnswer),
            possible_duplicate: true,
        },
        Outcome::Unknown => Ending::Unknown,
    }
}

fn later(attempts: i32, code: Option<i32>, reason: FailureReason, in_vain: FailureReason, now: Moment) -> Ending {
    match wait_after(attempts) {
        Some(wait) => Ending::Later { at: now + wait, code, reason: Some(reason), possible_duplicate: false },
        None => Ending::Failed { reason: in_vain, code },
    }
}

/// How long to wait after the attempt with this number, from 1; `None` when three days of waiting are over.
fn wait_after(attempts: i32) -> Option<TimeDelta> {
    let wait =
        |attempt: i32| FIRST_WAIT.checked_shl(attempt.saturating_sub(1).clamp(0, 30) as u32).unwrap_or(LONGEST_WAIT);
    let waited: i64 = (1..attempts).map(|attempt| wait(attempt).min(LONGEST_WAIT)).sum();
    (waited < PATIENCE).then(|| TimeDelta::minutes(wait(attempts).min(LONGEST_WAIT)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waiting_doubles_from_a_minute_to_six_hours_and_ends_after_three_days() {
        let waits: Vec<i64> = (1..).map_while(wait_after).map(|wait| wait.num_minutes()).collect();
        assert_eq!(waits[..10], [1, 2, 4, 8, 16, 32, 64, 128, 256, 360]);
        assert!(waits.iter().all(|wait| *wait <= 360));
        let total: i64 = waits.iter().sum();
        assert!((3 * 24 * 60..=3 * 24 * 60 + 360).contains(&total), "{total}");
        assert_eq!(wait_after(1000), None);
    }
}
