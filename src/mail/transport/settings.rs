//! `UNDERSIGNED_SMTP_URL` (contract, Settings): where the relay is, how the way there is protected, who we are to it.

use std::net::{IpAddr, Ipv6Addr};
use std::path::PathBuf;
use std::time::Duration;

use percent_encoding::percent_decode_str;
use secrecy::SecretString;
use url::Url;

/// How the way to the relay is protected.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Security {
    /// Not at all; only to this machine.
    Plain,
    /// TLS begun by the STARTTLS command, required: without it nothing is sent (RFC 3207).
    StartTls,
    /// TLS from the first byte (RFC 8314).
    Tls,
}

/// The relay, and how to talk to it. `Debug` hides the password.
#[derive(Debug, Clone)]
pub struct SmtpSettings {
    /// Name or address; with TLS the certificate must be for it.
    pub host: String,
    /// TCP port.
    pub port: u16,
    /// Plain only to loopback.
    pub security: Security,
    /// User and password for AUTH.
    pub credentials: Option<(String, SecretString)>,
    /// PEM file of the authorities to trust instead of the built-in ones, for a relay with a private one.
    /// Without it, the file named by `SSL_CERT_FILE` does the same.
    pub ca_file: Option<PathBuf>,
    /// For each step of the conversation.
    pub timeout: Duration,
}

/// Why a URL names no relay. Never shows the password.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SettingsFault {
    /// Not a URL, or not one of the two schemes.
    #[error("write smtp://user:password@host:587 or smtps://user:password@host:465")]
    Scheme,
    /// No host, or none that a name server or a certificate could know.
    #[error("the host is missing or is not a name or an address")]
    Host,
    /// Port 0.
    #[error("the port must be between 1 and 65535")]
    Port,
    /// A user without a password or the other way round, or not UTF-8 once decoded.
    #[error("user and password go together, each percent-encoded, as in smtps://user:p%40ss@host")]
    Credentials,
    /// More than a relay's address.
    #[error("nothing may follow the host and port")]
    Rest,
}

impl SmtpSettings {
    /// Reads the URL: `smtps://` is TLS, `smtp://` requires STARTTLS except to loopback, where it is plain. The port
    /// is 465, 587 or (loopback) 25 when it is not given.
    ///
    /// # Errors
    /// A [`SettingsFault`] with the remedy.
    pub fn parse(text: &str) -> Result<SmtpSettings, SettingsFault> {
        let url = Url::parse(text).ok().filter(|url| matches!(url.scheme(), "smtp" | "smtps"));
        let url = url.ok_or(SettingsFault::Scheme)?;
        let host = host(&url)?;
        let (security, usual_port) = match url.scheme() {
            "smtps" => (Security::Tls, 465),
            _ if is_loopback(&host) => (Security::Plain, 25),
            _ => (Security::StartTls, 587),
        };
        if !matches!(url.path(), "" | "/") || url.query().is_some() || url.fragment().is_some() {
            return Err(SettingsFault::Rest);
        }
        let port = match url.port() {
            Some(0) => return Err(SettingsFault::Port),
            given => given.unwrap_or(usual_port),
        };
        let credentials = credentials(&url)?;
        Ok(SmtpSettings { host, port, security, credentials, ca_file: None, timeout: Duration::from_secs(60) })
    }
}

/// The host in the form that name resolution and certificates use: no brackets, international names in ASCII.
fn host(url: &Url) -> Result<String, SettingsFault> {
    let raw = url.host_str().filter(|host| !host.is_empty()).ok_or(SettingsFault::Host)?;
    let raw = percent_decode_str(raw).decode_utf8().map_err(|_| SettingsFault::Host)?;
    if let Some(inner) = raw.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
        return inner.parse::<Ipv6Addr>().map(|address| address.to_string()).map_err(|_| SettingsFault::Host);
    }
    idna::domain_to_ascii_strict(&raw).map_err(|_| SettingsFault::Host)
}

