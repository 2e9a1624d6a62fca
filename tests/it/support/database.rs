//! One empty database for one test, removed afterwards.

use std::path::PathBuf;

use tempfile::TempDir;
use tokio_postgres::NoTls;

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
        let server = std::env::var(POSTGRES)
            .unwrap_or_else(|_| panic!("{POSTGRES} is not set: run the tests by `tests/run`, which starts PostgreSQL"));
        let name = format!("test_{}", uuid::Uuid::now_v7().simple());
        tell(&server, format!("CREATE DATABASE {name}"));
        let mut url = url::Url::parse(&server).expect("a URL in UNDERSIGNED_TEST_POSTGRES");
        url.set_path(&name);
        let folder = tempfile::tempdir().expect("a folder for the test");
        Database { url: url.into(), folder, created: Some((server, name)) }
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

impl Drop for Database {
    fn drop(&mut self) {
        if let Some((server, name)) = self.created.take() {
            tell(&server, format!("DROP DATABASE {name} WITH (FORCE)"));
        }
    }
}

/// Sends one statement to the server, in a thread of its own so that async tests may call it too.
fn tell(server: &str, statement: String) {
    let server = server.to_owned();
    let told = std::thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        runtime.block_on(async move {
            let (client, connection) = tokio_postgres::connect(&server, NoTls).await?;
            let talking = tokio::spawn(connection);
            client.batch_execute(&statement).await?;
            drop(client);
            talking.await??;
            Ok::<(), Box<dyn std::error::Error + Send + Sync>>(())
        })
    });
    match told.join() {
        Ok(Ok(())) => {}
        // A panic while another is unwinding would hide the first one's message.
        Ok(Err(error)) if !std::thread::panicking() => panic!("PostgreSQL at {POSTGRES} does not answer: {error}"),
        _ => {}
    }
}
