//! Nothing that people wait for goes through a whole table: every statement of a letter's life is asked for its plan, and every
//! reference to rows that are deleted has an index.

use std::collections::BTreeSet;
use std::sync::Mutex;

use chrono::TimeDelta;
use diesel::connection::{Instrumentation, InstrumentationEvent, set_default_instrumentation};
use undersigned::jobs::{expire_pending, forget_old, lift_embargoes, purge, remind_approvers, run_mailings};
use undersigned::store::Lane;
use undersigned::store::outbox;

use crate::support::asking::REQUEST;
use crate::support::checking::signing;
use crate::support::{Database, Desk, Guest, TYPED, TestApp, changed};

/// Tables that grow with the people who are asked and who sign.
const LARGE: [&str; 9] =
    ["signature", "outbox", "token", "invitation", "contact", "organisation", "event", "limit_counter", "caught_mail"];

static STATEMENTS: Mutex<BTreeSet<String>> = Mutex::new(BTreeSet::new());

/// Notes the statements of the connections to one file.
struct Listener {
    is_ours: bool,
}

/// Names the file, for connections of other tests run at the same time.
static FILE: Mutex<String> = Mutex::new(String::new());

impl Instrumentation for Listener {
    fn on_connection_event(&mut self, event: InstrumentationEvent<'_>) {
        match event {
            InstrumentationEvent::StartEstablishConnection { url, .. } => {
                let file = FILE.lock().unwrap();
                self.is_ours = !file.is_empty() && url.contains(file.as_str());
            }
            InstrumentationEvent::StartQuery { query, .. } if self.is_ours => {
                let text = query.to_string();
                let statement = text.split(" -- binds").next().unwrap_or_default().to_owned();
                STATEMENTS.lock().unwrap().insert(statement);
            }
            _ => {}
        }
    }
}

fn on_runtime<T>(work: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime").block_on(work)
}

