//! Mails as they arrive: what the headers say, where the links lead, and what no mail says.

use chrono::TimeDelta;
use diesel::prelude::*;
use undersigned::domain::ids::InvitationId;
use undersigned::store::outbox::{self, State};
use undersigned::store::token::{self, Purpose};
use undersigned::store::{Lane, invitation, letter, schema};

use crate::support::post::Post;
use crate::support::{Answer, Desk, TestApp, changed};

/// Sends the mailing as the compose page proposes it, with some fields changed.
fn send(desk: &Desk<'_>, changed: &[(&str, &str)], action: &str) -> Answer {
    let page = desk.get("mail");
    let mut fields = page.fields_of("form.compose");
    for (name, value) in changed {
        match fields.iter_mut().find(|(known, _)| known == name) {
            Some(field) => (*value).clone_into(&mut field.1),
            None => fields.push(((*name).to_owned(), (*value).to_owned())),
        }
    }
    fields.push(("action".to_owned(), action.to_owned()));
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    desk.browser.post(&desk.path("mail"), &fields).expect_status(if action == "send" { 303 } else { 200 })
}

fn path_of(link: &str) -> String {
    url::Url::parse(link).expect("a link").path().to_owned()
}

fn secret_of(link: &str) -> String {
    link.rsplit('/').next().expect("a secret").to_owned()
}

fn invitations(desk: &Desk<'_>) -> Vec<InvitationId> {
    let id = desk.letter.clone();
    let rows = desk.app.store().read_now(move |db| invitation::list(db, &id)).expect("the database");
    rows.into_iter().map(|row| row.0.id).collect()
}

const WORDS: [(&str, &str); 4] = [
    ("from_name", "Ilse Amberg, River Witness Network"),
    ("reply_to", "ilse@riverwitness.example"),
    ("subject", "Will {organisation} sign by Friday?"),
    ("message", "Dear {name},\n\nwill {organisation} sign “{title}” by {deadline}?\n\n{link}"),
];

