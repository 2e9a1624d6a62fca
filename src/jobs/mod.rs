//! What runs by the clock. Each job is one function that can be run at any time, on any number of instances, and twice.

pub mod ask_again;
pub mod close_due_letters;
pub mod close_due_rounds;
pub mod deliver_mail;
pub mod expire_pending;
pub mod forget_old;
pub mod lift_embargoes;
pub mod purge;
pub mod remind_approvers;
pub mod run_imports;
pub mod run_mailings;
pub mod send_digests;
pub mod take_in_mail;
pub mod ticker;
