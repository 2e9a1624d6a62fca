//! Verbs: one file each. An action asks the domain, writes, queues mail and records an event, in the caller's one
//! transaction. No HTML, no HTTP, no clock: `now` is an argument.

pub mod add_coordinator;
pub mod begin;
pub mod cancel_sending;
pub mod close;
pub mod confirm;
pub mod correct;
pub mod decline;
pub mod disable_coordinator;
pub mod forgot_password;
pub mod hide;
pub mod import_list;
pub mod invite;
pub mod list;
pub mod open;
pub mod publish;
pub mod refuse;
pub mod release;
pub mod restore;
pub mod revoke_invitation;
pub mod save_draft;
pub mod send_again;
pub mod send_mailing;
pub mod set_details;
pub mod set_name;
pub mod set_password;
pub mod set_up;
pub mod share_link;
pub mod sign;
pub mod sign_in;
pub mod sign_out;
pub mod suspend;
pub mod undo;
pub mod withdraw;
pub mod withdraw_letter;
pub mod withhold;
