//! The bounded waiting line in front of SQLite's writer. It has two lanes, so that a coordinator who hides a name never waits
//! behind a crowd that signs; a full lane says so at once instead of piling up.

use std::collections::VecDeque;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

/// Who waits. On SQLite the desk's lane is served first and each lane is full on its own; on PostgreSQL writes run side by
/// side and the lane makes no difference.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lane {
    /// The coordinators' side, and whatever takes something from public view (hide, withhold, withdraw).
    Desk,
    /// Everything else that visitors and jobs do.
    Public,
}

/// Two waiting lines of at most `room` entries each.
pub(super) struct Queue<J> {
    lines: Mutex<Lines<J>>,
    arrived: Condvar,
    room: usize,
}

struct Lines<J> {
    desk: VecDeque<J>,
    public: VecDeque<J>,
    is_closed: bool,
}

impl<J> Queue<J> {
    pub(super) fn new(room: usize) -> Queue<J> {
        let lines = Lines { desk: VecDeque::new(), public: VecDeque::new(), is_closed: false };
        Queue { lines: Mutex::new(lines), arrived: Condvar::new(), room }
    }

    /// Puts a job in line; gives it back when its lane is full or the queue is closed.
    pub(super) fn push(&self, lane: Lane, job: J) -> Result<(), J> {
        let mut lines = self.lock();
        let closed = lines.is_closed;
        let line = match lane {
            Lane::Desk => &mut lines.desk,
            Lane::Public => &mut lines.public,
        };
        if closed || line.len() >= self.room {
            return Err(job);
        }
        line.push_back(job);
        self.arrived.notify_one();
        Ok(())
    }

    /// Waits for work and takes at most `most` jobs, the desk's first. `None` once the queue is closed and empty.
    pub(super) fn take(&self, most: usize) -> Option<Vec<J>> {
        let mut lines = self.lock();
        loop {
            let desk = lines.desk.len().min(most);
            let public = lines.public.len().min(most - desk);
            if desk + public > 0 {
                let mut jobs: Vec<J> = lines.desk.drain(..desk).collect();
                jobs.extend(lines.public.drain(..public));
                return Some(jobs);
            }
            if lines.is_closed {
                return None;
            }
            lines = self.arrived.wait(lines).unwrap_or_else(PoisonError::into_inner);
        }
    }

    /// Lets nobody in any more; what waits is still served.
    pub(super) fn close(&self) {
        self.lock().is_closed = true;
        self.arrived.notify_all();
    }

    fn lock(&self) -> MutexGuard<'_, Lines<J>> {
        self.lines.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
