//! Who is invited: adding by hand, the table and its filter, taking back, and what a reader without the right to withheld
//! names sees of answers.

use undersigned::domain::ids::{InvitationId, LetterId};
use undersigned::domain::letter::Rights;
use undersigned::store::invitation::{self, Answer as Answered};
use undersigned::store::token::{self, Purpose, Subject};
use undersigned::store::{Lane, Store};

use crate::support::Desk;

/// The ids of a letter's invitations, in the order they were added.
fn ids(store: &Store, letter: &LetterId) -> Vec<InvitationId> {
    let letter = letter.clone();
    store.read_now(move |db| Ok(invitation::list(db, &letter)?.into_iter().map(|row| row.0.id).collect())).unwrap()
}

fn answer(desk: &Desk<'_>, id: &InvitationId, answer: Answered) {
    let (id, now) = (id.clone(), desk.app.now());
    let write = move |tx: &mut undersigned::store::Tx<'_>| {
        invitation::set_answer(tx, &id, Some(answer), Some("our statutes forbid it"), now)
    };
    desk.app.store().write_now(Lane::Desk, write).unwrap();
}

on_both! {
    fn a_contact_can_be_invited_by_hand_before_the_letter_is_open(app) {
        let desk = Desk::draft(&app);
        desk.get("invitations").expect_text("Nobody is invited yet").expect_text("Paste addresses, upload a file, or send one link.");
        let fields = [("action", "add"), ("organisation", "مركز الأنهار"), ("email", "info@rivers.example"), ("name", "Salma"),
                      ("country", "TN"), ("language", "ar"), ("kind", "network")];
        desk.submit("invitations", &fields).expect_status(303);
        let page = desk.get("invitations").expect_text("1 invitation");
        assert_eq!(page.texts_of("table.invitees tbody tr"), ["مركز الأنهار Salma info@rivers.example Tunisia العربية Not sent"]);
        assert!(app.queued_mail().is_empty(), "adding sends no mail");
    }

    fn an_address_is_invited_once_and_a_faulty_form_keeps_what_was_typed(app) {
        let desk = Desk::draft(&app);
        desk.invite("River Watch", "ann@watch.example").expect_status(303);
        let again = desk.invite("Another name", "ann@watch.example").expect_status(422);
        again.expect_text("This address is invited already.");
        let faulty = desk.invite("River Watch", "ann@watch").expect_status(422);
        assert_eq!(faulty.texts_of("#summary h2"), ["One thing is missing or wrong"]);
        assert!(faulty.text().contains("value=\"ann@watch\""), "what was typed is still there");
        assert_eq!(ids(app.store(), &desk.letter).len(), 1);
    }

    fn the_list_can_be_searched_and_filtered_by_a_link(app) {
        let desk = Desk::draft(&app);
        let add = |name, email, country| {
            let fields = [("action", "add"), ("organisation", name), ("email", email), ("country", country), ("kind", "organisation")];
            desk.submit("invitations", &fields).expect_status(303);
        };
        add("Ríos en Común", "a@rios.example", "AR");
        add("Rivers Kenya", "b@rivers.example", "KE");
        add("Upland Springs", "c@upland.example", "KE");
        let named = |query: &str| desk.get(&format!("invitations?{query}")).texts_of("table.invitees tbody th");
        assert_eq!(named("q=rios"), ["Ríos en Común"]);
        assert_eq!(named("country=KE"), ["Rivers Kenya", "Upland Springs"]);
        assert_eq!(named("country=KE&q=upland"), ["Upland Springs"]);
        assert_eq!(named("status=not_sent").len(), 3);
        assert!(named("status=signed").is_empty());
        desk.get("invitations?q=nobody").expect_text("Nobody fits");
    }

    fn invitations_are_taken_back_in_bulk_and_their_links_die(app) {
        let desk = Desk::open(&app);
        for number in 0..3 {
            desk.invite(&format!("Organisation {number}"), &format!("info@{number}.example")).expect_status(303);
        }
        let all = ids(app.store(), &desk.letter);
        let (letter, first, now) = (desk.letter.clone(), all[0].clone(), app.now());
        let mint = move |tx: &mut undersigned::store::Tx<'_>| {
            let subject = Subject { letter: Some(letter.clone()), invitation: Some(first.clone()), ..Subject::default() };
            token::mint(tx, Purpose::Sign, subject, None, false, now)
        };
        let secret = app.store().write_now(Lane::Desk, mint).unwrap();
        desk.submit("invitations", &[("action", "revoke")]).expect_status(422).expect_text("Tick at least one contact first.");
        let ticked = [("action", "revoke"), ("invitation", all[0].as_str()), ("invitation", all[2].as_str())];
        desk.submit("invitations", &ticked).expect_status(303);
        let page = desk.get("invitations").expect_text("1 invitation");
        assert_eq!(page.texts_of("table.invitees tbody th"), ["Organisation 1"]);
        assert_eq!(desk.get("invitations?status=revoked").texts_of("table.invitees tbody th"), ["Organisation 0", "Organisation 2"]);
        let link = app.store().read_now(|db| token::find(db, Purpose::Sign, &secret)).unwrap();
        assert!(link.unwrap().revoked_at.is_some());
        // Inviting again brings the same card back; the old link stays dead.
        desk.invite("Organisation 0", "info@0.example").expect_status(303);
        assert_eq!(ids(app.store(), &desk.letter).len(), 3);
        desk.get("invitations").expect_text("2 invitations");
    }

    fn an_invitation_of_another_letter_cannot_be_taken_back(app) {
        let (mine, theirs) = (Desk::draft(&app), Desk::draft(&app));
        theirs.invite("Theirs", "info@theirs.example").expect_status(303);
        let id = ids(app.store(), &theirs.letter)[0].clone();
        mine.submit("invitations", &[("action", "revoke"), ("invitation", id.as_str())]).expect_status(303);
        theirs.get("invitations").expect_text("1 invitation");
    }

    fn who_may_not_see_withheld_names_reads_answered_for_both_answers(app) {
        let desk = Desk::open(&app);
        desk.invite("Signer", "info@signer.example").expect_status(303);
        desk.invite("Decliner", "info@decliner.example").expect_status(303);
        let all = ids(app.store(), &desk.letter);
        answer(&desk, &all[0], Answered::Signed);
        answer(&desk, &all[1], Answered::Declined);
        let owner = desk.get("invitations").expect_text("our statutes forbid it");
        assert!(owner.main_text().contains("Signed 1") && owner.main_text().contains("Declined 1"));
        let editor = desk.member("Eve Editor", "eve@confluence.example", Rights::Editor, false);
        let page = editor.get("invitations").expect_text("Answered 2");
        for word in ["Signed", "Declined", "statutes"] {
            assert!(!page.main_text().contains(word), "{word} is told");
        }
        assert_eq!(editor.get("invitations?status=signed").texts_of("table.invitees tbody th").len(), 0);
    }

    fn only_those_who_invite_or_check_see_the_contacts(app) {
        let desk = Desk::draft(&app);
        desk.invite("River Watch", "ann@watch.example").expect_status(303);
        let press = desk.member("Pia Press", "pia@confluence.example", Rights::Press, false);
        press.browser.get(&press.path("invitations")).expect_status(403);
        let checker = desk.member("Carl Checker", "carl@confluence.example", Rights::Checker, false);
        let page = checker.get("invitations").expect_text("ann@watch.example");
        assert!(page.texts_of("button[value=revoke]").is_empty());
        let token = page.csrf_token();
        let fields = [("csrf_token", token.as_str()), ("action", "add"), ("email", "x@y.example"), ("name", "X")];
        checker.browser.post(&checker.path("invitations"), &fields).expect_status(403);
        let stranger = app.coordinator("Sam Stranger", "sam@elsewhere.example");
        stranger.get(&desk.path("invitations")).expect_status(404);
    }
}
