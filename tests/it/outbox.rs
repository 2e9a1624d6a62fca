//! The outbox on its way: each mail once, what a person waits for first, nothing repeated that may have arrived.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use chrono::TimeDelta;
use undersigned::store::outbox::{self, FailureReason, Hands, State, lane};
use undersigned::store::{Keys, Lane, Store, setting};

use crate::support::Database;
use crate::support::TestApp;
use crate::support::post::Post;

/// So many addresses of nobody in particular.
fn addresses(count: usize, word: &str) -> Vec<String> {
    (0..count).map(|number| format!("{word}{number}@ngo.example")).collect()
}

fn borrowed(addresses: &[String]) -> Vec<&str> {
    addresses.iter().map(String::as_str).collect()
}

/// Another server's store on the same database, with the same key file.
fn another_store(app: &TestApp) -> Store {
    let keys = Keys::load(&app.site.config.key_file).expect("the key file");
    Store::open(&app.database.url, Arc::new(keys)).expect("the database")
}

on_both! {
    fn a_mail_that_left_keeps_neither_address_nor_words(post: Post) {
        let mut post = post;
        let id = post.enqueue_personal("salma@ngo.example");
        assert!(post.row(&id).recipient_sealed.is_some());
        post.start();
        post.sink.wait_for_mail_to("salma@ngo.example");
        let row = post.wait_for_state(&id, State::Sent);
        assert_eq!((row.recipient_sealed, row.parameters_sealed), (None, None));
        assert_eq!((row.attempts, row.lease_owner), (1, None));
        assert!(row.ended_at.is_some());
    }

    fn a_mail_is_sent_within_a_second_of_its_cause(post: Post) {
        let mut post = post;
        post.operator_id();
        post.start();
        // The senders sleep by now.
        std::thread::sleep(Duration::from_millis(300));
        let begun = std::time::Instant::now();
        post.enqueue_personal("salma@ngo.example");
        post.sink.wait_for_mail_to("salma@ngo.example");
        assert!(begun.elapsed() < Duration::from_millis(1900), "not by the tick of two seconds: {:?}", begun.elapsed());
    }

    fn a_mail_that_was_put_off_leaves_once_with_the_same_message_id(post: Post) {
        let mut post = post;
        let id = post.enqueue_personal("grey@ngo.example");
        post.start();
        let row = post.wait_for(&id, "a first attempt", |row| row.attempts == 1 && row.state == State::Queued);
        assert_eq!(row.reply_code, Some(451));
        assert!(row.next_at > post.app.now() + TimeDelta::seconds(30), "not at once");
        assert!(post.sink.mails().is_empty());
        post.wait(TimeDelta::seconds(61));
        let mail = post.sink.wait_for_mail_to("grey@ngo.example");
        post.wait_for_state(&id, State::Sent);
        let message_id = format!("<{id}@confluence.example>");
        assert_eq!(mail.header("Message-ID").as_deref(), Some(message_id.as_str()));
        assert_eq!(post.sink.mails_to("grey@ngo.example").len(), 1);
        assert!(!post.row(&id).possible_duplicate);
    }

    fn what_is_put_off_for_three_days_has_failed(post: Post) {
        let mut post = post;
        let id = post.enqueue_personal("later@ngo.example");
        post.start();
        for attempt in 1..=40 {
            let row = post.wait_for(&id, "the next attempt", |row| row.attempts >= attempt && row.state != State::Sending);
            if row.state == State::Failed {
                assert_eq!(row.failure.as_deref(), Some(FailureReason::GaveUp.as_str()));
                assert!(row.ended_at.unwrap() - row.created_at >= TimeDelta::days(3));
                assert_eq!(row.recipient_sealed, None, "no address stays");
                return;
            }
            let wait = row.next_at - post.app.now();
            assert!(wait <= TimeDelta::hours(6) + TimeDelta::seconds(1), "{wait}");
            post.wait_and_look(wait + TimeDelta::seconds(1));
        }
        panic!("it never ends");
    }

    fn a_final_no_ends_a_mail_at_once(post: Post) {
        let mut post = post;
        let rejected = post.enqueue_personal("reject@ngo.example");
        let spam = post.enqueue_personal("spam@ngo.example");
        post.start();
        let row = post.wait_for_state(&rejected, State::Failed);
        assert_eq!((row.attempts, row.reply_code), (1, Some(550)));
        assert_eq!(row.failure.as_deref(), Some("no_mailbox"));
        let row = post.wait_for_state(&spam, State::Failed);
        assert_eq!((row.reply_code, row.failure.as_deref()), (Some(554), Some("taken_for_spam")));
    }

    fn bulk_mail_whose_answer_is_lost_is_never_repeated_by_itself(post: Post) {
        let mut post = post;
        let id = post.enqueue(&["lost@ngo.example"], lane::BULK).remove(0);
        post.start();
        let row = post.wait_for_state(&id, State::Unknown);
        assert_eq!((row.attempts, row.failure.as_deref()), (1, Some("no_answer")));
        post.wait(TimeDelta::days(4));
        std::thread::sleep(Duration::from_secs(3));
        assert_eq!(post.row(&id).attempts, 1);
        assert_eq!(post.sink.mails_to("lost@ngo.example").len(), 1);
    }

    fn a_mail_that_somebody_waits_for_is_repeated_once_and_flagged(post: Post) {
        let mut post = post;
        let id = post.enqueue_personal("lost@ngo.example");
        post.start();
        let row = post.wait_for(&id, "the first attempt", |row| row.attempts == 1 && row.state == State::Queued);
        assert!(row.possible_duplicate);
        post.wait(TimeDelta::seconds(61));
        let row = post.wait_for_state(&id, State::Unknown);
        assert_eq!(row.attempts, 2);
        let mails = post.sink.mails_to("lost@ngo.example");
        assert_eq!(mails.len(), 2);
        assert_eq!(mails[0].header("Message-ID"), mails[1].header("Message-ID"), "a mailbox can tell");
    }

    fn two_servers_send_each_mail_once(post: Post) {
        let mut post = post;
        let to = addresses(200, "many");
        let ids = post.enqueue(&borrowed(&to), lane::BULK);
        let other = another_store(&post.app);
        post.start();
        post.start_on(other);
        post.sink.wait_for(200);
        ids.iter().for_each(|id| drop(post.wait_for_state(id, State::Sent)));
        let mut count: HashMap<String, usize> = HashMap::new();
        post.sink.mails().into_iter().for_each(|mail| *count.entry(mail.to).or_default() += 1);
        assert_eq!(count.len(), 200);
        assert!(count.values().all(|times| *times == 1), "{count:?}");
        assert!(post.rows().iter().all(|row| row.attempts <= 1));
    }

    fn what_a_person_waits_for_does_not_wait_behind_a_mailing(post: Post) {
        let mut post = post;
        let to = addresses(500, "bulk");
        post.enqueue(&borrowed(&to), lane::BULK);
        post.start();
        post.sink.wait_for(20);
        post.enqueue_personal("salma@ngo.example");
        post.sink.wait_for_mail_to("salma@ngo.example");
        let behind = post.rows().iter().filter(|row| row.lane == lane::BULK && row.state != State::Sent).count();
        assert!(behind > 100, "only {behind} of the mailing were still to be sent");
        post.sink.wait_for(501);
    }

    fn what_a_dead_sender_held_is_judged_by_how_far_it_was(post: Post) {
        let ids = [
            post.enqueue(&["leased@ngo.example"], lane::BULK).remove(0),
            post.enqueue(&["bulk@ngo.example"], lane::BULK).remove(0),
            post.enqueue_personal("person@ngo.example"),
        ];
        let now = post.app.now();
        let store = post.app.store();
        let die = move |tx: &mut undersigned::store::Tx<'_>| {
            let held = outbox::lease_due(tx, "dead", lane::BULK, 10, now)?;
            for mail in &held[..] {
                if mail.recipient(tx)? != "leased@ngo.example" {
                    assert!(outbox::mark_sending(tx, mail, now)?);
                }
            }
            Ok(held.len())
        };
        assert_eq!(store.write_now(Lane::Public, die).unwrap(), 3);
        assert_eq!(ids.each_ref().map(|id| post.row(id).state), [State::Leased, State::Sending, State::Sending]);

        let too_early = store.write_now(Lane::Public, move |tx| outbox::reclaim(tx, Hands::Dead, now)).unwrap();
        assert_eq!(too_early, 0, "its lease is not over");
        let later = now + outbox::LEASE;
        assert_eq!(store.write_now(Lane::Public, move |tx| outbox::reclaim(tx, Hands::Dead, later)).unwrap(), 3);
        assert_eq!(ids.each_ref().map(|id| post.row(id).state), [State::Queued, State::Unknown, State::Queued]);
        let flags = ids.each_ref().map(|id| post.row(id).possible_duplicate);
        assert_eq!(flags, [false, false, true], "only what may have arrived is flagged");

        // The same happens once more: one repeat is all there is.
        let die_again = move |tx: &mut undersigned::store::Tx<'_>| {
            let held = outbox::lease_due(tx, "dead again", lane::PERSONAL, 10, later)?;
            held.iter().try_for_each(|mail| outbox::mark_sending(tx, mail, later).map(drop))
        };
        store.write_now(Lane::Public, die_again).unwrap();
        store.write_now(Lane::Public, move |tx| outbox::reclaim(tx, Hands::All, later)).unwrap();
        assert_eq!(post.row(&ids[2]).state, State::Unknown);
    }

    fn a_sender_that_lost_its_lease_can_neither_send_nor_judge(post: Post) {
        post.enqueue_personal("salma@ngo.example");
        let now = post.app.now();
        let later = now + outbox::LEASE;
        let outcome = post.app.store().write_now(Lane::Public, move |tx| {
            let slow = outbox::lease_due(tx, "slow", lane::BULK, 10, now)?.remove(0);
            outbox::reclaim(tx, Hands::Dead, later)?;
            let quick = outbox::lease_due(tx, "quick", lane::BULK, 10, later)?.remove(0);
            assert_eq!(slow.id, quick.id);
            let slow_sends = outbox::mark_sending(tx, &slow, later)?;
            let quick_sends = outbox::mark_sending(tx, &quick, later)?;
            let slow_judges = outbox::record_ending(tx, &slow, &outbox::Ending::Unknown, later)?;
            let quick_judges = outbox::record_ending(tx, &quick, &outbox::Ending::Sent, later)?;
            Ok((slow_sends, quick_sends, slow_judges, quick_judges))
        });
        assert_eq!(outcome.unwrap(), (false, true, false, true));
    }

    fn a_restored_copy_mails_nobody_until_it_is_released(post: Post) {
        let mut post = post;
        let id = post.enqueue_personal("salma@ngo.example");
        post.app.store().write_now(Lane::Desk, |tx| setting::set_quarantined(tx, true)).unwrap();
        post.start();
        std::thread::sleep(Duration::from_secs(3));
        assert_eq!(post.row(&id).state, State::Queued);
        assert!(post.sink.mails().is_empty());
        post.app.store().write_now(Lane::Desk, |tx| setting::set_quarantined(tx, false)).unwrap();
        post.sink.wait_for_mail_to("salma@ngo.example");
    }

    fn a_stop_finishes_the_mails_in_hand_and_gives_the_rest_back(post: Post) {
        let mut post = post;
        let to = addresses(60, "slow");
        post.enqueue(&borrowed(&to), lane::BULK);
        post.start();
        post.sink.wait_for(2);
        post.stop();
        let sent = post.rows().iter().filter(|row| row.state == State::Sent).count();
        let queued = post.rows().iter().filter(|row| row.state == State::Queued).count();
        assert_eq!(sent + queued, 60, "none is leased, being sent, or unknown");
        assert!(queued > 0, "it did not wait for all");
        assert_eq!(post.sink.mails().len(), sent, "what the relay has is what is noted as sent");
    }

    fn without_a_relay_forms_answer_and_mail_waits(database: Database) {
        let nobody = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("smtp://{}", nobody.local_addr().unwrap());
        drop(nobody);
        let app = TestApp::with(database, &[("UNDERSIGNED_SMTP_URL", &url)]);
        app.operator();
        let asked = app.browser().submit("/forgot", &[("email", crate::support::app::OPERATOR)]);
        assert!(asked.status < 400, "{}", asked.status);
        let limit = std::time::Instant::now() + Duration::from_secs(10);
        let row = loop {
            let row = app.store().read_now(outbox::list_all).unwrap().remove(0);
            if row.attempts > 0 && row.state == State::Queued {
                break row;
            }
            assert!(std::time::Instant::now() < limit, "{row:?}");
            std::thread::sleep(Duration::from_millis(20));
        };
        assert!(row.next_at > app.now() && row.recipient_sealed.is_some());
    }
}
