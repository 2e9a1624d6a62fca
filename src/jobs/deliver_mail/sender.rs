//! One sender: a thread with one connection to the relay. Leases a few mails, and for each one reads what it needs, makes
//! its links, commits `sending`, speaks SMTP, and writes down what came of it.

use std::sync::Arc;
use std::time::{Duration, Instant};

use super::Office;
use super::compose::compose;
use super::draft::{Draft, Secrets};
use super::signal::{Relay, Signal};
use super::verdict::ending;
use super::wanted::is_wanted;
use crate::clock::Moment;
use crate::error::{Error, Result};
use crate::mail::message::{Message, MessageFault, Parcel};
use crate::mail::transport::{Outcome, Sender};
use crate::store::caught_mail::{self, Contents};
use crate::store::outbox::{self, Ending, FailureReason, Hands, Mail, lane};
use crate::store::{Lane, setting};

/// How long a sender sleeps when nobody wakes it.
const TICK: Duration = Duration::from_secs(2);
/// An idle connection is closed after this long, before the relay does.
const IDLE: Duration = Duration::from_secs(20);
/// How many mails are leased at once: few of those that somebody waits for, so that other senders can help.
const PERSONAL_AT_ONCE: i64 = 5;
const BULK_AT_ONCE: i64 = 50;
/// A write that the database was too busy for is tried again so often, after longer and longer pauses.
const WRITE_ATTEMPTS: u32 = 9;
/// The relay says goodbye by this code; the next mail would hear it too (RFC 5321 §3.8).
const GOODBYE: u16 = 421;

/// A sender before and while it runs.
pub(super) struct MailSender {
    office: Office,
    /// The name under which it holds leases.
    pub owner: String,
    up_to: i32,
    signal: Arc<Signal>,
    relay: Arc<Relay>,
    way: Sender,
    is_caught: bool,
    /// Mails stand under this sender's name that it does not send.
    has_loose_ends: bool,
}

impl MailSender {
    pub fn new(office: Office, up_to: i32, signal: Arc<Signal>, relay: Arc<Relay>) -> std::io::Result<MailSender> {
        let (way, is_caught) = (office.transport.sender()?, office.transport.is_caught());
        let owner = crate::domain::ids::OutboxId::new().to_string();
        Ok(MailSender { office, owner, up_to, signal, relay, way, is_caught, has_loose_ends: false })
    }

    /// Runs until it is told to stop.
    pub fn run(mut self) {
        let mut busy_at = Instant::now();
        while !self.signal.is_stopping() {
            let heard = self.signal.calls();
            match self.round() {
                Ok(true) => busy_at = Instant::now(),
                Ok(false) => {
                    if busy_at.elapsed() > IDLE {
                        self.way.rest();
                    }
                    self.signal.sleep(heard, TICK);
                }
                Err(fault) => {
                    log::error!(job = "deliver_mail", fault = fault.to_string(); "mail waits for the database");
                    self.signal.sleep(heard, TICK);
                }
            }
        }
        if let Err(fault) = self.let_go() {
            log::error!(job = "deliver_mail", fault = fault.to_string(); "leases end by themselves");
        }
        self.way.rest();
    }

    /// Sends what is due, up to one lease's worth; `false` when there is nothing to do.
    fn round(&mut self) -> Result<bool> {
        let (now, up_to) = (self.office.clock.now(), self.up_to);
        if self.has_loose_ends {
            self.let_go()?;
        }
        if self.relay.is_paused(now) {
            return Ok(false);
        }
        let may_send =
            |db: &mut crate::store::Db<'_>| Ok(outbox::has_due(db, up_to, now)? && !setting::is_quarantined(db)?);
        if !self.office.store.read_now(may_send)? {
            return Ok(false);
        }
        // Until the end of the round, so that an error on the way leaves nothing in nobody's hands.
        self.has_loose_ends = true;
        let held = self.lease(now)?;
        let mut is_clean = true;
        for mail in &held {
            if self.signal.is_stopping() || self.relay.is_paused(self.office.clock.now()) {
                is_clean = false;
                break;
            }
            is_clean &= self.deliver(mail)?;
        }
        self.has_loose_ends = !is_clean;
        Ok(!held.is_empty())
    }

    fn lease(&self, now: Moment) -> Result<Vec<Mail>> {
        let (owner, up_to) = (self.owner.clone(), self.up_to);
        let most = if up_to == lane::PERSONAL { PERSONAL_AT_ONCE } else { BULK_AT_ONCE };
        self.write(move |tx| outbox::lease_due(tx, &owner, up_to, most, now))
    }

    /// Gives back whatever stands under this sender's name while it sends nothing.
    fn let_go(&mut self) -> Result<()> {
        let (owner, now) = (self.owner.clone(), self.office.clock.now());
        self.write(move |tx| outbox::reclaim(tx, Hands::Of(&owner), now))?;
        self.has_loose_ends = false;
        Ok(())
    }

