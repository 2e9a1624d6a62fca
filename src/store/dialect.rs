//! The few statements that the two databases say differently. Prefer the portable set (ids made in Rust, an insert in a
//! savepoint, an UPDATE guarded by its WHERE); what cannot be said in it stands here, with the reason.

use diesel::connection::Connection;
use diesel::prelude::*;
use diesel::query_builder::{AstPass, Query, QueryFragment, QueryId};
use diesel::sql_types::{BigInt, Text};
use diesel::sqlite::Sqlite;

use super::connection::{Conn, MultiBackend};

/// Sends a query that both backends understand but the derived one does not declare (upsert, batch insert): each backend
/// writes it down in its own words. `Both(insert_into(t).values(v).on_conflict(t::id).do_nothing()).execute(db.conn)`.
pub struct Both<Q>(pub Q);

impl<Q> QueryFragment<MultiBackend> for Both<Q>
where
    Q: QueryFragment<diesel::pg::Pg> + QueryFragment<Sqlite>,
{
    fn walk_ast<'b>(&'b self, pass: AstPass<'_, 'b, MultiBackend>) -> QueryResult<()> {
        MultiBackend::walk_variant_ast(&self.0, pass)
    }
}

impl<Q> QueryId for Both<Q> {
    type QueryId = ();
    const HAS_STATIC_QUERY_ID: bool = false;
}

impl<Q: Query> Query for Both<Q> {
    type SqlType = Q::SqlType;
}

impl<Q> RunQueryDsl<Conn> for Both<Q> {}

#[derive(QueryableByName)]
struct Found {
    #[diesel(sql_type = BigInt)]
    found: i64,
}

/// Whether a table of this name exists; each database lists its tables elsewhere.
pub(super) fn table_exists(conn: &mut Conn, name: &str) -> QueryResult<bool> {
    let listing = match conn {
        Conn::Pg(_) => {
            "SELECT count(*) AS found FROM pg_tables WHERE tablename = $1 AND schemaname = ANY (current_schemas(false))"
        }
        Conn::Sqlite(_) => "SELECT count(*) AS found FROM sqlite_master WHERE type = 'table' AND name = $1",
    };
    let row: Found = diesel::sql_query(listing).bind::<Text, _>(name).get_result(conn)?;
    Ok(row.found > 0)
}

/// Whether there is any table at all. On PostgreSQL other programs' tables may stand beside ours, so there it says no.
pub(super) fn any_table(conn: &mut Conn) -> QueryResult<bool> {
    let Conn::Sqlite(_) = conn else { return Ok(false) };
    let listing = "SELECT count(*) AS found FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'";
    let row: Found = diesel::sql_query(listing).get_result(conn)?;
    Ok(row.found > 0)
}

/// Runs `work` in a transaction that takes SQLite's write lock at once: one that reads first and writes later would be refused
/// if another process wrote in between.
pub(super) fn writing<T, E: From<diesel::result::Error>>(
    conn: &mut Conn,
    work: impl FnOnce(&mut Conn) -> Result<T, E>,
) -> Result<T, E> {
    let Conn::Sqlite(sqlite) = conn else {
        return conn.transaction(work);
    };
    diesel::connection::AnsiTransactionManager::begin_transaction_sql(sqlite, "BEGIN IMMEDIATE")?;
    match work(conn) {
        Ok(value) => super::transaction::commit(conn).map(|()| value).map_err(E::from),
        Err(fault) => {
            let _first_fault_counts = super::transaction::roll_back_to(conn, 0);
            Err(fault)
        }
    }
}
