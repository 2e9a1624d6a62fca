//! `/suspend/{token}`: another contact of an organisation reads that somebody signed for it, and takes the signature off at
//! once with one button where that was not agreed. Opening the page does nothing.

use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;

use crate::actions::suspend::suspend;
use crate::domain::ids::SignatureId;
use crate::domain::refusal::Refusal;
use crate::domain::signature::{Listing, Status};
use crate::error::Error;
use crate::render::shell::Shell;
use crate::render::when;
use crate::store::signature::{Signature, Signer};
use crate::store::token::Purpose;
use crate::store::{Db, Lane, Tx, letter, revision, signature};
use crate::web::answer;
use crate::web::error::Result;
use crate::web::guarded::Guarded;
use crate::web::links;
use crate::web::receipt::{self, Told};
use crate::web::signing::Proof;
use crate::web::signing::ended::{self, Link};
use crate::web::site::Site;

#[derive(Template)]
#[template(path = "suspending/suspend.html")]
pub struct SuspendPage {
    pub shell: Shell,
    pub title: String,
    pub language: String,
    pub version: i32,
    pub proof: Proof,
    pub signer: Signer,
    pub signed_at: String,
}

struct Signed {
    row: Signature,
    title: String,
    proof: Proof,
    signer: Signer,
}

fn load(db: &mut Db<'_>, id: &SignatureId, language: &str) -> crate::error::Result<Signed> {
    let row = signature::find(db, id)?;
    let stands = matches!(row.status, Status::Confirmed | Status::Listed);
    // The same for a name that was withheld since: it is nobody's to read here.
    if !stands || row.listing != Listing::Named || row.purged_at.is_some() {
        return Err(Refusal::LinkUsed.into());
    }
    let (line, labels) = (row.line(db)?, letter::country_labels(db, &row.letter_id)?);
    let title = revision::find_signed(db, &row)?.text()?.title;
    let (proof, signer) = (Proof::new(&line, language, &labels, None), row.signer(db)?.unwrap_or_default());
    Ok(Signed { row, title, proof, signer })
}

async fn find(site: &Data<Site>, request: &HttpRequest, secret: &str) -> Result<Signed> {
    let link = links::find(site, request, Purpose::Suspend, secret).await?;
    let (id, language) = (link.signature_id.ok_or(Error::NotFound)?, site.words().lang());
    Ok(site.store.read(move |db| load(db, &id, language)).await?)
}

/// `GET /suspend/{token}`
pub async fn show(site: Data<Site>, secret: Path<String>, request: HttpRequest) -> Result<HttpResponse> {
    let answered = match find(&site, &request, &secret).await {
        Ok(signed) => answer::ok(&SuspendPage {
            shell: site.form_shell(&request),
            title: signed.title,
            language: signed.row.language,
            version: signed.row.revision,
            proof: signed.proof,
            signer: signed.signer,
            signed_at: when::in_utc(signed.row.submitted_at, &site.words()),
        }),
        Err(failure) => Err(failure),
    };
    ended::explain(&site, &request, Link::Secret(Purpose::Suspend, &secret), answered).await
}

/// `POST /suspend/{token}`: `suspend`.
pub async fn act(site: Data<Site>, secret: Path<String>, request: HttpRequest, _sent: Guarded) -> Result<HttpResponse> {
    let answered = match find(&site, &request, &secret).await {
        Ok(signed) => press(&site, signed.row.id).await,
        Err(failure) => Err(failure),
    };
    ended::explain(&site, &request, Link::Secret(Purpose::Suspend, &secret), answered).await
}

/// Ahead of everything that waits: a name may stand in public without authority.
async fn press(site: &Data<Site>, id: SignatureId) -> Result<HttpResponse> {
    let now = site.now();
    let act = move |tx: &mut Tx<'_>| {
        let row = signature::find(tx, &id)?;
        let letter = letter::find(tx, &row.letter_id)?;
        // A second press finds it suspended.
        if row.status == Status::Suspended { Ok(()) } else { suspend(tx, &letter, &row, now) }
    };
    site.store.write(Lane::Desk, act).await?;
    Ok(receipt::told(site, Told::NotUs))
}
