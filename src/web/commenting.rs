//! `/comment/{token}`: somebody who is asked reads the draft with numbered paragraphs, says of each whether the organisation
//! could sign with it, and proposes other words. Opening the page does none of it; what is typed is kept also after the end.

use actix_web::http::StatusCode;
use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;

use crate::actions::comment_round::{review, text_of};
use crate::domain::comments::{Answer, COMMENT_CHARS, Decision, Reviewer, Said};
use crate::domain::ids::ReviewerId;
use crate::domain::refusal::Refusal;
use crate::domain::revision::{LetterText, Piece};
use crate::domain::text::{TextFault, lines};
use crate::error::Error;
use crate::render::markdown::{HtmlOptions, SafeHtml, to_html};
use crate::render::shell::Shell;
use crate::render::when::Shown;
use crate::render::words::{Words, direction_of};
use crate::store::comment::{self, Decisions, ReviewerRow, Round};
use crate::store::letter::{self, Letter};
use crate::store::token::Purpose;
use crate::store::{Db, Lane};
use crate::web::answer;
use crate::web::error::Result;
use crate::web::form::FormState;
use crate::web::guarded::Guarded;
use crate::web::links;
use crate::web::signing::ended::{self, Link};
use crate::web::signing::shown;
use crate::web::site::Site;

/// One numbered piece of the draft.
pub struct Numbered {
    /// From 1.
    pub number: usize,
    /// Its place; part of the field names.
    pub place: String,
    /// Its words as HTML.
    pub html: SafeHtml,
    /// What was decided on the proposal.
    pub decision: Option<Decision>,
    /// Whether something was said of it, so that the fold stands open.
    pub is_open: bool,
}

#[derive(Template)]
#[template(path = "commenting/comment.html")]
pub struct CommentPage {
    pub shell: Shell,
    pub form: FormState,
    pub title: String,
    pub language: String,
    pub who: Reviewer,
    pub pieces: Vec<Numbered>,
    /// When the round ends or ended.
    pub end: Option<Shown>,
    pub is_open: bool,
    /// Whether something came after the end and is kept.
    pub has_late: bool,
    pub has_answered: bool,
    /// What became of the form that was just sent: the banner's class and sentence.
    pub notice: Option<(&'static str, String)>,
}

impl CommentPage {
    pub fn dir(&self) -> &'static str {
        direction_of(&self.language)
    }
}

/// What one reviewer is asked about.
struct Asked {
    row: ReviewerRow,
    who: Reviewer,
    round: Round,
    letter: Letter,
    text: LetterText,
    answer: Answer,
    late: Option<Answer>,
    decisions: Decisions,
}

fn load(db: &mut Db<'_>, id: &ReviewerId) -> crate::error::Result<Asked> {
    let row = comment::find(db, id)?;
    if row.revoked_at.is_some() {
        return Err(Refusal::LinkRevoked.into());
    }
    let round = comment::find_round(db, &row.round_id)?;
    Ok(Asked {
        who: row.person(db)?,
        text: text_of(db, &round)?,
        letter: letter::find(db, &row.letter_id)?,
        answer: row.answer(db)?,
        late: row.late(db)?,
        decisions: row.decisions(db)?,
        round,
        row,
    })
}

/// A form as it shows what was said: a proposal begins as the paragraph itself.
fn filled(pieces: &[Piece], answer: &Answer) -> FormState {
    let mut form = FormState::new().with("condition", &*answer.condition);
    for piece in pieces {
        let place = piece.place.to_string();
        let said = answer.pieces.get(&place).cloned().unwrap_or_default();
        let proposal = if said.proposal.is_empty() { &piece.text } else { &said.proposal };
        form = form
            .with(&format!("comment-{place}"), said.comment)
            .with(&format!("quoted-{place}"), said.quoted)
            .with(&format!("proposal-{place}"), proposal);
        if let Some(stance) = said.stance {
            form = form.with(&format!("stance-{place}"), stance.as_str());
        }
    }
    form
}

/// Reads the form; a fault stands beside its field. Fields for places that the text has not are nobody's.
fn parse(words: &Words, pieces: &[Piece], form: &mut FormState) -> Option<Answer> {
    let mut answer = Answer { condition: typed(words, form, "condition"), ..Answer::default() };
    for piece in pieces {
        let place = piece.place.to_string();
        let proposal = typed(words, form, &format!("proposal-{place}"));
        let same = |one: &str, other: &str| one.split_whitespace().eq(other.split_whitespace());
        let said = Said {
            stance: form.value(&format!("stance-{place}")).parse().ok(),
            comment: typed(words, form, &format!("comment-{place}")),
            quoted: typed(words, form, &format!("quoted-{place}")),
            proposal: if same(&proposal, &piece.text) { String::new() } else { proposal },
        };
        if !said.is_empty() {
            answer.pieces.insert(place, said);
        }
    }
    if !form.has_errors() && answer.is_empty() {
        form.refuse_whole(words.say("comment-nothing"));
    }
    (!form.has_errors()).then_some(answer)
}

