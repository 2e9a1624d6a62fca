//! A public letter whose text is changed in substance while it collects: readers go on seeing what was signed, and whoever signs
//! now signs, and reads, the text that comes.

use chrono::TimeDelta;
use undersigned::domain::letter::ListingRule;
use undersigned::domain::signature::{Origin, Status};
use undersigned::store::revision;

use crate::asking_again::{ask, change, counted, listed, mine};
use crate::support::checking::signing;
use crate::support::{Answer, Desk, TYPED, TestApp, changed};

const LINE: &str = "A change of the text was agreed on";

/// Signs by the public form through its check page, and confirms the address.
fn sign_in_public(app: &TestApp, desk: &Desk<'_>, name: &str, email: &str) -> Answer {
    let browser = app.browser();
    let path = format!("{}/sign", desk.public_path());
    let form = browser.get(&path).expect_status(200);
    let seen = form.hidden("revision");
    let fields = [("organisation_name", name), ("email", email), ("revision", seen.as_str()), ("action", "check")];
    let check = browser.post_from(&form, &path, &changed(&TYPED, &fields)).expect_status(200);
    browser.send_form(&check.form("sign")).expect_status(303);
    let row = app.signatures(&desk.letter).pop().expect("a signature");
    browser.submit(&app.confirm_path(&row), &[("action", "confirm")]).expect_status(303);
    check
}

/// Lets the five days to answer pass, and the clockwork do what is due.
fn end(app: &TestApp) {
    app.wait(TimeDelta::days(5) + TimeDelta::minutes(5));
    ask(app);
    app.site.public_cache.forget_all();
}

