//! The real program in this process: its web server on a free port, its database, and a clock that tests move.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::thread::JoinHandle;

use actix_web::dev::ServerHandle;
use actix_web::web::Data;
use chrono::{TimeDelta, Utc};
use undersigned::actions::add_coordinator::{self, Person};
use undersigned::actions::set_up;
use undersigned::app::{self, App};
use undersigned::clock::{Clock, Moment};
use undersigned::config::Config;
use undersigned::domain::email::EmailAddress;
use undersigned::domain::event::Actor;
use undersigned::jobs::deliver_mail::Delivery;
use undersigned::store::outbox::MailKind;
use undersigned::store::{Lane, Store, coordinator, setting};
use undersigned::web::Site;

use super::browser::Browser;
use super::database::Database;

/// The password of everybody in the tests.
pub const PASSWORD: &str = "seven blue herons at dusk";
/// The address of the operator whom [`TestApp::operator`] makes.
pub const OPERATOR: &str = "nadia@confluence.example";

/// A running server.
pub struct TestApp {
    /// What its handlers share.
    pub site: Data<Site>,
    /// `http://127.0.0.1:PORT`.
    pub base: String,
    /// The port it listens on.
    pub port: u16,
    /// Its database; dropped after the server.
    pub database: Database,
    offset: Arc<AtomicI64>,
    handle: ServerHandle,
    thread: Option<JoinHandle<()>>,
    /// Runs only where the test names a relay; other tests look into the outbox.
    delivery: Option<Delivery>,
}

impl From<Database> for TestApp {
    fn from(database: Database) -> TestApp {
        TestApp::with(database, &[])
    }
}

impl TestApp {
    /// A server with some settings of its own, named as in the environment.
    pub fn with(database: Database, settings: &[(&str, &str)]) -> TestApp {
        let key = database.path("keys/undersigned.key").display().to_string();
        let url = database.url.clone();
        let own =
            [("DATABASE_URL", url.as_str()), ("UNDERSIGNED_KEY_FILE", &key), ("UNDERSIGNED_LISTEN", "127.0.0.1:0")];
        let environment = own.iter().chain(settings).map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
        let config = Config::read(&environment.collect(), None).expect("settings of the test");
        let offset = Arc::new(AtomicI64::new(0));
        let hands = offset.clone();
        // It runs on, so that two moments are never the same, and jumps when told.
        let clock = Clock::from_fn(move || Utc::now() + TimeDelta::seconds(hands.load(Ordering::SeqCst)));
        let mut app = App::build(config, clock).expect("a server");
        let door = app.bind().expect("a free port");
        let port = match &door {
            app::Door::Tcp(listener) => listener.local_addr().expect("an address").port(),
            app::Door::Unix(_) => 0,
        };
        let has_relay = app.config.smtp.is_some();
        let delivery = has_relay.then(|| app.deliver_mail().expect("mail senders"));
        let (site, base) = (app.site(), app.config.link(""));
        let (tell, told) = std::sync::mpsc::channel();
        let served = site.clone();
        let thread = std::thread::spawn(move || {
            actix_web::rt::System::new().block_on(async move {
                let server = app::server(served, door, Some(2)).expect("a web server");
                tell.send(server.handle()).expect("the test waits");
                server.await.expect("serving");
            });
        });
        let handle = told.recv().expect("the server's handle");
        TestApp { site, base, port, database, offset, handle, thread: Some(thread), delivery }
    }

    /// The database, for tests that must look into a table or prepare one.
    pub fn store(&self) -> &Store {
        &self.site.store
    }

    /// The moment on the server's clock.
    pub fn now(&self) -> Moment {
        self.site.now()
    }

    /// Moves the server's clock on.
    pub fn wait(&self, time: TimeDelta) {
        self.offset.fetch_add(time.num_seconds(), Ordering::SeqCst);
    }

    /// What the server's clockwork does with lists that are being imported; gives with how many.
    pub fn run_imports(&self) -> usize {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
        runtime.block_on(undersigned::jobs::run_imports::run(self.store(), self.now())).expect("the database")
    }

    /// A browser of its own, with an empty cookie jar.
    pub fn browser(&self) -> Browser {
        Browser::new(&self.base)
    }

    /// The path of the set-up link that an empty server prints.
    pub fn set_up_path(&self) -> String {
        let now = self.now();
        let secret = self.store().write_now(Lane::Desk, move |tx| set_up::set_up_link(tx, now)).expect("the database");
        format!("/setup/{}", secret.expect("an empty server"))
    }

    /// The operator's signed-in browser; the first call sets the server up.
    pub fn operator(&self) -> Browser {
        let set_up = self.store().read_now(|db| setting::get(db, setting::FIRST_COORDINATOR)).expect("the database");
        let browser = self.browser();
        if set_up.is_none() {
            let fields = [("name", "Nadia Benali"), ("email", OPERATOR), ("password", PASSWORD)];
            browser.submit(&self.set_up_path(), &fields).expect_status(303);
        }
        browser.sign_in(OPERATOR, PASSWORD).expect_status(303);
        browser
    }

    /// A signed-in coordinator who is no operator, with an account made for them.
    pub fn coordinator(&self, name: &str, email: &str) -> Browser {
        let path = self.password_path_for(name, email);
        let browser = self.browser();
        browser.submit(&path, &[("password", PASSWORD)]).expect_status(303);
        browser.sign_in(email, PASSWORD).expect_status(303);
        browser
    }

    /// Makes an account as the command line does and gives the path of its link.
    pub fn password_path_for(&self, name: &str, email: &str) -> String {
        let email = EmailAddress::parse(email).expect("an address");
        let (now, name) = (self.now(), name.to_owned());
        let secret = self.store().write_now(Lane::Desk, move |tx| {
            let who = match coordinator::find_by_email(tx, &email)? {
                Some(who) => who,
                None => {
                    let person = Person { name: name.clone(), email: email.clone(), is_operator: false };
                    add_coordinator::add(tx, &person, &Actor::Command, now)?
                }
            };
            add_coordinator::first_link(tx, &who, now)
        });
        format!("/password/{}", secret.expect("the database"))
    }

    /// Which mails wait in the outbox, and for whom, the oldest first.
    pub fn queued_mail(&self) -> Vec<(MailKind, String)> {
        use undersigned::store::outbox;
        let queued = self.store().read_now(|db| {
            let rows = outbox::list_all(db)?;
            rows.iter().map(|row| Ok((row.kind, row.recipient(db)?))).collect::<undersigned::error::Result<Vec<_>>>()
        });
        queued.expect("the database")
    }
}

impl Drop for TestApp {
    fn drop(&mut self) {
        // Sent at once; the answer is the end of the thread.
        drop(self.handle.stop(false));
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}
