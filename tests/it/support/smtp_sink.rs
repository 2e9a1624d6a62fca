//! A relay for tests: real TCP on a free port, records every mail, and misbehaves by request of the recipient's name.
//!
//! | recipient starts with | the sink |
//! |---|---|
//! | `reject` | 550 to RCPT |
//! | `grey` | 451 to the first RCPT of an address, then takes it |
//! | `later` | 451 to every RCPT |
//! | `goodbye` | 421 to RCPT, then closes |
//! | `hangup` | closes instead of answering DATA |
//! | `cut` | closes while the content is coming |
//! | `spam` | 554 to the final dot |
//! | `full` | 452 to the final dot |
//! | `lost` | takes the mail, then closes without an answer |
//! | `mute` | takes the mail and never answers, as long as the connection lasts |
//! | `slow` | answers the final dot after [`SLOW`] |

use std::collections::{HashMap, HashSet};
use std::io::{self, BufReader, Read, Write};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Condvar, Mutex};
use std::time::{Duration, Instant};

use rustls::ServerConfig;

mod certificate;
mod mail;
mod talk;

pub use certificate::Certificate;
pub use mail::Mail;

/// How late the answer to a `slow` recipient's mail comes.
pub const SLOW: Duration = Duration::from_millis(400);

/// When TLS begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tls {
    /// Never.
    None,
    /// After STARTTLS, which is offered.
    Offered,
    /// With the first byte.
    FromTheStart,
    /// After STARTTLS; the consent has a forged reply behind it, sent before TLS.
    Injected,
}

/// How the sink is set up.
#[derive(Debug, Clone)]
pub struct Setup {
    /// When TLS begins.
    pub tls: Tls,
    /// For TLS.
    pub certificate: Option<Certificate>,
    /// User and password that must sign in before MAIL.
    pub account: Option<(&'static str, &'static str)>,
    /// The first words, 220 for a friendly relay.
    pub greeting: &'static str,
    /// The answer to MAIL.
    pub mail_answer: &'static str,
    /// Whether addresses beyond ASCII are taken.
    pub smtputf8: bool,
}

impl Default for Setup {
    fn default() -> Setup {
        Setup {
            tls: Tls::None,
            certificate: None,
            account: None,
            greeting: "220 sink.example ready",
            mail_answer: "250 sender taken",
            smtputf8: false,
        }
    }
}

/// A running relay; dropping it closes its port and every connection.
#[derive(Debug)]
pub struct SmtpSink {
    /// Where it listens.
    pub address: SocketAddr,
    shared: Arc<Shared>,
}

/// What the connections' threads share.
#[derive(Debug)]
struct Shared {
    setup: Setup,
    tls: Option<Arc<ServerConfig>>,
    mails: Mutex<Vec<Mail>>,
    arrived: Condvar,
    grey_seen: Mutex<HashSet<String>>,
    commands: Mutex<Vec<String>>,
    connections: AtomicUsize,
    closing: AtomicBool,
    open: Mutex<HashMap<usize, TcpStream>>,
}

impl SmtpSink {
    /// A friendly relay without TLS.
    pub fn start() -> SmtpSink {
        SmtpSink::with(Setup::default())
    }

    /// A relay set up otherwise.
    pub fn with(setup: Setup) -> SmtpSink {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let address = listener.local_addr().expect("the port");
        let tls = setup.certificate.as_ref().map(Certificate::server_config);
        let shared = Arc::new(Shared {
            setup,
            tls,
            mails: Mutex::default(),
            arrived: Condvar::new(),
            grey_seen: Mutex::default(),
            commands: Mutex::default(),
            connections: AtomicUsize::new(0),
            closing: AtomicBool::new(false),
            open: Mutex::default(),
        });
        let ours = Arc::clone(&shared);
        std::thread::spawn(move || {
            for stream in listener.incoming().map_while(Result::ok) {
                if ours.closing.load(Ordering::SeqCst) {
                    return;
                }
                let number = ours.connections.fetch_add(1, Ordering::SeqCst);
                let shared = Arc::clone(&ours);
                std::thread::spawn(move || shared.serve(stream, number));
            }
        });
        SmtpSink { address, shared }
    }

