//! How many mails of mailings leave for one domain in a minute: a provider that gets two hundred at once puts them off or
//! takes them for unwanted mail. Each mail beyond the rate books the next free moment of its domain and waits in the outbox
//! until then, so mails to others overtake it. Kept in memory: after a restart the spread that was booked still stands in the
//! outbox. Several servers each keep their own.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use chrono::TimeDelta;

use crate::clock::Moment;
use crate::domain::ids::OutboxId;

/// So many seconds' worth of mails may leave at once after a quiet time.
const AT_ONCE: u32 = 10;
/// A booking that nobody came for, because its mail was stopped, is forgotten after this long.
const FORGOTTEN: TimeDelta = TimeDelta::hours(1);

/// What all senders of a server know together of where they sent lately.
#[derive(Debug)]
pub(super) struct Throttle {
    a_minute: u32,
    domains: Mutex<HashMap<String, Domain>>,
}

#[derive(Debug)]
struct Domain {
    /// The first moment that nobody has booked.
    free_at: Moment,
    booked: HashMap<OutboxId, Moment>,
}

impl Throttle {
    /// At most so many mails a minute for each domain; 0 for no limit.
    pub fn new(a_minute: u32) -> Throttle {
        Throttle { a_minute, domains: Mutex::default() }
    }

    /// Whether there is a limit at all.
    pub fn is_on(&self) -> bool {
        self.a_minute > 0
    }

    /// Asks to send a mail to a domain, in small letters; `None` when it may leave now, else the moment that is booked for it.
    pub fn ask(&self, domain: &str, mail: &OutboxId, now: Moment) -> Option<Moment> {
        if !self.is_on() {
            return None;
        }
        let between = TimeDelta::minutes(1) / i32::try_from(self.a_minute).unwrap_or(i32::MAX);
        let at_once = (self.a_minute * AT_ONCE / 60).max(1);
        let earliest = now - between * i32::try_from(at_once - 1).unwrap_or_default();
        let mut domains = self.domains.lock().unwrap_or_else(PoisonError::into_inner);
        if !domains.contains_key(domain) {
            domains.retain(|_, known| known.is_of_use(now));
        }
        let known =
            domains.entry(domain.to_owned()).or_insert_with(|| Domain { free_at: earliest, booked: HashMap::new() });
        let slot = match known.booked.remove(mail) {
            Some(slot) => slot,
            None => {
                let slot = known.free_at.max(earliest);
                known.free_at = slot + between;
                slot
            }
        };
        if slot <= now {
            return None;
        }
        known.booked.insert(mail.clone(), slot);
        Some(slot)
    }
}

impl Domain {
    fn is_of_use(&mut self, now: Moment) -> bool {
        self.booked.retain(|_, slot| *slot + FORGOTTEN > now);
        !self.booked.is_empty() || self.free_at > now
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// When each of so many mails to one domain leaves, if it comes back at the moment it booked.
    fn leaves(throttle: &Throttle, domain: &str, count: usize, now: Moment) -> Vec<i64> {
        let leave = |_| {
            let mail = OutboxId::new();
            let slot = throttle.ask(domain, &mail, now);
            if let Some(slot) = slot {
                assert_eq!(throttle.ask(domain, &mail, slot - TimeDelta::milliseconds(1)), Some(slot), "too early");
                assert_eq!(throttle.ask(domain, &mail, slot), None, "its own moment");
            }
            (slot.unwrap_or(now) - now).num_seconds()
        };
        (0..count).map(leave).collect()
    }

    #[test]
    fn some_leave_at_once_and_the_others_at_even_distances_while_other_domains_are_free() {
        let (throttle, now) = (Throttle::new(60), crate::clock::Clock::system().now());
        let seconds = leaves(&throttle, "provider.example", 200, now);
        assert_eq!(seconds[..12], [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 2]);
        assert_eq!(seconds[199], 190);
        assert_eq!(throttle.ask("other.example", &OutboxId::new(), now), None);
        let later = now + TimeDelta::minutes(10);
        assert_eq!(throttle.ask("provider.example", &OutboxId::new(), later), None, "the rush is over");
    }

    #[test]
    fn a_slow_rate_lets_the_first_through_and_no_rate_lets_all_through() {
        let now = crate::clock::Clock::system().now();
        assert_eq!(leaves(&Throttle::new(2), "a.example", 3, now), [0, 30, 60]);
        assert_eq!(leaves(&Throttle::new(0), "a.example", 3, now), [0, 0, 0]);
    }

    #[test]
    fn what_was_stopped_meanwhile_is_forgotten() {
        let (throttle, now) = (Throttle::new(1), crate::clock::Clock::system().now());
        for _ in 0..3 {
            throttle.ask("a.example", &OutboxId::new(), now);
        }
        assert_eq!(throttle.ask("b.example", &OutboxId::new(), now + TimeDelta::hours(3)), None);
        let known: Vec<String> = throttle.domains.lock().unwrap().keys().cloned().collect();
        assert_eq!(known, ["b.example"]);
    }
}
