//! The address book: cards that outlive a letter, what each was asked and did, merging with undo, inviting from it, and what
//! nobody can learn from it.

use chrono::TimeDelta;
use undersigned::domain::ids::{OrganisationId, SignatureId};
use undersigned::domain::letter::Rights;
use undersigned::domain::retention;
use undersigned::jobs::purge;
use undersigned::store::organisation::merge as merging;
use undersigned::store::{Db, invitation};

use crate::support::checking::signing;
use crate::support::{Desk, TestApp};

/// Where the card of this organisation is.
fn card_path(desk: &Desk<'_>, name: &str) -> String {
    let letter = desk.letter.clone();
    let rows = desk.app.store().read_now(move |db| invitation::list(db, &letter)).unwrap();
    let id: OrganisationId = rows.into_iter().find(|row| row.1.name == name).expect("a card").1.id;
    format!("/desk/organisations/{id}")
}

fn names(desk: &Desk<'_>, query: &str) -> Vec<String> {
    desk.browser.get(&format!("/desk/organisations{query}")).expect_status(200).texts_of("table.cards tbody th a")
}

/// Edits a card by its form, with some fields changed.
fn edit(desk: &Desk<'_>, path: &str, changes: &[(&str, &str)]) -> crate::support::Answer {
    let page = desk.browser.get(&format!("{path}?edit=card")).expect_status(200);
    let fields = page.fields_of("form.form");
    let kept = fields.iter().map(|(name, value)| (name.as_str(), value.as_str()));
    let kept = kept.filter(|(name, _)| !changes.iter().any(|(changed, _)| changed == name));
    let all: Vec<(&str, &str)> = kept.chain(changes.iter().copied()).chain([("action", "save")]).collect();
    desk.browser.post(path, &all)
}

fn merge(desk: &Desk<'_>, kept: &str, other: &str) -> crate::support::Answer {
    let with = other.rsplit('/').next().unwrap();
    let page = desk.browser.get(&format!("{kept}/merge?with={with}")).expect_status(200);
    desk.browser.post_from(&page, &format!("{kept}/merge"), &[("action", "merge"), ("with", with)])
}

