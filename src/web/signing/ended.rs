//! A link that does not lead to signing any more, or not yet: used, too old, taken back, closed, paused. One designed page
//! with what to do now. It is the same for named and withheld signatories and says nothing of the letter itself.

use actix_web::http::StatusCode;
use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;

use crate::domain::refusal::Refusal;
use crate::error::Error;
use crate::render::shell::Shell;
use crate::render::when::Shown;
use crate::store::letter::Letter;
use crate::store::token::{self, Purpose};
use crate::store::{Db, invitation, letter, mailing, signature};
use crate::web::answer::page;
use crate::web::error::{Failure, Result, status_of};
use crate::web::signing::shown;
use crate::web::site::Site;

/// What the page speaks of.
#[derive(Debug, Clone, Copy)]
pub enum Link<'a> {
    /// A secret in the path.
    Secret(Purpose, &'a str),
    /// The open form of a public letter.
    Slug(&'a str),
}

#[derive(Template)]
#[template(path = "signing/ended.html")]
pub struct EndedPage {
    pub shell: Shell,
    /// Which refusal: `ended-heading-<word>` and `ended-text-<word>`.
    pub word: &'static str,
    /// When signing closed.
    pub closed: Option<Shown>,
    /// Who runs the letter; nobody of a letter that is dangerous to sign.
    pub conveners: Vec<letter::Convener>,
    /// Where the invitations took their answers.
    pub contact: Option<String>,
    /// The public page, while there is one.
    pub letter_path: Option<String>,
    /// Whether the used invitation can mail the link of the receipt again.
    pub offers_mail: bool,
}

impl EndedPage {
    /// For the test that renders every page.
    #[cfg(test)]
    pub fn sample(shell: Shell) -> EndedPage {
        let name = "Still Waters Network".to_owned();
        EndedPage {
            shell,
            word: Refusal::LinkUsed.code(),
            closed: None,
            conveners: vec![letter::Convener { name, website: "https://stillwaters.example/".into() }],
            contact: Some("nadia@confluence.example".into()),
            letter_path: Some("/letters/rivers-we-share".into()),
            offers_mail: true,
        }
    }
}

/// Puts the page in the place of a refusal that means "not any more"; every other answer passes.
pub async fn explain(
    site: &Data<Site>,
    request: &HttpRequest,
    link: Link<'_>,
    answered: Result<HttpResponse>,
) -> Result<HttpResponse> {
    match answered {
        Err(Failure::Error(Error::Refused(refusal))) if status_of(refusal) == StatusCode::GONE => {
            ended(site, request, link, refusal).await
        }
        other => other,
    }
}

async fn ended(site: &Data<Site>, request: &HttpRequest, link: Link<'_>, refusal: Refusal) -> Result<HttpResponse> {
    let is_used =
        |of: Purpose| refusal == Refusal::LinkUsed && matches!(&link, Link::Secret(purpose, _) if *purpose == of);
    let (offers_mail, is_confirmed) = (is_used(Purpose::Sign), is_used(Purpose::Confirm));
    let about = match link {
        Link::Secret(purpose, secret) => {
            let secret = secret.to_owned();
            site.store.read(move |db| letter_of_secret(db, purpose, &secret)).await?
        }
        Link::Slug(slug) => {
            let slug = slug.to_owned();
            site.store
                .read(move |db| letter::find_by_slug(db, &slug).and_then(|row| with_contact(db, row)).map(Some))
                .await?
        }
    };
    let mut page_shown = EndedPage {
        shell: site.form_shell(request),
        word: if is_confirmed { "confirm-used" } else { refusal.code() },
        closed: None,
        conveners: Vec::new(),
        contact: None,
        letter_path: None,
        offers_mail,
    };
    if let Some((row, contact)) = about {
        let facts = row.facts();
        if refusal == Refusal::LetterClosed && row.withdrawn_at.is_some() {
            page_shown.word = "letter-withdrawn";
        } else if refusal == Refusal::LetterClosed {
            page_shown.closed = shown(site, &row, facts.closing().filter(|at| *at <= site.now()));
        }
        page_shown.letter_path = facts.is_public().then(|| format!("/letters/{}", row.slug));
        page_shown.conveners = if row.high_risk { Vec::new() } else { row.conveners() };
        page_shown.contact = contact;
    }
    page(StatusCode::GONE, &page_shown)
}

type About = Option<(Letter, Option<String>)>;

/// The letter that a link was about, whatever became of the link.
fn letter_of_secret(db: &mut Db<'_>, purpose: Purpose, secret: &str) -> crate::error::Result<About> {
    let Some(link) = token::find(db, purpose, secret)? else { return Ok(None) };
    let id = if let Some(id) = link.letter_id {
        id
    } else if let Some(id) = &link.invitation_id {
        invitation::find(db, id)?.letter_id
    } else if let Some(id) = &link.signature_id {
        signature::find(db, id)?.letter_id
    } else if let Some(id) = &link.shared_link_id {
        invitation::find_shared_link(db, id)?.letter_id
    } else {
        return Ok(None);
    };
    let row = letter::find(db, &id)?;
    with_contact(db, row).map(Some)
}

/// Where the latest mailing of a letter took its answers.
pub(super) fn contact(db: &mut Db<'_>, row: &Letter) -> crate::error::Result<Option<String>> {
    let contact = mailing::latest(db, &row.id)?.map(|mailing| mailing.reply_to(db)).transpose()?;
    Ok(contact.filter(|address| !address.is_empty()))
}

fn with_contact(db: &mut Db<'_>, row: Letter) -> crate::error::Result<(Letter, Option<String>)> {
    let contact = contact(db, &row)?;
    Ok((row, contact))
}
