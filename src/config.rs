//! Settings from the environment and a TOML file (contract, Settings). Every fault is collected and told at once,
//! before any port opens; the environment wins over the file.

use std::collections::BTreeMap;
use std::fmt;
use std::net::{SocketAddr, ToSocketAddrs};
use std::path::PathBuf;

use ipnet::IpNet;
use url::Url;

use crate::mail::message::Mailbox;
use crate::mail::return_path::{LOCAL_LIMIT, ReturnPath};
use crate::mail::transport::{Security, SmtpSettings};

/// Name and default of each setting; the same keys in lower case stand in the TOML file.
const SETTINGS: &[(&str, Option<&str>)] = &[
    ("DATABASE_URL", Some("sqlite://data/undersigned.db")),
    ("UNDERSIGNED_LISTEN", Some("127.0.0.1:8080")),
    ("UNDERSIGNED_BASE_URL", None),
    ("UNDERSIGNED_SMTP_URL", None),
    ("UNDERSIGNED_MAIL_FROM", Some("Undersigned <undersigned@localhost>")),
    ("UNDERSIGNED_BOUNCE_ADDRESS", None),
    ("UNDERSIGNED_BOUNCE_MAILDIR", None),
    ("UNDERSIGNED_MAIL_PER_DOMAIN", None),
    ("UNDERSIGNED_KEY_FILE", Some("keys/undersigned.key")),
    ("UNDERSIGNED_TRUSTED_PROXIES", None),
    ("UNDERSIGNED_METRICS_LISTEN", None),
    ("UNDERSIGNED_CDN_SECONDS", Some("0")),
    ("UNDERSIGNED_SITE_NAME", Some("Undersigned")),
    ("UNDERSIGNED_LANGUAGE", Some("en")),
    ("RUST_LOG", Some("info")),
];

/// What large mailbox providers take from a sender whom they do not know well.
const MAILS_A_MINUTE: u32 = 60;

/// Where the server listens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Listen {
    /// An address and a port; port 0 lets the system choose.
    Tcp(SocketAddr),
    /// A Unix socket's path.
    Unix(PathBuf),
}

/// Everything that the operator decides.
#[derive(Debug, Clone)]
pub struct Config {
    /// `sqlite://PATH` or `postgres://…`.
    pub database_url: String,
    /// Where to listen.
    pub listen: Listen,
    /// The only source of absolute links; no trailing slash.
    pub base_url: Url,
    /// The relay; without it mail is caught and shown at `/desk/mailbox`.
    pub smtp: Option<SmtpSettings>,
    /// From of system mail.
    pub mail_from: Mailbox,
    /// Under which address each mail has its own return path; without it all share the one of `mail_from`.
    pub return_path: Option<ReturnPath>,
    /// A Maildir into which bounces are delivered; looked at by the server.
    pub bounce_maildir: Option<PathBuf>,
    /// At most so many mails of mailings leave for one domain in a minute; 0 for no limit.
    pub mail_per_domain: u32,
    /// The secret for sealing and signing, mode 0600.
    pub key_file: PathBuf,
    /// Proxies whose `X-Forwarded-For` counts.
    pub trusted_proxies: Vec<IpNet>,
    /// The private port for `/metrics`.
    pub metrics_listen: Option<SocketAddr>,
    /// How long a shared cache may keep public pages; withdrawals are delayed by as much.
    pub cdn_seconds: u32,
    /// The name in the head of every page.
    pub site_name: String,
    /// The language of the interface.
    pub language: String,
    /// The log filter.
    pub log_filter: String,
}

/// A setting that cannot be used: its name and what to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// The setting's name, with the file when it came from there.
    pub setting: String,
    /// What is wrong and what would be right.
    pub remedy: String,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.setting, self.remedy)
    }
}

