//! The mail that asks to sign, and the same as a test for the coordinator who writes it.

use super::{FullText, Paragraphs, templates};
use crate::domain::letter::Kind;
use crate::render::words::Words;

/// What an invitation says. Of a high-risk letter (`is_discreet`) it says nothing but that there is a document, who asks
/// and until when (users.md, M3).
#[derive(Debug, Clone)]
pub struct Wanted {
    /// The catalogue of the mailing's language.
    pub t: Words,
    /// Whether signing can be dangerous: neutral subject, no title, no topic, no covering text.
    pub is_discreet: bool,
    /// Who asks, as the coordinator wrote it.
    pub from_name: String,
    /// What kind of text it is.
    pub kind: Kind,
    /// Who is asked.
    pub organisation: String,
    /// The coordinator's subject, its placeholders filled.
    pub subject: String,
    /// The coordinator's covering text, its placeholders filled.
    pub message: String,
    /// The letter's title.
    pub title: String,
    /// To whom the letter speaks, one line each.
    pub addressees: Vec<String>,
    /// Until when to answer: date, time, place and UTC; none on a letter without an end.
    pub deadline: Option<String>,
    /// The number of the frozen wording.
    pub version: i32,
    /// Whether the names are public already as they come in.
    pub is_public: bool,
    /// When the names become public, where that is known.
    pub names_at: Option<String>,
    /// `/sign/{token}`.
    pub link: String,
    /// What can be typed instead of following the link.
    pub code: Option<TypedCode>,
    /// Who passed the invitation on, when a colleague did.
    pub passed_on_by: Option<String>,
    /// `/unsubscribe/{token}`; a test mail has none.
    pub stop_link: Option<String>,
    /// The letter below the fold; none of a high-risk or very long one.
    pub full_text: Option<FullText>,
}

/// The codes of one invitation, as printed.
#[derive(Debug, Clone)]
pub struct TypedCode {
    /// The page where they are typed, without its scheme.
    pub page: String,
    /// The letter's code.
    pub letter: String,
    /// The invitation's.
    pub code: String,
}

impl TypedCode {
    /// What stands in a preview, where no code was made.
    pub fn example(page: &str) -> TypedCode {
        let page = page.split_once("://").map_or(page, |(_, page)| page).to_owned();
        TypedCode { page, letter: "…".into(), code: "…".into() }
    }
}

impl Wanted {
    /// The covering text as HTML.
    pub fn message_html(&self) -> Paragraphs {
        Paragraphs::of(&self.message)
    }
}

/// M2 and M3: asks a contact to sign.
#[derive(Debug, Clone)]
pub struct Invitation(pub Wanted);

/// The same to the coordinator who wrote it; its link shows the pages and cannot sign.
#[derive(Debug, Clone)]
pub struct TestInvitation(pub Wanted);

/// The parameters of a [`HandedOver`] in the outbox.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct HandedOverBy {
    /// Who passed it on: a name or an address.
    pub person: String,
}

/// An invitation that a colleague passed on: the same, with a word on who did.
#[derive(Debug, Clone)]
pub struct HandedOver {
    /// The invitation, with who passed it on.
    pub wanted: Wanted,
}

/// Another link to the same invitation, asked for on the page of an old one.
#[derive(Debug, Clone)]
pub struct NewLink {
    /// The invitation.
    pub wanted: Wanted,
}

impl HandedOver {
    fn words(&self) -> &Words {
        &self.wanted.t
    }
}

impl NewLink {
    fn words(&self) -> &Words {
        &self.wanted.t
    }
}

impl Invitation {
    fn words(&self) -> &Words {
        &self.0.t
    }
}

impl TestInvitation {
    fn words(&self) -> &Words {
        &self.0.t
    }
}

templates!(Invitation, "mail/invitation/subject.txt", "mail/invitation/body.txt", "mail/invitation/body.html");
templates!(
    TestInvitation,
    "mail/test_invitation/subject.txt",
    "mail/test_invitation/body.txt",
    "mail/test_invitation/body.html"
);
templates!(HandedOver, "mail/handed_over/subject.txt", "mail/handed_over/body.txt", "mail/handed_over/body.html");
templates!(NewLink, "mail/new_link/subject.txt", "mail/new_link/body.txt", "mail/new_link/body.html");
