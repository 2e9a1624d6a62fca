//! `/desk/letters/{id}/text/history`: every save with who, when and why, the frozen versions among them, and the way back to an
//! earlier text. `/desk/letters/{id}/text/redline` ([`super::redline`]) sets any two of them against each other.

use std::collections::{BTreeMap, HashMap};
use std::fmt;
use std::str::FromStr;

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Path, Query};
use askama::Template;

use crate::actions::save_draft::bring_back;
use crate::clock::Moment;
use crate::domain::ids::CoordinatorId;
use crate::domain::refusal::Refusal;
use crate::error::Error;
use crate::render::when::in_utc;
use crate::store::letter::Letter;
use crate::store::revision::{self, EditLine, Revision};
use crate::store::{Db, Lane, comment, coordinator};
use crate::web::answer::{page, see_other};
use crate::web::desk::Work;
use crate::web::done::{After, Done};
use crate::web::error::Result;
use crate::web::form::FormState;
use crate::web::guarded::DeskForm;
use crate::web::page::Shell;
use crate::web::session::SignedIn;
use crate::web::site::Site;

/// The newest saves shown.
const SAVES: i64 = 300;

/// One wording that can be set against another: a save or a frozen version. In links: `save-12`, `version-1`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum State {
    Save(i32),
    Version(i32),
}

impl fmt::Display for State {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            State::Save(n) => write!(f, "save-{n}"),
            State::Version(n) => write!(f, "version-{n}"),
        }
    }
}

impl FromStr for State {
    type Err = Error;

    fn from_str(text: &str) -> std::result::Result<State, Error> {
        let (word, n) = text.split_once('-').ok_or(Error::NotFound)?;
        let n = n.parse().map_err(|_| Error::NotFound)?;
        match word {
            "save" => Ok(State::Save(n)),
            "version" => Ok(State::Version(n)),
            _ => Err(Error::NotFound),
        }
    }
}

/// A save or a frozen version in the list.
pub struct StateRow {
    /// The word in links.
    pub word: String,
    /// Its number.
    pub n: i32,
    /// Whether it was frozen.
    pub is_version: bool,
    /// When.
    pub at: String,
    /// Whose act it was; empty when that is not known.
    pub by: String,
    /// Why.
    pub note: String,
    /// Whose wording entered the text, for those who may know.
    pub proposers: Vec<String>,
    /// Whether the page saved by itself, for some minutes in one row.
    pub is_autosave: bool,
    /// The save that a coordinator may bring back; `None` for the newest one and for versions.
    pub can_come_back: bool,
    /// What stood before it, for the link to what this one changed.
    pub before: Option<String>,
    order: (Moment, bool, i32),
}

#[derive(Template)]
#[template(path = "desk/history.html")]
struct HistoryPage {
    shell: Shell,
    form: FormState,
    rows: Vec<StateRow>,
    /// The states to choose from: word, and what it is.
    choices: Vec<(String, String)>,
    path: String,
    newest: i32,
    may_write: bool,
}

/// Everything of the list, read in one go.
pub(super) struct Past {
    edits: Vec<EditLine>,
    revisions: Vec<Revision>,
    names: HashMap<CoordinatorId, String>,
    /// Whose wordings the saves took over.
    proposers: BTreeMap<i32, Vec<String>>,
}

impl Past {
    /// Who proposed what is told to those who may change the text, as on the page of the comments.
    pub fn load(db: &mut Db<'_>, letter: &Letter, may_write: bool) -> crate::error::Result<Past> {
        let proposers = if may_write { comment::proposers(db, &letter.id, &letter.language)? } else { BTreeMap::new() };
        Ok(Past {
            proposers,
            edits: revision::list_edits(db, &letter.id, &letter.language, SAVES)?,
            revisions: revision::list(db, &letter.id)?,
            names: coordinator::list(db)?.into_iter().map(|person| (person.id, person.name)).collect(),
        })
    }

