//! A letter that puts people at risk: whoever sees its mails in a mailbox, or on the way, learns neither what it is about nor
//! who signs it. Every kind of mail is sent once and read.

use chrono::{TimeDelta, Timelike};
use diesel::prelude::*;
use undersigned::domain::email::EmailAddress;
use undersigned::domain::ids::LetterId;
use undersigned::domain::revision::Change;
use undersigned::jobs::{ask_again, run_mailings, send_digests};
use undersigned::store::organisation::{NewContact, contact_for};
use undersigned::store::outbox::{MailKind, State};
use undersigned::store::{Lane, invitation, schema};

use crate::support::asking::REQUEST;
use crate::support::campaign::compose;
use crate::support::checking::signing;
use crate::support::post::Post;
use crate::support::smtp_sink::Mail;
use crate::support::{Desk, Guest, TYPED, TestApp, changed};

/// Whether a mail of this kind is about a letter. A new kind must say so here, and is then sent below.
fn is_about_a_letter(kind: MailKind) -> bool {
    match kind {
        MailKind::Invitation
        | MailKind::TestInvitation
        | MailKind::ConfirmAddress
        | MailKind::Receipt
        | MailKind::AlreadySigned
        | MailKind::SignatureRefused
        | MailKind::ListingChanged
        | MailKind::TextChanged
        | MailKind::ApprovalRequest
        | MailKind::ApprovalRefused
        | MailKind::CommentRequest
        | MailKind::ProposalDecided
        | MailKind::TranslationRequest
        | MailKind::ApproverComment
        | MailKind::HandedOver
        | MailKind::NewLink
        | MailKind::ColleagueSigned
        | MailKind::LateAsked
        | MailKind::Reminder
        | MailKind::News
        | MailKind::JobDone
        | MailKind::Digest => true,
        MailKind::PasswordLink | MailKind::CoordinatorInvited | MailKind::PasswordChanged => false,
    }
}

/// Asks somebody to comment and refuses the wording that is proposed.
fn write_comments(desk: &Desk<'_>) {
    let end = (desk.app.now() + TimeDelta::days(9)).format("%Y-%m-%dT%H:%M").to_string();
    let people = "River Banks, Salma, comments@ngo.example, LB";
    desk.submit("comments", &[("action", "start"), ("closes_at", &end), ("people", people)]).expect_status(303);
    let path = crate::commenting::link(desk, "comments@ngo.example");
    desk.app.browser().submit(&path, &[("proposal-body-0", "Our rivers first.")]).expect_status(200);
    let id = crate::commenting::reviewer(desk.app, "comments@ngo.example").0;
    let refuse = [("action", "refuse"), ("place", "body-0"), ("reviewer", &*id), ("reason", "The rivers are last.")];
    desk.submit("comments", &refuse).expect_status(303);
}

/// Has every kind of mail about one letter written.
fn write_all(desk: &Desk<'_>) {
    let letter = desk.letter.clone();
    desk.app
        .store()
        .write_now(Lane::Desk, move |tx| {
            let row = schema::letter::table.find(&letter);
            diesel::update(row).set(schema::letter::high_risk.eq(true)).execute(tx.conn)?;
            Ok(())
        })
        .expect("the database");
    desk.invite("Rivers Of Difaf", "salma@difaf.example");
    let words = |verb| {
        let form = compose(&desk.get("mail"), verb).set("from_name", "Nadia Benali");
        form.set("subject", "Our rivers").set("message", "Dear friends of rivers, read the mechanism: {link}")
    };
    desk.browser.send_form(&words("test")).expect_status(200);
    desk.browser.send_form(&words("send")).expect_status(303);
    let oasis = signing("Oasis Rivers League", "oasis@ngo.example");
    let listed = desk.signed(&oasis);
    desk.pending(&oasis);
    desk.decide(&listed, "list").expect_status(303);
    let link = desk.app.mine_path(&desk.row(&listed));
    let withheld = [("action", "withhold"), ("withheld_place", "none")];
    desk.app.browser().submit(&link, &withheld).expect_status(303);
    let refused = desk.signed(&signing("Shoal Rivers Fund", "shoal@ngo.example"));
    desk.refuse(&refused, "Your rivers are not those of the mechanism.").expect_status(303);
    desk.pending(&signing("Delta Rivers Union", "delta@ngo.example"));
    write_comments(desk);
    crate::languages::add(desk, "ar");
    let ask = desk.get("languages/ar").form("ask").set("email", "translator@ngo.example");
    desk.browser.send_form(&ask).expect_status(303);
    let ask = desk.get("languages/ar").form("ask_reader").set("reader_email", "reader@ngo.example");
    desk.browser.send_form(&ask).expect_status(303);
    // Waits for a coordinator, who is told of it in the morning.
    desk.signed(&signing("Reed Rivers Circle", "reed@ngo.example"));
}

