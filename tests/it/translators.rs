//! Asking somebody to translate: one mail with a link that needs no account.

use undersigned::store::outbox::MailKind;

use crate::languages::{add, press};
use crate::support::{Answer, Desk};

const ADDRESS: &str = "layla@translators.example";

fn ask(desk: &Desk<'_>, email: &str) -> Answer {
    let page = desk.get("languages/ar").expect_status(200);
    desk.browser.send_form(&page.form("ask").set("translator", "Layla Haddad").set("email", email))
}

on_both! {
    fn a_translator_is_asked_by_mail_and_the_address_stays_with_the_conveners(app) {
        let desk = Desk::open(&app);
        add(&desk, "ar");
        ask(&desk, ADDRESS).expect_status(303);
        assert_eq!(app.mailed(MailKind::TranslationRequest), [ADDRESS]);
        let page = desk.get("languages/ar").expect_text("Asked by mail, last on");
        assert_eq!(page.form("ask").value("email"), ADDRESS);
        assert!(!app.dump().contains(ADDRESS) && !app.dump().contains("Layla"), "name and address are sealed");
        desk.get("log").expect_text("asked a translator by mail");
        ask(&desk, ADDRESS).expect_status(303);
        assert_eq!(app.mailed(MailKind::TranslationRequest).len(), 2, "asked again, there is another mail");
    }

    fn an_address_that_is_none_is_refused_and_nothing_typed_is_lost(app) {
        let desk = Desk::open(&app);
        add(&desk, "ar");
        let refused = ask(&desk, "layla at home").expect_status(422);
        assert_eq!(refused.form("ask").value("email"), "layla at home");
        assert_eq!(refused.form("ask").value("translator"), "Layla Haddad");
        assert!(app.mailed(MailKind::TranslationRequest).is_empty());
    }

    fn who_has_no_link_any_more_is_not_asked(app) {
        let desk = Desk::open(&app);
        add(&desk, "ar");
        let before = desk.get("languages/ar").form("ask").set("email", ADDRESS);
        press(&desk, "ar", "revoke").expect_status(303);
        assert!(!desk.get("languages/ar").offers("ask"));
        desk.browser.send_form(&before).expect_status(409).expect_text("was taken back");
        assert!(app.mailed(MailKind::TranslationRequest).is_empty());
    }
}
