//! The pages of an import, and the check they show. Nothing is written here.

mod check;

use askama::Template;

use crate::actions::import_list::{Known, known_cards};
use crate::actions::invite_known::FROM_THE_BOOK;
use crate::domain::ids::ImportId;
use crate::domain::import::{Checked, Column, Columns, Table, check as check_rows};
use crate::error::Error;
use crate::render::when::date;
use crate::store::invitation::{self, Import};
use crate::store::{import, invitee};
use crate::web::desk::Work;
use crate::web::error::Result;
use crate::web::form::FormState;
use crate::web::inviting::country_choices;
use crate::web::inviting::import::chosen_columns;
use crate::web::page::Shell;
use crate::web::session::SignedIn;
use crate::web::site::Site;

pub use check::CheckPage;

/// Rows of the list that the columns are chosen by (issue 2, station 11).
const ROWS_SHOWN: usize = 10;

/// A list with its check, read in one go.
pub struct Checking {
    /// The list as kept.
    pub import: Import,
    /// Its rows; empty once erased.
    pub table: Table,
    /// Which column holds what.
    pub columns: Columns,
    /// What can be done with each row.
    pub checked: Checked,
    /// Rows whose organisation the address book may have.
    pub known: Vec<Known>,
    /// What is left of a finished list.
    pub left: import::Left,
    countries: Vec<(String, String)>,
}

impl Checking {
    /// Reads and checks a list of this letter, under the columns of a form or else those that are kept.
    pub async fn read(site: &Site, work: &Work, list: &str, form: Option<FormState>) -> Result<Checking> {
        let (letter, list, words) = (work.letter.id.clone(), ImportId(list.to_owned()), site.words());
        let team = work.letter.team_id.clone();
        let read = move |db: &mut crate::store::Db<'_>| {
            let import = invitation::find_import(db, &letter, &list)?;
            let table = match import.table(db) {
                Err(Error::NotFound) if import.finished_at.is_some() => empty_table(),
                table => table?,
            };
            let columns = match form {
                Some(form) => chosen_columns(&form, table.width),
                None => import.columns(),
            };
            let known = invitee::invited_addresses_lowercase(db, &letter)?;
            let is_known =
                |email: &crate::domain::email::EmailAddress| known.contains(&email.canonical().to_lowercase());
            let checked = check_rows(&table.rows, &columns, is_known);
            let countries = country_choices(db, &letter, &words)?;
            let is_finished = import.finished_at.is_some();
            let matched = if is_finished { Vec::new() } else { known_cards(db, &team, &checked.ready)? };
            let left = if is_finished { import::left(db, &letter, &list)? } else { import::Left::default() };
            Ok(Checking { import, table, columns, checked, known: matched, left, countries })
        };
        Ok(site.store.read(read).await?)
    }

    /// The name of the file, or what stands for pasted text.
    fn source(&self, shell: &Shell) -> String {
        source(&self.import, shell)
    }
}

/// What a list is called: its file, or what stands for it.
pub fn source(import: &Import, shell: &Shell) -> String {
    match import.file_name.as_str() {
        "" if import.encoding == FROM_THE_BOOK => shell.t.say("import-book-source").to_string(),
        "" => shell.t.say("import-pasted-source").to_string(),
        name => name.to_owned(),
    }
}

fn empty_table() -> Table {
    Table {
        encoding: String::new(),
        delimiter: crate::domain::import::Delimiter::OneColumn,
        header: None,
        columns: Columns::default(),
        width: 0,
        rows: Vec::new(),
    }
}

/// A list that waits for its columns or its check.
pub struct WaitingList {
    href: String,
    source: String,
    made: String,
    id: String,
    /// Whether it is being imported, so that nobody erases it.
    is_running: bool,
}

#[derive(Template)]
#[template(path = "inviting/import_upload.html")]
pub struct UploadPage {
    shell: Shell,
    form: FormState,
    waiting: Vec<WaitingList>,
    finished: Vec<FinishedList>,
    back: String,
}

/// A list that was imported.
pub struct FinishedList {
    href: String,
    source: String,
    made: String,
    count: i32,
}

impl UploadPage {
    /// The first step, with the lists that wait.
    pub async fn read(site: &Site, who: &SignedIn, work: &Work, form: FormState) -> Result<UploadPage> {
        let letter = work.letter.id.clone();
        let read =
            move |db: &mut crate::store::Db<'_>| Ok((import::unfinished(db, &letter)?, import::finished(db, &letter)?));
        let (lists, done) = site.store.read(read).await?;
        let shell = work.shell(site, who, "invitations");
        let finished = |list: Import| FinishedList {
            href: format!("{}?list={}", work.path("invitations/import"), list.id),
            source: source(&list, &shell),
            made: date(list.created_at, &shell.t),
            count: list.imported_count,
        };
        let finished = done.into_iter().map(finished).collect();
        let waiting = |list: Import| WaitingList {
            is_running: list.begun_at.is_some(),
            href: format!("{}?list={}", work.path("invitations/import"), list.id),
            source: if list.file_name.is_empty() {
                shell.t.say("import-pasted-source").to_string()
            } else {
                list.file_name
            },
            made: date(list.created_at, &shell.t),
            id: list.id.0,
        };
        let waiting = lists.into_iter().map(waiting).collect();
        Ok(UploadPage { waiting, finished, back: work.path("invitations"), shell, form })
    }
}