impl Config {
    /// Reads the process's environment and the file it names.
    ///
    /// # Errors
    /// Every fault found, not only the first.
    pub fn from_environment() -> Result<Config, Vec<Fault>> {
        let environment: BTreeMap<String, String> = std::env::vars_os()
            .filter_map(|(name, value)| Some((name.into_string().ok()?, value.into_string().ok()?)))
            .collect();
        let file = match environment.get("UNDERSIGNED_CONFIG") {
            None => None,
            Some(path) => match std::fs::read_to_string(path) {
                Ok(text) => Some((path.clone(), text)),
                Err(error) => {
                    return Err(vec![fault("UNDERSIGNED_CONFIG", format!("cannot read {path}: {error}"))]);
                }
            },
        };
        Config::read(&environment, file.as_ref().map(|(path, text)| (path.as_str(), text.as_str())))
    }

    /// Reads the given environment and the text of a TOML file.
    ///
    /// # Errors
    /// Every fault found, not only the first.
    pub fn read(environment: &BTreeMap<String, String>, file: Option<(&str, &str)>) -> Result<Config, Vec<Fault>> {
        let mut source = Source { values: BTreeMap::new(), faults: Vec::new() };
        source.take_file(file);
        source.take_environment(environment);
        source.derive_base_url();
        let smtp =
            source.parse("UNDERSIGNED_SMTP_URL", |text| SmtpSettings::parse(text).map_err(|error| error.to_string()));
        let config = Config {
            return_path: source.parse("UNDERSIGNED_BOUNCE_ADDRESS", return_path),
            mail_per_domain: source
                .parse("UNDERSIGNED_MAIL_PER_DOMAIN", mails_a_minute)
                .unwrap_or_else(|| usual_rate(smtp.as_ref())),
            bounce_maildir: source.parse("UNDERSIGNED_BOUNCE_MAILDIR", |text| Ok(PathBuf::from(text))),
            database_url: source.parse("DATABASE_URL", database_url).unwrap_or_default(),
            listen: source.parse("UNDERSIGNED_LISTEN", listen).unwrap_or(Listen::Unix(PathBuf::new())),
            base_url: source
                .parse("UNDERSIGNED_BASE_URL", base_url)
                .unwrap_or_else(|| Url::from_directory_path("/").unwrap_or_else(|()| unreachable!("an absolute path"))),
            smtp,
            mail_from: source
                .parse("UNDERSIGNED_MAIL_FROM", |text| Mailbox::parse(text).map_err(|error| error.to_string()))
                .unwrap_or_default(),
            key_file: source.parse("UNDERSIGNED_KEY_FILE", |text| Ok(PathBuf::from(text))).unwrap_or_default(),
            trusted_proxies: source.parse("UNDERSIGNED_TRUSTED_PROXIES", networks).unwrap_or_default(),
            metrics_listen: source.parse("UNDERSIGNED_METRICS_LISTEN", socket_address),
            cdn_seconds: source
                .parse("UNDERSIGNED_CDN_SECONDS", |text| {
                    text.parse().map_err(|_| "write whole seconds, for example 60".into())
                })
                .unwrap_or_default(),
            site_name: source.parse("UNDERSIGNED_SITE_NAME", |text| Ok(text.to_owned())).unwrap_or_default(),
            language: source.parse("UNDERSIGNED_LANGUAGE", language).unwrap_or_default(),
            log_filter: source.parse("RUST_LOG", |text| Ok(text.to_owned())).unwrap_or_default(),
        };
        if source.faults.is_empty() {
            source.check_together(&config);
        }
        if source.faults.is_empty() { Ok(config) } else { Err(source.faults) }
    }

    /// Whether the base URL is this machine's own: only then may mail be caught instead of sent.
    pub fn is_loopback(&self) -> bool {
        is_loopback(&self.base_url)
    }

    /// An absolute link to a path that starts with a slash.
    pub fn link(&self, path: &str) -> String {
        format!("{}{path}", self.base_url.as_str().trim_end_matches('/'))
    }

    /// Whether readers come by https, so that cookies are `Secure` and named `__Host-…`.
    pub fn is_https(&self) -> bool {
        self.base_url.scheme() == "https"
    }
}

