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
    /// Whether the button mails a new link to the invited address, in the place of one that is too old or was replaced.
    pub offers_link: bool,
    /// Where somebody can ask to be added after closing.
    pub late_path: Option<String>,
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
            offers_link: false,
            late_path: None,
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
    let offers_mail = refusal == Refusal::LinkUsed && matches!(link, Link::Secret(Purpose::Sign, _));
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
        word: word_of(link, refusal),
        closed: None,
        conveners: Vec::new(),
        contact: None,
        letter_path: None,
        offers_mail,
        offers_link: false,
        late_path: None,
    };
    if let (Link::Secret(Purpose::Sign, secret), Refusal::LinkRevoked | Refusal::LinkExpired) = (link, refusal) {
        let secret = secret.to_owned();
        page_shown.offers_link = site.store.read(move |db| is_replaced(db, &secret)).await?;
        if page_shown.offers_link && refusal == Refusal::LinkRevoked {
            page_shown.word = "link-replaced";
        }
    }
    if let Some((row, contact)) = about {
        let facts = row.facts();
        if refusal == Refusal::LetterClosed && row.withdrawn_at.is_some() {
            page_shown.word = "letter-withdrawn";
        } else if refusal == Refusal::LetterClosed {
            page_shown.closed = shown(site, &row, facts.closing().filter(|at| *at <= site.now()));
        }
        page_shown.letter_path = facts.is_public().then(|| format!("/letters/{}", row.slug));
        page_shown.conveners = if row.high_risk { Vec::new() } else { row.conveners() };
        if refusal == Refusal::LetterClosed && facts.accepts_late().is_ok() {
            page_shown.late_path = late_path(link);
        }
        page_shown.contact = contact;
    }
    page(StatusCode::GONE, &page_shown)
}

/// Where the form lies that asks to be added, for whoever could have signed this way.
fn late_path(link: Link<'_>) -> Option<String> {
    let base = match link {
        Link::Secret(Purpose::Sign, secret) => format!("/sign/{secret}"),
        Link::Secret(Purpose::Join, secret) => format!("/join/{secret}"),
        Link::Slug(slug) => format!("/letters/{slug}"),
        Link::Secret(..) => return None,
    };
    Some(format!("{base}/sign?late=yes"))
}

/// Whether a dead link belongs to an invitation that stands: a newer link replaced it, or its time is over.
fn is_replaced(db: &mut Db<'_>, secret: &str) -> crate::error::Result<bool> {
    let Some(link) = token::find(db, Purpose::Sign, secret)? else { return Ok(false) };
    let Some(id) = link.invitation_id.filter(|_| !link.is_test) else { return Ok(false) };
    let row = invitation::find(db, &id)?;
    Ok(row.revoked_at.is_none() && row.answer.is_none() && row.stopped_at.is_none())
}

/// An approver did not sign, so the same refusal is told in other words.
fn word_of(link: Link<'_>, refusal: Refusal) -> &'static str {
    match (link, refusal) {
        (Link::Secret(Purpose::Approve, _), Refusal::LinkUsed) => "approval-answered",
        (Link::Secret(Purpose::Approve, _), Refusal::LinkRevoked) => "approval-taken-back",
        (Link::Secret(Purpose::Approve, _), Refusal::LetterClosed) => "approval-closed",
        (Link::Secret(Purpose::Confirm, _), Refusal::LinkUsed) => "confirm-used",
        (Link::Secret(Purpose::Suspend, _), Refusal::LinkUsed) => "suspend-answered",
        (Link::Secret(Purpose::Comment, _), _) => "comment-over",
        (Link::Secret(Purpose::Preview, _), _) => "preview-over",
        (Link::Secret(Purpose::Translate | Purpose::ReadTranslation, _), _) => "translation-over",
        _ => refusal.code(),
    }
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
