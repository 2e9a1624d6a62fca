//! TLS to the relay: rustls, TLS 1.2 or newer, the certificate always checked against the host's name.

use std::io;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use lettre::transport::smtp::client::AsyncTokioStream;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, ServerName};
use rustls::{ClientConfig, RootCertStore};
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt, ReadBuf};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;

use super::{Security, SmtpSettings};

/// The longest answer read before TLS begins, in bytes.
const GREETING_LIMIT: usize = 8 * 1024;

/// Makes TLS of a connection, for one relay.
#[derive(Clone)]
pub(super) struct Connector {
    tls: TlsConnector,
    name: ServerName<'static>,
}

impl std::fmt::Debug for Connector {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Connector").field("name", &self.name).finish_non_exhaustive()
    }
}

/// Trusts the authorities in the settings' file, else in the file of `SSL_CERT_FILE`, else the built-in ones.
pub(super) fn connector(settings: &SmtpSettings) -> io::Result<Connector> {
    let file = settings.ca_file.clone().or_else(|| std::env::var_os("SSL_CERT_FILE").map(PathBuf::from));
    let roots = match file.filter(|file| !file.as_os_str().is_empty()) {
        Some(file) => authorities_in(&file)?,
        None => RootCertStore { roots: webpki_roots::TLS_SERVER_ROOTS.to_vec() },
    };
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(io::Error::other)?
        .with_root_certificates(roots)
        .with_no_client_auth();
    let name = ServerName::try_from(settings.host.clone()).map_err(io::Error::other)?;
    Ok(Connector { tls: TlsConnector::from(Arc::new(config)), name })
}

fn authorities_in(file: &Path) -> io::Result<RootCertStore> {
    let named = |what: &str| io::Error::other(format!("{}: {what}", file.display()));
    let pem = std::fs::read(file).map_err(|error| named(&error.to_string()))?;
    let certificates: Vec<CertificateDer<'static>> =
        CertificateDer::pem_slice_iter(&pem).collect::<Result<_, _>>().map_err(|error| named(&error.to_string()))?;
    let mut roots = RootCertStore::empty();
    match roots.add_parsable_certificates(certificates) {
        (0, _) => Err(named("holds no certificate")),
        _ => Ok(roots),
    }
}

impl Connector {
    /// Encrypts the connection, by STARTTLS first where the settings say so.
    pub(super) async fn encrypt(
        &self,
        mut stream: TcpStream,
        security: Security,
        hello: &str,
    ) -> io::Result<Encrypted> {
        let greeting: &[u8] = match security {
            Security::StartTls => {
                start_tls(&mut stream, hello).await?;
                // The relay greets once, before TLS (RFC 3207 §4.2); the client library waits for a greeting always.
                b"220 greeted before TLS\r\n"
            }
            Security::Tls | Security::Plain => b"",
        };
        let stream = self.tls.connect(self.name.clone(), stream).await?;
        Ok(Encrypted { greeting, stream })
    }
}

/// Speaks the plain opening up to the relay's consent. Done here and not by the client library, so that no byte that
/// someone on the way put behind the consent is later read as if it had come through TLS.
async fn start_tls(stream: &mut TcpStream, hello: &str) -> io::Result<()> {
    let refused = |what: &str| Err(io::Error::other(what.to_owned()));
    if !answer(stream).await?.starts_with("220") {
        return refused("the relay did not greet");
    }
    stream.write_all(format!("EHLO {hello}\r\n").as_bytes()).await?;
    let offers = answer(stream).await?;
    let offered =
        offers.lines().any(|line| line.get(4..).is_some_and(|word| word.trim().eq_ignore_ascii_case("STARTTLS")));
    if !offers.starts_with("250") || !offered {
        return refused("the relay does not offer STARTTLS, and mail is not sent unprotected");
    }
    stream.write_all(b"STARTTLS\r\n").await?;
    match answer(stream).await?.starts_with("220") {
        true => Ok(()),
        false => refused("the relay refused to begin TLS"),
    }
}

/// Reads one reply, all its lines; bytes behind it are a fault, since the relay has to wait for us.
async fn answer(stream: &mut TcpStream) -> io::Result<String> {
    let mut text = Vec::new();
    loop {
        let mut block = [0; 1024];
        let read = stream.read(&mut block).await?;
        if read == 0 {
            return Err(io::Error::other("the relay closed the connection"));
        }
        text.extend_from_slice(block.get(..read).unwrap_or_default());
        if text.len() > GREETING_LIMIT {
            return Err(io::Error::other("the relay's answer is too long"));
        }
        if let Some(end) = end_of_reply(&text) {
            return match end == text.len() {
                true => Ok(String::from_utf8_lossy(&text).into_owned()),
                false => Err(io::Error::other("the relay said more than was asked before TLS began")),
            };
        }
    }
}

/// Where the reply ends: behind the first line that has a space, or nothing, after its code (RFC 5321 §4.2.1).
fn end_of_reply(text: &[u8]) -> Option<usize> {
    let mut start = 0;
    for line in text.split_inclusive(|byte| *byte == b'\n').filter(|line| line.ends_with(b"\n")) {
        start += line.len();
        if line.get(3) != Some(&b'-') {
            return Some(start);
        }
    }
    None
}

/// An encrypted connection, with a greeting of our own before its first byte where STARTTLS swallowed the relay's.
#[derive(Debug)]
pub(super) struct Encrypted {
    greeting: &'static [u8],
    stream: TlsStream<TcpStream>,
}

impl AsyncTokioStream for Encrypted {
    fn peer_addr(&self) -> io::Result<SocketAddr> {
        self.stream.get_ref().0.peer_addr()
    }
}

impl AsyncRead for Encrypted {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        if self.greeting.is_empty() {
            return Pin::new(&mut self.stream).poll_read(context, buffer);
        }
        let (now, later) = self.greeting.split_at(self.greeting.len().min(buffer.remaining()));
        buffer.put_slice(now);
        self.greeting = later;
        Poll::Ready(Ok(()))
    }
}

impl AsyncWrite for Encrypted {
    fn poll_write(mut self: Pin<&mut Self>, context: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.stream).poll_write(context, bytes)
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}
