use proptest::prelude::*;

use super::*;
use crate::domain::email::{EmailAddress, EmailFault};
use crate::domain::signature::SignatoryKind;
use crate::domain::text::TextFault;

fn table(text: &str) -> Table {
    read_file(text.as_bytes()).unwrap()
}

fn checked(text: &str) -> Checked {
    let table = table(text);
    check(&table.rows, &table.columns, |_| false)
}

fn fixture(name: &str) -> Table {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/fixtures").join(name);
    read_file(&std::fs::read(path).unwrap()).unwrap()
}

#[test]
fn columns_are_guessed_from_headings_in_five_languages() {
    let table_of = [
        "Organisation;E-mail;Country;Language;Contact person;Acronym;Website",
        "Nom de l'organisation;Courriel;Pays;Langue;Personne de contact;Sigle;Site web",
        "Organización;Correo electrónico;País;Idioma;Persona de contacto;Siglas;Página web",
        "Verein;E-Mail-Adresse;Land;Sprache;Ansprechpartnerin;Abkürzung;Webseite",
        "Organização;Endereço de email;País;Língua;Contato;Sigla;Página",
        "Your organization (as it should appear);Your email address (not published);Country;Language;Your name;Acronym, if any;Website (optional)",
    ];
    for header in table_of {
        let text = format!("{header}\nHarbour Forum;a@example.org;Kenya;en;Ann Lee;HF;example.org\n");
        let table = table(&text);
        let columns = &table.columns;
        let found = [
            columns.organisation,
            columns.email,
            columns.country,
            columns.language,
            columns.name,
            columns.acronym,
            columns.website,
        ];
        let expected: Vec<Option<usize>> = (0..7).map(Some).collect();
        assert_eq!(found[..], expected, "{header}");
        assert_eq!((table.delimiter, table.rows.len(), table.rows[0].number), (Delimiter::Semicolon, 1, 2), "{header}");
    }
}

#[test]
fn a_column_called_name_is_the_organisations_unless_another_one_is() {
    assert_eq!(table("name,email\nForum,a@example.org").columns.organisation, Some(0));
    let both = table("name,organisation,email\nAnn,Forum,a@example.org").columns;
    assert_eq!((both.name, both.organisation), (Some(0), Some(1)));
    assert_eq!(table("Nombre;Correo\nForo;a@example.org").columns.organisation, Some(0));
}

#[test]
fn without_headings_the_columns_are_guessed_from_what_stands_in_them() {
    let text = "Harbour Forum\ta@example.org\tKenya\twww.example.org\nHill Union\tb@example.org\tPerú\thill.example\n";
    let table = table(text);
    assert_eq!((table.delimiter, &table.header), (Delimiter::Tab, &None));
    let columns = &table.columns;
    assert_eq!(
        (columns.organisation, columns.email, columns.country, columns.website),
        (Some(0), Some(1), Some(2), Some(3))
    );
    assert_eq!(table.rows[0].number, 1);
}

#[test]
fn headings_in_a_language_we_do_not_know_still_are_headings() {
    let table = table("المنظمة,البريد,البلد\nمركز,a@example.org,الأردن\nجمعية,b@example.org,مصر\n");
    assert_eq!(table.header.as_ref().map(Vec::len), Some(3));
    assert_eq!((table.columns.organisation, table.columns.email, table.columns.country), (Some(0), Some(1), Some(2)));
}

#[test]
fn the_first_organisation_is_not_taken_for_a_heading() {
    let table = table("Organization for Peace,a@example.org\nHill Union,b@example.org\n");
    assert_eq!((table.header, table.rows.len()), (None, 2));
}

#[test]
fn rows_keep_the_numbers_that_a_spreadsheet_shows() {
    let text = "sep=;\norganisation;email\n\"Two\nlines\";a@example.org\n\n;;\nHill;b@exampl\n";
    let table = table(text);
    let numbers: Vec<usize> = table.rows.iter().map(|row| row.number).collect();
    assert_eq!(numbers, [3, 6], "the cell over two lines is one row; the blank rows 4 and 5 count");
    let faulty = check(&table.rows, &table.columns, |_| false).faulty;
    assert_eq!(faulty[0].faults[0].kind, FaultKind::Text(TextFault::LineBreak));
    assert_eq!((faulty[1].row_number, faulty[1].faults[0].kind), (6, FaultKind::Email(EmailFault::Domain)));
}

