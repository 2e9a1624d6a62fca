//! Lists on their way in: what a spreadsheet saves is read, checked row by row, and imported once.

use std::collections::BTreeMap;

use undersigned::store::invitation::{self, Invitee};

use crate::support::{Desk, TestApp, fixture};

fn invitees(app: &TestApp, desk: &Desk<'_>) -> Vec<Invitee> {
    let letter = desk.letter.clone();
    app.store().read_now(move |db| invitation::list(db, &letter)).unwrap()
}

fn by_name(app: &TestApp, desk: &Desk<'_>) -> BTreeMap<String, Invitee> {
    invitees(app, desk).into_iter().map(|row| (row.1.name.clone(), row)).collect()
}

on_both! {
    fn a_semicolon_file_of_windows_with_faults_is_imported_but_for_them(app) {
        let desk = Desk::draft(&app);
        let uploaded = desk.upload("invitees-40.csv", fixture("invitees-40.csv")).expect_status(303);
        let columns = desk.browser.get(&uploaded.location().unwrap()).expect_status(200);
        columns.clone().expect_text("windows-1252").expect_text("Semicolon").expect_text("The first 10 rows");
        assert_eq!(columns.texts_of("table.cells tbody tr").len(), 10);
        let check = desk.accept_columns(&uploaded);
        check.clone().expect_text("37 ready · 1 to fix (row 14) · 2 already in the list");
        check.clone().expect_text("Row 14:");
        assert_eq!(check.texts_of("button[value=import]"), ["Import 37"]);
        assert!(invitees(&app, &desk).is_empty(), "nobody is invited before the button");
        let end = desk.import(&check).expect_text("37 contacts imported").expect_text("1 to fix");
        assert_eq!(invitees(&app, &desk).len(), 37);
        let download = end.texts_of("a[download]");
        assert_eq!(download, ["Download these rows"]);
        let list = end.hidden("list");
        let csv = desk.browser.get(&format!("{}?list={list}", desk.path("invitations/import/faulty.csv"))).expect_status(200);
        assert!(csv.header("content-disposition").starts_with("attachment"));
        let csv = csv.text();
        assert!(csv.starts_with('\u{FEFF}'), "for Excel");
        assert_eq!(csv.lines().count(), 2, "{csv}");
        assert!(csv.lines().nth(1).unwrap().starts_with("14,"), "{csv}");
        assert!(app.queued_mail().is_empty(), "importing sends no mail");
    }

    fn what_is_left_of_a_list_can_be_erased(app) {
        let desk = Desk::draft(&app);
        let check = desk.accept_columns(&desk.upload("invitees-40.csv", fixture("invitees-40.csv")));
        let list = desk.import(&check).hidden("list");
        let stored = || {
            let (letter, list) = (desk.letter.clone(), undersigned::domain::ids::ImportId(list.clone()));
            app.store().read_now(move |db| invitation::find_import(db, &letter, &list)).unwrap()
        };
        let left = app.store().read_now(|db| stored().table(db)).unwrap();
        assert_eq!(left.rows.len(), 1, "good rows are erased at once, the faulty one is kept for download");
        desk.submit("invitations/import", &[("action", "erase"), ("list", &list)]).expect_status(303);
        assert!(stored().rows_sealed.is_none());
    }

    fn utf_16_with_tabs_brings_every_script(app) {
        let desk = Desk::draft(&app);
        let uploaded = desk.upload("invitees-utf16.csv", fixture("invitees-utf16.csv")).expect_status(303);
        desk.browser.get(&uploaded.location().unwrap()).expect_text("UTF-16LE").expect_text("Tab");
        let check = desk.accept_columns(&uploaded).expect_text("12 ready");
        desk.import(&check).expect_text("12 contacts imported");
        assert_eq!(invitees(&app, &desk).len(), 12);
    }

    fn names_like_formulas_and_names_of_one_letter_are_only_names(app) {
        let desk = Desk::draft(&app);
        let check = desk.accept_columns(&desk.upload("invitees.csv", fixture("invitees.csv")));
        desk.import(&check).expect_text("12 contacts imported");
        let names: Vec<String> = by_name(&app, &desk).into_keys().collect();
        assert!(names.iter().any(|name| name.chars().count() == 1), "{names:?}");
        assert!(names.iter().any(|name| name.starts_with(['=', '+', '-', '@'])), "{names:?}");
    }

    fn a_country_that_was_not_recognised_is_chosen_or_asked_at_signing(app) {
        let desk = Desk::draft(&app);
        let list = "Organisation,Country,E-mail\nA,Kenya,a@a.example\nB,Absurdistan,b@b.example\n\
                    C,Absurdistan,c@c.example\nD,Ruritania,d@d.example\nE,,e@e.example\n";
        let check = desk.accept_columns(&desk.paste(list)).expect_text("Countries we did not recognise");
        assert_eq!(check.fields_of("form.form").iter().filter(|(name, _)| name == "spelling").count(), 2);
        let fields: Vec<(String, String)> = check.fields_of("form.form");
        let mut next = String::new();
        let chosen: Vec<(&str, &str)> = fields.iter().map(|(name, value)| {
            if name == "spelling" { next.clone_from(value); }
            let value = if name == "country" && next == "Absurdistan" { "TZ" } else { value.as_str() };
            (name.as_str(), value)
        }).chain([("action", "import")]).collect();
        desk.browser.post(&desk.path("invitations/import"), &chosen).expect_status(303);
        let rows = by_name(&app, &desk);
        let country = |name: &str| rows[name].1.country.as_deref();
        assert_eq!(["A", "B", "C", "D", "E"].map(country), [Some("KE"), Some("TZ"), Some("TZ"), None, None]);
        assert_eq!(rows["D"].0.country_as_written.as_deref(), Some("Ruritania"));
        desk.get("invitations").expect_text("“Ruritania”, asked at signing");
    }

    fn plain_addresses_can_be_pasted(app) {
        let desk = Desk::draft(&app);
        let check = desk.accept_columns(&desk.paste("ann@a.example; Bob <bob@b.example>\ncy@c.example, dee@d.example\nnot-an-address, ann@a.example"));
        check.clone().expect_text("4 ready").expect_text("1 to fix").expect_text("1 already in the list");
        desk.import(&check).expect_text("4 contacts imported");
        let names = desk.get("invitations").texts_of("table.invitees tbody th");
        assert_eq!(names, ["ann@a.example", "Bob", "cy@c.example", "dee@d.example"]);
    }

    fn the_same_file_again_and_a_double_click_invite_nobody_twice(app) {
        let desk = Desk::draft(&app);
        let check = desk.accept_columns(&desk.upload("invitees-40.csv", fixture("invitees-40.csv")));
        desk.import(&check).expect_text("37 contacts imported");
        desk.import(&check).expect_text("37 contacts imported");
        assert_eq!(invitees(&app, &desk).len(), 37);
        let again = desk.accept_columns(&desk.upload("again.csv", fixture("invitees-40.csv")));
        again.clone().expect_text("0 ready · 1 to fix (row 14) · 39 already in the list");
        assert!(again.texts_of("button[value=import]").is_empty());
        assert_eq!(invitees(&app, &desk).len(), 37);
    }

    fn a_list_for_a_second_letter_uses_the_same_cards(app) {
        let (one, two) = (Desk::draft(&app), Desk::draft(&app));
        for desk in [&one, &two] {
            let check = desk.accept_columns(&desk.upload("invitees.csv", fixture("invitees.csv")));
            desk.import(&check).expect_text("12 contacts imported");
        }
        let cards = |desk: &Desk<'_>| invitees(&app, desk).into_iter().map(|row| row.1.id).collect::<Vec<_>>();
        assert_eq!(cards(&one), cards(&two));
    }

    fn columns_can_be_chosen_by_hand_and_must_hold_addresses(app) {
        let desk = Desk::draft(&app);
        let uploaded = desk.paste("x1\tinfo@a.example\tAlpha\nx2\tinfo@b.example\tBeta\n").expect_status(303);
        let page = desk.browser.get(&uploaded.location().unwrap());
        let list = page.hidden("list");
        let choose = |fields: &[(&str, &str)]| {
            let mut all = vec![("action", "check"), ("list", list.as_str())];
            all.extend_from_slice(fields);
            desk.browser.post_from(&page, &desk.path("invitations/import"), &all)
        };
        choose(&[("column_organisation", "2")]).expect_status(422).expect_text("Choose the column with the e-mail addresses.");
        choose(&[("column_organisation", "1"), ("column_email", "1")]).expect_status(422).expect_text("chosen for something else");
        let checked = choose(&[("column_organisation", "2"), ("column_email", "1")]).expect_status(303);
        let check = desk.browser.get(&checked.location().unwrap()).expect_text("2 ready");
        desk.import(&check);
        assert_eq!(desk.get("invitations").texts_of("table.invitees tbody th"), ["Alpha", "Beta"]);
    }

    fn five_thousand_rows_are_imported_and_one_more_is_refused(app) {
        let desk = Desk::draft(&app);
        let list = |rows: usize| {
            let rows = (0..rows).map(|number| format!("Organisation {number},Kenya,info{number}@n{number}.example\n"));
            std::iter::once("Organisation,Country,E-mail\n".to_owned()).chain(rows).collect::<String>()
        };
        let check = desk.accept_columns(&desk.upload("5000.csv", list(5000).into_bytes())).expect_text("5000 ready");
        let started = std::time::Instant::now();
        desk.import(&check).expect_text("5000 contacts imported");
        println!("5,000 rows imported in {:?}", started.elapsed());
        assert_eq!(invitees(&app, &desk).len(), 5000);
        let page = desk.get("invitations");
        assert_eq!(page.texts_of("table.invitees tbody th").len(), 200, "a page at a time");
        let refused = desk.upload("5001.csv", list(5001).into_bytes()).expect_status(422);
        refused.expect_text("There are too many rows.");
    }

    fn a_file_over_two_megabytes_and_files_that_are_no_lists_are_refused_in_words(app) {
        let desk = Desk::draft(&app);
        let large = desk.upload("large.csv", vec![b'a'; 2 * 1024 * 1024 + 1]).expect_status(413);
        large.expect_text("This file is too large.");
        let huge = desk.upload("huge.csv", vec![b'a'; 3 * 1024 * 1024]);
        assert_eq!(huge.status, 413, "{}", huge.text());
        let sheet = desk.upload("list.xlsx", b"PK\x03\x04 something".to_vec()).expect_status(422);
        sheet.expect_text("save it as CSV");
        desk.upload("empty.csv", Vec::new()).expect_status(422);
        desk.paste("  ").expect_status(422).expect_text("Choose a file, or paste the list.");
    }

    fn a_list_belongs_to_its_letter(app) {
        let (mine, theirs) = (Desk::draft(&app), Desk::draft(&app));
        let uploaded = theirs.upload("invitees.csv", fixture("invitees.csv"));
        let location = uploaded.location().unwrap();
        let list = location.split("list=").nth(1).unwrap().split('&').next().unwrap();
        mine.browser.get(&format!("{}?list={list}", mine.path("invitations/import"))).expect_status(404);
        mine.submit("invitations/import", &[("action", "import"), ("list", list), ("column_email", "1")]).expect_status(404);
    }
}
