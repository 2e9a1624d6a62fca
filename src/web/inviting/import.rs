//! `/desk/letters/{id}/invitations/import`: from a file or pasted text to columns to the check to the one button that invites.
//! Until that button only the list itself is kept, sealed. A second click meets the finished list.

use std::collections::BTreeMap;

use actix_web::HttpResponse;
use actix_web::http::{StatusCode, header};
use actix_web::web::{Data, Path};

use crate::actions::import_list::{Known, choose_columns, erase_list, keep_list};
use crate::actions::import_rows::{
    Choices, ROWS_AT_ONCE, begin_import, faulty_rows, finish_import, stop_import, take_rows,
};
use crate::actions::undo_import::{record_undo, undo_import};
use crate::domain::country::CountryCode;
use crate::domain::ids::{ImportId, OrganisationId};
use crate::domain::import::{
    Column, Columns, Fault, ImportFault, MAX_BYTES, MAX_ROWS, faulty_csv, read_file, read_pasted,
};
use crate::render::words::Words;
use crate::store::{Lane, import as imports, invitation};
use crate::web::answer::{page, see_other};
use crate::web::decode::Upload;
use crate::web::desk::Work;
use crate::web::error::Result;
use crate::web::form::FormState;
use crate::web::guarded::DeskForm;
use crate::web::inviting::import_pages::{CheckPage, Checking, ColumnsPage, FinishedPage, UploadPage};
use crate::web::inviting::{Asked, asked};
use crate::web::session::SignedIn;
use crate::web::site::Site;

/// So many rows are taken before the button's answer; a longer list goes on without anybody waiting.
const ROWS_AT_FIRST: usize = 2 * ROWS_AT_ONCE;

/// `GET /desk/letters/{id}/invitations/import`: the first step; with `?list=` the columns, with `&step=check` the check.
pub async fn show(site: Data<Site>, who: SignedIn, id: Path<String>, query: Asked) -> Result<HttpResponse> {
    let work = Work::find(&site, &who, &id).await?;
    work.must_write()?;
    let query = asked(query);
    if query.value("list").is_empty() {
        return page(StatusCode::OK, &UploadPage::read(&site, &who, &work, FormState::new()).await?);
    }
    let checking = Checking::read(&site, &work, query.value("list"), None).await?;
    if checking.import.finished_at.is_some() {
        let taken_out = query.value("taken_out").parse().ok();
        return page(StatusCode::OK, &FinishedPage::new(&site, &who, &work, &checking, taken_out));
    }
    if checking.import.begun_at.is_some() {
        return Ok(see_other(&job(&checking.import.id)));
    }
    if query.is("step", "check") && checking.columns.email.is_some() {
        return page(StatusCode::OK, &CheckPage::new(&site, &who, &work, checking, FormState::new()));
    }
    page(StatusCode::OK, &ColumnsPage::new(&site, &who, &work, &checking, None))
}

/// `POST /desk/letters/{id}/invitations/import`: `upload`, `check`, `import`, `erase`, `undo`.
pub async fn act(site: Data<Site>, id: Path<String>, sent: DeskForm) -> Result<HttpResponse> {
    let DeskForm { who, form, files } = sent;
    let work = Work::find(&site, &who, &id).await?;
    work.must_write()?;
    if form.value("list").is_empty() {
        return upload(&site, &who, &work, form, files).await;
    }
    match form.value("action") {
        "import" => import(&site, &who, &work, form).await,
        "erase" => erase(&site, &work, &form).await,
        "undo" => undo(&site, &who, &work, &form).await,
        _ => columns(&site, &who, &work, form).await,
    }
}

async fn upload(
    site: &Site,
    who: &SignedIn,
    work: &Work,
    mut form: FormState,
    files: Vec<Upload>,
) -> Result<HttpResponse> {
    let words = site.words();
    let file =
        files.into_iter().find(|file| file.field == "file" && !(file.file_name.is_empty() && file.bytes.is_empty()));
    let pasted = form.value("pasted").to_owned();
    let (field, file_name) = match &file {
        Some(file) => ("file", file.file_name.clone()),
        None => ("pasted", String::new()),
    };
    if file.is_none() && pasted.trim().is_empty() {
        form.refuse("file", words.say("import-nothing-sent"));
        return page(StatusCode::UNPROCESSABLE_ENTITY, &UploadPage::read(site, who, work, form).await?);
    }
    // Reading five thousand rows takes a while, which the threads that answer others do not have.
    let read = move || file.map_or_else(|| read_pasted(&pasted), |file| read_file(&file.bytes));
    let read = actix_web::web::block(read).await.map_err(|fault| crate::Error::internal("reading a list", fault))?;
    let table = match read {
        Ok(table) => table,
        Err(fault) => {
            form.refuse(field, whole_fault(fault, &words));
            let status = match fault {
                ImportFault::TooBig => StatusCode::PAYLOAD_TOO_LARGE,
                _ => StatusCode::UNPROCESSABLE_ENTITY,
            };
            return page(status, &UploadPage::read(site, who, work, form).await?);
        }
    };
    let (letter, by, now) = (work.letter.id.clone(), who.coordinator.id.clone(), site.now());
    let kept = move |tx: &mut crate::store::Tx<'_>| keep_list(tx, &letter, &file_name, &table, &by, now);
    let list = site.store.write(Lane::Desk, kept).await?;
    Ok(see_other(&step(work, &list, "columns")))
}