/// A letter's life: asked, signed by every way, checked, published, read, withdrawn from; and what the jobs do.
fn live(app: &TestApp) {
    let desk = Desk::open_in_public(app);
    for name in ["named", "quiet", "silent", "asking", "passing", "lost"] {
        desk.invite(name, &format!("info@{name}.example")).expect_status(303);
    }
    let sign = |path: &str, name: &'static str, email: &'static str, listing: &'static str| {
        let typed = [("organisation_name", name), ("email", email), ("listing", listing), ("action", "sign")];
        app.browser().submit(&format!("{path}/sign"), &changed(&TYPED, &typed)).expect_status(303);
    };
    let invited = app.sign_path(&desk.letter, &desk.invitation_of("info@named.example"), false);
    app.browser().submit(&invited, &[("action", "visit")]).expect_status(303);
    sign(&invited, "named", "info@named.example", "named");
    sign(
        &app.sign_path(&desk.letter, &desk.invitation_of("info@quiet.example"), false),
        "quiet",
        "info@quiet.example",
        "withheld",
    );
    sign(&app.join_path(&desk.letter), "joiner", "info@joiner.example", "named");
    let silent = app.sign_path(&desk.letter, &desk.invitation_of("info@silent.example"), false);
    app.browser().submit(&format!("{silent}/decline"), &[("action", "decline")]).expect_status(303);
    let joined = app.signatures(&desk.letter).pop().expect("a signature");
    app.browser().submit(&app.confirm_path(&joined), &[("action", "confirm")]).expect_status(303);
    ask(app, &desk);
    app.invite(&desk.letter, &Guest::default());
    for row in app.signatures(&desk.letter) {
        desk.decide(&row.id, "list").expect_status(303);
    }
    let pages = [
        "signatures",
        "signatures?show=listed",
        "invitations",
        "mail",
        "mail?kind=reminder",
        "mail?kind=thanks",
        "dates",
        "publish",
        "log",
        "safety",
        "invitations/import",
    ];
    pages.iter().for_each(|page| drop(desk.get(page)));
    let rows: String = (0..600).map(|nth| format!("Circle {nth}\tinfo@circle-{nth}.example\n")).collect();
    let check = desk.accept_columns(&desk.paste(&format!("Organisation\tE-mail\n{rows}")));
    desk.import(&check);
    let sent = desk.browser.send_form(&crate::support::campaign::compose(&desk.get("mail"), "send")).expect_status(303);
    desk.browser.get(&sent.location().expect("the job")).expect_status(200);
    desk.browser.submit(&sent.location().expect("the job"), &[("action", "pause")]).expect_status(303);
    desk.browser.submit(&sent.location().expect("the job"), &[("action", "resume")]).expect_status(303);
    desk.get(&format!("invitations/{}", desk.invitation_of("info@silent.example")));
    let end = (app.now() + TimeDelta::days(2)).format("%Y-%m-%dT%H:%M").to_string();
    let line = "Banks, Salma, salma@banks.example, LB";
    desk.submit("comments", &[("action", "start"), ("closes_at", &end), ("people", line)]).expect_status(303);
    let comments = crate::commenting::link(&desk, "salma@banks.example");
    app.browser().submit(&comments, &[("comment-title", "Too long.")]).expect_status(200);
    desk.get("comments");
    desk.submit("press/previews", &[("action", "make"), ("name", "Ines")]).expect_status(303);
    let preview = desk.get("press/previews").texts_of("td a.address").pop().expect("a link");
    let preview = format!("/preview/{}", preview.rsplit('/').next().unwrap_or_default());
    app.browser().submit(&preview, &[("action", "accept")]).expect_status(303);
    desk.submit("languages", &[("action", "add"), ("tag", "ar")]).expect_status(303);
    let link = desk.get("languages/ar").texts_of("a.address").pop().expect("a link");
    let link = format!("/translate/{}", link.rsplit('/').next().unwrap_or_default());
    app.browser().send_form(&app.browser().get(&link).form("save")).expect_status(303);
    desk.get("languages");
    desk.submit("languages/ar", &[("action", "revoke")]).expect_status(303);
    desk.publish();
    desk.submit("corrections", &[("action", "add"), ("note", "A note.")]).expect_status(303);
    app.browser().get("/letters/no-such-address").expect_status(404);
    let public = desk.public_path();
    ["", "/changes", "/signatories", "/signatories.csv", "/versions/1"].iter().for_each(|page| {
        app.browser().get(&format!("{public}{page}")).expect_status(200);
    });
    sign(&public, "late", "info@late.example", "named");
    let mine = app.mine_path(&joined);
    app.browser().submit(&mine, &[("action", "withhold"), ("withheld_place", "none")]).expect_status(303);
    app.browser().submit(&mine, &[("action", "withdraw")]).expect_status(303);
    app.wait(TimeDelta::minutes(2));
    let now = app.now();
    let leased = app.store().write_now(Lane::Public, move |tx| {
        outbox::reclaim(tx, outbox::Hands::Dead, now)?;
        outbox::lease_due(tx, "a sender", outbox::lane::BULK, 50, now)
    });
    assert!(!leased.expect("mails").is_empty());
    assert!(app.store().read_now(|db| outbox::has_due(db, outbox::lane::BULK, now)).is_ok());
    app.wait(TimeDelta::days(200));
    let now = app.now();
    on_runtime(async {
        lift_embargoes::run(app.store(), now).await.expect("a job");
        expire_pending::run(app.store(), now).await.expect("a job");
        forget_old::run(app.store(), now).await.expect("a job");
        purge::run(app.store(), now).await.expect("a job");
        run_mailings::run(app.store(), now).await.expect("a job");
    });
}

