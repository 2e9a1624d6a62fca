//! `kill -9` three times and a pause in the middle of two thousand invitations: nobody is written to twice without a flag, and
//! nobody is forgotten. The real binary, a real database, a real relay.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use chrono::TimeDelta;
use diesel::prelude::*;
use undersigned::store::outbox::{self, MailKind, State};
use undersigned::store::{Tx, schema};

use crate::support::app::{OPERATOR, PASSWORD};
use crate::support::smtp_sink::SmtpSink;
use crate::support::{Database, Desk, Program, TestApp};

const INVITED: usize = 2000;
/// Mails that can be in senders' hands at a kill: one for each.
const IN_HAND: usize = 5;
const KILLS: usize = 3;

fn invitations(app: &TestApp) -> Vec<outbox::Mail> {
    let all = app.store().read_now(outbox::list_all).expect("the database");
    all.into_iter().filter(|mail| mail.kind == MailKind::Invitation).collect()
}

fn wait_for(sink: &SmtpSink, count: usize) {
    let limit = Instant::now() + Duration::from_secs(120);
    while sink.mails().len() < count {
        assert!(Instant::now() < limit, "{} of {count} mails came", sink.mails().len());
        std::thread::sleep(Duration::from_millis(5));
    }
}

/// Says of what the dead held that its time is over, so that the test need not wait two minutes for it.
fn end_leases(app: &TestApp) {
    let past = app.now() - TimeDelta::hours(1);
    app.write(move |tx: &mut Tx<'_>| {
        use schema::outbox::dsl;
        diesel::update(dsl::outbox.filter(dsl::lease_until.is_not_null()))
            .set(dsl::lease_until.eq(Some(past)))
            .execute(tx.conn)?;
        Ok(())
    });
}

on_both! {
    fn two_thousand_invitations_three_kills_and_a_pause(database: Database) {
        let key = database.path("keys/undersigned.key").display().to_string();
        let app = TestApp::with(database.again(), &[("UNDERSIGNED_KEY_FILE", &key)]);
        // Sent two minutes ago, so that the minute of undo is over.
        app.wait(TimeDelta::minutes(-2));
        let desk = Desk::open(&app);
        let rows: String = (0..INVITED).map(|n| format!("Organisation {n}\tinfo@n{n}.example\n")).collect();
        let check = desk.accept_columns(&desk.paste(&format!("Organisation\tE-mail\n{rows}")));
        desk.import(&check);
        let form = crate::support::campaign::compose(&desk.get("mail"), "send");
        let job = desk.browser.send_form(&form).expect_status(303).location().expect("the job");
        app.wait(TimeDelta::minutes(2));
        carry_on(&app);
        assert_eq!(invitations(&app).len(), INVITED);

        let sink = SmtpSink::start();
        let mut program = Program::start(&database, &[("UNDERSIGNED_SMTP_URL", &sink.url())]);
        wait_for(&sink, 200);
        program.kill();
        end_leases(&app);
        program.restart();
        wait_for(&sink, 600);
        program.kill();
        end_leases(&app);
        program.restart();
        wait_for(&sink, 900);
        let browser = program.browser();
        browser.sign_in(OPERATOR, PASSWORD).expect_status(303);
        browser.submit(&job, &[("action", "pause")]).expect_status(303);
        std::thread::sleep(Duration::from_millis(1000));
        let paused = sink.mails().len();
        std::thread::sleep(Duration::from_millis(2500));
        assert_eq!(sink.mails().len(), paused, "a paused mailing sends nothing");
        browser.get(&job).expect_text("Paused");
        // A pause outlasts a kill.
        program.kill();
        end_leases(&app);
        program.restart();
        std::thread::sleep(Duration::from_millis(2500));
        assert_eq!(sink.mails().len(), paused, "and a new server does not forget it");
        let browser = program.browser();
        browser.sign_in(OPERATOR, PASSWORD).expect_status(303);
        browser.submit(&job, &[("action", "resume")]).expect_status(303);
        drained(&app);

        let states = invitations(&app);
        let mut came: BTreeMap<String, usize> = BTreeMap::new();
        sink.mails().into_iter().filter(|mail| mail.to != OPERATOR).for_each(|mail| *came.entry(mail.to).or_default() += 1);
        let twice: Vec<_> = came.iter().filter(|(_, copies)| **copies > 1).collect();
        assert!(twice.is_empty(), "written to twice: {twice:?}");
        let unknown = states.iter().filter(|mail| mail.state == State::Unknown).count();
        let sent = states.iter().filter(|mail| mail.state == State::Sent).count();
        println!("{sent} sent, {unknown} of unknown outcome, {} arrived", came.len());
        assert_eq!(sent + unknown, INVITED, "nobody is forgotten");
        assert!(unknown <= KILLS * IN_HAND, "{unknown} are flagged");
        assert!((sent..=sent + unknown).contains(&came.len()), "who did not get one is flagged as unknown");
        browser.get(&job).expect_text(&format!("{INVITED} of {INVITED}"));
        program.stop();
    }
}

/// What the server's clockwork does with a mailing whose mails are not all written.
fn carry_on(app: &TestApp) {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    runtime.block_on(undersigned::jobs::run_mailings::run(app.store(), app.now())).expect("the database");
}

/// Waits until every invitation has ended.
fn drained(app: &TestApp) {
    let limit = Instant::now() + Duration::from_secs(180);
    loop {
        let open = invitations(app).iter().filter(|mail| mail.ended_at.is_none()).count();
        if open == 0 {
            return;
        }
        assert!(Instant::now() < limit, "{open} invitations still wait");
        std::thread::sleep(Duration::from_millis(200));
    }
}
