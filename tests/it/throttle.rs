//! Two hundred addresses at one provider: their mails leave one after the other, those to others overtake them, and what
//! somebody waits for is not kept waiting. Read from the relay.

use std::time::Duration;

use chrono::TimeDelta;
use undersigned::store::outbox::{Mail, State, lane};

use crate::support::Database;
use crate::support::post::Post;
use crate::support::program::run;

/// A server that sends thirty mails a minute to one domain: five at once, then one every two seconds.
struct Slow(Post);

impl From<Database> for Slow {
    fn from(database: Database) -> Slow {
        Slow(Post::with(database, &[("UNDERSIGNED_MAIL_PER_DOMAIN", "30")]))
    }
}

fn at(post: &Post, domain: &str) -> usize {
    post.sink.mails().iter().filter(|mail| mail.to.to_lowercase().ends_with(domain)).count()
}

/// The mails that wait for their turn, once there are more than so many.
fn waiting(post: &Post, more_than: usize) -> Vec<Mail> {
    let limit = std::time::Instant::now() + Duration::from_secs(10);
    loop {
        let rows = post.rows().into_iter().filter(|row| row.state == State::Queued && row.attempts == 0);
        let waiting: Vec<_> = rows.collect();
        if waiting.len() > more_than {
            return waiting;
        }
        assert!(std::time::Instant::now() < limit, "only {} wait", waiting.len());
        std::thread::sleep(Duration::from_millis(50));
    }
}

on_both! {
    fn mails_to_one_domain_are_spread_and_others_overtake_them(slow: Slow) {
        let Slow(mut post) = slow;
        let many: Vec<String> = (0..100).map(|nth| format!("many{nth}@{}", if nth % 2 == 0 { "provider.example" } else { "Provider.Example" })).collect();
        let mut to: Vec<&str> = many.iter().map(String::as_str).collect();
        to.extend(["one@other.example", "grey@third.example", "two@fourth.example"]);
        let ids = post.enqueue(&to, lane::BULK);
        post.start();
        for address in ["one@other.example", "two@fourth.example"] {
            post.sink.wait_for_mail_to(address);
        }
        let first = at(&post, "@provider.example");
        assert!((1..=15).contains(&first), "{first} at once");
        let person = post.enqueue_personal("hurried@provider.example");
        post.wait_for_state(&person, State::Sent);
        // What waits for its turn was not tried, and says nothing of a fault.
        let waiting = waiting(&post, 80);
        assert!(waiting.iter().all(|row| row.failure.is_none() && row.reply_code.is_none()));
        let mut turns: Vec<_> = waiting.iter().map(|row| row.next_at).collect();
        turns.sort();
        turns.dedup();
        assert!(turns.len() > 80, "each has a moment of its own");
        post.wait_and_look(TimeDelta::seconds(60));
        std::thread::sleep(Duration::from_millis(1500));
        let minute = at(&post, "@provider.example") - first;
        assert!((25..=45).contains(&minute), "{minute} in a minute");
        for _ in 0..4 {
            post.wait_and_look(TimeDelta::seconds(60));
            std::thread::sleep(Duration::from_millis(500));
        }
        ids.iter().for_each(|id| drop(post.wait_for_state(id, State::Sent)));
        assert_eq!(post.sink.mails().len(), to.len() + 1, "each once");
    }

    fn without_a_limit_nothing_waits(post: Post) {
        let mut post = post;
        let many: Vec<String> = (0..60).map(|nth| format!("many{nth}@provider.example")).collect();
        post.enqueue(&many.iter().map(String::as_str).collect::<Vec<_>>(), lane::BULK);
        post.start();
        post.sink.wait_for(60);
    }
}

#[test]
fn a_rate_that_is_no_number_is_refused_before_anything_starts() {
    let told = run(&Database::sqlite(), &[("UNDERSIGNED_MAIL_PER_DOMAIN", "many")], &["doctor"]);
    assert_eq!(told.code, 78, "{told:?}");
    assert!(told.err.contains("UNDERSIGNED_MAIL_PER_DOMAIN: write how many mails a minute"), "{told:?}");
}
