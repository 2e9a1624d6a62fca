//! Delivers the outbox. A few threads each keep one connection to the relay: one for what a person waits for, the others
//! for everything, so a confirmation never waits behind ten thousand invitations. They are woken by each commit that put
//! mail into the outbox, and look by themselves every two seconds.

mod approving;
mod asking;
mod commenting;
mod compose;
mod draft;
mod keeper;
mod sender;
mod signal;
mod signing;
mod throttle;
mod translating;
mod verdict;
mod wanted;

use std::io;
use std::sync::Arc;
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use crate::clock::Clock;
use crate::config::Config;
use crate::mail::message::Mailbox;
use crate::mail::return_path::ReturnPath;
use crate::mail::transport::Transport;
use crate::store::Store;
use crate::store::bounce;
use crate::store::outbox::{Mail, lane};

use keeper::Keeper;
use sender::{Known, MailSender};
use signal::{Relay, Signal};
use throttle::Throttle;

/// Threads that take any mail, personal ones first; one more takes personal ones only.
const BULK_SENDERS: usize = 4;
/// How long a stop waits for mails that are just being handed over.
const PATIENCE: Duration = Duration::from_secs(20);

/// What every sender needs to know.
#[derive(Clone)]
pub struct Office {
    store: Store,
    clock: Clock,
    transport: Transport,
    mail_from: Mailbox,
    return_path: Option<ReturnPath>,
    mail_per_domain: u32,
    site_name: String,
    language: String,
    base_url: String,
}

impl Office {
    /// The office of a server with these settings.
    pub fn new(config: &Config, store: Store, clock: Clock) -> Office {
        Office {
            store,
            clock,
            transport: config.smtp.clone().map_or(Transport::Caught, Transport::Smtp),
            mail_from: config.mail_from.clone(),
            return_path: config.return_path.clone(),
            mail_per_domain: config.mail_per_domain,
            site_name: config.site_name.clone(),
            language: config.language.clone(),
            base_url: config.base_url.as_str().trim_end_matches('/').to_owned(),
        }
    }

    /// Where the bounces of a mail go: to an address of its own, from which it is known again.
    fn envelope_from(&self, mail: &Mail) -> String {
        let own = self.return_path.as_ref().and_then(|path| path.of(&bounce::tag(self.store.keys(), &mail.id)));
        own.unwrap_or_else(|| self.mail_from.address.clone())
    }

    fn link(&self, path: &str) -> String {
        format!("{}{path}", self.base_url)
    }
}

/// The running senders. Dropping it stops them without waiting.
pub struct Delivery {
    signal: Arc<Signal>,
    senders: Vec<JoinHandle<()>>,
    keeper: Option<JoinHandle<()>>,
}

impl Delivery {
    /// Starts the senders.
    ///
    /// # Errors
    /// When the relay's certificates cannot be read or no thread can be started.
    pub fn start(office: &Office) -> io::Result<Delivery> {
        let signal = Arc::new(Signal::default());
        let heard = Arc::clone(&signal);
        office.store.on_commit(move |effects| {
            if effects.mail {
                heard.wake();
            }
        });
        let relay = Arc::new(Relay::default());
        let throttle = Arc::new(Throttle::new(office.mail_per_domain));
        let mut delivery = Delivery { signal: Arc::clone(&signal), senders: Vec::new(), keeper: None };
        let mut owners = Vec::new();
        for number in 0..=BULK_SENDERS {
            let up_to = if number == 0 { lane::PERSONAL } else { lane::BULK };
            let known =
                Known { signal: Arc::clone(&signal), relay: Arc::clone(&relay), throttle: Arc::clone(&throttle) };
            let sender = MailSender::new(office.clone(), up_to, known)?;
            owners.push(sender.owner.clone());
            let thread = std::thread::Builder::new().name(format!("mail-{number}"));
            delivery.senders.push(thread.spawn(move || sender.run())?);
        }
        let keeper = Keeper { office: office.clone(), owners, signal };
        delivery.keeper = Some(std::thread::Builder::new().name("mail-keeper".into()).spawn(move || keeper.run())?);
        Ok(delivery)
    }

    /// Lets each sender finish the mail in its hands, and gives back what was only leased. Waits at most twenty seconds: a
    /// mail whose relay is slower than that is judged by the next server, like one of a dead sender.
    pub fn stop(mut self) {
        self.signal.stop();
        let limit = Instant::now() + PATIENCE;
        while self.senders.iter().any(|sender| !sender.is_finished()) && Instant::now() < limit {
            std::thread::sleep(Duration::from_millis(10));
        }
        for sender in self.senders.drain(..).filter(|sender| sender.is_finished()) {
            if sender.join().is_err() {
                log::error!("a mail sender had ended in panic");
            }
        }
        self.signal.end();
        if let Some(keeper) = self.keeper.take() {
            let _ = keeper.join();
        }
    }
}

impl Drop for Delivery {
    fn drop(&mut self) {
        self.signal.stop();
        self.signal.end();
    }
}
