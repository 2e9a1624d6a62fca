//! Whose listing changes hears of it by mail (M13), at the address that was confirmed: what changed, and nothing about a withheld
//! name.

use chrono::TimeDelta;
use undersigned::domain::ids::SignatureId;
use undersigned::store::outbox::MailKind;

use crate::support::checking::signing;
use crate::support::post::Post;
use crate::support::{Desk, TestApp};

const SIGNER: &str = "hala@difaf.example";

/// The mails that wait to tell a change of a listing.
fn waiting(app: &TestApp) -> usize {
    app.queued_mail().iter().filter(|(kind, to)| *kind == MailKind::ListingChanged && to == SIGNER).count()
}

fn mine(app: &TestApp, desk: &Desk<'_>, id: &SignatureId) -> String {
    app.mine_path(&desk.row(id))
}

on_both! {
    fn a_correction_that_a_coordinator_takes_over_is_told_with_both_lines(post: Post) {
        let mut post = post;
        let desk = Desk::open(&post.app);
        let id = desk.signed(&signing("Difaf Asociation", SIGNER));
        desk.decide(&id, "list").expect_status(303);
        desk.publish();
        let link = mine(&post.app, &desk, &id);
        let browser = post.app.browser();
        let form = browser.get(&link).form("save").set("organisation_name", "Difaf Association");
        browser.send_form(&form).expect_status(303);
        assert_eq!(waiting(&post.app), 0, "a wish changes nothing yet");
        let page = desk.check(&id);
        desk.press(&page, &id, "accept_correction").expect_status(303);
        assert_eq!(waiting(&post.app), 1);
        post.start();
        let mail = post.sink.wait_for_mail_with(SIGNER, "was corrected");
        let text = mail.words();
        assert!(text.contains("Before: Difaf Asociation") && text.contains("Now: Difaf Association"), "{text}");
        assert!(mail.link("/mine/").contains("/mine/"));
    }

    fn what_a_signatory_does_with_its_own_link_is_told_to_the_confirmed_address(post: Post) {
        let mut post = post;
        let desk = Desk::open(&post.app);
        let id = desk.signed(&signing("Difaf Association", SIGNER));
        desk.decide(&id, "list").expect_status(303);
        desk.publish();
        let link = mine(&post.app, &desk, &id);
        let press = |action: &'static str| post.app.browser().submit(&link, &[("action", action), ("withheld_place", "none")]);
        press("withhold").expect_status(303);
        press("show_name").expect_status(303);
        let (browser, page) = (post.app.browser(), post.app.browser().get(&link));
        for _ in 0..2 {
            browser.post_from(&page, &link, &[("action", "withdraw")]).expect_status(303);
        }
        assert_eq!(waiting(&post.app), 3, "pressing twice is told once");
        post.start();
        for sentence in ["Your name is not printed any more", "will be printed once the conveners have checked it", "Your signature was withdrawn"] {
            let text = post.sink.wait_for_mail_with(SIGNER, sentence).words();
            assert!(!text.contains("Difaf"), "{text}");
        }
    }

    fn a_signature_whose_address_nobody_confirmed_gets_no_such_mail(app) {
        let desk = Desk::open(&app);
        let id = desk.pending(&signing("Difaf Association", SIGNER));
        let link = mine(&app, &desk, &id);
        app.browser().submit(&link, &[("action", "withdraw")]).expect_status(303);
        assert_eq!(waiting(&app), 0);
    }

    fn a_listing_taken_back_is_told_once_the_coordinator_can_no_longer_mean_a_slip(post: Post) {
        let mut post = post;
        let desk = Desk::open(&post.app);
        let [slip, meant] = [("Slip Forum", "info@slip.example"), ("Difaf Association", SIGNER)].map(|(name, address)| {
            let id = desk.signed(&signing(name, address));
            desk.decide(&id, "list").expect_status(303);
            id
        });
        desk.decide(&meant, "undo").expect_status(303);
        assert_eq!(waiting(&post.app), 0, "nobody could see it on the list yet");
        desk.decide(&meant, "list").expect_status(303);
        desk.publish();
        desk.decide(&slip, "undo").expect_status(303);
        desk.decide(&slip, "list").expect_status(303);
        desk.decide(&meant, "undo").expect_status(303);
        post.start();
        post.wait_and_look(TimeDelta::minutes(11));
        let text = post.sink.wait_for_mail_with(SIGNER, "off the public list").words();
        assert!(text.contains("checked it again"), "{text}");
        let told = post.sink.mails_to("info@slip.example").iter().any(|mail| mail.words().contains("off the public list"));
        assert!(!told, "it is on the list again: there is nothing to tell");
    }
}
