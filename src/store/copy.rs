//! Carries every row of a database into another one, whichever of the two systems either is. Rows go as they are, without a
//! look at what they mean: a copy must also succeed for a database that a fault has damaged.

use chrono::NaiveDateTime;
use diesel::connection::SimpleConnection;
use diesel::result::QueryResult;
use diesel::sql_types::{BigInt, Bool, Integer, Nullable, Text, Timestamp};

use super::connection::Conn;
use super::schema::TABLES;

/// How far a copy has come, in rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Copied {
    /// The table that is being copied.
    pub table: &'static str,
    /// Rows written so far.
    pub done: i64,
    /// Rows there are.
    pub total: i64,
}

/// Empties the second database and fills it with the rows of the first, inside the transaction that is open on each. Foreign
/// keys are looked at when all rows are there, so that the order of the tables does not matter.
pub(super) fn copy_all(from: &mut Conn, to: &mut Conn, tell: &mut dyn FnMut(Copied)) -> QueryResult<i64> {
    let mut total = 0;
    for table in TABLES {
        total += (table.count)(from)?;
    }
    check_keys_later(to)?;
    for table in TABLES {
        (table.clear)(to)?;
    }
    let mut done = 0;
    for table in TABLES {
        let mut start = 0;
        loop {
            let rows = (table.carry)(from, to, start)?;
            (start, done) = (start + rows, done + rows);
            tell(Copied { table: table.name, done, total });
            if rows < AT_ONCE {
                break;
            }
        }
    }
    check_keys_now(to)?;
    Ok(done)
}

/// PostgreSQL can put off the check only of keys that are declared so; these are, until the end of this transaction.
fn check_keys_later(conn: &mut Conn) -> QueryResult<()> {
    match conn {
        Conn::Sqlite(_) => conn.batch_execute("PRAGMA defer_foreign_keys = ON"),
        Conn::Pg(_) => conn.batch_execute(&alter_keys("DEFERRABLE INITIALLY DEFERRED")),
    }
}

/// SQLite checks by itself when the transaction commits.
fn check_keys_now(conn: &mut Conn) -> QueryResult<()> {
    match conn {
        Conn::Sqlite(_) => Ok(()),
        Conn::Pg(_) => {
            conn.batch_execute("SET CONSTRAINTS ALL IMMEDIATE")?;
            conn.batch_execute(&alter_keys("NOT DEFERRABLE"))
        }
    }
}

fn alter_keys(how: &str) -> String {
    format!(
        "DO $$ DECLARE fk record; BEGIN
            FOR fk IN SELECT conrelid::regclass AS place, conname FROM pg_constraint
                WHERE contype = 'f' AND connamespace = current_schema()::regnamespace
            LOOP EXECUTE format('ALTER TABLE %s ALTER CONSTRAINT %I {how}', fk.place, fk.conname); END LOOP;
        END $$"
    )
}

/// Rows held in memory at once.
pub(super) const AT_ONCE: i64 = 2_000;

/// The Rust type of a column, for both databases.
pub(super) trait Native {
    type Rust;
}

macro_rules! native {
    ($($sql:ty => $rust:ty),+ $(,)?) => {$(
        impl Native for $sql {
            type Rust = $rust;
        }
        impl Native for Nullable<$sql> {
            type Rust = Option<$rust>;
        }
    )+};
}

native!(Text => String, Integer => i32, BigInt => i64, Bool => bool, Timestamp => NaiveDateTime);

/// A table whose rows can be carried.
pub(super) struct Table {
    /// Its name in both databases.
    pub name: &'static str,
    /// The names of its columns.
    pub columns: &'static [&'static str],
    /// How many rows it has.
    pub count: fn(&mut Conn) -> QueryResult<i64>,
    /// Deletes its rows.
    pub clear: fn(&mut Conn) -> QueryResult<usize>,
    /// Copies rows from the first connection to the second: as many as [`AT_ONCE`] from this one on, in the order of their
    /// keys. Gives how many there were.
    pub carry: fn(&mut Conn, &mut Conn, i64) -> QueryResult<i64>,
}

/// What diesel's `table!` writes, and how to carry its rows. A column that the copy forgets does not compile.
macro_rules! table {
    ($table:ident ($($key:ident),+) { $($column:ident -> $type:ident $(<$inner:ident>)?,)+ }) => {
        diesel::table! {
            $table ($($key),+) { $($column -> $type $(<$inner>)?,)+ }
        }

        const _: () = {
            use diesel::prelude::*;
            use diesel::sql_types::*;

            #[derive(Queryable, Insertable)]
            #[diesel(table_name = $table)]
            #[diesel(treat_none_as_default_value = false)]
            struct Row {
                $($column: <$type $(<$inner>)? as $crate::store::copy::Native>::Rust,)+
            }

            impl $table::table {
                pub(super) const CARRIED: $crate::store::copy::Table = $crate::store::copy::Table {
                    name: stringify!($table),
                    columns: &[$(stringify!($column)),+],
                    count: |conn| $table::table.count().get_result(conn),
                    clear: |conn| diesel::delete($table::table).execute(conn),
                    carry: |from, to, start| {
                        let rows: Vec<Row> = $table::table
                            .order(($($table::$key,)+))
                            .limit($crate::store::copy::AT_ONCE)
                            .offset(start)
                            .load(from)?;
                        for row in &rows {
                            diesel::insert_into($table::table).values(row).execute(to)?;
                        }
                        Ok(i64::try_from(rows.len()).unwrap_or(i64::MAX))
                    },
                };
            }
        };
    };
}

/// Names every table once, for queries over several and for the copy.
macro_rules! all_tables {
    ($($table:ident,)+) => {
        diesel::allow_tables_to_appear_in_same_query!($($table,)+);

        /// Every table, for the copy.
        pub(super) const TABLES: &[super::copy::Table] = &[$($table::table::CARRIED),+];
    };
}

pub(super) use {all_tables, table};
