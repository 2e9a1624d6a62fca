//! `/done`: where every answer by a mailed link ends. A neutral page without letter or name; only the browser that just
//! answered sees its receipt, through a short-lived sealed cookie (U-4: a shared address shows nothing).

use actix_web::cookie::time::Duration;
use actix_web::cookie::{Cookie, SameSite};
use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;

use crate::domain::ids::SignatureId;
use crate::domain::signature::{Listing, Status};
use crate::error::Error;
use crate::render::seal::fingerprint;
use crate::render::shell::Shell;
use crate::render::when;
use crate::store::commitment;
use crate::store::letter::{self, Letter};
use crate::store::signature::{self, Signature};
use crate::web::answer::{self, see_other};
use crate::web::error::Result;
use crate::web::site::Site;
use crate::word_enum;

/// How long the browser that answered sees its receipt.
const RECEIPT_MINUTES: i64 = 30;
const COOKIE: &str = "undersigned-receipt";

word_enum! {
    /// What the page tells beside a receipt; the same for everybody, so nothing is learnt from it.
    Told {
        /// Nothing is known of this browser's answer.
        Nothing => "nothing",
        /// A mail with a link to finish is on its way.
        Mail => "mail",
        /// The link to one's own signature is on its way, if there is one.
        Link => "link",
        /// The invitation was declined.
        Declined => "declined",
        /// Somebody of the organisation was asked to approve.
        Asked => "asked",
        /// An approver said yes, and another yes is awaited.
        Approved => "approved",
        /// An approver said yes, and the signature is complete.
        Complete => "complete",
        /// An approver said no.
        RefusedApproval => "refused_approval",
        /// The approver said no to a new text, and the signature is off.
        RefusedAgain => "refused_again",
        /// An approver's words went to the conveners.
        Commented => "commented",
        /// The invitation was passed on to a colleague.
        HandedOver => "handed_over",
        /// Another link to an invitation was asked for.
        NewLink => "new_link",
        /// The conveners were asked to add somebody after closing.
        Late => "late",
        /// A signature was taken back.
        Withdrawn => "withdrawn",
        /// "This was not us".
        NotUs => "not_us",
    }
}

/// What a signer files.
pub struct Receipt {
    pub is_withheld: bool,
    /// Whether it stands on the list already.
    pub is_listed: bool,
    /// When the letter becomes public, if that is known and to come.
    pub publishes: Option<when::Shown>,
    pub version: i32,
    /// SHA-256 of the signed text, in groups.
    pub fingerprint: String,
    /// When it was signed, in UTC.
    pub signed_at: String,
    /// SHA-256 of the record as the proof will have it, in groups; none where nothing can be told.
    pub record: Option<String>,
}

#[derive(Template)]
#[template(path = "signing/done.html")]
pub struct DonePage {
    pub shell: Shell,
    pub told: Told,
    pub receipt: Option<Receipt>,
}

impl DonePage {
    /// For the test that renders every page.
    #[cfg(test)]
    pub fn sample(shell: Shell, told: Told) -> DonePage {
        let receipt = Receipt {
            is_withheld: false,
            is_listed: false,
            publishes: None,
            version: 3,
            fingerprint: fingerprint(&"3ac41598".repeat(8)),
            signed_at: "Mon 16 Nov 2026, 09:12 UTC".into(),
            record: Some(fingerprint(&"90b1f6ac".repeat(8))),
        };
        DonePage { shell, told, receipt: Some(receipt).filter(|_| told == Told::Nothing) }
    }
}

/// After signing. The open form passes no signature, so that what it answers is the same for everybody.
pub fn signed(site: &Site, id: Option<&SignatureId>, awaits_confirmation: bool) -> HttpResponse {
    match id {
        Some(id) if !awaits_confirmation => done(site, id.as_str()),
        _ => told(site, Told::Mail),
    }
}

/// After any other answer.
pub fn told(site: &Site, told: Told) -> HttpResponse {
    done(site, told.as_str())
}

fn done(site: &Site, about: &str) -> HttpResponse {
    let plain = format!("{about}.{}", site.now().and_utc().timestamp() + RECEIPT_MINUTES * 60);
    let sealed = site.keys.seal("cookie", "receipt", COOKIE, &plain);
    let cookie = Cookie::build(cookie_name(site), sealed)
        .path("/")
        .http_only(true)
        .secure(site.config.is_https())
        .same_site(SameSite::Lax)
        .max_age(Duration::minutes(RECEIPT_MINUTES))
        .finish();
    let mut response = see_other("/done");
    // The only failure is a cookie that is no header value; a sealed one is base64.
    let _ = response.add_cookie(&cookie);
    response
}

fn cookie_name(site: &Site) -> String {
    if site.config.is_https() { format!("__Host-{COOKIE}") } else { COOKIE.to_owned() }
}

/// `GET /done`
pub async fn show(site: Data<Site>, request: HttpRequest) -> Result<HttpResponse> {
    let about = about(&site, &request).unwrap_or_default();
    if let Ok(told) = about.parse::<Told>() {
        return answer::ok(&DonePage { shell: site.shell(), told, receipt: None });
    }
    let receipt = if about.is_empty() { None } else { receipt(&site, about).await? };
    answer::ok(&DonePage { shell: site.shell(), told: Told::Nothing, receipt })
}

/// What the cookie of this browser speaks of, while it is fresh.
fn about(site: &Site, request: &HttpRequest) -> Option<String> {
    let cookie = request.cookie(&cookie_name(site))?;
    let plain = site.keys.open("cookie", "receipt", COOKIE, cookie.value()).ok()?;
    let (about, expires) = plain.rsplit_once('.')?;
    let is_fresh = expires.parse::<i64>().is_ok_and(|end| end >= site.now().and_utc().timestamp());
    is_fresh.then(|| about.to_owned())
}

/// The receipt of a signature that still stands.
async fn receipt(site: &Data<Site>, id: String) -> Result<Option<Receipt>> {
    let found = site
        .store
        .read(move |db| match signature::find(db, &SignatureId(id.clone())) {
            Ok(row) => {
                let letter = letter::find(db, &row.letter_id)?;
                Ok(Some((commitment::leaf(db, &row)?, row, letter)))
            }
            Err(Error::NotFound) => Ok(None),
            Err(fault) => Err(fault),
        })
        .await?;
    Ok(found.and_then(|(leaf, row, letter)| receipt_of(site, leaf, &row, &letter)))
}

fn receipt_of(site: &Site, leaf: Option<String>, row: &Signature, letter: &Letter) -> Option<Receipt> {
    let stands = matches!(row.status, Status::Confirmed | Status::Listed);
    let to_come = letter.publishes_at.filter(|_| letter.published_at.is_none());
    stands.then(|| Receipt {
        is_withheld: row.listing == Listing::Withheld,
        is_listed: row.status.is_listed(),
        publishes: crate::web::signing::shown(site, letter, to_come),
        version: row.revision,
        fingerprint: fingerprint(&row.text_sha256),
        signed_at: when::in_utc(row.submitted_at, &site.words()),
        record: leaf.as_deref().map(fingerprint),
    })
}