#[test]
fn rows_of_another_width_are_faults_of_their_own() {
    let text = "organisation,email,country\nA,a@example.org,Kenya\nB,b@example.org\nC,c@example.org,Peru,,\nD,d@example.org,x,y\n";
    let checked = checked(text);
    let ready: Vec<usize> = checked.ready.iter().map(|row| row.row_number).collect();
    assert_eq!(ready, [2, 4], "empty cells at the end do no harm");
    let ragged: Vec<(usize, FaultKind)> =
        checked.faulty.iter().map(|row| (row.row_number, row.faults[0].kind)).collect();
    assert_eq!(ragged, [(3, FaultKind::Ragged), (5, FaultKind::Ragged)]);
}

#[test]
fn every_fault_of_a_row_is_told_at_once() {
    let text = "organisation,email,website,country\n,info@exampl,javascript:alert(1),Kenya\nA,,,\n";
    let faulty = checked(text).faulty;
    let keys = |row: usize| faulty[row].faults.iter().map(|fault| fault.kind.code().to_owned()).collect::<Vec<_>>();
    assert_eq!(keys(0), ["text-empty", "email-domain", "website-scheme"]);
    assert_eq!(keys(1), ["email-missing"]);
    assert_eq!(faulty[0].faults[1].column, Some(Column::Email));
    assert_eq!(faulty[0].faults[1].value, "info@exampl");
}

#[test]
fn a_row_without_a_country_is_fine_and_an_unknown_country_is_asked_about() {
    let text = "organisation,email,country\nA,a@example.org,\nB,b@example.org,Korea\nC,c@example.org,Korea\nD,d@example.org,Ruritania\nE,e@example.org,n/a\nF,f@example.org,Viet Nam\n";
    let mut checked = checked(text);
    assert_eq!(checked.ready.len(), 6);
    let asked: Vec<(&str, usize)> =
        checked.unrecognised_countries.iter().map(|one| (one.spelling.as_str(), one.count)).collect();
    assert_eq!(asked, [("Korea", 2), ("Ruritania", 1)]);
    assert_eq!(checked.unrecognised_countries[0].suggestions.len(), 2);
    assert_eq!(checked.ready[1].country_as_written.as_deref(), Some("Korea"));
    assert_eq!(checked.ready[5].country.map(|code| code.as_str()), Some("VN"));
    checked.choose_country("Korea", checked.unrecognised_countries[0].suggestions[0]);
    assert_eq!(checked.ready[2].country.map(|code| code.as_str()), Some("KR"));
    assert_eq!(checked.unrecognised_countries.len(), 1);
}

#[test]
fn repeated_addresses_and_those_invited_before_are_told_apart() {
    let text = "organisation,email\nA,a@example.org\nB,b@example.org\nA again,A@Example.org\nB again,b@example.org\n";
    let table = table(text);
    let invited = EmailAddress::parse("b@example.org").unwrap();
    let checked = check(&table.rows, &table.columns, |address| *address == invited);
    let numbers = |rows: &[ReadyRow]| rows.iter().map(|row| row.row_number).collect::<Vec<_>>();
    assert_eq!(numbers(&checked.ready), [2]);
    assert_eq!(numbers(&checked.already_invited), [3]);
    let repeated: Vec<(usize, usize)> =
        checked.repeated.iter().map(|one| (one.first_row, one.row.row_number)).collect();
    assert_eq!(repeated, [(2, 4), (3, 5)]);
}

#[test]
fn kinds_and_languages_are_read_and_unknown_words_are_listed() {
    let text = "organisation,email,type,language\nA,a@example.org,international_or_regional_network,Arabic\nB,b@example.org,national_organization,pt-br\n,c@example.org,Individual,Klingon\nD,d@example.org,member,\n";
    let checked = checked(text);
    let kinds: Vec<Option<SignatoryKind>> = checked.ready.iter().map(|row| row.kind).collect();
    let expected =
        [Some(SignatoryKind::Network), Some(SignatoryKind::Organisation), Some(SignatoryKind::Individual), None];
    assert_eq!(kinds, expected);
    let languages: Vec<Option<&str>> = checked.ready.iter().map(|row| row.language.as_deref()).collect();
    assert_eq!(languages, [Some("ar"), Some("pt-BR"), None, None]);
    assert_eq!(checked.unrecognised_kinds[0].spelling, "member");
    assert_eq!(checked.unrecognised_languages[0].spelling, "Klingon");
    assert_eq!(checked.ready[2].organisation, None, "an individual needs no organisation");
}

