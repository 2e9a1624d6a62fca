//! Why a mail did not arrive, in words that a coordinator can act on: read from reply codes (RFC 5321 §4.2), enhanced status
//! codes (RFC 3463 and its registry) and, where servers say no more than "no", from the phrases that they use.

use crate::word_enum;

mod phrases;

use phrases::Phrase;

word_enum! {
    /// Why a mail did not arrive. The sentence stands in the catalogue under `mail-failure-<word>`.
    FailureReason {
        /// Nobody has this address (x.1.1).
        NoMailbox => "no_mailbox",
        /// The domain does not exist or takes no mail (x.1.2, x.1.10, 5.4.4).
        NoDomain => "no_domain",
        /// The mailbox was closed (x.2.1).
        MailboxClosed => "mailbox_closed",
        /// Its owner has another address now (x.1.6).
        Moved => "moved",
        /// It takes no more mail (x.2.2).
        MailboxFull => "mailbox_full",
        /// It looked like unwanted mail (x.7.x).
        TakenForSpam => "taken_for_spam",
        /// They do not trust our server or our domain: blocklists, SPF, DKIM, DMARC (x.7.20 to x.7.27).
        SenderBlocked => "sender_blocked",
        /// We sent too much at once (x.7.28, "rate limit").
        TooMany => "too_many",
        /// "Come back later", often to see whether we do (greylisting).
        AsksToWait => "asks_to_wait",
        /// The mail is larger than they take (x.2.3, x.3.4).
        TooBig => "too_big",
        /// Their server could not be reached (x.4.1, x.4.2, x.4.7).
        TheirServerAway => "their_server_away",
        /// Any other final no.
        Refused => "refused",
        /// "Not now" for three days.
        GaveUp => "gave_up",
        /// No relay for three days.
        Unreachable => "unreachable",
        /// Something in it cannot stand in a mail.
        NotWritten => "not_written",
        /// The relay took the mail and said nothing.
        NoAnswer => "no_answer",
        /// The recipient marked one of our mails as unwanted.
        Complaint => "complaint",
        /// It came back several times for reasons that may pass.
        CameBackOften => "came_back_often",
    }
}

impl FailureReason {
    /// Whether it says that the address itself is no good, so that no further mail to it makes sense.
    pub fn is_about_the_address(self) -> bool {
        matches!(
            self,
            FailureReason::NoMailbox | FailureReason::NoDomain | FailureReason::MailboxClosed | FailureReason::Moved
        )
    }
}

/// An enhanced status code (RFC 3463 §2).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Status {
    /// 2 success, 4 not now, 5 never.
    pub class: u16,
    /// What it is about: 1 address, 2 mailbox, 3 mail system, 4 network, 5 protocol, 6 content, 7 policy.
    pub subject: u16,
    /// The rest.
    pub detail: u16,
}

impl Status {
    /// Reads exactly `class.subject.detail`.
    pub fn parse(text: &str) -> Option<Status> {
        let mut numbers = text.trim().splitn(3, '.');
        let mut number = |digits: usize| {
            let part = numbers.next()?;
            let is_number = !part.is_empty() && part.len() <= digits && part.bytes().all(|byte| byte.is_ascii_digit());
            is_number.then(|| part.parse::<u16>().ok())?
        };
        let (class, subject, detail) = (number(1)?, number(3)?, number(3)?);
        matches!(class, 2 | 4 | 5).then_some(Status { class, subject, detail })
    }

    /// The first one in a text that says "no" or "not now".
    pub fn find(text: &str) -> Option<Status> {
        let words = text.split(|c: char| c.is_whitespace() || "()[]<>,;:#\"'=-".contains(c));
        words.filter_map(|word| Status::parse(word.trim_end_matches('.'))).find(|status| status.class != 2)
    }
}

/// The reason behind a "no" or "not now". `code` is the reply code where it was heard, `text` whatever the server wrote.
pub fn classify(code: Option<u16>, status: Option<Status>, text: &str) -> FailureReason {
    let status = status.or_else(|| Status::find(text));
    let phrase = Phrase::find(text);
    let is_for_now = status.map_or_else(|| code.is_some_and(|code| code < 500), |status| status.class == 4);
    by_status(status, phrase, is_for_now)
        .or_else(|| phrase.map(Phrase::reason))
        .unwrap_or_else(|| by_code(code.filter(|_| status.is_none()), is_for_now))
}

fn by_status(status: Option<Status>, phrase: Option<Phrase>, is_for_now: bool) -> Option<FailureReason> {
    let Status { subject, detail, .. } = status?;
    Some(match (subject, detail) {
        // Many servers say "not now" with an address status while they look the sender up.
        (1, 0) | (1, 1 | 3 | 4) if is_for_now => return None,
        (1, 2 | 10) => FailureReason::NoDomain,
        (1, 6) => FailureReason::Moved,
        (1, 7 | 8) => FailureReason::SenderBlocked,
        (1, 0) => return None,
        (1, _) => FailureReason::NoMailbox,
        (2, 1) if !is_for_now => FailureReason::MailboxClosed,
        (2, 2) => FailureReason::MailboxFull,
        (2, 3) | (3, 4) => FailureReason::TooBig,
        (4, 4) if !is_for_now => FailureReason::NoDomain,
        (4, 1 | 2 | 4 | 7) => FailureReason::TheirServerAway,
        (7, 20..=27) => FailureReason::SenderBlocked,
        (7, 28) => FailureReason::TooMany,
        // 5.7.1 stands for anything from a blocklist to a name that nobody has: the words decide, where there are any.
        (7, _) if phrase.is_some() => return None,
        (7, _) if is_for_now => FailureReason::AsksToWait,
        (7, _) => FailureReason::TakenForSpam,
        _ => return None,
    })
}

/// RFC 5321 §4.2.3, for servers that say nothing else. A bare 550 is said to unknown names and to unwanted senders alike, so
/// nothing is concluded about the address.
fn by_code(code: Option<u16>, is_for_now: bool) -> FailureReason {
    match code {
        Some(552) => FailureReason::MailboxFull,
        Some(554) => FailureReason::TakenForSpam,
        _ if is_for_now => FailureReason::AsksToWait,
        _ => FailureReason::Refused,
    }
}

#[cfg(test)]
mod tests;
