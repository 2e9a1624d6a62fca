//! The mails about an account on this server.

use super::templates;
use crate::render::words::Words;

/// A link to set a forgotten password.
#[derive(Debug, Clone)]
pub struct PasswordLink {
    /// The catalogue of the server's language.
    pub t: Words,
    /// The name of the server.
    pub site: String,
    /// The person's name.
    pub name: String,
    /// How long the link works, in minutes.
    pub minutes: i64,
    /// `/password/{token}`.
    pub link: String,
}

/// An operator made an account for this person.
#[derive(Debug, Clone)]
pub struct CoordinatorInvited {
    /// The catalogue of the server's language.
    pub t: Words,
    /// The name of the server.
    pub site: String,
    /// The person's name.
    pub name: String,
    /// How long the link works, in days.
    pub days: i64,
    /// `/password/{token}`.
    pub link: String,
}

/// The password was changed (ASVS 6.3.7).
#[derive(Debug, Clone)]
pub struct PasswordChanged {
    /// The catalogue of the server's language.
    pub t: Words,
    /// The name of the server.
    pub site: String,
    /// The person's name.
    pub name: String,
    /// When, in UTC.
    pub changed_at: String,
    /// `/forgot`, for whoever did not do it.
    pub link: String,
}

macro_rules! about_an_account {
    ($($mail:ident),+) => {$(
        impl $mail {
            fn words(&self) -> &Words {
                &self.t
            }
        }
    )+};
}
about_an_account!(PasswordLink, CoordinatorInvited, PasswordChanged);

templates!(
    PasswordLink,
    "mail/password_link/subject.txt",
    "mail/password_link/body.txt",
    "mail/password_link/body.html"
);
templates!(
    CoordinatorInvited,
    "mail/coordinator_invited/subject.txt",
    "mail/coordinator_invited/body.txt",
    "mail/coordinator_invited/body.html"
);
templates!(
    PasswordChanged,
    "mail/password_changed/subject.txt",
    "mail/password_changed/body.txt",
    "mail/password_changed/body.html"
);
