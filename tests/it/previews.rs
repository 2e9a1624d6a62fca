//! Journalists' personal links to a letter under embargo.

use chrono::TimeDelta;
use undersigned::jobs::{lift_embargoes, purge};
use undersigned::store::{letter, preview};

use crate::support::checking::signing;
use crate::support::{Answer, Browser, Desk, TestApp};

const PAGE: &str = "press/previews";
const TITLE: &str = "independent mechanism";

/// Makes a link; gives its path.
fn make(desk: &Desk<'_>, fields: &[(&str, &str)]) -> String {
    let before = links(desk).len();
    let all = [&[("action", "make"), ("name", "Ines Marchetti"), ("outlet", "Le Courrier")], fields].concat();
    desk.submit(PAGE, &all).expect_status(303);
    let links = links(desk);
    assert_eq!(links.len(), before + 1);
    links.last().and_then(|link| link.split_once("/preview/")).map(|(_, secret)| format!("/preview/{secret}")).unwrap()
}

fn links(desk: &Desk<'_>) -> Vec<String> {
    desk.get(PAGE).texts_of("td a.address")
}

fn accept(browser: &Browser, path: &str) -> Answer {
    let accepted = browser.submit(path, &[("action", "accept")]).expect_status(303);
    assert_eq!(accepted.location().as_deref(), Some(path));
    browser.get(path).expect_status(200)
}

fn opened(desk: &Desk<'_>) -> Vec<String> {
    desk.get(PAGE).texts_of("td.number")
}

fn lift(app: &TestApp, now: undersigned::clock::Moment) -> usize {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    runtime.block_on(lift_embargoes::run(app.store(), now)).expect("a job")
}

