//! Following up: reminders to the silent and to nobody else, thanks to those who want them, mailings that pause, wait for their
//! day and tell when they are through; more time to sign; calls and notes.

use std::sync::Arc;

use chrono::TimeDelta;
use diesel::prelude::*;
use undersigned::domain::ids::InvitationId;
use undersigned::domain::letter::Rights;
use undersigned::jobs::run_mailings;
use undersigned::store::outbox::{self, Mail, MailKind, State};
use undersigned::store::{Keys, Lane, Store, Tx, event, invitation, schema, signature};

use crate::support::checking::signing;
use crate::support::post::Post;
use crate::support::{Answer, Desk, TestApp};

/// The store of another server on the same database, with the same key file.
fn another_store(app: &TestApp) -> Store {
    let keys = Keys::load(&app.site.config.key_file).expect("the key file");
    Store::open(&app.database.url, Arc::new(keys)).expect("the database")
}

fn run(store: &Store, app: &TestApp) -> usize {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    runtime.block_on(run_mailings::run(store, app.now())).expect("the database")
}

/// Presses a button of the compose form for this kind of mailing, with some fields changed.
fn press(desk: &Desk<'_>, page: &Answer, action: &str, changed: &[(&str, &str)]) -> Answer {
    let mut fields = page.fields_of("form.compose");
    for (name, value) in changed {
        match fields.iter_mut().find(|(known, _)| known == name) {
            Some(field) => (*value).clone_into(&mut field.1),
            None => fields.push(((*name).to_owned(), (*value).to_owned())),
        }
    }
    fields.push(("action".to_owned(), action.to_owned()));
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    desk.browser.post(&desk.path("mail"), &fields)
}

/// Sends a mailing of this kind as the form proposes it; gives the path of the job.
fn send(desk: &Desk<'_>, query: &str) -> String {
    let page = desk.get(&format!("mail?{query}"));
    press(desk, &page, "send", &[]).expect_status(303).location().expect("the job")
}

fn mails(app: &TestApp, kind: MailKind) -> Vec<Mail> {
    let all = app.store().read_now(outbox::list_all).expect("the database");
    all.into_iter().filter(|mail| mail.kind == kind).collect()
}

fn recipients(app: &TestApp, kind: MailKind) -> Vec<String> {
    let waiting = mails(app, kind).into_iter().filter(|mail| mail.state == State::Queued);
    let mut all: Vec<String> =
        waiting.map(|mail| app.store().read_now(|db| mail.recipient(db)).expect("an address")).collect();
    all.sort();
    all
}

fn set_answer(app: &TestApp, id: InvitationId) {
    let now = app.now();
    let answer = Some(invitation::Answer::Declined);
    app.write(move |tx| invitation::set_answer(tx, &id, answer, None, now));
}

/// Invites these organisations, at `info@<name>.example`, and lets their invitations arrive.
fn asked<'a>(app: &'a TestApp, names: &[&str]) -> Desk<'a> {
    let desk = Desk::open(app);
    names.iter().for_each(|name| drop(desk.invite(name, &format!("info@{name}.example")).expect_status(303)));
    desk.send_to_all();
    // Whoever sent them hears of it now, not in the middle of a test.
    assert_eq!(run(app.store(), app), 1);
    desk
}

fn wants_updates(app: &TestApp, id: &undersigned::domain::ids::SignatureId) {
    let id = id.clone();
    app.write(move |tx: &mut Tx<'_>| {
        diesel::update(schema::signature::table.find(&id))
            .set(schema::signature::wants_updates.eq(true))
            .execute(tx.conn)?;
        Ok(())
    });
}