on_both! {
    fn cards_are_found_by_name_tag_country_and_whole_address(app) {
        let desk = Desk::draft(&app);
        desk.invite("Ríos en Común", "a@rios.example").expect_status(303);
        desk.invite("Upland Springs", "c@upland.example").expect_status(303);
        let path = card_path(&desk, "Upland Springs");
        edit(&desk, &path, &[("tags", "water, UPR"), ("country", "KE"), ("notes", "prefers the phone")]).expect_status(303);
        desk.browser.get(&path).expect_text("prefers the phone").expect_text("Kenya");
        assert_eq!(names(&desk, ""), ["Ríos en Común", "Upland Springs"]);
        assert_eq!(names(&desk, "?q=rios"), ["Ríos en Común"]);
        assert_eq!(names(&desk, "?tag=upr"), ["Upland Springs"]);
        assert_eq!(names(&desk, "?country=KE"), ["Upland Springs"]);
        assert_eq!(names(&desk, "?region=africa"), ["Upland Springs"]);
        assert_eq!(names(&desk, "?q=c%40upland.example"), ["Upland Springs"]);
        assert!(names(&desk, "?q=c%40uplan.example").is_empty(), "a sealed address is found only whole");
    }

    fn a_faulty_card_keeps_what_was_typed_and_two_who_save_at_once_see_both(app) {
        let desk = Desk::draft(&app);
        desk.invite("River Watch", "ann@watch.example").expect_status(303);
        let path = card_path(&desk, "River Watch");
        let faulty = edit(&desk, &path, &[("organisation_name", "https://evil.example")]).expect_status(422);
        assert!(faulty.text().contains("value=\"https://evil.example\""));
        let page = desk.browser.get(&format!("{path}?edit=card"));
        let based_on = page.hidden("based_on");
        edit(&desk, &path, &[("acronym", "RW")]).expect_status(303);
        let fields = [("action", "save"), ("organisation_name", "River Watchers"), ("kind", "organisation"), ("based_on", based_on.as_str())];
        let conflict = desk.browser.post_from(&page, &path, &fields).expect_status(409);
        conflict.clone().expect_text("Saved by somebody else meanwhile").expect_text("RW");
        assert!(conflict.text().contains("value=\"River Watchers\""), "what was typed is still there");
    }

    fn only_those_who_invite_or_check_open_the_book_and_checkers_change_nothing(app) {
        let desk = Desk::draft(&app);
        desk.invite("River Watch", "ann@watch.example").expect_status(303);
        let path = card_path(&desk, "River Watch");
        let press = desk.member("Pia Press", "pia@confluence.example", Rights::PRESS, false);
        press.browser.get("/desk/organisations").expect_status(403);
        press.browser.get(&path).expect_status(403);
        let checker = desk.member("Carl Checker", "carl@confluence.example", Rights::CHECKER, false);
        let page = checker.browser.get(&path).expect_status(200).expect_text("ann@watch.example");
        let fields = [("action", "save"), ("organisation_name", "Other"), ("kind", "organisation")];
        checker.browser.post_from(&page, &path, &fields).expect_status(403);
    }

    fn nobody_without_the_right_can_tell_a_withheld_signature_from_silence(app) {
        let desk = Desk::open(&app);
        desk.invite("Quiet House", "info@quiet.example").expect_status(303);
        desk.invite("Silent House", "info@silent.example").expect_status(303);
        desk.invite("Busy House", "info@busy.example").expect_status(303);
        let (quiet, busy) = (desk.invitation_of("info@quiet.example"), desk.invitation_of("info@busy.example"));
        desk.signed(&signing("Quiet House", "info@quiet.example").withheld().invited(quiet));
        let now = app.now();
        app.write(move |tx| {
            let row = invitation::find(tx, &busy)?;
            undersigned::actions::decline::decline(tx, &row, "our statutes forbid it", now)
        });
        let history = |reader: &Desk<'_>, name: &str| {
            let page = reader.browser.get(&card_path(&desk, name)).expect_status(200);
            page.texts_of("#history").join(" ").replace(name, "a card").replace("info@quiet", "x").replace("info@silent", "x")
        };
        let editor = desk.member("Eve Editor", "eve@confluence.example", Rights::EDITOR, false);
        assert_eq!(history(&editor, "Quiet House"), history(&editor, "Silent House"));
        let declined = history(&editor, "Busy House");
        assert!(declined.contains("Declined") && !declined.contains("statutes"), "{declined}");
        assert!(history(&desk, "Busy House").contains("statutes"));
        assert_ne!(history(&desk, "Quiet House"), history(&desk, "Silent House"), "who has the right sees the answer");
        // Inviting who signed it: the withheld one is in no count, for nobody.
        let next = Desk::draft(&app);
        let page = next.get(&format!("invitations/book?letter={}&did=signed", desk.letter)).expect_text("Nobody fits");
        assert!(!page.main_text().contains("Quiet House"));
        next.get(&format!("invitations/book?letter={}&did=invited", desk.letter)).expect_text("3 contacts of 3 cards");
    }

    fn who_signed_one_letter_is_invited_to_the_next_with_the_count_first(app) {
        let first = Desk::open(&app);
        for name in ["Alpha", "Beta", "Gamma"] {
            first.invite(name, &format!("info@{}.example", name.to_lowercase())).expect_status(303);
        }
        for name in ["Alpha", "Beta"] {
            let email = format!("info@{}.example", name.to_lowercase());
            first.signed(&signing(name, &email).invited(first.invitation_of(&email)));
        }
        let next = Desk::draft(&app);
        next.invite("Beta", "info@beta.example").expect_status(303);
        let query = format!("invitations/book?letter={}&did=signed", first.letter);
        let page = next.get(&query);
        page.clone().expect_text("1 contact of 1 card").expect_text("1 card left out: invited to this letter already");
        let fields = [("letter", first.letter.as_str()), ("did", "signed"), ("count", "2"), ("action", "invite")];
        next.browser.post_from(&page, &next.path("invitations/book"), &fields).expect_status(409);
        let fields = [("letter", first.letter.as_str()), ("did", "signed"), ("count", "1"), ("action", "invite")];
        let done = next.browser.post_from(&page, &next.path("invitations/book"), &fields).expect_status(303);
        next.get("invitations").expect_text("2 invitations");
        assert!(app.queued_mail().iter().all(|(kind, _)| kind.as_str() != "invitation"), "inviting sends no mail");
        // And taken out again as a whole; the one who was there before stays.
        let end = next.browser.get(&done.location().unwrap()).expect_text("From the address book");
        let list = end.hidden("list");
        next.browser.post_from(&end, &next.path("invitations/import"), &[("action", "undo"), ("list", &list)]).expect_status(303);
        next.get("invitations").expect_text("1 invitation");
        assert_eq!(names(&next, "").len(), 3, "cards that were there before stay");
    }

    fn who_is_in_the_book_and_signs_by_an_open_form_gets_no_second_card(app) {
        let first = Desk::open(&app);
        first.invite("River Watch", "info@riverwatch.org").expect_status(303);
        let card = card_path(&first, "River Watch");
        edit(&first, &card, &[("country", "CA"), ("website", "https://www.banks.org.uk")]).expect_status(303);
        let card_of = |desk: &Desk<'_>, id: &SignatureId| format!("/desk/organisations/{}", desk.row(id).organisation_id.expect("a card"));
        // From an address of the card itself, of the same domain as one of its contacts, or as its website.
        for address in ["info@riverwatch.org", "amina@mail.riverwatch.org", "tom@banks.org.uk"] {
            let next = Desk::open(&app);
            let id = next.signed(&signing("RIVER WATCH", address));
            next.decide(&id, "list").expect_status(303);
            assert_eq!(card_of(&next, &id), card, "{address}");
        }
        assert_eq!(names(&first, ""), ["River Watch"]);
        let history = first.browser.get(&card).texts_of("#history").join(" ");
        assert_eq!(history.matches("Signed version 1 as RIVER WATCH").count(), 3, "{history}");
        // A name proves nothing by itself, and nobody is listed twice on one card.
        let next = Desk::open(&app);
        let mut cards = std::collections::HashSet::from([card.clone()]);
        for address in ["rwatch@gmail.com", "info@elsewhere.org", "eve@other.org.uk"] {
            let id = next.signed(&signing("River Watch", address));
            next.decide(&id, "list").expect_status(303);
            assert!(cards.insert(card_of(&next, &id)), "{address} gets a card of its own");
        }
        edit(&first, &card, &[("country", "KE")]).expect_status(303);
        let id = next.signed(&signing("River Watch", "amina@riverwatch.org"));
        next.decide(&id, "list").expect_status(303);
        assert!(cards.insert(card_of(&next, &id)), "of another country");
        edit(&first, &card, &[("country", "CA")]).expect_status(303);
        let listed = next.signed(&signing("River Watch", "one@riverwatch.org"));
        next.decide(&listed, "list").expect_status(303);
        assert_eq!(card_of(&next, &listed), card);
        let again = next.signed(&signing("River Watch", "two@riverwatch.org"));
        next.decide(&again, "list").expect_status(303);
        assert!(cards.insert(card_of(&next, &again)), "the card is listed already");
    }

    fn a_tag_a_region_or_a_language_chooses_whom_to_invite(app) {
        let first = Desk::draft(&app);
        let list = "Organisation,E-mail,Country,Language\nLac,lac@lac.example,Senegal,French\nRio,rio@rio.example,Brazil,Portuguese\n\
                    Ziwa,ziwa@ziwa.example,Kenya,English\nZiwa,lac@ziwa.example,Kenya,French\n";
        let check = first.accept_columns(&first.paste(list));
        first.import(&check);
        for (name, tags) in [("Lac", "water, UPR"), ("Rio", "UPR")] {
            edit(&first, &card_path(&first, name), &[("tags", tags)]).expect_status(303);
        }
        let next = Desk::draft(&app);
        let chosen = |query: &str| next.get(&format!("invitations/book?{query}")).texts_of("section.block .lines a");
        assert_eq!(chosen("tag=upr"), ["Lac", "Rio"]);
        assert_eq!(chosen("tag=water"), ["Lac"]);
        assert_eq!(chosen("region=africa"), ["Lac", "Ziwa", "Ziwa"]);
        assert_eq!(chosen("region=africa&tag=upr"), ["Lac"]);
        assert!(chosen("").is_empty(), "opening the page chooses nobody");
        let page = next.get("invitations/book?language=fr").expect_text("2 contacts of 2 cards");
        next.browser.press(&page.form("invite"));
        let letter = next.letter.clone();
        let rows = app.store().read_now(move |db| {
            invitation::list(db, &letter)?.iter().map(|(_, _, contact)| contact.email(db)).collect::<Result<Vec<_>, _>>()
        });
        let mut rows = rows.unwrap();
        rows.sort();
        assert_eq!(rows, ["lac@lac.example", "lac@ziwa.example"]);
    }

    fn a_letter_of_other_coordinators_chooses_nobody(app) {
        let theirs = Desk::open(&app);
        theirs.invite("Alpha", "info@alpha.example").expect_status(303);
        theirs.signed(&signing("Alpha", "info@alpha.example").invited(theirs.invitation_of("info@alpha.example")));
        let mine = Desk::draft(&app);
        let eve = mine.member("Eve Editor", "eve@confluence.example", Rights::EDITOR, true);
        for did in ["signed", "invited"] {
            let page = eve.get(&format!("invitations/book?letter={}&did={did}", theirs.letter)).expect_text("Nobody fits");
            assert!(!page.main_text().contains("Alpha"));
        }
        let card = card_path(&theirs, "Alpha");
        assert!(!eve.browser.get(&card).expect_status(200).texts_of("#history").join(" ").contains("Signed"));
        assert!(theirs.browser.get(&card).texts_of("#history").join(" ").contains("Signed version 1 as Alpha"));
    }

    fn two_cards_become_one_and_two_again_and_no_published_line_changes(app) {
        let desk = Desk::open_in_public(&app);
        desk.invite("Amnesty Intl", "a@amn.example").expect_status(303);
        desk.invite("Amnesty International", "b@amn.example").expect_status(303);
        let signed = desk.signed(&signing("Amnesty Intl", "a@amn.example").invited(desk.invitation_of("a@amn.example")));
        desk.decide(&signed, "list").expect_status(303);
        desk.publish();
        let (kept, other) = (card_path(&desk, "Amnesty International"), card_path(&desk, "Amnesty Intl"));
        let json = || app.browser().get(&format!("{}/signatories.json", desk.public_path())).text();
        app.browser().wait_for_text(&format!("{}/signatories", desk.public_path()), "Amnesty Intl");
        let before = json();
        merge(&desk, &kept, &other).expect_status(303);
        let page = desk.browser.get(&kept).expect_text("a@amn.example").expect_text("b@amn.example");
        page.clone().expect_text("Signed version 1 as Amnesty Intl");
        assert_eq!(desk.browser.get(&other).location(), Some(kept.clone()), "the other card leads here");
        assert_eq!(names(&desk, "?q=amnesty+intl"), ["Amnesty International"], "it is found by the old name too");
        assert_eq!(json(), before);
        let id = page.hidden("merge");
        desk.browser.post_from(&page, &kept, &[("action", "split"), ("merge", &id)]).expect_status(303);
        assert_eq!(names(&desk, ""), ["Amnesty International", "Amnesty Intl"]);
        let parted = desk.browser.get(&kept).expect_status(200);
        assert!(!parted.main_text().contains("a@amn.example"));
        desk.browser.get(&other).expect_text("Signed version 1 as Amnesty Intl");
        assert_eq!(json(), before);
    }

    fn merging_tells_nobody_of_a_withheld_signature(app) {
        let desk = Desk::open(&app);
        desk.invite("House One", "a@house.example").expect_status(303);
        desk.invite("House Two", "b@house.example").expect_status(303);
        let one = desk.signed(&signing("House One", "a@house.example").invited(desk.invitation_of("a@house.example")));
        let quiet = signing("House Two", "b@house.example").withheld().invited(desk.invitation_of("b@house.example"));
        let two = desk.signed(&quiet);
        for signature in [&one, &two] {
            desk.decide(signature, "list").expect_status(303);
        }
        let editor = desk.member("Eve Editor", "eve@confluence.example", Rights::EDITOR, false);
        let (kept, other) = (card_path(&desk, "House One"), card_path(&desk, "House Two"));
        let page = editor.browser.get(&format!("{kept}/merge?with={}", other.rsplit('/').next().unwrap()));
        assert!(!page.main_text().to_lowercase().contains("withheld"), "{}", page.main_text());
        // Two that are listed by name are refused; a withheld one must not be told by that.
        merge(&editor, &kept, &other).expect_status(303);
        assert_eq!(desk.row(&two).status.as_str(), "listed", "it stands and counts as before");
        assert!(desk.row(&two).organisation_id.is_none());
        let page = editor.browser.get(&kept).expect_status(200);
        let history = page.texts_of("#history").join(" ");
        assert_eq!(history.matches("Signed version").count(), 1, "{history}");
        editor.browser.post_from(&page, &kept, &[("action", "split"), ("merge", &page.hidden("merge"))]).expect_status(303);
        assert_eq!(desk.row(&two).status.as_str(), "listed");
    }

    fn a_merging_forgets_a_withheld_name_when_it_is_erased(app) {
        let desk = Desk::open(&app);
        desk.invite("House One", "a@house.example").expect_status(303);
        desk.invite("House Two", "b@house.example").expect_status(303);
        let quiet = signing("House Two", "b@house.example").withheld().invited(desk.invitation_of("b@house.example"));
        let two = desk.signed(&quiet);
        desk.decide(&two, "list").expect_status(303);
        let (kept, other) = (card_path(&desk, "House One"), card_path(&desk, "House Two"));
        merge(&desk, &kept, &other).expect_status(303);
        let card = OrganisationId(kept.rsplit('/').next().unwrap().to_owned());
        let turned = || {
            let card = card.clone();
            let read = move |db: &mut Db<'_>| merging::standing(db, &card)?.remove(0).undo(db);
            app.store().read_now(read).unwrap().turned
        };
        assert_eq!(turned(), std::slice::from_ref(&two));
        desk.publish();
        app.wait(TimeDelta::days(retention::WITHHELD_KEPT_DAYS) + TimeDelta::minutes(1));
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        let erased = runtime.block_on(purge::run(app.store(), app.now())).unwrap();
        assert_eq!(erased.withheld, std::slice::from_ref(&two));
        assert!(turned().is_empty(), "with the key, its card could be read off the merging");
        let page = desk.operator_again().get(&kept).expect_status(200);
        assert!(page.main_text().contains("House Two"));
    }

    fn merged_cards_sign_a_letter_once_and_two_that_are_listed_stay_two(app) {
        let desk = Desk::open(&app);
        desk.invite("House One", "a@house.example").expect_status(303);
        desk.invite("House Two", "b@house.example").expect_status(303);
        let one = desk.signed(&signing("House One", "a@house.example").invited(desk.invitation_of("a@house.example")));
        desk.decide(&one, "list").expect_status(303);
        let (kept, other) = (card_path(&desk, "House One"), card_path(&desk, "House Two"));
        merge(&desk, &kept, &other).expect_status(303);
        let two = desk.signed(&signing("House Two", "b@house.example").invited(desk.invitation_of("b@house.example")));
        let refused = desk.decide(&two, "list");
        assert_ne!(desk.row(&two).status.as_str(), "listed", "{}", refused.text());
        // Parted again, the second one is its own and may be listed; then they stay two.
        let page = desk.browser.get(&kept);
        let id = page.hidden("merge");
        desk.browser.post_from(&page, &kept, &[("action", "split"), ("merge", &id)]).expect_status(303);
        desk.decide(&two, "list").expect_status(303);
        assert_eq!(desk.row(&two).status.as_str(), "listed");
        merge(&desk, &kept, &other).expect_status(409).expect_text("Both are on the list of one letter");
    }
}

