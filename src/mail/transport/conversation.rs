//! One connection to the relay, and the commands of one mail on it (RFC 5321). Uses the mail library's low-level
//! connection on a socket of our own with `TCP_NODELAY`: its pool waits 40 ms for each mail, since it sends body and
//! final dot apart.

use std::future::Future;
use std::io;
use std::net::IpAddr;
use std::time::Duration;

use lettre::Address;
use lettre::transport::smtp::Error;
use lettre::transport::smtp::authentication::{Credentials, Mechanism};
use lettre::transport::smtp::client::{AsyncSmtpConnection, AsyncTokioStream};
use lettre::transport::smtp::commands::{Data, Mail, Rcpt, Rset};
use lettre::transport::smtp::extension::{ClientId, Extension, MailBodyParameter, MailParameter};
use secrecy::ExposeSecret;
use tokio::net::TcpStream;

use super::reply::{self, Stage, outcome, silence};
use super::tls::Connector;
use super::{Outcome, Security, SmtpSettings};
use crate::mail::message::Envelope;

/// An open connection, signed in, on which mail after mail can go.
pub(super) struct Conversation {
    connection: AsyncSmtpConnection,
    timeout: Duration,
    mails: u32,
}

/// How an attempt ended.
pub(super) enum Delivery {
    /// The kept connection turned out to be closed before anything was told.
    Stale,
    /// Something became of the mail; `usable` when the connection can take another.
    Done { outcome: Outcome, usable: bool },
}

impl std::fmt::Debug for Conversation {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Conversation").field("mails", &self.mails).finish_non_exhaustive()
    }
}

impl Conversation {
    /// Connects, protects the way, says who we are and signs in.
    pub(super) async fn open(
        settings: &SmtpSettings,
        tls: Option<&Connector>,
        envelope: &Envelope,
    ) -> Result<Conversation, Outcome> {
        let timeout = settings.timeout;
        let hello = hello_name(&envelope.from);
        let stream = unless_late(timeout, connect(settings, tls, &hello)).await?;
        let opened = AsyncSmtpConnection::connect_with_transport(stream, &hello);
        let mut connection = answer(timeout, Stage::Us, opened).await?;
        if let Some((user, password)) = &settings.credentials {
            let credentials = Credentials::new(user.clone(), password.expose_secret().to_owned());
            let signed_in = connection.auth(&[Mechanism::Plain, Mechanism::Login], &credentials);
            answer(timeout, Stage::Us, signed_in).await?;
        }
        Ok(Conversation { connection, timeout, mails: 0 })
    }

    /// Mails that this connection has carried or tried to.
    pub(super) fn mails(&self) -> u32 {
        self.mails
    }

    /// MAIL, RCPT, DATA, the bytes and the final dot.
    pub(super) async fn deliver(&mut self, envelope: &Envelope, bytes: &[u8]) -> Delivery {
        let was_used = self.mails > 0;
        self.mails += 1;
        let begun = match self.begin(envelope, bytes).await {
            Ok(recipient) => recipient,
            Err(Ended { stale: true, .. }) if was_used => return Delivery::Stale,
            Err(ended) => return self.ended(ended).await,
        };
        if let Err(ended) = self.tell(Stage::Mail, Rcpt::new(begun, vec![])).await {
            return self.ended(ended).await;
        }
        if let Err(ended) = self.tell(Stage::Mail, Data).await {
            return self.ended(ended).await;
        }
        self.hand_over(bytes).await
    }

    /// The sender; everything that fails here is about us or the connection.
    async fn begin(&mut self, envelope: &Envelope, bytes: &[u8]) -> Result<Address, Ended> {
        let fault = |code, text: &str| Ended::with(Outcome::Rejected { code, text: text.into() });
        let address = |text: &str| text.parse::<Address>().map_err(|_| fault(553, "not a mail address"));
        let (from, to) = (address(&envelope.from)?, address(&envelope.to)?);
        let mut parameters = vec![];
        if !(envelope.from.is_ascii() && envelope.to.is_ascii() && bytes.is_ascii()) {
            if !self.connection.server_info().supports_feature(Extension::SmtpUtfEight) {
                return Err(fault(553, "the relay takes no addresses with letters beyond ASCII before the @"));
            }
            parameters = vec![MailParameter::SmtpUtfEight, MailParameter::Body(MailBodyParameter::EightBitMime)];
        }
        self.tell(Stage::Us, Mail::new(Some(from), parameters)).await.map(|()| to)
    }

