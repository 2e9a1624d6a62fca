//! `/comment/{token}`: somebody who is asked reads the draft with numbered paragraphs, says of each whether the organisation
//! could sign with it, and proposes other words. Opening the page does none of it; what is typed is kept also after the end.

pub mod sheet;

use actix_web::http::StatusCode;
use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;

use crate::actions::comment_round::text_of;
use crate::actions::review::review;
use crate::domain::comments::Reviewer;
use crate::domain::ids::ReviewerId;
use crate::domain::refusal::Refusal;
use crate::domain::revision::LetterText;
use crate::error::Error;
use crate::render::shell::Shell;
use crate::store::comment::{self, Round};
use crate::store::letter::{self, Letter};
use crate::store::token::Purpose;
use crate::store::{Db, Lane};
use crate::web::answer;
use crate::web::commenting::sheet::{Sheet, Spoken, filled, parse};
use crate::web::error::Result;
use crate::web::form::FormState;
use crate::web::guarded::Guarded;
use crate::web::links;
use crate::web::signing::ended::{self, Link};
use crate::web::site::Site;

#[derive(Template)]
#[template(path = "commenting/comment.html")]
struct CommentPage {
    shell: Shell,
    form: FormState,
    who: Reviewer,
    sheet: Sheet,
}

/// What one reviewer is asked about.
struct Asked {
    id: ReviewerId,
    who: Reviewer,
    round: Round,
    letter: Letter,
    text: LetterText,
    spoken: Spoken,
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
        spoken: Spoken::of(&row, db)?,
        id: row.id,
        round,
    })
}

fn page_of(site: &Site, request: &HttpRequest, asked: Asked, form: Option<FormState>) -> CommentPage {
    let form = form.unwrap_or_else(|| filled(&asked.text.pieces(), asked.spoken.newest()));
    CommentPage {
        shell: site.form_shell(request),
        sheet: Sheet::new(site, &asked.letter, &asked.round, &asked.text, asked.id.as_str(), &asked.spoken, &form),
        who: asked.who,
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
    let (words, now, id) = (site.words(), site.now(), asked.id.clone());
    let Some(answer) = parse(&words, &asked.text.pieces(), &mut form) else {
        return answer::refused(&page_of(site, request, asked, Some(form)));
    };
    let is_in_time = site.store.write(Lane::Public, move |tx| review(tx, &id, &answer, now)).await?;
    let asked = find(site, request, secret).await?;
    let mut page = page_of(site, request, asked, Some(form));
    page.sheet = page.sheet.told(&words, is_in_time);
    answer::page(status_of(is_in_time), &page)
}

/// 200 for what came in time, 409 for what is kept although the round is over.
pub fn status_of(is_in_time: bool) -> StatusCode {
    if is_in_time { StatusCode::OK } else { StatusCode::CONFLICT }
}
