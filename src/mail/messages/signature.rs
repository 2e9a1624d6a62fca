//! The mails to a person who signed, or whose address was typed into the form.

use serde::{Deserialize, Serialize};

use super::{FullText, Paragraphs, templates};
use crate::domain::revision::Silence;
use crate::domain::signature::PrintedLine;
use crate::render::words::Words;
use crate::word_enum;

/// The letter that a mail is about. Of a high-risk letter a mail says neither title nor topic (users.md, M3).
#[derive(Debug, Clone)]
pub struct AboutLetter {
    /// The catalogue of the language in which the person read the letter.
    pub t: Words,
    /// Whether signing can be dangerous.
    pub is_discreet: bool,
    /// The letter's title; not printed when discreet.
    pub title: String,
    /// Whether an answer to the mail reaches the people who run the letter.
    pub takes_answers: bool,
}

/// M8: confirm the address that was typed into a form.
#[derive(Debug, Clone)]
pub struct ConfirmAddress {
    /// The letter.
    pub about: AboutLetter,
    /// The name as it was typed, so that a slip shows; none when it is to be withheld.
    pub name: Option<String>,
    /// Until when the address can be confirmed.
    pub until: Option<String>,
    /// `/confirm/{token}`.
    pub link: String,
}

/// M9: what was signed, how it is listed, and the link to see or change it.
#[derive(Debug, Clone)]
pub struct Receipt {
    /// The letter.
    pub about: AboutLetter,
    /// The line as it is printed; none when it is withheld.
    pub line: Option<String>,
    /// Whether a coordinator looks at it before it is listed.
    pub is_checked_first: bool,
    /// The number of the wording that was signed.
    pub version: i32,
    /// SHA-256 of its canonical text, hexadecimal.
    pub text_sha256: String,
    /// SHA-256 of the record as the proof will have it, hexadecimal. None of a high-risk letter: it would tell the reader of a mailbox
    /// which line of the list is its owner's.
    pub record_sha256: Option<String>,
    /// When, in UTC.
    pub signed_at: String,
    /// `/mine/{token}`.
    pub link: String,
    /// The text that was signed; none of a high-risk or very long letter.
    pub full_text: Option<FullText>,
}

/// M11: this address has signed already. The page said the same as to anyone.
#[derive(Debug, Clone)]
pub struct AlreadySigned {
    /// The letter.
    pub about: AboutLetter,
    /// `/mine/{token}`.
    pub link: String,
}

/// The conveners did not list the signature.
#[derive(Debug, Clone)]
pub struct SignatureRefused {
    /// The letter.
    pub about: AboutLetter,
    /// The line as it was to be printed; none when it was to be withheld.
    pub line: Option<String>,
    /// Why, in the coordinator's words; may be empty.
    pub reason: String,
    /// `/mine/{token}`.
    pub link: String,
}

impl SignatureRefused {
    /// The reason as HTML.
    pub fn reason_html(&self) -> Paragraphs {
        Paragraphs::of(&self.reason)
    }
}

/// M12: the text changed; does the signature stand?
#[derive(Debug, Clone)]
pub struct TextChanged {
    /// The letter.
    pub about: AboutLetter,
    /// What silence means.
    pub silence: Silence,
    /// Until when to answer, with zone and UTC.
    pub until: String,
    /// What the conveners say about the change; may be empty.
    pub note: String,
    /// Paragraphs before and after; one of the two is empty where one was added or taken out. None of a high-risk letter.
    pub changes: Vec<(String, String)>,
    /// How many more paragraphs changed than the mail shows.
    pub left_out: usize,
    /// `/mine/{token}`.
    pub link: String,
}

word_enum! {
    /// How a listing changed.
    ListingChange {
        /// Its line reads otherwise.
        Corrected => "corrected",
        /// The name is not printed any more.
        Withheld => "withheld",
        /// The name is printed again, once it is checked.
        Named => "named",
        /// The signatory took it back.
        Withdrawn => "withdrawn",
        /// It is off the list while a doubt is cleared up.
        Suspended => "suspended",
        /// A coordinator took it off the public list again.
        Unlisted => "unlisted",
    }
}

/// The parameters of a [`ListingChanged`] in the outbox: the lines as they are kept, to be printed in the mail's language.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListingChangeFacts {
    /// What happened.
    pub change: ListingChange,
    /// The line before.
    pub before: Option<PrintedLine>,
    /// The line now.
    pub after: Option<PrintedLine>,
}

/// What a [`ListingChanged`] says happened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListingChangeNote {
    /// What happened.
    pub change: ListingChange,
    /// The line before, where it may be said.
    pub before: Option<String>,
    /// The line now, where it may be said.
    pub after: Option<String>,
}

/// M13: a listing that changed.
#[derive(Debug, Clone)]
pub struct ListingChanged {
    /// The letter.
    pub about: AboutLetter,
    /// What happened.
    pub note: ListingChangeNote,
    /// `/mine/{token}`.
    pub link: String,
}

macro_rules! about_a_letter {
    ($($mail:ident),+) => {$(
        impl $mail {
            fn words(&self) -> &Words {
                &self.about.t
            }
        }
    )+};
}
about_a_letter!(ConfirmAddress, Receipt, AlreadySigned, SignatureRefused, ListingChanged, TextChanged);

templates!(
    ConfirmAddress,
    "mail/confirm_address/subject.txt",
    "mail/confirm_address/body.txt",
    "mail/confirm_address/body.html"
);
templates!(Receipt, "mail/receipt/subject.txt", "mail/receipt/body.txt", "mail/receipt/body.html");
templates!(
    AlreadySigned,
    "mail/already_signed/subject.txt",
    "mail/already_signed/body.txt",
    "mail/already_signed/body.html"
);
templates!(
    SignatureRefused,
    "mail/signature_refused/subject.txt",
    "mail/signature_refused/body.txt",
    "mail/signature_refused/body.html"
);
templates!(
    ListingChanged,
    "mail/listing_changed/subject.txt",
    "mail/listing_changed/body.txt",
    "mail/listing_changed/body.html"
);
templates!(TextChanged, "mail/text_changed/subject.txt", "mail/text_changed/body.txt", "mail/text_changed/body.html");
