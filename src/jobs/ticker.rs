//! The clockwork: runs the jobs that are due, every second for publication, every minute for the rest.

use std::time::{Duration, Instant};

use chrono::TimeDelta;

use crate::clock::{Clock, Moment};
use crate::jobs::{
    ask_again, close_due_letters, close_due_rounds, expire_pending, forget_old, lift_embargoes, purge,
    remind_approvers, run_imports, run_mailings, send_digests,
};
use crate::store::Store;

/// A published letter must appear within five seconds of its minute (U-34).
const TICK: Duration = Duration::from_secs(1);
/// A reminder on its day, or the rest of a mailing whose server died, can wait this many ticks.
const MAILING_TICKS: u64 = 5;
/// Closing, expiry and purging can wait this many ticks.
const SLOW_TICKS: u64 = 60;
/// The daily mail looks through every letter, so it looks less often.
const DIGEST_TICKS: u64 = 600;
/// How far the wall clock may run away from the machine's steady one before nothing is published by itself.
const CLOCK_MAY_DRIFT: TimeDelta = TimeDelta::hours(1);

/// Runs for ever; the caller aborts it at shutdown.
pub async fn run(store: Store, clock: Clock) {
    let guard = ClockGuard::new(clock.now());
    let mut ticks: u64 = 0;
    loop {
        let now = clock.now();
        if guard.trusts(now) {
            tell("lift_embargoes", lift_embargoes::run(&store, now).await);
            tell("run_imports", run_imports::run(&store, now).await);
            if ticks.is_multiple_of(MAILING_TICKS) {
                tell("run_mailings", run_mailings::run(&store, now).await);
                tell("ask_again", ask_again::run(&store, now).await);
            }
        } else if ticks.is_multiple_of(SLOW_TICKS) {
            log::error!(
                "the wall clock jumped by over an hour: nothing is published or reminded of by itself until a restart"
            );
        }
        if ticks.is_multiple_of(SLOW_TICKS) {
            tell("close_due_letters", close_due_letters::run(&store, now).await);
            tell("close_due_rounds", close_due_rounds::run(&store, now).await);
            tell("expire_pending", expire_pending::run(&store, now).await);
            if guard.trusts(now) {
                tell("remind_approvers", remind_approvers::run(&store, now).await);
            }
            tell("forget_old", forget_old::run(&store, now).await);
            tell("purge", purge::run(&store, now).await.map(|report| report.total()));
        }
        if ticks.is_multiple_of(DIGEST_TICKS) {
            tell("send_digests", send_digests::run(&store, now).await);
        }
        ticks += 1;
        tokio::time::sleep(TICK).await;
    }
}

fn tell(job: &str, outcome: crate::error::Result<usize>) {
    match outcome {
        Ok(0) => {}
        Ok(count) => log::info!(job, count; "job done"),
        Err(fault) => log::error!(job, fault = fault.to_string(); "job failed"),
    }
}

/// Compares the wall clock with the steady one, so that a wrong clock publishes nothing (security F20).
struct ClockGuard {
    wall: Moment,
    steady: Instant,
}

impl ClockGuard {
    fn new(now: Moment) -> ClockGuard {
        ClockGuard { wall: now, steady: Instant::now() }
    }

    fn trusts(&self, now: Moment) -> bool {
        let elapsed = TimeDelta::from_std(self.steady.elapsed()).unwrap_or(TimeDelta::MAX);
        (now - self.wall - elapsed).abs() < CLOCK_MAY_DRIFT
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clock_that_jumped_publishes_nothing() {
        let start = Clock::system().now();
        let guard = ClockGuard::new(start);
        assert!(guard.trusts(start + TimeDelta::minutes(5)));
        assert!(!guard.trusts(start + TimeDelta::days(400)));
        assert!(!guard.trusts(start - TimeDelta::days(2)));
    }
}
