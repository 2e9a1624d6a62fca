//! What the other side says when a mailing goes out, from SMTP to the coordinator's pages: each "no", "not now" and silence is
//! told in words that a person can act on, and what may have arrived is never sent again by itself.

use std::time::Duration;

use chrono::TimeDelta;
use undersigned::domain::ids::JobId;
use undersigned::store::outbox::{Mail, MailKind, State};

use crate::support::campaign::compose;
use crate::support::post::Post;
use crate::support::{Answer, Desk};

/// Sends one mailing to these names at one organisation and waits until each mail was tried; gives the job's page.
fn mailing(post: &mut Post, names: &[&str]) -> JobId {
    let desk = Desk::open(&post.app);
    for name in names {
        desk.invite(name, &format!("{name}@ngo.example"));
    }
    desk.browser.send_form(&compose(&desk.get("mail"), "send")).expect_status(303);
    drop(desk);
    post.start();
    // A relay that hangs up has all senders pause; the clock runs until every mail had its turn.
    for _ in 0..40 {
        post.wait_and_look(TimeDelta::seconds(61));
        std::thread::sleep(Duration::from_millis(250));
        if invitations(post).iter().all(|row| row.attempts > 0 && row.state != State::Sending) {
            break;
        }
    }
    let rows = invitations(post);
    assert!(rows.iter().all(|row| row.attempts > 0), "{rows:?}");
    rows[0].job_id.clone().expect("a job")
}

fn invitations(post: &Post) -> Vec<Mail> {
    post.rows().into_iter().filter(|row| row.kind == MailKind::Invitation).collect()
}

fn pages(post: &Post, job: &JobId) -> (Answer, Answer) {
    let letter = invitations(post)[0].letter_id.clone().expect("a letter");
    let browser = post.app.operator();
    let job = browser.get(&format!("/desk/jobs/{job}")).expect_status(200);
    (job, browser.get(&format!("/desk/letters/{letter}/invitations")).expect_status(200))
}

/// The state of the one mail that was written first, second, ….
fn state(post: &Post, nth: usize) -> (State, Option<i32>, Option<String>) {
    let row = invitations(post).remove(nth);
    (row.state, row.reply_code, row.failure)
}

on_both! {
    fn a_final_no_is_told_by_its_reason(post: Post) {
        let mut post = post;
        let job = mailing(&mut post, &["reject", "policy", "quota", "spam", "fine"]);
        let (job, list) = pages(&post, &job);
        for words in [
            "There is no such mailbox (550)",
            "The receiving server took it for unwanted mail (550)",
            "The mailbox is full (552)",
            "The receiving server took it for unwanted mail (554)",
        ] {
            job.texts_of("main li").iter().find(|line| line.contains(words)).unwrap_or_else(|| panic!("{words}: {}", job.main_text()));
        }
        let list = list.expect_text("Failed").expect_text("There is no such mailbox.").expect_text("The mailbox is full.");
        assert!(list.offers("release"), "the address that nobody has gets no more mails");
        let counts: Vec<State> = invitations(&post).iter().map(|row| row.state).collect();
        assert_eq!(counts.iter().filter(|state| **state == State::Failed).count(), 4);
        assert_eq!(counts.iter().filter(|state| **state == State::Sent).count(), 1);
    }

    fn greylisting_is_told_as_waiting_and_ends_by_itself(post: Post) {
        let mut post = post;
        let job = mailing(&mut post, &["busy", "grey"]);
        let (page, list) = pages(&post, &job);
        page.expect_text("Some wait to be tried again").expect_text("The receiving server asks to come back later (450)");
        list.expect_text("Waiting to leave");
        for _ in 0..10 {
            post.wait_and_look(TimeDelta::minutes(5));
            std::thread::sleep(Duration::from_millis(100));
        }
        let rows = invitations(&post);
        let (_, grey) = (&rows[0], &rows[1]);
        let mail = post.sink.wait_for_mail_to("grey@ngo.example");
        assert_eq!(mail.header("Message-ID"), Some(format!("<{}@confluence.example>", grey.id)), "the same at each attempt");
        post.wait_for_state(&grey.id, State::Sent);
        assert_eq!(post.sink.mails_to("grey@ngo.example").len(), 1);
    }

    fn a_relay_that_closes_puts_the_mail_off_and_reaches_nobody_twice(post: Post) {
        let mut post = post;
        let job = mailing(&mut post, &["goodbye"]);
        assert_eq!(state(&post, 0), (State::Queued, Some(421), Some("asks_to_wait".into())));
        pages(&post, &job).0.expect_text("The receiving server asks to come back later (421)");
        assert!(post.sink.mails().is_empty());
    }

    fn a_connection_cut_in_the_middle_of_a_mail_leaves_a_doubt_that_is_shown(post: Post) {
        let mut post = post;
        let job = mailing(&mut post, &["cut"]);
        // All of a short mail was handed to the network before the end was noticed: nobody here can know how far it came.
        assert_eq!(state(&post, 0), (State::Unknown, None, Some("no_answer".into())));
        let (page, list) = pages(&post, &job);
        page.expect_text("1 mail was perhaps sent").expect_text("cut@ngo.example");
        list.expect_text("Perhaps sent");
        post.wait_and_look(TimeDelta::days(1));
        std::thread::sleep(Duration::from_millis(300));
        assert_eq!(invitations(&post)[0].attempts, 1, "a person decides");
    }

    fn a_relay_that_hangs_up_before_a_mail_is_tried_again(post: Post) {
        let mut post = post;
        let job = mailing(&mut post, &["hangup"]);
        assert_eq!(state(&post, 0), (State::Queued, None, Some("unreachable".into())));
        pages(&post, &job).0.expect_text("The mail relay could not be reached");
        assert!(post.sink.mails().is_empty());
    }

    fn what_may_have_arrived_is_shown_and_never_sent_again_by_itself(post: Post) {
        let mut post = post;
        let job = mailing(&mut post, &["lost", "fine"]);
        assert_eq!(state(&post, 0), (State::Unknown, None, Some("no_answer".into())));
        let (page, list) = pages(&post, &job);
        page.expect_text("took these and did not say whether it kept them").expect_text("lost@ngo.example");
        list.expect_text("Perhaps sent");
        for _ in 0..3 {
            post.wait_and_look(TimeDelta::days(1));
            std::thread::sleep(Duration::from_millis(300));
        }
        assert_eq!(invitations(&post)[0].attempts, 1);
        assert_eq!(post.sink.mails_to("lost@ngo.example").len(), 1);
    }
}
