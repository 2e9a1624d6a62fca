//! A server with its senders and a relay that records.

use chrono::TimeDelta;
use undersigned::domain::email::EmailAddress;
use undersigned::domain::ids::{CoordinatorId, OutboxId};
use undersigned::jobs::deliver_mail::{Delivery, Office};
use undersigned::mail::transport::SmtpSettings;
use undersigned::store::outbox::{self, About, Mail, MailKind, NewMail, State, lane};
use undersigned::store::{Lane, Store, coordinator};

use super::app::{OPERATOR, TestApp};
use super::database::Database;
use super::smtp_sink::SmtpSink;

/// A server whose mail goes to a sink once its senders are started.
pub struct Post {
    /// Stopped before the server goes.
    delivery: Vec<Delivery>,
    /// The server.
    pub app: TestApp,
    /// The relay.
    pub sink: SmtpSink,
}

impl From<Database> for Post {
    fn from(database: Database) -> Post {
        // The server itself has no relay, so that nothing leaves before the test starts its senders.
        let settings = [("UNDERSIGNED_MAIL_FROM", "Confluence Letters <letters@confluence.example>")];
        Post { delivery: Vec::new(), app: TestApp::with(database, &settings), sink: SmtpSink::start() }
    }
}

impl Post {
    /// Starts senders on this server's store.
    pub fn start(&mut self) {
        self.start_on(self.app.store().clone());
    }

    /// Starts senders on another store of the same database, as another server would.
    pub fn start_on(&mut self, store: Store) {
        let mut config = self.app.site.config.clone();
        config.smtp = Some(SmtpSettings::parse(&self.sink.url()).expect("the sink's URL"));
        let office = Office::new(&config, store, self.app.site.clock.clone());
        self.delivery.push(Delivery::start(&office).expect("senders"));
    }

    /// Stops every sender in order.
    pub fn stop(&mut self) {
        self.delivery.drain(..).for_each(Delivery::stop);
    }

    /// Moves the clock and wakes nobody: senders look by themselves.
    pub fn wait(&self, time: TimeDelta) {
        self.app.wait(time);
    }

    /// Moves the clock and has the senders look at once, as a new mail would.
    pub fn wait_and_look(&self, time: TimeDelta) {
        self.app.wait(time);
        self.app.write(|tx| {
            tx.mail_queued();
            Ok(())
        });
    }

    /// The operator's account; made by the first call.
    pub fn operator_id(&self) -> CoordinatorId {
        let email = EmailAddress::parse(OPERATOR).expect("an address");
        let find = |email: EmailAddress| {
            self.app.store().read_now(move |db| coordinator::find_by_email(db, &email)).expect("the database")
        };
        if find(email.clone()).is_none() {
            self.app.operator();
        }
        find(email).expect("the operator").id
    }

    /// Puts a notice to each address into the outbox, in one transaction.
    pub fn enqueue(&self, to: &[&str], up_to: i32) -> Vec<OutboxId> {
        let (who, now) = (self.operator_id(), self.app.now());
        let to: Vec<_> = to.iter().map(|to| EmailAddress::parse(to).expect("an address")).collect();
        let written = self.app.store().write_now(Lane::Desk, move |tx| {
            let about = About { coordinator: Some(who.clone()), ..About::default() };
            let mut ids = Vec::new();
            for recipient in &to {
                let (lane, kind, about) = (up_to, MailKind::PasswordChanged, about.clone());
                let mail = NewMail { lane, kind, recipient, parameters: &(), about, not_before: now };
                ids.extend(outbox::enqueue(tx, &mail, now)?);
            }
            Ok(ids)
        });
        written.expect("the database")
    }

    /// Puts one notice that somebody waits for into the outbox.
    pub fn enqueue_personal(&self, to: &str) -> OutboxId {
        self.enqueue(&[to], lane::PERSONAL).remove(0)
    }

    /// The row of a mail.
    pub fn row(&self, id: &OutboxId) -> Mail {
        let id = id.clone();
        self.app.store().read_now(move |db| outbox::find(db, &id)).expect("the row")
    }

    /// Waits until a mail is in this state, at most fifteen seconds.
    #[track_caller]
    pub fn wait_for_state(&self, id: &OutboxId, state: State) -> Mail {
        self.wait_for(id, &format!("{state}"), |row| row.state == state)
    }

    /// Waits until a row is as wanted, at most fifteen seconds.
    #[track_caller]
    pub fn wait_for(&self, id: &OutboxId, what: &str, is_there: impl Fn(&Mail) -> bool) -> Mail {
        let limit = std::time::Instant::now() + std::time::Duration::from_secs(15);
        loop {
            let row = self.row(id);
            if is_there(&row) {
                return row;
            }
            assert!(std::time::Instant::now() < limit, "waited for {what}; it is {row:?}");
            std::thread::sleep(std::time::Duration::from_millis(20));
        }
    }

    /// Every mail, the oldest first.
    pub fn rows(&self) -> Vec<Mail> {
        self.app.store().read_now(outbox::list_all).expect("the database")
    }
}

impl Drop for Post {
    fn drop(&mut self) {
        self.stop();
    }
}
