//! PostgreSQL without libpq: diesel's synchronous traits over diesel-async's connection, whose sockets live on a small runtime
//! of their own. Callers only park their thread, so it works in plain threads and in tokio's blocking pool alike.

use std::future::Future;
use std::sync::Arc;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, Ordering};

use diesel::connection::{
    CacheSize, Connection, ConnectionSealed, Instrumentation, LoadConnection, MultiConnectionHelper, SimpleConnection,
    TransactionManager, TransactionManagerStatus,
};
use diesel::expression::QueryMetadata;
use diesel::migration::{CREATE_MIGRATIONS_TABLE, MigrationConnection};
use diesel::pg::{FailedToLookupTypeError, Pg, PgMetadataCacheKey, PgMetadataLookup, PgTypeMetadata};
use diesel::query_builder::{Query, QueryFragment, QueryId};
use diesel::result::QueryResult;
use diesel::{ConnectionError, ConnectionResult};
use diesel_async::AsyncPgConnection;
use diesel_async::async_connection_wrapper::{AsyncConnectionWrapper, BlockOn};
use tokio::runtime::{Builder, Handle, Runtime};

use super::postgres_url::Target;
use super::wait::wait_for;

type Inner = AsyncConnectionWrapper<AsyncPgConnection, Parked>;
type InnerManager = <Inner as Connection>::TransactionManager;

/// What every session starts with. English messages are asked for in a statement of its own, since only some roles may set them.
const SESSION: &str = "SET statement_timeout = '30s'; SET lock_timeout = '5s'; \
     SET idle_in_transaction_session_timeout = '60s'; SET client_min_messages = 'warning'";

/// A connection to PostgreSQL.
pub struct PgConn {
    inner: Box<Inner>,
    closed: Arc<AtomicBool>,
}

/// Drives diesel-async's futures by parking: the sockets are served by [`handle`]'s runtime.
pub struct Parked;

impl BlockOn for Parked {
    fn block_on<F: Future>(&self, future: F) -> F::Output {
        wait_for(future)
    }

    fn get_runtime() -> Self {
        Parked
    }
}

/// The runtime that serves every PostgreSQL socket of this process: one thread, since it only moves bytes.
pub(super) fn handle() -> ConnectionResult<Handle> {
    static RUNTIME: OnceLock<Option<Runtime>> = OnceLock::new();
    let start = || Builder::new_multi_thread().worker_threads(1).thread_name("postgres").enable_all().build().ok();
    let runtime = RUNTIME.get_or_init(start).as_ref();
    runtime
        .map(|runtime| runtime.handle().clone())
        .ok_or_else(|| ConnectionError::BadConnection("the thread for PostgreSQL could not be started".into()))
}

impl PgConn {
    /// Connects and sets the session's time limits.
    ///
    /// # Errors
    /// The server is away, or refuses the name, the password or TLS.
    pub(super) fn connect(target: &Target) -> ConnectionResult<PgConn> {
        let (opening, closed) = (target.clone(), Arc::new(AtomicBool::new(false)));
        let ended = Arc::clone(&closed);
        let opened = handle()?.spawn(async move {
            let (client, connection) = opening.open().await?;
            tokio::spawn(async move {
                if let Err(fault) = connection.await {
                    log::debug!("a connection to PostgreSQL ended: {fault}");
                }
                ended.store(true, Ordering::Release);
            });
            client.batch_execute(SESSION).await.map_err(|fault| bad_connection(&fault))?;
            let _only_some_roles_may = client.batch_execute("SET lc_messages = 'C'").await;
            AsyncPgConnection::try_from(client).await
        });
        let inner = wait_for(opened).map_err(|fault| ConnectionError::BadConnection(fault.to_string()))??;
        Ok(PgConn { inner: Box::new(Inner::from(inner)), closed })
    }

    /// Whether the server or the network has closed this connection.
    pub(super) fn is_closed(&self) -> bool {
        self.closed.load(Ordering::Acquire)
    }

    /// Begins a transaction with other words than "BEGIN".
    pub(super) fn begin_with(&mut self, sql: &str) -> QueryResult<()> {
        wait_for(diesel_async::AnsiTransactionManager::begin_transaction_sql(&mut **self.inner, sql))
    }
}

