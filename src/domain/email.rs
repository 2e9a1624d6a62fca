//! Mail addresses and websites, and how the one speaks for the other. Parsing is strict: what is taken here can stand
//! in a mail header and in a link as it is.

mod address;
mod matching;
mod pasted;
mod website;

pub use address::{EMAIL_CHARS, EmailAddress, EmailFault};
pub use matching::AddressMatch;
pub use pasted::{PastedAddress, find_addresses};
pub use website::{WEBSITE_CHARS, Website, WebsiteFault};

/// The registrable domain of an ASCII host name after the Public Suffix List: "www.news.example.co.uk" gives
/// "example.co.uk". `None` for a public suffix itself.
pub fn registrable(host: &str) -> Option<&str> {
    psl::domain_str(host)
}

/// A host for people's eyes: an international domain ("xn--…") in its own script. Never compare with it.
pub fn unicode_host(host: &str) -> String {
    idna::domain_to_unicode(host).0
}