    /// The content. The library asks for a second piece just before it sends the final dot: until then the mail
    /// cannot have been taken (RFC 5321 §4.1.1.4), from then on it may have been.
    async fn hand_over(&mut self, bytes: &[u8]) -> Delivery {
        let mut stage = Stage::Content;
        let mut whole = Some(bytes);
        let pieces = std::iter::from_fn(|| {
            if whole.is_none() {
                stage = Stage::Dot;
            }
            whole.take()
        });
        let answered = tokio::time::timeout(self.timeout, self.connection.message_iter(pieces)).await;
        match answered {
            Err(_late) => Delivery::Done { outcome: silence(stage), usable: false },
            Ok(Ok(response)) => {
                let outcome = reply::answered(&response);
                let usable = outcome != Outcome::Unknown;
                Delivery::Done { outcome, usable }
            }
            Ok(Err(error)) => {
                Delivery::Done { outcome: outcome(&error, stage), usable: reply::is_usable_after(&error) }
            }
        }
    }

    /// One command and its answer.
    async fn tell(&mut self, stage: Stage, command: impl std::fmt::Display) -> Result<(), Ended> {
        match tokio::time::timeout(self.timeout, self.connection.command(command)).await {
            Err(_late) => Err(Ended { outcome: silence(stage), usable: false, stale: true }),
            Ok(Ok(_response)) => Ok(()),
            Ok(Err(error)) => Err(Ended {
                outcome: outcome(&error, stage),
                usable: reply::is_usable_after(&error),
                stale: !reply::is_usable_after(&error),
            }),
        }
    }

    /// Clears the half-told mail, so that the next one finds the relay listening.
    async fn ended(&mut self, ended: Ended) -> Delivery {
        let usable = ended.usable && self.tell(Stage::Us, Rset).await.is_ok();
        Delivery::Done { outcome: ended.outcome, usable }
    }

    /// Says goodbye; whether the relay hears it does not matter.
    pub(super) async fn quit(mut self) {
        let _ = tokio::time::timeout(self.timeout.min(Duration::from_secs(5)), self.connection.quit()).await;
    }
}

/// A mail that ended before its content.
struct Ended {
    outcome: Outcome,
    usable: bool,
    /// The connection was lost or announced its end: on a kept one this is no news about the mail.
    stale: bool,
}

impl Ended {
    fn with(outcome: Outcome) -> Ended {
        let usable = matches!(outcome, Outcome::Rejected { .. });
        Ended { outcome, usable, stale: false }
    }
}

async fn connect(
    settings: &SmtpSettings,
    tls: Option<&Connector>,
    hello: &ClientId,
) -> io::Result<Box<dyn AsyncTokioStream>> {
    let stream = TcpStream::connect((settings.host.as_str(), settings.port)).await?;
    stream.set_nodelay(true)?;
    match (settings.security, tls) {
        (Security::Plain, _) => Ok(Box::new(stream)),
        (security, Some(tls)) => Ok(Box::new(tls.encrypt(stream, security, &hello.to_string()).await?)),
        (_, None) => Err(io::Error::other("TLS was not prepared")),
    }
}

async fn unless_late<T>(timeout: Duration, work: impl Future<Output = io::Result<T>>) -> Result<T, Outcome> {
    match tokio::time::timeout(timeout, work).await {
        Ok(Ok(done)) => Ok(done),
        Ok(Err(error)) => Err(Outcome::Unreachable { text: reply::tidy(&error.to_string()) }),
        Err(_late) => Err(silence(Stage::Us)),
    }
}

async fn answer<T>(
    timeout: Duration,
    stage: Stage,
    work: impl Future<Output = Result<T, Error>>,
) -> Result<T, Outcome> {
    match tokio::time::timeout(timeout, work).await {
        Ok(Ok(done)) => Ok(done),
        Ok(Err(error)) => Err(outcome(&error, stage)),
        Err(_late) => Err(silence(stage)),
    }
}

/// What we call ourselves: the mail domain, never this machine's name, which is nobody's business.
fn hello_name(envelope_from: &str) -> ClientId {
    let domain = envelope_from.rsplit_once('@').map_or("", |(_, domain)| domain);
    match domain.parse::<IpAddr>() {
        Err(_) if domain.contains('.') && domain.is_ascii() => ClientId::Domain(domain.to_owned()),
        _ => ClientId::Ipv4(std::net::Ipv4Addr::LOCALHOST),
    }
}
