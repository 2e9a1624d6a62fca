//! SQLite's one writer: a thread that owns the only write connection, takes what waits, runs each closure in a savepoint of its
//! own inside one transaction, commits once and only then answers. Durable and many times faster than a commit for each.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::thread::{JoinHandle, ThreadId};

use diesel::connection::AnsiTransactionManager;
use diesel::result::QueryResult;
use tokio::sync::oneshot;

use super::Limits;
use super::connection::Conn;
use super::fault::panicked;
use super::hooks::Hooks;
use super::keys::Keys;
use super::pool::Place;
use super::queue::{Lane, Queue};
use super::sqlite::Access;
use super::transaction::{Effects, Tx, begin, commit, roll_back_to};
use crate::error::{Error, Result};

/// A closure in line, with the way back to whoever waits for it.
trait Job: Send {
    /// Runs the closure and keeps its answer; the effects when it may be committed.
    fn run(&mut self, tx: Tx<'_>) -> Option<Effects>;
    /// Turns success, or no answer yet, into `fault`; an answer of the closure's own stands.
    fn fail(&mut self, fault: Error);
    fn answer(self: Box<Self>);
}

struct Waiting<T, F> {
    work: F,
    answer: Option<Result<T>>,
    has_panicked: bool,
    reply: oneshot::Sender<Result<T>>,
}

impl<T, F> Job for Waiting<T, F>
where
    T: Send,
    F: FnMut(&mut Tx<'_>) -> Result<T> + Send,
{
    fn run(&mut self, mut tx: Tx<'_>) -> Option<Effects> {
        if self.has_panicked {
            return None; // what it left behind may be half done: it is not run a second time
        }
        let outcome = catch_unwind(AssertUnwindSafe(|| (self.work)(&mut tx)));
        self.has_panicked = outcome.is_err();
        let answer = self.answer.insert(outcome.unwrap_or_else(|payload| Err(panicked(&*payload))));
        answer.is_ok().then(|| tx.into_effects())
    }

    fn fail(&mut self, fault: Error) {
        if !matches!(self.answer, Some(Err(_))) {
            self.answer = Some(Err(fault));
        }
    }

    fn answer(self: Box<Self>) {
        if let Some(answer) = self.answer {
            let _nobody_waits_any_more = self.reply.send(answer);
        }
    }
}

/// The handle to the writer's thread; dropping it lets the thread finish what waits.
pub(super) struct Writer {
    queue: Arc<Queue<Box<dyn Job>>>,
    thread: Option<JoinHandle<()>>,
    thread_id: ThreadId,
}

impl Writer {
    /// Starts the thread.
    pub(super) fn start(place: Place, keys: Arc<Keys>, hooks: Arc<Hooks>, limits: Limits) -> Result<Writer> {
        let queue = Arc::new(Queue::new(limits.queue));
        let line = Arc::clone(&queue);
        let mut desk = WriterThread { conn: None, place, keys, hooks, limits };
        let serve = move || {
            while let Some(jobs) = line.take(desk.limits.batch) {
                desk.serve(jobs);
            }
        };
        let thread = std::thread::Builder::new()
            .name("writer".into())
            .spawn(serve)
            .map_err(|fault| Error::internal("starting the writer", fault))?;
        Ok(Writer { queue, thread_id: thread.thread().id(), thread: Some(thread) })
    }

    /// Puts a closure in line; the receiver gets its answer after the commit.
    ///
    /// # Errors
    /// `Busy` when the lane is full; `Internal` when asked from inside a write, which would wait for itself.
    pub(super) fn submit<T, F>(&self, lane: Lane, work: F) -> Result<oneshot::Receiver<Result<T>>>
    where
        T: Send + 'static,
        F: FnMut(&mut Tx<'_>) -> Result<T> + Send + 'static,
    {
        if std::thread::current().id() == self.thread_id {
            return Err(Error::Internal("a write inside a write would wait for itself".into()));
        }
        let (reply, receiver) = oneshot::channel();
        let job = Box::new(Waiting { work, answer: None, has_panicked: false, reply });
        self.queue.push(lane, job).map_err(|_| Error::Busy("too many changes are waiting".into()))?;
        Ok(receiver)
    }
}

impl Drop for Writer {
    fn drop(&mut self) {
        self.queue.close();
        // A hook may hold the last handle; a thread cannot wait for itself.
        if std::thread::current().id() != self.thread_id
            && let Some(thread) = self.thread.take()
        {
            let _a_panic_was_logged = thread.join();
        }
    }
}

struct WriterThread {
    conn: Option<Conn>,
    place: Place,
    keys: Arc<Keys>,
    hooks: Arc<Hooks>,
    limits: Limits,
}

/// Why a transaction came to nothing.
enum Lost {
    /// It never began: the database is locked or away.
    AtBegin(Error),
    /// Its closures ran, but it was not committed.
    AtCommit(Error),
}

impl WriterThread {
    fn serve(&mut self, mut jobs: Vec<Box<dyn Job>>) {
        let mut effects = Effects::default();
        match self.transaction(&mut jobs) {
            Ok(told) => effects.add(told),
            Err(Lost::AtBegin(fault)) => fail_all(&mut jobs, &fault),
            Err(Lost::AtCommit(fault)) if jobs.len() == 1 => fail_all(&mut jobs, &fault),
            Err(Lost::AtCommit(_)) => effects.add(self.one_by_one(&mut jobs)),
        }
        self.hooks.fire(&effects);
        jobs.into_iter().for_each(Job::answer);
    }

    /// Runs the closures of a lost transaction again, each in its own, so that the one that spoilt it fails alone.
    fn one_by_one(&mut self, jobs: &mut [Box<dyn Job>]) -> Effects {
        let mut effects = Effects::default();
        for job in jobs {
            match self.transaction(std::slice::from_mut(job)) {
                Ok(told) => effects.add(told),
                Err(Lost::AtBegin(fault) | Lost::AtCommit(fault)) => job.fail(fault),
            }
        }
        effects
    }

    fn transaction(&mut self, jobs: &mut [Box<dyn Job>]) -> Result<Effects, Lost> {
        self.begin().map_err(Lost::AtBegin)?;
        let Some(conn) = self.conn.as_mut() else {
            return Err(Lost::AtBegin(Error::Busy("the database is away".into())));
        };
        let run = run_each(conn, &self.keys, jobs).and_then(|effects| commit(conn).map(|()| effects));
        let usable = run.is_ok() || roll_back_to(conn, 0).is_ok();
        if !usable {
            self.conn = None; // opened anew for the next one
        }
        run.map_err(|fault| Lost::AtCommit(fault.into()))
    }

    /// Takes the write lock, opening the connection when it is new or was given up.
    fn begin(&mut self) -> Result<()> {
        let conn = match self.conn.take() {
            Some(conn) => conn,
            None => self
                .place
                .connect(Access::Write, self.limits.busy)
                .map_err(|fault| Error::Busy(format!("the database cannot be opened: {fault}")))?,
        };
        if let Conn::Sqlite(sqlite) = self.conn.insert(conn) {
            AnsiTransactionManager::begin_transaction_sql(sqlite, "BEGIN IMMEDIATE")?;
        }
        Ok(())
    }
}

/// Runs each closure in its savepoint. An error means that the savepoints themselves failed: SQLite has ended the whole
/// transaction by itself, as it may when the disk is full.
fn run_each(conn: &mut Conn, keys: &Keys, jobs: &mut [Box<dyn Job>]) -> QueryResult<Effects> {
    let mut effects = Effects::default();
    for job in jobs {
        begin(conn)?;
        match job.run(Tx::new(conn, keys)) {
            Some(told) => {
                roll_back_to(conn, 2)?;
                commit(conn)?;
                effects.add(told);
            }
            None => roll_back_to(conn, 1)?,
        }
    }
    Ok(effects)
}

fn fail_all(jobs: &mut [Box<dyn Job>], fault: &Error) {
    for job in jobs {
        job.fail(match fault {
            Error::Busy(why) => Error::Busy(why.clone()),
            other => Error::Internal(other.to_string()),
        });
    }
}
