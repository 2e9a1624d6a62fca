//! Where PostgreSQL is and whether the way there is encrypted.
//!
//! `sslmode` in the URL: `disable` (no TLS), `prefer` (TLS when the server offers it), `require` and `verify-full` (TLS or
//! nothing). Other than with libpq, a certificate is verified, name included, whenever TLS is on, so `require` and `verify-full`
//! are the same. A private CA comes through `sslrootcert` in the URL or `PGSSLROOTCERT`, else Mozilla's list decides. Without
//! `sslmode` it is `prefer`, or `disable` on this machine itself, where Debian's self-signed certificate proves nothing.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use diesel::{ConnectionError, ConnectionResult};
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;
use rustls::{ClientConfig, RootCertStore};
use tokio_postgres::config::{Host, SslMode};
use tokio_postgres::{Client, Config, Socket};
use tokio_postgres_rustls::MakeRustlsConnect;

use super::postgres::bad_connection;

type Connected =
    tokio_postgres::Connection<Socket, <MakeRustlsConnect as tokio_postgres::tls::MakeTlsConnect<Socket>>::Stream>;

/// A server to connect to, and the certificates it may show.
#[derive(Clone)]
pub(super) struct Target {
    config: Config,
    tls: MakeRustlsConnect,
}

impl Target {
    /// Reads the URL and, when TLS may be used, the certificates.
    ///
    /// # Errors
    /// A URL or certificate file that cannot be read; the message holds no password.
    pub(super) fn parse(url: &str) -> ConnectionResult<Target> {
        let invalid = |what: &str| ConnectionError::InvalidConnectionUrl(format!("DATABASE_URL: {what}"));
        let mut url = url::Url::parse(url).map_err(|fault| invalid(&fault.to_string()))?;
        let (mut mode, mut own_ca, mut others) = (None, None, Vec::new());
        for (name, value) in url.query_pairs().into_owned() {
            match name.as_str() {
                "sslmode" => mode = Some(value),
                "sslrootcert" => own_ca = Some(PathBuf::from(value)),
                _ => others.push((name, value)),
            }
        }
        url.set_query(None);
        if !others.is_empty() {
            url.query_pairs_mut().extend_pairs(others);
        }
        let mut config: Config = url.as_str().parse().map_err(|fault: tokio_postgres::Error| {
            let reason = std::error::Error::source(&fault).map(ToString::to_string).unwrap_or_default();
            invalid(&reason)
        })?;
        config.ssl_mode(match mode.as_deref() {
            Some("disable") => SslMode::Disable,
            Some("prefer") => SslMode::Prefer,
            Some("require" | "verify-ca" | "verify-full") => SslMode::Require,
            Some(_) => return Err(invalid("sslmode is one of disable, prefer, require, verify-full")),
            None if on_this_machine(&config) => SslMode::Disable,
            None => SslMode::Prefer,
        });
        limit_waiting(&mut config);
        let own_ca = own_ca.or_else(|| std::env::var_os("PGSSLROOTCERT").map(PathBuf::from));
        let tls = if config.get_ssl_mode() == SslMode::Disable { RootCertStore::empty() } else { roots(own_ca)? };
        Ok(Target { config, tls: MakeRustlsConnect::new(client_config(tls)?) })
    }

    /// Opens a connection; the second half must be polled for the first to work.
    pub(super) async fn open(&self) -> ConnectionResult<(Client, Connected)> {
        self.config.connect(self.tls.clone()).await.map_err(|fault| bad_connection(&fault))
    }
}

/// A dead network must end in an answer: the server's own time limits do not help when nothing of it arrives.
fn limit_waiting(config: &mut Config) {
    if config.get_connect_timeout().is_none() {
        config.connect_timeout(Duration::from_secs(5));
    }
    if config.get_tcp_user_timeout().is_none() {
        config.tcp_user_timeout(Duration::from_secs(15));
    }
    // A silent connection (the one that listens) would otherwise notice only after the driver's two hours.
    if config.get_keepalives_idle() >= Duration::from_secs(7_200) {
        config
            .keepalives_idle(Duration::from_secs(30))
            .keepalives_interval(Duration::from_secs(10))
            .keepalives_retries(3);
    }
    if config.get_application_name().is_none() {
        config.application_name("undersigned");
    }
}

fn on_this_machine(config: &Config) -> bool {
    config.get_hosts().iter().all(|host| match host {
        Host::Tcp(name) => {
            name == "localhost" || name.parse::<std::net::IpAddr>().is_ok_and(|address| address.is_loopback())
        }
        Host::Unix(_) => true,
    })
}

fn roots(own_ca: Option<PathBuf>) -> ConnectionResult<RootCertStore> {
    let Some(path) = own_ca else {
        return Ok(RootCertStore { roots: webpki_roots::TLS_SERVER_ROOTS.to_vec() });
    };
    let refused = |fault: String| {
        ConnectionError::InvalidConnectionUrl(format!("the certificates in {}: {fault}", path.display()))
    };
    let mut roots = RootCertStore::empty();
    for certificate in CertificateDer::pem_file_iter(&path).map_err(|fault| refused(fault.to_string()))? {
        let certificate = certificate.map_err(|fault| refused(fault.to_string()))?;
        roots.add(certificate).map_err(|fault| refused(fault.to_string()))?;
    }
    if roots.is_empty() { Err(refused("there are none".into())) } else { Ok(roots) }
}

fn client_config(roots: RootCertStore) -> ConnectionResult<ClientConfig> {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let builder = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(|fault| ConnectionError::BadConnection(fault.to_string()))?;
    Ok(builder.with_root_certificates(roots).with_no_client_auth())
}