on_both! {
    fn an_invitation_arrives_with_its_own_words_link_and_headers(post: Post) {
        let mut post = post;
        let desk = Desk::open(&post.app);
        desk.invite("جمعية ضفاف", "salma@difaf.example");
        send(&desk, &WORDS, "send");
        drop(desk);
        post.start();
        post.wait(TimeDelta::seconds(61));
        let mail = post.sink.wait_for_mail_to("salma@difaf.example");
        assert_eq!(mail.subject(), "Will جمعية ضفاف sign by Friday?");
        assert_eq!(mail.addresses("From"), ["letters@confluence.example"]);
        assert_eq!(mail.names("From"), ["Ilse Amberg, River Witness Network"]);
        assert_eq!(mail.addresses("Reply-To"), ["ilse@riverwitness.example"]);
        assert_eq!(mail.addresses("To"), ["salma@difaf.example"]);
        assert_eq!(mail.from, "letters@confluence.example");
        assert_eq!(mail.header("List-Unsubscribe-Post").as_deref(), Some("List-Unsubscribe=One-Click"));
        assert_eq!(mail.header("Auto-Submitted"), None, "a person pressed Send");

        let link = mail.link("/sign/");
        assert!(link.starts_with(&post.app.base), "{link}");
        let text = mail.text();
        let in_one_line = text.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(in_one_line.contains("will جمعية ضفاف sign “For an independent mechanism to protect the rivers we share”"), "{text}");
        assert!(text.contains("We, the undersigned, ask for a mechanism."), "the letter stands below");
        assert!(text.contains("UTC)") && text.contains("final, version 1"), "{text}");
        let html = mail.html().expect("an HTML part");
        assert!(html.contains(&link) && html.contains("We, the undersigned, ask for a mechanism."), "{html}");
        assert!(!html.contains("<img"));

        let stop = mail.link("/unsubscribe/");
        assert_eq!(mail.header("List-Unsubscribe"), Some(format!("<{stop}>")));
        post.app.browser().get(&path_of(&link)).expect_status(200).expect_text("For an independent mechanism");
        post.app.browser().post(&path_of(&stop), &[("List-Unsubscribe", "One-Click")]).expect_status(200);
        let row = post.rows().into_iter().find(|row| row.invitation_id.is_some()).expect("the mail");
        let stopped = row.invitation_id.expect("an invitation");
        let stopped = post.app.store().read_now(move |db| invitation::find(db, &stopped)).expect("the database");
        assert!(stopped.stopped_at.is_some());
    }

    fn the_database_knows_a_mailed_link_only_by_its_hash(post: Post) {
        let mut post = post;
        let desk = Desk::open(&post.app);
        desk.invite("Difaf", "salma@difaf.example");
        send(&desk, &WORDS, "send");
        drop(desk);
        post.start();
        post.wait(TimeDelta::seconds(61));
        let mail = post.sink.wait_for_mail_to("salma@difaf.example");
        let secret = secret_of(&mail.link("/sign/"));
        let wanted = secret.clone();
        let known = post.app.store().read_now(move |db| token::find(db, Purpose::Sign, &wanted)).unwrap();
        assert!(known.is_some(), "the link works");
        let hashes: Vec<String> =
            post.app.store().read_now(|db| Ok(schema::token::table.select(schema::token::hash).load(db.conn)?)).unwrap();
        assert!(!hashes.is_empty() && !hashes.contains(&secret));
        if !post.app.database.is_postgres() {
            for name in ["undersigned.db", "undersigned.db-wal"] {
                let bytes = std::fs::read(post.app.database.path("data").join(name)).unwrap_or_default();
                for text in [secret.as_str(), "salma@difaf.example"] {
                    let found = bytes.windows(text.len()).any(|window| window == text.as_bytes());
                    assert!(!found, "{text} stands in {name}");
                }
            }
        }
    }

    fn nobody_is_asked_who_answered_stopped_or_was_taken_back_meanwhile(post: Post) {
        let mut post = post;
        let desk = Desk::open(&post.app);
        let names = ["declined", "stopped", "revoked", "asked"];
        names.iter().for_each(|name| drop(desk.invite(name, &format!("{name}@ngo.example"))));
        send(&desk, &WORDS, "send");
        let ids = invitations(&desk);
        let now = post.app.now();
        // Written past the actions, which would stop the mails at once: the sender must look for itself.
        let act = move |tx: &mut undersigned::store::Tx<'_>| {
            invitation::set_answer(tx, &ids[0], Some(invitation::Answer::Declined), None, now)?;
            invitation::set_stopped(tx, &ids[1], now)?;
            diesel::update(schema::invitation::table.find(&ids[2]))
                .set(schema::invitation::revoked_at.eq(Some(now)))
                .execute(tx.conn)?;
            Ok(())
        };
        post.app.store().write_now(Lane::Desk, act).unwrap();
        drop(desk);
        post.start();
        post.wait(TimeDelta::seconds(61));
        post.sink.wait_for_mail_to("asked@ngo.example");
        let rows = post.rows();
        for row in &rows {
            post.wait_for(&row.id, "an end", |row| row.ended_at.is_some());
        }
        let count = |state| post.rows().iter().filter(|row| row.state == state).count();
        assert_eq!((count(State::Cancelled), count(State::Sent)), (3, 1));
        assert_eq!(post.sink.mails().len(), 1);
        assert!(post.rows().iter().all(|row| row.recipient_sealed.is_none()));
    }

    fn no_invitation_leaves_for_a_letter_that_closed(post: Post) {
        let mut post = post;
        let desk = Desk::open(&post.app);
        desk.invite("Difaf", "salma@difaf.example");
        send(&desk, &WORDS, "send");
        drop(desk);
        post.wait(TimeDelta::days(11));
        post.start();
        let id = post.rows().remove(0).id;
        post.wait_for_state(&id, State::Cancelled);
        assert!(post.sink.mails().is_empty());
    }

    fn failed_invitations_are_told_by_reason(post: Post) {
        let mut post = post;
        let desk = Desk::open(&post.app);
        for address in ["reject1@ngo.example", "reject2@ngo.example", "spam@ngo.example", "fine@ngo.example"] {
            desk.invite(address, address);
        }
        let job = send(&desk, &WORDS, "send").location().expect("the job");
        let browser = post.app.operator();
        drop(desk);
        post.start();
        post.wait(TimeDelta::seconds(61));
        for row in post.rows() {
            post.wait_for(&row.id, "an end", |row| row.ended_at.is_some());
        }
        let id = post.rows()[0].job_id.clone().expect("a job");
        let failures = post.app.store().read_now(move |db| outbox::failures(db, &id)).unwrap();
        let told: Vec<_> = failures.iter().map(|one| (one.reason.as_str(), one.code, one.count)).collect();
        assert_eq!(told, [("no_mailbox", Some(550), 2), ("taken_for_spam", Some(554), 1)]);
        let page = browser.get(&job).expect_status(200);
        page.expect_text("There is no such mailbox (550)").expect_text("took it for unwanted mail (554)");
        // Nobody got those links, so nobody's links they are.
        let signs = |db: &mut undersigned::store::Db<'_>| {
            let query = schema::token::table.filter(schema::token::purpose.eq(Purpose::Sign));
            Ok(query.count().get_result::<i64>(db.conn)?)
        };
        assert_eq!(post.app.store().read_now(signs).unwrap(), 1);
    }

    fn a_high_risk_letter_is_never_named_in_a_mail(post: Post) {
        let mut post = post;
        let desk = Desk::open(&post.app);
        desk.invite("Difaf", "salma@difaf.example");
        let id = desk.letter.clone();
        let raise = move |tx: &mut undersigned::store::Tx<'_>| {
            diesel::update(schema::letter::table.find(&id)).set(schema::letter::high_risk.eq(true)).execute(tx.conn)?;
            letter::find(tx, &id).map(drop)
        };
        post.app.store().write_now(Lane::Desk, raise).unwrap();
        send(&desk, &WORDS, "send");
        drop(desk);
        post.start();
        post.wait(TimeDelta::seconds(61));
        let mail = post.sink.wait_for_mail_to("salma@difaf.example");
        assert_eq!(mail.subject(), "A document for your review");
        let all = String::from_utf8_lossy(&mail.bytes).to_lowercase() + &mail.text() + &mail.html().unwrap();
        for secret in ["rivers", "mechanism", "Difaf Assoc", "undersigned, ask"] {
            assert!(!all.contains(&secret.to_lowercase()), "{secret}");
        }
        assert!(mail.link("/sign/").starts_with(&post.app.base));
    }

    fn the_link_of_a_test_mail_cannot_sign(post: Post) {
        let mut post = post;
        let desk = Desk::open(&post.app);
        desk.invite("Difaf", "salma@difaf.example");
        send(&desk, &WORDS, "test");
        drop(desk);
        post.start();
        let mail = post.sink.wait_for_mail_to(crate::support::app::OPERATOR);
        assert_eq!(mail.subject(), "Test: Will Difaf sign by Friday?");
        assert_eq!(mail.header("List-Unsubscribe"), None);
        let secret = secret_of(&mail.link("/sign/"));
        let link = post.app.store().read_now(move |db| token::find(db, Purpose::Sign, &secret)).unwrap();
        assert!(link.expect("a link").is_test);
        post.app.browser().get(&path_of(&mail.link("/sign/"))).expect_status(200);
    }

    fn a_test_mail_shows_the_pages_although_nobody_is_invited_yet(post: Post) {
        let mut post = post;
        let desk = Desk::open(&post.app);
        let words = changed(&WORDS, &[("message", "Dear {name}, will you sign?")]);
        send(&desk, &words, "test");
        drop(desk);
        post.start();
        let mail = post.sink.wait_for_mail_to(crate::support::app::OPERATOR);
        assert!(mail.text().contains("Dear colleague, will you sign?"), "{}", mail.text());
        let (path, browser) = (path_of(&mail.link("/sign/")), post.app.browser());
        browser.get(&path).expect_status(200).expect_text("This link comes from a test mail").expect_text("Example Organisation");
        browser.submit(&path, &[("action", "visit")]).expect_status(303);
        let form = browser.get(&format!("{path}/sign")).expect_status(200).fields_of("form.form");
        let form: Vec<(&str, &str)> = form.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        let typed = [
            ("organisation_name", "Example Organisation"),
            ("country", "KE"),
            ("representative_name", "Asha"),
            ("representative_role", "director"),
            ("authorised", "yes"),
            ("listing", "named"),
        ];
        let check = changed(&changed(&form, &typed), &[("action", "check")]);
        browser.post(&format!("{path}/sign"), &check).expect_status(200).expect_text("This link comes from a test mail");
        let sign = changed(&check, &[("action", "sign")]);
        browser.post(&format!("{path}/sign"), &sign).expect_status(410).expect_text("This link comes from a test mail");
        browser.submit(&format!("{path}/decline"), &[("action", "decline")]).expect_status(410);
    }

    fn a_password_link_works_for_half_an_hour_after_it_left(post: Post) {
        let mut post = post;
        post.operator_id();
        post.app.browser().submit("/forgot", &[("email", crate::support::app::OPERATOR)]);
        // The mail waited for a day; its link begins to live when it leaves.
        post.wait(TimeDelta::days(1));
        post.start();
        let mail = post.sink.wait_for_mail_to(crate::support::app::OPERATOR);
        assert_eq!(mail.subject(), "Set a new password");
        assert_eq!(mail.header("Auto-Submitted").as_deref(), Some("auto-generated"));
        let path = path_of(&mail.link("/password/"));
        post.app.browser().get(&path).expect_status(200);
        post.wait(TimeDelta::minutes(31));
        post.app.browser().get(&path).expect_status(410);
    }

    fn names_with_line_breaks_add_no_header_and_no_recipient(post: Post) {
        let mut post = post;
        let desk = Desk::open(&post.app);
        desk.invite("Difaf", "salma@difaf.example");
        let evil = "x\r\nBcc: eve@evil.example\r\n\r\n<script>alert(1)</script> =?utf-8?q?y?=";
        // Past the form, which refuses it, as a second lock.
        let now = post.app.now();
        send(&desk, &WORDS, "send");
        post.app
            .store()
            .write_now(Lane::Desk, move |tx| {
                diesel::update(schema::organisation::table).set(schema::organisation::name.eq(evil)).execute(tx.conn)?;
                diesel::update(schema::mailing::table).set(schema::mailing::from_name.eq(evil)).execute(tx.conn)?;
                let _ = now;
                Ok(())
            })
            .unwrap();
        drop(desk);
        post.start();
        post.wait(TimeDelta::seconds(61));
        let mail = post.sink.wait_for_mail_to("salma@difaf.example");
        assert_eq!(post.sink.mails().len(), 1);
        let names = mail.header_names();
        let expected = [
            "Date", "Message-ID", "From", "To", "Subject", "Reply-To", "List-Unsubscribe", "List-Unsubscribe-Post",
            "MIME-Version", "Content-Type",
        ];
        for name in &names {
            assert!(expected.contains(&name.as_str()), "{name} in {names:?}");
        }
        assert!(!mail.html().unwrap().contains("<script"));
    }

    fn without_a_relay_operators_read_the_mail_on_the_desk(app) {
        let operator = app.operator();
        let other = app.coordinator("Tom", "tom@confluence.example");
        let office =
            undersigned::jobs::deliver_mail::Office::new(&app.site.config, app.store().clone(), app.site.clock.clone());
        let delivery = undersigned::jobs::deliver_mail::Delivery::start(&office).unwrap();
        app.browser().submit("/forgot", &[("email", "tom@confluence.example")]);
        let limit = std::time::Instant::now() + std::time::Duration::from_secs(10);
        let page = loop {
            let page = operator.get("/desk/mailbox").expect_status(200);
            if page.main_text().contains("Set a new password") {
                break page;
            }
            assert!(std::time::Instant::now() < limit, "{}", page.main_text());
            std::thread::sleep(std::time::Duration::from_millis(50));
        };
        let page = page.expect_text("tom@confluence.example");
        let links = link_of(&page.text(), "/password/");
        app.browser().get(&path_of(&links)).expect_status(200);
        let text = page.text();
        assert!(text.contains("&lt;!doctype html&gt;") || text.contains("&#60;!doctype html"), "HTML is shown as source");
        assert_eq!(other.get("/desk/mailbox").status, 404);
        other.get("/desk").expect_status(200);
        assert!(other.get("/desk").text().contains("No mail leaves this server"));
        delivery.stop();
        sealed(&app);
    }
}

fn link_of(html: &str, part: &str) -> String {
    let document = scraper::Html::parse_document(html);
    let anchors = scraper::Selector::parse("a[href]").expect("a selector");
    let found = document.select(&anchors).filter_map(|one| one.value().attr("href")).find(|href| href.contains(part));
    found.unwrap_or_else(|| panic!("no link with {part} in {html}")).to_owned()
}

/// Whoever has the file has no mail.
fn sealed(app: &TestApp) {
    let rows: Vec<(String, String)> = app
        .store()
        .read_now(|db| {
            use schema::caught_mail::dsl;
            Ok(dsl::caught_mail.select((dsl::recipient_sealed, dsl::message_sealed)).load(db.conn)?)
        })
        .expect("the database");
    assert!(!rows.is_empty());
    assert!(rows.iter().all(|(to, message)| !to.contains('@') && !message.contains("password")));
}
