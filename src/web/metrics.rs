//! A few numbers for the operator's own monitoring, on a private port only.

use std::fmt::Write;
use std::sync::atomic::{AtomicU64, Ordering};

use actix_web::http::StatusCode;

/// Counters since the start of this process.
#[derive(Debug, Default)]
pub struct Metrics {
    by_class: [AtomicU64; 5],
}

impl Metrics {
    /// Counts one answered request.
    pub fn count(&self, status: StatusCode) {
        let class = usize::from(status.as_u16() / 100).saturating_sub(1);
        if let Some(counter) = self.by_class.get(class) {
            counter.fetch_add(1, Ordering::Relaxed);
        }
    }

    /// The counters in the text format of Prometheus; `outbox` is the number of mails in each state.
    pub fn to_text(&self, outbox: &[(String, i64)]) -> String {
        let mut text = String::from(
            "# HELP undersigned_requests_total Answered requests by class of status.\n\
             # TYPE undersigned_requests_total counter\n",
        );
        for (class, counter) in self.by_class.iter().enumerate() {
            let count = counter.load(Ordering::Relaxed);
            let _ = writeln!(text, "undersigned_requests_total{{class=\"{}xx\"}} {count}", class + 1);
        }
        text.push_str("# HELP undersigned_outbox Mails in the outbox by state.\n# TYPE undersigned_outbox gauge\n");
        for (state, count) in outbox {
            let _ = writeln!(text, "undersigned_outbox{{state=\"{state}\"}} {count}");
        }
        text
    }
}
