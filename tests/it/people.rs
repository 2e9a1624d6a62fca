//! Who works on a letter: owners add colleagues, change what they may do, and take them off.

use undersigned::domain::ids::CoordinatorId;
use undersigned::domain::letter::Rights;
use undersigned::store::{Lane, member};

use crate::support::{Desk, TestApp};

const OMAR: &str = "omar@confluence.example";

/// The account of a coordinator of the team, by name.
fn account(desk: &Desk<'_>, name: &str) -> String {
    let letter = desk.letter.clone();
    let team = desk.app.store().read_now(move |db| {
        let team = undersigned::store::letter::find(db, &letter)?.team_id;
        member::team(db, &team)
    });
    team.unwrap().into_iter().find(|one| one.name == name).expect("an account").id.to_string()
}

fn add<'a>(who: &'a str, rights: &'a str) -> Vec<(&'a str, &'a str)> {
    vec![("action", "add"), ("coordinator", who), ("rights", rights)]
}

fn may_see_withheld(app: &TestApp, desk: &Desk<'_>, who: &str) -> bool {
    let (letter, who) = (desk.letter.clone(), CoordinatorId(who.to_owned()));
    app.store().read_now(move |db| member::find(db, &letter, &who)).unwrap().expect("a member").sees_withheld
}

on_both! {
    fn a_colleague_finds_the_letter_on_the_desk_once_added_and_not_before(app) {
        let desk = Desk::draft(&app);
        let colleague = app.coordinator("Omar Haddad", OMAR);
        let overview = format!("/desk/letters/{}", desk.letter);
        colleague.get(&overview).expect_status(404);
        desk.get("people").expect_text("Omar Haddad").expect_text("Add to this letter");
        let omar = account(&desk, "Omar Haddad");
        let added = desk.submit("people", &add(&omar, "editor")).expect_status(303);
        let page = desk.browser.get(&added.location().unwrap());
        assert!(page.texts_of(".banner.done")[0].contains("The colleague is added"));
        assert!(page.main_text().contains("Everybody with an account works on this letter already."), "{}", page.main_text());
        colleague.get("/desk").expect_text("For an independent mechanism");
        colleague.get(&format!("{overview}/text")).expect_status(200);
        // The colleague reads who works on it and gives no rights.
        let theirs = colleague.get(&format!("{overview}/people")).expect_text("Nadia Benali").expect_text("Editor");
        assert!(!theirs.text().contains("value=\"remove\""), "an editor takes nobody off");
        colleague.submit(&format!("{overview}/people"), &add(&omar, "owner")).expect_status(403);
        let removed = desk.submit("people", &[("action", "remove"), ("coordinator", &omar)]).expect_status(303);
        let page = desk.browser.get(&removed.location().unwrap());
        assert!(page.texts_of(".banner.done")[0].contains("taken off"));
        colleague.get(&overview).expect_status(404);
        desk.get("log").expect_text("gave somebody rights on the letter").expect_text("took somebody’s rights");
    }

    fn a_letter_keeps_an_owner_who_can_sign_in(app) {
        let desk = Desk::draft(&app);
        let nadia = account(&desk, "Nadia Benali");
        let leave = [("action", "remove"), ("coordinator", nadia.as_str())];
        let save = [("action", "save"), ("coordinator", nadia.as_str()), ("rights", "editor")];
        desk.submit("people", &leave).expect_status(422).expect_text("Name another one first.");
        desk.submit("people", &save).expect_status(422).expect_text("Name another one first.");
        app.coordinator("Omar Haddad", OMAR);
        let omar = account(&desk, "Omar Haddad");
        desk.submit("people", &add(&omar, "owner")).expect_status(303);
        let gone = desk.submit("people", &leave).expect_status(303);
        assert_eq!(gone.location().as_deref(), Some("/desk"));
        desk.browser.get(&desk.path("people")).expect_status(404);
    }

    fn withheld_names_are_shown_only_by_who_may_see_them(app) {
        let desk = Desk::draft(&app);
        let owner = desk.member("Omar Haddad", OMAR, Rights::OWNER, false);
        let eva = app.password_path_for("Eva Lind", "eva@confluence.example");
        assert!(eva.starts_with("/password/"));
        let eva = account(&desk, "Eva Lind");
        let mut with_sight = add(&eva, "checker");
        with_sight.push(("sees_withheld", "yes"));
        owner.submit("people", &with_sight).expect_status(403);
        assert!(!owner.get("people").text().contains("id=\"f-sees_withheld\""), "what one does not have is not offered");
        desk.submit("people", &with_sight).expect_status(303);
        assert!(may_see_withheld(&app, &desk, &eva));
        owner.get("people").expect_text("has no password yet");
        desk.submit("people", &[("action", "save"), ("coordinator", &eva), ("rights", "checker")]).expect_status(303);
        assert!(!may_see_withheld(&app, &desk, &eva));
    }

    fn rights_are_given_one_by_one_and_hold_together(app) {
        let desk = Desk::draft(&app);
        let omar = desk.member("Omar Haddad", OMAR, Rights::PRESS, false);
        omar.get("press").expect_status(200);
        omar.browser.get(&omar.path("signatures")).expect_status(403);
        let account = account(&desk, "Omar Haddad");
        let both = [("action", "save"), ("coordinator", account.as_str()), ("rights", "checker"), ("rights", "press")];
        desk.submit("people", &both).expect_status(303);
        omar.get("signatures").expect_status(200);
        omar.browser.send_form(&omar.get("press").form("save")).expect_status(303);
        omar.submit("text", &[("action", "save"), ("body", "Mine."), ("based_on", "1")]).expect_status(403);
        let ticked = format!("#checker-{account}[checked], #press-{account}[checked]");
        assert_eq!(desk.get("people").texts_of(&ticked).len(), 2);
        let none = [("action", "save"), ("coordinator", account.as_str())];
        desk.submit("people", &none).expect_status(422).expect_text("choose at least one");
        omar.get("signatures").expect_status(200);
    }

    fn nobody_is_added_by_mistake_or_from_elsewhere(app) {
        let desk = Desk::draft(&app);
        app.coordinator("Omar Haddad", OMAR);
        let omar = account(&desk, "Omar Haddad");
        desk.submit("people", &add("", "editor")).expect_status(422).expect_text("Choose a colleague.");
        desk.submit("people", &add(&omar, "emperor")).expect_status(422).expect_text("choose at least one");
        desk.submit("people", &add("nobody", "editor")).expect_status(404);
        let id = CoordinatorId(omar.clone());
        let now = app.now();
        app.store().write_now(Lane::Desk, move |tx| undersigned::store::coordinator::set_disabled(tx, &id, Some(now))).unwrap();
        assert!(!desk.get("people").text().contains(&omar), "who is shut out is not offered");
        desk.submit("people", &add(&omar, "editor")).expect_status(404);
    }
}
