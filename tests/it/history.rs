//! The history of a text: every save with its author and note, any two compared, an earlier one brought back, a redline to print.

use undersigned::domain::letter::Rights;

use crate::support::Desk;

/// Saves a body with a note, over whatever is newest.
fn save(desk: &Desk<'_>, body: &str, note: &str) {
    let form = desk.get("text").form("save").set("body", body).set("note", note);
    desk.browser.send_form(&form).expect_status(303);
}

on_both! {
    fn every_save_stands_in_the_history_with_its_author_and_note(app) {
        let desk = Desk::draft(&app);
        save(&desk, "We ask.", "");
        let omar = desk.member("Omar Haddad", "omar@confluence.example", Rights::EDITOR, false);
        save(&omar, "We ask for water.", "after the call <b>");
        let page = desk.get("text/history");
        let rows = page.texts_of(".past > li");
        assert_eq!(rows.len(), 3, "{rows:?}");
        assert!(rows[0].contains("Save 3") && rows[0].contains("Omar Haddad") && rows[0].contains("after the call <b>"), "{rows:?}");
        assert!(rows[1].contains("Save 2") && rows[1].contains("Nadia Benali"), "{rows:?}");
        assert_eq!(page.hrefs_of(".past > li:first-child a"), [desk.path("text/redline?from=save-2&to=save-3")]);
    }

    fn any_two_texts_are_set_against_each_other_paragraph_by_paragraph(app) {
        let desk = Desk::open(&app);
        save(&desk, "We, the undersigned, ask for a strong mechanism.\n\nSecond.", "");
        let chosen = desk.get("text/history").texts_of("select option[selected]");
        assert!(chosen[0].starts_with("Version 1") && chosen[1].starts_with("Save 3"), "{chosen:?}");
        let page = desk.get("text/redline?from=version-1&to=save-3");
        assert_eq!(page.texts_of(".redline .changed ins"), ["strong"]);
        assert_eq!(page.texts_of(".redline .added ins"), ["Second."]);
        assert_eq!(page.texts_of(".redline .number"), ["1", "2"]);
        page.expect_text("2 paragraphs differ.");
        let back = desk.get("text/redline?from=save-3&to=version-1");
        assert_eq!(back.texts_of(".redline .changed del"), ["strong"]);
        desk.get("text/redline?from=save-3&to=save-3").expect_text("the same, word for word");
        for wrong in ["from=save-99&to=save-1", "from=save&to=save-1", "from=version-2&to=save-1", "from=x-1&to=save-1", "to=save-1"] {
            let status = desk.browser.get(&desk.path(&format!("text/redline?{wrong}"))).status;
            assert!(status == 404 || status == 400, "{wrong}: {status}");
        }
    }

    fn the_redline_prints_the_words_as_readers_see_them_and_tells_what_marks_cannot_show(app) {
        let desk = Desk::draft(&app);
        let old = "## The aim\n\nWe ask for **a strong body**, see [the report](https://old.example/).\n\n1. Water\n\nPlain words.[^1]\n\n[^1]: An old note on rivers.";
        let new = "## The only aim\n\nWe ask for **a strong court**, see [the report](https://new.example/).\n\n1. Water\n\nPlain *words*.[^1]\n\n[^1]: A new note on rivers.";
        save(&desk, old, "");
        save(&desk, new, "");
        let page = desk.get("text/redline?from=save-2&to=save-3");
        assert_eq!(page.texts_of(".redline h3 ins").join("").trim(), "only");
        assert_eq!((page.texts_of(".redline ins strong"), page.texts_of(".redline del strong")), (vec!["court".to_owned()], vec!["body".to_owned()]));
        page.clone().expect_text("Link of the report: was https://old.example/, is now https://new.example/.");
        page.clone().expect_text("Look of words: was plain, is now italic.");
        assert_eq!(page.texts_of(".redline p .restyled em"), ["words"]);
        assert_eq!(page.texts_of(".redline .shape-numbered .marker"), ["1."]);
        assert!(!page.texts_of(".redline .difference").join(" ").contains(['*', '#']), "no marks of Markdown are printed");
        page.expect_text("4 paragraphs differ.");
        // Two signs for the same look: no reader sees it, and it is told.
        save(&desk, &new.replace("*words*", "_words_"), "");
        desk.get("text/redline?from=save-3&to=save-4").expect_text("only signs differ that no reader sees").expect_text("the same, word for word");
    }

    fn an_earlier_text_is_brought_back_and_nothing_is_lost(app) {
        let desk = Desk::draft(&app);
        save(&desk, "First thought.", "");
        save(&desk, "Second thought.", "");
        let page = desk.get("text/history");
        let restore = page.form_where("restore", |form| form.value("save") == "2");
        save(&desk, "Meanwhile.", "");
        desk.browser.send_form(&restore).expect_status(409).expect_text("Somebody saved");
        desk.get("text").expect_text("Meanwhile.");
        let restore = desk.get("text/history").form_where("restore", |form| form.value("save") == "2");
        let done = desk.browser.send_form(&restore).expect_status(303);
        let page = desk.browser.get(&done.location().unwrap()).expect_text("Brought back from save 2");
        assert!(page.texts_of(".banner.done")[0].contains("The earlier text is back"));
        desk.get("text").expect_text("First thought.");
        desk.get("text/redline?from=save-4&to=save-5").expect_text("Meanwhile.");
    }

    fn who_only_reviews_reads_the_history_and_brings_nothing_back(app) {
        let desk = Desk::draft(&app);
        save(&desk, "First thought.", "");
        let omar = desk.member("Omar Haddad", "omar@confluence.example", Rights::REVIEWER, false);
        assert!(!omar.get("text/history").offers("restore"));
        omar.submit("text/history", &[("action", "restore"), ("save", "1"), ("based_on", "2")]).expect_status(403);
        let eva = app.coordinator("Eva Lind", "eva@confluence.example");
        eva.get(&desk.path("text/history")).expect_status(404);
        eva.get(&desk.path("text/redline?from=save-1&to=save-2")).expect_status(404);
    }
}