/// A contact of an organisation whose name tells the topic.
fn guest(email: &'static str) -> Guest {
    Guest { organisation: "River Banks Association", email, ..Guest::default() }
}

/// Asks for an approval; gives the link of whoever is asked.
fn ask_approval(app: &TestApp, letter: &LetterId, contact: &'static str, approver: &'static str) -> String {
    let path = app.invite(letter, &guest(contact));
    let request = changed(&REQUEST, &[("approver_email", approver), ("note", "Our rivers are in it.")]);
    app.browser().submit(&format!("{path}/approve-request"), &request).expect_status(303);
    app.approve_path(letter, approver)
}

/// Has every kind of mail written that people of an organisation cause among themselves.
fn write_among_colleagues(app: &TestApp, letter: &LetterId) {
    ask_approval(app, letter, "asks@ngo.example", "karim@ngo.example");
    let link = ask_approval(app, letter, "asks-too@ngo.example", "rania@ngo.example");
    // What one person writes to another goes as it is written.
    for answer in
        [[("action", "comment"), ("comment", "Please call me.")], [("action", "refuse"), ("reason", "Not now.")]]
    {
        app.browser().submit(&link, &answer).expect_status(303);
    }
    let path = app.invite(letter, &guest("passes@ngo.example"));
    let colleague = [("email", "colleague@ngo.example"), ("name", "Rania Saad"), ("action", "hand_over")];
    app.browser().submit(&format!("{path}/hand-over"), &colleague).expect_status(303);

    let invitation = app.invitation(letter, &guest("mislaid@ngo.example"));
    let old = app.sign_path(letter, &invitation, false);
    app.revoke(old.trim_start_matches("/sign/"));
    let _newer = app.sign_path(letter, &invitation, false);
    let page = app.browser().get(&old).expect_status(410);
    app.browser().send_form(&page.form("new_link")).expect_status(303);

    let invitation = app.invitation(letter, &guest("signs@ngo.example"));
    let (wanted, now) = (invitation.clone(), app.now());
    app.write(move |tx| {
        let card = invitation::find(tx, &wanted)?.organisation_id;
        let email = EmailAddress::parse("works-there@ngo.example").expect("an address");
        contact_for(tx, &card, &NewContact { email: &email, name: None, language: None }, now).map(drop)
    });
    let path = app.sign_path(letter, &invitation, false);
    let signs = changed(&TYPED, &[("email", "signs@ngo.example"), ("action", "sign")]);
    app.browser().submit(&format!("{path}/sign"), &signs).expect_status(303);
}

/// Asks to be added after closing.
fn ask_late(app: &TestApp, letter: &LetterId) {
    let path = app.invite(letter, &guest("late@ngo.example"));
    let asks = changed(&TYPED, &[("email", "late@ngo.example"), ("action", "sign")]);
    app.browser().submit(&format!("{path}/sign?late=yes"), &asks).expect_status(303);
}

/// Reminds the silent, thanks whoever wants to hear more, and has the sender told that the first mailing and an import are through.
fn write_again(app: &TestApp, letter: &LetterId) {
    let id = letter.clone();
    app.write(move |tx| {
        let rows = schema::signature::table.filter(schema::signature::letter_id.eq(&id));
        diesel::update(rows).set(schema::signature::wants_updates.eq(true)).execute(tx.conn)?;
        Ok(())
    });
    let desk = Desk { app, browser: app.operator(), letter: letter.clone() };
    for kind in ["reminder", "thanks"] {
        let form = compose(&desk.get(&format!("mail?kind={kind}")), "send").set("from_name", "Nadia Benali");
        let form =
            form.set("subject", "Our rivers").set("message", "Dear friends of rivers, read the mechanism: {link}");
        desk.browser.send_form(&form).expect_status(303);
    }
    let rows: String = (0..600).map(|nth| format!("Rivers {nth}\tinfo@rivers-{nth}.example\n")).collect();
    let check =
        desk.accept_columns(&desk.upload("our-rivers.csv", format!("Organisation\tE-mail\n{rows}").into_bytes()));
    desk.import(&check).expect_text("600 contacts imported");
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    runtime.block_on(run_mailings::run(app.store(), app.now())).expect("the database");
}