on_both! {
    fn a_journalist_reads_the_terms_first_and_then_the_letter_with_their_name_on_it(app) {
        let desk = Desk::open(&app);
        let listed = desk.signed(&signing("Alpha Wells", "info@alpha.example").country("ZM"));
        desk.decide(&listed, "list").expect_status(303);
        let quiet = desk.signed(&signing("Quiet Wells", "info@quiet.example").withheld());
        desk.decide(&quiet, "list").expect_status(303);
        desk.signed(&signing("Unchecked Wells", "info@unchecked.example"));
        let based_on = desk.get("press").hidden("based_on");
        let kit = [("based_on", &*based_on), ("action", "save"), ("contact_name", "Salma Haddad"), ("quote_text", "The river has no passport."), ("quote_name", "Tomás"), ("quote_approval", "by mail")];
        desk.submit("press", &kit).expect_status(303);
        let path = make(&desk, &[]);
        assert_eq!(links(&desk), links(&desk), "it is shown again");
        let journalist = app.browser();
        let terms = journalist.get(&path).expect_status(200).expect_text("Geneva").expect_text("UTC");
        for secret in [TITLE, "Alpha Wells", "Salma", "Ines", "version"] {
            assert!(!terms.text().contains(secret), "{secret} is told before the button");
        }
        journalist.get(&path).expect_status(200);
        assert_eq!(opened(&desk), ["0"], "opening the link counts nothing");
        let page = accept(&journalist, &path);
        for told in ["Preview for", "Ines Marchetti, Le Courrier", "Embargo", TITLE, "Alpha Wells", "Salma Haddad", "The river has no passport.", "Version 1. Please quote", "2 organisations"] {
            assert!(page.main_text().to_lowercase().contains(&told.to_lowercase()), "{told} is missing: {}", page.main_text());
        }
        for hidden in ["Quiet Wells", "Unchecked Wells"] {
            assert!(!page.text().contains(hidden), "{hidden} is not public");
        }
        assert!(page.header("cache-control").contains("no-store") && page.header("x-robots-tag").contains("noindex"));
        assert!(page.links().iter().all(|link| !link.starts_with("/letters/")), "nothing leads to pages that are not there");
        journalist.get(&path).expect_text("Preview for");
        assert_eq!(opened(&desk), ["1"], "the button is counted, reading on is not");
        // Another browser has to accept for itself.
        assert!(!app.browser().get(&path).expect_status(200).text().contains(TITLE));
        let dump = app.dump();
        assert!(!dump.contains("Marchetti") && !dump.contains("Courrier"), "the name is sealed");
        assert!(!dump.contains(path.rsplit('/').next().unwrap()), "the secret is sealed");
        desk.get("log").expect_text("made a journalist");
    }

    fn an_embargo_that_moves_is_shown_moved_and_a_letter_that_is_stopped_is_gone(app) {
        let desk = Desk::open(&app);
        let (path, journalist) = (make(&desk, &[]), app.browser());
        accept(&journalist, &path);
        let id = desk.letter.clone();
        let moved = app.now() + TimeDelta::days(400);
        app.write(move |tx| {
            use diesel::prelude::*;
            use undersigned::store::schema::letter::dsl;
            diesel::update(dsl::letter.find(&id)).set(dsl::publishes_at.eq(Some(moved))).execute(tx.conn)?;
            Ok(())
        });
        let year = moved.format("%Y").to_string();
        assert!(journalist.get(&path).expect_status(200).texts_of(".watermark")[0].contains(&year));
        desk.submit("safety", &[("action", "hide")]).expect_status(303);
        journalist.get(&path).expect_status(200);
        let (id, now) = (desk.letter.clone(), app.now());
        app.write(move |tx| letter::set_withdrawn(tx, &id, now, "A mistake."));
        let gone = journalist.get(&path).expect_status(410);
        assert!(!gone.text().contains(TITLE), "{}", gone.text());
        assert!(links(&desk).is_empty());
    }

    fn hidden_names_are_hidden_in_previews_too(app) {
        let desk = Desk::open(&app);
        let listed = desk.signed(&signing("Alpha Wells", "info@alpha.example").country("ZM"));
        desk.decide(&listed, "list").expect_status(303);
        let path = make(&desk, &[]);
        desk.submit("safety", &[("action", "hide")]).expect_status(303);
        let page = accept(&app.browser(), &path);
        assert!(!page.text().contains("Alpha Wells") && !page.text().contains("Zambia"), "{}", page.text());
    }

    fn a_link_taken_back_or_too_old_says_the_same_and_an_unknown_one_is_not_found(app) {
        let desk = Desk::open(&app);
        let soon = (app.now() + TimeDelta::hours(30)).format("%Y-%m-%dT%H:%M").to_string();
        let (first, second) = (make(&desk, &[]), make(&desk, &[("name", "Second"), ("expires_at", &soon)]));
        let page = desk.get(PAGE);
        desk.browser.post_from(&page, &desk.path(PAGE), &[("action", "revoke"), ("preview", &page.hiddens("preview")[0])]).expect_status(303);
        let revoked = app.browser().get(&first).expect_status(410);
        app.browser().get(&second).expect_status(200);
        app.wait(TimeDelta::days(2));
        let over = app.browser().get(&second).expect_status(410);
        let told = |page: &Answer| page.main_text();
        assert_eq!(told(&revoked), told(&over), "nothing tells why");
        assert!(!told(&over).contains(TITLE));
        app.browser().get(&format!("/preview/{}", "A".repeat(43))).expect_status(404);
        let again = Desk { app: &app, browser: desk.operator_again(), letter: desk.letter.clone() };
        again.get("log").expect_text("took a journalist");
        again.get(PAGE).expect_text("Taken back").expect_text("Over");
    }

    fn from_publication_on_the_link_leads_to_the_public_letter(app) {
        let desk = Desk::open(&app);
        let (path, journalist) = (make(&desk, &[]), app.browser());
        accept(&journalist, &path);
        desk.publish();
        let answer = journalist.get(&path).expect_status(303);
        assert_eq!(answer.location(), Some(desk.public_path()));
        desk.get(PAGE).expect_text("Links can be made from the time the text is frozen");
        desk.submit(PAGE, &[("action", "make"), ("name", "Too Late")]).expect_status(409);
    }

    fn a_faulty_form_keeps_what_was_typed_and_links_belong_to_their_letter(app) {
        let (desk, other) = (Desk::open(&app), Desk::open(&app));
        let page = desk.submit(PAGE, &[("action", "make"), ("name", ""), ("outlet", "Le Courrier"), ("expires_at", "2020-01-01T10:00")]).expect_status(422);
        assert!(page.fields_of("form.form").contains(&("outlet".to_owned(), "Le Courrier".to_owned())));
        make(&desk, &[]);
        let id = desk.get(PAGE).hidden("preview");
        let page = other.get(PAGE);
        other.browser.post_from(&page, &other.path(PAGE), &[("action", "revoke"), ("preview", &id)]).expect_status(404);
        assert_eq!(links(&desk).len(), 1);
        let draft = Desk::draft(&app);
        draft.submit(PAGE, &[("action", "make"), ("name", "Too Early")]).expect_status(409);
    }

    fn journalists_are_forgotten_a_month_after_publication(app) {
        let desk = Desk::open(&app);
        let (path, id) = (make(&desk, &[]), desk.letter.clone());
        desk.publish();
        app.wait(TimeDelta::days(29));
        let purge = |app: &TestApp| {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
            runtime.block_on(purge::run(app.store(), app.now())).expect("a job");
            app.store().read_now(|db| preview::list(db, &id)).expect("the database").len()
        };
        assert_eq!(purge(&app), 1);
        app.wait(TimeDelta::days(2));
        assert_eq!(purge(&app), 0);
        app.browser().get(&path).expect_status(404);
    }

    fn a_clock_earlier_than_the_newest_row_publishes_nothing_by_itself(app) {
        let desk = Desk::open(&app);
        let id = desk.letter.clone();
        let start = app.now();
        app.write(move |tx| {
            use diesel::prelude::*;
            use undersigned::store::schema::letter::dsl;
            let at = Some(start + TimeDelta::hours(1));
            diesel::update(dsl::letter.find(&id))
                .set((dsl::publishes_at.eq(at), dsl::closes_at.eq(at), dsl::scheduled_at.eq(Some(start))))
                .execute(tx.conn)?;
            Ok(())
        });
        app.wait(TimeDelta::hours(3));
        // Somebody does something at three hours; then the clock is set back to two.
        let again = Desk { app: &app, browser: desk.operator_again(), letter: desk.letter.clone() };
        again.get("publish");
        assert_eq!(lift(&app, start + TimeDelta::hours(2)), 0, "the clock went back");
        assert!(app.letter(&desk.letter).published_at.is_none());
        assert_eq!(lift(&app, app.now()), 1);
        assert!(app.letter(&desk.letter).published_at.is_some());
    }
}
