//! A second reader by a link of their own: asked by mail, reads both texts, approves exactly those or says what must change.

use chrono::TimeDelta;
use undersigned::domain::revision::mark;
use undersigned::jobs::purge;
use undersigned::store::outbox::MailKind;
use undersigned::store::token::{Purpose, Subject, mint};
use undersigned::store::translation;

use crate::commenting::block;
use crate::languages::{ARABIC_BODY, BODY, add, in_arabic, press, translate};
use crate::support::post::Post;
use crate::support::{Answer, Desk};

const ADDRESS: &str = "rami@readers.example";

fn ask(desk: &Desk<'_>, email: &str) -> Answer {
    let form = desk.get("languages/ar").form("ask_reader").set("reader", "Rami Khoury").set("reader_email", email);
    desk.browser.send_form(&form)
}

/// The link that the mail carries, made as the mail job makes it.
pub fn link(desk: &Desk<'_>) -> String {
    let (letter, now) = (desk.letter.clone(), desk.app.now());
    let secret = desk.app.write(move |tx| {
        let row = translation::find_in(tx, &letter, "ar")?;
        let subject = Subject { letter: Some(letter.clone()), translation: Some(row.id), ..Subject::default() };
        mint(tx, Purpose::ReadTranslation, subject, None, false, now)
    });
    format!("/read/{secret}")
}

