//! SPF, DKIM and DMARC in plain words: what the header of a mail that arrived says of it (RFC 8601), and what the records in
//! the DNS promise (RFC 7208, 6376, 7489). Texts go in, findings come out; nothing is looked up.

mod headers;
mod records;

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
/// Told without the list of public suffixes, so `a.co.uk` and `b.co.uk` are kept apart by their form only.
fn aligned(one: &str, other: &str) -> bool {
    let (one, other) = (tidy(one), tidy(other));
    !one.is_empty() && organisational(&one) == organisational(&other)
}

/// In small letters, without the dot at the end.
fn tidy(domain: &str) -> String {
    domain.trim().trim_end_matches('.').to_lowercase()
}

fn organisational(domain: &str) -> &str {
    let labels: Vec<&str> = domain.rsplit('.').collect();
    let is_country_with_groups = labels.len() > 2
        && labels[0].len() == 2
        && (labels[1].len() <= 3 || matches!(labels[1], "asso" | "gouv" | "info"));
    let kept = if is_country_with_groups { 3 } else { 2 };
    let length: usize = labels.iter().take(kept).map(|label| label.len() + 1).sum();
    &domain[domain.len().saturating_sub(length.saturating_sub(1))..]
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
            ("example.org", "notexample.org"),
            ("", ""),
            ("relay.example", "letters.example"),
        ] {
            assert!(!aligned(one, other), "{one} {other}");
        }
    }
}
