//! `/confirm/{token}`: the address of an open form, confirmed by a button. Opening the page confirms nothing. It shows all
//! that will stand, because whoever typed it may have been somebody else.

use std::sync::Arc;

use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;

use crate::actions::confirm::confirm;
use crate::actions::suspend::suspend;
use crate::domain::refusal::Refusal;
use crate::domain::signature::{Listing, Status};
use crate::error::Error;
use crate::render::public::PublicLetter;
use crate::render::shell::Shell;
use crate::store::letter::Letter;
use crate::store::revision::{Revision, RevisionText};
use crate::store::signature::{Signature, Signer};
use crate::store::token::Purpose;
use crate::store::{Db, Lane, Tx, letter, revision, signature};
use crate::web::answer;
use crate::web::error::Result;
use crate::web::guarded::Guarded;
use crate::web::links;
use crate::web::preview::{Wording, public_letter};
use crate::web::receipt::{self, Told};
use crate::web::signing::Proof;
use crate::web::signing::ended::{self, Link};
use crate::web::site::Site;

#[derive(Template)]
#[template(path = "confirming/confirm.html")]
pub struct ConfirmPage {
    pub shell: Shell,
    pub title: String,
    pub language: String,
    pub version: i32,
    /// The line as it will be printed, or would be if it were not withheld.
    pub proof: Proof,
    pub is_withheld: bool,
    pub withheld_place: &'static str,
    pub signer: Signer,
    /// The wording that was signed.
    pub letter: Arc<PublicLetter>,
}

struct Pending {
    letter: Letter,
    row: Signature,
    revision: Revision,
    frozen: RevisionText,
    proof: Proof,
    signer: Signer,
}

fn load(db: &mut Db<'_>, id: &crate::domain::ids::SignatureId, language: &str) -> crate::error::Result<Pending> {
    let row = signature::find(db, id)?;
    let letter = letter::find(db, &row.letter_id)?;
    let revision = revision::find(db, &letter.id, row.revision)?;
    let frozen = revision::find_signed(db, &row)?;
    // An erased line leaves a link that is too old.
    let line = match row.line(db) {
        Err(Error::NotFound) => return Err(Refusal::LinkExpired.into()),
        found => found?,
    };
    let labels = letter::country_labels(db, &letter.id)?;
    let signer = row.signer(db)?.unwrap_or_default();
    Ok(Pending { proof: Proof::new(&line, language, &labels, None), letter, row, revision, frozen, signer })
}

async fn find(site: &Data<Site>, request: &HttpRequest, secret: &str) -> Result<Pending> {
    let link = links::find(site, request, Purpose::Confirm, secret).await?;
    let (id, language) = (link.signature_id.ok_or(Error::NotFound)?, site.words().lang());
    Ok(site.store.read(move |db| load(db, &id, language)).await?)
}

/// `GET /confirm/{token}`
pub async fn show(site: Data<Site>, secret: Path<String>, request: HttpRequest) -> Result<HttpResponse> {
    let answered = match find(&site, &request, &secret).await {
        Ok(pending) => page(&site, &request, pending),
        Err(failure) => Err(failure),
    };
    ended::explain(&site, &request, Link::Secret(Purpose::Confirm, &secret), answered).await
}

fn page(site: &Site, request: &HttpRequest, pending: Pending) -> Result<HttpResponse> {
    match pending.row.status {
        // Whom the organisation's own people must approve has nothing to confirm.
        Status::Pending if pending.row.awaits_approval() => return Err(Refusal::LinkUsed.into()),
        Status::Pending if pending.letter.facts().is_late(pending.row.submitted_at) => {
            pending.letter.facts().accepts_late()?;
        }
        Status::Pending => pending.letter.facts().accepts_confirmation(site.now())?,
        Status::Expired => return Err(Refusal::LinkExpired.into()),
        _ => return Err(Refusal::LinkUsed.into()),
    }
    let text = pending.frozen.text()?;
    let wording = Wording::frozen(&pending.revision, &pending.frozen, &text);
    answer::ok(&ConfirmPage {
        shell: site.form_shell(request),
        letter: Arc::new(public_letter(&site.words(), &pending.letter, &wording, site.now())),
        title: text.title.clone(),
        language: pending.row.language,
        version: pending.row.revision,
        proof: pending.proof,
        is_withheld: pending.row.listing == Listing::Withheld,
        withheld_place: pending.row.withheld_place.as_str(),
        signer: pending.signer,
    })
}

/// `POST /confirm/{token}`: `confirm`, or `suspend` for "this was not us".
pub async fn act(site: Data<Site>, secret: Path<String>, request: HttpRequest, sent: Guarded) -> Result<HttpResponse> {
    let says_no = sent.form.is("action", "suspend");
    let answered = match find(&site, &request, &secret).await {
        Ok(pending) => decide(&site, pending, says_no).await,
        Err(failure) => Err(failure),
    };
    ended::explain(&site, &request, Link::Secret(Purpose::Confirm, &secret), answered).await
}

async fn decide(site: &Site, pending: Pending, says_no: bool) -> Result<HttpResponse> {
    let (id, now) = (pending.row.id.clone(), site.now());
    let act = move |tx: &mut Tx<'_>| {
        let row = signature::find(tx, &id)?;
        let letter = letter::find(tx, &row.letter_id)?;
        match row.status {
            Status::Withdrawn | Status::Expired | Status::Suspended if says_no => Ok(()),
            _ if says_no => suspend(tx, &letter, &row, now),
            _ => confirm(tx, &letter, &row, now),
        }
    };
    site.store.write(Lane::Public, act).await?;
    if says_no {
        return Ok(receipt::told(site, Told::NotUs));
    }
    if pending.letter.facts().is_late(pending.row.submitted_at) {
        return Ok(receipt::told(site, Told::Late));
    }
    Ok(receipt::signed(site, Some(&pending.row.id), false))
}
