//! A page that says one thing and what to do next: not found, link used, too many requests, your answer was recorded.

use askama::Template;

use crate::render::shell::Shell;

/// One heading, some sentences, some ways on. Finished text, from the catalogue.
#[derive(Debug, Template)]
#[template(path = "errors/status.html")]
pub struct StatusPage {
    /// Around the page.
    pub shell: Shell,
    /// What happened.
    pub heading: String,
    /// What it means, one paragraph each.
    pub sentences: Vec<String>,
    /// Where to go: link and text.
    pub exits: Vec<(String, String)>,
    /// The reference that the log has too; empty without one.
    pub reference: String,
}

impl StatusPage {
    /// A page with a heading and one sentence.
    pub fn new(shell: Shell, heading: impl ToString, sentence: impl ToString) -> StatusPage {
        StatusPage {
            shell,
            heading: heading.to_string(),
            sentences: vec![sentence.to_string()],
            exits: Vec::new(),
            reference: String::new(),
        }
    }

    /// The answer for everything that is not there, or may not be known to be there: always the same body.
    pub fn not_found(shell: Shell) -> StatusPage {
        let (heading, sentence) = (shell.t.say("error-not-found").text(), shell.t.say("error-not-found-why").text());
        let exit = ("/".to_owned(), shell.t.say("error-to-letters").text());
        StatusPage { exits: vec![exit], ..StatusPage::new(shell, heading, sentence) }
    }
}
