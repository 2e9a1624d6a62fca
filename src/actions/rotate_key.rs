//! Changing the key that fields are sealed with. It is noted before the first field and after the last, so that whoever comes
//! upon a change that was cut off knows which two keys are needed, and no server starts meanwhile.

use crate::clock::Moment;
use crate::domain::event::{Actor, PublicEffect, Verb};
use crate::error::Result;
use crate::store::{Db, Tx, event, setting};

/// Which keys the database says it needs.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Noted {
    /// The id of the key it was made with or has been changed to.
    pub key: Option<String>,
    /// The id of the key it is being changed to.
    pub next: Option<String>,
}

impl Noted {
    /// Reads it; a database without a schema notes nothing.
    pub fn read(db: &mut Db<'_>) -> Result<Noted> {
        Ok(Noted { key: setting::get(db, setting::KEY_ID)?, next: setting::get(db, setting::NEXT_KEY_ID)? })
    }
}

/// Notes that fields begin to be sealed with another key.
pub fn begin(tx: &mut Tx<'_>, next: &str) -> Result<()> {
    setting::set(tx, setting::NEXT_KEY_ID, next)
}

/// Notes that all of them are.
pub fn complete(tx: &mut Tx<'_>, next: &str, now: Moment) -> Result<()> {
    setting::set(tx, setting::KEY_ID, next)?;
    event::record(tx, now, &Actor::Command, Verb::RotateKey, None, None, PublicEffect::None)
}

/// Notes that the new key file is in its place.
pub fn end(tx: &mut Tx<'_>) -> Result<()> {
    setting::forget(tx, setting::NEXT_KEY_ID)
}
