//! Everything a database holds, as text, to prove that nothing was written.

use diesel::prelude::*;
use diesel::sql_types::Text;

use super::app::TestApp;

/// What may change when a page is opened (contract, URLs): the session's clock and the counters of limits.
const EXCEPTED: [&str; 2] = ["session", "limit_counter"];

#[derive(QueryableByName)]
struct Line {
    #[diesel(sql_type = Text)]
    line: String,
}

impl TestApp {
    /// Every row of every table, sorted.
    pub fn dump(&self) -> String {
        let is_postgres = self.database.is_postgres();
        let dump = self.store().read_now(|db| {
            let mut lines = |query: &str| -> Vec<String> {
                let rows: Vec<Line> = diesel::sql_query(query).load(db.conn).unwrap_or_else(|fault| panic!("{query}: {fault}"));
                rows.into_iter().map(|row| row.line).collect()
            };
            let tables = if is_postgres {
                "SELECT table_name::text AS line FROM information_schema.tables WHERE table_schema = 'public' ORDER BY 1"
            } else {
                "SELECT name AS line FROM sqlite_master WHERE type = 'table' ORDER BY 1"
            };
            let mut dump = String::new();
            for table in lines(tables).into_iter().filter(|table| !EXCEPTED.contains(&table.as_str())) {
                let rows = if is_postgres {
                    format!("SELECT t::text AS line FROM \"{table}\" t ORDER BY 1")
                } else {
                    let columns = lines(&format!("SELECT 'quote(\"' || name || '\")' AS line FROM pragma_table_info('{table}')"));
                    format!("SELECT {} AS line FROM \"{table}\" ORDER BY 1", columns.join(" || '|' || "))
                };
                dump.push_str(&format!("## {table}\n{}\n", lines(&rows).join("\n")));
            }
            Ok(dump)
        });
        dump.expect("the database")
    }
}
