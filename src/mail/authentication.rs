//! SPF, DKIM and DMARC in plain words: what the header of a mail that arrived says of it (RFC 8601), and what the records in
//! the DNS promise (RFC 7208, 6376, 7489). Texts go in, findings come out; nothing is looked up.

mod headers;
mod records;

use crate::domain::email::registrable;

pub use headers::explain_headers;
pub use records::{Sender, explain_records};

/// One thing that was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Finding {
    /// All is well here.
    Ok(String),
    /// Nothing is wrong, and an operator should know.
    Note(String),
    /// Something is wrong, and what to do.
    Fix(String, String),
}

impl Finding {
    fn ok(what: impl Into<String>) -> Finding {
        Finding::Ok(what.into())
    }

    fn note(what: impl Into<String>) -> Finding {
        Finding::Note(what.into())
    }

    fn fix(what: impl Into<String>, remedy: impl Into<String>) -> Finding {
        Finding::Fix(what.into(), remedy.into())
    }
}

/// Whether two domains belong together for DMARC's relaxed alignment (RFC 7489 §3.1): their organisational domain is the same.
fn aligned(one: &str, other: &str) -> bool {
    let (one, other) = (tidy(one), tidy(other));
    !one.is_empty() && organisational(&one) == organisational(&other)
}

/// In small letters, without the dot at the end.
fn tidy(domain: &str) -> String {
    domain.trim().trim_end_matches('.').to_lowercase()
}

fn organisational(domain: &str) -> &str {
    registrable(domain).unwrap_or(domain)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn domains_of_one_organisation_belong_together() {
        for (one, other) in [
            ("letters.example.org", "example.org"),
            ("a.example.org", "B.Example.org."),
            ("mail.charity.org.uk", "charity.org.uk"),
            ("example.ch", "news.example.ch"),
        ] {
            assert!(aligned(one, other), "{one} {other}");
        }
        for (one, other) in [
            ("example.org", "example.net"),
            ("one.org.uk", "two.org.uk"),
            ("one.com.mx", "two.com.mx"),
            ("one.github.io", "two.github.io"),
            ("example.org", "notexample.org"),
            ("", ""),
            ("relay.example", "letters.example"),
        ] {
            assert!(!aligned(one, other), "{one} {other}");
        }
    }
}