/// Values with where each came from, and the faults met so far.
struct Source {
    values: BTreeMap<&'static str, (String, String)>,
    faults: Vec<Fault>,
}

impl Source {
    fn take_file(&mut self, file: Option<(&str, &str)>) {
        let Some((path, text)) = file else { return };
        let table = match text.parse::<toml::Table>() {
            Ok(table) => table,
            Err(error) => {
                let place = error.message().to_owned();
                self.faults.push(fault("UNDERSIGNED_CONFIG", format!("{path} is not valid TOML: {place}")));
                return;
            }
        };
        for (key, value) in table {
            let known = SETTINGS.iter().find(|(name, _)| name.to_lowercase() == key);
            let Some((name, _)) = known else {
                self.faults
                    .push(fault(&format!("{path}: {key}"), "no such setting; see the README for their names".into()));
                continue;
            };
            let text = match value {
                toml::Value::String(text) => text,
                toml::Value::Integer(number) => number.to_string(),
                toml::Value::Array(items) => {
                    items.iter().map(|item| item.as_str().unwrap_or_default()).collect::<Vec<_>>().join(",")
                }
                _ => {
                    self.faults.push(fault(&format!("{path}: {key}"), "write a text in quotes, or a number".into()));
                    continue;
                }
            };
            self.values.insert(name, (text, format!("{path}: {key}")));
        }
    }

    fn take_environment(&mut self, environment: &BTreeMap<String, String>) {
        for (name, default) in SETTINGS {
            if let Some(value) = environment.get(*name).filter(|value| !value.is_empty()) {
                self.values.insert(name, (value.clone(), (*name).to_owned()));
            } else if let Some(default) = default {
                self.values.entry(name).or_insert_with(|| ((*default).to_owned(), (*name).to_owned()));
            }
        }
        let unknown = environment.keys().filter(|key| {
            key.starts_with("UNDERSIGNED_")
                && key.as_str() != "UNDERSIGNED_CONFIG"
                && !key.starts_with("UNDERSIGNED_TEST_")
                && !SETTINGS.iter().any(|(name, _)| name == key)
        });
        for key in unknown {
            self.faults.push(fault(key, "no such setting; see the README for their names".into()));
        }
    }

    /// Without a base URL, links lead to where the server listens, if that is this machine: one setting less to try it out.
    fn derive_base_url(&mut self) {
        if self.values.contains_key("UNDERSIGNED_BASE_URL") {
            return;
        }
        let listens = self.values.get("UNDERSIGNED_LISTEN").and_then(|(text, _)| socket_address(text.trim()).ok());
        let address = listens.filter(|address| address.ip().is_loopback());
        let url = address.map_or("http://127.0.0.1:8080".to_owned(), |address| format!("http://{address}"));
        self.values.insert("UNDERSIGNED_BASE_URL", (url, "UNDERSIGNED_BASE_URL".to_owned()));
    }

    fn parse<T>(&mut self, name: &'static str, read: impl FnOnce(&str) -> Result<T, String>) -> Option<T> {
        let (text, origin) = self.values.get(name)?;
        match read(text.trim()) {
            Ok(value) => Some(value),
            Err(remedy) => {
                self.faults.push(fault(&origin.clone(), remedy));
                None
            }
        }
    }

    /// Rules between two settings.
    fn check_together(&mut self, config: &Config) {
        if config.smtp.is_none() && !config.is_loopback() {
            self.faults.push(fault(
                "UNDERSIGNED_SMTP_URL",
                "is needed, because UNDERSIGNED_BASE_URL is not this machine: without it no mail would leave".into(),
            ));
        }
        let database_folder = config.database_url.strip_prefix("sqlite://").map(PathBuf::from);
        let beside = database_folder.as_ref().and_then(|path| path.parent()) == config.key_file.parent();
        if database_folder.is_some() && beside {
            self.faults.push(fault(
                "UNDERSIGNED_KEY_FILE",
                "must not lie beside the database: whoever copies that folder would have both".into(),
            ));
        }
    }
}