    /// What `UNDERSIGNED_SMTP_URL` should be.
    pub fn url(&self) -> String {
        format!("smtp://{}", self.address)
    }

    /// Every mail taken so far.
    pub fn mails(&self) -> Vec<Mail> {
        self.shared.mails.lock().unwrap().clone()
    }

    /// Mails taken for this recipient.
    pub fn mails_to(&self, address: &str) -> Vec<Mail> {
        self.mails().into_iter().filter(|mail| mail.to == address).collect()
    }

    /// Waits until `n` mails were taken in all, at most ten seconds.
    pub fn wait_for(&self, n: usize) -> Vec<Mail> {
        self.wait_until(&format!("{n} mails"), |mails| mails.len() >= n)
    }

    /// Waits for the newest mail to this recipient, at most ten seconds.
    pub fn wait_for_mail_to(&self, address: &str) -> Mail {
        let mails =
            self.wait_until(&format!("a mail to {address}"), |mails| mails.iter().any(|mail| mail.to == address));
        mails.into_iter().rfind(|mail| mail.to == address).expect("just seen")
    }

    /// Waits for a mail to this recipient that says these words, wherever its lines break.
    pub fn wait_for_mail_with(&self, address: &str, words: &str) -> Mail {
        let fits = |mail: &Mail| mail.to == address && mail.words().contains(words);
        let mails = self.wait_until(&format!("{words:?} to {address}"), |mails| mails.iter().any(fits));
        mails.into_iter().rfind(fits).expect("just seen")
    }

    fn wait_until(&self, what: &str, enough: impl Fn(&[Mail]) -> bool) -> Vec<Mail> {
        let limit = Instant::now() + Duration::from_secs(10);
        let mut mails = self.shared.mails.lock().unwrap();
        while !enough(&mails) {
            let left = limit.saturating_duration_since(Instant::now());
            let to: Vec<_> = mails.iter().map(|mail| mail.to.as_str()).collect();
            assert!(!left.is_zero(), "waited for {what}; came: {to:?}");
            mails = self.shared.arrived.wait_timeout(mails, left).unwrap().0;
        }
        mails.clone()
    }

    /// Forgets the mails taken so far.
    pub fn forget(&self) {
        self.shared.mails.lock().unwrap().clear();
    }

    /// How many connections came in.
    pub fn connections(&self) -> usize {
        self.shared.connections.load(Ordering::SeqCst)
    }

    /// Every command line heard, passwords included.
    pub fn commands(&self) -> Vec<String> {
        self.shared.commands.lock().unwrap().clone()
    }

    /// Closes every open connection, as a relay does with idle ones; keeps listening.
    pub fn hang_up(&self) {
        for (_, stream) in self.shared.open.lock().unwrap().drain() {
            let _ = stream.shutdown(Shutdown::Both);
        }
    }
}

impl Drop for SmtpSink {
    fn drop(&mut self) {
        self.shared.closing.store(true, Ordering::SeqCst);
        self.hang_up();
        // Wakes the listening thread, which then sees that it should end.
        let _ = TcpStream::connect(self.address);
    }
}

/// A connection, plain or encrypted.
trait Line: Read + Write + Send {}
impl<T: Read + Write + Send> Line for T {}

impl Shared {
    fn serve(&self, stream: TcpStream, number: usize) {
        let _ = stream.set_nodelay(true);
        if let Ok(copy) = stream.try_clone() {
            self.open.lock().unwrap().insert(number, copy);
        }
        // A client that goes away mid-word is what some tests are about.
        let _ = self.converse(stream);
        // The last copy: dropping it closes the connection at once, with whatever is still unread.
        self.open.lock().unwrap().remove(&number);
    }

    fn converse(&self, stream: TcpStream) -> io::Result<()> {
        let mut stream = stream;
        if self.setup.tls != Tls::FromTheStart {
            match talk::until_tls(self, BufReader::new(stream))? {
                None => return Ok(()),
                Some(plain) => stream = plain,
            }
        }
        let config = self.tls.clone().ok_or_else(|| io::Error::other("no certificate"))?;
        let session = rustls::ServerConnection::new(config).map_err(io::Error::other)?;
        let encrypted = rustls::StreamOwned::new(session, stream);
        talk::encrypted(self, Box::new(encrypted))
    }
}
