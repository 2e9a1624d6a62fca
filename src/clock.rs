//! The one place that reads the wall clock. Everything below takes `now` as an argument.

use std::sync::Arc;

use chrono::{DateTime, NaiveDateTime, SubsecRound, Utc};

/// A moment in UTC with microsecond precision, the finest that both databases keep.
pub type Moment = NaiveDateTime;

/// Tells the time; tests put their own hands on it.
#[derive(Clone)]
pub struct Clock(Arc<dyn Fn() -> DateTime<Utc> + Send + Sync>);

impl Clock {
    /// The wall clock of this machine.
    pub fn system() -> Clock {
        Clock(Arc::new(Utc::now))
    }

    /// A clock that shows whatever `hands` says.
    pub fn from_fn(hands: impl Fn() -> DateTime<Utc> + Send + Sync + 'static) -> Clock {
        Clock(Arc::new(hands))
    }

    /// The present moment.
    pub fn now(&self) -> Moment {
        (self.0)().naive_utc().trunc_subsecs(6)
    }
}