fn is_loopback(host: &str) -> bool {
    host == "localhost" || host.parse::<IpAddr>().is_ok_and(|address| address.is_loopback())
}

fn credentials(url: &Url) -> Result<Option<(String, SecretString)>, SettingsFault> {
    let decoded = |text: &str| {
        let text = percent_decode_str(text).decode_utf8().map_err(|_| SettingsFault::Credentials)?;
        // AUTH PLAIN separates its fields by NUL (RFC 4616).
        match text.is_empty() || text.contains('\0') {
            true => Err(SettingsFault::Credentials),
            false => Ok(text.into_owned()),
        }
    };
    match (url.username(), url.password()) {
        ("", None) => Ok(None),
        (_, None) => Err(SettingsFault::Credentials),
        (user, Some(password)) => Ok(Some((decoded(user)?, SecretString::from(decoded(password)?)))),
    }
}

#[cfg(test)]
mod tests {
    use secrecy::ExposeSecret;

    use super::*;

    fn read(text: &str) -> (String, u16, Security) {
        let settings = SmtpSettings::parse(text).unwrap();
        (settings.host, settings.port, settings.security)
    }

    #[test]
    fn the_scheme_decides_how_the_way_is_protected() {
        assert_eq!(read("smtps://mail.example.org"), ("mail.example.org".into(), 465, Security::Tls));
        assert_eq!(read("smtp://mail.example.org"), ("mail.example.org".into(), 587, Security::StartTls));
        assert_eq!(read("smtp://MAIL.example.org:2525/"), ("mail.example.org".into(), 2525, Security::StartTls));
        assert_eq!(read("smtp://münchen.example"), ("xn--mnchen-3ya.example".into(), 587, Security::StartTls));
    }

    #[test]
    fn only_this_machine_is_reached_without_tls() {
        for host in ["localhost", "127.0.0.1", "127.9.9.9", "[::1]", "LOCALHOST"] {
            assert_eq!(read(&format!("smtp://{host}")).2, Security::Plain, "{host}");
        }
        for host in ["localhost.example.org", "10.0.0.1", "[fe80::1]", "127.0.0.1.example.org", "[::ffff:10.0.0.1]"] {
            assert_eq!(read(&format!("smtp://{host}")).2, Security::StartTls, "{host}");
        }
    }

    #[test]
    fn user_and_password_are_percent_decoded_and_never_shown() {
        let settings =
            SmtpSettings::parse("smtp://letters%40example.org:p%3A%2F%40ss+w%C3%B6rd@mail.example.org").unwrap();
        assert!(!format!("{settings:?}").contains("wörd"));
        let (user, password) = settings.credentials.unwrap();
        assert_eq!((user.as_str(), password.expose_secret()), ("letters@example.org", "p:/@ss+wörd"));
        assert!(SmtpSettings::parse("smtp://mail.example.org").unwrap().credentials.is_none());
    }

    #[test]
    fn a_url_that_names_no_relay_is_refused_with_the_remedy() {
        for (text, fault) in [
            ("", SettingsFault::Scheme),
            ("mail.example.org:25", SettingsFault::Scheme),
            ("http://mail.example.org", SettingsFault::Scheme),
            ("smtp://", SettingsFault::Host),
            ("smtp:mail.example.org", SettingsFault::Host),
            ("smtp://a%20b", SettingsFault::Host),
            ("smtp://user@mail.example.org", SettingsFault::Credentials),
            ("smtp://:secret@mail.example.org", SettingsFault::Credentials),
            ("smtp://user:@mail.example.org", SettingsFault::Credentials),
            ("smtp://user:%00@mail.example.org", SettingsFault::Credentials),
            ("smtp://user:%FF@mail.example.org", SettingsFault::Credentials),
            ("smtp://mail.example.org:0", SettingsFault::Port),
            ("smtp://mail.example.org/inbox", SettingsFault::Rest),
            ("smtp://mail.example.org?tls=no", SettingsFault::Rest),
        ] {
            assert_eq!(SmtpSettings::parse(text).unwrap_err(), fault, "{text}");
        }
    }
}
