//! From what the relay said to what becomes of the mail.

use chrono::TimeDelta;

use crate::clock::Moment;
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
            Ending::Failed { reason: reason(*code, text), code: Some(i32::from(*code)) }
        }
        Outcome::Deferred { code, .. } => later(attempts, Some(i32::from(*code)), FailureReason::GaveUp, now),
        Outcome::Unreachable { .. } => later(attempts, None, FailureReason::Unreachable, now),
        // A confirmation that never comes loses a signature, so it is repeated once; four hundred invitations that come
        // twice lose an organisation's patience, so those wait for a person.
        Outcome::Unknown if mail.lane == lane::PERSONAL && !mail.possible_duplicate => {
            Ending::Later { at: now + TimeDelta::minutes(FIRST_WAIT), code: None, possible_duplicate: true }
        }
        Outcome::Unknown => Ending::Unknown,
    }
}

fn later(attempts: i32, code: Option<i32>, in_vain: FailureReason, now: Moment) -> Ending {
    match wait_after(attempts) {
        Some(wait) => Ending::Later { at: now + wait, code, possible_duplicate: false },
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

/// The reason behind a final no: the enhanced status code where there is one (RFC 3463), else the reply code (RFC 5321
/// §4.2.3). The relay's words may hold the address and are not kept.
fn reason(code: u16, text: &str) -> FailureReason {
    match enhanced(text) {
        Some((1, _)) => FailureReason::NoMailbox,
        Some((2, 2)) => FailureReason::MailboxFull,
        Some((2, 1)) => FailureReason::NoMailbox,
        Some((7, _)) => FailureReason::TakenForSpam,
        Some(_) => FailureReason::Refused,
        None => match code {
            550 | 551 | 553 => FailureReason::NoMailbox,
            552 => FailureReason::MailboxFull,
            554 => FailureReason::TakenForSpam,
            _ => FailureReason::Refused,
        },
    }
}

/// Subject and detail of `5.subject.detail` at the beginning of the relay's words.
fn enhanced(text: &str) -> Option<(u16, u16)> {
    let mut numbers = text.split_whitespace().next()?.split('.');
    let (class, subject, detail) = (numbers.next()?, numbers.next()?, numbers.next()?);
    if numbers.next().is_some() || !matches!(class, "4" | "5") {
        return None;
    }
    Some((subject.parse().ok()?, detail.parse().ok()?))
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

    #[test]
    fn a_final_no_is_told_in_words_that_a_coordinator_can_act_on() {
        let table = [
            (550, "5.1.1 <salma@ngo.example> unknown", FailureReason::NoMailbox),
            (550, "no such user", FailureReason::NoMailbox),
            (552, "5.2.2 over quota", FailureReason::MailboxFull),
            (554, "5.7.1 looks like spam", FailureReason::TakenForSpam),
            (550, "5.7.26 unauthenticated", FailureReason::TakenForSpam),
            (554, "transaction failed", FailureReason::TakenForSpam),
            (521, "no mail here", FailureReason::Refused),
            (550, "5.3.4 too big", FailureReason::Refused),
            (550, "1.2.3.4 is listed", FailureReason::NoMailbox),
        ];
        for (code, text, expected) in table {
            assert_eq!(reason(code, text), expected, "{code} {text}");
        }
    }
}