fn typed(words: &Words, form: &mut FormState, field: &str) -> String {
    match lines(form.value(field), COMMENT_CHARS) {
        Ok(text) => text,
        Err(TextFault::Missing) => String::new(),
        Err(fault) => {
            form.refuse(field, words.say_of("fault", fault.code()).with("limit", COMMENT_CHARS));
            String::new()
        }
    }
}

/// The pieces as they are shown beside what was typed.
pub fn numbered(words: &Words, pieces: &[Piece], form: &FormState, decisions: &Decisions) -> Vec<Numbered> {
    let options = HtmlOptions { top_heading: 2, ..HtmlOptions::default() };
    let one = |(at, piece): (usize, &Piece)| {
        let place = piece.place.to_string();
        let fields = ["stance", "comment", "quoted"].map(|field| format!("{field}-{place}"));
        let proposal = format!("proposal-{place}");
        let is_changed = !form.value(&proposal).is_empty() && form.value(&proposal) != piece.text;
        let is_open = is_changed
            || fields.iter().any(|field| !form.value(field).is_empty() || form.error(field).is_some())
            || form.error(&proposal).is_some();
        Numbered {
            number: at + 1,
            html: to_html(&piece.text, &options, words),
            decision: decisions.get(&place).cloned(),
            is_open,
            place,
        }
    };
    pieces.iter().enumerate().map(one).collect()
}

fn page_of(site: &Site, request: &HttpRequest, asked: Asked, form: Option<FormState>) -> CommentPage {
    let (words, pieces) = (site.words(), asked.text.pieces());
    let form = form.unwrap_or_else(|| filled(&pieces, asked.late.as_ref().unwrap_or(&asked.answer)));
    let shell = site.form_shell(request);
    CommentPage {
        shell,
        title: asked.text.title.clone(),
        language: asked.round.language.clone(),
        pieces: numbered(&words, &pieces, &form, &asked.decisions),
        end: shown(site, &asked.letter, Some(asked.round.end())),
        is_open: asked.round.is_open(site.now()),
        has_late: asked.late.is_some(),
        has_answered: asked.row.answered_at.is_some(),
        who: asked.who,
        notice: None,
        form,
    }
}

async fn find(site: &Data<Site>, request: &HttpRequest, secret: &str) -> Result<Asked> {
    let link = links::find(site, request, Purpose::Comment, secret).await?;
    let id = link.reviewer_id.ok_or(Error::NotFound)?;
    Ok(site.store.read(move |db| load(db, &id)).await?)
}

/// `GET /comment/{token}`
pub async fn show(site: Data<Site>, secret: Path<String>, request: HttpRequest) -> Result<HttpResponse> {
    let answered = match find(&site, &request, &secret).await {
        Ok(asked) => answer::ok(&page_of(&site, &request, asked, None)),
        Err(failure) => Err(failure),
    };
    ended::explain(&site, &request, Link::Secret(Purpose::Comment, &secret), answered).await
}

/// `POST /comment/{token}`: keeps everything; after the end it is kept beside.
pub async fn save(site: Data<Site>, secret: Path<String>, request: HttpRequest, sent: Guarded) -> Result<HttpResponse> {
    let answered = keep(&site, &request, &secret, sent.form).await;
    ended::explain(&site, &request, Link::Secret(Purpose::Comment, &secret), answered).await
}

async fn keep(site: &Data<Site>, request: &HttpRequest, secret: &str, mut form: FormState) -> Result<HttpResponse> {
    let asked = find(site, request, secret).await?;
    let (words, now, id) = (site.words(), site.now(), asked.row.id.clone());
    let Some(answer) = parse(&words, &asked.text.pieces(), &mut form) else {
        return answer::refused(&page_of(site, request, asked, Some(form)));
    };
    let is_in_time = site.store.write(Lane::Public, move |tx| review(tx, &id, &answer, now)).await?;
    let asked = find(site, request, secret).await?;
    let mut page = page_of(site, request, asked, Some(form));
    let (status, notice) = match is_in_time {
        true => (StatusCode::OK, ("done", words.say("comment-saved").text())),
        false => (StatusCode::CONFLICT, ("look", words.say("comment-kept-late").text())),
    };
    page.notice = Some(notice);
    answer::page(status, &page)
}
