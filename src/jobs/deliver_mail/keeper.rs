//! Keeps the leases of living senders and takes back those of dead ones, whichever server they belonged to.

use std::sync::Arc;
use std::time::Duration;

use super::Office;
use super::signal::Signal;
use crate::error::Result;
use crate::store::outbox::Hands;
use crate::store::{Lane, outbox};

/// Several times within one lease ([`outbox::LEASE`]).
const TICK: Duration = Duration::from_secs(20);

/// One per server.
pub(super) struct Keeper {
    pub office: Office,
    pub owners: Vec<String>,
    pub signal: Arc<Signal>,
}

impl Keeper {
    /// Runs until the last sender has ended.
    pub fn run(self) {
        loop {
            match self.round() {
                Ok(0) => {}
                Ok(count) => log::warn!(job = "deliver_mail", count; "took mails over from senders that had died"),
                Err(fault) => log::error!(job = "deliver_mail", fault = fault.to_string(); "leases were not kept"),
            }
            if self.signal.sleep_until_end(TICK) {
                return;
            }
        }
    }

    /// Our own first: after a pause of the whole machine they are as old as those of the dead.
    fn round(&self) -> Result<usize> {
        let (now, owners) = (self.office.clock.now(), self.owners.clone());
        self.office.store.write_now(Lane::Public, move |tx| {
            outbox::renew(tx, &owners, now)?;
            outbox::reclaim(tx, Hands::Dead, now)
        })
    }
}
