//! `/desk/letters/{id}/comments`: a round of comments on the draft: who is asked, what each paragraph costs, and what becomes of
//! proposed wordings. Who said what is seen by those who may change the text.

mod export;
mod voices;
mod wish;

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Path};
use askama::Template;

use crate::actions::comment_round::{
    accept_proposals, ask_reviewers, close_round, move_round, refuse_proposal, revoke_reviewer, start_round,
};
use crate::domain::comments::Reviewer;
use crate::domain::dates::LocalTime;
use crate::domain::refusal::Refusal;
use crate::error::Error;
use crate::render::when::Shown;
use crate::render::words::direction_of;
use crate::store::comment::{self, Progress, Round};
use crate::store::{Lane, Tx, letter};
use crate::web::answer::{page, see_other};
use crate::web::desk::comments::voices::{Asked, Person, Read, Row, read};
use crate::web::desk::comments::wish::{Wish, parse};
use crate::web::desk::{Work, actor};
use crate::web::error::Result;
use crate::web::form::FormState;
use crate::web::guarded::DeskForm;
use crate::web::inviting::country_name;
use crate::web::page::Shell;
use crate::web::session::SignedIn;
use crate::web::signing::{country_choices, shown, zone_of};
use crate::web::site::Site;

/// The page's path below the letter's.
const PAGE: &str = "comments";

#[derive(Template)]
#[template(path = "desk/comments.html")]
struct CommentsPage {
    shell: Shell,
    form: FormState,
    here: String,
    language: String,
    /// The newest round.
    has_round: bool,
    is_open: bool,
    end: Option<Shown>,
    edit_n: i32,
    based_on: i32,
    asked: Vec<Asked>,
    rows: Vec<Row>,
    has_voices: bool,
    /// Codes and names of countries.
    countries: Vec<(String, String)>,
    progress: Progress,
    zone_label: String,
    may_write: bool,
    may_review: bool,
    /// Where a coordinator comments.
    mine_path: String,
}

impl CommentsPage {
    /// The name of somebody's country, as the letter calls it.
    fn country(&self, who: &Reviewer) -> String {
        country_name(&self.countries, &who.country)
    }

    fn dir(&self) -> &'static str {
        direction_of(&self.language)
    }

    async fn load(site: &Site, who: &SignedIn, work: &Work, mut form: FormState) -> Result<CommentsPage> {
        let id = work.letter.id.clone();
        let (found, labels) = site.store.read(move |db| Ok((read(db, &id)?, letter::country_labels(db, &id)?))).await?;
        let may_write = work.member.rights.may_write();
        let round = found.as_ref().map(|read| read.round.clone());
        let progress = match round.clone() {
            Some(round) => site.store.read(move |db| comment::progress(db, &round)).await?,
            None => Progress::default(),
        };
        let is_open = round.as_ref().is_some_and(|round| round.is_open(site.now()));
        if form.value("closes_at").is_empty()
            && let Some(round) = round.as_ref().filter(|_| is_open)
        {
            form = form.replaced("closes_at", LocalTime::of(round.closes_at, zone_of(&work.letter)).to_string());
        }
        let words = site.words();
        let rows = found.as_ref().map(|read| read.rows(&work.text, &words)).unwrap_or_default();
        let asked = |read: &Read| -> Vec<Asked> {
            let number =
                |place: &String| rows.iter().find(|row| row.place.to_string() == *place).map_or(0, |row| row.number);
            let one = |person: &Person| {
                let late = person.late.clone().unwrap_or_default();
                Asked {
                    id: person.row.id.clone(),
                    who: person.who.clone(),
                    answered: shown(site, &work.letter, person.row.answered_at),
                    is_revoked: person.row.revoked_at.is_some(),
                    condition: person.answer.condition.clone(),
                    late: late.pieces.into_iter().map(|(at, said)| (number(&at), said)).collect(),
                    late_condition: late.condition,
                }
            };
            read.people.iter().map(one).collect()
        };
        let asked = found.as_ref().filter(|_| may_write).map(asked).unwrap_or_default();
        Ok(CommentsPage {
            here: work.path(PAGE),
            language: work.letter.language.clone(),
            has_round: round.is_some(),
            is_open,
            end: shown(site, &work.letter, round.as_ref().map(Round::end)),
            edit_n: round.as_ref().map_or(work.edit.n, |round| round.edit_n),
            based_on: work.edit.n,
            progress,
            asked,
            has_voices: rows.iter().any(|row| !row.voices.is_empty()),
            countries: country_choices(&words, &labels),
            rows,
            zone_label: work.letter.zone_label.clone(),
            may_write,
            may_review: work.member.rights.may_review(),
            mine_path: work.path("comments/mine"),
            shell: work.shell(site, who, PAGE),
            form,
        })
    }
}

/// `GET /desk/letters/{id}/comments`
pub async fn show(site: Data<Site>, who: SignedIn, id: Path<String>) -> Result<HttpResponse> {
    let work = Work::find(&site, &who, &id).await?;
    page(StatusCode::OK, &CommentsPage::load(&site, &who, &work, FormState::new()).await?)
}

/// `POST /desk/letters/{id}/comments`: `start`, `ask`, `move`, `close`, `revoke`, `accept`, `refuse`, `export`.
pub async fn act(site: Data<Site>, id: Path<String>, sent: DeskForm) -> Result<HttpResponse> {
    let DeskForm { who, mut form, .. } = sent;
    let work = Work::find(&site, &who, &id).await?;
    work.must_write()?;
    if form.is("action", "export") {
        return export::export(&site, &who, &work).await;
    }
    let (letter_id, wanted) = (work.letter.id.clone(), work.letter.id.clone());
    let found = site.store.read(move |db| read(db, &wanted)).await?;
    let Some(wish) = parse(&site, &work, found.as_ref(), &mut form) else {
        return page(StatusCode::UNPROCESSABLE_ENTITY, &CommentsPage::load(&site, &who, &work, form).await?);
    };
    let (by, now, closer) = (who.coordinator.id.clone(), site.now(), actor(&who));
    let write = move |tx: &mut Tx<'_>| {
        let row = letter::find(tx, &letter_id)?;
        if let Wish::Start(end, people) = &wish {
            return start_round(tx, &row, *end, people, &by, now).map(|_| ());
        }
        let round = comment::latest(tx, &letter_id)?.ok_or(Refusal::WrongLetterState)?;
        match &wish {
            Wish::Start(..) => Ok(()),
            Wish::Ask(people) => ask_reviewers(tx, &round, people, &by, now).map(|_| ()),
            Wish::Move(end) => move_round(tx, &row, &round, *end, &by, now),
            Wish::Close => close_round(tx, &round, &closer, now).map(|_| ()),
            Wish::Revoke(id) => revoke_reviewer(tx, &letter_id, id, &by, now),
            Wish::Accept(wanted) => accept_proposals(tx, &row, &round, wanted, &by, now).map(|_| ()),
            Wish::Refuse(id, place, reason) => refuse_proposal(tx, &round, id, *place, reason, &by, now),
        }
    };
    match site.store.write(Lane::Desk, write).await {
        Ok(()) => Ok(see_other(&work.path(PAGE))),
        Err(Error::Refused(refusal)) => {
            form.refuse_whole(site.words().say_of("refusal", refusal));
            let work = Work::find(&site, &who, &id).await?;
            page(StatusCode::CONFLICT, &CommentsPage::load(&site, &who, &work, form).await?)
        }
        Err(fault) => Err(fault.into()),
    }
}
