//! The overview of an open letter: how signatures came, and where answers are missing.

use undersigned::domain::ids::InvitationId;
use undersigned::domain::letter::Rights;
use undersigned::store::Lane;
use undersigned::store::invitation;

use crate::support::{Desk, Guest, Plan, TYPED, changed};

fn invite(desk: &Desk<'_>, name: &str, email: &str, country: &str, language: &str) -> InvitationId {
    let fields = [
        ("action", "add"),
        ("organisation", name),
        ("email", email),
        ("country", country),
        ("language", language),
        ("kind", "organisation"),
    ];
    desk.submit("invitations", &fields).expect_status(303);
    let letter = desk.letter.clone();
    let rows = desk.app.store().read_now(move |db| invitation::list(db, &letter)).unwrap();
    rows.into_iter().find(|(_, card, _)| card.name == name).expect("the invitation").0.id
}

fn write(
    desk: &Desk<'_>,
    work: impl FnMut(&mut undersigned::store::Tx<'_>) -> undersigned::error::Result<()> + Send + 'static,
) {
    desk.app.store().write_now(Lane::Desk, work).unwrap();
}

/// Two in Kenya, of whom one signed (by name or withheld) and one pressed a button; one in Argentina who did.
fn three_invited(desk: &Desk<'_>, listing: &str) {
    let signed = invite(desk, "Rivers Kenya", "a@rivers.example", "KE", "en");
    let silent = invite(desk, "Upland Springs", "b@upland.example", "KE", "en");
    let elsewhere = invite(desk, "Ríos en Común", "c@rios.example", "AR", "es");
    let path = desk.app.sign_path(&desk.letter, &signed, false);
    let typed = [
        ("organisation_name", "Rivers Kenya"),
        ("country", "KE"),
        ("email", "a@rivers.example"),
        ("listing", listing),
        ("action", "sign"),
    ];
    desk.app.browser().submit(&format!("{path}/sign"), &changed(&TYPED, &typed)).expect_status(303);
    let now = desk.app.now();
    write(desk, move |tx| invitation::set_visited(tx, &silent, now));
    write(desk, move |tx| invitation::set_visited(tx, &elsewhere, now));
}

on_both! {
    fn a_signature_raises_the_line_of_the_pace_and_its_table(app) {
        let operator = app.operator();
        let letter = app.open_letter(&Plan::default());
        let path = format!("/desk/letters/{letter}");
        operator.get(&path).expect_text("Nobody has signed yet.");
        app.signed(&letter, &[]);
        let page = operator.get(&path).expect_text("1 today");
        assert_eq!(page.texts_of("section.pace svg title"), ["1 signature since the letter was opened. The same numbers are in the table."]);
        assert_eq!(page.texts_of("section.pace tbody td"), ["1", "1"], "signed that day, in all");
        assert!(page.text().contains(",0\"/>"), "the line ends at the top");
    }

    fn the_letter_before_is_drawn_too_for_its_members(app) {
        app.operator();
        let first = app.open_letter(&Plan::default());
        app.signed(&first, &[]);
        app.wait(chrono::TimeDelta::days(1));
        let second = app.open_letter(&Plan { title: "A second letter", ..Plan::default() });
        let operator = app.operator();
        operator.get(&format!("/desk/letters/{second}")).expect_text("1: the letter before this one");
        let page = operator.get(&format!("/desk/letters/{first}")).expect_status(200);
        assert!(!page.text().contains("the letter before this one"), "there is none before the first");
    }

    fn gaps_are_told_by_region_country_and_language_and_lead_to_the_silent(app) {
        let desk = Desk::open(&app);
        three_invited(&desk, "named");
        let rows = |by: &str| desk.browser.get(&format!("/desk/letters/{}?gaps={by}", desk.letter)).texts_of("section.gaps tbody tr");
        let regions = rows("region");
        assert!(regions.contains(&"Africa 2 1 50 % 1 silent".to_owned()), "{regions:?}");
        assert!(regions.contains(&"Americas 1 0 0 % 1 silent".to_owned()), "{regions:?}");
        assert!(regions.contains(&"Oceania – – – nobody invited find contacts".to_owned()), "{regions:?}");
        assert_eq!(rows("country"), ["Argentina 1 0 0 % 1 silent", "Kenya 2 1 50 % 1 silent"]);
        assert_eq!(rows("language"), ["English 2 1 50 % 1 silent", "Español 1 0 0 % 1 silent"]);
        assert_eq!(rows("nonsense"), regions, "an unknown word is passed over");
        let named = |query: &str| desk.get(&format!("invitations?{query}")).texts_of("table.invitees tbody th");
        assert_eq!(named("status=silent"), ["Ríos en Común", "Upland Springs"]);
        assert_eq!(named("status=silent&region=africa"), ["Upland Springs"]);
        assert_eq!(named("region=-"), Vec::<String>::new());
    }

    fn a_withheld_signer_is_as_silent_as_others_to_who_may_not_see_withheld_names(app) {
        let desk = Desk::open(&app);
        three_invited(&desk, "withheld");
        let rows = |reader: &Desk<'_>| reader.browser.get(&format!("/desk/letters/{}?gaps=country", desk.letter)).texts_of("section.gaps tbody tr");
        assert_eq!(rows(&desk), ["Argentina 1 0 0 % 1 silent", "Kenya 2 1 50 % 1 silent"]);
        let editor = desk.member("Ines Duarte", "ines@rivers.example", Rights::EDITOR, false);
        assert_eq!(rows(&editor), ["Argentina 1 0 0 %", "Kenya 2 0 0 %"], "no mail left, and who pressed a button is not told");
    }
}

#[test]
fn a_guest_without_a_country_counts_as_not_known() {
    assert_eq!(undersigned::domain::country::region_of(None, None), None);
    assert_eq!(undersigned::domain::country::region_of(Some("regional"), Some("africa")), Some("africa"));
    assert_eq!(undersigned::domain::country::region_of(Guest::default().country, None), Some("asia"));
}
