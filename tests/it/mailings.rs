//! Writing to those who are invited: nobody before they were seen, nobody twice, and nothing that cannot be taken back for a
//! minute.

use std::collections::BTreeMap;

use chrono::TimeDelta;
use diesel::prelude::*;
use undersigned::domain::ids::InvitationId;
use undersigned::store::outbox::{self, Mail, MailKind, State};
use undersigned::store::schema;
use undersigned::store::{Lane, Tx, invitation};

use crate::support::checking::signing;
use crate::support::{Answer, Desk, TestApp};

fn paste(desk: &Desk<'_>, count: usize) {
    let rows = (0..count).map(|number| format!("Organisation {number}\tinfo@n{number}.example\tContact {number}\n"));
    let list = format!("Organisation\tE-mail\tName\n{}", rows.collect::<String>());
    let check = desk.accept_columns(&desk.paste(&list));
    desk.import(&check).expect_text(&format!("{count} contact"));
}

/// Presses a button of the compose form, with some fields changed.
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

/// Sends the invitation as the form proposes it; gives the path of the job.
fn send(desk: &Desk<'_>) -> String {
    let sent = press(desk, &desk.get("mail"), "send", &[]).expect_status(303);
    sent.location().expect("the job")
}

fn mails(app: &TestApp) -> Vec<Mail> {
    let all = app.store().read_now(outbox::list_all).expect("the database");
    all.into_iter().filter(|mail| mail.kind == MailKind::Invitation).collect()
}

fn in_state(app: &TestApp, state: State) -> usize {
    mails(app).iter().filter(|mail| mail.state == state).count()
}

/// How many mails each address has that were not stopped.
fn per_address(app: &TestApp) -> BTreeMap<String, usize> {
    let mut counts = BTreeMap::new();
    for mail in mails(app).into_iter().filter(|mail| mail.state != State::Cancelled) {
        *counts.entry(mail.recipient_index).or_default() += 1;
    }
    counts
}

/// Does what the mail job would have done with the mail to an invitation.
fn end(app: &TestApp, id: &InvitationId, state: State, failure: Option<&'static str>) {
    let (id, now) = (id.clone(), app.now());
    let write = move |tx: &mut Tx<'_>| {
        use schema::outbox::dsl;
        diesel::update(dsl::outbox.filter(dsl::invitation_id.eq(&id)))
            .set((dsl::state.eq(state), dsl::failure.eq(failure), dsl::ended_at.eq(Some(now))))
            .execute(tx.conn)?;
        Ok(())
    };
    app.store().write_now(Lane::Desk, write).expect("the database");
}

fn ids(desk: &Desk<'_>) -> Vec<InvitationId> {
    let letter = desk.letter.clone();
    let rows = desk.app.store().read_now(move |db| invitation::list(db, &letter)).expect("the database");
    rows.into_iter().map(|row| row.0.id).collect()
}

