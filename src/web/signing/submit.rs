//! The form sent: `check` shows the line exactly as it will appear, `change` goes back with everything, `sign` signs.

use std::sync::Arc;

use actix_web::http::{StatusCode, header};
use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;

use crate::actions::sign::{Signed, Submission, Via, ask_late, sign, text_to_sign};
use crate::domain::refusal::Refusal;
use crate::domain::signature::{Listing, SignsAs};
use crate::error::Error;
use crate::render::diff::diff;
use crate::render::public::PublicLetter;
use crate::render::seal::short_fingerprint;
use crate::render::shell::{Shell, Tone};
use crate::render::when::Shown;
use crate::store::{Lane, Tx, invitation, letter, register, revision};
use crate::web::answer;
use crate::web::error::{Failure, Result};
use crate::web::form::FormState;
use crate::web::receipt;
use crate::web::signing::form::{FormPage, erased};
use crate::web::signing::proof::Proof;
use crate::web::signing::{Visit, Way, fields};
use crate::web::site::Site;

/// Seconds after which pressing the button again makes sense when the database was away or full.
const BUSY_SECONDS: u32 = 5;

#[derive(Template)]
#[template(path = "signing/check.html")]
pub struct CheckPage {
    pub shell: Shell,
    pub form: FormState,
    /// Where the form is sent.
    pub path: String,
    pub text_path: String,
    pub submission: Submission,
    /// The line among its neighbours; none when the name is withheld.
    pub proof: Option<Proof>,
    pub version: i32,
    pub fingerprint: String,
    pub publishes: Option<Shown>,
    /// What the page prints of the letter.
    pub letter: Arc<PublicLetter>,
    /// Until when signatories answer, of a text that readers do not see yet.
    pub comes: Option<Shown>,
    /// Whether the text stands on this page, because it stands nowhere else that the visitor can open.
    pub shows_text: bool,
    pub is_test: bool,
    /// Whether this asks to be added after closing.
    pub is_late: bool,
    /// Whether a mail to the address comes first: the open forms, and an address other than the invited one.
    pub is_confirmed_later: bool,
    /// When the name is erased, in a sentence, if it is withheld.
    pub erased: String,
    pub fields: &'static [&'static str],
}

impl CheckPage {
    fn is_organisation(&self) -> bool {
        self.submission.line.kind.signs_as() == SignsAs::Organisation
    }
}

/// Any button of the form and of the check page.
pub(super) async fn submit(
    site: &Data<Site>,
    request: &HttpRequest,
    visit: Visit,
    mut form: FormState,
) -> Result<HttpResponse> {
    let is_second_sending = visit.is_used() && form.is("action", "sign");
    if !is_second_sending {
        visit.must_accept(site)?;
    }
    if form.is("action", "change") {
        // The button "sign for myself instead" says so in the address.
        let form = match visit.wanted.signs_as {
            Some(signs_as) => form.replaced("signs_as", signs_as.as_str()),
            None => form,
        };
        return answer::ok(&FormPage::new(site, request, &visit, form)?);
    }
    let Some(submission) = fields::read(&visit, &mut form, &site.words()) else {
        return answer::refused(&FormPage::new(site, request, &visit, form)?);
    };
    let is_of_this_text = submission.revision == visit.revision.n
        && submission.text_sha256.as_ref().is_none_or(|seen| *seen == visit.frozen.text_sha256);
    if !is_of_this_text && !is_second_sending {
        return stale(site, request, visit, form, &submission).await;
    }
    if !form.is("action", "sign") {
        return answer::ok(&check_page(site, request, &visit, form, submission).await?);
    }
    if visit.is_test() {
        return Err(Refusal::TestLink.into());
    }
    if site.switches.load().signing_paused {
        return busy(check_page(site, request, &visit, form, submission).await?, "paused");
    }
    match write(site, &visit, submission.clone()).await {
        Ok(signed) if visit.is_late(site) && !signed.awaits_confirmation && visit.invited().is_some() => {
            Ok(receipt::told(site, receipt::Told::Late))
        }
        Ok(signed) => Ok(receipt::signed(site, visit.invited().map(|_| &signed.id), signed.awaits_confirmation)),
        // The text was frozen anew between the check page and the button.
        Err(Error::Refused(Refusal::RevisionChanged)) => stale(site, request, visit, form, &submission).await,
        Err(Error::Busy(why)) => {
            log::warn!("a signature has to wait: {why}");
            busy(check_page(site, request, &visit, form, submission).await?, "busy")
        }
        Err(fault) => Err(fault.into()),
    }
}

/// Signs, by what the database says at that moment of letter, link and invitation.
async fn write(site: &Site, visit: &Visit, submission: Submission) -> crate::error::Result<Signed> {
    let (id, now, is_late) = (visit.letter.id.clone(), site.now(), visit.wanted.is_late);
    let via = match &visit.way {
        Way::Invited(invited) => Via::Invitation(Box::new(invited.invitation.clone()), invited.email.clone()),
        Way::Shared(link) => Via::Shared(link.clone()),
        Way::Open => Via::Open,
    };
    let act = move |tx: &mut Tx<'_>| {
        let letter = letter::find(tx, &id)?;
        let via = as_it_is_now(tx, &via)?;
        let act = if is_late { ask_late } else { sign };
        act(tx, &letter, &via, &submission, now)
    };
    site.store.write(Lane::Public, act).await
}

