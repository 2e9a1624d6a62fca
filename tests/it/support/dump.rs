//! Everything a database holds, as text: to prove that nothing was written, or that a copy is equal.

use std::path::Path;

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
        let tables = if self.database.is_postgres() {
            "SELECT table_name::text AS line FROM information_schema.tables WHERE table_schema = 'public' ORDER BY 1"
        } else {
            "SELECT name AS line FROM sqlite_master WHERE type = 'table' ORDER BY 1"
        };
        let tables = self.lines(tables).into_iter().filter(|table| !EXCEPTED.contains(&table.as_str()));
        tables.map(|table| format!("## {table}\n{}\n", self.table(&table).join("\n"))).collect()
    }

    /// Every row of a table, sorted.
    pub fn table(&self, table: &str) -> Vec<String> {
        if self.database.is_postgres() {
            return self.lines(&format!("SELECT t::text AS line FROM \"{table}\" t ORDER BY 1"));
        }
        let columns = format!("SELECT 'quote(\"' || name || '\")' AS line FROM pragma_table_info('{table}')");
        let columns = self.lines(&columns).join(" || '|' || ");
        self.lines(&format!("SELECT {columns} AS line FROM \"{table}\" ORDER BY 1"))
    }

    /// The steps by which SQLite answers a statement.
    pub fn plan(&self, statement: &str) -> Vec<String> {
        #[derive(QueryableByName)]
        struct Step {
            #[diesel(sql_type = Text)]
            detail: String,
        }
        let steps = self.store().read_now(|db| {
            let steps: Vec<Step> = diesel::sql_query(format!("EXPLAIN QUERY PLAN {statement}")).load(db.conn)?;
            Ok(steps.into_iter().map(|step| step.detail).collect())
        });
        steps.unwrap_or_else(|fault| panic!("{statement}: {fault}"))
    }

    /// Table and column of every reference to these tables.
    pub fn references_to(&self, parents: &[&str]) -> Vec<(String, String)> {
        let query = if self.database.is_postgres() {
            "SELECT conrelid::regclass || '.' || a.attname || '.' || confrelid::regclass AS line FROM pg_constraint c
             JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1] WHERE contype = 'f'"
        } else {
            "SELECT m.name || '.' || f.\"from\" || '.' || f.\"table\" AS line FROM sqlite_master m, pragma_foreign_key_list(m.name) f
             WHERE m.type = 'table'"
        };
        let lines = self.lines(query);
        let parts = lines.iter().map(|line| line.split('.').collect::<Vec<_>>());
        let wanted = parts.filter(|parts| parents.contains(&parts[2]));
        wanted.map(|parts| (parts[0].to_owned(), parts[1].to_owned())).collect()
    }

    /// The columns of a table that are the first of an index.
    pub fn indexed_columns(&self, table: &str) -> Vec<String> {
        if self.database.is_postgres() {
            return self.lines(&format!(
                "SELECT a.attname::text AS line FROM pg_index i
                 JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = i.indkey[0] WHERE indrelid = '{table}'::regclass"
            ));
        }
        self.lines(&format!(
            "SELECT c.name AS line FROM pragma_index_list('{table}') i, pragma_index_info(i.name) c WHERE c.seqno = 0"
        ))
    }

    /// The column `line` of what a query finds.
    pub fn lines(&self, query: &str) -> Vec<String> {
        let found = self.store().read_now(|db| {
            let rows: Vec<Line> =
                diesel::sql_query(query).load(db.conn).unwrap_or_else(|fault| panic!("{query}: {fault}"));
            Ok(rows.into_iter().map(|row| row.line).collect())
        });
        found.expect("the database")
    }
}

/// Every row of every table of a SQLite file, as text, in a fixed order.
pub fn rows(file: &Path) -> Vec<String> {
    let mut conn = SqliteConnection::establish(&file.display().to_string()).expect("a SQLite file");
    let mut ask = |query: String| -> Vec<String> {
        let lines: Vec<Line> = diesel::sql_query(query).load(&mut conn).expect("an answer");
        lines.into_iter().map(|line| line.line).collect()
    };
    let mut rows = Vec::new();
    for table in ask("SELECT name AS line FROM sqlite_master WHERE type = 'table' ORDER BY 1".into()) {
        // When each migration ran is no row of ours.
        let columns = if table.starts_with("__") {
            vec!["version".to_owned()]
        } else {
            ask(format!("SELECT name AS line FROM pragma_table_info('{table}') ORDER BY name"))
        };
        let columns: Vec<String> = columns.iter().map(|name| format!("'{name}', \"{name}\"")).collect();
        let all = ask(format!("SELECT json_object({}) AS line FROM \"{table}\" ORDER BY 1", columns.join(", ")));
        rows.extend(all.into_iter().map(|row| format!("{table} {row}")));
    }
    rows
}
