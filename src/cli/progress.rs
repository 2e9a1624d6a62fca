//! Progress of long work on stderr: a bar that moves on a terminal, else nothing, so that a log stays readable.

use std::io::{IsTerminal, Write};
use std::time::{Duration, Instant};

use crate::store::Copied;

const WIDTH: usize = 30;
const BETWEEN: Duration = Duration::from_millis(100);

/// A bar that is drawn at most ten times a second.
pub struct Bar {
    doing: &'static str,
    drawn: Option<Instant>,
    is_terminal: bool,
}

impl Bar {
    /// Says what is being done.
    pub fn start(doing: &'static str) -> Bar {
        eprintln!("{doing} …");
        Bar { doing, drawn: None, is_terminal: std::io::stderr().is_terminal() }
    }

    /// Shows how far it is.
    pub fn tell(&mut self, copied: Copied) {
        let is_new = self.drawn.is_none_or(|at| at.elapsed() >= BETWEEN) || copied.done == copied.total;
        if !self.is_terminal || !is_new {
            return;
        }
        self.drawn = Some(Instant::now());
        let line = line(copied);
        // A terminal that is gone takes nothing away from the work.
        let _ = write!(std::io::stderr(), "\r\x1b[2K{}: {line}", self.doing);
    }
}

impl Drop for Bar {
    fn drop(&mut self) {
        if self.drawn.is_some() {
            eprintln!();
        }
    }
}

fn line(copied: Copied) -> String {
    let share = |of: i64| usize::try_from(copied.done.saturating_mul(of) / copied.total.max(1)).unwrap_or_default();
    let full = share(WIDTH as i64).min(WIDTH);
    format!("[{}{}] {:3} % {}", "#".repeat(full), " ".repeat(WIDTH - full), share(100).min(100), copied.table)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bar_is_as_full_as_the_work_is_done() {
        let half = line(Copied { table: "letter", done: 5, total: 10 });
        assert_eq!(half, format!("[{}{}]  50 % letter", "#".repeat(15), " ".repeat(15)));
        assert!(line(Copied { table: "letter", done: 0, total: 0 }).contains("  0 %"));
    }
}
