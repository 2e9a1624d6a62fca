//! How often one client may try what can be guessed or flooded. Kept in memory, forgotten on restart; limits that must
//! outlive a restart are counted in the database (`store::limit`). Valid mailed links are never limited.

use std::num::NonZeroU32;
use std::time::Duration;

use actix_web::HttpRequest;
use governor::clock::{Clock as _, DefaultClock};
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};

use crate::web::client::{self, ClientKey};
use crate::web::error::{Failure, Result};
use crate::web::site::Site;

/// What is limited per client.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Try {
    /// Signing in: 60 at once, then one a second. Each account has its own, stricter ladder.
    SignIn,
    /// Asking for a password link: 20 at once, then one in 30 seconds.
    Forgot,
    /// Sending an open form: 40 at once, then one in 5 seconds.
    OpenForm,
    /// A link that does not exist: 40 at once, then one in 2 seconds.
    BadToken,
    /// Typing the codes of a mail: 20 at once, then one in 20 seconds. Each letter has its own limit besides.
    Code,
}

/// More clients than this are swept out when their time is over.
const SWEEP_ABOVE: usize = 50_000;

/// The counters of this process.
pub struct Limits {
    sign_in: DefaultKeyedRateLimiter<ClientKey>,
    forgot: DefaultKeyedRateLimiter<ClientKey>,
    open_form: DefaultKeyedRateLimiter<ClientKey>,
    bad_token: DefaultKeyedRateLimiter<ClientKey>,
    code: DefaultKeyedRateLimiter<ClientKey>,
    clock: DefaultClock,
}

impl Default for Limits {
    fn default() -> Limits {
        Limits {
            sign_in: limiter(60, Duration::from_secs(1)),
            forgot: limiter(20, Duration::from_secs(30)),
            open_form: limiter(40, Duration::from_secs(5)),
            bad_token: limiter(40, Duration::from_secs(2)),
            code: limiter(20, Duration::from_secs(20)),
            clock: DefaultClock::default(),
        }
    }
}

fn limiter(at_once: u32, one_per: Duration) -> DefaultKeyedRateLimiter<ClientKey> {
    let burst = NonZeroU32::new(at_once).unwrap_or(NonZeroU32::MIN);
    let quota = Quota::with_period(one_per).unwrap_or(Quota::per_second(NonZeroU32::MIN));
    RateLimiter::keyed(quota.allow_burst(burst))
}

impl Limits {
    /// Counts one try of this client.
    ///
    /// # Errors
    /// `TooMany` with the seconds to wait.
    pub fn count(&self, what: Try, client: ClientKey) -> Result<()> {
        let limiter = match what {
            Try::SignIn => &self.sign_in,
            Try::Forgot => &self.forgot,
            Try::OpenForm => &self.open_form,
            Try::BadToken => &self.bad_token,
            Try::Code => &self.code,
        };
        if limiter.len() > SWEEP_ABOVE {
            limiter.retain_recent();
        }
        limiter.check_key(&client).map_err(|not_yet| {
            let wait = not_yet.wait_time_from(self.clock.now());
            Failure::TooMany(wait.as_secs() + 1)
        })
    }
}

/// Counts one try of whoever sent this request.
///
/// # Errors
/// `TooMany` (429 with `Retry-After`).
pub fn count(site: &Site, request: &HttpRequest, what: Try) -> Result<()> {
    site.limits.count(what, client::key_of(site, request))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_flood_of_one_client_does_not_shut_out_another() {
        let limits = Limits::default();
        let (loud, quiet) = (ClientKey([1; 16]), ClientKey([2; 16]));
        let refused = (0..1000).filter(|_| limits.count(Try::BadToken, loud).is_err()).count();
        assert!(refused > 900, "{refused}");
        assert!(matches!(limits.count(Try::BadToken, loud), Err(Failure::TooMany(1..=3))));
        assert!(limits.count(Try::BadToken, quiet).is_ok());
        assert!(limits.count(Try::SignIn, loud).is_ok(), "each kind of try is counted apart");
    }
}
