//! What servers write when their code says too little. English only: that is what they write.

use super::FailureReason;

/// A group of phrases that mean the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Phrase(FailureReason);

/// The first group of which a phrase occurs decides, so the more telling ones come first: a refusal that names both a
/// blocklist and the recipient is about the blocklist.
const GROUPS: &[(FailureReason, &[&str])] = &[
    (FailureReason::TooMany, &["rate limit", "rate-limit", "too many message", "too many mail", "too many connection"]),
    (FailureReason::AsksToWait, &["greylist", "graylist", "grey list", "gray list", "greylisted"]),
    (
        FailureReason::MailboxFull,
        &[
            "mailbox full",
            "mailbox is full",
            "over quota",
            "quota exceed",
            "overquota",
            "out of storage",
            "inbox is full",
            "exceeded storage",
            "exceeded its storage",
            "not enough storage",
            "insufficient disk",
            "maildir over",
        ],
    ),
    (
        FailureReason::SenderBlocked,
        &[
            "blocklist",
            "block list",
            "blacklist",
            "black list",
            "dnsbl",
            "spamhaus",
            "spamcop",
            "barracuda",
            "reputation",
            "is listed",
            "listed in",
            "blocked using",
            "ip blocked",
            "unauthenticated",
            "not authenticated",
            "spf check",
            "spf fail",
            "dkim",
            "dmarc",
            "reverse dns",
            "ptr record",
        ],
    ),
    (
        FailureReason::NoMailbox,
        &[
            "user unknown",
            "unknown user",
            "no such user",
            "no such mailbox",
            "no such recipient",
            "no such address",
            "unknown recipient",
            "recipient unknown",
            "does not exist",
            "doesn't exist",
            "invalid recipient",
            "invalid mailbox",
            "no mailbox",
            "mailbox not found",
            "mailbox unavailable",
            "user not found",
            "recipient not found",
            "no longer valid",
            "address not found",
            "unknown address",
            "not a valid mailbox",
            "unrouteable address",
            "no longer available",
        ],
    ),
    (
        FailureReason::NoDomain,
        &[
            "host not found",
            "domain not found",
            "no such domain",
            "unknown host",
            "host unknown",
            "name or service not known",
            "nxdomain",
            "does not accept mail",
            "null mx",
            "nullmx",
        ],
    ),
    (
        FailureReason::MailboxClosed,
        &[
            "mailbox disabled",
            "account disabled",
            "account is disabled",
            "is disabled",
            "deactivated",
            "inactive",
            "suspended",
            "account closed",
            "mailbox closed",
            "no longer in use",
            "discontinued",
            "no longer works",
            "has left",
        ],
    ),
    (
        FailureReason::TooBig,
        &["too large", "too big", "size limit", "exceeds size", "maximum size", "exceeds the maximum"],
    ),
    (
        FailureReason::TakenForSpam,
        &[
            "spam",
            "unsolicited",
            "junk",
            "content reject",
            "message rejected due to content",
            "blocked by policy",
            "virus",
        ],
    ),
    (
        FailureReason::TheirServerAway,
        &[
            "connection timed out",
            "connection refused",
            "no route to host",
            "network is unreachable",
            "lost connection",
            "could not connect",
        ],
    ),
    (
        FailureReason::AsksToWait,
        &["try again", "try later", "temporarily deferred", "temporarily reject", "come back later"],
    ),
];

impl Phrase {
    /// The most telling phrase in a text.
    pub fn find(text: &str) -> Option<Phrase> {
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
        let found = GROUPS.iter().find(|(_, phrases)| phrases.iter().any(|phrase| text.contains(phrase)));
        found.map(|(reason, _)| Phrase(*reason))
    }

    /// What it means.
    pub fn reason(self) -> FailureReason {
        self.0
    }
}