fn wait_for_all(post: &Post) {
    for row in post.rows() {
        post.wait_for(&row.id, "an end", |row| row.ended_at.is_some());
    }
}

/// Nothing of a mail that others may see tells the topic or a signatory.
fn expect_discreet(kind: MailKind, id: &str, mail: &Mail) {
    let raw = String::from_utf8_lossy(&mail.bytes).into_owned();
    let all = format!("{raw} {} {} {}", mail.subject(), mail.text(), mail.html().unwrap_or_default()).to_lowercase();
    for secret in ["river", "mechanism", "undersigned, ask", "for-an-independent", "oasis rivers", "arsenault"] {
        assert!(!all.contains(secret), "{kind}: {secret} stands in\n{all}");
    }
    assert_eq!(mail.header("Message-ID"), Some(format!("<{id}@confluence.example>")), "{kind}");
    assert_eq!(mail.addresses("From"), ["letters@confluence.example"], "{kind}");
    assert_eq!(mail.from, "letters@confluence.example", "{kind}");
    if !matches!(kind, MailKind::Digest | MailKind::JobDone) {
        assert_eq!(mail.names("From"), Vec::<String>::new(), "{kind}: a sender's name often holds the cause");
    }
    for link in mail.links() {
        let path = url::Url::parse(&link).expect("a link").path().to_owned();
        let fits = [
            "/sign/",
            "/confirm/",
            "/mine/",
            "/unsubscribe/",
            "/approve/",
            "/comment/",
            "/translate/",
            "/read/",
            "/suspend/",
            "/desk",
        ]
        .iter()
        .any(|start| path.starts_with(start));
        assert!(fits, "{kind}: {link}");
    }
    // RFC 8058: on what asks, and on nothing that answers an act of the recipient's own.
    let stops = mail.header("List-Unsubscribe").is_some();
    let asks = [MailKind::Invitation, MailKind::Reminder, MailKind::News, MailKind::HandedOver, MailKind::NewLink];
    assert_eq!(stops, asks.contains(&kind), "{kind}");
    assert_eq!(mail.header("List-Unsubscribe-Post").is_some(), stops, "{kind}");
}

on_both! {
    fn no_mail_of_a_letter_at_risk_tells_what_it_is_about(post: Post) {
        let mut post = post;
        let desk = Desk::open(&post.app);
        let letter = desk.letter.clone();
        write_all(&desk);
        drop(desk);
        write_among_colleagues(&post.app, &letter);
        post.start();
        post.wait_and_look(TimeDelta::minutes(11));
        wait_for_all(&post);
        write_again(&post.app, &letter);
        post.wait(TimeDelta::minutes(2));
        wait_for_all(&post);
        let now = post.app.now();
        let morning = (now.date() + TimeDelta::days(1)).and_hms_opt(10, 1, 0).expect("a time");
        post.wait(morning - now);
        assert_eq!(post.app.now().hour(), 10);
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
        runtime.block_on(send_digests::run(post.app.store(), post.app.now())).expect("the database");
        wait_for_all(&post);
        post.wait(TimeDelta::days(10));
        ask_late(&post.app, &letter);
        post.app.revise(&letter, "We, the undersigned, ask for a mechanism for all rivers.", Change::Substantive);
        runtime.block_on(ask_again::run(post.app.store(), post.app.now())).expect("the database");
        wait_for_all(&post);
        let (rows, mails) = (post.rows(), post.sink.mails());
        for kind in MailKind::ALL.iter().copied().filter(|kind| is_about_a_letter(*kind)) {
            let sent: Vec<_> = rows.iter().filter(|row| row.kind == kind && row.state == State::Sent).collect();
            assert!(!sent.is_empty(), "{kind} was sent; {:?}", rows.iter().map(|row| (row.kind, row.state)).collect::<Vec<_>>());
            for row in sent {
                let mail = mails.iter().find(|mail| String::from_utf8_lossy(&mail.bytes).contains(row.id.as_str()));
                expect_discreet(kind, row.id.as_str(), mail.expect("the mail"));
            }
        }
    }
}