async fn columns(site: &Site, who: &SignedIn, work: &Work, mut form: FormState) -> Result<HttpResponse> {
    let checking = Checking::read(site, work, form.value("list"), None).await?;
    if checking.import.finished_at.is_some() || checking.import.begun_at.is_some() {
        return Ok(see_other(&step(work, &checking.import.id, "columns")));
    }
    let chosen = chosen_columns(&form, checking.table.width);
    refuse_columns(&chosen, &mut form, &site.words());
    if form.has_errors() {
        let shown = ColumnsPage::new(site, who, work, &checking, Some(form));
        return page(StatusCode::UNPROCESSABLE_ENTITY, &shown);
    }
    let (letter, list) = (work.letter.id.clone(), checking.import.id.clone());
    let names_columns = form.is("header", "yes");
    let keep = move |tx: &mut crate::store::Tx<'_>| choose_columns(tx, &letter, &list, &chosen, names_columns);
    site.store.write(Lane::Desk, keep).await?;
    Ok(see_other(&step(work, &checking.import.id, "check")))
}

async fn import(site: &Site, who: &SignedIn, work: &Work, mut form: FormState) -> Result<HttpResponse> {
    let sent = form.all("column_email").iter().any(|value| !value.is_empty());
    let checking = Checking::read(site, work, form.value("list"), sent.then(|| form.clone())).await?;
    let list = checking.import.id.clone();
    if checking.import.finished_at.is_some() {
        return Ok(see_other(&step(work, &list, "done")));
    }
    if checking.checked.ready.is_empty() {
        form.refuse_whole(site.words().say("import-none-ready"));
        let shown = CheckPage::new(site, who, work, checking, form);
        return page(StatusCode::UNPROCESSABLE_ENTITY, &shown);
    }
    let choices = Choices { countries: chosen_countries(&form), cards: chosen_cards(&form, &checking.known) };
    let rows = &checking.checked.ready;
    let (letter, id, columns, by, now) =
        (work.letter.id.clone(), list.clone(), checking.columns.clone(), who.coordinator.id.clone(), site.now());
    let (chosen, count) = (choices.clone(), rows.len());
    let begin =
        move |tx: &mut crate::store::Tx<'_>| begin_import(tx, &letter, &id, (&columns, &chosen), count, &by, now);
    if !site.store.write(Lane::Desk, begin).await? {
        return Ok(see_other(&job(&list)));
    }
    let mut behind = 0;
    for rows in rows[..rows.len().min(ROWS_AT_FIRST)].chunks(ROWS_AT_ONCE) {
        let (id, rows, choices, now) = (list.clone(), rows.to_vec(), choices.clone(), site.now());
        let take = move |tx: &mut crate::store::Tx<'_>| take_rows(tx, &id, (behind, &rows), &choices, now);
        match site.store.write(Lane::Desk, take).await? {
            Some(last) => behind = last,
            None => return Ok(see_other(&job(&list))),
        }
    }
    if rows.len() > ROWS_AT_FIRST {
        return Ok(see_other(&job(&list)));
    }
    let left = faulty_rows(&checking.table, &checking.columns, &checking.checked.faulty);
    let (id, now) = (list.clone(), site.now());
    let finish = move |tx: &mut crate::store::Tx<'_>| {
        finish_import(tx, &id, left.as_ref(), now)?;
        // Whoever pressed the button reads it on the next page.
        imports::set_told(tx, &id, now)
    };
    site.store.write(Lane::Desk, finish).await?;
    Ok(see_other(&step(work, &list, "done")))
}

async fn erase(site: &Site, work: &Work, form: &FormState) -> Result<HttpResponse> {
    let (letter, list) = (work.letter.id.clone(), ImportId(form.value("list").to_owned()));
    site.store.write(Lane::Desk, move |tx| erase_list(tx, &letter, &list)).await?;
    Ok(see_other(&work.path("invitations/import")))
}

