//! Sealing every field again with another key, some hundred at a time, so that it can be stopped anywhere and taken up again.
//! A field tells by which key it is sealed; those that have the new one are passed by.

use diesel::prelude::*;
use diesel::sql_types::{BigInt, Text};

use crate::error::Result;
use crate::store::schema::TABLES;
use crate::store::{Db, Keys, Tx};

/// How many fields one transaction seals again.
const AT_ONCE: usize = 500;

/// A column of sealed fields: the table, and the column's name without `_sealed`.
pub type Column = (&'static str, &'static str);

/// Every column of sealed fields.
pub fn columns() -> impl Iterator<Item = Column> {
    let sealed = |table: &'static super::copy::Table| {
        table.columns.iter().filter_map(move |column| Some((table.name, column.strip_suffix("_sealed")?)))
    };
    TABLES.iter().flat_map(sealed)
}

/// How far a column is.
#[derive(Debug, Clone, Default)]
pub struct Step {
    /// Fields that were sealed again.
    pub sealed: usize,
    /// Rows whose field does not open with the old key, and is left as it is.
    pub closed: Vec<String>,
    /// The row to go on behind; none when the column is done.
    pub next: Option<String>,
}

#[derive(QueryableByName)]
struct Field {
    #[diesel(sql_type = Text)]
    id: String,
    #[diesel(sql_type = Text)]
    sealed: String,
}

#[derive(QueryableByName)]
struct Count {
    #[diesel(sql_type = BigInt)]
    fields: i64,
}

/// How many fields are not sealed with this key.
pub fn count_others(db: &mut Db<'_>, new: &Keys) -> Result<i64> {
    let mut all = 0;
    for (table, column) in columns() {
        let query = format!("SELECT count(*) AS fields FROM {table} WHERE {column}_sealed NOT LIKE $1");
        let count: Count = diesel::sql_query(query).bind::<Text, _>(sealed_with(new)).get_result(db.conn)?;
        all += count.fields;
    }
    Ok(all)
}

/// Seals some fields of a column again, in the order of their rows, from behind `after` on.
pub fn reseal_some(tx: &mut Tx<'_>, (table, column): Column, new: &Keys, after: &str) -> Result<Step> {
    let query = format!(
        "SELECT id, {column}_sealed AS sealed FROM {table}
         WHERE id > $1 AND {column}_sealed NOT LIKE $2 ORDER BY id LIMIT {AT_ONCE}"
    );
    let fields: Vec<Field> =
        diesel::sql_query(query).bind::<Text, _>(after).bind::<Text, _>(sealed_with(new)).load(tx.conn)?;
    let update = format!("UPDATE {table} SET {column}_sealed = $1 WHERE id = $2");
    let mut step = Step::default();
    if fields.len() == AT_ONCE {
        step.next = fields.last().map(|field| field.id.clone());
    }
    for field in fields {
        let Ok(plain) = tx.keys.open(table, column, &field.id, &field.sealed) else {
            step.closed.push(field.id);
            continue;
        };
        let sealed = new.seal(table, column, &field.id, &plain);
        diesel::sql_query(&update).bind::<Text, _>(sealed).bind::<Text, _>(&field.id).execute(tx.conn)?;
        step.sealed += 1;
    }
    Ok(step)
}

/// How every field begins that this key sealed.
fn sealed_with(keys: &Keys) -> String {
    format!("1.{}.%", keys.key_id())
}
