//! What happened to a public letter, correction notes, and the addresses that it had before.

use chrono::TimeDelta;
use undersigned::domain::revision::Change;

use crate::support::checking::signing;
use crate::support::{Answer, Desk, TestApp};

fn public(app: &TestApp, path: &str) -> Answer {
    app.browser().get(path).expect_status(200)
}

fn words(page: &Answer) -> String {
    page.main_text().split_whitespace().collect::<Vec<_>>().join(" ")
}

fn list(desk: &Desk<'_>, name: &str, email: &str) -> undersigned::domain::ids::SignatureId {
    let id = desk.signed(&signing(name, email));
    desk.decide(&id, "list").expect_status(303);
    id
}

fn withdraw(app: &TestApp, desk: &Desk<'_>, id: &undersigned::domain::ids::SignatureId) {
    let mine = app.mine_path(&desk.row(id));
    app.browser().submit(&mine, &[("action", "withdraw")]).expect_status(303);
}

fn rename(desk: &Desk<'_>, slug: &str) -> Answer {
    desk.browser.send_form(&desk.get("details").form("save").set("slug", slug))
}

on_both! {
    fn the_page_of_changes_tells_publication_late_names_corrections_and_withdrawals(app) {
        let desk = Desk::open_in_public(&app);
        let first = list(&desk, "Alpha Wells", "info@alpha.example");
        list(&desk, "Beta Wells", "info@beta.example");
        let path = format!("{}/changes", desk.public_path());
        let never = app.browser().get("/letters/never-was/changes").expect_status(404);
        assert_eq!(app.browser().get(&path).expect_status(404).bytes, never.bytes);
        desk.publish();
        let text = words(&public(&app, &path));
        assert!(text.contains("Published with 2 organisations") && !text.contains("Added"), "{text}");
        list(&desk, "Late <b>Wells", "info@late.example");
        let page = app.browser().wait_for_text(&path, "Added: 1 organisation");
        assert!(page.main_text().contains("Late <b>Wells"), "{}", page.main_text());
        withdraw(&app, &desk, &first);
        let text = words(&public(&app, &path));
        assert!(text.contains("1 organisation withdrew") && !text.contains("Alpha Wells"), "{text}");
        assert!(public(&app, &desk.public_path()).links().contains(&path));
        // A letter whose names are hidden tells nothing of signatories; shown again, it says nothing of that.
        desk.submit("safety", &[("action", "hide")]).expect_status(303);
        let hidden = words(&public(&app, &path));
        assert!(!hidden.contains("Late") && !hidden.contains("1 organisation withdrew") && !hidden.contains("Added"), "{hidden}");
        desk.submit("safety", &[("action", "unhide")]).expect_status(303);
        assert_eq!(words(&public(&app, &path)), text);
    }

    fn what_withheld_signatories_do_leaves_no_trace_among_the_changes(app) {
        let desk = Desk::open_in_public(&app);
        list(&desk, "Alpha Wells", "info@alpha.example");
        let quiet = desk.signed(&signing("Quiet Wells", "info@quiet.example").withheld());
        desk.decide(&quiet, "list").expect_status(303);
        desk.publish();
        let path = format!("{}/changes", desk.public_path());
        let before = words(&public(&app, &path));
        assert!(before.contains("Published with 2 organisations"), "{before}");
        let later = desk.signed(&signing("Later Quiet", "info@later.example").withheld());
        desk.decide(&later, "list").expect_status(303);
        app.browser().wait_for_text(&desk.public_path(), "3 organisations");
        assert_eq!(words(&public(&app, &path)), before, "a late withheld signatory");
        withdraw(&app, &desk, &quiet);
        assert_eq!(words(&public(&app, &path)), before, "a withheld one withdrew");
        // Who stood by name and had it withheld since goes as quietly.
        let changed = list(&desk, "Changed Mind", "info@mind.example");
        app.browser().wait_for_text(&path, "Changed Mind");
        app.browser().submit(&app.mine_path(&desk.row(&changed)), &[("action", "withhold"), ("withheld_place", "none")]).expect_status(303);
        assert_eq!(words(&public(&app, &path)), before, "a name that was withheld later");
        withdraw(&app, &desk, &changed);
        assert_eq!(words(&public(&app, &path)), before, "and withdrawn");
    }

    fn a_new_version_is_among_the_changes_and_says_what_changed(app) {
        let desk = Desk::open_in_public(&app);
        desk.publish();
        app.wait(TimeDelta::minutes(1));
        app.revise(&desk.letter, "We, the undersigned, ask for an independent mechanism.\n\nIt must report in public.", Change::Minor);
        let path = desk.public_path();
        let publish = desk.operator_again();
        let page = publish.get(&desk.path("publish")).expect_status(200);
        assert!(page.status == 200);
        let text = words(&public(&app, &format!("{path}/changes")));
        assert!(text.contains("Version 2: what changed") && text.contains("A figure was corrected."), "{text}");
        let version = public(&app, &format!("{path}/versions/2"));
        assert!(version.texts_of("#changes ins").join("|").contains("independent"), "{}", version.text());
        assert!(version.texts_of("#changes p.added")[0].contains("It must report in public."));
        assert!(public(&app, &format!("{path}/versions/1")).texts_of("#changes").is_empty());
    }

    fn a_correction_note_stands_on_the_letter_the_changes_and_the_feed_until_it_is_taken_back(app) {
        let desk = Desk::open(&app);
        desk.get("corrections").expect_text("once the letter is public");
        desk.submit("corrections", &[("action", "add"), ("note", "Too early")]).expect_status(409);
        desk.publish();
        let path = desk.public_path();
        public(&app, &path);
        desk.submit("corrections", &[("action", "add"), ("note", " ")]).expect_status(422);
        desk.submit("corrections", &[("action", "add"), ("note", "The <b>year</b> was 2019.")]).expect_status(303);
        for page in [path.clone(), format!("{path}/changes")] {
            assert!(words(&public(&app, &page)).contains("Correction. The <b>year</b> was 2019."), "{page}");
        }
        let feed = public(&app, "/feed.atom").text();
        assert!(feed.contains("Correction: ") && feed.contains("The &#60;b&#62;year") && feed.contains("/changes#note-"), "{feed}");
        let id = desk.get("corrections").hidden("correction");
        let other = Desk::draft(&app);
        other.browser.post_from(&other.get("corrections"), &other.path("corrections"), &[("action", "withdraw"), ("correction", &id)]).expect_status(404);
        desk.submit("corrections", &[("action", "withdraw"), ("correction", &id)]).expect_status(303);
        for page in [path.clone(), format!("{path}/changes"), "/feed.atom".to_owned()] {
            assert!(!public(&app, &page).text().contains("2019"), "{page}");
        }
        public(&app, &format!("{path}/changes")).expect_text("A correction note was taken back");
        desk.get("log").expect_text("wrote a correction note").expect_text("took a correction note back");
    }

    fn an_address_that_a_public_letter_had_leads_to_the_new_one_for_ever(app) {
        let desk = Desk::open(&app);
        let open = desk.public_path();
        assert_eq!(rename(&desk, "too-early").status, 409, "links are out, and nothing leads on before publication");
        desk.publish();
        desk.get("details").expect_text("the old address leads to the new one for ever");
        let old = open.clone();
        let old_slug = old.rsplit('/').next().unwrap().to_owned();
        public(&app, &old);
        rename(&desk, "second-address").expect_status(303);
        rename(&desk, "third-address").expect_status(303);
        for tail in ["", "/signatories?country=KE&q=a%20b", "/versions/1.md", "/changes", "/proof.zip"] {
            for from in [&*old, "/letters/second-address"] {
                let answer = app.browser().get(&format!("{from}{tail}")).expect_status(308);
                assert_eq!(answer.header("location"), format!("/letters/third-address{tail}"));
                assert_eq!(answer.header("cache-control"), "no-store");
            }
        }
        public(&app, "/letters/third-address/signatories");
        // No other letter can have it; this one takes it back.
        let other = Desk::draft(&app);
        assert_eq!(rename(&other, "second-address").expect_status(422).expect_text("cannot be used").status, 422);
        rename(&desk, &old_slug).expect_status(303);
        public(&app, &old);
        app.browser().get("/letters/third-address").expect_status(308);
        desk.get("log").expect_text("another address");
        // A letter that is not public leads nowhere, like one that never was.
        let never = app.browser().get("/letters/never-was").expect_status(404);
        let (id, now) = (desk.letter.clone(), app.now());
        app.write(move |tx| {
            use diesel::prelude::*;
            use undersigned::store::schema::letter::dsl;
            diesel::update(dsl::letter.find(&id)).set(dsl::held_at.eq(Some(now))).execute(tx.conn)?;
            Ok(())
        });
        assert_eq!(app.browser().get("/letters/third-address").expect_status(404).bytes, never.bytes);
    }
}
