//! `/mine/{token}`: my signature: how it is listed, which text it stands under, and the ways to correct, withhold or
//! withdraw it without writing to anybody.

mod ask;
mod page;
mod proof;

use std::collections::BTreeMap;

use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse};

pub use page::{AskedAgain, MinePage, WithdrawPage};
pub use proof::proof;

use crate::actions::correct::{Corrected, correct};
use crate::actions::keep::{keep, open_question, talk};
use crate::actions::stop_updates::stop_updates;
use crate::actions::suspend::suspend;
use crate::actions::withdraw::withdraw;
use crate::actions::withhold::{show_name, withhold};
use crate::domain::country::CountryCode;
use crate::domain::event::Actor;
use crate::domain::ids::SignatureId;
use crate::domain::refusal::Refusal;
use crate::domain::signature::{PrintedLine, Status};
use crate::error::Error;
use crate::render::diff::{DiffBlock, diff};
use crate::store::letter::Letter;
use crate::store::question::OpenQuestion;
use crate::store::signature::{Signature, Signer};
use crate::store::token::Purpose;
use crate::store::{Db, Lane, Tx, approval, commitment, letter, question, revision, signature};
use crate::web::answer::{self, see_other};
use crate::web::done::{After, Done};
use crate::web::error::Result;
use crate::web::form::FormState;
use crate::web::guarded::Guarded;
use crate::web::links;
use crate::web::mine::ask::Ask;
use crate::web::receipt::{self, Told};
use crate::web::signing::ended::{self, Link};
use crate::web::site::Site;

/// A signature as its signer sees it.
pub(super) struct Mine {
    letter: Letter,
    row: Signature,
    /// None once it was erased on schedule; the signature can still be withdrawn.
    line: Option<PrintedLine>,
    proposal: Option<PrintedLine>,
    signer: Option<Signer>,
    title: String,
    labels: BTreeMap<CountryCode, String>,
    /// SHA-256 of the record as the proof has it, hexadecimal.
    leaf: Option<String>,
    /// Whether it stands for a new text, while that is asked.
    asked: Option<Asked>,
    /// Whether readers see the very text that was signed.
    is_shown: bool,
}

/// The question whether a signature stands for a new text.
pub(super) struct Asked {
    open: OpenQuestion,
    /// The newest version.
    newest: i32,
    /// What changed since the text that was signed.
    changes: Vec<DiffBlock>,
    /// Whose approval of the new text is missing.
    missing: Vec<String>,
}

fn asked(db: &mut Db<'_>, letter: &Letter, row: &Signature) -> crate::error::Result<Option<Asked>> {
    let Some(open) = open_question(db, letter, row)? else { return Ok(None) };
    let (old, new) = question::texts_for(db, row, &letter.language)?;
    let missing = approval::of_signature(db, &row.id)?.into_iter().filter(|one| one.decision.is_none());
    let missing = missing.map(|one| one.approver(db).map(|who| who.name)).collect::<crate::error::Result<_>>()?;
    Ok(Some(Asked { open, newest: new.n, changes: diff(&old.canonical_text, &new.canonical_text), missing }))
}

/// Whether readers see the very text that was signed.
fn is_shown(db: &mut Db<'_>, letter: &Letter, row: &Signature) -> crate::error::Result<bool> {
    let is_out = letter.facts().is_public() && letter.published_revision.is_some_and(|newest| row.revision <= newest);
    let languages = revision::languages(db, &letter.id, row.revision)?;
    let text = revision::find_text(db, &letter.id, row.revision, &row.language)?;
    Ok(is_out && text.text_sha256 == row.text_sha256 && languages.iter().any(|(tag, _)| *tag == row.language))
}

fn load(db: &mut Db<'_>, id: &SignatureId) -> crate::error::Result<Mine> {
    let row = signature::find(db, id)?;
    let letter = letter::find(db, &row.letter_id)?;
    let title = revision::find_signed(db, &row)?.text()?.title;
    let is_shown = is_shown(db, &letter, &row)?;
    let line = match row.line(db) {
        Err(Error::NotFound) => None,
        found => Some(found?),
    };
    let (proposal, signer) = (row.proposal(db)?, row.signer(db)?);
    let labels = letter::country_labels(db, &letter.id)?;
    let leaf = commitment::leaf(db, &row)?;
    let asked = asked(db, &letter, &row)?;
    Ok(Mine { letter, row, line, proposal, signer, title, labels, leaf, asked, is_shown })
}

async fn find(site: &Data<Site>, request: &HttpRequest, secret: &str) -> Result<Mine> {
    let link = links::find(site, request, Purpose::Mine, secret).await?;
    let id = link.signature_id.ok_or(Error::NotFound)?;
    Ok(site.store.read(move |db| load(db, &id)).await?)
}

