//! How bytes leave: by SMTP to one relay, or not at all (caught, and shown at `/desk/mailbox`). The only part that
//! knows SMTP. It says precisely what became of a mail, because what is sent twice and what is lost depends on it.

use std::io;

use tokio::runtime::Runtime;

use crate::mail::message::Envelope;

mod conversation;
mod reply;
mod settings;
mod tls;

use conversation::Conversation;
pub use settings::{Security, SettingsFault, SmtpSettings};

/// After so many mails a connection is closed: relays dislike endless ones.
const MAILS_PER_CONNECTION: u32 = 100;

/// Where mail goes.
#[derive(Debug, Clone)]
pub enum Transport {
    /// To a relay.
    Smtp(SmtpSettings),
    /// Nowhere: whoever sends keeps the bytes, sealed, for `/desk/mailbox`.
    Caught,
}

/// What became of one mail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// The relay took it over and answers for it from here on.
    Accepted {
        /// The relay's words, with its own queue id most of the time.
        reply: String,
    },
    /// Not now (4xx): worth trying again later.
    Deferred {
        /// The reply code, 400–499.
        code: u16,
        /// The relay's words; they may hold the address, so they never go to the log.
        text: String,
    },
    /// Never (5xx to this recipient or this mail): final.
    Rejected {
        /// The reply code, 500–599.
        code: u16,
        /// The relay's words; they may hold the address, so they never go to the log.
        text: String,
    },
    /// The relay could not be reached, would not talk to us, or was lost before the whole mail was handed over.
    /// Nobody got it, and the next mail would fare no better: try again later.
    Unreachable {
        /// What failed, for the operator.
        text: String,
    },
    /// The whole mail was handed over and no answer came: it may or may not arrive (RFC 1047). Never repeat silently.
    Unknown,
}

impl Transport {
    /// Whether mail stays here.
    pub fn is_caught(&self) -> bool {
        matches!(self, Transport::Caught)
    }

    /// One sender, for one thread; each keeps a connection of its own.
    ///
    /// # Errors
    /// When the certificates named by the settings cannot be read, or no runtime can be started.
    pub fn sender(&self) -> io::Result<Sender> {
        match self {
            Transport::Caught => Ok(Sender(Way::Caught)),
            Transport::Smtp(settings) => Ok(Sender(Way::Smtp(Box::new(SmtpSender::new(settings.clone())?)))),
        }
    }
}

/// Sends mails one after the other. Blocks, so it belongs in a thread of its own or in `spawn_blocking`, never in an
/// async task.
#[derive(Debug)]
pub struct Sender(Way);

#[derive(Debug)]
enum Way {
    Smtp(Box<SmtpSender>),
    Caught,
}

impl Sender {
    /// Hands one mail to the relay and tells what became of it; returns within a few time limits of the settings
    /// (60 s for each step).
    pub fn send(&mut self, envelope: &Envelope, bytes: &[u8]) -> Outcome {
        match &mut self.0 {
            Way::Smtp(sender) => sender.send(envelope, bytes),
            Way::Caught => Outcome::Accepted { reply: "caught, did not leave this server".into() },
        }
    }

    /// Goes as far as the sign-in and says goodbye: connects, begins TLS, says who we are. No mail is begun.
    ///
    /// # Errors
    /// What failed, for the operator.
    pub fn try_out(&mut self, from: &str) -> Result<(), String> {
        match &mut self.0 {
            Way::Smtp(sender) => sender.try_out(from),
            Way::Caught => Ok(()),
        }
    }

    /// Says goodbye to the relay, when there is nothing to send for a while.
    pub fn rest(&mut self) {
        if let Way::Smtp(sender) = &mut self.0 {
            sender.rest();
        }
    }
}

#[derive(Debug)]
struct SmtpSender {
    settings: SmtpSettings,
    tls: Option<tls::Connector>,
    /// `None` only while the sender is being dropped.
    runtime: Option<Runtime>,
    open: Option<Conversation>,
}

impl SmtpSender {
    fn new(settings: SmtpSettings) -> io::Result<SmtpSender> {
        let tls = match settings.security {
            Security::Plain => None,
            Security::StartTls | Security::Tls => Some(tls::connector(&settings)?),
        };
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        Ok(SmtpSender { settings, tls, runtime: Some(runtime), open: None })
    }

    fn send(&mut self, envelope: &Envelope, bytes: &[u8]) -> Outcome {
        let Some(runtime) = self.runtime.take() else {
            return Outcome::Unreachable { text: "the sender is closed".into() };
        };
        let outcome = runtime.block_on(self.converse(envelope, bytes));
        self.runtime = Some(runtime);
        outcome
    }

    /// A kept connection may have been closed by the relay meanwhile. That shows at the first command, before
    /// anything of this mail was told, so one fresh connection is tried then.
    async fn converse(&mut self, envelope: &Envelope, bytes: &[u8]) -> Outcome {
        if let Some(mut kept) = self.open.take() {
            match kept.deliver(envelope, bytes).await {
                conversation::Delivery::Stale => {}
                conversation::Delivery::Done { outcome, usable } => return self.keep(kept, outcome, usable).await,
            }
        }
        let mut fresh = match Conversation::open(&self.settings, self.tls.as_ref(), envelope).await {
            Ok(fresh) => fresh,
            Err(outcome) => return outcome,
        };
        match fresh.deliver(envelope, bytes).await {
            conversation::Delivery::Stale => Outcome::Unreachable { text: "the relay closed the connection".into() },
            conversation::Delivery::Done { outcome, usable } => self.keep(fresh, outcome, usable).await,
        }
    }

    fn try_out(&mut self, from: &str) -> Result<(), String> {
        let runtime = self.runtime.as_ref().ok_or("the sender is closed")?;
        let envelope = Envelope { from: from.to_owned(), to: String::new() };
        let opened = runtime.block_on(async {
            Conversation::open(&self.settings, self.tls.as_ref(), &envelope).await.map(|open| open.quit())?.await;
            Ok(())
        });
        opened.map_err(|outcome: Outcome| match outcome {
            Outcome::Unreachable { text } => text,
            Outcome::Deferred { code, text } | Outcome::Rejected { code, text } => format!("{code} {text}"),
            Outcome::Accepted { .. } | Outcome::Unknown => "it does not answer".into(),
        })
    }

    async fn keep(&mut self, conversation: Conversation, outcome: Outcome, usable: bool) -> Outcome {
        match usable {
            true if conversation.mails() >= MAILS_PER_CONNECTION => conversation.quit().await,
            true => self.open = Some(conversation),
            false => drop(conversation),
        }
        outcome
    }

    fn rest(&mut self) {
        if let (Some(conversation), Some(runtime)) = (self.open.take(), &self.runtime) {
            runtime.block_on(conversation.quit());
        }
    }
}

impl Drop for SmtpSender {
    /// A runtime may not be dropped where blocking is not allowed; this way it may be dropped anywhere.
    fn drop(&mut self) {
        drop(self.open.take());
        if let Some(runtime) = self.runtime.take() {
            runtime.shutdown_background();
        }
    }
}