#[test]
fn plain_addresses_are_a_list_of_their_own() {
    let table =
        read_pasted("E-mail\r\nann@example.org\r\nLee, Bo <bo@example.org>; cy@exampl\n\nann@example.org").unwrap();
    assert_eq!(table.delimiter, Delimiter::OneColumn);
    assert_eq!((table.columns.name, table.columns.email, table.columns.organisation), (Some(0), Some(1), None));
    let checked = check(&table.rows, &table.columns, |_| false);
    assert_eq!(checked.ready.len(), 2, "no organisation is asked for where the list has none");
    assert_eq!(checked.ready[1].name.as_ref().map(|name| name.as_str()), Some("Lee, Bo"));
    assert_eq!((checked.repeated.len(), checked.faulty.len()), (1, 1));
    assert_eq!((checked.faulty[0].row_number, checked.faulty[0].cells[1].as_str()), (3, "cy@exampl"));
}

#[test]
fn pasted_cells_of_a_spreadsheet_are_a_table() {
    let table = read_pasted("Ann Lee\tann@example.org\nBo Ray\tbo@example.org").unwrap();
    assert_eq!((table.delimiter, table.columns.organisation, table.columns.email), (Delimiter::Tab, Some(0), Some(1)));
    let commas = read_pasted("organisation,email\nA,a@example.org").unwrap();
    assert_eq!(commas.columns.email, Some(1));
}

#[test]
fn a_list_can_be_put_aside_between_two_pages() {
    let read = table("organisation,email\nA,a@example.org\nB\n");
    let kept = serde_json::to_string(&read).unwrap();
    assert_eq!(serde_json::from_str::<Table>(&kept).unwrap(), read);
}

#[test]
fn what_is_too_much_or_nothing_is_refused() {
    assert_eq!(read_file(b" \r\n\t").unwrap_err(), ImportFault::Empty);
    assert_eq!(read_file(b"organisation,email\n").unwrap_err(), ImportFault::Empty);
    assert_eq!(read_file(&vec![b'a'; MAX_BYTES + 1]).unwrap_err(), ImportFault::TooBig);
    let rows = |count: usize| format!("organisation,email\n{}", "A,a@example.org\n".repeat(count));
    assert_eq!(table(&rows(MAX_ROWS)).rows.len(), MAX_ROWS);
    assert_eq!(read_file(rows(MAX_ROWS + 1).as_bytes()).unwrap_err(), ImportFault::TooManyRows);
    let addresses: String = (0..=MAX_ROWS).map(|n| format!("a{n}@example.org\n")).collect();
    assert_eq!(read_pasted(&addresses).unwrap_err(), ImportFault::TooManyRows);
}

#[test]
fn bad_rows_go_out_as_a_safe_file_and_come_in_again_once_mended() {
    let text = "organisation,email,country\n=SUM(A1),info@exampl,\"Kenya; \"\"K\"\"\"\n";
    let first = table(text);
    let faulty = check(&first.rows, &first.columns, |_| false).faulty;
    let file = faulty_csv(&first, &first.columns, &faulty, |fault| fault.kind.code().to_owned());
    assert_eq!(
        file,
        "\u{feff}row,fault,organisation,email,country\r\n2,email-domain,'=SUM(A1),info@exampl,\"Kenya; \"\"K\"\"\"\r\n"
    );
    let mended = checked(&file.replace("exampl,", "example.org,"));
    assert_eq!(mended.ready[0].organisation.as_ref().map(|name| name.as_str()), Some("=SUM(A1)"));
    let headless = table("Hill,b@exampl\nVale,c@example.org\n");
    let file = faulty_csv(&headless, &headless.columns, &[], |_| String::new());
    assert_eq!(file, "\u{feff}row,fault,organisation,email\r\n");
}

