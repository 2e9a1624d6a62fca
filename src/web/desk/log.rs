//! `/desk/letters/{id}/log`: who did what and when, ids only underneath, never a signer's name.

use std::collections::HashMap;

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Path};
use askama::Template;

use crate::domain::event::ActorKind;
use crate::render::when::in_utc;
use crate::store::{coordinator, event};
use crate::web::answer::page;
use crate::web::desk::Work;
use crate::web::error::Result;
use crate::web::page::Shell;
use crate::web::session::SignedIn;
use crate::web::site::Site;

/// The newest lines shown.
const LINES: i64 = 500;

/// One line of the trail.
pub struct LogLine {
    /// When, in UTC.
    pub at: String,
    /// The coordinator's name, or empty for signers and the server.
    pub name: String,
    /// Who acted, as a kind.
    pub actor: &'static str,
    /// What was done.
    pub verb: &'static str,
}

#[derive(Template)]
#[template(path = "desk/log.html")]
struct LogPage {
    shell: Shell,
    lines: Vec<LogLine>,
}

/// `GET /desk/letters/{id}/log`
pub async fn show(site: Data<Site>, who: SignedIn, id: Path<String>) -> Result<HttpResponse> {
    let work = Work::find(&site, &who, &id).await?;
    let letter = work.letter.id.clone();
    let (events, names) = site
        .store
        .read(move |db| {
            let names: HashMap<_, _> =
                coordinator::list(db)?.into_iter().map(|person| (person.id, person.name)).collect();
            Ok((event::list_for_letter(db, &letter, LINES)?, names))
        })
        .await?;
    let words = site.words();
    let lines = events
        .into_iter()
        .map(|event| LogLine {
            at: in_utc(event.at, &words),
            name: event.coordinator_id.and_then(|id| names.get(&id).cloned()).unwrap_or_default(),
            actor: ActorKind::as_str(event.actor),
            verb: event.verb.as_str(),
        })
        .collect();
    page(StatusCode::OK, &LogPage { shell: work.shell(&site, &who, "log"), lines })
}