/// `GET /mine/{token}`
pub async fn show(site: Data<Site>, secret: Path<String>, request: HttpRequest) -> Result<HttpResponse> {
    let answered = match find(&site, &request, &secret).await {
        Ok(mine) => {
            let shell = After::of(&request).tell(site.form_shell(&request));
            let form = page::filled(&mine);
            answer::ok(&MinePage::new(&site, shell, mine, &secret, form))
        }
        Err(failure) => Err(failure),
    };
    ended::explain(&site, &request, Link::Secret(Purpose::Mine, &secret), answered).await
}

/// `GET /mine/{token}/withdraw`: asks once more; its button withdraws.
pub async fn ask_withdraw(site: Data<Site>, secret: Path<String>, request: HttpRequest) -> Result<HttpResponse> {
    let answered = match find(&site, &request, &secret).await {
        Ok(mine) if !page::can_end(mine.row.status) => Ok(see_other(&format!("/mine/{secret}"))),
        Ok(mine) => answer::ok(&WithdrawPage::new(&site, &request, &mine, &secret)),
        Err(failure) => Err(failure),
    };
    ended::explain(&site, &request, Link::Secret(Purpose::Mine, &secret), answered).await
}

/// `POST /mine/{token}` and below it: `save` corrects, `withhold`, `show_name`, `withdraw`, `suspend` ("this was not us"),
/// `stop_mails`; `keep` and `talk` answer whether it stands for a new text.
pub async fn act(site: Data<Site>, secret: Path<String>, request: HttpRequest, sent: Guarded) -> Result<HttpResponse> {
    let answered = press(&site, &request, &secret, sent.form).await;
    ended::explain(&site, &request, Link::Secret(Purpose::Mine, &secret), answered).await
}

async fn press(site: &Data<Site>, request: &HttpRequest, secret: &str, mut form: FormState) -> Result<HttpResponse> {
    let mine = find(site, request, secret).await?;
    let Some(ask) = Ask::read(&site.words(), &mine, &mut form) else {
        return answer::refused(&MinePage::new(site, site.form_shell(request), mine, secret, form));
    };
    let id = mine.row.id.clone();
    match write(site, id, ask).await {
        Ok(Outcome::Stays(done)) => Ok(see_other(&done.at(&format!("/mine/{secret}")))),
        Ok(Outcome::Ends(told)) => Ok(receipt::told(site, told)),
        // It ended meanwhile, or the same button was pressed twice: the page shows how it stands.
        Err(Error::Refused(Refusal::WrongStatus | Refusal::RevisionChanged)) => {
            Ok(see_other(&format!("/mine/{secret}")))
        }
        Err(fault) => Err(fault.into()),
    }
}

/// Where an act leads.
enum Outcome {
    /// Back to the page, which says what was done.
    Stays(Done),
    /// To the neutral page.
    Ends(Told),
}

/// Hiding a name goes ahead of everything that waits.
async fn write(site: &Site, id: SignatureId, ask: Ask) -> crate::error::Result<Outcome> {
    let now = site.now();
    let act = move |tx: &mut Tx<'_>| {
        let row = signature::find(tx, &id)?;
        let letter = letter::find(tx, &row.letter_id)?;
        Ok(match &ask {
            Ask::Correct(line) => match correct(tx, &letter, &row, line.as_ref(), now)? {
                Corrected::Done => Outcome::Stays(Done::Corrected),
                Corrected::Proposed => Outcome::Stays(Done::CorrectionAsked),
            },
            Ask::Withhold(place) => {
                withhold(tx, &letter, &row, *place, now)?;
                Outcome::Stays(Done::NameWithheld)
            }
            Ask::ShowName => {
                show_name(tx, &letter, &row, now)?;
                Outcome::Stays(Done::NameAsked)
            }
            Ask::StopUpdates => {
                stop_updates(tx, &row, now)?;
                Outcome::Stays(Done::UpdatesStopped)
            }
            Ask::Keep { seen } => {
                keep(tx, &letter, &id, *seen, &Actor::Signer, now)?;
                Outcome::Stays(Done::Kept)
            }
            Ask::Talk { note } => {
                talk(tx, &letter, &id, note, now)?;
                Outcome::Stays(Done::TalkAsked)
            }
            Ask::Withdraw => {
                // A second press finds it withdrawn.
                if row.status != Status::Withdrawn {
                    withdraw(tx, &letter, &row, now)?;
                }
                Outcome::Ends(Told::Withdrawn)
            }
            Ask::NotUs => {
                if row.status != Status::Suspended {
                    suspend(tx, &letter, &row, now)?;
                }
                Outcome::Ends(Told::NotUs)
            }
        })
    };
    site.store.write(Lane::Desk, act).await
}