/// Takes a list out again, some hundred contacts at a time; one that is just being imported is stopped first.
async fn undo(site: &Site, who: &SignedIn, work: &Work, form: &FormState) -> Result<HttpResponse> {
    let list = ImportId(form.value("list").to_owned());
    let (letter, id, by, now) = (work.letter.id.clone(), list.clone(), who.coordinator.id.clone(), site.now());
    let stop = move |tx: &mut crate::store::Tx<'_>| {
        let row = invitation::find_import(tx, &letter, &id)?;
        stop_import(tx, &row, &by, now)
    };
    site.store.write(Lane::Desk, stop).await?;
    let mut taken_out = 0;
    loop {
        let (letter, id, now) = (work.letter.id.clone(), list.clone(), site.now());
        let undo = move |tx: &mut crate::store::Tx<'_>| undo_import(tx, &letter, &id, now);
        match site.store.write(Lane::Desk, undo).await? {
            0 => break,
            some => taken_out += some,
        }
    }
    if taken_out > 0 {
        let (letter, id, by, now) = (work.letter.id.clone(), list.clone(), who.coordinator.id.clone(), site.now());
        let record = move |tx: &mut crate::store::Tx<'_>| record_undo(tx, &letter, &id, &by, now);
        site.store.write(Lane::Desk, record).await?;
    }
    Ok(see_other(&format!("{}&taken_out={taken_out}", step(work, &list, "done"))))
}

/// `GET /desk/letters/{id}/invitations/import/faulty.csv?list=`: the rows that could not be imported, to mend and upload again.
pub async fn faulty(site: Data<Site>, who: SignedIn, id: Path<String>, query: Asked) -> Result<HttpResponse> {
    let work = Work::find(&site, &who, &id).await?;
    work.must_write()?;
    let checking = Checking::read(&site, &work, asked(query).value("list"), None).await?;
    let words = site.words();
    let csv = faulty_csv(&checking.table, &checking.columns, &checking.checked.faulty, |fault| explain(fault, &words));
    Ok(HttpResponse::Ok()
        .insert_header((header::CONTENT_TYPE, "text/csv; charset=utf-8"))
        .insert_header((header::CONTENT_DISPOSITION, "attachment; filename=\"rows-to-fix.csv\""))
        .body(csv))
}

/// Where a step of a list is shown.
fn step(work: &Work, list: &ImportId, step: &str) -> String {
    format!("{}?list={list}&step={step}", work.path("invitations/import"))
}

/// Where a list is watched while it is imported.
fn job(list: &ImportId) -> String {
    format!("/desk/jobs/{list}")
}

/// The columns as a form chose them; what is no column of the table is none.
pub(super) fn chosen_columns(form: &FormState, width: usize) -> Columns {
    let mut columns = Columns::default();
    for column in Column::ALL {
        let index = form.value(&format!("column_{column}")).parse().ok().filter(|index| *index < width);
        columns.set(*column, index);
    }
    columns
}

fn refuse_columns(columns: &Columns, form: &mut FormState, words: &Words) {
    if columns.email.is_none() {
        form.refuse("column_email", words.say("import-column-email-missing"));
    }
    for (at, column) in Column::ALL.iter().enumerate() {
        let index = columns.get(*column);
        if index.is_some() && Column::ALL[..at].iter().any(|earlier| columns.get(*earlier) == index) {
            form.refuse(&format!("column_{column}"), words.say("import-column-twice"));
        }
    }
}

/// What was chosen for country spellings that were not recognised: `spelling` and `country` stand side by side.
fn chosen_countries(form: &FormState) -> BTreeMap<String, CountryCode> {
    let pairs = form.all("spelling").iter().zip(form.all("country"));
    pairs.filter_map(|(spelling, code)| Some((spelling.clone(), CountryCode::parse(code)?))).collect()
}

/// On which card each row's contact goes: as chosen beside it, else as usual. Of the cards only those that met the row count.
fn chosen_cards(form: &FormState, known: &[Known]) -> BTreeMap<usize, OrganisationId> {
    let chosen: BTreeMap<usize, &str> = form
        .all("card_row")
        .iter()
        .zip(form.all("card"))
        .filter_map(|(row, card)| Some((row.parse().ok()?, card.as_str())))
        .collect();
    let uses = |one: &&Known| match chosen.get(&one.row_number) {
        Some(card) => *card == one.card.as_str(),
        None => one.is_usual,
    };
    known.iter().filter(uses).map(|one| (one.row_number, one.card.clone())).collect()
}

/// One fault of a row in words: the column, what is wrong, what stood there.
pub(super) fn explain(fault: &Fault, words: &Words) -> String {
    let sentence = words.say_of("fault", fault.kind.code()).with("limit", fault.limit()).to_string();
    match fault.column {
        None => sentence,
        Some(column) if fault.value.is_empty() => format!("{}: {sentence}", words.say_of("import-column", column)),
        Some(column) => {
            let column = words.say_of("import-column", column).to_string();
            words
                .say("import-fault")
                .with("column", column)
                .with("value", &fault.value)
                .with("fault", sentence)
                .to_string()
        }
    }
}

fn whole_fault(fault: ImportFault, words: &Words) -> String {
    let limit = match fault {
        ImportFault::TooManyRows => MAX_ROWS,
        _ => MAX_BYTES / 1024 / 1024,
    };
    words.say_of("fault", fault.code()).with("limit", limit).to_string()
}