/// A meaning with the columns that may hold it.
pub struct Meaning {
    /// The field's name.
    field: String,
    /// The word of the meaning.
    column: Column,
}

#[derive(Template)]
#[template(path = "inviting/import_columns.html")]
pub struct ColumnsPage {
    shell: Shell,
    form: FormState,
    list: String,
    source: String,
    encoding: String,
    delimiter: String,
    rows: usize,
    heads: Vec<String>,
    shown: Vec<Vec<String>>,
    numbers: Vec<usize>,
    options: Vec<(String, String)>,
    meanings: Vec<Meaning>,
}

impl ColumnsPage {
    /// The second step, with the columns as guessed or as just refused.
    pub fn new(site: &Site, who: &SignedIn, work: &Work, checking: &Checking, form: Option<FormState>) -> ColumnsPage {
        let shell = work.shell(site, who, "invitations");
        let table = &checking.table;
        let shown: Vec<_> = table.rows.iter().take(ROWS_SHOWN).collect();
        let first = |index: usize| {
            let of_rows = || shown.iter().filter_map(|row| row.cells.get(index)).find(|cell| !cell.is_empty());
            let named = table.header.as_ref().and_then(|header| header.get(index)).filter(|name| !name.is_empty());
            named.or_else(of_rows).cloned().unwrap_or_default()
        };
        let none = (String::new(), shell.t.say("import-column-none").to_string());
        let option = |index: usize| (index.to_string(), format!("{} · {}", letters(index), short(&first(index))));
        let meaning = |column: &Column| Meaning { field: format!("column_{column}"), column: *column };
        ColumnsPage {
            list: checking.import.id.to_string(),
            source: checking.source(&shell),
            encoding: table.encoding.clone(),
            delimiter: shell.t.say_of("import-delimiter", table.delimiter).to_string(),
            rows: table.rows.len(),
            heads: (0..table.width).map(letters).collect(),
            numbers: shown.iter().map(|row| row.number).collect(),
            shown: shown.iter().map(|row| row.cells.clone()).collect(),
            options: std::iter::once(none).chain((0..table.width).map(option)).collect(),
            meanings: Column::ALL.iter().map(meaning).collect(),
            form: form.unwrap_or_else(|| filled(checking)),
            shell,
        }
    }

    /// What a column was found to mean.
    fn meaning_of(&self, index: &usize) -> Option<Column> {
        Column::ALL.iter().copied().find(|column| self.form.value(&format!("column_{column}")) == index.to_string())
    }
}

fn filled(checking: &Checking) -> FormState {
    let mut form = FormState::new();
    for column in Column::ALL {
        let index = checking.columns.get(*column).map(|index| index.to_string());
        form = form.with(&format!("column_{column}"), index.unwrap_or_default());
    }
    if checking.table.header.is_some() { form.with("header", "yes") } else { form }
}

/// A column's letter as a spreadsheet has it: A … Z, AA …
fn letters(index: usize) -> String {
    let last = char::from(b'A' + u8::try_from(index % 26).unwrap_or_default());
    match index / 26 {
        0 => last.to_string(),
        more => format!("{}{last}", letters(more - 1)),
    }
}

/// The start of a long cell.
fn short(text: &str) -> String {
    let start: String = text.chars().take(40).collect();
    if start.len() < text.len() { format!("{start}…") } else { start }
}

#[derive(Template)]
#[template(path = "inviting/import_done.html")]
pub struct FinishedPage {
    shell: Shell,
    list: String,
    source: String,
    imported: i32,
    left: usize,
    untouched: usize,
    touched: usize,
    taken_out: Option<usize>,
    may_write: bool,
    faulty_href: String,
    invitations: String,
    mail: String,
}

impl FinishedPage {
    /// What an import brought, and what is left of its list.
    pub fn new(
        site: &Site,
        who: &SignedIn,
        work: &Work,
        checking: &Checking,
        taken_out: Option<usize>,
    ) -> FinishedPage {
        let shell = work.shell(site, who, "invitations");
        FinishedPage {
            list: checking.import.id.to_string(),
            source: checking.source(&shell),
            imported: checking.import.imported_count,
            left: checking.table.rows.len(),
            untouched: checking.left.untouched,
            touched: checking.left.touched,
            taken_out,
            may_write: work.member.rights.may_write(),
            faulty_href: format!("{}?list={}", work.path("invitations/import/faulty.csv"), checking.import.id),
            invitations: work.path("invitations"),
            mail: work.path("mail"),
            shell,
        }
    }
}
