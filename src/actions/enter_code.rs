//! The codes of a mail, typed: they lead to the same page as its link, and nowhere else. Wrong ones are counted for the
//! letter, across clients and servers, so that nobody tries them all.

use chrono::TimeDelta;

use crate::clock::Moment;
use crate::error::Result;
use crate::store::letter::Letter;
use crate::store::token::{self, Purpose, Subject, TokenRow};
use crate::store::{Tx, letter, limit};

/// How long the link works that a code leads to, in hours; the code itself works as long as the letter collects.
pub const LINK_HOURS: i64 = 24;
/// The most wrong codes for one letter in an hour, from everybody together. With 26^8 codes and 5,000 of them mailed, a
/// hit takes some thirty years at this pace.
const WRONG_AN_HOUR: i32 = 150;

/// What typing the codes led to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Entered {
    /// The secret of a new link to the signing page.
    Link(String),
    /// No such codes.
    Unknown,
    /// Too many wrong ones for this letter lately; not even a right one is taken.
    TooMany,
}

/// Looks the codes up and makes a link to the page that the mail's own link leads to. A code that was taken back is as
/// unknown as one that never was.
pub fn enter_code(tx: &mut Tx<'_>, letter_code: &str, code: &str, now: Moment) -> Result<Entered> {
    let Some(letter) = letter_of(tx, letter_code)? else { return Ok(Entered::Unknown) };
    let key = tx.keys.blind_index("wrong codes", letter.id.as_str());
    if limit::counted(tx, &key, TimeDelta::hours(1), now)? >= WRONG_AN_HOUR {
        return Ok(Entered::TooMany);
    }
    let found = token::find_code(tx, &letter.id, code)?.filter(|row| row.revoked_at.is_none());
    let Some(TokenRow { invitation_id, is_test, .. }) = found else {
        limit::count(tx, &key, TimeDelta::hours(1), WRONG_AN_HOUR, now)?;
        return Ok(Entered::Unknown);
    };
    let subject = Subject { letter: Some(letter.id), invitation: invitation_id, ..Subject::default() };
    let until = now + TimeDelta::hours(LINK_HOURS);
    token::mint(tx, Purpose::Sign, subject, Some(until), is_test, now).map(Entered::Link)
}

/// The letter with this code. The codes are made from the letters' ids, so the opened letters are gone through: hundreds,
/// while each costs a microsecond.
fn letter_of(tx: &mut Tx<'_>, typed: &str) -> Result<Option<Letter>> {
    for id in letter::list_opened(tx)? {
        if token::letter_code(tx, &id) == typed {
            return letter::find(tx, &id).map(Some);
        }
    }
    Ok(None)
}
