//! Which `Host` a request may name: the base URL's and no other, so that nobody can have links to a foreign name mailed
//! or cached (contract: "other Host values are refused").

use actix_web::http::header;
use actix_web::http::header::HeaderMap;
use url::Url;

/// The values of `Host` that mean this server.
#[derive(Debug, Clone)]
pub struct Hosts {
    accepted: Vec<String>,
    origin: String,
}

impl Hosts {
    /// The hosts that mean `base_url`: with its port, and without it where it is the scheme's usual one.
    pub fn of(base_url: &Url) -> Hosts {
        let host = base_url.host_str().unwrap_or_default().to_ascii_lowercase();
        let port = base_url.port_or_known_default().unwrap_or_default();
        let mut accepted = vec![format!("{host}:{port}")];
        if base_url.port().is_none() {
            accepted.push(host);
        }
        Hosts { accepted, origin: base_url.origin().ascii_serialization() }
    }

    /// Whether a request with these headers, and this authority in its request line, is for us.
    pub fn accept(&self, headers: &HeaderMap, authority: Option<&str>) -> bool {
        let mut named = headers.get_all(header::HOST);
        let (Some(host), None) = (named.next(), named.next()) else { return false };
        let host_is_ours = host.to_str().is_ok_and(|host| self.is_ours(host));
        host_is_ours && authority.is_none_or(|authority| self.is_ours(authority))
    }

    fn is_ours(&self, host: &str) -> bool {
        self.accepted.iter().any(|ours| ours.eq_ignore_ascii_case(host))
    }

    /// The origin that our own pages send (`Origin`, RFC 6454 §6.2).
    pub fn origin(&self) -> &str {
        &self.origin
    }
}

#[cfg(test)]
mod tests {
    use actix_web::http::header::HeaderValue;

    use super::*;

    fn accepts(base: &str, host: &str) -> bool {
        let mut headers = HeaderMap::new();
        headers.insert(header::HOST, HeaderValue::from_str(host).unwrap());
        Hosts::of(&Url::parse(base).unwrap()).accept(&headers, None)
    }

    #[test]
    fn only_the_host_of_the_base_url_is_ours() {
        assert!(accepts("http://127.0.0.1:8080", "127.0.0.1:8080"));
        assert!(accepts("https://letters.example.org", "letters.example.org"));
        assert!(accepts("https://letters.example.org", "Letters.Example.ORG:443"));
        for foreign in ["127.0.0.1", "localhost:8080", "evil.example", "127.0.0.1:8081", "127.0.0.1:8080.evil.example"]
        {
            assert!(!accepts("http://127.0.0.1:8080", foreign), "{foreign}");
        }
    }

    #[test]
    fn two_hosts_or_none_are_refused() {
        let hosts = Hosts::of(&Url::parse("http://127.0.0.1:8080").unwrap());
        let mut headers = HeaderMap::new();
        assert!(!hosts.accept(&headers, None));
        headers.append(header::HOST, HeaderValue::from_static("127.0.0.1:8080"));
        assert!(hosts.accept(&headers, None));
        assert!(!hosts.accept(&headers, Some("evil.example")), "an absolute request line counts too");
        headers.append(header::HOST, HeaderValue::from_static("evil.example"));
        assert!(!hosts.accept(&headers, None));
    }
}
