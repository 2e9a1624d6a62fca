//! `/desk/letters/{id}/text/redline` sets any two saves or versions against each other, to be read or printed.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Path, Query};
use askama::Template;
use serde::Deserialize;

use crate::domain::revision::LetterText;
use crate::error::Error;
use crate::render::redline::{Redline, Shape, Told};
use crate::render::when::in_utc;
use crate::render::words::direction_of;
use crate::store::letter::Letter;
use crate::store::{Db, revision};
use crate::web::answer::page;
use crate::web::desk::Work;
use crate::web::desk::history::{Past, State, StateRow};
use crate::web::error::Result;
use crate::web::page::Shell;
use crate::web::session::SignedIn;
use crate::web::site::Site;

/// The two wordings of `/text/redline`.
#[derive(Deserialize)]
pub struct Asked {
    from: String,
    to: String,
}

/// One of the two wordings, and what is printed of it.
pub struct Side {
    /// Its name: "Version 2", "Save 14".
    pub name: String,
    /// When, by whom, why.
    pub row: StateRow,
}

#[derive(Template)]
#[template(path = "desk/redline.html")]
struct RedlinePage {
    shell: Shell,
    title: String,
    from: Side,
    to: Side,
    redline: Redline,
    language: String,
    dir: &'static str,
    path: String,
    /// The same two the other way round.
    turned: String,
    printed_at: String,
}

impl RedlinePage {
    /// Where a link leads, or that there is none.
    fn address(&self, to: &str) -> String {
        if to.is_empty() { self.shell.t.say("redline-no-link").text() } else { to.to_owned() }
    }
}

/// `GET /desk/letters/{id}/text/redline?from=version-1&to=save-14`
pub async fn show(site: Data<Site>, who: SignedIn, id: Path<String>, asked: Query<Asked>) -> Result<HttpResponse> {
    let work = Work::find(&site, &who, &id).await?;
    let (from, to): (State, State) = (asked.from.parse()?, asked.to.parse()?);
    let (letter, may_write) = (work.letter.clone(), work.member.rights.may_write());
    let (past, old, new) = site
        .store
        .read(move |db| {
            let past = Past::load(db, &letter, may_write)?;
            Ok((past, text_of(db, &letter, from)?, text_of(db, &letter, to)?))
        })
        .await?;
    let words = site.words();
    let side = |state: State| -> Option<Side> {
        let row = past.rows(&site).into_iter().find(|row| row.word == state.to_string())?;
        let name = match state {
            State::Save(n) => words.say("history-save").with("n", n),
            State::Version(n) => words.say("history-version").with("n", n),
        };
        Some(Side { name: name.text(), row })
    };
    let shown = RedlinePage {
        shell: work.shell(&site, &who, "text"),
        title: new.title.clone(),
        from: side(from).ok_or(Error::NotFound)?,
        to: side(to).ok_or(Error::NotFound)?,
        redline: Redline::between(&old, &new),
        dir: direction_of(&work.letter.language),
        language: work.letter.language.clone(),
        turned: format!("{}?from={to}&to={from}", work.path("text/redline")),
        path: work.path("text"),
        printed_at: in_utc(site.now(), &words),
    };
    page(StatusCode::OK, &shown)
}

fn text_of(db: &mut Db<'_>, letter: &Letter, state: State) -> crate::error::Result<LetterText> {
    match state {
        State::Save(n) => revision::find_edit(db, &letter.id, &letter.language, n)?.text(),
        State::Version(n) => revision::find_text(db, &letter.id, n, &letter.language)?.text(),
    }
}