    /// The rows, the newest first.
    pub fn rows(&self, site: &Site) -> Vec<StateRow> {
        let words = site.words();
        let name = |who: &CoordinatorId| self.names.get(who).cloned().unwrap_or_default();
        let newest = self.edits.first().map_or(0, |edit| edit.n);
        let saves = self.edits.iter().map(|edit| StateRow {
            word: State::Save(edit.n).to_string(),
            n: edit.n,
            is_version: false,
            at: in_utc(edit.created_at, &words),
            by: edit.author_id.as_ref().map(name).unwrap_or_default(),
            note: edit.note.clone(),
            proposers: self.proposers.get(&edit.n).cloned().unwrap_or_default(),
            is_autosave: edit.is_autosave,
            can_come_back: edit.n != newest,
            before: self.edits.iter().find(|other| other.n < edit.n).map(|other| State::Save(other.n).to_string()),
            order: (edit.created_at, false, edit.n),
        });
        let versions = self.revisions.iter().map(|one| StateRow {
            word: State::Version(one.n).to_string(),
            n: one.n,
            is_version: true,
            at: in_utc(one.frozen_at, &words),
            by: name(&one.frozen_by),
            note: one.note.clone(),
            proposers: Vec::new(),
            is_autosave: false,
            can_come_back: false,
            before: (one.n > 1).then(|| State::Version(one.n - 1).to_string()),
            order: (one.frozen_at, true, one.n),
        });
        let mut rows: Vec<StateRow> = saves.chain(versions).collect();
        rows.sort_by_key(|row| std::cmp::Reverse(row.order));
        rows
    }
}

impl HistoryPage {
    async fn load(site: &Site, who: &SignedIn, work: &Work, form: FormState) -> Result<HistoryPage> {
        let (letter, may_write) = (work.letter.clone(), work.member.rights.may_write());
        let past = site.store.read(move |db| Past::load(db, &letter, may_write)).await?;
        let rows = past.rows(site);
        let words = site.words();
        let told = |row: &StateRow| {
            let name = if row.is_version {
                words.say("history-version").with("n", row.n)
            } else {
                words.say("history-save").with("n", row.n)
            };
            (row.word.clone(), format!("{} · {}", name.text(), row.at))
        };
        Ok(HistoryPage {
            shell: work.shell(site, who, "text"),
            form,
            choices: rows.iter().map(told).collect(),
            rows,
            path: work.path("text"),
            newest: work.edit.n,
            may_write,
        })
    }

    /// The two that the form offers first: the newest version, or the first save, against the newest save.
    fn chosen(&self, which: &str) -> String {
        let asked = self.form.value(which);
        if !asked.is_empty() {
            return asked.to_owned();
        }
        let first = || self.rows.iter().find(|row| row.is_version).or(self.rows.last());
        let found = if which == "from" { first() } else { self.rows.iter().find(|row| !row.is_version) };
        found.map(|row| row.word.clone()).unwrap_or_default()
    }
}

/// `GET /desk/letters/{id}/text/history`
pub async fn show(site: Data<Site>, who: SignedIn, id: Path<String>, after: Query<After>) -> Result<HttpResponse> {
    let work = Work::find(&site, &who, &id).await?;
    let shown = HistoryPage::load(&site, &who, &work, FormState::new()).await?;
    page(StatusCode::OK, &HistoryPage { shell: after.tell(shown.shell.clone()), ..shown })
}

/// `POST /desk/letters/{id}/text/history`: `restore`; the field `save` says which text comes back.
pub async fn act(site: Data<Site>, id: Path<String>, sent: DeskForm) -> Result<HttpResponse> {
    let DeskForm { who, mut form, .. } = sent;
    let work = Work::find(&site, &who, &id).await?;
    work.must_write()?;
    if !form.is("action", "restore") {
        form.refuse_whole(site.words().say("form-no-action"));
        return page(StatusCode::UNPROCESSABLE_ENTITY, &HistoryPage::load(&site, &who, &work, form).await?);
    }
    let n: i32 = form.value("save").parse().map_err(|_| Error::NotFound)?;
    let based_on: i32 = form.value("based_on").parse().unwrap_or(0);
    let note = site.words().say("history-restored-note").with("n", n).text();
    let (letter, author, now) = (work.letter.clone(), who.coordinator.id.clone(), site.now());
    let act = move |tx: &mut crate::store::Tx<'_>| bring_back(tx, &letter, n, based_on, &note, &author, now);
    match site.store.write(Lane::Desk, act).await {
        Ok(_) => Ok(see_other(&Done::TextBroughtBack.at(&work.path("text/history")))),
        Err(Error::Refused(Refusal::EditedMeanwhile)) => {
            // Nothing was typed here: the list only has one more line now.
            form.refuse_whole(site.words().say("history-moved-on"));
            let work = Work::find(&site, &who, &id).await?;
            page(StatusCode::CONFLICT, &HistoryPage::load(&site, &who, &work, form).await?)
        }
        Err(fault) => Err(fault.into()),
    }
}
