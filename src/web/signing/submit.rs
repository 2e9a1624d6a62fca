//! The form sent: `check` shows the line exactly as it will appear, `change` goes back with everything, `sign` signs.

use actix_web::http::StatusCode;
use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;

use crate::actions::sign::{Submission, Via, sign};
use crate::domain::country::CountryCode;
use crate::domain::refusal::Refusal;
use crate::domain::signature::{Listing, SignsAs, WithheldPlace};
use crate::error::Error;
use crate::render::diff::diff;
use crate::render::register::Labels;
use crate::render::seal::short_fingerprint;
use crate::render::when::Shown;
use crate::store::{Lane, revision};
use crate::web::answer::page;
use crate::web::error::Result;
use crate::web::form::FormState;
use crate::web::guarded::Guarded;
use crate::web::limits::{self, Try};
use crate::web::page::Shell;
use crate::web::receipt;
use crate::web::signing::form::FormPage;
use crate::web::signing::{Visit, Way, fields};
use crate::web::site::Site;

#[derive(Template)]
#[template(path = "signing/check.html")]
struct CheckPage {
    shell: Shell,
    form: FormState,
    base: String,
    submission: Submission,
    is_withheld: bool,
    organisation_signs: bool,
    place_word: &'static str,
    heading: String,
    version: i32,
    fingerprint: String,
    publishes: Option<Shown>,
    is_test: bool,
    fields: &'static [&'static str],
}

/// `POST /sign/{token}/sign`
pub async fn invited_submit(
    site: Data<Site>,
    secret: Path<String>,
    request: HttpRequest,
    sent: Guarded,
) -> Result<HttpResponse> {
    let visit = Visit::by_invitation(&site, &request, &secret).await?;
    submit(&site, &request, visit, sent.form).await
}

/// `POST /join/{token}/sign`
pub async fn shared_submit(
    site: Data<Site>,
    secret: Path<String>,
    request: HttpRequest,
    sent: Guarded,
) -> Result<HttpResponse> {
    let visit = Visit::by_shared_link(&site, &request, &secret).await?;
    limits::count(&site, &request, Try::OpenForm)?;
    submit(&site, &request, visit, sent.form).await
}

/// `POST /letters/{slug}/sign`
pub async fn open_submit(
    site: Data<Site>,
    slug: Path<String>,
    request: HttpRequest,
    sent: Guarded,
) -> Result<HttpResponse> {
    let visit = Visit::by_slug(&site, &slug).await?;
    limits::count(&site, &request, Try::OpenForm)?;
    submit(&site, &request, visit, sent.form).await
}

async fn submit(site: &Data<Site>, request: &HttpRequest, visit: Visit, mut form: FormState) -> Result<HttpResponse> {
    let is_second_sending = visit.is_used() && form.is("action", "sign");
    if !is_second_sending {
        visit.must_accept(site)?;
    }
    if form.is("action", "change") {
        return page(StatusCode::OK, &FormPage::new(site, request, &visit, form)?);
    }
    let Some(submission) = fields::read(&visit, &mut form, &site.words()) else {
        return page(StatusCode::UNPROCESSABLE_ENTITY, &FormPage::new(site, request, &visit, form)?);
    };
    if submission.revision != visit.revision.n {
        return stale(site, request, &visit, form, submission.revision).await;
    }
    if !form.is("action", "sign") {
        return page(StatusCode::OK, &check_page(site, request, &visit, form, submission));
    }
    if visit.invited().is_some_and(|invited| invited.is_test) {
        return Err(Refusal::TestLink.into());
    }
    let (letter, now) = (visit.letter.clone(), site.now());
    let via = via(&visit);
    let signing = submission.clone();
    let signed = site.store.write(Lane::Public, move |tx| sign(tx, &letter, &via, &signing, now)).await;
    match signed {
        Ok(signed) => Ok(receipt::done(site, visit.invited().map(|_| &signed.id), signed.awaits_confirmation)),
        // The text was frozen anew between the check page and the button.
        Err(Error::Refused(Refusal::RevisionChanged)) => stale(site, request, &visit, form, submission.revision).await,
        Err(fault) => Err(fault.into()),
    }
}

fn via(visit: &Visit) -> Via {
    match &visit.way {
        Way::Invited(invited) => Via::Invitation(Box::new(invited.invitation.clone()), invited.email.clone()),
        Way::Shared(link) => Via::Shared(link.clone()),
        Way::Open => Via::Open,
    }
}

/// The text changed since the visitor saw it: what changed stands above the form, which now speaks of the new text.
async fn stale(
    site: &Data<Site>,
    request: &HttpRequest,
    visit: &Visit,
    form: FormState,
    seen: i32,
) -> Result<HttpResponse> {
    let (id, language) = (visit.letter.id.clone(), visit.frozen.language.clone());
    let (newest, old) = site
        .store
        .read(move |db| {
            let newest = revision::latest(db, &id)?.ok_or(Error::NotFound)?;
            let newest = revision::find_text(db, &id, newest.n, &language)?;
            let old = match revision::find_text(db, &id, seen, &language) {
                Ok(old) => Some(old.canonical_text),
                Err(Error::NotFound) => None,
                Err(fault) => return Err(fault),
            };
            Ok((newest, old))
        })
        .await?;
    let mut form = form.replaced("revision", newest.n.to_string()).replaced("authorised", "");
    form.refuse_whole(site.words().say_of("refusal", Refusal::RevisionChanged));
    let changes = old.map(|old| diff(&old, &newest.canonical_text)).unwrap_or_default();
    page(StatusCode::CONFLICT, &FormPage::new(site, request, visit, form)?.with_changes(changes))
}

fn check_page(site: &Site, request: &HttpRequest, visit: &Visit, form: FormState, submission: Submission) -> CheckPage {
    let shell = site.form_shell(request);
    let labels = Labels::new(shell.t.lang(), visit.labels.clone());
    let code = submission.line.country.as_deref().and_then(CountryCode::parse);
    let region = submission.line.region.as_deref().and_then(|word| word.parse().ok());
    let country = code.map(|code| labels.country(code).to_owned()).unwrap_or_default();
    let region = region.map(|region| labels.region(region).to_owned()).unwrap_or_default();
    let is_withheld = submission.listing == Listing::Withheld;
    let heading = match (is_withheld, submission.withheld_place) {
        (false, _) if code == Some(CountryCode::REGIONAL) => format!("{country}: {region}"),
        (false, _) | (true, WithheldPlace::Country) => country,
        (true, WithheldPlace::Region) => region,
        (true, WithheldPlace::None) => String::new(),
    };
    CheckPage {
        base: visit.base.clone(),
        is_withheld,
        organisation_signs: submission.line.kind.signs_as() == SignsAs::Organisation,
        place_word: submission.withheld_place.as_str(),
        heading,
        version: visit.revision.n,
        fingerprint: short_fingerprint(&visit.frozen.text_sha256),
        publishes: visit.shown(site, visit.letter.publishes_at.filter(|_| visit.letter.published_at.is_none())),
        is_test: visit.invited().is_some_and(|invited| invited.is_test),
        fields: fields::FIELDS,
        form,
        submission,
        shell,
    }
}
