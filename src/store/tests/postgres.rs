//! What only a server has: encrypted connections, restarts, other servers that listen.

use std::process::Command;
use std::sync::mpsc;
use std::time::Instant;

use diesel::connection::SimpleConnection;
use diesel::sql_types::{Bool, Text};

use super::*;
use crate::error::Error;
use crate::store::Notice;
use crate::store::postgres::PgConn;
use crate::store::postgres_url::Target;

const SOON: Duration = Duration::from_secs(10);

fn connect(url: &url::Url) -> diesel::ConnectionResult<PgConn> {
    PgConn::connect(&Target::parse(url.as_str())?)
}

fn superuser() -> Option<(url::Url, PgConn)> {
    let url = url::Url::parse(&std::env::var("UNDERSIGNED_TEST_POSTGRES").ok()?).unwrap();
    let conn = connect(&url).unwrap();
    Some((url, conn))
}

/// Cuts every connection to the sandbox's database, as a restart of the server does.
fn cut_connections(sandbox: &Sandbox, root: &mut PgConn) {
    let name = url::Url::parse(&sandbox.url).unwrap().path().trim_start_matches('/').to_owned();
    root.batch_execute(&format!(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}' AND backend_type = 'client backend'"
    ))
    .unwrap();
}

fn eventually(what: &str, mut is_so: impl FnMut() -> bool) {
    let began = Instant::now();
    while !is_so() {
        assert!(began.elapsed() < SOON, "{what}");
        std::thread::sleep(Duration::from_millis(20));
    }
}

#[test]
fn a_server_that_is_away_is_busy() {
    let opened = Store::open("postgres://nobody:secret@127.0.0.1:1/none", Arc::new(Keys::for_tests())).map(drop);
    assert!(matches!(&opened, Err(Error::Busy(why)) if !why.contains("secret")), "{opened:?}");
}

#[test]
fn a_server_that_goes_away_is_busy_and_comes_back_by_itself() {
    let Some((_, mut root)) = superuser() else { return };
    let sandbox = on_postgres(short()).unwrap();
    let name = url::Url::parse(&sandbox.url).unwrap().path().trim_start_matches('/').to_owned();
    sandbox.store.write_now(Lane::Public, |tx| put(tx, 1)).unwrap();
    root.batch_execute(&format!("ALTER DATABASE {name} ALLOW_CONNECTIONS false")).unwrap();
    cut_connections(&sandbox, &mut root);
    eventually("reads say busy", || matches!(sandbox.store.read_now(ids), Err(Error::Busy(_))));
    assert!(matches!(sandbox.store.write_now(Lane::Public, |tx| put(tx, 2)), Err(Error::Busy(_))));
    root.batch_execute(&format!("ALTER DATABASE {name} ALLOW_CONNECTIONS true")).unwrap();
    eventually("writes go on", || sandbox.store.write_now(Lane::Public, |tx| put(tx, 3)).is_ok());
    assert_eq!(sandbox.store.read_now(ids).unwrap(), [1, 3]);
}

#[test]
fn a_connection_that_breaks_in_the_middle_of_a_write_is_not_noticed() {
    let Some((_, mut root)) = superuser() else { return };
    let sandbox = on_postgres(short()).unwrap();
    let mut breaks = true;
    let pid = |tx: &mut Tx<'_>| -> Result<i32> {
        Ok(diesel::select(diesel::dsl::sql::<diesel::sql_types::Integer>("pg_backend_pid()")).get_result(tx.conn)?)
    };
    let written = sandbox.store.write_now(Lane::Public, move |tx| {
        put(tx, 1)?;
        if std::mem::take(&mut breaks) {
            root.batch_execute(&format!("SELECT pg_terminate_backend({})", pid(tx)?)).unwrap();
            std::thread::sleep(Duration::from_millis(100));
        }
        put(tx, 2)
    });
    written.unwrap();
    assert_eq!(sandbox.store.read_now(ids).unwrap(), [1, 2]);
}

#[test]
fn servers_hear_each_other_but_not_themselves_and_reconnect() {
    let Some((_, mut root)) = superuser() else { return };
    let sandbox = on_postgres(short()).unwrap();
    let other = Store::open(&sandbox.url, Arc::new(Keys::for_tests())).unwrap();
    let (tell, heard) = mpsc::channel();
    let own = tell.clone();
    sandbox.store.on_notify(move |notice| drop(own.send(("here", notice.clone())))).unwrap();
    other.on_notify(move |notice| drop(tell.send(("there", notice.clone())))).unwrap();
    let mut connected = [heard.recv_timeout(SOON).unwrap(), heard.recv_timeout(SOON).unwrap()];
    connected.sort_by_key(|(who, _)| *who);
    assert_eq!(connected, [("here", Notice::Missed), ("there", Notice::Missed)]);

    sandbox.store.notify("first".into());
    assert_eq!(heard.recv_timeout(SOON).unwrap(), ("there", Notice::Message("first".into())));
    // Sent within the pause after "first", so they leave together and equal ones are one.
    (0..50).for_each(|_| sandbox.store.notify("again".into()));
    assert_eq!(heard.recv_timeout(SOON).unwrap(), ("there", Notice::Message("again".into())));
    assert!(heard.recv_timeout(Duration::from_millis(400)).is_err());

    cut_connections(&sandbox, &mut root);
    assert_eq!(heard.recv_timeout(SOON).unwrap().1, Notice::Missed);
    assert_eq!(heard.recv_timeout(SOON).unwrap().1, Notice::Missed);
    other.notify("back".into());
    assert_eq!(heard.recv_timeout(SOON).unwrap(), ("here", Notice::Message("back".into())));
}