on_both! {
    fn readers_see_the_signed_text_and_one_line_until_the_new_text_comes_out(app) {
        let desk = Desk::open_in_public(&app);
        let delta = listed(&desk, "Delta Radio", "office@deltaradio.example");
        desk.publish();
        let (public, reader) = (desk.public_path(), app.browser());
        let before = reader.get(&public).expect_status(200);
        assert!(!before.main_text().contains(LINE));
        change(&desk, "We demand a mechanism within a year.", "out");
        // The stored page is gone before the coordinator is answered.
        let asked = reader.request("GET", &public).header("if-none-match", before.header("etag"));
        let page = reader.send(asked).expect_status(200).expect_text(LINE);
        let page = page.expect_text("The text below is the one signed so far.");
        assert!(!page.main_text().contains("within a year") && page.main_text().contains("Version 1"));
        assert_ne!(page.header("etag"), before.header("etag"));
        let asked = reader.request("GET", &public).header("if-none-match", page.header("etag"));
        assert_eq!(reader.send(asked).status, 304);
        reader.get(&format!("{public}/versions/2")).expect_status(404);
        ask(&app);
        reader.submit(&mine(&desk, &delta), &[("action", "keep"), ("revision", "2")]).expect_status(303);
        app.wait(TimeDelta::days(5) + TimeDelta::minutes(5));
        ask(&app);
        let page = reader.get(&public).expect_text("within a year").expect_text("Delta Radio");
        assert!(!page.main_text().contains(LINE));
    }

    fn who_signs_meanwhile_reads_and_signs_the_text_that_comes_and_is_listed_with_it(app) {
        let desk = Desk::open_in_public(&app);
        let delta = listed(&desk, "Delta Radio", "office@deltaradio.example");
        desk.publish();
        change(&desk, "We demand a mechanism within a year.", "out");
        ask(&app);
        let path = format!("{}/sign", desk.public_path());
        let form = app.browser().get(&path).expect_status(200);
        let form = form.expect_text("You sign version 2. It replaces the one that readers see now");
        let form = form.expect_text("We demand a mechanism within a year.");
        assert_eq!(form.hidden("revision"), "2");
        assert!(!form.links().contains(&desk.public_path()), "the public page has another text");
        // A form that was opened before the change is refused with the difference.
        let stale = changed(&TYPED, &[("action", "sign")]);
        let browser = app.browser();
        let opened = browser.get(&path);
        let refused = browser.post_from(&opened, &path, &stale).expect_status(409);
        assert!(!refused.texts_of(".difference ins").is_empty());
        assert_eq!(app.signatures(&desk.letter).len(), 1);
        let check = sign_in_public(&app, &desk, "Upper Reach", "office@reach.example");
        check.expect_text("You sign version 2.").expect_text("We demand a mechanism within a year.");
        let reach = app.signatures(&desk.letter).pop().expect("a signature");
        assert_eq!((reach.status, reach.revision, reach.origin), (Status::Confirmed, 2, Origin::Open));
        let text = app.store().read_now(|db| revision::find_text(db, &desk.letter, 2, "en")).expect("a text");
        assert_eq!(reach.text_sha256, text.text_sha256);
        // It is counted with the text that it signed, and not before.
        desk.decide(&reach.id, "list").expect_text("readers do not see yet");
        assert_eq!((desk.row(&reach.id).status, counted(&desk)), (Status::Confirmed, 1));
        app.browser().submit(&mine(&desk, &delta), &[("action", "keep"), ("revision", "2")]).expect_status(303);
        end(&app);
        let desk = Desk { browser: desk.operator_again(), ..desk };
        desk.decide(&reach.id, "list").expect_status(303);
        assert_eq!((desk.row(&reach.id).status, counted(&desk)), (Status::Listed, 2));
        app.site.public_cache.forget_all();
        app.browser().get(&desk.public_path()).expect_text("Upper Reach").expect_text("within a year");
    }

    fn a_letter_that_lists_by_itself_lists_newcomers_when_their_text_comes_out(app) {
        let desk = Desk::open_in_public(&app);
        let form = desk.get("safety").form("save").set("listing_rule", ListingRule::Automatic.as_str());
        desk.browser.send_form(&form).expect_status(303);
        desk.publish();
        change(&desk, "We demand a mechanism within a year.", "out");
        ask(&app);
        let reach = desk.signed(&signing("Upper Reach", "office@reach.example"));
        assert_eq!((desk.row(&reach).status, counted(&desk)), (Status::Confirmed, 0));
        end(&app);
        assert_eq!((desk.row(&reach).status, counted(&desk)), (Status::Listed, 1));
    }

    fn readers_wait_for_the_new_text_while_somebody_on_the_list_is_undecided(app) {
        let desk = Desk::open_in_public(&app);
        let delta = listed(&desk, "Delta Radio", "office@deltaradio.example");
        let reach = listed(&desk, "Upper Reach", "office@reach.example");
        desk.publish();
        change(&desk, "We demand a mechanism within a year.", "out");
        ask(&app);
        let talk = [("action", "talk"), ("talk_note", "A year is short.")];
        app.browser().submit(&mine(&desk, &delta), &talk).expect_status(303);
        app.browser().submit(&mine(&desk, &reach), &[("action", "keep"), ("revision", "2")]).expect_status(303);
        end(&app);
        let desk = Desk { browser: desk.operator_again(), ..desk };
        let page = app.browser().get(&desk.public_path()).expect_text("2 organisations").expect_text(LINE);
        assert!(!page.main_text().contains("within a year"));
        desk.get("answers").expect_text("The time is over.").expect_text("Delta Radio");
        let overview = format!("/desk/letters/{}", desk.letter);
        let page = desk.browser.get(&overview).expect_text("Answers to version 2").expect_text("1 is still in");
        page.expect_text("1 wants to talk");
        desk.get("signatures?show=listed").expect_text("Answers to version 2").expect_text("1 wants to talk");
        let off = [("action", "leave_off"), ("signature", delta.as_str()), ("revision", "2")];
        desk.submit("answers", &off).expect_status(303);
        ask(&app);
        app.site.public_cache.forget_all();
        let page = app.browser().get(&desk.public_path()).expect_text("1 organisation").expect_text("within a year");
        assert!(page.main_text().contains("Upper Reach") && !page.main_text().contains("Delta Radio"));
        assert!(!desk.browser.get(&overview).main_text().contains("Answers to version 2"), "nothing is open any more");
    }

    fn of_a_dangerous_letter_nothing_public_tells_that_its_text_is_being_changed(app) {
        let desk = Desk::open_in_public(&app);
        desk.browser.send_form(&desk.get("safety").form("save").tick("high_risk", "yes")).expect_status(303);
        let delta = listed(&desk, "Delta Radio", "office@deltaradio.example");
        desk.publish();
        let (public, reader) = (desk.public_path(), app.browser());
        let before = reader.get(&public).expect_status(200);
        change(&desk, "We demand a mechanism within a year.", "out");
        ask(&app);
        app.site.public_cache.forget_all();
        let asked = reader.request("GET", &public).header("if-none-match", before.header("etag"));
        assert_eq!(reader.send(asked).status, 304, "not a byte of the page differs");
        let form = reader.get(&format!("{public}/sign")).expect_status(200);
        assert!(!form.text().contains("within a year") && !form.text().contains("ersion 2"));
        // Who signs there signs what readers see, and is asked like the others.
        sign_in_public(&app, &desk, "Upper Reach", "office@reach.example");
        let reach = app.signatures(&desk.letter).pop().expect("a signature").id;
        assert_eq!(desk.row(&reach).revision, 1);
        desk.decide(&reach, "list").expect_status(303);
        assert_eq!(counted(&desk), 2);
        for id in [&delta, &reach] {
            let page = app.browser().get(&mine(&desk, id)).expect_text("Does your signature stand?");
            app.browser().send_form(&page.form("keep")).expect_status(303);
        }
        end(&app);
        assert_eq!(counted(&desk), 2);
        reader.get(&public).expect_text("within a year");
    }

    fn whoever_confirms_an_address_after_the_change_is_asked_about_it(app) {
        let desk = Desk::open(&app);
        let id = desk.pending(&signing("Upper Reach", "office@reach.example"));
        change(&desk, "We demand a mechanism within a year.", "out");
        assert_eq!(ask(&app), 0, "nobody has signed yet");
        app.wait(TimeDelta::hours(1));
        let row = desk.row(&id);
        app.browser().submit(&app.confirm_path(&row), &[("action", "confirm")]).expect_status(303);
        assert_eq!((desk.row(&id).status, desk.row(&id).revision), (Status::Confirmed, 1));
        let page = app.browser().get(&mine(&desk, &id)).expect_text("Does your signature stand?");
        app.browser().send_form(&page.form("keep")).expect_status(303);
        assert_eq!(desk.row(&id).revision, 2);
    }
}
