//! `/desk/letters/{id}/comments`: a round of comments on the draft: who is asked, what each paragraph costs, and what becomes of
//! proposed wordings. Who said what is seen by those who may change the text.

use std::collections::BTreeMap;

use actix_web::HttpResponse;
use actix_web::http::{StatusCode, header};
use actix_web::web::{Data, Path};
use askama::Template;

use crate::actions::comment_round::{
    Acceptance, accept_proposals, ask_reviewers, close_round, move_round, note_export, refuse_proposal,
    revoke_reviewer, start_round, text_of,
};
use crate::clock::Moment;
use crate::domain::comments::{Answer, COMMENT_CHARS, Cost, Decision, Reviewer, Said, cost};
use crate::domain::dates::{LocalTime, When};
use crate::domain::ids::ReviewerId;
use crate::domain::refusal::Refusal;
use crate::domain::revision::{LetterText, Piece, Place};
use crate::domain::text::{TextFault, lines};
use crate::error::Error;
use crate::render::files::table;
use crate::render::when::Shown;
use crate::store::comment::{self, Decisions, ReviewerRow, Round};
use crate::store::{Db, Lane, Tx, letter};
use crate::web::answer::{page, see_other};
use crate::web::desk::{Work, actor, status_of};
use crate::web::error::Result;
use crate::web::form::FormState;
use crate::web::guarded::DeskForm;
use crate::web::page::Shell;
use crate::web::session::SignedIn;
use crate::web::signing::shown;
use crate::web::site::Site;

/// The page's path below the letter's.
const PAGE: &str = "comments";

/// Somebody who is asked, as owners and editors see it.
pub(super) struct Asked {
    id: ReviewerId,
    who: Reviewer,
    answered: Option<Shown>,
    is_revoked: bool,
    condition: String,
    /// What came after the end: number of the paragraph and words.
    late: Vec<(usize, Said)>,
    late_condition: String,
}

/// What one reviewer says of one piece.
pub(super) struct Voice {
    id: ReviewerId,
    who: Reviewer,
    said: Said,
    /// The decision on this very proposal.
    decision: Option<Decision>,
}

/// One piece of the commented text, with what it costs.
pub(super) struct Row {
    number: usize,
    place: Place,
    text: String,
    cost: Cost,
    voices: Vec<Voice>,
    /// Where it stands in the newest draft, unchanged.
    now_at: Option<Place>,
    /// What stands at its old place now, when it was changed; nothing when that is gone too.
    changed_to: Option<String>,
    /// Wordings that wait for a decision.
    waiting: usize,
}

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
    answered: usize,
    zone_label: String,
    may_write: bool,
}

/// All that was said in a round.
struct Read {
    round: Round,
    text: LetterText,
    people: Vec<(ReviewerRow, Reviewer, Answer, Option<Answer>, Decisions)>,
}

fn read(db: &mut Db<'_>, id: &crate::domain::ids::LetterId) -> crate::error::Result<Option<Read>> {
    let Some(round) = comment::latest(db, id)? else { return Ok(None) };
    let text = text_of(db, &round)?;
    let mut people = Vec::new();
    for row in comment::reviewers(db, &round.id)? {
        let (who, answer, late, decisions) = (row.person(db)?, row.answer(db)?, row.late(db)?, row.decisions(db)?);
        people.push((row, who, answer, late, decisions));
    }
    Ok(Some(Read { round, text, people }))
}

impl Read {
    fn rows(&self, newest: &LetterText) -> Vec<Row> {
        let now = newest.pieces();
        let row = |(at, piece): (usize, &Piece)| {
            let place = piece.place.to_string();
            let voice = |(row, who, answer, _, decisions): &(ReviewerRow, Reviewer, Answer, _, Decisions)| {
                let said = answer.pieces.get(&place)?.clone();
                let decision = decisions.get(&place).filter(|one| one.proposal == said.proposal).cloned();
                Some(Voice { id: row.id.clone(), who: who.clone(), said, decision })
            };
            let voices: Vec<Voice> = self.people.iter().filter_map(voice).collect();
            let same = |one: &&Piece| one.place.word() == piece.place.word() && one.mark() == piece.mark();
            let here = now.iter().find(|one| one.place == piece.place);
            let now_at = here.filter(same).or_else(|| now.iter().find(same)).map(|one| one.place);
            Row {
                number: at + 1,
                place: piece.place,
                text: piece.text.clone(),
                cost: cost(self.people.iter().map(|(_, who, answer, ..)| (who, answer)), &place),
                waiting: voices.iter().filter(|one| one.waits()).count(),
                voices,
                changed_to: here.filter(|_| now_at.is_none()).map(|one| one.text.clone()),
                now_at,
            }
        };
        self.text.pieces().iter().enumerate().map(row).collect()
    }
}

