//! How senders sleep, wake and stop, and what they know together of the relay.

use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use chrono::TimeDelta;

use crate::clock::Moment;

/// Wakes sleeping senders.
#[derive(Debug, Default)]
pub(super) struct Signal {
    told: Mutex<Told>,
    rings: Condvar,
}

#[derive(Debug, Default)]
struct Told {
    /// Counts the calls, so that one that came while nobody slept is not lost.
    calls: u64,
    /// Begin nothing new.
    is_stopping: bool,
    /// Nobody sends any more.
    is_over: bool,
}

impl Signal {
    /// There is mail.
    pub fn wake(&self) {
        self.told().calls += 1;
        self.rings.notify_all();
    }

    /// Nothing new shall be begun.
    pub fn stop(&self) {
        self.told().is_stopping = true;
        self.rings.notify_all();
    }

    /// The last sender has ended; the keeper may too.
    pub fn end(&self) {
        self.told().is_over = true;
        self.rings.notify_all();
    }

    /// Whether to begin nothing new.
    pub fn is_stopping(&self) -> bool {
        self.told().is_stopping
    }

    /// How often it was called so far.
    pub fn calls(&self) -> u64 {
        self.told().calls
    }

    /// Sleeps until somebody calls (again, after `heard` calls), a stop, or the time is over.
    pub fn sleep(&self, heard: u64, time: Duration) {
        let told = self.told();
        let idle = |told: &mut Told| told.calls == heard && !told.is_stopping;
        drop(self.rings.wait_timeout_while(told, time, idle));
    }

    /// Sleeps until the end or until the time is over; says whether it is the end.
    pub fn sleep_until_end(&self, time: Duration) -> bool {
        let told = self.told();
        match self.rings.wait_timeout_while(told, time, |told| !told.is_over) {
            Ok((told, _)) => told.is_over,
            Err(poisoned) => poisoned.into_inner().0.is_over,
        }
    }

    fn told(&self) -> MutexGuard<'_, Told> {
        self.told.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The first pause after the relay was not reached, and the longest; they double.
const FIRST_PAUSE: i64 = 30;
const LONGEST_PAUSE: i64 = 300;

/// Whether the relay was reached lately. While it was not, all senders pause: the next mail would fare no better.
#[derive(Debug, Default)]
pub(super) struct Relay(Mutex<Trouble>);

#[derive(Debug, Default)]
struct Trouble {
    failures: u32,
    until: Option<Moment>,
}

impl Relay {
    /// Whether senders shall wait.
    pub fn is_paused(&self, now: Moment) -> bool {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).until.is_some_and(|until| now < until)
    }

    /// The relay answered about a mail.
    pub fn reached(&self) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Trouble::default();
    }

    /// The relay was not reached. Gives the pause in seconds, unless another sender has told it already.
    pub fn missed(&self, now: Moment) -> Option<i64> {
        let mut trouble = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if trouble.until.is_some_and(|until| now < until) {
            return None;
        }
        let pause = (FIRST_PAUSE << trouble.failures.min(4)).min(LONGEST_PAUSE);
        trouble.failures += 1;
        trouble.until = Some(now + TimeDelta::seconds(pause));
        Some(pause)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_double_to_five_minutes_and_end_when_the_relay_answers() {
        let relay = Relay::default();
        let mut now = crate::clock::Clock::system().now();
        let mut pauses = Vec::new();
        for _ in 0..6 {
            let pause = relay.missed(now).expect("nobody told it yet");
            assert_eq!(relay.missed(now), None, "told once");
            assert!(relay.is_paused(now));
            now += TimeDelta::seconds(pause);
            assert!(!relay.is_paused(now));
            pauses.push(pause);
        }
        assert_eq!(pauses, [30, 60, 120, 240, 300, 300]);
        relay.reached();
        assert_eq!(relay.missed(now), Some(30));
    }

    #[test]
    fn a_call_that_came_before_the_sleep_is_not_lost() {
        let signal = Signal::default();
        let heard = signal.calls();
        signal.wake();
        let before = std::time::Instant::now();
        signal.sleep(heard, Duration::from_secs(30));
        assert!(before.elapsed() < Duration::from_secs(10));
    }
}
