//! Who is invited: adding by hand, the table and its filter, taking back, and what a reader without the right to withheld
//! names sees of answers.

use undersigned::domain::ids::{InvitationId, LetterId};
use undersigned::domain::letter::Rights;
use undersigned::store::invitation;
use undersigned::store::token::{self, Purpose, Subject};
use undersigned::store::{Lane, Store};

use crate::support::checking::signing;
use crate::support::{Desk, TYPED, changed};

/// The ids of a letter's invitations, in the order they were added.
fn ids(store: &Store, letter: &LetterId) -> Vec<InvitationId> {
    let letter = letter.clone();
    store.read_now(move |db| Ok(invitation::list(db, &letter)?.into_iter().map(|row| row.0.id).collect())).unwrap()
}

fn decline(desk: &Desk<'_>, id: &InvitationId) {
    let link = desk.app.sign_path(&desk.letter, id, false);
    let reason = [("reason", "our statutes forbid it"), ("action", "decline")];
    desk.app.browser().submit(&format!("{link}/decline"), &reason).expect_status(303);
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

    fn the_owner_reads_who_signed_who_declined_and_why(app) {
        let desk = Desk::open(&app);
        for (name, address) in [("Signer", "info@signer.example"), ("Quiet", "info@quiet.example"), ("Decliner", "info@decliner.example")] {
            desk.invite(name, address).expect_status(303);
        }
        decline(&desk, &desk.invitation_of("info@decliner.example"));
        desk.signed(&signing("Signer", "info@signer.example").invited(desk.invitation_of("info@signer.example")));
        desk.signed(&signing("Quiet", "info@quiet.example").withheld().invited(desk.invitation_of("info@quiet.example")));
        let owner = desk.get("invitations").expect_text("our statutes forbid it").expect_text("Signed 2").expect_text("Declined 1");
        assert_eq!(desk.get("invitations?status=signed").texts_of("table.invitees tbody th"), ["Quiet", "Signer"]);
        let editor = desk.member("Eve Editor", "eve@confluence.example", Rights::EDITOR, false);
        let page = editor.get("invitations").expect_text("Signed 1").expect_text("Declined 1").expect_text("Not sent 1");
        assert!(owner.main_text().contains("statutes") && !page.main_text().contains("statutes"), "the reason is not for everybody");
        assert_eq!(editor.get("invitations?status=signed").texts_of("table.invitees tbody th"), ["Signer"]);
    }

    fn who_may_not_see_withheld_names_reads_the_same_whether_or_not_an_invited_one_signed_so(app) {
        let desk = Desk::open(&app);
        for name in ["named", "quiet", "silent"] {
            desk.invite(name, &format!("info@{name}.example")).expect_status(303);
        }
        let (named, quiet) = (desk.invitation_of("info@named.example"), desk.invitation_of("info@quiet.example"));
        let links = [&named, &quiet].map(|id| app.sign_path(&desk.letter, id, false));
        desk.send_to_all();
        let editor = desk.member("Eve Editor", "eve@confluence.example", Rights::EDITOR, false);
        let sign = |link: &str, name: &'static str, listing: &'static str| {
            // As a person does: the button on the invitation's page first, then the form.
            let browser = app.browser();
            browser.submit(link, &[("action", "visit")]).expect_status(303);
            let typed = [("organisation_name", name), ("email", "info@elsewhere.example"), ("listing", listing), ("action", "sign")];
            browser.submit(&format!("{link}/sign"), &changed(&TYPED, &typed)).expect_status(303);
            let row = app.signatures(&desk.letter).pop().expect("a signature");
            let confirmation = app.confirm_path(&row);
            browser.submit(&confirmation, &[("action", "confirm")]).expect_status(303);
        };
        sign(&links[0], "Named", "named");
        let pages = ["invitations", "invitations?status=sent", "invitations?status=signed", "invitations?status=visited", "mail"];
        // How many signed may be known, and how many of those withheld; not who.
        let without_count = |text: String| text.replace("Signatures 2", "Signatures 1");
        let read = || pages.map(|page| without_count(editor.get(page).expect_status(200).main_text()));
        let invitations = || app.table("invitation");
        let (before, rows) = (read(), invitations());
        sign(&links[1], "Quiet", "withheld");
        assert_eq!(read(), before, "nothing that this member sees tells who signed");
        assert_eq!(invitations(), rows, "nor does the table, to somebody without the key");
        desk.get("invitations").expect_text("Signed 2");
        // What is withheld later looks like what is withdrawn: as if nobody had answered.
        let row = app.signatures(&desk.letter).into_iter().find(|row| row.name.is_some()).expect("the named one");
        let mine = app.mine_path(&row);
        app.browser().submit(&mine, &[("action", "withhold"), ("withheld_place", "none")]).expect_status(303);
        assert!(editor.get("invitations?status=signed").texts_of("table.invitees tbody th").is_empty());
        assert_eq!(invitations(), rows);
        let overview = format!("/desk/letters/{}", desk.letter);
        let counted = editor.browser.get(&overview).expect_status(200).main_text();
        assert_ne!(desk.browser.get(&overview).main_text(), counted, "nor do the numbers tell");
    }

    fn only_those_who_invite_or_check_see_the_contacts(app) {
        let desk = Desk::draft(&app);
        desk.invite("River Watch", "ann@watch.example").expect_status(303);
        let press = desk.member("Pia Press", "pia@confluence.example", Rights::PRESS, false);
        press.browser.get(&press.path("invitations")).expect_status(403);
        let checker = desk.member("Carl Checker", "carl@confluence.example", Rights::CHECKER, false);
        let page = checker.get("invitations").expect_text("ann@watch.example");
        assert!(page.texts_of("button[value=revoke]").is_empty());
        let token = page.csrf_token();
        let fields = [("csrf_token", token.as_str()), ("action", "add"), ("email", "x@y.example"), ("name", "X")];
        checker.browser.post(&checker.path("invitations"), &fields).expect_status(403);
        let stranger = app.coordinator("Sam Stranger", "sam@elsewhere.example");
        stranger.get(&desk.path("invitations")).expect_status(404);
    }
}
