//! A mail address: local part as written, domain in ASCII (IDNA 2008, UTS 46).

use unicode_normalization::UnicodeNormalization;

use super::registrable;

/// Longest address: RFC 5321 §4.5.3.1.3 allows a path of 256 with its angle brackets.
pub const EMAIL_CHARS: usize = 254;
/// Longest local part (RFC 5321 §4.5.3.1.1), in bytes.
const LOCAL_BYTES: usize = 64;
/// Longest domain name (RFC 1035 §2.3.4), in bytes, without the final dot.
const DOMAIN_BYTES: usize = 253;
/// Registrable domains where anyone gets a mailbox, one a line.
const FREE_MAIL: &str = include_str!("free_mail.txt");

/// An address that mail can be sent to. Two are equal if their canonical forms are.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct EmailAddress {
    canonical: String,
    at: usize,
}

/// Why an address is refused. The sentence stands in the catalogue under `fault-` + [`EmailFault::code`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum EmailFault {
    /// Nothing was typed.
    Missing,
    /// No `@`, or more than one.
    At,
    /// Longer than [`EMAIL_CHARS`].
    TooLong,
    /// What stands before the `@` is not a plain local part: quotes, spaces, brackets, commas, dots at its ends.
    Local,
    /// What stands behind the `@` is not a public domain name.
    Domain,
}

impl EmailFault {
    /// Every variant: the catalogue must have a sentence for each.
    pub const ALL: &'static [EmailFault] =
        &[EmailFault::Missing, EmailFault::At, EmailFault::TooLong, EmailFault::Local, EmailFault::Domain];

    /// The stable code, used in message keys.
    pub const fn code(self) -> &'static str {
        match self {
            EmailFault::Missing => "email-missing",
            EmailFault::At => "email-at",
            EmailFault::TooLong => "email-too-long",
            EmailFault::Local => "email-local",
            EmailFault::Domain => "email-domain",
        }
    }
}

impl std::fmt::Display for EmailFault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.code())
    }
}

impl std::error::Error for EmailFault {}

impl EmailAddress {
    /// Reads one address; white space around it is dropped, display names and angle brackets are refused.
    ///
    /// Takes the local parts that the HTML standard takes, and letters and digits of any script (RFC 6531).
    pub fn parse(text: &str) -> Result<EmailAddress, EmailFault> {
        let text: String = text.trim().nfc().collect();
        if text.is_empty() {
            return Err(EmailFault::Missing);
        }
        let (local, domain) = text.split_once('@').ok_or(EmailFault::At)?;
        if domain.contains('@') {
            return Err(EmailFault::At);
        }
        if text.chars().count() > EMAIL_CHARS {
            return Err(EmailFault::TooLong);
        }
        if !is_local_part(local) {
            return Err(EmailFault::Local);
        }
        let domain = ascii_domain(domain).ok_or(EmailFault::Domain)?;
        let address = EmailAddress { canonical: format!("{local}@{domain}"), at: local.len() };
        if address.canonical.len() > EMAIL_CHARS { Err(EmailFault::TooLong) } else { Ok(address) }
    }

    /// The address as it is sent to and compared: exact local part, ASCII domain in small letters. Whether "Ann@" and
    /// "ann@" are one mailbox only their server knows (RFC 5321 §2.4).
    pub fn canonical(&self) -> &str {
        &self.canonical
    }

    /// The same as [`EmailAddress::canonical`].
    pub fn as_str(&self) -> &str {
        &self.canonical
    }

    /// The address for people's eyes: an international domain in its own script.
    pub fn display(&self) -> String {
        let (domain, _) = idna::domain_to_unicode(self.domain());
        format!("{}@{domain}", self.local())
    }

    /// The part before the `@`, exactly as written.
    pub fn local(&self) -> &str {
        &self.canonical[..self.at]
    }

    /// The domain, in ASCII and small letters.
    pub fn domain(&self) -> &str {
        &self.canonical[self.at + 1..]
    }

    /// The registrable part of the domain (Public Suffix List); the whole domain if it has none.
    pub fn registrable_domain(&self) -> &str {
        registrable(self.domain()).unwrap_or(self.domain())
    }

    /// A looser key, under which the many spellings of one mailbox meet: small letters, no `+tag`, no dots. For limits
    /// only; it must never decide who somebody is.
    pub fn limit_key(&self) -> String {
        let local = self.local().to_lowercase();
        let base = local.split('+').next().filter(|base| !base.is_empty()).unwrap_or(&local);
        let bare: String = base.chars().filter(|c| *c != '.').collect();
        format!("{bare}@{}", self.domain())
    }

    /// Whether the domain gives mailboxes to anyone, so that it speaks for no organisation.
    pub fn is_free_mail(&self) -> bool {
        let domain = self.registrable_domain();
        FREE_MAIL.lines().any(|line| line == domain || line == self.domain())
    }
}

impl std::fmt::Display for EmailAddress {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.canonical)
    }
}

/// Addresses never reach a log by `{:?}` (style.md §4.15).
impl std::fmt::Debug for EmailAddress {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("EmailAddress(…)")
    }
}

impl std::str::FromStr for EmailAddress {
    type Err = EmailFault;
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        EmailAddress::parse(text)
    }
}

fn is_local_part(local: &str) -> bool {
    let dots_inside = !local.starts_with('.') && !local.ends_with('.') && !local.contains("..");
    !local.is_empty() && local.len() <= LOCAL_BYTES && dots_inside && local.chars().all(is_local_letter)
}

