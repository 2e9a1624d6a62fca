//! The pages of accounts, of the operator and of failures, by the samples beside their handlers. In the pseudo-language they
//! are read through the front door instead, because their words are chosen there.

use super::*;
use crate::web::about::{AboutPage, AccessibilityPage};
use crate::web::account::AccountPage;
use crate::web::edge::page::FailurePage;
use crate::web::forgot::ForgotPage;
use crate::web::mailbox::MailboxPage;
use crate::web::operator::CoordinatorsPage;
use crate::web::resume::AgainPage;
use crate::web::set_password::{SetPasswordPage, SetUpPage};
use crate::web::signin::SignInPage;

pub(super) fn all() -> Vec<(&'static str, askama::Result<String>)> {
    vec![
        ("about", AboutPage::sample().render()),
        ("accessibility", AccessibilityPage::sample().render()),
        ("sign_in", SignInPage::sample().render()),
        ("forgot", ForgotPage::sample().render()),
        ("set_up", SetUpPage::sample().render()),
        ("set_password", SetPasswordPage::sample().render()),
        ("account", AccountPage::sample().render()),
        ("again", AgainPage::sample().render()),
        ("coordinators", CoordinatorsPage::sample().render()),
        ("mailbox", MailboxPage::sample().render()),
        ("failure", FailurePage::sample().render()),
    ]
}
