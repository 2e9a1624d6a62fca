//! One empty database for one test, removed afterwards.

use std::path::PathBuf;

use diesel::connection::SimpleConnection;
use diesel::{Connection, SqliteConnection};
use tempfile::TempDir;
use tokio_postgres::{NoTls, SimpleQueryMessage};

/// Names the PostgreSQL server that `tests/run` starts: a URL of a user who may create databases.
pub const POSTGRES: &str = "UNDERSIGNED_TEST_POSTGRES";

/// An empty database of one test; dropping it removes it.
#[derive(Debug)]
pub struct Database {
    /// As the setting `DATABASE_URL` has it.
    pub url: String,
    /// A folder for everything else that the test writes; SQLite's file is in its folder `data`.
    pub folder: TempDir,
    created: Option<(String, String)>,
}

impl Database {
    /// A SQLite file that does not exist yet.
    pub fn sqlite() -> Database {
        let folder = tempfile::tempdir().expect("a folder for the test");
        std::fs::create_dir(folder.path().join("data")).expect("a folder for the database");
        let url = format!("sqlite://{}", folder.path().join("data/undersigned.db").display());
        Database { url, folder, created: None }
    }

    /// A new database on the server of `tests/run`.
    ///
    /// # Panics
    /// Without that server: a test that needs PostgreSQL fails then, it is not skipped.
    pub fn postgres() -> Database {
        let server = server();
        let name = format!("test_{}", uuid::Uuid::now_v7().simple());
        tell(&server, format!("CREATE DATABASE {name}"));
        let folder = tempfile::tempdir().expect("a folder for the test");
        Database { url: url_of(&server, &name), folder, created: Some((server, name)) }
    }

    /// The database of this run that others are copied from. It outlives its handle; those of runs that ended are removed.
    pub fn told() -> Database {
        let server = server();
        for name in tell(&server, "SELECT datname FROM pg_database WHERE datname LIKE 'test\\_told\\_%'".into()) {
            let process = name.trim_start_matches("test_told_");
            if process == std::process::id().to_string() || !std::path::Path::new("/proc").join(process).exists() {
                tell(&server, format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)"));
            }
        }
        tell(&server, format!("CREATE DATABASE {}", told_name()));
        let folder = tempfile::tempdir().expect("a folder for the test");
        Database { url: url_of(&server, &told_name()), folder, created: None }
    }

    /// Fills this empty database with what [`Database::told`] has.
    pub fn copy_told(&self) {
        let (server, name) = self.created.as_ref().expect("a database of this test");
        let told = told_name();
        // PostgreSQL copies no database that somebody is still connected to.
        tell(server, format!("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{told}'"));
        tell(server, format!("DROP DATABASE {name} WITH (FORCE)"));
        tell(server, format!("CREATE DATABASE {name} TEMPLATE {told}"));
    }

    /// Keeps everybody else from writing to these tables (on SQLite: to any) until it is dropped; reading goes on.
    pub fn hold_writers(&self, tables: &[&str]) -> HeldWriters {
        if !self.is_postgres() {
            let mut conn = SqliteConnection::establish(self.url.trim_start_matches("sqlite://")).expect("the file");
            conn.batch_execute("BEGIN IMMEDIATE").expect("the lock");
            return HeldWriters { _sqlite: Some(conn), _postgres: None };
        }
        let (url, tables) = (self.url.clone(), tables.join(", "));
        let (tell, told) = std::sync::mpsc::channel();
        let (free, freed) = tokio::sync::oneshot::channel::<()>();
        std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
            runtime.block_on(async move {
                let (client, connection) = tokio_postgres::connect(&url, NoTls).await.expect("a connection");
                tokio::spawn(connection);
                let lock = format!("BEGIN; LOCK TABLE {tables} IN EXCLUSIVE MODE");
                client.batch_execute(&lock).await.expect("the lock");
                tell.send(()).expect("the test waits");
                let _dropped = freed.await;
            });
        });
        told.recv().expect("the lock");
        HeldWriters { _sqlite: None, _postgres: Some(free) }
    }

    /// The same database for a second server; the first handle stays the one that removes it.
    pub fn again(&self) -> Database {
        let folder = tempfile::tempdir().expect("a folder for the test");
        Database { url: self.url.clone(), folder, created: None }
    }

    /// Whether this is PostgreSQL.
    pub fn is_postgres(&self) -> bool {
        self.url.starts_with("postgres")
    }

    /// A path inside the test's folder.
    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }
}

/// Nobody writes while it lives.
pub struct HeldWriters {
    _sqlite: Option<SqliteConnection>,
    _postgres: Option<tokio::sync::oneshot::Sender<()>>,
}

impl Drop for Database {
    fn drop(&mut self) {
        if let Some((server, name)) = self.created.take() {
            tell(&server, format!("DROP DATABASE {name} WITH (FORCE)"));
        }
    }
}

fn server() -> String {
    std::env::var(POSTGRES)
        .unwrap_or_else(|_| panic!("{POSTGRES} is not set: run the tests by `tests/run`, which starts PostgreSQL"))
}

fn url_of(server: &str, database: &str) -> String {
    let mut url = url::Url::parse(server).expect("a URL in UNDERSIGNED_TEST_POSTGRES");
    url.set_path(database);
    url.into()
}

fn told_name() -> String {
    format!("test_told_{}", std::process::id())
}

/// Sends one statement to the server, in a thread of its own so that async tests may call it too; gives the first column.
fn tell(server: &str, statement: String) -> Vec<String> {
    let server = server.to_owned();
    let told = std::thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        runtime.block_on(async move {
            let (client, connection) = tokio_postgres::connect(&server, NoTls).await?;
            let talking = tokio::spawn(connection);
            let rows = client.simple_query(&statement).await?;
            drop(client);
            talking.await??;
            let first = |row| match row {
                SimpleQueryMessage::Row(row) => row.get(0).map(str::to_owned),
                _ => None,
            };
            Ok::<Vec<String>, Box<dyn std::error::Error + Send + Sync>>(rows.into_iter().filter_map(first).collect())
        })
    });
    match told.join() {
        Ok(Ok(rows)) => rows,
        // A panic while another is unwinding would hide the first one's message.
        Ok(Err(error)) if !std::thread::panicking() => panic!("PostgreSQL at {POSTGRES} does not answer: {error}"),
        _ => Vec::new(),
    }
}
