//! `/desk`: my letters; `/desk/letters/new`: a title and a language begin one.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::Data;
use askama::Template;

use crate::actions::begin::{Beginning, Start, begin_with};
use crate::domain::dates::When;
use crate::domain::ids::LetterId;
use crate::domain::language;
use crate::domain::letter::{Kind, Signers};
use crate::domain::revision::{LetterText, TITLE_MAX};
use crate::domain::signature::Status;
use crate::domain::text::line;
use crate::render::when::Shown;
use crate::store::letter::Letter;
use crate::store::{Lane, letter, revision, signature};
use crate::web::answer::{page, see_other};
use crate::web::desk::commented::{Commented, Running};
use crate::web::error::Result;
use crate::web::form::FormState;
use crate::web::guarded::DeskForm;
use crate::web::page::Shell;
use crate::web::session::SignedIn;
use crate::web::site::Site;

/// How many of one's letters are offered to be copied, the newest first.
const COPIES: usize = 50;

/// A letter in the list.
pub struct LetterRow {
    /// Where its overview is.
    pub href: String,
    /// Its title.
    pub title: String,
    /// Its language and direction.
    pub language: String,
    /// The word of its state.
    pub state: &'static str,
    /// The round of comments that runs.
    pub commented: Option<Commented>,
    /// The time that matters next.
    pub next: Option<(&'static str, Shown)>,
    /// How many are on the list.
    pub listed: i64,
    /// How many wait for the check.
    pub to_check: i64,
}

#[derive(Template)]
#[template(path = "desk/letters.html")]
struct LettersPage {
    shell: Shell,
    letters: Vec<LetterRow>,
}

/// `GET /desk`
pub async fn list(site: Data<Site>, who: SignedIn) -> Result<HttpResponse> {
    let (asker, now) = (who.coordinator.id.clone(), site.now());
    let letters = site
        .store
        .read(move |db| {
            let letters = letter::list_for(db, &asker)?;
            letters
                .into_iter()
                .map(|row| {
                    let text = revision::latest_edit(db, &row.id, &row.language)?.text()?;
                    let counts = signature::count_by_status(db, &row.id)?;
                    let running = Running::find(db, &row, now)?;
                    Ok((row, text, counts, running))
                })
                .collect::<crate::error::Result<Vec<_>>>()
        })
        .await?;
    let letters = letters
        .into_iter()
        .map(|(row, text, counts, running)| letter_row(&site, row, text, &counts, running.as_ref()))
        .collect();
    page(StatusCode::OK, &LettersPage { shell: who.shell(&site), letters })
}

fn letter_row(
    site: &Site,
    row: Letter,
    text: LetterText,
    counts: &[(Status, i64)],
    running: Option<&Running>,
) -> LetterRow {
    let now = site.now();
    let state = row.facts().state(now).while_commented(running.is_some()).as_str();
    let zone = row.time_zone.parse().unwrap_or(chrono_tz::UTC);
    let next = [("closes", row.closes_at), ("publishes", row.publishes_at)]
        .into_iter()
        .filter_map(|(word, at)| Some((word, at.filter(|at| *at > now)?)))
        .min_by_key(|(_, at)| *at)
        .map(|(word, at)| (word, Shown::of(&When::of(at, zone, &row.zone_label), &site.words())));
    let count = |wanted: Status| counts.iter().find(|(status, _)| *status == wanted).map_or(0, |(_, count)| *count);
    LetterRow {
        href: format!("/desk/letters/{}", row.id),
        commented: running.map(|running| Commented::of(site, &row, running)),
        title: text.title,
        language: row.language,
        state,
        next,
        listed: count(Status::Listed),
        to_check: count(Status::Confirmed),
    }
}

#[derive(Template)]
#[template(path = "desk/new.html")]
struct NewPage {
    shell: Shell,
    form: FormState,
    kinds: Vec<(&'static str, String, String)>,
    signers: Vec<(&'static str, String, String)>,
    languages: Vec<(&'static str, &'static str)>,
    /// What it can begin with.
    starts: Vec<(&'static str, String)>,
    /// My letters that can be copied: id, title, language.
    copies: Vec<(String, String, String)>,
}

impl NewPage {
    async fn load(site: &Site, who: &SignedIn, form: FormState) -> Result<NewPage> {
        let shell = who.shell(site);
        let copies = copies(site, who).await?;
        let starts = vec![("", shell.t.say("begin-empty").text()), ("outline", shell.t.say("begin-outline").text())];
        let (kinds, signers) = (kind_choices(&shell), signer_choices(&shell));
        Ok(NewPage { shell, form, kinds, signers, languages: language::all().to_vec(), starts, copies })
    }
}

/// My letters that can be copied: id, title, language.
async fn copies(site: &Site, who: &SignedIn) -> Result<Vec<(String, String, String)>> {
    let asker = who.coordinator.id.clone();
    Ok(site
        .store
        .read(move |db| {
            let letters = letter::list_for(db, &asker)?.into_iter().take(COPIES);
            letters
                .map(|row| {
                    let title = revision::latest_edit(db, &row.id, &row.language)?.text()?.title;
                    Ok((row.id.to_string(), title, row.language))
                })
                .collect::<crate::error::Result<Vec<_>>>()
        })
        .await?)
}

/// What was chosen under "Begin with". The outline is in the language of this site.
fn start_of(site: &Site, form: &FormState, kind: Kind) -> Start {
    match form.value("begin_with") {
        "" => Start::Empty,
        "outline" => {
            let body = site.words().say_of("begin-outline", kind).text();
            Start::Text(Box::new(LetterText { body, ..LetterText::default() }))
        }
        id => Start::CopyOf(LetterId(id.to_owned())),
    }
}

/// The kinds as radio choices.
pub fn kind_choices(shell: &Shell) -> Vec<(&'static str, String, String)> {
    let choice = |kind: &Kind| {
        let note = shell.t.say_of("letter-kind-note", kind).to_string();
        (kind.as_str(), shell.t.say_of("letter-kind", kind).to_string(), note)
    };
    Kind::ALL.iter().map(choice).collect()
}

/// Who may sign, as radio choices.
pub fn signer_choices(shell: &Shell) -> Vec<(&'static str, String, String)> {
    let choice =
        |signers: &Signers| (signers.as_str(), shell.t.say_of("letter-signers", signers).to_string(), String::new());
    Signers::ALL.iter().map(choice).collect()
}

/// `GET /desk/letters/new`
pub async fn new(site: Data<Site>, who: SignedIn) -> Result<HttpResponse> {
    let form = FormState::new()
        .with("kind", Kind::OpenLetter.as_str())
        .with("signers", Signers::Organisations.as_str())
        .with("language", "en");
    page(StatusCode::OK, &NewPage::load(&site, &who, form).await?)
}

/// `POST /desk/letters/new`
pub async fn create(site: Data<Site>, sent: DeskForm) -> Result<HttpResponse> {
    let DeskForm { who, mut form, .. } = sent;
    let Some(beginning) = parse(&site, &who, &mut form) else {
        return page(StatusCode::UNPROCESSABLE_ENTITY, &NewPage::load(&site, &who, form).await?);
    };
    let (now, start) = (site.now(), start_of(&site, &form, beginning.kind));
    let id = site.store.write(Lane::Desk, move |tx| begin_with(tx, &beginning, &start, now)).await?;
    Ok(see_other(&format!("/desk/letters/{id}")))
}

fn parse(site: &Site, who: &SignedIn, form: &mut FormState) -> Option<Beginning> {
    let words = site.words();
    let title = line(form.value("title"), TITLE_MAX)
        .map_err(|fault| form.refuse("title", words.say_of("fault", fault.code()).with("limit", TITLE_MAX)))
        .ok();
    let kind = form.value("kind").parse().ok();
    if kind.is_none() {
        form.refuse("kind", words.say("letter-kind-choose"));
    }
    let signers = form.value("signers").parse().ok();
    if signers.is_none() {
        form.refuse("signers", words.say("letter-signers-choose"));
    }
    let language = language::all().iter().find(|(tag, _)| *tag == form.value("language"));
    if language.is_none() {
        form.refuse("language", words.say("letter-language-choose"));
    }
    Some(Beginning {
        team: who.coordinator.team_id.clone(),
        creator: who.coordinator.id.clone(),
        kind: kind?,
        title: title?,
        language: language?.0.to_owned(),
        signers: signers?,
    })
}