fn fault(setting: &str, remedy: String) -> Fault {
    Fault { setting: setting.to_owned(), remedy }
}

fn database_url(text: &str) -> Result<String, String> {
    match text {
        _ if text.starts_with("sqlite://") && text.len() > "sqlite://".len() => Ok(text.to_owned()),
        _ if text.starts_with("postgres://") || text.starts_with("postgresql://") => Ok(text.to_owned()),
        _ => Err("write sqlite://PATH or postgres://user:password@host/database".into()),
    }
}

/// An address that has room for a tag.
fn return_path(text: &str) -> Result<ReturnPath, String> {
    let address = Mailbox::parse(text).map_err(|error| error.to_string())?.address;
    let remedy = format!("write an address with at most {LOCAL_LIMIT} plain characters before the @");
    ReturnPath::under(&address).ok_or(remedy)
}

/// A whole number; 0 lifts the limit.
fn mails_a_minute(text: &str) -> Result<u32, String> {
    let number = text.parse().ok().filter(|number| *number <= 100_000);
    number.ok_or_else(|| "write how many mails a minute, for example 60; 0 for no limit".into())
}

/// A relay on this machine is a mail server with queues and limits of its own; a service elsewhere passes on what it gets.
fn usual_rate(smtp: Option<&SmtpSettings>) -> u32 {
    match smtp {
        Some(settings) if settings.security != Security::Plain => MAILS_A_MINUTE,
        _ => 0,
    }
}

fn socket_address(text: &str) -> Result<SocketAddr, String> {
    text.to_socket_addrs()
        .ok()
        .and_then(|mut addresses| addresses.next())
        .ok_or_else(|| format!("{text:?} is not address:port, for example 127.0.0.1:8080"))
}

fn listen(text: &str) -> Result<Listen, String> {
    match text.strip_prefix("unix:") {
        Some("") => Err("write unix:PATH, for example unix:/run/undersigned.sock".into()),
        Some(path) => Ok(Listen::Unix(PathBuf::from(path))),
        None => socket_address(text).map(Listen::Tcp),
    }
}

fn base_url(text: &str) -> Result<Url, String> {
    let url = Url::parse(text).map_err(|error| format!("{error}; write for example https://letters.example.org"))?;
    if !matches!(url.scheme(), "http" | "https") || url.host_str().is_none() {
        return Err("must start with https:// and name a host".into());
    }
    if url.scheme() == "http" && !is_loopback(&url) && !url.host_str().is_some_and(|host| host.ends_with(".onion")) {
        return Err("must be https, except on this machine or an onion address".into());
    }
    if url.path() != "/" || url.query().is_some() || url.fragment().is_some() {
        return Err("must end after the host and port: Undersigned runs at the root of its host".into());
    }
    Ok(url)
}

fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(url::Host::Domain(name)) => name == "localhost",
        Some(url::Host::Ipv4(address)) => address.is_loopback(),
        Some(url::Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    }
}

fn networks(text: &str) -> Result<Vec<IpNet>, String> {
    text.split([',', ' '])
        .filter(|part| !part.is_empty())
        .map(|part| part.parse().map_err(|_| format!("{part:?} is not a network, for example 10.0.0.0/8")))
        .collect()
}