/// The driver's own words leave out the reason; its source has it ("password authentication failed", "UnknownIssuer").
pub(super) fn bad_connection(fault: &tokio_postgres::Error) -> ConnectionError {
    let reason = std::error::Error::source(fault).map(|source| format!(": {source}")).unwrap_or_default();
    ConnectionError::BadConnection(format!("{fault}{reason}"))
}

impl SimpleConnection for PgConn {
    fn batch_execute(&mut self, query: &str) -> QueryResult<()> {
        self.inner.batch_execute(query)
    }
}

impl ConnectionSealed for PgConn {}

impl Connection for PgConn {
    type Backend = Pg;
    type TransactionManager = PgConn;

    fn establish(url: &str) -> ConnectionResult<Self> {
        PgConn::connect(&Target::parse(url)?)
    }

    fn execute_returning_count<T>(&mut self, source: &T) -> QueryResult<usize>
    where
        T: QueryFragment<Pg> + QueryId,
    {
        self.inner.execute_returning_count(source)
    }

    fn transaction_state(&mut self) -> &mut PgConn {
        self
    }

    fn instrumentation(&mut self) -> &mut dyn Instrumentation {
        self.inner.instrumentation()
    }

    fn set_instrumentation(&mut self, instrumentation: impl Instrumentation) {
        self.inner.set_instrumentation(instrumentation);
    }

    fn set_prepared_statement_cache_size(&mut self, size: CacheSize) {
        Connection::set_prepared_statement_cache_size(&mut *self.inner, size);
    }
}

impl LoadConnection for PgConn {
    type Cursor<'conn, 'query> = <Inner as LoadConnection>::Cursor<'conn, 'query>;
    type Row<'conn, 'query> = <Inner as LoadConnection>::Row<'conn, 'query>;

    fn load<'conn, 'query, T>(&'conn mut self, source: T) -> QueryResult<Self::Cursor<'conn, 'query>>
    where
        T: Query + QueryFragment<Pg> + QueryId + 'query,
        Pg: QueryMetadata<T::SqlType>,
    {
        self.inner.load(source)
    }
}

impl TransactionManager<PgConn> for PgConn {
    type TransactionStateData = PgConn;

    fn begin_transaction(conn: &mut PgConn) -> QueryResult<()> {
        InnerManager::begin_transaction(&mut conn.inner)
    }

    fn rollback_transaction(conn: &mut PgConn) -> QueryResult<()> {
        InnerManager::rollback_transaction(&mut conn.inner)
    }

    fn commit_transaction(conn: &mut PgConn) -> QueryResult<()> {
        InnerManager::commit_transaction(&mut conn.inner)
    }

    fn transaction_manager_status_mut(conn: &mut PgConn) -> &mut TransactionManagerStatus {
        InnerManager::transaction_manager_status_mut(&mut conn.inner)
    }
}

impl diesel::r2d2::R2D2Connection for PgConn {
    fn ping(&mut self) -> QueryResult<()> {
        self.batch_execute("SELECT 1")
    }

    fn is_broken(&mut self) -> bool {
        self.is_closed() || InnerManager::is_broken_transaction_manager(&mut self.inner)
    }
}

impl MigrationConnection for PgConn {
    fn setup(&mut self) -> QueryResult<usize> {
        self.batch_execute(CREATE_MIGRATIONS_TABLE).map(|()| 0)
    }
}

/// Stands where the derived backend wants a look-up of custom PostgreSQL types. The store uses none (Text, Integer, BigInt, Bool,
/// Timestamp), and diesel-async's own look-up cannot be carried through `Any`; so this one is a name for "there are none".
struct NoCustomTypes;

impl PgMetadataLookup for NoCustomTypes {
    fn lookup_type(&mut self, name: &str, schema: Option<&str>) -> PgTypeMetadata {
        let key = PgMetadataCacheKey::new(schema.map(|schema| schema.to_owned().into()), name.to_owned().into());
        PgTypeMetadata::from_result(Err(FailedToLookupTypeError::new(key)))
    }
}

type Lookup = <Pg as diesel::sql_types::TypeMetadata>::MetadataLookup;

impl MultiConnectionHelper for PgConn {
    fn to_any<'a>(_: &mut Lookup) -> &mut (dyn std::any::Any + 'a) {
        // A type without fields takes no memory: nothing is leaked.
        Box::leak(Box::new(NoCustomTypes))
    }

    fn from_any(lookup: &mut dyn std::any::Any) -> Option<&mut Lookup> {
        lookup.downcast_mut::<NoCustomTypes>().map(|none| none as &mut Lookup)
    }
}
