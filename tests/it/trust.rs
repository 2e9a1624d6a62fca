//! `/privacy` and `/safety`: what they promise is what the program does.

use undersigned::domain::retention;

on_both! {
    fn the_privacy_page_prints_the_days_on_which_the_server_erases(app) {
        let page = app.browser().get("/privacy").expect_status(200);
        let rows = page.texts_of(".ledger tbody td");
        for days in [
            retention::CONTACTS_KEPT_DAYS,
            retention::WITHHELD_KEPT_DAYS,
            retention::INVITATIONS_KEPT_DAYS,
            retention::UNPUBLISHED_KEPT_DAYS,
            retention::ENDED_KEPT_DAYS,
            retention::IMPORT_KEPT_DAYS,
            retention::TRACES_KEPT_DAYS,
        ] {
            assert!(rows.iter().any(|row| row.starts_with(&format!("{days} days"))), "{days} days is in {rows:#?}");
        }
        assert_eq!(page.header("set-cookie"), "", "readers get no cookie");
        assert!(!page.text().contains("http://") || page.text().contains("http://127.0.0.1"), "nothing foreign");
    }

    fn the_safety_page_says_who_can_still_see_a_withheld_name_and_until_when(app) {
        let page = app.browser().get("/safety").expect_status(200);
        let until = format!("erased {} days after publication", retention::WITHHELD_KEPT_DAYS);
        for words in ["operator of this server", "given that right", until.as_str(), "cannot be called back", "shared computer"] {
            assert!(page.main_text().contains(words), "{words:?} is not in {}", page.main_text());
        }
        assert!(page.text().contains("id=\"withheld\""), "the register links there");
    }

    fn the_operator_sees_what_is_erased_next_and_nobody_else(app) {
        let operator = app.operator();
        operator.get("/desk/operator/retention").expect_status(200).expect_text("nothing left to erase");
        app.coordinator("Tunde", "tunde@confluence.example").get("/desk/operator/retention").expect_status(404);
    }
}