fn as_it_is_now(tx: &mut Tx<'_>, via: &Via) -> crate::error::Result<Via> {
    let revoked = match via {
        Via::Invitation(seen, email) => {
            let row = invitation::find(tx, &seen.id)?;
            if row.revoked_at.is_none() {
                return Ok(Via::Invitation(Box::new(row), email.clone()));
            }
            true
        }
        Via::Shared(link) => invitation::find_shared_link(tx, link)?.revoked_at.is_some(),
        Via::Open => false,
    };
    if revoked { Err(Refusal::LinkRevoked.into()) } else { Ok(via.clone()) }
}

/// The database is away, locked or full, or the operator paused signing: the same page with everything on it, to press the button again.
fn busy(page: CheckPage, why: &str) -> Result<HttpResponse> {
    let text = page.shell.t.say_of("sign-later", why).text();
    let page = CheckPage { shell: page.shell.clone().with_banner(Tone::Fault, text), ..page };
    let mut answered = answer::page(StatusCode::SERVICE_UNAVAILABLE, &page)?;
    answered.headers_mut().insert(header::RETRY_AFTER, header::HeaderValue::from(BUSY_SECONDS));
    Ok(answered)
}

/// The text changed since the visitor saw it: what changed stands above the form, which now speaks of the new text.
async fn stale(
    site: &Data<Site>,
    request: &HttpRequest,
    visit: Visit,
    form: FormState,
    submission: &Submission,
) -> Result<HttpResponse> {
    let (seen, seen_sha256) = (submission.revision, submission.text_sha256.clone());
    let (id, language) = (visit.letter.id.clone(), visit.frozen.language.clone());
    let own_language = visit.letter.language.clone();
    let is_open = matches!(visit.way, Way::Open);
    let (newest, frozen, old) = site
        .store
        .read(move |db| {
            let row = letter::find(db, &id)?;
            let newest = text_to_sign(db, &row, is_open)?;
            // A new wording may not be translated yet.
            let frozen = revision::find_shown(db, &id, newest.n, &language, &own_language)?;
            let old = match seen_sha256.as_ref().filter(|_| frozen.language == language) {
                Some(sha256) => revision::find_seen(db, &id, seen, &language, sha256),
                None => revision::find_text(db, &id, seen, &frozen.language),
            };
            let old = match old {
                Ok(old) => Some(old.canonical_text),
                Err(Error::NotFound) => None,
                Err(fault) => return Err(fault),
            };
            Ok((newest, frozen, old))
        })
        .await?;
    let mut form = form.replaced("revision", newest.n.to_string()).replaced("authorised", "");
    form = form.replaced("text_sha256", &*frozen.text_sha256);
    form.refuse_whole(site.words().say_of("refusal", Refusal::RevisionChanged));
    let changes = old.map(|old| diff(&old, &frozen.canonical_text)).unwrap_or_default();
    let visit = Visit { revision: newest, frozen, ..visit };
    answer::page(StatusCode::CONFLICT, &FormPage::new(site, request, &visit, form)?.with_changes(changes))
}

async fn check_page(
    site: &Data<Site>,
    request: &HttpRequest,
    visit: &Visit,
    form: FormState,
    submission: Submission,
) -> Result<CheckPage> {
    let is_named = submission.listing == Listing::Named;
    let proof = if is_named { Some(proof(site, visit, &submission).await?) } else { None };
    Ok(CheckPage {
        path: visit.path("/sign"),
        text_path: visit.text_path(),
        proof,
        version: visit.revision.n,
        fingerprint: short_fingerprint(&visit.frozen.text_sha256),
        publishes: visit.shown(site, visit.letter.publishes_at.filter(|_| visit.letter.published_at.is_none())),
        letter: visit.public_letter(site)?,
        comes: visit.shown(site, visit.comes),
        shows_text: visit.comes.is_some() && matches!(visit.way, Way::Open),
        is_test: visit.is_test(),
        is_late: visit.is_late(site),
        is_confirmed_later: visit.invited().is_none_or(|invited| invited.email != submission.email),
        erased: erased(&visit.letter, site.now(), &site.words()),
        fields: fields::FIELDS,
        form,
        submission,
        shell: Shell { languages: Vec::new(), ..visit.shell(site, request) },
    })
}

/// The line among its neighbours: real ones where the public reads them, from the stored pages if they are at hand.
async fn proof(site: &Data<Site>, visit: &Visit, submission: &Submission) -> Result<Proof> {
    let words = site.words();
    let of = |register| Proof::new(&submission.line, words.lang(), &visit.labels, register);
    let row = visit.letter.clone();
    let Some(n) = row.published_revision.filter(|_| row.facts().is_public()) else { return Ok(of(None)) };
    if let Some(stored) = site.public_cache.hit(&row.slug, site.now()) {
        return Ok(of(Some(&*stored.register)));
    }
    let language = words.lang();
    let read = site.store.read(move |db| register::load(db, &row, n, language)).await;
    Ok(of(Some(&read.map_err(Failure::from)?)))
}
