//! Lists as they really arrive: the same rows in other encodings and with other delimiters, a column left out, nearly every
//! row wrong. Nobody is lost or invented, and nothing is written before the last button.

use std::collections::BTreeSet;
use std::path::Path;

use diesel::prelude::*;
use encoding_rs::WINDOWS_1252;
use undersigned::store::Db;
use undersigned::store::invitation::{self, Invitee};
use undersigned::store::schema::organisation;

use crate::support::{Desk, TestApp, fixture};

/// A list before it is saved in some way.
#[derive(Debug, Clone)]
struct Sheet {
    header: Vec<String>,
    rows: Vec<Vec<String>>,
}

impl Sheet {
    fn read(bytes: &[u8]) -> Sheet {
        let mut reader = csv::Reader::from_reader(bytes);
        let cells = |record: &csv::StringRecord| record.iter().map(str::to_owned).collect();
        let header = cells(reader.headers().expect("a heading"));
        Sheet { header, rows: reader.records().map(|record| cells(&record.expect("a row"))).collect() }
    }

    fn without(mut self, column: &str) -> Sheet {
        let at = self.header.iter().position(|name| name == column).expect("the column");
        self.header.remove(at);
        self.rows.iter_mut().for_each(|row| drop(row.remove(at)));
        self
    }

    /// Only the rows whose names Windows-1252 can say.
    fn western(mut self) -> Sheet {
        self.rows.retain(|row| row.iter().all(|cell| !WINDOWS_1252.encode(cell).2));
        self
    }

    fn text(&self, delimiter: u8) -> String {
        let mut writer = csv::WriterBuilder::new().delimiter(delimiter).from_writer(Vec::new());
        writer.write_record(&self.header).expect("written");
        self.rows.iter().for_each(|row| writer.write_record(row).expect("written"));
        String::from_utf8(writer.into_inner().expect("written")).expect("text")
    }

    /// As Excel saves "CSV" in western Europe.
    fn windows_1252(&self) -> Vec<u8> {
        WINDOWS_1252.encode(&self.text(b';')).0.into_owned()
    }

    /// As Excel saves "Unicode text".
    fn utf_16(&self) -> Vec<u8> {
        let units = std::iter::once(0xFEFF).chain(self.text(b'\t').encode_utf16().collect::<Vec<_>>());
        units.flat_map(u16::to_le_bytes).collect()
    }

    /// The other byte order, without its mark.
    fn utf_16_big_endian(&self) -> Vec<u8> {
        self.text(b'\t').encode_utf16().flat_map(u16::to_be_bytes).collect()
    }

    fn names(&self) -> BTreeSet<String> {
        self.rows.iter().map(|row| squeezed(&row[0])).collect()
    }
}

