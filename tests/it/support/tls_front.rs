//! PostgreSQL behind TLS: a front that takes encrypted connections and hands what they say to the server of the tests.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use tokio::io::{AsyncReadExt, AsyncWriteExt, copy_bidirectional};
use tokio::net::{TcpListener, TcpStream};
use tokio::runtime::Runtime;
use tokio_rustls::TlsAcceptor;

use super::database::Database;
use super::smtp_sink::Certificate;

/// The first eight bytes of a client that wants TLS: a length and the code 1234.5679 (PostgreSQL's protocol, SSLRequest).
const SSL_REQUEST: [u8; 8] = [0, 0, 0, 8, 0x04, 0xd2, 0x16, 0x2f];

/// The front; it ends when dropped.
pub struct TlsFront {
    port: u16,
    counted: Arc<Counted>,
    _runtime: Runtime,
}

#[derive(Default)]
struct Counted {
    encrypted: AtomicUsize,
    plain: AtomicUsize,
}

impl TlsFront {
    /// Takes connections for the server of this database; without a certificate it answers that it has no TLS.
    pub fn start(database: &Database, certificate: Option<&Certificate>) -> TlsFront {
        let url = url::Url::parse(&database.url).expect("a URL");
        let server = format!("{}:{}", url.host_str().expect("a host"), url.port().expect("a port"));
        let runtime =
            tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().expect("threads");
        let listener = runtime.block_on(TcpListener::bind("127.0.0.1:0")).expect("a port");
        let port = listener.local_addr().expect("an address").port();
        let counted = Arc::new(Counted::default());
        let acceptor = certificate.map(|certificate| TlsAcceptor::from(certificate.server_config()));
        let seen = Arc::clone(&counted);
        runtime.spawn(async move {
            while let Ok((client, _)) = listener.accept().await {
                tokio::spawn(carry(client, acceptor.clone(), server.clone(), Arc::clone(&seen)));
            }
        });
        TlsFront { port, counted, _runtime: runtime }
    }

    /// The database's URL through this front.
    pub fn url(&self, database: &Database, sslmode: &str) -> String {
        let mut url = url::Url::parse(&database.url).expect("a URL");
        url.set_host(Some("localhost")).expect("a host");
        url.set_port(Some(self.port)).expect("a port");
        url.query_pairs_mut().append_pair("sslmode", sslmode);
        url.into()
    }

    /// Connections that spoke TLS.
    pub fn encrypted(&self) -> usize {
        self.counted.encrypted.load(Ordering::SeqCst)
    }

    /// Connections that said anything else in the clear.
    pub fn plain(&self) -> usize {
        self.counted.plain.load(Ordering::SeqCst)
    }
}

async fn carry(mut client: TcpStream, acceptor: Option<TlsAcceptor>, server: String, counted: Arc<Counted>) {
    let mut first = [0; 8];
    let asked = client.read_exact(&mut first).await.is_ok() && first == SSL_REQUEST;
    let Some(acceptor) = acceptor.filter(|_| asked) else {
        // Whoever goes on after this answer does so in the clear.
        let goes_on = !asked || (client.write_all(b"N").await.is_ok() && client.read_u8().await.is_ok());
        counted.plain.fetch_add(usize::from(goes_on), Ordering::SeqCst);
        return;
    };
    if client.write_all(b"S").await.is_err() {
        return;
    }
    let (Ok(mut client), Ok(mut server)) = (acceptor.accept(client).await, TcpStream::connect(server).await) else {
        return;
    };
    counted.encrypted.fetch_add(1, Ordering::SeqCst);
    // A connection that ends, ends the carrying.
    copy_bidirectional(&mut client, &mut server).await.ok();
}
