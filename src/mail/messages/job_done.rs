//! The mail to whoever sent a mailing or began an import, once the last mail or row of it has ended.

use super::templates;
use crate::render::words::Words;

/// What became of a job.
#[derive(Debug, Clone)]
pub struct JobDone {
    /// The catalogue of the server's language.
    pub t: Words,
    /// The name of the server.
    pub site: String,
    /// The person's name.
    pub name: String,
    /// The one number that matters, in words.
    pub subject: String,
    /// Which job it was, in a sentence.
    pub what: String,
    /// What came of it: the word of the job's page, and how many.
    pub counts: Vec<(String, i64)>,
    /// The job's page.
    pub link: String,
}

impl JobDone {
    fn words(&self) -> &Words {
        &self.t
    }
}

templates!(JobDone, "mail/job_done/subject.txt", "mail/job_done/body.txt", "mail/job_done/body.html");
