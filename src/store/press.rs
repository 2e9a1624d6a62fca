//! A letter's press kit, sealed: before publication the numbers and addresses in it are nobody's business.

use diesel::prelude::*;

use crate::clock::Moment;
use crate::domain::ids::LetterId;
use crate::domain::press::PressKit;
use crate::error::{Error, Result};
use crate::store::schema::press_kit;
use crate::store::{Db, Tx};

/// The kit and its version, which counts its changes; an empty one of version 0 where none was saved.
pub fn find(db: &mut Db<'_>, letter: &LetterId) -> Result<(PressKit, i32)> {
    let row: Option<(String, i32)> =
        press_kit::table.find(letter).select((press_kit::kit_sealed, press_kit::version)).first(db.conn).optional()?;
    let Some((sealed, version)) = row else { return Ok((PressKit::default(), 0)) };
    let json = db.keys.open("press_kit", "kit", letter.as_str(), &sealed)?;
    let kit = serde_json::from_str(&json).map_err(|fault| Error::internal("reading a press kit", fault))?;
    Ok((kit, version))
}

/// Saves the kit if nobody saved it since `based_on`; `false` when somebody did.
pub fn save(tx: &mut Tx<'_>, letter: &LetterId, kit: &PressKit, based_on: i32, now: Moment) -> Result<bool> {
    let json = serde_json::to_string(kit).map_err(|fault| Error::internal("keeping a press kit", fault))?;
    let sealed = tx.keys.seal("press_kit", "kit", letter.as_str(), &json);
    if based_on == 0 {
        let row = (
            press_kit::id.eq(letter),
            press_kit::kit_sealed.eq(&sealed),
            press_kit::version.eq(1),
            press_kit::changed_at.eq(now),
        );
        return Ok(tx.try_insert(|conn| diesel::insert_into(press_kit::table).values(row).execute(conn))?.is_some());
    }
    let rows = diesel::update(press_kit::table.find(letter).filter(press_kit::version.eq(based_on)))
        .set((press_kit::kit_sealed.eq(sealed), press_kit::version.eq(based_on + 1), press_kit::changed_at.eq(now)))
        .execute(tx.conn)?;
    Ok(rows == 1)
}