/// One asks its own people, who approve, and its other contact suspends; another passes the invitation on.
fn ask(app: &TestApp, desk: &Desk<'_>) {
    let asking = app.sign_path(&desk.letter, &desk.invitation_of("info@asking.example"), false);
    let request = changed(&REQUEST, &[("organisation_name", "asking")]);
    app.browser().submit(&format!("{asking}/approve-request"), &request).expect_status(303);
    on_runtime(remind_approvers::run(app.store(), app.now())).expect("a job");
    let approve = app.approve_path(&desk.letter, "karim@riverbanks.example");
    app.browser().get(&approve).expect_status(200);
    app.browser().submit(&approve, &[("action", "approve")]).expect_status(303);
    let passing = app.sign_path(&desk.letter, &desk.invitation_of("info@passing.example"), false);
    let to = [("email", "colleague@passing.example"), ("action", "hand_over")];
    app.browser().submit(&format!("{passing}/hand-over"), &to).expect_status(303);
    let dead = app.sign_path(&desk.letter, &desk.invitation_of("info@lost.example"), false);
    app.revoke(dead.rsplit('/').next().unwrap_or_default());
    let browser = app.browser();
    let page = browser.get(&dead).expect_status(410);
    browser.post_from(&page, &dead, &[("action", "new_link")]).expect_status(303);
    app.browser().submit("/code", &[("letter", "ABCD"), ("code", "ABCDEFGH"), ("action", "open")]).expect_status(422);
}

#[test]
fn no_statement_of_a_letters_life_goes_through_a_whole_table() {
    let database = Database::sqlite();
    *FILE.lock().unwrap() = database.path("data").display().to_string();
    set_default_instrumentation(|| Some(Box::new(Listener { is_ours: false }))).expect("a listener");
    let app = TestApp::from(database);
    live(&app);
    set_default_instrumentation(|| None).expect("no listener");
    FILE.lock().unwrap().clear();
    let statements = std::mem::take(&mut *STATEMENTS.lock().unwrap());
    let asked: Vec<&String> = statements
        .iter()
        .filter(|text| ["SELECT", "UPDATE", "DELETE"].iter().any(|verb| text.trim_start().starts_with(verb)))
        // Only these tests read all mail there is, to find a link.
        .filter(|text| !text.ends_with("FROM `outbox` ORDER BY `outbox`.`id`"))
        .collect();
    assert!(asked.len() > 100, "only {} statements were heard", asked.len());
    let mut slow = Vec::new();
    for statement in asked {
        for step in app.plan(statement) {
            let words: Vec<&str> = step.split_whitespace().collect();
            // The index holds those only that wait for a confirmation, so going through all of it is what is wanted.
            let is_few = step.ends_with("USING INDEX signature_unconfirmed");
            if words.first() == Some(&"SCAN") && LARGE.contains(&words.get(1).copied().unwrap_or_default()) && !is_few {
                slow.push(format!("{step}: {statement}"));
            }
        }
    }
    assert!(slow.is_empty(), "{} statements:\n{}", slow.len(), slow.join("\n"));
}

/// Rows of these tables are deleted; the database looks for what refers to them.
const DELETED: [&str; 2] = ["invitation", "organisation"];

on_both! {
    fn every_reference_to_rows_that_are_deleted_has_an_index(app) {
        let mut bare = BTreeSet::new();
        for (table, column) in app.references_to(&DELETED) {
            if !app.indexed_columns(&table).contains(&column) {
                bare.insert(format!("{table}.{column}"));
            }
        }
        assert!(bare.is_empty(), "{bare:?}");
    }

    fn jobs_that_find_nothing_wait_for_nobody_who_writes(app) {
        let desk = Desk::open(&app);
        desk.pending(&signing("Slow Forum", "slow@forum.example"));
        let now = app.now();
        let _held = app.database.hold_writers(&["signature", "session", "limit_counter", "event"]);
        let begun = std::time::Instant::now();
        let found = on_runtime(async {
            Ok::<_, undersigned::error::Error>(expire_pending::run(app.store(), now).await? + forget_old::run(app.store(), now).await?)
        });
        assert_eq!(found.expect("nothing to write"), 0);
        assert!(begun.elapsed() < std::time::Duration::from_secs(2), "{:?}", begun.elapsed());
    }
}
