//! Who wants to hear of commits: the hub that makes public pages, the mail job.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{PoisonError, RwLock};

use super::transaction::Effects;

type Hook = Box<dyn Fn(&Effects) + Send + Sync>;

/// The hooks of one store, in the order they were added.
#[derive(Default)]
pub(super) struct Hooks(RwLock<Vec<Hook>>);

impl Hooks {
    pub(super) fn add(&self, hook: Hook) {
        self.0.write().unwrap_or_else(PoisonError::into_inner).push(hook);
    }

    /// Tells every hook; one that panics is logged and stops neither the others nor the writer.
    pub(super) fn fire(&self, effects: &Effects) {
        if effects.is_empty() {
            return;
        }
        for hook in self.0.read().unwrap_or_else(PoisonError::into_inner).iter() {
            if catch_unwind(AssertUnwindSafe(|| hook(effects))).is_err() {
                log::error!("a hook that runs after commits panicked");
            }
        }
    }
}