fn is_local_letter(c: char) -> bool {
    if c.is_ascii() {
        return c.is_ascii_alphanumeric() || "!#$%&'*+-/=?^_`{|}~.".contains(c);
    }
    c.is_alphanumeric() || unicode_normalization::char::is_combining_mark(c)
}

/// The ASCII form of a public domain name: at least two labels, the last one not a number.
pub(super) fn ascii_domain(domain: &str) -> Option<String> {
    let ascii = idna::domain_to_ascii_strict(domain).ok()?;
    let labels: Vec<&str> = ascii.split('.').collect();
    let last_is_name = labels.last()?.bytes().any(|byte| byte.is_ascii_alphabetic());
    let fits = ascii.len() <= DOMAIN_BYTES && labels.iter().all(|label| (1..=63).contains(&label.len()));
    let plain = ascii.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-'));
    (labels.len() >= 2 && last_is_name && fits && plain).then_some(ascii)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn parsed(text: &str) -> EmailAddress {
        EmailAddress::parse(text).unwrap()
    }

    #[test]
    fn everyday_addresses_are_taken_with_their_domain_in_small_letters() {
        let table = [
            (" Ann.Lee+letters@Mail.EXAMPLE.org\n", "Ann.Lee+letters@mail.example.org"),
            ("o'neil@example.ie", "o'neil@example.ie"),
            ("info@bücher.example", "info@xn--bcher-kva.example"),
            ("张伟@例子.example", "张伟@xn--fsqu00a.example"),
            ("a@b.co", "a@b.co"),
        ];
        for (text, canonical) in table {
            assert_eq!(parsed(text).canonical(), canonical);
        }
        assert_eq!(parsed("info@BÜCHER.example").display(), "info@bücher.example");
    }

    #[test]
    fn what_could_trick_a_mail_header_is_refused() {
        let table = [
            ("", EmailFault::Missing),
            ("nobody", EmailFault::At),
            ("a@b@example.org", EmailFault::At),
            ("Ann <ann@example.org>", EmailFault::Local),
            ("a,b@example.org", EmailFault::Local),
            ("a\r\nBcc: b@example.org", EmailFault::Local),
            ("\"a b\"@example.org", EmailFault::Local),
            ("a b@example.org", EmailFault::Local),
            (".a@example.org", EmailFault::Local),
            ("a..b@example.org", EmailFault::Local),
            ("a\0@example.org", EmailFault::Local),
            ("\u{202e}a@example.org", EmailFault::Local),
            ("@example.org", EmailFault::Local),
            ("a@", EmailFault::Domain),
            ("info@exampl", EmailFault::Domain),
            ("a@localhost", EmailFault::Domain),
            ("a@[127.0.0.1]", EmailFault::Domain),
            ("a@127.0.0.1", EmailFault::Domain),
            ("a@-x.example", EmailFault::Domain),
            ("a@x..example", EmailFault::Domain),
            ("a@example.org,b", EmailFault::Domain),
            ("a@exam_ple.org", EmailFault::Domain),
            ("a@example.org\r\nx", EmailFault::Domain),
            ("a@example.org>", EmailFault::Domain),
        ];
        for (text, fault) in table {
            assert_eq!(EmailAddress::parse(text), Err(fault), "{text:?}");
        }
        assert_eq!(EmailAddress::parse(&format!("{}@example.org", "a".repeat(65))), Err(EmailFault::Local));
        let long = format!("a@{}example.org", "abcdefghi.".repeat(25));
        assert_eq!(EmailAddress::parse(&long), Err(EmailFault::TooLong));
    }

    #[test]
    fn the_limit_key_is_looser_than_the_address() {
        assert_eq!(parsed("A.n.n+x@example.org").limit_key(), parsed("ann@example.org").limit_key());
        assert_ne!(parsed("Ann@example.org"), parsed("ann@example.org"));
        assert_eq!(parsed("+@example.org").limit_key(), "+@example.org");
    }

    #[test]
    fn free_mail_is_known_and_the_registrable_domain_is_found() {
        for free in ["a@gmail.com", "a@yahoo.co.uk", "a@proton.me", "a@qq.com", "a@mail.ru"] {
            assert!(parsed(free).is_free_mail(), "{free}");
        }
        assert!(!parsed("a@hrw.example").is_free_mail());
        assert_eq!(parsed("a@mail.news.example.co.uk").registrable_domain(), "example.co.uk");
        assert_eq!(parsed("a@co.uk").registrable_domain(), "co.uk");
    }

    #[test]
    fn debug_output_hides_the_address() {
        assert!(!format!("{:?}", parsed("ann@example.org")).contains("ann"));
    }

    proptest! {
        #[test]
        fn what_is_taken_holds_nothing_that_parts_a_header(text in "\\PC{0,12}@\\PC{0,20}|[a-z.+@<>,\r\n \"]{0,30}") {
            if let Ok(address) = EmailAddress::parse(&text) {
                prop_assert!(!address.as_str().contains(|c: char| c.is_control() || c.is_whitespace() || "<>,;:\"()[]".contains(c)));
                prop_assert_eq!(EmailAddress::parse(address.as_str()), Ok(address.clone()));
                prop_assert_eq!(address.as_str().matches('@').count(), 1);
            }
        }
    }
}