on_both! {
    fn nothing_is_sent_before_the_letter_is_open(app) {
        let desk = Desk::draft(&app);
        paste(&desk, 2);
        let page = desk.get("mail").expect_text("The letter is not open for signature yet");
        assert!(page.texts_of("button[value=send]").is_empty());
        press(&desk, &page, "send", &[]).expect_status(422).expect_text("nobody could sign");
        assert!(mails(&app).is_empty());
    }

    fn the_preview_shows_what_the_first_contact_will_read(app) {
        let desk = Desk::open(&app);
        paste(&desk, 2);
        let words = [("subject", "To {organisation}"), ("message", "Dear {name},\n\nplease sign “{title}” by {deadline}: {link}")];
        let page = press(&desk, &desk.get("mail"), "preview", &words).expect_status(200);
        let text = page.texts_of("pre.mail").concat();
        assert!(text.contains("Dear Contact 0, please sign “For an independent mechanism"), "{text}");
        assert!(text.contains("Geneva") && text.contains("UTC") && text.contains("/sign/…"), "{text}");
        page.expect_text("To Organisation 0");
        let html = press(&desk, &desk.get("mail"), "preview_html", &words).expect_status(200);
        assert!(html.text().contains("Dear Contact 0"));
        assert!(html.header("content-security-policy").contains("sandbox"), "it may load and send nothing");
        assert!(app.queued_mail().is_empty(), "looking sends nothing");
    }

    fn a_misspelt_placeholder_and_missing_fields_are_refused_and_nothing_typed_is_lost(app) {
        let desk = Desk::open(&app);
        paste(&desk, 2);
        let page = desk.get("mail");
        let refused = press(&desk, &page, "send", &[("message", "Dear {Nmae}, all my own words")]).expect_status(422);
        refused.clone().expect_text("Check {Nmae}.");
        assert!(refused.text().contains("all my own words"));
        let changed = [("reply_to", "nobody"), ("from_name", ""), ("subject", "Hello {link}")];
        let refused = press(&desk, &page, "test", &changed).expect_status(422);
        assert_eq!(refused.texts_of("#summary li").len(), 2, "{}", refused.main_text());
        assert!(app.queued_mail().is_empty());
    }

    fn a_test_goes_to_oneself_alone(app) {
        let desk = Desk::open(&app);
        paste(&desk, 3);
        let page = press(&desk, &desk.get("mail"), "test", &[("subject", "My own subject")]).expect_status(200);
        assert!(page.text().contains("A test is on its way to nadia@confluence.example."));
        assert_eq!(page.fields_of("form.compose").iter().find(|(name, _)| name == "subject").unwrap().1, "My own subject");
        assert_eq!(app.queued_mail(), [(MailKind::TestInvitation, "nadia@confluence.example".to_owned())]);
        assert_eq!(page.texts_of("button[value=send]"), ["Send to 3"], "a test counts as nobody's mail");
    }

    fn the_mails_of_a_mailing_wait_a_minute_and_the_page_says_so(app) {
        let desk = Desk::open(&app);
        paste(&desk, 3);
        assert_eq!(desk.get("mail").texts_of("button[value=send]"), ["Send to 3"]);
        let before = app.now();
        let job = send(&desk);
        let waiting = mails(&app);
        assert_eq!(waiting.len(), 3);
        assert!(waiting.iter().all(|mail| mail.next_at >= before + TimeDelta::seconds(60) && mail.lane == 1));
        let page = desk.browser.get(&job).expect_status(200).expect_text("Ready to send").expect_text("0 of 3");
        assert!(page.header("refresh").starts_with("5; url=/desk/jobs/"), "it loads again without a script");
        assert_eq!(desk.browser.get(&format!("{job}?still=yes")).header("refresh"), "", "and stands still when asked to");
        assert_eq!(page.texts_of("button[value=undo]"), ["Undo: send nothing"]);
        desk.get("invitations").expect_text("Waiting to leave 3");
        for id in ids(&desk) {
            end(&app, &id, State::Sent, None);
        }
        let page = desk.browser.get(&job).expect_text("3 of 3");
        assert_eq!(page.texts_of("h1"), ["Sent"]);
        assert_eq!(page.header("refresh"), "", "it stands still when it is done");
        desk.get("invitations").expect_text("Sent 3");
    }

    fn undo_within_the_minute_sends_nothing_and_one_can_send_again(app) {
        let desk = Desk::open(&app);
        paste(&desk, 3);
        let job = send(&desk);
        desk.browser.submit(&job, &[("action", "undo")]).expect_status(303);
        assert_eq!(in_state(&app, State::Cancelled), 3);
        desk.browser.get(&job).expect_text("Stopped 3");
        assert_eq!(desk.get("mail").texts_of("button[value=send]"), ["Send to 3"]);
        send(&desk);
        assert_eq!(per_address(&app).len(), 3);
        assert!(per_address(&app).values().all(|count| *count == 1));
    }

    fn the_rest_of_a_running_mailing_can_be_stopped(app) {
        let desk = Desk::open(&app);
        paste(&desk, 3);
        let job = send(&desk);
        end(&app, &ids(&desk)[0], State::Sent, None);
        app.wait(TimeDelta::seconds(70));
        let page = desk.browser.get(&job).expect_text("Sending").expect_text("1 of 3");
        assert_eq!(page.texts_of("button[value=cancel]"), ["Stop the other 2"]);
        desk.browser.submit(&job, &[("action", "cancel")]).expect_status(303);
        assert_eq!((in_state(&app, State::Sent), in_state(&app, State::Cancelled)), (1, 2));
        assert_eq!(desk.get("mail").texts_of("button[value=send]"), ["Send to 2"]);
    }

    fn a_double_click_and_a_second_tab_write_to_nobody_twice(app) {
        let desk = Desk::open(&app);
        paste(&desk, 4);
        let (tab, other_tab) = (desk.get("mail"), desk.get("mail"));
        let job = press(&desk, &tab, "send", &[]).expect_status(303).location().unwrap();
        assert_eq!(press(&desk, &tab, "send", &[]).expect_status(303).location().unwrap(), job, "the same job is shown");
        press(&desk, &other_tab, "send", &[]).expect_status(422).expect_text("Everybody who is invited was written to.");
        assert_eq!(per_address(&app).values().copied().collect::<Vec<_>>(), [1, 1, 1, 1]);
    }

    fn two_coordinators_who_press_send_at_once_write_to_nobody_twice(app) {
        let desk = Desk::open(&app);
        paste(&desk, 300);
        let second = desk.member("Eve Editor", "eve@confluence.example", undersigned::domain::letter::Rights::EDITOR, true);
        let path = desk.path("mail");
        let both: Vec<_> = [desk, second].into_iter().map(|desk| (desk.get("mail").fields_of("form.compose"), desk.browser)).collect();
        let start = std::sync::Barrier::new(2);
        std::thread::scope(|scope| {
            for (mut fields, browser) in both {
                let (start, path) = (&start, &path);
                scope.spawn(move || {
                    fields.push(("action".into(), "send".into()));
                    let fields: Vec<(&str, &str)> = fields.iter().map(|(a, b)| (a.as_str(), b.as_str())).collect();
                    start.wait();
                    let answer = browser.post(path, &fields);
                    assert!([303, 409, 422].contains(&answer.status), "{}", answer.status);
                });
            }
        });
        // What the answers left to the clockwork.
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
        runtime.block_on(undersigned::jobs::run_mailings::run(app.store(), app.now())).expect("the database");
        let counts = per_address(&app);
        assert_eq!(counts.len(), 300);
        assert!(counts.values().all(|count| *count == 1));
    }

    fn who_answered_stopped_mails_or_was_taken_back_is_not_written_to(app) {
        let desk = Desk::open(&app);
        paste(&desk, 6);
        let (all, now) = (ids(&desk), app.now());
        desk.signed(&signing("Quick Forum", "quick@forum.example").withheld().invited(all[0].clone()));
        let ids = all.clone();
        let write = move |tx: &mut Tx<'_>| {
            invitation::set_answer(tx, &ids[1], Some(invitation::Answer::Declined), None, now)?;
            invitation::set_stopped(tx, &ids[2], now)?;
            let suppressed = invitation::find_invitee(tx, &ids[3])?.2;
            diesel::insert_into(schema::suppression::table)
                .values((schema::suppression::email_index.eq(suppressed.email_index),
                         schema::suppression::reason.eq("complaint"), schema::suppression::created_at.eq(now)))
                .execute(tx.conn)?;
            Ok(())
        };
        app.store().write_now(Lane::Desk, write).unwrap();
        desk.submit("invitations", &[("action", "revoke"), ("invitation", all[4].as_str())]).expect_status(303);
        assert_eq!(desk.get("mail").texts_of("button[value=send]"), ["Send to 1"]);
        send(&desk);
        assert_eq!(mails(&app).into_iter().filter_map(|mail| mail.invitation_id).collect::<Vec<_>>(), [all[5].clone()]);
    }

    fn the_number_on_the_button_is_the_number_that_is_written_to(app) {
        let desk = Desk::open(&app);
        paste(&desk, 2);
        let page = desk.get("mail");
        desk.invite("One more", "more@more.example").expect_status(303);
        let conflict = press(&desk, &page, "send", &[]).expect_status(409);
        conflict.clone().expect_text("Meanwhile it would be 3 contacts.");
        assert!(mails(&app).is_empty());
        press(&desk, &conflict, "send", &[]).expect_status(303);
        assert_eq!(mails(&app).len(), 3);
    }

    fn failed_mails_are_told_by_reason_and_sent_again_when_asked(app) {
        let desk = Desk::open(&app);
        paste(&desk, 4);
        let job = send(&desk);
        let all = ids(&desk);
        end(&app, &all[0], State::Sent, None);
        for id in &all[1..] {
            end(&app, id, State::Failed, Some("550 no such mailbox"));
        }
        let page = desk.browser.get(&job).expect_text("3 mails failed").expect_text("3550 no such mailbox");
        assert_eq!(page.texts_of("button[value=retry]"), ["Send the 3 failed ones again"]);
        desk.get("invitations?status=failed").expect_text("3 contacts");
        assert!(desk.get("mail").texts_of("button[value=send]").is_empty(), "failed ones go out again by their job only");
        let (declined, now) = (all[3].clone(), app.now());
        app.store().write_now(Lane::Desk, move |tx| invitation::set_answer(tx, &declined, Some(invitation::Answer::Declined), None, now)).unwrap();
        desk.browser.submit(&job, &[("action", "retry")]).expect_status(303);
        assert_eq!((in_state(&app, State::Queued), in_state(&app, State::Failed)), (2, 1));
        let again = mails(&app).into_iter().find(|mail| mail.invitation_id.as_ref() == Some(&all[1])).unwrap();
        assert_eq!(app.store().read_now(|db| again.recipient(db)).unwrap(), "info@n1.example");
        assert!(!again.possible_duplicate && again.attempts == 0);
        desk.browser.submit(&job, &[("action", "retry")]).expect_status(422).expect_text("There is nobody to write to again.");
    }

    fn mails_of_unknown_outcome_are_repeated_only_by_choice(app) {
        let desk = Desk::open(&app);
        paste(&desk, 3);
        let job = send(&desk);
        let all = ids(&desk);
        for id in &all {
            end(&app, id, State::Unknown, None);
        }
        let page = desk.browser.get(&job).expect_text("3 mails were perhaps sent");
        assert_eq!(page.texts_of("button[value=retry]").len(), 0);
        desk.browser.submit(&job, &[("action", "retry")]).expect_status(422);
        desk.browser.submit(&job, &[("action", "repeat")]).expect_status(422);
        desk.browser.submit(&job, &[("action", "repeat"), ("invitation", all[1].as_str())]).expect_status(303);
        let again: Vec<Mail> = mails(&app).into_iter().filter(|mail| mail.state == State::Queued).collect();
        assert_eq!(again.len(), 1);
        assert!(again[0].possible_duplicate && again[0].invitation_id.as_ref() == Some(&all[1]));
        assert!(desk.get("mail").texts_of("button[value=send]").is_empty());
    }

    fn a_contact_taken_back_and_invited_again_is_written_to_again(app) {
        let desk = Desk::open(&app);
        paste(&desk, 1);
        send(&desk);
        let id = ids(&desk)[0].clone();
        end(&app, &id, State::Sent, None);
        desk.submit("invitations", &[("action", "revoke"), ("invitation", id.as_str())]).expect_status(303);
        app.wait(TimeDelta::seconds(5));
        desk.invite("Organisation 0", "info@n0.example").expect_status(303);
        assert_eq!(desk.get("mail").texts_of("button[value=send]"), ["Send to 1"]);
    }

    fn the_next_mailing_starts_from_the_words_of_the_last(app) {
        let desk = Desk::open(&app);
        paste(&desk, 1);
        press(&desk, &desk.get("mail"), "send", &[("message", "Dear {name}, my very own words.")]).expect_status(303);
        let page = desk.get("mail").expect_text("Sent before");
        assert!(page.fields_of("form.compose").contains(&("message".into(), "Dear {name}, my very own words.".into())));
    }

    fn a_job_is_shown_to_members_of_its_letter_only(app) {
        let desk = Desk::open(&app);
        paste(&desk, 1);
        let job = send(&desk);
        let stranger = app.coordinator("Sam Stranger", "sam@elsewhere.example");
        stranger.get(&job).expect_status(404);
        let checker = desk.member("Carl Checker", "carl@confluence.example", undersigned::domain::letter::Rights::CHECKER, false);
        let page = checker.browser.get(&job).expect_status(200);
        assert!(page.texts_of("button[value=undo]").is_empty());
        let token = page.texts_of("title");
        assert!(!token.is_empty());
    }

    fn a_purge_of_old_mail_does_not_make_anybody_be_written_to_twice(app) {
        let desk = Desk::open(&app);
        paste(&desk, 2);
        let job = send(&desk);
        for id in ids(&desk) {
            end(&app, &id, State::Sent, None);
        }
        app.wait(TimeDelta::days(40));
        let now = app.now();
        app.store().write_now(Lane::Desk, move |tx| {
            let due = undersigned::store::purge::due(tx, now)?;
            undersigned::store::purge::erase(tx, &due, now)
        }).unwrap();
        assert!(mails(&app).iter().all(|mail| mail.recipient_sealed.is_none() && mail.parameters_sealed.is_none()));
        let desk = Desk { app: &app, browser: app.operator(), letter: desk.letter.clone() };
        desk.browser.get(&job).expect_text("2 of 2");
        assert!(desk.get("mail").texts_of("button[value=send]").is_empty());
        desk.get("invitations").expect_text("Sent 2");
    }
}