impl Voice {
    /// Whether a proposal is there that nobody decided on.
    fn waits(&self) -> bool {
        !self.said.proposal.is_empty() && self.decision.is_none()
    }
}

impl Row {
    /// Where an accepted wording goes: to the unchanged piece, or in the place of what stands there now.
    fn target(&self) -> Option<Place> {
        self.now_at.or_else(|| self.changed_to.as_ref().map(|_| self.place))
    }

    /// What stands there now.
    fn seen(&self) -> &str {
        self.changed_to.as_deref().unwrap_or(&self.text)
    }

    /// What the field for the merged wording begins with: the first proposal that waits.
    fn merged(&self) -> &str {
        self.voices.iter().find(|one| one.waits()).map_or("", |one| &one.said.proposal)
    }
}

impl CommentsPage {
    async fn load(site: &Site, who: &SignedIn, work: &Work, mut form: FormState) -> Result<CommentsPage> {
        let id = work.letter.id.clone();
        let found = site.store.read(move |db| read(db, &id)).await?;
        let may_write = work.member.rights.may_write();
        if form.value("people").is_empty() {
            form = form.without("people");
        }
        let rows = found.as_ref().map(|read| read.rows(&work.text)).unwrap_or_default();
        let asked = |read: &Read| -> Vec<Asked> {
            let number =
                |place: &String| rows.iter().find(|row| row.place.to_string() == *place).map_or(0, |row| row.number);
            let one = |(row, who, answer, late, _): &(ReviewerRow, Reviewer, Answer, Option<Answer>, _)| Asked {
                id: row.id.clone(),
                who: who.clone(),
                answered: shown(site, &work.letter, row.answered_at),
                is_revoked: row.revoked_at.is_some(),
                condition: answer.condition.clone(),
                late: late.iter().flat_map(|late| &late.pieces).map(|(at, said)| (number(at), said.clone())).collect(),
                late_condition: late.as_ref().map(|late| late.condition.clone()).unwrap_or_default(),
            };
            read.people.iter().map(one).collect()
        };
        let asked = found.as_ref().filter(|_| may_write).map(asked).unwrap_or_default();
        let round = found.as_ref().map(|read| &read.round);
        Ok(CommentsPage {
            here: work.path(PAGE),
            language: work.letter.language.clone(),
            has_round: round.is_some(),
            is_open: round.is_some_and(|round| round.is_open(site.now())),
            end: shown(site, &work.letter, round.map(Round::end)),
            edit_n: round.map_or(work.edit.n, |round| round.edit_n),
            based_on: work.edit.n,
            answered: found
                .as_ref()
                .map_or(0, |read| read.people.iter().filter(|one| one.0.answered_at.is_some()).count()),
            asked,
            rows,
            zone_label: work.letter.zone_label.clone(),
            may_write,
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

/// What a form asks for, once it was understood.
enum Wish {
    Start(Moment, Vec<Reviewer>),
    Ask(Vec<Reviewer>),
    Move(Moment),
    Close,
    Revoke(ReviewerId),
    Accept(Box<Acceptance>),
    Refuse(ReviewerId, Place, String),
}

/// `POST /desk/letters/{id}/comments`: `start`, `ask`, `move`, `close`, `revoke`, `accept`, `refuse`, `export`.
pub async fn act(site: Data<Site>, id: Path<String>, sent: DeskForm) -> Result<HttpResponse> {
    let DeskForm { who, mut form, .. } = sent;
    let work = Work::find(&site, &who, &id).await?;
    work.must_write()?;
    if form.is("action", "export") {
        return export(&site, &who, &work).await;
    }
    let (letter_id, wanted) = (work.letter.id.clone(), work.letter.id.clone());
    let found = site.store.read(move |db| read(db, &wanted)).await?;
    let Some(wish) = parse(&site, &work, found.as_ref(), &mut form) else {
        return page(status_of(&form), &CommentsPage::load(&site, &who, &work, form).await?);
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

fn parse(site: &Site, work: &Work, found: Option<&Read>, form: &mut FormState) -> Option<Wish> {
    let words = site.words();
    let reviewer = ReviewerId(form.value("reviewer").to_owned());
    match form.value("action") {
        "start" => {
            let (end, people) = (end(site, work, form), people(site, form));
            Some(Wish::Start(end?, people?))
        }
        "ask" => people(site, form).map(Wish::Ask),
        "move" => end(site, work, form).map(Wish::Move),
        "close" => Some(Wish::Close),
        "revoke" => Some(Wish::Revoke(reviewer)),
        "refuse" => {
            let reason = long(site, form, "reason", "comments-reason-missing")?;
            Some(Wish::Refuse(reviewer, form.value("place").parse().ok()?, reason))
        }
        "accept" => {
            let place: Place = form.value("place").parse().ok()?;
            let row = found?.rows(&work.text).into_iter().find(|row| row.place == place)?;
            let merged = long(site, form, "words", "comments-words-missing")?;
            let chosen: Vec<&Voice> =
                row.voices.iter().filter(|one| form.is("reviewer", &one.id) && !one.said.proposal.is_empty()).collect();
            let Some(now_at) = row.target().filter(|_| !chosen.is_empty()) else {
                form.refuse_whole(words.say("comments-choose"));
                return None;
            };
            let names: Vec<&str> = chosen.iter().map(|one| one.who.organisation.as_str()).collect();
            Some(Wish::Accept(Box::new(Acceptance {
                place,
                reviewers: chosen.iter().map(|one| one.id.clone()).collect(),
                words: merged,
                seen: row.seen().to_owned(),
                now_at,
                based_on: form.value("based_on").parse().unwrap_or(-1),
                note: words.say("comments-note").with("names", names.join(", ")).text().chars().take(500).collect(),
            })))
        }
        _ => {
            form.refuse_whole(words.say("form-no-action"));
            None
        }
    }
}

fn long(site: &Site, form: &mut FormState, field: &'static str, missing: &'static str) -> Option<String> {
    let words = site.words();
    match lines(form.value(field), COMMENT_CHARS) {
        Ok(text) => return Some(text),
        Err(TextFault::Missing) => match missing {
            "comments-reason-missing" => form.refuse_whole(words.say("comments-reason-missing")),
            _ => form.refuse_whole(words.say("comments-words-missing")),
        },
        Err(fault) => form.refuse_whole(words.say_of("fault", fault.code()).with("limit", COMMENT_CHARS)),
    }
    None
}

/// The pasted lines; the first that cannot be read is named.
fn people(site: &Site, form: &mut FormState) -> Option<Vec<Reviewer>> {
    let words = site.words();
    let mut people = Vec::new();
    let typed = form.value("people").to_owned();
    for (at, line) in typed.lines().map(str::trim).enumerate().filter(|(_, line)| !line.is_empty()) {
        let Some(one) = Reviewer::parse(line) else {
            form.refuse("people", words.say("comments-line-fault").with("line", at + 1));
            return None;
        };
        people.push(one);
    }
    if people.is_empty() {
        form.refuse("people", words.say("comments-nobody"));
    }
    (!people.is_empty()).then_some(people)
}

/// The end of the round, in the letter's zone.
fn end(site: &Site, work: &Work, form: &mut FormState) -> Option<Moment> {
    let zone = work.letter.time_zone.parse().unwrap_or(chrono_tz::UTC);
    let typed = LocalTime::parse(form.value("closes_at").trim());
    let at = typed.and_then(|local| When::typed(local, zone, &work.letter.zone_label)).map(|when| when.at);
    let code = match at {
        Ok(at) if at > site.now() => return Some(at),
        Ok(_) => "time-past",
        Err(fault) => fault.code(),
    };
    form.refuse("closes_at", site.words().say_of("fault", code));
    None
}

/// Everything that was said, a row for each reviewer and paragraph.
async fn export(site: &Data<Site>, who: &SignedIn, work: &Work) -> Result<HttpResponse> {
    let (id, by, now) = (work.letter.id.clone(), who.coordinator.id.clone(), site.now());
    let wanted = id.clone();
    let read = site.store.read(move |db| read(db, &wanted)).await?.ok_or(Error::NotFound)?;
    let round = read.round.clone();
    site.store.write(Lane::Desk, move |tx: &mut Tx<'_>| note_export(tx, &round, &by, now)).await?;
    let numbers: BTreeMap<String, usize> =
        read.text.pieces().iter().enumerate().map(|(at, piece)| (piece.place.to_string(), at + 1)).collect();
    let head =
        ["organisation", "country", "name", "paragraph", "stance", "comment", "quoted", "proposal", "outcome", "late"];
    let mut cells: Vec<[String; 10]> = vec![head.map(str::to_owned)];
    for (_, who, answer, late, decisions) in &read.people {
        for (said, is_late) in std::iter::once((answer, "")).chain(late.iter().map(|late| (late, "late"))) {
            let row = |paragraph: String, said: &Said, outcome: &str| {
                [
                    who.organisation.clone(),
                    who.country.clone(),
                    who.name.clone(),
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
                cells.push(row(number, one, decisions.get(place).map_or("", |one| one.outcome.as_str())));
            }
            if !said.condition.is_empty() {
                cells.push(row("all".to_owned(), &Said { comment: said.condition.clone(), ..Said::default() }, ""));
            }
        }
    }
    Ok(HttpResponse::Ok()
        .content_type("text/csv; charset=utf-8")
        .insert_header((header::CONTENT_DISPOSITION, "attachment; filename=\"comments.csv\""))
        .body(table(&cells)?))
}