fn language(text: &str) -> Result<String, String> {
    match text {
        "en" | "qps-plocm" => Ok(text.to_owned()),
        _ => Err("this version speaks en (and qps-plocm, the pseudo-locale for checking layouts)".into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(pairs: &[(&str, &str)], file: Option<(&str, &str)>) -> Result<Config, Vec<Fault>> {
        let environment = pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        Config::read(&environment, file)
    }

    #[test]
    fn nothing_set_gives_the_defaults_of_the_contract() {
        let config = read(&[], None).unwrap();
        assert_eq!(config.database_url, "sqlite://data/undersigned.db");
        assert_eq!(config.link("/desk"), "http://127.0.0.1:8080/desk");
        assert!(config.smtp.is_none() && config.is_loopback() && !config.is_https());
    }

    #[test]
    fn without_a_base_url_links_lead_to_where_the_server_listens() {
        let config = read(&[("UNDERSIGNED_LISTEN", "127.0.0.1:9000")], None).unwrap();
        assert_eq!(config.link("/desk"), "http://127.0.0.1:9000/desk");
        let config = read(&[("UNDERSIGNED_LISTEN", "unix:/run/undersigned.sock")], None).unwrap();
        assert_eq!(config.link("/desk"), "http://127.0.0.1:8080/desk");
    }

    #[test]
    fn every_fault_is_told_at_once_and_names_its_setting() {
        let faults = read(
            &[("DATABASE_URL", "mysql://x"), ("UNDERSIGNED_LISTEN", "nowhere"), ("UNDERSIGNED_TYPO", "1")],
            Some(("site.toml", "undersigned_cdn_seconds = 'soon'\nsmtp = 'x'")),
        )
        .unwrap_err();
        let told = faults.iter().map(|fault| fault.setting.as_str()).collect::<Vec<_>>();
        for name in [
            "DATABASE_URL",
            "UNDERSIGNED_LISTEN",
            "UNDERSIGNED_TYPO",
            "site.toml: undersigned_cdn_seconds",
            "site.toml: smtp",
        ] {
            assert!(told.contains(&name), "{name} is missing from {told:?}");
        }
    }

    #[test]
    fn the_environment_wins_over_the_file() {
        let file = Some(("site.toml", "undersigned_site_name = 'From the file'\nundersigned_cdn_seconds = 5"));
        let config = read(&[("UNDERSIGNED_SITE_NAME", "From the environment")], file).unwrap();
        assert_eq!((config.site_name.as_str(), config.cdn_seconds), ("From the environment", 5));
    }

    #[test]
    fn a_public_server_without_a_relay_is_refused() {
        let faults = read(&[("UNDERSIGNED_BASE_URL", "https://letters.example.org")], None).unwrap_err();
        assert_eq!(faults[0].setting, "UNDERSIGNED_SMTP_URL");
    }

    #[test]
    fn mailings_are_spread_unless_the_relay_is_this_machine_or_the_operator_says_otherwise() {
        let relay = |url| ("UNDERSIGNED_SMTP_URL", url);
        assert_eq!(read(&[relay("smtps://u:p@relay.example.org")], None).unwrap().mail_per_domain, 60);
        assert_eq!(read(&[relay("smtp://127.0.0.1:25")], None).unwrap().mail_per_domain, 0);
        let own = ("UNDERSIGNED_MAIL_PER_DOMAIN", "200");
        assert_eq!(read(&[relay("smtp://127.0.0.1:25"), own], None).unwrap().mail_per_domain, 200);
    }

    #[test]
    fn an_address_for_bounces_must_leave_room_for_its_tags() {
        assert!(
            read(&[], None).unwrap().return_path.is_none(),
            "only where the operator knows that the relay lets it pass"
        );
        let long = "a-very-long-name-for-bounces@letters.example.org";
        for bad in [long, "nobody"] {
            let faults = read(&[("UNDERSIGNED_BOUNCE_ADDRESS", bad)], None).unwrap_err();
            assert_eq!(faults[0].setting, "UNDERSIGNED_BOUNCE_ADDRESS");
        }
    }

    #[test]
    fn a_key_beside_the_database_is_refused() {
        let faults = read(&[("UNDERSIGNED_KEY_FILE", "data/undersigned.key")], None).unwrap_err();
        assert_eq!(faults[0].setting, "UNDERSIGNED_KEY_FILE");
    }

    #[test]
    fn plain_http_is_for_this_machine_only() {
        let faults = read(&[("UNDERSIGNED_BASE_URL", "http://letters.example.org")], None).unwrap_err();
        assert_eq!(faults[0].setting, "UNDERSIGNED_BASE_URL");
    }
}