fn imported(app: &TestApp, desk: &Desk<'_>) -> usize {
    let letter = desk.letter.clone();
    app.store().read_now(move |db| invitation::list(db, &letter)).unwrap().len()
}

on_both! {
    fn a_whole_import_is_taken_out_again_but_for_those_who_answered(app) {
        let desk = Desk::open(&app);
        let check = desk.accept_columns(&desk.paste("Organisation,E-mail\nAlpha,a@a.example\nBeta,b@b.example\nGamma,c@c.example\n"));
        let end = desk.import(&check).expect_text("Take 3 contacts out again");
        desk.signed(&signing("Beta", "b@b.example").invited(desk.invitation_of("b@b.example")));
        let list = end.hidden("list");
        let undone = desk.browser.post_from(&end, &desk.path("invitations/import"), &[("action", "undo"), ("list", &list)]);
        let page = desk.browser.get(&undone.expect_status(303).location().unwrap());
        page.expect_text("2 contacts were taken out again.").expect_text("The one contact that is left");
        assert_eq!(imported(&app, &desk), 1);
        assert_eq!(names(&desk, ""), ["Beta"], "cards that came with the list go with it");
    }

    fn rows_that_may_be_cards_are_shown_and_a_person_chooses(app) {
        let desk = Desk::draft(&app);
        desk.invite("Alpha", "a@a.example").expect_status(303);
        let next = Desk::draft(&app);
        let list = "Organisation,E-mail\nAlpha,a@a.example\nAlpha,new@a.example\nBeta,b@b.example\n";
        let check = next.accept_columns(&next.paste(list));
        check.clone().expect_text("1 row has the name and address of a card").expect_text("same name, new address");
        let card = card_path(&desk, "Alpha");
        let id = card.rsplit('/').next().unwrap().to_owned();
        let fields = check.fields_of("form.form");
        let mut fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        for field in fields.iter_mut().filter(|(name, _)| *name == "card") {
            field.1 = &id;
        }
        fields.push(("action", "import"));
        next.browser.post(&next.path("invitations/import"), &fields).expect_status(303);
        assert_eq!(names(&next, ""), ["Alpha", "Beta"], "no second card for Alpha");
        next.browser.get(&card).expect_text("new@a.example").expect_text("a@a.example");
    }
}
