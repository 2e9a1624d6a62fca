//! What the server notes about itself: which key the database was made with, whether it was restored.

use diesel::prelude::*;

use crate::domain::switches::Switches;
use crate::error::Result;
use crate::store::schema::setting;
use crate::store::{Db, Tx};

/// The id of the key file that this database's sealed fields need.
pub const KEY_ID: &str = "key_id";
/// While a key is being changed: the id of the new one. Some fields are sealed with it already.
pub const NEXT_KEY_ID: &str = "next_key_id";
/// The id of the coordinator who set the server up.
pub const FIRST_COORDINATOR: &str = "first_coordinator";

/// When `undersigned backup` last wrote a copy, as RFC 3339 to the second.
pub const BACKED_UP_AT: &str = "backed_up_at";
/// "yes" while this database is a restored copy that nobody has released.
const QUARANTINE: &str = "quarantine";

/// Whether this database is a restored copy that nobody has released: no mail leaves, and nothing is published by itself.
pub fn is_quarantined(db: &mut Db<'_>) -> Result<bool> {
    Ok(get(db, QUARANTINE)?.as_deref() == Some("yes"))
}

/// Begins or ends the quarantine.
pub fn set_quarantined(tx: &mut Tx<'_>, quarantined: bool) -> Result<()> {
    set(tx, QUARANTINE, if quarantined { "yes" } else { "no" })
}

/// What the operator has switched off, by its words.
const SWITCHES: &str = "switches";

/// What the operator has switched off.
pub fn switches(db: &mut Db<'_>) -> Result<Switches> {
    Ok(Switches::read(&get(db, SWITCHES)?.unwrap_or_default()))
}

/// Switches off, or on again.
pub fn set_switches(tx: &mut Tx<'_>, switches: &Switches) -> Result<()> {
    set(tx, SWITCHES, &switches.words())
}

/// A note, if it was made.
pub fn get(db: &mut Db<'_>, name: &str) -> Result<Option<String>> {
    Ok(setting::table.find(name).select(setting::value).first(db.conn).optional()?)
}

/// Makes or replaces a note.
pub fn set(tx: &mut Tx<'_>, name: &str, value: &str) -> Result<()> {
    let changed = diesel::update(setting::table.find(name)).set(setting::value.eq(value)).execute(tx.conn)?;
    if changed == 0 {
        diesel::insert_into(setting::table)
            .values((setting::name.eq(name), setting::value.eq(value)))
            .execute(tx.conn)?;
    }
    Ok(())
}

/// Takes a note away.
pub fn forget(tx: &mut Tx<'_>, name: &str) -> Result<()> {
    diesel::delete(setting::table.find(name)).execute(tx.conn)?;
    Ok(())
}

/// Makes a note that nobody has made before; `None` when somebody has.
pub fn claim(tx: &mut Tx<'_>, name: &str, value: &str) -> Result<Option<()>> {
    let row = (setting::name.eq(name), setting::value.eq(value));
    let inserted = tx.try_insert(|conn| diesel::insert_into(setting::table).values(row).execute(conn))?;
    Ok(inserted.map(|_| ()))
}