#[test]
fn an_encrypted_connection_needs_a_certificate_of_the_named_authority_for_the_named_host() {
    let Some((mut url, mut root)) = superuser() else { return };
    let made = Certificates::make();
    made.install(&mut root);
    url.set_host(Some("localhost")).unwrap();
    let with = |mode: &str, ca: Option<&str>, host: &str| {
        let mut url = url.clone();
        url.set_host(Some(host)).unwrap();
        url.query_pairs_mut().append_pair("sslmode", mode);
        if let Some(ca) = ca {
            url.query_pairs_mut().append_pair("sslrootcert", made.folder.path().join(ca).to_str().unwrap());
        }
        connect(&url).map(|mut conn| is_encrypted(&mut conn))
    };
    eventually("the server offers TLS", || matches!(with("require", Some("ca.crt"), "localhost"), Ok(true)));
    assert!(with("verify-full", Some("ca.crt"), "localhost").unwrap());
    assert!(with("prefer", Some("ca.crt"), "localhost").unwrap());
    assert!(!with("disable", Some("ca.crt"), "localhost").unwrap());
    let refused = with("require", Some("other.crt"), "localhost");
    assert!(refused.as_ref().is_err_and(|fault| fault.to_string().contains("certificate")), "{refused:?}");
    assert!(with("require", None, "localhost").is_err(), "no public authority made it");
    assert!(with("require", Some("ca.crt"), "127.0.0.1").is_err(), "the certificate names localhost only");
    assert!(with("require", Some("missing.crt"), "localhost").is_err());
    for setting in ["ssl", "ssl_cert_file", "ssl_key_file"] {
        root.batch_execute(&format!("ALTER SYSTEM RESET {setting}")).unwrap();
    }
    root.batch_execute("SELECT pg_reload_conf()").unwrap();
}

#[derive(QueryableByName)]
struct Encrypted {
    #[diesel(sql_type = Bool)]
    ssl: bool,
}

fn is_encrypted(conn: &mut PgConn) -> bool {
    let asked = "SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()";
    diesel::sql_query(asked).get_result::<Encrypted>(conn).unwrap().ssl
}

/// An authority, another one, and a certificate of the first for "localhost".
struct Certificates {
    folder: tempfile::TempDir,
}

impl Certificates {
    fn make() -> Certificates {
        let folder = tempfile::tempdir().unwrap();
        let script = "set -e
            new='-newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes'
            for ca in ca other; do
                openssl req -x509 $new -keyout $ca.key -out $ca.crt -subj /CN=$ca -days 2 \
                    -addext basicConstraints=critical,CA:TRUE
            done
            openssl req $new -keyout server.key -out server.csr -subj /CN=localhost
            printf 'subjectAltName=DNS:localhost\\n' > names
            openssl x509 -req -in server.csr -CA ca.crt -CAkey ca.key -CAcreateserial -out server.crt -days 2 -extfile names";
        let ran = Command::new("sh").args(["-c", script]).current_dir(folder.path()).output().unwrap();
        assert!(ran.status.success(), "{}", String::from_utf8_lossy(&ran.stderr));
        Certificates { folder }
    }

    /// Puts key and certificate into the server's own folder, as a superuser may, and turns TLS on.
    fn install(&self, root: &mut PgConn) {
        for (file, setting) in [("server.key", "ssl_key_file"), ("server.crt", "ssl_cert_file")] {
            let text = std::fs::read_to_string(self.folder.path().join(file)).unwrap();
            let target = format!("undersigned-test-{file}");
            root.batch_execute(&format!(
                "COPY (SELECT unnest(string_to_array('{}', E'\\n'))) TO PROGRAM 'umask 077 && cat > {target}'",
                text.trim_end()
            ))
            .unwrap();
            root.batch_execute(&format!("ALTER SYSTEM SET {setting} = '{target}'")).unwrap();
        }
        root.batch_execute("ALTER SYSTEM SET ssl = on").unwrap();
        root.batch_execute("SELECT pg_reload_conf()").unwrap();
    }
}

#[derive(QueryableByName)]
struct Setting {
    #[diesel(sql_type = Text)]
    value: String,
}

#[test]
fn sessions_have_time_limits() {
    let Some((_, mut root)) = superuser() else { return };
    let mut show = |name: &str| {
        let asked = format!("SELECT current_setting('{name}') AS value");
        diesel::sql_query(asked).get_result::<Setting>(&mut root).unwrap().value
    };
    assert_eq!([show("statement_timeout"), show("lock_timeout"), show("timezone")], ["30s", "5s", "UTC"]);
}