on_both! {
    fn a_reminder_goes_to_the_silent_and_the_page_says_in_numbers_who_is_left_out(app) {
        let desk = asked(&app, &["named", "declined", "stopped", "silent", "quiet"]);
        desk.signed(&signing("named", "info@named.example").invited(desk.invitation_of("info@named.example")));
        set_answer(&app, desk.invitation_of("info@declined.example"));
        let (stopped, now) = (desk.invitation_of("info@stopped.example"), app.now());
        app.write(move |tx| invitation::set_stopped(tx, &stopped, now));
        desk.invite("new", "info@new.example").expect_status(303);
        let page = desk.get("mail?kind=reminder").expect_text("2 contacts were asked and have not answered.");
        for line in ["1signed", "1declined", "1stopped the mails", "1no invitation has arrived"] {
            page.clone().expect_text(line);
        }
        assert_eq!(page.texts_of("button[value=send]"), ["Send to 2"]);
        press(&desk, &page, "send", &[]).expect_status(303);
        assert_eq!(recipients(&app, MailKind::Reminder), ["info@quiet.example", "info@silent.example"]);
        assert!(mails(&app, MailKind::Reminder).iter().all(|mail| mail.next_at > app.now() + TimeDelta::seconds(50)));
        assert_eq!(desk.get("mail").texts_of("button[value=send]"), ["Send to 1"], "the new one gets the invitation");
    }

    fn no_reminder_is_written_after_the_closing_time(app) {
        let desk = asked(&app, &["silent"]);
        app.wait(TimeDelta::days(11));
        let desk = Desk { browser: desk.operator_again(), ..desk };
        for kind in ["invitation", "reminder", "last_call", "extension"] {
            desk.get(&format!("mail?kind={kind}")).expect_text("Signing is closed");
        }
        let page = desk.get("mail?kind=last_call");
        press(&desk, &page, "send", &[("recipients", "1")]).expect_status(422).expect_text("Signing is closed");
        assert!(mails(&app, MailKind::Reminder).is_empty());
        assert_eq!(desk.get("mail?kind=free&circle=all").texts_of("button[value=send]"), ["Send to 1"], "a message may come later");
    }

    fn a_misspelt_placeholder_is_named_before_anything_is_sent_and_one_in_a_name_is_only_a_name(app) {
        let desk = Desk::open(&app);
        desk.invite("Forum {deadline} {link}", "info@forum.example").expect_status(303);
        desk.send_to_all();
        let page = desk.get("mail?kind=reminder");
        let refused = press(&desk, &page, "send", &[("message", "Dear {nmae}, please")]).expect_status(422);
        refused.expect_text("Check {nmae}.");
        press(&desk, &page, "send", &[("reply_to", "")]).expect_status(422);
        assert!(mails(&app, MailKind::Reminder).is_empty());
        let shown = press(&desk, &page, "preview", &[("message", "Will {organisation} sign?")]).expect_status(200);
        assert!(shown.texts_of("pre.mail")[0].contains("Will Forum {deadline} {link} sign?"), "{:?}", shown.texts_of("pre.mail"));
        let html = press(&desk, &page, "preview_html", &[]).expect_status(200).text();
        assert!(html.contains("Time left"), "{html}");
    }

    fn no_number_and_no_row_of_a_reminder_tells_who_signed_with_the_name_withheld(post: Post) {
        let mut post = post;
        let desk = asked(&post.app, &["named", "withheld", "silent"]);
        desk.signed(&signing("named", "info@named.example").invited(desk.invitation_of("info@named.example")));
        desk.signed(&signing("withheld", "x@y.example").withheld().invited(desk.invitation_of("info@withheld.example")));
        let stranger = desk.member("Eve Editor", "eve@confluence.example", Rights::EDITOR, false);
        assert_eq!(stranger.get("mail?kind=reminder").texts_of("button[value=send]"), ["Send to 2"]);
        assert_eq!(desk.get("mail?kind=reminder").texts_of("button[value=send]"), ["Send to 2"], "whoever may know sees no other number");
        let job = send(&stranger, "kind=reminder");
        let browser = stranger.browser;
        post.wait(TimeDelta::seconds(61));
        post.start();
        post.sink.wait_for_mail_to("info@silent.example");
        for mail in mails(&post.app, MailKind::Reminder) {
            post.wait_for_state(&mail.id, State::Sent);
        }
        assert!(post.sink.mails_to("info@withheld.example").is_empty(), "who has signed is not asked again");
        browser.get(&job).expect_text("2 of 2").expect_text("no number tells who signed with the name withheld");
        let rows = mails(&post.app, MailKind::Reminder);
        let facts = |row: &Mail| (row.state, row.attempts, row.reply_code, row.failure.clone(), row.recipient_sealed.is_some());
        assert_eq!(facts(&rows[0]), facts(&rows[1]));
        let links: i64 = post.app.store().read_now(|db| {
            use schema::token::dsl;
            let ids = [rows[0].invitation_id.clone(), rows[1].invitation_id.clone()];
            Ok(dsl::token.filter(dsl::invitation_id.eq_any(ids)).count().get_result(db.conn)?)
        }).unwrap();
        assert_eq!(links, 6, "each has its two links and its code");
    }

    fn signing_withheld_while_a_reminder_waits_stops_no_row_of_it(app) {
        let desk = asked(&app, &["withheld", "silent"]);
        send(&desk, "kind=reminder");
        desk.signed(&signing("withheld", "x@y.example").withheld().invited(desk.invitation_of("info@withheld.example")));
        assert!(mails(&app, MailKind::Reminder).iter().all(|mail| mail.state == State::Queued));
    }

    fn thanks_go_to_those_who_asked_to_hear_more_and_to_withheld_names_unseen(post: Post) {
        let mut post = post;
        let desk = Desk::open(&post.app);
        let named = desk.signed(&signing("Named Forum", "named@forum.example"));
        let hidden = desk.signed(&signing("Hidden Forum", "reject@hidden.example").withheld());
        desk.signed(&signing("Shy Forum", "shy@forum.example"));
        [&named, &hidden].iter().for_each(|id| wants_updates(&post.app, id));
        let page = desk.get("mail?kind=thanks").expect_text("1signed and did not ask to hear more");
        assert_eq!(page.texts_of("button[value=send]"), ["Send to 2"]);
        assert!(!page.text().contains("Hidden Forum"));
        let job = press(&desk, &page, "send", &[]).expect_status(303).location().unwrap();
        let stranger = desk.member("Eve Editor", "eve@confluence.example", Rights::EDITOR, false).browser;
        post.wait(TimeDelta::seconds(61));
        post.start();
        let mail = post.sink.wait_for_mail_with("named@forum.example", "Thank you for signing");
        assert_eq!(mail.subject(), "Thank you for signing");
        let rows = mails(&post.app, MailKind::News);
        assert_eq!(rows.len(), 2);
        assert!(rows.iter().all(|row| row.invitation_id.is_none()), "no row ties a signature to the address book");
        rows.iter().for_each(|row| drop(post.wait_for(&row.id, "an end", |row| row.ended_at.is_some())));
        let seen = stranger.get(&job).expect_text("1 mail failed").expect_text("Name withheld");
        assert!(!seen.text().contains("Hidden Forum") && !seen.text().contains("hidden.example"), "{}", seen.main_text());
        let stop = mail.link("/unsubscribe/");
        let path = url::Url::parse(&stop).unwrap().path().to_owned();
        post.app.browser().post(&path, &[("List-Unsubscribe", "One-Click")]).expect_status(200);
        let row = post.app.store().read_now(move |db| signature::find(db, &named)).unwrap();
        assert!(!row.wants_updates, "one press ends the news");
    }

    fn a_message_goes_to_the_circle_that_was_chosen(app) {
        let desk = asked(&app, &["declined", "silent"]);
        set_answer(&app, desk.invitation_of("info@declined.example"));
        let count = |query: &str| desk.get(&format!("mail?kind=free&{query}")).texts_of("button[value=send]");
        assert_eq!(count("circle=all"), ["Send to 2"]);
        assert_eq!(count("circle=declined"), ["Send to 1"]);
        assert_eq!(count("circle=silent"), ["Send to 1"]);
        assert!(count("circle=silent&region=africa").is_empty());
        send(&desk, "kind=free&circle=declined");
        assert_eq!(recipients(&app, MailKind::Reminder), ["info@declined.example"]);
    }

    fn each_reads_the_words_in_their_own_language_where_there_are_some(post: Post) {
        let mut post = post;
        let desk = Desk::open(&post.app);
        let letter = desk.letter.clone();
        post.app.write(move |tx: &mut Tx<'_>| {
            use schema::revision_text::dsl;
            type Row = (String, String, String, String);
            let one = dsl::revision_text.filter(dsl::letter_id.eq(&letter)).select((dsl::status, dsl::content, dsl::canonical_text, dsl::text_sha256));
            let (status, content, canonical, sha): Row = one.first(tx.conn)?;
            diesel::insert_into(dsl::revision_text)
                .values((dsl::letter_id.eq(&letter), dsl::n.eq(1), dsl::language.eq("fr"), dsl::status.eq(status),
                         dsl::content.eq(content), dsl::canonical_text.eq(canonical), dsl::text_sha256.eq(sha)))
                .execute(tx.conn)?;
            Ok(())
        });
        let fields = |name: &'static str, language: &'static str| [("action", "add"), ("organisation", name), ("kind", "organisation"), ("language", language)];
        for (name, language, email) in [("a", "fr", "fr@a.example"), ("b", "es", "es@b.example"), ("c", "en", "en@c.example")] {
            let all: Vec<_> = fields(name, language).into_iter().chain([("email", email)]).collect();
            desk.submit("invitations", &all).expect_status(303);
        }
        desk.send_to_all();
        let page = desk.get("mail?kind=reminder").expect_text("They get the mail in English");
        let words = [("subject_fr", "Il reste du temps"), ("message_fr", "Bonjour {name}")];
        press(&desk, &page, "send", &[("subject_fr", "Il reste"), ("message_fr", "{nom}")]).expect_status(422).expect_text("Check {nom}.");
        press(&desk, &page, "send", &words).expect_status(303);
        drop(desk);
        post.wait(TimeDelta::seconds(61));
        post.start();
        assert_eq!(post.sink.wait_for_mail_to("fr@a.example").subject(), "Il reste du temps");
        for other in ["es@b.example", "en@c.example"] {
            assert!(post.sink.wait_for_mail_to(other).subject().starts_with("Still time to sign"));
        }
    }

    fn a_paused_mailing_waits_on_every_server_and_goes_on_when_told(post: Post) {
        let mut post = post;
        let desk = Desk::open(&post.app);
        (0..20).for_each(|n| drop(desk.invite(&format!("n{n}"), &format!("info@n{n}.example"))));
        let job = send(&desk, "kind=invitation");
        let browser = desk.browser;
        browser.submit(&job, &[("action", "pause")]).expect_status(303);
        let page = browser.get(&job).expect_text("Paused");
        assert_eq!(page.header("refresh"), "", "there is nothing to wait for");
        assert_eq!(page.texts_of("button[value=resume]"), ["Go on"]);
        post.wait(TimeDelta::seconds(61));
        post.start();
        post.start_on(another_store(&post.app));
        post.enqueue_personal("salma@ngo.example");
        post.sink.wait_for_mail_to("salma@ngo.example");
        std::thread::sleep(std::time::Duration::from_secs(3));
        assert_eq!(post.sink.mails().len(), 1, "others' mail is not held");
        browser.submit(&job, &[("action", "resume")]).expect_status(303);
        for mail in mails(&post.app, MailKind::Invitation) {
            post.wait_for_state(&mail.id, State::Sent);
        }
        assert_eq!(post.sink.mails().len(), 21);
        browser.get(&job).expect_text("20 of 20");
    }

    fn a_list_with_a_minister_in_it_that_is_stopped_at_second_59_writes_to_nobody(post: Post) {
        let mut post = post;
        let desk = Desk::open(&post.app);
        (0..30).for_each(|n| drop(desk.invite(&format!("n{n}"), &format!("info@n{n}.example"))));
        desk.invite("Ministry of Water", "minister@ministry.example").expect_status(303);
        let job = send(&desk, "kind=invitation");
        let browser = desk.browser;
        post.start();
        post.wait_and_look(TimeDelta::seconds(57));
        browser.submit(&job, &[("action", "undo")]).expect_status(303);
        post.wait_and_look(TimeDelta::minutes(10));
        std::thread::sleep(std::time::Duration::from_secs(3));
        assert!(post.sink.mails().is_empty());
        assert_eq!(mails(&post.app, MailKind::Invitation).iter().filter(|mail| mail.state == State::Cancelled).count(), 31);
    }

    fn a_clock_that_jumps_a_day_writes_to_nobody_twice_and_forgets_nobody(post: Post) {
        let mut post = post;
        let desk = Desk::open(&post.app);
        (0..60).for_each(|n| drop(desk.invite(&format!("n{n}"), &format!("slow{n}@n{n}.example"))));
        send(&desk, "kind=invitation");
        drop(desk);
        post.start();
        post.start_on(another_store(&post.app));
        post.wait_and_look(TimeDelta::seconds(61));
        post.sink.wait_for(5);
        post.wait_and_look(TimeDelta::days(1));
        post.sink.wait_for(20);
        post.wait_and_look(TimeDelta::days(-1));
        for mail in mails(&post.app, MailKind::Invitation) {
            post.wait_for(&mail.id, "an end", |row| row.ended_at.is_some());
        }
        let mut to: Vec<String> = post.sink.mails().into_iter().map(|mail| mail.to).collect();
        let came = to.len();
        to.sort();
        to.dedup();
        assert_eq!((to.len(), came), (60, 60));
        assert!(mails(&post.app, MailKind::Invitation).iter().all(|mail| mail.state == State::Sent));
    }

    fn whoever_sent_a_mailing_hears_once_when_it_is_through(post: Post) {
        let mut post = post;
        let desk = Desk::open(&post.app);
        desk.invite("a", "info@a.example").expect_status(303);
        desk.invite("b", "reject@b.example").expect_status(303);
        send(&desk, "kind=invitation");
        drop(desk);
        assert_eq!(run(post.app.store(), &post.app), 0, "not while it waits");
        post.wait(TimeDelta::seconds(61));
        post.start();
        for mail in mails(&post.app, MailKind::Invitation) {
            post.wait_for(&mail.id, "an end", |row| row.ended_at.is_some());
        }
        let other = another_store(&post.app);
        assert_eq!(run(post.app.store(), &post.app) + run(&other, &post.app), 1);
        let mail = post.sink.wait_for_mail_to("nadia@confluence.example");
        assert_eq!(mail.subject(), "1 mail has left");
        assert!(mail.text().contains("- Failed: 1") && mail.text().contains("/desk/jobs/"), "{}", mail.text());
        assert!(mail.header("Auto-Submitted").is_some());
    }

    fn a_reminder_for_a_later_day_goes_once_to_whoever_is_silent_then(app) {
        let desk = asked(&app, &["a", "b", "c"]);
        let page = desk.get("mail?kind=reminder");
        let day = |days: i64| (app.now() + TimeDelta::days(days)).format("%Y-%m-%dT%H:%M").to_string();
        for (when, words) in [(day(-1), "Choose a time to come."), (day(11), "Signing is closed at that time"), ("soon".into(), "summary")] {
            let refused = press(&desk, &page, "plan", &[("starts_at", &when)]).expect_status(422);
            assert!(refused.text().contains(words), "{when}");
        }
        let job = press(&desk, &page, "plan", &[("starts_at", &day(2))]).expect_status(303).location().unwrap();
        desk.browser.get(&job).expect_text("Set for later").expect_text("Now these are 3 contacts.");
        desk.get("dates").expect_text("Set for later").expect_text("3 now");
        desk.get("mail").expect_text("Set for later");
        set_answer(&app, desk.invitation_of("info@a.example"));
        desk.get("dates").expect_text("2 now");
        let other = another_store(&app);
        assert_eq!(run(app.store(), &app) + mails(&app, MailKind::Reminder).len(), 0, "not before its day");
        app.wait(TimeDelta::days(2));
        assert_eq!(run(app.store(), &app) + run(&other, &app), 1);
        assert_eq!(recipients(&app, MailKind::Reminder), ["info@b.example", "info@c.example"]);
        assert_eq!(run(app.store(), &app), 0);
    }

    fn a_planned_reminder_can_be_taken_back_and_none_leaves_after_the_closing_time(app) {
        let desk = asked(&app, &["a"]);
        let day = |days: i64| (app.now() + TimeDelta::days(days)).format("%Y-%m-%dT%H:%M").to_string();
        let plan = |days| {
            let page = desk.get("mail?kind=reminder");
            press(&desk, &page, "plan", &[("starts_at", &day(days))]).expect_status(303).location().unwrap()
        };
        let (first, second) = (plan(1), plan(9));
        desk.browser.submit(&first, &[("action", "cancel")]).expect_status(303);
        desk.browser.get(&first).expect_text("Stopped");
        app.wait(TimeDelta::days(11));
        assert_eq!(run(app.store(), &app), 1);
        assert!(mails(&app, MailKind::Reminder).is_empty(), "the server slept over the closing time");
        app.operator().get(&second).expect_text("Stopped");
    }

    fn a_restored_copy_sends_no_reminder_that_was_planned_before_the_backup(app) {
        let desk = asked(&app, &["a"]);
        let when = (app.now() + TimeDelta::days(2)).format("%Y-%m-%dT%H:%M").to_string();
        let page = desk.get("mail?kind=reminder");
        let job = press(&desk, &page, "plan", &[("starts_at", &when)]).expect_status(303).location().unwrap();
        let now = app.now();
        app.write(move |tx| undersigned::store::quarantine::doubt_unsent_mail(tx, now));
        app.wait(TimeDelta::days(3));
        assert_eq!(run(app.store(), &app), 0);
        assert!(mails(&app, MailKind::Reminder).is_empty());
        app.operator().get(&job).expect_text("Stopped");
    }

    fn more_time_is_told_to_the_silent_with_the_new_time_in_the_zone_and_in_utc(post: Post) {
        let mut post = post;
        let desk = asked(&post.app, &["a", "b"]);
        set_answer(&post.app, desk.invitation_of("info@b.example"));
        let page = desk.get("dates");
        assert_eq!(page.texts_of("button[value=extend_tell]"), ["Extend and write to the 1 who is silent"]);
        let day = |days: i64| (post.app.now() + TimeDelta::days(days)).format("%Y-%m-%dT18:00").to_string();
        for when in [String::new(), day(3), "soon".to_owned()] {
            desk.submit("dates", &[("action", "extend_tell"), ("extended_to", &when)]).expect_status(422);
        }
        desk.submit("dates", &[("action", "extend"), ("extended_to", &day(20))]).expect_status(422).expect_text("published before signing closes");
        let told = desk.submit("dates", &[("action", "extend_tell"), ("extended_to", &day(11))]).expect_status(303);
        assert!(told.location().unwrap().ends_with("/mail?kind=extension"));
        let page = desk.get("mail?kind=extension").expect_text("Whoever signed is not asked again");
        let signed = page.links().into_iter().find(|link| link.contains("circle=signed")).expect("a link to write to those who signed");
        desk.browser.get(&signed).expect_status(200).expect_text("asked to hear what becomes of the letter");
        send(&desk, "kind=extension");
        let verbs = post.app.store().read_now({
            let letter = desk.letter.clone();
            move |db| event::list_for_letter(db, &letter, 10)
        }).unwrap();
        assert!(verbs.iter().any(|event| event.verb.as_str() == "extend"));
        drop(desk);
        let written = day(11);
        post.wait(TimeDelta::seconds(61));
        post.start();
        let mail = post.sink.wait_for_mail_to("info@a.example");
        let day_of_month = written[8..10].trim_start_matches('0').to_owned();
        let text = mail.text().split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(text.contains("The time to sign was extended.") && text.contains("18:00 Geneva") && text.contains("UTC)"), "{text}");
        assert!(text.contains(&format!(" {day_of_month} ")), "{text}");
        assert!(post.sink.mails_to("info@b.example").is_empty());
    }

    fn what_the_clock_had_closed_opens_again_when_the_time_is_extended(app) {
        let desk = asked(&app, &["a"]);
        app.wait(TimeDelta::days(10) + TimeDelta::hours(5));
        let desk = Desk { browser: desk.operator_again(), ..desk };
        desk.get("mail?kind=reminder").expect_text("Signing is closed");
        let until = (app.now() + TimeDelta::hours(20)).format("%Y-%m-%dT%H:%M").to_string();
        desk.submit("dates", &[("action", "extend_tell"), ("extended_to", &until)]).expect_status(303);
        assert_eq!(desk.get("mail?kind=extension").texts_of("button[value=send]"), ["Send to 1"]);
    }

    fn colleagues_read_a_sealed_note_and_the_log_of_calls(app) {
        let desk = asked(&app, &["a"]);
        let id = desk.invitation_of("info@a.example");
        let path = format!("invitations/{id}");
        desk.submit(&path, &[("action", "note"), ("note", "Ask the <b>director</b>\nafter Monday")]).expect_status(303);
        desk.submit(&path, &[("action", "call"), ("outcome", "will_sign")]).expect_status(303);
        let page = desk.get(&path).expect_text("Will sign").expect_text("Nadia Benali").expect_text("Ask the <b>director</b>");
        page.expect_text("Invitation");
        desk.get("invitations").expect_text("Called").expect_text("Note");
        let row = app.store().read_now(move |db| invitation::find(db, &id)).unwrap();
        assert!(!row.note_sealed.unwrap().contains("director"), "the note is sealed");
        desk.submit(&path, &[("action", "note"), ("note", &"x".repeat(2001))]).expect_status(422);
        desk.submit(&path, &[("action", "note"), ("note", "")]).expect_status(303);
        let other = Desk::open(&app);
        other.browser.get(&other.path(&path)).expect_status(404);
        let form = other.get("invitations");
        for action in ["note", "call"] {
            other.browser.post_from(&form, &other.path(&path), &[("action", action), ("note", "mine")]).expect_status(404);
        }
        app.coordinator("Sam Stranger", "sam@elsewhere.example").get(&desk.path(&path)).expect_status(404);
    }

    fn with_several_at_once_the_number_comes_first(app) {
        let desk = asked(&app, &["alder", "birch", "cedar"]);
        let ids: Vec<String> = ["alder", "birch"].iter().map(|name| desk.invitation_of(&format!("info@{name}.example")).0).collect();
        let ticked: Vec<(&str, &str)> = ids.iter().map(|id| ("invitation", id.as_str())).collect();
        let ask = |action: &'static str, extra: &[(&'static str, &str)]| {
            let fields: Vec<(&str, &str)> = [("action", action)].into_iter().chain(ticked.iter().copied()).chain(extra.iter().copied()).collect();
            desk.submit("invitations", &fields)
        };
        ask("ask_revoke", &[]).expect_status(200).expect_text("Take 2 invitations back");
        ask("ask_called", &[("scope", "all"), ("q", "alder")]).expect_status(200).expect_text("Mark 1 contact as called");
        ask("ask_called", &[("scope", "all")]).expect_status(200).expect_text("Mark 3 contacts as called");
        desk.submit("invitations", &[("action", "ask_remind")]).expect_status(422).expect_text("Tick at least one");
        ask("called", &[("outcome", "not_reached")]).expect_status(303);
        desk.get(&format!("invitations/{}", ids[0])).expect_text("Not reached");
        let asking = ask("ask_remind", &[]).expect_status(200).expect_text("Remind 2 contacts");
        assert_eq!(asking.texts_of("button[value=choose]"), ["Write to these 2"]);
        let fields: Vec<(&str, &str)> = [("action", "choose"), ("kind", "reminder")].into_iter().chain(ticked.iter().copied()).collect();
        let page = desk.submit("mail", &fields).expect_status(200);
        assert_eq!(page.texts_of("button[value=send]"), ["Send to 2"]);
        press(&desk, &page, "send", &[]).expect_status(303);
        assert_eq!(recipients(&app, MailKind::Reminder), ["info@alder.example", "info@birch.example"]);
    }

    fn the_rest_of_a_mailing_whose_server_died_is_written_by_the_next_one(app) {
        let desk = Desk::open(&app);
        let rows: String = (0..600).map(|n| format!("Organisation {n}\tinfo@n{n}.example\n")).collect();
        let check = desk.accept_columns(&desk.paste(&format!("Organisation\tE-mail\n{rows}")));
        desk.import(&check);
        let job = send(&desk, "kind=invitation");
        run(app.store(), &app);
        let id = undersigned::domain::ids::JobId(job.trim_start_matches("/desk/jobs/").to_owned());
        // As if it had died after the first transaction.
        app.write(move |tx: &mut Tx<'_>| {
            use schema::{job, outbox};
            let some: Vec<undersigned::domain::ids::OutboxId> = outbox::table.order(outbox::id.desc()).limit(350).select(outbox::id).load(tx.conn)?;
            diesel::delete(outbox::table.filter(outbox::id.eq_any(some))).execute(tx.conn)?;
            diesel::update(job::table.find(&id)).set(job::queued_at.eq(None::<undersigned::clock::Moment>)).execute(tx.conn)?;
            Ok(())
        });
        app.wait(TimeDelta::seconds(61));
        assert_eq!(run(app.store(), &app), 1);
        let mut to = recipients(&app, MailKind::Invitation);
        assert_eq!(to.len(), 600);
        to.dedup();
        assert_eq!(to.len(), 600);
        assert_eq!(app.store().write_now(Lane::Desk, |_| Ok(())).ok(), Some(()));
    }
}