on_both! {
    fn a_second_reader_approves_by_link_and_readers_see_an_official_translation(app) {
        let desk = Desk::open(&app);
        in_arabic(&desk);
        ask(&desk, ADDRESS).expect_status(303);
        assert_eq!(app.mailed(MailKind::TranslationRequest), [ADDRESS]);
        assert!(!app.dump().contains(ADDRESS) && !app.dump().contains("Rami"), "name and address are sealed");
        let (path, reader) = (link(&desk), app.browser());
        let before = app.dump();
        let page = reader.get(&path).expect_status(200).expect_text(BODY).expect_text(ARABIC_BODY);
        assert!(page.header("cache-control").contains("no-store") && page.header("x-robots-tag").contains("noindex"));
        assert!(app.dump() == before, "opening approves nothing");
        desk.get("languages").expect_text("Nobody yet");
        let done = reader.send_form(&page.form("approve")).expect_status(303);
        let told = reader.get(&done.location().expect("the page")).expect_text("approved it");
        assert!(!told.offers("approve"), "approved once is enough");
        desk.get("languages/ar").expect_text("Read by Rami Khoury.");
        ask(&desk, "noor@readers.example").expect_status(303);
        assert!(!desk.get("languages/ar").text().contains("Read by"), "whoever is asked later did not read it");
        desk.get("log").expect_text("asked a second reader by mail").expect_text("approved a translation");
        press(&desk, "ar", "show").expect_status(303);
        desk.publish();
        app.browser().get(&format!("{}/ar", desk.public_path())).expect_text("Official translation");
    }

    fn what_changed_while_the_second_reader_read_is_not_approved(app) {
        let desk = Desk::open(&app);
        let translating = in_arabic(&desk);
        ask(&desk, ADDRESS).expect_status(303);
        let (path, reader, translator) = (link(&desk), app.browser(), app.browser());
        let read = reader.get(&path);
        translate(&translator, &translator.get(&translating), &[(BODY, "نحن نرفض الآلية.")]).expect_status(303);
        let again = reader.send_form(&read.form("approve")).expect_status(409).expect_text("Read it again");
        desk.get("languages").expect_text("Nobody yet");
        reader.send_form(&again.form("approve")).expect_status(303);
        assert!(!desk.get("languages").main_text().contains("Nobody yet"));
    }

    fn what_the_second_reader_wants_changed_reaches_the_translator_and_the_desk(app) {
        let desk = Desk::open(&app);
        let translating = in_arabic(&desk);
        ask(&desk, ADDRESS).expect_status(303);
        let (path, reader) = (link(&desk), app.browser());
        reader.send_form(&reader.get(&path).form("remark").set("remark", " ")).expect_status(422).expect_text("Say what must change");
        let long = "ه".repeat(4001);
        let refused = reader.send_form(&reader.get(&path).form("remark").set("remark", &long)).expect_status(422);
        assert_eq!(refused.form("remark").value("remark"), long, "nothing typed is lost");
        let remark = "آلية is a mechanism, not a body.";
        reader.send_form(&reader.get(&path).form("remark").set("remark", remark)).expect_status(303);
        assert!(!app.dump().contains("not a body"), "what is said is sealed");
        app.browser().get(&translating).expect_text("The second reader wants this changed").expect_text(remark);
        desk.get("languages/ar").expect_text(remark);
        let letter = desk.browser.get(&format!("/desk/letters/{}", desk.letter));
        letter.expect_text("In 1 language the second reader wants changes");
        reader.send_form(&reader.get(&path).form("approve")).expect_status(303);
        assert!(!app.browser().get(&translating).text().contains("not a body"), "approved, it is done");
    }

    fn an_unfinished_translation_can_be_read_and_not_approved(app) {
        let desk = Desk::open(&app);
        add(&desk, "ar");
        ask(&desk, ADDRESS).expect_status(303);
        let (path, reader) = (link(&desk), app.browser());
        let page = reader.get(&path).expect_text("It can be approved when every part is translated.");
        assert!(!page.offers("approve"));
        reader.submit(&path, &[("action", "approve"), ("text_sha256", "0")]).expect_status(409);
        reader.submit(&path, &[("action", "fly")]).expect_status(422);
        desk.get("languages").expect_text("Nobody yet");
    }

    fn whoever_translates_is_not_the_second_reader(app) {
        let desk = Desk::open(&app);
        in_arabic(&desk);
        let translator = desk.get("languages/ar").form("ask").set("email", "layla@translators.example");
        desk.browser.send_form(&translator).expect_status(303);
        let refused = ask(&desk, "Layla@Translators.example").expect_status(422).expect_text("Ask somebody who did not translate it");
        assert_eq!(refused.form("ask_reader").value("reader"), "Rami Khoury");
        assert_eq!(ask(&desk, "rami at home").expect_status(422).form("ask_reader").value("reader_email"), "rami at home");
        assert_eq!(app.mailed(MailKind::TranslationRequest).len(), 1);
    }

    fn a_second_reader_whose_link_was_taken_back_approves_nothing_and_is_forgotten(app) {
        let desk = Desk::open(&app);
        let translating = in_arabic(&desk);
        ask(&desk, ADDRESS).expect_status(303);
        let (path, reader) = (link(&desk), app.browser());
        let read = reader.get(&path);
        press(&desk, "ar", "revoke_reader").expect_status(303);
        reader.get(&path).expect_status(410).expect_text("This link has ended");
        reader.send_form(&read.form("approve")).expect_status(410);
        desk.get("languages").expect_text("Nobody yet");
        let id = desk.letter.clone();
        let row = app.store().read_now(|db| translation::find_in(db, &id, "ar")).expect("a translation");
        assert!(row.reader_sealed.is_none() && row.translator_sealed.is_some());
        app.browser().get(&translating).expect_status(200);
        // Another one is asked: only the newest link works.
        ask(&desk, ADDRESS).expect_status(303);
        let first = link(&desk);
        ask(&desk, "noor@readers.example").expect_status(303);
        reader.get(&first).expect_status(410);
        reader.send_form(&reader.get(&link(&desk)).form("remark").set("remark", "One comma.")).expect_status(303);
        ask(&desk, ADDRESS).expect_status(303);
        assert!(!reader.get(&link(&desk)).expect_status(200).text().contains("One comma."), "one reader does not read the other");
        press(&desk, "ar", "revoke").expect_status(303);
        reader.get(&link(&desk)).expect_status(200);
    }

    fn only_who_is_asked_now_gets_the_mail(post: Post) {
        let mut post = post;
        let desk = Desk::open(&post.app);
        in_arabic(&desk);
        ask(&desk, ADDRESS).expect_status(303);
        ask(&desk, "noor@readers.example").expect_status(303);
        drop(desk);
        post.start();
        let mail = post.sink.wait_for_mail_to("noor@readers.example");
        let path = url::Url::parse(&mail.links()[0]).expect("a link").path().to_owned();
        post.app.browser().get(&path).expect_status(200).expect_text(ARABIC_BODY);
        post.wait_and_look(TimeDelta::minutes(11));
        assert!(post.sink.mails().iter().all(|mail| mail.to != ADDRESS), "the first mail is not wanted any more");
    }

    fn the_second_reader_is_forgotten_with_the_contacts_and_the_approval_stays(app) {
        let desk = Desk::open(&app);
        in_arabic(&desk);
        ask(&desk, ADDRESS).expect_status(303);
        let (path, reader) = (link(&desk), app.browser());
        reader.send_form(&reader.get(&path).form("approve")).expect_status(303);
        reader.send_form(&reader.get(&path).form("remark").set("remark", "One comma.")).expect_status(303);
        press(&desk, "ar", "show").expect_status(303);
        desk.publish();
        app.wait(TimeDelta::days(400));
        block(purge::run(app.store(), app.now())).expect("a purge");
        let id = desk.letter.clone();
        let row = app.store().read_now(|db| translation::find_in(db, &id, "ar")).expect("a translation");
        assert!(row.reader_sealed.is_none() && row.remark_sealed.is_none() && row.approved_at.is_some());
        reader.get(&path).expect_status(410);
        app.browser().get(&format!("{}/ar", desk.public_path())).expect_text("Official translation");
        assert!(app.dump().contains(&mark(BODY)), "the words belong to the letter");
    }
}
