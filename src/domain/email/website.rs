//! An organisation's website: `http` or `https`, a public host, nothing that logs in or runs.

use url::Url;

use super::address::ascii_domain;
use super::registrable;

/// Longest website address, in characters.
pub const WEBSITE_CHARS: usize = 300;

/// A website that may stand as a link on the public page.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Website {
    url: String,
    host: String,
}

/// Why a website is refused. The sentence stands in the catalogue under `fault-` + [`WebsiteFault::code`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum WebsiteFault {
    /// Nothing was typed.
    Missing,
    /// Longer than [`WEBSITE_CHARS`].
    TooLong,
    /// Another scheme than `http` or `https`.
    Scheme,
    /// No public host name, or a name and password before it.
    Host,
}

impl WebsiteFault {
    /// Every variant: the catalogue must have a sentence for each.
    pub const ALL: &'static [WebsiteFault] =
        &[WebsiteFault::Missing, WebsiteFault::TooLong, WebsiteFault::Scheme, WebsiteFault::Host];

    /// The stable code, used in message keys.
    pub const fn code(self) -> &'static str {
        match self {
            WebsiteFault::Missing => "website-missing",
            WebsiteFault::TooLong => "website-too-long",
            WebsiteFault::Scheme => "website-scheme",
            WebsiteFault::Host => "website-host",
        }
    }
}

impl std::fmt::Display for WebsiteFault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.code())
    }
}

impl std::error::Error for WebsiteFault {}

impl Website {
    /// Reads "example.org", "www.example.org/about" or a whole `http(s)` URL; without a scheme it is `https`.
    pub fn parse(text: &str) -> Result<Website, WebsiteFault> {
        let text = text.trim();
        if text.is_empty() {
            return Err(WebsiteFault::Missing);
        }
        if text.chars().count() > WEBSITE_CHARS {
            return Err(WebsiteFault::TooLong);
        }
        if text.chars().any(|c| c.is_whitespace() || c.is_control() || matches!(c, '<' | '>' | '"' | '\\')) {
            return Err(WebsiteFault::Host);
        }
        let url = Url::parse(&with_scheme(text)?).map_err(|_| WebsiteFault::Host)?;
        if !url.username().is_empty() || url.password().is_some() {
            return Err(WebsiteFault::Host);
        }
        let host = url.domain().and_then(ascii_domain).ok_or(WebsiteFault::Host)?;
        Ok(Website { url: url.into(), host })
    }

    /// The whole URL, in ASCII, fit for an `href`.
    pub fn as_url(&self) -> &str {
        &self.url
    }

    /// The host name, in ASCII and small letters.
    pub fn host(&self) -> &str {
        &self.host
    }

    /// The registrable part of the host (Public Suffix List); the whole host if it has none.
    pub fn registrable_domain(&self) -> &str {
        registrable(&self.host).unwrap_or(&self.host)
    }
}

impl std::fmt::Display for Website {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.url)
    }
}

impl std::str::FromStr for Website {
    type Err = WebsiteFault;
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Website::parse(text)
    }
}

fn with_scheme(text: &str) -> Result<String, WebsiteFault> {
    let Some((scheme, rest)) = text.split_once(':') else {
        return Ok(format!("https://{text}"));
    };
    let lower = scheme.to_ascii_lowercase();
    match lower.as_str() {
        "http" | "https" if rest.starts_with("//") => Ok(format!("{lower}:{rest}")),
        // "example.org:8443/x": a host with a port, not a scheme.
        _ if scheme.contains('.') && rest.starts_with(|c: char| c.is_ascii_digit()) => Ok(format!("https://{text}")),
        // "example.org/wiki/Page:One": the colon stands in the path.
        _ if scheme.contains('/') && scheme.contains('.') => Ok(format!("https://{text}")),
        _ => Err(WebsiteFault::Scheme),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn websites_are_taken_with_or_without_a_scheme() {
        let table = [
            ("example.org", "https://example.org/"),
            (" WWW.Example.org/über ", "https://www.example.org/%C3%BCber"),
            ("HTTP://example.org", "http://example.org/"),
            ("https://bücher.example/x?y=1#z", "https://xn--bcher-kva.example/x?y=1#z"),
            ("example.org:8443/x", "https://example.org:8443/x"),
            ("example.org/wiki/Page:One", "https://example.org/wiki/Page:One"),
        ];
        for (text, url) in table {
            assert_eq!(Website::parse(text).as_ref().map(Website::as_url), Ok(url), "{text}");
        }
        let site = Website::parse("https://www.news.example.co.uk/x").unwrap();
        assert_eq!((site.host(), site.registrable_domain()), ("www.news.example.co.uk", "example.co.uk"));
    }

    #[test]
    fn what_runs_logs_in_or_is_not_public_is_refused() {
        let table = [
            ("", WebsiteFault::Missing),
            ("javascript:alert(1)", WebsiteFault::Scheme),
            ("JavaScript://example.org/%0aalert(1)", WebsiteFault::Scheme),
            ("data:text/html,x", WebsiteFault::Scheme),
            ("ftp://example.org", WebsiteFault::Scheme),
            ("mailto:a@example.org", WebsiteFault::Scheme),
            ("http:example.org", WebsiteFault::Scheme),
            ("https://user:pw@example.org", WebsiteFault::Host),
            ("a@example.org", WebsiteFault::Host),
            ("localhost", WebsiteFault::Host),
            ("http://127.0.0.1/", WebsiteFault::Host),
            ("http://[::1]/", WebsiteFault::Host),
            ("https://example.org/\"onclick=x", WebsiteFault::Host),
            ("our site", WebsiteFault::Host),
            ("n/a", WebsiteFault::Host),
        ];
        for (text, fault) in table {
            assert_eq!(Website::parse(text), Err(fault), "{text:?}");
        }
        assert_eq!(Website::parse(&format!("example.org/{}", "a".repeat(300))), Err(WebsiteFault::TooLong));
    }

    proptest::proptest! {
        #[test]
        fn a_website_always_is_a_web_link(text in "\\PC{0,40}") {
            if let Ok(site) = Website::parse(&text) {
                proptest::prop_assert!(site.as_url().starts_with("http://") || site.as_url().starts_with("https://"));
                proptest::prop_assert!(site.as_url().is_ascii());
            }
        }
    }
}
