//! The mail to whoever sent a mailing, once its last mail has ended.

use super::templates;
use crate::render::words::Words;

/// What became of a mailing.
#[derive(Debug, Clone)]
pub struct MailingDone {
    /// The catalogue of the server's language.
    pub t: Words,
    /// The name of the server.
    pub site: String,
    /// The person's name.
    pub name: String,
    /// The mailing's subject; of a high-risk letter only that it is one.
    pub what: String,
    /// How many mails were taken by the relay.
    pub sent: i64,
    /// How many failed.
    pub failed: i64,
    /// Of how many nobody knows.
    pub unknown: i64,
    /// How many were stopped.
    pub cancelled: i64,
    /// The job's page.
    pub link: String,
}

impl MailingDone {
    fn words(&self) -> &Words {
        &self.t
    }

    /// What is worth a line, by the words of the job's page.
    fn counts(&self) -> impl Iterator<Item = (&'static str, i64)> {
        let all = [("failed", self.failed), ("unknown", self.unknown), ("cancelled", self.cancelled)];
        [("sent", self.sent)].into_iter().chain(all.into_iter().filter(|(_, count)| *count > 0))
    }
}

templates!(MailingDone, "mail/mailing_done/subject.txt", "mail/mailing_done/body.txt", "mail/mailing_done/body.html");
