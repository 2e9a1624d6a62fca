//! The desk's own pages: drafts, dates, details, previews, and what a coordinator reads when something is not possible.

use undersigned::store::{Lane, setting};

use crate::support::{Desk, changed};

/// The newest edit's fields of the page `text`, with changes.
fn saved<'a>(fields: &'a [(String, String)], changes: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    changed(&fields, changes)
}

on_both! {
    fn characters_that_turn_the_text_round_are_never_frozen(app) {
        let desk = Desk::draft(&app);
        let text = desk.get("text").fields_of("form.form");
        let override_in = |body| saved(&text, &[("action", "save"), ("body", body)]);
        let fields = override_in("Stop it.\u{202e}.ti tratS");
        desk.browser.post(&desk.path("text"), &fields).expect_status(422).expect_text("turn the direction").expect_text("Stop it.");
        // Isolates stay, as texts in two scripts may need them; in a line they have no place.
        desk.browser.post(&desk.path("text"), &override_in("See \u{2067}נהר\u{2069} today.")).expect_status(303);
        let details = desk.get("details").fields_of("form.form");
        let fields = saved(&details, &[("action", "save"), ("title", "Stop\u{202e} it")]);
        desk.browser.post(&desk.path("details"), &fields).expect_status(422).expect_text("turn the direction");
    }

    fn the_second_saver_keeps_both_texts_and_the_note(app) {
        let desk = Desk::draft(&app);
        let text = desk.get("text").fields_of("form.form");
        let first = saved(&text, &[("action", "save"), ("salutation", "Excellencies,"), ("body", "Mine.")]);
        desk.browser.post(&desk.path("text"), &first).expect_status(303);
        let second = saved(&text, &[("action", "save"), ("salutation", "Dear all,"), ("body", "Theirs."), ("note", "after the call")]);
        let page = desk.browser.post(&desk.path("text"), &second).expect_status(409);
        let kept = page.fields_of("form.form");
        for (name, value) in [("body", "Theirs."), ("salutation", "Dear all,"), ("note", "after the call")] {
            assert!(kept.contains(&(name.to_owned(), value.to_owned())), "{name} is still there");
        }
        let other = page.texts_of("section.conflict pre").join(" ");
        assert!(other.contains("Excellencies,") && other.contains("Mine."), "{other}");
    }

    fn a_preview_names_the_version_that_would_come_and_leads_back(app) {
        let desk = Desk::open(&app);
        let preview = desk.get("text/preview");
        assert_eq!(preview.href_of(".banner a"), desk.path("text"));
        assert!(preview.main_text().contains("Version 1"), "the saved text is the frozen one");
        let text = desk.get("text").fields_of("form.form");
        desk.browser.post(&desk.path("text"), &saved(&text, &[("action", "save"), ("body", "Another.")])).expect_status(303);
        assert!(desk.get("text/preview").main_text().contains("Version 2"));
    }

    fn the_language_of_a_draft_can_be_mended_until_it_is_opened(app) {
        let desk = Desk::draft(&app);
        let text = desk.get("text").fields_of("form.form");
        desk.browser.post(&desk.path("text"), &saved(&text, &[("action", "save"), ("body", "Nous demandons.")])).expect_status(303);
        let details = desk.get("details").fields_of("form.form");
        let french = saved(&details, &[("action", "save"), ("language", "fr")]);
        desk.browser.post(&desk.path("details"), &french).expect_status(303);
        let now = desk.get("details").fields_of("form.form");
        assert!(now.contains(&("language".to_owned(), "fr".to_owned())));
        desk.get("text").expect_text("Nous demandons.");
        desk.browser.post(&desk.path("text"), &saved(&text, &[("action", "save"), ("body", "Late.")])).expect_status(409);
        let unknown = saved(&details, &[("action", "save"), ("language", "xx-nonsense")]);
        desk.browser.post(&desk.path("details"), &unknown).expect_status(422);

        let open = Desk::open(&app);
        let details = open.get("details").fields_of("form.form");
        assert!(details.iter().all(|(name, _)| name != "language"), "it is fixed");
        let mut late = saved(&details, &[("action", "save")]);
        late.push(("language", "fr"));
        open.browser.post(&open.path("details"), &late).expect_status(409);
    }

    fn a_kind_that_does_not_exist_is_refused(app) {
        let desk = Desk::draft(&app);
        let details = desk.get("details").fields_of("form.form");
        let fields = saved(&details, &[("action", "save"), ("kind", "manifesto"), ("summary", "Still here.")]);
        desk.browser.post(&desk.path("details"), &fields).expect_status(422).expect_text("Choose the kind").expect_text("Still here.");
    }

    fn a_place_name_that_is_too_long_is_told_with_its_limit(app) {
        let desk = Desk::draft(&app);
        let dates = desk.get("dates").fields_of("form.form");
        let long = "x".repeat(61);
        let fields = saved(&dates, &[("action", "save"), ("zone_label", &long)]);
        desk.browser.post(&desk.path("dates"), &fields).expect_status(422).expect_text("to 60 characters");
    }

    fn freezing_a_text_that_somebody_changed_says_so(app) {
        let desk = Desk::open(&app);
        let text = desk.get("text").fields_of("form.form");
        desk.browser.post(&desk.path("text"), &saved(&text, &[("action", "save"), ("body", "Another.")])).expect_status(303);
        let stale = [("action", "revise"), ("based_on", "1"), ("change", "minor"), ("note", "A typo")];
        let page = desk.submit("publish", &stale).expect_status(409).expect_text("This was not done");
        assert!(page.main_text().contains("Somebody saved the text after this page was loaded."), "{}", page.main_text());
        assert!(!page.main_text().contains("Both texts are below"));
    }

    fn what_a_bare_draft_lacks_is_told_and_nothing_of_it_is_called_done(app) {
        let desk = Desk::draft(&app);
        desk.submit("publish", &[("action", "open"), ("based_on", "1")]).expect_status(409).expect_text("Something is still missing.");
        let page = desk.get("publish").expect_text("Settle what is to do above");
        let checks = page.texts_of(".tasks li");
        assert!(checks.iter().all(|check| check.ends_with("to do")), "{checks:?}");
    }

    fn the_overview_offers_only_what_is_still_possible(app) {
        let desk = Desk::open(&app);
        let overview = format!("/desk/letters/{}", desk.letter);
        desk.browser.get(&overview).expect_text("Invite organisations").expect_text("Nobody was invited by mail.");
        desk.submit("publish", &[("action", "close")]).expect_status(303);
        let closed = desk.browser.get(&overview).expect_text("Go to publishing");
        assert!(!closed.text().contains("Invite organisations"), "nobody could sign any more");
    }

    fn every_page_of_a_restored_copy_says_so_until_it_is_released(app) {
        let desk = Desk::draft(&app);
        let set = |on| app.store().write_now(Lane::Desk, move |tx| setting::set_quarantined(tx, on)).unwrap();
        set(true);
        for page in [desk.browser.get("/desk"), desk.get("publish")] {
            let banners = page.texts_of(".banner.fault");
            assert!(banners[0].contains("This is a restored copy in quarantine."), "{banners:?}");
        }
        set(false);
        assert!(!desk.browser.get("/desk").text().contains("quarantine"));
    }

    fn a_used_password_link_leads_to_the_sign_in_and_to_a_new_link(app) {
        let path = app.set_up_path();
        app.operator();
        let page = app.browser().get(&path).expect_status(410).expect_text("Sign in");
        assert_eq!(page.texts_of(".exits a"), ["Sign in", "Ask for a new link by mail", "To the first page"]);
        let other = app.browser().get("/sign/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa").expect_status(404);
        assert!(!other.text().contains("/forgot"), "signers have no password");
    }
}