    /// The way of one mail; `false` when it may still stand under this sender's name. Only a database that is away is an
    /// error; everything else is an ending.
    fn deliver(&mut self, mail: &Mail) -> Result<bool> {
        let now = self.office.clock.now();
        let composed = self.office.store.read_now(|db| compose(db, mail, &self.office, now));
        let draft = match composed {
            Ok(Some(draft)) => draft,
            Ok(None) | Err(Error::NotFound) => return self.cancel(mail, now),
            Err(Error::Busy(why)) => return Err(Error::Busy(why)),
            Err(fault) => return self.cannot_be_written(mail, &fault.to_string()),
        };
        let Some(secrets) = self.begin(mail, &draft, now)? else { return Ok(false) };
        match self.written(mail, draft, &secrets, now) {
            Err(why) => {
                let failed = Ending::Failed { reason: FailureReason::NotWritten, code: None };
                log::error!(job = "deliver_mail", mail = mail.id.as_str(), why; "a mail could not be written");
                self.record(mail, failed, &secrets, None)
            }
            Ok((message, parcel)) => {
                let outcome = self.way.send(&parcel.envelope, &parcel.bytes);
                self.heed(&outcome);
                let ending = ending(mail, mail.attempts + 1, &outcome, self.office.clock.now());
                let caught = (self.is_caught && ending == Ending::Sent).then_some(message);
                self.record(mail, ending, &secrets, caught)
            }
        }
    }

    /// Makes the links and commits `sending`; `None` when the mail must not leave any more or is another sender's.
    fn begin(&self, mail: &Mail, draft: &Draft, now: Moment) -> Result<Option<Secrets>> {
        let (mail, wants) = (mail.clone(), draft.wants());
        self.write(move |tx| {
            if !is_wanted(tx, &mail, now)? {
                outbox::cancel_held(tx, &mail, now)?;
                return Ok(None);
            }
            if !outbox::mark_sending(tx, &mail, now)? {
                return Ok(None);
            }
            Secrets::mint(tx, &wants, now).map(Some)
        })
    }

    fn written(&self, mail: &Mail, draft: Draft, secrets: &Secrets, now: Moment) -> Result<(Message, Parcel), String> {
        let message = draft.finish(mail, secrets, &self.office).map_err(|fault| fault.to_string())?;
        let parcel = message.build(now).map_err(|fault: MessageFault| fault.to_string())?;
        Ok((message, parcel))
    }

    fn cancel(&self, mail: &Mail, now: Moment) -> Result<bool> {
        let mail = mail.clone();
        self.write(move |tx| outbox::cancel_held(tx, &mail, now))
    }

    fn cannot_be_written(&self, mail: &Mail, why: &str) -> Result<bool> {
        log::error!(job = "deliver_mail", mail = mail.id.as_str(), why; "a mail could not be composed");
        let failed = Ending::Failed { reason: FailureReason::NotWritten, code: None };
        self.record(mail, failed, &Secrets::default(), None)
    }

    /// Writes the ending down, and with it forgets links that nobody received, or keeps a caught mail.
    fn record(&self, mail: &Mail, ending: Ending, secrets: &Secrets, caught: Option<Message>) -> Result<bool> {
        let (mail, secrets, now) = (mail.clone(), secrets.clone(), self.office.clock.now());
        let nobody_got_it = match &ending {
            Ending::Sent | Ending::Unknown => false,
            Ending::Later { possible_duplicate, .. } => !possible_duplicate,
            Ending::Failed { .. } => true,
        };
        let id = mail.id.clone();
        let recorded = self.write(move |tx| {
            let recorded = outbox::record_ending(tx, &mail, &ending, now)?;
            if nobody_got_it {
                secrets.forget(tx)?;
            }
            if let Some(message) = &caught {
                let contents = contents(message);
                caught_mail::insert(tx, &message.to.address, &message.subject, &contents, now)?;
            }
            Ok(recorded)
        })?;
        if !recorded {
            log::warn!(job = "deliver_mail", mail = id.as_str(); "a mail was judged by another sender meanwhile");
        }
        Ok(recorded)
    }

    /// What the answer says about the relay itself.
    fn heed(&self, outcome: &Outcome) {
        let why = match outcome {
            Outcome::Unreachable { text } => text.clone(),
            Outcome::Deferred { code: GOODBYE, .. } => "it closes its connections (421)".into(),
            Outcome::Unknown => return,
            _ => return self.relay.reached(),
        };
        if let Some(pause) = self.relay.missed(self.office.clock.now()) {
            log::warn!(job = "deliver_mail", pause, why; "the relay takes no mail");
        }
    }

    /// A write that outlasts a database which is busy for a moment: what the relay has said must not get lost.
    fn write<T, F>(&self, work: F) -> Result<T>
    where
        T: Send + 'static,
        F: FnMut(&mut crate::store::Tx<'_>) -> Result<T> + Send + Clone + 'static,
    {
        let mut attempt = 1;
        loop {
            match self.office.store.write_now(Lane::Public, work.clone()) {
                Err(Error::Busy(_)) if attempt < WRITE_ATTEMPTS => {
                    std::thread::sleep(Duration::from_millis(50 << attempt));
                    attempt += 1;
                }
                answer => return answer,
            }
        }
    }
}

fn contents(message: &Message) -> Contents {
    Contents {
        from: message.from.to_string(),
        reply_to: message.reply_to.as_ref().map(ToString::to_string),
        list_unsubscribe: message.list_unsubscribe.as_ref().map(ToString::to_string),
        message_id: message.message_id.clone(),
        text: message.text.clone(),
        html: message.html.clone(),
    }
}
