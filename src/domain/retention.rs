//! How long personal data is kept. The purge job acts on these numbers and `/privacy` prints them, so the promise and the
//! deed cannot differ.

/// Days after publication, and after signing, at which names and addresses of the people who signed are erased.
pub const CONTACTS_KEPT_DAYS: i64 = 90;
/// Days after publication, and after signing, at which withheld names are erased.
pub const WITHHELD_KEPT_DAYS: i64 = 30;
/// Days after publication, and after closing, at which a letter's invitations are erased.
pub const INVITATIONS_KEPT_DAYS: i64 = 30;
/// Days after closing at which all three are erased when the letter was never published.
pub const UNPUBLISHED_KEPT_DAYS: i64 = 180;
/// Days after the conveners withdrew a letter that was never public at which all three are erased.
pub const WITHDRAWN_LETTER_KEPT_DAYS: i64 = 30;
/// Days after which a signature that expired, was refused or was withdrawn is erased.
pub const ENDED_KEPT_DAYS: i64 = 14;
/// Days after a round of comments ended at which it is erased: who was asked, and what they said.
pub const COMMENTS_KEPT_DAYS: i64 = 90;
/// Days for which the traces of mails, caught mails and old links are kept.
pub const TRACES_KEPT_DAYS: i64 = 30;
/// Days for which an uploaded list waits to be finished.
pub const IMPORT_KEPT_DAYS: i64 = 7;
/// Days for which tries are counted against the limits.
pub const COUNTERS_KEPT_DAYS: i64 = 2;
/// Hours after which the longest session is over.
pub const SESSION_HOURS: i64 = 24;
/// The longest that an address waits to be confirmed, in days.
pub const PENDING_KEPT_DAYS: i64 = 14;
