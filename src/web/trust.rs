//! `/privacy` and `/safety`: what is kept, for how long, who sees it, and how to sign more safely. Every number comes from
//! [`crate::domain::retention`], on which the purge job acts.

use actix_web::HttpResponse;
use actix_web::web::Data;
use askama::Template;

use crate::domain::retention as kept;
use crate::render::register::SHARED_BY;
use crate::render::shell::Shell;
use crate::web::about::contact;
use crate::web::answer;
use crate::web::error::Result;
use crate::web::site::Site;

/// What is kept, how long, and who sees it.
#[derive(Template)]
#[template(path = "trust/privacy.html")]
pub struct PrivacyPage {
    /// Around the page.
    pub shell: Shell,
    /// Whom to write to.
    pub contact: String,
    /// What is kept and until when.
    pub kept: Vec<Kept>,
}

/// A row of what is kept: the words `privacy-what-…`, `privacy-who-…` and `privacy-until-…`.
pub struct Kept {
    /// The word.
    pub word: &'static str,
    /// How many days or hours the last column says.
    pub days: i64,
}

/// What signing with the name withheld means, and advice.
#[derive(Template)]
#[template(path = "trust/safety.html")]
pub struct SafetyPage {
    /// Around the page.
    pub shell: Shell,
    /// Whom to write to.
    pub contact: String,
    /// Days after which withheld names are erased.
    pub withheld_days: i64,
    /// The same for a letter that was never published.
    pub unpublished_days: i64,
    /// How many must share a place before it is printed.
    pub shared_by: usize,
}

impl PrivacyPage {
    fn new(shell: Shell, contact: String) -> PrivacyPage {
        let row = |word, days| Kept { word, days };
        let kept = vec![
            row("line", 0),
            row("website", 0),
            row("signer", kept::CONTACTS_KEPT_DAYS),
            row("approver", kept::CONTACTS_KEPT_DAYS),
            row("reviewer", kept::COMMENTS_KEPT_DAYS),
            row("translator", kept::CONTACTS_KEPT_DAYS),
            row("withheld", kept::WITHHELD_KEPT_DAYS),
            row("invitation", kept::INVITATIONS_KEPT_DAYS),
            row("unpublished", kept::UNPUBLISHED_KEPT_DAYS),
            row("withdrawn-letter", kept::WITHDRAWN_LETTER_KEPT_DAYS),
            row("ended", kept::ENDED_KEPT_DAYS),
            row("pending", kept::PENDING_KEPT_DAYS),
            row("list", kept::IMPORT_KEPT_DAYS),
            row("mail", kept::TRACES_KEPT_DAYS),
            row("tries", kept::COUNTERS_KEPT_DAYS),
            row("session", kept::SESSION_HOURS),
            row("book", 0),
            row("log", 0),
        ];
        PrivacyPage { shell, contact, kept }
    }

    /// For the test that renders every page.
    pub fn sample() -> PrivacyPage {
        PrivacyPage::new(Shell::sample(), "letters@confluence.example".into())
    }
}

impl SafetyPage {
    fn new(shell: Shell, contact: String) -> SafetyPage {
        let (withheld_days, unpublished_days) = (kept::WITHHELD_KEPT_DAYS, kept::UNPUBLISHED_KEPT_DAYS);
        SafetyPage { shell, contact, withheld_days, unpublished_days, shared_by: SHARED_BY }
    }

    /// For the test that renders every page.
    pub fn sample() -> SafetyPage {
        SafetyPage::new(Shell::sample(), "letters@confluence.example".into())
    }
}

/// `GET /privacy`
pub async fn privacy(site: Data<Site>) -> Result<HttpResponse> {
    answer::ok(&PrivacyPage::new(site.shell(), contact(&site)))
}

/// `GET /safety`
pub async fn safety(site: Data<Site>) -> Result<HttpResponse> {
    answer::ok(&SafetyPage::new(site.shell(), contact(&site)))
}
