//! `comments.csv`: everything that was said in a round.

use std::collections::BTreeMap;

use actix_web::HttpResponse;
use actix_web::http::header;
use actix_web::web::Data;

use crate::actions::comment_round::note_export;
use crate::domain::comments::Said;
use crate::error::Error;
use crate::render::files::table;
use crate::store::{Lane, Tx};
use crate::web::desk::Work;
use crate::web::desk::comments::voices::{Read, read};
use crate::web::error::Result;
use crate::web::session::SignedIn;
use crate::web::site::Site;

/// The columns of the table.
const HEAD: [&str; 11] = [
    "organisation",
    "country",
    "name",
    "way",
    "paragraph",
    "stance",
    "comment",
    "quoted",
    "proposal",
    "outcome",
    "late",
];

/// Everything that was said, a row for each reviewer and paragraph; that it was taken out is noted.
pub(super) async fn export(site: &Data<Site>, who: &SignedIn, work: &Work) -> Result<HttpResponse> {
    let (id, by, now) = (work.letter.id.clone(), who.coordinator.id.clone(), site.now());
    let wanted = id.clone();
    let read = site.store.read(move |db| read(db, &wanted)).await?.ok_or(Error::NotFound)?;
    let round = read.round.clone();
    site.store.write(Lane::Desk, move |tx: &mut Tx<'_>| note_export(tx, &round, &by, now)).await?;
    Ok(HttpResponse::Ok()
        .content_type("text/csv; charset=utf-8")
        .insert_header((header::CONTENT_DISPOSITION, "attachment; filename=\"comments.csv\""))
        .body(table(&cells(&read))?))
}

fn cells(read: &Read) -> Vec<[String; 11]> {
    let numbers: BTreeMap<String, usize> =
        read.text.pieces().iter().enumerate().map(|(at, piece)| (piece.place.to_string(), at + 1)).collect();
    let mut cells = vec![HEAD.map(str::to_owned)];
    for person in &read.people {
        let (who, way) = (&person.who, if person.who.coordinator.is_some() { "desk" } else { "link" });
        let late = person.late.iter().map(|late| (late, "late"));
        for (said, is_late) in std::iter::once((&person.answer, "")).chain(late) {
            let row = |paragraph: String, said: &Said, outcome: &str| {
                [
                    who.organisation.clone(),
                    who.country.clone(),
                    who.name.clone(),
                    way.to_owned(),
                    paragraph,
                    said.stance.map_or("", |stance| stance.as_str()).to_owned(),
                    said.comment.clone(),
                    said.quoted.clone(),
                    said.proposal.clone(),
                    outcome.to_owned(),
                    is_late.to_owned(),
                ]
            };
            for (place, one) in &said.pieces {
                let number = numbers.get(place).map(usize::to_string).unwrap_or_default();
                cells.push(row(number, one, person.decisions.get(place).map_or("", |one| one.outcome.as_str())));
            }
            if !said.condition.is_empty() {
                cells.push(row("all".to_owned(), &Said { comment: said.condition.clone(), ..Said::default() }, ""));
            }
        }
    }
    cells
}
