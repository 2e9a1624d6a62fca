//! A real mail server: what it delivers arrives, what it bounces is understood, and the coordinator sees who was not reached.

use chrono::TimeDelta;
use undersigned::store::outbox::State;

use crate::support::Desk;
use crate::support::campaign::compose;
use crate::support::database::Database;
use crate::support::post::Post;
use crate::support::postfix::Postfix;
use crate::support::program::run_with;

const BOUNCES: (&str, &str) = ("UNDERSIGNED_BOUNCE_ADDRESS", "bounces@confluence.example");

#[test]
fn postfix_delivers_to_one_contact_and_its_own_bounce_tells_that_the_other_is_unreachable() {
    let postfix = Postfix::start(&["known@ngo.example", "bounces@confluence.example"]);
    let mut post = Post::with(Database::sqlite(), &[BOUNCES]);
    let desk = Desk::open(&post.app);
    desk.invite("Known", "known@ngo.example");
    desk.invite("Unknown", "unknown@ngo.example");
    desk.browser.send_form(&compose(&desk.get("mail"), "send")).expect_status(303);
    let letter = desk.letter.clone();
    drop(desk);
    post.start_through(&postfix.url());
    post.wait_and_look(TimeDelta::seconds(61));
    for row in post.rows() {
        post.wait_for_state(&row.id, State::Sent);
    }
    let arrived = String::from_utf8(postfix.wait_for_mail("known")).expect("a mail");
    assert!(arrived.contains("Return-Path: <bounces+") && arrived.contains("/sign/"), "{arrived}");
    assert!(arrived.contains("List-Unsubscribe-Post: List-Unsubscribe=One-Click"), "{arrived}");

    let bounce = postfix.wait_for_mail("bounces");
    let told = run_with(&post.app.database, &[BOUNCES], &["bounce"], &bounce);
    assert_eq!(told.code, 0, "{told:?}\n{}", String::from_utf8_lossy(&bounce));
    assert!(told.out.contains("There is no such mailbox. No more mailings go to that address."), "{told:?}");

    let page = post.app.operator().get(&format!("/desk/letters/{letter}/invitations")).expect_status(200);
    let rows = page.texts_of("table.invitees tbody tr");
    let row =
        |name: &str| rows.iter().find(|row| row.contains(name)).unwrap_or_else(|| panic!("{name}: {rows:?}")).clone();
    let unknown = row("unknown@ngo.example");
    assert!(unknown.contains("Mail came back") && unknown.contains("There is no such mailbox"), "{unknown}");
    let known =
        rows.iter().find(|row| row.contains("known@ngo.example") && !row.contains("unknown@")).expect("the other");
    assert!(known.contains("Sent") && !known.contains("came back"), "{known}");
}
