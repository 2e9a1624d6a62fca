//! Word between the servers that share a PostgreSQL database. NOTIFY is sent from a connection of its own, after commits and
//! gathered: inside a writing transaction it would make all commits wait for each other (measured: five times slower).
//! Word can get lost while a connection is down; listeners hear that too and must then compare for themselves.

use std::collections::BTreeSet;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{Receiver as Told, Sender as Tell};
use std::sync::{Arc, OnceLock, PoisonError, RwLock};
use std::time::Duration;

use diesel::ConnectionResult;
use futures_util::StreamExt;
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};
use tokio::time::{Instant, sleep, sleep_until};
use tokio_postgres::{AsyncMessage, Client, Notification};

use super::postgres::{bad_connection, handle};
use super::postgres_url::Target;
use crate::error::{Error, Result};

const CHANNEL: &str = "undersigned";
/// At most four sendings a second, each with everything that gathered.
const BETWEEN_SENDINGS: Duration = Duration::from_millis(250);
/// PostgreSQL refuses longer payloads.
const LONGEST_PAYLOAD: usize = 7_999;
const MOST_WAITING: usize = 10_000;
const SHORTEST_PAUSE: Duration = Duration::from_millis(100);
const LONGEST_PAUSE: Duration = Duration::from_secs(5);

/// What a listener hears.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Notice {
    /// Another server sent this.
    Message(String),
    /// The connection is new: something may have been said before that nobody here heard.
    Missed,
}

type Callback = Box<dyn Fn(&Notice) + Send + Sync>;
type Callbacks = Arc<RwLock<Vec<Callback>>>;

/// The listening and sending of one store. Nothing runs until it is first used.
pub(super) struct Notices {
    target: Target,
    callbacks: Callbacks,
    outgoing: OnceLock<UnboundedSender<String>>,
}

impl Notices {
    pub(super) fn new(target: Target) -> Notices {
        Notices { target, callbacks: Callbacks::default(), outgoing: OnceLock::new() }
    }

    /// Sends to every other server, soon and together with what else gathers.
    pub(super) fn send(&self, payload: String) -> Result<()> {
        if payload.len() > LONGEST_PAYLOAD {
            return Err(Error::Internal("a notice is too long for PostgreSQL".into()));
        }
        self.started()?.send(payload).map_err(|_| Error::Busy("nobody sends notices any more".into()))
    }

    pub(super) fn listen(&self, callback: Callback) -> Result<()> {
        self.callbacks.write().unwrap_or_else(PoisonError::into_inner).push(callback);
        self.started().map(drop)
    }

    fn started(&self) -> Result<&UnboundedSender<String>> {
        if let Some(running) = self.outgoing.get() {
            return Ok(running);
        }
        let runtime = handle().map_err(|fault| Error::internal("listening to PostgreSQL", fault))?;
        let (outgoing, to_send) = unbounded_channel();
        // Of two threads that come here at once one is first; the other's channel closes and nothing runs twice.
        if self.outgoing.set(outgoing).is_ok() {
            let (tell, told) = std::sync::mpsc::channel();
            let callbacks = Arc::clone(&self.callbacks);
            // A thread of its own, so that a callback may read the database.
            std::thread::Builder::new()
                .name("notices".into())
                .spawn(move || pass_on(&told, &callbacks))
                .map_err(|fault| Error::internal("listening to PostgreSQL", fault))?;
            runtime.spawn(keep_listening(self.target.clone(), to_send, tell));
        }
        self.outgoing.get().ok_or_else(|| Error::Internal("listening to PostgreSQL did not start".into()))
    }
}

fn pass_on(told: &Told<Notice>, callbacks: &RwLock<Vec<Callback>>) {
    while let Ok(notice) = told.recv() {
        for callback in callbacks.read().unwrap_or_else(PoisonError::into_inner).iter() {
            if catch_unwind(AssertUnwindSafe(|| callback(&notice))).is_err() {
                log::error!("a callback for notices of other servers panicked");
            }
        }
    }
}

/// Connects again and again, until the store is dropped.
async fn keep_listening(target: Target, mut to_send: UnboundedReceiver<String>, tell: Tell<Notice>) {
    let (mut waiting, mut pause) = (BTreeSet::new(), SHORTEST_PAUSE);
    loop {
        match Session::open(&target).await {
            Ok(session) => {
                pause = SHORTEST_PAUSE;
                if tell.send(Notice::Missed).is_err() || session.run(&mut to_send, &mut waiting, &tell).await.is_none()
                {
                    return;
                }
                log::warn!("the connection that hears other servers was lost");
            }
            Err(fault) => log::warn!("cannot listen to other servers: {fault}"),
        }
        tokio::select! {
            () = sleep(pause) => pause = (pause * 2).min(LONGEST_PAUSE),
            payload = to_send.recv() => match payload {
                Some(payload) => gather(&mut waiting, payload),
                None => return,
            },
        }
    }
}

struct Session {
    client: Client,
    heard: UnboundedReceiver<Notification>,
    own_process: i32,
}

/// The connection broke; without it, the store is gone.
struct Broken;

impl Session {
    async fn open(target: &Target) -> ConnectionResult<Session> {
        let (client, mut connection) = target.open().await?;
        let (hear, heard) = unbounded_channel();
        tokio::spawn(async move {
            let mut messages = futures_util::stream::poll_fn(move |context| connection.poll_message(context));
            while let Some(Ok(message)) = messages.next().await {
                if let AsyncMessage::Notification(notification) = message
                    && hear.send(notification).is_err()
                {
                    break;
                }
            }
        });
        let refused = |fault: tokio_postgres::Error| bad_connection(&fault);
        client.batch_execute(&format!("LISTEN {CHANNEL}")).await.map_err(refused)?;
        let own_process = client.query_one("SELECT pg_backend_pid()", &[]).await.map_err(refused)?.get(0);
        Ok(Session { client, heard, own_process })
    }

    /// Hears and sends until the connection breaks.
    async fn run(
        mut self,
        to_send: &mut UnboundedReceiver<String>,
        waiting: &mut BTreeSet<String>,
        tell: &Tell<Notice>,
    ) -> Option<Broken> {
        let mut next_sending = Instant::now();
        loop {
            tokio::select! {
                heard = self.heard.recv() => match heard {
                    Some(word) if word.process_id() == self.own_process => {}
                    Some(word) => tell.send(Notice::Message(word.payload().to_owned())).ok()?,
                    None => return Some(Broken),
                },
                payload = to_send.recv() => gather(waiting, payload?),
                () = sleep_until(next_sending), if !waiting.is_empty() => {
                    if self.send(waiting).await.is_err() {
                        return Some(Broken);
                    }
                    waiting.clear();
                    next_sending = Instant::now() + BETWEEN_SENDINGS;
                }
            }
        }
    }

    async fn send(&self, payloads: &BTreeSet<String>) -> Result<u64, tokio_postgres::Error> {
        let payloads: Vec<&String> = payloads.iter().collect();
        self.client.execute("SELECT pg_notify($1, unnest($2::text[]))", &[&CHANNEL, &payloads]).await
    }
}

/// What does not fit any more is left to the other servers' own comparing.
fn gather(waiting: &mut BTreeSet<String>, payload: String) {
    if waiting.len() < MOST_WAITING {
        waiting.insert(payload);
    }
}
