//! What a link or form of the check desk asks for: which tab, which signature, which page of the queue.

use crate::domain::ids::SignatureId;
use crate::domain::signature::Status;
use crate::store::check::Order;

/// The tabs, in their order; the last one is shown only when something is in it.
pub const TABS: [Status; 7] = [
    Status::Confirmed,
    Status::Listed,
    Status::Pending,
    Status::Refused,
    Status::Suspended,
    Status::Withdrawn,
    Status::Expired,
];

/// Which part of the desk is asked for.
#[derive(Debug, Clone, Default)]
pub struct Asked {
    /// The tab; none when the signature decides.
    pub show: Option<Status>,
    /// The signature to be shown at the right.
    pub signature: Option<SignatureId>,
    /// The last signature of the page before.
    pub after: Option<SignatureId>,
}

impl Asked {
    /// Reads `show`, `signature` and `after`; unknown words ask for nothing.
    pub fn read<'a>(value: impl Fn(&'static str) -> Option<&'a str>) -> Asked {
        let id = |name| value(name).filter(|id| !id.is_empty() && id.len() <= 64).map(|id| SignatureId(id.to_owned()));
        Asked { show: value("show").and_then(|word| word.parse().ok()), signature: id("signature"), after: id("after") }
    }
}

/// Who waits longest comes first; what was decided last comes first.
pub fn order_of(tab: Status) -> Order {
    match tab {
        Status::Confirmed | Status::Pending | Status::Suspended => Order::OldestFirst,
        Status::Listed | Status::Refused | Status::Withdrawn | Status::Expired => Order::NewestFirst,
    }
}
