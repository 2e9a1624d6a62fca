//! Where an invitation stands, as coordinators read it: one vocabulary for table, filter and counts.

use crate::word_enum;

word_enum! {
    /// Where an invitation stands. Never "opened": no mail of ours reports that it was read.
    Standing {
        /// No mail was written to this contact yet.
        NotSent => "not_sent",
        /// A mail waits in the outbox.
        Waiting => "waiting",
        /// The relay took the mail.
        Sent => "sent",
        /// Nobody knows whether the relay took it.
        Unknown => "unknown",
        /// The mail failed for good: no such mailbox, or too many tries.
        Failed => "failed",
        /// Somebody pressed a button on the invitation's page.
        Visited => "visited",
        /// The contact asked somebody of the organisation to approve.
        Asked => "asked",
        /// The contact asked to be added after closing, and nobody has decided yet.
        LateRequest => "late_request",
        /// Answered by signing.
        Signed => "signed",
        /// Answered by declining.
        Declined => "declined",
        /// The contact stopped the mails about this letter.
        Stopped => "stopped",
        /// Taken back by a coordinator.
        Revoked => "revoked",
    }
}

/// How far the best of an invitation's mails came; a later one counts more.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum MailOutcome {
    /// It failed for good.
    Failed,
    /// It waits, or is just being handed over.
    Waiting,
    /// The relay did not answer; never repeated silently.
    Unknown,
    /// The relay took it.
    Sent,
}

/// What decides where an invitation stands.
#[derive(Debug, Clone, Copy, Default)]
pub struct InvitationFacts {
    /// A coordinator took it back.
    pub is_revoked: bool,
    /// The contact signed, as far as the reader may know.
    pub has_signed: bool,
    /// The contact declined.
    pub has_declined: bool,
    /// The contact stopped the mails.
    pub has_stopped: bool,
    /// A button was pressed on its page.
    pub has_visited: bool,
    /// Its signature waits for somebody of the organisation.
    pub asks_approval: bool,
    /// Its signature came after closing and is not listed.
    pub is_late: bool,
    /// How far its mails came; `None`: none was written.
    pub mail: Option<MailOutcome>,
}

impl Standing {
    /// Where it stands. The facts are already what the reader may know: to one without the right to withheld names, a withheld
    /// signer is as silent as anybody who has not answered.
    pub fn of(facts: &InvitationFacts) -> Standing {
        if facts.is_revoked {
            return Standing::Revoked;
        }
        if facts.is_late {
            return Standing::LateRequest;
        }
        if facts.has_signed {
            return Standing::Signed;
        }
        if facts.has_declined {
            return Standing::Declined;
        }
        if facts.asks_approval {
            return Standing::Asked;
        }
        if facts.has_stopped {
            return Standing::Stopped;
        }
        if facts.has_visited {
            return Standing::Visited;
        }
        match facts.mail {
            None => Standing::NotSent,
            Some(MailOutcome::Waiting) => Standing::Waiting,
            Some(MailOutcome::Sent) => Standing::Sent,
            Some(MailOutcome::Unknown) => Standing::Unknown,
            Some(MailOutcome::Failed) => Standing::Failed,
        }
    }

    /// Whether the contact was asked and has not answered, as far as the reader may know: these are the ones to write to again.
    pub fn is_silent(self) -> bool {
        matches!(self, Standing::Sent | Standing::Unknown | Standing::Visited)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_counts_more_than_how_the_mail_fared() {
        let mail = Some(MailOutcome::Failed);
        let signed = InvitationFacts { has_signed: true, has_visited: true, mail, ..InvitationFacts::default() };
        assert_eq!(Standing::of(&signed), Standing::Signed);
        assert_eq!(Standing::of(&InvitationFacts { has_declined: true, ..signed }), Standing::Signed);
        let visited = InvitationFacts { has_signed: false, ..signed };
        assert_eq!(Standing::of(&visited), Standing::Visited);
        let bounced = InvitationFacts { has_visited: false, ..visited };
        assert_eq!(Standing::of(&bounced), Standing::Failed);
        assert_eq!(Standing::of(&InvitationFacts { is_revoked: true, ..signed }), Standing::Revoked);
        assert_eq!(Standing::of(&InvitationFacts::default()), Standing::NotSent);
    }

    #[test]
    fn asking_ones_organisation_stands_between_visiting_and_an_answer() {
        let asked = InvitationFacts { asks_approval: true, has_visited: true, ..InvitationFacts::default() };
        assert_eq!(Standing::of(&asked), Standing::Asked);
        assert!(!Standing::Asked.is_silent(), "they are at work, and have reminders of their own");
        let late = InvitationFacts { has_signed: true, is_late: true, ..InvitationFacts::default() };
        assert_eq!(Standing::of(&late), Standing::LateRequest);
    }
}