/// White space at the ends and twice in a row is not kept.
fn squeezed(name: &str) -> String {
    name.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn invitees(desk: &Desk<'_>) -> Vec<Invitee> {
    let letter = desk.letter.clone();
    desk.app.store().read_now(move |db| invitation::list(db, &letter)).unwrap()
}

/// Imports a file for a letter of its own and gives the names that were invited.
fn import(app: &TestApp, bytes: Vec<u8>, encoding: &str, delimiter: &str, rows: usize) -> BTreeSet<String> {
    let desk = Desk::draft(app);
    let uploaded = desk.upload("list.csv", bytes).expect_status(303);
    let columns = desk.browser.get(&uploaded.location().unwrap()).expect_status(200);
    assert_eq!(columns.texts_of("dl.pairs dd")[1..], [rows.to_string(), encoding.to_owned(), delimiter.to_owned()]);
    let check = desk.accept_columns(&uploaded).expect_text(&format!("{rows} ready"));
    assert!(invitees(&desk).is_empty(), "nobody is invited before the button");
    desk.import(&check).expect_text(&format!("{rows} contacts imported"));
    let rows = invitees(&desk);
    rows.into_iter().map(|(_, card, _)| squeezed(&card.name)).collect()
}

/// Every mangled copy of a list gives the same names.
fn every_copy_says_the_same(app: &TestApp, sheet: &Sheet) {
    let western = sheet.clone().western();
    let (all, some) = (sheet.rows.len(), western.rows.len());
    assert_eq!(import(app, western.windows_1252(), "windows-1252", "Semicolon", some), western.names());
    assert_eq!(import(app, sheet.utf_16(), "UTF-16LE", "Tab", all), sheet.names());
    assert_eq!(import(app, sheet.utf_16_big_endian(), "UTF-16BE", "Tab", all), sheet.names());
    assert_eq!(import(app, sheet.text(b',').into_bytes(), "UTF-8", "Comma", all), sheet.names());
    assert_eq!(cards(app).len(), sheet.names().len(), "each organisation has one card");
}

fn cards(app: &TestApp) -> Vec<String> {
    let names = |db: &mut Db<'_>| Ok(organisation::table.select(organisation::name).load(db.conn)?);
    app.store().read_now(names).unwrap()
}

/// The 400 organisations of a real letter with addresses that this test invents; none where they are not at hand.
fn real() -> Option<Sheet> {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data/owinfs-2020-covid-trade-letter.csv");
    let source = Sheet::read(&std::fs::read(file).ok()?);
    let header = ["Organisation", "Country", "Type", "E-mail"].map(str::to_owned).to_vec();
    let row = |(nth, row): (usize, &Vec<String>)| {
        let kind = if row[2].contains("network") { "network" } else { "organisation" };
        vec![row[0].clone(), row[1].clone(), kind.to_owned(), format!("office@organisation-{nth}.example")]
    };
    Some(Sheet { header, rows: source.rows.iter().enumerate().map(row).collect() })
}

on_both! {
    fn a_list_in_any_encoding_and_with_any_delimiter_brings_the_same_organisations(app) {
        let sheet = Sheet::read(&fixture("invitees.csv"));
        assert!(sheet.clone().western().rows.len() < sheet.rows.len(), "some names are in other scripts");
        every_copy_says_the_same(&app, &sheet);
    }

    fn the_400_organisations_of_a_real_letter_survive_every_mangled_copy_of_their_list(app) {
        let Some(sheet) = real() else { return };
        assert_eq!(sheet.rows.len(), 400);
        let western = sheet.clone().western();
        let names = import(&app, western.windows_1252(), "windows-1252", "Semicolon", western.rows.len());
        assert_eq!(names, western.names());
        // The same addresses come again: the cards are the same, nobody is in the address book twice.
        assert_eq!(import(&app, sheet.utf_16(), "UTF-16LE", "Tab", 400), sheet.names());
        assert_eq!(import(&app, sheet.utf_16_big_endian(), "UTF-16BE", "Tab", 400), sheet.names());
        assert_eq!(cards(&app).len(), 400, "one card for each row: an equal name with another address may be another body");
    }

    fn a_column_that_is_missing_is_asked_for_or_done_without(app) {
        for sheet in [Some(Sheet::read(&fixture("invitees.csv"))), real()].into_iter().flatten() {
            let [email, country] = ["email", "country"].map(|word| {
                let named = |name: &&String| name.to_lowercase().replace('-', "") == word;
                sheet.header.iter().find(named).expect("a column").clone()
            });
            let desk = Desk::draft(&app);
            let uploaded = desk.upload("list.csv", sheet.clone().without(&email).windows_1252()).expect_status(303);
            let page = desk.browser.get(&uploaded.location().unwrap());
            let fields = page.fields_of("form.form");
            let fields = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).chain([("action", "check")]);
            let refused = desk.browser.post(&desk.path("invitations/import"), &fields.collect::<Vec<_>>());
            refused.expect_status(422).expect_text("Choose the column with the e-mail addresses.");
            assert!(invitees(&desk).is_empty());

            let desk = Desk::draft(&app);
            let check = desk.accept_columns(&desk.upload("list.csv", sheet.clone().without(&country).utf_16()));
            desk.import(&check).expect_text(&format!("{} contacts imported", sheet.rows.len()));
            let rows = invitees(&desk);
            assert!(rows.iter().all(|(_, card, _)| card.country.is_none()), "it is asked at signing");
        }
    }

    fn of_five_thousand_rows_4999_are_wrong_and_one_is_imported(app) {
        let desk = Desk::draft(&app);
        let wrong = |nth: usize| match nth % 5 {
            0 => format!("Circle {nth},Kenya,office-at-valley-{nth}.example"),
            1 => format!("Circle {nth},Kenya,"),
            2 => format!("https://valley-{nth}.example,Kenya,office@valley-{nth}.example"),
            3 => format!("{},Kenya,office@valley-{nth}.example", "x".repeat(301)),
            _ => format!("Circle {nth}\u{FFFD},Kenya,office@valley-{nth}.example"),
        };
        let row = |nth: usize| if nth == 2500 { "Circle of one,Kenya,one@valley.example".to_owned() } else { wrong(nth) };
        let list: String = (1..=5000).map(|nth| row(nth) + "\n").collect();
        let started = std::time::Instant::now();
        let uploaded = desk.upload("wrong.csv", format!("Organisation,Country,E-mail\n{list}").into_bytes());
        let check = desk.accept_columns(&uploaded).expect_text("1 ready · 4999 to fix");
        assert_eq!(check.texts_of("#faulty .lines li").len(), 100, "a page that can be read");
        check.clone().expect_text("Row 2:").expect_text("4899");
        assert!(check.text().len() < 200_000, "{} bytes", check.text().len());
        assert!(cards(&app).is_empty());
        let end = desk.import(&check).expect_text("1 contact imported");
        let list = end.hidden("list");
        let csv = desk.browser.get(&format!("{}?list={list}", desk.path("invitations/import/faulty.csv"))).text();
        assert_eq!(csv.lines().count(), 5000, "a heading and every wrong row");
        assert_eq!(cards(&app), ["Circle of one"]);
        println!("5,000 rows of which 4,999 are wrong: {:?}", started.elapsed());
    }

    fn a_large_import_is_taken_out_again_whole(app) {
        let desk = Desk::draft(&app);
        desk.invite("Here before", "before@valley.example").expect_status(303);
        let rows: String = (0..1200).map(|nth| format!("Circle {nth},Kenya,office@valley-{nth}.example\n")).collect();
        let list = format!("Organisation,Country,E-mail\nHere before,Kenya,second@valley.example\n{rows}");
        let check = desk.accept_columns(&desk.upload("large.csv", list.into_bytes()));
        let end = desk.import(&check).expect_text("Take 1201 contacts out again");
        assert_eq!(invitees(&desk).len(), 1202);
        let list = end.hidden("list");
        let undone = desk.browser.post_from(&end, &desk.path("invitations/import"), &[("action", "undo"), ("list", &list)]);
        let page = desk.browser.get(&undone.expect_status(303).location().unwrap());
        page.expect_text("1201 contacts were taken out again.");
        assert_eq!(invitees(&desk).len(), 1);
        assert_eq!(cards(&app), ["Here before"]);
    }
}