#[test]
fn lists_as_spreadsheets_save_them_are_read() {
    let windows = fixture("invitees-40.csv");
    assert_eq!((windows.encoding.as_str(), windows.delimiter), ("windows-1252", Delimiter::Semicolon));
    let result = check(&windows.rows, &windows.columns, |_| false);
    assert_eq!((result.ready.len(), result.repeated.len(), result.faulty.len()), (37, 2, 1));
    assert_eq!(result.faulty[0].row_number, 14);
    let repeated: Vec<(usize, usize)> = result.repeated.iter().map(|one| (one.first_row, one.row.row_number)).collect();
    assert_eq!(repeated, [(6, 23), (9, 37)]);
    assert_eq!(result.unrecognised_countries, []);
    assert_eq!(result.unrecognised_languages, []);

    let utf_16 = fixture("invitees-utf16.csv");
    assert_eq!((utf_16.encoding.as_str(), utf_16.delimiter), ("UTF-16LE", Delimiter::Tab));
    assert_eq!((utf_16.columns.organisation, utf_16.columns.latin_name), (Some(0), Some(1)));
    let result = check(&utf_16.rows, &utf_16.columns, |_| false);
    assert_eq!((result.ready.len(), result.faulty.len()), (12, 0));

    let plain = fixture("invitees.csv");
    let result = check(&plain.rows, &plain.columns, |_| false);
    assert_eq!((result.ready.len(), result.faulty.len()), (12, 0));
    let asked: Vec<&str> = result.unrecognised_countries.iter().map(|one| one.spelling.as_str()).collect();
    assert_eq!(asked, ["Ruritania"]);
    let named = |row: usize| result.ready[row].organisation.as_ref().map(|name| name.as_str().to_owned());
    assert_eq!(named(4).as_deref(), Some("Fundación Arroyo Claro"));
    assert_eq!(named(6).as_deref(), Some("=SUM(Rivers)"), "a name is kept as it is printed");
    assert_eq!(result.ready[3].country.map(|code| code.as_str()), Some("international"));
}

/// The signatories of a real letter, where the folder with them is there; addresses are added here.
#[test]
fn the_list_of_a_real_letter_goes_through() {
    let path =
        std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data/owinfs-2020-covid-trade-letter.csv");
    let Ok(mut reader) = csv::Reader::from_path(path) else { return };
    let mut writer = csv::Writer::from_writer(Vec::new());
    let header = reader.headers().unwrap().clone();
    writer.write_record(header.iter().chain(["email"])).unwrap();
    for (index, record) in reader.records().enumerate() {
        let address = format!("office@signer-{index}.example");
        writer.write_record(record.unwrap().iter().chain([address.as_str()])).unwrap();
    }
    let table = read_file(&writer.into_inner().unwrap()).unwrap();
    let columns = &table.columns;
    assert_eq!(
        (columns.organisation, columns.country, columns.kind, columns.email),
        (Some(0), Some(1), Some(2), Some(4))
    );
    let checked = check(&table.rows, columns, |_| false);
    assert_eq!((checked.ready.len(), checked.repeated.len(), checked.faulty.len()), (400, 0, 0));
    let asked: Vec<(&str, usize)> =
        checked.unrecognised_countries.iter().map(|one| (one.spelling.as_str(), one.count)).collect();
    assert_eq!(asked, [("Colomba", 1)]);
    let without_country = checked.ready.iter().filter(|row| row.country.is_none()).count();
    assert_eq!(without_country, 85 + 1, "networks without a country, and the one to ask about");
    let networks = checked.ready.iter().filter(|row| row.kind == Some(SignatoryKind::Network)).count();
    assert_eq!(networks, 85);
}

proptest! {
    #[test]
    fn any_bytes_are_read_or_refused_without_a_fault_of_ours(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        if let Ok(table) = read_file(&bytes) {
            let checked = check(&table.rows, &table.columns, |_| false);
            let sorted = checked.ready.len() + checked.repeated.len() + checked.faulty.len();
            prop_assert_eq!(sorted, table.rows.len(), "no row is lost");
        }
    }

    #[test]
    fn any_text_of_cells_is_checked_and_its_bad_rows_come_back(text in "([a-c@., \"';=\t\né中]{0,12}[,;\t\n]){0,12}") {
        if let Ok(table) = read_pasted(&text) {
            let columns = Columns { organisation: Some(0), email: Some(1), ..Columns::default() };
            let faulty = check(&table.rows, &columns, |_| false).faulty;
            let file = faulty_csv(&table, &columns, &faulty, |fault| fault.kind.code().to_owned());
            prop_assert_eq!(csv::ReaderBuilder::new().flexible(true).from_reader(file.as_bytes()).records().count(), faulty.len());
        }
    }
}
